"""Movement of the skin in millimetres, and what the landmarks say."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import AXES, REGION_NAMES, SIDES
from twitchcam.records.arrays import Bools, Floats, freeze
from twitchcam.records.spans import Span, mark_outside
from twitchcam.records.visibility import ALL_SEEN, Visibility
from twitchcam.records.vocabulary import Side
from twitchcam.skin_places import count_places


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PulsePeak:
    """A moment at which one place of a side rises and returns more than all others of that side.

    Attributes
    ----------
    time_s : the middle of the pulse.
    side, place : where: a place of ``skin_places``.
    snr : how far it stands out: displacement over noise, axis by axis.
    other_side_snr, mirror_mm : the most that the other side, and the mirrored place, do near it.
    length_s : of the pulse that fits best.
    size_mm, noise_mm : height of the pulse and noise of the place at that moment, as the flow
        shows them (``field_gain`` of the true size).
    neighbour_share : what the neighbouring places do in the same direction, as a share of it.
    far_share : what nine tenths of all places stay below, as a share of it.
    extent_mm : across all places that go more than half as far with it.
    interval_s : usual time between new pictures near it.
    pictures_s : (p,) times of the new pictures near it.
    course_s, course_mm : (n,), (n, 2) displacement of the place around it on the grid of
        ``Movement``, as the flow shows it; NaN where not seen.
    """

    time_s: float
    side: Side
    place: int
    snr: float
    other_side_snr: float
    mirror_mm: float
    length_s: float
    size_mm: float
    noise_mm: float
    neighbour_share: float
    far_share: float
    extent_mm: float
    interval_s: float
    pictures_s: Floats
    course_s: Floats
    course_mm: Floats

    def __post_init__(self) -> None:
        freeze(self, "pictures_s", "float64", (len(self.pictures_s),))
        freeze(self, "course_s", "float64", (len(self.course_s),))
        freeze(self, "course_mm", "float32", (len(self.course_s), 2))


class WeakPeaks(NamedTuple):
    """Where a side of the lower face stood out a little: what chance does there.

    ``time_s`` (W,), ``side`` (W,) as an index of ``SIDES``, ``snr`` (W,) times the noise.
    """

    time_s: Floats
    side: NDArray[np.int8]
    snr: Floats


NO_WEAK_PEAKS: Final = WeakPeaks(np.zeros(0), np.zeros(0, np.int8), np.zeros(0))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FieldPulses:
    """What the dense field says about short movements, and how well it could have.

    Attributes
    ----------
    time_s : (C,) coarse grid, a few times a second; each moment stands for those until the next.
    noise_mm : (C, places, sides) noise of a rise and return, as the flow shows it; NaN where
        nothing can be said.
    peaks : in order of time, at most a few a second and side.
    weak_peaks : what stood out less, away from the eyes; ``assessment.heavy_tails`` counts them.
    compression_loss_mm : (places, sides) of a movement of this size compression may have left out
        half, and of smaller ones more; 0 where nothing is known of it.
    """

    time_s: Floats
    noise_mm: Floats
    peaks: tuple[PulsePeak, ...]
    weak_peaks: WeakPeaks = NO_WEAK_PEAKS
    compression_loss_mm: Floats = dataclasses.field(
        default_factory=lambda: np.zeros((count_places(), len(SIDES)))
    )

    def __post_init__(self) -> None:
        freeze(self, "time_s", "float64", (len(self.time_s),))
        freeze(self, "compression_loss_mm", "float32", (count_places(), len(SIDES)))
        freeze(self, "noise_mm", "float32", (len(self.time_s), count_places(), len(SIDES)))

    def index(self, time_s: float) -> int:
        """Number of the coarse moment that ``time_s`` belongs to."""
        after = int(np.searchsorted(self.time_s, time_s, side="right"))
        return min(max(after - 1, 0), len(self.time_s) - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class LightSwing:
    """Light that flickers: its pace as the pictures show it, and how far it swings.

    ``percent`` is the swing of brightness to either side.
    """

    pace_hz: float
    percent: float


# Where no dense field was measured: nothing is known of any place.
NO_FIELD: Final = FieldPulses(
    time_s=np.zeros(1), noise_mm=np.full((1, count_places(), len(SIDES)), np.nan), peaks=()
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Movement:
    """Skin movement on an even time grid.

    Regions, sides and axes (outward, up: as the person sees them) are in the order of
    ``anatomy``.

    Attributes
    ----------
    field : what the dense field says about short movements of single places.
    time_s : (M,) even grid from the first frame.
    sampling_rate_hz : of that grid.
    displacement_mm : (M, regions, sides, axes) where the skin is: for holds, slow pulls, rhythms
        and pulses. Its zero is arbitrary and wanders; starts anew after every loss. NaN where not
        measured.
    transient_mm : (M, regions, sides, axes) the same without what is held longer than about half
        of ``hold_time_s`` (0.3 s): a running median is taken out.
    local_noise_mm : (M, regions, sides) size of ``transient_mm`` that the face shows anyway at
        this moment: for a second place that moves with a twitch.
    noise_mm : (regions, sides) ``local_noise_mm`` in the quiet stretches of this recording.
    activity_mm : (M,) movement of the whole face, 1 to 10 Hz.
    compression_loss_mm : (regions, sides) compression may have left out movements up to about
        this size.
    excluded : stretches that were not judged, with reasons; they may overlap.
    observed : (M,) True outside all of ``excluded``, from which it is worked out.
    eye_distance_px : outer corner to outer corner in the picture, median; ``None`` without a face.
    visibility : which skin could be seen, when, and why not.
    light : swings of light that flickers over the whole picture, strongest first.
    """

    field: FieldPulses
    time_s: Floats
    sampling_rate_hz: float
    displacement_mm: Floats
    transient_mm: Floats
    local_noise_mm: Floats
    noise_mm: Floats
    activity_mm: Floats
    compression_loss_mm: Floats
    excluded: tuple[Span, ...]
    observed: Bools = dataclasses.field(init=False)
    eye_distance_px: float | None = None
    visibility: Visibility = ALL_SEEN
    light: tuple[LightSwing, ...] = ()

    def __post_init__(self) -> None:
        n, regions, sides, axes = len(self.time_s), len(REGION_NAMES), len(SIDES), len(AXES)
        freeze(self, "time_s", "float64", (n,))
        freeze(self, "displacement_mm", "float32", (n, regions, sides, axes))
        freeze(self, "transient_mm", "float32", (n, regions, sides, axes))
        freeze(self, "local_noise_mm", "float32", (n, regions, sides))
        freeze(self, "noise_mm", "float64", (regions, sides))
        freeze(self, "activity_mm", "float32", (n,))
        freeze(self, "compression_loss_mm", "float32", (regions, sides))
        object.__setattr__(self, "observed", mark_outside(self.time_s, self.excluded))
        freeze(self, "observed", "bool", (n,))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Expression:
    """What the landmarks say about lids, mouth, brows and head, on the grid of ``Movement``.

    Good for gross actions only: the mesh is a model of a face, not a measurement of skin.

    Attributes
    ----------
    time_s : (M,) the grid.
    lid_aperture_mm : (M, 2) left, right: height of the opening between the lids; NaN also where the
        eye is covered.
    mouth_corner_mm : (M, 2, 2) left, right by outward, up: in the head frame.
    brow_mm : (M, 2) height of the brow above the line of the eye corners.
    mouth_opening_mm : (M,) between the inner edges of the lips.
    jaw_drop_mm : (M,) chin below the line of the eye corners.
    iris_drop_mm : (M, 2) how far the iris sits below the line of its eye's corners (gaze); NaN also
        where the eye is covered.
    head_rotation_deg : (M, 3) yaw, pitch, roll.
    """

    time_s: Floats
    lid_aperture_mm: Floats
    mouth_corner_mm: Floats
    brow_mm: Floats
    mouth_opening_mm: Floats
    jaw_drop_mm: Floats
    iris_drop_mm: Floats
    head_rotation_deg: Floats

    def __post_init__(self) -> None:
        n = len(self.time_s)
        freeze(self, "time_s", "float64", (n,))
        freeze(self, "lid_aperture_mm", "float32", (n, 2))
        freeze(self, "mouth_corner_mm", "float32", (n, 2, 2))
        freeze(self, "brow_mm", "float32", (n, 2))
        freeze(self, "mouth_opening_mm", "float32", (n,))
        freeze(self, "jaw_drop_mm", "float32", (n,))
        freeze(self, "iris_drop_mm", "float32", (n, 2))
        freeze(self, "head_rotation_deg", "float32", (n, 3))
