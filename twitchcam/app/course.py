"""The course of a person over months: what is followed, like with like, and what has changed.

In      Recordings of one person with their results; which side is affected
Out     Followed: one number over all recordings, with a Change for every kind of session
Method  What an action drags along is followed at the one place that stood out most often, so that
        every visit is asked the same. Where a side is affected, ratios are that side over the
        other. Recordings of one kind on one day are repeats (``evaluation.change``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean
from typing import Final, Literal

from twitchcam.evaluation.change import (
    Change,
    Reading,
    Scale,
    find_share_interval,
    judge_change,
)
from twitchcam.records import MeasureName, VisitMeasure
from twitchcam.store.rows import AffectedSide, Recording, Result

Visit = tuple[Recording, Result]
Quantity = MeasureName | Literal["synkinesis_share"]
# ``older``: kept by a twitchcam that did not follow this, and without its document.
Why = Literal["not_judged", "too_little", "not_done", "older"]
Key = tuple[Quantity, str, str, str]
Measures = dict[Key, VisitMeasure]
UPLOAD: Final = "upload"
SCALES: Final[dict[Quantity, Scale]] = {
    "synkinesis": "plain",
    "synkinesis_share": "share",
    "resting_twitches": "root",
    "ratio": "log",
    "rest_difference": "plain",
    "tremor": "plain",
}
# More ways of dragging would hide the largest.
_MOST_DRAGGED: Final = 4
_RATIOS: Final = ("smile (full)", "smile (half)", "smile", "eye_closure")
_AT_REST: Final = ("mouth_corner", "eye", "brow")


def find_kind(recording: Recording) -> str:
    """Which session it is of; like is compared with like."""
    return recording.protocol or UPLOAD


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One recording of a course: a value, or why there is none."""

    recording_id: str
    at: datetime
    kind: str
    value: float | None
    interval: tuple[float, float] | None = None
    n: int | None = None
    n_of: int | None = None
    why: Why | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Recordings of one kind of session that have a value, and what has changed between them."""

    kind: str
    points: tuple[Point, ...]
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """One number over all recordings of a person.

    Attributes
    ----------
    quantity, action, region, side : what is followed, as in ``VisitMeasure``.
    affected : the side that ratios and differences are of; ``left`` where none is said.
    points : every recording, in the order of time.
    courses : by kind of session, the one with most values first.
    """

    quantity: Quantity
    action: str
    region: str
    side: str
    affected: Literal["left", "right"]
    points: tuple[Point, ...]
    courses: tuple[Course, ...]


def follow(visits: Sequence[Visit], affected: AffectedSide | None) -> tuple[Followed, ...]:
    """Everything that is followed of a person, what matters most first.

    Parameters
    ----------
    visits : recordings with their results, in the order of time.
    affected : the side that is affected, if somebody said it.

    Returns
    -------
    tuple of Followed
        Twitches at rest always; all else where at least one recording has a value for it, and
        dragging and trembling where they were seen at least once.
    """
    if not visits:
        return ()
    table = [index_measures(result) for _, result in visits]
    keys: list[Key] = []
    for action, region, where in _choose_dragged(table):
        keys += [("synkinesis", action, region, where), ("synkinesis_share", action, region, where)]
    keys.append(("resting_twitches", "rest", "", "both"))
    known = {key for measures in table for key, m in measures.items() if m.value is not None}
    keys += [key for action in _RATIOS for key in sorted(known) if key[:2] == ("ratio", action)]
    for region in _AT_REST:
        height: Key = ("rest_difference", "rest", region, "both")
        keys += [height] if height in known else []
    for action in ("rest", "any"):
        trembling: Key = ("tremor", action, "", "both")
        is_seen = any(m[trembling].value for m in table if trembling in m)
        keys += [trembling] if is_seen else []
    return follow_keys(keys, visits, table, affected)


def follow_keys(
    keys: Sequence[Key],
    visits: Sequence[Visit],
    table: Sequence[Measures],
    affected: AffectedSide | None,
) -> tuple[Followed, ...]:
    """What is named by keys (quantity, action, region, side), over all recordings.

    ``table`` has the measures of each of them, as ``index_measures`` gives them.
    """
    side: Literal["left", "right"] = "right" if affected == "right" else "left"
    return tuple(_follow_one(key, visits, table, side) for key in keys)


def was_dragging_judged(visits: Sequence[Visit]) -> bool:
    """Whether any recording could tell what an action drags along."""
    return any(
        measure.name == "synkinesis" and measure.value is not None
        for _, result in visits
        for measure in result.measures or ()
    )


def index_measures(result: Result) -> Measures:
    """The measures of a recording by what they are of."""
    return {(m.name, m.action, m.region, m.side): m for m in result.measures or ()}


def _choose_dragged(table: Sequence[Measures]) -> list[tuple[str, str, str]]:
    """For each action and side the place that stood out most often, the largest first."""
    found: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    for measures in table:
        for (name, action, region, side), measure in measures.items():
            if name == "synkinesis" and measure.stands_out and measure.value is not None:
                found[action, region, side].append(measure.value)
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), -fmean(item[1]), item[0]))
    best: dict[tuple[str, str], tuple[tuple[str, str, str], float]] = {}
    for (action, region, side), values in ranked:
        best.setdefault((action, side), ((action, region, side), fmean(values)))
    chosen = sorted(best.values(), key=lambda item: -item[1])
    return [key for key, _ in chosen[:_MOST_DRAGGED]]


def _follow_one(
    key: Key,
    visits: Sequence[Visit],
    table: Sequence[Measures],
    side: Literal["left", "right"],
) -> Followed:
    quantity, action, region, where = key
    source: Key = ("synkinesis", *key[1:]) if quantity == "synkinesis_share" else key
    points = tuple(
        _make_point(quantity, visit, measures.get(source), side)
        for visit, measures in zip(visits, table, strict=True)
    )
    return Followed(
        quantity=quantity,
        action=action,
        region=region,
        side=where,
        affected=side,
        points=points,
        courses=_compare_by_kind(points, SCALES[quantity]),
    )


def _make_point(quantity: Quantity, visit: Visit, measure: VisitMeasure | None, side: str) -> Point:
    recording, result = visit
    kind = find_kind(recording)
    if measure is None or measure.value is None:
        return Point(
            recording_id=recording.id, at=recording.recorded_at, kind=kind, value=None,
            why=_find_why(result, measure, quantity),
        )  # fmt: skip
    value, interval = measure.value, measure.interval
    if quantity == "synkinesis_share" and measure.n_of:
        n = measure.n or 0
        value, interval = n / measure.n_of, find_share_interval(n, measure.n_of)
    elif quantity == "ratio" and side == "right":
        value, interval = 1 / value, interval and (1 / interval[1], 1 / interval[0])
    elif quantity == "rest_difference" and side == "right":
        value = -value
    return Point(
        recording_id=recording.id, at=recording.recorded_at, kind=kind, value=value,
        interval=interval, n=measure.n, n_of=measure.n_of,
    )  # fmt: skip


def _find_why(result: Result, measure: VisitMeasure | None, quantity: Quantity) -> Why:
    if not result.usable:
        return "not_judged"
    if result.measures is None:
        return "older"
    if measure is None:
        # Everybody rests: it was not seen for long enough.
        return "not_judged" if quantity == "rest_difference" else "not_done"
    return measure.no_value or "not_judged"


def _compare_by_kind(points: Sequence[Point], scale: Scale) -> tuple[Course, ...]:
    by_kind: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        if point.value is not None:
            by_kind[point.kind].append(point)
    courses = [judge_course(known, known, scale) for known in by_kind.values()]
    # Of kinds that were recorded as often, the one that was recorded last.
    return tuple(
        sorted(courses, key=lambda course: (len(course.points), course.points[-1].at), reverse=True)
    )


def judge_course(points: Sequence[Point], all_points: Sequence[Point], scale: Scale) -> Course:
    """Say what has changed in recordings of one kind, the last against the first.

    Parameters
    ----------
    points : with a value each, in the order of time.
    all_points : everything of this kind, for those of one day tell what is noise.
    scale : on which errors are alike.
    """
    days: dict[object, list[float]] = defaultdict(list)
    for point in all_points:
        if point.value is not None:
            days[point.at.astimezone().date()].append(point.value)
    readings = [Reading(value=p.value, interval=p.interval) for p in points if p.value is not None]
    change = judge_change(readings, scale, tuple(days.values()))
    return Course(kind=points[0].kind, points=tuple(points), change=change)
