"""Where questions and rules come from: ``sources.toml``, read strictly."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from twitchcam.checks import check_option
from twitchcam.errors import InputError
from twitchcam.triage.reading import FOLDER, check_keys, check_unique, read_table, take_text
from twitchcam.wording import text

KINDS: Final = ("guideline", "health_service", "charity", "review", "study", "asked", "judgement")
READ: Final = ("primary", "abstract", "summary", "none")
_KEYS: Final = ("key", "kind", "name", "title", "address", "read", "checked", "show")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One place that a question or rule rests on.

    Attributes
    ----------
    key : its name in the tables.
    kind : one of ``KINDS``; ``asked`` is a doctor's public answer to a person's question,
        ``judgement`` is ours alone.
    name, title : for the person; for a reviewer.
    address : where it was read; empty when there is none.
    read : ``primary`` the text itself, ``abstract``, ``summary`` by someone else, ``none``.
    checked : the day on which it was read, ``2026-11-24``.
    show_address : the address may stand in what the person reads.
    """

    key: str
    kind: str
    name: str
    title: str
    address: str
    read: str
    checked: str
    show_address: bool


@cache
def load_sources(path: Path = FOLDER / "sources.toml") -> dict[str, Source]:
    """Load every source by its key.

    Raises
    ------
    InputError
        When the table does not fit.
    """
    table = read_table(path)
    check_keys(path.name, table, ("source",), ())
    sources = [_make_source(path.name, item) for item in table["source"]]
    check_unique(path.name, [source.key for source in sources])
    return {source.key: source for source in sources}


def _make_source(file: str, item: Any) -> Source:
    where = f"{file} [[source]] {item.get('key', '') if isinstance(item, dict) else ''}".strip()
    check_keys(where, item, _KEYS, ())
    check_option(f"{where} kind", item["kind"], KINDS)
    check_option(f"{where} read", item["read"], READ)
    if not isinstance(item["checked"], datetime.date):
        raise InputError(text("error-rules-checked", where=where, got=repr(item["checked"])))
    if not isinstance(item["show"], bool) or not isinstance(item["address"], str):
        raise InputError(text("error-rules-show", where=where))
    return Source(
        key=take_text(where, item, "key"),
        kind=item["kind"],
        name=take_text(where, item, "name"),
        title=take_text(where, item, "title"),
        address=item["address"],
        read=item["read"],
        checked=item["checked"].isoformat(),
        show_address=item["show"],
    )
