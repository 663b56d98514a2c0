"""Jerks at any place of open skin: the record, a plan of many, and what they truly were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import SIDES
from twitchcam.checks import check_range
from twitchcam.records import Side
from twitchcam.synthetic.open_skin import Place, draw_places, name_area, neutral_face_mm, to_head

Floats = NDArray[np.floating[Any]]

SIZES_MM: Final = (0.3, 0.5, 0.75, 1.0, 1.5)
REACHES_MM: Final = (4.0, 6.0, 9.0)
DURATIONS_S: Final = (0.1, 0.15, 0.2, 0.25, 0.3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Jerk:
    """A short local movement of skin, centred anywhere.

    Attributes
    ----------
    place, side : where; the right side is the mirror image of the left.
    onset_s : when it starts.
    size_mm : how far the skin in its middle has travelled at the apex.
    duration_s : rise and fall together, halves of equal length.
    reach_mm : standard deviation of the (Gaussian) bump.
    direction : outward, up; of any length.
    hold_s : how long it stays at full size in between.
    """

    place: Place
    side: Side
    onset_s: float
    size_mm: float
    duration_s: float = 0.2
    reach_mm: float = 6.0
    direction: tuple[float, float] = (0.0, 1.0)
    hold_s: float = 0.0

    def __post_init__(self) -> None:
        check_range("reach_mm", self.reach_mm, 1.0, 30.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shake:
    """A steady rhythm of local skin, centred anywhere.

    Attributes
    ----------
    place, side, reach_mm, direction : as in ``Jerk``.
    start_s, stop_s, frequency_hz : when, and how fast.
    size_mm : from the middle to the outermost point.
    """

    place: Place
    side: Side
    start_s: float
    stop_s: float
    frequency_hz: float
    size_mm: float
    reach_mm: float = 6.0
    direction: tuple[float, float] = (0.0, 1.0)

    def __post_init__(self) -> None:
        check_range("reach_mm", self.reach_mm, 1.0, 30.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueJerk:
    """A jerk that was put into a face.

    Attributes
    ----------
    area, side : one of ``open_skin.AREAS``; the person's own side.
    place, place_mm : its middle in the head frame of this very face, in eye distances and in mm:
        from the middle between the outer eye corners, x to the person's left, y down.
    neutral_place : the same spot of skin on the neutral face, in its eye distances.
    onset_s, apex_s, offset_s, size_mm, reach_mm, direction : see ``Jerk``.
    """

    area: str
    side: str
    place: tuple[float, float]
    place_mm: tuple[float, float]
    neutral_place: tuple[float, float]
    onset_s: float
    apex_s: float
    offset_s: float
    size_mm: float
    reach_mm: float
    direction: tuple[float, float]


def plan_jerks(
    stretches_s: Sequence[tuple[float, float]],
    *,
    sizes_mm: tuple[float, ...] = SIZES_MM,
    reaches_mm: tuple[float, ...] = REACHES_MM,
    durations_s: tuple[float, ...] = DURATIONS_S,
    spacing_s: float = 1.1,
    at_most: int | None = None,
    first: int = 0,
    seed: int = 1,
) -> tuple[Jerk, ...]:
    """Jerks within ``stretches_s`` (from, to): as many as fit, about ``spacing_s`` apart.

    Places are drawn evenly over the open skin. Every size, reach, duration and side gets its turn
    in random order before any comes again; directions are random. With the same ``seed``, ``first``
    goes on after so many jerks in another recording, so that several share one balanced plan.
    """
    check_range("spacing_s", spacing_s, 0.5, 3600.0)
    random = np.random.default_rng([seed, first])
    onsets_s = _choose_onsets(stretches_s, max(durations_s), spacing_s, random)[:at_most]
    kinds = list(product(sizes_mm, reaches_mm, durations_s, SIDES))
    n_rounds = (first + len(onsets_s)) // len(kinds) + 1
    order = np.concatenate(
        [np.random.default_rng([seed, 0, turn]).permutation(len(kinds)) for turn in range(n_rounds)]
    )[first:]
    jerks = []
    places = draw_places(len(onsets_s), random)
    for onset_s, place, kind in zip(onsets_s, places, order.tolist(), strict=False):
        size_mm, reach_mm, duration_s, side = kinds[kind]
        angle = random.uniform(0.0, 2.0 * np.pi)
        jerks.append(
            Jerk(
                place=place,
                side="left" if side == "left" else "right",
                onset_s=onset_s,
                size_mm=float(size_mm),
                duration_s=float(duration_s),
                reach_mm=float(reach_mm),
                direction=(float(np.cos(angle)), float(np.sin(angle))),
            )
        )
    return tuple(jerks)


def _choose_onsets(
    stretches_s: Sequence[tuple[float, float]],
    longest_s: float,
    spacing_s: float,
    random: np.random.Generator,
) -> list[float]:
    onsets_s = []
    for start_s, stop_s in stretches_s:
        time_s = start_s + float(random.uniform(0.0, 0.2 * spacing_s))
        while time_s + longest_s <= stop_s:
            onsets_s.append(round(time_s, 3))
            time_s += spacing_s * float(random.uniform(0.85, 1.15))
    return onsets_s


def list_jerks(
    movements: Sequence[Any], landmarks: Floats, mm_per_eye_distance: float
) -> tuple[TrueJerk, ...]:
    """What the jerks among ``movements`` truly were, one entry per side, in time order.

    Parameters
    ----------
    movements : any movements; those that are no jerks are passed over.
    landmarks : (478, 2 or more) of the face they are in, at rest.
    mm_per_eye_distance : of that face, outer corner to outer corner.
    """
    head, neutral = to_head(landmarks), to_head(neutral_face_mm())
    found = []
    for jerk in (m for m in movements if isinstance(m, Jerk)):
        for side in SIDES if jerk.side == "both" else (jerk.side,):
            place = jerk.place.locate(head, side)
            found.append(
                TrueJerk(
                    area=name_area(jerk.place),
                    side=side,
                    place=_pair(place),
                    place_mm=_pair(place * mm_per_eye_distance),
                    neutral_place=_pair(jerk.place.locate(neutral, side)),
                    onset_s=round(jerk.onset_s, 4),
                    apex_s=round(jerk.onset_s + 0.5 * (jerk.duration_s + jerk.hold_s), 4),
                    offset_s=round(jerk.onset_s + jerk.duration_s + jerk.hold_s, 4),
                    size_mm=jerk.size_mm,
                    reach_mm=jerk.reach_mm,
                    direction=jerk.direction,
                )
            )
    return tuple(sorted(found, key=lambda item: (item.onset_s, item.side)))


def _pair(point: Floats) -> tuple[float, float]:
    x, y = np.round(point, 4).tolist()
    return x, y
