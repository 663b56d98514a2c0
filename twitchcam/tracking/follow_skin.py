"""From located faces to the summed movement of their skin, picture by picture."""

from __future__ import annotations

import array
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import N_PATCHES, SIDES
from twitchcam.records import Bools, Floats
from twitchcam.settings import TrackingSettings
from twitchcam.skin_places import get_field_shape, get_places_shape, get_points
from twitchcam.tracking.brightness import show_texture
from twitchcam.tracking.compression_signs import measure_step, measure_unchanged
from twitchcam.tracking.fine_texture import measure_fine_texture
from twitchcam.tracking.focus import measure_edge_width
from twitchcam.tracking.head_frame import (
    fit_head_frame,
    make_reference,
    measure_rotation,
    move_to_head,
)
from twitchcam.tracking.locate import Located
from twitchcam.tracking.place_light import (
    locate_places,
    mark_inside,
    measure_colour,
    measure_light,
)
from twitchcam.tracking.row_store import RowStore
from twitchcam.tracking.skin_flow import (
    N_SPOTS,
    PointFlow,
    SpotMatrix,
    follow_points,
    locate_spots,
    make_spot_matrix,
    measure_spots,
)
from twitchcam.tracking.steady_face import sample_face

# Image x and y to the person's outward and up: the person's left is the image's right.
_TO_PERSON: Final = np.tile(
    np.array([[1.0, -1.0] if side == "left" else [-1.0, -1.0] for side in SIDES]),
    (N_SPOTS // len(SIDES), 1),
)
# For one picture alone, numpy's start-up of every step costs more than the step.
_PICTURES_AT_ONCE: Final = 16
# Far finer than what flow sees; rounding makes saved tracks smaller.
FIELD_STEPS_PER_PERCENT: Final = 4096
_LIGHT_STEPS_PER_LEVEL: Final = 8


class Followed(NamedTuple):
    """What one picture says of the skin, before its points are put together to places."""

    rotation_deg: tuple[float, float, float] = (np.nan, np.nan, np.nan)
    luma: float = np.nan
    edge_width_percent: float = np.nan  # where it was looked at
    points: PointFlow | None = None  # ``None``: there was nothing new to compare
    matrix: SpotMatrix | None = None  # what puts the points together
    begins: bool = False  # the sum starts here, at zero
    counts: bool = False  # the next picture is compared with this one
    texture: Floats | None = None  # (spots,) grey levels per pixel, where it was looked at
    unchanged: Floats | None = None  # (spots,) share of pixels, where it was looked at
    step: float = np.nan  # of the codec's quantiser, where it was looked at and told
    light: Floats | None = None  # (places, sides) grey levels, NaN outside the picture
    colour: tuple[float, Floats] | None = None  # time and (places, sides, 3), where looked at


NOT_FOLLOWED: Final = Followed()


def without_looks(followed: Followed) -> Followed:
    """The same without what is looked at now and then."""
    return followed._replace(texture=None, unchanged=None, colour=None)


class Yardstick(NamedTuple):
    """What the first look at a face fixes for the stretch that begins with it."""

    reference: Floats  # of the head frame, see ``make_reference``
    matrix: SpotMatrix


def take_yardstick(
    image_rgb: NDArray[np.uint8], landmarks_px: Floats, settings: TrackingSettings
) -> Yardstick:
    """The yardstick of a picture with a face."""
    reference = make_reference(landmarks_px)
    frame = fit_head_frame(landmarks_px, reference)
    head = move_to_head(landmarks_px, frame.turn_scale, frame.shift)
    inside = mark_inside(image_rgb, get_points().locate(head), frame, settings)
    return Yardstick(reference, make_spot_matrix(head, settings, inside))


@dataclass
class _FaceBefore:
    """What the flow remembers of the last new picture."""

    face: NDArray[np.uint8]
    points: Floats
    matrix: SpotMatrix
    time_s: float


class _Clock:
    """Says when it is time for a look that need not be taken at every picture."""

    def __init__(self, every_s: float) -> None:
        self._every_s = every_s
        self._from_s = -np.inf

    def is_due(self, time_s: float) -> bool:
        if time_s < self._from_s:
            return False
        self._from_s = time_s + self._every_s
        return True


class SkinFollower:
    """Follows the skin of one face from picture to picture. Starts anew after every loss.

    With a ``yardstick`` its first stretch is measured as the one before it was.
    """

    def __init__(self, settings: TrackingSettings, yardstick: Yardstick | None = None) -> None:
        self._settings = settings
        self._reference: Floats | None = None
        self._given_matrix: SpotMatrix | None = None
        if yardstick is not None:
            self._reference, self._given_matrix = yardstick
        self._before: _FaceBefore | None = None
        self._texture_clock = _Clock(settings.look_every_s)
        self._codec_clock = _Clock(settings.look_at_codec_every_s)
        self._focus_clock = _Clock(settings.look_at_focus_every_s)
        self._light: Floats | None = None  # of the last new picture
        self._picture_before: NDArray[np.uint8] | None = None  # the last new one

    def lose(self, *, scene_changed: bool) -> None:
        """The face is gone, or another scene begins: the next face is not compared with this."""
        self._before = self._picture_before = self._given_matrix = None
        if scene_changed:
            self._reference = None

    def follow(self, located: Located) -> Followed:
        """Movement of the points of one frame with a face."""
        settings, landmarks_px = self._settings, located.landmarks_px
        assert landmarks_px is not None  # callers checked; tells the type checker
        rotation = measure_rotation(landmarks_px)
        luma = located.luma
        if located.repeated and self._before is not None:
            return Followed(rotation, luma, light=self._light)
        if self._reference is None:
            self._reference = make_reference(landmarks_px)
        frame = fit_head_frame(landmarks_px, self._reference)
        head = move_to_head(landmarks_px, frame.turn_scale, frame.shift)
        steadied = sample_face(located.frame.image_rgb, frame, settings.steady_eye_distance_px)
        face = show_texture(steadied, settings)
        before, time_s = self._before, located.frame.time_s
        texture = unchanged = colour = None
        step, picture = np.nan, located.frame.image_rgb
        edge_width_percent = np.nan
        if self._focus_clock.is_due(time_s):
            edge_width_percent = measure_edge_width(steadied, head, settings)
        places = locate_places(head)
        self._light = measure_light(steadied, picture, places, frame, settings)
        if self._texture_clock.is_due(time_s):
            texture = measure_fine_texture(steadied, locate_spots(head), settings)
            colour = time_s, measure_colour(picture, places, frame, settings)
        if self._picture_before is not None and self._codec_clock.is_due(time_s):
            step = measure_step(located.frame, landmarks_px)
            unchanged = measure_unchanged(
                self._picture_before, picture, locate_spots(head), frame, settings
            )
        self._picture_before = picture
        seen = Followed(
            rotation, luma, edge_width_percent, texture=texture, light=self._light, colour=colour
        )
        points = get_points().locate(head)
        if before is None:
            inside = mark_inside(picture, points, frame, settings)
            matrix = self._given_matrix or make_spot_matrix(head, settings, inside)
            self._before = _FaceBefore(face, points, matrix, time_s)
            return seen._replace(begins=True)
        moved = follow_points(before.face, face, before.points, settings)
        # Beyond the edge there is only the edge, drawn out: nothing to follow.
        moved = replace(
            moved, found=moved.found & mark_inside(picture, before.points, frame, settings)
        )
        # At high frame rates several pictures are compared with the same one before them.
        counts = time_s - before.time_s >= settings.flow_step_s
        if counts:
            points = self._follow_slowly(points, before, time_s)
            self._before = _FaceBefore(face, points, before.matrix, time_s)
        return seen._replace(
            points=moved, matrix=before.matrix, counts=counts, unchanged=unchanged, step=step
        )

    def _follow_slowly(self, now: Floats, before: _FaceBefore, time_s: float) -> Floats:
        """Let the points follow slow movement only, so that a twitch moves through them."""
        if self._settings.follow_time_s == 0:
            return now
        share = 1.0 - np.exp(-(time_s - before.time_s) / self._settings.follow_time_s)
        return np.asarray(before.points + share * (now - before.points))


def measure_spots_of_one(followed: Followed, settings: TrackingSettings) -> Floats:
    """(spots, 2) how far the skin went from the picture before to this one, as ``SkinSums`` adds.

    In percent of the eye distance, outward and up. The picture must have been compared.
    """
    assert followed.points is not None
    assert followed.matrix is not None
    displacement, _ = measure_spots([followed.points], followed.matrix, settings)
    return np.asarray(displacement[0] * (_TO_PERSON * 100.0))


class SkinLooks(NamedTuple):
    """What was looked at now and then."""

    texture: Floats  # (looks, spots) grey levels per pixel
    step: Floats  # (looks,) of the codec's quantiser, NaN where not told
    unchanged: Floats  # (2, spots) sum of shares, number of looks that saw the place
    colour_s: Floats  # (looks,)
    colour: Floats  # (looks, places, sides, 3) red, green and blue

    @property
    def fine_texture(self) -> Floats:
        """(spots,) median of all looks in grey levels per pixel; NaN without a face."""
        return np.median(self.texture, axis=0) if len(self.texture) else np.full(N_SPOTS, np.nan)

    @property
    def unchanged_share(self) -> Floats:
        """(spots,) mean of all looks, 0 to 1; NaN without two pictures of a face."""
        total, n_seen = self.unchanged
        return np.where(n_seen > 0, total / np.maximum(n_seen, 1), np.nan)

    @property
    def quantiser_step(self) -> float | None:
        """Median of all looks in grey levels; ``None`` where the codec tells nothing."""
        told = self.step[np.isfinite(self.step)]
        return float(np.median(told)) if len(told) else None


class SkinSums:
    """What the track keeps of the skin: the flow summed over time, and how good it was.

    The dense field goes to disk as it comes, for an hour of it is large: ``hand_over`` gives it
    back, ``discard`` throws it away.
    """

    def __init__(self, settings: TrackingSettings, folder: Path | None = None) -> None:
        self._settings = settings
        self._sum = np.zeros((N_SPOTS, 2))
        self._waiting: list[Followed] = []
        self._begins = array.array("b")
        self._displacement, self._residual = _Rows(N_PATCHES, 2), _Rows(N_PATCHES)
        self._rotation, self._luma = _Rows(3), _Rows()
        self._edge_width = _Rows()
        self._texture, self._step = _Rows(N_SPOTS), _Rows()
        self._unchanged = np.zeros((2, N_SPOTS))  # sum, number of looks that saw the place
        self._field = RowStore(get_field_shape(), FIELD_STEPS_PER_PERCENT, folder)
        self._light = RowStore(get_places_shape(), _LIGHT_STEPS_PER_LEVEL, folder)
        self._colour, self._colour_s = _Rows(*get_places_shape(), 3), array.array("d")

    def add(self, followed: Followed) -> None:
        """Add one picture; several are worked out together."""
        self._waiting.append(followed)
        self._begins.append(followed.begins)
        if followed.texture is not None:
            self._texture.append(followed.texture)
        if followed.unchanged is not None:
            seen = np.isfinite(followed.unchanged)
            self._unchanged += [np.where(seen, followed.unchanged, 0.0), seen]
            self._step.append(followed.step)
        self._light.append(followed.light)
        if followed.colour is not None:
            self._colour_s.append(followed.colour[0])
            self._colour.append(followed.colour[1])
        if len(self._waiting) == _PICTURES_AT_ONCE:
            self._work_out()

    @property
    def displacement(self) -> Floats:
        """(pictures, patches, 2) summed, in percent of the eye distance, outward and up."""
        return self._stack(self._displacement)

    @property
    def residual(self) -> Floats:
        """(pictures, patches)."""
        return self._stack(self._residual)

    @property
    def rotation_deg(self) -> Floats:
        """(pictures, 3)."""
        return self._stack(self._rotation)

    @property
    def luma(self) -> Floats:
        """(pictures,)."""
        return self._stack(self._luma)

    @property
    def edge_width_percent(self) -> Floats:
        """(pictures,) NaN where no look was taken."""
        return self._stack(self._edge_width)

    @property
    def begins(self) -> Bools:
        """(pictures,) True where the sum started anew."""
        return np.array(self._begins, dtype=bool)

    @property
    def looks(self) -> SkinLooks:
        """What was looked at now and then."""
        return SkinLooks(
            texture=self._texture.stack(),
            step=self._step.stack(),
            unchanged=self._unchanged,
            colour_s=np.array(self._colour_s),
            colour=self._colour.stack(),
        )

    def hand_over(self) -> tuple[Path, Path]:
        """Files of the dense field, like ``displacement``, and of the light."""
        self._work_out()
        return self._field.hand_over(), self._light.hand_over()

    def discard(self) -> None:
        """Give up: remove what lies on disk."""
        self._field.discard()
        self._light.discard()

    def _stack(self, rows: _Rows) -> Floats:
        self._work_out()
        return rows.stack()

    def _work_out(self) -> None:
        steps: list[tuple[Floats, Floats]] = []
        compared = [followed for followed in self._waiting if followed.points is not None]
        for _, alike in groupby(compared, key=lambda followed: id(followed.matrix)):
            run = list(alike)
            flows = [followed.points for followed in run if followed.points is not None]
            assert run[0].matrix is not None  # it came with the points
            displacement, residual = measure_spots(flows, run[0].matrix, self._settings)
            steps += zip(displacement * (_TO_PERSON * 100.0), residual, strict=True)
        following = iter(steps)
        for followed in self._waiting:
            spots: Floats | None = None
            residual = np.full(N_SPOTS, np.nan)
            if followed.begins:
                self._sum = spots = np.zeros((N_SPOTS, 2))
            elif followed.points is not None:
                step, residual = next(following)
                spots = self._sum + step
                if followed.counts:
                    self._sum = spots
            unknown = np.full((N_PATCHES, 2), np.nan)
            self._displacement.append(unknown if spots is None else spots[:N_PATCHES])
            self._field.append(
                None if spots is None else spots[N_PATCHES:].reshape(get_field_shape())
            )
            self._residual.append(residual[:N_PATCHES])
            self._rotation.append(followed.rotation_deg)
            self._luma.append(followed.luma)
            self._edge_width.append(followed.edge_width_percent)
        self._waiting = []


class _Rows:
    """Rows of numbers that arrive one by one, kept without the cost of Python objects."""

    def __init__(self, *shape: int) -> None:
        self._shape = shape
        self._values = array.array("f")

    def append(self, row: Floats | tuple[float, ...] | float) -> None:
        self._values.frombytes(np.asarray(row, dtype=np.float32).tobytes())

    def stack(self) -> Floats:
        return np.frombuffer(self._values, dtype=np.float32).reshape(-1, *self._shape)
