"""What was found, in plain statements with numbers, limits and sources.

In      Quality, Actions, TwitchEvents, Couplings
Out     Findings; ``nothing_found`` or ``not_assessable`` when there is nothing else to say
Where the defaults come from   settings.CouplingSettings for co-contraction
Known limits   Looks for one-sided and two-sided twitches and for blinks that drag the lower
        face. Tremor, weakness and other co-contraction are not looked for yet.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import numpy as np

from twitchcam.anatomy import get_region
from twitchcam.evaluation import rate_per_minute
from twitchcam.records import Action, Confidence, Coupling, Finding, Quality, Side, TwitchEvent
from twitchcam.settings import Settings

_SOURCES: Final = ("docs/method.md",)
_LEAST_SHARE_ANSWERED: Final = 0.5
_LEAST_RATIO_OF_SIDES: Final = 2.0
_MODERATE_COUNT, _HIGH_COUNT = 3, 6


def find_findings(
    quality: Quality,
    actions: tuple[Action, ...],
    events: tuple[TwitchEvent, ...],
    couplings: tuple[Coupling, ...],
    settings: Settings,
) -> tuple[Finding, ...]:
    """State what the stages before found."""
    if not quality.usable:
        return (_state_not_assessable(quality),)
    coupled = _find_coupled(couplings, settings)
    explained = {(c.region, c.side) for c in couplings if _is_coupled(c, settings)}
    findings = [
        *(_state_coupling(coupling) for coupling in coupled),
        *_state_twitches(quality, events, explained, settings),
    ]
    if not findings:
        findings.append(_state_nothing_found(quality, actions, settings))
    return tuple(findings)


def _state_not_assessable(quality: Quality) -> Finding:
    return Finding(
        code="not_assessable",
        side=None,
        statement="This recording could not be assessed. " + _explain_poor(quality),
        evidence={"observed_s": quality.observed_s, "face_coverage": quality.face_coverage},
        confidence="high",
        limits=(
            "Nothing can be said about movements in it, neither that there are any nor that "
            "there are none.",
        ),
        sources=_SOURCES,
    )


def _explain_poor(quality: Quality) -> str:
    if quality.face_coverage == 0:
        return (
            "No face was found. Face the camera in even light and fill at least a quarter of the "
            "picture."
        )
    return (
        f"A face was seen in {quality.face_coverage:.0%} of the pictures, but only "
        f"{quality.observed_s:.1f} s of {quality.duration_s:.1f} s were calm enough to judge. "
        f"Record again with the head still, the face at rest, and even light."
    )


def _state_nothing_found(
    quality: Quality, actions: tuple[Action, ...], settings: Settings
) -> Finding:
    limits_mm = [limit.limit_mm for limit in quality.detection_limits]
    short = quality.observed_s < settings.signals.least_observed_s
    return Finding(
        code="nothing_found",
        side=None,
        statement=(
            f"No twitch was found in the {quality.observed_s:.1f} s that could be judged. The "
            f"smallest twitch that would have been seen there is {min(limits_mm):.1f} to "
            f"{max(limits_mm):.1f} mm, depending on the part of the face."
        ),
        evidence={
            "observed_s": quality.observed_s,
            "smallest_limit_mm": min(limits_mm),
            "largest_limit_mm": max(limits_mm),
            "n_blinks": sum(action.kind == "blink" for action in actions),
        },
        confidence="low" if short else "moderate",
        limits=(
            "Smaller, rarer or longer-held movements can be there all the same.",
            *(("Too little could be judged to rule anything out.",) if short else ()),
        ),
        sources=_SOURCES,
    )


def _state_twitches(
    quality: Quality,
    events: tuple[TwitchEvent, ...],
    explained: set[tuple[str, Side]],
    settings: Settings,
) -> list[Finding]:
    """One finding for every region and side that moved on its own, most often first.

    ``explained`` holds places that answer blinks: what they do in a blink is said there.
    """
    groups: dict[tuple[str, Side], list[TwitchEvent]] = defaultdict(list)
    for event in events:
        place = event.region, event.side
        if not (place in explained and "blink" in event.during):
            groups[place].append(event)
    ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    return [_state_group(quality, *place, members, settings) for place, members in ordered]


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
        f"The {_name_place(region, side)} moved briefly {_count(len(told))} "
        f"{'outside' if at_rest else 'during'} blinks and smiles, by about {median_mm:.1f} mm."
    ]
    if long_enough:
        sentences.append(
            f"In the {quality.observed_s:.0f} s that could be judged that is {rate:.0f} a minute; "
            f"the true rate is likely between {low:.0f} and {high:.0f}."
        )
    if at_rest and n_in_action:
        sentences.append(f"It also moved {_count(n_in_action)} during blinks or smiles.")
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
        confidence=_grade(told),
        limits=(
            "Sizes are good to about 30 %.",
            "Movements held longer than a third of a second are not counted here.",
        ),
        sources=_SOURCES,
    )


def _choose_code(side: Side, *, resting: bool) -> str:
    if side == "both":
        return "bilateral_twitch"
    return "resting_twitch" if resting else "action_twitch"


def _count(n: int) -> str:
    return "once" if n == 1 else "twice" if n == 2 else f"{n} times"


def _name_place(region: str, side: Side) -> str:
    plain = get_region(region).plain
    return f"{plain} on both sides" if side == "both" else f"{side} {plain}"


def _grade(events: list[TwitchEvent]) -> Confidence:
    """Many events, or events far above the noise, are surer than one small one."""
    n_sure = sum(event.confidence != "low" for event in events)
    if n_sure >= _HIGH_COUNT:
        return "high"
    return "moderate" if n_sure >= _MODERATE_COUNT else "low"


def _find_coupled(couplings: tuple[Coupling, ...], settings: Settings) -> tuple[Coupling, ...]:
    """The region of each side that answers blinks most, if it does so beyond chance."""
    best: dict[Side, Coupling] = {}
    for coupling in couplings:
        if _is_coupled(coupling, settings):
            rival = best.get(coupling.side)
            if rival is None or (coupling.response_mm or 0) > (rival.response_mm or 0):
                best[coupling.side] = coupling
    return tuple(best.values())


def _is_coupled(coupling: Coupling, settings: Settings) -> bool:
    if coupling.p_value is None or coupling.response_mm is None:
        return False
    return (
        coupling.p_value < settings.coupling.most_p
        and coupling.n_responses >= _LEAST_SHARE_ANSWERED * coupling.n_actions
        and coupling.response_mm >= _LEAST_RATIO_OF_SIDES * (coupling.other_side_mm or 0.0)
    )


def _state_coupling(coupling: Coupling) -> Finding:
    where = _name_place(coupling.region, coupling.side)
    low, high = coupling.response_interval_mm or (float("nan"), float("nan"))
    slope_low = coupling.dose_slope_interval[0] if coupling.dose_slope_interval else 0.0
    stronger = " Stronger blinks brought larger movements." if slope_low > 0 else ""
    return Finding(
        code="eye_to_mouth_cocontraction",
        side=coupling.side,
        statement=(
            f"The {where} moved with {coupling.n_responses} of {coupling.n_actions} blinks, by "
            f"{coupling.response_mm:.1f} mm on average (likely {low:.1f} to {high:.1f} mm); the "
            f"other side moved by {coupling.other_side_mm:.1f} mm. This is more than chance "
            f"would bring.{stronger}"
        ),
        evidence={
            "region": coupling.region,
            "n_actions": coupling.n_actions,
            "n_responses": coupling.n_responses,
            "response_mm": coupling.response_mm or 0.0,
            "other_side_mm": coupling.other_side_mm or 0.0,
            "p_value": coupling.p_value or 0.0,
            "lag_s": coupling.lag_s or 0.0,
        },
        confidence="high" if coupling.n_actions >= 2 * _HIGH_COUNT else "moderate",
        limits=("Rests on the blinks of this recording only.", "Sizes are good to about 30 %."),
        sources=_SOURCES,
    )
