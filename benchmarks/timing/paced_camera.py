"""A camera that is made: it gives pictures at their own pace, as a real one does."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import cycle

import numpy as np
from numpy.typing import NDArray

from twitchcam.capture.cameras import Mode, Picture


class PacedCamera:
    """Plays pictures again and again as a camera does: each is there at its time, ready or not."""

    def __init__(
        self, pictures: Sequence[NDArray[np.uint8]], rate_hz: float, length_s: float
    ) -> None:
        height, width = pictures[0].shape[:2]
        self.name = "made"
        self.fixed: tuple[str, ...] = ()
        self.mode = Mode(width, height, rate_hz, "YUYV")
        self._pictures = cycle(pictures)
        self._n = round(rate_hz * length_s)
        self._read = 0
        self._begun_s = 0.0
        self.latest_s = 0.0

    def read(self) -> Picture | None:
        """The next picture, late if nobody asked in time; ``latest_s`` is how late at most."""
        if self._read == 0:
            self._begun_s = time.monotonic()
        if self._read >= self._n:
            return None
        due_s = self._begun_s + self._read / self.mode.rate_hz
        late_s = time.monotonic() - due_s
        self.latest_s = max(self.latest_s, late_s)
        # A camera keeps a few pictures; what comes later is gone.
        gone = int(max(0.0, late_s - 4 / self.mode.rate_hz) * self.mode.rate_hz)
        self._read += gone
        due_s += gone / self.mode.rate_hz
        time.sleep(max(0.0, due_s - time.monotonic()))
        self._read += 1
        return Picture(next(self._pictures), due_s, "bgr24")

    def close(self) -> None:
        """Nothing to let go of."""
