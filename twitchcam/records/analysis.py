"""Everything about one recording."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from twitchcam.records.assessment import Quality
from twitchcam.records.capture import Cue, Source
from twitchcam.records.detection import Action, Tremor, TwitchEvent
from twitchcam.records.interpretation import Coupling, Finding, Symmetry
from twitchcam.records.tracking import TrackerInfo
from twitchcam.records.triage import Advice


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Everything that was found in one recording: complete, serialisable, without a picture.

    ``cues`` are the steps that the person was asked to do; empty for a recording without a guide.
    """

    twitchcam_version: str
    source: Source
    tracker: TrackerInfo
    quality: Quality
    actions: tuple[Action, ...] = ()
    events: tuple[TwitchEvent, ...] = ()
    tremor: tuple[Tremor, ...] = ()
    couplings: tuple[Coupling, ...] = ()
    symmetry: tuple[Symmetry, ...] = ()
    findings: tuple[Finding, ...] = ()
    advice: Advice | None = None
    cues: tuple[Cue, ...] = ()
    settings: dict[str, dict[str, float | int | str | bool]] = field(default_factory=dict)
    schema_version: Literal["1"] = "1"
