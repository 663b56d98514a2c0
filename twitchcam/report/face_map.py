"""A drawn face that shows where something moved, how often and how much, and what was not seen.

The drawing is the neutral face of ``skin_places``, which is nobody's. It looks at the reader, so
the person's left is on the reader's right. Every place of the dense field is a dot: coloured where
skin moved by itself, hatched where it could hardly ever be judged. What has no place (movements of
both sides, held ones, trembling, what an action drags along) is marked in the middle of its region.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import numpy as np
from markupsafe import Markup, escape

from twitchcam.anatomy import OUTLINES, REGION_NAMES, SIDES, get_region
from twitchcam.assessment.assessable import MIN_SEEN_SHARE
from twitchcam.report import words
from twitchcam.skin_places import (
    PLACE_SPACING_MM,
    get_neutral_eye_distance_mm,
    get_places,
    list_areas,
    read_neutral_face,
)
from twitchcam.wording import text

if TYPE_CHECKING:
    from twitchcam.records import Coupling, PlaceLimits, TwitchEvent
    from twitchcam.report.tally import PlaceTally, TremorTally

How: TypeAlias = Literal["itself", "dragged", "trembled"]

# From how many times on a dot has the next stronger colour, and from what size on it is larger.
OFTEN: Final = (1, 2, 5)
LARGE_MM: Final = (0.0, 0.5, 1.0)

_ACROSS, _DOWN, _PER_MM = 160.0, 132.0, 2.0
_OPENING: Final = "eye"
_MIN_RADIUS: Final = 7.0
_RADIUS_AT_1_MM: Final = 12.0
_MAX_RADIUS: Final = 22.0
_IRIS_RADIUS: Final = 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One mark on a region: it moved by ``itself``, ``dragged`` by an action, or ``trembled``."""

    region: str
    side: str
    n: int
    size_mm: float
    how: How
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One place: how often skin moved there by itself, the most it moved, whether it was seen.

    ``limit_mm`` is the smallest twitch that would have been seen; ``None`` where not known.
    """

    x_mm: float
    y_mm: float
    side: str
    area: str
    n: int
    max_mm: float
    seen: bool
    limit_mm: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaTally:
    """The placed movements of one area of one side, and the middle of their places."""

    area: str
    side: str
    n: int
    max_mm: float
    x_mm: float
    y_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceMap:
    """All that the map shows. ``dots`` is empty when nothing is known of single places."""

    spots: tuple[Spot, ...]
    dots: tuple[Dot, ...]
    areas: tuple[AreaTally, ...]


def list_spots(
    places: Sequence[PlaceTally],
    tremors: Sequence[TremorTally],
    couplings: Sequence[Coupling],
) -> tuple[Spot, ...]:
    """Gather what is marked by region: events, then trembling, then what actions drag along."""
    spots = []
    for place in places:
        told = _say_own(place.n, place.max_mm)
        spots.append(_make_spot(place, "itself", place.n, place.max_mm, told))
    for tally in tremors:
        size = words.say_number(tally.max_mm, "mm")
        told = text("report-spot-trembled", n=tally.n, size=size)
        spots.append(_make_spot(tally, "trembled", tally.n, tally.max_mm, told))
    for coupling in couplings:
        told = text(
            "report-spot-dragged",
            n=coupling.n_responses,
            actions=words.count_action(coupling.action, coupling.n_actions),
            size=words.say_number(coupling.response_mm, "mm"),
        )
        size_mm = coupling.response_mm or math.nan
        spots.append(_make_spot(coupling, "dragged", coupling.n_responses, size_mm, told))
    return tuple(spot for spot in spots if spot.region in (*REGION_NAMES, _OPENING))


def _make_spot(
    place: PlaceTally | TremorTally | Coupling, how: How, n: int, size_mm: float, told: str
) -> Spot:
    return Spot(
        region=place.region,
        side=place.side,
        n=n,
        size_mm=size_mm,
        how=how,
        text=_tell(words.name_place(place.region, place.side), told),
    )


def _tell(place: str, told: str) -> str:
    return text("report-place-told", place=place, told=told)


def _say_own(n: int, max_mm: float) -> str:
    return text("report-spot-own", n=n, size=words.say_number(max_mm, "mm"))


def list_dots(events: Iterable[TwitchEvent], limits: PlaceLimits | None) -> tuple[Dot, ...]:
    """Count, at every place of both sides, the movements that reached it.

    A movement reaches half of its extent to every side of its place, and its place itself.
    """
    placed = [(event, k) for event in events if (k := find_place(event)) is not None]
    if limits is None and not placed:
        return ()
    at_mm = get_places().neutral_mm
    sides = np.repeat(SIDES, len(at_mm) // 2)
    n, max_mm = np.zeros(len(at_mm), int), np.zeros(len(at_mm))
    for event, k in placed:
        # A little more than half of it: places at just that distance are reached.
        reach_mm = max(event.extent_mm or 0.0, PLACE_SPACING_MM) / 2 + 0.1
        reached = (np.hypot(*(at_mm - at_mm[k]).T) <= reach_mm) & (sides == event.side)
        n += reached
        size_mm = event.amplitude_mm if math.isfinite(event.amplitude_mm) else 0.0
        max_mm = np.where(reached, np.maximum(max_mm, size_mm), max_mm)
    areas = list_areas()
    return tuple(
        Dot(
            x_mm=float(x_mm),
            y_mm=float(y_mm),
            side=str(sides[i]),
            area=areas[i % len(areas)],
            n=int(n[i]),
            max_mm=float(max_mm[i]),
            seen=limits is None or limits.assessed_share[i] >= MIN_SEEN_SHARE,
            limit_mm=limits.limit_mm[i] if limits else None,
        )
        for i, (x_mm, y_mm) in enumerate(at_mm)
    )


def find_place(event: TwitchEvent) -> int | None:
    """Number of an event's place in ``skin_places.get_places``; ``None`` if it has none."""
    if event.place is None:
        return None
    at_mm = np.multiply(event.place, get_neutral_eye_distance_mm())
    return int(np.hypot(*(get_places().neutral_mm - at_mm).T).argmin())


