# Recording in the browser, and what becomes of the video.
web-kept-see-yourself = Show me a small picture of myself while I record
web-kept-yourself = You, as in a mirror
web-kept-face-lost = Your face is not in the picture. Come back to the middle, in front of the camera.
web-kept-step-unseen =
    { $count ->
        [one] This step was asked for, but not seen once: { $steps }. The face may have been turned away or hidden, or the movement may have been too small.
       *[other] These steps were asked for, but not seen once: { $steps }. The face may have been turned away or hidden, or the movements may have been too small.
    }
web-kept-repeat-steps =
    { $count ->
        [one] Record this step again
       *[other] Record these steps again
    }
web-kept-without-loss = This video is kept with little or no compression, so that small movements stay in it. Browsers cannot play it. Save it and open it in a video player, or look at its moments in the report.
web-kept-save-video = Save the video
web-kept-room = It takes { $size } on your disk.
web-kept-room-minute = That is { $size } a minute. It stays as it is until you choose otherwise.
web-kept-copy-make = Make a smaller video…
web-kept-copy-how = First a smaller copy is made and measured. Then you see what it would cost, and choose.
web-kept-copying = A smaller copy is being made and measured. You can leave this page.
web-kept-copy-stop = Stop
web-kept-copy-saves = The smaller copy takes { $then } instead of { $now }.
web-kept-copy-costs = Measured again from the copy, movements smaller than { $then } could go unseen in some part of the face. Now it is { $now }.
web-kept-copy-loses =
    { $count ->
        [one] One part of the face that can be judged now could not be judged any more.
       *[other] { $count } parts of the face that can be judged now could not be judged any more.
    }
web-kept-copy-results-stay = The results you have stay as they are.
web-kept-copy-drop = Keep the video as it is
web-kept-copy-keep = Keep the smaller one only
web-kept-copy-no-use = A smaller copy was made, but would save nothing. The video stays as it is.
web-kept-copy-failed = The smaller copy could not be made. The video is kept as it is.
web-kept-delete-video = Delete the video
web-kept-delete-video-title = Delete this video?
web-kept-delete-video-what = The video ({ $size }) will be gone for good. The measurements and curves stay, but nothing that shows the face. It could not be measured again.
web-kept-keep-video = Keep the video
web-kept-minute-takes = A minute will take about { $size } on your disk. Nothing is lost by compression.
web-kept-minute-takes-small = A minute will take about { $size } on your disk. Very little is lost by compression.
web-kept-little-room =
    { $minutes ->
        [one] A minute takes about { $size }, and there is room for one minute only. Make room on the disk first.
       *[other] A minute takes about { $size }, and there is room for { $minutes } minutes only. Make room on the disk first.
    }
web-kept-again = Do it again
