"""How small a twitch is found, and how often one is made up: made clips with known truth.

    python -m benchmarks.sensitivity [--quick] [--json FILE]

One photograph, animated: easier than a person, so these numbers are an upper limit. Twitches of
150 to 200 ms in random directions on both sides, with blinks in between, are judged as found when
an event has its apex within 150 ms, on the same side, in the same or a neighbouring region. False
events are counted there and in clips without any twitch. Beside the measured skin stands the same
detector fed with the landmarks of the same tracks. Seeds differ from those that settings were
chosen on.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Final

import numpy as np
import typer

from benchmarks.detection_curve import Threshold, fit_threshold, say_threshold
from benchmarks.judging import Trial, judge_events
from benchmarks.landmarks_only import analyze_landmarks
from benchmarks.made_clips import USUAL_FOLDER, make_clips
from benchmarks.made_twitches import JUDGED_REGIONS, plan_healthy, plan_rest, plan_twitches
from benchmarks.results import (
    JsonFile,
    Quick,
    print_lines,
    print_table,
    say_rate,
    say_share,
    write_json,
)
from twitchcam.pipeline import analyze_track, track_video
from twitchcam.records import Analysis
from twitchcam.synthetic.clip import ClipPlan, describe_truth

TARGET_MM: Final = 1.0
SIZES_MM: Final = (0.2, 0.3, 0.4, 0.6, 0.8, 1.0, 1.5, 2.0)
SEEDS: Final = (11, 12, 13)
NEGATIVES_S: Final = 300.0
METHODS: Final = {"skin": analyze_track, "landmarks": analyze_landmarks}
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


def run(
    quick: Quick = False,
    json_file: JsonFile = None,
    workdir: Annotated[Path, typer.Option(help="Where made clips are kept.")] = USUAL_FOLDER,
    crf: Annotated[float, typer.Option(help="Compression of the clips: 18 good, 28 poor.")] = 18.0,
    frame_rate_hz: Annotated[float, typer.Option(help="Pictures a second.")] = 30.0,
) -> None:
    """Share of made twitches found against their size, and false events per minute."""
    plans = plan_clips(quick=quick, crf=crf, frame_rate_hz=frame_rate_hz)
    paths = make_clips(plans, workdir)
    scores = {method: Scores() for method in METHODS}
    for name, path in paths.items():
        typer.echo(f"tracking {name}", err=True)
        track = track_video(path)
        for method, analyze in METHODS.items():
            scores[method].clips.append(score_clip(name, plans[name], analyze(track)))
    show(scores, f"{frame_rate_hz:g} pictures a second, crf {crf:g}, eye distance 165 px")
    write_json(json_file, "sensitivity", list_numbers(scores, plans))


def plan_clips(*, quick: bool, **recording: Any) -> dict[str, ClipPlan]:
    """Clips with twitches, and clips without."""
    sizes_mm = (TARGET_MM,) if quick else SIZES_MM
    length_s = 60.0 if quick else NEGATIVES_S
    plans = {
        f"twitches-{seed}": plan_twitches(sizes_mm, seed=seed, **recording)
        for seed in (SEEDS[:1] if quick else SEEDS)
    }
    plans["rest"] = plan_rest(length_s, seed=21, **recording)
    plans["healthy"] = plan_healthy(length_s, seed=22, **recording)
    return plans


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


def show(scores: dict[str, Scores], recording: str) -> None:
    """Print what was found."""
    skin, landmarks = scores["skin"], scores["landmarks"]
    regions = (*JUDGED_REGIONS, ALL)
    print_table(
        f"Made twitches of {TARGET_MM:g} mm, 150 to 200 ms ({recording})",
        ("region", "found", "by landmarks", "side right", "by landmarks", "exact region",
         "by landmarks", "reported / true size", "by landmarks"),
        [(region, *_describe_target(skin, landmarks, region)) for region in regions],
    )  # fmt: skip
    sizes_mm = sorted({trial.size_mm for trial in skin.trials()})
    if len(sizes_mm) > 1:
        _show_sizes(skin, landmarks, sizes_mm)
    names = [clip.clip for clip in skin.clips]
    rows = [(name, *(_say_false(s, {name}) for s in (skin, landmarks))) for name in names]
    rows.append(("all clips", *(_say_false(s, set(names)) for s in (skin, landmarks))))
    print_table(
        "False events per minute that could be judged (95 % interval)",
        ("clip", "skin", "landmarks"),
        rows,
    )
    print_lines(
        "Found: apex within 150 ms, side right, own or neighbouring region. Side right: of "
        "events at the right time.",
        "Synthetic: one photograph in motion, easier than any person. Every event that answers "
        "no twitch is false, on one side or both.",
    )


def _describe_target(skin: Scores, landmarks: Scores, region: str) -> list[str]:
    cells = [[], []]  # type: list[list[str]]
    for column, scores in zip(cells, (skin, landmarks), strict=True):
        trials = scores.trials(region, TARGET_MM)
        found = [trial for trial in trials if trial.found]
        answered = [trial for trial in trials if trial.answer != "nothing"]
        ratios = [(trial.reported_mm or 0.0) / trial.size_mm for trial in found]
        column += [
            say_share(len(found), len(trials)),
            say_share(sum(t.answer != "wrong side" for t in answered), len(answered)),
            say_share(sum(t.answer == "own region" for t in found), len(found)),
            f"{np.median(ratios):.2f}" if ratios else "–",
        ]
    return [cell for pair in zip(*cells, strict=True) for cell in pair]


def _show_sizes(skin: Scores, landmarks: Scores, sizes_mm: list[float]) -> None:
    ends_mm = (sizes_mm[0], sizes_mm[-1])
    print_table(
        "Smallest twitch, mm: found half the time (A50), nine times in ten (A90); 90 % interval",
        ("region", "A50", "by landmarks", "A90", "by landmarks", "limit stated by the analysis"),
        [
            (
                region,
                *(
                    say_threshold(scores.threshold(region, share), *ends_mm)
                    for share in (0.5, 0.9)
                    for scores in (skin, landmarks)
                ),
                f"{skin.stated_limit_mm(region):.2f}" if region != ALL else "",
            )
            for region in (*JUDGED_REGIONS, ALL)
        ],
    )
    rows = []
    for name, scores in (("skin", skin), ("landmarks", landmarks)):
        by_size = [scores.trials(ALL, size_mm) for size_mm in sizes_mm]
        rows.append([name, *(say_share(sum(t.found for t in ts), len(ts)) for ts in by_size)])
    print_table("Found by size", ("", *(f"{mm:g} mm" for mm in sizes_mm)), rows)


def _say_false(scores: Scores, names: set[str]) -> str:
    chosen = [clip for clip in scores.clips if clip.clip in names]
    return say_rate(sum(c.n_false for c in chosen), sum(c.observed_minutes for c in chosen))


def list_numbers(scores: dict[str, Scores], plans: dict[str, ClipPlan]) -> dict[str, Any]:
    """Everything, for the JSON file."""
    recording = asdict(replace(next(iter(plans.values())), movements=(), seed=0))
    return {
        "synthetic": True,
        "recording": recording,
        "methods": {
            method: {
                "clips": [asdict(clip) for clip in found.clips],
                "a50_mm": {r: asdict(found.threshold(r, 0.5)) for r in (*JUDGED_REGIONS, ALL)},
                "a90_mm": {r: asdict(found.threshold(r, 0.9)) for r in (*JUDGED_REGIONS, ALL)},
            }
            for method, found in scores.items()
        },
    }


if __name__ == "__main__":
    typer.run(run)
