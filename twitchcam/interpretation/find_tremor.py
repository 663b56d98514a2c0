"""A part of the face that trembles: while smiling, at rest, or in another action.

In      Analysis (tremor, actions, quality)
Out     ``smile_tremor``, ``resting_tremor``, ``action_tremor``: one for every side and occasion
        Without single stretches of low confidence (``own_movements``).
Known limits   One lid that flutters alone is told by ``find_lid_flutter``.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import numpy as np

from twitchcam.interpretation.own_movements import list_told_tremor
from twitchcam.interpretation.statements import SOURCES, name_place, say_size_limit
from twitchcam.records import Action, Analysis, Confidence, Finding, Side, Tremor
from twitchcam.settings import Settings
from twitchcam.wording import text
from twitchcam.wording.names import join_words

LIDS: Final = ("upper_lid", "lower_lid")
_CODES: Final = {"rest": "resting_tremor", "smile": "smile_tremor"}
_SOURCES: Final = {"smile": (*SOURCES, "smiling-tremor-2024")}
_MODERATE_STRETCHES: Final = 3


def find_tremor(analysis: Analysis, settings: Settings) -> tuple[Finding, ...]:
    """One finding for every side and occasion, the longest trembling first."""
    groups: dict[tuple[Side, str], list[Tremor]] = defaultdict(list)
    for tremor in list_told_tremor(analysis.tremor):
        if not is_lid_alone(tremor, analysis.tremor):
            groups[tremor.side, _name_occasion(tremor)].append(tremor)
    ordered = sorted(groups.items(), key=lambda item: (-measure_time_s(item[1]), item[0]))
    return tuple(_state(analysis, *place, members, settings) for place, members in ordered)


def is_lid_alone(tremor: Tremor, others: tuple[Tremor, ...]) -> bool:
    """Whether a lid of one side trembles while nothing else of that side does."""
    return (
        tremor.region in LIDS
        and tremor.side != "both"
        and not any(
            other.region not in LIDS
            and other.side in (tremor.side, "both")
            and min(other.stop_s, tremor.stop_s) > max(other.start_s, tremor.start_s)
            for other in others
        )
    )


def measure_time_s(stretches: list[Tremor]) -> float:
    """Time in which at least one of the stretches trembles."""
    total_s, reached_s = 0.0, 0.0
    for stretch in sorted(stretches, key=lambda s: s.start_s):
        total_s += max(stretch.stop_s - max(stretch.start_s, reached_s), 0.0)
        reached_s = max(reached_s, stretch.stop_s)
    return total_s


def _name_occasion(tremor: Tremor) -> str:
    if not tremor.during:
        return "rest"
    return "smile" if "smile" in tremor.during else tremor.during[0]


def _state(
    analysis: Analysis, side: Side, occasion: str, stretches: list[Tremor], settings: Settings
) -> Finding:
    by_region: dict[str, list[Tremor]] = defaultdict(list)
    for stretch in stretches:
        by_region[stretch.region].append(stretch)
    regions = sorted(by_region, key=lambda r: (-len(by_region[r]), r))
    frequency_hz = float(np.median([s.frequency_hz for s in stretches]))
    low_hz = min(s.frequency_interval_hz[0] for s in stretches)
    high_hz = max(s.frequency_interval_hz[1] for s in stretches)
    amplitude_mm = max(float(np.median([s.amplitude_mm for s in by_region[r]])) for r in regions)
    total_s = measure_time_s(stretches)
    where = join_words([name_place(region, side) for region in regions])
    n_with, n_actions = _count_actions(analysis.actions, stretches, occasion)
    sentences = [
        text(
            "finding-trembled",
            place=where,
            when=text(f"finding-trembled-{occasion}", n=str(n_with), all=str(n_actions)),
            pace=f"{frequency_hz:.1f}",
        ),
        text(
            "finding-trembled-swing",
            low=f"{low_hz:.1f}",
            high=f"{high_hz:.1f}",
            size=f"{amplitude_mm:.1f}",
            length=f"{total_s:.1f}",
        ),
    ]
    elsewhere = [t for t in analysis.tremor if t not in stretches and t.side in (side, "both")]
    if occasion == "smile" and not any(_name_occasion(t) == "rest" for t in elsewhere):
        sentences.append(text("finding-trembled-only"))
    fastest_hz = settings.tremor.max_of_frame_rate * analysis.quality.frame_rate_hz
    too_fast = (
        (text("finding-trembled-fastest", pace=f"{fastest_hz:.0f}"),)
        if fastest_hz < settings.tremor.highest_hz
        else ()
    )
    return Finding(
        code=_CODES.get(occasion, "action_tremor"),
        side=side,
        statement=" ".join(sentences),
        evidence={
            "region": ", ".join(regions),
            "during": occasion,
            "frequency_hz": frequency_hz,
            "frequency_low_hz": low_hz,
            "frequency_high_hz": high_hz,
            "amplitude_mm": amplitude_mm,
            "n_stretches": len(stretches),
            "total_s": total_s,
            "n_actions_with": n_with,
            "n_actions": n_actions,
            **_count_by_manner(analysis.actions, stretches, occasion),
        },
        confidence=_grade(stretches),
        limits=(
            text("finding-trembled-limit"),
            say_size_limit(),
            *too_fast,
        ),
        sources=_SOURCES.get(occasion, SOURCES),
    )


def _count_actions(
    actions: tuple[Action, ...], stretches: list[Tremor], kind: str
) -> tuple[int, int]:
    """How many actions of ``kind`` had trembling in them, and how many there were."""
    of_kind = [action for action in actions if action.kind == kind]
    return sum(_has_tremor(action, stretches) for action in of_kind), len(of_kind)


def _has_tremor(action: Action, stretches: list[Tremor]) -> bool:
    return any(s.start_s < action.offset_s and action.onset_s < s.stop_s for s in stretches)


def _count_by_manner(
    actions: tuple[Action, ...], stretches: list[Tremor], occasion: str
) -> dict[str, float | str]:
    """Half and full smiles apart: some trembling lives in half smiles only."""
    counts: dict[str, float | str] = {}
    if occasion == "smile":
        for manner in ("half", "full"):
            chosen = tuple(action for action in actions if manner in action.manner)
            n_with, n = _count_actions(chosen, stretches, "smile")
            counts |= {f"n_{manner}_smiles_with": n_with, f"n_{manner}_smiles": n}
    return counts


def _grade(stretches: list[Tremor]) -> Confidence:
    """One sure stretch is enough; several less sure ones make up for it."""
    n = {grade: sum(s.confidence == grade for s in stretches) for grade in ("high", "moderate")}
    if n["high"] or n["moderate"] >= _MODERATE_STRETCHES:
        return "high"
    return "moderate" if n["moderate"] or len(stretches) >= _MODERATE_STRETCHES else "low"
