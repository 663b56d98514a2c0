"""What a recording is made of: pictures, where they came from, what was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

# Quarter turns, clockwise.
TurnedDeg: TypeAlias = Literal[0, 90, 180, 270]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """One picture of a recording.

    Attributes
    ----------
    index : number of the decoded frame, from 0.
    time_s : true timestamp, from 0 at the first frame.
    image_rgb : (height, width, 3) uint8, upright and not mirrored.
    quantiser_step : (rows, columns) step of the codec's quantiser, evenly over the picture, in grey
        levels on the scale of H.264; (1, 1) where one is told for the whole; ``None`` if untold.
    """

    index: int
    time_s: float
    image_rgb: NDArray[np.uint8]
    quantiser_step: NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the frames came from.

    Attributes
    ----------
    name : the file's name, without its folder.
    sha256 : of the whole file.
    duration_s : from the first to the last frame's timestamp.
    n_frames : frames that could be decoded.
    width_px, height_px : of the upright picture as it was read (after any scaling).
    mirrored : the recording was a mirror image and has been turned back.
    time_source : ``container`` (true timestamps), ``assumed`` (some had to be filled in).
    bits_per_px : bits of compressed video for each pixel as it was read; ``None`` if not known.
    turned_deg : the face lay on its side or stood on its head in the file; the pictures were turned
        clockwise by this.
    notes : what a reader should know: scaled down, cut off in the middle, timestamps mended.
    first_picture_s : when the first picture is shown on the time line of the file, which players
        and programs for annotation go by; later than 0 where sound begins first.
    slowed : seconds of that time line in one second of life; 8 in slow motion of 240 pictures a
        second played at 30.
    video_track : which of the file's video tracks was read, from 1.
    """

    name: str
    sha256: str
    duration_s: float
    n_frames: int
    width_px: int
    height_px: int
    mirrored: bool
    time_source: Literal["container", "assumed", "camera clock"]
    bits_per_px: float | None = None
    notes: tuple[str, ...] = ()
    turned_deg: TurnedDeg = 0
    first_picture_s: float = 0.0
    slowed: float = 1.0
    video_track: int = 1

    def to_file_s(self, time_s: float) -> float:
        """Where a moment of the recording lies on the time line of the file."""
        return self.first_picture_s + time_s * self.slowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One step that a person was asked to do while recording."""

    step: str
    start_s: float
    stop_s: float
