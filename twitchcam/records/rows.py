"""Records as rows of a table: which columns a record has, and what stands in them.

A place becomes two columns, ``place_x`` and ``place_y``; an interval two, ``…_low`` and ``…_high``,
with the unit kept at the end. All other fields are one column of the same name.
"""

from __future__ import annotations

from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

UNITS: Final = {
    "_mm_per_s": "mm/s",
    "_per_s": "1/s",
    "_mm": "mm",
    "_deg": "degrees",
    "_hz": "Hz",
    "_s": "s",
}


def list_columns(record: type) -> list[str]:
    """Names of the columns of a table of ``record``, in order.

    Examples
    --------
    >>> from twitchcam.records import Tremor
    >>> list_columns(Tremor)[4:7]
    ['frequency_hz', 'frequency_interval_low_hz', 'frequency_interval_high_hz']
    """
    return [
        column
        for name, hint in get_type_hints(record).items()
        for column in name_columns(name, hint)
    ]


def name_columns(name: str, hint: Any) -> tuple[str, ...]:
    """Columns of one field."""
    if name == "place":
        return "place_x", "place_y"
    if "tuple[float, float]" not in str(hint):
        return (name,)
    unit = next((suffix for suffix in UNITS if name.endswith(suffix)), "")
    stem = name.removesuffix(unit)
    return f"{stem}_low{unit}", f"{stem}_high{unit}"


def make_row(item: Any) -> dict[str, Any]:
    """What stands in the columns of one record; words in a list are parted by ``;``.

    Lists of numbers stay tuples, what is not known stays ``None``.
    """
    row: dict[str, Any] = {}
    for name, hint in get_type_hints(type(item)).items():
        columns, value = name_columns(name, hint), getattr(item, name)
        if len(columns) == 2:
            row.update(zip(columns, value or (None, None), strict=True))
        elif holds_words(hint):
            row[name] = ";".join(value)
        else:
            row[name] = value
    return row


def holds_words(hint: Any) -> bool:
    """Whether a field is a list of words."""
    if get_origin(hint) is not tuple or get_args(hint)[-1] is not Ellipsis:
        return False
    item = get_args(hint)[0]
    return item is str or get_origin(item) is Literal
