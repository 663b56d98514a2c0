"""What a cohort is made of: clips, with whom and when they show."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortClip:
    """One row of the list of a cohort.

    Attributes
    ----------
    path : the video or saved track.
    person, visit, date : as in the list; empty where it says nothing.
    mirrored : the video is a mirror image.
    answers : file of answers, or ``None``.
    more : further columns of the list, kept as text.
    """

    path: Path
    person: str = ""
    visit: str = ""
    date: str = ""
    mirrored: bool = False
    answers: Path | None = None
    more: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipOutcome:
    """What became of one clip of a cohort.

    Attributes
    ----------
    clip : which one.
    state : ``done`` now, ``kept`` from an earlier run, or ``failed``.
    clip_id : of the content and everything that steers the result; empty where it failed.
    folder : of its results; ``None`` where it failed.
    reason : why it failed, in one sentence.
    details : of a fault of ours, for a report about it.
    """

    clip: CohortClip
    state: Literal["done", "kept", "failed"]
    clip_id: str = ""
    folder: Path | None = None
    reason: str = ""
    details: str = ""
