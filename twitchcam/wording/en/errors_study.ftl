# What is wrong with the material of a study.

error-cohort-no-clip = { $file } must hold at least one clip, got none. Videos end in { $endings }, …, saved tracks in .npz.
error-cohort-no-table = { $file } must be a table, got something else ({ $kind }). Save it as CSV.
error-cohort-no-clips-column = { $file } must have a column clip with the paths of the clips, got { $got }. Name it so.
error-cohort-column-taken = { $file } must not have a column { $column }, which the results use. Rename it.
error-cohort-row-no-clip = { $file } must name a clip in every row, got none in row { $row }.
error-cohort-mirrored = { $file } must have yes or no in the column mirrored, got { $got } in row { $row }.
error-statistics-package = Statistics of agreement must have the package { $package }, got none. Run: pip install 'twitchcam[study]'.
error-repeatability-nobody = Repeatability must rest on at least one person with two recordings, got none. Record the same persons twice without anything changing in between.
error-repeatability-change = change must differ from 1, which is no change. Name the factor to see.
error-cohort-no-source = { $file } must be a folder of clips or a list (.csv, .tsv, .parquet), got something else. Check the path.
error-cohort-nowhere = { $file } must be a folder of clips or a list (.csv, .tsv, .parquet), got nothing of that name. Check the path.
error-blinded-exists = { $folder } must not exist yet, got a folder. Choose a new one.
error-blinded-key-inside = The key must lie outside of the blinded folder. Choose another with --key.
error-agreement-no-results = { $file } must hold results of twitchcam (analysis.json), got none. Check the path.
error-agreement-no-table = { $file } must be a table, got something else. Save it as CSV.
error-agreement-columns = { $file } must have the columns clip and person, got { $got }.
error-agreement-no-marks = { $file } must hold marks of { $clip }, got none.
error-cohort-no-batch = { $folder } must be a folder that twitchcam batch wrote, got one without { $missing }. Check the path.
error-review-empty = { $file } must have a level in the column 'yours' for one story at least, got none. Fill it in.
error-review-no-table = { $file } must be a table (CSV, UTF-8), got something else.
error-review-column = { $file } must have the columns { $columns }, got no { $got }. Fill in docs/triage_review.csv.
error-review-level = { $file }, { $story }: { $column } must be one of { $levels }, got { $got }.
error-agreement-nobody = There must be marks of at least one recording, got none.