def tally_areas(events: Iterable[TwitchEvent]) -> tuple[AreaTally, ...]:
    """Gather the placed movements by area and side, the area with most of them first."""
    by_area: dict[tuple[str, str], list[TwitchEvent]] = defaultdict(list)
    for event in events:
        if event.place is not None:
            by_area[event.area, event.side].append(event)
    at_mm = get_places().neutral_mm
    tallies = []
    for (area, side), found in by_area.items():
        # Of the lattice itself, which is the same before and after a document is rounded.
        x_mm, y_mm = at_mm[[find_place(event) or 0 for event in found]].mean(axis=0)
        sizes = filter(math.isfinite, (event.amplitude_mm for event in found))
        tallies.append(
            AreaTally(
                area=area,
                side=side,
                n=len(found),
                max_mm=max(sizes, default=math.nan),
                x_mm=float(x_mm),
                y_mm=float(y_mm),
            )
        )
    return tuple(sorted(tallies, key=lambda tally: (-tally.n, tally.area, tally.side)))


def list_unseen_areas(dots: Iterable[Dot]) -> list[str]:
    """Name the areas of which more than half of the places could not be seen."""
    in_order = sorted(dots, key=lambda dot: (dot.area, dot.side))
    named = []
    for (area, side), group in groupby(in_order, key=lambda dot: (dot.area, dot.side)):
        seen = [dot.seen or dot.n > 0 for dot in group]
        if sum(seen) < len(seen) / 2:
            named.append(words.name_place("", side, area))
    return named


def describe_face_map(face_map: FaceMap) -> str:
    """Say what the map shows, for those who do not see it."""
    moved = [
        _tell(words.name_place("", tally.side, tally.area), _say_own(tally.n, tally.max_mm))
        for tally in face_map.areas
    ]
    told = "; ".join([*moved, *(spot.text for spot in face_map.spots)])
    said = text("report-draw-face", told=told or text("report-draw-face-nothing"))
    unseen = list_unseen_areas(face_map.dots)
    return f"{said} {text('report-unseen', parts=', '.join(unseen))}" if unseen else said


