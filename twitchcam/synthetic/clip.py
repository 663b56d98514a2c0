"""Made clips: a plan goes in; pictures, a file and its truth come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.checks import check_range
from twitchcam.errors import check_rising
from twitchcam.synthetic.acting import HeadMotion, run_script
from twitchcam.synthetic.covers import Cover, lay_over
from twitchcam.synthetic.face_geometry import (
    FACE_CENTRE_PX,
    MM_PER_PX,
    eye_distance_px,
    read_landmarks,
)
from twitchcam.synthetic.jerks import list_jerks
from twitchcam.synthetic.lighting import Light, light_up
from twitchcam.synthetic.movements import Anything
from twitchcam.synthetic.photograph import Picture
from twitchcam.synthetic.render import FaceRenderer
from twitchcam.synthetic.script import compose_script
from twitchcam.synthetic.timecourses import wander
from twitchcam.synthetic.truth import (
    Truth,
    list_actions,
    list_couplings,
    list_tremor,
    list_twitches,
)
from twitchcam.synthetic.worn import Worn
from twitchcam.x264 import list_x264_params

Floats = NDArray[np.floating[Any]]

CLOCK_HZ: Final = 90_000
USUAL_HEAD: Final = HeadMotion()
# The noise sheet is larger than the picture by this much, to slide about.
NOISE_SPARE_PX: Final = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipPlan:
    """What a made clip shows and how it was recorded.

    Attributes
    ----------
    duration_s : length; the last frame lies before it.
    movements : records of ``movements``.
    frame_rate_hz : even frame rate, unless ``frame_times_s`` is given.
    frame_times_s : true time of every frame, from 0 and rising: a camera that stumbles.
    size_px : width and height, even numbers.
    eye_distance_px : outer corner to outer corner in the picture.
    crf : x264's constant rate factor; 0 is lossless, 18 very good, 28 poor.
    preset : x264's preset.
    noise : sensor noise, standard deviation in grey levels.
    fine_texture : skin grain that the photograph lacks, standard deviation in grey levels.
    head : aimless motion of the head.
    light_drift, light_flicker : slow and fast change of brightness, standard deviation as a
        share of the whole.
    flicker_hz : of the fast change (mains light beats with the camera).
    covers : hands and cups that come to lie over the face.
    glasses, beard : whether the face wears them.
    worn : what else it wears throughout: masks, patches, gauze, dark lenses.
    lights : light that travels over the face, records of ``lighting``.
    cut_off_px : how much of the picture lies beyond its left, top, right and bottom edge. The
        file is smaller by that than ``size_px``; even numbers.
    seed : of everything that is random.
    """

    duration_s: float
    movements: tuple[Anything, ...] = ()
    frame_rate_hz: float = 30.0
    frame_times_s: tuple[float, ...] | None = None
    size_px: tuple[int, int] = (640, 480)
    eye_distance_px: float = 165.0
    crf: float = 18.0
    preset: str = "veryfast"
    noise: float = 1.2
    fine_texture: float = 1.5
    head: HeadMotion = USUAL_HEAD
    light_drift: float = 0.01
    light_flicker: float = 0.002
    flicker_hz: float = 7.3
    covers: tuple[Cover, ...] = ()
    glasses: bool = False
    beard: bool = False
    worn: tuple[Worn, ...] = ()
    lights: tuple[Light, ...] = ()
    cut_off_px: tuple[int, int, int, int] = (0, 0, 0, 0)
    seed: int = 0

    def __post_init__(self) -> None:
        check_range("eye_distance_px", self.eye_distance_px, 20.0, 1000.0)
        check_range("frame_rate_hz", self.frame_rate_hz, 1.0, 1000.0)
        if self.frame_times_s is not None:
            check_rising("frame_times_s", self.frame_times_s)

    def frame_times(self) -> Floats:
        """Return the time of every frame."""
        if self.frame_times_s is not None:
            return np.asarray(self.frame_times_s, dtype=np.float64)
        return np.arange(round(self.duration_s * self.frame_rate_hz)) / self.frame_rate_hz

    @property
    def shown_size_px(self) -> tuple[int, int]:
        """Width and height of the file."""
        left, top, right, bottom = self.cut_off_px
        return self.size_px[0] - left - right, self.size_px[1] - top - bottom

    @property
    def mm_per_px(self) -> float:
        """Millimetres in one pixel of the picture, at the depth of the eyes."""
        return MM_PER_PX * eye_distance_px() / self.eye_distance_px


def describe_truth(plan: ClipPlan, name: str) -> Truth:
    """Return what a clip made from ``plan`` shows."""
    times_s = plan.frame_times()
    settings = {
        "crf": plan.crf,
        "preset": plan.preset,
        "noise": plan.noise,
        "fine_texture": plan.fine_texture,
        "head": asdict(plan.head),
        "light_drift": plan.light_drift,
        "light_flicker": plan.light_flicker,
        "flicker_hz": plan.flicker_hz,
        "seed": plan.seed,
        "even_frame_rate": plan.frame_times_s is None,
    }
    if plan.covers:
        settings["covers"] = [asdict(cover) for cover in plan.covers]
    if plan.worn:
        settings["worn"] = [asdict(piece) for piece in plan.worn]
    if plan.lights:
        settings["lights"] = [
            {"kind": type(light).__name__} | asdict(light) for light in plan.lights
        ]
    if any(plan.cut_off_px):
        settings["cut_off_px"] = plan.cut_off_px
    settings |= {name: True for name in ("glasses", "beard") if getattr(plan, name)}
    rate_hz = (len(times_s) - 1) / (times_s[-1] - times_s[0]) if len(times_s) > 1 else 0.0
    return Truth(
        name=name,
        duration_s=plan.duration_s,
        n_frames=len(times_s),
        frame_rate_hz=round(float(rate_hz), 4),
        size_px=plan.shown_size_px,
        eye_distance_px=plan.eye_distance_px,
        mm_per_px=round(plan.mm_per_px, 6),
        twitches=list_twitches(plan.movements),
        actions=list_actions(plan.movements),
        tremor=list_tremor(plan.movements),
        couplings=list_couplings(plan.movements),
        settings=settings,
        jerks=list_jerks(plan.movements, read_landmarks(), MM_PER_PX * eye_distance_px()),
    )


def render_frames(plan: ClipPlan) -> Iterator[Picture]:
    """Yield the (height, width, 3) RGB pictures of ``plan``, noise included."""
    times_s = plan.frame_times()
    renderer = FaceRenderer(
        plan.size_px,
        plan.eye_distance_px / eye_distance_px(),
        plan.fine_texture,
        FACE_CENTRE_PX,
        plan.seed,
        glasses=plan.glasses,
        beard=plan.beard,
        worn=plan.worn,
    )
    scale = plan.eye_distance_px / eye_distance_px()
    script = compose_script(times_s, plan.movements, plan.seed)
    noise = _SensorNoise(plan)
    states = run_script(script, plan.head, _brightness(plan, times_s), plan.seed)
    for time_s, state in zip(times_s.tolist(), states, strict=True):
        picture = lay_over(renderer.draw(state), plan.covers, time_s, scale, plan.seed)
        picture = light_up(picture, plan.lights, time_s, scale, plan.seed)
        yield _cut_off(noise.add_to(picture), plan.cut_off_px)


def _cut_off(picture: Picture, cut_off_px: tuple[int, int, int, int]) -> Picture:
    left, top, right, bottom = cut_off_px
    height, width = picture.shape[:2]
    return np.ascontiguousarray(picture[top : height - bottom, left : width - right])


def _brightness(plan: ClipPlan, times_s: Floats) -> Floats:
    flicker = np.sqrt(2.0) * np.sin(2.0 * np.pi * plan.flicker_hz * times_s)
    drift = 2.0 * wander(times_s, plan.seed + 977, 0.03, 0.2)
    return 1.0 + plan.light_drift * drift + plan.light_flicker * flicker


class _SensorNoise:
    """Noise that differs from frame to frame, cut at random places from one large sheet."""

    def __init__(self, plan: ClipPlan) -> None:
        self._random = np.random.default_rng(plan.seed + 5)
        self._size_px = plan.size_px
        width, height = plan.size_px
        shape = (height + NOISE_SPARE_PX, width + NOISE_SPARE_PX, 3)
        self._sheet: NDArray[np.int16] | None = None
        if plan.noise > 0.0:
            sheet = self._random.standard_normal(shape, dtype=np.float32) * plan.noise
            self._sheet = np.round(sheet).astype(np.int16)

    def add_to(self, picture: Picture) -> Picture:
        if self._sheet is None:
            return picture
        left, top = self._random.integers(0, NOISE_SPARE_PX, 2)
        width, height = self._size_px
        part = self._sheet[top : top + height, left : left + width]
        return np.asarray(cv2.add(picture, part, dtype=cv2.CV_8U), dtype=np.uint8)


def write_clip(plan: ClipPlan, path: Path | str) -> Truth:
    """Write the clip of ``plan`` as H.264 to ``path``, its truth beside it; return the truth.

    ``clip.mp4`` gets ``clip.truth.json``. Frames carry their true times.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    truth = describe_truth(plan, path.stem)
    encode_frames(render_frames(plan), plan, path)
    truth.write(path.with_suffix(".truth.json"))
    return truth


