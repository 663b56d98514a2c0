"""Movements of one place that nothing else explains: how often, how large, on which side.

In      Analysis (events with what explains them, quality)
Out     ``resting_twitch``, ``action_twitch``: one for every place; ``bilateral_twitch``: places of
        both sides that move at the same time, or twitches that come about as often left as right,
        which are told together, for no side is special then
Where the defaults come from   settings.PatternSettings
Method  Counted is what nothing explains (``attribution``), without single moments of low confidence
        (``own_movements``).
Known limits   What an action drags along, and bursts, flutter and steady beats, have findings of
        their own and are not told again here.
"""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
from scipy import stats

from twitchcam.anatomy import get_region
from twitchcam.evaluation import rate_per_minute
from twitchcam.interpretation.own_movements import list_own, split_trains
from twitchcam.interpretation.statements import (
    SIZE_LIMIT,
    SOURCES,
    grade_count,
    join_words,
    name_place,
    say_rate,
    say_times,
)
from twitchcam.records import Analysis, Finding, Quality, Side, TwitchEvent
from twitchcam.settings import PatternSettings, Settings

_MIN_PER_SIDE = 3
_MIN_IN_TRAIN = 3


def find_twitches(analysis: Analysis, settings: Settings) -> tuple[Finding, ...]:
    """One finding for every region and side that moved on its own, most often first."""
    events = [event for event in list_own(analysis.events) if event.explained_by == "none"]
    if _is_even(events, settings.patterns):
        return (_state_even(analysis.quality, events, settings),)
    groups: dict[tuple[str, Side], list[TwitchEvent]] = defaultdict(list)
    for event in events:
        groups[event.region, event.side].append(event)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        _state_group(analysis.quality, *place, members, settings) for place, members in ordered
    )


def _is_even(events: list[TwitchEvent], patterns: PatternSettings) -> bool:
    """Whether left and right twitch about equally often, so that neither side stands out."""
    counts = Counter(event.side for event in events)
    left, right = counts["left"], counts["right"]
    if min(left, right) < _MIN_PER_SIDE:
        return False
    return bool(stats.binomtest(left, left + right).pvalue > patterns.max_even_p)


def _state_even(quality: Quality, events: list[TwitchEvent], settings: Settings) -> Finding:
    counts = Counter(event.side for event in events)
    n_resting = sum(not event.during for event in events)
    rate, low, high = rate_per_minute(len(events), quality.observed_s / 60)
    sizes_mm = [event.amplitude_mm for event in events]
    regions = [region for region, _ in Counter(event.region for event in events).most_common()]
    where = join_words([get_region(region).plain for region in regions])
    at_once = f" and {counts['both']} on both at once" if counts["both"] else ""
    sentences = [
        f"Brief movements came on both sides, {counts['left']} left, {counts['right']} "
        f"right{at_once}, by about {np.median(sizes_mm):.1f} mm ({where}).",
        f"{n_resting} of {len(events)} came outside {_name_actions(quality)}. Neither side stands "
        f"out.",
    ]
    if quality.observed_s >= settings.assessment.min_observed_s:
        sentences.append(
            f"In the {quality.observed_s:.0f} s that could be judged that is {say_rate(rate)} a "
            f"minute; the true rate is likely between {say_rate(low)} and {say_rate(high)}."
        )
    return Finding(
        code="bilateral_twitch",
        side="both",
        statement=" ".join(sentences),
        evidence={
            "region": ", ".join(regions),
            "n_events": len(events),
            "n_left": counts["left"],
            "n_right": counts["right"],
            "n_together": counts["both"],
            "n_during_actions": len(events) - n_resting,
            "median_mm": float(np.median(sizes_mm)),
            "largest_mm": max(sizes_mm),
            "rate_per_minute": rate,
            "rate_low_per_minute": low,
            "rate_high_per_minute": high,
        },
        confidence=grade_count(sum(event.confidence != "low" for event in events)),
        limits=(SIZE_LIMIT, "A short recording cannot show that a side never stands out."),
        sources=SOURCES,
    )


def _state_group(
    quality: Quality, region: str, side: Side, events: list[TwitchEvent], settings: Settings
) -> Finding:
    at_rest = [event for event in events if not event.during]
    n_in_action = len(events) - len(at_rest)
    told = at_rest or events
    brief = [event for event in told if event.kind == "twitch"]
    held_s = [event.offset_s - event.onset_s for event in told if event.kind == "spasm"]
    rate, low, high = rate_per_minute(len(told), quality.observed_s / 60)
    sizes_mm = [event.amplitude_mm for event in told]
    median_mm = float(np.median(sizes_mm))
    long_enough = quality.observed_s >= settings.assessment.min_observed_s and len(told) > 1
    where = name_place(region, side)
    when = f"{'outside' if at_rest else 'during'} {_name_actions(quality)}"
    sentences = []
    if brief:
        sentences.append(
            f"The {where} moved briefly {say_times(len(brief))} {when}, by about "
            f"{np.median([event.amplitude_mm for event in brief]):.1f} mm."
        )
    if held_s:
        sentences.append(
            f"{'It' if brief else f'The {where}'} was pulled and held {say_times(len(held_s))} "
            f"{when}, for up to {max(held_s):.1f} s."
        )
    if long_enough:
        sentences.append(
            f"In the {quality.observed_s:.0f} s that could be judged that is {say_rate(rate)} a "
            f"minute; the true rate is likely between {say_rate(low)} and {say_rate(high)}."
        )
    if at_rest and _is_blind(quality):
        sentences.append("Whether it came with blinks could not be seen.")
    trains = [
        train
        for train in split_trains(brief, settings.patterns.train_gap_s)
        if len(train) >= _MIN_IN_TRAIN
    ]
    if trains:
        sentences.append(
            f"{sum(map(len, trains))} of them came in {_say_rows(len(trains))} of up to "
            f"{max(map(len, trains))}."
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
            "n_held": len(held_s),
            "longest_held_s": max(held_s, default=0.0),
            "n_trains": len(trains),
            "median_mm": median_mm,
            "largest_mm": max(sizes_mm),
            "rate_per_minute": rate,
            "rate_low_per_minute": low,
            "rate_high_per_minute": high,
        },
        confidence=grade_count(sum(event.confidence != "low" for event in told)),
        limits=(
            SIZE_LIMIT,
            *(("Pulling one side on purpose looks the same.",) if held_s else ()),
        ),
        sources=SOURCES,
    )


def _is_blind(quality: Quality) -> bool:
    """Whether no eye was judged, so that nobody knows of blinks."""
    return {"left", "right"} <= set(quality.eyes_not_judged)


def _name_actions(quality: Quality) -> str:
    return "smiles" if _is_blind(quality) else "blinks and smiles"


def _say_rows(n: int) -> str:
    return "one quick row" if n == 1 else f"{n} quick rows"


def _choose_code(side: Side, *, resting: bool) -> str:
    if side == "both":
        return "bilateral_twitch"
    return "resting_twitch" if resting else "action_twitch"
