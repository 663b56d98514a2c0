# Two visits beside each other, and the pictures of a result.

# --- in step -----------------------------------------------------------------------------------

visits-in-step = In step
visits-in-step-help = Both start the same action at the same moment. The faces are drawn as lines, upright and equally large; arrows show skin that moves, five times as far.
visits-action = Action
visits-which = Which one, { $when }
visits-earlier = earlier
visits-later = later
visits-show = Show
visits-show-lines = the faces as lines
visits-show-videos = the videos
visits-pace = Pace
visits-pace-full = as it was
visits-pace-half = half
visits-pace-quarter = a quarter
visits-time = Time from the start of the action
visits-face-of = The face as lines, { $moment }
visits-video-of = The video, { $moment }
visits-video-deleted = The video of this visit was deleted; the face as lines stays.
visits-no-face = In one of the two there is no face that could be drawn. Choose another recording above.
visits-none-shared = No action was seen in both of them, so none can be put in step. What one of them shows can still be looked at.
visits-not-done = This action was not seen in this recording.
visits-no-action = Neither of them shows an action that can be put in step.

# --- halves ------------------------------------------------------------------------------------

halves-title = Each half with its mirror image
halves-what = The middle picture is the face as it is. Beside it, each half is completed by its own mirror image, so that the two sides can be compared at a glance. Everybody's two halves differ a little.
halves-right = the right half twice
halves-whole = as it is
halves-left = the left half twice
halves-right-of = { $action }: the person's right half, twice
halves-whole-of = { $action }: the face as it is
halves-left-of = { $action }: the person's left half, twice
halves-moment = at { $time }
halves-turned = The head was turned by { $angle }, which makes one half wider.
halves-deleted = The video was deleted, and these pictures with it. The measurements stay.
halves-none = There are no pictures of this result yet.
halves-make = Make the pictures
halves-not-done = not done, or not seen

# --- in numbers --------------------------------------------------------------------------------

visits-answers = What moves along
visits-answers-caption = Movements that others drag along, where they stand out in one of the two.
visits-answers-none = No movement drags another along in either of them, as far as it could be judged.
visits-answers-not-judged = Whether a movement drags another along could be judged in neither of them: blinks, eye closures, smiles and pursed lips are needed, several of each.
visits-symmetries = Left and right
visits-symmetries-caption = How far one side goes, in % of the other; at rest, how much higher or wider it is.
visits-symmetries-none = Left and right could not be compared in either of them. Smiles and closing the eyes, three of each, with a still head, are needed.
visits-others = At rest
visits-others-caption = Twitches that no action brings on, in the time without actions, and trembling where there was some.
visits-others-none = Neither of them could be judged at rest.
visits-measure = Measure
visits-change = Change
visits-answer-value = { $size }, in { $n } of { $of }
visits-symmetry-value = { $percent } (left { $left }, right { $right })
visits-change-none = cannot be compared
visits-change-not-known = not known yet
visits-change-other-kind = not compared: two kinds of recording
visits-other-kinds = These are two kinds of recording ({ $kinds }). A difference can come from that alone, so none of them is called a change. Choose two of one kind above.
visits-needs-two = { $n ->
    [0] There is no result yet. Two recordings are needed.
   *[other] There is one result so far. Record once more, another day and in the same way; then both can be compared here.
 }

# --- more of a result --------------------------------------------------------------------------

extras-title = For talks, papers and other programs
extras-annotated = Video with what was measured drawn into it
extras-elan = Marks for ELAN
extras-elan-help = Save the video beside it, under its own name.
extras-make-annotated = Make the video with drawings
extras-make-elan = Make the marks for ELAN
extras-save = Save { $name }
extras-at-work = It is being made. You can leave this page; the work goes on.
extras-failed = It could not be made.
extras-stop = Stop
moments-title = Moments
moments-help = Each opens the face at that moment.
