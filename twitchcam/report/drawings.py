"""Small drawings for the page, as SVG text: they follow its colours and need no script.

Each drawing says in words what it shows (``aria-label``). Lines of the left side are solid, those
of the right side dashed, so that they differ without colour.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from markupsafe import Markup, escape

from twitchcam.report import words
from twitchcam.wording import text

if TYPE_CHECKING:
    from twitchcam.records import Coupling, Floats, Response, Spectrum, Symmetry

WIDTH: Final = 340
HEIGHT: Final = 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 46, 10, 14, 40
_MAX_SINGLES: Final = 60
# A line of text stands so far below the middle of what it names.
_BASELINE_PX: Final = 5
# Left and right as bars, one below the other, with room for their names and their values.
_BARS_PX: Final = 72
_BAR_TOP_PX, _BAR_STEP_PX, _BAR_THICK_PX = 6, 34, 24
_BAR_LEFT_PX, _BAR_RIGHT_PX, _VALUE_GAP_PX = 52, 64, 8
_NORM_PX: Final = 70
_ROOM_BEYOND: Final = 1.15
_MIN_TRAVEL_MM: Final = 0.1
# One dot on a line, with the band of what is usual, numbers and a name below.
_LINE_AT_PX, _BAND_PX, _DOT_PX = 20, 16, 6
_LINE_EDGE_PX, _NUMBERS_AT_PX, _NAME_AT_PX = 10, 46, 66
_ROOM_AROUND: Final = 1.3
_MIN_REACH_MM: Final = 1.0
_NICE: Final = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """From numbers to places in a drawing."""

    low: float
    high: float
    start: float
    stop: float

    def __call__(self, value: float) -> float:
        """Place of a number."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.stop - self.start)

    def ticks(self, most: int = 5) -> list[float]:
        """Round values inside the scale, at most ``most``."""
        raw = (self.high - self.low) / most
        power = 10.0 ** math.floor(math.log10(raw))
        step = next(power * nice for nice in _NICE if power * nice >= raw * (1 - 1e-9))
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [k * step + 0.0 for k in range(first, last + 1)]


def draw_response(response: Response, other: str) -> Markup:
    """Mean answer with its interval and every single answer, both sides in the same axes."""
    own = response.side
    x = _across(float(response.time_s[0]), float(response.time_s[-1]))
    drawn = [response.mean_mm, response.other_mean_mm, response.interval_mm, response.singles_mm]
    low, high = _find_range(drawn)
    y = _upright(low, high)
    parts = [_axes(x, y, text("report-axis-from-action"), "mm"), _zero_line(x, y, at_x=0.0)]
    for side, singles in ((other, response.other_singles_mm), (own, response.singles_mm)):
        name = f"single {side}"
        parts += [_line(response.time_s, single, x, y, name) for single in singles[:_MAX_SINGLES]]
    for side, mean, interval in (
        (other, response.other_mean_mm, response.other_interval_mm),
        (own, response.mean_mm, response.interval_mm),
    ):
        parts.append(_band(response.time_s, interval, x, y, f"band {side}"))
        parts.append(_line(response.time_s, mean, x, y, f"mean {side}"))
    peak = float(np.nanmax(response.mean_mm)) if np.isfinite(response.mean_mm).any() else math.nan
    place = words.name_place(response.region, own)
    label = text(
        "report-draw-response",
        place=place,
        side=own,
        n=len(response.actions_s),
        size=words.say_number(peak, "mm"),
    )
    return _figure(parts, label)


def draw_dose(coupling: Coupling) -> Markup | None:
    """Answer against size of the action, one dot each; ``None`` without sizes."""
    pairs = [
        (dose, answer)
        for dose, answer in zip(coupling.doses_mm, coupling.answers_mm, strict=False)
        if math.isfinite(dose) and math.isfinite(answer)
    ]
    if len(pairs) < 2:
        return None
    doses, answers = np.array(pairs).T
    x = _across(*_find_range([doses], zero=False))
    y = _upright(*_find_range([answers]))
    parts = [_axes(x, y, text("report-axis-action-size"), "mm")]
    if coupling.dose_slope is not None and math.isfinite(coupling.dose_slope):
        middle = float(np.median(answers - coupling.dose_slope * doses))
        ends = np.array([x.low, x.high])
        parts.append(_line(ends, middle + coupling.dose_slope * ends, x, y, "trend"))
    parts += [
        f'<circle class="dot-{escape(coupling.side)}" cx="{x(d):.1f}" cy="{y(a):.1f}" r="4"/>'
        for d, a in pairs
    ]
    label = text("report-draw-dose", n=len(pairs))
    return _figure(parts, label)


