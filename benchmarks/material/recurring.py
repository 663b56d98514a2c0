"""What recurs, to be put into recordings of faces: an answer to every blink, and tremor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from twitchcam.anatomy import SIDES
from twitchcam.records import Action
from twitchcam.synthetic.jerks import Jerk, Shake
from twitchcam.synthetic.open_skin import Place, draw_places, name_area

ANSWER_MM: Final = (0.4, 0.6, 0.8, 1.0, 1.5)
SHAKE_MM: Final = (0.3, 0.45, 0.7, 1.0)
REACHES_MM: Final = (5.0, 7.0, 9.0)
# Parts of the face that a blink itself leaves alone.
ANSWERING_AREAS: Final = ("nose side", "inner cheek", "outer cheek", "jaw", "mouth", "chin")
# From the lids' apex to that of the answer.
LAG_S: Final = (0.04, 0.1)
ANSWER_S: Final = (0.12, 0.25)
SHAKE_HZ: Final = (4.0, 10.0)
SHAKE_S: Final = 3.0
_APART_S: Final = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """One place that jerks after every blink: what was put in, and what it truly is."""

    area: str
    side: str
    size_mm: float
    jerks: tuple[Jerk, ...]


def plan_answers(
    blinks: Sequence[Action], n_trials: int, *, first: int = 0, seed: int
) -> tuple[Answering, ...]:
    """``n_trials`` recordings in each of which one place answers every blink.

    Sizes and sides get their turn; place, width, direction, lag and length are drawn. Single
    answers vary by a fifth.
    """
    random = np.random.default_rng([seed, first])
    places = [p for p in draw_places(30 * max(n_trials, 1), random) if _may_answer(p)]
    planned = []
    for turn in range(n_trials):
        number = first + turn
        side = SIDES[number % 2]
        size_mm = ANSWER_MM[(number // 2) % len(ANSWER_MM)]
        reach_mm = float(random.choice(REACHES_MM))
        lag_s, length_s = random.uniform(*LAG_S), random.uniform(*ANSWER_S)
        direction = _draw_direction(random)
        jerks = tuple(
            Jerk(
                place=places[turn],
                side="left" if side == "left" else "right",
                onset_s=round(blink.apex_s + lag_s + random.normal(0.0, 0.01) - 0.5 * length_s, 3),
                size_mm=round(size_mm * float(random.uniform(0.8, 1.2)), 3),
                duration_s=round(float(length_s), 3),
                reach_mm=reach_mm,
                direction=direction,
            )
            for blink in blinks
        )
        planned.append(
            Answering(area=name_area(places[turn]), side=side, size_mm=size_mm, jerks=jerks)
        )
    return tuple(planned)


def plan_shakes(
    rest_s: Sequence[tuple[float, float]], *, first: int = 0, seed: int
) -> tuple[Shake, ...]:
    """One tremor after the other in resting time, each of ``SHAKE_S``, anywhere on open skin."""
    random = np.random.default_rng([seed, first])
    starts_s = []
    for start_s, stop_s in rest_s:
        at_s = start_s + 0.3
        while at_s + SHAKE_S <= stop_s - 0.3:
            starts_s.append(at_s)
            at_s += SHAKE_S + _APART_S
    shakes = []
    for number, (start_s, place) in enumerate(
        zip(starts_s, draw_places(len(starts_s), random), strict=True), first
    ):
        shakes.append(
            Shake(
                place=place,
                side="left" if number % 2 else "right",
                start_s=round(float(start_s), 3),
                stop_s=round(float(start_s) + SHAKE_S, 3),
                frequency_hz=round(float(random.uniform(*SHAKE_HZ)), 2),
                size_mm=SHAKE_MM[(number // 2) % len(SHAKE_MM)],
                reach_mm=float(random.choice(REACHES_MM)),
                direction=_draw_direction(random),
            )
        )
    return tuple(shakes)


def _may_answer(place: Place) -> bool:
    return name_area(place) in ANSWERING_AREAS


def _draw_direction(random: Any) -> tuple[float, float]:
    angle = random.uniform(0.0, 2.0 * np.pi)
    return float(np.cos(angle)), float(np.sin(angle))
