"""A window by OpenCV: shows pictures, tells which key was pressed, notices that it was closed."""

from __future__ import annotations

import os
import sys
from types import TracebackType
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

_STOP: Final = (27, ord("q"), ord("Q"))
_BEGIN: Final = (13, ord(" "))


def has_display() -> bool:
    """Whether there is a screen to open a window on, and an OpenCV that can."""
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        return False
    return "GUI:                           NONE" not in cv2.getBuildInformation()


class Window:
    """One window. Use it in a ``with`` block."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._shown = False

    def __enter__(self) -> Window:
        cv2.namedWindow(self._title, cv2.WINDOW_AUTOSIZE | cv2.WINDOW_GUI_NORMAL)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._is_open():
            cv2.destroyWindow(self._title)
        cv2.waitKey(1)

    def show(self, image_rgb: NDArray[np.uint8]) -> str:
        """Show a picture; ``stop``, ``begin`` or nothing, by the key pressed since the last."""
        if self._shown and not self._is_open():
            return "stop"
        cv2.imshow(self._title, image_rgb[..., ::-1])
        self._shown = True
        key = cv2.waitKey(1) & 0xFF
        return "stop" if key in _STOP else "begin" if key in _BEGIN else ""

    def _is_open(self) -> bool:
        try:
            return bool(cv2.getWindowProperty(self._title, cv2.WND_PROP_VISIBLE) >= 1)
        except cv2.error:
            return False
