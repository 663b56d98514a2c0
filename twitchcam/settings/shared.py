"""Fixed numbers that more than one stage needs: one fact, one number."""

from __future__ import annotations

from typing import Final

from twitchcam.settings.setting import Fixed, fixed

DARK_LUMA: Final[Fixed] = fixed(
    30.0,
    unit="grey levels",
    why="darker skin drowns in the camera's noise",
    source="engineering",
)
GLARE_LUMA: Final[Fixed] = fixed(
    225.0,
    unit="grey levels",
    why="brighter skin loses the texture that is followed",
    source="engineering",
)
EXPRESSION_EDGE_S: Final[Fixed] = fixed(
    0.35,
    unit="s",
    why="how long an expression takes to form or to fade; the whole face moves then",
    source="engineering",
)
SETTLES_S: Final[Fixed] = fixed(
    0.25,
    unit="s",
    why="skin comes to rest later than the lids or lips that moved it: false events of healthy "
    "faces began from 17 ms after the end of a closure; by 0.25 s lids are as still as before",
    source="measured-real",
)
MIN_FRAME_RATE_HZ: Final[Fixed] = fixed(
    24.0,
    unit="Hz",
    why="below it a 100 ms twitch can fall between two pictures, and half of its height is lost",
    source="webcam-sampling",
)
MIN_EYE_DISTANCE_PX: Final[Fixed] = fixed(
    80.0,
    unit="px",
    why="below it a millimetre is less than a pixel, and summed flow drifts by 3 to 6 mm",
    source="measured-real",
)
