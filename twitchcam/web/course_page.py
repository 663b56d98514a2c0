"""Everything that the person's page shows of the course over months."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from twitchcam.app.course import Followed, Visit, follow, was_dragging_judged
from twitchcam.store.rows import AffectedSide, Grading
from twitchcam.web.charts import TimeAxis, draw_followed, draw_gradings, list_kinds
from twitchcam.web.course_words import say_summary, say_title, say_unjudged, say_value
from twitchcam.wording import text


def draw_course(
    visits: Sequence[Visit],
    affected: AffectedSide | None,
    gradings: dict[str, tuple[Grading, ...]],
) -> dict[str, Any]:
    """Give the drawings, the table and the sentences by the names the template calls them."""
    followed = follow(visits, affected)
    recordings = [recording for recording, _ in visits]
    kinds = list_kinds(followed)
    charts = []
    if recordings:
        axis = TimeAxis([recording.recorded_at for recording in recordings])
        codes = [code for code, _, _ in kinds]
        charts = [draw_followed(item, affected, axis, codes) for item in followed]
        charts += draw_gradings(recordings, gradings, axis)
    return {
        "charts": charts,
        "kinds": kinds,
        "summary": say_summary(followed, affected),
        "unjudged": say_unjudged(visits),
        "titles": [say_title(item, affected) for item in followed],
        "cells": [[_say_cell(item, k) for item in followed] for k in range(len(recordings))],
        "has_dragging": any(item.quantity == "synkinesis" for item in followed),
        "dragging_judged": was_dragging_judged(visits),
    }


def _say_cell(followed: Followed, k: int) -> str:
    point = followed.points[k]
    return text(f"course-why-{point.why}") if point.why else say_value(followed, point.value)
