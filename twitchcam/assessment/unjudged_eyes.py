"""Eyes that were covered, or never opened: what a reader must know about them.

In      Expression; how far lids open (``settings.ActionSettings.min_opening_mm``)
Out     sides, and sentences; ``Quality`` with both
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from twitchcam.anatomy import SIDES
from twitchcam.records import Expression, Floats, Quality, Side
from twitchcam.signals.resample import find_step_s
from twitchcam.wording import text
from twitchcam.wording.names import say_share

EYES: Final[tuple[Side, Side]] = ("left", "right")

# The mesh slips for a picture or two; an eye that opens does so for longer.
_MIN_OPEN_S: Final = 0.3
# Shorter or rarer than this is not worth a sentence.
_TOLD_SHARE: Final = 0.1
_WHOLE_SHARE: Final = 0.9


def opens_at_all(aperture_mm: Floats, step_s: float, min_opening_mm: float) -> bool:
    """Whether one eye (m,) is ever open, and not only for a slip of the mesh."""
    open_s = float((np.nan_to_num(aperture_mm) >= min_opening_mm).sum()) * step_s
    return open_s >= _MIN_OPEN_S


def find_unjudged_eyes(
    expression: Expression, min_opening_mm: float
) -> tuple[tuple[Side, ...], tuple[Side, ...]]:
    """Sides whose eye was covered for nearly all the time, and sides whose eye never opened.

    Parameters
    ----------
    expression : Expression
        Lids (M, 2) in mm, NaN where an eye could not be seen.
    min_opening_mm : float
        Lids this far apart, mm, make an open eye.

    Returns
    -------
    covered, shut : tuple of str
        ``left``, ``right``; no side is in both.

    Examples
    --------
    >>> find_unjudged_eyes(expression, settings.actions.min_opening_mm)
    ((), ())
    """
    hidden = _measure_hidden(expression)
    step_s = find_step_s(expression.time_s)
    gone = tuple(side for s, side in enumerate(EYES) if hidden[s] >= _WHOLE_SHARE)
    shut = tuple(
        side
        for s, side in enumerate(EYES)
        if side not in gone
        and not opens_at_all(expression.lid_aperture_mm[:, s], step_s, min_opening_mm)
    )
    return gone, shut


def _measure_hidden(expression: Expression) -> Floats:
    """(2,) share of the time with a face in which an eye was covered; 0 without a face."""
    with_face = np.isfinite(expression.head_rotation_deg).all(axis=1)
    if not with_face.any():
        return np.zeros(len(SIDES))
    return np.asarray(np.isnan(expression.lid_aperture_mm[with_face]).mean(axis=0))


def describe_eyes(expression: Expression, min_opening_mm: float) -> tuple[str, ...]:
    """Say which eye was hidden or never opened; nothing where both eyes can be judged."""
    if not np.isfinite(expression.head_rotation_deg).any():
        return ()
    gone, shut = find_unjudged_eyes(expression, min_opening_mm)
    hidden = _measure_hidden(expression)
    partly = [
        (side, share)
        for side, share in zip(EYES, hidden, strict=True)
        if side not in (*gone, *shut) and share >= _TOLD_SHARE
    ]
    return (
        *_say(gone, "hidden"),
        *_say(shut, "shut"),
        *(text("note-eye-partly", side=side, share=say_share(share)) for side, share in partly),
    )


def tell_eyes(
    quality: Quality, expression: Expression, not_judged: tuple[Side, ...], min_opening_mm: float
) -> Quality:
    """``quality`` with the sides whose eye is not judged, and with what is said of the eyes.

    Lids are a small part of a face: where little could be judged at all, its reason comes first.
    """
    little = 2 * quality.observed_s < quality.duration_s
    eyes = describe_eyes(expression, min_opening_mm)
    notes = (*quality.notes, *eyes) if little else (*eyes, *quality.notes)
    return replace(quality, notes=notes, eyes_not_judged=not_judged)


def _say(sides: tuple[Side, ...], why: str) -> tuple[str, ...]:
    if not sides:
        return ()
    return (text(f"note-eye-{why}", side="both" if len(sides) == len(EYES) else sides[0]),)
