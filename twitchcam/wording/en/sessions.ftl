# Guided recordings, in the browser and at the desk: the sessions, and what each step asks for.

session-quick = Short session
    .about = A first look: at rest, blinks, a half smile, pursed lips.
session-full = Full session
    .about = Everything that can be looked at. Best for a first visit to a doctor.
session-rest = At rest only
    .about = For twitches that come on their own. The longer, the more can be seen.
session-free = Free recording
    .about = Do what usually brings the movement on. You start and stop.

# The title stands in large letters: five words at most.
session-step-rest = Look at the dot
    .do = Face relaxed, mouth closed. Blink as you like. Do nothing else.
session-step-light_blink = Blink lightly
    .do = One light blink each time the circle fills.
session-step-tight_closure = Squeeze your eyes shut
    .do = Squeeze both eyes shut until the tone, then open them.
session-step-brow_raise = Raise your eyebrows
    .do = Lift both eyebrows as high as you can and hold.
session-step-half_smile = Smile a little
    .do = Half a smile, lips closed, and hold it still.
session-step-full_smile = Smile broadly
    .do = A big smile that shows your teeth, and hold.
session-step-pucker = Purse your lips
    .do = Push your lips forward as for a kiss, and hold.
# The text takes about half a minute and has sounds that close the lips (p, b, m) and open them.
session-step-read_aloud = Read aloud
    .do = Read at your own pace. Start again if you come to the end. No sound is recorded.
    .text = On Monday morning the market by the river opens early. People come with baskets and buy bread, apples and blue plums. Peter plays the violin beside the fountain, and five children follow a small brown dog past the flower stall. When the bell of the old tower rings, most of them go home, but some stay to watch the boats move slowly under the bridge.
