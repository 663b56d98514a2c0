"""Marks from BORIS, the program to code behaviour in videos: its projects and its tables.

In      A project (``.boris``, ``.boris.gz``), or its tabular or aggregated events as a table
Out     Marks in seconds of one clip
Method  A behaviour, with its modifiers, is named like an ELAN tier: ``twitch left cheek``, or
        ``twitch`` with the modifiers ``left`` and ``cheek``. A state lasts from one event to the
        next of the same subject, behaviour and modifiers, as they are stored.
        ``boris_observations`` turns BORIS's clock into that of the clip.

Source: BORIS 8.27.4, ``write_event.py``, ``export_observation.py`` and ``project_functions.py``.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from twitchcam.checks import explain_read_errors
from twitchcam.errors import InputError
from twitchcam.records import Clip, Marks
from twitchcam.report.boris_observations import Event, Observation, Player, make_marks
from twitchcam.report.marks import is_kind, read_label
from twitchcam.report.recording_names import is_same_clip
from twitchcam.report.table_text import list_numbers
from twitchcam.report.words import show_text
from twitchcam.wording import text

_START, _STOP, _POINT = "START", "STOP", "POINT"
_NO_VALUE: Final = ("", "NA", "None")
_Key = tuple[str, str, tuple[str, ...]]


# Packed files can claim to hold a thousand times their size; projects of years have some MB.
_MOST_BYTES: Final = 64 << 20
# All that reading a damaged or foreign project has been seen to raise.
_DAMAGE: Final = (
    AttributeError,
    EOFError,
    KeyError,
    OSError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
    zlib.error,
)


def is_boris_table(row: Sequence[str]) -> bool:
    """Whether a row holds the names of the columns of one of BORIS's tables of events."""
    return {"Subject", "Behavior"} <= set(row) and bool({"Time", "Start (s)"} & set(row))


def read_boris_project(path: Path, clip: Clip | None) -> Marks:
    """Read the marks of the observation of ``clip`` in a BORIS project.

    Raises
    ------
    InputError
        No project, or an observation that cannot be understood.
    NoMarks
        None of its observations is of ``clip``.
    """
    with explain_read_errors(path):
        content = path.read_bytes()
    try:
        written = _unpack(content) if content[:2] == b"\x1f\x8b" else content
        project = json.loads(written.decode("utf-8-sig"))
        ethogram = list(project["behaviors_conf"].values())
        states = {b["code"] for b in ethogram if "STATE" in b["type"].upper()}
        read = {
            name: _read_observation(path, name, observation, states)
            for name, observation in project["observations"].items()
        }
        codes = [read_label(b["code"]) for b in ethogram]
        kinds = [named[0] for named in codes if named]
        kinds += [b["code"].strip().lower() for b in ethogram if is_kind(b["code"].strip().lower())]
    except InputError:
        raise
    except _DAMAGE as error:
        raise InputError(text("error-boris-no-project", file=path.name)) from error
    return make_marks(path, list(read.values()), kinds, clip)


def _unpack(content: bytes) -> bytes:
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
        written = packed.read(_MOST_BYTES + 1)
    if len(written) > _MOST_BYTES:
        raise ValueError("larger than any project")
    return written


def read_boris_table(
    path: Path, rows: list[list[str]], head: int, clip: Clip | None, *, semicolons: bool
) -> Marks:
    """Read the marks about ``clip`` in a table of events; its row ``head`` names the columns."""
    names = rows[head]
    body = [
        (number, dict(zip(names, [*row, *[""] * len(names)], strict=False)))
        for number, row in enumerate(rows[head + 1 :], start=head + 2)
        if any(row)
    ]
    columns = ("Start (s)", "Stop (s)") if "Start (s)" in names else ("Time",)
    cells = [row[name] for _, row in body for name in columns]
    read = iter(list_numbers(cells, whole=False, semicolons=semicolons))
    times = [[next(read) for _ in columns] for _ in body]
    modifiers = [name for name in names if re.fullmatch(r"Modif(ier)? ?#\d+", name)]
    by_observation: dict[str, list[tuple[dict[str, str], str, list[float | None], _Key]]] = {}
    for (number, row), time in zip(body, times, strict=True):
        if time[0] is None:
            got = row[columns[0]]
            raise InputError(
                text(
                    "error-boris-time",
                    line=number,
                    file=path.name,
                    column=columns[0],
                    got=repr(got),
                )
            )
        key = (row["Subject"], row["Behavior"], tuple(_clean(row[name] for name in modifiers)))
        status = row.get("Behavior type", row.get("Status", _POINT)).upper()
        by_observation.setdefault(row.get("Observation id", ""), []).append(
            (row, status, time, key)
        )
    if not body:
        raise InputError(text("error-boris-no-events", file=path.name))
    above = {row[0]: row[1] for row in rows[:head] if len(row) > 1}
    observations = [
        Observation(
            name=name or above.get("Observation id", ""),
            players=_read_players(of_it[0][0], above, semicolons=semicolons),
            offset_s=_read_number(
                of_it[0][0].get("Time offset (s)") or above.get("Time offset (s)", ""), semicolons
            )
            or 0.0,
            events=tuple(_list_table_events(path, of_it)),
        )
        for name, of_it in by_observation.items()
    ]
    marks = make_marks(path, observations, [], clip)
    if clip is None or not any(_is_beside(o.players, clip) for o in observations):
        return marks
    remark = text("terminal-marks-beside", file=path.name)
    return replace(marks, remarks=(*marks.remarks, remark))


