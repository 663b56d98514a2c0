"""One lid that flutters while the mouth of that side is quiet.

In      Analysis (tremor, events with what explains them)
Out     ``lid_flutter``: one for every lid that does it
Method  Tremor of a lid alone at 3 to 8 Hz [lid-bursts], or a row of its twitches at that pace.
Where the defaults come from   settings.PatternSettings
Known limits   Lid flutter can be smaller than any camera across a desk can show.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from twitchcam.anatomy import LOWER_FACE
from twitchcam.interpretation.find_tremor import LIDS, is_lid_alone
from twitchcam.interpretation.own_movements import list_told_tremor, split_trains
from twitchcam.interpretation.statements import (
    SOURCES,
    grade_count,
    name_place,
    say_size_limit,
    say_times,
)
from twitchcam.records import Analysis, Finding, Side, TwitchEvent
from twitchcam.settings import PatternSettings, Settings
from twitchcam.wording import text

_AROUND_S = 0.1


def find_lid_flutter(analysis: Analysis, settings: Settings) -> tuple[Finding, ...]:
    """One finding for every lid that flutters."""
    patterns = settings.patterns
    bouts: dict[tuple[str, str], list[tuple[float, float, float]]] = {}
    for tremor in list_told_tremor(analysis.tremor):
        in_band = patterns.flutter_lowest_hz <= tremor.frequency_hz <= patterns.flutter_highest_hz
        if in_band and is_lid_alone(tremor, analysis.tremor):
            bouts.setdefault((tremor.region, tremor.side), []).append(
                (tremor.frequency_hz, tremor.stop_s - tremor.start_s, tremor.amplitude_mm)
            )
    members = tuple(event for event in analysis.events if event.explained_by == "lid_flutter")
    for train in _list_rows_of_lids(members, patterns):
        length_s = train[-1].offset_s - train[0].onset_s
        pace_hz = (len(train) - 1) / (train[-1].onset_s - train[0].onset_s)
        size_mm = float(np.median([event.amplitude_mm for event in train]))
        place = train[0].region, train[0].side
        bouts.setdefault(place, []).append((pace_hz, length_s, size_mm))
    return tuple(_state(region, side, found) for (region, side), found in sorted(bouts.items()))


def list_flutter_members(
    events: tuple[TwitchEvent, ...], patterns: PatternSettings
) -> set[TwitchEvent]:
    """Those of ``events`` in a row at the pace of a flutter, the mouth of that side quiet."""
    return {
        event
        for train in _list_rows_of_lids(events, patterns)
        if _is_flutter(train, patterns) and _is_mouth_quiet(train, events)
        for event in train
    }


def _list_rows_of_lids(
    events: tuple[TwitchEvent, ...], patterns: PatternSettings
) -> Iterator[tuple[TwitchEvent, ...]]:
    """Twitches of one lid that follow each other no slower than a flutter does."""
    for region in LIDS:
        for side in ("left", "right"):
            own = [
                event
                for event in events
                if (event.region, event.side, event.kind) == (region, side, "twitch")
            ]
            yield from split_trains(own, 1 / patterns.flutter_lowest_hz)


def _is_flutter(train: tuple[TwitchEvent, ...], patterns: PatternSettings) -> bool:
    pace_s = [b.onset_s - a.onset_s for a, b in pairwise(train)]
    return len(train) >= patterns.flutter_train and bool(
        np.median(pace_s) >= 1 / patterns.flutter_highest_hz
    )


def _is_mouth_quiet(train: tuple[TwitchEvent, ...], events: tuple[TwitchEvent, ...]) -> bool:
    start_s, stop_s = train[0].onset_s - _AROUND_S, train[-1].offset_s + _AROUND_S
    return not any(
        event.region in LOWER_FACE
        and event.side in (train[0].side, "both")
        and start_s <= event.apex_s <= stop_s
        for event in events
    )


def _state(region: str, side: str, bouts: list[tuple[float, float, float]]) -> Finding:
    pace_hz, length_s, size_mm = np.array(bouts).T
    one_side: Side = "left" if side == "left" else "right"
    return Finding(
        code="lid_flutter",
        side=one_side,
        statement=(
            text(
                "finding-flutter",
                place=name_place(region, one_side),
                times=say_times(len(bouts)),
                pace=f"{np.median(pace_hz):.0f}",
                length=f"{length_s.sum():.1f}",
            )
        ),
        evidence={
            "region": region,
            "n_bouts": len(bouts),
            "frequency_hz": float(np.median(pace_hz)),
            "total_s": float(length_s.sum()),
            "median_mm": float(np.median(size_mm)),
        },
        confidence=grade_count(len(bouts)),
        limits=(
            text("finding-flutter-limit"),
            say_size_limit(),
        ),
        sources=(*SOURCES, "lid-bursts"),
    )
