"""Known movement put into the skin of a real recording, so that a camera can be tested.

In      pictures of any recording, and the landmarks of the face in them (``FaceTrack``)
Out     the same pictures in which skin moves by a known size at known times
Method  Every movement is a smooth bump of displacement around its region, as wide as in made
        clips, or around any place of open skin, in millimetres of this face. The bump hangs on the
        tracked landmarks of that picture, so it follows the head; only the skin under it is
        resampled, and only while it moves. Encode the pictures with ``clip.encode_pictures``.
Departures from the sources    none: the method is our own
Known limits   The recording's own compression stays under the new one. Both lips take part in
        what moves one of them. The picture is bent in its plane; shading does not change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import OUTER_EYE_CORNER, REGION_NAMES, SIDES, get_region
from twitchcam.checks import check_range
from twitchcam.errors import InputError
from twitchcam.records import FaceTrack, Frame
from twitchcam.synthetic.clip import encode_pictures
from twitchcam.synthetic.fields import REACH_MM
from twitchcam.synthetic.jerks import Jerk, Shake, TrueJerk, list_jerks
from twitchcam.synthetic.movements import USUAL_DIRECTION, Tremble, Twitch, sides_of
from twitchcam.synthetic.open_skin import Place
from twitchcam.synthetic.photograph import Picture
from twitchcam.synthetic.timecourses import rise_and_fall, swing
from twitchcam.synthetic.truth import Truth, list_tremor, list_twitches
from twitchcam.wording import text

Floats = NDArray[np.floating[Any]]
Injected = Twitch | Jerk | Tremble | Shake

# The bump is cut off where it has fallen to a thousandth of its height.
_CUT_OFF: Final = 3.7
_ROUNDS: Final = 6
_MIN_MM: Final = 1e-4
# Landmarks tremble from picture to picture; the place of the bump is smoothed by this.
_SMOOTH_S: Final = 0.06


@dataclass(frozen=True, slots=True, kw_only=True)
class Bump:
    """One movement at one moment, in pixels of the picture."""

    centre_px: tuple[float, float]
    reach_px: float
    moved_px: tuple[float, float]


def plan_injection(
    duration_s: float,
    *,
    sizes_mm: tuple[float, ...] = (1.0,),
    regions: tuple[str, ...] = REGION_NAMES,
    duration_range_s: tuple[float, float] = (0.1, 0.3),
    start_s: float = 1.0,
    spacing_s: float = 1.2,
    seed: int = 1,
) -> tuple[Twitch, ...]:
    """Twitches for a recording of ``duration_s``: as many as fit, ``spacing_s`` apart.

    Every region, side and size gets its turn in random order before any comes again; half go
    where the region's muscle pulls, half anywhere.
    """
    check_range("spacing_s", spacing_s, 0.2, 3600.0)
    random = np.random.default_rng(seed)
    wanted: list[tuple[str, str, float]] = []
    twitches: list[Twitch] = []
    time_s = start_s
    while time_s + duration_range_s[1] + 0.3 < duration_s:
        if not wanted:
            wanted = list(product(regions, SIDES, sizes_mm))
            random.shuffle(wanted)
        region, side, size_mm = wanted.pop()
        angle = random.uniform(0.0, 2.0 * np.pi)
        twitches.append(
            Twitch(
                region=str(region),
                side="left" if side == "left" else "right",
                onset_s=round(time_s + float(random.uniform(0.0, 0.2)), 3),
                size_mm=float(size_mm),
                duration_s=round(float(random.uniform(*duration_range_s)), 3),
                direction=(
                    None if random.random() < 0.5 else (float(np.cos(angle)), float(np.sin(angle)))
                ),
            )
        )
        time_s += spacing_s
    return tuple(twitches)


def inject_movements(
    frames: Iterable[Frame], track: FaceTrack, movements: tuple[Injected, ...]
) -> Iterator[Picture]:
    """Yield every picture with the movements in it; pictures without a face stay as they are.

    Parameters
    ----------
    frames : the frames that ``track`` was made from, in order (any scale).
    track : landmarks, times and millimetres.
    movements : ``Twitch``, ``Jerk``, ``Tremble`` and ``Shake`` records; the sizes are those of the
        middle of the region or place.
    """
    place = _FacePlaces(track)
    courses = [(movement, _course(movement, track.time_s)) for movement in movements]
    for i, frame in enumerate(frames):
        picture = frame.image_rgb
        moving = [(m, course[i]) for m, course in courses if abs(course[i]) > _MIN_MM]
        if moving and place.is_known(i):
            scale = picture.shape[1] / track.frame_size_px[0]
            picture = bend_picture(picture, place.bumps(i, moving, scale))
        yield picture


def write_injected(
    frames: Iterable[Frame],
    track: FaceTrack,
    movements: tuple[Injected, ...],
    path: Path | str,
    *,
    crf: float = 18.0,
    preset: str = "veryfast",
) -> Truth:
    """Write the recording with the movements as H.264 to ``path`` and its truth beside it.

    ``clip.mp4`` gets ``clip.truth.json``. Frames keep their true times.

    Raises
    ------
    InputError
        There is no face in the recording to move.
    """
    path = Path(path)
    truth = describe_injection(track, movements, path.stem, crf=crf, preset=preset)
    path.parent.mkdir(parents=True, exist_ok=True)
    pictures = inject_movements(frames, track, movements)
    encode_pictures(pictures, track.time_s, path, crf=crf, preset=preset)
    truth.write(path.with_suffix(".truth.json"))
    return truth


def describe_injection(
    track: FaceTrack, movements: tuple[Injected, ...], name: str, **settings: Any
) -> Truth:
    """What was put into a recording. What the person did herself is not known and not listed."""
    place = _FacePlaces(track)
    if not track.face_found.any():
        raise InputError(text("error-made-no-face", file=track.source.name))
    times_s = track.time_s
    rate_hz = (len(times_s) - 1) / times_s[-1] if len(times_s) > 1 else 0.0
    return Truth(
        name=name,
        duration_s=float(times_s[-1]),
        n_frames=len(times_s),
        frame_rate_hz=round(float(rate_hz), 4),
        size_px=track.frame_size_px,
        eye_distance_px=round(place.usual_eye_distance_px, 2),
        mm_per_px=round(100.0 * track.mm_per_percent / place.usual_eye_distance_px, 6),
        twitches=list_twitches(movements),
        actions=(),
        tremor=list_tremor(movements),
        couplings=(),
        settings={"carrier": track.source.name, **settings},
        jerks=list_jerks_of(track, movements),
    )


def list_jerks_of(track: FaceTrack, movements: tuple[Injected, ...]) -> tuple[TrueJerk, ...]:
    """What the jerks among ``movements`` are in this face; none where there is no face."""
    if not track.face_found.any():
        return ()
    usual_px = np.median(track.landmarks_px[track.face_found], axis=0)
    return list_jerks(movements, usual_px, 100.0 * track.mm_per_percent)


def bend_picture(picture: Picture, bumps: list[Bump]) -> Picture:
    """The picture in which the skin under every bump has moved; the rest is untouched."""
    height, width = picture.shape[:2]
    reach = np.array([_CUT_OFF * bump.reach_px + np.hypot(*bump.moved_px) for bump in bumps])
    centres = np.array([bump.centre_px for bump in bumps])
    low = np.floor((centres - reach[:, None]).min(axis=0)).astype(int)
    high = np.ceil((centres + reach[:, None]).max(axis=0)).astype(int) + 1
    left, top = np.clip(low, 0, (width, height))
    right, bottom = np.clip(high, 0, (width, height))
    if right <= left or bottom <= top:
        return picture
    x, y = np.meshgrid(
        np.arange(left, right, dtype=np.float32), np.arange(top, bottom, dtype=np.float32)
    )
    from_x, from_y = x, y
    # The displacement is known where skin comes from, a picture needs it where skin arrives.
    for _ in range(_ROUNDS):
        moved_x, moved_y = _sum_bumps(from_x, from_y, bumps)
        from_x, from_y = x - moved_x, y - moved_y
    bent = cv2.remap(picture, from_x, from_y, cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REPLICATE)
    # Where hardly anything moves, the picture keeps its own pixels.
    still = (np.abs(moved_x) + np.abs(moved_y) < 1e-3)[..., None]
    out = picture.copy()
    out[top:bottom, left:right] = np.where(still, picture[top:bottom, left:right], bent)
    return out


def _sum_bumps(x: Floats, y: Floats, bumps: list[Bump]) -> tuple[Floats, Floats]:
    moved_x, moved_y = np.zeros_like(x), np.zeros_like(y)
    for bump in bumps:
        away = ((x - bump.centre_px[0]) ** 2 + (y - bump.centre_px[1]) ** 2) / bump.reach_px**2
        weight = np.exp(-0.5 * away)
        moved_x += weight * bump.moved_px[0]
        moved_y += weight * bump.moved_px[1]
    return moved_x, moved_y


def _course(movement: Injected, time_s: Floats) -> Floats:
    """How far the middle of the region has moved at every time, (n,) mm."""
    if isinstance(movement, Tremble | Shake):
        course = swing(time_s, movement.start_s, movement.stop_s, movement.frequency_hz)
    else:
        half_s = 0.5 * movement.duration_s
        course = rise_and_fall(time_s, movement.onset_s, half_s, movement.hold_s, half_s)
    return movement.size_mm * course


class _FacePlaces:
    """Where regions are in every picture, which way is outward and up, and how long a mm is."""

    def __init__(self, track: FaceTrack) -> None:
        self._track = track
        ends = track.landmarks_px[:, [OUTER_EYE_CORNER["right"], OUTER_EYE_CORNER["left"]], :2]
        self._ends = _smooth(np.asarray(ends, dtype=np.float64), track)
        across = np.linalg.norm(self._ends[:, 1] - self._ends[:, 0], axis=1)
        known = np.isfinite(across)
        self.usual_eye_distance_px = float(np.median(across[known])) if known.any() else 0.0
        self._anchors: dict[tuple[str | Place, str], Floats] = {}

    def is_known(self, i: int) -> bool:
        return bool(np.isfinite(self._ends[i]).all())

    def bumps(self, i: int, moving: list[tuple[Injected, float]], scale: float) -> list[Bump]:
        """Every movement of picture ``i`` with its size in mm, in pixels times ``scale``."""
        right, left = self._ends[i]
        across = left - right
        # A turned head shortens the line between the eyes; its usual length keeps the mm.
        px_per_mm = scale * self.usual_eye_distance_px / (100.0 * self._track.mm_per_percent)
        across = across / np.linalg.norm(across)
        up = np.array([across[1], -across[0]])
        found = []
        for movement, size_mm in moving:
            for side in sides_of(movement.side):
                outward_up = np.asarray(_direction(movement))
                outward_up = outward_up / np.linalg.norm(outward_up)
                outward = across if side == "left" else -across
                moved = (outward_up[0] * outward + outward_up[1] * up) * size_mm * px_per_mm
                centre = scale * self._anchor(movement, side)[i]
                found.append(
                    Bump(
                        centre_px=(float(centre[0]), float(centre[1])),
                        reach_px=_reach_mm(movement) * px_per_mm,
                        moved_px=(float(moved[0]), float(moved[1])),
                    )
                )
        return found

    def _anchor(self, movement: Injected, side: str) -> Floats:
        """(n, 2) the middle of the place or of the region's patch."""
        where = movement.place if isinstance(movement, Jerk | Shake) else movement.region
        if (where, side) not in self._anchors:
            if isinstance(where, Place):
                middle = where.locate(self._track.landmarks_px, side)
            else:
                ids = list(get_region(where).landmarks(side))
                points = np.asarray(self._track.landmarks_px[:, ids, :2], dtype=np.float64)
                middle = points.mean(axis=1)
            self._anchors[where, side] = _smooth(middle, self._track)
        return self._anchors[where, side]


def _direction(movement: Injected) -> tuple[float, float]:
    """Outward, up; of any length."""
    if isinstance(movement, Jerk | Shake):
        return movement.direction
    return movement.direction or USUAL_DIRECTION[movement.region]


def _reach_mm(movement: Injected) -> float:
    return movement.reach_mm if isinstance(movement, Jerk | Shake) else REACH_MM[movement.region]


def _smooth(places: Floats, track: FaceTrack) -> Floats:
    """Average over neighbours in time (Gaussian), within the same stretch; NaN stays NaN."""
    out = np.full_like(places, np.nan)
    time_s = track.time_s
    stretch = np.cumsum(track.cut | ~track.face_found)
    for i in np.flatnonzero(track.face_found):
        first, last = np.searchsorted(time_s, time_s[i] + np.array([-3.0, 3.0]) * _SMOOTH_S)
        near = np.arange(first, last)
        near = near[track.face_found[near] & (stretch[near] == stretch[i])]
        weight = np.exp(-0.5 * ((time_s[near] - time_s[i]) / _SMOOTH_S) ** 2)
        out[i] = np.tensordot(weight / weight.sum(), places[near], axes=1)
    return out
