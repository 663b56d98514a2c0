"""False alarms on any folder of recordings of healthy people: no truth is needed.

    python -m benchmarks.healthy FOLDER [--cache DIR] [--write] [--json FILE]

Whoever shows nothing one-sided in a recording makes a test of it: every one-sided event and every
finding is false. What is seen depends on camera, compression and people, so bring your own.
Beside twitchcam stand the naive flow detector and landmarks alone, on the same tracks.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Final

import typer

from benchmarks.baselines.rivals import RIVALS, Method
from benchmarks.judging.events import describe_event
from benchmarks.material.made_clips import USUAL_FOLDER
from benchmarks.material.track_cache import track_folder
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import Cache, print_lines, print_table, say_rate
from twitchcam.pipeline import analyze_track
from twitchcam.records import Analysis

_METHODS: Final[dict[str, Method]] = {"twitchcam": analyze_track, **RIVALS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Healthy:
    """What one method says of one recording."""

    recording: str
    method: str
    duration_s: float
    judged_s: float
    one_sided: tuple[str, ...]
    findings: tuple[str, ...]


def run(
    folder: Annotated[
        Path,
        typer.Argument(
            exists=True, file_okay=False, help="Recordings in which nothing is one-sided."
        ),
    ],
    cache: Cache = USUAL_FOLDER,
    json_file: JsonFile = None,
    write: Write = False,
) -> None:
    """One-sided events and findings on recordings of healthy people: all of them are false."""
    results: list[Healthy] = []
    for path, track in track_folder(folder, cache):
        results += [_judge(path.name, name, method(track)) for name, method in _METHODS.items()]
    show(results)
    numbers = {"recordings": [asdict(result) for result in results]}
    data = list(dict.fromkeys(result.recording for result in results))
    write_json(json_file, "healthy", numbers, data=data, write=write)


def _judge(recording: str, method: str, analysis: Analysis) -> Healthy:
    return Healthy(
        recording=recording,
        method=method,
        duration_s=analysis.quality.duration_s,
        judged_s=analysis.quality.observed_s,
        one_sided=tuple(
            f"{describe_event(event)} {event.kind}"
            for event in analysis.events
            if event.side != "both"
        ),
        findings=tuple(f.code for f in analysis.findings if f.code != "nothing_found"),
    )


def show(results: list[Healthy]) -> None:
    """Print what was found."""
    print_table(
        "Recordings of healthy people",
        ("recording", "method", "length, s", "judged", "one-sided events"),
        [
            (
                result.recording,
                result.method,
                f"{result.duration_s:.1f}",
                f"{100 * result.judged_s / max(result.duration_s, 1e-9):.0f} %",
                str(len(result.one_sided)),
            )
            for result in results
        ],
    )
    for method in _METHODS:
        ours = [result for result in results if result.method == method]
        n_events = sum(len(result.one_sided) for result in ours)
        minutes = sum(result.judged_s for result in ours) / 60
        print_lines(f"One-sided events by judged time, {method}: {say_rate(n_events, minutes)}")
    for result in results:
        if result.method == "twitchcam":
            print_lines(*(f"{result.recording}: {text}" for text in result.one_sided))
            print_lines(*(f"{result.recording}: finding {code}" for code in result.findings))


if __name__ == "__main__":
    typer.run(run)
