# The pages of the app. Numbers that choose between forms are whole; all others come ready made.
# What stands between <a> and </a> leads to another page, <strong> is heavy; tags stay as they are.

# --- on every page -----------------------------------------------------------------------------

web-skip = Skip to the content
web-away = twitchcam does not answer. If it was stopped, start it again. This page then goes on by itself.
# At the top of every page; it leads to the next text, at the foot.
web-help-now = Sudden weakness? What to do now
web-emergency = In an emergency:
web-emergency-signs = { $signs } Do so whatever these pages say.
web-stays-here = Nothing leaves this computer.
web-where = Where you are
web-no-script = This page needs JavaScript. It comes from this computer alone.
web-back-to-person = Back to { $name }
web-keep-or-remove = Keep or remove
web-language = Language
web-change-language = Change

# Lengths of time, as a person would say them.
web-length-seconds = { $n ->
    [one] { $n } second
   *[other] { $n } seconds
 }
web-length-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
 }
web-length-minutes-and-a-half = { $n } and a half minutes

# How days are written, in the letters of Unicode's patterns of dates (CLDR): d day, MMM month in
# short, MMMM month, EEE day of the week, y year, HH:mm time. Names of months come by themselves.
web-date-moment = { "d MMM y, HH:mm" }
web-date-day = { "EEE d MMM" }
web-date-clock = { "HH:mm" }
web-date-month = { "d MMM yy" }
web-date-long = { "d MMMM y" }

# --- the first page ----------------------------------------------------------------------------

web-home-whose = Whose face is it about?
web-home-recordings = { $n ->
    [0] no recordings
    [one] { $n } recording
   *[other] { $n } recordings
 }
web-home-welcome = See what your face does
web-home-what = twitchcam watches a short video of your face and measures small movements: where, on which side, how often and how large. It also says what it could not have seen.
web-home-record = <strong>Record</strong> yourself with the camera, or choose a video.
web-home-answer = <strong>Answer</strong> a few questions, as a doctor would ask them.
web-home-read = <strong>Read</strong> what was measured, and what you can do next.
web-home-your-name = Your name, or any code you like
web-home-somebody-else = Somebody else
web-home-name-of-somebody-else = Name of somebody else
web-home-name-help = Only to tell recordings apart. It stays on this computer.
web-home-add = Add
web-home-begin = Begin

# --- one person --------------------------------------------------------------------------------

web-person-what-now = What to do now
web-person-record = Record a session
web-person-questions = Answer the questions
web-person-questions-again = Change your answers
web-person-questions-help = Signs that need help at once come first.
web-person-advice = What to do next
web-person-advice-help = From your answers and all of your recordings.
web-person-log = Two-week log
web-person-log-help = Sleep, caffeine, stress, and what you noticed.
web-person-recordings = Recordings
web-person-begin = Begin with a recording. The short session takes { $length } and leads you through it. Or send a video that you have.
web-person-earlier = { $n ->
    [one] One earlier recording
   *[other] { $n } earlier recordings
 }
web-person-resting = { $n ->
    [0] no twitches at rest
    [one] { $n } twitch at rest
   *[other] { $n } twitches at rest
 }
web-person-resting-not-judged = too little rest to judge
web-person-drags = a movement drags another along
web-person-over-time = Over time
web-person-compare = Compare two recordings side by side
web-person-export = Save everything in one file
web-person-export-with = (with the videos)
web-person-export-without-videos = Save everything but the videos
web-person-export-without = (shows no face)
web-person-delete = Delete { $name }

# --- two recordings beside each other ----------------------------------------------------------

web-compare-page = Compare
web-compare-title = Compare two recordings
web-compare-nothing = There is no result yet.
web-compare-earlier = Earlier
web-compare-later = Later
web-compare-do = Compare
web-compare-table = Both recordings as a table
web-compare-caption = Left and right are the person's own.
web-compare-judged = Could be judged
web-compare-judged-value = { $observed } of { $duration }
web-compare-pictures = Pictures per second
web-compare-limit = Smallest movement that would be seen everywhere
web-compare-unjudged = Parts not judged
web-compare-unjudged-none = none
web-compare-not-watched = not watched
web-compare-moved = { $n ->
    [one] { $n } time, { $size }
   *[other] { $n } times, { $size }
 }
