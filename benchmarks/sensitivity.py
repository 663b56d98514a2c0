"""How small a twitch is found, and how often one is made up: made clips with known truth.

    python -m benchmarks.sensitivity [--quick] [--write] [--json FILE]

One photograph, animated: easier than a person, so these numbers are an upper limit. Twitches of
150 to 200 ms in random directions on both sides, with blinks in between, are judged as found when
an event has its apex within 150 ms, on the same side, in the same or a neighbouring region. False
events are counted there and in clips without any twitch. Beside the measured skin stand the same
detector fed with the landmarks of the same tracks, and a naive detector fed with the same flow.
Seeds differ from those that settings were chosen on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from typing import Annotated, Any, Final

import numpy as np
import typer

from benchmarks.baselines.landmarks_only import analyze_landmarks
from benchmarks.baselines.naive_flow import analyze_naive
from benchmarks.judging.detection_curve import say_threshold
from benchmarks.judging.events import Trial
from benchmarks.judging.scoring import ALL, Scores, score_clip
from benchmarks.material.made_clips import USUAL_FOLDER, make_clips
from benchmarks.material.made_twitches import JUDGED_REGIONS, plan_healthy, plan_rest, plan_twitches
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import (
    MadeClips,
    Quick,
    print_lines,
    print_table,
    say_rate,
    say_share,
)
from twitchcam.pipeline import analyze_track, track_video
from twitchcam.records import Analysis, FaceTrack
from twitchcam.synthetic.clip import ClipPlan

TARGET_MM: Final = 1.0
SIZES_MM: Final = (0.2, 0.4, 0.6, 0.8, 1.0, 1.5)
SEEDS: Final = (11,)
NEGATIVES_S: Final = 60.0
LOW: Final = "landmarks, low threshold"
METHODS: Final[dict[str, Callable[[FaceTrack], Analysis]]] = {
    "skin": analyze_track,
    "landmarks": analyze_landmarks,
    LOW: partial(analyze_landmarks, low_threshold=True),
    "naive flow": analyze_naive,
}


def run(
    quick: Quick = False,
    json_file: JsonFile = None,
    write: Write = False,
    workdir: MadeClips = USUAL_FOLDER,
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
    numbers = list_numbers(scores, plans)
    data = [f"made: {name}" for name in plans]
    write_json(json_file, "sensitivity", numbers, data=data, write=write)


def plan_clips(*, quick: bool, **recording: Any) -> dict[str, ClipPlan]:
    """Clips with twitches, and clips without."""
    sizes_mm = (TARGET_MM,) if quick else SIZES_MM
    length_s = 30.0 if quick else NEGATIVES_S
    plans = {
        f"twitches-{seed}": plan_twitches(sizes_mm, seed=seed, **recording)
        for seed in (SEEDS[:1] if quick else SEEDS)
    }
    plans["rest"] = plan_rest(length_s, seed=21, **recording)
    plans["healthy"] = plan_healthy(length_s, seed=22, **recording)
    return plans


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
        _show_thresholds(skin, landmarks, (sizes_mm[0], sizes_mm[-1]))
    by_size = [
        (name, *(_say_found(found.trials(ALL, size_mm)) for size_mm in sizes_mm))
        for name, found in scores.items()
    ]
    print_table("Found by size", ("", *(f"{mm:g} mm" for mm in sizes_mm)), by_size)
    names = [clip.clip for clip in skin.clips]
    rows = [(name, *(_say_false(s, {name}) for s in scores.values())) for name in names]
    rows.append(("all clips", *(_say_false(s, set(names)) for s in scores.values())))
    print_table(
        "False events per minute that could be judged (95 % interval)", ("clip", *scores), rows
    )
    for clip in skin.clips:
        missed = [t for t in clip.trials if t.size_mm == TARGET_MM and not t.found]
        where = (f"{t.side} {t.region} at {t.apex_s:.1f} s ({t.answer})" for t in missed)
        if missed:
            print_lines(f"Missed of {TARGET_MM:g} mm in {clip.clip}: {', '.join(where)}")
    print_lines(
        "Found: apex within 150 ms, side right, own or neighbouring region. Side right: of "
        "events at the right time.",
        "Synthetic: one photograph in motion, easier than any person. Every event that answers "
        "no twitch is false, on one side or both.",
    )


def _describe_target(skin: Scores, landmarks: Scores, region: str) -> list[str]:
    cells: tuple[list[str], list[str]] = ([], [])
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


def _show_thresholds(skin: Scores, landmarks: Scores, ends_mm: tuple[float, float]) -> None:
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


def _say_found(trials: list[Trial]) -> str:
    return say_share(sum(trial.found for trial in trials), len(trials))


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
