"""Short movements of one place, at rest or within actions: how often, how large.

In      Analysis (events, couplings, quality)
Out     ``resting_twitch``, ``action_twitch``, ``bilateral_twitch``: one for every place
Known limits   What a place does because an action drags it is told by ``find_cocontraction``
        alone.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from twitchcam.evaluation import rate_per_minute
from twitchcam.interpretation.find_cocontraction import list_answering
from twitchcam.interpretation.statements import (
    SIZE_LIMIT,
    SOURCES,
    grade_count,
    name_place,
    say_times,
)
from twitchcam.records import Analysis, Finding, Quality, Side, TwitchEvent
from twitchcam.settings import Settings


def find_twitches(analysis: Analysis, settings: Settings) -> tuple[Finding, ...]:
    """One finding for every region and side that moved on its own, most often first."""
    answering = list_answering(analysis.couplings, settings)
    groups: dict[tuple[str, Side], list[TwitchEvent]] = defaultdict(list)
    for event in analysis.events:
        place = event.region, event.side
        if not any((*place, kind) in answering for kind in event.during):
            groups[place].append(event)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        _state_group(analysis.quality, *place, members, settings) for place, members in ordered
    )


def _state_group(
    quality: Quality, region: str, side: Side, events: list[TwitchEvent], settings: Settings
) -> Finding:
    at_rest = [event for event in events if not event.during]
    n_in_action = len(events) - len(at_rest)
    told = at_rest or events
    rate, low, high = rate_per_minute(len(told), quality.observed_s / 60)
    sizes_mm = [event.amplitude_mm for event in told]
    median_mm = float(np.median(sizes_mm))
    long_enough = quality.observed_s >= settings.signals.least_observed_s and len(told) > 1
    sentences = [
        f"The {name_place(region, side)} moved briefly {say_times(len(told))} "
        f"{'outside' if at_rest else 'during'} blinks and smiles, by about {median_mm:.1f} mm."
    ]
    if long_enough:
        sentences.append(
            f"In the {quality.observed_s:.0f} s that could be judged that is {rate:.0f} a minute; "
            f"the true rate is likely between {low:.0f} and {high:.0f}."
        )
    if at_rest and n_in_action:
        sentences.append(f"It also moved {say_times(n_in_action)} during blinks or smiles.")
    return Finding(
        code=_choose_code(side, resting=bool(at_rest)),
        side=side,
        statement=" ".join(sentences),
        evidence={
            "region": region,
            "n_events": len(events),
            "n_during_actions": n_in_action,
            "median_mm": median_mm,
            "largest_mm": max(sizes_mm),
            "rate_per_minute": rate,
            "rate_low_per_minute": low,
            "rate_high_per_minute": high,
        },
        confidence=grade_count(sum(event.confidence != "low" for event in told)),
        limits=(
            SIZE_LIMIT,
            "Movements held longer than a third of a second are not counted here.",
        ),
        sources=SOURCES,
    )


def _choose_code(side: Side, *, resting: bool) -> str:
    if side == "both":
        return "bilateral_twitch"
    return "resting_twitch" if resting else "action_twitch"
