"""Every number that steers a result: one frozen record per stage, each in the file of its name.

Fields can be turned, what is ``fixed`` cannot (``setting`` says what is which). Each number carries
its unit, why it has this value, and where the value comes from. Nothing is set in frames or
samples: a recording at 25, 30 or 120 frames a second is judged alike. ``docs/settings.md`` is
generated from here.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any

from twitchcam.settings.actions import ActionSettings
from twitchcam.settings.assessment import AssessmentSettings
from twitchcam.settings.coupling import CouplingSettings
from twitchcam.settings.detection import DetectionSettings
from twitchcam.settings.framing import FramingSettings
from twitchcam.settings.patterns import PatternSettings
from twitchcam.settings.references import REFERENCES
from twitchcam.settings.setting import Fixed, restore_stage
from twitchcam.settings.signals import SignalSettings
from twitchcam.settings.sources import SOURCES
from twitchcam.settings.spasms import SpasmSettings
from twitchcam.settings.symmetry import SymmetrySettings
from twitchcam.settings.tracking import TrackingSettings
from twitchcam.settings.tremor import TremorSettings
from twitchcam.settings.visibility import VisibilitySettings

__all__ = [
    "REFERENCES",
    "SOURCES",
    "ActionSettings",
    "AssessmentSettings",
    "CouplingSettings",
    "DetectionSettings",
    "FramingSettings",
    "PatternSettings",
    "Settings",
    "SignalSettings",
    "SpasmSettings",
    "SymmetrySettings",
    "TrackingSettings",
    "TremorSettings",
    "VisibilitySettings",
    "list_fixed",
    "list_settings",
    "restore_stage",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every number that steers a result, by stage; docs/settings.md says unit and reason of each.

    Parameters
    ----------
    tracking, visibility, signals, assessment, framing, actions, detection, tremor, spasms, \
symmetry, patterns, coupling
        The settings of a stage, each a record of its own whose defaults are the tested ones.

    Raises
    ------
    InputError
        A value lies outside the range that its setting allows.

    Examples
    --------
    >>> from dataclasses import replace
    >>> usual = Settings()
    >>> finer = replace(usual, detection=replace(usual.detection, twitch_threshold=6.0))
    >>> finer.as_dict()["detection"]["twitch_threshold"]
    6.0
    """

    tracking: TrackingSettings = field(default_factory=TrackingSettings)
    visibility: VisibilitySettings = field(default_factory=VisibilitySettings)
    signals: SignalSettings = field(default_factory=SignalSettings)
    assessment: AssessmentSettings = field(default_factory=AssessmentSettings)
    framing: FramingSettings = field(default_factory=FramingSettings)
    actions: ActionSettings = field(default_factory=ActionSettings)
    detection: DetectionSettings = field(default_factory=DetectionSettings)
    tremor: TremorSettings = field(default_factory=TremorSettings)
    spasms: SpasmSettings = field(default_factory=SpasmSettings)
    symmetry: SymmetrySettings = field(default_factory=SymmetrySettings)
    patterns: PatternSettings = field(default_factory=PatternSettings)
    coupling: CouplingSettings = field(default_factory=CouplingSettings)

    def as_dict(self) -> dict[str, dict[str, float | int | str | bool]]:
        """Plain numbers by stage and name, for the analysis document."""
        return {
            stage.name: {
                item.name: getattr(getattr(self, stage.name), item.name)
                for item in fields(getattr(self, stage.name))
            }
            for stage in fields(self)
        }

    def list_changes(self) -> dict[str, dict[str, float | int | str | bool]]:
        """Those that differ from the defaults, by stage and name; empty for the usual ones."""
        usual = Settings().as_dict()
        changed = {
            stage: {name: value for name, value in values.items() if value != usual[stage][name]}
            for stage, values in self.as_dict().items()
        }
        return {stage: values for stage, values in changed.items() if values}


def list_settings() -> tuple[tuple[str, Field[Any]], ...]:
    """Every setting with the name of its stage, in order."""
    return tuple(
        (stage.name, item) for stage in fields(Settings) for item in fields(_record(stage))
    )


def list_fixed() -> tuple[tuple[str, str, Fixed], ...]:
    """Every number that cannot be turned: its stage, its name, and what is known about it."""
    return tuple(
        (stage.name, name, value)
        for stage in fields(Settings)
        for name, value in vars(_record(stage)).items()
        if isinstance(value, Fixed)
    )


def _record(stage: Field[Any]) -> Any:
    if stage.default_factory is MISSING:
        raise TypeError(f"{stage.name} must be a settings record.")
    return stage.default_factory
