# The course of a person over months: what is followed, what has changed, and what is noise.

# --- titles of the drawings -----------------------------------------------------------------------

course-title-synkinesis = { $place } moves along with { $action }
course-title-synkinesis_share = { $place } moves along: share of { $action } answered
course-title-resting_twitches = Twitches at rest
course-title-ratio-sided = { $what }: affected side in % of the other
course-title-ratio = { $what }: left in % of right
course-title-rest_difference-sided = { $what } at rest: affected side higher
course-title-rest_difference = { $what } at rest: left higher
course-title-eye-sided = Eye opening at rest: affected side wider
course-title-eye = Eye opening at rest: left wider
course-title-tremor-rest = Largest trembling at rest
course-title-tremor-any = Largest trembling in actions
course-title-grading = { $name } (graded by a clinician)
# How a title names the unit of its drawing.
course-with-unit = { $title }, { $unit }
course-unit-minute = a minute
course-side-affected = { $place } (affected side)
course-side-other = { $place } (other side)

course-action-blink = blinks
course-action-eye_closure = eye closures
course-action-smile = smiles
course-action-pucker = pursing the lips
course-action-brow_raise = raising the brows
course-ratio-smile = Smile
    .half = Half smile
    .full = Broad smile
course-ratio-eye_closure = Closing the eyes
course-rest-mouth_corner = Mouth corner
course-rest-brow = Brow

# --- values -----------------------------------------------------------------------------------------

course-value-minute = { $value } a minute
course-by-points = { $value } percentage points
course-point = { $day }: { $value }
course-point-interval = { $day }: { $value } (95 %: { $low } to { $high })
course-point-counted = { $said }, { $n } of { $all }
course-alt = { $title }. { $values }. { $verdict }

# --- what has changed ---------------------------------------------------------------------------------

# A $what is a rate, "37 a minute", or a size, a share or a height.
course-smaller = { $what ->
        [rate] Fewer by { $by } since { $day }: more than chance and measuring error explain.
       *[size] Smaller by { $by } since { $day }: more than chance and measuring error explain.
    }
course-larger = { $what ->
        [rate] More by { $by } since { $day }: more than chance and measuring error explain.
       *[size] Larger by { $by } since { $day }: more than chance and measuring error explain.
    }
course-smaller_once = { $what ->
        [rate] Fewer by { $by } than on { $day }, for the first time. One more recording will show whether it stays.
       *[size] Smaller by { $by } than on { $day }, for the first time. One more recording will show whether it stays.
    }
course-larger_once = { $what ->
        [rate] More by { $by } than on { $day }, for the first time. One more recording will show whether it stays.
       *[size] Larger by { $by } than on { $day }, for the first time. One more recording will show whether it stays.
    }
course-none = No change beyond noise since { $day }. Only from { $low } down or { $high } up would it count.
course-none-down = No change beyond noise since { $day }. Only from { $low } down would it count.
course-none-up = No change beyond noise since { $day }. Only from { $high } up would it count.
course-not_known = How much of a change is noise is not known yet. Three pairs of recordings, each pair on one day, tell it.
course-too_few = One value so far. A change shows from the second on.
course-nothing = No recording has a value.
course-waiting = One value so far, and drawn from the second on: { $titles }.
course-of-kind = { $kind }: { $said }
course-rests-repeats = Noise is known from recordings of the same day.
course-gaps = Without a value: { $gaps }.
course-all-gaps = Nothing could be judged on: { $gaps }. That is not “nothing moved”.
course-gaps-many = Without a value: { $n } of { $of } recordings. The table says why.
course-all-gaps-many = Nothing could be judged in { $n } of { $of } recordings. That is not “nothing moved”.
course-changed = { $title }: { $said }
course-unchanged = No change beyond noise: { $titles }.
course-gap = { $day } ({ $why })
course-why-not_judged = not judged
course-why-too_little = too little to compare
course-why-not_done = not done
course-why-older = measured by an older twitchcam; measure again

course-nothing-dragged = No movement was seen to drag another along in any recording that could judge it.
course-dragging-not-judged = Whether a movement drags another along could not be judged yet: blinks, eye closures, smiles and pursed lips are needed, several of each.
course-how = Like is compared with like: recordings of one kind. The band is what noise alone can make of the first value (95 %). Twitches that an action brings on are not counted at rest, and neither is the time in which the face acts: a rate here can be another than in the report of one recording.
course-kinds = Kinds of recording
course-kind-upload = Video
course-table = Numbers of every recording
course-table-caption = The same as numbers. Left and right are the person’s own.
course-table-when = When
course-table-advice = Advice then
