"""What is kept of a recording to be compared with those of other days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from twitchcam.records.assessment import DetectionLimit
from twitchcam.records.interpretation import Finding
from twitchcam.records.vocabulary import Side

MeasureName = Literal["synkinesis", "resting_twitches", "ratio", "rest_difference", "tremor"]
# Why there is no value: the recording or the place could not be judged; what was done was too
# little to compare.
NoValue = Literal["not_judged", "too_little"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitMeasure:
    """One number of one recording that is followed over months.

    Attributes
    ----------
    name, action, region, side : what is measured; ``action`` is ``rest``, ``any`` or as in
        ``Coupling`` and ``Symmetry``; ``region`` is empty where the whole face is meant.
    value : mm (``synkinesis``, ``rest_difference``, ``tremor``), a minute (``resting_twitches``),
        left over right (``ratio``); ``None`` where there is none, see ``no_value``.
    interval : 95 %, of what this recording alone tells; ``None`` where it tells none.
    n, n_of : answers or events that were counted; actions that could have been answered.
    stands_out : beyond chance and beyond what healthy faces do.
    """

    name: MeasureName
    action: str
    region: str
    side: Side
    value: float | None
    interval: tuple[float, float] | None = None
    n: int | None = None
    n_of: int | None = None
    stands_out: bool = False
    no_value: NoValue | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a recording showed and could have shown, as far as advice rests on it.

    Attributes
    ----------
    usable, observed_s, limits, hidden_regions : as in ``Quality``.
    n_actions : how often each kind of action was done.
    """

    findings: tuple[Finding, ...]
    usable: bool
    observed_s: float
    limits: tuple[DetectionLimit, ...]
    hidden_regions: tuple[str, ...]
    n_actions: dict[str, int]
