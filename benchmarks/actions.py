"""Blinks, winks, smiles, puckers, brows and mouths: real recordings with truth, and made tracks.

    python -m benchmarks.actions [--clips DIR] [--cache DIR] [--quick] [--write] [--json FILE]

Real recordings (no part of the project): closings of the eyes beside an eye aspect ratio below
0.2 on the same landmarks; smiles, puckers, raised brows and opened mouths where the truth lists
them. The settings of the eyes are then chosen anew for each recording on all others (leave one
out), from a coarse grid about the ones in use, and the spread over that whole grid is shown: a
wide optimum does not depend on the recordings at hand. Made tracks (landmarks with noise, no
pictures) hold actions of all kinds with known truth.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import typer

from benchmarks.baselines.eye_aspect_ratio import detect_by_aspect_ratio
from benchmarks.judging.closures import NOTHING, Count, Times, count_closures, meets
from benchmarks.material.made_actions import KINDS, make_truth_and_track
from benchmarks.material.made_clips import USUAL_FOLDER
from benchmarks.material.real_truth import JUDGED_FRAMES, ClipTruth, read_clip_truths
from benchmarks.material.track_cache import track_once
from benchmarks.real_clips import CLIPS, QUICK_CLIPS
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import Cache, Clips, Quick, print_lines, print_table, say_share
from twitchcam.detection.actions import detect_actions
from twitchcam.detection.eye_closures import detect_closures
from twitchcam.pipeline import measure_track
from twitchcam.records import CLOSURE_KINDS, Action, Expression, Movement
from twitchcam.settings import ActionSettings

GRID: Final[dict[str, tuple[float, ...]]] = {
    "blink_depth": (0.2, 0.25, 0.3),
    "blink_noise_ratio": (4.0, 6.0, 8.0),
    "closure_depth": (0.6, 0.7, 0.8),
    "brow_opens_share_per_mm": (0.05, 0.1, 0.15),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One real recording: its truth, its signals, and when its blinks were looked for by hand."""

    truth: ClipTruth
    movement: Movement
    expression: Expression
    judged_s: tuple[float, float]
    by_ratio: tuple[Times, ...]


def run(
    clips: Clips = CLIPS,
    cache: Cache = USUAL_FOLDER,
    quick: Quick = False,
    json_file: JsonFile = None,
    write: Write = False,
) -> None:
    """Actions found, missed and made up, on real recordings and made tracks."""
    numbers: dict[str, Any] = {"made": _show_made(4 if quick else 20)}
    data = ["made tracks"]
    if (clips / "truth.json").exists():
        recordings = [
            read_recording(clips, truth, cache)
            for truth in read_clip_truths(clips)
            if truth.has_face and (not quick or truth.name in QUICK_CLIPS)
        ]
        numbers["real"] = _show_real(recordings)
        data += [recording.truth.name for recording in recordings]
        if not quick:
            numbers["left_out"] = _show_left_out(recordings)
    else:
        print_lines("The real recordings are not here; name their folder with --clips.")
    write_json(json_file, "actions", numbers, data=data, write=write)


def read_recording(clips: Path, truth: ClipTruth, cache: Path) -> Recording:
    """Track a recording, or take its track from ``cache``, and measure it."""
    typer.echo(f"tracking {truth.name}", err=True)
    track = track_once(clips / truth.name, cache)
    movement, expression = measure_track(track)
    first, last = JUDGED_FRAMES.get(truth.name, (0, len(track.time_s) - 1))
    return Recording(
        truth=truth,
        movement=movement,
        expression=expression,
        judged_s=(float(track.time_s[first]), float(track.time_s[last])),
        by_ratio=tuple(detect_by_aspect_ratio(track)),
    )


def _show_real(recordings: Sequence[Recording]) -> dict[str, Any]:
    settings = ActionSettings()
    rows, ours, by_ratio = [], NOTHING, NOTHING
    kinds = {kind: Count(n_found=0, n_missed=0, n_false=0) for kind in KINDS}
    winks: list[str] = []
    for recording in recordings:
        truth = recording.truth
        actions = detect_actions(recording.expression, recording.movement, settings)
        closings = [_times(a) for a in actions if a.kind in CLOSURE_KINDS]
        count = count_closures(truth.closures, closings, recording.judged_s)
        ratio = count_closures(truth.closures, recording.by_ratio, recording.judged_s)
        ours, by_ratio = ours + count, by_ratio + ratio
        rows.append((truth.name, *_say_count(count), *_say_count(ratio)))
        winks += [_say_wink(c, actions, truth.name) for c in truth.closures if c.wink_side]
        for kind, counted in count_listed(truth, actions).items():
            kinds[kind] += counted
    print_table(
        "Closings of the eyes, real recordings of healthy people who act and talk",
        ("recording", "found", "missed", "false", "by ratio: found", "missed", "false"),
        rows,
    )
    listed = {kind: n for kind, n in kinds.items() if n.n_found + n.n_missed}
    print_lines(
        f"twitchcam: {ours.describe()}",
        f"eye aspect ratio < 0.2: {by_ratio.describe()}",
        *(f"{kind}: {n.n_found} of {n.n_found + n.n_missed} listed ones found, {n.n_false} others "
          "in recordings whose list is complete" for kind, n in listed.items()),
        *winks,
    )  # fmt: skip
    return {"closings": _plain(ours), "by_ratio": _plain(by_ratio)} | {
        kind: _plain(n) for kind, n in listed.items()
    }


