# The page of a report. Texts may hold the few HTML tags that they have here; values are made safe.

# --- frame of the page -----------------------------------------------------------------------------

report-title = Movements of a face: { $name }
report-skip = Skip to the answer
report-brand = twitchcam report
report-print = Print one page for a doctor
report-made-by = { $holds ->
        [video] Made by twitchcam { $version }. This page holds the video: share it with care. It loads nothing from the network.
        [lines] Made by twitchcam { $version }. This page holds no picture of a face, only lines and movements. It loads nothing from the network.
       *[nothing] Made by twitchcam { $version }. This page holds no picture of a face. It loads nothing from the network.
    }

# --- emergency and advice --------------------------------------------------------------------------

report-emergency-title = In an emergency
report-emergency-signs = Do so for any of these:
report-advice-sources = Sources of this advice

# --- the answer ------------------------------------------------------------------------------------

report-recording = Recording { $name }, { $length }
report-seen-title = What was seen
report-how-sure = How sure?
report-numbers-behind = The numbers behind this
report-source = Source
report-marked = { $n ->
        [one] { $n } short movement was marked in { $length }.
       *[other] { $n } short movements were marked in { $length }.
    }
report-unseen-title = What could not be seen
report-tips-title = How to make a recording that can be judged
report-recording-tips =
    .place = Face the camera, at eye level, an arm's length away.
    .light = Let light fall on your face from the front. Avoid a window behind you.
    .size = Fill at least a quarter of the picture with your face.
    .firm = Put the camera on something firm. Record for one minute or longer.
    .still = Sit still and relaxed. Do not talk or chew.
    .rate = Record with 30 pictures a second or more, without filters or effects.

# --- key of the drawn face -------------------------------------------------------------------------

report-key-once = once
report-key-few = 2 to 4
report-key-many = 5 times or more
report-key-small = below 0.5
report-key-middle = 0.5 to 1
report-key-large = 1 mm or more
report-key-calm = seen, nothing moved
report-key-unseen = could not be seen

# --- one page for a doctor -------------------------------------------------------------------------

report-doctor-label = One page for a doctor
report-doctor-title = Face movement measured from a video
report-doctor-recording = Recording { $name }, { $length }, { $judged } { $rate } pictures a second.
report-doctor-name = Name
report-doctor-born = Born
report-doctor-recorded = Recorded on
report-doctor-sizes = Sizes are in millimetres (mm), ± 5 % from the scale, about ± 30 % for a single movement. Left and right are the patient's own.
report-column-where = Where
report-column-what = What
report-column-how-often = How often
report-column-how-large = How large
report-column-other-side = Other side
report-doctor-limits = Movements during talking, chewing and large expressions are not judged. A webcam shows skin, not muscle or nerve.
report-doctor-told = What the patient said, and what to ask
report-doctor-notes = Notes
report-doctor-method = Method: skin displacement by sub-pixel optical flow at 246 places a side, head motion removed, each place against its own noise and against its mirror place; scale from the iris (11.7 mm). Co-movement is tested against the same actions shifted in time.
report-doctor-file = twitchcam { $version }, file { $digest }.
report-doctor-lines = Left solid, right dashed.

# --- the moments -----------------------------------------------------------------------------------

report-moments-title = The moments
report-kind-meanings = A twitch is a short movement that the person did not make on purpose, as far as the video shows. A held spasm is the same, but it lasts.
report-moments-first = The first { $n } of { $all } moments. Times are minutes and seconds from the start of the video.
report-moments-every = Every moment. Times are minutes and seconds from the start of the video.
report-column-at = At
report-column-lasted = Lasted
report-column-size = Size
report-column-when = When
report-column-sure = How sure
report-while = while { $doing }
report-moments-more = { $n } more are in the file { $file }, which lies beside this page.
report-moments-trembling = No single short movement is marked. The stretches of trembling are listed under “The measurements”.
report-moments-none = There is no moment to show.
report-moments-not-judged = There is no moment to show, because the recording could not be judged. This does not mean that nothing happened.
report-actions = In the same time the person made { $actions }. Such actions are not counted as twitches.

