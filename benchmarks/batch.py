"""What a second worker brings to a cohort, and what a worker needs.

    python -m benchmarks.batch [--quick] [--clips FOLDER] [--write] [--json FILE]

A cohort of made tracks is analysed by one worker and by two, each time from nothing. Speed is that
between the first result and the last, so that starting the processes (told beside it) does not
count: it is the same for ten clips and for ten thousand. Memory is the most that any worker had.
With ``--clips`` the videos of a folder are measured instead, from their pixels on, and what a
thousand hours of such video cost is told; that takes the whole run, so it is on the high side.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Annotated, Any

import psutil
import typer

from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import Quick, print_lines, print_table
from twitchcam import write_track
from twitchcam.app.batch import run_batch
from twitchcam.synthetic.movements import Blink, Twitch
from twitchcam.synthetic.tracks import TrackPlan, make_track

LENGTH_S = 20.0
N_CLIPS, N_QUICK = 40, 10


def run(
    quick: Quick = False,
    clips: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Videos, in place of made tracks.")
    ] = None,
    json_file: JsonFile = None,
    write: Write = False,
) -> None:
    """Measure, and print one table."""
    what = f"made tracks of {LENGTH_S:g} s" if clips is None else "videos"
    with tempfile.TemporaryDirectory(prefix="twitchcam-benchmark-") as place:
        if clips is None:
            clips = Path(place) / "clips"
            make_cohort(clips, N_QUICK if quick else N_CLIPS)
        names = sorted(path.name for path in clips.iterdir())
        found = [measure(clips, Path(place) / f"out-{n}", n) for n in (1, 2)]
    gain = found[1]["clips_per_minute"] / found[0]["clips_per_minute"]
    print_table(
        f"{found[0]['n_clips']} {what}, {found[0]['clip_s']:.0f} s together",
        ("workers", "clips a minute", "whole run, s", "until the first, s", "memory of one, MB"),
        [
            (
                str(row["n_workers"]),
                f"{row['clips_per_minute']:.1f}",
                f"{row['wall_s']:.1f}",
                f"{row['first_s']:.1f}",
                f"{row['peak_mb']:.0f}",
            )
            for row in found
        ],
    )
    print_lines(f"Two workers are {gain:.2f} times as fast as one.")
    data = [what]
    if what == "videos":
        data = names
        hours = [1000 * row["wall_s"] / row["clip_s"] for row in found]
        print_lines(
            f"1,000 hours of such video take {hours[0]:.0f} hours with one worker, {hours[1]:.0f} "
            "with two: the whole run, start of the processes included."
        )
    write_json(json_file, "batch", {"runs": found, "gain": gain}, data=data, write=write)


def make_cohort(folder: Path, n_clips: int) -> None:
    """Write saved tracks that blink and twitch, each another one."""
    folder.mkdir()
    for seed in range(n_clips):
        blinks = [Blink(onset_s=1.0 + 3.0 * k) for k in range(6)]
        twitch = Twitch(region="cheek", side="left", onset_s=2.5, size_mm=2.0)
        plan = TrackPlan(movements=(*blinks, twitch), duration_s=LENGTH_S, seed=seed)
        write_track(make_track(plan), folder / f"clip{seed:03d}.npz")


def measure(clips: Path, out_dir: Path, n_workers: int) -> dict[str, Any]:
    """Time a run from nothing."""
    started = time.perf_counter()
    finished_s: list[float] = []
    peak_mb = 0.0

    def look(done: float) -> None:
        nonlocal peak_mb
        if done > 0:
            finished_s.append(time.perf_counter() - started)
            peak_mb = max(peak_mb, measure_largest_worker_mb())

    result = run_batch(clips, out_dir, n_workers=n_workers, on_progress=look)
    return {
        "n_workers": n_workers,
        "n_clips": result.count("done"),
        "clip_s": float(result.tables["clips"]["duration_s"].sum()),
        "wall_s": time.perf_counter() - started,
        "first_s": finished_s[0],
        "clips_per_minute": 60 * (len(finished_s) - 1) / (finished_s[-1] - finished_s[0]),
        "peak_mb": peak_mb,
    }


def measure_largest_worker_mb() -> float:
    """Memory of the largest process that this one started."""
    sizes = [0.0]
    for child in psutil.Process().children(recursive=True):
        try:
            sizes.append(child.memory_info().rss / 1e6)
        except psutil.Error:
            continue  # gone meanwhile
    return max(sizes)


if __name__ == "__main__":
    typer.run(run)
