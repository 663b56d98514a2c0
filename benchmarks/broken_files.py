"""Broken, cut and forged recordings: an exit code that means something, and one sentence.

    python -m benchmarks.broken_files [--variants N] [--minutes M] [--log FILE] [--keep DIR]
                                      [--write] [--json FILE]

Ten clips of 0.4 s by real encoders (``benchmarks/material/broken_clips.py``), and seeded broken
variants of each: every one goes through ``twitchcam analyze`` in a process of its own, with 4 GB of
addresses and 60 s. Right is exit 0, 2 or 3; with 2 exactly one sentence and no folder, with the
others a whole folder and not a word. The baseline is the ten whole clips, too short for exit 0.
``--minutes`` stops earlier: every prefix has all clips and all ways to break them in equal parts.
``--log`` goes on where an earlier run with the same file stopped.
"""

from __future__ import annotations

import json
import multiprocessing
import shutil
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from benchmarks.material.broken_clips import PAIRS, break_clip, make_whole_clips
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import print_lines, print_table
from benchmarks.timing.forked import Ending, load_everything, run_forked

_LONGEST_S: Final = 60.0
_MAX_MEMORY_BYTES: Final = 4 << 30
_NAMES: Final = tuple(pair[0] for pair in PAIRS)
_RESULTS: Final = "analysis.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A clip, how it was broken (``whole``: not at all), how its analysis ended, what is wrong."""

    name: str
    number: int
    how: str
    ending: Ending
    wrong: str


def run(
    variants: Annotated[int, typer.Option(min=0, help="How many in all.")] = 2000,
    minutes: Annotated[float, typer.Option(help="Stop after this long.")] = 60.0,
    log: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Go on after what FILE holds, and add to it."),
    ] = None,
    keep: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep what went wrong here.")
    ] = None,
    json_file: JsonFile = None,
    write: Write = False,
) -> None:
    """Analyse broken recordings, and count how that ends."""
    until_s = time.monotonic() + 60 * minutes
    outcomes = read_log(log)
    known = {(each.name, each.number) for each in outcomes}
    planned = [(name, -1) for name in _NAMES]
    planned += [(_NAMES[number % len(_NAMES)], number) for number in range(variants)]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        # Encoders leave threads behind, and a process with threads must not be copied.
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            pool.apply(make_whole_clips, (folder,))
        whole = {name: (folder / name).read_bytes() for name in _NAMES}
        load_everything()
        for name, number in planned:
            if (name, number) in known:
                continue
            if number >= 0 and time.monotonic() > until_s:
                break
            how, data = "whole", whole[name]
            if number >= 0:
                how, data = break_clip(whole[name], name, number // len(_NAMES))
            outcome = analyze(folder, name, number, how, data)
            outcomes.append(outcome)
            add_to_log(log, outcome)
            if outcome.wrong and keep is not None:
                _keep(keep, outcome, data)
    show(outcomes)
    # Whatever the number of runs that it was spread over.
    took_s = round(sum(each.ending.wall_s for each in outcomes), 1)
    document = {"planned": variants, "took_s": took_s, **count(outcomes)}
    write_json(json_file, "broken_files", document, data=_NAMES, write=write)
    if document["wrong"]:
        raise typer.Exit(1)


def analyze(folder: Path, name: str, number: int, how: str, data: bytes) -> Outcome:
    """Analyse ``data`` under ``name`` and look at what is left afterwards."""
    clip, results = folder / name, folder / "results"
    clip.write_bytes(data)
    ending = run_forked(
        ["analyze", str(clip), "--out", str(results)],
        folder,
        longest_s=_LONGEST_S,
        max_memory_bytes=_MAX_MEMORY_BYTES,
    )
    left = sorted(path.name for path in results.iterdir()) if results.exists() else None
    shutil.rmtree(results, ignore_errors=True)
    return Outcome(name=name, number=number, how=how, ending=ending, wrong=judge(ending, left))


def read_log(log: Path | None) -> list[Outcome]:
    """Read what earlier runs found, whole lines only."""
    if log is None or not log.exists():
        return []
    lines = log.read_text(encoding="utf-8").split("\n")[:-1]
    found = [json.loads(line) for line in lines]
    return [Outcome(**each | {"ending": Ending(**each["ending"])}) for each in found]


def add_to_log(log: Path | None, outcome: Outcome) -> None:
    """Add one line."""
    if log is not None:
        with log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(outcome)) + "\n")


