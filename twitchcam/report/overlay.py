"""The clip again, with what was measured drawn over it: for looking, showing and sharing.

In      the clip (or only its track), Analysis, Movement, FaceTrack
Out     H.264 in MP4 (yuv420p, index first) that browsers and phones play, with the true time of
        every picture
Method  Every picture keeps its own timestamp (clock of 90 kHz), so uneven rates stay uneven.
        Landmarks are drawn faintly, what happens is named while it happens, and the traces of the
        parts that moved most run below. The eyes can be blurred, or the face left out.
Known limits   Pictures wider than 1280 px are made smaller. Sound is not kept.
"""

from __future__ import annotations

import math
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import N_PATCHES, OUTER_EYE_CORNER, OUTLINES, REGION_NAMES, REGIONS, SIDES
from twitchcam.interpretation.find_cocontraction import list_coupled
from twitchcam.report import words
from twitchcam.report.whole_files import replace_when_done
from twitchcam.scratch import make_prefix
from twitchcam.wording import text
from twitchcam.wording.names import NO_SIDE
from twitchcam.x264 import list_x264_params

if TYPE_CHECKING:
    from twitchcam.records import Analysis, FaceTrack, Floats, Movement

Hidden = Literal["nothing", "eyes", "face"]
Picture = NDArray[np.uint8]

_CLOCK_HZ: Final = 90_000
_MAX_WIDTH_PX: Final = 1280
_ENCODER_OPTIONS: Final = {"crf": "19", "preset": "veryfast"}
_N_ROWS: Final = 3
_SHOWN_S: Final = 6.0
_LINGER_S: Final = 0.5  # a twitch is over before its name can be read
_MIN_SCALE_MM: Final = 0.8
_PANEL_SHARE: Final = 0.34
_INK: Final = (230, 233, 238)
_SOFT: Final = (150, 160, 172)
_PAPER: Final = (26, 32, 40)
_UNJUDGED: Final = (70, 78, 88)
_SIDE_COLOURS: Final = {"left": (86, 180, 233), "right": (230, 159, 0), "both": (190, 170, 230)}


def write_annotated_clip(
    path: Path,
    *,
    clip: Path | None,
    analysis: Analysis,
    movement: Movement,
    track: FaceTrack,
    hide: Hidden = "nothing",
) -> None:
    """Write ``annotated.mp4``.

    Parameters
    ----------
    clip : the video that ``track`` was made from; ``None`` draws the face as lines.
    hide : ``eyes`` blurs them (and the whole picture while no face is found), ``face`` leaves
        every picture out and draws lines.
    """
    drawing = _Drawing(analysis, movement, track)
    pictures = _read_pictures(clip, track, hide)
    frames = (
        (time_s, drawing.draw(picture, i, time_s, faceless=clip is None or hide == "face"))
        for i, (time_s, picture) in enumerate(pictures)
    )
    with replace_when_done(path) as unfinished, _encode(frames) as encoded:
        shutil.copyfile(encoded, unfinished)


def make_clip(clip: Path, track: FaceTrack, *, hide: Hidden = "nothing") -> bytes:
    """Make the clip as every browser plays it, upright, for the page. See ``make_page``."""
    with _encode(_read_pictures(clip, track, hide)) as encoded:
        return encoded.read_bytes()


def _read_pictures(
    clip: Path | None, track: FaceTrack, hide: Hidden
) -> Iterator[tuple[float, Picture]]:
    """Time and picture, even-sized, of every frame of the track."""
    if clip is None or hide == "face":
        width, height = _choose_size(*track.frame_size_px)
        for time_s in track.time_s.tolist():
            yield time_s, np.full((height, width, 3), _PAPER, dtype=np.uint8)
        return
    from twitchcam.capture.files import open_again

    with open_again(clip, track.source) as video:
        for i, frame in enumerate(video.frames()):
            if i >= len(track.time_s):
                return
            height, width = frame.image_rgb.shape[:2]
            size = _choose_size(width, height)
            picture = cv2.resize(frame.image_rgb, size, interpolation=cv2.INTER_AREA)
            if hide == "eyes":
                picture = _blur_eyes(picture, _landmarks(track, i, size[0]))
            yield frame.time_s, picture


