"""Tables of marks, as twitchcam, spreadsheets and many programs write them.

In      A text file of rows; the row with the names of the columns may stand below others
Out     Marks in seconds, the kinds that the table speaks about
Method  Columns are known by their names: what (``kind``; ``label``, ``tier``, …), from when
        (``onset_s``; ``start``, ``begin_time``, …), to when (``offset_s``; ``stop``,
        ``duration``), where (``side``, ``region``), in which ``clip``. The end of a name gives its
        unit. A mark without an end is a point. Tables of BORIS go to ``boris``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from twitchcam.errors import InputError
from twitchcam.records import Clip, Mark, Marks
from twitchcam.report.boris import is_boris_table, read_boris_table
from twitchcam.report.marks import (
    EVENT_MARKS,
    check_mark,
    read_any_label,
    read_label,
    say_left_alone,
)
from twitchcam.report.odd_tables import lay_out_tiers, refuse_split_numbers
from twitchcam.report.recording_names import is_same_clip, refuse
from twitchcam.report.table_text import is_timecode, list_numbers, list_splits, list_timecodes
from twitchcam.report.time_units import settle_unit
from twitchcam.wording import text
from twitchcam.wording.names import join_all, join_words

_ROLES: Final = {
    "kind": "kind",
    # ``trial_type`` is what BIDS calls it.
    "label": "label tier tier_name event behavior behaviour code name trial_type event_type",
    # ``description`` is what MNE calls it, ``text`` between ``tmin`` and ``tmax`` what Praat does.
    "value": "annotation annotation_value value description text",
    "onset": "onset start begin begin_time start_time time_start onset_time from time frame tmin",
    "offset": "offset stop end end_time stop_time time_end offset_time to tmax",
    "duration": "duration",
    "side": "side",
    "region": "region",
    "size": "amplitude_mm",
    "clip": "clip video recording file filename file_name media_file",
}
_NAMED_BY: Final = {"kind", "label", "value"}
_ROLE_OF: Final = {name: role for role, names in _ROLES.items() for name in names.split()}
_UNITS: Final = (
    (re.compile(r"_hh_mm_ss(_\w+)?$"), "s"),
    (re.compile(r"_(s|secs?|seconds?|ss_msec)$"), "s"),
    (re.compile(r"_(ms|msecs?|millisec\w*)$"), "ms"),
    (re.compile(r"_(frames?|frame_number|pictures?)$"), "frames"),
)
# The row with the names of the columns is sought so far down: programs write a few lines first.
_HEADER_WITHIN: Final = 60
_SIDES: Final = {"l": "left", "r": "right", "": "both", "b": "both", "bilateral": "both"}
_NO_VALUE: Final = ("", "na", "n/a", "nan")


@dataclass(frozen=True, slots=True)
class _Column:
    role: str
    unit: str  # empty where the name does not say
    index: int

    def get(self, row: Sequence[str]) -> str:
        return row[self.index] if self.index < len(row) else ""


def read_table(path: Path, clip: Clip | None) -> Marks:
    """Read the marks of a table about ``clip``.

    Raises
    ------
    InputError
        No table of marks, or a row cannot be understood.
    NoMarks
        The table names clips, and ``clip`` is none of them.
    """
    splits = list_splits(path)
    for rows, delimiter in splits:
        for i, row in enumerate(rows[:_HEADER_WITHIN]):
            if is_boris_table(row):
                return read_boris_table(path, rows, i, clip, semicolons=delimiter == ";")
            columns = _name_columns(row)
            if "onset" not in columns:
                continue
            body = [(n, cells) for n, cells in enumerate(rows[i + 1 :], start=i + 2) if any(cells)]
            if not columns.keys() & _NAMED_BY and (laid_out := lay_out_tiers(row, body)):
                columns, body = _name_columns(laid_out[0]), laid_out[1]
            if columns.keys() & _NAMED_BY:
                refuse_split_numbers(path.name, row, body, delimiter)
                return _read_body(path, columns, body, clip, semicolons=delimiter == ";")
    for rows, delimiter in splits:
        guessed = _guess_columns(rows)
        if guessed is not None:
            body = [(n, cells) for n, cells in enumerate(rows, start=1) if _is_mark(cells)]
            marks = _read_body(path, guessed, body, clip, semicolons=delimiter == ";")
            return replace(marks, remarks=(_say_guessed(path, guessed), *marks.remarks))
    names = _name_columns(next(iter(splits[0][0]), []))
    missing = "onset_s" if names.keys() & _NAMED_BY else "kind"
    raise InputError(text("error-marks-columns", file=path.name, missing=missing))


def _guess_columns(rows: Sequence[Sequence[str]]) -> dict[str, _Column] | None:
    """What the columns hold where no row names them, as in label tracks of Audacity.

    The one with names of marks tells what; the first and second of those with nothing but times
    from when to when: clock times before numbers, which may say the same once more.
    """
    body = [row for row in rows if _is_mark(row)]
    if not body:
        return None
    columns = [[row[k] for row in body] for k in range(min(map(len, body)))]
    labels = [k for k, cells in enumerate(columns) if any(map(read_label, cells))]
    times = [k for k, cells in enumerate(columns) if None not in _read_any_times(cells)]
    times = [k for k in times if ":" in columns[k][0]] or times
    if len(labels) != 1 or not times:
        return None
    roles = {"label": labels[0], "onset": times[0]} | ({"offset": times[1]} if times[1:] else {})
    return {role: _Column(role, "", k) for role, k in roles.items()}


def _is_mark(row: Sequence[str]) -> bool:
    """Whether a row of a table without names of columns holds a mark.

    A backslash is Audacity's way to add a range of frequencies to the one above; behind ``#`` ELAN
    names the file.
    """
    return any(row) and not row[0].startswith(("\\", "#"))


def _read_any_times(cells: Sequence[str]) -> list[float | None]:
    if any(map(is_timecode, cells)):
        return list_timecodes(cells, 1.0)
    return list_numbers(cells, whole=False, semicolons=False)


def _say_guessed(path: Path, columns: dict[str, _Column]) -> str:
    times = join_all([str(columns[role].index + 1) for role in columns if role != "label"])
    label = str(columns["label"].index + 1)
    return text("terminal-marks-guessed", file=path.name, label=label, times=times)


def _name_columns(row: Sequence[str]) -> dict[str, _Column]:
    """The columns by role; of several for one, the one whose unit is surest."""
    order = ("s", "ms", "", "frames")
    columns: dict[str, _Column] = {}
    for index, cell in enumerate(row):
        name = re.sub(r"[\W_]+", "_", cell.lower()).strip("_")
        name = re.sub(r"^frame_(?=\w)(.*)$", r"\1_frame", name)
        unit = next((unit for pattern, unit in _UNITS if pattern.search(name)), "")
        for pattern, _ in _UNITS if name not in _ROLE_OF else ():
            name = pattern.sub("", name)
        role = _ROLE_OF.get(name)
        column = _Column(role or "", "frames" if name == "frame" else unit, index)
        if role and (
            role not in columns or order.index(column.unit) < order.index(columns[role].unit)
        ):
            columns[role] = column
    return columns


def _read_body(
    path: Path,
    columns: dict[str, _Column],
    body: list[tuple[int, list[str]]],
    clip: Clip | None,
    *,
    semicolons: bool,
) -> Marks:
    body = _choose_rows(path, columns.get("clip"), body, clip)
    times, unit = _read_times(path, columns, body, clip, semicolons=semicolons)
    marks, strange = [], []
    for (number, row), (onset, offset) in zip(body, times, strict=True):
        said = {role: column.get(row) for role, column in columns.items()}
        named = _read_names(said)
        if isinstance(named, str):
            # A column called kind is meant for us; others hold what else there was to mark.
            if "kind" in columns:
                raise _wrong(path, number, named)
            strange.append(said.get("label") or said.get("value", ""))
            continue
        if not 0 <= onset <= offset:
            wrong = text("error-mark-backwards", onset=f"{onset:g}", offset=f"{offset:g}")
            raise _wrong(path, number, wrong)
        size = list_numbers([said.get("size", "")], whole=False, semicolons=semicolons)[0]
        kind, side, region = named
        region = region if kind in EVENT_MARKS else None
        marks.append(Mark(kind=kind, side=side, region=region, onset_s=onset, offset_s=offset,
            amplitude_mm=size, note=""))  # fmt: skip
    kinds = tuple(dict.fromkeys(mark.kind for mark in marks))
    if strange and not kinds:
        raise InputError(
            text(
                "error-marks-names",
                file=path.name,
                got=", ".join(map(repr, list(dict.fromkeys(strange))[:5])),
            )
        )
    settled, remarks = settle_unit(path.name, marks, unit, clip)
    return Marks(
        marks=settled, kinds=kinds or ("twitch",), remarks=(*remarks, *say_left_alone(strange))
    )


def _choose_rows(
    path: Path, column: _Column | None, body: list[tuple[int, list[str]]], clip: Clip | None
) -> list[tuple[int, list[str]]]:
    """The rows about ``clip``, where the table says what each is about."""
    if column is None or clip is None:
        return body
    named = [column.get(row) for _, row in body if column.get(row)]
    mine = [(n, row) for n, row in body if is_same_clip(column.get(row), clip.name)]
    if named and not mine:
        raise refuse(path.name, clip.name, named)
    return mine if named else body


def _read_times(
    path: Path,
    columns: dict[str, _Column],
    body: list[tuple[int, list[str]]],
    clip: Clip | None,
    *,
    semicolons: bool,
) -> tuple[list[tuple[float, float]], str]:
    """From when to when each row is, and the unit of these times."""
    onset = columns["onset"]
    unit = onset.unit
    end = columns.get("offset") or columns.get("duration")
    if end is not None and end.unit != onset.unit and "frames" in (end.unit, onset.unit):
        raise InputError(text("error-marks-units", file=path.name))
    factor = 1.0
    if end is not None and {end.unit, onset.unit} == {"s", "ms"}:
        factor = 1000.0 if onset.unit == "ms" else 0.001
    used = [onset] if end is None else [onset, end]
    numbers = {
        column.role: list_numbers(
            [column.get(row) for _, row in body],
            whole=column.unit in ("ms", "frames"),
            semicolons=semicolons,
        )
        for column in used
    }
    if any(is_timecode(onset.get(row)) for _, row in body):
        rate_hz = _know_rate_hz(path, clip)
        numbers = {c.role: list_timecodes([c.get(r) for _, r in body], rate_hz) for c in used}
    # What is written as on a clock is nothing else.
    if any(":" in onset.get(row) for _, row in body):
        unit = "clock"
    times = []
    for k, (number, row) in enumerate(body):
        start = numbers[onset.role][k]
        stop = start
        if end is not None and end.get(row).lower() not in _NO_VALUE:
            value = numbers[end.role][k]
            stop = None if value is None else value * factor
            if end.role == "duration" and stop is not None and start is not None:
                stop += start
        if start is None or stop is None:
            got = join_words([repr(column.get(row)) for column in used])
            raise _wrong(path, number, text("error-mark-times", got=got))
        times.append((start, stop))
    return times, unit


def _know_rate_hz(path: Path, clip: Clip | None) -> float:
    if clip is None or not math.isfinite(clip.frame_rate_hz):
        raise InputError(text("error-marks-timecodes", file=path.name))
    return clip.frame_rate_hz


def _read_names(said: dict[str, str]) -> tuple[str, str, str | None] | str:
    """Kind, side and region of a row, or what is wrong with them."""
    kind = _plain(said.get("kind", "") or said.get("label", "") or said.get("value", ""))
    side, region = _plain(said.get("side", "")), _plain(said.get("region", "")) or None
    if wrong := check_mark(kind, _SIDES.get(side, side), region):
        # The place may stand in the name itself.
        names = (said.get(role, "") for role in ("kind", "label", "side", "region"))
        return read_any_label(" ".join(names), said.get("value", "")) or wrong
    return kind, _SIDES.get(side, side), region


def _plain(text: str) -> str:
    return re.sub(r"[\s-]+", "_", text.strip().lower())


def _wrong(path: Path, number: int, wrong: str) -> InputError:
    return InputError(text("error-marks-line", line=number, file=path.name, wrong=wrong))
