# What findings say. Numbers come ready made; sizes are in mm, times in s.

finding-size-limit = Sizes are good to about 30 %.
finding-times = { $n ->
        [1] once
        [2] twice
       *[other] { $n } times
    }
finding-bursts = { $side ->
        [left] Eye and mouth of the left side moved together { $times }, within { $within } ms of each other and not led by a blink or a smile. The right side did not do this.
       *[right] Eye and mouth of the right side moved together { $times }, within { $within } ms of each other and not led by a blink or a smile. The left side did not do this.
    }
finding-bursts-limit = Winking or grimacing with one side on purpose looks the same.
finding-closures-often = Both eyes closed { $n } times, { $rate } times a minute (likely { $low } to { $high }). Quiet eyes rarely do so more than { $usual } times a minute.
finding-closures-long = Both eyes squeezed shut { $n } times for longer than { $long } s, up to { $longest } s, without being asked to.
finding-closures-limit = Closing the eyes on purpose, tired or dry eyes, and light look the same.

# $n of $all actions; sizes in mm. $likely is finding-likely-size, or empty where both ends are the same.
finding-answer-moved = The { $place } moved with { $n } of { $all } { $actions }, by { $size } mm on average{ $likely }; the other side moved by { $other } mm.
finding-answer-drawn = The { $place } was drawn along with { $n } of { $all } { $actions }, by { $size } mm on average{ $likely }; the other side moved by { $other } mm.
finding-answer-eye = { $side ->
        [left] The left eye narrowed with { $n } of { $all } { $actions }, by { $size } mm on average{ $likely }. That is { $share } of its opening; the other eye narrowed by { $other }.
       *[right] The right eye narrowed with { $n } of { $all } { $actions }, by { $size } mm on average{ $likely }. That is { $share } of its opening; the other eye narrowed by { $other }.
    }
finding-likely-size = (likely { $low } to { $high } mm)
finding-likely = (likely { $low } to { $high })
finding-answer-marked = That is a marked movement.
finding-answer-chance = This is more than chance would bring.
# The list of single movements has $n of them, and the sentence before counts another number.
finding-answer-listed-fewer = { $n ->
        [one] One of these movements stands out enough to be listed by itself; the others show when all { $actions } are compared.
       *[other] { $n } of these movements stand out enough to be listed one by one; the others show when all { $actions } are compared.
    }
finding-answer-listed-more = { $n } such movements are listed one by one: some came with { $actions } that could not be compared.
finding-answer-slope = { $action ->
        [blink] Stronger blinks brought larger movements: { $slope } mm more for each millimetre{ $likely }.
        [eye_closure] Stronger closures brought larger movements: { $slope } mm more for each millimetre{ $likely }.
        [smile] Stronger smiles brought larger movements: { $slope } mm more for each millimetre{ $likely }.
        [pucker] Stronger pursings brought larger movements: { $slope } mm more for each millimetre{ $likely }.
       *[brow_raise] Stronger raisings brought larger movements: { $slope } mm more for each millimetre{ $likely }.
    }
finding-answer-with-blink = blinks
finding-answer-with-eye_closure = longer closures of the eyes
finding-answer-with-smile = smiles
finding-answer-with-pucker = pursings of the lips
finding-answer-with-brow_raise = raisings of the brows
finding-answer-limit = Rests on the { $actions } of this recording only.
finding-answer-lids = The lids are read from the shape of the face, good to about half a millimetre.

finding-jerks = The { $place } jerked { $n } times at a steady beat, one every { $every } s, for { $length } s. The intervals vary by { $spread }; by chance they would vary by about 100 %.
finding-jerks-limit = Chewing on one side, sucking the cheek or moving to music can look the same.
finding-flutter = The { $place } fluttered on its own { $times }, about { $pace } times a second, for { $length } s in all. The mouth of that side stayed quiet.
finding-flutter-limit = Most lid flutter is too small for a camera across a desk.

finding-brief = The { $place } moved briefly { $times } { $when }, by about { $size } mm.
finding-held = The { $place } was pulled and held { $times } { $when }, for up to { $longest } s.
# After finding-brief, of the same place.
finding-held-too = It was pulled and held { $times } { $when }, for up to { $longest } s.
finding-outside = outside { $actions }
finding-during = during { $actions }
finding-smiles = smiles
finding-blinks-and-smiles = blinks and smiles
finding-often = In the { $judged } s that could be judged that is { $rate } a minute; the true rate is likely between { $low } and { $high }.
finding-blind = Whether it came with blinks could not be seen.
finding-rows = { $rows ->
        [one] { $n } of them came in one quick row of up to { $longest }.
       *[other] { $n } of them came in { $rows } quick rows of up to { $longest }.
    }
