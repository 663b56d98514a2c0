# What the scripts of the app show. Each page holds this file: it is short.

# --- how long something takes, in whole seconds or minutes --------------------------------------

script-left-few = A few seconds left.
script-left-seconds = { $n ->
    [one] About { $n } second left.
   *[other] About { $n } seconds left.
 }
script-left-minutes = { $n ->
    [one] About { $n } minute left.
   *[other] About { $n } minutes left.
 }

# --- news of a recording, told to who listens to the screen --------------------------------------

script-news-running = Being measured.
script-news-done = A recording is ready.
script-news-refused = A recording could not be used.
script-news-failed = Something went wrong with a recording.
script-news-cancelled = Stopped.
script-news-deleted = A recording was deleted.

# --- a video that is being sent ------------------------------------------------------------------

script-upload-waiting = Waiting to be sent
script-upload-sending = Being sent
script-upload-sending-name = Sending { $name }
script-upload-stop = Stop
script-upload-stop-name = Stop { $name }
script-upload-stopped = Stopped
script-upload-unreached = Waiting for twitchcam to answer
script-upload-keep-open = Keep this page open: it goes on by itself.
script-upload-sent = Sent. Waiting for its turn
script-upload-measuring-name = Measuring { $name }
script-upload-arrived = It is on the computer, and is measured there
script-upload-leave = All are here. You can leave this page; the work goes on.
script-upload-all = Nothing is left to be sent.
script-upload-keep = { $n ->
    [one] One video is still to be sent. Keep this page open until it is.
   *[other] { $n } videos are still to be sent. Keep this page open until they are.
 }
script-upload-full = Waits: many are to be measured first
script-upload-not-sent = Not sent
script-upload-empty = The file is empty, or a folder.
script-upload-running = Being measured
script-upload-done = Ready
script-upload-refused = Could not be used
script-upload-failed = Something went wrong
script-upload-cancelled = Stopped
script-sender-not-taken = twitchcam did not take it.
script-sender-stopped = Stopped.
script-sender-lost = A part of the recording was lost.

# --- the camera ----------------------------------------------------------------------------------

script-camera-not-allowed = The camera was not allowed. Allow it in the address bar of the browser, then try again.
script-camera-not-found = No camera was found. Connect one and try again, or choose a video instead.
script-camera-not-here = This camera cannot be used here. Try another, or choose a video instead.
script-camera-busy = The camera is used by another program. Close that and try again.
script-camera-not-started = The camera did not start. Try again.
script-camera-other = The camera could not be used. Try again, or choose a video instead.
script-camera-no-access = This browser gives no camera to this page. Open it on this computer as localhost, in a current browser.
script-camera-good = Good. Stay like this.
script-camera-rate = { $n ->
    [one] { $n } picture a second
   *[other] { $n } pictures a second
 }
script-session-begin = Begin
script-session-begin-anyway = Begin anyway

# --- the guide through a session -----------------------------------------------------------------

script-guide-where = Step { $n } of { $of }
script-guide-get-ready = Get ready
script-guide-get-ready-in = Get ready… { $n }
# Spoken: where one is, what is asked, and to get ready for it.
script-guide-spoken = Step { $n } of { $of }. { $title }. { $do } Get ready.
script-guide-now = Now
script-guide-now-of = Now ({ $n } of { $of })
script-guide-keep-going = Keep going
script-guide-more-seconds = { $n ->
    [one] { $n } more second
   *[other] { $n } more seconds
 }
script-guide-relax = Relax
script-guide-paused = Paused
script-guide-pause = Pause
script-guide-go-on = Go on
script-free-title = Recording
script-free-do = Do what usually brings the movement on. Look at the dot when you can.

# --- how a recording ends ------------------------------------------------------------------------

script-end-measured = It is being measured now.
script-end-kept = { $problem } What was sent until then was kept.
script-end-camera-away = The camera went away. What was recorded until then was kept.
script-end-browser = The browser could not go on recording. What was recorded until then was kept.
script-end-broke-off = The recording broke off: { $why }

# --- questions -----------------------------------------------------------------------------------

script-questions-none = None of these
script-questions-no-to-others = No to the others

# --- recording without loss -----------------------------------------------------------------------

script-hide-yourself = Hide my picture
script-show-yourself = Show my picture
script-kept = { $taken } pictures kept, none lost.
script-kept-and-lost = { $taken } pictures kept, { $lost } lost.
script-end-size = The camera changed the size of its picture. What was recorded until then was kept.
script-again-title = Once more?
script-again-step = “{ $step }” was not seen. Times asked: { $asked }.

# How long the way for a phone is open.
script-phone-minutes = { $n ->
    [one] About a minute left.
   *[other] About { $n } minutes left.
 }
script-phone-seconds = About { $n } seconds left.

# Two visits in step.
script-visits-report = Open this moment in the report
script-visits-right = their right
script-visits-left = their left
script-visits-time = { $s } s from the start

# The paragraph of a letter.
script-letter-copied = Copied.
script-letter-chosen = Chosen. Copy it with Ctrl+C.
