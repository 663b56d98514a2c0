"""Why a recording could not be judged: the reason that cost most time first, and what to change.

In      Quality
Out     sentences
Method  Every reason is given the seconds that it alone or with others spoiled, weighed by how much
        of the face it spoils. What neither a stretch nor hidden skin accounts for was lost to a
        face that moves too much, or is too coarse, for small movements to stand out; in light that
        flickers, to that as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.assessment.unseen import describe_unseen
from twitchcam.records import Quality, Span, SpanReason
from twitchcam.settings import AssessmentSettings
from twitchcam.wording import text
from twitchcam.wording.names import say_share

# A reason that spoils the lower half of the face only.
_LOWER_FACE_ONLY: Final = 0.5
# Nothing can be told apart in less, whatever else there is to say.
_TOO_SHORT_S: Final = 3.0
_MIN_TOLD_S: Final = 0.05
# Half of the face for half of the time: then what remains is too little to judge.
_MUCH_UNSEEN: Final = 0.25


def explain_poor(quality: Quality, settings: AssessmentSettings) -> str:
    """Say what cost most of the time, how much was left, and what to change."""
    if quality.face_coverage == 0:
        return text("why-not-no_face")
    unseen_s, lost_s = measure_unseen(quality), measure_lost(quality)
    worst_s = max(lost_s.values(), default=0.0)
    lifeless = _find_lifeless(quality, lost_s)
    if not lifeless and unseen_s >= max(worst_s, _MUCH_UNSEEN * quality.duration_s):
        return " ".join(describe_unseen(quality.unseen))
    reason = f"why-not-{lifeless or _find_main_reason(quality, lost_s, settings)}"
    duration = f"{quality.duration_s:.1f}"
    what = text(
        reason,
        eye_distance_px=f"{quality.eye_distance_px or 0.0:.0f}",
        duration_s=duration,
        face_coverage=say_share(quality.face_coverage),
    )
    judged = (
        text("why-not-judged", judged=f"{quality.observed_s:.1f}", duration=duration)
        if quality.observed_s >= _MIN_TOLD_S
        else text("why-not-nothing-judged", duration=duration)
    )
    return f"{what} {judged} {text(f'{reason}.advice')}"


def _find_lifeless(quality: Quality, lost_s: dict[SpanReason, float]) -> str:
    """Why this is no recording of a living person, which comes before all else; "" if it is."""
    if quality.moves_flat and not quality.usable:
        return "flat"
    return "frozen" if 2 * lost_s.get("frozen", 0.0) >= quality.duration_s else ""


def _find_main_reason(
    quality: Quality, lost_s: dict[SpanReason, float], settings: AssessmentSettings
) -> str:
    hidden_s = quality.duration_s * len(quality.hidden_regions) / len(REGION_NAMES)
    if lost_s and max(lost_s.values()) >= max(hidden_s, 0.5 * quality.duration_s):
        return max(lost_s, key=lambda reason: lost_s[reason])
    if quality.duration_s < _TOO_SHORT_S:
        return "short"
    if round(quality.eye_distance_px or 0.0) < settings.min_eye_distance_px:
        return "small"
    if hides_most(quality):
        return "hidden"
    rest_s = quality.duration_s - quality.observed_s - sum(lost_s.values())
    if lost_s and max(lost_s.values()) >= rest_s:
        return max(lost_s, key=lambda reason: lost_s[reason])
    # Light that flickers swings skin that rests: which of the two it was cannot be told here.
    return "flicker" if quality.flicker_hz else "restless"


def measure_unseen(quality: Quality) -> float:
    """Seconds of the whole face that could not be seen: covered, outside, dark."""
    parts = len(SIDES) * len(REGION_NAMES)
    return sum(part.share for part in quality.unseen) / parts * quality.duration_s


def measure_lost(quality: Quality) -> dict[SpanReason, float]:
    """Seconds of the whole face that each reason spoils; reasons that spoil nothing left out."""
    by_reason: dict[SpanReason, list[Span]] = {}
    for span in quality.excluded:
        if span.spoils("twitch") or span.spoils("lower_face_twitch"):
            by_reason.setdefault(span.reason, []).append(span)
    return {
        reason: _measure_union(spans) * (1.0 if spans[0].spoils("twitch") else _LOWER_FACE_ONLY)
        for reason, spans in by_reason.items()
    }


def _measure_union(spans: Iterable[Span]) -> float:
    total_s, reached_s = 0.0, float("-inf")
    for span in sorted(spans, key=lambda span: span.start_s):
        total_s += max(span.stop_s - max(span.start_s, reached_s), 0.0)
        reached_s = max(reached_s, span.stop_s)
    return total_s


def hides_most(quality: Quality) -> bool:
    """Whether compression hides movements in at least half of the face."""
    return 2 * len(quality.hidden_regions) >= len(REGION_NAMES)
