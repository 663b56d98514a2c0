"""Why a recording could not be judged: the reason that cost most time first, and what to change.

In      Quality
Out     sentences
Method  Every reason is given the seconds that it alone or with others spoiled, weighed by how much
        of the face it spoils. What neither a stretch nor hidden skin accounts for was lost to a
        face that moves too much, or is too coarse, for small movements to stand out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.assessment.unseen import describe_unseen
from twitchcam.records import Quality, Span, SpanReason
from twitchcam.settings import AssessmentSettings

# What happened, and what to do about it.
_STRETCHES: Final[dict[SpanReason, tuple[str, str]]] = {
    "face_lost": (
        "For most of the time no face was found.",
        "Face the camera in even light, with the whole face inside the picture and nobody beside "
        "you.",
    ),
    "head_turned": ("The head was turned too far away.", "Look straight into the camera."),
    "head_moving": (
        "The head was moving too fast.",
        "Sit still, the head leant on something.",
    ),
    "talking": ("The person was talking.", "Record again without talking."),
    "chewing": ("The mouth was moving all the time.", "Record again with the mouth at rest."),
    "low_light": ("The face was too dark.", "Let light fall on the face from the front."),
    "occluded": (
        "Something covered part of the face.",
        "Keep hands, hair and cloth away from the face.",
    ),
    "gap": (
        "Pictures were missing for much of the time.",
        "Use the file as the camera made it, with 30 pictures a second.",
    ),
    "cut": (
        "The video jumps from scene to scene.",
        "Give one recording of one person without a break.",
    ),
    "other_person": (
        "The recording shows several people one after the other.",
        "Give one recording of one person without a break.",
    ),
    "frozen": (
        "The picture stood still: no living face keeps so still, not even for a few seconds. It "
        "is a photograph or a frozen call.",
        "Record the person in motion.",
    ),
}
# A reason that spoils the lower half of the face only.
_LOWER_FACE_ONLY: Final = 0.5
_HIDDEN: Final = (
    "The video was compressed so much that movements are lost in most of the face.",
    "Use the file as the camera made it, not as a messenger passed it on, and fill more of the "
    "picture with the face.",
)
_SMALL: Final = (
    "The face is too small in the picture: {eye_distance_px:.0f} pixels from eye corner to eye "
    "corner.",
    "Come closer, until the face fills a third of the picture.",
)
_RESTLESS: Final = (
    "A face was seen in {face_coverage:.0%} of the pictures, but it was moving too much for small "
    "movements to stand out.",
    "Record again with the head still, the face at rest, and even light.",
)
_SHORT: Final = (
    "The recording is only {duration_s:.1f} s long.",
    "Record for half a minute or longer.",
)
# Nothing can be told apart in less, whatever else there is to say.
_TOO_SHORT_S: Final = 3.0
_MIN_TOLD_S: Final = 0.05
# Half of the face for half of the time: then what remains is too little to judge.
_MUCH_UNSEEN: Final = 0.25


def explain_poor(quality: Quality, settings: AssessmentSettings) -> str:
    """Say what cost most of the time, how much was left, and what to change."""
    if quality.face_coverage == 0:
        return (
            "No face was found. Face the camera in even light and fill at least a quarter of the "
            "picture."
        )
    unseen_s, lost_s = measure_unseen(quality), measure_lost(quality)
    worst_s = max(lost_s.values(), default=0.0)
    if unseen_s >= max(worst_s, _MUCH_UNSEEN * quality.duration_s):
        return " ".join(describe_unseen(quality.unseen))
    what, advice = _find_main_reason(quality, lost_s, settings)
    values = {
        "eye_distance_px": quality.eye_distance_px or 0.0,
        "duration_s": quality.duration_s,
        "face_coverage": quality.face_coverage,
    }
    judged = (
        f"Only {quality.observed_s:.1f} s of {quality.duration_s:.1f} s could be judged."
        if quality.observed_s >= _MIN_TOLD_S
        else f"Nothing of the {quality.duration_s:.1f} s could be judged."
    )
    return f"{what.format(**values)} {judged} {advice}"


def _find_main_reason(
    quality: Quality, lost_s: dict[SpanReason, float], settings: AssessmentSettings
) -> tuple[str, str]:
    hidden_s = quality.duration_s * len(quality.hidden_regions) / len(REGION_NAMES)
    if lost_s and max(lost_s.values()) >= max(hidden_s, 0.5 * quality.duration_s):
        return _STRETCHES[max(lost_s, key=lambda reason: lost_s[reason])]
    if quality.duration_s < _TOO_SHORT_S:
        return _SHORT
    if round(quality.eye_distance_px or 0.0) < settings.min_eye_distance_px:
        return _SMALL
    if hides_most(quality):
        return _HIDDEN
    rest_s = quality.duration_s - quality.observed_s - sum(lost_s.values())
    if lost_s and max(lost_s.values()) >= rest_s:
        return _STRETCHES[max(lost_s, key=lambda reason: lost_s[reason])]
    return _RESTLESS


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
