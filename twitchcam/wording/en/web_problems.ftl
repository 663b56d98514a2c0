# What the app says when it refuses something: what happened, and the one thing to do.

# --- pages, by the number of their answer ------------------------------------------------------

web-problem-401 = Please open the full address
    .what = This twitchcam is locked. Open the whole address that the terminal showed when it was started. It ends in a long key.
web-problem-403 = This did not come from here
    .what = Another web page asked twitchcam for something, and was refused. Nothing was changed.
web-problem-404 = This page is not here
    .what = It may have been deleted.
web-problem-405 = This page cannot be opened like this
    .what = Nothing was changed. Go to the start.
web-problem-413 = This is too much at once
    .what = It was not kept. Nothing else has changed. Go back and write less.
web-problem-421 = This address does not lead here
    .what = On the computer where twitchcam runs, open the address that the terminal showed when it was started.
web-problem-422 = This could not be understood
    .what = Nothing was changed. Go back and try again.
web-problem-500 = Something went wrong
    .what = It is our fault, not yours. Your recordings are still here. Go back and try again. If it comes again, the terminal where twitchcam was started shows details.
web-problem-other = This did not work
    .what = Nothing was changed. Go back and try again.
web-problem-to-start = To the start

# --- answers to the pages' own scripts, which show them ----------------------------------------

web-refused-address = This address is not one of twitchcam's.
web-refused-foreign = This request came from another page.
web-refused-too-large = This is more than twitchcam takes at once.
web-refused-key = twitchcam was started anew, with another key. Open the address that the terminal shows now. A video that was being sent goes on when the same file is chosen again.
web-refused-no-sense = This request does not make sense.
web-refused-our-fault = Something went wrong inside twitchcam; our fault.
web-refused-no-session = There is no such session.
web-refused-no-recording = There is no such recording.
web-refused-not-receiving = This recording takes no more data.
web-refused-no-room = There is not enough room on the disk. Make room, then send or record it again.
web-refused-larger-than = A recording must have at most { $gigabytes } GB, got more.
web-refused-cut = { web-refused-larger-than } Cut out the part that matters.
web-refused-too-many-wait = Too many recordings wait. Let some be finished first.
web-refused-cues = The cues make no sense: { $why }
web-refused-bytes-missing = { $n ->
    [one] { $n } byte is missing.
   *[other] { $n } bytes are missing.
 }
web-refused-picture-size = The picture is not as large as it says.
web-refused-too-many-pages = Too many pages are open. Close some.
web-refused-more-than-announced = This is more than the recording was to have.

# --- a recording that cannot be measured -------------------------------------------------------

web-unmeasured-limits = The recording must be one that can be analysed within the limits of memory and time, got more. Cut it, or record with smaller pictures.
web-unmeasured-died = The recording must be one that can be read to its end, but the process that read it died. Measure it again; if it dies again, save the video anew with another program and send that.
web-unmeasured-memory = The recording must fit into the memory it may use, got more. Cut it.
web-unmeasured-our-fault = Something went wrong inside twitchcam; this is our fault.
web-unmeasured-broke-off = The server broke off.
web-unmeasured-no-video = { $name } must still have its video to be measured anew, got only measurements that are damaged or from an earlier version of twitchcam. Its last report stays among the files of the result.
web-unmeasured-too-long = { $name } must be at most { $most } minutes long, got { $got }. Cut out the part that matters.

# --- what somebody typed -----------------------------------------------------------------------

web-typed-no-day = The day must be a date, got none. Choose one.
web-typed-future = The day must not lie in the future. Choose another.
web-typed-number = { $name } must be a number from 0 to { $most }, got { $got }.
    .caffeine_cups = Cups
    .sleep_h = Hours of sleep
    .stress = Stress
    .own_count = Your count
web-refused-no-pictures = These are no pictures of that size.
web-refused-changed-size = The camera must keep the size of its pictures, got another one.
