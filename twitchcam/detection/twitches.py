"""Twitches: short movements of skin that no action explains.

In      Movement (the dense field, displacement and noise of regions), where it is assessable,
        Actions
Out     TwitchEvents with place, region, side, onset, apex, offset, size, and the actions they fell
        into
Method  One side: peaks of the dense field that no rule of ``candidates`` rejects.
        Both sides: peaks that no rule of both sides rejects, of the same response and noise, while
        the face is calm and no expression forms or fades.
        One movement of skin drags its neighbours: of peaks that coincide on one side, the strongest
        is the event, and others stay only if they are about as large. The lids during a blink, lids
        and brow during a wink, and both while the lids of a longer closure close and open, are the
        action itself and no twitch.
Where the defaults come from   settings.DetectionSettings; docs/detector.md lists every rule
Departures from the sources    none: the method is our own
Known limits   Movements held longer than about half a second are not seen here.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from twitchcam.anatomy import LARGEST_MM
from twitchcam.detection.candidates import (
    Candidate,
    is_one_picture,
    list_candidates,
)
from twitchcam.detection.closings import list_moving_parts
from twitchcam.records import (
    Action,
    Bools,
    Confidence,
    Movement,
    TwitchEvent,
)
from twitchcam.settings import DetectionSettings
from twitchcam.skin_places import locate_place

_LIDS: Final = ("upper_lid", "lower_lid")
_BY_THE_EYE: Final = (*_LIDS, "brow")
_SHUT_BY: Final = {
    "blink": _LIDS,
    "wink": _BY_THE_EYE,
    "eye_closure": _BY_THE_EYE,
}


class _Peak(NamedTuple):
    """What may be an event."""

    event: TwitchEvent
    leads_only: bool = False  # no event itself: the other side does much the same


def detect_twitches(
    movement: Movement,
    assessable: Bools,
    actions: tuple[Action, ...],
    settings: DetectionSettings,
) -> tuple[TwitchEvent, ...]:
    """All twitches that stand out of the noise.

    Parameters
    ----------
    movement : Movement
        Its dense field, and how lively the face is.
    assessable : ndarray of bool, (C, places, sides)
        What ``mark_assessable`` says of the movement.
    actions : tuple of Action
        What is part of one of them is no twitch.
    settings : DetectionSettings
        Thresholds and rules; docs/detector.md says what each is worth.

    Returns
    -------
    tuple of TwitchEvent
        In order of onset; times in s, sizes in mm of skin.

    Examples
    --------
    >>> twitches = detect_twitches(movement, assessable, actions, settings.detection)
    >>> [(event.side, event.region, round(event.apex_s, 1)) for event in twitches]
    [('left', 'cheek', 2.1)]
    """
    calm = find_calm(movement, actions, settings)
    peaks: list[_Peak] = []
    for candidate in list_candidates(movement, assessable, settings):
        at = min(round(candidate.apex_s * movement.sampling_rate_hz), len(calm) - 1)
        both = not candidate.both_rejected_by and bool(calm[at])
        if both or candidate.rejected_by in ("", "both_sides"):
            event = _to_event(candidate, actions, settings, both=both)
            peaks.append(_Peak(event, leads_only=not both and candidate.rejected_by != ""))
    of_actions = {i for i, peak in enumerate(peaks) if _is_part_of_action(peak, actions, settings)}
    kept = _leave_out_dragged(peaks, of_actions, settings)
    events = [peaks[i].event for i in kept if i not in of_actions and not peaks[i].leads_only]
    return tuple(sorted(events, key=lambda event: (event.onset_s, event.region, event.side)))


def leave_out_impossible(events: tuple[TwitchEvent, ...]) -> tuple[TwitchEvent, ...]:
    """The events, short or held, that are no larger than the anatomy of their region allows."""
    return tuple(e for e in events if e.amplitude_mm <= LARGEST_MM[e.region])


def _to_event(
    candidate: Candidate, actions: tuple[Action, ...], settings: DetectionSettings, *, both: bool
) -> TwitchEvent:
    peak, score = candidate.peak, candidate.peak.snr / settings.twitch_threshold
    if is_one_picture(candidate, settings):
        score = 1.0  # one picture alone never makes anybody sure
    return TwitchEvent(
        kind="twitch",
        region=candidate.region,
        side="both" if both else peak.side,
        onset_s=candidate.onset_s,
        apex_s=candidate.apex_s,
        offset_s=candidate.offset_s,
        amplitude_mm=_measure_both(candidate, settings) if both else candidate.size_mm,
        peak_velocity_mm_per_s=candidate.peak_velocity_mm_per_s,
        snr=peak.snr,
        during=_list_during(candidate.onset_s, candidate.offset_s, actions),
        confidence=_grade(score),
        place=None if both else locate_place(peak.place, peak.side),
        area="" if both else candidate.area,
        extent_mm=None if both else peak.extent_mm,
    )


def _measure_both(candidate: Candidate, settings: DetectionSettings) -> float:
    """Mean size of the two sides, mm."""
    return 0.5 * (candidate.size_mm + candidate.peak.mirror_mm / settings.field_gain)


def _list_during(onset_s: float, offset_s: float, actions: tuple[Action, ...]) -> tuple[str, ...]:
    return tuple(sorted({a.kind for a in actions if a.onset_s < offset_s and onset_s < a.offset_s}))


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


def _leave_out_dragged(
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
