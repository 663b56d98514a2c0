# Names of things, as every output uses them: parts of the face, actions, reasons, certainty.
# Codes in [brackets] are never shown; a language may put the side wherever it belongs.

# --- parts of the face -----------------------------------------------------------------------------
# $side: left, right (the person's own), both ("cheek, both sides" in a list), on-both (within a
# sentence), both-of ("both sides of the cheek"), or none for the part alone.

place-brow =
    { $side ->
        [left] left eyebrow
        [right] right eyebrow
        [both] eyebrow, both sides
        [on-both] eyebrow on both sides
        [both-of] both sides of the eyebrow
       *[none] eyebrow
    }

place-upper_lid =
    { $side ->
        [left] left upper eyelid
        [right] right upper eyelid
        [both] upper eyelid, both sides
        [on-both] upper eyelid on both sides
        [both-of] both sides of the upper eyelid
       *[none] upper eyelid
    }

place-lower_lid =
    { $side ->
        [left] left lower eyelid
        [right] right lower eyelid
        [both] lower eyelid, both sides
        [on-both] lower eyelid on both sides
        [both-of] both sides of the lower eyelid
       *[none] lower eyelid
    }

place-cheek =
    { $side ->
        [left] left cheek
        [right] right cheek
        [both] cheek, both sides
        [on-both] cheek on both sides
        [both-of] both sides of the cheek
       *[none] cheek
    }

place-upper_lip =
    { $side ->
        [left] left upper lip
        [right] right upper lip
        [both] upper lip, both sides
        [on-both] upper lip on both sides
        [both-of] both sides of the upper lip
       *[none] upper lip
    }

place-mouth_corner =
    { $side ->
        [left] left corner of the mouth
        [right] right corner of the mouth
        [both] corner of the mouth, both sides
        [on-both] corner of the mouth on both sides
        [both-of] both sides of the corner of the mouth
       *[none] corner of the mouth
    }

place-lower_lip =
    { $side ->
        [left] left lower lip
        [right] right lower lip
        [both] lower lip, both sides
        [on-both] lower lip on both sides
        [both-of] both sides of the lower lip
       *[none] lower lip
    }

place-chin =
    { $side ->
        [left] left chin
        [right] right chin
        [both] chin, both sides
        [on-both] chin on both sides
        [both-of] both sides of the chin
       *[none] chin
    }

place-eye =
    { $side ->
        [left] left opening of the eye
        [right] right opening of the eye
        [both] opening of the eye, both sides
        [on-both] opening of the eye on both sides
        [both-of] both sides of the opening of the eye
       *[none] opening of the eye
    }

place-forehead =
    { $side ->
        [left] left forehead
        [right] right forehead
        [both] forehead, both sides
        [on-both] forehead on both sides
        [both-of] both sides of the forehead
       *[none] forehead
    }

place-temple =
    { $side ->
        [left] left temple
        [right] right temple
        [both] temple, both sides
        [on-both] temple on both sides
        [both-of] both sides of the temple
       *[none] temple
    }

place-nose_side =
    { $side ->
        [left] left side of the nose
        [right] right side of the nose
        [both] side of the nose, both sides
        [on-both] side of the nose on both sides
        [both-of] both sides of the side of the nose
       *[none] side of the nose
    }

place-inner_cheek =
    { $side ->
        [left] left inner cheek
        [right] right inner cheek
        [both] inner cheek, both sides
        [on-both] inner cheek on both sides
        [both-of] both sides of the inner cheek
       *[none] inner cheek
    }

place-outer_cheek =
    { $side ->
        [left] left outer cheek
        [right] right outer cheek
        [both] outer cheek, both sides
        [on-both] outer cheek on both sides
        [both-of] both sides of the outer cheek
       *[none] outer cheek
    }

place-jaw =
    { $side ->
        [left] left jaw
        [right] right jaw
        [both] jaw, both sides
        [on-both] jaw on both sides
        [both-of] both sides of the jaw
       *[none] jaw
    }

# A part that a document from elsewhere names.

place-unknown =
    { $side ->
        [left] left { $name }
        [right] right { $name }
        [both] { $name }, both sides
        [on-both] { $name } on both sides
        [both-of] both sides of the { $name }
       *[none] { $name }
    }


