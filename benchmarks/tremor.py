"""Tremor found against its size, its frequency, and what is made up in healthy faces.

    python -m benchmarks.tremor [--quick] [--crf 18] [--clips DIR] [--write] [--json FILE]

Made clips with trembles of known size and frequency, made speech and acting without any, and real
recordings of healthy people (no part of the project; left out where they are missing). Beside it
stands a plain spectral peak on the same movement. "All time" ignores which stretches could be
judged: what the rules of the detector achieve on their own, in the middle of speech.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import product
from pathlib import Path
from typing import Annotated, Any, Final

import numpy as np
import typer

from benchmarks.baselines.spectral_peak import count_peaks
from benchmarks.judging.detection_curve import fit_threshold, say_threshold
from benchmarks.judging.events import NEIGHBOURS
from benchmarks.judging.judged import mark_as_analysed
from benchmarks.material.made_clips import USUAL_FOLDER, make_clips
from benchmarks.material.made_twitches import plan_healthy
from benchmarks.material.real_truth import read_clip_truths
from benchmarks.material.track_cache import track_once
from benchmarks.real_clips import CLIPS
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import Quick, print_lines, print_table, say_rate, say_share
from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.assessment.quality import assess_quality
from twitchcam.detection.actions import detect_actions
from twitchcam.detection.tremor import detect_tremor
from twitchcam.pipeline import measure_track, track_video
from twitchcam.records import Action, Expression, FaceTrack, Movement, Quality, Tremor
from twitchcam.settings import Settings
from twitchcam.signals.resample import find_runs
from twitchcam.synthetic.clip import ClipPlan
from twitchcam.synthetic.movements import Anything, Talk, Tremble

REGIONS: Final = ("cheek", "mouth_corner", "lower_lid", "chin")
SIZES_MM: Final = (0.2, 0.3, 0.45, 0.7)
QUICK_SIZES_MM: Final = (0.3, 0.7)
LENGTH_S, SPACING_S = 3.0, 4.2
HEALTHY_S, QUICK_HEALTHY_S = 60.0, 30.0
CLOSE_HZ: Final = 0.25
# Real tracks with a tremor added to their numbers: sizes and patches.
ADDED_MM: Final = (0.5, 1.0, 2.0)
ADDED_TO: Final = (("cheek", "left"), ("mouth_corner", "right"))
ADDED_HZ: Final = 6.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One true tremble and what was said about it; ``None`` where nothing was."""

    region: str
    side: str
    size_mm: float
    frequency_hz: float
    found: bool
    side_right: bool
    region_right: bool
    error_hz: float | None
    inside_interval: bool | None
    reported_mm: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """What was made up in a recording without tremor."""

    clip: str
    minutes: float
    judged_minutes: float
    n_false: int
    n_false_all_time: int
    n_plain_peak: int


def run(
    quick: Quick = False,
    crf: Annotated[float, typer.Option(help="Compression of the made clips (x264).")] = 18.0,
    clips: Annotated[Path, typer.Option(help="Where the real recordings are.")] = CLIPS,
    workdir: Annotated[
        Path, typer.Option(help="Where made clips and tracks are kept.")
    ] = USUAL_FOLDER,
    json_file: JsonFile = None,
    write: Write = False,
) -> None:
    """Share of tremor found, error of its frequency, and tremor made up in healthy faces."""
    sizes_mm = QUICK_SIZES_MM if quick else SIZES_MM
    healthy_s = QUICK_HEALTHY_S if quick else HEALTHY_S
    plans = {
        "trembles": plan_trembles(sizes_mm, crf=crf),
        "talking": ClipPlan(
            duration_s=healthy_s, movements=(Talk(start_s=1.0, stop_s=healthy_s),), seed=5, crf=crf
        ),
        "healthy": plan_healthy(healthy_s, seed=6, crf=crf),
    }
    paths = make_clips(plans, workdir)
    tracks = {}
    for name, path in paths.items():
        typer.echo(f"tracking {name}", err=True)
        tracks[name] = track_video(path)
    trials = judge_trembles(plans["trembles"], find_tremors(tracks["trembles"]))
    quiet = [look_at_quiet(f"made: {name}", tracks[name]) for name in ("talking", "healthy")]
    added: dict[float, tuple[int, int]] = {}
    if (clips / "truth.json").exists() and not quick:
        real = {}
        for truth in read_clip_truths(clips):
            if truth.has_face:
                typer.echo(f"tracking {truth.name}", err=True)
                real[truth.name] = track_once(clips / truth.name, workdir)
        quiet += [look_at_quiet(name, track) for name, track in real.items()]
        added = {size_mm: count_added(real.values(), size_mm) for size_mm in ADDED_MM}
    show(trials, quiet, added, f"30 pictures a second, crf {crf:g}, eye distance 165 px")
    write_json(
        json_file,
        "tremor",
        {
            "trials": [asdict(trial) for trial in trials],
            "quiet": [asdict(one) for one in quiet],
            "added_to_real": {f"{size_mm:g}": counts for size_mm, counts in added.items()},
        },
        data=["made: trembles", *(one.clip for one in quiet)],
        write=write,
    )


