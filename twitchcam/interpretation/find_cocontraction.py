"""Places that move because something else does: eyes and mouth, lips and eye, brows and mouth.

In      Analysis (couplings)
Out     ``eye_to_mouth_cocontraction``, ``mouth_to_eye_cocontraction`` and
        ``brow_to_mouth_cocontraction``: one for every side that responds beyond chance, beyond
        the other side, and by more than healthy faces do
Where the defaults come from   settings.CouplingSettings, each with its source
Known limits   Healthy norms for what a light blink drags along are not known; the bound is what
        can be measured safely.
"""

from __future__ import annotations

from collections.abc import Set
from typing import Final

from twitchcam.interpretation.coupling import EYE
from twitchcam.interpretation.statements import (
    HIGH_COUNT,
    SOURCES,
    name_place,
    say_likely,
    say_size,
    say_size_limit,
)
from twitchcam.records import (
    Action,
    ActionKind,
    Analysis,
    Confidence,
    Coupling,
    Finding,
    Side,
    TwitchEvent,
)
from twitchcam.settings import CouplingSettings, Settings, restore_stage
from twitchcam.wording import text
from twitchcam.wording.names import say_share

CODES: Final[dict[str, str]] = {
    "blink": "eye_to_mouth_cocontraction",
    "eye_closure": "eye_to_mouth_cocontraction",
    "smile": "mouth_to_eye_cocontraction",
    "pucker": "mouth_to_eye_cocontraction",
    "brow_raise": "brow_to_mouth_cocontraction",
}
_LIDS: Final = ("upper_lid", "lower_lid")
_STANDARD_ERRORS: Final = 3.0
# Width of a 95 % interval in standard errors.
_INTERVAL_WIDTH: Final = 3.92
_HIGH_HELD_COUNT: Final = 6
_MODERATE_HELD_COUNT: Final = 4
_MODERATE_BLINKS: Final = 5


def find_cocontraction(analysis: Analysis, settings: Settings) -> tuple[Finding, ...]:
    """One finding for every way of dragging and side, from the part that responds most."""
    best: dict[tuple[str, Side], dict[ActionKind, Coupling]] = {}
    for coupling in analysis.couplings:
        if is_coupled(coupling, settings.coupling):
            kinds = best.setdefault((CODES[coupling.action], coupling.side), {})
            rival = kinds.get(coupling.action)
            if rival is None or (coupling.response_mm or 0) > (rival.response_mm or 0):
                kinds[coupling.action] = coupling
    return tuple(
        _state(code, side, tuple(kinds.values()), analysis, settings)
        for (code, side), kinds in best.items()
    )


def list_responding(
    couplings: tuple[Coupling, ...], settings: Settings
) -> set[tuple[str, Side, str]]:
    """Every region and side that responds to a kind of action.

    What moves there in such an action is a response and no twitch of its own.
    """
    return {
        (region, coupling.side, coupling.action)
        for coupling in couplings
        if is_coupled(coupling, settings.coupling)
        for region in _list_regions(coupling)
    }


def _list_regions(coupling: Coupling) -> tuple[str, ...]:
    return _LIDS if coupling.region == EYE else (coupling.region,)


def comes_with(
    event: TwitchEvent, kinds: Set[str], actions: tuple[Action, ...], after_s: float
) -> bool:
    """Whether an event fell into an action of these kinds, or follows one closely."""
    return bool(kinds & set(event.during)) or any(
        action.kind in kinds and action.onset_s <= event.onset_s < action.offset_s + after_s
        for action in actions
    )


def list_coupled(analysis: Analysis) -> list[Coupling]:
    """The responses that findings rest on, by the settings of the analysis, the largest first."""
    used = restore_stage(CouplingSettings, analysis.settings.get("coupling", {}))
    chosen = [coupling for coupling in analysis.couplings if is_coupled(coupling, used)]
    return sorted(chosen, key=lambda c: (-(c.response_mm or 0.0), c.action, c.region, c.side))


def is_coupled(coupling: Coupling, settings: CouplingSettings) -> bool:
    """Whether a response is beyond chance, beyond the other side, and beyond healthy faces."""
    if coupling.p_value is None or coupling.response_mm is None:
        return False
    least = settings.min_share_answered * coupling.n_actions
    if coupling.action == "blink":
        least = max(least, settings.min_blink_answers)
    if coupling.p_value >= settings.max_p or coupling.n_responses < least:
        return False
    if coupling.region == EYE:
        return _narrows_beyond_healthy(coupling, settings)
    if coupling.response_mm < settings.min_side_ratio * (coupling.other_side_mm or 0.0):
        return False
    min_mm = {
        "blink": settings.min_blink_answer_mm,
        "eye_closure": settings.min_answer_mm,
        "brow_raise": settings.min_answer_mm,
    }[coupling.action]
    return coupling.response_mm >= min_mm and coupling.response_mm > (
        _STANDARD_ERRORS * _find_standard_error(coupling)
    )


def _find_standard_error(coupling: Coupling) -> float:
    low, high = coupling.response_interval_mm or (0.0, 0.0)
    return (high - low) / _INTERVAL_WIDTH


