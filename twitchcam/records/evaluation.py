"""Marks to compare results with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something marked in a recording: by a person, by who made the clip, or by twitchcam.

    ``kind`` is a kind of event, ``tremor``, or a kind of action (then ``region`` is ``None``).
    ``amplitude_mm`` is ``None`` where no size was given; ``note`` is free text.
    """

    kind: str
    region: str | None
    side: str
    onset_s: float
    offset_s: float
    amplitude_mm: float | None
    note: str
