"""Where the answers and the video do not agree. Both are kept; the reader is told."""

from __future__ import annotations

from typing import Final

from twitchcam.records import Answers, Finding
from twitchcam.wording import text
from twitchcam.wording.names import join_all

# What a person calls the regions that the video is measured in.
_PLACES: Final = {
    "brow": ("brow",),
    "upper_lid": ("eyelid",),
    "lower_lid": ("eyelid",),
    "cheek": ("cheek",),
    "upper_lip": ("upper_lip", "mouth_corner"),
    "mouth_corner": ("mouth_corner", "upper_lip", "lower_lip"),
    "lower_lip": ("lower_lip", "mouth_corner"),
    "chin": ("chin_or_jaw",),
}
_MOVEMENTS: Final = (
    "resting_twitch",
    "action_twitch",
    "bilateral_twitch",
    "smile_tremor",
    "resting_tremor",
    "action_tremor",
    "eye_to_mouth_cocontraction",
    "mouth_to_eye_cocontraction",
    "brow_to_mouth_cocontraction",
    "one_sided_bursts",
    "lid_flutter",
    "rhythmic_jerks",
)
_AT_REST: Final = ("rest", "any_time", "asleep")


def find_contradictions(answers: Answers, findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """List what was said one way and seen another, in words for the person."""
    seen = tuple(finding for finding in findings if finding.code in _MOVEMENTS)
    codes = {finding.code for finding in findings}
    lines = [
        _compare_sides("said", answers.values.get("side"), seen),
        _compare_sides("palsy", answers.values.get("palsy_side"), seen),
        _compare_places(answers, seen),
        _compare_rest(answers, codes),
        _compare_weakness(answers, codes),
        _compare_eye(answers, codes),
        _compare_nothing(answers, codes),
    ]
    return tuple(line for line in lines if line)


def _compare_sides(opening: str, said: object, seen: tuple[Finding, ...]) -> str:
    sides = {finding.side for finding in seen if finding.side is not None}
    if said not in ("left", "right", "both") or not sides:
        return ""
    shown = "both" if len(sides) > 1 or "both" in sides else next(iter(sides))
    if shown == said:
        return ""
    return " ".join(
        (
            text(f"advice-differs-{opening}", side=str(said)),
            text("advice-differs-only" if said == "both" else "advice-differs-shows", side=shown),
        )
    )


def _compare_places(answers: Answers, seen: tuple[Finding, ...]) -> str:
    said = answers.values.get("where")
    if not isinstance(said, tuple):
        return ""
    regions = ", ".join(str(finding.evidence.get("region", "")) for finding in seen).split(", ")
    other = [
        text(f"advice-differs-place-{region}")
        for region in regions
        if region in _PLACES and not set(_PLACES[region]) & set(said)
    ]
    if not other:
        return ""
    places = join_all(list(dict.fromkeys(other)))
    return text("advice-differs-places", places=places)


def _compare_rest(answers: Answers, codes: set[str]) -> str:
    said = answers.values.get("when")
    if not isinstance(said, tuple) or set(said) & set(_AT_REST) or "resting_twitch" not in codes:
        return ""
    return text("advice-differs-rest")


def _compare_weakness(answers: Answers, codes: set[str]) -> str:
    if answers.values.get("smile_weaker") != "no" or "smile_weakness" not in codes:
        return ""
    return text("advice-differs-weak")


def _compare_eye(answers: Answers, codes: set[str]) -> str:
    if answers.values.get("eye_not_closing") != "no" or "incomplete_eye_closure" not in codes:
        return ""
    return text("advice-differs-eye")


def _compare_nothing(answers: Answers, codes: set[str]) -> str:
    if "nothing_found" not in codes or not {"where", "when", "side"} & set(answers.values):
        return ""
    return text("advice-differs-nothing")
