"""Is the limit that a recording states true? Jerks of one and a half times it are put in.

    python -m benchmarks.promises [--quick] [--clips DIR] [--rest FILE] [--crf N ...]
                                  [--write] [--json FILE]

Every recording states the smallest twitch that it would have shown, for every place and moment.
Here each jerk is ``TIMES_LIMIT`` times as large as what the same recording, compressed alike and
without jerks, states for its place and moment; where it states nothing, or more than anatomy
allows, none is put in. Places, moments and directions are those of ``benchmarks.anywhere``; widths
(4 to 9 mm, sigma) and lengths (100 to 300 ms) come by turns, so that each meets each. Found is
judged as there. A limit is promised for a least width, which the recording states too: *wide
enough* are the jerks that have it. The first carrier is made (a photograph in motion), the others
are real people at rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import cycle, product
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer

from benchmarks.anywhere import LOSSLESS, MAX_COPIES, SEED, count_false
from benchmarks.judging.placed import PlacedTrial, judge_jerks, read_events
from benchmarks.judging.stated import Stated, state_limits
from benchmarks.material.carriers import (
    PlannedCarrier,
    list_carriers,
    make_carrier,
    plan_carriers,
)
from benchmarks.material.made_clips import USUAL_FOLDER
from benchmarks.material.track_cache import Compression, track_injected
from benchmarks.real_clips import CLIPS
from benchmarks.showing.anywhere_tables import TIMES_LIMIT
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import ClipCache, Clips, Crf, Quick, Rest, print_table, say_rate
from twitchcam.pipeline import analyze_movement, analyze_track, measure_track
from twitchcam.records import Analysis, FaceTrack, Movement
from twitchcam.synthetic.injection import list_jerks_of
from twitchcam.synthetic.jerks import Jerk

N_JERKS: Final = 45
N_QUICK: Final = 8
REACHES_MM: Final = (4.0, 6.0, 9.0)
LENGTHS_S: Final = (0.1, 0.15, 0.2, 0.3)
# Full width at half maximum of a bell curve, in standard deviations.
_FULL_WIDTH: Final = 2.0 * float(np.sqrt(2.0 * np.log(2.0)))
# Larger jerks of skin at rest are not seen in anybody.
MAX_SIZE_MM: Final = 4.0


def run(
    clips: Clips = CLIPS,
    rest: Rest = None,
    crf: Crf = None,
    jerks: Annotated[int, typer.Option(help="How many places and moments of each kind.")] = N_JERKS,
    cache: ClipCache = USUAL_FOLDER,
    quick: Quick = False,
    json_file: JsonFile = None,
    write: Write = False,
) -> None:
    """Put in what should be found, and count what is."""
    compressions = [LOSSLESS, *(Compression(value, "veryfast") for value in crf or (18.0, 23.0))]
    kept: dict[str, list[Kept]] = {}
    for carriers in ([make_carrier(cache, quick=quick)], list_carriers(clips, rest)):
        n_jerks = N_QUICK if quick else jerks
        planned = plan_carriers(carriers, n_jerks, cache, seed=SEED, max_copies=MAX_COPIES)
        for one, compression in product(planned, compressions):
            typer.echo(f"{one.carrier.clip.name}, {compression}", err=True)
            told = judge_promises(
                one, measure_untouched(one, compression, cache), compression, cache
            )
            kept.setdefault(f"{one.carrier.kind}, {compression}", []).append(told)
    show(kept)
    trials = {name: [trial for one in told for trial in one.trials] for name, told in kept.items()}
    names = sorted({trial.placed.clip for told in trials.values() for trial in told})
    scores = {
        name: [asdict(trial.placed) | {"wide_enough": trial.wide_enough} for trial in told]
        for name, told in trials.items()
    }
    beside = {
        name: [{"n_false": one.n_beside, "assessed_s": one.beside_s} for one in told]
        for name, told in kept.items()
    }
    numbers = {"trials": scores, "beside_jerks": beside}
    write_json(json_file, "promises", numbers, data=names, write=write)


@dataclass(frozen=True, slots=True)
class PromiseTrial:
    """A jerk that was put in, and whether it is as wide as the recording's limits ask for."""

    placed: PlacedTrial
    wide_enough: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Jerks of one recording, and events of one side that lie at none, in assessed rest."""

    trials: tuple[PromiseTrial, ...]
    n_beside: int
    beside_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Untouched:
    """A recording compressed alike and without jerks: what is measured, said and stated of it."""

    movement: Movement
    analysis: Analysis
    stated: Stated


def measure_untouched(planned: PlannedCarrier, compression: Compression, cache: Path) -> Untouched:
    """What a recording says as it is."""
    track = track_injected(planned.carrier.clip, planned.plain, (), compression, cache)
    movement, expression = measure_track(track)
    analysis = analyze_movement(track, movement, expression)
    stated = state_limits(movement, expression, analysis.actions)
    return Untouched(movement=movement, analysis=analysis, stated=stated)


def judge_promises(
    planned: PlannedCarrier, untouched: Untouched, compression: Compression, cache: Path
) -> Kept:
    """Put jerks as large as promised into one recording, and say of each whether it is found."""
    carrier, plain, rest_s = planned.carrier, planned.plain, planned.rest_s
    stated = untouched.stated
    width_mm = untouched.analysis.quality.limit_width_mm or 0.0
    shapes = cycle(product(REACHES_MM, LENGTHS_S))
    told: list[PromiseTrial] = []
    n_beside = 0
    for copy in planned.copies:
        shaped = [
            replace(jerk, reach_mm=reach_mm, duration_s=length_s)
            for jerk, (reach_mm, length_s) in zip(copy, shapes, strict=False)
        ]
        jerks = tuple(size_jerks(plain, shaped, stated))
        truth = list_jerks_of(plain, jerks)
        track = track_injected(carrier.clip, plain, jerks, compression, cache)
        events = read_events(analyze_track(track).events)
        limits_mm = [stated.limit_at(jerk) for jerk in truth]
        told += [
            # Widths are stated to a tenth.
            PromiseTrial(one, round(_FULL_WIDTH * one.jerk.reach_mm, 1) >= width_mm)
            for one in judge_jerks(carrier.clip.name, truth, events, limits_mm)
        ]
        n_beside += count_false(events, rest_s, truth)
    beside_s = stated.assessed_s(rest_s) * len(planned.copies)
    return Kept(trials=tuple(told), n_beside=n_beside, beside_s=beside_s)


def size_jerks(track: FaceTrack, jerks: Sequence[Jerk], stated: Stated) -> Iterator[Jerk]:
    """Those for whose place and moment something is stated, so large that they must be found."""
    for jerk, true in zip(jerks, list_jerks_of(track, tuple(jerks)), strict=True):
        size_mm = TIMES_LIMIT * stated.limit_at(true)
        if np.isfinite(size_mm) and size_mm <= MAX_SIZE_MM:
            yield replace(jerk, size_mm=round(size_mm, 2))


def show(kept: dict[str, list[Kept]]) -> None:
    """Those wide enough, all, the narrowest and the shortest of each recording and compression."""
    rows = []
    for name, some in (*kept.items(), ("all", [one for told in kept.values() for one in told])):
        told = [trial for one in some for trial in one.trials]
        minutes = sum(one.beside_s for one in some) / 60
        wide = [t.placed for t in told if t.wide_enough]
        placed = [t.placed for t in told]
        narrow = [t for t in placed if t.jerk.reach_mm == REACHES_MM[0]]
        short = [t for t in placed if t.jerk.offset_s - t.jerk.onset_s < LENGTHS_S[1] - 0.01]
        usual = f"{np.median([t.jerk.size_mm for t in placed]):.2f}" if placed else "–"
        shares = [say_found(part) for part in (wide, placed, narrow, short)]
        false = say_rate(sum(one.n_beside for one in some), minutes)
        rows.append([name, usual, *shares, false])
    print_table(
        f"Jerks of {TIMES_LIMIT:g} times the stated limit",
        (
            "recording", "size, median mm", "found of wide enough", "found of all",
            f"of {REACHES_MM[0]:g} mm (sigma)", f"of {1000 * LENGTHS_S[0]:.0f} ms",
            "false beside them",
        ),
        rows,
    )  # fmt: skip


def say_found(trials: Sequence[PlacedTrial]) -> str:
    """So many of so many."""
    return f"{sum(trial.found for trial in trials)} of {len(trials)}"


if __name__ == "__main__":
    typer.run(run)
