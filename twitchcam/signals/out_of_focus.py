"""When the face was out of focus.

In      FaceTrack: how wide the sharpest edges of the face are, ten times a second
Out     (n,) marks
Method  In a blurred picture a narrow movement is spread over what surrounds it: little is left of
        it, and flow, which finds no texture, follows noise and what lies far away. The limits of
        places, measured in sharp pictures, do not hold then. A blur of a width that is usual in no
        recording counts always, a lesser one where the same recording is otherwise far sharper:
        its camera looks for its focus.
Where the defaults come from   settings.VisibilitySettings
Known limits   Filters that smooth skin and spare edges are not seen.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import ndimage

from twitchcam.records import Bools, FaceTrack, Floats
from twitchcam.settings import VisibilitySettings

# One look may fall into a blink or a jolt.
_LOOKS: Final = 3


def mark_out_of_focus(track: FaceTrack, settings: VisibilitySettings) -> Bools:
    """(n,) True where the edges of the face are too wide; nowhere where no look was ever taken."""
    looked = np.flatnonzero(np.isfinite(track.edge_width_percent))
    if not looked.size:
        return np.zeros(len(track.time_s), dtype=bool)
    look_s = track.time_s[looked]
    width = ndimage.median_filter(track.edge_width_percent[looked], _LOOKS, mode="nearest")
    middles_s = (look_s[1:] + look_s[:-1]) / 2
    blurred = _is_wide(width, settings)[np.searchsorted(middles_s, track.time_s)]
    return np.asarray(blurred & track.face_found)


def _is_wide(width_percent: Floats, settings: VisibilitySettings) -> Bools:
    usual = float(np.median(width_percent))
    hunting = np.maximum(settings.hunting_edge_width_percent, settings.hunting_ratio * usual)
    return np.asarray(width_percent > np.minimum(settings.max_edge_width_percent, hunting))
