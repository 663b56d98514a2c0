"""Which eye can be seen when, and what a reader must know about eyes that cannot, or never open.

In      FaceTrack, Expression
Out     (n, 2) marks, and sentences
Method  Between lids that the mesh draws open, the white of an eye is brighter than its iris
        (``tracking.eye_watch``). Where that is not so for most looks around a moment, something
        covers the eye. While lids are shut nothing can be looked for: the nearest moments with
        open lids decide.
Where the defaults come from   settings.SignalSettings, settings.ActionSettings
Known limits   An eye that is covered only while the mesh draws it shut passes for a shut eye.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from twitchcam.anatomy import SIDES
from twitchcam.records import Bools, Expression, FaceTrack, Floats, Side
from twitchcam.settings import SignalSettings
from twitchcam.signals.resample import find_step_s

EYES: Final[tuple[Side, Side]] = ("left", "right")

_AROUND_S: Final = 2.0
# The mesh slips for a picture or two; an eye that opens does so for longer.
_LEAST_OPEN_S: Final = 0.3
# Shorter or rarer than this is not worth a sentence.
_TOLD_SHARE: Final = 0.1
_WHOLE_SHARE: Final = 0.9


def mark_eyes_seen(track: FaceTrack, settings: SignalSettings) -> Bools:
    """(n, 2) left, right: True where an eye is to be seen, or nothing speaks against it."""
    seen = np.ones((len(track.time_s), len(SIDES)), dtype=bool)
    for s in range(len(SIDES)):
        looked = np.flatnonzero(np.isfinite(track.eye_contrast[:, s]))
        if looked.size:
            look_s = track.time_s[looked]
            clear = track.eye_contrast[looked, s] >= settings.least_eye_contrast
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


def opens_at_all(aperture_mm: Floats, step_s: float, least_opening_mm: float) -> bool:
    """Whether one eye (m,) is ever open, and not only for a slip of the mesh."""
    open_s = float((np.nan_to_num(aperture_mm) >= least_opening_mm).sum()) * step_s
    return open_s >= _LEAST_OPEN_S


def find_unjudged_eyes(
    expression: Expression, least_opening_mm: float
) -> tuple[tuple[Side, ...], tuple[Side, ...]]:
    """Sides whose eye was covered for nearly all the time, and sides whose eye never opened."""
    hidden = _measure_hidden(expression)
    step_s = find_step_s(expression.time_s)
    gone = tuple(side for s, side in enumerate(EYES) if hidden[s] >= _WHOLE_SHARE)
    shut = tuple(
        side
        for s, side in enumerate(EYES)
        if side not in gone
        and not opens_at_all(expression.lid_aperture_mm[:, s], step_s, least_opening_mm)
    )
    return gone, shut


def _measure_hidden(expression: Expression) -> Floats:
    """(2,) share of the time with a face in which an eye was covered; 0 without a face."""
    with_face = np.isfinite(expression.head_rotation_deg).all(axis=1)
    if not with_face.any():
        return np.zeros(len(SIDES))
    return np.asarray(np.isnan(expression.lid_aperture_mm[with_face]).mean(axis=0))


def describe_eyes(expression: Expression, least_opening_mm: float) -> tuple[str, ...]:
    """Say which eye was hidden or never opened; nothing where both eyes can be judged."""
    if not np.isfinite(expression.head_rotation_deg).any():
        return ()
    gone, shut = find_unjudged_eyes(expression, least_opening_mm)
    hidden = _measure_hidden(expression)
    partly = [
        (side, share)
        for side, share in zip(EYES, hidden, strict=True)
        if side not in (*gone, *shut) and share >= _TOLD_SHARE
    ]
    return (
        *_say(gone, "could not be seen: covered, behind dark glasses, or in deep shade"),
        *_say(shut, "stayed shut in the whole recording"),
        *(
            f"The {side} eye could not be seen in {share:.0%} of the recording."
            for side, share in partly
        ),
    )


def _say(sides: tuple[Side, ...], what: str) -> tuple[str, ...]:
    if not sides:
        return ()
    if len(sides) == len(EYES):
        return (f"Both eyes {what}. No blink could be counted, and lids are not judged.",)
    other = next(side for side in EYES if side not in sides)
    return (
        f"The {sides[0]} eye {what}. Blinks are those of the {other} eye alone, and nothing is "
        f"said about whether the {sides[0]} one closes.",
    )
