# What the player of the report shows while it plays; the words around it are in report_page.ftl.

# --- what it is told of a recording --------------------------------------------------------------

player-asked-lane = What was asked
player-asked = Asked for: { $what }
player-action = { $name }
player-action-of-a-side = { $side ->
    [left] { $name } (left)
   *[right] { $name } (right)
 }
player-event = { $place }: { $kind }, { $size }, { $confidence }
player-event-during = { $place }: { $kind }, { $size }, { $confidence }, while { $doing }
player-trembling = { $place }: trembling, { $rate }, { $size }, { $confidence }
