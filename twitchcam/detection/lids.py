"""Closings of one eye: how much of its opening is missing, and when.

In      height of one eye's opening on the even grid, mm
Out     Closures: onset, apex, offset, depth
Method  The opening over its own open level (a high percentile of the seconds around, never below
        a share of the clip's and an absolute least opening). A closure is a peak of the missing
        share that stands out by ``blink_depth`` and from the lid's own noise.
Where the defaults come from   settings.ActionSettings
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from scipy import ndimage, signal

from twitchcam.assessment.unjudged_eyes import opens_at_all
from twitchcam.records import Floats
from twitchcam.settings import ActionSettings

_OPEN_AROUND_S: Final = 1.0
_OPEN_PERCENTILE: Final = 80.0
_CLIP_OPEN_PERCENTILE: Final = 90.0
_MIN_OPEN_SHARE: Final = 0.6
# A lid's way down or up takes at most this long beyond the middle of its flank.
_FLANK_S: Final = 0.25
_NOISE_OVER_S: Final = 0.5
_PAUSE_S: Final = 0.05
_SAME_CLOSURE_S: Final = 0.15


class Closure(NamedTuple):
    """One closing of one eye: indices on the grid, and depth 0 to 1."""

    onset: int
    apex: int
    offset: int
    depth: float


def measure_closedness(aperture_mm: Floats, step_s: float, settings: ActionSettings) -> Floats:
    """Missing share of one eye's usual opening, (m,): 0 open, 1 shut; NaN where not seen.

    An eye that never opens has no usual opening: NaN throughout.
    """
    min_mm = settings.min_opening_mm
    if not opens_at_all(aperture_mm, step_s, min_mm):
        return np.full_like(aperture_mm, np.nan)
    # Of what is open: somebody who dozes has shut eyes for most of the time.
    clip_open = np.percentile(aperture_mm[aperture_mm >= min_mm], _CLIP_OPEN_PERCENTILE)
    width = 2 * round(_OPEN_AROUND_S / step_s) + 1
    filled = np.where(np.isfinite(aperture_mm), aperture_mm, clip_open)
    around = ndimage.percentile_filter(filled, _OPEN_PERCENTILE, size=width, mode="nearest")
    usual = np.maximum(around, max(_MIN_OPEN_SHARE * clip_open, min_mm))
    return 1.0 - aperture_mm / usual


def find_closures(
    closedness: Floats, step_s: float, settings: ActionSettings
) -> tuple[Closure, ...]:
    """Closings of one eye from its missing share (m,).

    A closing stands out by ``blink_depth`` and by ``blink_noise_ratio`` times the noise
    of the lid itself, so that a darting, gurning face does not seem to blink all the time.
    """
    curve = np.nan_to_num(closedness, nan=0.0)
    least = max(settings.blink_depth, settings.blink_noise_ratio * measure_lid_noise(curve, step_s))
    padded = np.concatenate([[0.0], curve, [0.0]])
    apexes, shape = signal.find_peaks(
        padded, prominence=least, height=least, width=0, rel_height=0.5
    )
    closures = []
    for i, apex in enumerate(apexes - 1):
        middle = (shape["left_ips"][i] - 1, shape["right_ips"][i] - 1)
        onset, offset = _find_edges(curve, int(apex), middle, step_s, settings.closing_edge_share)
        closures.append(Closure(onset, int(apex), offset, float(curve[apex])))
    return _merge_halves(tuple(closures), step_s)


def measure_lid_noise(curve: Floats, step_s: float) -> float:
    """Robust sigma of the lid's short movements, blinks themselves being too rare to count."""
    width = 2 * round(_NOISE_OVER_S / step_s / 2) + 1
    short = curve - ndimage.median_filter(curve, size=width, mode="nearest")
    return float(1.4826 * np.median(np.abs(short)))


def _find_edges(
    curve: Floats, apex: int, middle: tuple[float, float], step_s: float, edge_share: float
) -> tuple[int, int]:
    """Half-open range of a closing.

    Each flank is followed from its middle down to its own base, because the eye may open to
    another level than it closed from.
    """
    reach = round(_FLANK_S / step_s)
    first = max(int(np.floor(middle[0])) - reach, 0)
    before = curve[first : apex + 1]
    edge = before.min() + edge_share * (curve[apex] - before.min())
    onset = first + int(np.flatnonzero(before <= edge)[-1]) + 1 if (before <= edge).any() else first
    last = min(int(np.ceil(middle[1])) + reach, len(curve) - 1)
    after = curve[apex : last + 1]
    edge = after.min() + edge_share * (curve[apex] - after.min())
    offset = apex + int(np.flatnonzero(after <= edge)[0]) if (after <= edge).any() else last + 1
    return min(onset, apex), max(offset, apex + 1)


def pair_closures(
    left: tuple[Closure, ...], right: tuple[Closure, ...], step_s: float
) -> list[tuple[Closure | None, Closure | None]]:
    """Closures of the two eyes that overlap in time belong together, nearest apexes first."""
    near = sorted(
        (abs(a.apex - b.apex), i, j)
        for i, a in enumerate(left)
        for j, b in enumerate(right)
        if (a.onset < b.offset and b.onset < a.offset)
        or abs(a.apex - b.apex) * step_s <= _SAME_CLOSURE_S
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in near:
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    pairs: list[tuple[Closure | None, Closure | None]] = [
        (closure, right[partner[i]] if i in partner else None) for i, closure in enumerate(left)
    ]
    pairs += [(None, closure) for j, closure in enumerate(right) if j not in taken]
    return pairs


def _merge_halves(closures: tuple[Closure, ...], step_s: float) -> tuple[Closure, ...]:
    """A lid that pauses on its way down, or flutters on its way up, closes once."""
    merged: list[Closure] = []
    for closure in closures:
        before = merged[-1] if merged else None
        if before is not None and (closure.onset - before.offset) * step_s < _PAUSE_S:
            deeper = before if before.depth > closure.depth else closure
            offset = max(before.offset, closure.offset)
            merged[-1] = Closure(before.onset, deeper.apex, offset, deeper.depth)
        else:
            merged.append(closure)
    return tuple(merged)
