"""The cues of a guided recording, in a small file beside it.

``clip.webm`` has its cues in ``clip.cues.json``. Whoever analyses the clip reads them with it,
so that they cannot be forgotten and give the same numbers everywhere.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from twitchcam.errors import InputError
from twitchcam.records import Cue
from twitchcam.wording import text

SUFFIX: Final = ".cues.json"
MAX_CUES: Final = 10_000
_LONGEST_NAME: Final = 40
_LATEST_S: Final = 7 * 24 * 3600.0


def cues_path(clip: Path) -> Path:
    """Where the cues of ``clip`` are kept."""
    return clip.with_name(clip.stem + SUFFIX)


def read_cues(clip: Path) -> tuple[Cue, ...]:
    """Read the cues of ``clip`` in the order of time; empty when it has none.

    Raises
    ------
    InputError
        There is a file of cues, but it cannot be used.
    """
    path = cues_path(clip)
    try:
        content = json.loads(path.read_bytes())
        return make_cues(content["cues"])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise InputError(
            text("error-cues", file=path.name, clip=clip.name, kind=type(error).__name__)
        ) from error


def write_cues(clip: Path, cues: Iterable[Cue]) -> None:
    """Write the cues of ``clip`` beside it. The file appears only when it is complete."""
    path = cues_path(clip)
    unfinished = path.with_name(f".unfinished-{path.name}")
    text = json.dumps({"cues": [asdict(cue) for cue in cues]}, indent=1)
    try:
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def make_cues(items: Any) -> tuple[Cue, ...]:
    """Make cues of plain values, in the order of time; ``ValueError`` for what is none."""
    if not isinstance(items, list) or len(items) > MAX_CUES:
        raise ValueError(f"cues must be a list of at most {MAX_CUES}.")
    cues = [_make_cue(item) for item in items]
    return tuple(sorted(cues, key=lambda cue: (cue.start_s, cue.stop_s)))


def _make_cue(item: Any) -> Cue:
    step, start_s, stop_s = item["step"], float(item["start_s"]), float(item["stop_s"])
    if not isinstance(step, str) or not step.isidentifier() or len(step) > _LONGEST_NAME:
        raise ValueError("step must be a short name.")
    # Written so that NaN is refused too.
    if not (math.isfinite(start_s) and 0.0 <= start_s < stop_s <= _LATEST_S):
        raise ValueError("a cue must begin at 0 or later, and stop after it begins.")
    return Cue(step=step, start_s=start_s, stop_s=stop_s)
