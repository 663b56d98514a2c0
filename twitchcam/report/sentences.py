"""Sentences about what was measured, made from its records, for the page and the terminal alike."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from twitchcam.anatomy import get_region
from twitchcam.report.words import (
    NBSP,
    OWN_SIDES,
    UNSEEN,
    count_action,
    count_in_words,
    name_place,
    say_length,
    say_mm,
    say_number,
)

if TYPE_CHECKING:
    from twitchcam.records import Coupling, Quality, Symmetry
    from twitchcam.report.face_map import FaceMap

# A smaller fall over repeats says little.
_TOLD_FALL: Final = 0.1


def say_answer(coupling: Coupling) -> str:
    """Say in a few sentences how a part of the face answered to an action."""
    moved = "narrowed" if coupling.region == "eye" else "moved"
    low, high = coupling.response_interval_mm or (math.nan, math.nan)
    likely = (
        f" (likely {say_number(low)} to {say_number(high, 'mm')})" if math.isfinite(low) else ""
    )
    sentences = [
        f"It {moved} with {coupling.n_responses} of "
        f"{count_action(coupling.action, coupling.n_actions)}, "
        f"by {say_number(coupling.response_mm, 'mm')} on average{likely}."
    ]
    if coupling.other_side_mm is not None:
        other = say_mm(max(coupling.other_side_mm, 0.0))
        sentences.append(f"The other side {moved} by {other}.")
    if coupling.lag_s is not None and math.isfinite(coupling.lag_s):
        when = "after" if coupling.lag_s >= 0 else "before"
        sentences.append(f"It came {abs(coupling.lag_s):.2f}{NBSP}s {when} the action.")
    return " ".join(sentences)


def say_dose(coupling: Coupling) -> str:
    """Say whether a larger action brings a larger answer."""
    if coupling.dose_slope is None or coupling.dose_slope_interval is None:
        return "There were too few different sizes to say."
    low, high = coupling.dose_slope_interval
    slope = (
        f"{say_number(coupling.dose_slope)} mm for each mm of the action "
        f"(likely {say_number(low)} to {say_number(high)})"
    )
    if low > 0:
        return f"Yes: {slope}."
    return f"Not for sure: {slope}."


def say_map_key(face_map: FaceMap) -> str:
    """Say how to read the face map: only what is on it."""
    how = {spot.how for spot in face_map.spots}
    moved = any(dot.n for dot in face_map.dots)
    key = {
        "itself": "Discs moved by themselves, as a whole or on both sides.",
        "dragged": "Rings moved with an action.",
        "trembled": "Dashed rings trembled.",
    }
    named = [text for name, text in key.items() if name in how]
    if moved:
        named.insert(0, "Coloured dots moved by themselves.")
    if named:
        named.append("The number is how often.")
    limits_mm = [dot.limit_mm for dot in face_map.dots if dot.seen and dot.limit_mm is not None]
    if limits_mm:
        low, high = say_number(min(limits_mm)), say_number(max(limits_mm), "mm")
        size = high if high.startswith(low) else f"{low} to {high}, depending on the place"
        named.append(f"Where it could be seen, the smallest twitch that shows is {size}.")
    return " ".join([*named, OWN_SIDES]) if named else "Nothing to mark."


def say_symmetry(symmetry: Symmetry) -> str:
    """Say how the two sides compare, what is usual, and whether they tire."""
    parts = []
    if symmetry.ratio is not None and math.isfinite(symmetry.ratio):
        parts.append(
            f"The side that moves less reaches {symmetry.ratio:.0%} of the other "
            f"({count_in_words(symmetry.n_actions, 'time', 'times')})."
        )
        if symmetry.normal_range is not None:
            parts.append(f"Usual in healthy people: {symmetry.normal_range[0]:.0%} or more.")
    elif symmetry.action == "rest" and symmetry.normal_range is not None:
        low, high = symmetry.normal_range
        parts.append(
            f"Usual difference in healthy people: {say_number(low)} to {say_number(high, 'mm')}."
        )
    else:
        parts.append("The two sides could not be compared.")
    for side, fall in (("left", symmetry.left_fall), ("right", symmetry.right_fall)):
        if fall is not None and fall >= _TOLD_FALL:
            parts.append(f"The {side} side lost {fall:.0%} from the first to the last time.")
    return " ".join(parts)


def say_limits(quality: Quality) -> str:
    """Say the smallest movement that would have been seen; always beside "nothing found"."""
    limits_mm = [
        limit.limit_mm for limit in quality.detection_limits if math.isfinite(limit.limit_mm)
    ]
    if not limits_mm:
        return "How small a movement could have been seen is not known for this recording."
    low, high = say_number(min(limits_mm)), say_number(max(limits_mm), "mm")
    size = high if high.startswith(low) else f"{low} to {high}, depending on the part of the face"
    return (
        f"The smallest twitch that would have been seen is {size}. Of twitches half as large "
        "again, nine in ten are found. Smaller ones can have gone unseen."
    )


def say_judged(quality: Quality) -> str:
    """Say how much of the recording could be judged."""
    if quality.observed_s <= 0:
        return f"Nothing of the {say_length(quality.duration_s)} could be judged."
    return f"{say_length(quality.observed_s)} of {say_length(quality.duration_s)} could be judged."


def say_hidden(quality: Quality) -> str:
    """Say in which parts of the face no twitch could be seen; empty where there are none."""
    if not quality.hidden_regions:
        return ""
    places = ", ".join(get_region(region).plain for region in quality.hidden_regions)
    return f"Twitches could not be looked for where compression hides movement: {places}."


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
        + f" ({UNSEEN[reason]})"
        for reason, regions in by_reason.items()
    ]
    return f"Could not be seen: {'; '.join(groups)}." if groups else ""


def say_flicker(quality: Quality) -> str:
    """Say that the light flickers; empty where it is steady."""
    if not quality.flicker_hz:
        return ""
    return (
        f"The light flickers {quality.flicker_hz[0]:.0f} times a second: film by daylight, or with "
        "the camera's shutter at 1/50 or 1/60 s."
    )


def say_nothing_found(quality: Quality) -> str:
    """Say that nothing was found, with the limit of what could have been."""
    return f"No twitch was seen in {say_length(quality.observed_s)}. {say_limits(quality)}"


def list_notes(quality: Quality, statements: Iterable[str]) -> list[str]:
    """List the notes on a recording that its findings have not said already."""
    said = set(statements)
    notes = [*quality.notes, say_hidden(quality)]
    return [note for note in notes if note and note not in said]
