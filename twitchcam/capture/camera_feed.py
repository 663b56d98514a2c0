"""One thread that does nothing but read a camera: into the recorder first, then for who looks.

Recorded pictures are never skipped. Whoever looks takes the newest ones from a short queue, and
misses some when slow; neither ever waits for the other.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Final

from twitchcam.capture.cameras import Camera, Picture
from twitchcam.capture.recorder import Recorder

# A camera without a picture for so long has been pulled out or fell asleep.
STALLED_S: Final = 5.0


class CameraFeed:
    """Reads a camera until it ends or is stopped. Use it in a ``with`` block.

    Attributes
    ----------
    n_read : pictures that came.
    n_skipped : pictures that nobody looked at, because newer ones came.
    ended : the camera gives no more.
    """

    def __init__(
        self, camera: Camera, *, n_kept: int = 2, max_silence_s: float = STALLED_S
    ) -> None:
        self._camera = camera
        self._max_silence_s = max_silence_s
        self._newest: deque[Picture] = deque(maxlen=n_kept)
        self._news = threading.Condition()
        self._recorder: Recorder | None = None
        self._stopping = False
        self.n_read = self.n_skipped = 0
        self.ended = False
        self._last_s = time.monotonic()
        self._thread = threading.Thread(target=self._read, name="twitchcam-camera", daemon=True)

    def __enter__(self) -> CameraFeed:
        return self

    def start(self) -> None:
        """Begin to read; whatever must not miss the first picture comes before."""
        self._last_s = time.monotonic()
        self._thread.start()

    def __exit__(self, *error: object) -> None:
        self._stopping = True
        # A camera that hangs in its driver must not keep the program from ending.
        if self._thread.ident is not None:
            self._thread.join(timeout=self._max_silence_s)
        if not self._thread.is_alive():
            self._camera.close()

    def record_into(self, recorder: Recorder | None) -> None:
        """Give every picture from now on to a recorder; ``None`` ends this."""
        self._recorder = recorder

    @property
    def is_stalled(self) -> bool:
        """No picture has come for long."""
        return not self.ended and time.monotonic() - self._last_s > self._max_silence_s

    def next(self, timeout_s: float) -> Picture | None:
        """The oldest picture that waits; ``None`` if none came in time."""
        with self._news:
            self._news.wait_for(lambda: self._newest or self.ended, timeout_s)
            return self._newest.popleft() if self._newest else None

    def _read(self) -> None:
        while not self._stopping and (picture := self._camera.read()) is not None:
            recorder = self._recorder
            if recorder is not None:
                recorder.add(
                    picture.image, picture.time_s, layout=picture.layout, size_px=picture.size_px
                )
            with self._news:
                self.n_read += 1
                self.n_skipped += len(self._newest) == self._newest.maxlen
                self._newest.append(picture)
                self._last_s = time.monotonic()
                self._news.notify()
        with self._news:
            self.ended = True
            self._news.notify()
