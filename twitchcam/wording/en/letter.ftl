# One page for a letter: the course over visits.

letter-title = Course of facial movements
letter-about = { $n ->
    [one] { $name }. One visit, { $first }.
   *[other] { $name }. { $n } visits, { $first } to { $last }.
 }
letter-affected-left = Affected side: left.
letter-affected-right = Affected side: right.
letter-affected-both = Affected: both sides.
letter-affected-none = No side is affected.
letter-intro = Measured from { $n } videos between { $first } and { $last } with twitchcam { $version }; left and right are the person's own.
letter-intro-once = Measured from a video of { $first } with twitchcam { $version }; left and right are the person's own.
letter-intro-not-judged = { $n ->
    [one] One more video could not be judged.
   *[other] { $n } more videos could not be judged.
 }
letter-visit = Visit
letter-visit-of-kind = { $day } ({ $kind })
letter-left-out = { $n ->
    [one] One visit in between is left out of the table.
   *[other] { $n } visits in between are left out of the table.
 }
letter-note = Note of { $day }: { $note }
letter-not-drawn = A figure begins with the second value: { $titles }.
letter-foot-figures = Lines through the points are 95 % intervals; within the grey band, a change can be noise.
letter-foot = Measured from video; no replacement for an examination.

letter-answered = { $size } ({ $n } of { $of })

letter-why-not_judged = not judged
letter-why-too_little = too little to judge
letter-why-not_done = not done
letter-why-older = not measured then

letter-says-once = { $name }: { $value }.
letter-says-smaller = { $name }: { $first } at first, { $last } at last; less by { $by }, which is more than noise.
letter-says-larger = { $name }: { $first } at first, { $last } at last; more by { $by }, which is more than noise.
letter-says-smaller_once = { $name }: { $first } at first, { $last } at last; less by { $by }, seen for the first time, so the next visit will tell.
letter-says-larger_once = { $name }: { $first } at first, { $last } at last; more by { $by }, seen for the first time, so the next visit will tell.
letter-says-none = { $name }: { $first } at first, { $last } at last; no change beyond noise.
letter-says-not_known = { $name }: { $first } at first, { $last } at last; how much of this is noise is not known.
letter-says-too_few = { $name }: { $last }.

# --- around it, in the app ---------------------------------------------------------------------

letter-page = Page for a letter
letter-help = Course, figures, a table and a paragraph to copy, on one page.
letter-pdf-a4 = Save as PDF (A4)
letter-pdf-letter = PDF (US Letter)
letter-print = Print
letter-copy = Copy the paragraph
letter-as-png = PNG
letter-as-svg = SVG
letter-save-figure = Save:
letter-table = All visits as a table
