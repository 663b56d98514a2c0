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

from twitchcam.evaluation import rate_per_minute
from twitchcam.interpretation.own_movements import list_own, split_trains
from twitchcam.interpretation.statements import (
    SOURCES,
    grade_count,
    name_place,
    say_rate,
    say_size_limit,
    say_times,
)
from twitchcam.records import Analysis, Finding, Quality, Side, TwitchEvent
from twitchcam.settings import PatternSettings, Settings
from twitchcam.wording import names, text
from twitchcam.wording.names import NO_SIDE, join_words

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
    where = join_words([names.name_place(region, NO_SIDE) for region in regions])
    sentences = [
        text(
            "finding-even-together" if counts["both"] else "finding-even",
            left=counts["left"],
            right=counts["right"],
            both=counts["both"],
            size=f"{np.median(sizes_mm):.1f}",
            where=where,
        ),
        text(
            "finding-even-outside",
            n=str(n_resting),
            all=str(len(events)),
            actions=_name_actions(quality),
        ),
    ]
    if quality.observed_s >= settings.assessment.min_observed_s:
        sentences.append(_say_often(quality, rate, low, high))
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
        limits=(say_size_limit(), text("finding-even-limit")),
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
    when = text("finding-outside" if at_rest else "finding-during", actions=_name_actions(quality))
    sentences = []
    if brief:
        sentences.append(
            text(
                "finding-brief",
                place=where,
                times=say_times(len(brief)),
                when=when,
                size=f"{np.median([event.amplitude_mm for event in brief]):.1f}",
            )
        )
    if held_s:
        sentences.append(
            text(
                "finding-held-too" if brief else "finding-held",
                place=where,
                times=say_times(len(held_s)),
                when=when,
                longest=f"{max(held_s):.1f}",
            )
        )
    if long_enough:
        sentences.append(_say_often(quality, rate, low, high))
    if at_rest and _is_blind(quality):
        sentences.append(text("finding-blind"))
    trains = [
        train
        for train in split_trains(brief, settings.patterns.train_gap_s)
        if len(train) >= _MIN_IN_TRAIN
    ]
    if trains:
        sentences.append(
            text(
                "finding-rows",
                n=str(sum(map(len, trains))),
                rows=len(trains),
                longest=str(max(map(len, trains))),
            )
        )
    if at_rest and n_in_action:
        sentences.append(text("finding-also-during", times=say_times(n_in_action)))
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
            say_size_limit(),
            *((text("finding-held-limit"),) if held_s else ()),
        ),
        sources=SOURCES,
    )


def _is_blind(quality: Quality) -> bool:
    """Whether no eye was judged, so that nobody knows of blinks."""
    return {"left", "right"} <= set(quality.eyes_not_judged)


def _name_actions(quality: Quality) -> str:
    return text("finding-smiles" if _is_blind(quality) else "finding-blinks-and-smiles")


def _say_often(quality: Quality, rate: float, low: float, high: float) -> str:
    return text(
        "finding-often",
        judged=f"{quality.observed_s:.{0 if quality.observed_s >= 10.0 else 1}f}",
        rate=say_rate(rate),
        low=say_rate(low),
        high=say_rate(high),
    )


def _choose_code(side: Side, *, resting: bool) -> str:
    if side == "both":
        return "bilateral_twitch"
    return "resting_twitch" if resting else "action_twitch"