finding-also-during = It also moved { $times } during blinks or smiles.
finding-held-limit = Pulling one side on purpose looks the same.
finding-even = Brief movements came on both sides, { $left } left, { $right } right, by about { $size } mm ({ $where }).
finding-even-together = Brief movements came on both sides, { $left } left, { $right } right and { $both } on both at once, by about { $size } mm ({ $where }).
finding-even-outside = { $n } of { $all } came outside { $actions }. Neither side stands out.
finding-even-limit = A short recording cannot show that a side never stands out.

finding-trembled = The { $place } trembled { $when }, about { $pace } times a second.
finding-trembled-swing = The true pace is likely between { $low } and { $high }; the swing about { $size } mm to either side, for { $length } s in all.
finding-trembled-rest = at rest
finding-trembled-smile = in { $n } of { $all } smiles
finding-trembled-pucker = while the lips were pursed
finding-trembled-brow_raise = while the brows were raised
finding-trembled-eye_closure = while the eyes were closed
finding-trembled-wink = while one eye was closed
finding-trembled-mouth_open = while the mouth was open
finding-trembled-blink = while blinking
finding-trembled-only = No trembling of that side was seen outside smiles.
finding-trembled-fastest = At this frame rate, trembling faster than { $pace } times a second is not seen.
finding-trembled-limit = A video cannot tell why a muscle trembles. Effort, cold, nerves and coffee can make any face tremble.

finding-weak = { $side ->
        [left] The left corner of the mouth went less far in { $n } of { $all } smiles, in the wide ones { $lesser } mm against { $larger } mm. That is { $ratio } of the right side. In healthy people the lesser side usually reaches 83 % or more, and the sides differ by less than { $usual } mm.
       *[right] The right corner of the mouth went less far in { $n } of { $all } smiles, in the wide ones { $lesser } mm against { $larger } mm. That is { $ratio } of the left side. In healthy people the lesser side usually reaches 83 % or more, and the sides differ by less than { $usual } mm.
    }
finding-weak-limit = A face seen at an angle, or a habit of smiling to one side, can look the same.
finding-tires = { $other ->
        [left] Over { $n } smiles, the corner of the mouth went less and less far: { $parts }; the left corner did not.
        [right] Over { $n } smiles, the corner of the mouth went less and less far: { $parts }; the right corner did not.
       *[none] Over { $n } smiles, the corner of the mouth went less and less far: { $parts }.
    }
finding-tires-from = { $side ->
        [left] left from { $first } to { $last } mm ({ $fall } less)
       *[right] right from { $first } to { $last } mm ({ $fall } less)
    }
finding-tires-limit = Smiling less on purpose, or from boredom, looks the same.
finding-sinks = While a smile was held, the corner of the mouth sank: { $parts }.
finding-sinks-by = { $side ->
        [left] left by { $share } a second
       *[right] right by { $share } a second
    }
finding-open-eye = { $side ->
        [left] The left eye did not close fully in { $n } of { $all } closures that shut the other eye: by { $share } of its opening, the other by { $other }.
       *[right] The right eye did not close fully in { $n } of { $all } closures that shut the other eye: by { $share } of its opening, the other by { $other }.
    }
finding-open-eye-limit = Single blinks that do not close fully are normal.
finding-open-eye-look = The model that finds the lids is not exact: look at the eye in the video.

finding-nothing = No twitch, held pull or trembling was found in the { $judged } s that could be judged.
finding-nothing-there = No twitch, held pull or trembling was found in the { $places } in the { $judged } s that could be judged.
finding-nothing-limit = { $same ->
        [yes] The smallest twitch that would have been seen there is about { $low } mm.
       *[no] The smallest twitch that would have been seen there is { $low } to { $high } mm, depending on the part of the face.
    }
finding-nothing-flat = All of the face moved together, as a flat picture in a moving hand does, and the eyes did not blink. If this is a photograph, what follows says nothing about the person: record the living face.
finding-nothing-stares = The eyes did not blink once, which people hardly ever manage for so long: if this is a photograph or a picture that was put in motion, what follows says nothing about the person.
finding-nothing-smaller = { $width ->
        [unknown] Of twitches half as large again, nine in ten are found. Smaller, rarer or longer-held movements can be there all the same.
       *[other] Of twitches half as large again that move a patch of skin about { $width } mm wide or wider, nine in ten are found. Smaller, narrower, rarer or longer-held movements can be there all the same.
    }
