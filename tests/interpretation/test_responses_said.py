"""What is said of a place that answers to blinks: sizes that are not none, counts that agree."""

from __future__ import annotations

import pytest
from examples_of_analysis import make_analysis, make_coupling, make_event

from twitchcam.interpretation.find_cocontraction import find_cocontraction
from twitchcam.settings import Settings

FIRST_BLINKS_S = tuple(1.0 + 4.1 * i for i in range(14))  # those of ``ACTIONS``


def say(n_listed, n_answered=14, other_side_mm=0.02, **changes):
    events = tuple(
        make_event(t + 0.1, during=("blink",), explained_by="synkinesis", **changes)
        for t in FIRST_BLINKS_S[:n_listed]
    )
    coupling = make_coupling(
        n_actions=14, n_responses=n_answered, other_side_mm=other_side_mm, response_mm=1.2
    )
    analysis = make_analysis(couplings=(coupling,), events=events)
    (finding,) = find_cocontraction(analysis, Settings())
    return finding.statement


@pytest.mark.parametrize(
    ("other_side_mm", "said"),
    [(0.02, "less than 0.05 mm"), (-0.3, "less than 0.05 mm"), (0.06, "0.1 mm"), (0.4, "0.4 mm")],
)
def test_a_small_movement_of_the_other_side_is_not_none(other_side_mm, said):
    assert f"the other side moved by {said}." in say(14, other_side_mm=other_side_mm)


@pytest.mark.parametrize("n_listed", [0, 14])
def test_counts_that_agree_need_no_word(n_listed):
    assert "listed" not in say(n_listed)


def test_fewer_single_movements_than_answers_are_explained():
    said = say(13)
    assert "moved with 14 of 14 blinks" in said
    assert "13 of these movements stand out enough to be listed one by one" in said
    assert "One of these movements" in say(1)


def test_more_single_movements_than_answers_are_explained():
    assert "14 such movements are listed one by one" in say(14, n_answered=13)


@pytest.mark.parametrize("changes", [{"side": "right"}, {"region": "chin"}])
def test_what_moves_elsewhere_is_none_of_these(changes):
    assert "listed" not in say(13, **changes)
