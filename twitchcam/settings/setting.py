"""How a setting is written down: value, unit, reason, source, and the range it may lie in."""

from __future__ import annotations

from dataclasses import field, fields
from typing import Any

from twitchcam.errors import check_range


def setting(default: float, *, unit: str, why: str, source: str, low: float, high: float) -> Any:
    """A field of a settings record; ``source`` is a key of ``sources.SOURCES``."""
    return field(
        default=default,
        metadata={"unit": unit, "why": why, "source": source, "low": low, "high": high},
    )


class Checked:
    """Refuses a value outside the range that its field allows."""

    def __post_init__(self) -> None:
        for item in fields(self):  # type: ignore[arg-type]
            value = getattr(self, item.name)
            if "low" in item.metadata:
                check_range(item.name, value, item.metadata["low"], item.metadata["high"])