def draw_face_map(face_map: FaceMap) -> Markup:
    """Draw dots for places, discs for regions that moved, rings for dragged or trembling ones."""
    marks = "".join(_draw_spot(spot, side) for spot in face_map.spots for side in _sides(spot.side))
    counts = "".join(
        f'<text class="count" x="{_x(tally.x_mm):.0f}" y="{_y(tally.y_mm) + 5:.0f}">'
        f"{tally.n}</text>"
        for tally in face_map.areas
    )
    return Markup(
        '<svg class="face-map" viewBox="0 0 320 384" role="img" '
        f'aria-label="{escape(describe_face_map(face_map))}">{_draw_skin()}'
        f"{_draw_dots(face_map.dots)}{_draw_features()}{counts}{marks}"
        f'<text class="label" x="2" y="16">{escape(text("report-their-right"))}</text>'
        f'<text class="label end" x="318" y="16">{escape(text("report-their-left"))}</text></svg>'
    )


def _x(x_mm: float) -> float:
    return _ACROSS + _PER_MM * x_mm


def _y(y_mm: float) -> float:
    return _DOWN + _PER_MM * y_mm


def _draw_line(name: str) -> str:
    points = read_neutral_face()[list(OUTLINES[name])]
    return "M" + "L".join(f"{_x(x_mm):.0f} {_y(y_mm):.0f}" for x_mm, y_mm in points)


def _draw_skin() -> str:
    return f'<path class="skin" d="{_draw_line("face")}z"/>'


def _draw_features() -> str:
    """Eyes, brows, nose and mouth, over the dots so that the face stays a face."""
    names = [name for name in OUTLINES if name != "face" and not name.endswith("iris")]
    irises = [read_neutral_face()[list(OUTLINES[f"{side}_eye"])].mean(axis=0) for side in SIDES]
    circles = "".join(
        f'<circle class="iris" cx="{_x(x_mm):.0f}" cy="{_y(y_mm):.0f}" r="{_IRIS_RADIUS:.0f}"/>'
        for x_mm, y_mm in irises
    )
    return f'<path class="line" d="{"".join(_draw_line(name) for name in names)}"/>{circles}'


def _draw_dots(dots: Iterable[Dot]) -> str:
    """All dots that look alike in one path: a dot is a line without length and with round ends."""
    alike: dict[str, list[str]] = defaultdict(list)
    for dot in dots:
        x, y = f"{_x(dot.x_mm):.0f}", f"{_y(dot.y_mm):.0f}"
        if dot.n:
            often = sum(dot.n >= least for least in OFTEN)
            large = sum(dot.max_mm >= least for least in LARGE_MM)
            alike[f"dot-{dot.side} often-{often} large-{large}"].append(f"M{x} {y}h0")
        elif dot.seen:
            alike["calm"].append(f"M{x} {y}h0")
        else:
            alike["unseen"].append(f"M{x} {y}h0")
            alike["hatch"].append(f"M{x} {y}m-4 4l8-8")
    hatch_last = sorted(alike, key=lambda kind: (kind == "hatch", kind))
    return "".join(f'<path class="{kind}" d="{"".join(alike[kind])}"/>' for kind in hatch_last)


def _sides(side: str) -> tuple[str, ...]:
    return SIDES if side == "both" else (side,)


def _draw_spot(spot: Spot, side: str) -> str:
    of_side = OUTLINES[f"{side}_eye"] if spot.region == _OPENING else None
    points = of_side or get_region(spot.region).landmarks(side)
    x_mm, y_mm = read_neutral_face()[list(points)].mean(axis=0)
    across, down = round(_x(x_mm)), round(_y(y_mm))
    size_mm = spot.size_mm if math.isfinite(spot.size_mm) else 0.0
    # Area, not width, grows with the size: that is what the eye compares.
    radius = min(max(_RADIUS_AT_1_MM * math.sqrt(max(size_mm, 0.0)), _MIN_RADIUS), _MAX_RADIUS)
    kind = {"itself": "disc", "dragged": "ring", "trembled": "ring trembled"}[spot.how]
    return (
        f'<g><title>{escape(spot.text)}</title><circle class="{kind} {escape(side)}" '
        f'cx="{across}" cy="{down}" r="{radius:.1f}"/>'
        f'<text class="count" x="{across}" y="{down + 5}">{spot.n}</text></g>'
    )
