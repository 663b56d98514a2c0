"""How strong each of two sides must be that move alike: found and made up, by the share asked.

    python -m benchmarks.both_sides [--quick] [--write] [--json FILE]

Made tracks without pictures (``benchmarks.material.hard_tracks``): jerks of both sides, and blinks,
smiles, jolts, noise and bad pictures, in which no event of both sides is true. The number of
``settings.DetectionSettings.each_side_share`` was chosen on the first seeds; the others report.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Final

import typer

from benchmarks.judging.answers import TOLERANCE_S
from benchmarks.judging.judged import mark_as_analysed
from benchmarks.material.hard_tracks import HardTrack, make_hard_track
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import Quick, print_lines, print_table
from twitchcam.detection.actions import detect_actions
from twitchcam.detection.twitches import detect_twitches
from twitchcam.evaluation import match_events
from twitchcam.pipeline import measure_track
from twitchcam.settings import Settings

CHOSEN_ON: Final = tuple(range(20, 28))
REPORTED_ON: Final = tuple(range(40, 44))
TROUBLES: Final = (
    "both sides jerk",
    "blinks",
    "smiles",
    "jolts of the whole face",
    "noise",
    "bad pictures",
)
SHARES: Final = (0.5, 0.6, 0.7, 0.85, 1.0)


@dataclass(slots=True)
class Count:
    """Jerks of both sides, those found, events of both sides at none, and minutes."""

    n_jerks: int = 0
    n_found: int = 0
    n_false: int = 0
    minutes: float = 0.0


def run(quick: Quick = False, json_file: JsonFile = None, write: Write = False) -> None:
    """Movements of both sides found and made up, by the share of the threshold asked of each."""
    counts: dict[str, dict[str, Count]] = {}
    for name, seeds in (("chosen on", CHOSEN_ON), ("reported on", REPORTED_ON)):
        counts[name] = {f"{share:g}": Count() for share in SHARES}
        for seed in seeds[:1] if quick else seeds:
            for trouble in TROUBLES:
                count_track(make_hard_track(trouble, seed=seed), counts[name])
    print_table(
        "Movements of both sides, made tracks",
        ("seeds", "each side, of the threshold", "found", "of", "false", "minutes"),
        [
            (name, share, *(str(n) for n in (c.n_found, c.n_jerks, c.n_false)), f"{c.minutes:.0f}")
            for name, by_share in counts.items()
            for share, c in by_share.items()
        ],
    )
    print_lines("Found: apex within 150 ms, whatever the place. In use: 0.85.")
    numbers = {name: {s: asdict(c) for s, c in shares.items()} for name, shares in counts.items()}
    write_json(json_file, "both_sides", {"counts": numbers}, data=list(TROUBLES), write=write)


def count_track(hard: HardTrack, counts: dict[str, Count]) -> None:
    """Add what is told of both sides on one track, for every share."""
    settings = Settings()
    movement, expression = measure_track(hard.track, settings=settings)
    actions = detect_actions(expression, movement, settings.actions)
    judged = mark_as_analysed(movement, expression, actions, settings)
    for share, count in counts.items():
        chosen = replace(settings.detection, each_side_share=float(share))
        events = detect_twitches(movement, judged, actions, chosen)
        both_s = [event.apex_s for event in events if event.side == "both"]
        n_found = len(match_events(hard.both_s, both_s, TOLERANCE_S).pairs)
        count.n_jerks += len(hard.both_s)
        count.n_found += n_found
        count.n_false += len(both_s) - n_found
        count.minutes += float(hard.track.time_s[-1]) / 60.0


if __name__ == "__main__":
    typer.run(run)
