"""What was put into recordings again and again, and what methods say about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

OURS: Final = "this version"
PATCHES: Final = "eight regions a side"
NAIVE: Final = "naive flow"
METHODS: Final = (OURS, PATCHES, NAIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One answer or tremor that was put in, and what each method said: sides, or nothing."""

    clip: str
    what: str
    area: str
    side: str
    size_mm: float
    said: dict[str, tuple[str, ...]]


@dataclass(slots=True, kw_only=True)
class Score:
    """All of one kind of faces."""

    trials: list[Trial] = field(default_factory=list)
    n_copies: int = 0
    n_false_answers: dict[str, int] = field(default_factory=lambda: dict.fromkeys(METHODS, 0))
    n_false_tremor: dict[str, int] = field(default_factory=lambda: dict.fromkeys(METHODS, 0))
    quiet_min: float = 0.0
    n_trains: int = 0
    n_small_p: int = 0
    n_by_chance: int = 0
