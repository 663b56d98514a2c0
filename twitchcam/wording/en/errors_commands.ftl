# What is wrong with what a command was given.

error-clip-unreadable = { $file } could not be read. Check the path.
error-clip-another = { $file } must be the clip of this result, { $wanted }, got another file. Name the original.
error-simulate-package = Making clips must have the package { $package }, got none. Install it with: pip install 'twitchcam[simulate]'
error-simulate-story = STORY must be one of { $known }, got { $got }.
error-simulate-track = { $file } must be a video for --inject, got a track.
error-batch-package = A batch must have the package dask, got none. Run: pip install 'twitchcam[batch]'.
error-batch-scheduler = --scheduler must be the address of a Dask scheduler that runs, got no answer from { $address }. Start one with: dask scheduler
error-advice-nothing = Advice must rest on --answers or --analysis, got neither. Answer the questions with: twitchcam ask
error-clip-folder = { $file } must be a video, got a folder. Name the files in it.
error-clip-mirrored-track = { $file } must be a video when --mirrored is given, got a track. Analyse the video again with --mirrored.
error-simulate-both = simulate must have a STORY or --inject, got both. Leave one out.
error-coding-clock = A file { $kind } must have the clock of the clip, got another. Leave out --offset-s, --stretch and --from-file.
error-agreement-no-out = --rater and --people must come with --out DIR, got none. Add it.
