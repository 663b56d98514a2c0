"""A drawn face that shows where something moved, how often and how much.

The drawing is of nobody. It looks at the reader, so the person's left is on the reader's right.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from markupsafe import Markup, escape

from twitchcam.report import words

if TYPE_CHECKING:
    from twitchcam.records import Coupling
    from twitchcam.report.tally import PlaceTally, TremorTally

How: TypeAlias = Literal["itself", "dragged", "trembled"]

# Places on the person's left, from the middle of the drawing; the right is their mirror image.
_MIDDLE: Final = 160
_PLACES: Final = {
    "brow": (52, 104),
    "upper_lid": (50, 132),
    "eye": (50, 148),
    "lower_lid": (50, 172),
    "cheek": (66, 212),
    "upper_lip": (20, 252),
    "mouth_corner": (44, 270),
    "lower_lip": (18, 296),
    "chin": (26, 330),
}
_LEAST_RADIUS: Final = 8.0
_RADIUS_AT_1_MM: Final = 16.0
_MOST_RADIUS: Final = 30.0
_FACE: Final = (
    '<path class="skin" d="M160 30C84 30 50 92 52 172c2 92 50 196 108 196s106-104 108-196'
    'C270 92 236 30 160 30z"/>'
    '<path class="line" d="M84 116q26-18 52-6M236 116q-26-18-52-6"/>'
    '<path class="line" d="M88 150q22-20 46 2q-24 14-46-2zM232 150q-22-20-46 2q24 14 46-2z"/>'
    '<circle class="iris" cx="111" cy="149" r="7"/><circle class="iris" cx="209" cy="149" r="7"/>'
    '<path class="line" d="M152 160c-2 26-12 44-16 56q6 12 24 10q18 2 24-10c-4-12-14-30-16-56"/>'
    '<path class="line" d="M116 274q26-16 44-8q18-8 44 8q-44 10-88 0zM116 274q44 44 88 0"/>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One mark on the face: it moved by ``itself``, ``dragged`` by an action, or ``trembled``."""

    region: str
    side: str
    n: int
    size_mm: float
    how: How
    text: str


def list_spots(
    places: Sequence[PlaceTally],
    tremors: Sequence[TremorTally],
    couplings: Sequence[Coupling],
) -> list[Spot]:
    """Gather what the map shows: events and trembling by place, then what actions drag along."""
    spots = []
    for place in places:
        n = words.count_in_words(place.n, "movement", "movements")
        text = f"{n} of its own, up to {words.say_number(place.most_mm, 'mm')}"
        spots.append(_make_spot(place, "itself", place.n, place.most_mm, text))
    for tally in tremors:
        n = words.count_in_words(tally.n, "stretch", "stretches")
        text = f"trembled in {n}, up to {words.say_number(tally.most_mm, 'mm')}"
        spots.append(_make_spot(tally, "trembled", tally.n, tally.most_mm, text))
    for coupling in couplings:
        n = words.count_action(coupling.action, coupling.n_actions)
        size = words.say_number(coupling.response_mm, "mm")
        text = f"moved with {coupling.n_responses} of {n}, {size} on average"
        size_mm = coupling.response_mm or math.nan
        spots.append(_make_spot(coupling, "dragged", coupling.n_responses, size_mm, text))
    return [spot for spot in spots if spot.region in _PLACES]


def _make_spot(
    place: PlaceTally | TremorTally | Coupling, how: How, n: int, size_mm: float, text: str
) -> Spot:
    return Spot(
        region=place.region,
        side=place.side,
        n=n,
        size_mm=size_mm,
        how=how,
        text=f"{words.name_place(place.region, place.side)}: {text}",
    )


def draw_face_map(spots: Sequence[Spot]) -> Markup:
    """Draw discs for what moved by itself, rings for what was dragged, dashed for trembling."""
    marks = "".join(_draw_spot(spot, side) for spot in spots for side in _sides(spot.side))
    told = "; ".join(spot.text for spot in spots) or "nothing to mark"
    return Markup(
        '<svg class="face-map" viewBox="0 0 320 384" role="img" '
        f'aria-label="Face seen from the front. {escape(told)}.">{_FACE}{marks}'
        '<text class="label" x="2" y="16">their right</text>'
        '<text class="label end" x="318" y="16">their left</text></svg>'
    )


def _sides(side: str) -> tuple[str, ...]:
    return ("left", "right") if side == "both" else (side,)


def _draw_spot(spot: Spot, side: str) -> str:
    away, down = _PLACES[spot.region]
    across = _MIDDLE + (away if side == "left" else -away)
    size_mm = spot.size_mm if math.isfinite(spot.size_mm) else 0.0
    # Area, not width, grows with the size: that is what the eye compares.
    radius = min(max(_RADIUS_AT_1_MM * math.sqrt(max(size_mm, 0.0)), _LEAST_RADIUS), _MOST_RADIUS)
    kind = {"itself": "disc", "dragged": "ring", "trembled": "ring trembled"}[spot.how]
    return (
        f'<g><title>{escape(spot.text)}</title><circle class="{kind} {escape(side)}" '
        f'cx="{across}" cy="{down}" r="{radius:.1f}"/>'
        f'<text class="count" x="{across}" y="{down + 5}">{spot.n}</text></g>'
    )
