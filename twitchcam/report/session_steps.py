"""What was done in each step of a guided session, counted from the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twitchcam.capture.protocol import ASKED_ACTIONS
from twitchcam.wording.names import name_code


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTally:
    """One step: how often it was asked for, how often done, and what twitched meanwhile.

    ``n_done`` is ``None`` where nothing was to be done.
    """

    name: str
    title: str
    n_asked: int
    n_done: int | None
    n_events: int


def tally_steps(document: Mapping[str, Any]) -> list[StepTally]:
    """Count by step, in the order in which they were asked for."""
    cues: Sequence[Mapping[str, Any]] = document.get("cues", ())
    asked = Counter(cue["step"] for cue in cues)
    cued = [action["apex_s"] for action in document["actions"] if action["cued"]]
    apexes = [event["apex_s"] for event in document["events"]]
    return [
        StepTally(
            name=name,
            title=name_code("session-step", name),
            n_asked=n,
            n_done=_count_done(name, cues, cued) if name in ASKED_ACTIONS else None,
            n_events=sum(
                cue["start_s"] <= apex < cue["stop_s"]
                for cue in cues
                if cue["step"] == name
                for apex in apexes
            ),
        )
        for name, n in asked.items()
    ]


def list_unseen(tallies: Sequence[StepTally]) -> list[StepTally]:
    """Steps of which nothing was seen, to be offered again."""
    return [tally for tally in tallies if tally.n_done == 0]


def _count_done(name: str, cues: Sequence[Mapping[str, Any]], cued: Sequence[float]) -> int:
    """Count the cues that were answered; an answer may come late, but before the next cue."""
    starts = sorted(cue["start_s"] for cue in cues)
    n = 0
    for cue in cues:
        if cue["step"] == name:
            following = next((start for start in starts if start > cue["start_s"]), float("inf"))
            n += any(cue["start_s"] <= apex < following for apex in cued)
    return n
