"""What the store hands out: frozen rows, without a tie to the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from twitchcam.records import Shown, VisitMeasure

Origin = Literal["camera", "upload"]
# receiving: bytes still arrive. waiting, running: to be analysed. refused: no video that can be
# read. failed: our own fault. cancelled: stopped by the person.
State = Literal["receiving", "waiting", "running", "done", "refused", "failed", "cancelled"]
# Where the date of a recording comes from: this app's camera, the file's own words, the file's time
# on the computer it came from, the time at which it was received; or somebody typed it.
DateSource = Literal["camera", "file", "modified", "received", "typed"]
AffectedSide = Literal["left", "right", "both", "none"]
UNFINISHED: Final[tuple[State, ...]] = ("receiving", "waiting", "running")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whose face is recorded.

    ``name`` may be a code; ``affected_side`` is ``None`` until somebody says it.
    """

    id: str
    name: str
    created_at: datetime
    affected_side: AffectedSide | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPerson:
    """Somebody as the list of all shows them: recordings there are, and when the last was made."""

    person: Person
    n_recordings: int
    last_visit: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One recording and how far it has come.

    Attributes
    ----------
    name : what the person calls it; never part of a path.
    origin, protocol : how it was made; ``protocol`` is empty for an upload.
    size_bytes, modified_ms : of the file that is being sent, to take up a broken upload.
    state, problem : how far it is; why it went no further, in words.
    created_at : when it came here.
    recorded_at, recorded_from : when it was recorded, and where that comes from.
    date_refused : a date that the file tells and that cannot be, as it tells it; else empty.
    note : what somebody wrote about this visit.
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
    recorded_at: datetime
    recorded_from: DateSource = "received"
    date_refused: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grading:
    """What a clinician graded at a visit: a name and a number of their own."""

    name: str
    value: float


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

    Attributes
    ----------
    company : who else is in it, in the codes of ``records.tracking.Company``.
    measures : what is followed over time (``interpretation.visit_measures``).
    shown : what advice needs to know of it (``triage.over_time``).
        Both are ``None`` in rows of an older twitchcam until its document was read again.
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
    measures: tuple[VisitMeasure, ...] | None = None
    shown: Shown | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAnswers:
    """Answers of one sitting; ``seen_on`` is the day on which a doctor saw what they tell."""

    given_at: datetime
    content: dict[str, Any]
    seen_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One day of the log: what may matter, and the person's own count of twitches."""

    day: date
    caffeine_cups: float | None = None
    sleep_h: float | None = None
    stress: int | None = None
    own_count: int | None = None
    notes: str = ""
