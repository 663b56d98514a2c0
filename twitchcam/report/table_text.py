"""The text of a table as any spreadsheet saves it, as cells and numbers.

In      A file: UTF-8 with or without a byte order mark, UTF-16, or a national code page; cells
        parted by commas, semicolons, tabs or bars; decimal points or commas; a line ``sep=;``
Out     Rows of cells; numbers and clock times as seconds

Known limits: of a national code page only the letters of ASCII are right. All names that are read
consist of these.
"""

from __future__ import annotations

import codecs
import csv
import io
import math
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from twitchcam.checks import explain_read_errors
from twitchcam.errors import InputError
from twitchcam.wording import text

_DELIMITERS: Final = ",;\t|"
_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# As thousands are parted: apostrophes and all kinds of spaces.
_BETWEEN_THOUSANDS: Final = re.compile(r"['’\s]")
_ONLY_THOUSANDS: Final = re.compile(r"[-+]?\d{1,3}([,.]\d{3})+")
_TIMECODE: Final = re.compile(r"(\d+):(\d\d):(\d\d)([:;])(\d\d)")
_CLOCK: Final = re.compile(r"(?:(\d+):)?(\d{1,4}):(\d{1,2}(?:[.,]\d+)?)")


def read_text(path: Path) -> str:
    """Read a text file of any encoding that spreadsheets write.

    Raises
    ------
    InputError
        The file is missing, or no text.
    """
    with explain_read_errors(path):
        content = path.read_bytes()
    if content.startswith(_WORKBOOKS):
        raise InputError(text("error-table-workbook", file=path.name))
    try:
        if content.startswith(_UTF_16):
            return content.decode("utf-16")
        # Without a mark: every other byte of plain text is zero then.
        if b"\0" in content[:64]:
            return content.decode("utf-16-be" if content[:1] == b"\0" else "utf-16-le")
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in content:
            raise InputError(text("error-table-no-text", file=path.name)) from error
        return content.decode("latin-1")


def list_splits(path: Path) -> list[tuple[list[list[str]], str]]:
    """Split a table into rows of cells, in every way, the one with the most cells first.

    Cells have no spaces around them; empty ones at the end of a row, and empty rows at the end of
    the table, are left out.

    Returns
    -------
    Pairs of the rows and of what parts the cells.
    """
    first, _, rest = (written := read_text(path)).partition("\n")
    if said := re.fullmatch(r'"?sep=(.)"?\W*', first.rstrip()):
        return [([[], *_read_cells(path, rest, said[1])], said[1])]
    splits = [(_read_cells(path, written, delimiter), delimiter) for delimiter in _DELIMITERS]
    return sorted(splits, key=lambda split: -sum(len(row) for row in split[0]))


def _read_cells(path: Path, written: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(written, newline=""), delimiter=delimiter)
    try:
        rows = [[cell.strip() for cell in row] for row in reader]
    except csv.Error as error:
        raise InputError(text("error-table-none", file=path.name, reason=str(error))) from error
    for row in rows:
        while row and not row[-1]:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def list_numbers(cells: Iterable[str], *, whole: bool, semicolons: bool) -> list[float | None]:
    """Read the cells of columns of times: numbers with point or comma, or clock times in seconds.

    Parameters
    ----------
    cells : of all columns together, so that they are read in one way.
    whole : the numbers have no decimals (milliseconds, pictures): ``1,300`` and ``1.300`` are
        more than a thousand then.
    semicolons : they parted the cells, so the comma is that of decimals.

    Returns
    -------
    ``None`` for a cell without a number.
    """
    cells = [_BETWEEN_THOUSANDS.sub("", cell).replace("\u066b", ".") for cell in cells]
    numbers = [cell for cell in cells if _is_like_number(cell)]
    marked = [cell for cell in numbers if "," in cell or "." in cell]
    if whole and all(map(_ONLY_THOUSANDS.fullmatch, marked)):
        cells = [re.sub(r"[,.](?=\d{3})", "", cell) for cell in cells]
    points = any("," not in cell for cell in marked)
    commas = [cell for cell in marked if "." not in cell]
    thousands = points and not semicolons and all(map(_ONLY_THOUSANDS.fullmatch, commas))
    return [_read_number(cell, comma_is_decimal=not thousands) for cell in cells]


def list_timecodes(cells: Iterable[str], rate_hz: float) -> list[float | None]:
    """Read timecodes of video editors, hours:minutes:seconds:pictures, as seconds.

    Their seconds are whole numbers of pictures (30 at 29.97 a second, so that they last longer than
    a second), unless a semicolon says that the count keeps up with the clock (drop frame).

    Returns
    -------
    ``None`` for a cell that is no timecode.
    """
    return [_read_timecode(cell.strip(), rate_hz) for cell in cells]


def _read_timecode(cell: str, rate_hz: float) -> float | None:
    found = _TIMECODE.fullmatch(cell)
    if not found:
        return None
    hours, minutes, seconds, pictures = (int(found[k]) for k in (1, 2, 3, 5))
    clock_s = 3600 * hours + 60 * minutes + seconds
    if found[4] == ";":
        return clock_s + pictures / rate_hz
    return (clock_s * round(rate_hz) + pictures) / rate_hz


def is_timecode(cell: str) -> bool:
    """Whether a cell holds a time with a number of pictures at its end."""
    return bool(_TIMECODE.fullmatch(cell.strip()))


def _is_like_number(cell: str) -> bool:
    return bool(re.fullmatch(r"[-+\d.,]*\d[\d.,]*", cell))


def _read_number(cell: str, *, comma_is_decimal: bool) -> float | None:
    if clock := _CLOCK.fullmatch(cell):
        hours, minutes, seconds = clock.groups()
        return 3600 * int(hours or 0) + 60 * int(minutes) + float(seconds.replace(",", "."))
    if "," in cell and "." in cell:  # the later one is that of the decimals
        comma_is_decimal = cell.rindex(",") > cell.rindex(".")
        cell = cell.replace("." if comma_is_decimal else ",", "")
    cell = cell.replace(",", "." if comma_is_decimal else "")
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
