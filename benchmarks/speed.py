"""Time, processor time and peak memory of ``twitchcam analyze`` beside the bare FaceMesh loop.

    python -m benchmarks.speed [--quick] [--sizes] [--long] [--stages] [--scaling] [--waits]
                               [--only TEXT] [--clip FILE] [--jobs N] [--repeats N]
                               [--write] [--json FILE]

Whole processes, start and report included, in pairs (ours, bare, ours, bare, …) on the same made
clip, after one run of each that does not count. The ratio is the median over pairs. Clips longer
than 30 s are the same 30 s in a row, so there is a cut at every join. ``after tracking`` is the
share of the whole time between the finished track and the findings. Nothing else should run;
where something does, ratios of pairs still say something, and those of processor time most.
``--scaling`` follows ten minutes with more and more processes. Where there are fewer cores than
processes, processor time tells: that of all together says what sharing the work costs, that of the
longest process how short the whole could be with a core for each. ``--waits`` times what
somebody at a terminal waits for.
The package's own files are compiled first, as they are wherever it is installed.
"""

from __future__ import annotations

import compileall
import multiprocessing
import os
import statistics
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from benchmarks.showing.stored import JsonFile, Write, count_cores, write_json
from benchmarks.showing.tables import MadeClips, Quick, print_lines, print_table

# Nothing heavy here: see ``processes.run_program``.
from benchmarks.timing.processes import Run, run_program

