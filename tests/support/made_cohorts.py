"""A made cohort: two groups, two visits, planted differences, and files that are no clips."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from made_faces import made_track, twitch

from twitchcam import write_track
from twitchcam.evaluation import rate_per_minute
from twitchcam.report.cohort_tables import CohortTables

LENGTH_S = 7.5
# Group, person, visit: how many twitches, how large, on which side. Treated faces calm down.
PLANTED_LARGE = {
    ("treated", "001", "1"): (4, 2.5, "left"),
    ("treated", "001", "2"): (1, 2.5, "left"),
    ("treated", "002", "1"): (5, 2.5, "right"),
    ("treated", "002", "2"): (2, 2.5, "right"),
    ("treated", "003", "1"): (4, 2.5, "right"),
    ("treated", "003", "2"): (1, 2.5, "right"),
    ("treated", "004", "1"): (5, 2.5, "left"),
    ("treated", "004", "2"): (1, 2.5, "left"),
    ("control", "005", "1"): (3, 1.2, "left"),
    ("control", "005", "2"): (3, 1.2, "left"),
    ("control", "006", "1"): (4, 1.2, "left"),
    ("control", "006", "2"): (4, 1.2, "left"),
    ("control", "007", "1"): (2, 1.2, "right"),
    ("control", "007", "2"): (2, 1.2, "right"),
    ("control", "008", "1"): (3, 1.2, "left"),
    ("control", "008", "2"): (3, 1.2, "left"),
    ("control", "009", "1"): (5, 1.2, "left"),
    ("control", "009", "2"): (5, 1.2, "left"),
}
# Three persons of them, for what does not need the whole.
PLANTED = {who: done for who, done in PLANTED_LARGE.items() if who[1] in ("001", "002", "005")}
HOSTILE = ("text.mp4", "empty.mov", "zeros.mkv", "damaged.npz", "gone.npz")


def write_made_cohort(folder: Path, planted: dict = PLANTED) -> Path:
    """Write saved tracks, files that cannot be read, one recording twice, and their list.

    With ``PLANTED_LARGE`` it has 24 rows.
    """
    folder.mkdir()
    rows = []
    for seed, ((group, person, visit), (n, size_mm, side)) in enumerate(planted.items()):
        moves = [twitch(0.9 + 1.25 * k, size_mm=size_mm, side=side) for k in range(n)]
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
    (folder / "zeros.mkv").write_bytes(bytes(5000))
    (folder / "damaged.npz").write_bytes((folder / "001-1.npz").read_bytes()[:5000])
    rows += [(name, "010", "1", "", "control") for name in (*HOSTILE, copy.name)]
    where = folder / "list.csv"
    with where.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("clip", "person", "visit", "date", "group"))
        writer.writerows(rows)
    return where


def check_recovered(tables: CohortTables, planted: dict) -> None:
    """Rates, sides and sizes in the tables are those that were planted, within their intervals."""
    visits = tables["visits"].set_index(["person", "visit"])
    for (_, person, visit), (n, size_mm, side) in planted.items():
        row = visits.loc[(person, visit)]
        true_rate = 60 * n / row["observed_s"]
        assert row["rate_low_per_minute"] <= true_rate <= row["rate_high_per_minute"]
        assert row[f"n_{side}"] == row["n_twitches"] > 0
        assert abs(row["median_amplitude_mm"] / size_mm - 1) < 0.25
    clips = tables["clips"]
    added = clips.groupby(["group", "visit"])[["n_twitches", "observed_s"]].sum()
    for (group, visit), (found, observed_s) in added.iterrows():
        true_n = sum(n for (g, _, v), (n, *_) in planted.items() if (g, v) == (group, visit))
        _, low, high = rate_per_minute(int(found), observed_s / 60)
        assert low <= 60 * true_n / observed_s <= high
    by_visit = added["n_twitches"]
    assert by_visit["treated", "2"] < by_visit["treated", "1"] / 2
    assert by_visit["control", "2"] == by_visit["control", "1"]
    # Sizes differ between the groups, and stay.
    sizes_mm = clips.groupby("group")["median_amplitude_mm"].median()
    assert sizes_mm["treated"] > 1.5 * sizes_mm["control"]
