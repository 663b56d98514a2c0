"""Places that move because the eyes close.

In      Analysis (couplings)
Out     ``eye_to_mouth_cocontraction``: one for every side that answers beyond chance
Where the defaults come from   settings.CouplingSettings
"""

from __future__ import annotations

from typing import Final

from twitchcam.interpretation.statements import HIGH_COUNT, SIZE_LIMIT, SOURCES, name_place
from twitchcam.records import Analysis, Coupling, Finding, Side
from twitchcam.settings import Settings

_LEAST_SHARE_ANSWERED: Final = 0.5
_LEAST_RATIO_OF_SIDES: Final = 2.0


def find_cocontraction(analysis: Analysis, settings: Settings) -> tuple[Finding, ...]:
    """The place of each side that answers blinks most, if it does so beyond chance."""
    return tuple(_state_coupling(c) for c in _find_coupled(analysis.couplings, settings))


def list_answering(couplings: tuple[Coupling, ...], settings: Settings) -> set[tuple[str, Side]]:
    """Every place that answers blinks: its movements in blinks are no twitches of their own."""
    return {(c.region, c.side) for c in couplings if _is_coupled(c, settings)}


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
    where = name_place(coupling.region, coupling.side)
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
        confidence="high" if coupling.n_actions >= 2 * HIGH_COUNT else "moderate",
        limits=("Rests on the blinks of this recording only.", SIZE_LIMIT),
        sources=SOURCES,
    )
