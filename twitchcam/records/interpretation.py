"""What belongs together, and what is said about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from twitchcam.records.arrays import Floats, freeze
from twitchcam.records.detection import ActionKind
from twitchcam.records.vocabulary import Confidence, Side

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupling:
    """One movement dragging another: the response of a region to an action kind.

    Attributes
    ----------
    region : of ``anatomy``, or ``eye`` for the opening between the lids, which narrows.
    n_actions, n_responses : actions that could be judged; those that a response followed.
    response_mm, response_interval_mm, other_side_mm : mean movement of the patch along the way
        it usually goes, its 95 % interval, and what the mirror patch does at the same moments.
    lag_s : median time from the action to the response, apex to apex; of held actions, from onset
        to when half of the response is there.
    dose_slope, dose_slope_interval : mm of response per mm of the action (Theil-Sen), 95 %.
    p_value : corrected over all regions and both sides.
    n_surrogates : how many shifted trains of actions it rests on.
    not_assessed_reason : why nothing can be said; ``None`` where something can.
    response_share, other_side_share : of the ``eye``: narrowing as a share of its opening before.
    onsets_s, doses_mm, answers_mm : action by action: when, how large, and how large the response.
    area, place : where in the region it responds most, as in ``TwitchEvent``; empty and ``None``
        where the middle of the region was looked at.
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
    area: str = ""
    place: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Response:
    """What one region and its mirror region did around every action of a kind.

    Attributes
    ----------
    action, region, side : as in ``Coupling``; ``side`` is the side that responded.
    aligned_to : ``apex`` (blinks and winks) or ``onset`` (held actions): what is at time 0.
    time_s : (T,) from the aligned moment.
    actions_s : (n,) the aligned moments in the recording.
    singles_mm, other_singles_mm : (n, T) movement of the region and of its mirror, in the
        direction of the mean response, from the level before the action; of the ``eye``, how much
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
        freeze(self, "time_s", "float64", (n_times,))
        freeze(self, "actions_s", "float64", (n,))
        for name in ("singles_mm", "other_singles_mm"):
            freeze(self, name, "float32", (n, n_times))
        for name in ("mean_mm", "other_mean_mm"):
            freeze(self, name, "float32", (n_times,))
        for name in ("interval_mm", "other_interval_mm"):
            freeze(self, name, "float32", (2, n_times))


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
class Finding:
    """One plain statement of what was measured, with its numbers and limits."""

    code: str
    side: Side | None
    statement: str
    evidence: dict[str, float | str]
    confidence: Confidence
    limits: tuple[str, ...]
    sources: tuple[str, ...]
