"""Of columns of skin that tremble together, the one that is told.

In      Stretches, Courses, Movement
Out     Stretches without those that a stronger one explains; of both sides where mirror images do
Method  Skin is one sheet: of columns that tremble together, those that move far less than the
        strongest were dragged along. Mirror columns that tremble alike become one of ``both``.
        Every place is measured against the skin around it: near the midline that skin lies on both
        sides, and what trembles on one side comes back on the other as its echo.
Where the defaults come from   settings.TremorSettings
Departures from the sources    none: the method is our own
Known limits   What trembles on both sides near the midline, sideways, and on one side less than 0.7
        as far as on the other, is told on the stronger side.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy import signal

from twitchcam.anatomy import SIDES
from twitchcam.detection.courses import Courses
from twitchcam.records import Movement, Side
from twitchcam.settings import TremorSettings

# Skin this near shakes along, and the other side's is its mirror image.
_ONE_SHEET_MM: Final = 30.0
_MIRRORED_MM: Final = 15.0
# The surroundings that are taken off a place reach 32 mm (``tracking/skin_flow.py``), and the cell
# that swings most may lie one cell beside the tremor. Of a swing 0.64 comes back at most, straight
# against it (cosine -1), on the neutral face; noise comes on top.
_ECHO_REACH_MM: Final = 43.0
_ECHO_SHARE: Final = 0.7
_AGAINST: Final = -0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One patch (or both mirror patches) that trembles for a while."""

    patch: int
    side: Side
    start_s: float
    stop_s: float
    frequency_hz: float
    interval_hz: tuple[float, float]
    amplitude_mm: float
    share: float


def join_stretches(
    stretches: list[Stretch], courses: Courses, movement: Movement, settings: TremorSettings
) -> list[Stretch]:
    """Without columns that were dragged along; equal mirror columns become one of both sides."""
    kept: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda s: -s.amplitude_mm):
        together = [
            i for i, leader in enumerate(kept) if _shake_together(stretch, leader, settings)
        ]
        if any(
            stretch.amplitude_mm < settings.spread_share * kept[i].amplitude_mm
            or _is_same_skin(stretch, kept[i], courses)
            or _is_echo(stretch, kept[i], courses, movement)
            for i in together
        ):
            continue
        mirror = [i for i in together if _is_mirrored(stretch, kept[i], courses)]
        if mirror:
            kept[mirror[0]] = _join(kept[mirror[0]], stretch)
        else:
            kept.append(stretch)
    return kept


def _shake_together(a: Stretch, b: Stretch, settings: TremorSettings) -> bool:
    overlap_s = min(a.stop_s, b.stop_s) - max(a.start_s, b.start_s)
    shorter_s = min(a.stop_s - a.start_s, b.stop_s - b.start_s)
    alike = abs(a.frequency_hz - b.frequency_hz) <= settings.max_drift_hz
    return alike and overlap_s >= 0.5 * shorter_s


def _is_same_skin(a: Stretch, b: Stretch, courses: Courses) -> bool:
    """Whether two columns of a side lie in one region, or beside each other."""
    return (b.side == "both" or a.side == b.side) and (
        courses.regions[a.patch] == courses.regions[b.patch]
        or courses.measure_apart_mm(a.patch, b.patch) < _ONE_SHEET_MM
    )


def _is_echo(weaker: Stretch, stronger: Stretch, courses: Courses, movement: Movement) -> bool:
    """Whether a swing is what the surroundings give back of a stronger one across the midline."""
    return (
        {weaker.side, stronger.side} == set(SIDES)
        and weaker.amplitude_mm < _ECHO_SHARE * stronger.amplitude_mm
        and courses.measure_across_mm(weaker.patch, stronger.patch) < _ECHO_REACH_MM
        and _compare_swings(weaker, stronger, courses, movement) <= _AGAINST
    )


def _compare_swings(a: Stretch, b: Stretch, courses: Courses, movement: Movement) -> float:
    """Cosine of two swings in the picture: 1 as one, -1 straight against each other."""
    within_s = max(a.start_s, b.start_s), min(a.stop_s, b.stop_s)
    begin, end = np.searchsorted(movement.time_s, within_s)
    turning = np.exp(-2j * np.pi * b.frequency_hz * movement.time_s[begin:end])
    weights = signal.windows.hann(end - begin) * turning
    swings = []
    for stretch in (a, b):
        place_mm = courses.read_column(stretch.patch, int(begin), int(end)).astype(np.float64)
        outward, up = weights @ np.nan_to_num(np.gradient(place_mm, axis=0))
        swings.append(np.array([outward if stretch.side == "left" else -outward, up]))
    size = np.linalg.norm(swings[0]) * np.linalg.norm(swings[1])
    return float(np.vdot(*swings).real / size) if size > 0 else 0.0


def _is_mirrored(a: Stretch, b: Stretch, courses: Courses) -> bool:
    return a.side != b.side and courses.measure_apart_mm(a.patch, b.patch) < _MIRRORED_MM


def _join(a: Stretch, b: Stretch) -> Stretch:
    return replace(
        a,
        side="both",
        start_s=min(a.start_s, b.start_s),
        stop_s=max(a.stop_s, b.stop_s),
        amplitude_mm=(a.amplitude_mm + b.amplitude_mm) / 2,
    )