FOLDER: Final = Path(tempfile.gettempdir()) / "twitchcam-benchmarks"
HERE: Final = Path(__file__).parent
PACKAGE: Final = HERE.parent / "twitchcam"
SAMPLE: Final = HERE.parent / "sample_clips" / "healthy.mp4"
ONCE_S: Final = 30
SMALL: Final = (640, 480)
LARGE: Final = (1280, 720)
FULL: Final = (1920, 1080)
N_PROCESSES: Final = (1, 2, 4, 8)
ANALYZE: Final = (
    sys.executable, str(HERE / "timing" / "timed_analyze.py"), "analyze"
)  # fmt: skip
BARE: Final = (sys.executable, str(HERE / "baselines" / "bare_loop.py"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One clip to be timed."""

    length_s: int
    size_px: tuple[int, int] = SMALL
    rate_hz: int = 30
    most: float | None = None  # the ratio of times that is aimed at
    given: Path | None = None  # a clip of somebody's own

    @property
    def name(self) -> str:
        """As the table shows it."""
        if self.given is not None:
            return self.given.name
        minutes, seconds = divmod(self.length_s, 60)
        length = f"{self.length_s} s" if seconds else f"{minutes} min"
        rate = "" if self.rate_hz == 30 else f", {self.rate_hz} Hz"
        return f"{length}, {self.size_px[0]}x{self.size_px[1]}{rate}"


TEN_MINUTES: Final = Material(length_s=600, most=0.75)


def run(
    quick: Quick = False,
    json_file: JsonFile = None,
    write: Write = False,
    repeats: Annotated[int, typer.Option(min=1, help="Pairs of runs on each clip.")] = 3,
    sizes: Annotated[
        bool, typer.Option("--sizes", help="Also 1280x720, 1080p at 60 Hz, 10 min.")
    ] = False,
    clip: Annotated[Path | None, typer.Option(help="This clip, in place of made ones.")] = None,
    stages: Annotated[
        bool, typer.Option("--stages", help="What each step of tracking costs, and nothing else.")
    ] = False,
    scaling: Annotated[
        bool, typer.Option("--scaling", help="10 min by 1 to 8 processes, and nothing else.")
    ] = False,
    waits: Annotated[
        bool, typer.Option("--waits", help="Help, first progress, a report; and nothing else.")
    ] = False,
    only: Annotated[str, typer.Option(help="Clips whose name holds this.")] = "",
    jobs: Annotated[int | None, typer.Option(help="As of analyze; else one for each core.")] = None,
    long: Annotated[
        bool, typer.Option("--long", help="Also peak memory of 1 hour against 1 minute.")
    ] = False,
    workdir: MadeClips = FOLDER,
) -> None:
    """Wall time and peak memory of analyze against the bare loop."""
    compileall.compile_dir(PACKAGE, quiet=1)
    if stages or scaling or waits:
        measure = _measure_stages if stages else _measure_scaling if scaling else _measure_waits
        part, numbers, data = measure(workdir)
        write_json(json_file, "speed", numbers, data=data, write=write, part=part)
        return
    materials = [Material(length_s=20, most=1.0), Material(length_s=120, most=0.8)]
    if sizes:
        materials += [
            Material(length_s=120, size_px=LARGE, most=0.85),
            Material(length_s=60, size_px=FULL, rate_hz=60, most=0.8),
            TEN_MINUTES,
        ]
    materials = [each for each in materials[: 1 if quick else None] if only in each.name]
    if clip is not None:
        materials = [Material(length_s=_read_length(clip), given=clip.resolve())]
    lengths = [Material(length_s=60), Material(length_s=3600)] if long else []
    clips = find_clips([*materials, *lengths], workdir)
    pairs: dict[str, list[tuple[Run, Run]]] = {}
    load_before = _load()
    _say("a first run of each, not counted")
    time_pair(clips[materials[0].name], jobs)
    for material in materials:
        pairs[material.name] = []
        for k in range(repeats):
            _say(f"{material.name}, pair {k + 1} of {repeats}")
            pairs[material.name].append(time_pair(clips[material.name], jobs))
    alone: dict[str, Run] = {}
    for material in lengths:
        _say(f"{material.name}, once, for its memory")
        alone[material.name] = time_analyze(clips[material.name], jobs)
    show(materials, pairs, alone, load_before)
    numbers = list_numbers(pairs, alone, load_before)
    data = [f"made: {name}" for name in clips]
    part = "long" if long else ""
    write_json(json_file, "speed", numbers, data=data, write=write, part=part)


def _measure_stages(_workdir: Path) -> tuple[str, dict[str, Any], list[str]]:
    """Measure and show; the part of the stored result, its numbers, and what they were made of."""
    from benchmarks.timing.stages import measure_stages, show_stages

    load_before = _load()
    measured = measure_stages(SAMPLE)
    show_stages(measured, SAMPLE.name, load_before)
    return "stages", {"load_before": load_before, "picture_ms": measured}, [SAMPLE.name]


def _measure_scaling(workdir: Path) -> tuple[str, dict[str, Any], list[str]]:
    """As ``_measure_stages``."""
    clip, load_before = find_clips([TEN_MINUTES], workdir)[TEN_MINUTES.name], _load()
    found = {}
    for n_processes in N_PROCESSES:
        _say(f"{n_processes} at once")
        found[n_processes] = time_analyze(clip, n_processes)
    show_scaling(found, load_before)
    numbers = {"load_before": load_before, "processes": {n: asdict(r) for n, r in found.items()}}
    return "scaling", numbers, [f"made: {TEN_MINUTES.name}"]


def _measure_waits(workdir: Path) -> tuple[str, dict[str, Any], list[str]]:
    """As ``_measure_stages``."""
    from benchmarks.timing.waits import measure_waits, show_waits

    clip, load_before = find_clips([TEN_MINUTES], workdir)[TEN_MINUTES.name], _load()
    measured = measure_waits(clip)
    show_waits(measured, load_before)
    numbers = {"load_before": load_before, "waited_s": measured}
    return "waits", numbers, [f"made: {TEN_MINUTES.name}"]


def find_clips(materials: list[Material], folder: Path) -> dict[str, Path]:
    """Paths of the clips by name; those that are missing are made, in another process."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        return pool.submit(make_materials, materials, folder).result()


def make_materials(materials: list[Material], folder: Path) -> dict[str, Path]:
    """Draw 30 s of each size and rate, and put them in a row for longer clips."""
    from benchmarks.material.made_clips import join_copies, make_clips
    from benchmarks.material.made_twitches import plan_healthy

    paths = {}
    for material in materials:
        if material.given is not None:
            paths[material.name] = material.given
            continue
        width, height = material.size_px
        eye_distance_px = 165.0 * height / SMALL[1]
        once_s = min(ONCE_S, material.length_s)
        plan = plan_healthy(
            once_s,
            seed=31,
            size_px=material.size_px,
            eye_distance_px=eye_distance_px,
            frame_rate_hz=float(material.rate_hz),
        )
        name = f"speed-{width}x{height}-{material.rate_hz}-{once_s}"
        once = make_clips({name: plan}, folder)[name]
        path = once
        if material.length_s > ONCE_S:
            path = once.with_name(f"{once.stem}-{material.length_s}s.mp4")
            if not path.exists():
                join_copies(once, material.length_s // ONCE_S, path)
        paths[material.name] = path
    return paths


def _read_length(clip: Path) -> int:
    import av

    with av.open(str(clip)) as opened:
        return round((opened.duration or 0) / av.time_base)


def time_pair(clip: Path, jobs: int | None) -> tuple[Run, Run]:
    """Ours, then the bare loop."""
    ours = time_analyze(clip, jobs)
    with tempfile.TemporaryDirectory() as folder:
        return ours, run_program((*BARE, str(clip)), Path(folder))


def time_analyze(clip: Path, jobs: int | None) -> Run:
    """One run of ``twitchcam analyze``, its report included."""
    words = [] if jobs is None else ["--jobs", str(jobs)]
    with tempfile.TemporaryDirectory() as folder:
        whole = run_program((*ANALYZE, str(clip), "--out", "out", *words), Path(folder))
        after_s = float((Path(folder) / "after_tracking.txt").read_text(encoding="ascii"))
        return replace(whole, after_tracking_s=after_s)


def show_scaling(found: dict[int, Run], load_before: float) -> None:
    """Print times and memory by the number of processes."""
    alone = found[1]
    rows = [
        (
            str(n_processes),
            f"{each.wall_s:.0f}",
            f"{each.processor_s:.0f}",
            f"{each.processor_s / alone.processor_s:.2f}",
            f"{each.longest_processor_s:.0f}",
            f"{each.longest_processor_s / alone.longest_processor_s:.2f}",
            f"{each.peak_mb:.0f}",
        )
        for n_processes, each in found.items()
    ]
    print_table(
        f"twitchcam analyze --jobs N on {TEN_MINUTES.name}, {count_cores()} cores, a made clip",
        ("N", "whole, s", "processor time, s", "of that of 1", "longest process, s",
         "of that of 1", "peak MB"),
        rows,
    )  # fmt: skip
    print_lines(f"Load before the first run: {load_before:.1f}.")


def show(
    materials: list[Material],
    pairs: dict[str, list[tuple[Run, Run]]],
    alone: dict[str, Run],
    load_before: float,
) -> None:
    """Print times, ratios and memory; ratios are medians over pairs."""
    rows = []
    for material in materials:
        ours, bare = zip(*pairs[material.name], strict=True)
        ratios = [a.wall_s / b.wall_s for a, b in pairs[material.name]]
        found = pairs[material.name]
        processor = statistics.median(a.processor_s / b.processor_s for a, b in found)
        memory = statistics.median(a.peak_mb / b.peak_mb for a, b in found)
        ours_s = statistics.median(run.wall_s for run in ours)
        after = statistics.median(run.after_tracking_s / run.wall_s for run in ours)
        rows.append(
            (
                material.name,
                f"{ours_s:.1f}",
                f"{statistics.median(run.wall_s for run in bare):.1f}",
                f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})",
                "–" if material.most is None else f"{material.most:.2f}",
                f"{processor:.2f}",
                f"{memory:.2f}",
                f"{material.length_s / ours_s:.1f}",
                f"{100 * after:.1f}",
                f"{max(run.peak_mb for run in ours):.0f}",
                f"{max(run.peak_mb for run in bare):.0f}",
            )
        )
    print_table(
        f"twitchcam analyze against the bare FaceMesh loop, {count_cores()} cores, made clips",
        (
            "clip",
            "analyze, s",
            "bare loop, s",
            "ratio",
            "aim",
            "processor time, ratio",
            "memory, ratio",
            "times real time",
            "after tracking, %",
            "peak MB",
            "bare MB",
        ),
        rows,
    )
    print_lines(
        *(f"{name}: {r.wall_s:.0f} s, peak {r.peak_mb:.0f} MB" for name, r in alone.items())
    )
    if alone:
        short, hour = alone.values()
        print_lines(f"An hour needs {hour.peak_mb - short.peak_mb:+.0f} MB against a minute.")
    print_lines(f"Load before the first run: {load_before:.1f}; above 0.5, other work disturbs.")


def list_numbers(
    pairs: dict[str, list[tuple[Run, Run]]], alone: dict[str, Run], load_before: float
) -> dict[str, Any]:
    """Every run, for the JSON file."""
    return {
        "synthetic": True,
        "load_before": load_before,
        "pairs": {
            name: [{"analyze": asdict(a), "bare_loop": asdict(b)} for a, b in found]
            for name, found in pairs.items()
        },
        "alone": {name: asdict(found) for name, found in alone.items()},
    }


def _load() -> float:
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")


def _say(line: str) -> None:
    typer.echo(line, err=True)


if __name__ == "__main__":
    typer.run(run)
