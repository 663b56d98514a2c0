"""Eye and mouth of one side that jump together, on their own.

In      Analysis (events with what explains them, actions)
Out     ``one_sided_bursts``: at most one, for the side that does it
Method  Onsets of the eye's part and of the mouth's part of one side within two pictures of each
        other [bursts-2012], several times, always on that side, hardly ever in a blink or smile. A
        wink counts as the eye's part: the lids are how such a burst shows there.
Where the defaults come from   settings.PatternSettings
Known limits   A wink on purpose draws the cheek along and looks the same.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from twitchcam.anatomy import LOWER_FACE, UPPER_FACE
from twitchcam.evaluation import match_events, rate_per_minute
from twitchcam.interpretation.statements import (
    HIGH_COUNT,
    MODERATE_COUNT,
    SOURCES,
    say_size_limit,
    say_times,
)
from twitchcam.records import (
    Action,
    Analysis,
    Confidence,
    Explanation,
    Finding,
    Side,
    TwitchEvent,
)
from twitchcam.settings import PatternSettings, Settings
from twitchcam.wording import text

_OTHER: Final[dict[Side, Side]] = {"left": "right", "right": "left"}
_NO_PART: Final[tuple[Explanation, ...]] = ("action", "tremor")
_MAX_ON_OTHER_SIDE: Final = 0.2
_LONGEST_WINK_S: Final = 1.0


class Burst(NamedTuple):
    """The mouth's part, and the eye's part unless a wink stands for it."""

    mouth: TwitchEvent
    eye: TwitchEvent | None


def find_bursts(analysis: Analysis, settings: Settings) -> tuple[Finding, ...]:
    """The bursts of the side that has them, if it does."""
    # As ``attribution`` looked for them: a beat or a response can be half of a burst too.
    events = tuple(event for event in analysis.events if event.explained_by not in _NO_PART)
    by_side = list_patterns(events, analysis.actions, settings.patterns)
    return tuple(_state(analysis, side, bursts, settings) for side, bursts in by_side.items())


def list_burst_members(
    events: tuple[TwitchEvent, ...], actions: tuple[Action, ...], patterns: PatternSettings
) -> set[TwitchEvent]:
    """Those of ``events`` that are part of a burst, on a side that has the pattern."""
    return {
        event
        for bursts in list_patterns(events, actions, patterns).values()
        for burst in bursts
        for event in burst
        if event is not None
    }


def list_patterns(
    events: tuple[TwitchEvent, ...], actions: tuple[Action, ...], patterns: PatternSettings
) -> dict[Side, list[Burst]]:
    """The bursts of every side that has enough of them, and the other side hardly any."""
    by_side = {side: list_bursts(events, actions, side, patterns) for side in _OTHER}
    return {
        side: bursts
        for side, bursts in by_side.items()
        if _is_pattern(bursts, by_side[_OTHER[side]], patterns)
    }


def list_bursts(
    events: tuple[TwitchEvent, ...],
    actions: tuple[Action, ...],
    side: Side,
    patterns: PatternSettings,
) -> list[Burst]:
    """Every time that eye and mouth of ``side`` began together."""
    own = [event for event in events if event.side == side]
    mouth = [event for event in own if event.region in LOWER_FACE]
    eye: list[TwitchEvent | None] = [event for event in own if event.region in UPPER_FACE]
    onsets_s = [event.onset_s for event in eye if event is not None]
    for action in actions:
        short = action.offset_s - action.onset_s <= _LONGEST_WINK_S
        if action.kind == "wink" and action.side == side and short and not action.cued:
            eye.append(None)
            onsets_s.append(action.onset_s)
    found = match_events([event.onset_s for event in mouth], onsets_s, patterns.burst_synchrony_s)
    return [Burst(mouth[i], eye[j]) for i, j in found.pairs]


def _is_pattern(bursts: list[Burst], others: list[Burst], patterns: PatternSettings) -> bool:
    if len(bursts) < patterns.min_bursts:
        return False
    led = sum(any(kind != "wink" for kind in burst.mouth.during) for burst in bursts)
    return led <= patterns.max_bursts_in_actions * len(bursts) and len(
        others
    ) <= _MAX_ON_OTHER_SIDE * len(bursts)


def _state(analysis: Analysis, side: Side, bursts: list[Burst], settings: Settings) -> Finding:
    n_winks = sum(burst.eye is None for burst in bursts)
    rate, low, high = rate_per_minute(len(bursts), analysis.quality.observed_s / 60)
    within_s = settings.patterns.burst_synchrony_s
    return Finding(
        code="one_sided_bursts",
        side=side,
        statement=(
            text(
                "finding-bursts",
                side=side,
                times=say_times(len(bursts)),
                within=f"{within_s * 1000:.0f}",
            )
        ),
        evidence={
            "n_bursts": len(bursts),
            "n_with_wink": n_winks,
            "rate_per_minute": rate,
            "rate_low_per_minute": low,
            "rate_high_per_minute": high,
            "within_s": within_s,
            "largest_mm": max(burst.mouth.amplitude_mm for burst in bursts),
            "longest_s": max(burst.mouth.offset_s - burst.mouth.onset_s for burst in bursts),
        },
        confidence=_grade(len(bursts) - n_winks),
        limits=(
            text("finding-bursts-limit"),
            say_size_limit(),
        ),
        sources=(*SOURCES, "bursts-2012"),
    )


def _grade(n_skin: int) -> Confidence:
    """Winks alone prove little: people wink."""
    if n_skin >= HIGH_COUNT:
        return "high"
    return "moderate" if n_skin >= MODERATE_COUNT else "low"
