"""Everything about one recording."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from twitchcam.records.assessment import DetectionLimit, Quality
from twitchcam.records.capture import Cue, Source
from twitchcam.records.detection import Action, Tremor, TwitchEvent
from twitchcam.records.interpretation import Coupling, Finding, Symmetry
from twitchcam.records.spans import Span
from twitchcam.records.tracking import TrackerInfo
from twitchcam.records.triage import Advice

if TYPE_CHECKING:
    import pandas as pd

    from twitchcam.records.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Everything that was found in one recording: complete, serialisable, without a picture.

    ``cues`` are the steps that the person was asked to do; empty for a recording without a guide.
    ``versions`` are those of the packages that the numbers went through, ``changed_settings`` what
    differs from the defaults of that version.

    The tables need pandas (``pip install 'twitchcam[lab]'``). Their first column is ``clip``, units
    are in the names, and a table without rows has the same columns.
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
    versions: dict[str, str] = field(default_factory=dict)
    changed_settings: dict[str, dict[str, float | int | str | bool]] = field(default_factory=dict)

    def events_table(self, *, clock: Clock | None = None) -> pd.DataFrame:
        """Twitches and held pulls, one a row; with a ``clock``, times of that clock as well.

        Examples
        --------
        >>> table = analysis.events_table()
        >>> table.loc[0, ["side", "region"]].tolist()
        ['left', 'cheek']
        """
        return self._make_table(TwitchEvent, self.events, clock)

    def actions_table(self, *, clock: Clock | None = None) -> pd.DataFrame:
        """What the person did, one action a row."""
        return self._make_table(Action, self.actions, clock)

    def tremor_table(self, *, clock: Clock | None = None) -> pd.DataFrame:
        """Stretches of trembling, one a row."""
        return self._make_table(Tremor, self.tremor, clock)

    def couplings_table(self) -> pd.DataFrame:
        """What an action drags along, one region of one side a row."""
        return self._make_table(Coupling, self.couplings, None)

    def symmetry_table(self) -> pd.DataFrame:
        """Left against right, one action and region a row."""
        return self._make_table(Symmetry, self.symmetry, None)

    def limits_table(self) -> pd.DataFrame:
        """The smallest twitch that would have been seen, one region of one side a row."""
        return self._make_table(DetectionLimit, self.quality.detection_limits, None)

    def excluded_table(self, *, clock: Clock | None = None) -> pd.DataFrame:
        """What was not judged and why, one stretch a row."""
        return self._make_table(Span, self.quality.excluded, clock)

    def findings_table(self) -> pd.DataFrame:
        """What is said about the recording, one finding a row."""
        from twitchcam.records.tables import FINDING_TYPES, make_finding_rows, make_frame

        return make_frame(make_finding_rows(self), FINDING_TYPES, self)

    def quality_table(self) -> pd.DataFrame:
        """How much could be judged, with provenance: one row."""
        from twitchcam.records.tables import list_quality_types, make_frame, make_quality_row

        return make_frame([make_quality_row(self)], list_quality_types(), self)

    def provenance(self) -> dict[str, Any]:
        """What made the numbers: versions, checksums, settings that differ from the defaults.

        Examples
        --------
        >>> analysis.provenance()["changed_settings"]
        ''
        """
        from twitchcam.records.tables import list_provenance

        return list_provenance(self)

    def _make_table(
        self, record: type, items: tuple[Any, ...], clock: Clock | None
    ) -> pd.DataFrame:
        from twitchcam.records.tables import make_table

        return make_table(self, record, items, clock)
