"""How small a twitch is found in real faces: known twitches put into real recordings.

    python -m benchmarks.injected [--clips DIR] [--cache DIR] [--quick] [--write] [--json FILE]

The recordings are no part of the project; they show healthy people who act and talk. Twitches of
100 to 300 ms are put into the skin, half where the muscle pulls and half anywhere, the recording
is encoded again, and everything is measured anew: without loss, which shows what the measurement
can do, and compressed, which shows what a codec leaves of it (on top of the compression that the
recording came with). Limits are those that the recording states that was encoded alike without
twitches; a twitch lies "at rest" where they are below 1 mm. False events are those of the
untouched recordings. Thresholds were chosen on these recordings with other twitches among these:
expect less elsewhere. Tracks are kept in ``--cache``, so that other settings can be tried in
seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Final

import numpy as np
import typer

from benchmarks.baselines.rivals import RIVALS, Method
from benchmarks.judging.detection_curve import fit_threshold, say_threshold
from benchmarks.judging.events import Trial, judge_events
from benchmarks.judging.judged import mark_as_analysed
from benchmarks.material.made_clips import USUAL_FOLDER
from benchmarks.material.real_truth import ClipTruth, read_clip_truths
from benchmarks.material.track_cache import Compression, track_injected, track_once
from benchmarks.real_clips import CLIPS, list_false, require_recordings
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import (
    Cache,
    Clips,
    Quick,
    print_lines,
    print_table,
    say_rate,
    say_share,
)
from twitchcam.anatomy import SIDES
from twitchcam.assessment.assessable import measure_limits
from twitchcam.pipeline import analyze_movement, analyze_track, measure_track
from twitchcam.records import FaceTrack
from twitchcam.settings import Settings
from twitchcam.skin_places import find_nearest_place
from twitchcam.synthetic.injection import plan_injection
from twitchcam.synthetic.movements import Twitch
from twitchcam.synthetic.truth import list_twitches

SIZES_MM: Final = (0.4, 0.7, 1.0, 1.5, 2.0, 3.0)
SEEDS: Final = (11,)
REST_LIMIT_MM: Final = 1.0
MIN_TIMES_LIMIT: Final = 1.5
COMPRESSIONS: Final = (
    Compression(0.0, "veryfast"),
    Compression(18.0, "veryfast"),
)
QUICK_CLIPS: Final = ("single_face.mp4", "liveportrait_d5.mp4")
METHODS: Final[dict[str, Method]] = {"skin": analyze_track, **RIVALS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Injected:
    """One twitch that was put in, and what the recording without it said about its moment."""

    clip: str
    compression: str
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
    clips: Clips = CLIPS,
    cache: Cache = USUAL_FOLDER,
    quick: Quick = False,
    json_file: JsonFile = None,
    write: Write = False,
) -> None:
    """Share of injected twitches found, and false events, on real recordings."""
    require_recordings(clips)
    scores = {method: MethodScore(injected=[]) for method in METHODS}
    for number, truth in enumerate(read_clip_truths(clips)):
        if truth.has_face and (not quick or truth.name in QUICK_CLIPS):
            typer.echo(f"tracking {truth.name}", err=True)
            clip, plain = clips / truth.name, track_once(clips / truth.name, cache)
            count_false(plain, truth, scores)
            for compression in COMPRESSIONS[-1:] if quick else COMPRESSIONS:
                untouched = track_injected(clip, plain, (), compression, cache)
                for seed in SEEDS[:1] if quick else SEEDS:
                    twitches = plan_injection(
                        float(plain.time_s[-1]),
                        sizes_mm=SIZES_MM,
                        start_s=0.35,
                        spacing_s=0.75,
                        seed=1000 * seed + number,
                    )
                    track = track_injected(clip, plain, twitches, compression, cache)
                    judge_recording(clip.name, str(compression), untouched, track, twitches, scores)
    show(scores)
    numbers = {"methods": {m: asdict(s) for m, s in scores.items()}}
    data = list(dict.fromkeys(i.clip for s in scores.values() for i in s.injected))
    write_json(json_file, "injected", numbers, data=data, write=write)


def count_false(plain: FaceTrack, truth: ClipTruth, scores: dict[str, MethodScore]) -> None:
    """Add what every method makes up in an untouched recording."""
    for method, analyze in METHODS.items():
        analysis, score = analyze(plain), scores[method]
        score.n_false += len(list_false(analysis, truth))
        score.observed_minutes += analysis.quality.observed_s / 60
        score.minutes += analysis.quality.duration_s / 60


def judge_recording(
    clip: str,
    compression: str,
    untouched: FaceTrack,
    track: FaceTrack,
    twitches: tuple[Twitch, ...],
    scores: dict[str, MethodScore],
) -> None:
    """Add what every method says about one recording with twitches in it."""
    settings = Settings()
    measured = movement, expression = measure_track(untouched)
    actions = analyze_movement(untouched, *measured).actions
    assessable = mark_as_analysed(movement, expression, actions, settings)
    threshold = settings.detection.twitch_threshold
    limits_mm = measure_limits(movement.field, settings.assessment, threshold)
    for method, analyze in METHODS.items():
        events = [event for event in analyze(track).events if event.side != "both"]
        for trial in judge_events(list_twitches(twitches), events).trials:
            place = find_nearest_place(trial.region)
            at = movement.field.index(trial.apex_s), place, SIDES.index(trial.side)
            scores[method].injected.append(
                Injected(
                    clip=clip,
                    compression=compression,
                    trial=trial,
                    judged=bool(assessable[at]),
                    limit_mm=float(limits_mm[at]),
                )
            )


def show(scores: dict[str, MethodScore]) -> None:
    """Print what was found."""
    groups: dict[str, Callable[[Injected], bool]] = {
        "all": lambda _: True,
        "judged": lambda i: i.judged,
        "at rest": lambda i: i.judged and i.limit_mm < REST_LIMIT_MM,
    }
    compressions = list(dict.fromkeys(i.compression for i in scores["skin"].injected))
    print_table(
        "Twitches put into real faces that act and talk",
        ("", *(f"{mm:g} mm" for mm in SIZES_MM), "A50", "A90"),
        [
            (f"{method}, {compression}, {group}", *_describe_sizes(chosen))
            for compression in compressions
            for method, score in scores.items()
            for group, belongs in groups.items()
            if method == "skin" or group == "all"
            for chosen in (
                [i.trial for i in score.injected if i.compression == compression and belongs(i)],
            )
        ],
    )
    print_table(
        "What was found, and what the untouched recordings were said to show",
        ("", "side right", "region right", "onset error, ms", "size / true",
         "false one-sided events by judged time", "judged"),
        [
            (f"{method}, {compression}", *_describe_found(score, compression),
             *(_describe_false(score) if compression == compressions[0] else ("", "")))
            for method, score in scores.items()
            for compression in compressions
        ],
    )  # fmt: skip
    for compression in compressions:
        large = [
            i.trial
            for i in scores["skin"].injected
            if i.compression == compression
            and i.judged
            and i.trial.size_mm >= MIN_TIMES_LIMIT * i.limit_mm
        ]
        print_lines(
            f"Of twitches {MIN_TIMES_LIMIT:g} times the limit of their moment and more, "
            f"{compression}, found: {say_share(sum(t.found for t in large), len(large))}"
        )


def _describe_sizes(chosen: list[Trial]) -> tuple[str, ...]:
    by_size = [
        say_share(sum(t.found for t in trials), len(trials))
        for mm in SIZES_MM
        for trials in ([t for t in chosen if t.size_mm == mm],)
    ]
    sizes, found = [t.size_mm for t in chosen], [t.found for t in chosen]
    curve = [
        say_threshold(fit_threshold(sizes, found, p), SIZES_MM[0], SIZES_MM[-1]) if sizes else "–"
        for p in (0.5, 0.9)
    ]
    return (*by_size, *curve)


def _describe_found(score: MethodScore, compression: str) -> tuple[str, ...]:
    trials = [i.trial for i in score.injected if i.compression == compression]
    found = [t for t in trials if t.found]
    answered = [t for t in trials if t.answer != "nothing"]
    errors = [abs(t.onset_error_s) for t in found if t.onset_error_s is not None]
    ratios = [(t.reported_mm or 0.0) / t.size_mm for t in found]
    return (
        say_share(sum(t.answer != "wrong side" for t in answered), len(answered)),
        say_share(sum(t.answer == "own region" for t in found), len(found)),
        f"{1000 * np.median(errors):.0f}" if errors else "–",
        f"{np.median(ratios):.2f}" if ratios else "–",
    )


def _describe_false(score: MethodScore) -> tuple[str, str]:
    return (
        say_rate(score.n_false, score.observed_minutes),
        f"{100 * score.observed_minutes / score.minutes:.0f} %" if score.minutes else "–",
    )


if __name__ == "__main__":
    typer.run(run)
