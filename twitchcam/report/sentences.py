"""Sentences about what was measured, made from its records, for the page and the terminal alike."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from twitchcam.interpretation.statements import list_falls, say_limit_width
from twitchcam.report.words import (
    NBSP,
    begin_large,
    count_action,
    name_place,
    say_length,
    say_mm,
    say_number,
    say_share,
)
from twitchcam.wording import text
from twitchcam.wording.names import NO_SIDE, name_code

if TYPE_CHECKING:
    from twitchcam.records import Coupling, Quality, Symmetry
    from twitchcam.report.face_map import FaceMap


def say_answer(coupling: Coupling) -> str:
    """Say in a few sentences how a part of the face answered to an action."""
    what = "opening" if coupling.region == "eye" else "skin"
    low, high = coupling.response_interval_mm or (math.nan, math.nan)
    size, likely = _say_with_likely(coupling.response_mm, low, high, "mm")
    sentences = [
        text(
            "report-answer-moved",
            what=what,
            responses=coupling.n_responses,
            actions=count_action(coupling.action, coupling.n_actions),
            size=size,
            likely=likely,
        )
    ]
    if coupling.other_side_mm is not None:
        other = say_mm(max(coupling.other_side_mm, 0.0))
        sentences.append(text("report-answer-other-side", what=what, size=other))
    if coupling.lag_s is not None and math.isfinite(coupling.lag_s):
        lag = f"{abs(coupling.lag_s):.2f}{NBSP}s"
        when = "after" if coupling.lag_s >= 0 else "before"
        sentences.append(text("report-answer-lag", lag=lag, when=when))
    return " ".join(sentences)


def _say_with_likely(
    value: float | None, low: float, high: float, unit: str = ""
) -> tuple[str, str]:
    """A number, and its interval in brackets; empty where there is none, or its ends are one."""
    said = say_number(value, unit)
    if not math.isfinite(low):
        return said, ""
    if say_number(low) == say_number(high):
        return text("number-about", value=said), ""
    return said, f" {text('report-likely', low=say_number(low), high=say_number(high, unit))}"


def say_dose(coupling: Coupling) -> str:
    """Say whether a larger action brings a larger answer."""
    if coupling.dose_slope is None or coupling.dose_slope_interval is None:
        return text("report-dose-unknown")
    low, high = coupling.dose_slope_interval
    slope, likely = _say_with_likely(coupling.dose_slope, low, high)
    sure = "yes" if low > 0 else "no"
    return text("report-dose", sure=sure, slope=slope, likely=likely)


def say_map_key(face_map: FaceMap) -> str:
    """Say how to read the face map: only what is on it."""
    how = {spot.how for spot in face_map.spots}
    named = [
        text(f"report-map-{name}") for name in ("itself", "dragged", "trembled") if name in how
    ]
    if any(dot.n for dot in face_map.dots):
        named.insert(0, text("report-map-dots"))
    if named:
        named.append(text("report-map-number"))
    limits_mm = [dot.limit_mm for dot in face_map.dots if dot.seen and dot.limit_mm is not None]
    if limits_mm:
        named.append(text("report-map-limit", size=_say_range(limits_mm, "place")))
    return " ".join([*named, text("report-own-sides")]) if named else text("report-map-nothing")


def _say_range(values_mm: list[float], by: str) -> str:
    """The smallest and the largest of some sizes, that differ ``by`` place or part of the face."""
    low, high = min(values_mm), max(values_mm)
    if say_number(low) == say_number(high):
        return say_number(high, "mm")
    return text("report-size-range", low=say_number(low), high=say_number(high, "mm"), by=by)


def say_symmetry(symmetry: Symmetry) -> str:
    """Say how the two sides compare, what is usual, and whether they tire."""
    parts = []
    if symmetry.ratio is not None and math.isfinite(symmetry.ratio):
        ratio = say_share(symmetry.ratio)
        parts.append(text("report-symmetry-ratio", ratio=ratio, n=symmetry.n_actions))
        if symmetry.normal_range is not None:
            usual = say_share(symmetry.normal_range[0])
            parts.append(text("report-symmetry-usual-ratio", ratio=usual))
    elif symmetry.action == "rest" and symmetry.normal_range is not None:
        low, high = symmetry.normal_range
        parts.append(
            text("report-symmetry-usual-rest", low=say_number(low), high=say_number(high, "mm"))
        )
    else:
        parts.append(text("report-symmetry-unknown"))
    parts += [
        text("report-symmetry-fall", side=side, fall=say_share(fall))
        for side, fall in list_falls(symmetry)
    ]
    return " ".join(parts)


def say_limits(quality: Quality) -> str:
    """Say how small a movement could have been and still been seen."""
    limits_mm = [
        limit.limit_mm for limit in quality.detection_limits if math.isfinite(limit.limit_mm)
    ]
    if not limits_mm:
        return text("report-limits-unknown")
    size = _say_range(limits_mm, "part")
    return text("report-limits", size=size, width=say_limit_width(quality))


def say_judged(quality: Quality) -> str:
    """Say how much of the recording could be judged."""
    duration = say_length(quality.duration_s)
    if quality.observed_s <= 0:
        return text("report-judged-nothing", duration=duration)
    return text("report-judged", judged=say_length(quality.observed_s), duration=duration)


def say_hidden(quality: Quality) -> str:
    """Say in which parts of the face no twitch could be seen; empty where there are none."""
    if not quality.hidden_regions:
        return ""
    places = ", ".join(name_place(region, NO_SIDE) for region in quality.hidden_regions)
    return text("report-hidden", places=places)


def say_unseen(quality: Quality) -> str:
    """Say which parts of the face could not be seen, and why; empty where there are none."""
    by_reason: dict[str, dict[str, list[str]]] = {}
    for part in quality.unseen:
        by_reason.setdefault(part.reason, {}).setdefault(part.region, []).append(part.side)
    groups = [
        ", ".join(
            name_place(region, sides[0] if len(sides) == 1 else "both")
            for region, sides in regions.items()
        )
        + f" ({name_code('unseen', reason)})"
        for reason, regions in by_reason.items()
    ]
    return text("report-unseen", parts="; ".join(groups)) if groups else ""


def say_flicker(quality: Quality) -> str:
    """Say that the light flickers; empty where it is steady."""
    if not quality.flicker_hz:
        return ""
    return text("report-flicker", pace=f"{quality.flicker_hz[0]:.0f}")


def say_nothing_found(quality: Quality) -> str:
    """Say that nothing was found, with the limit of what could have been."""
    judged = say_length(quality.observed_s)
    return text("report-nothing-found", judged=judged, limits=say_limits(quality))


def say_with_certainty(statement: str, confidence: str) -> str:
    """A statement, and in brackets how sure it is."""
    sure = begin_large(name_code("confidence", confidence))
    return text("report-statement", statement=statement, sure=sure)


def list_notes(quality: Quality, statements: Iterable[str]) -> list[str]:
    """List the notes on a recording that its findings have not said already."""
    said = set(statements)
    notes = [*quality.notes, say_hidden(quality)]
    return [note for note in notes if note and note not in said]
