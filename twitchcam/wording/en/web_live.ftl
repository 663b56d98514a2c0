# The live page of the app: the face as lines, the skin's movement over it, nothing kept.

web-live-page = Live view
web-live-link = Or <a>see your skin move live</a>, without recording: nothing is kept.
web-live-title = See your skin move
web-live-what = Your face is shown as lines, with the movement of your skin over it, eight times as large as it is. It helps you to find out what sets a movement off, and where it happens.
web-live-provisional = What is marked here is provisional: it may be a twitch, or something else. Nothing is kept, and nothing counts that was only seen here. What counts comes from a recording.
web-live-record = Record a session
web-live-stays-here = The pictures go from the browser to twitchcam on this computer, are looked at, and are gone.
web-live-turn-on = Turn on the camera
web-live-stop = Stop
web-live-face = Your face as lines, as in a mirror
web-live-places = Places
web-live-trace = Movement of this place, the last eight seconds
web-live-up = Up in a line is up in the face. Left is your own left, as in a mirror.
web-live-marks = What may have been a twitch, the newest first
web-live-no-marks = Nothing so far. The first marks can come after a few seconds.

web-live-refused-twice = The live view is open already, in another window. Stop it there, then try again.
web-live-refused-recording = A recording is going on, here or at the desk. End it first, then try again.
web-live-refused-while-on = The live view is open. Stop it first, then record.
web-live-broke-off = The live view broke off. Start it again.
web-live-over = This live view has ended. Start it again.

# What its script shows.
script-live-loading = Getting ready. This takes some seconds.
script-live-looking = Looking for your face
script-live-no-face = Your face is not in the picture. Come in front of the camera.
script-live-left = It stopped because this page was not in view.
script-live-away = twitchcam does not answer any more. Start it again, then try again.
script-live-camera-away = The camera was taken away. Connect it again and try again.
script-live-behind = { $seconds } s behind the camera. { $skipped ->
    [0] Every picture was looked at.
    [one] 1 of { $all } pictures was not looked at.
   *[other] { $skipped } of { $all } pictures were not looked at.
 }
