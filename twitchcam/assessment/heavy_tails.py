"""How much larger than its usual noise the rare errors of a recording are.

In      Movement: its weak peaks, and when the face could be looked at; when it acted; the threshold
        of detection
Out     the movement with its noise raised, where rare errors are larger than the threshold bears
Method  Above a high level, what chance does falls off exponentially, at a pace of its own in every
        recording [pickands1975]: fast in clean pictures, slowly in coarse ones and in a face that
        is never still. The pace is the ratio of two counts, peaks of 4 to 5 and of 5 to 6 times the
        noise, drawn towards the usual one where peaks are few. From the number and the pace follows
        how far a place must stand out until chance makes fewer than ``max_by_chance_per_min``; if
        that is more than the threshold, noise (and with it every limit) is raised by their ratio.
        Each side tells for itself and the calmer one counts: a muscle that twitches all the time
        is on one side, what pictures and codecs do is on both. Real twitches stand out further
        than the counted levels. Skin near the eyes does not count, which blinks move, nor do
        smiles and other actions, whose onsets are peaks on both sides.
Where the defaults come from   settings.AssessmentSettings
Departures from the sources    two counts instead of a fit, so that true twitches hardly weigh
Known limits   In short recordings peaks are few, and the usual pace is believed. Who twitches
        weakly and all the time on both sides raises the own noise.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import numpy as np

from twitchcam.anatomy import SIDES
from twitchcam.records import Action, FieldPulses, Floats, Movement, Span, mark_outside
from twitchcam.settings import AssessmentSettings
from twitchcam.skin_places import list_zones

# Counted are peaks from the first level to the second, and from the second to the third.
_LEVELS_SNR: Final = (4.0, 5.0, 6.0)
# The usual pace, in units of the noise: the level at which peaks are e times fewer. As if so many
# peaks had been seen that follow it.
_USUAL_PACE: Final = 0.5
_N_USUAL: Final = 10.0
# Of peaks that stand out so far this share passes all other rules: they lie on one side alone,
# on a patch of skin, and return (``benchmarks.heavy_tails``).
_PASSING_SHARE: Final = 0.1
# Skin settles for as long after a smile, and begins before it is told.
_BESIDE_ACTION_S: Final = 0.5
# What is that restless cannot be judged by a threshold.
_LARGEST_RATIO: Final = 2.0


def raise_noise(
    movement: Movement,
    actions: Iterable[Action],
    settings: AssessmentSettings,
    twitch_threshold: float,
) -> Movement:
    """The movement with the noise of its dense field raised to what its rare errors ask for.

    Parameters
    ----------
    movement : Movement
        With the field as it was measured.
    actions : iterable of Action
        Times at which peaks are the face's own.
    settings : AssessmentSettings
        How many events of one side a minute chance may make.
    twitch_threshold : float
        Times the noise that a twitch must have to be told.

    Returns
    -------
    Movement
        Peaks stand out less and noise is larger by one factor, 1 to 2, for the whole recording.

    Examples
    --------
    >>> raised = raise_noise(movement, analysis.actions, settings.assessment, 7.0)
    >>> bool(np.nanmin(raised.field.noise_mm) >= np.nanmin(movement.field.noise_mm))
    True
    """
    needed = find_needed_snr(movement, actions, settings)
    ratio = float(np.clip(needed / twitch_threshold, 1.0, _LARGEST_RATIO))
    return movement if ratio == 1.0 else replace(movement, field=_scale(movement.field, ratio))


def find_needed_snr(
    movement: Movement, actions: Iterable[Action], settings: AssessmentSettings
) -> float:
    """How far a peak must stand out so that chance makes few enough; 0 without any to tell it."""
    peaks = movement.field.weak_peaks
    left_out = _list_left_out(movement, actions)
    looked_s = _measure_looked_s(movement.field, left_out)
    if looked_s == 0.0:
        return 0.0
    counted = mark_outside(peaks.time_s, left_out)
    return min(
        _extrapolate(peaks.snr[counted & (peaks.side == side)], looked_s, settings)
        for side in range(len(SIDES))
    )


def _extrapolate(snr: Floats, looked_s: float, settings: AssessmentSettings) -> float:
    low, high = np.histogram(snr, _LEVELS_SNR)[0]
    if low + high == 0:
        return 0.0
    usual_ratio = np.exp((_LEVELS_SNR[0] - _LEVELS_SNR[1]) / _USUAL_PACE)
    ratio = (high + _N_USUAL * usual_ratio) / (low + _N_USUAL)
    if ratio >= 1.0:
        return float("inf")
    pace = (_LEVELS_SNR[1] - _LEVELS_SNR[0]) / -np.log(ratio)
    per_min = len(SIDES) * _PASSING_SHARE * (low + high) / (looked_s / 60.0)
    rarer = per_min / settings.max_by_chance_per_min
    return float(_LEVELS_SNR[0] + pace * np.log(max(rarer, 1.0)))


def _list_left_out(movement: Movement, actions: Iterable[Action]) -> list[Span]:
    """Speech, meals, turned heads and all else that spoils twitches; and what the face did."""
    spoilt = [
        span
        for span in movement.excluded
        if span.spoils("twitch") or span.spoils("lower_face_twitch")
    ]
    acted = [
        Span(
            start_s=action.onset_s - _BESIDE_ACTION_S,
            stop_s=action.offset_s + _BESIDE_ACTION_S,
            reason="expression",
        )
        for action in actions
        if action.kind != "blink"
    ]
    return spoilt + acted


def _measure_looked_s(field: FieldPulses, left_out: list[Span]) -> float:
    """How long the skin away from the eyes was looked at, the mean over its places, s."""
    _, others = list_zones()
    if len(field.time_s) < 2:
        return 0.0
    known = np.isfinite(field.noise_mm[:, others]).mean(axis=(1, 2))
    calm = known[mark_outside(field.time_s, left_out)]
    return float(calm.sum() * (field.time_s[1] - field.time_s[0]))


def _scale(field: FieldPulses, ratio: float) -> FieldPulses:
    peaks = tuple(
        replace(
            peak,
            snr=peak.snr / ratio,
            other_side_snr=peak.other_side_snr / ratio,
            noise_mm=peak.noise_mm * ratio,
        )
        for peak in field.peaks
    )
    return replace(field, noise_mm=field.noise_mm * np.float32(ratio), peaks=peaks)
