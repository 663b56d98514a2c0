"""What the store hands out: frozen rows, without a tie to the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

Origin = Literal["camera", "upload"]
# receiving: bytes still arrive. waiting, running: to be analysed. refused: no video that can be
# read. failed: our own fault. cancelled: stopped by the person.
State = Literal["receiving", "waiting", "running", "done", "refused", "failed", "cancelled"]
UNFINISHED: Final[tuple[State, ...]] = ("receiving", "waiting", "running")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whose face is recorded. ``name`` may be a code."""

    id: str
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One recording and how far it has come.

    Attributes
    ----------
    name : what the person calls it; never part of a path.
    origin, protocol : how it was made; ``protocol`` is empty for an upload.
    size_bytes, modified_ms : of the file that is being sent, to take up a broken upload.
    state, problem : how far it is; why it went no further, in words.
    """

    id: str
    person_id: str
    name: str
    origin: Origin
    protocol: str
    mirrored: bool
    created_at: datetime
    size_bytes: int | None
    modified_ms: int | None
    state: State
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceResult:
    """What one place of the face did: how often, how large, and what would have been seen."""

    region: str
    side: str
    n_events: int
    rate_per_minute: float | None
    median_mm: float | None
    limit_mm: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SymmetryResult:
    """Left against right in one action."""

    action: str
    region: str
    left_mm: float | None
    right_mm: float | None
    ratio: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The outcome of one recording, small enough to be compared over months.

    ``company`` says who else is in it, in the codes of ``records.tracking.Company``.
    """

    recording_id: str
    made_at: datetime
    twitchcam_version: str
    usable: bool
    duration_s: float
    observed_s: float
    frame_rate_hz: float | None
    n_events: int
    rate_per_minute: float | None
    advice_level: str | None
    findings: tuple[dict[str, Any], ...]
    company: tuple[str, ...] = ()
    places: tuple[PlaceResult, ...] = ()
    symmetries: tuple[SymmetryResult, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One day of the log: what may matter, and the person's own count of twitches."""

    day: date
    caffeine_cups: float | None = None
    sleep_h: float | None = None
    stress: int | None = None
    own_count: int | None = None
    notes: str = ""