def _is_beside(players: tuple[Player, ...], clip: Clip) -> bool:
    """Whether a clip was played in another than the first player."""
    return any(is_same_clip(file, clip.name) for player in players[1:] for file in player.files)


def _list_table_events(
    path: Path, rows: list[tuple[dict[str, str], str, list[float | None], _Key]]
) -> Iterator[Event]:
    flagged = []
    for _, status, time, key in rows:
        start_s, stop_s = time[0], time[-1]
        assert start_s is not None  # refused before
        if len(time) == 2:
            yield Event(*key, start_s, start_s if stop_s is None else stop_s)
        else:
            flagged.append((start_s, key, status != _POINT))
    yield from _pair(path, flagged)


def _read_players(
    row: dict[str, str], above: dict[str, str], *, semicolons: bool
) -> tuple[Player, ...]:
    """The media that a row, or the lines above the table (of older versions), speak of."""
    sources = row.get("Source", "")
    lengths = row.get("Media duration (s)", row.get("Total length", "")).split("|")
    parts = [re.sub(r"^player #\d+: ?", "", part) for part in sources.split("|")]
    if "player #" not in sources:
        parts = [text for name, text in above.items() if name.startswith("Player #")]
        parts = (
            parts or _clean([row.get("Media file path", ""), row.get("Media file name", "")])[:1]
        )
    players = []
    for k, part in enumerate(parts):
        files = tuple(name.strip() for name in part.split(";") if name.strip())
        said = lengths[k].split(";") if k < len(lengths) else []
        known = [_read_number(text, semicolons) for text in said]
        players.append(Player(files, tuple([*known, *[None] * len(files)][: len(files)])))
    return tuple(players)


def _read_observation(path: Path, name: str, said: dict[str, Any], states: set[str]) -> Observation:
    info = said.get("media_info") or {}
    lengths, shifts = info.get("length") or {}, info.get("offset") or {}
    created = info.get("media_creation_time") or {}
    if not said.get("media_creation_date_as_offset"):
        created = {}
    players = tuple(
        Player(
            files=tuple(files),
            lengths_s=tuple(float(lengths[f]) if f in lengths else None for f in files),
            shift_s=float(shifts.get(number) or 0),
            file_shifts_s={f: float(created[f]) for f in files if f in created},
        )
        for number, files in (dict(said.get("file") or {})).items()
    )
    flagged = []
    for event in said["events"]:
        time, subject, code, modifiers = event[:4]
        key = (str(subject), str(code), tuple(_clean(re.split(r"[|,]", str(modifiers or "")))))
        flagged.append((float(time), key, code in states))
    return Observation(
        name=name,
        players=players,
        offset_s=float(said.get("time offset") or 0),
        events=tuple(_pair(path, flagged)),
    )


def _pair(path: Path, flagged: Sequence[tuple[float, _Key, bool]]) -> Iterator[Event]:
    """Put the two events of each state together; points stay alone."""
    begun: dict[_Key, float] = {}
    for time_s, key, is_state in flagged:
        if not is_state:
            yield Event(*key, time_s, time_s)
        elif key in begun:
            first_s, last_s = sorted((begun.pop(key), time_s))
            yield Event(*key, first_s, last_s)
        else:
            begun[key] = time_s
    for (subject, behaviour, modifiers), time_s in begun.items():
        label = " ".join((behaviour, *modifiers))
        if read_label(label) or read_label(f"{label} {subject}"):
            raise InputError(
                text(
                    "error-boris-half-state",
                    file=path.name,
                    behaviour=repr(show_text(behaviour)),
                    time=f"{time_s:.3f}",
                )
            )


def _read_number(text: str, semicolons: bool) -> float | None:
    return list_numbers([text], whole=False, semicolons=semicolons)[0]


def _clean(texts: Iterable[str]) -> list[str]:
    return [text.strip() for text in texts if text.strip() not in _NO_VALUE]