# --- the player, before its script runs ------------------------------------------------------------

report-player-no-script = To play the recording here, open this page in a browser that may run its script. Everything else on it works without.
report-player-face-stage = Face in motion. Arrow keys step, space plays.
report-player-face = { $shows ->
        [video] The video, or the face drawn as lines, with arrows that show which way and how far the skin moves.
       *[lines] The face drawn as lines, with arrows that show which way and how far the skin moves.
    }
report-player-face-caption = The face. Arrows show where the skin moves and how. The ring is magnified.
report-player-magnified = One part of the face, held still and magnified, with its movement enlarged.
report-player-magnified-caption = The place of the moment, or the chosen part, held still and magnified.
report-player-timeline-stage = Timeline. Arrow keys step, space plays.
report-player-choose = Choose a moment, or press Play.
report-player-no-moment = No moment is marked. Press Play to watch the movements.
# What is in <span> is left out on a narrow screen.
report-player-previous = Previous<span class="spare"> moment</span>
# What is in <span> is left out on a narrow screen.
report-player-next = Next<span class="spare"> moment</span>
report-player-play = Play
report-player-time = Time in the recording
report-player-speed = Speed
report-player-normal = normal
report-player-show = Show
report-player-all = all of it
report-player-drawn = Movement drawn
report-player-as-it-is = as it is
report-player-times = { $n } times
report-player-part = Magnified
report-player-view = View
report-player-video = video
report-player-lines = lines only
report-player-repeat = Repeat the moment
report-player-left = left side, drawn upward
report-player-right = right side, drawn downward
report-player-moment = moment
report-player-trembling = trembling
report-player-not-judged = not judged
report-player-how = How to use this
report-player-use = Click a mark or any place on the traces to go there; point at it to read what it is. The traces show short movements of the skin: what a person holds for longer, such as a smile, is taken out. Arrows are drawn only where the skin moves clearly more than the picture's noise. After a click on a moment its own place is magnified; “Magnified” chooses a whole part. A movement of both sides looks the same above and below its line. Very long arrows and traces, such as those of the lids in a blink, are cut short.
report-player-keys = Keys, once you have clicked here: <kbd>Space</kbd> plays and stops, <kbd>←</kbd> <kbd>→</kbd> step one picture, <kbd>↑</kbd> <kbd>↓</kbd> (or <kbd>p</kbd> <kbd>n</kbd>) go to the moment before and after, <kbd>1</kbd> <kbd>2</kbd> <kbd>3</kbd> set the speed to normal, 1/4 and 1/10.

# --- the measurements ------------------------------------------------------------------------------

report-measurements-title = The measurements
report-places-label = Where and how often
report-places-caption = Where, how often and how large.
report-column-times = Times
report-column-a-minute = A minute
report-from-to = { $low } to { $high }
report-answers-title = What moved together with other movements
report-answers-meaning = Each action of the person, such as a blink or a smile, was compared with what the rest of the face did at the same moment. A part of the face that moves with most of them, on one side only, and hardly ever by chance, is named at the top of this page.
report-answer-title = { $place }, with each { $action }
# <span class="swatch left"></span> is a line in the colour of the left side.
report-average-caption = Average of { $n } (thick, with its 95 % interval) and every single one (thin). <span class="swatch left"></span>left, <span class="swatch right"></span>right. Time 0 is { $zero }.
report-dose-caption = Does a larger action bring a larger answer? One dot for each.
report-answers-all = Everything that was compared
report-answers-caption = “By chance” is how likely chance alone would make as much movement: 0 is never, 1 is always. Sizes are on average, beyond what the other side did.
report-column-with = With
report-column-moved-in = Moved in
report-column-by-chance = By chance
report-n-of-m = { $n } of { $m }
report-tremor-title = Trembling
report-tremor-meaning = Trembling is a movement to and fro that keeps its rhythm. Its rate is given in hertz (Hz): times a second.
report-spectrum-caption = How strongly the skin moved at each rate, in the strongest stretch, { $start } to { $stop }. The upright line is the rate that was found. <span class="swatch left"></span>left, <span class="swatch right"></span>right.
report-tremor-caption = Every stretch of trembling. Hz (hertz) is times a second.
report-column-from-to = From, to
report-column-rate = Rate
report-symmetry-title = Left against right
report-symmetry-meaning = How far each side moved: the bar is the usual travel, each dot a single one. No face is quite even. The dashed line (at rest: the band) marks what is usual in healthy people, where that is known.

