"""Blinks, winks and false one-sided events on real recordings with hand-made truth.

    python -m benchmarks.real_clips [--clips DIR] [--cache DIR] [--write] [--json FILE]

The recordings (see ``--clips``) are no part of the project. They show healthy people who act and
talk: much harder than a person who sits still. A closing of the eyes is matched when it overlaps
the true one, or when its apex lies within 200 ms of it; unsure ones count neither way. Beside it
stands an eye aspect ratio below 0.2 on the same landmarks. A one-sided event is false unless the
truth lists a wink or one-sided movement on that side at that time; one-sided grimaces that the
truth does not list count as false too.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import typer

from benchmarks.baselines.eye_aspect_ratio import detect_by_aspect_ratio
from benchmarks.judging.closures import NOTHING, Count, count_closures, meets
from benchmarks.judging.events import describe_event
from benchmarks.material.made_clips import USUAL_FOLDER
from benchmarks.material.real_truth import JUDGED_FRAMES, ClipTruth, TrueClosure, read_clip_truths
from benchmarks.material.track_cache import track_once
from benchmarks.showing.stored import ROOT, JsonFile, Write, write_json
from benchmarks.showing.tables import Cache, Clips, Quick, print_lines, print_table, say_rate
from twitchcam.pipeline import analyze_track
from twitchcam.records import CLOSURE_KINDS, Analysis, FaceTrack, Quality

CLIPS: Final = ROOT.parent / "shared" / "clips"
# For --quick: a blink in a smile, two winks, cuts and lost faces, no face.
QUICK_CLIPS: Final = (
    "single_face.mp4", "liveportrait_d7.mp4", "noface_face.mov", "no_face.mp4",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipResult:
    """What one recording says."""

    clip: str
    has_face: bool
    duration_s: float
    observed_s: float
    left_out: str
    ours: Count
    baseline: Count
    winks: tuple[str, ...]
    n_one_sided: int
    n_two_sided: int
    one_sided: tuple[str, ...]
    remarks: tuple[str, ...]


def run(
    clips: Clips = CLIPS,
    cache: Cache = USUAL_FOLDER,
    quick: Quick = False,
    json_file: JsonFile = None,
    write: Write = False,
) -> None:
    """Blinks and winks found, and false one-sided events, on real recordings."""
    require_recordings(clips)
    results = []
    for truth in read_clip_truths(clips):
        if not quick or truth.name in QUICK_CLIPS:
            typer.echo(f"tracking {truth.name}", err=True)
            track = track_once(clips / truth.name, cache)
            results.append(judge_recording(track, truth))
    show(results)
    numbers = {"clips": [asdict(result) for result in results]}
    data = [result.clip for result in results]
    write_json(json_file, "real_clips", numbers, data=data, write=write)


def require_recordings(clips: Path) -> None:
    """End with one sentence and exit code 2 unless ``clips`` holds the recordings."""
    if not (clips / "truth.json").exists():
        typer.echo(
            f"{clips.name} must hold truth.json and the recordings, got no such folder. They are "
            "no part of the project; name a folder with --clips.",
            err=True,
        )
        raise typer.Exit(2)


def judge_recording(track: FaceTrack, truth: ClipTruth) -> ClipResult:
    """Analyse and judge one recording."""
    analysis = analyze_track(track)
    judged_s = _judged_time(track, truth)
    ours = [(a.onset_s, a.apex_s, a.offset_s) for a in analysis.actions if a.kind in CLOSURE_KINDS]
    one_sided = list_false(analysis, truth)
    return ClipResult(
        clip=truth.name,
        has_face=truth.has_face,
        duration_s=analysis.quality.duration_s,
        observed_s=analysis.quality.observed_s,
        left_out=_say_left_out(analysis.quality),
        ours=count_closures(truth.closures, ours, judged_s),
        baseline=count_closures(truth.closures, detect_by_aspect_ratio(track), judged_s),
        winks=tuple(_describe_wink(c, analysis) for c in truth.closures if c.wink_side),
        n_one_sided=len(one_sided),
        n_two_sided=sum(event.side == "both" for event in analysis.events),
        one_sided=one_sided,
        remarks=_remark(track, analysis, truth),
    )


def _judged_time(track: FaceTrack, truth: ClipTruth) -> tuple[float, float]:
    """First and last moment in which blinks were looked for by hand."""
    first, last = JUDGED_FRAMES.get(truth.name, (0, len(track.time_s) - 1))
    return float(track.time_s[first]), float(track.time_s[last])


def _say_left_out(quality: Quality) -> str:
    """Reasons for leaving time out with their share of the clip, largest first."""
    seconds: dict[str, float] = {}
    for span in quality.excluded:
        inside_s = min(span.stop_s, quality.duration_s) - max(span.start_s, 0.0)
        seconds[span.reason] = seconds.get(span.reason, 0.0) + max(inside_s, 0.0)
    largest = sorted(seconds.items(), key=lambda item: -item[1])
    return ", ".join(f"{reason} {100 * s / quality.duration_s:.0f} %" for reason, s in largest[:2])


def list_false(analysis: Analysis, truth: ClipTruth) -> tuple[str, ...]:
    """Events of one side that no wink and no listed movement of that side explains."""
    return tuple(
        describe_event(event)
        for event in analysis.events
        if event.side != "both"
        and not any(
            event.side == moved.side
            and event.onset_s <= moved.end_s
            and moved.start_s <= event.offset_s
            for moved in truth.one_sided
        )
    )


def _describe_wink(closure: TrueClosure, analysis: Analysis) -> str:
    """What was said about a wink: the right words are "wink" and its side, once."""
    said = [
        f"{action.side} {action.kind}"
        for action in analysis.actions
        if action.kind in CLOSURE_KINDS
        and meets(closure, (action.onset_s, action.apex_s, action.offset_s))
    ]
    right = said == [f"{closure.wink_side} wink"]
    return (
        f"{closure.wink_side} wink at {closure.peak_s:.2f} s: "
        f"{'right' if right else 'WRONG, seen as ' + (', '.join(said) or 'nothing')}"
    )


def _remark(track: FaceTrack, analysis: Analysis, truth: ClipTruth) -> tuple[str, ...]:
    remarks = []
    if not truth.has_face:
        remarks.append(f"no face in it: {'USABLE' if analysis.quality.usable else 'not usable'}")
    if truth.no_face_until_s is not None and track.face_found.any():
        found_s = track.time_s[track.face_found]
        remarks.append(
            f"face found from {found_s[0]:.3f} s to {found_s[-1]:.3f} s; "
            f"the last picture without one is at {truth.no_face_until_s:.3f} s by hand"
        )
    return tuple(remarks)


def show(results: list[ClipResult]) -> None:
    """Print what was found."""
    shown = [result for result in results if result.has_face]
    rows = [
        (
            result.clip,
            f"{result.duration_s:.1f}",
            f"{100 * result.observed_s / result.duration_s:.0f} %",
            str(result.ours.n_found + result.ours.n_missed),
            *(str(n) for n in (result.ours.n_found, result.ours.n_false)),
            *(str(n) for n in (result.baseline.n_found, result.baseline.n_false)),
            str(result.n_one_sided),
            str(result.n_two_sided),
            result.left_out,
        )
        for result in shown
    ]
    ours = sum((result.ours for result in results), NOTHING)
    baseline = sum((result.baseline for result in results), NOTHING)
    minutes = sum(result.duration_s for result in shown) / 60
    observed = sum(result.observed_s for result in shown) / 60
    n_one_sided = sum(result.n_one_sided for result in results)
    print_table(
        "Real recordings of healthy people who act and talk",
        ("clip", "length, s", "judged", "true blinks", "found", "false", "by ratio",
         "false", "false one-sided", "both-sided", "left out (may overlap)"),
        rows,
    )  # fmt: skip
    print_lines(
        f"Closings of the eyes, twitchcam: {ours.describe()}",
        f"Closings of the eyes, eye aspect ratio: {baseline.describe()}",
        f"False one-sided events by clip time: {say_rate(n_one_sided, minutes)}",
        f"False one-sided events by judged time: {say_rate(n_one_sided, observed)}",
        f"Judged: {100 * observed / minutes:.0f} % of the time" if minutes else "Judged: nothing",
    )
    for result in results:
        print_lines(*(f"{result.clip}: {text}" for text in (*result.winks, *result.remarks)))
        print_lines(*(f"{result.clip}: one-sided, {text}" for text in result.one_sided))


if __name__ == "__main__":
    typer.run(run)