def draw_spectrum(spectrum: Spectrum, frequency_hz: float) -> Markup:
    """Strength of movement at each rate, left and right, with the rate that was found."""
    x = _across(0.0, float(spectrum.frequency_hz[-1]))
    y = _upright(*_find_range([spectrum.left_mm, spectrum.right_mm]))
    parts = [_axes(x, y, text("report-axis-rate"), "mm")]
    if math.isfinite(frequency_hz):
        parts.append(_zero_line(x, y, at_x=frequency_hz))
    for side, values in (("right", spectrum.right_mm), ("left", spectrum.left_mm)):
        parts.append(_line(spectrum.frequency_hz, values, x, y, f"mean {side}"))
    label = text("report-draw-spectrum", rate=words.say_number(frequency_hz))
    return _figure(parts, label)


def draw_symmetry(symmetry: Symmetry) -> Markup:
    """The usual travel of both sides as bars, each single one as a dot, and what is normal."""
    each = {"left": symmetry.left_each_mm, "right": symmetry.right_each_mm}
    travels = (symmetry.left_mm, symmetry.right_mm, *each["left"], *each["right"])
    largest = max(filter(math.isfinite, travels), default=0.0)
    x = Scale(
        low=0.0,
        high=max(largest, _MIN_TRAVEL_MM) * _ROOM_BEYOND,
        start=_BAR_LEFT_PX,
        stop=WIDTH - _BAR_RIGHT_PX,
    )
    parts = []
    for k, (side, mm) in enumerate((("left", symmetry.left_mm), ("right", symmetry.right_mm))):
        top = _BAR_TOP_PX + _BAR_STEP_PX * k
        middle = top + _BAR_THICK_PX // 2
        known = mm if math.isfinite(mm) else 0.0
        parts.append(
            f'<text class="label" x="0" y="{middle + _BASELINE_PX}">{_name_side(side)}</text>'
        )
        parts.append(
            f'<rect class="bar {side}" x="{_BAR_LEFT_PX}" y="{top}" '
            f'width="{max(x(max(known, 0.0)) - _BAR_LEFT_PX, 1):.1f}" '
            f'height="{_BAR_THICK_PX}" rx="3"/>'
        )
        parts += [
            f'<circle class="each" cx="{x(max(one, 0.0)):.1f}" cy="{middle}" r="3"/>'
            for one in each[side][:_MAX_SINGLES]
            if math.isfinite(one)
        ]
        furthest = max(filter(math.isfinite, (known, *each[side])), default=0.0)
        parts.append(
            _text(
                "value",
                x(max(furthest, 0.0)) + _VALUE_GAP_PX,
                middle + _BASELINE_PX,
                words.say_number(mm, "mm"),
            )
        )
    if symmetry.normal_range is not None and symmetry.ratio is not None:
        low = symmetry.normal_range[0] * max(symmetry.left_mm, symmetry.right_mm)
        if 0 < low < x.high:
            parts.append(
                f'<line class="norm" x1="{x(low):.1f}" x2="{x(low):.1f}" y1="0" y2="{_NORM_PX}"/>'
            )
    label = text(
        "report-draw-travel",
        left=words.say_number(symmetry.left_mm, "mm"),
        right=words.say_number(symmetry.right_mm, "mm"),
    )
    return _figure(parts, label, height=_BARS_PX)


