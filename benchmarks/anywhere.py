"""Jerks at any place of open skin: found, where, how small, and whether limits are true.

    python -m benchmarks.anywhere [--quick] [--clips DIR] [--rest FILE] [--crf N ...]
                                  [--against PYTHON] [--write] [--json FILE]

Jerks of 0.3 to 1.5 mm, 4 to 9 mm wide (sigma) and 100 to 300 ms long are put at random places of
the open skin into an animated photograph at rest and into the resting stretches of real
recordings, away from blinks, and encoded again. ``--rest`` names real recordings in a JSON list,
``[{"file": "a.mp4", "rest": [[0, 9.5]]}]``; without it there is one. A jerk is found when an event
of one side has its apex within 150 ms, on the jerk's side, and lies within 15 mm if it says where.
False events are those of copies without jerks, in resting time. A promise is a jerk 1.5 times the
limit that the copy without jerks states for its place and moment; older versions state limits for
eight regions a side, of which the nearest is taken.

Beside this version: plain flow on the patches (naive flow), plain flow that knows where and when
to look (the patch nearest to the jerk, over its noise), and with ``--against`` another version of
twitchcam that is installed for the interpreter PYTHON.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from itertools import product
from pathlib import Path
from typing import Annotated, Any, Final

import numpy as np
import typer

from benchmarks.baselines.against import analyze_with, sign_version
from benchmarks.baselines.naive_flow import NaiveFlow, find_naive, measure_naive
from benchmarks.judging.placed import PlacedTrial, SaidEvent, judge_jerks, read_events
from benchmarks.judging.stated import Stated, nearest_patch, read_stated, state_limits
from benchmarks.material.carriers import (
    PlannedCarrier,
    Stretch,
    list_carriers,
    make_carrier,
    plan_carriers,
)
from benchmarks.material.made_clips import USUAL_FOLDER
from benchmarks.material.track_cache import (
    Compression,
    made_injected,
    name_injected,
    track_injected,
)
from benchmarks.real_clips import CLIPS
from benchmarks.showing.anywhere_tables import show
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import ClipCache, Clips, Crf, Quick, Rest
from twitchcam.pipeline import analyze_movement, measure_track
from twitchcam.records import FaceTrack
from twitchcam.synthetic.injection import list_jerks_of
from twitchcam.synthetic.jerks import Jerk, TrueJerk

N_JERKS: Final = 75
N_QUICK: Final = 8
MAX_COPIES: Final = 12
SEED: Final = 7
LOSSLESS: Final = Compression(0.0, "veryfast")
# Where one knows where to look, this many times the noise is seen.
SIGMAS_AT_PLACE: Final = 6.0
_NEAR_S: Final = 0.15
# What lies nearer to a jerk may be its echo.
BESIDE_S: Final = 0.3

OURS: Final = "this version"
NAIVE: Final = "naive flow"
AT_PLACE: Final = "flow, place known"
FORMER: Final = "other version"


@dataclass(slots=True, kw_only=True)
class PlacedScore:
    """What one method says about all recordings of a kind and a compression.

    Of copies without jerks: ``n_false`` events of one side, ``rest_s`` how long people rested,
    ``assessed_s`` how much of it the method assessed. Of copies with jerks: ``n_beside`` events of
    one side that lie at no jerk, in ``beside_s`` of assessed rest.
    """

    trials: list[PlacedTrial] = field(default_factory=list)
    n_false: int = 0
    rest_s: float = 0.0
    assessed_s: float = 0.0
    n_beside: int = 0
    beside_s: float = 0.0


Scores = dict[tuple[str, str, str], PlacedScore]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one method says about one recording; ``stated`` is ``None`` where it states nothing."""

    events: tuple[SaidEvent, ...]
    stated: Stated | None


def run(
    clips: Clips = CLIPS,
    rest: Rest = None,
    crf: Crf = None,
    jerks: Annotated[int, typer.Option(help="How many of each kind, about.")] = N_JERKS,
    cache: ClipCache = USUAL_FOLDER,
    against: Annotated[
        Path | None, typer.Option(metavar="PYTHON", help="Has another twitchcam installed.")
    ] = None,
    quick: Quick = False,
    json_file: JsonFile = None,
    write: Write = False,
) -> None:
    """Jerks anywhere: share found, false events at rest, and promises that do not hold."""
    lossy = [Compression(value, "veryfast") for value in crf or (18.0,)]
    n_jerks = N_QUICK if quick else jerks
    scores: Scores = {}
    made = [make_carrier(cache, quick=quick)]
    for carriers, compressions in (
        (made, lossy if quick else [LOSSLESS, *lossy]),
        (list_carriers(clips, rest), lossy),
    ):
        planned = plan_carriers(carriers, n_jerks, cache, seed=SEED, max_copies=MAX_COPIES)
        for one, compression in product(planned, compressions):
            typer.echo(f"{one.carrier.clip.name}, {compression}", err=True)
            judge_carrier(one, compression, cache, against, scores)
    show(scores)
    data = sorted({trial.clip for score in scores.values() for trial in score.trials})
    numbers = {"scores": list_numbers(scores)}
    write_json(json_file, "anywhere", numbers, data=data, write=write)