def _narrows_beyond_healthy(coupling: Coupling, settings: CouplingSettings) -> bool:
    """Both eyes narrow in a healthy smile; only their difference says anything."""
    own, other = coupling.response_share or 0.0, max(coupling.other_side_share or 0.0, 0.0)
    if coupling.action == "smile":
        return own - other >= settings.smile_narrowing_difference
    return (
        own >= settings.pucker_narrowing_share
        and own - other >= settings.pucker_narrowing_difference
    )


def _state(
    code: str,
    side: Side,
    couplings: tuple[Coupling, ...],
    analysis: Analysis,
    settings: Settings,
) -> Finding:
    told = max(couplings, key=lambda c: c.n_actions)
    return Finding(
        code=code,
        side=side,
        statement=" ".join(
            [
                *(_say(coupling, settings.coupling) for coupling in couplings),
                text("finding-answer-chance"),
                *_say_listed(told, analysis, settings),
            ]
        ),
        evidence=_list_evidence(told),
        confidence=_grade(told),
        limits=(
            text("finding-answer-limit", actions=text(f"finding-answer-with-{told.action}")),
            text("finding-answer-lids") if told.region == EYE else say_size_limit(),
        ),
        sources=SOURCES,
    )


def _say(coupling: Coupling, settings: CouplingSettings) -> str:
    """Say what moved with what, how far, how late, and whether more brought more."""
    low, high = coupling.response_interval_mm or (float("nan"), float("nan"))
    size, likely = say_likely(
        say_size(coupling.response_mm or 0.0), say_size(low), say_size(high), "finding-likely-size"
    )
    measured = {
        "n": str(coupling.n_responses),
        "all": str(coupling.n_actions),
        "actions": text(f"finding-answer-with-{coupling.action}"),
        "size": size,
        "likely": likely,
    }
    if coupling.region == EYE:
        own, other = coupling.response_share or 0.0, max(coupling.other_side_share or 0.0, 0.0)
        said = text(
            "finding-answer-eye",
            side=coupling.side,
            share=say_share(own),
            other=say_share(other),
            **measured,
        )
        return " ".join([said, *_say_slope(coupling)])
    said = text(
        "finding-answer-moved" if coupling.action == "blink" else "finding-answer-drawn",
        place=name_place(coupling.region, coupling.side),
        other=say_size(max(coupling.other_side_mm or 0.0, 0.0)),
        **measured,
    )
    marked = (
        coupling.action != "blink" and (coupling.response_mm or 0.0) >= settings.marked_answer_mm
    )
    return " ".join(
        [said, *([text("finding-answer-marked")] if marked else []), *_say_slope(coupling)]
    )


def _say_listed(coupling: Coupling, analysis: Analysis, settings: Settings) -> list[str]:
    """Say why there are fewer or more of these movements in the list of single ones."""
    n_listed = sum(
        event.explained_by == "synkinesis"
        and event.region in _list_regions(coupling)
        and event.side == coupling.side
        and comes_with(event, {coupling.action}, analysis.actions, settings.patterns.after_action_s)
        for event in analysis.events
    )
    if n_listed in (0, coupling.n_responses):
        return []
    actions = text(f"finding-answer-with-{coupling.action}")
    which = "fewer" if n_listed < coupling.n_responses else "more"
    return [text(f"finding-answer-listed-{which}", n=n_listed, actions=actions)]


def _say_slope(coupling: Coupling) -> list[str]:
    if coupling.dose_slope is None or coupling.dose_slope_interval is None:
        return []
    low, high = coupling.dose_slope_interval
    if low <= 0:
        return []
    slope, likely = say_likely(f"{coupling.dose_slope:.2f}", f"{low:.2f}", f"{high:.2f}")
    return [text("finding-answer-slope", action=coupling.action, slope=slope, likely=likely)]


def _list_evidence(coupling: Coupling) -> dict[str, float | str]:
    evidence: dict[str, float | str] = {
        "action": coupling.action,
        "region": coupling.region,
        "n_actions": coupling.n_actions,
        "n_responses": coupling.n_responses,
        "response_mm": coupling.response_mm or 0.0,
        "other_side_mm": coupling.other_side_mm or 0.0,
        "p_value": coupling.p_value or 0.0,
        "lag_s": coupling.lag_s or 0.0,
    }
    if coupling.region == EYE:
        evidence["response_share"] = coupling.response_share or 0.0
        evidence["other_side_share"] = coupling.other_side_share or 0.0
    if coupling.dose_slope is not None and coupling.dose_slope_interval is not None:
        evidence["dose_slope"] = coupling.dose_slope
        evidence["dose_slope_low"], evidence["dose_slope_high"] = coupling.dose_slope_interval
    return evidence


def _grade(coupling: Coupling) -> Confidence:
    """More actions make surer; held ones say more each, and are fewer."""
    n = coupling.n_actions
    if coupling.action == "blink":
        return "high" if n >= 2 * HIGH_COUNT else "moderate" if n >= _MODERATE_BLINKS else "low"
    if n >= _HIGH_HELD_COUNT:
        return "high"
    return "moderate" if n >= _MODERATE_HELD_COUNT else "low"
