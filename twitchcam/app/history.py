"""Results over time, told from better or worse cameras, for the terminal and the browser alike."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from twitchcam.anatomy import REGIONS
from twitchcam.report import words
from twitchcam.store.folders import DATABASE_VARIABLE
from twitchcam.store.library import Store
from twitchcam.store.rows import Person, PlaceResult, Recording, Result
from twitchcam.triage import notices
from twitchcam.wording import text, texts
from twitchcam.wording.names import NO_SIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceHistory:
    """One place of the face over all recordings; ``None`` where it was not watched."""

    region: str
    side: str
    results: tuple[PlaceResult | None, ...]

    @property
    def n_events(self) -> int:
        """All short movements of this place together."""
        return sum(item.n_events for item in self.results if item)


def trace_places(results: Sequence[Result]) -> list[PlaceHistory]:
    """Follow every place that moved at least once, the one that moved most first."""
    by_place = [{(p.region, p.side): p for p in result.places} for result in results]
    places = dict.fromkeys(key for places in by_place for key in places)
    courses = [
        PlaceHistory(
            region=key[0], side=key[1], results=tuple(places.get(key) for places in by_place)
        )
        for key in places
    ]
    return sorted(
        (course for course in courses if course.n_events),
        key=lambda course: (-course.n_events, course.region, course.side),
    )


def main_place(result: Result) -> PlaceResult | None:
    """Return the place that moved most; ``None`` when nothing moved."""
    moved = [place for place in result.places if place.n_events]
    return max(moved, key=lambda place: place.n_events, default=None)


def coarsest_limit_mm(result: Result) -> float | None:
    """Return the smallest movement that would have been seen in every part that was judged."""
    return max((p.limit_mm for p in result.places if p.limit_mm is not None), default=None)


def list_unjudged(result: Result) -> list[str]:
    """Name the parts of the face that could not be judged, in plain words."""
    judged = {place.region for place in result.places if place.limit_mm is not None}
    return [_name_region(region.name) for region in REGIONS if region.name not in judged]


def say_comparable(results: Sequence[Result]) -> str:
    """Say whether a change of counts can come from the camera alone; empty when it cannot."""
    judged = [item for item in results if item.usable]
    sentences = []
    limits = [limit for item in judged if (limit := coarsest_limit_mm(item)) is not None]
    if len(limits) > 1 and max(limits) > 1.5 * min(limits):
        low, high = words.say_number(min(limits)), words.say_number(max(limits), "mm")
        sentences.append(text("history-other-limits", low=low, high=high))
    unjudged = [list_unjudged(item) for item in judged]
    sometimes = [
        name
        for name in map(_name_region, (region.name for region in REGIONS))
        if 0 < sum(name in names for names in unjudged) < len(unjudged)
    ]
    if sometimes:
        sentences.append(text("history-other-parts", parts=", ".join(sometimes)))
    return " ".join(sentences)


def _name_region(region: str) -> str:
    return words.name_place(region, NO_SIDE)


def tell_history(name: str | None, folder: Path | None) -> str:
    """List everybody in the store in ``folder`` (default: the usual one), or one's results.

    Raises
    ------
    InputError
        The store cannot be opened, or nobody has that name.
    """
    with closing(Store(folder, os.environ.get(DATABASE_VARIABLE))) as store:
        if name is None:
            return make_list_of_people(
                (p, store.list_recordings(p.id)) for p in store.list_people()
            )
        person = store.find_person(name)
        return make_history(person, store.list_results(person.id))


def make_list_of_people(everybody: Iterable[tuple[Person, Sequence[Recording]]]) -> str:
    """List everybody and the number of their recordings, as text for a terminal."""
    lines = [
        text("terminal-history-person", name=words.show_text(person.name), n=len(recordings))
        for person, recordings in everybody
    ]
    return "\n".join(lines) or text("terminal-history-nobody")


def make_history(person: Person, pairs: Sequence[tuple[Recording, Result]]) -> str:
    """Lay out the results of one person as text for a terminal, the oldest first."""
    name = words.show_text(person.name)
    if not pairs:
        return text("terminal-history-none", name=name)
    head = texts("terminal-history-columns")
    rows = [head, *(_row(recording, result) for recording, result in pairs)]
    widths = [max(len(row[k]) for row in rows) for k in range(len(head))]
    table = [
        "  ".join(cell.ljust(widths[k]) for k, cell in enumerate(row)).rstrip() for row in rows
    ]
    notes = [note for note in (say_comparable([result for _, result in pairs]),) if note]
    return "\n".join([name, "", *table, "", *notes, notices.say_general_information()])


def _row(recording: Recording, result: Result) -> tuple[str, ...]:
    place = main_place(result)
    limit = coarsest_limit_mm(result)
    if limit is None:
        seen_from = text("number-not-known")
    else:
        seen_from = text("terminal-history-seen-from", size=words.say_number(limit, "mm"))
        if unjudged := list_unjudged(result):
            n = len(REGIONS) - len(unjudged)
            seen_from = text("terminal-history-of-parts", seen=seen_from, n=n, all=len(REGIONS))
    rate = words.say_number(result.rate_per_minute)
    if not result.usable:
        rate = text("terminal-history-not-judged")
    cells = (
        recording.recorded_at.astimezone().strftime("%Y-%m-%d %H:%M"),
        rate,
        words.name_place(place.region, place.side) if place else "-",
        words.say_number(place.median_mm, "mm") if place else "-",
        seen_from,
        words.name_level(result.advice_level) if result.advice_level else "-",
    )
    return tuple(cell.replace(words.NBSP, " ") for cell in cells)
