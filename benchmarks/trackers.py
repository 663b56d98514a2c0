"""Both landmark trackers on the same recordings: what is found, and what a picture costs.

    python -m benchmarks.trackers [--clips DIR] [--write] [--json FILE]

The second tracker needs its model (``twitchcam fetch-model``, or TWITCHCAM_FACE_LANDMARKER). The
real recordings (``--clips``, see ``real_clips``) are no part of the project; without them the
table has the made clips only: one with twitches, and healthy faces that act and rest, of which
every event of one side and every finding is false. All thresholds were set with face_mesh.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from benchmarks.judging.closures import NOTHING
from benchmarks.judging.scoring import ClipScore, score_clip
from benchmarks.material.made_clips import USUAL_FOLDER, make_clips
from benchmarks.material.made_twitches import plan_healthy, plan_twitches
from benchmarks.material.real_truth import read_clip_truths
from benchmarks.real_clips import CLIPS, ClipResult, judge_recording
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import MadeClips, print_lines, print_table, say_rate, say_share
from twitchcam.capture.files import open_video
from twitchcam.errors import InputError
from twitchcam.pipeline import analyze_video, track_video
from twitchcam.settings import Settings
from twitchcam.synthetic.clip import ClipPlan
from twitchcam.tracking.choose_face import Tracker
from twitchcam.tracking.face_landmarker import FaceLandmarkerTracker
from twitchcam.tracking.face_mesh import FaceMeshTracker
from twitchcam.tracking.model_file import find_model
from twitchcam.tracking.open_tracker import TrackerName
from twitchcam.tracking.quiet import native_log_silenced

NAMES: Final[tuple[TrackerName, ...]] = ("face_mesh", "face_landmarker")
SIZES_MM: Final = (0.6, 1.0)
HEALTHY_S: Final = 40.0
N_HEALTHY: Final = 6
_TIMED_PICTURES: Final = 200
_ROUNDS: Final = 3


def run(
    clips: Annotated[Path, typer.Option(help="Where the real recordings are.")] = CLIPS,
    json_file: JsonFile = None,
    write: Write = False,
    workdir: MadeClips = USUAL_FOLDER,
) -> None:
    """Both trackers: closings of the eyes, twitches, false events, time for a picture."""
    try:
        model = find_model()
    except InputError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    plan = plan_twitches(SIZES_MM, seed=11)
    healthy_plans = {
        f"trackers_healthy_{seed}": plan_healthy(HEALTHY_S, seed=seed)
        for seed in range(1, N_HEALTHY + 1)
    }
    made, *healthy_clips = make_clips({"trackers": plan, **healthy_plans}, workdir).values()
    scores = {name: score(made, plan, name) for name in NAMES}
    healthy = {name: judge_healthy(healthy_clips, name) for name in NAMES}
    real = {name: judge_real(clips, name) for name in NAMES}
    picture_ms = time_pictures(made, model)
    rows = [
        describe(name, scores[name], healthy[name], real[name], picture_ms[name]) for name in NAMES
    ]
    print_table(
        "Both trackers: a made clip with twitches, made healthy faces, and real recordings",
        ("tracker", *(f"made {mm:g} mm found" for mm in SIZES_MM), "false on it",
         "healthy, made: one-sided", "of these sure", "findings",
         "real: eyes closed (precision, recall, F1)", "real: false one-sided", "ms a picture"),
        rows,
    )  # fmt: skip
    print_lines(
        "Time is processor time for landmarks alone, the median of "
        f"{_TIMED_PICTURES} pictures of 640x480, both trackers in turn."
    )
    numbers = list_numbers(scores, healthy, real, picture_ms)
    names = dict.fromkeys(result.clip for each in real.values() for result in each)
    data = ["made: trackers", "made: healthy", *names]
    write_json(json_file, "trackers", numbers, data=data, write=write)


def score(clip: Path, plan: ClipPlan, tracker: TrackerName) -> ClipScore:
    """Judge what is found in the made clip."""
    typer.echo(f"{tracker}: made clip", err=True)
    return score_clip("trackers", plan, analyze_video(clip, tracker=tracker))


@dataclass(frozen=True, slots=True, kw_only=True)
class Healthy:
    """What is said of healthy faces: events of one side, those that are sure, and findings."""

    n_one_sided: int
    n_sure: int
    n_findings: int
    judged_s: float


def judge_healthy(clips: Sequence[Path], tracker: TrackerName) -> Healthy:
    """Count what is said of recordings in which nothing is one-sided."""
    one_sided, n_findings, judged_s = [], 0, 0.0
    for clip in clips:
        typer.echo(f"{tracker}: {clip.name}", err=True)
        analysis = analyze_video(clip, tracker=tracker)
        one_sided += [event for event in analysis.events if event.side != "both"]
        n_findings += sum(finding.code != "nothing_found" for finding in analysis.findings)
        judged_s += analysis.quality.observed_s
    return Healthy(
        n_one_sided=len(one_sided),
        n_sure=sum(event.confidence != "low" for event in one_sided),
        n_findings=n_findings,
        judged_s=judged_s,
    )


def judge_real(clips: Path, tracker: TrackerName) -> list[ClipResult]:
    """Judge all real recordings; none where the folder is missing."""
    if not (clips / "truth.json").exists():
        return []
    results = []
    for truth in read_clip_truths(clips):
        typer.echo(f"{tracker}: {truth.name}", err=True)
        results.append(judge_recording(track_video(clips / truth.name, tracker=tracker), truth))
    return results


def time_pictures(clip: Path, model: Path) -> dict[str, float]:
    """Median milliseconds of processor time of ``locate`` for one picture, by tracker."""
    settings = Settings().tracking
    with open_video(clip) as video:
        pictures = [frame.image_rgb for frame in islice(video.frames(), _TIMED_PICTURES)]
    taken_s: dict[str, list[float]] = {name: [] for name in NAMES}
    with (
        native_log_silenced(),
        FaceMeshTracker(settings) as face_mesh,
        FaceLandmarkerTracker(settings, model) as face_landmarker,
    ):
        trackers: tuple[Tracker, ...] = (face_mesh, face_landmarker)
        for _ in range(_ROUNDS):
            for name, tracker in zip(NAMES, trackers, strict=True):
                for picture in pictures:
                    started = time.process_time()
                    tracker.locate(picture)
                    taken_s[name].append(time.process_time() - started)
    return {name: 1000 * statistics.median(times) for name, times in taken_s.items()}


def describe(
    name: str, made: ClipScore, healthy: Healthy, real: list[ClipResult], picture_ms: float
) -> tuple[str, ...]:
    """One row of the table."""
    found = [
        [trial.found for trial in made.trials if trial.size_mm == size_mm] for size_mm in SIZES_MM
    ]
    observed = sum(result.observed_s for result in real) / 60
    return (
        name,
        *(say_share(sum(some), len(some)) for some in found),
        str(made.n_false),
        say_rate(healthy.n_one_sided, healthy.judged_s / 60),
        str(healthy.n_sure),
        str(healthy.n_findings),
        sum((result.ours for result in real), NOTHING).describe() if real else "–",
        say_rate(sum(result.n_one_sided for result in real), observed),
        f"{picture_ms:.1f}",
    )


def list_numbers(
    scores: dict[TrackerName, ClipScore],
    healthy: dict[TrackerName, Healthy],
    real: dict[TrackerName, list[ClipResult]],
    picture_ms: dict[str, float],
) -> dict[str, Any]:
    """All that was counted, for the JSON file."""
    return {
        name: {
            "found": {
                f"{mm:g} mm": sum(t.found for t in scores[name].trials if t.size_mm == mm)
                for mm in SIZES_MM
            },
            "n_trials": len(scores[name].trials),
            "n_false": scores[name].n_false,
            "healthy": asdict(healthy[name]),
            "closures": [
                sum(getattr(result.ours, part) for result in real[name])
                for part in ("n_found", "n_missed", "n_false")
            ],
            "n_one_sided": sum(result.n_one_sided for result in real[name]),
            "observed_s": sum(result.observed_s for result in real[name]),
            "picture_ms": picture_ms[name],
        }
        for name in NAMES
    }


if __name__ == "__main__":
    typer.run(run)
