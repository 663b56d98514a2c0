# Recording in the browser, and what becomes of the video.
web-recording-see-yourself = Show me a small picture of myself while I record
web-recording-yourself = You, as in a mirror
web-recording-hide-yourself = Hide my picture
web-recording-show-yourself = Show my picture
web-recording-face-lost = Your face is not in the picture. Come back to the middle, in front of the camera.
web-recording-kept = { $taken } pictures kept, none lost.
web-recording-kept-and-lost = { $taken } pictures kept, { $lost } lost.
web-recording-changed-size = The camera changed the size of its picture. What was recorded until then was kept.
web-recording-step-unseen =
    { $count ->
        [one] This step was asked for, but not seen once: { $steps }. The face may have been turned away or hidden, or the movement may have been too small.
       *[other] These steps were asked for, but not seen once: { $steps }. The face may have been turned away or hidden, or the movements may have been too small.
    }
web-recording-repeat-steps =
    { $count ->
        [one] Record this step again
       *[other] Record these steps again
    }
web-recording-without-loss = This video is kept exactly as the camera saw it, so that small movements stay in it. Browsers cannot play it. Save it and open it in a video player, or look at its moments in the report.
web-recording-save-video = Save the video
web-recording-room = It takes { $size } on your disk.
web-recording-room-minute = That is { $size } a minute. It stays as it is until you choose otherwise.
web-recording-copy-make = Make a smaller video…
web-recording-copy-how = First a smaller copy is made and measured. Then you see what it would cost, and choose.
web-recording-copying = A smaller copy is being made and measured. You can leave this page.
web-recording-copy-stop = Stop
web-recording-copy-saves = The smaller copy takes { $then } instead of { $now }.
web-recording-copy-costs = Measured again from the copy, movements smaller than { $then } could go unseen in some part of the face. Now it is { $now }.
web-recording-copy-loses =
    { $count ->
        [one] One part of the face that can be judged now could not be judged any more.
       *[other] { $count } parts of the face that can be judged now could not be judged any more.
    }
web-recording-copy-results-stay = The results you have stay as they are.
web-recording-copy-drop = Keep the video as it is
web-recording-copy-keep = Keep the smaller one only
web-recording-copy-no-use = A smaller copy was made, but would save nothing. The video stays as it is.
web-recording-copy-failed = The smaller copy could not be made. The video is kept as it is.
web-recording-delete-video = Delete the video
web-recording-delete-video-title = Delete this video?
web-recording-delete-video-what = The video ({ $size }) will be gone for good. The measurements and curves stay, but nothing that shows the face. It could not be measured again.
web-recording-keep-video = Keep the video
web-recording-minute-takes = A minute will take about { $size } on your disk. Nothing is lost by compression.
web-recording-little-room =
    { $minutes ->
        [one] A minute takes about { $size }, and there is room for one minute only. Make room on the disk first.
       *[other] A minute takes about { $size }, and there is room for { $minutes } minutes only. Make room on the disk first.
    }
web-recording-again = Do it again
web-recording-again-title = Once more?
web-recording-again-step = “{ $step }” was not seen. Times asked: { $asked }.
