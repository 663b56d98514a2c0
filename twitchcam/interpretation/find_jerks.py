"""Jerks of one place that come at a steady beat.

In      Analysis (events with what explains them)
Out     ``rhythmic_jerks``: one for every place that does it
Method  The longest row of twitches whose intervals hardly vary, at 0.5 to 3 Hz, for 10 s and more.
        Single twitches come unevenly: by chance, intervals spread about as much as they are long.
Where the defaults come from   settings.PatternSettings
Known limits   Chewing on one side, sucking the cheek, or music in the ear can look the same.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import numpy as np

from twitchcam.interpretation.statements import SOURCES, name_place, say_size_limit
from twitchcam.records import Analysis, Finding, Side, TwitchEvent
from twitchcam.settings import PatternSettings, Settings
from twitchcam.wording import text
from twitchcam.wording.names import say_share

_SURE_JERKS: Final = 20
_LED_BY: Final = ("blink", "wink")


def find_jerks(analysis: Analysis, _settings: Settings) -> tuple[Finding, ...]:
    """Every place that jerks at a steady beat."""
    rows: dict[tuple[str, Side], list[TwitchEvent]] = defaultdict(list)
    for event in sorted(analysis.events, key=lambda event: event.apex_s):
        if event.explained_by == "beat":
            rows[event.region, event.side].append(event)
    return tuple(_state(region, side, row) for (region, side), row in sorted(rows.items()))


def list_jerk_members(
    events: tuple[TwitchEvent, ...], patterns: PatternSettings
) -> set[TwitchEvent]:
    """Those of ``events`` that are part of a steady row, the longest of every place."""
    places: dict[tuple[str, Side], list[TwitchEvent]] = defaultdict(list)
    for event in events:
        if event.kind == "twitch" and not set(event.during) & set(_LED_BY):
            places[event.region, event.side].append(event)
    return {event for own in places.values() for event in find_steady_row(own, patterns)}


def find_steady_row(events: list[TwitchEvent], patterns: PatternSettings) -> list[TwitchEvent]:
    """The longest run of events with even intervals; empty if none is long enough."""
    events = sorted(events, key=lambda event: event.apex_s)
    apex_s = np.array([event.apex_s for event in events])
    least = int(patterns.min_jerks)
    squares = np.concatenate([[0.0], np.cumsum(np.diff(apex_s) ** 2)])
    best: list[TwitchEvent] = []
    for first in range(len(events) - least + 1):
        last = np.arange(first + least - 1, len(events))
        length_s, n = apex_s[last] - apex_s[first], last - first
        mean_s = np.maximum(length_s / n, 1e-9)
        variance = np.maximum((squares[last] - squares[first]) / n - mean_s**2, 0.0)
        steady = (
            (length_s >= patterns.jerks_min_s)
            & (mean_s <= 1 / patterns.jerks_lowest_hz)
            & (mean_s >= 1 / patterns.jerks_highest_hz)
            & (np.sqrt(variance) <= patterns.jerks_max_cv * mean_s)
        )
        if steady.any() and n[steady].max() + 1 > len(best):
            best = events[first : int(last[steady].max()) + 1]
    return best


def _state(region: str, side: Side, row: list[TwitchEvent]) -> Finding:
    apex_s = np.array([event.apex_s for event in row])
    intervals_s = np.diff(apex_s)
    spread = float(intervals_s.std() / intervals_s.mean())
    return Finding(
        code="rhythmic_jerks",
        side=side,
        statement=(
            text(
                "finding-jerks",
                place=name_place(region, side),
                n=len(row),
                every=f"{intervals_s.mean():.1f}",
                length=f"{apex_s[-1] - apex_s[0]:.0f}",
                spread=say_share(spread),
            )
        ),
        evidence={
            "region": region,
            "n_events": len(row),
            "frequency_hz": float(1 / intervals_s.mean()),
            "interval_spread": spread,
            "length_s": float(apex_s[-1] - apex_s[0]),
            "median_mm": float(np.median([event.amplitude_mm for event in row])),
        },
        confidence="moderate" if len(row) >= _SURE_JERKS else "low",
        limits=(
            text("finding-jerks-limit"),
            say_size_limit(),
        ),
        sources=SOURCES,
    )