def judge(ending: Ending, left: list[str] | None) -> str:
    """Say what is wrong with an ending and what it ``left`` in its folder; empty if nothing."""
    said = ending.stderr
    if ending.code is None:
        return "hangs"
    if ending.code < 0:
        return f"dies of signal {-ending.code}"
    if ending.code not in (0, 2, 3):
        return f"exit {ending.code}"
    if ending.code == 2:
        if said.count("\n") != 1 or not said.startswith("twitchcam: ") or not said.endswith(".\n"):
            return "not one sentence"
        return "" if left is None else "leaves a folder"
    if said:
        return "talks"
    if left is None or _RESULTS not in left or any(name.startswith(".") for name in left):
        return "half a result"
    return ""


def count(outcomes: list[Outcome]) -> dict[str, Any]:
    """Everything that is stored about a run."""
    broken = [each for each in outcomes if each.how != "whole"]
    return {
        "run": len(broken),
        "exits": _count(str(each.ending.code) for each in broken),
        "wrong": _count(each.wrong for each in broken if each.wrong),
        "by_way": {
            how: _count(str(e.ending.code) for e in broken if e.how == how)
            for how in sorted({each.how for each in broken})
        },
        "peak_mb": {
            "whole": max(e.ending.peak_mb for e in outcomes if e.how == "whole"),
            "broken": max((e.ending.peak_mb for e in broken), default=float("nan")),
        },
        "longest_s": {
            "whole": max(e.ending.wall_s for e in outcomes if e.how == "whole"),
            "broken": max((e.ending.wall_s for e in broken), default=float("nan")),
        },
    }


def show(outcomes: list[Outcome]) -> None:
    """Print counts by clip, and each kind of fault with one example."""
    rows = []
    for name in _NAMES:
        broken = [e for e in outcomes if e.name == name and e.how != "whole"]
        rows.append([name, *_make_row(broken)])
    broken = [each for each in outcomes if each.how != "whole"]
    rows.append(["all of them", *_make_row(broken)])
    whole = [each for each in outcomes if each.how == "whole"]
    rows.append(["the ten, whole", *_make_row(whole)])
    print_table(
        "Broken recordings",
        ["clip", "run", "exit 0", "exit 3", "exit 2", "wrong", "longest s", "peak MB"],
        rows,
    )
    first = {each.wrong: each for each in reversed(outcomes) if each.wrong}
    print_lines(
        *(
            f"{wrong}: {each.name} number {each.number}, {each.how}. {each.ending.stderr.strip()}"
            for wrong, each in first.items()
        )
    )


def _make_row(outcomes: list[Outcome]) -> list[str]:
    codes = Counter(each.ending.code for each in outcomes)
    return [
        str(len(outcomes)),
        *(str(codes[code]) for code in (0, 3, 2)),
        str(sum(bool(each.wrong) for each in outcomes)),
        f"{max((each.ending.wall_s for each in outcomes), default=0.0):.1f}",
        f"{max((each.ending.peak_mb for each in outcomes), default=0.0):.0f}",
    ]


def _count(values: Any) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _keep(folder: Path, outcome: Outcome, data: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{outcome.number}-{outcome.name}"
    path.write_bytes(data)
    path.with_name(path.name + ".txt").write_text(
        f"{outcome.wrong}\n{outcome.ending.stderr}", encoding="utf-8"
    )


if __name__ == "__main__":
    typer.run(run)
