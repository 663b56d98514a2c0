"""What earlier recordings of a person showed, and whether newer ones have let it go.

In      What recordings of one person showed, with their days
Out     Earlier findings that still stand, each with its day
Method  A finding stays until newer recordings could have shown it and did not. What comes by itself
        is let go when, at its former rate, at least three more should have come in the judged time
        of newer recordings that see movements of its size (none would come by chance once in
        twenty times: exp(-3)). What an action brings on is let go when newer recordings hold at
        least as many such actions, or ten.
Known limits   A rate that changes with the hour or the week is not known from one recording.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from twitchcam.records import Analysis, Finding, Shown

_NONE: Final = ("nothing_found", "not_assessable")
# Expected events of which seeing none is unlikely: a Poisson count of 0 at mean 3 has p = 0.05.
ENOUGH_EVENTS: Final = 3.0
ENOUGH_ACTIONS: Final = 10
# Without a rate of its own a finding is taken to come once a minute.
_USUAL_RATE_PER_MINUTE: Final = 1.0
# Which actions bring a finding on.
_BROUGHT_ON_BY: Final = {
    "eye_to_mouth_cocontraction": ("blink", "eye_closure"),
    "mouth_to_eye_cocontraction": ("smile", "pucker"),
    "brow_to_mouth_cocontraction": ("brow_raise",),
    "smile_tremor": ("smile",),
    "smile_weakness": ("smile",),
    "smile_fatigue": ("smile",),
    "action_tremor": ("smile", "pucker", "brow_raise", "mouth_open"),
    "incomplete_eye_closure": ("eye_closure", "blink"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedShown:
    """What a recording showed, and the day on which it was made, in words."""

    day: str
    shown: Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierFinding:
    """What an earlier recording showed and no newer one has let go."""

    day: str
    finding: Finding


def gather_shown(analysis: Analysis) -> Shown:
    """Keep of an analysis what advice on later recordings rests on."""
    quality = analysis.quality
    return Shown(
        findings=analysis.findings,
        usable=quality.usable,
        observed_s=quality.observed_s,
        limits=quality.detection_limits,
        hidden_regions=quality.hidden_regions,
        n_actions=dict(Counter(action.kind for action in analysis.actions)),
    )


def find_earlier(recordings: Sequence[DatedShown]) -> tuple[EarlierFinding, ...]:
    """List what recordings before the newest showed and what still stands, the newest first.

    Parameters
    ----------
    recordings : of one person, the newest first.
    """
    known = {_name(finding) for finding in recordings[0].shown.findings} if recordings else set()
    still: list[EarlierFinding] = []
    for k, recording in enumerate(recordings[1:], 1):
        newer = [item.shown for item in recordings[:k]]
        for finding in recording.shown.findings:
            # One of low confidence is a reason to film again; the newer recording is that film.
            if finding.code in _NONE or finding.confidence == "low" or _name(finding) in known:
                continue
            known.add(_name(finding))
            if not is_let_go(finding, newer):
                still.append(EarlierFinding(day=recording.day, finding=finding))
    return tuple(still)


def is_let_go(finding: Finding, newer: Sequence[Shown]) -> bool:
    """Whether ``newer`` recordings, none of which shows it, could have shown ``finding``."""
    able = [shown for shown in newer if _can_see(shown, finding)]
    brought_on_by = _BROUGHT_ON_BY.get(finding.code)
    if brought_on_by is None:
        rate = _read_number(finding, "rate_per_minute") or _USUAL_RATE_PER_MINUTE
        minutes = sum(shown.observed_s for shown in able) / 60
        return rate * minutes >= ENOUGH_EVENTS
    kinds = [str(finding.evidence["action"])] if "action" in finding.evidence else brought_on_by
    n_then = max(
        (_read_number(finding, name) or 0.0 for name in ("n_actions", "n_smiles", "n_closures")),
        default=0.0,
    )
    n_now = sum(shown.n_actions.get(kind, 0) for shown in able for kind in kinds)
    return n_now >= min(n_then or ENOUGH_ACTIONS, ENOUGH_ACTIONS)


def _can_see(shown: Shown, finding: Finding) -> bool:
    """Whether a recording could be judged, where the finding was, and finely enough for it."""
    if not shown.usable or any(item.code == "not_assessable" for item in shown.findings):
        return False
    regions = str(finding.evidence.get("region", "")).replace(",", " ").split()
    limits_mm = [
        limit.limit_mm
        for limit in shown.limits
        if limit.region in regions and finding.side in (None, "both", limit.side)
    ]
    watched = {limit.region for limit in shown.limits}
    if any(region in shown.hidden_regions for region in regions):
        return False
    size_mm = next(
        (size for name in ("median_mm", "response_mm", "amplitude_mm", "largest_mm")
         if (size := _read_number(finding, name))), None,
    )  # fmt: skip
    if not limits_mm or size_mm is None:
        return not regions or bool(watched & set(regions)) or finding.code in _BROUGHT_ON_BY
    return max(limits_mm) <= size_mm


def _read_number(finding: Finding, name: str) -> float | None:
    value = finding.evidence.get(name)
    return float(value) if isinstance(value, int | float) and value == value else None


def _name(finding: Finding) -> tuple[str, str | None]:
    return finding.code, finding.side
