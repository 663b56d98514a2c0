# What "twitchcam evaluate" says about marks made by hand.

terminal-marks-left-alone = Left alone, because the name is no kind of mark: { $names }.
terminal-marks-gap-all = { $n ->
        [one] Left out, because nothing tells its time: { $n } mark of { $name }.
       *[other] Left out, because nothing tells its time: { $n } marks of { $name }.
    }
terminal-marks-gap-end = { $n ->
        [one] Only its beginning has a time, so it is a point: { $n } mark of { $name }.
       *[other] Only its beginning has a time, so it is a point: { $n } marks of { $name }.
    }
terminal-marks-gap-spread = { $n ->
        [one] Its time is not written down, and was spread evenly over the row as ELAN shows it: { $n } mark of { $name }.
       *[other] Its time is not written down, and was spread evenly over the row as ELAN shows it: { $n } marks of { $name }.
    }
terminal-marks-by-value = What was marked was read from the annotations themselves in: { $tiers }.

# --- how results agree with them --------------------------------------------------------------------

terminal-agreement-columns =
    .kind = kind
    .true = true
    .found = found
    .matched = matched
    .precision = precision
    .recall = recall
    .f1 = F1
    .side = side right
    .onset = onset error
    .size = size ratio
terminal-agreement-rate-error = rate error
terminal-agreement-hidden = { $n } true marks lie in stretches that were not judged.
terminal-agreement-left-out = Left out, because there are no marks for them: { $names }.
terminal-agreement-doubtful = { $file } must be the marks of one recording, got several different ones with that name. Call the marks of each like its folder of results.
terminal-agreement-doubtful-left-out = { $doubtful } They were left out.

# Marks that hardly agree. $shift is in seconds.
terminal-doubt-clock = { $way ->
        [later] Hardly any mark of { $name } agrees, but { $n } of { $all } would if all were { $shift } s later. Were they made on another clock, or in another cut of this recording?
       *[earlier] Hardly any mark of { $name } agrees, but { $n } of { $all } would if all were { $shift } s earlier. Were they made on another clock, or in another cut of this recording?
    }
terminal-doubt-sides = Left and right are the other way round in { $n } of { $all } marks of { $name }. Sides are the person's own here: either the marks are as a viewer sees them, or the recording is a mirror image (analyse it with --mirrored).

# --- how advice agrees with a clinician's -----------------------------------------------------------

terminal-kappa-compared = { $n } stories compared, { $left_out } without a level of the clinician's.
terminal-kappa-not-defined = not defined: one level only
terminal-kappa-weights = { $kappa } (squared weights)
terminal-kappa-same = Same level
terminal-kappa-kappa = Weighted kappa
terminal-kappa-under = Under-triage
terminal-kappa-over = Over-triage
terminal-kappa-table = given, clinician:
terminal-kappa-too-low = Too low: { $stories }
terminal-kappa-too-high = Too high: { $stories }

# --- what was understood in a way that is not self-evident ------------------------------------------

terminal-marks-made-with = { $file } was made with { $made }, and was taken for { $taken }.
terminal-marks-beside = The clip ran beside another in BORIS. The tables of BORIS do not tell if it was shifted against that; its project does. { $file } was read as if it was not.
terminal-marks-moved = The marks of { $file } were moved by { $offset } s, the offset that ELAN keeps for the clip.
terminal-marks-before = Left out, because before the beginning of the recording: { $n } of { $all } marks of { $file }.
terminal-marks-after = { $n ->
        [one] { $n } of { $all } marks of { $file } begins after the end of the recording ({ $duration } s) and counts as missed. Is the file about another clip, or in another unit?
       *[other] { $n } of { $all } marks of { $file } begin after the end of the recording ({ $duration } s) and count as missed. Is the file about another clip, or in another unit?
    }
terminal-marks-guessed = { $file } has no row with the names of its columns: column { $label } was taken for what was marked, { $times } for when.
terminal-marks-as-pictures = The times of { $file } were taken as picture numbers (at { $rate } pictures a second, the first is number 0): as seconds, most would lie after the end of the recording ({ $duration } s).
terminal-marks-as-days = The times of { $file } were taken as parts of a day, as spreadsheets keep clock times: as seconds, all would lie in the first picture.
terminal-marks-as-milliseconds = The times of { $file } were taken as milliseconds: as seconds, most would lie after the end of the recording ({ $duration } s).
