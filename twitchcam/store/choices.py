"""What was chosen for the whole program, beside the people: one small file in the data folder."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

_FILE: Final = "choices.json"


def read_choice(folder: Path, name: str) -> str | None:
    """Return what was chosen under ``name`` in a data folder; ``None`` where nothing was."""
    # A choice that cannot be read is made again; nothing else hangs on it.
    with suppress(OSError, ValueError, AttributeError):
        value = json.loads((folder / _FILE).read_text(encoding="utf-8")).get(name)
        return value if isinstance(value, str) else None
    return None


def save_choice(folder: Path, name: str, value: str) -> None:
    """Keep what was chosen; other choices stay."""
    known: dict[str, str] = {}
    with suppress(OSError, ValueError):
        known = dict(json.loads((folder / _FILE).read_text(encoding="utf-8")))
    descriptor, unfinished = tempfile.mkstemp(".json", f".{_FILE}-", folder)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(known | {name: value}, file)
    Path(unfinished).replace(folder / _FILE)