web-compare-still = nothing seen (limit { $limit })
web-compare-seen = Seen on { $moment }

# --- a recording -------------------------------------------------------------------------------

web-recording-page = Recording
web-recording-title = Recording of { $moment }
web-recording-turned-back = turned back from a mirror image
web-recording-how-much = How much is here
web-recording-choose-again = { $percent } % of the video is here. Choose the same file again, and it goes on where it stopped.
web-recording-choose-file-again = Choose the file again
web-recording-remove-sent = Remove what was sent
web-recording-removed-by-itself = Otherwise it is removed by itself on { $moment }.
web-recording-others-first = Others come first.
web-recording-keep-open = Keep the page open that is sending it.
web-recording-being-recorded = It is being recorded. If the tab was closed, what was sent is measured in a moment.
web-recording-leave = You can leave this page or close the browser; the work goes on.
web-recording-stop = Stop
web-recording-answer-signs = Answer the warning signs
web-recording-all-advice = All of the advice, from your answers and every recording
web-recording-advice-renewed = The advice in the report of this recording is older, or rests on this recording alone. This here rests on every recording and all answers.
web-recording-seen = What was seen
web-recording-rate = The camera gave { $rate } pictures a second.
web-recording-rate-and-gap = The camera gave { $rate } pictures a second, and none at all for up to { $gap }.
web-recording-limit = Movements smaller than { $limit }, and those of a small patch of skin, can have gone unseen in some part of the face.
web-recording-unjudged = Not judged: { $parts }.
web-recording-read-report = Read the full report
web-recording-kept = The recording is kept.
web-recording-details = Details for whoever looks into it are in { $file }.
web-recording-record-again = Record again
web-recording-choose-another = Choose another video
web-recording-measure = Measure what there is
web-recording-try-again = Try again
web-recording-steps = Step by step
web-recording-step = Step
web-recording-step-asked = Asked for
web-recording-step-seen = Seen
web-recording-step-movements = Short movements meanwhile
web-recording-video = The video
web-recording-cannot-play = This browser does not play videos of this kind. The report shows the face in motion.
web-recording-is-mirrored = It was taken for a mirror image, and turned back.
web-recording-is-not-mirrored = It was taken to show you as others see you.
web-recording-measure-as-not-mirrored = It was none: measure again
web-recording-measure-as-mirrored = It is a mirror image: measure again
web-recording-files = Files of the result
web-recording-delete-video = Delete the video, keep the measurements
web-recording-delete = Delete this recording

web-state-receiving = Still being sent
web-state-waiting = Waiting for its turn
web-state-running = Being measured
web-state-done = Ready
web-state-refused = Could not be used
web-state-failed = Something went wrong
web-state-cancelled = Stopped
web-state-interrupted = Sending was interrupted
web-state-not-judged = Could not be judged

# --- its report --------------------------------------------------------------------------------

web-report-page = Report
web-report-renewed = The advice in this report is older, or rests on this recording alone. From every recording and all answers: <a>what to do now</a>.

# --- before something is deleted ---------------------------------------------------------------

web-delete-page = Delete
web-delete-recording = Delete this recording?
web-delete-recording-lost = The recording of { $moment }, its video and its results will be gone for good.
web-delete-person = Delete { $name }?
web-delete-person-lost = { $n ->
    [0] No recordings, all results, answers and the log will be gone for good.
    [one] { $n } recording, all results, answers and the log will be gone for good.
   *[other] { $n } recordings, all results, answers and the log will be gone for good.
 }
web-delete-for-ever = It cannot be brought back.
web-delete-save-first = You can <a>save everything in one file</a> first.
web-delete-do = Delete for good
web-delete-do-not = Do not delete

