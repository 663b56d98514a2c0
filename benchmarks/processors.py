"""What moves when a clip is analysed on an older processor: the same versions, other rounding.

    python -m benchmarks.processors [--clips DIR] [--quick] [--write] [--json FILE]

Every clip is analysed once with all instructions of this processor, and again by programs in which
OpenCV, numpy and the linear algebra behind it are told to do without the newer ones. Events of the
two are paired: same kind and side, apexes no more than 0.15 s apart. x86 only. MediaPipe cannot be
told so, therefore landmarks move less here than between two real machines, and the encoder of a
made clip plays no part: the files are the same.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from benchmarks.judging.answers import TOLERANCE_S
from benchmarks.showing.stored import ROOT, JsonFile, Write, write_json
from benchmarks.showing.tables import Quick, print_lines, print_table

SAMPLES: Final = ROOT / "sample_clips"
_NUMPY_AVX512: Final = "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL"
# What tells the libraries to do without, by the year in which such a processor was new.
OLDER: Final[Mapping[str, Mapping[str, str]]] = {
    "without AVX-512 (2013)": {
        "OPENBLAS_CORETYPE": "Haswell",
        "OPENCV_CPU_DISABLE": "AVX512-SKX",
        "NPY_DISABLE_CPU_FEATURES": _NUMPY_AVX512,
    },
    "without AVX (2008)": {
        "OPENBLAS_CORETYPE": "Nehalem",
        "OPENCV_CPU_DISABLE": "AVX512-SKX,AVX2,FMA3,AVX",
        "NPY_DISABLE_CPU_FEATURES": f"{_NUMPY_AVX512} AVX2 FMA3",
    },
}

Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Events of two analyses of one recording.

    ``pairs`` holds those in both; ``alone``, the confidence of each that is in one only.
    """

    pairs: tuple[tuple[Event, Event], ...]
    alone: tuple[str, ...]


def run(
    clips: Annotated[
        Path, typer.Option(metavar="DIR", help="Videos to analyse. [default: the sample clips]")
    ] = SAMPLES,
    quick: Quick = False,
    json_file: JsonFile = None,
    write: Write = False,
) -> None:
    """Events that come and go, and by how much the others move, with fewer instructions."""
    paths = sorted(clips.glob("*.mp4"))[: 1 if quick else None]
    usual = {path.name: analyze_with({}, path) for path in paths}
    found = {
        name: [compare(usual[path.name], analyze_with(without, path)) for path in paths]
        for name, without in OLDER.items()
    }
    print_table(
        "Events on an older processor, against the same clips on this one",
        ("instructions", "in both", "in one only", "of these unsure", "size, largest change, %",
         "SNR, %", "other confidence"),
        [_say(name, differences) for name, differences in found.items()],
    )  # fmt: skip
    print_lines("MediaPipe uses what the processor has in all of them.")
    numbers = {
        "differences": {
            name: [{"pairs": [list(p) for p in d.pairs], "alone": list(d.alone)} for d in each]
            for name, each in found.items()
        }
    }
    write_json(json_file, "processors", numbers, data=list(usual), write=write)


def analyze_with(environment: Mapping[str, str], clip: Path) -> list[Event]:
    """The events of ``clip`` as a program finds them that is started with ``environment``."""
    with tempfile.TemporaryDirectory() as folder:
        ended = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "twitchcam", "analyze", str(clip.resolve()),
             "--out", f"{folder}/out", "--json"],
            env={**os.environ, **environment},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )  # fmt: skip
    events: list[Event] = json.loads(ended.stdout)["events"]
    return events


def compare(usual: Sequence[Event], other: Sequence[Event]) -> Difference:
    """Pair the events of two analyses, each with the nearest that is left."""
    left = list(other)
    pairs, alone = [], []
    for event in usual:
        alike = [e for e in left if _is_same(event, e)]
        if not alike:
            alone.append(event["confidence"])
            continue
        nearest = min(alike, key=lambda e: abs(e["apex_s"] - event["apex_s"]))
        left.remove(nearest)
        pairs.append((event, nearest))
    return Difference(pairs=tuple(pairs), alone=(*alone, *(e["confidence"] for e in left)))


def _is_same(event: Event, other: Event) -> bool:
    alike = (event["kind"], event["side"]) == (other["kind"], other["side"])
    return alike and abs(event["apex_s"] - other["apex_s"]) <= TOLERANCE_S


def _say(name: str, differences: Sequence[Difference]) -> list[str]:
    pairs = [pair for each in differences for pair in each.pairs]
    alone = [confidence for each in differences for confidence in each.alone]

    def largest(what: str) -> str:
        return f"{max((100 * abs(b[what] / a[what] - 1) for a, b in pairs), default=0.0):.0f}"

    changed = sum(a["confidence"] != b["confidence"] for a, b in pairs)
    return [
        name, str(len(pairs)), str(len(alone)), str(alone.count("low")),
        largest("amplitude_mm"), largest("snr"), str(changed),
    ]  # fmt: skip


if __name__ == "__main__":
    typer.run(run)
