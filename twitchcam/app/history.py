"""Results over time, told from better or worse cameras, for the terminal and the browser alike."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from twitchcam.anatomy import REGIONS
from twitchcam.app.course import Followed, Visit, find_kind, follow
from twitchcam.app.course_words import name_kind, say_cell, say_summary, say_title
from twitchcam.report import words
from twitchcam.store.folders import DATABASE_VARIABLE
from twitchcam.store.library import Store
from twitchcam.store.rows import Person, PlaceResult, Recording, Result
from twitchcam.triage import notices
from twitchcam.wording import text, texts
from twitchcam.wording.names import NO_SIDE

# Of one table, beside the date, so that it fits into a usual terminal.
_COLUMNS: Final = 4
_WIDTH: Final = 19


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


def coarsest_limit_mm(result: Result) -> float | None:
    """Return the smallest movement that would have been seen in every part that was judged."""
    return max((p.limit_mm for p in result.places if p.limit_mm is not None), default=None)


def say_at_a_glance(result: Result) -> str:
    """Say in a few words what a list tells of a recording: twitches at rest, and dragging.

    What an action brings on is not counted at rest, and what was not judged is no "none".
    """
    resting = next((m for m in result.measures or () if m.name == "resting_twitches"), None)
    if resting is None or resting.n is None:
        said = text("web-person-resting-not-judged")
    else:
        said = text("web-person-resting", n=resting.n)
    is_dragging = any(m.stands_out for m in result.measures or ())
    return f"{said} · {text('web-person-drags')}" if is_dragging else said


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


def make_history(person: Person, pairs: Sequence[Visit]) -> str:
    """Lay out the course of one person as text for a terminal: each kind of session on its own."""
    name = words.show_text(person.name)
    if not pairs:
        return text("terminal-history-none", name=name)
    side = text(f"web-side-{person.affected_side or 'not-said'}")
    lines = [text("terminal-history-whose", name=name, side=side)]
    followed = follow(pairs, person.affected_side)
    by_kind: dict[str, list[int]] = {}
    for k, (recording, _) in enumerate(pairs):
        by_kind.setdefault(find_kind(recording), []).append(k)
    # Of kinds that were recorded as often, the one that was recorded last.
    kinds = sorted(by_kind, key=lambda kind: (len(by_kind[kind]), by_kind[kind][-1]), reverse=True)
    for kind in kinds:
        lines += ["", text("terminal-history-kind", kind=name_kind(kind), n=len(by_kind[kind]))]
        lines += _lay_out(person, pairs, by_kind[kind], followed)
        said = say_summary(followed, person.affected_side, kind)
        lines += ["", *said] if said else []
    note = say_comparable([result for _, result in pairs])
    lines += ["", *filter(None, [note]), notices.say_general_information()]
    return words.make_plain("\n".join(lines))


def _lay_out(
    person: Person, pairs: Sequence[Visit], chosen: Sequence[int], followed: Sequence[Followed]
) -> list[str]:
    """Tables of a few columns each: what is followed, then what would have been seen."""
    when, seen, advice = texts("terminal-history-columns")
    recordings, results = zip(*(pairs[k] for k in chosen), strict=True)
    dates = [f"{item.recorded_at.astimezone():%Y-%m-%d %H:%M}" for item in recordings]
    columns = [
        (say_title(item, person.affected_side), [say_cell(item, item.points[k]) for k in chosen])
        for item in followed
        if any(item.points[k].value is not None for k in chosen)
        or item.quantity == "resting_twitches"
    ]
    columns += [(seen, list(map(_say_seen, results))), (advice, list(map(_say_advice, results)))]
    lines = []
    for first in range(0, len(columns), _COLUMNS):
        shown = [(when, dates), *columns[first : first + _COLUMNS]]
        lines += ["", *_draw_table(shown)]
    return lines[1:]


def _draw_table(columns: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """Write columns beside each other, their heads in as many lines as they need."""
    heads = [textwrap.wrap(head, _WIDTH) for head, _ in columns]
    height = max(map(len, heads))
    cells = [
        [*[""] * (height - len(head)), *head, *values]
        for head, (_, values) in zip(heads, columns, strict=True)
    ]
    widths = [max(map(len, column)) for column in cells]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in zip(*cells, strict=True)
    ]


def _say_seen(result: Result) -> str:
    if not result.usable:
        return text("letter-why-not_judged")
    limit = coarsest_limit_mm(result)
    if limit is None:
        return text("number-not-known")
    said = text("terminal-history-seen-from", size=words.say_number(limit, "mm"))
    if unjudged := list_unjudged(result):
        n = len(REGIONS) - len(unjudged)
        return text("terminal-history-of-parts", seen=said, n=n, all=len(REGIONS))
    return said


def _say_advice(result: Result) -> str:
    return words.name_level(result.advice_level) if result.advice_level else "-"
