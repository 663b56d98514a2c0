"""From an analysis to the few numbers that are followed over time."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median

from twitchcam.anatomy import SIDES
from twitchcam.interpretation.own_movements import count_per_minute, list_own
from twitchcam.records import Analysis, Shown, VisitMeasure
from twitchcam.store.rows import PlaceResult, Result, SymmetryResult
from twitchcam.triage.over_time import gather_shown


def summarize(recording_id: str, analysis: Analysis) -> Result:
    """Return the numbers of one recording that are compared with other days."""
    # Statistics take a second to load, and a server that starts sums up nothing.
    from twitchcam.interpretation.visit_measures import list_visit_measures

    quality = analysis.quality
    n_events = len(list_own(analysis.events))
    return Result(
        recording_id=recording_id,
        made_at=datetime.now(UTC),
        twitchcam_version=analysis.twitchcam_version,
        usable=quality.usable,
        duration_s=quality.duration_s,
        observed_s=quality.observed_s,
        frame_rate_hz=_finite(quality.frame_rate_hz),
        n_events=n_events,
        rate_per_minute=count_per_minute(n_events, analysis),
        advice_level=analysis.advice.level if analysis.advice else None,
        findings=tuple(
            {"code": item.code, "side": item.side, "statement": item.statement}
            for item in analysis.findings
        ),
        company=quality.company,
        measures=tuple(map(_keep_measure, list_visit_measures(analysis))),
        shown=_keep_shown(gather_shown(analysis)),
        places=tuple(_list_places(analysis)),
        symmetries=tuple(
            SymmetryResult(
                action=item.action,
                region=item.region,
                left_mm=_finite(item.left_mm),
                right_mm=_finite(item.right_mm),
                ratio=_finite(item.ratio),
            )
            for item in analysis.symmetry
        ),
    )


def _list_places(analysis: Analysis) -> Iterable[PlaceResult]:
    """Every place that was watched, also where nothing moved: there the limit is the news."""
    sizes_mm: dict[tuple[str, str], list[float]] = defaultdict(list)
    for event in list_own(analysis.events):
        sizes_mm[event.region, event.side].append(event.amplitude_mm)
    limits_mm: dict[tuple[str, str], float] = {}
    for limit in analysis.quality.detection_limits:
        for side in SIDES if limit.side == "both" else (limit.side,):
            limits_mm[limit.region, side] = limit.limit_mm
    for region, side in dict.fromkeys((*limits_mm, *sizes_mm)):
        sizes = [size for size in sizes_mm[region, side] if math.isfinite(size)]
        both_mm = [limits_mm[region, s] for s in SIDES if (region, s) in limits_mm]
        known_mm = limits_mm.get((region, side), max(both_mm, default=None))
        n_events = len(sizes_mm[region, side])
        yield PlaceResult(
            region=region,
            side=side,
            n_events=n_events,
            rate_per_minute=count_per_minute(n_events, analysis),
            median_mm=median(sizes) if sizes else None,
            limit_mm=_finite(known_mm),
        )


def _keep_measure(measure: VisitMeasure) -> VisitMeasure:
    """Without numbers that are none: a database cannot hold them."""
    known = measure.interval is not None and all(map(math.isfinite, measure.interval))
    return replace(
        measure,
        value=_finite(measure.value),
        interval=measure.interval if known else None,
    )


def _keep_shown(shown: Shown) -> Shown:
    findings = (
        replace(
            finding,
            evidence={
                name: value
                for name, value in finding.evidence.items()
                if not isinstance(value, float) or math.isfinite(value)
            },
        )
        for finding in shown.findings
    )
    limits = (limit for limit in shown.limits if math.isfinite(limit.limit_mm))
    return replace(shown, findings=tuple(findings), limits=tuple(limits))


def _finite(value: float | None) -> float | None:
    return float(value) if value is not None and math.isfinite(value) else None
