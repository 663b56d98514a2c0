"""What the stages hand to each other, and nothing else.

Frozen records. Units are in the names, time comes first, arrays are copied and read-only,
``left`` and ``right`` are the person's own sides. Spans and events are half-open: the start
belongs to them, the stop does not. "Nothing found" is an empty tuple; "could not look" is a
reason in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import N_LANDMARKS, REGION_NAMES, SIDES
from twitchcam.errors import check_rising, check_shape

Side = Literal["left", "right", "both"]
Floats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]

SPAN_REASONS: Final = (
    "face_lost",
    "head_turned",
    "head_moving",
    "expression",
    "talking",
    "chewing",
    "low_light",
    "occluded",
    "gap",
    "cut",
)
SpanReason = Literal[
    "face_lost",
    "head_turned",
    "head_moving",
    "expression",
    "talking",
    "chewing",
    "low_light",
    "occluded",
    "gap",
    "cut",
]
ActionKind = Literal["blink", "wink", "eye_closure", "smile", "pucker", "brow_raise", "mouth_open"]
Manner = Literal["hard", "half", "full", "teeth"]
TwitchKind = Literal["twitch", "spasm"]
Confidence = Literal["low", "moderate", "high"]
FramingProblem = Literal[
    "no_face",
    "too_far",
    "too_near",
    "not_centred",
    "turned",
    "tilted",
    "too_dark",
    "too_bright",
    "too_slow",
]
AdviceLevel = Literal["self_care", "appointment", "urgent", "emergency"]
AnswerValue = str | float | tuple[str, ...]

# Everything that ``Finding.code`` can be. The rules of ``triage`` may rest on each of them.
FINDING_CODES: Final = (
    "resting_twitch",
    "action_twitch",
    "bilateral_twitch",
    "smile_tremor",
    "resting_tremor",
    "action_tremor",
    "smile_weakness",
    "smile_fatigue",
    "incomplete_eye_closure",
    "eye_to_mouth_cocontraction",
    "mouth_to_eye_cocontraction",
    "brow_to_mouth_cocontraction",
    "one_sided_bursts",
    "lid_flutter",
    "forced_closure_both_eyes",
    "rhythmic_jerks",
    "nothing_found",
    "not_assessable",
)


def _freeze(record: object, name: str, dtype: str, must: tuple[int | str, ...]) -> None:
    """Replace an array field by a checked, read-only copy (a read-only array is kept as it is)."""
    value = np.asanyarray(getattr(record, name))
    check_shape(name, value.shape, must)
    if value.dtype != np.dtype(dtype) or value.flags.writeable:
        value = np.array(value, dtype=dtype)
        value.flags.writeable = False
    object.__setattr__(record, name, value)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """One picture of a recording.

    Attributes
    ----------
    index : number of the decoded frame, from 0.
    time_s : true timestamp, from 0 at the first frame.
    image_rgb : (height, width, 3) uint8, upright and not mirrored.
    """

    index: int
    time_s: float
    image_rgb: NDArray[np.uint8]


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
    notes : what a reader should know: scaled down, cut off in the middle, timestamps mended.
    """

    name: str
    sha256: str
    duration_s: float
    n_frames: int
    width_px: int
    height_px: int
    mirrored: bool
    time_source: Literal["container", "assumed", "camera clock"]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One step that a person was asked to do while recording."""

    step: str
    start_s: float
    stop_s: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FaceTrack:
    """One face followed through a recording: all that later stages need, and no picture.

    Attributes
    ----------
    time_s : (N,) rising from 0.
    landmarks_px : (N, 478, 3) x right, y down, z away from the camera; NaN where no face.
        Written once and read piece by piece, so it may live on disk.
    head_rotation_deg : (N, 3) yaw (positive: to the person's left), pitch (positive: up),
        roll (positive: the head leans to the person's right shoulder); NaN where no face.
    skin_displacement : (N, regions, sides, 2) summed movement of the skin of each patch against
        its surroundings, in % of eye distance, person's axes (outward, up). Regions and sides
        in the order of ``anatomy``. Starts anew after every loss; NaN where not measured.
    flow_residual : (N, regions, sides) how badly the patch matched from frame to frame, in grey
        levels (0 to 255) per pixel; NaN where not measured.
    flow_quality : (N, regions, sides) 0 to 1: share of the patch's points that could be followed.
    face_found, repeated : (N,) a face was found; the frame shows the same picture as the one
        before it, so it holds no news.
    face_luma : (N,) mean brightness of the face, 0 to 255; NaN where no face.
    cut : (N,) the picture changed as a whole at this frame.
    mm_per_percent : mm in one percent of the eye distance (outer corner to outer corner).
    frame_size_px : width and height.
    tracker, tracker_version, model_sha256 : what found the landmarks.
    notes : what happened while tracking that a reader should know (a second face, …).
    """

    time_s: Floats
    landmarks_px: Floats
    head_rotation_deg: Floats
    skin_displacement: Floats
    flow_residual: Floats
    flow_quality: Floats
    face_found: Bools
    repeated: Bools
    face_luma: Floats
    cut: Bools
    mm_per_percent: float
    frame_size_px: tuple[int, int]
    tracker: str
    tracker_version: str
    model_sha256: str
    source: Source
    cues: tuple[Cue, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        n, regions, sides = len(self.time_s), len(REGION_NAMES), len(SIDES)
        _freeze(self, "time_s", "float64", (n,))
        check_rising("time_s", self.time_s.tolist())
        if n and self.time_s[0] != 0.0:
            raise ValueError(f"time_s must begin at 0, got {self.time_s[0]:g}.")
        _freeze(self, "landmarks_px", "float32", (n, N_LANDMARKS, 3))
        _freeze(self, "head_rotation_deg", "float32", (n, 3))
        _freeze(self, "skin_displacement", "float32", (n, regions, sides, 2))
        _freeze(self, "flow_residual", "float32", (n, regions, sides))
        _freeze(self, "flow_quality", "float32", (n, regions, sides))
        _freeze(self, "face_luma", "float32", (n,))
        for name in ("face_found", "repeated", "cut"):
            _freeze(self, name, "bool", (n,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time that could not be judged, and why."""

    start_s: float
    stop_s: float
    reason: SpanReason


class Channel(NamedTuple):
    """One column of a movement table. ``axis`` is ``outward`` or ``up``, as the person sees it."""

    region: str
    side: str
    axis: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Movement:
    """Skin movement on an even time grid.

    Attributes
    ----------
    time_s : (M,) even grid from the first frame.
    sampling_rate_hz : of that grid.
    channels : C columns, region by region, left before right, outward before up.
    displacement_mm : (M, C) short movements only: anything held longer than half a second is
        taken out. NaN where not measured.
    held_displacement_mm : (M, C) the same with all that is held left in: for holds, slow pulls
        and rhythms. Its zero is arbitrary and wanders; starts anew after every loss.
    velocity_mm_per_s : (M, C) its rate of change.
    local_noise_mm : (M, regions, sides) what the face does anyway at this moment: the yardstick
        that a twitch must exceed.
    face_noise_mm : (M, regions, sides) the same without what the mirror patch does: the yardstick
        for a movement that both sides make.
    noise_mm : (regions, sides) ``local_noise_mm`` in the quiet stretches of this recording.
    bump_snr : (M, regions, sides) how far a single rise and return centred at this moment stands
        out of ``bump_noise_mm``.
    bump_noise_mm : (M, regions, sides) what passes for a rise and return by chance, or because
        the face is busy; NaN where nothing can be said.
    activity_mm : (M,) movement of the whole face, 1 to 10 Hz.
    excluded : stretches that were not judged, with reasons; they may overlap.
    """

    time_s: Floats
    sampling_rate_hz: float
    channels: tuple[Channel, ...]
    displacement_mm: Floats
    held_displacement_mm: Floats
    velocity_mm_per_s: Floats
    local_noise_mm: Floats
    face_noise_mm: Floats
    noise_mm: Floats
    bump_snr: Floats
    bump_noise_mm: Floats
    activity_mm: Floats
    excluded: tuple[Span, ...]

    def __post_init__(self) -> None:
        n, regions, sides = len(self.time_s), len(REGION_NAMES), len(SIDES)
        _freeze(self, "time_s", "float64", (n,))
        _freeze(self, "displacement_mm", "float32", (n, len(self.channels)))
        _freeze(self, "held_displacement_mm", "float32", (n, len(self.channels)))
        _freeze(self, "velocity_mm_per_s", "float32", (n, len(self.channels)))
        _freeze(self, "local_noise_mm", "float32", (n, regions, sides))
        _freeze(self, "face_noise_mm", "float32", (n, regions, sides))
        _freeze(self, "noise_mm", "float64", (regions, sides))
        _freeze(self, "bump_snr", "float32", (n, regions, sides))
        _freeze(self, "bump_noise_mm", "float32", (n, regions, sides))
        _freeze(self, "activity_mm", "float32", (n,))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Expression:
    """What the landmarks say about lids, mouth, brows and head, on the grid of ``Movement``.

    Good for gross actions only: the mesh is a model of a face, not a measurement of skin.

    Attributes
    ----------
    time_s : (M,) the grid.
    lid_aperture_mm : (M, 2) left, right: height of the opening between the lids.
    mouth_corner_mm : (M, 2, 2) left, right by outward, up: in the head frame.
    brow_mm : (M, 2) height of the brow above the line of the eye corners.
    mouth_opening_mm : (M,) between the inner edges of the lips.
    jaw_drop_mm : (M,) chin below the line of the eye corners.
    iris_drop_mm : (M, 2) how far the iris sits below the line of its eye's corners (gaze).
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
        _freeze(self, "time_s", "float64", (n,))
        _freeze(self, "lid_aperture_mm", "float32", (n, 2))
        _freeze(self, "mouth_corner_mm", "float32", (n, 2, 2))
        _freeze(self, "brow_mm", "float32", (n, 2))
        _freeze(self, "mouth_opening_mm", "float32", (n,))
        _freeze(self, "jaw_drop_mm", "float32", (n,))
        _freeze(self, "iris_drop_mm", "float32", (n, 2))
        _freeze(self, "head_rotation_deg", "float32", (n, 3))


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing:
    """Whether a camera's picture is one in which small movements can be measured.

    ``centre`` is how far the face lies from the middle, as shares of width and height;
    ``eye_distance_px`` as in the picture that is recorded; ``problems`` what to mend, first first.
    """

    face: bool
    eye_distance_px: float
    centre: tuple[float, float]
    problems: tuple[FramingProblem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectionLimit:
    """The smallest twitch of one region and side that would have been seen.

    Attributes
    ----------
    limit_mm : a twitch of this size stands out far enough in four fifths of the time that could
        be judged there; of twitches half as large again, nine in ten are found.
    observed_share : share of the recording in which this region and side could be judged.
    """

    region: str
    side: Side
    limit_mm: float
    observed_share: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How much of the recording could be judged, and how finely.

    Attributes
    ----------
    usable : something can be said from this recording.
    duration_s : whole length.
    observed_s : how long the face could be judged, the mean over all regions and sides: while
        somebody talks, a brow may still be judged when a lip may not.
    frame_rate_hz : measured from the true times of frames that show a new picture.
    longest_gap_s : longest time without a new picture.
    face_coverage : share of frames with a face, 0 to 1.
    eye_distance_px : outer corner to outer corner, median.
    mm_per_px : in the picture, at the depth of the eyes, median.
    detection_limits : per region and side; empty when nothing could be measured.
    excluded : what was left out and why.
    notes : what this recording forbids to say, in plain words.
    """

    usable: bool
    duration_s: float
    observed_s: float
    frame_rate_hz: float
    longest_gap_s: float
    face_coverage: float
    eye_distance_px: float | None
    mm_per_px: float | None
    detection_limits: tuple[DetectionLimit, ...]
    excluded: tuple[Span, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something the person did, on purpose or by reflex.

    Attributes
    ----------
    left_strength, right_strength : 0 to 1: of full closure; of the travel that is usual at most.
    left_mm, right_mm : travel of what the action moves: the lids towards each other, the mouth
        corner, the brow; in a mouth opening the lips, the same for both sides.
    complete : whether the lids met on every side that took part; ``None`` where it means nothing.
    cued : the person was asked for it at that time.
    manner : how it was done: ``hard`` (lids squeezed shut), ``half`` or ``full`` and ``teeth``
        (smiles).
    left_direction_deg, right_direction_deg : of a mouth corner's travel, 0 outward, 90 up.
    squeeze_mm : how far brow and cheek drew together over the lids, mean of the sides that took
        part; ``None`` where it was not measured.
    """

    kind: ActionKind
    side: Side
    onset_s: float
    apex_s: float
    offset_s: float
    left_strength: float
    right_strength: float
    left_mm: float
    right_mm: float
    complete: bool | None
    cued: bool = False
    manner: tuple[Manner, ...] = ()
    left_direction_deg: float | None = None
    right_direction_deg: float | None = None
    squeeze_mm: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TwitchEvent:
    """A short movement of skin that no action explains.

    Attributes
    ----------
    kind : ``twitch`` (short) or ``spasm`` (held).
    region, side : where.
    onset_s, apex_s, offset_s : when.
    amplitude_mm : size at the apex, corrected for what the method is known to lose.
    peak_velocity_mm_per_s : fastest moment.
    snr : size over what the face did anyway at that moment.
    during : kinds of actions it fell into.
    confidence : how sure.
    """

    kind: TwitchKind
    region: str
    side: Side
    onset_s: float
    apex_s: float
    offset_s: float
    amplitude_mm: float
    peak_velocity_mm_per_s: float
    snr: float
    during: tuple[str, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Tremor:
    """A rhythmic movement held over a stretch of time.

    Attributes
    ----------
    region, side : where it is largest.
    start_s, stop_s : when.
    frequency_hz, frequency_interval_hz : its rhythm, and where the true rhythm likely lies (95 %).
    amplitude_mm : from the middle to the outermost point, corrected for what the method loses.
    during : kinds of actions it fell into; empty at rest.
    confidence : how sure.
    """

    region: str
    side: Side
    start_s: float
    stop_s: float
    frequency_hz: float
    frequency_interval_hz: tuple[float, float]
    amplitude_mm: float
    during: tuple[str, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupling:
    """One movement dragging another: the answer of a region to an action kind.

    Attributes
    ----------
    region : of ``anatomy``, or ``eye`` for the opening between the lids, which narrows.
    n_actions, n_responses : actions that could be judged; those that were answered.
    response_mm, response_interval_mm, other_side_mm : mean movement of the patch along the way
        it usually goes, its 95 % interval, and what the mirror patch does at the same moments.
    lag_s : median time from the action to the answer, apex to apex; of held actions, from onset
        to when half of the answer is there.
    dose_slope, dose_slope_interval : mm of answer per mm of the action (Theil-Sen), 95 %.
    p_value : corrected over all regions and both sides.
    n_surrogates : how many shifted trains of actions it rests on.
    not_assessed_reason : why nothing can be said; ``None`` where something can.
    response_share, other_side_share : of the ``eye``: narrowing as a share of its opening before.
    onsets_s, doses_mm, answers_mm : action by action: when, how large, and what answered.
    """

    action: ActionKind
    region: str
    side: Side
    n_actions: int
    n_responses: int
    response_mm: float | None
    response_interval_mm: tuple[float, float] | None
    other_side_mm: float | None
    lag_s: float | None
    dose_slope: float | None
    dose_slope_interval: tuple[float, float] | None
    p_value: float | None
    n_surrogates: int
    not_assessed_reason: str | None
    response_share: float | None = None
    other_side_share: float | None = None
    onsets_s: tuple[float, ...] = ()
    doses_mm: tuple[float, ...] = ()
    answers_mm: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Response:
    """What one region and its mirror region did around every action of a kind.

    Attributes
    ----------
    action, region, side : as in ``Coupling``; ``side`` is the side that answered.
    aligned_to : ``apex`` (blinks and winks) or ``onset`` (held actions): what is at time 0.
    time_s : (T,) from the aligned moment.
    actions_s : (n,) the aligned moments in the recording.
    singles_mm, other_singles_mm : (n, T) movement of the region and of its mirror, in the
        direction of the mean answer, from the level before the action; of the ``eye``, how much
        it narrowed. NaN where not measured.
    mean_mm, other_mean_mm : (T,) their means.
    interval_mm, other_interval_mm : (2, T) pointwise 95 % intervals of the means; NaN below three
        actions.
    """

    action: ActionKind
    region: str
    side: Side
    aligned_to: Literal["apex", "onset"]
    time_s: Floats
    actions_s: Floats
    singles_mm: Floats
    other_singles_mm: Floats
    mean_mm: Floats
    other_mean_mm: Floats
    interval_mm: Floats
    other_interval_mm: Floats

    def __post_init__(self) -> None:
        n, n_times = len(self.actions_s), len(self.time_s)
        _freeze(self, "time_s", "float64", (n_times,))
        _freeze(self, "actions_s", "float64", (n,))
        for name in ("singles_mm", "other_singles_mm"):
            _freeze(self, name, "float32", (n, n_times))
        for name in ("mean_mm", "other_mean_mm"):
            _freeze(self, name, "float32", (n_times,))
        for name in ("interval_mm", "other_interval_mm"):
            _freeze(self, name, "float32", (2, n_times))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spectrum:
    """How strongly a region and its mirror region move at each rate, over a stretch of time.

    Attributes
    ----------
    region, start_s, stop_s : where and when.
    frequency_hz : (F,) rising.
    left_mm, right_mm : (F,) amplitude of a steady rhythm of that rate that moves as much.
    """

    region: str
    start_s: float
    stop_s: float
    frequency_hz: Floats
    left_mm: Floats
    right_mm: Floats

    def __post_init__(self) -> None:
        n = len(self.frequency_hz)
        for name in ("frequency_hz", "left_mm", "right_mm"):
            _freeze(self, name, "float64", (n,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Symmetry:
    """Left against right, at rest or in an action.

    Attributes
    ----------
    action : ``rest`` or a kind of action; ``smile (half)`` and ``smile (full)`` are told apart.
    region : of ``anatomy``, or ``eye`` for the opening between the lids.
    n_actions : how many actions it rests on; 0 at rest.
    left_mm, right_mm : usual (median) travel of each side; at rest, height of each side.
    ratio : lesser over larger travel, 0 to 1; ``None`` at rest, or where hardly anything moved.
    normal_range : of the ratio (at rest: of left minus right in mm) in healthy people.
    trajectory_correlation : of the two sides' courses, usual (median) of the actions.
    left_fall, right_fall : share of the first repeat's travel that the last one lacked, by a
        robust line through all; below 0 where it grew; ``None`` with too few repeats.
    left_hold_slope_per_s, right_hold_slope_per_s : share of the travel that a hold gained (below
        0: lost) each second, usual of the holds; ``None`` without long enough holds.
    landmark_ratio : travel of the side that moved less over the other's, as the landmarks show
        it: a second, coarser witness.
    onsets_s, left_each_mm, right_each_mm : action by action.
    source : where ``normal_range`` comes from.
    """

    action: str
    region: str
    n_actions: int
    left_mm: float
    right_mm: float
    ratio: float | None
    normal_range: tuple[float, float] | None
    trajectory_correlation: float | None
    left_fall: float | None
    right_fall: float | None
    left_hold_slope_per_s: float | None
    right_hold_slope_per_s: float | None
    landmark_ratio: float | None
    onsets_s: tuple[float, ...]
    left_each_mm: tuple[float, ...]
    right_each_mm: tuple[float, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something marked in a recording: by a person, by who made the clip, or by twitchcam.

    ``kind`` is a kind of event, ``tremor``, or a kind of action (then ``region`` is ``None``).
    ``amplitude_mm`` is ``None`` where no size was given; ``note`` is free text.
    """

    kind: str
    region: str | None
    side: str
    onset_s: float
    offset_s: float
    amplitude_mm: float | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One plain statement of what was measured, with its numbers and limits."""

    code: str
    side: Side | None
    statement: str
    evidence: dict[str, float | str]
    confidence: Confidence
    limits: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a person said about themselves.

    Attributes
    ----------
    values : question id to answer: ``yes``, ``no`` or ``unsure``; an option; a tuple of options;
        a number; free text. A question that is not here was not answered, and that never
        counts as "no".
    country : two letters (``GB``), for the emergency number.
    answered_on : the day, as ``2026-11-24``.
    """

    values: Mapping[str, AnswerValue] = field(default_factory=dict)
    country: str | None = None
    answered_on: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", dict(self.values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """General information about what to do next. Never a diagnosis.

    Attributes
    ----------
    level : how soon: ``emergency``, ``urgent`` (same day to 3 days), ``appointment``,
        ``self_care``.
    headline : the advice in one sentence.
    rests_on : what it rests on: answers, video, both; and what was missing.
    because : reasons, the weightiest first.
    what_to_do : steps, the first first.
    how_soon, whom_to_see : when, and which kinds of doctor.
    to_clear_up : where answers and video do not agree.
    about_your_worry : calm facts about what the person said they are afraid of.
    tell_the_doctor : filled in from the answers and the measurements.
    a_doctor_may_check : information, not a request.
    self_care, watch_for, keep_a_log : in the meantime.
    sources : what the advice rests on, with the day it was read.
    rules : ids of the rules that spoke, for review.
    emergency_number : ``112``, or words that stand for it.
    not_a_diagnosis : said on every output.
    """

    level: AdviceLevel
    headline: str
    rests_on: str
    because: tuple[str, ...]
    what_to_do: tuple[str, ...]
    how_soon: str
    whom_to_see: tuple[str, ...]
    to_clear_up: tuple[str, ...]
    about_your_worry: tuple[str, ...]
    tell_the_doctor: tuple[str, ...]
    a_doctor_may_check: tuple[str, ...]
    self_care: tuple[str, ...]
    watch_for: tuple[str, ...]
    keep_a_log: tuple[str, ...]
    sources: tuple[str, ...]
    rules: tuple[str, ...]
    emergency_number: str
    not_a_diagnosis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerInfo:
    """Which model found the landmarks."""

    name: str
    model_sha256: str
    mediapipe_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Everything that was found in one recording: complete, serialisable, without a picture.

    ``cues`` are the steps that the person was asked to do; empty for a recording without a guide.
    """

    twitchcam_version: str
    source: Source
    tracker: TrackerInfo
    quality: Quality
    actions: tuple[Action, ...] = ()
    events: tuple[TwitchEvent, ...] = ()
    tremor: tuple[Tremor, ...] = ()
    couplings: tuple[Coupling, ...] = ()
    symmetry: tuple[Symmetry, ...] = ()
    findings: tuple[Finding, ...] = ()
    advice: Advice | None = None
    cues: tuple[Cue, ...] = ()
    settings: dict[str, dict[str, float | int | str | bool]] = field(default_factory=dict)
    schema_version: Literal["1"] = "1"