# --- what a person does ----------------------------------------------------------------------------
# The action, several of it, what one is doing then, and counted.

action-blink = blink
    .many = blinks
    .doing = blinking
    .count =
        { $n ->
            [0] no blinks
            [one] { $n } blink
           *[other] { $n } blinks
        }
action-wink = wink
    .many = winks
    .doing = winking
    .count =
        { $n ->
            [0] no winks
            [one] { $n } wink
           *[other] { $n } winks
        }
action-eye_closure = longer eye closure
    .many = longer eye closures
    .doing = closing the eyes
    .count =
        { $n ->
            [0] no longer eye closures
            [one] { $n } longer eye closure
           *[other] { $n } longer eye closures
        }
action-smile = smile
    .many = smiles
    .doing = smiling
    .count =
        { $n ->
            [0] no smiles
            [one] { $n } smile
           *[other] { $n } smiles
        }
action-pucker = pursing of the lips
    .many = pursings of the lips
    .doing = pursing the lips
    .count =
        { $n ->
            [0] no pursings of the lips
            [one] { $n } pursing of the lips
           *[other] { $n } pursings of the lips
        }
action-brow_raise = raising of the brows
    .many = raisings of the brows
    .doing = raising the brows
    .count =
        { $n ->
            [0] no raisings of the brows
            [one] { $n } raising of the brows
           *[other] { $n } raisings of the brows
        }
action-mouth_open = opening of the mouth
    .many = openings of the mouth
    .doing = opening the mouth
    .count =
        { $n ->
            [0] no openings of the mouth
            [one] { $n } opening of the mouth
           *[other] { $n } openings of the mouth
        }

# --- what is found ---------------------------------------------------------------------------------

event-twitch = twitch
event-spasm = held spasm
confidence-high = quite sure
confidence-moderate = fairly sure
confidence-low = not sure
# What a movement belongs to, where it does not stand by itself.
explained-action = part of what the person did, or its end
explained-synkinesis = moves along with what the person did
explained-burst = eye and mouth together
explained-lid_flutter = in a flutter of the lid
explained-beat = in a steady row
explained-tremor = within a trembling

# --- why something could not be judged -------------------------------------------------------------

left-out-face_lost = no face was found
left-out-head_turned = the head was turned too far away
left-out-head_moving = the head was moving fast
left-out-expression = the whole face was moving, as in a smile or a grimace
left-out-talking = the person was talking
left-out-chewing = the person was chewing
left-out-low_light = the face was too dark
left-out-occluded = something covered part of the face
left-out-gap = pictures were missing
left-out-cut = the video jumped to another scene
left-out-other_person = another person was shown
left-out-again = it was shown before, as in a clip that goes round
left-out-blurred = the face was out of focus
left-out-frozen = the picture stood still, as a photograph or a frozen call does
unseen-outside = outside the picture
unseen-covered = covered by something
unseen-turned = turned away from the camera
unseen-dark = too dark
unseen-shade = in passing shadows

# --- the recording ---------------------------------------------------------------------------------

times-container = as stored in the video
times-assumed = some were missing in the video and had to be filled in
times-camera-clock = from the camera's clock
situation-rest = at rest
# Doing something in a manner: "smiling (half)".
situation-doing = { $doing } ({ $manner })
manner-half = half
manner-full = full
framing-no_face = No face is seen. Sit in front of the camera.
framing-too_far = Come a little closer.
framing-too_near = Move back a little.
framing-not_centred = Move so that your face is in the middle.
framing-turned = Look straight into the camera, and have it at eye level.
framing-tilted = Hold your head upright.
framing-too_dark = More light on your face, from the front.
framing-too_bright = Less light on your face.
framing-too_slow = The camera gives few pictures a second. More light often helps.

# --- numbers and lists -----------------------------------------------------------------------------

number-not-known = not known
number-less-than = less than { $value }
number-percent = { $value } %
# In place of "1.6 to 1.6".
number-about = about { $value }
# The last two of a list: "tea, sport and stress".
list-end = { $begin } and { $last }
unit-mm_per_s = mm per second
unit-per_minute = per minute
unit-percent = %
unit-deg = degrees
unit-hz = per second
unit-mm = mm
unit-px = px
unit-s = s
