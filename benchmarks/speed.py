"""Wall time and peak memory of ``twitchcam analyze`` beside the bare FaceMesh loop.

    python -m benchmarks.speed [--quick] [--sizes] [--long] [--repeats N] [--write] [--json FILE]

Whole processes, start and report included, in pairs (ours, bare, ours, bare, …) on the same made
clip, after one run of each that does not count. The ratio is the median over pairs. Clips longer
than 30 s are the same 30 s in a row, so there is a cut at every join. ``after tracking`` is the
share of the whole time between the finished track and the findings. Nothing else should run.
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
ONCE_S: Final = 30
SMALL: Final = (640, 480)
LARGE: Final = (1280, 720)
ANALYZE: Final = (
    sys.executable, str(HERE / "timing" / "timed_analyze.py"), "analyze"
)  # fmt: skip
BARE: Final = (sys.executable, str(HERE / "baselines" / "bare_loop.py"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One clip to be timed."""

    length_s: int
    size_px: tuple[int, int] = SMALL

    @property
    def name(self) -> str:
        """As the table shows it."""
        minutes, seconds = divmod(self.length_s, 60)
        length = f"{self.length_s} s" if seconds else f"{minutes} min"
        return f"{length}, {self.size_px[0]}x{self.size_px[1]}"


def run(
    quick: Quick = False,
    json_file: JsonFile = None,
    write: Write = False,
    repeats: Annotated[int, typer.Option(min=1, help="Pairs of runs on each clip.")] = 3,
    sizes: Annotated[bool, typer.Option("--sizes", help="Also 1280x720, also 10 min.")] = False,
    long: Annotated[
        bool, typer.Option("--long", help="Also peak memory of 1 hour against 1 minute.")
    ] = False,
    workdir: MadeClips = FOLDER,
) -> None:
    """Wall time and peak memory of analyze against the bare loop."""
    materials = [Material(length_s=length_s) for length_s in ((30,) if quick else (30, 120))]
    if sizes:
        materials += [Material(length_s=30, size_px=LARGE), Material(length_s=120, size_px=LARGE)]
        materials += [Material(length_s=600), Material(length_s=600, size_px=LARGE)]
    lengths = [Material(length_s=60), Material(length_s=3600)] if long else []
    clips = find_clips([*materials, *lengths], workdir)
    pairs: dict[str, list[tuple[Run, Run]]] = {}
    load_before = _load()
    compileall.compile_dir(PACKAGE, quiet=1)
    _say("a first run of each, not counted")
    time_pair(clips[materials[0].name])
    for material in materials:
        pairs[material.name] = []
        for k in range(repeats):
            _say(f"{material.name}, pair {k + 1} of {repeats}")
            pairs[material.name].append(time_pair(clips[material.name]))
    alone: dict[str, Run] = {}
    for material in lengths:
        _say(f"{material.name}, once, for its memory")
        alone[material.name] = time_analyze(clips[material.name])
    show(materials, pairs, alone, load_before)
    numbers = list_numbers(pairs, alone, load_before)
    data = [f"made: {name}" for name in clips]
    write_json(json_file, "speed", numbers, data=data, write=write)


def find_clips(materials: list[Material], folder: Path) -> dict[str, Path]:
    """Paths of the clips by name; those that are missing are made, in another process."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        return pool.submit(make_materials, materials, folder).result()


def make_materials(materials: list[Material], folder: Path) -> dict[str, Path]:
    """Draw 30 s of each size, and put them in a row for longer clips."""
    from benchmarks.material.made_clips import join_copies, make_clips
    from benchmarks.material.made_twitches import plan_healthy

    paths = {}
    for material in materials:
        width, height = material.size_px
        eye_distance_px = 165.0 * height / SMALL[1]
        plan = plan_healthy(
            ONCE_S, seed=31, size_px=material.size_px, eye_distance_px=eye_distance_px
        )
        once = make_clips({f"speed-{width}x{height}": plan}, folder)[f"speed-{width}x{height}"]
        path = once
        if material.length_s != ONCE_S:
            path = once.with_name(f"{once.stem}-{material.length_s}s.mp4")
            if not path.exists():
                join_copies(once, material.length_s // ONCE_S, path)
        paths[material.name] = path
    return paths


def time_pair(clip: Path) -> tuple[Run, Run]:
    """Ours, then the bare loop."""
    ours = time_analyze(clip)
    with tempfile.TemporaryDirectory() as folder:
        return ours, run_program((*BARE, str(clip)), Path(folder))


def time_analyze(clip: Path) -> Run:
    """One run of ``twitchcam analyze``, its report included."""
    with tempfile.TemporaryDirectory() as folder:
        whole = run_program((*ANALYZE, str(clip), "--out", "out"), Path(folder))
        after_s = float((Path(folder) / "after_tracking.txt").read_text(encoding="ascii"))
        return replace(whole, after_tracking_s=after_s)


def show(
    materials: list[Material],
    pairs: dict[str, list[tuple[Run, Run]]],
    alone: dict[str, Run],
    load_before: float,
) -> None:
    """Print times, ratios and memory."""
    rows = []
    for material in materials:
        ours, bare = zip(*pairs[material.name], strict=True)
        ratios = [a.wall_s / b.wall_s for a, b in pairs[material.name]]
        ours_s = statistics.median(run.wall_s for run in ours)
        after = statistics.median(run.after_tracking_s / run.wall_s for run in ours)
        rows.append(
            (
                material.name,
                f"{ours_s:.1f}",
                f"{statistics.median(run.wall_s for run in bare):.1f}",
                f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})",
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
