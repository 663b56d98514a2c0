"""Marks from BORIS, the program to code behaviour in videos: its projects and its tables.

In      A project (``.boris``, ``.boris.gz``), or its tabular or aggregated events as a table
Out     Marks in seconds of one clip
Method  A behaviour, with its modifiers, is named like an ELAN tier: ``twitch left cheek``, or
        ``twitch`` with the modifiers ``left`` and ``cheek``. A state lasts from one event to the
        next of the same subject, behaviour and modifiers, as they are stored. BORIS's times go on
        through all media of a player and have the observation's time offset added (and, in a
        player that is shifted against the first, its shift); all that is taken away.

Source: BORIS 8.27.4, ``write_event.py``, ``export_observation.py`` and ``project_functions.py``.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from twitchcam.errors import InputError, explain_read_errors
from twitchcam.records import Clip, Mark, Marks
from twitchcam.report.marks import EVENT_MARKS, is_kind, read_label, say_left_alone
from twitchcam.report.recordings import is_same_clip, refuse
from twitchcam.report.table_text import list_numbers
from twitchcam.report.words import show_text

_START, _STOP, _POINT = "START", "STOP", "POINT"
_NO_VALUE: Final = ("", "NA", "None")
_Key = tuple[str, str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Event:
    """From ``start_s`` to ``stop_s`` (the same for a point), on BORIS's clock."""

    behaviour: str
    modifiers: tuple[str, ...]
    start_s: float
    stop_s: float

    @property
    def label(self) -> str:
        return " ".join((self.behaviour, *self.modifiers))


