"""What is installed and where, and what went wrong: for questions about a result."""

from __future__ import annotations

import platform
import tempfile
import traceback
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from twitchcam.versions import PACKAGES
from twitchcam.wording import text

FAULT_LOG: Final = "twitchcam-error.log"


def list_versions() -> list[tuple[str, str]]:
    """List names and values, ready to be shown; no library is loaded for it."""
    return [
        ("twitchcam", _version("twitchcam")),
        ("Python", platform.python_version()),
        (text("terminal-info-system"), platform.platform()),
        *((name, _version(name)) for name in PACKAGES),
        (text("terminal-info-model"), text("terminal-info-model-is")),
        (text("terminal-info-program"), str(Path(__file__).parents[1])),
        (text("terminal-info-temporary"), tempfile.gettempdir()),
        (text("terminal-info-results"), text("terminal-info-results-are")),
    ]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return text("terminal-info-not-installed")


def write_fault_log(out_dir: Path, error: Exception) -> Path | None:
    """Write what is known of a fault of ours beside the results, or to the temporary folder.

    Returns
    -------
    Path or None
        Where it was written; ``None`` when there is no place to write to.
    """
    versions = "\n".join(f"{name}: {value}" for name, value in list_versions())
    log = f"{versions}\n\n{''.join(traceback.format_exception(error))}"
    for folder in (out_dir, Path(tempfile.gettempdir())):
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / FAULT_LOG
            path.write_bytes(log.encode("utf-8", "replace"))
            return path
    return None
