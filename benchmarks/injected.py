"""How small a twitch is found in real faces: known twitches put into real recordings.

    python -m benchmarks.injected [--clips DIR] [--cache DIR] [--crf 18] [--quick] [--json FILE]

The recordings are no part of the project; they show healthy people who act and talk. Twitches of
100 to 300 ms are put into the skin, half where the muscle pulls and half anywhere, the recording
is encoded again, and everything is measured anew. A twitch lies "at rest" where the untouched
recording states a limit below 1 mm at that moment. False events are those of the untouched
recordings. Thresholds were chosen on these recordings with other twitches: expect less elsewhere.
Tracks are kept in ``--cache``, so that other settings can be tried in seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer

from benchmarks.detection_curve import fit_threshold, say_threshold
from benchmarks.judging import Trial, judge_events
from benchmarks.landmarks_only import analyze_landmarks
from benchmarks.made_clips import USUAL_FOLDER
from benchmarks.naive_flow import analyze_naive
from benchmarks.real_clips import CLIPS, list_false, require_recordings
from benchmarks.real_truth import ClipTruth, read_clip_truths
from benchmarks.results import (
    JsonFile,
    Quick,
    print_lines,
    print_table,
    say_rate,
    say_share,
    write_json,
)
from benchmarks.track_cache import track_injected, track_once
from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.pipeline import analyze_track, measure_track
from twitchcam.records import Analysis, FaceTrack
from twitchcam.settings import Settings
from twitchcam.signals.judged import mark_judged, measure_limits
from twitchcam.synthetic.injection import plan_injection
from twitchcam.synthetic.truth import list_twitches

SIZES_MM: Final = (0.4, 0.7, 1.0, 1.5, 2.0, 3.0)
SEEDS: Final = (11, 12)
REST_LIMIT_MM: Final = 1.0
LEAST_TIMES_LIMIT: Final = 1.5
QUICK_CLIPS: Final = ("single_face.mp4", "liveportrait_d5.mp4")
METHODS: Final[dict[str, Callable[[FaceTrack], Analysis]]] = {
    "skin": analyze_track,
    "naive flow": analyze_naive,
    "landmarks": analyze_landmarks,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Injected:
    """One twitch that was put in, and what the untouched recording said about its moment."""

    clip: str
    trial: Trial
    judged: bool
    limit_mm: float


@dataclass(slots=True, kw_only=True)
class MethodScore:
    """What one method says about all recordings."""

    injected: list[Injected]
    n_false: int = 0
    observed_minutes: float = 0.0
    minutes: float = 0.0


def run(
    clips: Annotated[Path, typer.Option(help="Where the recordings are.")] = CLIPS,
    cache: Annotated[Path, typer.Option(help="Where tracks are kept.")] = USUAL_FOLDER,
    crf: Annotated[float, typer.Option(help="Compression of the recordings made.")] = 18.0,
    quick: Quick = False,
    json_file: JsonFile = None,
) -> None:
    """Share of injected twitches found, and false events, on real recordings."""
    require_recordings(clips)
    scores = {method: MethodScore(injected=[]) for method in METHODS}
    for number, truth in enumerate(read_clip_truths(clips)):
        if truth.has_face and (not quick or truth.name in QUICK_CLIPS):
            typer.echo(f"tracking {truth.name}", err=True)
            seeds = [1000 * seed + number for seed in (SEEDS[:1] if quick else SEEDS)]
            score_recording(clips / truth.name, truth, seeds, crf, cache, scores)
    show(scores, crf)
    write_json(json_file, "injected", {"methods": {m: asdict(s) for m, s in scores.items()}})


def score_recording(
    clip: Path,
    truth: ClipTruth,
    seeds: list[int],
    crf: float,
    cache: Path,
    scores: dict[str, MethodScore],
) -> None:
    """Add what every method says about one recording, untouched and with twitches."""
    plain = track_once(clip, cache)
    movement, _ = measure_track(plain)
    detection = Settings().detection
    judged = mark_judged(movement, detection)
    limits_mm = measure_limits(movement, detection)
    for method, analyze in METHODS.items():
        analysis, score = analyze(plain), scores[method]
        score.n_false += len(list_false(analysis, truth))
        score.observed_minutes += analysis.quality.observed_s / 60
        score.minutes += analysis.quality.duration_s / 60
    for seed in seeds:
        twitches = plan_injection(
            float(plain.time_s[-1]), sizes_mm=SIZES_MM, start_s=0.35, spacing_s=0.75, seed=seed
        )
        track = track_injected(clip, plain, twitches, crf, cache)
        for method, analyze in METHODS.items():
            events = [event for event in analyze(track).events if event.side != "both"]
            for trial in judge_events(list_twitches(twitches), events).trials:
                at = min(int(trial.apex_s * movement.sampling_rate_hz), len(judged) - 1)
                r, s = REGION_NAMES.index(trial.region), SIDES.index(trial.side)
                scores[method].injected.append(
                    Injected(
                        clip=clip.name,
                        trial=trial,
                        judged=bool(judged[at, r, s]),
                        limit_mm=float(limits_mm[at, r, s]),
                    )
                )


def show(scores: dict[str, MethodScore], crf: float) -> None:
    """Print what was found."""
    groups: dict[str, Callable[[Injected], bool]] = {
        "all": lambda _: True,
        "judged": lambda i: i.judged,
        "at rest": lambda i: i.judged and i.limit_mm < REST_LIMIT_MM,
    }
    rows = []
    for method, score in scores.items():
        for group, belongs in groups.items():
            chosen = [i.trial for i in score.injected if belongs(i)]
            by_size = [
                say_share(sum(t.found for t in trials), len(trials))
                for mm in SIZES_MM
                for trials in ([t for t in chosen if t.size_mm == mm],)
            ]
            ends = SIZES_MM[0], SIZES_MM[-1]
            sizes, found = [t.size_mm for t in chosen], [t.found for t in chosen]
            curve = [
                say_threshold(fit_threshold(sizes, found, p), *ends) if sizes else "–"
                for p in (0.5, 0.9)
            ]
            rows.append((f"{method}, {group}", *by_size, *curve))
    print_table(
        f"Twitches put into real faces that act and talk, crf {crf:g}",
        ("", *(f"{mm:g} mm" for mm in SIZES_MM), "A50", "A90"),
        rows,
    )
    print_table(
        "The same recordings untouched, and what was found",
        ("", "false one-sided events by judged time", "judged", "side right", "region right",
         "onset error, ms", "size / true"),
        [(method, *_describe(score)) for method, score in scores.items()],
    )  # fmt: skip
    skin = scores["skin"].injected
    large = [i for i in skin if i.judged and i.trial.size_mm >= LEAST_TIMES_LIMIT * i.limit_mm]
    print_lines(
        f"Of twitches {LEAST_TIMES_LIMIT:g} times the limit of their moment and more, found: "
        f"{say_share(sum(i.trial.found for i in large), len(large))}"
    )


def _describe(score: MethodScore) -> tuple[str, ...]:
    trials = [i.trial for i in score.injected]
    found = [t for t in trials if t.found]
    answered = [t for t in trials if t.answer != "nothing"]
    errors = [abs(t.onset_error_s) for t in found if t.onset_error_s is not None]
    ratios = [(t.reported_mm or 0.0) / t.size_mm for t in found]
    return (
        say_rate(score.n_false, score.observed_minutes),
        f"{100 * score.observed_minutes / score.minutes:.0f} %" if score.minutes else "–",
        say_share(sum(t.answer != "wrong side" for t in answered), len(answered)),
        say_share(sum(t.answer == "own region" for t in found), len(found)),
        f"{1000 * np.median(errors):.0f}" if errors else "–",
        f"{np.median(ratios):.2f}" if ratios else "–",
    )


if __name__ == "__main__":
    typer.run(run)
