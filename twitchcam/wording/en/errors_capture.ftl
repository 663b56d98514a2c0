# What is wrong with a recording.

error-copy-no-room = The copy of { $file } must fit on the disk, got no room. Make room.
error-copy-damaged = { $file } must be a video that can be read to its end, got damage. Keep it as it is.
error-cues = { $file } must list the cues of { $clip }, got something else ({ $kind }). Mend it or take it away.
error-video-track = video_track of { $file } must be one of { $known }, got { $got }; leave it out for the one that players show.
error-video-gone = { $file } must stay in place while it is read, got: { $reason }; put it back and start again.

error-video-no-index = { $file } must be a video file, got an MP4 or MOV without a readable index (its end is missing or damaged); copy it again or repair it with the program that recorded it.
error-video-is-text = { $file } must be a video file, got text; give the recording itself.
error-video-unknown = { $file } must be a video file, got a file in no video format that is known; convert it to an MP4 with H.264.
error-video-still = { $file } must be a video, got a still picture, not a video; record a short clip.
error-video-sound-only = { $file } must hold moving pictures, got sound only; give the video itself.
error-video-no-pictures = { $file } must hold moving pictures, got a file without any pictures; give the video itself.
error-video-no-decoder = { $file } must use a video format that can be decoded, got an unknown one; convert it to an MP4 with H.264.
error-video-folder = { $file } must be a video file, got a folder; give the path of one recording.
error-video-nowhere = { $file } must be a video file, got a path where there is none: { $path }; check its spelling.
error-video-device = { $file } must be a video file, got a device or a pipe; save the recording to disk first.
error-video-not-yours = { $file } must be a video file that you may read, got no permission; change its permissions or copy it.
error-video-unreadable = { $file } must be a video file that can be read, got: { $reason }; check the disk.
error-video-empty = { $file } must be a video file, got an empty file; record or copy it again.
error-video-colours = { $file } must store colours in a known way, got { $got }; convert it to an MP4 with H.264.
error-video-too-few = { $file } must hold at least two pictures that can be decoded and whose times differ, got { $got }; the file is cut off or damaged, so copy it again or convert it to an MP4 with H.264.
error-video-too-small = { $file } must be at least { $least } pixels wide and high, got { $width }x{ $height }; give a larger picture.
error-video-scaled-too-small = { $file } must be scaled to at least { $least } pixels wide and high, got { $width }x{ $height }; give a larger picture.

# What was named wrongly: "The protocol must be one of …"
error-protocol-name = The protocol
error-protocol-minutes = The minutes at rest
