"""How a number is written down: value, unit, reason, source, and the range it may lie in.

A ``setting`` can be turned: another value finds more and makes up more, or the other way round.
What is ``fixed`` cannot: it is a fact of faces that others measured, a property of a tool that is
used here (what a model's scores mean, by how much its mesh trembles), the meaning of a word of the
report, or how finely time and pictures are looked at. Another value would be wrong, or change cost
and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields
from typing import Any, TypeVar

from twitchcam.checks import check_range

Stage = TypeVar("Stage")


def setting(default: float, *, unit: str, why: str, source: str, low: float, high: float) -> Any:
    """A field of a settings record; ``source`` is a key of ``sources.SOURCES``."""
    return field(
        default=default,
        metadata={"unit": unit, "why": why, "source": source, "low": low, "high": high},
    )


class Fixed:
    """A number that nobody turns: read from the record like a setting, but no field of it."""

    def __init__(self, value: float, *, unit: str, why: str, source: str) -> None:
        self.value = value
        self.about = {"unit": unit, "why": why, "source": source}

    def __get__(self, record: object, owner: type | None = None) -> float:
        return self.value


def fixed(value: float, *, unit: str, why: str, source: str) -> Fixed:
    """A fixed number of a settings record; ``source`` is a key of ``sources.SOURCES``."""
    return Fixed(value, unit=unit, why=why, source=source)


class Checked:
    """Refuses a value outside the range that its field allows."""

    def __post_init__(self) -> None:
        for item in fields(self):  # type: ignore[arg-type]
            value = getattr(self, item.name)
            if "low" in item.metadata:
                check_range(item.name, value, item.metadata["low"], item.metadata["high"])


def restore_stage(stage: type[Stage], values: Mapping[str, float | int | str | bool]) -> Stage:
    """The settings that an analysis was made with; what it does not name is as it is now.

    Parameters
    ----------
    stage : a record of settings, such as ``CouplingSettings``.
    values : its part of ``Analysis.settings``; names that are no setting any more are left out.

    Raises
    ------
    InputError
        A value lies outside the range that its setting allows.
    """
    known = {item.name for item in fields(stage)}  # type: ignore[arg-type]
    return stage(**{name: value for name, value in values.items() if name in known})
