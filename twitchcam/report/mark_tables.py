"""Tables of marks, as twitchcam, spreadsheets and many programs write them.

In      A text file of rows; the row with the names of the columns may stand below others
Out     Marks in seconds, the kinds that the table speaks about
Method  Columns are known by their names: what (``kind``; ``label``, ``tier``, …), from when
        (``onset_s``; ``start``, ``begin_time``, …), to when (``offset_s``; ``stop``,
        ``duration``), where (``side``, ``region``), in which ``clip``. The end of a name gives its
        unit. A mark without an end is a point. Tables of BORIS go to ``boris``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from twitchcam.errors import InputError
from twitchcam.records import Clip, Mark, Marks
from twitchcam.report.boris import is_boris_table, read_boris_table
from twitchcam.report.marks import EVENT_MARKS, check_mark, read_label, say_left_alone
from twitchcam.report.recordings import is_same_clip, refuse
from twitchcam.report.table_text import list_numbers, list_splits
from twitchcam.report.time_units import settle_unit

_ROLES: Final = {
    "kind": "kind",
    "label": "label tier tier_name event annotation behavior behaviour code name",
    "onset": "onset start begin begin_time start_time time_start onset_time from time frame",
    "offset": "offset stop end end_time stop_time time_end offset_time to",
    "duration": "duration",
    "side": "side",
    "region": "region",
    "size": "amplitude_mm",
    "clip": "clip video recording file filename file_name media_file",
}
_ROLE_OF: Final = {name: role for role, names in _ROLES.items() for name in names.split()}
_UNITS: Final = (
    (re.compile(r"_hh_mm_ss(_\w+)?$"), "s"),
    (re.compile(r"_(s|secs?|seconds?|ss_msec)$"), "s"),
    (re.compile(r"_(ms|msecs?|millisec\w*)$"), "ms"),
    (re.compile(r"_(frames?|frame_number|pictures?)$"), "frames"),
)
# The row with the names of the columns is sought so far down: programs write a few lines first.
_HEADER_WITHIN: Final = 60
_SIDES: Final = {"l": "left", "r": "right", "": "both", "bilateral": "both"}
_NO_VALUE: Final = ("", "na", "nan")


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
            if columns.keys() & {"kind", "label"} and "onset" in columns:
                body = [
                    (n, cells) for n, cells in enumerate(rows[i + 1 :], start=i + 2) if any(cells)
                ]
                return _read_body(path, columns, body, clip, semicolons=delimiter == ";")
    names = _name_columns(next(iter(splits[0][0]), []))
    missing = "onset_s" if names.keys() & {"kind", "label"} else "kind"
    raise InputError(
        f"{path.name} must have the columns kind, onset_s, offset_s (and region, side for "
        f"moments), got none called {missing}. Add it."
    )


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
    times = _read_times(path, columns, body, semicolons=semicolons)
    marks, strange = [], []
    for (number, row), (onset, offset) in zip(body, times, strict=True):
        said = {role: column.get(row) for role, column in columns.items()}
        named = _read_names(said)
        if isinstance(named, str):
            # A column called kind is meant for us; others hold what else there was to mark.
            if "kind" in columns:
                raise _wrong(path, number, named)
            strange.append(said["label"])
            continue
        if not 0 <= onset <= offset:
            got = f"got {onset:g} and {offset:g}"
            raise _wrong(
                path, number, f"offset_s must be after onset_s, and neither below 0, {got}"
            )
        size = list_numbers([said.get("size", "")], whole=False, semicolons=semicolons)[0]
        kind, side, region = named
        region = region if kind in EVENT_MARKS else None
        marks.append(Mark(kind=kind, side=side, region=region, onset_s=onset, offset_s=offset,
            amplitude_mm=size, note=""))  # fmt: skip
    kinds = tuple(dict.fromkeys(mark.kind for mark in marks))
    if strange and not kinds:
        raise InputError(
            f"{path.name} must name its marks like 'twitch left cheek' or 'blink', got "
            f"{', '.join(map(repr, list(dict.fromkeys(strange))[:5]))}. Rename them."
        )
    settled, remarks = settle_unit(path.name, marks, columns["onset"].unit, clip)
    return Marks(
        marks=settled, kinds=kinds or ("twitch",), remarks=(*remarks, *say_left_alone(strange))
    )


def _choose_rows(
    path: Path, column: _Column | None, body: list[tuple[int, list[str]]], clip: Clip | None
) -> list[tuple[int, list[str]]]:
    """The rows about ``clip``, where the table says what each is about."""
    if column is None or clip is None:
        return body
    mine = [(n, row) for n, row in body if is_same_clip(column.get(row), clip.name)]
    others = [column.get(row) for _, row in body if column.get(row)]
    if others and not mine:
        raise refuse(path.name, clip.name, others)
    return mine


def _read_times(
    path: Path,
    columns: dict[str, _Column],
    body: list[tuple[int, list[str]]],
    *,
    semicolons: bool,
) -> list[tuple[float, float]]:
    """From when to when each row is, in the unit of the onset."""
    onset = columns["onset"]
    end = columns.get("offset") or columns.get("duration")
    if end is not None and end.unit != onset.unit and "frames" in (end.unit, onset.unit):
        raise InputError(
            f"{path.name} must have times of one unit, got pictures beside others. Mend a column."
        )
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
            got = " and ".join(repr(column.get(row)) for column in used)
            raise _wrong(path, number, f"times must be seconds, got {got}")
        times.append((start, stop))
    return times


def _read_names(said: dict[str, str]) -> tuple[str, str, str | None] | str:
    """Kind, side and region of a row, or what is wrong with them."""
    kind = _plain(said.get("kind", "") or said.get("label", ""))
    side, region = _plain(said.get("side", "")), _plain(said.get("region", "")) or None
    if wrong := check_mark(kind, _SIDES.get(side, side), region):
        # The place may stand in the name itself.
        whole = read_label(
            " ".join(said.get(role, "") for role in ("kind", "label", "side", "region"))
        )
        return whole or wrong
    return kind, _SIDES.get(side, side), region


def _plain(text: str) -> str:
    return re.sub(r"[\s-]+", "_", text.strip().lower())


def _wrong(path: Path, number: int, wrong: str) -> InputError:
    return InputError(f"Line {number} of {path.name}: {wrong}. Mend the line.")
