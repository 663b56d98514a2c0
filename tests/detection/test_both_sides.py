"""What one side does, what both do: which rules speak, and that no candidate passes both."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from twitchcam.detection.candidates import RULES, RULES_OF_BOTH, Candidate, find_broken
from twitchcam.records import PulsePeak
from twitchcam.settings import DetectionSettings
from twitchcam.skin_places import find_nearest_place

SETTINGS = DetectionSettings()
EACH = SETTINGS.each_side_share
PEAK = PulsePeak(
    time_s=2.0,
    side="left",
    place=find_nearest_place("cheek"),
    snr=2.0 * SETTINGS.twitch_threshold,
    other_side_snr=1.0,
    mirror_mm=0.0,
    length_s=0.2,
    size_mm=0.5,
    noise_mm=0.03,
    neighbour_share=0.8,
    far_share=0.1,
    extent_mm=20.0,
    interval_s=1 / 30,
    pictures_s=np.linspace(1.5, 2.5, 31),
    course_s=np.linspace(1.5, 2.5, 61),
    course_mm=np.zeros((61, 2)),
)
TWITCH = Candidate(
    peak=PEAK,
    onset_s=1.9,
    apex_s=2.0,
    offset_s=2.1,
    length_s=0.2,
    half_width_s=0.1,
    off_picture_s=0.0,
    size_mm=0.9,
    away_mm=0.9,
    left_over_mm=0.0,
    peak_velocity_mm_per_s=14.0,
    assessable=True,
)

_OF_PEAK = ("neighbour_share", "far_share", "interval_s")


def _make(own: float, other: float, mirrored: float, **changes: float | bool) -> Candidate:
    """``own`` and ``other`` side over the threshold, ``mirrored`` the mirror place's share."""
    of_peak = {name: changes.pop(name) for name in _OF_PEAK if name in changes}
    threshold = SETTINGS.twitch_threshold
    peak = replace(
        PEAK,
        snr=own * threshold,
        other_side_snr=other * threshold,
        mirror_mm=mirrored * PEAK.size_mm,
        **of_peak,
    )
    return replace(TWITCH, peak=peak, **changes)


def _judge(candidate: Candidate) -> tuple[str, str]:
    return tuple(find_broken(candidate, rules, SETTINGS) for rules in (RULES, RULES_OF_BOTH))


@pytest.mark.parametrize(
    ("own", "other", "mirrored", "of_one", "of_both"),
    [
        (2.0, 0.2, 0.1, "", "one_side"),
        (2.0, 1.9, 0.1, "", "one_side"),  # the other side moves elsewhere: no mirror image
        (2.0, 1.9, 0.9, "both_sides", ""),
        (1.0, EACH, 0.9, "both_sides", ""),
        (2.0, 0.98 * EACH, 0.9, "both_sides", "weak"),
        (EACH, EACH, 0.9, "weak", ""),
        (0.98 * EACH, 0.98 * EACH, 1.0, "weak", "weak"),
        (0.98, 0.2, 0.1, "weak", "one_side"),
        (1.0, 1.2, 0.9, "other_side", "other_side"),  # the other side's peak speaks for both
        (1.6, 2.0, 0.9, "both_sides", ""),
    ],
)
def test_strength_and_mirror_image_decide_between_one_side_and_both(
    own, other, mirrored, of_one, of_both
):
    assert _judge(_make(own, other, mirrored)) == (of_one, of_both)


@pytest.mark.parametrize("mirrored", [0.1, 0.9])
@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("not_assessable", {"assessable": False}),
        ("too_large", {"size_mm": 60.0}),
        ("single_point", {"neighbour_share": 0.1}),
        ("whole_face", {"far_share": 0.9}),
        ("too_short", {"length_s": 0.05}),
        ("too_narrow", {"half_width_s": 0.03, "interval_s": 1 / 60}),
        ("bad_picture", {"half_width_s": 0.03}),
        ("too_long", {"length_s": 3.0}),
        ("at_rest", {"away_mm": 0.1}),
        ("no_return", {"left_over_mm": 0.8}),
    ],
)
def test_every_other_rule_speaks_against_both_sides_as_against_one(rule, changes, mirrored):
    candidate = _make(1.2, 1.1, mirrored, **changes)
    of_one, of_both = _judge(candidate)
    assert (of_both if mirrored > 0.5 else of_one) == rule


def test_no_candidate_is_of_one_side_and_of_both():
    numbers = np.random.default_rng(4).uniform(0.0, 2.5, (300, 3))
    judged = [_judge(_make(*row)) for row in numbers.tolist()]
    assert ("", "") not in judged
    assert {("", "one_side"), ("both_sides", "")} <= set(judged)


def test_each_side_needs_no_more_than_one_side_alone():
    assert 0.75 <= EACH <= 1.0
