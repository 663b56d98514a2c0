# What a reader must know of a recording: how it was read, what could not be seen, what it forbids to say.

# --- what could not be seen, and what to change ---

# $often is one of the two below it; $parts are parts of the face.
note-unseen-outside = Part of the face lay outside the picture and was not judged there, { $often }: { $parts }. Film again with the whole face in the picture, with some room around it.
note-unseen-covered = Part of the face was covered by something that is not skin and was not judged there, { $often }: { $parts }. Take it off, if it may come off, and film again.
note-unseen-turned = Part of the face turned away from the camera and was not judged there, { $often }: { $parts }. Film again looking straight at the camera.
note-unseen-shade = Part of the face was passed over by shadows, or by something that swung before it, and was not judged there, { $often }: { $parts }. Film again in steady light, with the hair tied back.
note-unseen-dark = Part of the face was too dark to see anything and was not judged there, { $often }: { $parts }. Film again with light from the front.
note-swept = { $side ->
        [left] Something, such as hair, swung before the left side of the face, { $often }. Behind it neither twitches nor held pulls were looked for. Film again with the hair tied back.
       *[right] Something, such as hair, swung before the right side of the face, { $often }. Behind it neither twitches nor held pulls were looked for. Film again with the hair tied back.
    }
note-unseen-always = all of the time
note-unseen-share = in { $share } of the time
note-share-range = { $low } to { $high } %

# --- what a recording forbids to say ---

note-no-face = No face was found, so nothing could be looked at.
note-few-pictures = The recording shows { $rate } new pictures a second. Below { $least }, short twitches can be missed and their size and length are uncertain.
note-stretched = { $how ->
        [narrower] The face is narrower than faces are, as if the picture had been squeezed from the sides.
       *[wider] The face is wider than faces are, as if the picture had been drawn out to the sides.
    } Sizes are wrong by as much, and movements are harder to see. Give the file as the camera made it, or in its true shape.
note-small-face = The face is small: { $distance } pixels from eye corner to eye corner. Below { $least }, only large movements can be seen, and of skin that stays pulled nothing is said.
note-dark-face = The face is dark: its brightness is { $brightness } of 255. Small movements drown in the camera's noise there. Film again with light from the front.
note-glaring-face = The face is too bright: its brightness is { $brightness } of 255, and white skin shows no movement. Film again with less light on your face.
note-compressed = Movements below about { $size } mm may have been lost when the video was compressed, most of all where the skin is smooth. A recording of higher quality would show more.
note-little-judged = Only { $judged } s could be judged. That is too short to say how often something happens, or that nothing happens.

note-eye-hidden = { $side ->
        [both] Both eyes could not be seen: covered, behind dark glasses or hair, or in deep shade. No blink could be counted, and lids are not judged.
        [left] The left eye could not be seen: covered, behind dark glasses or hair, or in deep shade. Blinks are those of the right eye alone, and nothing is said about whether the left one closes.
       *[right] The right eye could not be seen: covered, behind dark glasses or hair, or in deep shade. Blinks are those of the left eye alone, and nothing is said about whether the right one closes.
    }
note-eye-shut = { $side ->
        [both] Both eyes stayed shut in the whole recording. No blink could be counted, and lids are not judged.
        [left] The left eye stayed shut in the whole recording. Blinks are those of the right eye alone, and nothing is said about whether the left one closes.
       *[right] The right eye stayed shut in the whole recording. Blinks are those of the left eye alone, and nothing is said about whether the right one closes.
    }
note-eye-partly = { $side ->
        [left] The left eye could not be seen in { $share } of the recording.
       *[right] The right eye could not be seen in { $share } of the recording.
    }

note-light = The light flickers about { $paces } times a second, as { $lamp } do when they are filmed at { $rate } pictures a second. Trembling at that pace was not looked for, and small movements are harder to see. Film by daylight, or set the camera's shutter to { $shutter }.
note-light-held = The light flickers about { $paces } times a second, as { $lamp } do when they are filmed at { $rate } pictures a second. Trembling at that pace was not looked for, nor were held pulls of skin, and small movements are harder to see. Film by daylight, or set the camera's shutter to { $shutter }.
note-light-lamp = lamps on { $mains } Hz mains
note-light-lamps = lamps on mains current, or screens,
note-light-shutter = 1/50 s (1/60 s on 60 Hz mains)

# --- who is in the recording ---

note-hands-not-looked-for = Hands before the face were not looked for: the installed MediaPipe has no model of them. Where a hand lies on the face, do not rely on what is said.
note-perhaps-other-person = The recording jumps to another scene, and the face looks different there. If it is another person, cut the recording and judge each part by itself: both were taken for one.
note-other-person = The recording shows more than one person, one after the other, the second from { $from_s } s. Only the one who is seen longest was judged.
note-other-faces = More than one face was in the picture in { $n } of { $all } checks. The one that was largest at the start was followed.
note-part = This is the part from { $start } to { $stop } s of the recording.

# --- how a file was read ---

