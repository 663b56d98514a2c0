"""Broken and forged documents: read, or refused in one sentence, and nothing else.

    python -m benchmarks.broken_documents [--many N] [--write] [--json FILE]

One valid file of every kind that twitchcam reads, and ``--many`` seeded variants of each: bytes and
lines changed, cut and repeated, and in JSON any value in any place replaced by another kind of
value. Right is that the reader gives its record, or raises what ends a command with exit 2 and one
sentence. Anything else is counted and shown with its number.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import print_lines, print_table
from twitchcam.app.cohort_list import list_clips
from twitchcam.capture.cues import read_cues, write_cues
from twitchcam.errors import InputError
from twitchcam.pipeline import analyze_track
from twitchcam.records import Answers, Cue
from twitchcam.report.boris_project import write_boris
from twitchcam.report.document import read_document, write_document
from twitchcam.report.elan import write_elan
from twitchcam.report.folder import restore_settings
from twitchcam.report.given_marks import read_marks
from twitchcam.synthetic.movements import Blink, Twitch
from twitchcam.synthetic.tracks import TrackPlan, make_track
from twitchcam.tracking.track_file import read_track, write_track
from twitchcam.triage.answers_file import read_answers, write_answers
from twitchcam.triage.reading import FOLDER as RULES
from twitchcam.triage.rules import load_rules

_STRANGE: Final[tuple[Any, ...]] = (
    None,
    True,
    -1,
    10**400,
    1e308,
    float("nan"),
    "",
    "\x00é\ud7ff",
    "-1e999",
    [],
    {},
    [[]],
    {"a": [None]},
)
_STRANGE_BYTES: Final = (
    b"\0",
    b"\xff\xfe",
    b'"',
    b"[" * 5000,
    b"{",
    b"1e999",
    b"NaN",
    b"<!--",
    b",,\n",
)


_RIGHT: Final = ("read", "refused")


@dataclass(frozen=True, slots=True)
class Reader:
    """A kind of document: the name of a file of it, and what reads it."""

    name: str
    read: Callable[[Path], object]


READERS: Final = (
    Reader("track.npz", read_track),
    Reader("analysis.json", lambda path: restore_settings(read_document(path))),
    Reader("answers.toml", read_answers),
    Reader("answers.json", read_answers),
    Reader("rules.toml", load_rules),
    Reader("clip.cues.json", lambda path: read_cues(path.with_name("clip.mp4"))),
    Reader("marks.csv", read_marks),
    Reader("marks.eaf", read_marks),
    Reader("marks.boris", read_marks),
    Reader("cohort.csv", list_clips),
)


def run(
    many: Annotated[int, typer.Option(min=1, help="Variants of each kind.")] = 1000,
    json_file: JsonFile = None,
    write: Write = False,
) -> None:
    """Read broken documents of every kind, and count how that ends."""
    rows, faults = [], []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_documents(folder)
        for reader in READERS:
            endings = [try_variant(folder, reader, number) for number in range(many)]
            wrong = [f"{reader.name} {n}: {e}" for n, e in enumerate(endings) if e not in _RIGHT]
            counts = Counter(endings)
            rows.append([reader.name, *(str(counts[each]) for each in _RIGHT), str(len(wrong))])
            faults += wrong
    print_table("Broken documents", ["kind", "read", "refused in words", "faults"], rows)
    print_lines(*faults[:40])
    numbers = {"each": many, "faults": faults}
    write_json(json_file, "broken_documents", numbers, data=[r.name for r in READERS], write=write)
    if faults:
        raise typer.Exit(1)


def write_documents(folder: Path) -> None:
    """Write one valid file of every kind into ``folder``."""
    plan = TrackPlan(
        duration_s=2.0,
        movements=(
            Blink(onset_s=0.3),
            Twitch(region="cheek", side="left", onset_s=1.0, size_mm=1.0),
        ),
    )
    track = make_track(plan)
    analysis = analyze_track(track)
    write_track(track, folder / "track.npz")
    write_document(analysis, folder / "analysis.json")
    write_elan(analysis, folder / "marks.eaf")
    write_boris(analysis, folder / "marks.boris")
    answers = Answers(country="GB", values={"numb": "yes"})
    write_answers(answers, folder / "answers.toml")
    said = {"twitchcam_answers": 1, "country": "GB", "answers": {"numb": "yes"}}
    (folder / "answers.json").write_text(json.dumps(said), encoding="utf-8")
    shutil.copy(RULES / "rules.toml", folder / "rules.toml")
    write_cues(folder / "clip.mp4", [Cue(step="smile", start_s=0.1, stop_s=0.4)])
    (folder / "marks.csv").write_text(
        "kind,region,side,onset_s,offset_s\ntwitch,cheek,left,1.0,1.2\nblink,,both,0.3,0.5\n",
        encoding="utf-8",
    )
    (folder / "cohort.csv").write_text(
        f"clip,person\n{folder / 'track.npz'},anna\n", encoding="utf-8"
    )


def try_variant(folder: Path, reader: Reader, number: int) -> str:
    """Read variant ``number``: ``read``, ``refused``, or what went wrong instead."""
    whole = (folder / reader.name).read_bytes()
    # In a folder of its own: some readers remember what they have read from where.
    with tempfile.TemporaryDirectory(dir=folder) as place:
        path = Path(place) / reader.name
        path.write_bytes(break_document(whole, reader.name, number))
        return read_or_refuse(reader, path)


def read_or_refuse(reader: Reader, path: Path) -> str:
    """Read one file: ``read``, ``refused``, or what went wrong instead."""
    try:
        reader.read(path)
    except InputError as refusal:
        said = str(refusal)
        return "refused" if said and said.isprintable() else f"says {said!r}"
    except Exception as fault:
        return f"{type(fault).__name__}: {str(fault)[:200]}"
    return "read"


def break_document(whole: bytes, name: str, number: int) -> bytes:
    """Return variant ``number`` of a document; the same one every time."""
    chance = random.Random(f"{name} {number}")
    if name.endswith((".json", ".boris")) and number % 2:
        return _break_values(json.loads(whole), chance)
    return chance.choice((_change_bytes, _cut, _put_in, _mix_lines))(whole, chance)


def _break_values(document: Any, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 3))):
        # One step for every level of the way down; it ends by chance, or where there is no deeper.
        here: Any = document
        holder: Any = None
        key: Any = None
        while isinstance(here, (dict, list)) and here and (holder is None or chance.random() < 0.8):
            keys: Sequence[Any] = list(here) if isinstance(here, dict) else range(len(here))
            holder, key = here, chance.choice(keys)
            here = holder[key]
        if holder is None:
            continue
        if isinstance(holder, dict) and chance.random() < 0.2:
            del holder[key]
        else:
            holder[key] = chance.choice(_STRANGE)
    return json.dumps(document).encode()


def _change_bytes(whole: bytes, chance: random.Random) -> bytes:
    data = bytearray(whole)
    for _ in range(chance.choice((1, 4, 30))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def _cut(whole: bytes, chance: random.Random) -> bytes:
    return whole[: chance.randrange(len(whole))]


def _put_in(whole: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(whole))
    return whole[:at] + chance.choice(_STRANGE_BYTES) + whole[at + chance.choice((0, 1, 8)) :]


def _mix_lines(whole: bytes, chance: random.Random) -> bytes:
    lines = whole.split(b"\n")
    for _ in range(chance.choice((1, 3))):
        source, target = chance.randrange(len(lines)), chance.randrange(len(lines))
        if chance.random() < 0.5:
            lines.insert(target, lines[source])
        else:
            del lines[source]
            lines = lines or [b""]
    return b"\n".join(lines)


if __name__ == "__main__":
    typer.run(run)
