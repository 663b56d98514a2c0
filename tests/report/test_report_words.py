"""The wordings: plain, complete, and no disease among them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from examples_of_analysis import make_quality

from twitchcam import wording
from twitchcam.anatomy import REGION_NAMES
from twitchcam.records import (
    SPAN_REASONS,
    UNSEEN_REASONS,
    ActionKind,
    AdviceLevel,
    Confidence,
    DetectionLimit,
    Explanation,
    FramingProblem,
    Source,
    TwitchKind,
)
from twitchcam.report import sentences, words
from twitchcam.skin_places import AREA_NAMES
from twitchcam.wording import has_text

DISEASES = (
    "palsy",
    "stroke",
    "sclerosis",
    "als",
    "dystonia",
    "epilepsy",
    "synkinesis",
    "hemifacial",
)


def test_every_kind_of_record_has_its_words():
    codes = {
        "action": get_args(ActionKind),
        "event": get_args(TwitchKind),
        "confidence": get_args(Confidence),
        "times": get_args(get_type_hints(Source)["time_source"]),
        "left-out": SPAN_REASONS,
        "unseen": UNSEEN_REASONS,
        "explained": [code for code in get_args(Explanation) if code != "none"],
        "framing": get_args(FramingProblem),
        "advice-level": get_args(AdviceLevel),
        "place": (*REGION_NAMES, *AREA_NAMES, "eye"),
    }
    lacking = [
        f"{kind}-{code}"
        for kind, of_kind in codes.items()
        for code in of_kind
        if not has_text(f"{kind}-{code.replace(' ', '-')}")
    ]
    assert lacking == []


def test_every_number_behind_a_finding_has_a_name():
    package = Path(wording.__file__).parents[1]
    units = "mm|s|hz|px|per_minute"
    stated = set()
    for path in (package / "interpretation").glob("*.py"):
        source = path.read_text(encoding="utf-8")
        for block in re.findall(r"evidence(?:: [^=]*)? ?= ?\{(.*?)\n +\}", source, re.DOTALL):
            stated |= set(re.findall(r'"([a-z_]+)":', block))
        stated |= set(re.findall(r'evidence\["([a-z_]+)"\]', source))
    assert len(stated) > 50
    lacking = {
        name
        for name in stated
        if not has_text(f"evidence-{re.sub(f'_({units})$', '', name).removeprefix('n_')}")
    }
    assert lacking == set()


def test_no_text_of_a_report_names_a_disease():
    files = (Path(wording.__file__).parent / "en").glob("report_*.ftl")
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    # Keys are codes, and never shown; those of tables stand between backquotes.
    said = " ".join(line.partition("=")[2] or line for line in lines if line[:1] != "#").lower()
    said = re.sub("`[^`]*`", "", said)
    assert not set(re.findall("[a-z]+", said)) & set(DISEASES)


@pytest.mark.parametrize(
    ("region", "side", "said"),
    [
        ("mouth_corner", "left", "left corner of the mouth"),
        ("cheek", "both", "cheek, both sides"),
        ("left_ear", "right", "right left ear"),
    ],
    ids=["a side", "both sides", "a region from elsewhere"],
)
def test_places_are_named_in_words(region, side, said):
    assert words.name_place(region, side) == said


def test_areas_are_said_in_place_of_the_region():
    assert words.name_place("brow", "left", "temple") == "left temple"
    assert words.name_place("cheek", "right", "nose_side") == "right side of the nose"
    assert words.name_place("brow", "left", "an area from elsewhere") == "left eyebrow"


@pytest.mark.parametrize(
    ("length_s", "said"),
    [
        (0.0, "0.0 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (59.6, "1 min"),
        (250.0, "4 min 10 s"),
        (3720.0, "1 h 2 min"),
        (float("nan"), "not known"),
    ],
)
def test_lengths_are_said_as_people_say_them(length_s, said):
    assert words.say_length(length_s).replace(words.NBSP, " ") == said


@pytest.mark.parametrize(
    ("time_s", "said"),
    [(0.0, "0:00.0"), (59.97, "1:00.0"), (62.44, "1:02.4"), (3602.0, "1:00:02.0")],
)
def test_moments_are_said_as_players_show_them(time_s, said):
    assert words.say_time(time_s) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.0, "0"),
        (0.0449, "0.045"),
        (0.65, "0.65"),
        (1.26, "1.3"),
        (9.97, "10"),
        (0.0997, "0.10"),
        (12.4, "12"),
        (123.4, "123"),
        (-0.3, "−0.30"),
        (None, "not known"),
        (float("inf"), "not known"),
    ],
)
def test_numbers_have_the_digits_they_deserve(value, said):
    assert words.say_number(value) == said


def test_a_terminal_gets_spaces_and_signs_of_a_keyboard():
    assert words.make_plain(words.say_number(-1.2, "mm")) == "-1.2 mm"
    assert words.say_short(-62.5) == "−62.5"


def test_a_number_may_have_a_least_place_and_nothing_has_no_sign():
    said = [words.say_number(value, most_decimals=2) for value in (0.123, -0.072, -0.004)]
    assert said == ["0.12", "−0.07", "0"]


def test_limits_that_are_equal_are_said_once_and_unknown_ones_as_unknown():
    equal = (DetectionLimit(region="chin", side="left", limit_mm=0.4),)
    said = sentences.say_limits(make_quality(detection_limits=equal))
    assert "would have been seen is 0.40" in said
    assert "half as large again, nine in ten are found. Smaller ones" in said
    wide = make_quality(detection_limits=equal, limit_width_mm=14.1)
    assert "a patch of skin about 14 mm wide or wider" in sentences.say_limits(wide)
    assert "not known" in sentences.say_limits(make_quality(detection_limits=()))


def test_names_cannot_steer_a_terminal():
    assert words.show_text("a\x1b[31m\n\u202eb\udcff") == "a\ufffd[31m\ufffd\ufffdb\ufffd"
    assert words.show_text("Žluťoučký kůň 面") == "Žluťoučký kůň 面"


def test_long_names_keep_their_ends():
    assert words.shorten("a" * 100 + ".mp4") == "a" * 51 + "…" + "aaaa.mp4"
    assert words.shorten("short.mp4") == "short.mp4"
