"""Whether a person sits well in the picture of a camera, now and then, and what to cut it to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from twitchcam.app.check_camera import CameraCheck
from twitchcam.capture.cameras import Picture
from twitchcam.records import Framing
from twitchcam.wording import text

if TYPE_CHECKING:
    from twitchcam.capture.encoding import Cut

# A face is looked for in the picture this often while somebody sits down, or moves away.
_CHECK_EVERY_S: Final = 0.4
# Head and shoulders around the middle of the face, in eye distances: beside, above, below.
_BESIDE, _ABOVE, _BELOW = 3.2, 2.6, 4.2


def find_head_cut(framing: Framing | None, size_px: tuple[int, int]) -> Cut | None:
    """Head and shoulders of the person who sits there; ``None`` where that is all there is."""
    width, height = size_px
    if framing is None or not framing.face:
        return None
    unit_px = framing.eye_distance_px
    x_px, y_px = (framing.centre[0] + 0.5) * width, (framing.centre[1] + 0.5) * height
    left, top = max(0.0, x_px - _BESIDE * unit_px), max(0.0, y_px - _ABOVE * unit_px)
    right = min(float(width), x_px + _BESIDE * unit_px)
    bottom = min(float(height), y_px + _BELOW * unit_px)
    edges = [2 * int(value // 2) for value in (left, top, right - left, bottom - top)]
    return None if edges[2:] == [width, height] else (edges[0], edges[1], edges[2], edges[3])


class FramingWatch:
    """Looks at the picture now and then, and says what is wrong with it."""

    def __init__(self, check: CameraCheck) -> None:
        self._check = check
        self._checked_s = self._wrong_s = -1e9
        self.framing: Framing | None = None

    def look(self, picture: Picture, rate_hz: float | None) -> None:
        """Judge this picture, if it is time."""
        if picture.time_s - self._checked_s < _CHECK_EVERY_S:
            return
        self._checked_s = picture.time_s
        image_rgb = picture.image if picture.layout == "rgb24" else picture.image[..., ::-1].copy()
        self.framing = self._check.check(
            image_rgb, full_width_px=picture.size_px[0], frame_rate_hz=rate_hz
        )
        if self.framing.problems:
            self._wrong_s = picture.time_s

    @property
    def right_for_s(self) -> float:
        """For how long nothing has been wrong."""
        return self._checked_s - self._wrong_s

    @property
    def note(self) -> str:
        """The first thing to mend, in words; empty when all is well."""
        if self.framing is None or not self.framing.problems:
            return ""
        return text(f"framing-{self.framing.problems[0]}")
