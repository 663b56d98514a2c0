"""Twitches: short movements of skin that no action explains.

In      Movement (mm, pulses and their noise, local noise), where it is assessable, Actions
Out     TwitchEvents with region, side, onset, apex, offset, size, and the actions they fell into
Method  One side: peaks of ``pulse_snr`` above ``twitch_threshold`` where region and side are
        assessable; a finely fitted pulse gives onset, offset and size. In a moving face the size
        must also be ``least_size_ratio`` times the noise, and everywhere more than badly coded
        pictures may have made up. Where the mirror patch does more than half as much, it is no
        movement of one side, but leads its neighbours like any other.
        Both sides: the smaller of the two sides' displacements over the face's noise above
        ``two_sided_threshold``, while the face is calm.
        Lengths that a picture rate cannot carry, or that are no twitch any more, are dropped. One
        movement of skin drags its neighbours: of peaks that coincide on one side, the strongest is
        the event, and others stay only if they are about as large. The lids during a blink, lids
        and brow during a wink, and both while the lids of a longer closure close and open, are the
        action itself and no twitch.
Where the defaults come from   settings.DetectionSettings; docs/method.md ranks the alternatives
Departures from the sources    none: the method is our own
Known limits   Movements held longer than about half a second are not seen here.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.records import Action, Bools, Confidence, Floats, Movement, Side, TwitchEvent
from twitchcam.settings import DetectionSettings
from twitchcam.signals.assessable import ask_for_size, ask_of_compression, mark_hidden
from twitchcam.signals.movement import measure_velocity
from twitchcam.signals.pulses import LONGEST_PULSE_S, FittedPulse, fit_pulse

_LIDS: Final = ("upper_lid", "lower_lid")
_BY_THE_EYE: Final = (*_LIDS, "brow")
_SHUT_BY: Final = {
    "blink": _LIDS,
    "wink": _BY_THE_EYE,
    "eye_closure": _BY_THE_EYE,
}


BOTH: Final = 2
# How much of the movement around a peak is looked at when a pulse is fitted.
_FIT_REACH_S: Final = 0.5
# What noise alone leaves over between two moments, in units of the pulse's noise.
_CHANCE_LEFT_OVER: Final = 2.0
# How far from its place of rest the skin must be at the apex, as a share of the pulse.
_LEAST_AWAY: Final = 0.4
_SIDE_NAMES: Final[tuple[Side, ...]] = ("left", "right", "both")


class Candidate(NamedTuple):
    """A peak of the score of one patch (or mirror pair), as indices on the grid."""

    region: int
    side: int  # 0 left, 1 right, 2 both
    onset: int
    apex: int
    offset: int
    score: float  # over its threshold
    size_mm: float
    mirrored: bool = False  # the other side does much the same: no movement of one side


def detect_twitches(
    movement: Movement, assessable: Bools, actions: tuple[Action, ...], settings: DetectionSettings
) -> tuple[TwitchEvent, ...]:
    """All twitches that stand out of the local noise, in order of onset.

    ``assessable`` (m, regions, sides) is what ``mark_assessable`` says of the movement.
    """
    candidates = _find_one_sided(movement, assessable, settings)
    candidates += _find_two_sided(movement, actions, settings)
    lids = {c for c in candidates if _is_part_of_action(c, movement, actions, settings)}
    kept = _keep_leaders(candidates, lids, movement, settings)
    events = [_make_event(c, movement, actions) for c in kept if c not in lids and not c.mirrored]
    return tuple(sorted(events, key=lambda event: (event.onset_s, event.region, event.side)))


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


def _find_one_sided(
    movement: Movement, assessable: Bools, settings: DetectionSettings
) -> list[Candidate]:
    """Pulses of one side that stand out of the noise of their moment."""
    rate_hz = movement.sampling_rate_hz
    score = np.where(assessable, movement.pulse_snr, 0.0) / settings.twitch_threshold
    reach = round(settings.together_s * rate_hz)
    coded_mm = ask_of_compression(movement, settings)
    found: list[Candidate] = []
    for r, s in np.ndindex(len(REGION_NAMES), len(SIDES)):
        here: list[Candidate] = []
        asked_mm = ask_for_size(movement.pulse_noise_mm[:, r, s], settings)
        peaks = _find_peaks(score[:, r, s], rate_hz, settings)
        for peak in sorted(peaks.tolist(), key=lambda at: -score[at, r, s]):
            first = max(peak - round(_FIT_REACH_S * rate_hz), 0)
            piece = movement.displacement_mm[first : 2 * peak - first + 1, r, s].astype(np.float64)
            pulse = fit_pulse(piece, settings.together_s / 2, rate_hz)
            noise_mm = float(movement.pulse_noise_mm[peak, r, s])
            accepted = _accept_pulse(piece, pulse, noise_mm, rate_hz, settings)
            if accepted is None:
                continue
            apex, size_mm = accepted
            if size_mm < max(coded_mm[r, s], asked_mm[peak]):
                continue
            # Between two twitches the skin goes back to rest: that is no third one.
            away_mm = float(np.hypot(*movement.transient_mm[first + apex, r, s]))
            if away_mm < _LEAST_AWAY * size_mm or not assessable[first + apex, r, s]:
                continue
            beside = slice(max(first + apex - reach, 0), first + apex + reach + 1)
            mirror_mm = float(np.hypot(*movement.transient_mm[beside, r, 1 - s].T).max())
            mirrored = mirror_mm > settings.most_mirrored * size_mm
            onset, offset = (
                first + round((pulse.centre_s + side * pulse.length_s / 2) * rate_hz)
                for side in (-1, 1)
            )
            onset, offset = max(onset, 0), min(offset, len(movement.time_s))
            if all(onset >= other.offset - 1 or offset <= other.onset + 1 for other in here):
                snr = float(score[peak, r, s])
                here.append(Candidate(r, s, onset, first + apex, offset, snr, size_mm, mirrored))
        found += here
    return found


def _accept_pulse(
    piece_mm: Floats,
    pulse: FittedPulse,
    noise_mm: float,
    rate_hz: float,
    settings: DetectionSettings,
) -> tuple[int, float] | None:
    """Sample and height (mm) of the apex, if the pulse is as long as a twitch and returns."""
    longest_s = min(settings.longest_twitch_s, LONGEST_PULSE_S)
    if not settings.shortest_twitch_s <= pulse.length_s <= longest_s:
        return None  # the longest that is fitted may be a piece of something slower
    along, left_over_mm = project_pulse(piece_mm, pulse, rate_hz)
    if left_over_mm > settings.most_left_over * pulse.size_mm + _CHANCE_LEFT_OVER * noise_mm:
        return None
    start, stop = (
        max(round((pulse.centre_s + side * pulse.length_s / 2) * rate_hz), 0) for side in (-1, 1)
    )
    apex = start + int(np.argmax(along[start : stop + 1]))
    half_width_s = _measure_half_width(along, apex) / rate_hz
    if half_width_s < settings.least_half_width_s:
        return None
    return apex, float(along[apex])


def project_pulse(piece_mm: Floats, pulse: FittedPulse, rate_hz: float) -> tuple[Floats, float]:
    """Movement (n,) of a piece (n, 2) along the pulse, 0 between its ends; and what did not return.

    The second number is the way from the pulse's onset to its offset, mm.
    """
    last = len(piece_mm) - 1
    onset, apex, offset = (
        piece_mm[min(max(round((pulse.centre_s + share * pulse.length_s) * rate_hz), 0), last)]
        for share in (-0.5, 0.0, 0.5)
    )
    top = apex - (onset + offset) / 2
    height_mm = max(float(np.hypot(*top)), 1e-9)
    left_over_mm = float(np.hypot(*(offset - onset)))
    return (piece_mm - (onset + offset) / 2) @ (top / height_mm), left_over_mm


def _find_two_sided(
    movement: Movement, actions: tuple[Action, ...], settings: DetectionSettings
) -> list[Candidate]:
    """Pulses that both sides make at once while the face is calm."""
    rate_hz = movement.sampling_rate_hz
    size_mm = measure_size(movement)
    score = score_two_sided(size_mm, movement) / settings.two_sided_threshold
    score[~(movement.observed & find_calm(movement, actions, settings))] = 0.0
    score[:, mark_hidden(movement, settings)] = 0.0
    found = []
    reach = round(settings.together_s * rate_hz / 2)
    coded_mm = ask_of_compression(movement, settings).max(axis=1)
    for r in range(len(REGION_NAMES)):
        smaller_mm = size_mm[:, r].min(axis=1)
        for peak in _find_peaks(score[:, r], rate_hz, settings):
            first = max(peak - reach, 0)
            apex = first + int(np.argmax(smaller_mm[first : peak + reach + 1]))
            onset, offset = _find_edges(smaller_mm, apex, settings.edge_share)
            if (
                settings.shortest_twitch_s
                <= (offset - onset) / rate_hz
                <= settings.longest_twitch_s
                and _measure_half_width(smaller_mm, apex) / rate_hz >= settings.least_half_width_s
                and movement.observed[apex]
            ):
                mean_mm = float(size_mm[apex, r].mean())
                if mean_mm < coded_mm[r]:
                    continue
                found.append(
                    Candidate(r, BOTH, onset, apex, offset, float(score[peak, r]), mean_mm)
                )
    return found


def _find_peaks(score: Floats, rate_hz: float, settings: DetectionSettings) -> NDArray[np.intp]:
    distance = max(round(settings.together_s * rate_hz), 1)
    peaks, _ = signal.find_peaks(score, height=1.0, distance=distance)
    return peaks


def _find_edges(size_mm: Floats, apex: int, edge_share: float) -> tuple[int, int]:
    """Half-open range around ``apex`` in which the size stays above its share."""
    low = size_mm < edge_share * size_mm[apex]
    before = np.flatnonzero(low[:apex])
    after = np.flatnonzero(low[apex:])
    onset = int(before[-1]) + 1 if before.size else 0
    offset = apex + int(after[0]) if after.size else len(size_mm)
    return onset, offset


def _measure_half_width(size_mm: Floats, apex: int) -> float:
    """Width at half of the apex in samples, between samples by straight lines."""
    half = size_mm[apex] / 2
    low = np.flatnonzero(size_mm < half)
    before, after = low[low < apex], low[low > apex]
    if not before.size or not after.size:
        return float(len(size_mm))
    i, j = before[-1], after[0]
    rise = i + (half - size_mm[i]) / (size_mm[i + 1] - size_mm[i])
    fall = j - (half - size_mm[j]) / (size_mm[j - 1] - size_mm[j])
    return float(fall - rise)


def _is_part_of_action(
    candidate: Candidate,
    movement: Movement,
    actions: tuple[Action, ...],
    settings: DetectionSettings,
) -> bool:
    """Whether the movement is the closing eye itself, or the little that it drags the brow by."""
    region = REGION_NAMES[candidate.region]
    dragged = region == "brow" and candidate.size_mm < settings.blink_drags_brow_mm
    start_s = movement.time_s[candidate.onset]
    stop_s = movement.time_s[candidate.offset - 1]
    return any(
        (region in _SHUT_BY.get(action.kind, ()) or (dragged and action.kind == "blink"))
        and any(
            start_s < part_stop_s and part_start_s < stop_s
            for part_start_s, part_stop_s in _list_moving_parts(action, settings)
        )
        for action in actions
    )


def _list_moving_parts(
    action: Action, settings: DetectionSettings
) -> tuple[tuple[float, float], ...]:
    """When the lids of an action move: eyes that stay closed rest between closing and opening."""
    edge_s = settings.action_edge_s
    if action.kind != "eye_closure" or action.offset_s - action.onset_s < 2 * edge_s:
        return ((action.onset_s, action.offset_s),)
    return (
        (action.onset_s, action.onset_s + edge_s),
        (action.offset_s - edge_s, action.offset_s),
    )


def _keep_leaders(
    candidates: list[Candidate],
    lids: set[Candidate],
    movement: Movement,
    settings: DetectionSettings,
) -> list[Candidate]:
    """Of coinciding peaks that share a side, the largest, and others only if about as large.

    The closing eye (``lids``) moves by so much that it leads only what lies next to it.
    """
    reach = settings.together_s * movement.sampling_rate_hz
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: -c.size_mm):
        leads = [
            leader
            for leader in kept
            if (leader.side == candidate.side or BOTH in (leader.side, candidate.side))
            and not (leader.mirrored and candidate[:2] == (leader.region, BOTH))
            and (leader not in lids or REGION_NAMES[candidate.region] in _BY_THE_EYE)
            and (
                abs(leader.apex - candidate.apex) <= reach
                or (leader.onset < candidate.apex < leader.offset)
            )
        ]
        dragged = any(
            leader.region == candidate.region
            or candidate.size_mm < settings.spread_share * leader.size_mm
            for leader in leads
        )
        if not dragged:
            kept.append(candidate)
    return kept


def _make_event(
    candidate: Candidate, movement: Movement, actions: tuple[Action, ...]
) -> TwitchEvent:
    time_s, step_s = movement.time_s, 1.0 / movement.sampling_rate_hz
    onset_s = float(time_s[candidate.onset])
    offset_s = float(time_s[candidate.offset - 1]) + step_s
    sides = [0, 1] if candidate.side == BOTH else [candidate.side]
    velocity = measure_velocity(movement, candidate.onset, candidate.offset)[:, candidate.region]
    speed = np.hypot(velocity[..., 0], velocity[..., 1])[:, sides]
    noise = movement.face_noise_mm if candidate.side == BOTH else movement.pulse_noise_mm
    return TwitchEvent(
        kind="twitch",
        region=REGION_NAMES[candidate.region],
        side=_SIDE_NAMES[candidate.side],
        onset_s=onset_s,
        apex_s=float(time_s[candidate.apex]),
        offset_s=offset_s,
        amplitude_mm=candidate.size_mm,
        peak_velocity_mm_per_s=float(np.nanmax(speed)),
        snr=candidate.size_mm / float(noise[candidate.apex, candidate.region, sides].mean()),
        during=tuple(
            sorted({a.kind for a in actions if a.onset_s < offset_s and onset_s < a.offset_s})
        ),
        confidence=_grade(candidate.score),
    )


def _grade(score: float) -> Confidence:
    """How far above the threshold: twice is high, one and a half moderate."""
    return "high" if score >= 2.0 else "moderate" if score >= 1.5 else "low"
