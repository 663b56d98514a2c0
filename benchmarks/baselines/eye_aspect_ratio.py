"""The blink detector that everybody writes first: eye aspect ratio below a fixed threshold.

Source   [soukupova2016]: six points an eye, mean of both eyes, below 0.2 for at least two
         pictures in a row.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from twitchcam.records import FaceTrack, Floats
from twitchcam.signals.resample import find_runs
from twitchcam.tracking.row_store import read_pieces

THRESHOLD: Final = 0.2
MIN_PICTURES: Final = 2
# Outer corner, two points of the upper lid, inner corner, two of the lower lid, as in the paper.
_EYES: Final = ((33, 160, 158, 133, 153, 144), (263, 387, 385, 362, 380, 373))


def measure_aspect_ratio(track: FaceTrack) -> Floats:
    """(n,) mean of both eyes; NaN where no face."""
    pieces = []
    for _, landmarks in read_pieces(track.landmarks_px):
        ratios = []
        for eye in _EYES:
            p1, p2, p3, p4, p5, p6 = np.moveaxis(landmarks[:, eye, :2], 1, 0)
            height = np.linalg.norm(p2 - p6, axis=1) + np.linalg.norm(p3 - p5, axis=1)
            ratios.append(height / (2.0 * np.linalg.norm(p1 - p4, axis=1)))
        pieces.append(np.mean(ratios, axis=0))
    return np.concatenate(pieces) if pieces else np.empty(0)


def detect_by_aspect_ratio(track: FaceTrack) -> list[tuple[float, float, float]]:
    """Onset, apex and offset in seconds of every closing of the eyes."""
    ratio = measure_aspect_ratio(track)
    closures = []
    for start, stop in find_runs(ratio < THRESHOLD):
        if stop - start >= MIN_PICTURES:
            apex = start + int(np.argmin(ratio[start:stop]))
            times_s = track.time_s[[start, apex, stop - 1]].tolist()
            closures.append((times_s[0], times_s[1], times_s[2]))
    return closures