note-stood-on-head = The face stood on its head in the picture, so the picture was turned by { $turned } degrees before measuring. Left and right are the person's own, as always.
note-lay-on-side = The face lay on its side in the picture, so the picture was turned by { $turned } degrees before measuring. Left and right are the person's own, as always.
note-not-square = The file's pixels are not square: pictures stored as { $coded } were stretched to { $made } pixels (upright).
note-scaled = The pictures were scaled from { $stored } to { $made } pixels.
note-resized = { $n ->
        [one] { $n } picture changed size in mid-recording and was brought back to the first one's size.
       *[other] { $n } pictures changed size in mid-recording and were brought back to the first one's size.
    }
note-interlaced = The recording is interlaced: each picture holds two half pictures, one after the other. Only the first of each was measured, so movements up and down are seen half as finely. If the camera can, film in progressive mode (p, not i).
note-misfits = { $n ->
        [one] { $n } picture of another shape than the first (the camera was turned while recording) was left out.
       *[other] { $n } pictures of another shape than the first (the camera was turned while recording) were left out.
    }
note-times-dropped = { $n ->
        [one] { $n } frame with a time that does not follow the one before was left out.
       *[other] { $n } frames with a time that does not follow the one before were left out.
    }
note-no-times = This file holds pictures and no times. { $rate } pictures a second were assumed. If the camera took another number, all times, lengths and paces are wrong by as much: put the pictures into an MP4 or MKV with the true number first.
note-no-times-stated = This file holds pictures and no times. It says that they are { $rate } a second, and so they were read. If the camera took another number, all times, lengths and paces are wrong by as much: put the pictures into an MP4 or MKV with the true number first.
note-times-filled = { $n ->
        [one] { $n } frame without a time was timed from the spacing of the neighbours.
       *[other] { $n } frames without a time were timed from the spacing of the neighbours.
    }
note-clock-jumped = { $n ->
        [one] The recording's clock jumped { $n } time and was joined there, so that a pause at this place does not count.
       *[other] The recording's clock jumped { $n } times and was joined there, so that a pause at this place does not count.
    }
note-damaged = { $n ->
        [one] The file is damaged: at least { $n } frame could not be decoded and was left out; pictures soon after may be smeared.
       *[other] The file is damaged: at least { $n } frames could not be decoded and were left out; pictures soon after may be smeared.
    }
note-damaged-from = { $n ->
        [one] The file is damaged: at least { $n } frame could not be decoded and was left out, the first at { $first } s; pictures soon after may be smeared.
       *[other] The file is damaged: at least { $n } frames could not be decoded and were left out, the first at { $first } s; pictures soon after may be smeared.
    }
note-smeared = { $n ->
        [one] { $n } picture was left out: it was made of pictures that were lost on the way, so parts of it stay, jump or smear.
       *[other] { $n } pictures were left out: they were made of pictures that were lost on the way, so parts of them stay, jump or smear.
    }
note-cut-off-early = The file is cut off or damaged: pictures could be read up to { $last } s of the { $announced } s it announces.
note-cut-off-at = The file is cut off or damaged: pictures could be read up to { $last } s.
note-cut-off = The file is cut off or damaged: the last picture that could be read is at { $last } s.
note-broken-off = The recording was broken off before it was finished: the last picture is at { $last } s, and later ones may be lost.
note-tracks = { $n ->
        [2] The file has { $n } video tracks. Number { $number } was looked at, the other was not.
       *[other] The file has { $n } video tracks. Number { $number } was looked at, the others were not.
    }
note-bunches = The times in the file are not those of the pictures: they come about { $n } at once, every { $every } s, as when a network camera stamps them on arrival. They were spread evenly; what happens when is uncertain by about { $uncertain } s.
note-retimed = The file asks players to show parts of it faster, slower or after a pause. All of its pictures were read, at the times at which they were recorded.
note-pace-true = The recording is one for slow motion, { $rate } pictures a second at their times.
note-pace-slower = The file says that { $taken } pictures were taken a second; it plays { $stored }, { $times } times slower than life. All times and lengths here are those of life.
note-pace-faster = The file says that { $taken } pictures were taken a second; it plays { $stored }, { $times } times faster than life. All times and lengths here are those of life.
note-pace-unsure = The file says that { $taken } pictures were taken a second, but holds { $stored }. In dim light cameras take fewer, and the times here are right. If it plays in slow motion, all was in truth { $times } times faster.
note-again = { $total } s of the recording show again what was shown before, as a clip that goes round does. They were not judged a second time, so that nothing counts twice.
note-blurred = The face was out of focus for { $total } of { $duration } s. Nothing was judged there, for a blurred picture hides small movements and makes others up. Clean the lens, let the camera focus on the face, or move back until it is sharp.
note-froze = { $n ->
        [one] The picture froze once, from { $start } to { $stop } s, as calls do when the line is poor. Nothing was judged there.
       *[other] The picture froze { $n } times, for { $total } s in all, longest from { $start } to { $stop } s, as calls do when the line is poor. Nothing was judged there.
    }
