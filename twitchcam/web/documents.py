"""What pages read of a result beside its row: its document, and what its report plays."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from twitchcam.report import words

_MOST_MOMENTS: Final = 60
_PLAYED: Final = re.compile(
    r'<script type="application/json" id="recording">(?P<description>[^<]*)</script>\s*'
    r'<script type="text/plain" id="numbers">(?P<numbers>[A-Za-z0-9+/=]*)</script>'
)


class Happened(NamedTuple):
    """One short movement of a recording: when, and what in words."""

    time_s: float
    said: str


def read_values(results: Path) -> dict[str, Any]:
    """Read the document of a result as plain values; empty where there is none.

    The whole document is checked when it is read for the store; here a page waits for it.
    """
    with suppress(OSError, ValueError):
        document: dict[str, Any] = json.loads((results / "analysis.json").read_bytes())
        return document
    return {}


def list_moments(document: dict[str, Any]) -> list[Happened]:
    """List the short movements in the order of time, at most sixty."""
    events = sorted(document.get("events", []), key=lambda event: event["onset_s"])
    return [
        Happened(
            event["onset_s"],
            words.begin_large(words.name_place(event["region"], event["side"], event["area"])),
        )
        for event in events[:_MOST_MOMENTS]
    ]


def read_played(results: Path) -> str | None:
    """Read what the report of a result plays, as JSON; ``None`` where it plays no face."""
    try:
        page = (results / "report.html").read_text(encoding="utf-8")
    except OSError:
        return None
    found = _PLAYED.search(page)
    if found is None or '"face": null' in found["description"]:
        return None
    return f'{{"description": {found["description"]}, "numbers": "{found["numbers"]}"}}'
