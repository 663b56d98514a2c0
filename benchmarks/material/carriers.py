"""Recordings of faces at rest to put jerks into: a made one, and real ones that are named."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import typer

from benchmarks.material.made_clips import make_clips
from benchmarks.material.made_twitches import plan_rest
from benchmarks.material.track_cache import track_once
from benchmarks.real_clips import CLIPS
from twitchcam.pipeline import analyze_track
from twitchcam.records import CLOSURE_KINDS, FaceTrack
from twitchcam.synthetic.jerks import Jerk, plan_jerks

Stretch = tuple[float, float]

REST_CLIP: Final = "evm_face.mp4"
ALWAYS: Final = (0.0, float("inf"))
MIN_REST_S: Final = 2.0
OFF_CLOSURE_S: Final = 0.3
OFF_EDGE_S: Final = 0.5
MADE_S: Final = 30.0
MADE_QUICK_S: Final = 14.0
MADE_SEED: Final = 61


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A recording, and when the person in it is at rest."""

    kind: str
    clip: Path
    rest_s: tuple[Stretch, ...] = (ALWAYS,)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCarrier:
    """A recording, its track without jerks, when the person rests, and the jerks of each copy."""

    carrier: Carrier
    plain: FaceTrack
    rest_s: Sequence[Stretch]
    copies: Sequence[tuple[Jerk, ...]]


def make_carrier(folder: Path, *, quick: bool) -> Carrier:
    """The animated photograph at rest, with blinks and glances, without loss."""
    length_s = MADE_QUICK_S if quick else MADE_S
    plan = plan_rest(length_s, seed=MADE_SEED, crf=0.0)
    return Carrier(kind="made", clip=make_clips({"anywhere-rest": plan}, folder)["anywhere-rest"])


def list_carriers(clips: Path = CLIPS, index: Path | None = None) -> list[Carrier]:
    """Real recordings at rest: those that ``index`` lists, or the one in ``clips``.

    ``index`` is a JSON list of ``{"file": …, "rest": [[start_s, stop_s], …]}``; files are found
    from its folder. Without ``rest`` the person is at rest all the time. Recordings with less rest
    than ``MIN_REST_S`` are not worth their tracking.
    """
    if index is None:
        carriers = [Carrier(kind="real", clip=clips / REST_CLIP)]
    else:
        items = json.loads(index.read_text(encoding="utf-8"))
        carriers = [_read_carrier(item, index.parent) for item in items]
    found = []
    for carrier in carriers:
        rest_s = sum(stop_s - start_s for start_s, stop_s in carrier.rest_s)
        if not carrier.clip.exists():
            typer.echo(f"left out: {carrier.clip.name} does not exist", err=True)
        elif rest_s < MIN_REST_S:
            typer.echo(f"left out: {carrier.clip.name} shows {rest_s:.1f} s of rest", err=True)
        else:
            found.append(carrier)
    return found


def read_faces(clips: Path = CLIPS, index: Path | None = None) -> list[Carrier]:
    """Real recordings of faces: those that ``index`` lists, or two in ``clips``.

    As in ``list_carriers``, but ``rest`` may be missing or empty: a person need not rest to blink.
    Items with ``"chosen": true`` get a kind of their own.
    """
    if index is None:
        items: list[dict[str, Any]] = [
            {"file": str(clips / REST_CLIP), "rest": [[0, 10]]},
            {"file": str(clips / "arya_sample.mp4"), "rest": [[4.0, 8.97]]},
        ]
        folder = clips
    else:
        items, folder = json.loads(index.read_text(encoding="utf-8")), index.parent
    found = [
        Carrier(
            kind="real, chosen on" if item.get("chosen") else "real",
            clip=folder / item["file"],
            rest_s=tuple((float(a), float(b)) for a, b in item.get("rest", [])),
        )
        for item in items
    ]
    for carrier in found:
        if not carrier.clip.exists():
            typer.echo(f"left out: {carrier.clip.name} does not exist", err=True)
    return [carrier for carrier in found if carrier.clip.exists()]


def _read_carrier(item: dict[str, Any], folder: Path) -> Carrier:
    stretches = [(float(start_s), float(stop_s)) for start_s, stop_s in item.get("rest", [ALWAYS])]
    return Carrier(kind="real", clip=folder / item["file"], rest_s=tuple(stretches))


def list_rest(carrier: Carrier, track: FaceTrack) -> list[Stretch]:
    """When the person is at rest, within the recording."""
    end_s = float(track.time_s[-1])
    cut = [(max(start_s, 0.0), min(stop_s, end_s)) for start_s, stop_s in carrier.rest_s]
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


def plan_carriers(
    carriers: Sequence[Carrier], n_wanted: int, cache: Path, *, seed: int, max_copies: int
) -> list[PlannedCarrier]:
    """Track every carrier, and share about ``n_wanted`` jerks among the rest of all of them."""
    plain = [track_once(carrier.clip, cache) for carrier in carriers]
    resting = [list_rest(c, track) for c, track in zip(carriers, plain, strict=True)]
    free = [list_free(rest_s, track) for rest_s, track in zip(resting, plain, strict=True)]
    copies = plan_copies(free, n_wanted, seed=seed, max_copies=max_copies)
    return [
        PlannedCarrier(carrier=carrier, plain=track, rest_s=rest_s, copies=planned)
        for carrier, track, rest_s, planned in zip(carriers, plain, resting, copies, strict=True)
    ]


def plan_copies(
    free_s: Sequence[Sequence[Stretch]], n_wanted: int, *, seed: int, max_copies: int
) -> list[list[tuple[Jerk, ...]]]:
    """For every carrier the jerks of each of its copies, until there are about ``n_wanted``."""
    copies: list[list[tuple[Jerk, ...]]] = [[] for _ in free_s]
    missing = n_wanted
    for _ in range(max_copies):
        for number, stretches_s in enumerate(free_s):
            share = -(-missing // (len(free_s) - number))
            if share > 0:
                jerks = plan_jerks(stretches_s, at_most=share, first=n_wanted - missing, seed=seed)
                if jerks:
                    copies[number].append(jerks)
                    missing -= len(jerks)
    return copies
