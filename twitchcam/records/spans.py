"""Stretches of time that cannot be judged, and which measurements each reason spoils."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np

from twitchcam.records.arrays import Bools, Floats

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
    "frozen",
    "other_person",
    "again",
    "blurred",
]
SPAN_REASONS: Final[tuple[SpanReason, ...]] = get_args(SpanReason)
Measurement = Literal["twitch", "lower_face_twitch", "held", "squeeze"]

# What cannot be measured during each reason. ``twitch``: a short movement of one side;
# ``lower_face_twitch``: the same from the cheek down, where speech moves the skin; ``held``: skin
# or lids against the moment before; ``squeeze``: how far brow and cheek draw together over the
# lids, which needs still pictures of skin and no more. During an ``expression`` the noise of each
# moment and region decides about twitches, and held movement is what is looked for.
_SPOILS: Final[dict[SpanReason, tuple[Measurement, ...]]] = {
    "face_lost": ("twitch", "lower_face_twitch", "held", "squeeze"),
    "head_turned": ("twitch", "lower_face_twitch", "held", "squeeze"),
    "head_moving": ("twitch", "lower_face_twitch", "held", "squeeze"),
    "expression": (),
    "talking": ("lower_face_twitch", "held"),
    "chewing": ("twitch", "lower_face_twitch", "held"),
    "low_light": ("twitch", "lower_face_twitch", "held", "squeeze"),
    "occluded": ("twitch", "lower_face_twitch", "held"),
    "gap": ("twitch", "lower_face_twitch", "held", "squeeze"),
    "cut": ("twitch", "lower_face_twitch", "held", "squeeze"),
    "other_person": ("twitch", "lower_face_twitch", "held", "squeeze"),
    "blurred": ("twitch", "lower_face_twitch", "held", "squeeze"),
    "again": ("twitch", "lower_face_twitch", "held", "squeeze"),
    "frozen": ("twitch", "lower_face_twitch", "held", "squeeze"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time that could not be judged, and why."""

    start_s: float
    stop_s: float
    reason: SpanReason

    def spoils(self, measurement: Measurement) -> bool:
        """Whether ``measurement`` cannot be made in this stretch."""
        return measurement in _SPOILS[self.reason]


def sum_spans_s(spans: Iterable[Span], reason: SpanReason) -> float:
    """How long all of these together were left out for this reason, s."""
    return sum((span.stop_s - span.start_s for span in spans if span.reason == reason), 0.0)


def mark_outside(time_s: Floats, spans: Iterable[Span]) -> Bools:
    """(m,) True at the times (m,) that lie in none of the spans."""
    outside = np.ones(len(time_s), dtype=bool)
    for span in spans:
        start, stop = np.searchsorted(time_s, [span.start_s, span.stop_s])
        outside[start:stop] = False
    return outside


def mark_unspoiled(time_s: Floats, spans: Iterable[Span], measurement: Measurement) -> Bools:
    """(m,) True at the times (m,) at which ``measurement`` can be made."""
    return mark_outside(time_s, [span for span in spans if span.spoils(measurement)])


def is_spoiled(
    spans: Iterable[Span], measurement: Measurement, start_s: float, stop_s: float
) -> bool:
    """Whether ``measurement`` cannot be made somewhere between the two times."""
    return any(
        span.spoils(measurement) and span.start_s < stop_s and start_s < span.stop_s
        for span in spans
    )
