"""Events that chance makes at every threshold, and what a recording's own weak peaks foretell.

    python -m benchmarks.heavy_tails FOLDER [--cache DIR] [--write] [--json FILE]

Whoever shows nothing one-sided in a recording makes a test of it: every one-sided twitch is false.
Each recording is analysed with thresholds from 5 to 9 times the noise, none of which is raised by
``assessment.heavy_tails``; beside them stands the threshold that its weak peaks, those of 4 to 6
times the noise, say is needed for ``max_by_chance_per_min``. From there on events should be gone.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated, Final

import typer

from benchmarks.material.made_clips import USUAL_FOLDER
from benchmarks.material.track_cache import track_folder
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import Cache, print_table
from twitchcam.assessment.heavy_tails import find_needed_snr
from twitchcam.pipeline import analyze_movement, measure_track
from twitchcam.records import FaceTrack
from twitchcam.settings import Settings

THRESHOLDS: Final = (5.0, 5.5, 6.0, 6.5, 7.0, 8.0, 9.0)
# So many by chance are borne that no noise is raised.
_NEVER_PER_MIN: Final = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """One recording: what is needed, what was judged, and false events by threshold."""

    recording: str
    judged_s: float
    needed_snr: float
    n_false: tuple[int, ...]


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
    """False one-sided twitches by threshold, beside the threshold that weak peaks ask for."""
    tails = [measure_tail(path.name, track) for path, track in track_folder(folder, cache)]
    print_table(
        "False one-sided twitches by threshold, nothing raised",
        ("recording", "judged, s", "needed", *(f"{threshold:g}" for threshold in THRESHOLDS)),
        [
            (
                tail.recording,
                f"{tail.judged_s:.0f}",
                f"{tail.needed_snr:.1f}" if tail.needed_snr else "–",
                *map(str, tail.n_false),
            )
            for tail in tails
        ],
    )
    names = [tail.recording for tail in tails]
    numbers = {"tails": [asdict(tail) for tail in tails]}
    write_json(json_file, "heavy_tails", numbers, data=names, write=write)


def measure_tail(recording: str, track: FaceTrack) -> Tail:
    """What chance makes in one recording."""
    usual = Settings()
    never = replace(usual.assessment, max_by_chance_per_min=_NEVER_PER_MIN)
    movement, expression = measure_track(track, settings=replace(usual, assessment=never))
    n_false = []
    for threshold in THRESHOLDS:
        detection = replace(usual.detection, twitch_threshold=threshold)
        settings = replace(usual, assessment=never, detection=detection)
        analysis = analyze_movement(track, movement, expression, settings=settings)
        twitches = [event for event in analysis.events if event.kind == "twitch"]
        n_false.append(sum(event.side != "both" for event in twitches))
    return Tail(
        recording=recording,
        judged_s=analysis.quality.observed_s,
        needed_snr=find_needed_snr(movement, analysis.actions, usual.assessment),
        n_false=tuple(n_false),
    )


if __name__ == "__main__":
    typer.run(run)
