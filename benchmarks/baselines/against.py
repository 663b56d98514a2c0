"""Another version of twitchcam, installed for another interpreter, on the same clips."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Final

_SIGN: Final = """
import hashlib, pathlib, twitchcam
folder = pathlib.Path(twitchcam.__file__).parent
print(hashlib.sha256(b"".join(p.read_bytes() for p in sorted(folder.rglob("*.py")))).hexdigest())
"""
# The clip was read, but said to be too poor to assess: there is an answer all the same.
_ANSWERED: Final = (0, 3)


def sign_version(python: Path) -> str:
    """A short name for the code that ``python`` would run."""
    return _run([str(python), "-c", _SIGN]).strip()[:12]


def analyze_with(python: Path, clip: Path) -> dict[str, Any]:
    """What that version says about a clip: its ``analysis.json``."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["analyze", str(clip.resolve()), "--out", str(Path(folder) / "out"), "--json"]
        document: dict[str, Any] = json.loads(_run([str(python), "-m", "twitchcam", *words]))
    return document


def _run(command: list[str]) -> str:
    """Run a command away from this repository, whose own package must not be found instead."""
    surroundings = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    with tempfile.TemporaryDirectory() as folder:
        ended = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=folder, env=surroundings
        )
    if ended.returncode not in _ANSWERED:
        raise RuntimeError(f"{command[0]} ended with {ended.returncode}: {ended.stderr[-500:]}")
    return ended.stdout
