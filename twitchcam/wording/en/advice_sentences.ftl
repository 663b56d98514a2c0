# Sentences of the advice that its code puts together: what it rests on, what does not fit.

# --- what the advice rests on -----------------------------------------------------------------------

# $answers: dated (given on $day), answers (given, without a day), or nothing.
advice-rests-video = { $answers ->
        [dated] This rests on your answers of { $day } and on the video.
        [answers] This rests on your answers and on the video.
       *[nothing] This rests on the video alone. No question was answered, and that is not a no.
    }
advice-rests-no-video = { $answers ->
        [dated] This rests on your answers of { $day } alone. There was no video.
        [answers] This rests on your answers alone. There was no video.
       *[nothing] No question was answered, and that is not a no. There was no video.
    }
advice-rests-poor-video = { $answers ->
        [dated] This rests on your answers of { $day } alone. The video could not be judged.
        [answers] This rests on your answers alone. The video could not be judged.
       *[nothing] No question was answered, and that is not a no. The video could not be judged.
    }
advice-rests-earlier = It also rests on what was seen on { $days }.
advice-show-earlier = Show the doctor what the recording of { $days } showed too.
advice-source = { $name } (read { $day }).

# --- told to the doctor -----------------------------------------------------------------------------

advice-seen = Seen in the video: { $statement }
advice-seen-earlier = Seen in the video: on { $day }, and newer recordings do not rule it out: { $statement }
# The text stands last.
advice-unfit = Answers that do not fit together: { $text }
advice-told-yes = { $when ->
        [new] Yes to (new, now or in the last days): { $signs }.
       *[any] Yes to: { $signs }.
    }
advice-told-unsure = { $when ->
        [new] Not sure about (new, now or in the last days): { $signs }.
       *[any] Not sure about: { $signs }.
    }
advice-told-no = { $when ->
        [new] No to (new, now or in the last days): { $signs }.
       *[any] No to: { $signs }.
    }
advice-on-side = { $side ->
        [left] on the left side
        [right] on the right side
        [both] on both sides
       *[one] on one side
    }
advice-named-illness = an illness ({ $named })
advice-named-medicines = medicines ({ $named })

# --- answers and video that differ ------------------------------------------------------------------

advice-differs-said = { $side ->
        [left] You said the left side.
        [right] You said the right side.
       *[both] You said both sides.
    }
advice-differs-palsy = { $side ->
        [left] Your earlier palsy was on the left side.
        [right] Your earlier palsy was on the right side.
       *[both] Your earlier palsy was on both sides.
    }
advice-differs-shows = { $side ->
        [left] The video shows the left side.
        [right] The video shows the right side.
       *[both] The video shows both sides.
    }
advice-differs-only = { $side ->
        [left] The video shows the left side only.
        [right] The video shows the right side only.
       *[both] The video shows both sides only.
    }
advice-differs-place-brow = the eyebrow
advice-differs-place-upper_lid = the eyelid
advice-differs-place-lower_lid = the eyelid
advice-differs-place-cheek = the cheek
advice-differs-place-upper_lip = the upper lip
advice-differs-place-mouth_corner = the corner of the mouth
advice-differs-place-lower_lip = the lower lip
advice-differs-place-chin = the chin
advice-differs-places = The video also shows a movement of { $places }. You did not name it.
advice-differs-rest = You did not say that it comes at rest. In the video it does.
advice-differs-weak = You did not notice a weak side. In the video one side of the smile lifts less.
advice-differs-eye = You said that both eyes close. In the video one did not close all the way.
advice-differs-nothing = You told of a movement. The video did not show one. It may have been too small to see, or it did not come while you filmed.

# --- answers that do not fit together ---------------------------------------------------------------

advice-look-again = { $conflict } Look again, and change what is old or wrong.
# How people write, in this language, of a palsy of the face, and of one that comes back.
advice-words-palsy = palsy, paralysis
advice-words-again = back, again, relapse, recurrence, return, returns
advice-conflict-face_droops-palsy_when = You ticked a droop of the face that is new. You also said that your face got weak long ago.
advice-conflict-face_droops-since = You ticked a droop of the face that is new. You also said that you have had it for long, and that it does not get worse.
advice-conflict-face_weaker-course = You said that your face has become weaker. You also said that it is better, and that both sides lift alike.
advice-conflict-earlier_palsy-fear = You said that your face was never weak. You also wrote that you fear a palsy that comes back. Was that side ever weak?
advice-conflict-face_droops-before_it = You ticked a droop of the face. You also named an injection at the dentist. If the droop came within hours of it, take the tick away and call the dentist now.
advice-conflict-face_droops-face_weaker = You ticked a droop of the face that is new. You also said that your face has not become weaker.
advice-conflict-face_weaker-smile_weaker = You said that one side lifts less in a smile, and that this is new. You also said that your face has not become weaker.
advice-conflict-where-eye_and_mouth = You said that only the lid moves. You also said that eye and mouth jump together.
advice-conflict-how_often-jerks_on = You said that it comes less than once a day. You also said that it jerks now, on and on.
advice-conflict-pregnant-age = You said that you are pregnant or just gave birth. That does not fit your age.
