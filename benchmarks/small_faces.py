"""Faces of few pixels: what is said of people at rest, and whether the stated limits hold there.

    python -m benchmarks.small_faces [--quick] [--clips DIR] [--rest FILE] [--crf N ...]
                                     [--write] [--json FILE]

A phone on a shelf or a small clip from a messenger shows a face with 60 to 120 pixels between the
outer corners of its eyes. Each recording is scaled down to that and compressed again: once as it
is, where every event of one side is false, and with jerks of 1.5 times the limit that it states
then (as in ``benchmarks.promises``). The first recording is made (a photograph in motion), the
others are real people at rest. Beside it stands plain flow on the same tracks (naive flow).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from itertools import product
from pathlib import Path
from typing import Annotated, Final

import cv2
import numpy as np
import typer

from benchmarks.anywhere import MAX_COPIES, SEED, count_false
from benchmarks.baselines.naive_flow import find_naive, measure_naive
from benchmarks.judging.placed import read_events
from benchmarks.material.carriers import (
    Carrier,
    PlannedCarrier,
    list_carriers,
    make_carrier,
    plan_carriers,
)
from benchmarks.material.made_clips import USUAL_FOLDER
from benchmarks.material.track_cache import Compression, track_once
from benchmarks.promises import Kept, judge_promises, measure_untouched, say_found
from benchmarks.real_clips import CLIPS
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import (
    ClipCache,
    Clips,
    Crf,
    Quick,
    Rest,
    print_lines,
    print_table,
    say_rate,
)
from twitchcam.capture.files import open_video
from twitchcam.signals.resolution import measure_eye_distance
from twitchcam.synthetic.clip import encode_pictures
from twitchcam.synthetic.photograph import Picture

# From outer eye corner to outer eye corner.
EYE_DISTANCES_PX: Final = (60, 90, 120)
N_JERKS: Final = 24
N_QUICK: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallScore:
    """What was said of one recording at one size and compression."""

    clip: str
    kind: str
    eye_distance_px: int
    compression: str
    assessed_s: float
    false_events: tuple[str, ...]
    naive_s: float
    n_naive: int
    kept: Kept


def run(
    clips: Clips = CLIPS,
    rest: Rest = None,
    crf: Crf = None,
    jerks: Annotated[int, typer.Option(help="How many of each kind and size.")] = N_JERKS,
    cache: ClipCache = USUAL_FOLDER,
    quick: Quick = False,
    json_file: JsonFile = None,
    write: Write = False,
) -> None:
    """False events of people at rest, and promises kept, by size of the face in pixels."""
    compressions = [Compression(value, "veryfast") for value in crf or (18.0, 23.0)]
    scores: list[SmallScore] = []
    for carriers in ([make_carrier(cache, quick=quick)], list_carriers(clips, rest)):
        for size_px in EYE_DISTANCES_PX[1:2] if quick else EYE_DISTANCES_PX:
            small = [scale_down(carrier, size_px, cache) for carrier in carriers]
            n_jerks = N_QUICK if quick else jerks
            planned = plan_carriers(small, n_jerks, cache, seed=SEED, max_copies=MAX_COPIES)
            for one, compression in product(planned, compressions):
                typer.echo(f"{one.carrier.clip.name}, {size_px} px, {compression}", err=True)
                scores.append(judge_small(one, size_px, compression, cache))
    show(scores)
    data = sorted({score.clip for score in scores})
    numbers = {"scores": [asdict(score) for score in scores]}
    write_json(json_file, "small_faces", numbers, data=data, write=write)


def scale_down(carrier: Carrier, eye_distance_px: int, folder: Path) -> Carrier:
    """The recording without loss, so small that the eyes are ``eye_distance_px`` apart."""
    track = track_once(carrier.clip, folder)
    scale = eye_distance_px / (measure_eye_distance(track) or np.inf)
    if scale >= 1.0:
        return carrier  # it is as small already
    clip = folder / f"{carrier.clip.stem}-{eye_distance_px}px.mp4"
    if not clip.exists():
        encode_pictures(_scale(carrier.clip, scale), track.time_s, clip, crf=0.0)
    return replace(carrier, clip=clip)


def _scale(clip: Path, scale: float) -> Iterator[Picture]:
    with open_video(clip) as video:
        for frame in video.frames():
            small = cv2.resize(
                frame.image_rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA
            )
            yield np.asarray(small, dtype=np.uint8)


def judge_small(
    planned: PlannedCarrier, eye_distance_px: int, compression: Compression, cache: Path
) -> SmallScore:
    """One recording as it is, and with jerks that should be found."""
    carrier = planned.carrier
    untouched = measure_untouched(planned, compression, cache)
    naive = find_naive(measure_naive(untouched.movement))
    return SmallScore(
        clip=carrier.clip.name,
        kind=carrier.kind,
        eye_distance_px=eye_distance_px,
        compression=str(compression),
        assessed_s=untouched.stated.assessed_s(planned.rest_s),
        false_events=tuple(
            f"{event.kind} {event.side} {event.region} {event.apex_s:.2f} s "
            f"{event.amplitude_mm:.2f} mm, {event.confidence}"
            for event in untouched.analysis.events
            if event.side != "both"
            and any(start_s <= event.apex_s <= stop_s for start_s, stop_s in planned.rest_s)
        ),
        naive_s=sum(stop_s - start_s for start_s, stop_s in planned.rest_s),
        n_naive=count_false(read_events(naive), planned.rest_s),
        kept=judge_promises(planned, untouched, compression, cache),
    )


def show(scores: list[SmallScore]) -> None:
    """False events and kept promises by kind, size and compression, and each false event."""
    rows = []
    groups = dict.fromkeys((s.kind, s.eye_distance_px, s.compression) for s in scores)
    for group in (*groups, None):
        ours = [s for s in scores if group in (None, (s.kind, s.eye_distance_px, s.compression))]
        trials = [trial for score in ours for trial in score.kept.trials]
        kind, size_px, compression = group or ("all", "", "")
        rows.append(
            (
                kind,
                str(size_px),
                compression,
                say_rate(
                    sum(len(s.false_events) + s.kept.n_beside for s in ours),
                    sum(s.assessed_s + s.kept.beside_s for s in ours) / 60,
                ),
                say_rate(sum(s.n_naive for s in ours), sum(s.naive_s for s in ours) / 60),
                say_found([t.placed for t in trials if t.wide_enough]),
                say_found([t.placed for t in trials]),
                f"{np.median([t.placed.jerk.size_mm for t in trials]):.2f}" if trials else "–",
            )
        )
    print_table(
        "Small faces at rest",
        (
            "recording", "eye distance, px", "compression", "false events of one side",
            "naive flow: false events", "jerks found of wide enough", "of all", "size, median mm",
        ),
        rows,
    )  # fmt: skip
    for score in scores:
        name = f"{score.clip}, {score.eye_distance_px} px, {score.compression}"
        print_lines(*(f"{name}: {event}" for event in score.false_events))


if __name__ == "__main__":
    typer.run(run)
