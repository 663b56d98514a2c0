"""What recurs, anywhere on the skin: an answer to every blink, and tremor; found, and made up.

    python -m benchmarks.recurring [--quick] [--clips DIR] [--faces FILE] [--no-made] [--crf N]
                                   [--write] [--json FILE]

Jerks of 0.4 to 1.5 mm just after every blink that a person makes, at one place of the lower face
for each copy of a recording, and tremor of 0.3 to 1 mm and 4 to 10 Hz for three seconds anywhere
on open skin at rest, are put into an animated photograph and into real recordings, and encoded
again. ``--faces`` names real recordings in a JSON list, ``[{"file": "a.mp4", "rest": [[0, 9.5]],
"chosen": true}]``: ``rest`` is where tremor is put, and ``chosen`` says that rules were chosen on
this face; such faces are counted apart. Without it there are two of ``--clips``.

An answer is found when a finding says that its side moves with blinks; a tremor when one is told
on its side within 0.4 Hz. False: findings and tremor in copies without either. By chance: the
blinks of every copy, moved to random times.

Beside it: the same rules on the middles of eight regions a side (as it was before), and plain
flow (naive flow: events of its side just after at least half of the blinks; a spectral peak on
its side, whatever the other does).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Final

import numpy as np
import typer

from benchmarks.baselines.naive_flow import find_naive, measure_naive
from benchmarks.baselines.spectral_peak import count_peaks, has_peak
from benchmarks.judging.recurring import NAIVE, OURS, PATCHES, Score, Trial
from benchmarks.material.carriers import Carrier, list_rest, make_carrier, read_faces
from benchmarks.material.made_clips import USUAL_FOLDER
from benchmarks.material.recurring import Answering, plan_answers, plan_shakes
from benchmarks.material.track_cache import Compression, track_injected, track_once
from benchmarks.real_clips import CLIPS
from benchmarks.showing.recurring_tables import show
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import ClipCache, Clips, Quick
from twitchcam.anatomy import SIDES
from twitchcam.detection.tremor import detect_tremor
from twitchcam.interpretation.coupling import relate_actions
from twitchcam.interpretation.find_cocontraction import is_coupled
from twitchcam.pipeline import analyze_movement, analyze_track, measure_track
from twitchcam.records import (
    Action,
    Analysis,
    Coupling,
    Expression,
    FaceTrack,
    Movement,
    Tremor,
)
from twitchcam.settings import Settings
from twitchcam.synthetic.injection import Injected
from twitchcam.synthetic.jerks import Shake
from twitchcam.synthetic.open_skin import name_area

N_ANSWERS: Final = 6
N_SHAKES: Final = 4
N_TRAINS: Final = 20
SEED: Final = 3
CLOSE_HZ: Final = 0.4
_CODE: Final = "eye_to_mouth_cocontraction"
_AFTER_S: Final = 0.3
_MOVED_BY_LIDS: Final = ("brow", "upper_lid", "lower_lid")
_APART_S: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One copy of a recording as every method sees it."""

    track: FaceTrack
    movement: Movement
    expression: Expression
    analysis: Analysis


def run(
    clips: Clips = CLIPS,
    faces: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Recordings of faces, as a JSON list.")
    ] = None,
    crf: Annotated[float, typer.Option(help="Compression (x264).")] = 18.0,
    cache: ClipCache = USUAL_FOLDER,
    made: Annotated[bool, typer.Option(help="Also the animated photograph.")] = True,
    quick: Quick = False,
    json_file: JsonFile = None,
    write: Write = False,
) -> None:
    """Answers to blinks and tremor anywhere: share found, and what is made up."""
    scores: dict[str, Score] = {}
    carriers = [] if quick else read_faces(clips, faces)
    if made or quick:
        carriers.append(make_carrier(cache, quick=quick))
    for number, carrier in enumerate(carriers):
        typer.echo(carrier.clip.name, err=True)
        score = scores.setdefault(carrier.kind, Score())
        judge_carrier(carrier, number, Compression(crf, "veryfast"), cache, score, quick=quick)
    show(scores)
    numbers = {kind: asdict(score) for kind, score in scores.items()}
    data = [carrier.clip.name for carrier in carriers]
    write_json(json_file, "recurring", {"scores": numbers}, data=data, write=write)


def judge_carrier(
    carrier: Carrier,
    number: int,
    compression: Compression,
    cache: Path,
    score: Score,
    *,
    quick: bool,
) -> None:
    """Add what every method says about one recording, as it is and with what was put in."""
    plain = track_once(carrier.clip, cache)
    blinks = [
        action
        for action in analyze_track(plain).actions
        if action.kind == "blink" and action.side == "both"
    ]
    least = Settings().coupling.min_actions
    n_answers = (2 if quick else N_ANSWERS) if len(blinks) >= least else 0
    planned = plan_answers(blinks, n_answers, first=5 * number, seed=SEED)
    rest_s = list_rest(carrier, plain)
    shaken = [
        plan_shakes(rest_s, first=3 * number + 7 * turn, seed=SEED + 1)
        for turn in range(1 if quick else N_SHAKES)
    ]

    def look(movements: Sequence[Injected]) -> Copy:
        track = track_injected(carrier.clip, plain, tuple(movements), compression, cache)
        movement, expression = measure_track(track)
        return Copy(
            track=track,
            movement=movement,
            expression=expression,
            analysis=analyze_movement(track, movement, expression),
        )

    untouched = look(())
    for method, sides in list_answering_sides(untouched).items():
        score.n_false_answers[method] += len(sides)
    count_false_tremor(untouched, (), score)
    score.n_copies += 1
    count_by_chance(untouched, number, score)
    for answering in planned:
        copy = look(answering.jerks)
        score.trials.append(judge_answer(carrier.clip.name, answering, copy))
        count_by_chance(copy, number, score)
    for shakes in filter(None, shaken):
        copy = look(shakes)
        score.trials += judge_shakes(carrier.clip.name, shakes, copy)
        count_false_tremor(copy, shakes, score)


