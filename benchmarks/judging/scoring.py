"""What one method says about many made clips, added up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from benchmarks.judging.detection_curve import Threshold, fit_threshold
from benchmarks.judging.events import Trial, judge_events
from twitchcam.records import Analysis
from twitchcam.synthetic.clip import ClipPlan, describe_truth

ALL: Final = "all regions"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipScore:
    """What one clip says about one method; ``limits_mm`` is what the method itself states."""

    clip: str
    n_false: int
    n_doubled: int
    observed_minutes: float
    limits_mm: dict[str, float]
    trials: tuple[Trial, ...]


@dataclass(slots=True)
class Scores:
    """All clips of one method."""

    clips: list[ClipScore] = field(default_factory=list)

    def trials(self, region: str = ALL, size_mm: float | None = None) -> list[Trial]:
        """Twitches of a region, of all sizes or of one."""
        return [
            trial
            for clip in self.clips
            for trial in clip.trials
            if region in (ALL, trial.region) and size_mm in (None, trial.size_mm)
        ]

    def threshold(self, region: str, share: float) -> Threshold:
        """The size at which a share of twitches is found."""
        trials = self.trials(region)
        return fit_threshold([t.size_mm for t in trials], [t.found for t in trials], share)

    def stated_limit_mm(self, region: str) -> float:
        """Median over clips of what the analysis states (mean of both sides)."""
        stated = [
            mm for clip in self.clips if clip.trials for mm in (clip.limits_mm.get(region),) if mm
        ]
        return float(np.median(stated)) if stated else float("nan")


def score_clip(name: str, plan: ClipPlan, analysis: Analysis) -> ClipScore:
    """Judge one analysis of one made clip."""
    judgement = judge_events(describe_truth(plan, name).twitches, analysis.events)
    limits: dict[str, list[float]] = {}
    for limit in analysis.quality.detection_limits:
        limits.setdefault(limit.region, []).append(limit.limit_mm)
    return ClipScore(
        clip=name,
        n_false=judgement.n_false,
        n_doubled=judgement.n_doubled,
        observed_minutes=analysis.quality.observed_s / 60.0,
        limits_mm={region: float(np.mean(mm)) for region, mm in limits.items()},
        trials=judgement.trials,
    )
