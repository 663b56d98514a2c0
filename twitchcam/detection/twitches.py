"""Twitches: short movements of skin that no action explains.

In      Movement (mm, local noise), Actions
Out     TwitchEvents with region, side, onset, apex, offset, size, and the actions they fell into
Method  1. One-sided score of every patch: its movement beyond the mirror patch's, over the local
           noise. Two-sided score: the smaller of the two sides over noise without the mirror.
        2. Peaks of the score above ``twitch_threshold`` in time that could be judged.
        3. Onset and offset where the movement passes a share of its apex; lengths that a
           picture rate cannot carry, or that are no twitch any more, are dropped.
        4. One movement of skin drags its neighbours: of peaks that coincide on one side, the
           strongest is the event, and others stay only if they are about as large.
        5. The lids during a blink, and lids and brow during a wink or a longer closure, are the
           action itself and no twitch.
Where the defaults come from   settings.DetectionSettings; docs/method.md ranks the alternatives
Departures from the sources    none: the method is our own
Known limits   Movements held longer than about 0.3 s are not seen here.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from scipy import ndimage, signal

from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.records import Action, Bools, Confidence, Floats, Movement, Side, TwitchEvent
from twitchcam.settings import DetectionSettings
from twitchcam.signals.excluded import mark_observed

_LIDS: Final = ("upper_lid", "lower_lid")
_BY_THE_EYE: Final = (*_LIDS, "brow")
_SHUT_BY: Final = {
    "blink": _LIDS,
    "wink": _BY_THE_EYE,
    "eye_closure": _BY_THE_EYE,
}


BOTH: Final = 2
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


def detect_twitches(
    movement: Movement, actions: tuple[Action, ...], settings: DetectionSettings
) -> tuple[TwitchEvent, ...]:
    """All twitches that stand out of the local noise, in order of onset."""
    size_mm = measure_size(movement)
    observed = mark_observed(movement.time_s, movement.excluded)
    one_sided = score_one_sided(size_mm, movement, settings) / settings.twitch_threshold
    two_sided = score_two_sided(size_mm, movement) / settings.two_sided_threshold
    # Without a mirror patch to compare with, no movement can be called one-sided.
    seen = np.isfinite(movement.displacement_mm).reshape(*size_mm.shape, 2)
    one_sided[~seen.all(axis=(2, 3))] = 0.0
    one_sided[~observed] = 0.0
    two_sided[~(observed & find_calm(movement, actions, settings))] = 0.0
    candidates = []
    for r in range(len(REGION_NAMES)):
        curves = [size_mm[:, r, 0], size_mm[:, r, 1], size_mm[:, r].min(axis=1)]
        scores = [one_sided[:, r, 0], one_sided[:, r, 1], two_sided[:, r]]
        for side in (0, 1, BOTH):
            candidates += _find_candidates(
                scores[side], curves[side], (r, side), movement, settings
            )
    in_time = [candidate for candidate in candidates if observed[candidate.apex]]
    lids = {c for c in in_time if _is_part_of_action(c, movement, actions)}
    kept = [c for c in _keep_leaders(in_time, lids, movement, settings) if c not in lids]
    events = [_make_event(candidate, size_mm, movement, actions) for candidate in kept]
    return tuple(sorted(events, key=lambda event: (event.onset_s, event.region, event.side)))


def measure_size(movement: Movement) -> Floats:
    """Length of the displacement of every patch, (m, regions, sides) mm; 0 where not seen."""
    shape = (len(movement.time_s), len(REGION_NAMES), len(SIDES), 2)
    by_patch = np.nan_to_num(movement.displacement_mm).reshape(shape)
    return np.hypot(by_patch[..., 0], by_patch[..., 1])


def score_one_sided(size_mm: Floats, movement: Movement, settings: DetectionSettings) -> Floats:
    """Movement beyond the mirror patch's, over the local noise: (m, regions, sides)."""
    width = 2 * round(settings.mirror_reach_s * movement.sampling_rate_hz) + 1
    mirror = ndimage.maximum_filter1d(size_mm[:, :, ::-1], size=width, axis=0, mode="nearest")
    beyond = np.maximum(size_mm - settings.mirror_weight * mirror, 0.0)
    return np.nan_to_num(beyond / movement.local_noise_mm)


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


def _find_candidates(
    score: Floats,
    size_mm: Floats,
    patch: tuple[int, int],
    movement: Movement,
    settings: DetectionSettings,
) -> list[Candidate]:
    rate_hz = movement.sampling_rate_hz
    peaks, _ = signal.find_peaks(
        score,
        height=1.0,
        distance=max(round(settings.together_s * rate_hz), 1),
    )
    found = []
    for peak in peaks:
        reach = round(settings.together_s * rate_hz / 2)
        first = max(peak - reach, 0)
        apex = first + int(np.argmax(size_mm[first : peak + reach + 1]))
        onset, offset = _find_edges(size_mm, apex, settings.edge_share)
        length_s = (offset - onset) / rate_hz
        half_width_s = _measure_half_width(size_mm, apex) / rate_hz
        if (
            settings.shortest_twitch_s <= length_s <= settings.longest_twitch_s
            and half_width_s >= settings.least_half_width_s
        ):
            found.append(
                Candidate(*patch, onset, apex, offset, float(score[peak]), float(size_mm[apex]))
            )
    return found


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
    candidate: Candidate, movement: Movement, actions: tuple[Action, ...]
) -> bool:
    """Whether the movement is the closing eye itself."""
    region = REGION_NAMES[candidate.region]
    start_s = movement.time_s[candidate.onset]
    stop_s = movement.time_s[candidate.offset - 1]
    return any(
        region in _SHUT_BY.get(action.kind, ())
        and start_s < action.offset_s
        and action.onset_s < stop_s
        for action in actions
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
    candidate: Candidate, size_mm: Floats, movement: Movement, actions: tuple[Action, ...]
) -> TwitchEvent:
    time_s, step_s = movement.time_s, 1.0 / movement.sampling_rate_hz
    onset_s = float(time_s[candidate.onset])
    offset_s = float(time_s[candidate.offset - 1]) + step_s
    sides = [0, 1] if candidate.side == BOTH else [candidate.side]
    inside = slice(candidate.onset, candidate.offset)
    velocity = movement.velocity_mm_per_s.reshape(*size_mm.shape, 2)[inside, candidate.region]
    speed = np.hypot(velocity[..., 0], velocity[..., 1])[:, sides]
    noise = movement.face_noise_mm if candidate.side == BOTH else movement.local_noise_mm
    amplitude_mm = float(size_mm[candidate.apex, candidate.region, sides].mean())
    return TwitchEvent(
        kind="twitch",
        region=REGION_NAMES[candidate.region],
        side=_SIDE_NAMES[candidate.side],
        onset_s=onset_s,
        apex_s=float(time_s[candidate.apex]),
        offset_s=offset_s,
        amplitude_mm=amplitude_mm,
        peak_velocity_mm_per_s=float(np.nanmax(speed)),
        snr=amplitude_mm / float(noise[candidate.apex, candidate.region, sides].mean()),
        during=tuple(
            sorted({a.kind for a in actions if a.onset_s < offset_s and onset_s < a.offset_s})
        ),
        confidence=_grade(candidate.score),
    )


def _grade(score: float) -> Confidence:
    """How far above the threshold: twice is high, one and a half moderate."""
    return "high" if score >= 2.0 else "moderate" if score >= 1.5 else "low"