# --- how well it could be judged -------------------------------------------------------------------

report-quality-title = How well it could be judged
report-quality-time = Time that could be judged
report-quality-face = Face found
report-quality-coverage = in { $share } of the pictures
report-quality-rate = New pictures per second
report-quality-gap = Longest time without a new picture
report-quality-distance = Distance of the outer eye corners
report-quality-scale = One millimetre of skin
report-picture-points = picture points
report-limits-caption = The smallest twitch that would have been seen in nine tenths of the time and places that could be judged, in millimetres. Smaller ones, and those of a narrower patch of skin than the summary says, can have gone unseen.
report-column-part = Part of the face
report-column-left = Left
report-column-right = Right
report-reasons-caption = What was left out, and why. Stretches with different reasons can overlap.
report-column-because = Because
report-column-stretches = Stretches
report-column-in-all = In all
report-span = { $start } to { $stop }: { $reason }
report-spans-more = { $n } more are in the file analysis.json.
report-nothing-left-out = Nothing was left out.

# --- how this was measured -------------------------------------------------------------------------

report-method-title = How this was measured
report-how-it-works = In every picture, a model finds points of the face. They say where the face is and how the head is turned, and that is taken away. Then the texture of the skin is followed from picture to picture, at many places of each side of the face. A short movement counts as a twitch when it stands out clearly from what the face does anyway at that moment, and when the other side does not do the same.
report-how-large = Millimetres are worked out from the coloured part of the eye, which is nearly equally wide in all adults. They can be wrong by about 5 %.
report-glossary-title = Words and units
# Each word or unit, and what it means.
report-glossary =
    .mm = mm
    .mm-means = Millimetre. On this page a length of skin, not of the picture.
    .time = s, min
    .time-means = Seconds and minutes. 1:02.4 is one minute and 2.4 seconds after the start.
    .hz = Hz
    .hz-means = Hertz: times a second.
    .interval = 95 % interval, likely … to …
    .interval-means = Were the same measured again and again, the true average would lie inside such a stretch 95 times in 100.
    .chance = By chance
    .chance-means = How likely chance alone would bring as much: 0.01 is once in a hundred. The same actions were moved to other times, again and again, to find out.
    .average = Average of n
    .average-means = The mean of n movements laid over each other.
    .sha = SHA-256
    .sha-means = A number worked out from a file, so that one can tell it is the same file.
report-technical-title = Recording, versions and settings
report-technical-recording = Recording
report-technical-fingerprint = Its fingerprint (SHA-256)
report-technical-pictures = Pictures
report-technical-size = { $n }, { $width } × { $height } points
report-technical-mirrored = Mirrored
report-technical-turned-back = yes, turned back
report-technical-not-mirrored = no
report-technical-times = Times
report-technical-model = Face model
report-settings-title = Settings
report-column-stage = Stage
report-column-setting = Setting
report-column-value = Value

# --- for those who do not see the timeline ---------------------------------------------------------

report-timeline = Movement of eight parts of the face over time, one row for each. The left side is drawn upward and the right side downward. Triangles mark the moments: { $left } on the left and { $right } on the right. Grey stretches were not judged. The table of moments below holds the same.

# --- what the player tells of moments ---------------------------------------------------------------

report-with-side = { $side ->
        [left] { $name } (left)
       *[right] { $name } (right)
    }
