"""Jerks at any place of the face, and what was said about each: found, where, how large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from benchmarks.judging.answers import Answers
from twitchcam.skin_places import get_neutral_eye_distance_mm, get_places
from twitchcam.synthetic.face_geometry import MM_PER_PX, eye_distance_px
from twitchcam.synthetic.jerks import TrueJerk
from twitchcam.synthetic.open_skin import neutral_face_mm

NEAR_MM: Final = 15.0
# What places on the neutral face are measured in.
NEUTRAL_EYE_DISTANCE_MM: Final = MM_PER_PX * eye_distance_px()

PlacedAnswer = Literal["found", "elsewhere", "wrong side", "nothing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidEvent:
    """A short movement that a method reports; ``place`` as in ``TwitchEvent``."""

    side: str
    apex_s: float
    amplitude_mm: float
    place: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedTrial:
    """One true jerk and what was said about it.

    ``limit_mm`` is what the recording without jerks promised to see at its place and moment:
    NaN where it called nothing assessed there, infinite where it promised nothing.
    """

    clip: str
    jerk: TrueJerk
    answer: PlacedAnswer
    place_error_mm: float | None
    reported_mm: float | None
    limit_mm: float

    @property
    def found(self) -> bool:
        """At the right time, on the right side, at the right place as far as it was told."""
        return self.answer == "found"


def read_events(events: Sequence[Any]) -> tuple[SaidEvent, ...]:
    """Twitches among the events of an analysis; events of older versions do not tell a place."""
    return tuple(
        SaidEvent(
            side=event.side,
            apex_s=event.apex_s,
            amplitude_mm=event.amplitude_mm,
            place=getattr(event, "place", None),
        )
        for event in events
        if event.kind == "twitch"
    )


def measure_place_error_mm(event: SaidEvent, jerk: TrueJerk) -> float | None:
    """How far from the jerk's middle an event is said to lie; ``None`` if it does not say where."""
    if event.place is None:
        return None
    # An event lies at a place of the lattice, which is on every neutral face.
    said_mm = np.asarray(event.place) * get_neutral_eye_distance_mm()
    place = int(np.hypot(*(get_places().neutral_mm - said_mm).T).argmin())
    at_mm = get_places().locate(neutral_face_mm())[place]
    true_mm = np.asarray(jerk.neutral_place) * NEUTRAL_EYE_DISTANCE_MM
    return float(np.hypot(*(at_mm - true_mm)))


def judge_jerks(
    clip: str, jerks: Sequence[TrueJerk], events: Sequence[SaidEvent], limits_mm: Sequence[float]
) -> list[PlacedTrial]:
    """Compare events with the truth: apex within ``TOLERANCE_S``, best answers first."""
    answers = Answers[PlacedAnswer](
        true_s=[jerk.apex_s for jerk in jerks],
        said_s=[event.apex_s for event in events],
        compare=lambda i, j: _compare(jerks[i], events[j]),
    )
    order: tuple[PlacedAnswer, ...] = ("found", "elsewhere", "wrong side")
    for kind in order:
        answers.assign(kind)
    trials = []
    for i, (jerk, limit_mm) in enumerate(zip(jerks, limits_mm, strict=True)):
        given, j = answers.given.get(i, ("nothing", -1))
        event = events[j] if j >= 0 else None
        trials.append(
            PlacedTrial(
                clip=clip,
                jerk=jerk,
                answer=given,
                place_error_mm=measure_place_error_mm(event, jerk) if event else None,
                reported_mm=event.amplitude_mm if event else None,
                limit_mm=limit_mm,
            )
        )
    return trials


def _compare(jerk: TrueJerk, event: SaidEvent) -> PlacedAnswer:
    if event.side != jerk.side:
        return "wrong side"
    error_mm = measure_place_error_mm(event, jerk)
    return "found" if error_mm is None or error_mm <= NEAR_MM else "elsewhere"