def plan_trembles(sizes_mm: Sequence[float], *, seed: int = 4, **recording: Any) -> ClipPlan:
    """One tremble for every region, side and size, at random frequencies, in random order."""
    random = np.random.default_rng(seed)
    wanted = list(product(REGIONS, SIDES, sizes_mm))
    random.shuffle(wanted)
    movements: list[Anything] = []
    start_s = 1.5
    for region, side, size_mm in wanted:
        angle = random.uniform(0, 2 * np.pi)
        movements.append(
            Tremble(
                region=region,
                side="left" if side == "left" else "right",
                start_s=round(start_s, 3),
                stop_s=round(start_s + LENGTH_S, 3),
                frequency_hz=round(float(random.uniform(3.4, 11.0)), 2),
                size_mm=float(size_mm),
                direction=(float(np.cos(angle)), float(np.sin(angle))),
            )
        )
        start_s += SPACING_S
    return ClipPlan(duration_s=start_s + 0.5, movements=tuple(movements), seed=seed, **recording)


def find_tremors(track: FaceTrack, *, all_time: bool = False) -> tuple[Tremor, ...]:
    """Tremor in a track; with ``all_time`` also in stretches that could not be judged."""
    settings = Settings()
    movement, expression = measure_track(track, settings=settings)
    actions = detect_actions(expression, movement, settings.actions)
    quality = _assess(track, movement, expression, actions, settings)
    if all_time:
        movement = replace(movement, excluded=())
    return detect_tremor(
        movement,
        expression,
        actions,
        quality.frame_rate_hz,
        quality.mm_per_px,
        settings.tremor,
    )


def _assess(
    track: FaceTrack,
    movement: Movement,
    expression: Expression,
    actions: tuple[Action, ...],
    settings: Settings,
) -> Quality:
    return assess_quality(
        track,
        movement,
        mark_as_analysed(movement, expression, actions, settings),
        settings.assessment,
        twitch_threshold=settings.detection.twitch_threshold,
        max_light_percent=settings.spasms.max_light_percent,
    )


def judge_trembles(plan: ClipPlan, tremors: Sequence[Tremor]) -> list[Trial]:
    """What was said during every true tremble; the best answer counts."""
    trials = []
    for true in plan.movements:
        if not isinstance(true, Tremble):
            continue
        inside = [t for t in tremors if t.start_s < true.stop_s and true.start_s < t.stop_s]
        inside.sort(key=lambda t: (t.side != true.side, t.region != true.region, -t.amplitude_mm))
        best = inside[0] if inside else None
        near = (true.region, *NEIGHBOURS[true.region])
        side_right = best is not None and best.side == true.side
        low_hz, high_hz = best.frequency_interval_hz if best else (np.nan, np.nan)
        trials.append(
            Trial(
                region=true.region,
                side=true.side,
                size_mm=true.size_mm,
                frequency_hz=true.frequency_hz,
                found=best is not None and side_right and best.region in near,
                side_right=side_right,
                region_right=best is not None and best.region == true.region,
                error_hz=best.frequency_hz - true.frequency_hz if best else None,
                inside_interval=bool(low_hz <= true.frequency_hz <= high_hz) if best else None,
                reported_mm=best.amplitude_mm if best else None,
            )
        )
    return trials


def look_at_quiet(name: str, track: FaceTrack) -> Quiet:
    """Count what is made up in a recording without tremor."""
    settings = Settings()
    movement, expression = measure_track(track, settings=settings)
    actions = detect_actions(expression, movement, settings.actions)
    quality = _assess(track, movement, expression, actions, settings)
    return Quiet(
        clip=name,
        minutes=quality.duration_s / 60,
        judged_minutes=quality.observed_s / 60,
        n_false=len(find_tremors(track)),
        n_false_all_time=len(find_tremors(track, all_time=True)),
        n_plain_peak=count_peaks(movement),
    )


