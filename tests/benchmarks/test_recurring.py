"""What recurs is planned evenly, put where it belongs, and counted rightly."""

from __future__ import annotations

import pytest
from examples_of_analysis import make_action

from benchmarks.judging.recurring import METHODS, NAIVE, OURS, PATCHES, Score, Trial
from benchmarks.material.recurring import (
    ANSWER_MM,
    ANSWERING_AREAS,
    SHAKE_S,
    plan_answers,
    plan_shakes,
)
from benchmarks.showing.recurring_tables import show
from twitchcam.synthetic.open_skin import name_area

BLINKS = tuple(make_action("blink", t) for t in (1.0, 3.5, 6.0, 9.0))


@pytest.fixture(scope="module")
def planned():
    return plan_answers(BLINKS, 10, seed=1)


def test_every_blink_is_answered_just_after_its_apex_at_one_place(planned):
    for answering in planned:
        assert len(answering.jerks) == len(BLINKS)
        assert len({(jerk.place, jerk.side, jerk.direction) for jerk in answering.jerks}) == 1
        assert answering.area == name_area(answering.jerks[0].place)
        assert answering.area in ANSWERING_AREAS
        for blink, jerk in zip(BLINKS, answering.jerks, strict=True):
            assert 0.0 <= jerk.onset_s + 0.5 * jerk.duration_s - blink.apex_s <= 0.15
            assert jerk.size_mm == pytest.approx(answering.size_mm, rel=0.21)


def test_sizes_and_sides_get_their_turn_and_the_plan_can_be_repeated(planned):
    assert {(a.size_mm, a.side) for a in planned} == {
        (size_mm, side) for size_mm in ANSWER_MM for side in ("left", "right")
    }
    assert plan_answers(BLINKS, 10, seed=1) == planned
    assert plan_answers(BLINKS, 10, seed=2) != planned


def test_tremor_lies_within_the_rest_and_none_where_that_is_too_short():
    shakes = plan_shakes([(0.0, 10.0), (20.0, 22.0)], seed=1)
    assert len(shakes) == 2
    for shake in shakes:
        assert 0.0 <= shake.start_s < shake.stop_s <= 10.0
        assert shake.stop_s - shake.start_s == pytest.approx(SHAKE_S)
    assert plan_shakes([(0.0, 3.0)], seed=1) == ()


def test_the_tables_count_what_was_found_on_the_right_side(capsys):
    def trial(what, said):
        everyone = dict.fromkeys(METHODS, ()) | {OURS: said}
        return Trial(clip="a.mp4", what=what, area="jaw", side="left", size_mm=0.6, said=everyone)

    score = Score(
        trials=[trial("answer", ("left",)), trial("answer", ("right",)), trial("tremor", ("left",))]
    )
    score.n_trains, score.n_small_p, score.quiet_min = 50, 1, 2.0
    show({"real": score})
    shown = capsys.readouterr().out
    lines = [line for line in shown.splitlines() if line.strip("│┃ ").startswith(f"real, {OURS}")]
    assert ["1/2 50 %" in lines[0], "1/1 100 %" in lines[1]] == [True, True]
    assert "0/2 0 %" in next(line for line in shown.splitlines() if PATCHES in line)
    assert NAIVE in shown
    assert "1/50 2 %" in shown
