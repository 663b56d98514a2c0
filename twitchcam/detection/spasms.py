"""Held pulls: one side of the face contracts and stays so for half a second to minutes.

In      Movement (mm, with what is held), Expression (lids, head), Actions
Out     TwitchEvents of the kind ``spasm``
Method  1. One-sided course of every patch: its movement minus the mirror patch's, both axes. The
           narrowing of each eye against the other, from its lids' edges, is that of the upper lid.
        2. A pull begins with a quick step (before against after, medians, so that neither drift
           nor a twitch makes one), stays near its level, and ends with a step back to where it
           came from. A step that never comes back is a posture, a turned head or drift.
        3. Steps that begin with an action, or a pull that an action fills, are that action. A
           head that turns meanwhile makes one side look moved.
        4. One pull drags its surroundings: of pulls at the same time on one side, the largest is
           the event, and with it the largest of the other half (eye or mouth) of that side.
Where the defaults come from   settings.SpasmSettings
Departures from the sources    none: the method is our own
Known limits   Pulls of both sides at once, pulls that are there from the first to the last picture,
        and pulls that come or go slower than half a second are not seen. In faces of fewer than
        ``min_eye_distance_px`` only the lids can pull.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from twitchcam.anatomy import REGION_NAMES, SIDES, UPPER_FACE
from twitchcam.records import Action, Confidence, Expression, Floats, Movement, Side, TwitchEvent
from twitchcam.settings import SpasmSettings
from twitchcam.signals.resample import find_runs
from twitchcam.signals.running_median import run_median

_LID: Final = "upper_lid"
# Skin of the upper lid folds away where the eye opens: of a lid that is held the lids' edges tell.
_BY_FLOW: Final = tuple(region for region in REGION_NAMES if region != _LID)
# A wink draws the cheek and the upper lip along in healthy people, but not these.
_BEYOND_A_WINK: Final = ("mouth_corner", "lower_lip", "chin")
_SMOOTH_S: Final = 0.15
_EDGE_S: Final = 0.1  # half of a step's own length: left out on both sides of it
_MIN_OBSERVED: Final = 0.7
_PASSES_S: Final = 0.25
_STAYS_SHARE: Final = 0.5
_BACK_SHARE: Final = 0.35
_TOP_SHARE: Final = 0.98
_HIGH_RATIO, _MODERATE_RATIO = 3.0, 2.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Course:
    """Where a patch is in time, (m, axes) mm, its mirror patch alike; NaN where not seen."""

    region: str
    side: int
    own: Floats
    mirror: Floats
    noise_mm: float
    compression_loss_mm: float  # what compression may have left out of it or of its mirror patch


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """One held pull of one patch; ``onset`` and ``offset`` are samples."""

    region: str
    side: int
    onset: int
    offset: int
    size_mm: float
    ratio: float  # size over what was asked for
    speed_mm_per_s: float


def detect_spasms(
    movement: Movement,
    expression: Expression,
    actions: tuple[Action, ...],
    settings: SpasmSettings,
) -> tuple[TwitchEvent, ...]:
    """All held pulls of one side.

    Parameters
    ----------
    movement, expression : Movement, Expression
        Of the same M moments.
    actions : tuple of Action
        What both sides did.
    settings : SpasmSettings
        How long, how large, how much of one side.

    Returns
    -------
    tuple of TwitchEvent
        In order of onset; times in s, sizes in mm of skin.

    Examples
    --------
    >>> detect_spasms(movement, expression, actions, settings.spasms)
    ()
    """
    pulls = [
        pull
        for course in _list_courses(movement, expression, settings)
        for pull in find_pulls(course, movement.sampling_rate_hz, settings)
        if _is_believed(pull, movement, expression, actions, settings)
    ]
    events = [_make_event(pull, movement, actions) for pull in _keep_strongest_pulls(pulls)]
    return tuple(sorted(events, key=lambda event: (event.onset_s, event.region, event.side)))


def _list_courses(
    movement: Movement, expression: Expression, settings: SpasmSettings
) -> Iterator[Course]:
    closing_mm = -expression.lid_aperture_mm.astype(np.float64)[..., None]
    # Flow adds up what flickering light and coarse pixels feign, and drifts away with it.
    lit = max((swing.percent for swing in movement.light), default=0.0)
    is_small = round(movement.eye_distance_px or 0.0) < settings.min_eye_distance_px
    regions = () if is_small or lit > settings.max_light_percent else _BY_FLOW
    for s in range(len(SIDES)):
        for region in regions:
            r = REGION_NAMES.index(region)
            noise_mm = float(np.nan_to_num(movement.noise_mm[r, s]))
            own_mm, mirror_mm = (
                movement.displacement_mm[:, r, k].astype(np.float64) for k in (s, 1 - s)
            )
            yield Course(
                region=region,
                side=s,
                own=own_mm,
                mirror=mirror_mm,
                noise_mm=noise_mm,
                compression_loss_mm=float(movement.compression_loss_mm[r].max()),
            )
        yield Course(
            region=_LID,
            side=s,
            own=closing_mm[:, s],
            mirror=closing_mm[:, 1 - s],
            noise_mm=settings.lid_noise_mm,
            compression_loss_mm=0.0,  # the lids' landmarks do not hang on fine texture
        )


def find_pulls(course: Course, rate_hz: float, settings: SpasmSettings) -> list[Pull]:
    """Steps of one patch away from its mirror patch and back again."""
    min_mm = max(
        settings.min_size_mm, settings.noise_ratio * course.noise_mm, course.compression_loss_mm
    )
    smooth = 2 * round(_SMOOTH_S * rate_hz / 2) + 1
    beyond_mm = course.own - course.mirror
    pulls: list[Pull] = []
    for start, stop in find_runs(np.isfinite(beyond_mm).all(axis=1)):
        piece = run_median(beyond_mm[start:stop], smooth)
        step_mm = _measure_steps(piece, rate_hz, settings)
        size_mm = np.linalg.norm(step_mm, axis=1)
        free_from = 0
        for peak in _find_step_peaks(size_mm, min_mm):
            pull = _follow(piece, peak, step_mm[peak], rate_hz, settings)
            if peak < free_from or pull is None:
                continue
            onset, offset, level_mm, speed = pull
            free_from = offset
            if _moves_itself(course, start + onset, start + offset, rate_hz, settings):
                pulls.append(
                    Pull(
                        region=course.region,
                        side=course.side,
                        onset=start + onset,
                        offset=start + offset,
                        size_mm=level_mm,
                        ratio=level_mm / min_mm,
                        speed_mm_per_s=speed,
                    )
                )
    return pulls


def _moves_itself(
    course: Course, onset: int, offset: int, rate_hz: float, settings: SpasmSettings
) -> bool:
    """Whether it is this patch that moved, and not its mirror patch the other way."""
    side = round(settings.level_s * rate_hz)
    moved = [
        np.linalg.norm(
            np.median(place[onset:offset], axis=0)
            - np.median(place[max(onset - side, 0) : onset + 1], axis=0)
        )
        for place in (course.own, course.mirror)
    ]
    return bool(moved[0] >= settings.own_ratio * moved[1])


def _measure_steps(piece: Floats, rate_hz: float, settings: SpasmSettings) -> Floats:
    """Level after minus level before every sample, same shape; 0 near the ends."""
    edge, side = round(_EDGE_S * rate_hz), round(settings.level_s * rate_hz)
    level = run_median(piece, 2 * (side // 2) + 1)
    reach = edge + side // 2
    steps = np.zeros_like(piece)
    if len(piece) > 2 * reach:
        steps[reach:-reach] = level[2 * reach :] - level[: -2 * reach]
    return steps


def _find_step_peaks(size_mm: Floats, min_mm: float) -> Iterator[int]:
    for first, stop in find_runs(size_mm >= min_mm):
        top = np.flatnonzero(size_mm[first:stop] >= _TOP_SHARE * size_mm[first:stop].max())
        yield first + int(top[len(top) // 2])


def _follow(
    piece: Floats, peak: int, step_mm: Floats, rate_hz: float, settings: SpasmSettings
) -> tuple[int, int, float, float] | None:
    """Onset, offset (samples), level and speed of the pull that begins at ``peak``."""
    edge, side = round(_EDGE_S * rate_hz), round(settings.level_s * rate_hz)
    before = np.median(piece[max(peak - edge - side, 0) : max(peak - edge, 1)], axis=0)
    size_mm = float(np.linalg.norm(step_mm))
    along = (piece - before) @ (step_mm / size_mm)
    there = np.flatnonzero(along[peak : peak + 2 * edge] >= _STAYS_SHARE * size_mm)
    if not there.size:
        return None
    reached = peak + int(there[0])
    left = np.flatnonzero(along[reached:] < _STAYS_SHARE * size_mm)
    if not left.size:
        return None  # it never came back
    offset = reached + int(left[0])
    if not settings.shortest_s <= (offset - reached) / rate_hz <= settings.longest_s:
        return None
    level_mm = float(np.median(along[peak + edge : offset - edge]))
    after = along[offset + edge : offset + edge + side]
    if level_mm < _STAYS_SHARE * size_mm or len(after) < side // 2:
        return None
    if level_mm > settings.largest_size_mm:
        return None  # no skin goes so far
    if abs(float(np.median(after))) > _BACK_SHARE * level_mm:
        return None
    rising = np.flatnonzero(along[: peak + 1] < 0.2 * level_mm)
    onset = int(rising[-1]) + 1 if rising.size else 0
    speed = float(np.abs(np.diff(along[max(onset - edge, 0) : offset + edge])).max() * rate_hz)
    return onset, offset, level_mm, speed


def _is_believed(
    pull: Pull,
    movement: Movement,
    expression: Expression,
    actions: tuple[Action, ...],
    settings: SpasmSettings,
) -> bool:
    rate_hz = movement.sampling_rate_hz
    edge = round(2 * _EDGE_S * rate_hz)
    ends = [slice(max(at - edge, 0), at + edge) for at in (pull.onset, pull.offset)]
    if not all(movement.observed[end].all() for end in ends):
        return False
    if movement.observed[pull.onset : pull.offset].mean() < _MIN_OBSERVED:
        return False
    time_s = movement.time_s
    onset_s, offset_s = float(time_s[pull.onset]), float(time_s[pull.offset - 1])
    # Flow that loses a place to a passing shadow and finds another has made a step, too.
    seen = movement.visibility
    side: Side = "left" if pull.side == 0 else "right"
    if any(seen.is_passed_over(side, t - _PASSES_S, t + _PASSES_S) for t in (onset_s, offset_s)):
        return False
    # What swings over skin, such as hair, pulls the flow along and lets it go.
    if pull.region != _LID and seen.is_swept(pull.region, side, onset_s, offset_s):
        return False
    if any(_explains(action, onset_s, offset_s, pull.region, settings) for action in actions):
        return False
    reach = round(settings.level_s * rate_hz)
    head = expression.head_rotation_deg[max(pull.onset - reach, 0) : pull.offset + reach]
    head = head[np.isfinite(head).all(axis=1)]
    if not len(head):
        return False
    low, high = np.percentile(head, [5, 95], axis=0)
    return bool((high - low).max() <= settings.max_turn_deg)


def _explains(
    action: Action, onset_s: float, offset_s: float, region: str, settings: SpasmSettings
) -> bool:
    """Whether the pull is part of something that the person did, or the pause between two."""
    # The flow of a lid may lose its place in a blink, and find it again in the next.
    if action.kind == "blink" and region not in UPPER_FACE:
        return False
    if action.kind == "wink" and region in _BEYOND_A_WINK:
        return False
    overlap_s = min(action.offset_s, offset_s) - max(action.onset_s, onset_s)
    if overlap_s >= settings.explained_share * (offset_s - onset_s):
        return True
    return any(
        abs(edge_s - at_s) <= settings.begins_with_s
        for edge_s in (action.onset_s, action.offset_s)
        for at_s in (onset_s, offset_s)
    )


def _keep_strongest_pulls(pulls: list[Pull]) -> list[Pull]:
    """The largest pull of a time and side, and the largest of its other half of the face."""
    kept: list[Pull] = []
    for pull in sorted(pulls, key=lambda p: -p.ratio):
        rivals = [k for k in kept if k.onset < pull.offset and pull.onset < k.offset]
        if any(k.side != pull.side for k in rivals):
            continue  # the course of the mirror patch, turned round, or a pull that looks the same
        if not any((k.region in UPPER_FACE) == (pull.region in UPPER_FACE) for k in rivals):
            kept.append(pull)
    return kept


def _make_event(pull: Pull, movement: Movement, actions: tuple[Action, ...]) -> TwitchEvent:
    time_s = movement.time_s
    onset_s = float(time_s[pull.onset])
    offset_s = float(time_s[pull.offset - 1]) + 1.0 / movement.sampling_rate_hz
    r = REGION_NAMES.index(pull.region)
    noise_mm = float(np.fmax(movement.noise_mm[r, pull.side], 1e-3))
    return TwitchEvent(
        kind="spasm",
        region=pull.region,
        side="left" if pull.side == 0 else "right",
        onset_s=onset_s,
        apex_s=float(time_s[(pull.onset + pull.offset) // 2]),
        offset_s=offset_s,
        amplitude_mm=pull.size_mm,
        peak_velocity_mm_per_s=pull.speed_mm_per_s,
        snr=pull.size_mm / noise_mm,
        during=tuple(
            sorted({a.kind for a in actions if a.onset_s < offset_s and onset_s < a.offset_s})
        ),
        confidence=_grade(pull.ratio),
    )


def _grade(ratio: float) -> Confidence:
    """How far above what is asked for."""
    return "high" if ratio >= _HIGH_RATIO else "moderate" if ratio >= _MODERATE_RATIO else "low"