def count_added(tracks: Any, size_mm: float) -> tuple[int, int]:
    """How many of the real tracks with a tremor added to their numbers show it: found, all.

    Only tracks that have 2.5 s in a row that could be judged, and pictures enough.
    """
    n_found, n_all = 0, 0
    signals = Settings().signals
    for track in tracks:
        movement, _ = measure_track(track)
        runs = find_runs(movement.observed)
        if not any(b - a >= 2.5 * movement.sampling_rate_hz for a, b in runs):
            continue
        for region, side in ADDED_TO:
            skin = np.array(track.skin_displacement)
            swing = np.sin(2 * np.pi * ADDED_HZ * np.asarray(track.time_s))
            percent = size_mm * signals.gain(region) / track.mm_per_percent
            patch = skin[:, REGION_NAMES.index(region), SIDES.index(side)]
            patch += percent * swing[:, None] * np.array([0.6, 0.8])
            found = find_tremors(replace(track, skin_displacement=skin))
            n_all += 1
            n_found += any(
                (t.region, t.side) == (region, side) and abs(t.frequency_hz - ADDED_HZ) < CLOSE_HZ
                for t in found
            )
    return n_found, n_all


def show(
    trials: list[Trial],
    quiet: list[Quiet],
    added: dict[float, tuple[int, int]],
    recording: str,
) -> None:
    """Print what was found and what was made up."""
    sizes_mm = sorted({trial.size_mm for trial in trials})
    rows = []
    for name in (*REGIONS, "all regions"):
        own = [t for t in trials if name in (t.region, "all regions")]
        rows.append((name, *(_say_found([t for t in own if t.size_mm == mm]) for mm in sizes_mm)))
    print_table(
        f"Made trembles of {LENGTH_S:g} s, 3.4 to 11 Hz: found, by size from the middle to the "
        f"outermost point ({recording})",
        ("region", *(f"{mm:g} mm" for mm in sizes_mm)),
        rows,
    )
    shown, hits = [t.size_mm for t in trials], [t.found for t in trials]
    found = [t for t in trials if t.found]
    n_answered = sum(t.error_hz is not None for t in trials)
    errors_hz = np.abs([t.error_hz for t in found if t.error_hz is not None])
    ends = sizes_mm[0], sizes_mm[-1]
    print_lines(
        f"Found half the time: {say_threshold(fit_threshold(shown, hits, 0.5), *ends)} mm; nine "
        f"times in ten: {say_threshold(fit_threshold(shown, hits, 0.9), *ends)} mm",
        f"Frequency within {CLOSE_HZ:g} Hz: "
        f"{say_share(int((errors_hz <= CLOSE_HZ).sum()), len(errors_hz))} of those found; largest "
        f"error {errors_hz.max(initial=0.0):.2f} Hz, median {np.median(errors_hz):.3f} Hz",
        f"True frequency inside the stated interval: "
        f"{say_share(sum(bool(t.inside_interval) for t in found), len(found))}",
        f"Side right: {say_share(sum(t.side_right for t in trials), n_answered)} of those with an "
        f"answer; exact region: "
        f"{say_share(sum(t.region_right for t in found), len(found))} of those found",
        f"Size reported over true size, median: "
        f"{np.median([(t.reported_mm or 0.0) / t.size_mm for t in found]):.2f}",
    )
    rows = [
        (
            q.clip,
            f"{q.minutes:.2f}",
            f"{q.judged_minutes:.2f}",
            *(str(n) for n in (q.n_false, q.n_false_all_time, q.n_plain_peak)),
        )
        for q in quiet
    ]
    print_table(
        "Tremor made up in faces without any",
        ("clip", "minutes", "judged", "false", "false, all time", "plain spectral peak"),
        rows,
    )
    for kind, chosen in (
        ("made", [q for q in quiet if q.clip.startswith("made")]),
        ("real", [q for q in quiet if not q.clip.startswith("made")]),
    ):
        if chosen:
            minutes = sum(q.minutes for q in chosen)
            judged = sum(q.judged_minutes for q in chosen)
            print_lines(
                f"False in {kind} clips, by judged time: "
                f"{say_rate(sum(q.n_false for q in chosen), judged)}; all time: "
                f"{say_rate(sum(q.n_false_all_time for q in chosen), minutes)}; plain spectral "
                f"peak: {say_rate(sum(q.n_plain_peak for q in chosen), minutes)}"
            )
    for size_mm, (n_found, n_all) in added.items():
        print_lines(
            f"Tremor of {size_mm:g} mm added to the numbers of real tracks, found with its "
            f"frequency: {say_share(n_found, n_all)}"
        )
    print_lines("Made clips are synthetic: one photograph in motion, easier than any person.")


def _say_found(trials: list[Trial]) -> str:
    return say_share(sum(t.found for t in trials), len(trials))


if __name__ == "__main__":
    typer.run(run)
