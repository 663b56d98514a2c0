"""Hours of ``watch``: memory of all its processes, and room on the disk.

    python -m benchmarks.live_watch [--quick] [--write] [--json FILE]

A made face (synthetic) that blinks twelve times a minute and twitches twice is played as a camera,
at several times its speed. Other work on the computer makes ``watch`` leave pieces out, which is
told, but changes neither memory nor room.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Final

import typer

from benchmarks.material.made_clips import USUAL_FOLDER, join_copies, make_clips
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import Quick, print_lines, print_table
from twitchcam.app.watch import watch_camera
from twitchcam.capture.cameras import FileCamera
from twitchcam.synthetic.clip import ClipPlan
from twitchcam.synthetic.movements import Blink, Twitch

WATCHED_S: Final = 7200.0
QUICK_S: Final = 120.0
# Few pictures a second at many times their speed, so that hours fit into minutes.
RATE_HZ: Final = 15.0
SPEED: Final = 4.0


def run(quick: Quick = False, json_file: JsonFile = None, write: Write = False) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        numbers = _measure_watch(Path(folder), QUICK_S if quick else WATCHED_S)
    write_json(json_file, "live_watch", numbers, data=["made clips (synthetic)"], write=write)


def _measure_watch(folder: Path, length_s: float) -> dict[str, Any]:
    plan = ClipPlan(
        duration_s=30.0,
        frame_rate_hz=RATE_HZ,
        movements=(
            Twitch(region="cheek", side="left", onset_s=12.0, size_mm=1.5, duration_s=0.2),
            *(Blink(onset_s=4.0 + 5.0 * k) for k in range(5)),
        ),
        noise=1.2,
    )
    clip = make_clips({"watch": plan}, USUAL_FOLDER)["watch"]
    watcher, out, long = _Memory(), folder / "watch", folder / "long.mp4"
    join_copies(clip, round(length_s / 30), long)
    watched = watch_camera(
        FileCamera(long, speed=SPEED),
        out,
        max_s=length_s,
        on_piece=lambda _: watcher.look(out),
    )
    kept_mb = sum(p.stat().st_size for p in out.iterdir()) / 1e6
    events_mb = sum(p.stat().st_size for p in out.glob("event-*")) / 1e6
    n_kept = len(list(out.glob("event-*")))
    hours = watched.watched_s / 3600
    tracks_mb = (kept_mb - events_mb) / hours
    print_table(
        f"watch, {watched.watched_s / 3600:.2g} hours of life at {SPEED:g} times its speed, "
        f"640x480 at {RATE_HZ:g} Hz",
        (
            "", "events", "unseen s", "MB first", "MB at most", "MB last",
            "tracks MB an 8 hours", "MB an event",
        ),
        [
            (
                "watch", str(len(watched.events)), f"{watched.unseen_s:.0f}",
                f"{watcher.looks_mb[0]:.0f}", f"{max(watcher.looks_mb):.0f}",
                f"{watcher.looks_mb[-1]:.0f}",
                f"{8 * tracks_mb:.0f}", f"{events_mb / max(n_kept, 1):.2f}",
            )
        ],
    )  # fmt: skip
    if watched.watched_s < 8 * 3600:
        print_lines("Of 8 hours only this part was run; tracks are scaled up, memory is not.")
    return {
        "watched_s": watched.watched_s, "unseen_s": watched.unseen_s,
        "events": len(watched.events), "memory_mb": watcher.looks_mb,
        "most_disk_mb": watcher.most_disk_mb, "tracks_mb_in_8_hours": 8 * tracks_mb,
        "event_mb": events_mb / max(n_kept, 1),
    }  # fmt: skip


class _Memory:
    """Memory of this process and its children, and room taken, each time it is asked to look."""

    def __init__(self) -> None:
        self.looks_mb: list[float] = []
        self.most_disk_mb = 0.0

    def look(self, folder: Path) -> None:
        import psutil

        own = psutil.Process()
        processes = [own, *own.children(recursive=True)]
        self.looks_mb.append(sum(p.memory_info().rss for p in processes) / 1e6)
        taken = sum(p.stat().st_size for p in folder.iterdir() if p.exists()) / 1e6
        self.most_disk_mb = max(self.most_disk_mb, taken)


if __name__ == "__main__":
    typer.run(run)