def draw_difference(symmetry: Symmetry) -> Markup:
    """How much higher one side is at rest than the other, and what is usual."""
    difference = symmetry.left_mm - symmetry.right_mm
    low, high = symmetry.normal_range or (0.0, 0.0)
    known = difference if math.isfinite(difference) else 0.0
    reach = _ROOM_AROUND * max(abs(known), abs(low), abs(high), _MIN_REACH_MM)
    x = Scale(low=-reach, high=reach, start=_LINE_EDGE_PX, stop=WIDTH - _LINE_EDGE_PX)
    at = f'y1="{_LINE_AT_PX}" y2="{_LINE_AT_PX}"'
    parts = [f'<line class="grid" x1="{x.start}" x2="{x.stop}" {at}/>']
    if symmetry.normal_range is not None:
        parts.append(
            f'<rect class="usual" x="{x(low):.1f}" y="{_LINE_AT_PX - _BAND_PX // 2}" '
            f'width="{x(high) - x(low):.1f}" height="{_BAND_PX}" rx="3"/>'
        )
    if math.isfinite(difference):
        parts.append(
            f'<circle class="dot-both" cx="{x(difference):.1f}" cy="{_LINE_AT_PX}" r="{_DOT_PX}"/>'
        )
    parts += [
        _text("tick mid", x(tick), _NUMBERS_AT_PX, words.say_short(tick)) for tick in x.ticks(6)
    ]
    parts.append(_text("label mid", WIDTH / 2, _NAME_AT_PX, text("report-axis-higher")))
    label = text("report-draw-difference", size=words.say_number(difference, "mm"))
    return _figure(parts, label, height=_BARS_PX)


def _find_range(values: Iterable[Floats], *, zero: bool = True) -> tuple[float, float]:
    """Lowest and highest number, widened a little; with zero in it unless ``zero`` is false."""
    flat = np.concatenate([np.ravel(v) for v in values])
    flat = flat[np.isfinite(flat)]
    if flat.size == 0:
        return -0.1, 1.0
    low, high = float(flat.min()), float(flat.max())
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    room = max(0.06 * (high - low), 0.02)
    return (low - room if low < 0 or not zero else low), high + room


def _across(low: float, high: float) -> Scale:
    return Scale(low=low, high=high, start=_LEFT, stop=WIDTH - _RIGHT)


def _upright(low: float, high: float) -> Scale:
    return Scale(low=low, high=high, start=HEIGHT - _BOTTOM, stop=_TOP)


def _axes(x: Scale, y: Scale, across: str, up: str) -> str:
    parts = []
    for tick in y.ticks(4):
        at = f"{y(tick):.1f}"
        parts.append(f'<line class="grid" x1="{x.start}" x2="{x.stop}" y1="{at}" y2="{at}"/>')
        parts.append(_text("tick end", x.start - 6, y(tick) + 4, words.say_short(tick)))
    ticks = ((x(tick), words.say_short(tick)) for tick in x.ticks(6))
    parts += [_text("tick mid", at_x, y.start + 17, said) for at_x, said in ticks]
    parts.append(_text("label mid", (x.start + x.stop) / 2, HEIGHT - 5, across))
    parts.append(_text("label", 4, _TOP + 1, up))
    return "".join(parts)


def _name_side(side: str) -> Markup:
    return escape(words.name_code("side", side))


def _text(name: str, x: float, y: float, said: str) -> str:
    return f'<text class="{name}" x="{x:.1f}" y="{y:.1f}">{escape(said)}</text>'


def _zero_line(x: Scale, y: Scale, *, at_x: float) -> str:
    at = x(at_x)
    return f'<line class="zero" x1="{at:.1f}" x2="{at:.1f}" y1="{y.start}" y2="{y.stop}"/>'


def _line(xs: Floats, ys: Floats, x: Scale, y: Scale, name: str) -> str:
    """One path; it is broken where a number is missing."""
    path, pen = [], "M"
    for a, b in zip(xs.tolist(), ys.tolist(), strict=True):
        if not math.isfinite(b):
            pen = "M"
            continue
        path.append(f"{pen}{x(a):.1f} {y(b):.1f}")
        pen = "L"
    return f'<path class="{name}" d="{"".join(path)}"/>' if path else ""


def _band(xs: Floats, interval: Floats, x: Scale, y: Scale, name: str) -> str:
    seen = np.isfinite(interval).all(axis=0)
    if not seen.any():
        return ""
    low = [(x(a), y(b)) for a, b in zip(xs[seen], interval[0, seen], strict=True)]
    high = [(x(a), y(b)) for a, b in zip(xs[seen], interval[1, seen], strict=True)]
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in (*low, *reversed(high)))
    return f'<polygon class="{name}" points="{points}"/>'


def _figure(parts: Sequence[str], label: str, height: int = HEIGHT) -> Markup:
    return Markup(
        f'<svg class="plot" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )
