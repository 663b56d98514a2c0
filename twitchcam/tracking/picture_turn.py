"""How far to turn the pictures of a recording whose face lies on its side or stands on its head.

Phones held upside down and people filmed from behind the head of their bed leave no mark in the
file. The face mesh draws an upright face into whatever it is shown, so such a face must be turned
before it is measured; the detector is surest of a face that stands upright.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Protocol

import numpy as np

from twitchcam.records import Frame, TurnedDeg
from twitchcam.settings import TrackingSettings
from twitchcam.tracking.choose_face import Tracker

# One look may fall on a blink, a hand or a turned head.
_LOOKS: Final = 5
_LOOKS_IN_PROBE: Final = 20
_QUARTER_TURNS: Final[tuple[TurnedDeg, ...]] = (0, 90, 180, 270)


class Pictures(Protocol):
    """What is needed of a recording to see how its face lies."""

    def frames(self) -> Iterator[Frame]:
        """Pictures in order of time."""
        ...


def choose_turn(video: Pictures, tracker: Tracker, settings: TrackingSettings) -> TurnedDeg:
    """Degrees, clockwise, by which the pictures of ``video`` must be turned.

    Looks at a few pictures of the first ``probe_s`` that show a sure face in any of the four turns.
    Upright is kept unless another turn makes the detector surer by ``min_turn_gain``.
    """
    sums = np.zeros(len(_QUARTER_TURNS))
    n_looks, next_s = 0, 0.0
    frames = video.frames()
    try:
        for frame in frames:
            if frame.time_s > settings.probe_s or n_looks == _LOOKS:
                break
            if frame.time_s < next_s:
                continue
            next_s = frame.time_s + settings.probe_s / _LOOKS_IN_PROBE
            scores = _score_turns(frame, tracker)
            if scores[0] >= settings.upright_score:
                return 0
            # A pattern on a wall passes for a doubtful face in one turn or another.
            if scores.max() >= settings.turned_score:
                sums += scores
                n_looks += 1
    finally:
        frames.close()  # type: ignore[attr-defined]
    best = int(np.argmax(sums))
    if n_looks and sums[best] - sums[0] >= n_looks * settings.min_turn_gain:
        return _QUARTER_TURNS[best]
    return 0


def _score_turns(frame: Frame, tracker: Tracker) -> np.ndarray:
    """How sure the detector is of the largest face in each turn, 0 where it sees none."""
    scores = np.zeros(len(_QUARTER_TURNS))
    for k in range(len(_QUARTER_TURNS)):
        boxes = tracker.find_faces(np.ascontiguousarray(np.rot90(frame.image_rgb, -k)))
        scores[k] = boxes[0].score if boxes else 0.0
    return scores
