"""Which eye can be seen when.

In      FaceTrack
Out     (n, 2) marks
Method  Between lids that the mesh draws open, the white of an eye is brighter than its iris
        (``tracking.eye_watch``). Where that is not so for most looks around a moment, something
        covers the eye. While lids are shut nothing can be looked for: the nearest moments with
        open lids decide.
        What swings before an eye, such as hair, makes the same contrast come and go from look to
        look; gaze, lids and light change that of both eyes alike. So an eye whose contrast jumps
        against the other's, and twice as far as the other's does, is behind something.
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
_SWINGS_OVER_S: Final = 5.0  # to either side
_ROUNDING_S: Final = 1e-6
_MIN_STEPS: Final = 10
# Of contrast, so that the logarithm of next to nothing does not jump.
_LEAST: Final = 0.02
_OWN_SHARE: Final = 2.0
_MOST: Final = 0.5


def mark_eyes_seen(track: FaceTrack, settings: SignalSettings) -> Bools:
    """(n, 2) left, right: True where an eye is to be seen, or nothing speaks against it."""
    seen = np.ones((len(track.time_s), len(SIDES)), dtype=bool)
    unsteady = _mark_unsteady(track, settings)
    for s in range(len(SIDES)):
        looked = np.flatnonzero(np.isfinite(track.eye_contrast[:, s]))
        if looked.size:
            look_s = track.time_s[looked]
            clear = track.eye_contrast[looked, s] >= settings.min_eye_contrast
            verdict = _ask_around(look_s, clear) & ~unsteady[looked, s]
            middles_s = (look_s[1:] + look_s[:-1]) / 2
            seen[:, s] = verdict[np.searchsorted(middles_s, track.time_s)]
    return seen


def _ask_around(look_s: Floats, clear: Bools) -> Bools:
    """(k,) whether at least half of the looks around each look were clear."""
    total = np.concatenate([[0], np.cumsum(clear)])
    first = np.searchsorted(look_s, look_s - _AROUND_S, side="left")
    last = np.searchsorted(look_s, look_s + _AROUND_S, side="right")
    return np.asarray(2 * (total[last] - total[first]) >= last - first)


def _mark_unsteady(track: FaceTrack, settings: SignalSettings) -> Bools:
    """(n, 2) True at looks around which the contrast of one eye jumps by itself."""
    unsteady = np.zeros(track.eye_contrast.shape, dtype=bool)
    looked = np.flatnonzero(np.isfinite(track.eye_contrast).all(axis=1))
    if len(looked) <= _MIN_STEPS:
        return unsteady
    contrast = np.log(np.maximum(track.eye_contrast[looked], _LEAST))
    own = np.abs(np.diff(contrast, axis=0))
    apart = np.abs(np.diff(contrast[:, 1] - contrast[:, 0]))
    step_s = track.time_s[looked][1:]
    any_looked = np.flatnonzero(np.isfinite(track.eye_contrast).any(axis=1))
    look_s = track.time_s[any_looked]
    # A little further than asked for: the distance itself decides at the border.
    first = np.searchsorted(step_s, look_s - _SWINGS_OVER_S - _ROUNDING_S)
    last = np.searchsorted(step_s, look_s + _SWINGS_OVER_S + _ROUNDING_S)
    for look, at_s, begin, stop in zip(any_looked, look_s, first, last, strict=True):
        near = np.abs(step_s[begin:stop] - at_s) <= _SWINGS_OVER_S
        steps = apart[begin:stop][near]
        if len(steps) >= _MIN_STEPS and np.median(steps) >= settings.max_eye_contrast_step:
            usual = np.median(own[begin:stop][near], axis=0)
            unsteady[look] = usual >= _OWN_SHARE * usual[::-1]
    # What swings there most of the time hangs there.
    return np.asarray(unsteady | (unsteady[any_looked].mean(axis=0) > _MOST))
