"""What is said about recordings that hold nothing to measure, or little, or strange things.

    python -m benchmarks.contents [--quick] [--write] [--json FILE]

Made clips (synthetic) go through ``twitchcam analyze``, each in a process of its own. Nobody
twitches in any of them, so right is: the exit code that is foreseen, no finding, no event but
unsure ones, and either a whole result or one sentence. The baseline is a resting face. ``--quick``
leaves out three hours of black (2 pictures a second of 64x48, so that decoding takes little).
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

import cv2
import numpy as np
import typer
from numpy.typing import NDArray

from benchmarks.pages import SERVE
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import Quick, print_lines, print_table
from twitchcam.synthetic.clip import ClipPlan, encode_pictures, render_frames
from twitchcam.synthetic.worn import MASK

Picture = NDArray[np.uint8]
LENGTH_S: Final = 8.0
BLACK: Final = "three hours of black"
# Findings of somebody who does not twitch.
CALM: Final = ("nothing_found", "not_assessable")
_PROGRAM: Final = SERVE[:-1]
_ONE_SENTENCE_LINES: Final = 3


class Content(NamedTuple):
    """What comes: pictures, how many a second, how long, and the exit codes that are right."""

    codes: tuple[int, ...]
    rate_hz: float
    length_s: float
    make: Callable[[], Iterable[Picture]]


class Said(NamedTuple):
    """What a run ended with: exit code, what it printed to stderr, the document, seconds."""

    code: int
    stderr: str
    document: dict[str, Any] | None
    wall_s: float


def run(quick: Quick = False, json_file: JsonFile = None, write: Write = False) -> None:
    """Analyse every clip, and tell what was said."""
    rows, faults, numbers = [], [], {}
    for name, content in CONTENTS.items():
        if quick and name == BLACK:
            continue
        with tempfile.TemporaryDirectory() as scratch:
            clip = Path(scratch) / "clip.mp4"
            times_s = np.arange(round(content.rate_hz * content.length_s)) / content.rate_hz
            encode_pictures(content.make(), times_s, clip, crf=18.0, rate_hz=content.rate_hz)
            said = analyze(clip, Path(scratch) / "results")
        told = tell(said)
        if fault := judge(said, content.codes):
            faults.append(f"{name}: {fault}")
        rows.append([name, str(said.code), told, f"{said.wall_s:.0f}"])
        numbers[name] = {"code": said.code, "said": told, "wall_s": said.wall_s}
    print_table("Strange content", ["what comes", "exit code", "what is said", "seconds"], rows)
    print_lines(*faults or ["No finding, no sure event, no other exit code than foreseen."])
    scores = {"contents": numbers, "faults": faults}
    write_json(json_file, "contents", scores, data=["made clips (synthetic)"], write=write)
    if faults:
        raise typer.Exit(1)


def analyze(clip: Path, out: Path) -> Said:
    """Run ``twitchcam analyze`` as a person would."""
    started_s = time.perf_counter()
    ended = subprocess.run(
        [*_PROGRAM, "analyze", str(clip), "--out", str(out)],
        capture_output=True,
        text=True,
        check=False,
    )
    wall_s = time.perf_counter() - started_s
    path = out / "analysis.json"
    document = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
    return Said(ended.returncode, ended.stderr.strip(), document, wall_s)


def judge(said: Said, codes: tuple[int, ...]) -> str:
    """Say what is wrong; empty if nothing."""
    if said.code not in codes:
        return f"exit code {said.code}, not {' or '.join(map(str, codes))}"
    if said.document is None:
        n_lines = len(said.stderr.splitlines())
        return "" if 1 <= n_lines <= _ONE_SENTENCE_LINES else f"{n_lines} lines of words"
    told = [found["code"] for found in said.document["findings"] if found["code"] not in CALM]
    told += [
        f"{each['kind']}, not unsure" for each in said.document["events"] if not _is_unsure(each)
    ]
    return ", ".join(told)


def _is_unsure(event: dict[str, Any]) -> bool:
    return bool(event["confidence"] == "low")


def tell(said: Said) -> str:
    """The sentence of a refusal, the first reason, or how much was judged."""
    if said.document is None:
        return " ".join(said.stderr.removeprefix("twitchcam: ").split())
    quality, [found, *_] = said.document["quality"], said.document["findings"]
    notes = quality["notes"][:1] if found["code"] == "not_assessable" else []
    unsure = [f"{n} unsure"] if (n := sum(map(_is_unsure, said.document["events"]))) else []
    return ", ".join([found["code"], f"{quality['observed_s']:.1f} s judged", *unsure, *notes])


def _face(rate_hz: float = 30.0, length_s: float = LENGTH_S, **other: Any) -> Iterator[Picture]:
    yield from render_frames(ClipPlan(duration_s=length_s, frame_rate_hz=rate_hz, **other))


def _room(n: int) -> Iterator[Picture]:
    chance = np.random.default_rng(20)
    place = cv2.GaussianBlur(chance.integers(40, 200, (480, 640, 3), np.uint8), (0, 0), 12)
    for _ in range(n):
        noisy = place + chance.normal(0, 2, place.shape)
        yield np.clip(noisy, 0, 255).astype(np.uint8)


def _face_for_a_second() -> Iterator[Picture]:
    yield from _room(75)
    yield from _face(length_s=1.0)
    yield from _room(75)


def _two_that_cross() -> Iterator[Picture]:
    """One walks past before the other, from edge to edge."""
    small: dict[str, Any] = {"size_px": (320, 480), "eye_distance_px": 110.0}
    pairs = zip(_face(**small), _face(seed=21, **small), strict=True)
    for number, (one, other) in enumerate(pairs):
        wide = np.full((480, 640, 3), 120, np.uint8)
        there = round(320 * number / (30 * LENGTH_S))
        wide[:, 320 - there : 640 - there] = other
        wide[:, there : there + 320] = one
        yield wide


def _cartoon() -> Iterator[Picture]:
    """Few colours, with dark lines around them."""
    for picture in _face():
        flat = cv2.bilateralFilter(picture, 9, 60, 9) // 48 * 48 + 24
        grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
        lines = cv2.adaptiveThreshold(
            grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 9, 6
        )
        yield np.asarray(np.where(lines[..., None] > 0, flat, 0), np.uint8)


def _lit(gain: float) -> Iterator[Picture]:
    for picture in _face():
        yield np.clip(gain * picture.astype(np.float32), 0, 255).astype(np.uint8)


def _black() -> Iterator[Picture]:
    for _ in range(2 * 3 * 3600):
        yield np.zeros((48, 64, 3), np.uint8)


# 0: assessed, 3: cannot be assessed, 2: refused.
CONTENTS: Final = {
    "a resting face": Content((0,), 30.0, 12.0, lambda: _face(length_s=12.0)),
    "nobody": Content((3,), 30.0, 6.0, lambda: _room(180)),
    "a face for 1 s": Content((3,), 30.0, 6.0, _face_for_a_second),
    "two faces that cross": Content((0, 3), 30.0, LENGTH_S, _two_that_cross),
    "a cartoon": Content((0, 3), 30.0, LENGTH_S, _cartoon),
    "a mask over nose and mouth": Content((0, 3), 30.0, LENGTH_S, lambda: _face(worn=(MASK,))),
    "nearly dark": Content((0, 3), 30.0, LENGTH_S, lambda: _lit(0.05)),
    "glaring light": Content((0, 3), 30.0, LENGTH_S, lambda: _lit(4.0)),
    "10 pictures a second": Content((0, 3), 10.0, 12.0, lambda: _face(10.0, 12.0)),
    "240 pictures a second": Content((0, 3), 240.0, 4.0, lambda: _face(240.0, 4.0)),
    "one picture": Content((2, 3), 30.0, 1.0 / 30.0, lambda: islice(_face(), 1)),
    BLACK: Content((3,), 2.0, 3 * 3600.0, _black),
}


if __name__ == "__main__":
    typer.run(run)
