"""From a decoded frame to an upright RGB array of one size."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
from av.sidedata.sidedata import Type
from av.video.reformatter import Interpolation, VideoReformatter
from numpy.typing import NDArray

from twitchcam.capture.decoding import count_threads
from twitchcam.capture.high_range import has_high_range, show_as_usual
from twitchcam.capture.side_data import read_side_data
from twitchcam.records import Floats, TurnedDeg

SMALLEST_SIDE_PX = 16
# Two shapes count as the same picture, sent at another resolution, within this ratio.
_SAME_SHAPE = 0.03
# Pixels more unequal than this are a broken header, not an anamorphic camera.
_WIDEST_PIXEL = 4


class PictureMaker:
    """Turns the frames of one stream into pictures, all like the first.

    Attributes
    ----------
    coded_size_px : width and height as stored, before anything is turned.
    stored_size_px : upright width and height, before scaling.
    size_px : upright width and height of the pictures that are made.
    square_pixels : the file's pixels are square, so nothing had to be widened.
    n_resized : frames whose size changed on the way and was brought back to the first's.
    n_interlaced : frames that hold two half pictures, taken one after the other; of these the
        first was used.
    """

    def __init__(
        self,
        first: av.VideoFrame,
        *,
        pixel_shape: Fraction | None = None,
        scale: float = 1.0,
        mirrored: bool = False,
        turned_deg: TurnedDeg = 0,
        n_threads: int | None = None,
    ) -> None:
        """Take sizes from the first frame; ``pixel_shape`` is the width of a pixel by height.

        Pictures are turned clockwise by ``turned_deg`` once they are as the file says. Without
        ``n_threads`` as many threads convert them as their size is worth.
        """
        self._n_threads = n_threads
        self._n_quarters = turned_deg // 90
        self._reformatter = VideoReformatter()
        self._mirrored = mirrored
        pixel_shape = pixel_shape or Fraction(1)
        if not Fraction(1, _WIDEST_PIXEL) <= pixel_shape <= _WIDEST_PIXEL:
            pixel_shape = Fraction(1)
        self.square_pixels = pixel_shape == 1
        self.coded_size_px = (first.width, first.height)
        width_px = max(1, round(first.width * pixel_shape))
        self._turned = read_orientation(first)[0]
        flat_px = (max(1, round(width_px * scale)), max(1, round(first.height * scale)))
        self._flat_size_px = flat_px
        self.stored_size_px = self._upright((width_px, first.height))
        self.size_px = self._upright(flat_px)
        self.n_resized = 0
        self.n_interlaced = 0
        self._field_reformatter = VideoReformatter()

    def _upright(self, size_px: tuple[int, int]) -> tuple[int, int]:
        lies = self._turned != (self._n_quarters % 2 == 1)
        return (size_px[1], size_px[0]) if lies else size_px

    def make_picture(self, frame: av.VideoFrame) -> NDArray[np.uint8] | None:
        """Return the upright picture, or ``None`` when the frame has quite another shape."""
        turned, flip_x, flip_y = read_orientation(frame)
        if not self._fits(frame, turned):
            return None
        transfer = int(frame.color_trc)
        colours = "rgb48le" if has_high_range(transfer) else "rgb24"
        if frame.interlaced_frame:
            self.n_interlaced += 1
            frame = self._take_first_field(frame, colours)
        width_px, height_px = self._flat_size_px
        shrinks = width_px < frame.width or height_px < frame.height
        made = self._reformatter.reformat(
            frame,
            width=width_px,
            height=height_px,
            format=colours,
            # Averaging what falls into a pixel keeps noise down and makes no moiré.
            interpolation=Interpolation.AREA if shrinks else Interpolation.BICUBIC,
            threads=self._n_threads or count_threads(frame.width, frame.height),
        ).to_ndarray()
        if has_high_range(transfer):
            image = show_as_usual(np.asarray(made, np.uint16), transfer)
        else:
            image = np.asarray(made, np.uint8)
        image = _turn(image, turned, flip_x != self._mirrored, flip_y)
        if self._n_quarters:
            image = np.ascontiguousarray(np.rot90(image, -self._n_quarters))
        return image

    def _take_first_field(self, frame: av.VideoFrame, colours: str) -> av.VideoFrame:
        """Return every other row, from the top.

        The rows between them were taken a field later: whatever moves would be a comb, whose
        teeth flow takes for texture. One field is half as sharp up and down, and at one time.
        """
        rows = self._field_reformatter.reformat(frame, format=colours).to_ndarray()
        return av.VideoFrame.from_ndarray(np.ascontiguousarray(rows[::2]), format=colours)

    def turn_map(self, values: Floats, frame: av.VideoFrame) -> Floats:
        """Turn what is known of places of a stored frame (rows, columns) as its picture is."""
        turned, flip_x, flip_y = read_orientation(frame)
        values = values.T if turned else values
        rows, columns = (-1 if flip else 1 for flip in (flip_y, flip_x != self._mirrored))
        return np.rot90(values[::rows, ::columns], -self._n_quarters)

    def _fits(self, frame: av.VideoFrame, turned: bool) -> bool:
        width_px, height_px = self.coded_size_px
        if turned != self._turned:
            return False
        if (frame.width, frame.height) == (width_px, height_px):
            return True
        ratio = frame.width * height_px / (frame.height * width_px)
        if abs(ratio - 1) > _SAME_SHAPE:
            return False
        self.n_resized += 1
        return True


def _turn(image: NDArray[np.uint8], turned: bool, flip_x: bool, flip_y: bool) -> NDArray[np.uint8]:
    """Transpose a picture, then flip it."""
    if not (turned or flip_x or flip_y):
        return image
    # Moving whole pixels at a time is three times as fast as moving their three bytes.
    pixels = np.ascontiguousarray(image).view("V3")[..., 0]
    if turned:
        pixels = pixels.T
    if flip_x:
        pixels = pixels[:, ::-1]
    if flip_y:
        pixels = pixels[::-1]
    return np.ascontiguousarray(pixels)[..., np.newaxis].view(np.uint8)


def read_orientation(frame: av.VideoFrame) -> tuple[bool, bool, bool]:
    """Say how a frame must be turned to stand upright: transposed, flipped in x, flipped in y.

    The display matrix sends (x, y) to (a x + c y, b x + d y). Phones write the four quarter
    turns, some with a mirror image; anything between is taken to the nearest of them.
    """
    stored = read_side_data(frame, Type.DISPLAYMATRIX)
    if stored is None:
        return False, False, False
    a, b, _, c, d = np.frombuffer(bytes(stored), dtype=np.int32)[:5].astype(np.int64)
    if abs(b) > abs(a):
        return True, bool(c < 0), bool(b < 0)
    return False, bool(a < 0), bool(d < 0)
