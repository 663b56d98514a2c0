"""Courses over months as small drawings on a true axis of time, with the band of noise."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from twitchcam.app.course import Followed, Point
from twitchcam.app.course_words import (
    name_kind,
    say_changes,
    say_gaps,
    say_point,
    say_title_of_drawing,
)
from twitchcam.app.say import say_long_day, say_month
from twitchcam.report import words
from twitchcam.store.rows import AffectedSide, Grading, Recording
from twitchcam.wording import text

WIDTH: Final = 400
HEIGHT: Final = 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 14, 12, 30
_LABEL_WIDTH: Final = 74
# With more, marks are small and have no intervals: all would be one block.
_MOST_LARGE: Final = 40
# In the order of kinds; told apart by shape, for colours are the sides'.
SHAPES: Final = ("circle", "square", "diamond", "triangle", "cross")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One value in a drawing; ``low_y`` and ``high_y`` are the ends of its interval."""

    x: float
    y: float
    low_y: float | None
    high_y: float | None
    shape: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing of one number over time, in the units of its view box.

    Attributes
    ----------
    changes, gaps : sentences below it.
    lines : of each kind of recording, broken where a recording has no value.
    band : outline of what noise alone can make of the first value.
    gap_xs : where recordings without a value lie.
    """

    title: str
    text: str
    changes: tuple[str, ...]
    gaps: str
    marks: tuple[Mark, ...]
    lines: tuple[str, ...]
    band: str
    gap_xs: tuple[float, ...]
    x_ticks: tuple[tuple[float, str], ...]
    y_ticks: tuple[tuple[float, str], ...]
    bottom: float = HEIGHT - _BOTTOM
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT

    @property
    def is_dense(self) -> bool:
        """Whether there are too many marks for large ones."""
        return len(self.marks) > _MOST_LARGE


class TimeAxis:
    """Where moments lie, the same for all drawings of a person."""

    def __init__(self, moments: Sequence[datetime]) -> None:
        self._first = min(moments).timestamp()
        self._span = max(moments).timestamp() - self._first
        self._moments = sorted(moments)

    def place(self, moment: datetime) -> float:
        """Give x; one moment alone lies in the middle."""
        share = (moment.timestamp() - self._first) / self._span if self._span else 0.5
        return round(_LEFT + 12 + share * (WIDTH - _LEFT - _RIGHT - 24), 1)

    def list_ticks(self) -> tuple[tuple[float, str], ...]:
        """Dates of recordings, as many as there is room for; the first and the last always."""
        ends = [self._moments[0], self._moments[-1]] if self._span else self._moments[:1]
        taken = [self.place(moment) for moment in ends]
        chosen = list(ends)
        for moment in self._moments[1:-1]:
            x = self.place(moment)
            if all(abs(x - other) >= _LABEL_WIDTH for other in taken):
                taken.append(x)
                chosen.append(moment)
        margin = _LABEL_WIDTH / 2 - 4
        return tuple(
            (min(max(self.place(moment), margin), WIDTH - margin), say_month(moment))
            for moment in sorted(chosen)
        )


class _Heights:
    """Where values lie between the lowest and the highest that is drawn."""

    def __init__(
        self, values: Sequence[float], *, is_signed: bool, top: float | None = None
    ) -> None:
        largest = max((abs(value) for value in values), default=0.0)
        # Nothing moved in any recording: the axis still needs a length.
        self.top = top or find_round(largest * 1.05 or 1.0)
        self.bottom = -self.top if is_signed else 0.0

    def place(self, value: float) -> float:
        share = (min(max(value, self.bottom), self.top) - self.bottom) / (self.top - self.bottom)
        low, high = HEIGHT - _BOTTOM, _TOP
        return round(low - share * (low - high), 1)

    def list_ticks(self) -> tuple[tuple[float, str], ...]:
        values = (self.bottom, (self.bottom + self.top) / 2, self.top)
        return tuple((self.place(value), words.say_short(value)) for value in values)


def draw_followed(
    followed: Followed, affected: AffectedSide | None, axis: TimeAxis, kinds: Sequence[str]
) -> Chart:
    """Draw one number; ``kinds`` are those of all recordings, in the order of the shapes."""
    factor = 100.0 if followed.quantity in ("ratio", "synkinesis_share") else 1.0
    known = [point for point in followed.points if point.value is not None]
    main = followed.courses[0] if followed.courses else None
    band = [
        (axis.place(point.at), low * factor, high * factor)
        for point, reach in zip(main.points, main.change.band, strict=True)
        if reach is not None
        for low, high in [reach]
    ] if main else []  # fmt: skip
    drawn = [factor * (point.value or 0.0) for point in known]
    # What a wide interval reaches must not press all else to the ground: it is seen to go on.
    reached = [factor * bound for point in known for bound in point.interval or ()]
    usual = max(map(abs, drawn), default=0.0)
    drawn += [min(abs(value), 3 * usual) for value in (*reached, *(high for _, _, high in band))]
    if followed.quantity == "ratio":
        drawn.append(100.0)
    is_signed = followed.quantity == "rest_difference"
    most = 100.0 if followed.quantity == "synkinesis_share" else None
    heights = _Heights(drawn, is_signed=is_signed, top=most)
    marks = tuple(
        _mark(point, factor, axis, heights, kinds, say_point(followed, point)) for point in known
    )
    title, changes = say_title_of_drawing(followed, affected), tuple(say_changes(followed))
    gaps = say_gaps(followed.points)
    said = _say_marks(marks)
    return Chart(
        title=title,
        text=text("course-alt", title=title, values=said or gaps, verdict=" ".join(changes)),
        changes=changes,
        gaps=gaps,
        marks=marks,
        lines=tuple(_list_lines(followed.points, factor, axis, heights)),
        band=_outline(band, heights),
        gap_xs=tuple(axis.place(point.at) for point in followed.points if point.value is None),
        x_ticks=axis.list_ticks(),
        y_ticks=heights.list_ticks(),
    )


def draw_gradings(
    recordings: Sequence[Recording], gradings: dict[str, tuple[Grading, ...]], axis: TimeAxis
) -> list[Chart]:
    """Draw what a clinician graded, one drawing for every name."""
    names = dict.fromkeys(one.name for items in gradings.values() for one in items)
    return [_draw_grading(name, recordings, gradings, axis) for name in names]


def _draw_grading(
    name: str,
    recordings: Sequence[Recording],
    gradings: dict[str, tuple[Grading, ...]],
    axis: TimeAxis,
) -> Chart:
    graded = [
        (item.recorded_at, one.value)
        for item in recordings
        for one in gradings.get(item.id, ())
        if one.name == name
    ]
    values = [value for _, value in graded]
    heights = _Heights(values, is_signed=min(values) < 0)
    marks = tuple(
        Mark(
            x=axis.place(at),
            y=heights.place(value),
            low_y=None,
            high_y=None,
            shape=SHAPES[0],
            words=text("course-point", day=say_long_day(at), value=words.say_short(value)),
        )
        for at, value in graded
    )
    title = text("course-title-grading", name=name)
    said = _say_marks(marks)
    return Chart(
        title=title,
        text=f"{title}. {said}",
        changes=(),
        gaps="",
        marks=marks,
        lines=(" ".join(f"{mark.x},{mark.y}" for mark in marks),),
        band="",
        gap_xs=(),
        x_ticks=axis.list_ticks(),
        y_ticks=heights.list_ticks(),
    )


def list_kinds(followed: Sequence[Followed]) -> list[tuple[str, str, str]]:
    """Codes, names and shapes of the kinds of recording there are, the first ones first."""
    codes = dict.fromkeys(point.kind for item in followed for point in item.points)
    return [(code, name_kind(code), _find_shape(list(codes), code)) for code in codes]


def _mark(
    point: Point,
    factor: float,
    axis: TimeAxis,
    heights: _Heights,
    kinds: Sequence[str],
    said: str,
) -> Mark:
    ends = [heights.place(factor * bound) for bound in point.interval] if point.interval else None
    return Mark(
        x=axis.place(point.at),
        y=heights.place(factor * (point.value or 0.0)),
        low_y=ends[0] if ends else None,
        high_y=ends[1] if ends else None,
        shape=_find_shape(kinds, point.kind),
        words=said,
    )


def _say_marks(marks: Sequence[Mark]) -> str:
    """Say every value; of very many, which nobody would listen to, the first and the last."""
    told = marks if len(marks) <= _MOST_LARGE else (marks[0], marks[-1])
    return "; ".join(mark.words for mark in told)


def _find_shape(kinds: Sequence[str], kind: str) -> str:
    return SHAPES[list(kinds).index(kind) % len(SHAPES)]


def _list_lines(
    points: Sequence[Point], factor: float, axis: TimeAxis, heights: _Heights
) -> list[str]:
    """Join values of one kind, not across a recording of that kind without a value."""
    open_lines: dict[str, list[str]] = {}
    lines: list[list[str]] = []
    for point in points:
        if point.value is None:
            open_lines.pop(point.kind, None)
            continue
        if point.kind not in open_lines:
            open_lines[point.kind] = []
            lines.append(open_lines[point.kind])
        open_lines[point.kind].append(
            f"{axis.place(point.at)},{heights.place(factor * point.value)}"
        )
    return [" ".join(line) for line in lines if len(line) > 1]


def _outline(band: Sequence[tuple[float, float, float]], heights: _Heights) -> str:
    if len(band) < 2:
        return ""
    there = [f"{x},{heights.place(high)}" for x, _, high in band]
    back = [f"{x},{heights.place(low)}" for x, low, _ in reversed(band)]
    return " ".join((*there, *back))


def find_round(value: float) -> float:
    """Return a round number at or above ``value``."""
    step = 10.0 ** math.floor(math.log10(value))
    return next(step * k for k in (1, 1.2, 1.5, 2, 3, 4, 5, 6, 8, 10, 20) if step * k >= value)
