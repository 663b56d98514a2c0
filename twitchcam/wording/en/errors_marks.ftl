# What is wrong with a file of marks.

error-marks-of-others = { $file } must hold marks of { $clip }, got those of { $others }. Name the file that has them.
error-marks-no-file = { $folder } must hold a file called { $name } with one of the endings { $endings }, got none. Put it there, or name a file.
error-boris-behaviours = { $file } must have behaviours named like 'twitch left cheek' or 'blink', got { $got }. Rename them in BORIS.
error-boris-several = { $file } must hold one observation of this clip, got several: { $got }. Export the one that counts.
error-boris-no-lengths = { $file } must tell how long the clips before { $clip } are, got no lengths. Export one clip alone.
error-table-workbook = { $file } must be a table saved as text, got a workbook of a spreadsheet. Save it there as CSV.
error-table-no-text = { $file } must be a table saved as text, got something else. Save it as CSV.
error-table-none = { $file } must be a table, got text that is none ({ $reason }). Save it as CSV again.
error-marks-columns = { $file } must have the columns kind, onset_s, offset_s (and region, side for moments), got none called { $missing }. Add it.
error-marks-names = { $file } must name its marks like 'twitch left cheek' or 'blink', got { $got }. Rename them.
error-marks-units = { $file } must have times of one unit, got pictures beside others. Mend a column.
error-marks-timecodes = { $file } must give times in seconds, got timecodes that end in a number of pictures, and no recording to know the rate from. Use seconds.
error-marks-line = Line { $line } of { $file }: { $wrong }. Mend the line.
error-marks-split = Line { $line } of { $file } must not have more cells than the table has columns, got more: its numbers seem to have decimal commas, and commas part its cells too. Save it with semicolons, or with decimal points.
error-marks-no-truth = { $file } must be the truth of a clip made by twitchcam simulate, got something else. Make the clip again.
error-boris-no-project = { $file } must be a project of BORIS, got something else. Save it in BORIS again.
error-boris-time = Line { $line } of { $file }: { $column } must be seconds, got { $got }. Mend the line.
error-boris-no-events = { $file } must hold events, got none. Export them limited to the coded time: of an observation with a time offset, BORIS leaves all out otherwise.
error-boris-half-state = Each state in { $file } must have a start and a stop, got only one event of { $behaviour } at { $time } s. Add the other in BORIS.
error-elan-no-file = { $file } must be an ELAN file (.eaf), got something else. Save it from ELAN again.
error-elan-tiers = { $file } must have tiers or annotations named like 'twitch left cheek' or 'blink', got { $got }. Rename its tiers in ELAN.
error-elan-offset = { $file } must give the offset of its clip in milliseconds, got something else. Save it from ELAN again.
error-elan-offsets = { $file } must have one offset for this clip, got { $n } for its linked files, and none with the clip's name. Link the clip in ELAN.
error-elan-package = ELAN files must have the package pympi-ling, got none. Install it with: pip install pympi-ling
error-elan-backwards = Each mark of { $file } must end after it begins, got one from { $start } to { $stop } ms. Mend it in ELAN.
error-marks-pictures = { $file } must give times in seconds, got picture numbers and no recording to know its rate from. Use seconds.
error-marks-beyond = { $file } must give times in seconds, got some that are none in a recording of { $length } s: picture numbers or milliseconds. Call the columns onset_frame, offset_frame or onset_ms, offset_ms.
error-marks-workbook = { $file } must end in .csv, .tsv, .txt, .eaf, .boris or .truth.json, got { $got }. Save it as CSV there.
error-marks-ending = { $file } must end in .csv, .tsv, .txt, .eaf, .boris or .truth.json, got { $got }. Save the marks so.
error-boris-none = none
error-marks-one-clip = one clip
error-marks-several-clips = several clips
error-elan-no-tier = no tier

# What is wrong with a line: "Line 3 of marks.csv: kind must be one of … . Mend the line."
error-mark-kind = kind must be one of { $known }, got { $got }
error-mark-side = side must be left, right or both, got { $got }
error-mark-region = region must be one of { $known }, got { $got }
error-mark-backwards = offset_s must be after onset_s, and neither below 0, got { $onset } and { $offset }
error-mark-times = times must be seconds, got { $got }
