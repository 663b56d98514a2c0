"""Results counted and gathered the way a reader asks for them. Nothing is measured here."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.interpretation.own_movements import (
    count_per_minute,
    list_own,
    list_told_tremor,
)
from twitchcam.interpretation.why_not import measure_lost
from twitchcam.records import ActionKind, sum_spans_s
from twitchcam.report.words import count_action, name_reason
from twitchcam.wording import text

if TYPE_CHECKING:
    from twitchcam.records import Analysis, Coupling, Quality, Tremor


# Losing less than this of a recording needs no reason.
_MIN_LOSS: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTally:
    """The events of one place: how many, how often, how large."""

    region: str
    side: str
    n: int
    per_minute: float | None
    min_mm: float
    max_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TremorTally:
    """The trembling of one place: how many stretches, how long in all, its rate and size."""

    region: str
    side: str
    n: int
    total_s: float
    min_hz: float
    max_hz: float
    max_mm: float
    strongest: Tremor
    during: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonTally:
    """The stretches left out for one reason."""

    words: str
    n: int
    total_s: float


def tally_places(analysis: Analysis) -> list[PlaceTally]:
    """Count movements of their own by place, the place with most of them first."""
    sizes_mm: dict[tuple[str, str], list[float]] = defaultdict(list)
    for event in list_own(analysis.events):
        sizes_mm[event.region, event.side].append(event.amplitude_mm)
    tallies = [
        PlaceTally(
            region=region,
            side=side,
            n=len(sizes),
            per_minute=count_per_minute(len(sizes), analysis),
            min_mm=min(filter(math.isfinite, sizes), default=math.nan),
            max_mm=max(filter(math.isfinite, sizes), default=math.nan),
        )
        for (region, side), sizes in sizes_mm.items()
    ]
    return sorted(tallies, key=lambda tally: (-tally.n, tally.region, tally.side))


def tally_tremor(analysis: Analysis) -> list[TremorTally]:
    """Gather trembling by place, the longest in all first."""
    by_place: dict[tuple[str, str], list[Tremor]] = defaultdict(list)
    for tremor in list_told_tremor(analysis.tremor):
        by_place[tremor.region, tremor.side].append(tremor)
    tallies = [
        TremorTally(
            region=region,
            side=side,
            n=len(stretches),
            total_s=sum(t.stop_s - t.start_s for t in stretches),
            min_hz=min(t.frequency_hz for t in stretches),
            max_hz=max(t.frequency_hz for t in stretches),
            max_mm=max(t.amplitude_mm for t in stretches),
            strongest=max(stretches, key=lambda t: t.amplitude_mm),
            during=tuple(dict.fromkeys(kind for t in stretches for kind in t.during)),
        )
        for (region, side), stretches in by_place.items()
    ]
    return sorted(tallies, key=lambda tally: (-tally.total_s, tally.region, tally.side))


def tally_reasons(quality: Quality) -> list[ReasonTally]:
    """Add up the stretches not judged, by reason, the longest in all first; they may overlap."""
    lengths_s: dict[str, list[float]] = defaultdict(list)
    for span in quality.excluded:
        lengths_s[span.reason].append(span.stop_s - span.start_s)
    tallies = [
        ReasonTally(words=name_reason(reason), n=len(lengths), total_s=sum(lengths))
        for reason, lengths in lengths_s.items()
    ]
    return sorted(tallies, key=lambda tally: (-tally.total_s, tally.words))


def find_main_loss(quality: Quality) -> str:
    """What took most of the time that could not be judged, in words; empty where little was lost.

    An expression takes only the time that no other reason accounts for; what is left was lost to
    blinks and to a face that moves.
    """
    lost_s = measure_lost(quality)
    rest_s = quality.duration_s - quality.observed_s - sum(lost_s.values())
    reason = max(lost_s, key=lambda name: lost_s[name], default=None)
    if max(rest_s, *lost_s.values(), 0.0) < _MIN_LOSS * quality.duration_s:
        return ""
    if reason is not None and rest_s <= lost_s[reason]:
        return name_reason(reason)
    lively_s = sum_spans_s(quality.excluded, "expression")
    return name_reason("expression") if 2 * lively_s >= rest_s else text("terminal-left-out-rest")


def list_actions(analysis: Analysis) -> list[str]:
    """Count what the person did, in words: ``14 blinks``, ``2 smiles``."""
    counts = Counter[str](action.kind for action in analysis.actions)
    return [count_action(kind, counts[kind]) for kind in get_args(ActionKind) if counts[kind]]


def list_answers(analysis: Analysis) -> list[Coupling]:
    """Choose the couplings that could be assessed, the largest answer first."""
    assessed = [c for c in analysis.couplings if c.not_assessed_reason is None]
    return sorted(assessed, key=lambda c: (-(c.response_mm or 0.0), c.region, c.side))


def list_not_assessed(analysis: Analysis) -> list[str]:
    """Gather the reasons why couplings could not be assessed, each once."""
    reasons = (c.not_assessed_reason for c in analysis.couplings)
    return list(dict.fromkeys(reason for reason in reasons if reason))


def list_limits(quality: Quality) -> list[tuple[str, dict[str, float]]]:
    """Gather the limits by region, in the order of ``anatomy``, for either side in mm."""
    limits: dict[str, dict[str, float]] = {}
    for limit in quality.detection_limits:
        sides = SIDES if limit.side == "both" else (limit.side,)
        limits.setdefault(limit.region, {}).update(dict.fromkeys(sides, limit.limit_mm))
    order = {name: i for i, name in enumerate(REGION_NAMES)}
    return sorted(limits.items(), key=lambda item: order.get(item[0], len(order)))
