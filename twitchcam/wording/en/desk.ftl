# Recording and watching at the desk: the window, the terminal, and what can be wrong with a camera.

camera-none = No camera was found. Plug one in, or give a file with --camera FILE.
camera-not-there = { $name } is not there. 'twitchcam record --list' lists the cameras; give the number of one with --camera.
camera-busy = { $name } gives no pictures: another program may be using it. Close that program and try again.
camera-refused = { $name } must not be used by you: the system refuses. Allow it (on Linux, join the group "video") and try again.
camera-silent = { $name } gave no pictures. Plug it in again, or try another camera with --camera.
camera-stalled = The camera stopped giving pictures. Plug it in again and start again.
camera-stalled-kept = The camera stopped giving pictures, so the recording ended early. What there is was kept.

camera-list-line = { $number }  { $name }
camera-list-none = none
camera-mode = { $width }x{ $height }, { $rate } pictures a second, { $kind }
camera-uncompressed = as the sensor sees them
camera-compressed = compressed by the camera
camera-fixed = Exposure and white balance stay as they are.
camera-not-fixed = The camera goes on setting its exposure or white balance by itself; keep the light even.

record-exists = There is a recording already: { $clip }. Choose another folder with --out.
record-already = Another recording is going on, here or in the browser. End it, then start again.
record-stopped-before = Stopped before the recording began. Nothing was kept.
record-free-terminal = Stop with Ctrl-C.
record-sit-down = Sit down in front of the camera
record-sit-down-do = It begins by itself when the picture is right. Space begins at once.
record-next = Next: { $title }
record-trial = { $title } ({ $trial } of { $count })
record-relax = Relax
record-free = Recording
record-free-do = Do what usually brings the movement on. Esc ends the recording.
record-keys = Space: begin · Esc: stop
record-for = ({ $seconds } s)
record-takes = A minute will take about { $megabytes } MB.
record-little-room = There are { $free } MB of room left, and all of it would take { $megabytes } MB: the recording may end early.
record-took = The recording took { $megabytes } MB, { $minute } MB a minute.
record-stored-lossless = It is stored without loss (H.264 with a quantiser of 0).
record-stored-ffv1 = It is stored without loss (FFV1).
record-stored-small = It is stored almost without loss (H.264 with a quantiser of 10).
record-lost = { $count } of { $all } pictures were lost: the computer was too slow.
record-disk-full = The disk is full: the recording ended after { $seconds } s. What there is was kept.
record-write-error = The recording could not be written any further and ended after { $seconds } s. What there is was kept.
record-camera-compresses = The camera compresses its pictures itself, which can hide the smallest movements.

desk-framing-good = The picture is right.

live-provisional = Provisional: marks show what may be a twitch. What counts is the report of a recording.
live-state = { $delay } ms behind · { $skipped } pictures not looked at · Esc: stop
live-event = { $place }: perhaps a twitch, { $size } mm
live-left = left { $region }
live-right = right { $region }
live-region-lower-lid = lower lid
live-region-cheek = cheek
live-region-mouth-corner = corner of the mouth
live-area-forehead = forehead
live-area-temple = temple
live-area-brow = brow
live-area-upper-lid = upper lid
live-area-lower-lid = lower lid
live-area-nose-side = side of the nose
live-area-inner-cheek = inner cheek
live-area-outer-cheek = outer cheek
live-area-upper-lip = upper lip
live-area-mouth-corner = corner of the mouth
live-area-lower-lip = lower lip
live-area-chin = chin
live-area-jaw = jaw
live-ended = { $count ->
    [one] 1 movement may have been a twitch.
   *[other] { $count } movements may have been twitches.
} Nothing was kept; 'twitchcam record' measures.
live-no-display = There is no screen to open a window on. 'twitchcam record' works without one.

watch-exists = { $folder } must be a new or empty folder. Choose another with --out.
watch-hours = { $hours } h { $minutes } min
watch-length = Watched for { $watched }; of this { $judged } could be judged.
watch-unseen = { $length } more were recorded but not looked at: the computer was too slow.
watch-lost = { $count } pictures were lost: the computer was too slow.
watch-nothing-judged = No moment could be judged, so nothing can be said about twitches.
watch-nothing = Nothing was found. Movements large enough to be found then come less than { $high } times an hour (upper end of the 95 % interval).
watch-rate = { $place }: { $count }, that is { $rate } an hour (95 % interval { $low } to { $high }), usually { $size } mm, at most { $largest } mm; the first at { $first }, the last at { $last }.
watch-independent = The intervals hold for movements that come independently of each other. Movements in bursts are less sure than that.
watch-going = { $watched } watched, { $count ->
    [one] 1 movement
   *[other] { $count } movements
} so far. Ctrl-C ends it.
watch-begins = Watching. Sit comfortably and look ahead; Ctrl-C ends it.

desk-command-record = Record yourself without loss, guided step by step, and measure the recording.
desk-command-record-more = The recording stays in DIR as it was made (recording.mkv), the results lie beside it.
desk-command-live = See the skin move while it moves: the face as lines, what may be a twitch marked at once.
desk-command-live-more = Nothing is kept and nothing counted: 'twitchcam record' measures.
desk-command-watch = Wait for hours for what comes rarely: how often an hour, when, how large.
desk-command-watch-more = Keeps the track of everything and the pictures around what was found; the rest is let go.
desk-option-camera = Which camera, from 0; or a video file, played in real time in its place.
desk-option-no-window = Guide in the terminal, without a window.
desk-option-protocol = What is asked for: a whole session, or nothing (free).
desk-option-out = Where to write. Default: a new folder named after the time, in the current one.
desk-option-cut = Keep head and shoulders only: a smaller file.
desk-option-small = Store almost without loss, in about half the room.
desk-option-list = List cameras and their modes, and record nothing.
desk-option-hours = For how long.
desk-option-watch-out = A new folder for what is kept. Default: one named after the time.
