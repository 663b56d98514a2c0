"""Results over time as drawings: points, the limit below which nothing would have been seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from twitchcam.app.history import coarsest_limit_mm, main_place, smile_ratio
from twitchcam.report import words
from twitchcam.store.rows import Recording, Result
from twitchcam.web.say import say_short_day
from twitchcam.wording import text

WIDTH: Final = 640
HEIGHT: Final = 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 16, 16, 40
_MAX_LABELS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One recording in a drawing; ``y`` is ``None`` where there is no value."""

    x: float
    y: float | None
    limit_y: float | None
    side: str
    words: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing of one quantity over time, in the units of its view box."""

    title: str
    text: str
    marks: tuple[Mark, ...]
    ticks: tuple[tuple[float, str], ...]
    line: str
    limit_area: str
    bottom: float = HEIGHT - _BOTTOM
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT


def draw_courses(pairs: Sequence[tuple[Recording, Result]]) -> list[Chart]:
    """Draw rate, size and, where it was measured, symmetry over the recordings, oldest first."""
    if not pairs:
        return []
    results = [result for _, result in pairs]
    main = [main_place(result) for result in results]
    sides = [place.side if place else "both" for place in main]
    rate = _draw(
        text("web-chart-rate"),
        pairs,
        [result.rate_per_minute if result.usable else None for result in results],
        sides,
        _say_rate,
    )
    size = _draw(
        text("web-chart-size"),
        pairs,
        [place.median_mm if place else None for place in main],
        sides,
        lambda value: words.say_number(value, "mm"),
        limits=[coarsest_limit_mm(result) for result in results],
    )
    charts = [rate, size]
    smiles = [smile_ratio(result) for result in results]
    if any(value is not None for value in smiles):
        percent = [None if value is None else 100 * value for value in smiles]
        charts.append(
            _draw(
                text("web-chart-smile"),
                pairs,
                percent,
                sides,
                lambda value: words.say_number(value, "%"),
            )
        )
    return charts


def _say_rate(value: float | None) -> str:
    said = words.say_number(value)
    return said if value is None else text("web-chart-rate-value", value=said)


def _draw(
    title: str,
    pairs: Sequence[tuple[Recording, Result]],
    values: Sequence[float | None],
    sides: Sequence[str],
    say: Callable[[float | None], str],
    limits: Sequence[float | None] | None = None,
) -> Chart:
    limits = limits or [None] * len(values)
    known = [v for v in (*values, *limits) if v is not None]
    # Nothing moved in any recording: the axis still needs a length.
    top = _nice(max(known, default=0.0) * 1.1 or 1.0)
    bottom = HEIGHT - _BOTTOM
    span = WIDTH - _LEFT - _RIGHT

    def place_y(value: float | None) -> float | None:
        return None if value is None else round(bottom - value / top * (bottom - _TOP), 1)

    n = len(pairs)
    every = -(-n // _MAX_LABELS)
    marks = tuple(
        Mark(
            x=round(_LEFT + span * (k + 0.5) / n, 1),
            y=place_y(value),
            limit_y=place_y(limit),
            side=side,
            words=text(
                "web-chart-point", day=say_short_day(recording.recorded_at), value=say(value)
            ),
            label=say_short_day(recording.recorded_at) if k % every == 0 else "",
        )
        for k, ((recording, _), value, limit, side) in enumerate(
            zip(pairs, values, limits, sides, strict=True)
        )
    )
    return Chart(
        title=title,
        text=text("web-chart-alt", title=title, values="; ".join(mark.words for mark in marks)),
        marks=marks,
        ticks=tuple((place_y(top * k / 2) or 0.0, f"{top * k / 2:g}") for k in range(3)),
        line=" ".join(f"{m.x},{m.y}" for m in marks if m.y is not None),
        limit_area=_draw_limit(marks, span / n / 2),
    )


def _draw_limit(marks: Sequence[Mark], half: float) -> str:
    """Outline of what would not have been seen, one step for each recording."""
    bottom = HEIGHT - _BOTTOM
    return " ".join(
        f"M{m.x - half:.1f},{bottom}V{m.limit_y}H{m.x + half:.1f}V{bottom}Z"
        for m in marks
        if m.limit_y is not None
    )


def _nice(value: float) -> float:
    """Return a round number at or above ``value``."""
    step = 1.0
    while step * 10 < value:
        step *= 10
    while step > value:
        step /= 10
    return next(step * k for k in (1, 2, 3, 4, 5, 6, 8, 10, 20) if step * k >= value)