def _show_left_out(recordings: Sequence[Recording]) -> dict[str, Any]:
    """Choose the settings of the eyes on all recordings but one, judge that one, for each."""
    choices = list(_list_choices())
    counts = [[_count_eyes(r, settings) for r in recordings] for settings in choices]
    total = NOTHING
    for i in range(len(recordings)):
        others = [sum((c for j, c in enumerate(row) if j != i), NOTHING) for row in counts]
        best = max(_f1(count) for count in others)
        chosen = [k for k, count in enumerate(others) if _f1(count) >= best - 1e-9]
        total += counts[_find_central(chosen)][i]
    whole = sorted(_f1(sum(row, NOTHING)) for row in counts)
    print_lines(
        f"Leave one recording out: {total.describe()}",
        f"All {len(choices)} choices on all recordings: F1 {whole[0]:.2f} at worst, "
        f"{whole[len(whole) // 2]:.2f} in the middle, {whole[-1]:.2f} at best",
    )
    return {"left_out": _plain(total), "f1_of_choices": whole}


def _find_central(chosen: list[int]) -> int:
    """Of choices that are equally good, the one nearest to their middle on the grid."""
    places = np.array(list(np.ndindex(*map(len, GRID.values()))))[chosen]
    away = np.abs(places - places.mean(axis=0)).sum(axis=1)
    return chosen[int(np.argmin(away))]


def _list_choices() -> Iterator[ActionSettings]:
    for values in itertools.product(*GRID.values()):
        yield replace(ActionSettings(), **dict(zip(GRID, values, strict=True)))


def _count_eyes(recording: Recording, settings: ActionSettings) -> Count:
    actions = detect_closures(recording.expression, recording.movement, settings)
    return count_closures(
        recording.truth.closures, [_times(a) for a in actions], recording.judged_s
    )


def count_listed(truth: ClipTruth, actions: Sequence[Action]) -> dict[str, Count]:
    """Held actions that the truth lists, by kind; others count where its list is complete."""
    counts = {}
    for kind in sorted({held.kind for held in truth.held} | ({"smile"} & {*truth.complete})):
        wanted = [held for held in truth.held if held.kind == kind and held.sure]
        found = [a for a in actions if a.kind == kind]
        n_found = sum(
            any(a.onset_s < held.end_s and held.start_s < a.offset_s for a in found)
            for held in wanted
        )
        others = [
            a
            for a in found
            if not any(
                a.onset_s < held.end_s and held.start_s < a.offset_s
                for held in truth.held
                if held.kind == kind
            )
        ]
        n_false = len(others) if kind in truth.complete else 0
        counts[kind] = Count(n_found=n_found, n_missed=len(wanted) - n_found, n_false=n_false)
    return counts


def _show_made(n_tracks: int) -> dict[str, Any]:
    """Kinds and sides in made minutes of mixed actions."""
    counts = {kind: NOTHING for kind in KINDS}
    sides = {kind: [0, 0] for kind in KINDS}
    for seed in range(n_tracks):
        truth, track = make_truth_and_track(seed)
        movement, expression = measure_track(track)
        found = detect_actions(expression, movement, ActionSettings())
        for kind in KINDS:
            wanted = [t for t in truth if t.kind == kind]
            mine = [a for a in found if a.kind == kind]
            pairs = [
                (t, a) for t in wanted for a in mine
                if a.onset_s < t.offset_s and t.onset_s < a.offset_s
            ]  # fmt: skip
            n_found = len({id(t) for t, _ in pairs})
            n_false = len(mine) - len({id(a) for _, a in pairs})
            counts[kind] += Count(n_found=n_found, n_missed=len(wanted) - n_found, n_false=n_false)
            sides[kind][0] += sum(t.side == a.side for t, a in pairs)
            sides[kind][1] += len(pairs)
    print_table(
        f"Made minutes with actions of all kinds, looks, nods and speech ({n_tracks} minutes)",
        ("kind", "found", "missed", "false", "side right"),
        [(kind, *_say_count(counts[kind]), say_share(*sides[kind])) for kind in KINDS],
    )
    return {kind: _plain(count) for kind, count in counts.items()}


def _say_wink(closure: Any, actions: Sequence[Action], name: str) -> str:
    said = [
        f"{a.side} {a.kind}"
        for a in actions
        if a.kind in CLOSURE_KINDS and meets(closure, _times(a))
    ]
    right = said == [f"{closure.wink_side} wink"]
    verdict = "right" if right else "WRONG, seen as " + (", ".join(said) or "nothing")
    return f"{name}: {closure.wink_side} wink at {closure.peak_s:.2f} s: {verdict}"


def _times(action: Action) -> Times:
    return action.onset_s, action.apex_s, action.offset_s


def _say_count(count: Count) -> tuple[str, str, str]:
    return str(count.n_found), str(count.n_missed), str(count.n_false)


def _plain(count: Count) -> dict[str, float]:
    return {
        "n_found": count.n_found,
        "n_missed": count.n_missed,
        "n_false": count.n_false,
        "f1": _f1(count),
    }


def _f1(count: Count) -> float:
    n_all = 2 * count.n_found + count.n_missed + count.n_false
    return 2 * count.n_found / n_all if n_all else float(np.nan)


if __name__ == "__main__":
    typer.run(run)
