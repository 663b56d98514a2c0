# Words in and for drawings, of the page and for papers.

side-left = left
side-right = right
side-both = both
report-their-right = their right
report-their-left = their left
report-axis-from-action = seconds from the action
report-axis-action-size = size of the action, mm
report-axis-rate = times a second (hertz, Hz)
report-axis-higher = left higher by, mm (below 0: right higher)

# --- what a drawing shows, for those who do not see it ---------------------------------------------

# $side is that of the place.
report-draw-response = { $side ->
        [left] Average movement of the { $place } and of the right side around { $n } actions. The left side reaches { $size }.
       *[right] Average movement of the { $place } and of the left side around { $n } actions. The right side reaches { $size }.
    }
report-draw-dose = Size of the answer for { $n } actions of different size.
report-draw-spectrum = Strength of movement at each rate. The rhythm found is at { $rate } times a second.
report-draw-travel = Travel: left { $left }, right { $right }.
report-draw-difference = At rest the left side is { $size } higher than the right.
report-draw-face = Face seen from the front. { $told }.
report-draw-face-nothing = nothing to mark
report-place-told = { $place }: { $told }
report-spot-own = { $n ->
        [one] { $n } movement of its own, up to { $size }
       *[other] { $n } movements of its own, up to { $size }
    }
report-spot-trembled = { $n ->
        [one] trembled in { $n } stretch, up to { $size }
       *[other] trembled in { $n } stretches, up to { $size }
    }
report-spot-dragged = moved with { $n } of { $actions }, { $size } on average

# --- written over the pictures of annotated.mp4 -----------------------------------------------------

report-told-event = { $place }: { $kind }, { $size }
report-told-tremor = { $place }: trembling, { $rate }