@dataclass(frozen=True, slots=True)
class _Player:
    """Media that were played one after the other: names, lengths where known, and shifts."""

    files: tuple[str, ...]
    lengths_s: tuple[float | None, ...]
    shift_s: float = 0.0
    file_shifts_s: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Observation:
    name: str
    players: tuple[_Player, ...]
    offset_s: float
    events: tuple[_Event, ...]


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
        text = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
        project = json.loads(text.decode("utf-8-sig"))
        ethogram = list(project["behaviors_conf"].values())
        states = {b["code"] for b in ethogram if "STATE" in b["type"].upper()}
        read = {
            name: _read_observation(path, name, observation, states)
            for name, observation in project["observations"].items()
        }
    except InputError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, EOFError, OSError) as error:
        raise InputError(
            f"{path.name} must be a project of BORIS, got something else. Save it in BORIS again."
        ) from error
    codes = [read_label(b["code"]) for b in ethogram]
    kinds = [named[0] for named in codes if named]
    kinds += [b["code"].strip().lower() for b in ethogram if is_kind(b["code"].strip().lower())]
    return _make_marks(path, list(read.values()), kinds, clip)


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
                f"Line {number} of {path.name}: {columns[0]} must be seconds, got {got!r}. "
                "Mend the line."
            )
        key = (row["Subject"], row["Behavior"], tuple(_clean(row[name] for name in modifiers)))
        status = row.get("Behavior type", row.get("Status", _POINT)).upper()
        by_observation.setdefault(row.get("Observation id", ""), []).append(
            (row, status, time, key)
        )
    above = {row[0]: row[1] for row in rows[:head] if len(row) > 1}
    observations = [
        _Observation(
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
    return _make_marks(path, observations, [], clip)


def _list_table_events(
    path: Path, rows: list[tuple[dict[str, str], str, list[float | None], _Key]]
) -> Iterator[_Event]:
    flagged = []
    for _, status, time, key in rows:
        start_s, stop_s = time[0], time[-1]
        assert start_s is not None  # refused before
        if len(time) == 2:
            yield _Event(key[1], key[2], start_s, start_s if stop_s is None else stop_s)
        else:
            flagged.append((start_s, key, status != _POINT))
    yield from _pair(path, flagged)


def _read_players(
    row: dict[str, str], above: dict[str, str], *, semicolons: bool
) -> tuple[_Player, ...]:
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
        players.append(_Player(files, tuple([*known, *[None] * len(files)][: len(files)])))
    return tuple(players)


def _read_observation(
    path: Path, name: str, said: dict[str, Any], states: set[str]
) -> _Observation:
    info = said.get("media_info") or {}
    lengths, shifts = info.get("length") or {}, info.get("offset") or {}
    created = info.get("media_creation_time") or {}
    if not said.get("media_creation_date_as_offset"):
        created = {}
    players = tuple(
        _Player(
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
    return _Observation(
        name=name,
        players=players,
        offset_s=float(said.get("time offset") or 0),
        events=tuple(_pair(path, flagged)),
    )


def _pair(path: Path, flagged: Sequence[tuple[float, _Key, bool]]) -> Iterator[_Event]:
    """Put the two events of each state together; points stay alone."""
    begun: dict[_Key, float] = {}
    for time_s, key, is_state in flagged:
        if not is_state:
            yield _Event(key[1], key[2], time_s, time_s)
        elif key in begun:
            first_s, last_s = sorted((begun.pop(key), time_s))
            yield _Event(key[1], key[2], first_s, last_s)
        else:
            begun[key] = time_s
    for (_, behaviour, modifiers), time_s in begun.items():
        if read_label(" ".join((behaviour, *modifiers))):
            raise InputError(
                f"Each state in {path.name} must have a start and a stop, got only one event of "
                f"{show_text(behaviour)!r} at {time_s:.3f} s. Add the other in BORIS."
            )


def _make_marks(
    path: Path, observations: Sequence[_Observation], kinds: list[str], clip: Clip | None
) -> Marks:
    observation, to_clip_s, remarks = _choose(path, observations, clip)
    marks, strange = [], []
    for event in observation.events if observation else ():
        named = read_label(event.label)
        if named is None:
            strange.append(event.label)
            continue
        start_s = to_clip_s(event.start_s)
        if start_s is None:
            continue
        kind, side, region = named
        marks.append(
            Mark(
                kind=kind,
                side=side,
                region=region if kind in EVENT_MARKS else None,
                onset_s=start_s,
                offset_s=start_s + event.stop_s - event.start_s,
                amplitude_mm=None,
                note="",
            )
        )
    kinds = list(dict.fromkeys([*kinds, *(mark.kind for mark in marks)]))
    if not kinds:
        shown = ", ".join(repr(show_text(label)) for label in dict.fromkeys(strange)) or "none"
        raise InputError(
            f"{path.name} must have behaviours named like 'twitch left cheek' or 'blink', got "
            f"{shown}. Rename them in BORIS."
        )
    marks.sort(key=lambda mark: mark.onset_s)
    return Marks(
        marks=tuple(marks), kinds=tuple(kinds), remarks=(*remarks, *say_left_alone(strange))
    )


def _choose(
    path: Path, observations: Sequence[_Observation], clip: Clip | None
) -> tuple[_Observation | None, Callable[[float], float | None], tuple[str, ...]]:
    """The observation of ``clip``, its clock turned into that of the clip, and remarks."""
    found = [
        (observation, player, k)
        for observation in observations
        for player in observation.players
        for k, file in enumerate(player.files)
        if clip is not None and is_same_clip(file, clip.name)
    ]
    if len(found) > 1 and len({id(observation) for observation, _, _ in found}) > 1:
        names = ", ".join(show_text(observation.name) for observation, _, _ in found)
        raise InputError(
            f"{path.name} must hold one observation of this clip, got several: {names}. Export the "
            "one that counts."
        )
    if found:
        return found[0][0], _make_clock(path, *found[0]), ()
    if len(observations) > 1:
        others = [f for o in observations for p in o.players for f in p.files]
        raise refuse(path.name, clip.name if clip else "one clip", others or ["several clips"])
    if not observations:
        return None, lambda time_s: time_s, ()
    (alone,) = observations
    player = next((p for p in alone.players if p.files), None)
    if player is None:
        return alone, lambda time_s: time_s - alone.offset_s, ()
    remarks: tuple[str, ...] = ()
    if clip is not None:
        remarks = (
            f"{path.name} was made with {show_text(_base(player.files[0]))}, and was taken for "
            f"{show_text(clip.name)}.",
        )
    return alone, _make_clock(path, alone, player, 0), remarks


def _make_clock(
    path: Path, observation: _Observation, player: _Player, k: int
) -> Callable[[float], float | None]:
    """From BORIS's time to that of file ``k`` of a player; ``None`` for a time in another file."""
    before = player.lengths_s[:k]
    if any(length is None for length in before):
        raise InputError(
            f"{path.name} must tell how long the clips before {show_text(_base(player.files[k]))} "
            "are, got no lengths. Export one clip alone."
        )
    shift_s = observation.offset_s + player.shift_s + player.file_shifts_s.get(player.files[k], 0.0)
    shift_s += sum(length for length in before if length is not None)
    alone = len(player.files) == 1
    end_s = player.lengths_s[k]

    def to_clip_s(time_s: float) -> float | None:
        inside_s = round(time_s - shift_s, 4)
        if not alone and (inside_s < 0 or (end_s is not None and inside_s >= end_s)):
            return None
        return inside_s

    return to_clip_s


def _read_number(text: str, semicolons: bool) -> float | None:
    return list_numbers([text], whole=False, semicolons=semicolons)[0]


def _clean(texts: Any) -> list[str]:
    return [text.strip() for text in texts if text.strip() not in _NO_VALUE]


def _base(name: str) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1]
