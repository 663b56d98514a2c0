"""Where a recording is cut into pieces that are followed apart: a matter of the recording alone.

However many processes there are, the pieces are the same, and so is the track. Each begins at a key
frame, so that no picture is decoded for nothing, and counts from ``run_up_s`` after it.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from twitchcam.records import Floats
from twitchcam.settings import TrackingSettings
from twitchcam.tracking.track_piece import PieceBounds

# No piece is shorter than this share of ``piece_s``, for each costs its run-up.
_LEAST_SHARE: Final = 0.4


def is_worth_cutting(length_s: float | None, settings: TrackingSettings) -> bool:
    """Whether a recording that states this length may be long enough for two pieces."""
    return length_s is None or length_s >= 1.5 * settings.piece_s


def _count_pieces(length_s: float, settings: TrackingSettings) -> int:
    """So many that two processes, and four where it is long enough, end at the same time.

    Where key frames are rare, there may be fewer.
    """
    if not is_worth_cutting(length_s, settings):
        return 1
    return max(2, 4 * round(length_s / (4 * settings.piece_s)))


def cut_pieces(
    time_s: Floats, keys: np.ndarray[tuple[int], np.dtype[np.intp]], settings: TrackingSettings
) -> list[PieceBounds]:
    """Pieces of about ``piece_s`` of a recording with pictures at ``time_s`` (n,) and ``keys``."""
    length_s, least_s = float(time_s[-1]), _LEAST_SHARE * settings.piece_s
    n_pieces = _count_pieces(length_s, settings)
    begins: list[tuple[int, int]] = [(0, 0)]
    for k in range(1, n_pieces):
        from_s = time_s[begins[-1][1]] + least_s
        # The last picture of a piece must lie in the run-up of the next.
        usable = keys[
            (time_s[keys] + settings.run_up_s > from_s)
            & (time_s[keys] + settings.run_up_s < length_s - least_s)
        ]
        if usable.size == 0:
            break
        wanted_s = k * length_s / n_pieces - settings.run_up_s
        key = int(usable[np.argmin(np.abs(time_s[usable] - wanted_s))])
        start = int(np.searchsorted(time_s, time_s[key] + settings.run_up_s))
        if start > key:
            begins.append((key, start))
    stops = [*(start for _, start in begins[1:]), len(time_s)]
    return [
        PieceBounds(first=first, start=start, stop=stop)
        for (first, start), stop in zip(begins, stops, strict=True)
    ]
