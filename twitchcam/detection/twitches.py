"""Twitches: short movements of skin that no action explains.

In      Movement (the dense field, displacement and noise of regions), where it is assessable,
        Actions
Out     TwitchEvents with place, region, side, onset, apex, offset, size, and the actions they fell
        into
Method  One side: peaks of the dense field that no rule of ``candidates`` rejects.
        Both sides: the smaller of the two sides' transient movements of a region over the face's
        noise above ``two_sided_threshold``, while the face is calm.
        One movement of skin drags its neighbours: of peaks that coincide on one side, the strongest
        is the event, and others stay only if they are about as large. The lids during a blink, lids
        and brow during a wink, and both while the lids of a longer closure close and open, are the
        action itself and no twitch.
Where the defaults come from   settings.DetectionSettings; docs/detector.md lists every rule
Departures from the sources    none: the method is our own
Known limits   Movements held longer than about half a second are not seen here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from twitchcam.anatomy import LARGEST_MM, REGION_NAMES
from twitchcam.assessment.assessable import mark_hidden
from twitchcam.detection.candidates import (
    Candidate,
    is_one_picture,
    list_candidates,
    measure_half_width,
)
from twitchcam.detection.closings import list_moving_parts
from twitchcam.records import (
    Action,
    Bools,
    Confidence,
    Floats,
    Movement,
    TwitchEvent,
)
from twitchcam.settings import AssessmentSettings, DetectionSettings
from twitchcam.signals.movement import measure_velocity
from twitchcam.skin_places import get_neutral_eye_distance_mm, get_side_mm

_LIDS: Final = ("upper_lid", "lower_lid")
_BY_THE_EYE: Final = (*_LIDS, "brow")
_SHUT_BY: Final = {
    "blink": _LIDS,
    "wink": _BY_THE_EYE,
    "eye_closure": _BY_THE_EYE,
}


# In displacement that follows pictures, not pulses: more than one picture of 25 a second.
_MIN_HALF_WIDTH_S: Final = 0.045


class _Peak(NamedTuple):
    """What may be an event: of one side from the dense field, of both from a region."""

    event: TwitchEvent
    leads_only: bool = False  # no event itself: the other side does much the same


def detect_twitches(
    movement: Movement,
    assessable: Bools,
    actions: tuple[Action, ...],
    settings: DetectionSettings,
    assessment: AssessmentSettings,
) -> tuple[TwitchEvent, ...]:
    """All twitches that stand out of the noise.

    Parameters
    ----------
    movement : Movement
        Dense field and patches.
    assessable : ndarray of bool, (C, places, sides)
        What ``mark_assessable`` says of the movement.
    actions : tuple of Action
        What is part of one of them is no twitch.
    settings : DetectionSettings
        Thresholds and rules; docs/detector.md says what each is worth.
    assessment : AssessmentSettings
        Which regions compression hides.

    Returns
    -------
    tuple of TwitchEvent
        In order of onset; times in s, sizes in mm of skin.

    Examples
    --------
    >>> twitches = detect_twitches(
    ...     movement, assessable, actions, settings.detection, settings.assessment
    ... )
    >>> [(event.side, event.region, round(event.apex_s, 1)) for event in twitches]
    [('left', 'cheek', 2.1)]
    """
    candidates = list_candidates(movement, assessable, settings)
    peaks = [
        _to_peak(candidate, actions, settings)
        for candidate in candidates
        if candidate.rejected_by in ("", "both_sides")
    ]
    peaks += _find_two_sided(movement, actions, settings, assessment)
    of_actions = {i for i, peak in enumerate(peaks) if _is_part_of_action(peak, actions, settings)}
    kept = _keep_leaders(peaks, of_actions, settings)
    events = [peaks[i].event for i in kept if i not in of_actions and not peaks[i].leads_only]
    return tuple(sorted(events, key=lambda event: (event.onset_s, event.region, event.side)))


def leave_out_impossible(events: tuple[TwitchEvent, ...]) -> tuple[TwitchEvent, ...]:
    """The events, short or held, that are no larger than the anatomy of their region allows."""
    return tuple(e for e in events if e.amplitude_mm <= LARGEST_MM[e.region])


def _to_peak(
    candidate: Candidate, actions: tuple[Action, ...], settings: DetectionSettings
) -> _Peak:
    peak, score = candidate.peak, candidate.peak.snr / settings.twitch_threshold
    if is_one_picture(candidate, settings):
        score = 1.0  # one picture alone never makes anybody sure
    x_mm, y_mm = get_side_mm()[peak.place]
    scale_mm = get_neutral_eye_distance_mm()
    event = TwitchEvent(
        kind="twitch",
        region=candidate.region,
        side=peak.side,
        onset_s=candidate.onset_s,
        apex_s=candidate.apex_s,
        offset_s=candidate.offset_s,
        amplitude_mm=candidate.size_mm,
        peak_velocity_mm_per_s=candidate.peak_velocity_mm_per_s,
        snr=peak.snr,
        during=_list_during(candidate.onset_s, candidate.offset_s, actions),
        confidence=_grade(score),
        place=(
            float((x_mm if peak.side == "left" else -x_mm) / scale_mm),
            float(y_mm / scale_mm),
        ),
        area=candidate.area,
        extent_mm=peak.extent_mm,
    )
    return _Peak(event, leads_only=candidate.rejected_by == "both_sides")


def _list_during(onset_s: float, offset_s: float, actions: tuple[Action, ...]) -> tuple[str, ...]:
    return tuple(sorted({a.kind for a in actions if a.onset_s < offset_s and onset_s < a.offset_s}))


def measure_size(movement: Movement) -> Floats:
    """Length of the transient movement of every patch, (m, regions, sides) mm; 0 where not seen."""
    return np.hypot(*np.moveaxis(np.nan_to_num(movement.transient_mm), -1, 0))


def score_two_sided(size_mm: Floats, movement: Movement) -> Floats:
    """The smaller of the two sides' movements over the face's noise: (m, regions)."""
    return np.nan_to_num((size_mm / movement.face_noise_mm).min(axis=2))


def find_calm(
    movement: Movement, actions: tuple[Action, ...], settings: DetectionSettings
) -> Bools:
    """(m,) True where a movement of both sides is not simply an expression or an eye closing."""
    time_s, edge_s = movement.time_s, settings.action_edge_s
    calm = np.nan_to_num(movement.activity_mm, nan=np.inf) < settings.calm_activity_mm
    for action in actions:
        edges = [(action.onset_s - edge_s, action.offset_s + edge_s)]
        if action.kind not in _SHUT_BY:
            edges = [(t - edge_s, t + edge_s) for t in (action.onset_s, action.offset_s)]
        for start_s, stop_s in edges:
            start, stop = np.searchsorted(time_s, [start_s, stop_s])
            calm[start:stop] = False
    return calm


def _find_two_sided(
    movement: Movement,
    actions: tuple[Action, ...],
    settings: DetectionSettings,
    assessment: AssessmentSettings,
) -> list[_Peak]:
    """Pulses that both sides of a region make at once while the face is calm."""
    rate_hz = movement.sampling_rate_hz
    size_mm = measure_size(movement)
    score = score_two_sided(size_mm, movement) / settings.two_sided_threshold
    score[~(movement.observed & find_calm(movement, actions, settings))] = 0.0
    score[:, mark_hidden(movement, assessment)] = 0.0
    found = []
    reach = round(settings.together_s * rate_hz / 2)
    for r, region in enumerate(REGION_NAMES):
        smaller_mm = size_mm[:, r].min(axis=1)
        for peak in _find_peaks(score[:, r], rate_hz, settings):
            first = max(peak - reach, 0)
            apex = first + int(np.argmax(smaller_mm[first : peak + reach + 1]))
            onset, offset = find_edges(smaller_mm, apex, settings.edge_share)
            length_s = (offset - onset) / rate_hz
            if (
                settings.shortest_twitch_s <= length_s <= settings.longest_twitch_s
                and measure_half_width(smaller_mm, apex) / rate_hz >= _MIN_HALF_WIDTH_S
                and movement.observed[apex]
                and size_mm[apex, r].mean() >= movement.compression_loss_mm[r].max()
            ):
                event = _make_two_sided(movement, region, (onset, apex, offset), actions)
                event = replace(
                    event,
                    amplitude_mm=float(size_mm[apex, r].mean()),
                    snr=float(size_mm[apex, r].mean() / movement.face_noise_mm[apex, r].mean()),
                    confidence=_grade(float(score[peak, r])),
                )
                found.append(_Peak(event))
    return found


def _make_two_sided(
    movement: Movement, region: str, at: tuple[int, int, int], actions: tuple[Action, ...]
) -> TwitchEvent:
    onset, apex, offset = at
    time_s = movement.time_s
    onset_s = float(time_s[onset])
    offset_s = float(time_s[offset - 1]) + 1.0 / movement.sampling_rate_hz
    velocity = measure_velocity(movement, onset, offset)[:, REGION_NAMES.index(region)]
    return TwitchEvent(
        kind="twitch",
        region=region,
        side="both",
        onset_s=onset_s,
        apex_s=float(time_s[apex]),
        offset_s=offset_s,
        amplitude_mm=0.0,
        peak_velocity_mm_per_s=float(np.nanmax(np.hypot(velocity[..., 0], velocity[..., 1]))),
        snr=0.0,
        during=_list_during(onset_s, offset_s, actions),
        confidence="low",
    )


def _find_peaks(score: Floats, rate_hz: float, settings: DetectionSettings) -> NDArray[np.intp]:
    distance = max(round(settings.together_s * rate_hz), 1)
    peaks, _ = signal.find_peaks(score, height=1.0, distance=distance)
    return peaks


def find_edges(size_mm: Floats, apex: int, edge_share: float) -> tuple[int, int]:
    """Half-open range around ``apex`` in which the size stays above its share."""
    low = size_mm < edge_share * size_mm[apex]
    before = np.flatnonzero(low[:apex])
    after = np.flatnonzero(low[apex:])
    onset = int(before[-1]) + 1 if before.size else 0
    offset = apex + int(after[0]) if after.size else len(size_mm)
    return onset, offset


def _is_part_of_action(
    peak: _Peak, actions: tuple[Action, ...], settings: DetectionSettings
) -> bool:
    """Whether the movement is the closing eye itself, or the little that it drags the brow by."""
    dragged = peak.event.region == "brow" and peak.event.amplitude_mm < settings.blink_drags_brow_mm
    return any(
        (peak.event.region in _SHUT_BY.get(action.kind, ()) or (dragged and action.kind == "blink"))
        and any(
            peak.event.onset_s < part_stop_s and part_start_s < peak.event.offset_s
            for part_start_s, part_stop_s in list_moving_parts(action, settings)
        )
        for action in actions
    )


def _keep_leaders(
    peaks: list[_Peak], of_actions: set[int], settings: DetectionSettings
) -> list[int]:
    """Of coinciding peaks that share a side, the largest, and others only if about as large.

    The closing eye moves by so much that it leads only what lies next to it.
    """
    kept: list[int] = []
    for i in sorted(range(len(peaks)), key=lambda i: -peaks[i].event.amplitude_mm):
        peak, event = peaks[i], peaks[i].event
        leads = [
            peaks[k]
            for k in kept
            if _coincide(peaks[k], peak, settings)
            and (k not in of_actions or event.region in _BY_THE_EYE)
        ]
        dragged = any(
            leader.event.region == peak.event.region
            or peak.event.amplitude_mm < settings.spread_share * leader.event.amplitude_mm
            for leader in leads
        )
        if not dragged:
            kept.append(i)
    return kept


def _coincide(leader: _Peak, peak: _Peak, settings: DetectionSettings) -> bool:
    """Whether two peaks share a side and a moment."""
    first, second = leader.event, peak.event
    share_a_side = first.side == second.side or "both" in (
        first.side,
        second.side,
    )
    if leader.leads_only and second.side == "both" and first.region == second.region:
        return False  # it is the same movement of both sides, seen on one of them
    together = abs(first.apex_s - second.apex_s) <= settings.together_s
    return share_a_side and (together or first.onset_s < second.apex_s < first.offset_s)


def _grade(score: float) -> Confidence:
    """How far above the threshold: twice is high, one and a half moderate."""
    return "high" if score >= 2.0 else "moderate" if score >= 1.5 else "low"
