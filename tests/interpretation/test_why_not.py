"""When something could not be judged, the reason that cost most time is said first."""

from __future__ import annotations

import pytest
from examples_of_analysis import make_quality

from twitchcam.anatomy import REGION_NAMES
from twitchcam.interpretation.why_not import explain_poor, measure_lost
from twitchcam.records import SPAN_REASONS, Span, Unseen
from twitchcam.settings import AssessmentSettings

SETTINGS = AssessmentSettings()
POOR = {"usable": False, "duration_s": 60.0, "observed_s": 0.6, "excluded": ()}
WORDS = {
    "face_lost": "no face was found",
    "head_turned": "turned too far",
    "head_moving": "moving too fast",
    "talking": "talking",
    "chewing": "mouth was moving",
    "low_light": "too dark",
    "occluded": "covered part of the face",
    "gap": "Pictures were missing",
    "cut": "from scene to scene",
    "other_person": "several people",
    "frozen": "photograph or a frozen call",
    "again": "again and again",
    "blurred": "out of focus",
}


def _explain(**changes):
    return explain_poor(make_quality(**(POOR | changes)), SETTINGS)


def _span(reason, start_s, stop_s):
    return Span(start_s=start_s, stop_s=stop_s, reason=reason)


@pytest.mark.parametrize("reason", WORDS)
def test_the_stretches_that_cost_most_are_the_first_reason(reason):
    other = "low_light" if reason != "low_light" else "head_moving"
    text = _explain(excluded=(_span(other, 0.0, 6.0), _span(reason, 2.0, 59.0)))
    assert WORDS[reason] in text
    # What hides a few seconds is not the reason, nor is compression that hides half the face.
    assert WORDS[other] not in text
    hidden = REGION_NAMES[:4]
    assert WORDS[reason] in _explain(
        excluded=(_span(reason, 0.0, 60.0),), hidden_regions=hidden
    ) or reason in ("talking",)


@pytest.mark.parametrize(
    ("changes", "flickers"),
    [
        ({"flicker_hz": (10.0,)}, True),
        ({"flicker_hz": ()}, False),
        ({"flicker_hz": (10.0,), "excluded": (_span("head_moving", 0.0, 59.0),)}, False),
        ({"flicker_hz": (10.0,), "hidden_regions": REGION_NAMES}, False),
    ],
)
def test_light_that_flickers_is_said_where_nothing_else_explains_the_loss(changes, flickers):
    said = _explain(**changes)
    assert ("The light flickers" in said) == flickers
    assert ("Film by daylight" in said) == flickers


def test_that_nobody_lives_in_it_comes_before_what_else_could_not_be_seen():
    dark = tuple(
        Unseen(region=region, side=side, reason="dark", share=1.0)
        for region in REGION_NAMES
        for side in ("left", "right")
    )
    assert "too dark" in _explain(unseen=dark)
    still = _explain(unseen=dark, excluded=(_span("frozen", 0.0, 40.0),))
    assert still.startswith("The picture stood still")
    flat = _explain(unseen=dark, moves_flat=True)
    assert flat.startswith("All of the face moved together")
    assert flat.endswith("Record the living face, with the camera at rest.")


def test_every_reason_that_spoils_a_twitch_has_its_words():
    spoiling = {r for r in SPAN_REASONS if _span(r, 0.0, 1.0).spoils("twitch")}
    assert spoiling <= set(WORDS)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"face_coverage": 0.0}, "No face was found."),
        ({"hidden_regions": REGION_NAMES}, "compressed so much"),
        ({"hidden_regions": REGION_NAMES, "eye_distance_px": 40.0}, "too small"),
        ({"eye_distance_px": 40.0}, "40 pixels from eye corner"),
        ({"duration_s": 1.0, "observed_s": 0.0}, "only 1.0 s long"),
        ({}, "moving too much for small movements to stand out"),
        ({"hidden_regions": REGION_NAMES[:5]}, "compressed so much"),
    ],
)
def test_what_no_stretch_explains_has_its_own_words(changes, words):
    assert words in _explain(**changes)


def test_overlapping_stretches_count_once_and_speech_for_half_the_face():
    quality = make_quality(
        excluded=(
            _span("talking", 0.0, 10.0),
            _span("talking", 5.0, 20.0),
            _span("face_lost", 30.0, 33.0),
            _span("expression", 0.0, 60.0),
        )
    )
    assert measure_lost(quality) == {"talking": 10.0, "face_lost": 3.0}


def test_it_says_how_much_was_left():
    assert "Only 0.6 s of 60.0 s could be judged." in _explain()
    assert "Nothing of the 60.0 s could be judged." in _explain(observed_s=0.0)
