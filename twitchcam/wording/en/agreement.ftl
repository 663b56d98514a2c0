# Agreement of raters and tool: the page that twitchcam evaluate --out writes.
agreement-brand = twitchcam agreement
agreement-title = Who agrees with whom
agreement-what = Measurements and general information, not a diagnosis.
agreement-who = { $clips ->
    [one] { $clips } recording
   *[other] { $clips } recordings
 } of { $persons ->
    [one] { $persons } person.
   *[other] { $persons } persons.
 } Raters:
agreement-how = Numbers in brackets are 95 % intervals; those of shares and kappa come from drawing whole persons anew, and are left out below three persons. What the tool could not judge counts as missed among the events, and is left out of kappa and alpha for everybody.
agreement-kind = Marks of kind { $kind }
agreement-curves-legend = F1 (1 is full agreement) against how far onsets may lie apart; bands are 95 % intervals.
agreement-against = against
agreement-axis-f1 = F1 over the tolerance in time, one line a pair of raters
agreement-axis-limits = difference in mm over mean size in mm, one dot an event
agreement-axis-mean = mean size of both, mm
agreement-events = Event by event, onsets up to 0.2 s apart
agreement-raters = Second by second, and rates
agreement-sizes = Sizes: { $compared } minus { $reference }
agreement-sizes-legend = { $n } events that both marked. Mean difference { $mean } mm, limits of agreement { $low } to { $high } mm (dashed).
agreement-missing = Without marks
agreement-column-compared = who
agreement-column-reference = against whom
agreement-column-clips = recordings
agreement-column-true = marks there
agreement-column-found = marks here
agreement-column-matched = matched
agreement-column-precision = precision
agreement-column-recall = recall
agreement-column-f1 = F1
agreement-column-onset = onset apart in s, median (5 % – 95 %)
agreement-column-statistic = statistic
agreement-column-raters = raters
agreement-column-n = n
agreement-column-value = value
agreement-column-clip = recording
agreement-column-rater = rater
agreement-column-reason = why
agreement-not-medical = twitchcam is not a medical device. Nothing here is a diagnosis or medical advice.
agreement-written = The page and tables of all raters: { $path }
