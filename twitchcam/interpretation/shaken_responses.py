"""Responses that cannot be told from a tremor of the same side.

In      couplings of blinks, closures and brows, with the moments of their actions; tremor
Out     the same, not assessed where the side trembled at most of these moments
Method  What trembles moves in every blink that falls into it. A few blinks meet the same half of
        the swing by chance; all of them moved around do so less often, because trembling pauses.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from twitchcam.interpretation.coupling import EYE
from twitchcam.records import Coupling, Tremor
from twitchcam.wording import text


def leave_out_shaken(
    couplings: Iterable[Coupling], tremor: tuple[Tremor, ...]
) -> tuple[Coupling, ...]:
    """``couplings`` with those that tremor spoils marked as not assessed."""
    return tuple(
        replace(
            coupling,
            p_value=None,
            not_assessed_reason=text("not-assessed-trembles"),
        )
        if _is_shaken(coupling, tremor)
        else coupling
        for coupling in couplings
    )


def _is_shaken(coupling: Coupling, tremor: tuple[Tremor, ...]) -> bool:
    # How far an eye opens is read from its lids, not from skin.
    if coupling.p_value is None or coupling.region == EYE:
        return False
    stretches = [t for t in tremor if t.side in (coupling.side, "both")]
    inside = [any(t.start_s <= at_s < t.stop_s for t in stretches) for at_s in coupling.onsets_s]
    return 2 * sum(inside) > len(inside)
