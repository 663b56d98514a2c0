"""A guided recording in a window, or in the terminal where there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.app.record import Key, View
from twitchcam.desk.lettering import INK, PAPER, SOFT, WARM, write, write_lines
from twitchcam.desk.tones import play
from twitchcam.desk.window import Window
from twitchcam.wording import text

_WIDTH_PX: Final = 960
WORDS_PX: Final = 214
_MARGIN_PX: Final = 24
_BAR_PX: Final = 8


class WindowScreen:
    """Shows a session in a window."""

    def __init__(self, window: Window, ring: Callable[[], None]) -> None:
        self._window, self._ring = window, ring

    def show(self, view: View) -> Key:
        """Draw and show."""
        key = self._window.show(draw_view(view))
        return "stop" if key == "stop" else "begin" if key == "begin" else ""

    def sound(self, name: Literal["begin", "end", "done"]) -> None:
        """Play a tone."""
        play(name, self._ring)


class TerminalScreen:
    """Says a session line by line; what is said once is not said again until it changes."""

    def __init__(self, say: Callable[[str], None], ring: Callable[[], None]) -> None:
        self._say, self._ring = say, ring
        self._said: tuple[str, str] = ("", "")

    def show(self, view: View) -> Key:
        """Say what is new."""
        said = (view.title, view.note)
        if view.title != self._said[0]:
            length = "" if view.left_s is None else text("record-for", seconds=round(view.left_s))
            self._say(" ".join(word for word in (f"{view.title}.", view.do, length) if word))
        if view.note and view.note != self._said[1]:
            self._say(f"  {view.note}")
        self._said = said
        return ""

    def sound(self, name: Literal["begin", "end", "done"]) -> None:
        """Play a tone."""
        play(name, self._ring)


def draw_view(view: View) -> NDArray[np.uint8]:
    """The mirror image with the words of the moment below it, and the dot to look at above."""
    mirror = _mirror(view)
    height = mirror.shape[0]
    canvas = np.full((height + WORDS_PX, _WIDTH_PX, 3), PAPER, np.uint8)
    left = (_WIDTH_PX - mirror.shape[1]) // 2
    canvas[:height, left : left + mirror.shape[1]] = mirror
    if view.prompt is not None and view.prompt.kind != "prepare":
        # Near the camera, which sits above the screen.
        cv2.circle(canvas, (_WIDTH_PX // 2, 26), 9, (255, 255, 255), -1, cv2.LINE_AA)
        cv2.circle(canvas, (_WIDTH_PX // 2, 26), 4, (200, 40, 40), -1, cv2.LINE_AA)
    if view.note:
        y = height - 44
        canvas[y - 8 : height] = (canvas[y - 8 : height] * 0.35).astype(np.uint8)
        write(canvas, view.note, _MARGIN_PX, y, size_px=22, colour=WARM)
    _draw_bar(canvas, view, height)
    y = write(canvas, view.title, _MARGIN_PX, height + 22, size_px=32, colour=INK)
    width_px = _WIDTH_PX - 2 * _MARGIN_PX
    write_lines(canvas, view.do, _MARGIN_PX, y + 4, width_px=width_px, size_px=19, colour=SOFT)
    hint = text("record-keys")
    write(canvas, hint, _MARGIN_PX, height + WORDS_PX - 24, size_px=14, colour=SOFT)
    return canvas


def _mirror(view: View) -> NDArray[np.uint8]:
    if view.picture is None:
        return np.full((_WIDTH_PX * 9 // 16, _WIDTH_PX, 3), PAPER, np.uint8)
    image = view.picture.image
    height, width = image.shape[:2]
    shrink = min(_WIDTH_PX / width, _WIDTH_PX * 0.6 / height)
    size = (round(width * shrink), round(height * shrink))
    mirrored = cv2.flip(cv2.resize(image, size, interpolation=cv2.INTER_LINEAR), 1)
    if view.picture.layout == "bgr24":
        mirrored = cv2.cvtColor(mirrored, cv2.COLOR_BGR2RGB)
    return np.asarray(mirrored, np.uint8)


def _draw_bar(canvas: NDArray[np.uint8], view: View, top: int) -> None:
    """How much of this moment has passed; full when it ends."""
    if view.prompt is None or view.left_s is None:
        return
    length_s = view.prompt.stop_s - view.prompt.start_s
    done = min(max(1.0 - view.left_s / length_s, 0.0), 1.0)
    colour = (90, 180, 120) if view.prompt.kind == "trial" else SOFT
    canvas[top : top + _BAR_PX, : round(done * _WIDTH_PX)] = colour
