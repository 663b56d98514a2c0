"""Stretches of talking and chewing: the mouth goes to and fro, again and again.

In      Expression (mouth opening and jaw drop in mm), size of the skin's movement in mm
Out     Spans with the reason ``talking`` or ``chewing``
Method  1. Turning points of the mouth's opening that stand out by ``lips_turn_mm``, and of the
           jaw by ``jaw_turn_mm``.
        2. Only those count near which the skin moves too: on both sides, in at least two of the
           regions around the mouth, by ``mouth_skin_mm``. The mesh never settles, not even on
           a photograph, and its parted lips go to and fro on their own; skin does not.
        3. Where at least ``mouth_turns`` of them follow each other within
           ``mouth_turns_within_s``, the mouth is busy: talking if the lips part, else chewing.
           One smile, one word or one yawn has one or two turning points and is left alone.
Where the defaults come from   settings.SignalSettings
Departures from the sources    none: the method is our own
Known limits   Speech with a still jaw and shut lips (humming, murmuring) is not seen. In small
        or noisy pictures the flow itself trembles by more than ``mouth_skin_mm``, and the mesh
        decides alone. A tremor of the jaw of more than a millimetre passes for chewing.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import ndimage, signal

from twitchcam.anatomy import REGION_NAMES
from twitchcam.records import Bools, Expression, Floats, Span, SpanReason
from twitchcam.settings import SignalSettings
from twitchcam.signals.resample import Integers, find_runs

_MOUTH: Final = [
    REGION_NAMES.index(name) for name in ("upper_lip", "mouth_corner", "lower_lip", "chin")
]


def find_mouth_busy(
    expression: Expression, activity_mm: Floats, settings: SignalSettings
) -> tuple[Span, ...]:
    """Talking and chewing, in order of time.

    ``activity_mm`` (m, regions, sides) is the size of the skin's movement from 1 to 10 Hz, on
    the grid of ``expression``; NaN where it was not seen.
    """
    time_s = expression.time_s
    moves = mark_moving_mouth(activity_mm, settings)
    lips = find_turns(expression.mouth_opening_mm, time_s, settings.lips_turn_mm)
    jaw = find_turns(expression.jaw_drop_mm, time_s, settings.jaw_turn_mm)
    busy = [mark_busy(turns[moves[turns]], time_s, settings) for turns in (lips, jaw)]
    step_s = 1.0 / settings.sampling_rate_hz
    spans = []
    for start, stop in find_runs(busy[0] | busy[1]):
        opening_mm = expression.mouth_opening_mm[start:stop]
        seen_mm = opening_mm[np.isfinite(opening_mm)]
        low_mm, high_mm = np.percentile(seen_mm, [5, 95]) if seen_mm.size else (0.0, 0.0)
        parted = high_mm - low_mm > settings.talking_opening_mm
        reason: SpanReason = "talking" if parted else "chewing"
        spans.append(
            Span(
                start_s=float(time_s[start]), stop_s=float(time_s[stop - 1]) + step_s, reason=reason
            )
        )
    return tuple(spans)


def mark_moving_mouth(activity_mm: Floats, settings: SignalSettings) -> Bools:
    """(m,) True where the skin of both sides moves in two regions around the mouth.

    A jaw and lips move both sides at once; a twitch of one side, and noise of one patch, do not.
    What was not seen does not count.
    """
    around_mm = np.nan_to_num(activity_mm[:, _MOUTH])
    reach = 2 * round(settings.activity_reach_s * settings.sampling_rate_hz) + 1
    nearby_mm = ndimage.maximum_filter1d(around_mm.min(axis=2), reach, axis=0, mode="nearest")
    return np.sort(nearby_mm, axis=1)[:, -2] > settings.mouth_skin_mm


def find_turns(opening_mm: Floats, time_s: Floats, turn_mm: float) -> Integers:
    """(k,) samples at which ``opening_mm`` turns round, standing out by ``turn_mm``."""
    seen = np.isfinite(opening_mm)
    if not seen.any():
        return np.empty(0, dtype=np.intp)
    filled = np.interp(time_s, time_s[seen], opening_mm[seen])
    turns = [signal.find_peaks(curve, prominence=turn_mm)[0] for curve in (filled, -filled)]
    return np.sort(np.concatenate(turns))


def mark_busy(turns: Integers, time_s: Floats, settings: SignalSettings) -> Bools:
    """(m,) True from the first to the last of enough turning points that follow closely."""
    busy = np.zeros(len(time_s), dtype=bool)
    n_needed = round(settings.mouth_turns)
    margin = round(settings.settle_s * settings.sampling_rate_hz)
    for first, last in zip(turns, turns[n_needed - 1 :], strict=False):
        if time_s[last] - time_s[first] <= settings.mouth_turns_within_s:
            busy[max(first - margin, 0) : last + margin + 1] = True
    return busy