def encode_frames(frames: Iterator[Picture], plan: ClipPlan, path: Path) -> None:
    """Encode pictures with the times, size and compression of ``plan``."""
    rate_hz = plan.frame_rate_hz
    times_s = plan.frame_times()
    encode_pictures(frames, times_s, path, crf=plan.crf, preset=plan.preset, rate_hz=rate_hz)


def encode_pictures(
    pictures: Iterable[Picture],
    times_s: Floats,
    path: Path,
    *,
    crf: float,
    preset: str = "veryfast",
    rate_hz: float | None = None,
) -> None:
    """Encode (height, width, 3) RGB pictures as H.264, each with its true time.

    Odd sides lose their last row or column: H.264 stores colour for two by two pixels.
    """
    if rate_hz is None:
        rate_hz = 1.0 / float(np.median(np.diff(times_s))) if len(times_s) > 1 else 30.0
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=Fraction(rate_hz).limit_denominator(1001))
        stream.pix_fmt = "yuv420p"
        stream.time_base = Fraction(1, CLOCK_HZ)
        stream.codec_context.time_base = Fraction(1, CLOCK_HZ)
        stream.options = {
            "crf": str(crf), "preset": preset, "threads": "1", **list_x264_params()
        }  # fmt: skip
        for time_s, picture in zip(times_s, pictures, strict=True):
            height, width = (side - side % 2 for side in picture.shape[:2])
            if not stream.codec_context.is_open:
                stream.width, stream.height = width, height
            even = np.ascontiguousarray(picture[:height, :width])
            frame = av.VideoFrame.from_ndarray(even, format="rgb24")
            frame.pts = round(time_s * CLOCK_HZ)
            frame.time_base = Fraction(1, CLOCK_HZ)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
