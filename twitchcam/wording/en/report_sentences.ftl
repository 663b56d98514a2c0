# Sentences about what was measured, for the page and the terminal alike.

report-own-sides = Left and right are the person's own left and right.
report-not-assessable = This recording could not be judged.
report-emergency = { $signs } Do so whatever this report says.

# --- advice -----------------------------------------------------------------------------------------

report-advice-part =
    .because = Why
    .what_to_do = What to do
    .to_clear_up = What does not fit together
    .about_your_worry = Your worry
    .tell_the_doctor = Tell the doctor
    .a_doctor_may_check = A doctor may check
    .self_care = In the meantime
    .watch_for = Watch for
    .keep_a_log = Keep notes
report-advice-urgent = Urgent: { $how_soon }
report-advice-appointment = { $level }, { $how_soon }
report-advice-when-and-whom = When: { $how_soon }. Whom to see: { $whom }.

# --- answers to actions -----------------------------------------------------------------------------

report-answer-moved = { $what ->
        [opening] It narrowed with { $responses } of { $actions }, by { $size } on average{ $likely }.
       *[skin] It moved with { $responses } of { $actions }, by { $size } on average{ $likely }.
    }
report-answer-other-side = { $what ->
        [opening] The other side narrowed by { $size }.
       *[skin] The other side moved by { $size }.
    }
report-answer-lag = { $when ->
        [before] It came { $lag } before the action.
       *[after] It came { $lag } after the action.
    }
# After a number: its interval; nothing where both ends are the same.
report-likely = (likely { $low } to { $high })
report-dose-unknown = There were too few different sizes to say.
report-dose = { $sure ->
        [yes] Yes: { $slope } mm for each mm of the action{ $likely }.
       *[no] Not for sure: { $slope } mm for each mm of the action{ $likely }.
    }

# --- the drawn face ---------------------------------------------------------------------------------

report-map-dots = Coloured dots moved by themselves.
report-map-itself = Discs moved by themselves, as a whole or on both sides.
report-map-dragged = Rings moved with an action.
report-map-trembled = Dashed rings trembled.
report-map-number = The number is how often.
report-map-limit = Where it could be seen, the smallest twitch that shows is { $size }.
report-map-nothing = Nothing to mark.
report-size-range = { $by ->
        [place] { $low } to { $high }, depending on the place
       *[part] { $low } to { $high }, depending on the part of the face
    }

# --- left and right ---------------------------------------------------------------------------------

report-symmetry-ratio = { $n ->
        [one] The side that moves less reaches { $ratio } of the other ({ $n } time).
       *[other] The side that moves less reaches { $ratio } of the other ({ $n } times).
    }
report-symmetry-usual-ratio = Usual in healthy people: { $ratio } or more.
report-symmetry-usual-rest = Usual difference in healthy people: { $low } to { $high }.
report-symmetry-unknown = The two sides could not be compared.
report-symmetry-fall = { $side ->
        [left] The left side lost { $fall } from the first to the last time.
       *[right] The right side lost { $fall } from the first to the last time.
    }

# --- what could be seen -----------------------------------------------------------------------------

report-limits-unknown = How small a movement could have been seen is not known for this recording.
report-limits = { $width ->
        [unknown] The smallest twitch that would have been seen is { $size }. Of twitches half as large again, nine in ten are found. Smaller ones can have gone unseen.
       *[other] The smallest twitch that would have been seen is { $size }. Of twitches half as large again that move a patch of skin about { $width } mm wide or wider, nine in ten are found. Smaller and narrower ones can have gone unseen.
    }
report-judged-nothing = Nothing of the { $duration } could be judged.
report-judged = { $judged } of { $duration } could be judged.
report-hidden = Twitches could not be looked for where compression hides movement: { $places }.
report-unseen = Could not be seen: { $parts }.
report-flicker = The light flickers { $pace } times a second: film by daylight, or with the camera's shutter at 1/50 or 1/60 s.
report-nothing-found = No twitch was seen in { $judged }. { $limits }

# --- rows and captions of the doctor's page ---------------------------------------------------------

report-statement = { $statement } ({ $sure }.)
report-doctor-more = { $n } more results are in the full report.
report-zero-apex = when the lids are closed furthest
report-zero-start = the start of the action
report-plot-average = { $place }: average of { $n }, 0 is { $zero }.
report-plot-spectrum = { $place }: spectrum of the strongest trembling.
report-plot-dose = { $place }: larger { $action }, larger answer?
report-up-to = up to { $size }
report-row-moves-with = moves with { $doing }
report-row-trembles = trembles, { $when }
report-row-stretches = { $n ->
        [one] { $n } stretch, { $rate }
       *[other] { $n } stretches, { $rate }
    }
report-row-own = short movements of its own
report-row-times = { $n } times
report-row-rate = { $n } times, { $rate } a minute
report-row-sides = left against right, { $situation }
report-row-ratio = ratio { $ratio }
report-row-side = { $side ->
        [left] left { $size }
       *[right] right { $size }
    }

# --- advice on one sheet ----------------------------------------------------------------------------

report-advice-sources-title = SOURCES
report-advice-more = and { $n } more in the full advice
# A line with one of these, in small letters, says when to act or what was measured: it stays on the
# sheet while others can go.
report-advice-stays = call, same day, today, at once, seen in the video, fit together
