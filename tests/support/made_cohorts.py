"""A made cohort: two groups, two visits, planted differences, and files that are no clips."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from made_faces import made_track, twitch

from twitchcam import write_track

LENGTH_S = 9.0
# Group, person, visit: how many twitches, how large, on which side. Treated faces calm down.
PLANTED = {
    ("treated", "001", "1"): (4, 2.5, "left"),
    ("treated", "001", "2"): (1, 2.5, "left"),
    ("treated", "002", "1"): (5, 2.5, "right"),
    ("treated", "002", "2"): (2, 2.5, "right"),
    ("control", "003", "1"): (3, 1.2, "left"),
    ("control", "003", "2"): (3, 1.2, "left"),
}
HOSTILE = ("text.mp4", "empty.mov", "damaged.npz", "gone.npz")


def write_made_cohort(folder: Path) -> Path:
    """Write saved tracks, files that cannot be read, one recording twice, and their list."""
    folder.mkdir()
    rows = []
    for seed, ((group, person, visit), (n, size_mm, side)) in enumerate(PLANTED.items()):
        moves = [twitch(1.0 + 1.5 * k, size_mm=size_mm, side=side) for k in range(n)]
        track = made_track(*moves, duration_s=LENGTH_S, seed=seed)
        # Each of a file of its own.
        track = replace(track, source=replace(track.source, sha256=f"{seed:064x}"))
        path = folder / f"{person}-{visit}.npz"
        write_track(track, path)
        rows.append((path.name, person, visit, f"2026-0{visit}-15", group))
    copy = folder / "copy.npz"
    copy.write_bytes((folder / "001-1.npz").read_bytes())
    (folder / "text.mp4").write_text("no video", encoding="utf-8")
    (folder / "empty.mov").write_bytes(b"")
    (folder / "damaged.npz").write_bytes((folder / "001-1.npz").read_bytes()[:5000])
    rows += [(name, "004", "1", "", "control") for name in (*HOSTILE, copy.name)]
    where = folder / "list.csv"
    with where.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("clip", "person", "visit", "date", "group"))
        writer.writerows(rows)
    return where
