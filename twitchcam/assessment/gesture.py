"""What a face does in one picture, roughly: for hints while somebody is recorded.

In      landmarks of one picture
Out     ``Gesture``: lids, mouth and brows in eye distances, however the head is rolled
Method  Distances between landmarks over the distance of the outer eye corners.
Known limits   A turned head shortens all of it. No result rests on this: what is counted is
        measured from the recording.
"""

from __future__ import annotations

import numpy as np

from twitchcam.anatomy import BROW_POINTS, LID_MARGIN, MOUTH_CORNER, OUTER_EYE_CORNER, SIDES
from twitchcam.records import Floats, Gesture


def measure_gesture(landmarks_px: Floats) -> Gesture:
    """Measure one picture.

    Parameters
    ----------
    landmarks_px : ndarray, (478, 3)
        As a tracker gives them.

    Returns
    -------
    Gesture
        In eye distances.

    Examples
    --------
    >>> gesture = measure_gesture(track.landmarks_px[0])
    >>> bool(gesture.mouth_width > gesture.lids > 0.0)
    True
    """
    points = np.asarray(landmarks_px, dtype=np.float64)[:, :2]
    corners = points[[OUTER_EYE_CORNER[side] for side in SIDES]]
    unit = float(np.linalg.norm(corners[0] - corners[1]))
    lids = [
        np.linalg.norm(points[lower] - points[upper], axis=1).mean()
        for upper, lower in (np.array(LID_MARGIN[side]).T for side in SIDES)
    ]
    mouth = points[MOUTH_CORNER["left"]] - points[MOUTH_CORNER["right"]]
    along = (corners[0] - corners[1]) / unit
    across = np.array([-along[1], along[0]])
    brows = [
        abs((points[list(BROW_POINTS[side])] - corners[k]) @ across).mean()
        for k, side in enumerate(SIDES)
    ]
    return Gesture(
        lids=float(np.mean(lids)) / unit,
        mouth_width=float(np.linalg.norm(mouth)) / unit,
        brows=float(np.mean(brows)) / unit,
    )
