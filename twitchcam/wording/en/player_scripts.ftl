# What the scripts of the report's player show.

player-play = Play
player-pause = Pause
player-caption = { $n } of { $of }: { $time }, { $what }
player-show-moment = Show the moment at { $time }
# Under the pointer: a moment, or a part of the face and how far each side moves.
player-mark = { $time }  { $what }
player-part = { $time }  { $part }: left { $left }, right { $right }.
player-not-judged = Not judged: { $why }.
player-not-seen = not seen
player-size = { $mm } mm
# On the drawing of the face.
player-their-right = their right
player-their-left = their left
player-no-face = No face was found here.
player-ruler = 5 mm of skin
