# A cohort of clips: what its page, its table of failures and its command say.
cohort-brand = twitchcam cohort
cohort-title = A cohort of faces
cohort-what = Measurements and general information, not a diagnosis.
cohort-who = { $clips ->
    [one] { $clips } clip
   *[other] { $clips } clips
 } of { $people ->
    [0] persons without a name
    [one] { $people } person
   *[other] { $people } persons
 } at { $visits ->
    [0] visits without a name
    [one] { $visits } visit
   *[other] { $visits } visits
 }. { $minutes } minutes could be judged.
cohort-unusable = { $count ->
    [one] { $count } of them was too poor to say anything.
   *[other] { $count } of them were too poor to say anything.
 }
cohort-failed = { $count ->
    [one] { $count } clip has no result; the reason stands below.
   *[other] { $count } clips have no result; the reasons stand below.
 }
cohort-no-people = Whose clips they are is told by folders (PERSON/VISIT/CLIP) or by a list. Without, all count as those of one person.
cohort-clips = Clip by clip
cohort-not-judged = could not be judged
cohort-column-length = length, s
cohort-column-judged = judged, s
cohort-column-rate-alone = per minute
cohort-rates = How often
cohort-rates-legend = Twitches that come by themselves, in a minute that could be judged. A line is a person; the thin bar is the 95 % interval.
cohort-sizes = How large
cohort-sizes-legend = Usual (median) size of these twitches in mm. A line is a person.
cohort-axis-rate = Twitches per judged minute at each visit, one line a person
cohort-axis-size = Median size of twitches in mm at each visit, one line a person
cohort-visits = Person by person
cohort-failures = No result
cohort-no-visit = (no visit)
cohort-no-person = (no name)
cohort-more = { $count } more are in the data set.
cohort-interval = Rates with the exact 95 % interval of a count. It knows chance only: days differ by more than that, so compare it with the smallest detectable change (twitchcam repeatability).
cohort-column-person = person
cohort-column-visit = visit
cohort-column-date = date
cohort-column-clips = clips
cohort-column-usable = usable
cohort-column-minutes = minutes judged
cohort-column-twitches = twitches
cohort-column-left = left
cohort-column-right = right
cohort-column-rate = per minute (95 %)
cohort-column-size = median mm
cohort-column-clip = clip
cohort-column-reason = why
cohort-not-medical = twitchcam is not a medical device. Nothing here is a diagnosis or medical advice.
cohort-no-picture = This page holds no picture of a face. It loads nothing from the network.
cohort-our-fault = Something went wrong inside twitchcam ({ $kind }); this is our fault. The details are in the table of failures.
cohort-same-recording = It is the same recording as { $name }, which is counted once. Take one of them off the list.
cohort-worker-died = The process that had this clip died each time ({ $kind }), mostly of too little memory. Try it with fewer workers.
cohort-summary = { $done ->
    [one] { $done } clip analysed
   *[other] { $done } clips analysed
 }, { $kept } kept from before, { $failed ->
    [0] none failed.
    [one] { $failed } failed (see the page for the reason).
   *[other] { $failed } failed (see the page for the reasons).
 }
