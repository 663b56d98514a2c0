"""Everything that the person's page shows of the course over months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from twitchcam.app.course import Followed, Visit, follow, was_dragging_judged
from twitchcam.app.course_words import say_summary, say_title, say_unjudged, say_value
from twitchcam.store.rows import AffectedSide, Grading
from twitchcam.web.charts import TimeAxis, draw_followed, draw_gradings, list_kinds
from twitchcam.wording import language_in_use, text

# Drawings of so many people are kept: they take longer than all else of a page.
_KEPT: Final = 64


@dataclass(frozen=True)
class KnownVisits:
    """Visits of a person in a language; equal while nothing that is drawn or told has changed."""

    visits: Sequence[Visit] = field(compare=False)
    language: str
    known_by: tuple[Any, ...]


def know_visits(visits: Sequence[Visit]) -> KnownVisits:
    """Name visits by what changes when one of them does."""
    known_by = ((r.id, r.recorded_at, r.note, v.made_at, v.measures is None) for r, v in visits)
    return KnownVisits(visits, language_in_use(), tuple(known_by))


@dataclass(frozen=True)
class _Order:
    """What drawings are made of."""

    known: KnownVisits
    affected: AffectedSide | None
    gradings: dict[str, tuple[Grading, ...]] = field(compare=False)
    graded: tuple[Any, ...]


def draw_course(
    visits: Sequence[Visit],
    affected: AffectedSide | None,
    gradings: dict[str, tuple[Grading, ...]],
) -> dict[str, Any]:
    """Give the drawings, the table and the sentences by the names the template calls them."""
    graded = tuple(sorted(gradings.items()))
    return _draw(_Order(know_visits(visits), affected, gradings, graded))


@lru_cache(maxsize=_KEPT)
def _draw(order: _Order) -> dict[str, Any]:
    visits, affected, gradings = order.known.visits, order.affected, order.gradings
    followed = follow(visits, affected)
    recordings = [recording for recording, _ in visits]
    kinds = list_kinds(followed)
    charts = []
    if recordings:
        axis = TimeAxis([recording.recorded_at for recording in recordings])
        codes = [code for code, _, _ in kinds]
        charts = [
            draw_followed(item, affected, axis, codes) for item in followed if _count(item) > 1
        ]
        charts += draw_gradings(recordings, gradings, axis)
    return {
        "charts": charts,
        "kinds": kinds,
        "summary": say_summary(followed, affected),
        "unjudged": say_unjudged(visits),
        "waiting": [say_title(item, affected) for item in followed if _count(item) == 1],
        "titles": [say_title(item, affected) for item in followed],
        "cells": [[_say_cell(item, k) for item in followed] for k in range(len(recordings))],
        "has_dragging": any(item.quantity == "synkinesis" for item in followed),
        "dragging_judged": was_dragging_judged(visits),
    }


def _count(followed: Followed) -> int:
    """How many recordings have a value; a drawing begins with the second."""
    return sum(point.value is not None for point in followed.points)


def _say_cell(followed: Followed, k: int) -> str:
    point = followed.points[k]
    return text(f"course-why-{point.why}") if point.why else say_value(followed, point.value)