finding-nothing-trembling = Trembling that swings less than { $size } mm to either side is never reported.
finding-nothing-little = Too little could be judged to rule anything out.
finding-nothing-smiles = { $n ->
        [0] Whether a side is weaker was not judged: that takes { $least } smiles with a still head, and none could be compared.
       *[other] Whether a side is weaker was not judged: that takes { $least } smiles with a still head, and { $n } could be compared.
    }
finding-moment = { $place } at { $time }
finding-moments-more = { $n } more
finding-moments = { $n ->
        [one] One moment may be worth a look: { $where }. One or two unsure movements of a place are too little to go by; film again to see whether it comes back.
       *[other] { $n } moments may be worth a look: { $where }. One or two unsure movements of a place are too little to go by; film again to see whether it comes back.
    }
finding-not-assessable = This recording could not be assessed. { $why }
finding-not-assessable-limit = Nothing can be said about movements in it, neither that there are any nor that there are none.

why-not-face_lost = For most of the time no face was found.
    .advice = Face the camera in even light, with the whole face inside the picture and nobody beside you.
why-not-head_turned = The head was turned too far away.
    .advice = Look straight into the camera.
why-not-head_moving = The head was moving too fast.
    .advice = Sit still, the head leant on something.
why-not-talking = The person was talking.
    .advice = Record again without talking.
why-not-chewing = The mouth was moving all the time.
    .advice = Record again with the mouth at rest.
why-not-low_light = The face was too dark.
    .advice = Let light fall on the face from the front.
why-not-occluded = Something covered part of the face.
    .advice = Keep hands, hair and cloth away from the face.
why-not-gap = Pictures were missing for much of the time.
    .advice = Use the file as the camera made it, with 30 pictures a second.
why-not-cut = The video jumps from scene to scene.
    .advice = Give one recording of one person without a break.
why-not-other_person = The recording shows several people one after the other.
    .advice = Give one recording of one person without a break.
why-not-again = The same moments are shown again and again, as in a clip that goes round.
    .advice = Give the recording as the camera made it, once.
why-not-blurred = The face was out of focus.
    .advice = Clean the lens, let the camera focus on the face, or move back until it is sharp.
why-not-frozen = The picture stood still: no living face keeps so still, not even for a few seconds. It is a photograph or a frozen call.
    .advice = Record the person in motion.
why-not-flat = All of the face moved together, as a flat picture in a moving hand does, and the eyes did not blink. It seems to be a photograph.
    .advice = Record the living face, with the camera at rest.
why-not-hidden = The video was compressed so much that movements are lost in most of the face.
    .advice = Use the file as the camera made it, not as a messenger passed it on, and fill more of the picture with the face.
why-not-small = The face is too small in the picture: { $eye_distance_px } pixels from eye corner to eye corner.
    .advice = Come closer, until the face fills a third of the picture.
why-not-restless = A face was seen in { $face_coverage } of the pictures, but it was moving too much for small movements to stand out.
    .advice = Record again with the head still, the face at rest, even light, and without a filter or a virtual background.
why-not-flicker = The light flickers, or the face was moving, too much for small movements to stand out.
    .advice = Film by daylight, with the head still and the face at rest.
why-not-short = The recording is only { $duration_s } s long.
    .advice = Record for half a minute or longer.
why-not-no_face = No face was found. Face the camera in even light and fill at least a quarter of the picture.
why-not-judged = Only { $judged } s of { $duration } s could be judged.
why-not-nothing-judged = Nothing of the { $duration } s could be judged.
not-assessed-blink = { $n ->
    [one] One blink
   *[other] { $n } blinks
 } could be judged; at least { $least } are needed.
not-assessed-trembles = This side trembled meanwhile, and what trembles moves in every blink.
not-assessed-eye_closure = { $n } longer closures of both eyes could be judged; at least { $least } are needed.
not-assessed-smile = { $n ->
    [one] One smile
   *[other] { $n } smiles
 } could be judged; at least { $least } are needed.
not-assessed-pucker = { $n } pursings of the lips could be judged; at least { $least } are needed.
not-assessed-brow_raise = { $n } raisings of the brows could be judged; at least { $least } are needed.
