"""One page for a letter: what it holds. Words and numbers are ready; nothing is measured here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

MOST_ROWS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFigure:
    """One number over the visits.

    Attributes
    ----------
    title : what is drawn, with its unit.
    at, labels : when each visit was, and how its day is called where there is little room.
    values, intervals : of the same length; ``None`` where there is none.
    band : from where to where noise alone could move the first value; ``None`` where not known.
    side : whose colour it has: ``left``, ``right``, ``both``.
    """

    title: str
    at: tuple[datetime, ...]
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    intervals: tuple[tuple[float, float] | None, ...]
    band: tuple[float, float] | None
    side: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A page for a letter.

    Attributes
    ----------
    title, about : its head: what it is; who, when, which side.
    paragraph : the whole in words, to be copied.
    figures : at most three, of what has two values or more.
    not_drawn : names what has one value only; empty where none.
    columns, rows : a table, one row a visit, the first cell its day.
    left_out : says how many visits the table leaves out; empty where none.
    foot : what it is not.
    """

    title: str
    about: str
    paragraph: str
    figures: tuple[CourseFigure, ...]
    not_drawn: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: str
    foot: str


def shorten_rows(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Keep the first row and the last ones, as many as a page has room for.

    Examples
    --------
    >>> [day for day, in shorten_rows([(str(k),) for k in range(15)])][:3]
    ['0', '4', '5']
    """
    return (rows[0], *rows[1 - MOST_ROWS :]) if len(rows) > MOST_ROWS else tuple(rows)