def judge_answer(clip: str, answering: Answering, copy: Copy) -> Trial:
    """Which sides every method says to answer to blinks."""
    return Trial(
        clip=clip,
        what="answer",
        area=answering.area,
        side=answering.side,
        size_mm=answering.size_mm,
        said=list_answering_sides(copy),
    )


def list_answering_sides(copy: Copy) -> dict[str, tuple[str, ...]]:
    """By method, the sides that are said to move with blinks."""
    settings = Settings()
    analysis = copy.analysis
    former = relate_actions(analysis.actions, copy.movement, copy.expression, settings.coupling)
    return {
        OURS: _list_sides(f.side for f in analysis.findings if f.code == _CODE),
        PATCHES: _list_sides(c.side for c in former if _is_answer(c, settings)),
        NAIVE: _list_naive_sides(copy),
    }


def _is_answer(coupling: Coupling, settings: Settings) -> bool:
    return coupling.action == "blink" and is_coupled(coupling, settings.coupling)


def _list_sides(sides: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({side for side in sides if side}))


def _list_naive_sides(copy: Copy) -> tuple[str, ...]:
    """Sides with an event just after at least half of the blinks."""
    apexes_s = [a.apex_s for a in copy.analysis.actions if a.kind == "blink"]
    events = [e for e in find_naive(measure_naive(copy.movement)) if e.region not in _MOVED_BY_LIDS]
    return tuple(
        side
        for side in ("left", "right")
        if apexes_s
        and np.mean(
            [
                any(e.side == side and 0 <= e.apex_s - t <= _AFTER_S for e in events)
                for t in apexes_s
            ]
        )
        >= 0.5
    )


def judge_shakes(clip: str, shakes: Sequence[Shake], copy: Copy) -> list[Trial]:
    """Which sides every method says to tremble during each of ``shakes``, at its pace."""
    said_by = {OURS: copy.analysis.tremor, PATCHES: find_in_patches(copy)}
    trials = []
    for shake in shakes:
        said = {
            method: _list_sides(
                t.side
                for t in tremor
                if _overlap(t, shake) and abs(t.frequency_hz - shake.frequency_hz) <= CLOSE_HZ
            )
            for method, tremor in said_by.items()
        }
        said[NAIVE] = tuple(
            side for side in SIDES if has_peak(copy.movement, side, shake.start_s, shake.stop_s)
        )
        trials.append(
            Trial(
                clip=clip,
                what="tremor",
                area=name_area(shake.place),
                side=shake.side,
                size_mm=shake.size_mm,
                said=said,
            )
        )
    return trials


def find_in_patches(copy: Copy) -> tuple[Tremor, ...]:
    """The tremor that the middles of the regions show."""
    return detect_tremor(
        copy.movement,
        copy.expression,
        copy.analysis.actions,
        copy.analysis.quality.frame_rate_hz,
        copy.analysis.quality.mm_per_px,
        Settings().tremor,
    )


def _overlap(tremor: Tremor, shake: Shake) -> bool:
    return tremor.start_s < shake.stop_s and shake.start_s < tremor.stop_s


def count_false_tremor(copy: Copy, shakes: Sequence[Shake], score: Score) -> None:
    """Count tremor at no shake, and the time in which there was none."""
    for method, tremor in ((OURS, copy.analysis.tremor), (PATCHES, find_in_patches(copy))):
        score.n_false_tremor[method] += sum(
            not any(_overlap(t, shake) for shake in shakes) for t in tremor
        )
    if not shakes:
        score.n_false_tremor[NAIVE] += count_peaks(copy.movement)
    shaken_s = sum(shake.stop_s - shake.start_s for shake in shakes)
    score.quiet_min += (copy.analysis.quality.duration_s - shaken_s) / 60


def count_by_chance(copy: Copy, number: int, score: Score) -> None:
    """Move the blinks of a copy to random times, again and again."""
    settings, random = Settings(), np.random.default_rng([SEED, number])
    blinks = [a for a in copy.analysis.actions if a.kind == "blink"]
    length_s = copy.analysis.quality.duration_s
    if len(blinks) < settings.coupling.min_actions:
        return
    for _ in range(N_TRAINS):
        moved = tuple(
            _move(b, t) for b, t in zip(blinks, _draw(length_s, blinks, random), strict=True)
        )
        couplings = relate_actions(
            moved,
            copy.movement,
            copy.expression,
            settings.coupling,
            copy.track,
            signals=settings.signals,
            field_gain=settings.detection.field_gain,
        )
        score.n_trains += 1
        score.n_small_p += any(c.p_value is not None and c.p_value < 0.01 for c in couplings)
        score.n_by_chance += any(_is_answer(c, settings) for c in couplings)


def _draw(length_s: float, blinks: Sequence[Action], random: Any) -> list[float]:
    """As many times as blinks, anywhere, but half a second apart of each other."""
    room_s = length_s - 1.0 - _APART_S * len(blinks)
    drawn = np.sort(random.uniform(0.0, max(room_s, 0.0), len(blinks)))
    return [0.5 + float(t) + _APART_S * k for k, t in enumerate(drawn)]


def _move(action: Action, apex_s: float) -> Action:
    by_s = apex_s - action.apex_s
    return replace(
        action, onset_s=action.onset_s + by_s, apex_s=apex_s, offset_s=action.offset_s + by_s
    )


if __name__ == "__main__":
    typer.run(run)
