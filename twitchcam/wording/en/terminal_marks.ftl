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