def judge_carrier(
    planned: PlannedCarrier,
    compression: Compression,
    cache: Path,
    against: Path | None,
    scores: Scores,
) -> None:
    """Add what every method says about one recording, without jerks and with them."""
    carrier, plain, rest_s = planned.carrier, planned.plain, planned.rest_s

    def ask(movements: tuple[Jerk, ...], truth: tuple[TrueJerk, ...]) -> dict[str, Answer]:
        track = track_injected(carrier.clip, plain, movements, compression, cache)
        answers = ask_methods(track, truth)
        if against is not None:
            document = _ask_other(carrier.clip, plain, movements, compression, cache, against)
            answers[FORMER] = read_document(document)
        return answers

    untouched = ask((), ())
    length_s = sum(stop_s - start_s for start_s, stop_s in rest_s)
    for method, answer in untouched.items():
        score = scores.setdefault((carrier.kind, str(compression), method), PlacedScore())
        score.n_false += count_false(answer.events, rest_s)
        score.rest_s += length_s
        score.assessed_s += answer.stated.assessed_s(rest_s) if answer.stated else length_s
    for movements in planned.copies:
        truth = list_jerks_of(plain, movements)
        for method, answer in ask(movements, truth).items():
            stated = untouched[method].stated
            limits_mm = [stated.limit_at(jerk) if stated else np.inf for jerk in truth]
            trials = judge_jerks(carrier.clip.name, truth, answer.events, limits_mm)
            score = scores[carrier.kind, str(compression), method]
            score.trials += trials
            # Who knows where the jerks are looks nowhere else.
            if method != AT_PLACE:
                score.n_beside += count_false(answer.events, rest_s, truth)
                score.beside_s += stated.assessed_s(rest_s) if stated else length_s


def ask_methods(track: FaceTrack, truth: Sequence[TrueJerk]) -> dict[str, Answer]:
    """What this version and plain flow say about a recording with these jerks in it."""
    movement, expression = measure_track(track)
    analysis = analyze_movement(track, movement, expression)
    flow = measure_naive(movement)
    known = find_known(flow, truth) if truth else read_events(find_naive(flow, SIGMAS_AT_PLACE))
    return {
        OURS: Answer(
            events=read_events(analysis.events),
            stated=state_limits(movement, expression, analysis.actions),
        ),
        NAIVE: Answer(events=read_events(find_naive(flow)), stated=None),
        AT_PLACE: Answer(events=known, stated=None),
    }


def find_known(flow: NaiveFlow, truth: Sequence[TrueJerk]) -> tuple[SaidEvent, ...]:
    """The jerks that stand out of the noise of the patch that is nearest to each."""
    found = []
    for jerk in truth:
        region, side = nearest_patch(jerk)
        near = np.flatnonzero(np.abs(flow.time_s - jerk.apex_s) <= _NEAR_S)
        if near.size == 0:
            continue
        peak = int(near[np.argmax(flow.snr[near, region, side])])
        if flow.snr[peak, region, side] >= SIGMAS_AT_PLACE:
            found.append(
                SaidEvent(
                    side=jerk.side,
                    apex_s=float(flow.time_s[peak]),
                    amplitude_mm=float(flow.size_mm[peak, region, side]),
                )
            )
    return tuple(found)


def count_false(
    events: Sequence[SaidEvent], rest_s: Sequence[Stretch], truth: Sequence[TrueJerk] = ()
) -> int:
    """Events of one side in resting time that lie at no jerk."""
    return sum(
        event.side != "both"
        and any(start_s <= event.apex_s <= stop_s for start_s, stop_s in rest_s)
        and all(abs(event.apex_s - jerk.apex_s) > BESIDE_S for jerk in truth)
        for event in events
    )


def read_document(document: dict[str, Any]) -> Answer:
    """What another version says, from its ``analysis.json``."""
    events = tuple(
        SaidEvent(
            side=event["side"],
            apex_s=event["apex_s"],
            amplitude_mm=event["amplitude_mm"],
            place=tuple(event["place"]) if event.get("place") else None,
        )
        for event in document["events"]
        if event["kind"] == "twitch"
    )
    return Answer(events=events, stated=read_stated(document))


def _ask_other(
    clip: Path,
    plain: FaceTrack,
    movements: tuple[Jerk, ...],
    compression: Compression,
    cache: Path,
    python: Path,
) -> dict[str, Any]:
    """The ``analysis.json`` of another version, from ``cache`` if it was asked before."""
    name = name_injected(clip, plain, movements, compression)
    path = cache / f"{name}-{sign_version(python)}.json"
    if not path.exists():
        with made_injected(clip, plain, movements, compression, cache) as made:
            document = analyze_with(python, made)
        path.write_text(json.dumps(document), encoding="utf-8")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def list_numbers(scores: Scores) -> list[dict[str, Any]]:
    """Everything, for the JSON file."""
    return [
        {"kind": kind, "compression": compression, "method": method, **asdict(score)}
        for (kind, compression, method), score in scores.items()
    ]


if __name__ == "__main__":
    typer.run(run)