# --- questions and advice ----------------------------------------------------------------------

web-questions-page = Questions
web-questions-title = Questions { $n } of { $of }
web-questions-step = Step { $n } of { $of }
web-questions-none-of-these = None of these
web-questions-country = Your country, for the emergency number
web-questions-country-not-said = Not said
web-questions-open = What you leave open stays open. It never counts as “no”.
web-questions-next = Next
web-questions-show-advice = Show the advice
web-questions-to-advice = To the advice
web-questions-back = Back
web-advice-page = Advice
web-advice-sources = Sources
web-advice-answer-signs = Answer the warning signs
web-advice-start-log = Start the log
web-advice-change-answers = Change the answers

# --- the log -----------------------------------------------------------------------------------

web-log-page = Log
web-log-title = How was the day?
web-log-day-of = Day { $n } of { $of }.
web-log-day = Day { $n }.
web-log-what = One line a day for two weeks shows what goes together. Leave open what you do not know.
web-log-field-day = Day
web-log-field-caffeine = Coffee, tea, energy drinks
    .unit = cups
web-log-field-sleep = Sleep
    .unit = hours
web-log-field-stress = Stress
    .unit = 0 none to 10 most
web-log-field-count = Twitches you noticed
    .unit = your own count
web-log-field-notes = Notes
web-log-keep = Keep
web-log-days = Your days
web-log-column-cups = Cups
web-log-column-sleep = Sleep, h
web-log-column-stress = Stress
web-log-column-count = Twitches
web-log-delete = Delete
web-log-delete-day = Delete { $day }

# --- sending a video ---------------------------------------------------------------------------

web-upload-page = Choose a video
web-upload-good = A good video shows your face from the front, in even light, for half a minute or longer.
web-upload-how = How does the video show you?
web-upload-as-others = As others see me
web-upload-as-others-help = Writing can be read. Most videos are like this.
web-upload-mirror = As in a mirror
web-upload-mirror-help = Writing is reversed, as in some selfie videos.
web-upload-side = It decides which side is called left. You can change it later.
web-upload-choose = Choose videos
web-upload-drop = or drop them here. Up to { $gigabytes } GB each. They stay on this computer.
web-upload-stop-all = Stop all that are not ready
web-upload-chosen = Chosen videos

# --- recording with the camera -----------------------------------------------------------------

web-record-page = Record
web-record-what = What would you like to record?
web-record-length = about { $length }
web-record-length-free = as long as you like, up to 10 minutes
web-record-told = You are told what to do at every step, and can pause or stop at any time. No sound is recorded.

web-session-takes = It takes about { $length }.
web-session-how-long = How long?
web-session-sit = Sit an arm's length away, the camera at eye level.
web-session-light = Let light fall on your face from the front.
web-session-glasses = Take off glasses if you can.
web-session-instead = Or film with the camera app of this device, and <a>choose the video</a>.
web-session-turn-on = Turn on the camera
web-session-stays-here = The picture stays on this computer. No sound is recorded.
web-session-is-it-good = Is the picture good?
web-session-your-camera = Your camera
web-session-looking = Looking for your face…
web-session-checked = What is checked
web-session-check-face = Face seen
web-session-check-near = Near enough
web-session-check-middle = In the middle
web-session-check-straight = Straight
web-session-check-light = Light
web-session-check-rate = Pictures a second
web-session-tones = Tones tell when to start and stop
web-session-begin = Begin
web-session-recording = Recording
web-session-look-here = Look here, just below the camera
web-session-saving = twitchcam does not answer right now. Go on: this page keeps what is recorded and sends it as soon as it can.
web-session-pause = Pause
web-session-repeat = Repeat this step
web-session-leave-out = Skip this step
web-session-stop = Stop and keep
web-session-pause-note = Paused. The camera goes on recording; what it sees now is not asked for.
web-session-thanks = Thank you
web-session-keeping = The last seconds are being kept…
web-session-to-recording = To the recording
