"""Recordings of faces at rest to put jerks into: a made one, and real ones that are named."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import typer

from benchmarks.made_clips import make_clips
from benchmarks.made_twitches import plan_rest
from benchmarks.real_clips import CLIPS
from twitchcam.pipeline import analyze_track
from twitchcam.records import CLOSURE_KINDS, FaceTrack
from twitchcam.synthetic.jerks import Jerk, plan_jerks

Stretch = tuple[float, float]

REST_CLIP: Final = "evm_face.mp4"
OFF_CLOSURE_S: Final = 0.3
OFF_EDGE_S: Final = 0.5
MADE_S: Final = 50.0
MADE_QUICK_S: Final = 14.0
MADE_SEED: Final = 61


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A recording, and when the person in it is at rest; without stretches, all the time."""

    kind: str
    clip: Path
    rest_s: tuple[Stretch, ...] = ()


def make_carrier(folder: Path, *, quick: bool) -> Carrier:
    """The animated photograph at rest, with blinks and glances, without loss."""
    length_s = MADE_QUICK_S if quick else MADE_S
    plan = plan_rest(length_s, seed=MADE_SEED, crf=0.0)
    return Carrier(kind="made", clip=make_clips({"anywhere-rest": plan}, folder)["anywhere-rest"])


def list_carriers(clips: Path = CLIPS, index: Path | None = None) -> list[Carrier]:
    """Real recordings at rest: those that ``index`` lists, or the one in ``clips``.

    ``index`` is a JSON list of ``{"file": …, "rest": [[start_s, stop_s], …]}``; files are found
    from its folder. Without ``rest`` the person is at rest all the time.
    """
    if index is None:
        clip = clips / REST_CLIP
        return [Carrier(kind="real", clip=clip)] if clip.exists() else []
    found = []
    for item in json.loads(index.read_text(encoding="utf-8")):
        rest_s = tuple((float(start), float(stop)) for start, stop in item.get("rest", ()))
        clip = index.parent / item["file"]
        if clip.exists():
            found.append(Carrier(kind="real", clip=clip, rest_s=rest_s))
        else:
            typer.echo(f"left out: {item['file']} does not exist", err=True)
    return found


def list_rest(carrier: Carrier, track: FaceTrack) -> list[Stretch]:
    """When the person is at rest, within the recording."""
    end_s = float(track.time_s[-1])
    wanted = carrier.rest_s or ((0.0, end_s),)
    cut = [(max(start_s, 0.0), min(stop_s, end_s)) for start_s, stop_s in wanted]
    return [(start_s, stop_s) for start_s, stop_s in cut if start_s < stop_s]


def list_free(rest_s: Sequence[Stretch], track: FaceTrack) -> list[Stretch]:
    """Rest without the ends of the recording and what lies near the person's own blinks."""
    end_s = float(track.time_s[-1])
    taken = [(-OFF_EDGE_S, OFF_EDGE_S), (end_s - OFF_EDGE_S, end_s + OFF_EDGE_S)]
    taken += [
        (action.onset_s - OFF_CLOSURE_S, action.offset_s + OFF_CLOSURE_S)
        for action in analyze_track(track).actions
        if action.kind in CLOSURE_KINDS
    ]
    free = []
    for start_s, stop_s in rest_s:
        at_s = start_s
        for from_s, to_s in sorted(taken):
            if to_s <= at_s or from_s >= stop_s:
                continue
            if from_s > at_s:
                free.append((at_s, from_s))
            at_s = max(at_s, to_s)
        if at_s < stop_s:
            free.append((at_s, stop_s))
    return free


def plan_copies(
    free_s: Sequence[Sequence[Stretch]], n_wanted: int, *, seed: int, most_copies: int
) -> list[list[tuple[Jerk, ...]]]:
    """For every carrier the jerks of each of its copies, until there are about ``n_wanted``."""
    copies: list[list[tuple[Jerk, ...]]] = [[] for _ in free_s]
    missing = n_wanted
    for turn in range(most_copies):
        for number, stretches_s in enumerate(free_s):
            share = -(-missing // (len(free_s) - number))
            if share > 0:
                jerks = plan_jerks(
                    stretches_s, at_most=share, seed=10_000 * seed + 100 * turn + number
                )
                if jerks:
                    copies[number].append(jerks)
                    missing -= len(jerks)
    return copies
