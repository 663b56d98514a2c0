"""Which events are told as movements of their own: the same in findings, page and tables.

In      TwitchEvents whose ``explained_by`` is set, tremor
Out     those that come by themselves; those that are too unsure and too single to be told so
Method  What an action or a tremor explains is no movement of its own. One event of low confidence
        alone at its place is a moment to look at: healthy faces have such events too, and so are
        two; three at one place are told. The same holds for trembling of one side: letters that lie
        over a face, and key frames of a codec, make a second of it.
Known limits   A rare twitch of low confidence, once in each of many recordings, is told by none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from twitchcam.records import OWN_MOVEMENTS, Analysis, Tremor, TwitchEvent

# For documents that do not carry the setting.
_MIN_FOR_RATE_S: Final = 5.0
# So many unsure events at one place are a finding.
_ENOUGH_UNSURE: Final = 3


def list_own(events: Iterable[TwitchEvent]) -> tuple[TwitchEvent, ...]:
    """Events that come by themselves, alone or in a pattern, and are sure enough to be told."""
    events = tuple(events)
    moments = set(list_moments(events))
    return tuple(e for e in events if e.explained_by in OWN_MOVEMENTS and e not in moments)


def list_moments(events: Iterable[TwitchEvent]) -> tuple[TwitchEvent, ...]:
    """Events of low confidence that nothing explains, where there are few and none is surer.

    A movement of both sides shares its place with those of either side.
    """
    unexplained = [event for event in events if event.explained_by == "none"]
    return tuple(event for event in unexplained if _is_moment(event, unexplained))


def list_told_tremor(tremor: Iterable[Tremor]) -> tuple[Tremor, ...]:
    """Stretches of a side that has a surer one, or several."""
    tremor = tuple(tremor)
    return tuple(t for t in tremor if not _is_lone_tremor(t, tremor))


def list_tremor_moments(tremor: Iterable[Tremor]) -> tuple[Tremor, ...]:
    """Stretches of low confidence of a side that has few and none surer."""
    tremor = tuple(tremor)
    return tuple(t for t in tremor if _is_lone_tremor(t, tremor))


def _is_lone_tremor(stretch: Tremor, tremor: tuple[Tremor, ...]) -> bool:
    of_side = [t.confidence for t in tremor if len({t.side, stretch.side} - {"both"}) < 2]
    return len(of_side) < _ENOUGH_UNSURE and set(of_side) == {"low"}


def count_per_minute(n_events: int, analysis: Analysis) -> float | None:
    """How many of them in a minute that could be judged; ``None`` from too little time.

    The bound is that of the statements of the findings, so that page, store and statement agree.
    """
    observed_s = analysis.quality.observed_s
    min_s = float(analysis.settings.get("assessment", {}).get("min_observed_s", _MIN_FOR_RATE_S))
    return 60 * n_events / observed_s if observed_s >= min_s else None


def _is_moment(event: TwitchEvent, unexplained: list[TwitchEvent]) -> bool:
    at_place = [other.confidence for other in unexplained if _share_place(event, other)]
    return len(at_place) < _ENOUGH_UNSURE and set(at_place) == {"low"}


def _share_place(event: TwitchEvent, other: TwitchEvent) -> bool:
    sides = {event.side, other.side}
    return event.region == other.region and (len(sides) == 1 or "both" in sides)


def split_trains(
    events: list[TwitchEvent], longest_gap_s: float
) -> Iterator[tuple[TwitchEvent, ...]]:
    """Rows of events whose onsets follow each other within ``longest_gap_s``."""
    row: list[TwitchEvent] = []
    for event in sorted(events, key=lambda e: e.onset_s):
        if row and event.onset_s - row[-1].onset_s > longest_gap_s:
            yield tuple(row)
            row = []
        row.append(event)
    if row:
        yield tuple(row)
