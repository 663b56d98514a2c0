# What is wrong with a result, or with where one is written.

error-result-no-folder = { $folder } must be a folder with results of twitchcam, got none. Check the path.
error-clock-without-analysis = A clock must come with the analysis of the clip, got none. Give both.
error-dataset-package = Signals with named axes must have the package xarray, got none. Run: pip install 'twitchcam[lab]'.
error-annotations-ending = { $file } must end in -annot.txt, by which MNE knows the format. Rename it.
error-result-version = { $file } must have schema_version { $must }, got { $got }. Use the twitchcam version that wrote it, or analyse the clip again.
error-figure-ending = { $file } must end in .pdf, .svg or .eps, got { $got }. Journals want vectors; choose one of these.
error-folder-not-writable = The folder { $folder } must be one that can be written to, got: { $reason }. Make room there or choose another with --out.
error-report-no-video = --with-video must have the clip itself, got only its track. Name it.
error-report-hidden-video = --with-video and --hide face must not be given together. Leave one out.

error-result = { $file } must be an analysis written by this version of twitchcam, got { $got }. Analyse the clip again.
error-result-place = something else at { $got }
error-result-values = { $n } values that do not fit
error-result-damaged = a file that is not JSON, or a damaged one
error-result-other-json = another kind of JSON
