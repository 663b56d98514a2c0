"""Two shapes of tables that say something else than they seem to.

In      rows of cells, the first with the names of the columns
Out     the same in the usual shape, or an error
Method  ELAN can export a column for each tier: its name says what was marked, and whatever stands
        in a row of it says that this is one. A table whose cells are parted by commas, and whose
        numbers have decimal commas too, has more cells in a row than columns: what they mean is
        anybody's guess.
"""

from __future__ import annotations

from collections.abc import Sequence

from twitchcam.errors import InputError
from twitchcam.report.marks import read_label
from twitchcam.wording import text

Numbered = tuple[int, list[str]]


def lay_out_tiers(
    header: Sequence[str], body: Sequence[Numbered]
) -> tuple[list[str], list[Numbered]] | None:
    """Header and numbered rows with one column ``tier``; ``None`` where no column names marks.

    A row in which no such column holds anything is kept, without a name.
    """
    tiers = [k for k, name in enumerate(header) if read_label(name)]
    if not tiers:
        return None
    rows = []
    for number, row in body:
        cells = [*row, *[""] * (len(header) - len(row))]
        named = [header[k] for k in tiers if cells[k]] or [""]
        rows += [(number, [*cells, name]) for name in named]
    return [*header, "tier"], rows


def refuse_split_numbers(
    file_name: str, header: Sequence[str], body: Sequence[Numbered], delimiter: str
) -> None:
    """Refuse rows that commas split further than the header.

    Raises
    ------
    InputError
        A row has more cells than columns, and what is too much is a number.
    """
    if delimiter != ",":
        return
    for number, row in body:
        if any(cell.isdecimal() for cell in row[len(header) :]):
            raise InputError(text("error-marks-split", line=number, file=file_name))
