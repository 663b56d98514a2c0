# What is wrong with a saved track, a part of one, or the model of a tracker.

error-track-not-yours = { $file } may not be read. Check who owns it.
error-track-damaged = { $file } must be a track saved by twitchcam, got something else or a damaged file ({ $kind }). Analyse the clip again.
error-track-earlier = { $file } was saved by an earlier version of twitchcam, which followed the skin otherwise. Analyse the clip again.
error-model-unusable = The model { $file } must be one that MediaPipe { $version } can use, got another. Fetch it anew with twitchcam fetch-model.
error-cut-backwards = stop_s must be later than start_s, got { $start } and { $stop }. Swap them, or choose a later stop.
error-cut-empty = The part must hold at least one picture, got { $start } to { $stop } s of a recording of { $length } s. Choose times within the recording.
error-tracker-model = A model file must be given for the tracker face_landmarker only, got one for face_mesh. Leave it out, or choose that tracker.
error-tracker-unknown = tracker must be face_mesh or face_landmarker, got { $got }.
error-tracker-no-face-mesh = The tracker face_mesh must have its models inside MediaPipe (Python 3.11 or 3.12), got a release without them. Use face_landmarker, or install twitchcam with Python 3.11.
error-tracker-library = MediaPipe must find the libraries of the system that it uses, got: { $reason }. On Debian and Ubuntu: apt install libgles2 libegl1.
error-model-not-fetched = The tracker face_landmarker must have its model, got none. Fetch it once with twitchcam fetch-model, or name the file with --model or { $variable }.
error-model-no-file = The model { $path } must be a file, got none there. Check the path.
error-model-damaged = The model { $file } must be a whole face_landmarker.task, got something else or a damaged file ({ $kind }). Fetch it anew with twitchcam fetch-model.
error-model-lacks = The model { $file } must hold { $needed } undamaged, got none of { $part }. Fetch it anew with twitchcam fetch-model.
error-model-part-damaged = The model { $file } must hold { $needed } undamaged, got damage in { $part }. Fetch it anew with twitchcam fetch-model.
error-model-checksum = The model must have the checksum { $must }…, got { $got }…; nothing was stored. Try again; if it stays so, something changes files on their way to you.
error-model-not-stored = The model must be stored in { $folder }, got: { $reason }. Make room there or name another folder with TWITCHCAM_DATA.
error-model-not-fetchable = The model must be fetched from { $address }, got: { $reason }. Check the connection and try again, or fetch the file yourself and name it with --model or { $variable }.
error-model-broke-off = it broke off after { $got } of { $must } bytes