def _choose_size(width: int, height: int) -> tuple[int, int]:
    """Even numbers, no wider than is needed."""
    shrink = min(_MAX_WIDTH_PX / max(width, height), 1.0)
    return tuple(max(2, 2 * round(side * shrink / 2)) for side in (width, height))  # type: ignore[return-value]


def _landmarks(track: FaceTrack, i: int, width: int) -> Floats | None:
    """(478, 2) in a picture of that width; ``None`` where no face was found."""
    points = np.array(track.landmarks_px[i, :, :2])
    return points * (width / track.frame_size_px[0]) if math.isfinite(points[0, 0]) else None


def _blur_eyes(picture: Picture, points: Floats | None) -> Picture:
    """A band over both eyes that shows no detail; without a face, nothing in detail."""
    height, width = picture.shape[:2]
    if points is None:
        return cv2.blur(cv2.blur(picture, (width // 8 | 1,) * 2), (width // 8 | 1,) * 2)
    right, left = points[OUTER_EYE_CORNER["right"]], points[OUTER_EYE_CORNER["left"]]
    along = left - right
    distance = float(np.hypot(*along))
    across = np.array([-along[1], along[0]])
    corners = np.array(
        [
            right - 0.3 * along - 0.33 * across,
            left + 0.3 * along - 0.33 * across,
            left + 0.3 * along + 0.25 * across,
            right - 0.3 * along + 0.25 * across,
        ]
    )
    mask = np.zeros((height, width), dtype=np.uint8)
    cv2.fillConvexPoly(mask, corners.round().astype(np.int32), 255)
    reach = (max(round(0.35 * distance), 3) | 1,) * 2
    blurred = cv2.blur(cv2.blur(picture, reach), reach)
    return np.where(mask[..., None] > 0, blurred, picture).astype(np.uint8)


@contextmanager
def _encode(frames: Iterable[tuple[float, Picture]]) -> Iterator[Path]:
    """Give a file with these pictures and times; the first picture says how large they are.

    The file lies in the temporary folder: to put its index first, FFmpeg opens it a second time
    by its name, and names of users' folders can be such that it cannot.
    """
    with tempfile.TemporaryDirectory(prefix=make_prefix("video")) as folder:
        path = Path(folder) / "encoded.mp4"
        _write_mp4(frames, path)
        yield path


def _write_mp4(frames: Iterable[tuple[float, Picture]], path: Path) -> None:
    import av

    clock = Fraction(1, _CLOCK_HZ)
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        stream: Any = None
        last = -1
        for time_s, picture in frames:
            if stream is None:
                stream = container.add_stream(
                    "libx264", options=_ENCODER_OPTIONS | list_x264_params()
                )
                stream.height, stream.width = picture.shape[:2]
                stream.pix_fmt = "yuv420p"
                stream.codec_context.time_base = clock
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            last = max(round(time_s * _CLOCK_HZ), last + 1)
            frame.pts, frame.time_base = last, clock
            container.mux(stream.encode(frame))
        if stream is not None:
            container.mux(stream.encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """Words for the time in which they are shown."""

    start_s: float
    stop_s: float
    text: str
    side: str
    patch: int | None


class _Drawing:
    """Draws over the pictures of one recording."""

    def __init__(self, analysis: Analysis, movement: Movement, track: FaceTrack) -> None:
        self._track = track
        self._movement = movement
        self._told = _list_told(analysis)
        self._rows = _choose_rows(analysis)
        by_axis = np.moveaxis(np.nan_to_num(movement.transient_mm), -1, 0)
        self._size_mm = np.hypot(*by_axis).reshape(len(movement.time_s), N_PATCHES)
        # What must not be judged is drawn, but not as if it meant something.
        self._judged = movement.observed & analysis.quality.usable
        self._hidden = analysis.quality.hidden_regions
        peaks = [e.amplitude_mm for e in analysis.events if math.isfinite(e.amplitude_mm)]
        self._scale_mm = 1.15 * max([*peaks, _MIN_SCALE_MM])

    def draw(self, picture: Picture, i: int, time_s: float, *, faceless: bool) -> Picture:
        """The picture with lines, names and, below it, traces."""
        height, width = picture.shape[:2]
        k = max(width, height) / 640
        points = _landmarks(self._track, i, width)
        drawn = np.ascontiguousarray(picture)
        if points is not None:
            _draw_outlines(drawn, points, 0.9 if faceless else 0.28, k)
        now = [told for told in self._told if told.start_s <= time_s < told.stop_s]
        for told in now:
            if told.patch is not None and points is not None:
                _draw_ring(drawn, points, told, k)
        _write_names(drawn, now, k)
        panel = self._draw_panel(width, 2 * round(_PANEL_SHARE * height / 2), time_s, k)
        return np.concatenate([drawn, panel])

    def _draw_panel(self, width: int, height: int, time_s: float, k: float) -> Picture:
        panel = np.full((height, width, 3), _PAPER, dtype=np.uint8)
        rate_hz = self._movement.sampling_rate_hz
        first = round((time_s - _SHOWN_S / 2) * rate_hz)
        at = np.arange(first, first + round(_SHOWN_S * rate_hz) + 1)
        x = np.linspace(0, width - 1, len(at))
        seen = (at >= 0) & (at < len(self._size_mm))
        row_height = height / len(self._rows)
        for row, region in enumerate(self._rows):
            middle = (row + 0.58) * row_height
            for s, (side, up) in enumerate(zip(SIDES, (-1, 1), strict=True)):
                size = self._size_mm[at[seen], region * len(SIDES) + s] / self._scale_mm
                y = middle + up * np.minimum(size, 1.0) * 0.42 * row_height
                line = np.stack([x[seen], y], axis=1).round().astype(np.int32)
                judged = self._judged[at[seen]] & (REGION_NAMES[region] not in self._hidden)
                changes = np.flatnonzero(np.diff(judged)) + 1
                for start, stop in pairwise((0, *changes.tolist(), len(line))):
                    if stop - start > 1:
                        colour = _SIDE_COLOURS[side] if judged[start] else _UNJUDGED
                        part = line[start : stop + 1]
                        cv2.polylines(panel, [part], False, colour, max(round(k), 1), cv2.LINE_AA)
            name = words.name_place(REGION_NAMES[region], NO_SIDE)
            _write(panel, name, (round(8 * k), round(row * row_height + 2 * k)), k)
        cv2.line(panel, (width // 2, 0), (width // 2, height), _SOFT, 1)
        clock = words.say_time(time_s)
        _write(panel, clock, (width // 2 + round(6 * k), height - round(20 * k)), k, _SOFT)
        return panel


def _list_told(analysis: Analysis) -> list[_Told]:
    """What is named and when: moments and actions, each a little longer than it lasts."""
    told = [
        _Told(
            start_s=e.onset_s,
            stop_s=e.offset_s + _LINGER_S,
            text=text(
                "report-told-event",
                place=words.name_place(e.region, e.side, e.area),
                kind=words.name_kind(e.kind),
                size=words.say_mm(e.amplitude_mm),
            ),
            side=e.side,
            patch=_find_patch(e.region, e.side),
        )
        for e in analysis.events
    ]
    told += [
        _Told(
            start_s=t.start_s,
            stop_s=t.stop_s,
            text=text(
                "report-told-tremor",
                place=words.name_place(t.region, t.side),
                rate=words.say_number(t.frequency_hz, "Hz"),
            ),
            side=t.side,
            patch=_find_patch(t.region, t.side),
        )
        for t in analysis.tremor
    ]
    told += [
        _Told(
            start_s=a.onset_s,
            stop_s=a.offset_s + _LINGER_S / 2,
            text=words.name_with_side(words.name_action(a.kind), a.side),
            side="none",
            patch=None,
        )
        for a in analysis.actions
    ]
    return told


def _find_patch(region: str, side: str) -> int | None:
    if region not in REGION_NAMES:
        return None
    return REGION_NAMES.index(region) * len(SIDES) + (1 if side == "right" else 0)


def _choose_rows(analysis: Analysis) -> list[int]:
    """The regions whose traces are shown: most moments, then a usual choice of those judged."""
    counts = dict.fromkeys(range(len(REGION_NAMES)), 0)
    places = [e.region for e in analysis.events] + [t.region for t in analysis.tremor]
    for region in places:
        if region in REGION_NAMES:
            counts[REGION_NAMES.index(region)] += 1
    for coupling in list_coupled(analysis):
        if coupling.region in REGION_NAMES:
            counts[REGION_NAMES.index(coupling.region)] += coupling.n_responses
    usual = [REGION_NAMES.index(name) for name in ("cheek", "mouth_corner", "lower_lid")]
    hidden = {REGION_NAMES.index(name) for name in analysis.quality.hidden_regions}
    ranked = sorted(counts, key=lambda r: (-counts[r], r in hidden, r not in usual, r))
    return sorted(ranked[:_N_ROWS])


def _draw_outlines(picture: Picture, points: Floats, strength: float, k: float) -> None:
    """Faint lines of the face, blended where the face is."""
    lines = [points[list(line)].round().astype(np.int32) for line in OUTLINES.values()]
    height, width = picture.shape[:2]
    low = np.maximum(points.min(axis=0) - 4, 0).astype(int)
    high = np.minimum(points.max(axis=0) + 5, (width, height)).astype(int)
    if (high <= low).any():
        return
    part = picture[low[1] : high[1], low[0] : high[0]]
    drawn = part.copy()
    for line in lines:
        cv2.polylines(
            drawn, [line - low.astype(np.int32)], False, _INK, max(round(0.8 * k), 1), cv2.LINE_AA
        )
    part[:] = cv2.addWeighted(drawn, strength, part, 1 - strength, 0.0)


def _draw_ring(picture: Picture, points: Floats, told: _Told, k: float) -> None:
    sides = SIDES if told.side == "both" else (told.side,)
    for side in sides:
        assert told.patch is not None
        region = REGIONS[told.patch // len(SIDES)]
        x, y = points[list(region.landmarks(side))].mean(axis=0).round().astype(int).tolist()
        colour = _SIDE_COLOURS[side]
        cv2.circle(picture, (x, y), round(14 * k), colour, max(round(2 * k), 1), cv2.LINE_AA)


def _write_names(picture: Picture, now: list[_Told], k: float) -> None:
    for row, said in enumerate(dict.fromkeys(told.text for told in now)):
        side = next(told.side for told in now if told.text == said)
        colour = _SIDE_COLOURS.get(side, _INK)
        _write(picture, said, (round(10 * k), round((8 + 24 * row) * k)), k, colour, backed=True)


def _write(
    picture: Picture,
    said: str,
    corner: tuple[int, int],
    k: float,
    colour: tuple[int, int, int] = _INK,
    *,
    backed: bool = False,
) -> None:
    """Put text with its upper left corner at ``corner``; what does not fit is cut off."""
    letters = _make_letters(said.replace(words.NBSP, " "), max(round(15 * k), 8))
    x, y = corner
    part = picture[y : y + letters.shape[0], x : x + letters.shape[1]]
    cover = letters[: part.shape[0], : part.shape[1], None].astype(np.float32) / 255.0
    ground = part * 0.35 if backed else part
    part[:] = (ground * (1 - cover) + np.array(colour, dtype=np.float32) * cover).astype(np.uint8)


@lru_cache(maxsize=512)
def _make_letters(said: str, size_px: int) -> Picture:
    """How much of each pixel the text covers, 0 to 255."""
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.load_default(size_px)
    left, _, right, bottom = font.getbbox(said)
    room = max(size_px // 4, 2)
    image = Image.new("L", (math.ceil(right - left) + 2 * room, math.ceil(bottom) + 2 * room))
    ImageDraw.Draw(image).text((room - left, room), said, fill=255, font=font)
    return np.asarray(image)
