"""What the page's player needs to draw how single places of the dense field move.

In      FaceTrack (displacement of every place), Movement (its noise)
Out     displacement of those places, picture by picture, that clearly move
Method  What is held is taken out by a median over ``hold_time_s``, as for regions but of five
        moments only. Of the rest only what clearly exceeds the place's own noise is kept: arrows
        that only tremble with the noise would hide those that mean something, and make the page
        large.
Known limits   Where recordings are longer than the page holds pictures, those left out are not
        drawn; the traces of the regions show them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from twitchcam.anatomy import SIDES
from twitchcam.settings import DetectionSettings, SignalSettings
from twitchcam.signals.resample import Integers, number_stretches
from twitchcam.skin_places import (
    count_places,
)
from twitchcam.tracking.row_store import read_rows

if TYPE_CHECKING:
    from twitchcam.records import FaceTrack, Floats, Movement

# In units of the noise of place and moment: one picture is noisier than the fitted pulse.
_MIN_SNR: Final = 3.0
_MIN_MM: Final = 0.2
PIECE_FRAMES: Final = 2048
# What is sorted at once lies in the fast memory of the processor.
_PLACES_AT_ONCE: Final = 16


def measure_arrows(track: FaceTrack, movement: Movement, step: int) -> Floats:
    """What moves, picture by picture: (n, 4) number of the picture, place, mm outward and up.

    Only every ``step``-th picture is looked at and numbered. Places are those of
    ``skin_places.get_places``, the left ones first.
    """
    n_frames, n_places = len(track.time_s), len(SIDES) * count_places()
    kept = np.arange(0, n_frames, step)
    usual_s = float(np.median(np.diff(track.time_s))) if n_frames > 1 else 1.0
    reach = max(round(SignalSettings().hold_time_s / usual_s / 2), 1)
    stretch = number_stretches(track.face_found, track.cut)
    scale = np.float32(track.mm_per_percent / DetectionSettings().field_gain)
    found = []
    for first in range(0, n_frames, PIECE_FRAMES):
        start = max(first - reach, 0)
        rows = read_rows(track.field_displacement, start, first + PIECE_FRAMES + reach)
        rows = rows.swapaxes(1, 2).reshape(len(rows), n_places, 2)
        rows *= scale
        moved = _remove_held(rows, stretch[start : start + len(rows)], reach)
        here = kept[(kept >= first) & (kept < first + PIECE_FRAMES)]
        shown = moved[here - start]
        min_mm = _find_min(movement, track.time_s[here])
        frame, place = np.nonzero(np.hypot(shown[..., 0], shown[..., 1]) >= min_mm)
        found.append(np.column_stack([here[frame] // step, place, shown[frame, place]]))
    return np.concatenate(found)


def _remove_held(mm: Floats, stretch: Integers, reach: int) -> Floats:
    """(n, places, 2) without the median of five moments around each; NaN where not measured."""
    seen = np.isfinite(mm).all(axis=(1, 2))
    moved = np.full_like(mm, np.nan)
    for number in np.unique(stretch[seen]):
        at = np.flatnonzero(seen & (stretch == number))
        moments = [
            at[np.clip(np.arange(len(at)) + round(share * reach), 0, len(at) - 1)]
            for share in (-1.0, -0.5, 0.0, 0.5, 1.0)
        ]
        for first in range(0, mm.shape[1], _PLACES_AT_ONCE):
            own = mm[:, first : first + _PLACES_AT_ONCE]
            held = median_of_five(*(own[moment] for moment in moments))
            moved[at, first : first + _PLACES_AT_ONCE] = own[at] - held
    return moved


def median_of_five(a: Floats, b: Floats, c: Floats, d: Floats, e: Floats) -> Floats:
    """Element by element; ten times as fast as sorting."""
    low = np.maximum(np.minimum(a, b), np.minimum(c, d))
    high = np.minimum(np.maximum(a, b), np.maximum(c, d))
    return np.maximum(np.minimum(low, high), np.minimum(np.maximum(low, high), e))


def _find_min(movement: Movement, time_s: Floats) -> Floats:
    """(n, places) mm: what stands out at each moment; infinite where nothing can be said."""
    field = movement.field
    at = np.searchsorted(field.time_s, time_s, side="right").clip(1, len(field.time_s)) - 1
    noise_mm = field.noise_mm[at].swapaxes(1, 2).reshape(len(at), -1)
    noise_mm = noise_mm / DetectionSettings().field_gain
    return np.nan_to_num(np.maximum(_MIN_SNR * noise_mm, _MIN_MM), nan=np.inf)
