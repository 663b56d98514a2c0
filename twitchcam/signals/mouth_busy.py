"""Stretches of talking and chewing: the mouth goes to and fro, again and again.

In      Expression (mouth opening and jaw drop in mm)
Out     Spans with the reason ``talking`` or ``chewing``
Method  Turning points of the mouth's opening that stand out by ``lips_turn_mm``, and of the
        jaw by ``jaw_turn_mm``. Where at least ``mouth_turns`` of them follow each other within
        ``mouth_turns_within_s``, the mouth is busy: talking if the lips part, else chewing.
        One smile, one word or one yawn has one or two turning points and is left alone.
Where the defaults come from   settings.SignalSettings
Departures from the sources    none: the method is our own
Known limits   Speech with a still jaw and shut lips (humming, murmuring) is not seen. Landmarks
        alone decide, so a tremor of the jaw of more than a millimetre passes for chewing.
"""

from __future__ import annotations

import numpy as np
from scipy import signal

from twitchcam.records import Bools, Expression, Floats, Span, SpanReason
from twitchcam.settings import SignalSettings
from twitchcam.signals.resample import find_runs


def find_mouth_busy(expression: Expression, settings: SignalSettings) -> tuple[Span, ...]:
    """Talking and chewing, in order of time."""
    time_s = expression.time_s
    lips = mark_busy(expression.mouth_opening_mm, time_s, settings.lips_turn_mm, settings)
    jaw = mark_busy(expression.jaw_drop_mm, time_s, settings.jaw_turn_mm, settings)
    step_s = 1.0 / settings.sampling_rate_hz
    spans = []
    for start, stop in find_runs(lips | jaw):
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


def mark_busy(
    opening_mm: Floats, time_s: Floats, turn_mm: float, settings: SignalSettings
) -> Bools:
    """(m,) True from the first to the last of enough turning points that follow closely."""
    busy = np.zeros(len(time_s), dtype=bool)
    seen = np.isfinite(opening_mm)
    if not seen.any():
        return busy
    filled = np.interp(time_s, time_s[seen], opening_mm[seen])
    turns = np.sort(
        np.concatenate(
            [signal.find_peaks(curve, prominence=turn_mm)[0] for curve in (filled, -filled)]
        )
    )
    n_needed = round(settings.mouth_turns)
    margin = round(settings.settle_s * settings.sampling_rate_hz)
    for first, last in zip(turns, turns[n_needed - 1 :], strict=False):
        if time_s[last] - time_s[first] <= settings.mouth_turns_within_s:
            busy[max(first - margin, 0) : last + margin + 1] = True
    return busy
