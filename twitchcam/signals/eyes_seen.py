"""Which eye can be seen when.

In      FaceTrack
Out     (n, 2) marks
Method  Between lids that the mesh draws open, the white of an eye is brighter than its iris
        (``tracking.eye_watch``). Where that is not so for most looks around a moment, something
        covers the eye. While lids are shut nothing can be looked for: the nearest moments with
        open lids decide.
Where the defaults come from   settings.SignalSettings
Known limits   An eye that is covered only while the mesh draws it shut passes for a shut eye.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from twitchcam.anatomy import SIDES
from twitchcam.records import Bools, FaceTrack, Floats
from twitchcam.settings import SignalSettings

_AROUND_S: Final = 2.0


def mark_eyes_seen(track: FaceTrack, settings: SignalSettings) -> Bools:
    """(n, 2) left, right: True where an eye is to be seen, or nothing speaks against it."""
    seen = np.ones((len(track.time_s), len(SIDES)), dtype=bool)
    for s in range(len(SIDES)):
        looked = np.flatnonzero(np.isfinite(track.eye_contrast[:, s]))
        if looked.size:
            look_s = track.time_s[looked]
            clear = track.eye_contrast[looked, s] >= settings.min_eye_contrast
            verdict = _ask_around(look_s, clear)
            middles_s = (look_s[1:] + look_s[:-1]) / 2
            seen[:, s] = verdict[np.searchsorted(middles_s, track.time_s)]
    return seen


def _ask_around(look_s: Floats, clear: Bools) -> Bools:
    """(k,) whether at least half of the looks around each look were clear."""
    total = np.concatenate([[0], np.cumsum(clear)])
    first = np.searchsorted(look_s, look_s - _AROUND_S, side="left")
    last = np.searchsorted(look_s, look_s + _AROUND_S, side="right")
    return np.asarray(2 * (total[last] - total[first]) >= last - first)
