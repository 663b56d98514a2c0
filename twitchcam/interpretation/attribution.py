"""What every event belongs to, decided once: findings, page and tables read it.

In      Analysis (events, actions, couplings, tremor), Movement
Out     the same events with ``explained_by`` set
Method  The first that applies: a response to an action of which a coupling is a finding
        (``synkinesis``), unless it is part of a pattern; the end of an action (``action``); a beat
        of a tremor of that side (``tremor``); a row of jerks at a steady pace (``beat``); eye and
        mouth of one side together (``burst``); a lid that flutters (``lid_flutter``).
        Patterns are looked for among the events that neither a release nor a tremor explains,
        responses included: whoever has bursts has some in blinks.
        A response counts until ``after_action_s`` after its action, as a release does.
Where the defaults come from   settings.PatternSettings, settings.CouplingSettings
Known limits   An event that belongs to two patterns carries the name of the first.
"""

from __future__ import annotations

from dataclasses import replace

from twitchcam.detection.tremor import leave_out_beats
from twitchcam.interpretation.find_bursts import list_burst_members
from twitchcam.interpretation.find_cocontraction import comes_with, list_responding
from twitchcam.interpretation.find_jerks import list_jerk_members
from twitchcam.interpretation.find_lid_flutter import list_flutter_members
from twitchcam.interpretation.releases import list_released
from twitchcam.records import Action, Analysis, Explanation, Movement, Side, TwitchEvent
from twitchcam.settings import Settings


def attribute_events(
    analysis: Analysis, movement: Movement, settings: Settings
) -> tuple[TwitchEvent, ...]:
    """Say of every event what it belongs to.

    Parameters
    ----------
    analysis : Analysis
        Everything measured, events as the detection gave them, findings not needed.
    movement : Movement
        What the events were found in.
    settings : Settings
        Of these patterns and couplings.

    Returns
    -------
    tuple of TwitchEvent
        The same events in the same order, each with ``explained_by``.

    Examples
    --------
    >>> [event.explained_by for event in attribute_events(analysis, movement, settings)]
    ['none']
    """
    released = list_released(analysis.events, analysis.actions, movement, settings.patterns)
    return explain_events(analysis, released, settings)


def explain_events(
    analysis: Analysis, released: frozenset[TwitchEvent], settings: Settings
) -> tuple[TwitchEvent, ...]:
    """``attribute_events`` once the releases are known."""
    events = analysis.events
    responding = list_responding(analysis.couplings, settings)
    after_s = settings.patterns.after_action_s
    explained: dict[TwitchEvent, Explanation] = {}
    responses = {e for e in events if _is_response(e, analysis.actions, responding, after_s)}
    explained |= dict.fromkeys(released - responses, "action")
    shaking = set(events) - set(leave_out_beats(events, analysis.tremor, settings.tremor))
    explained |= dict.fromkeys(shaking - explained.keys() - responses, "tremor")
    left = tuple(event for event in events if event not in explained)
    patterns: tuple[tuple[Explanation, set[TwitchEvent]], ...] = (
        ("beat", list_jerk_members(left, settings.patterns)),
        ("burst", list_burst_members(left, analysis.actions, settings.patterns)),
        ("lid_flutter", list_flutter_members(left, settings.patterns)),
        ("synkinesis", responses),
    )
    for name, members in patterns:
        explained |= dict.fromkeys(members - explained.keys(), name)
    return tuple(replace(e, explained_by=explained.get(e, "none")) for e in events)


def _is_response(
    event: TwitchEvent,
    actions: tuple[Action, ...],
    responding: set[tuple[str, Side, str]],
    after_s: float,
) -> bool:
    """Whether the event's place responds to an action that it fell into or follows closely."""
    place = event.region, event.side
    kinds = {kind for region, side, kind in responding if (region, side) == place}
    return comes_with(event, kinds, actions, after_s)
