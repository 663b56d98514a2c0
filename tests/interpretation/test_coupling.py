"""A blink that drags the face is told from a face that twitches whenever it likes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from examples import keep_short
from examples_of_analysis import make_action, make_expression, make_movement
from made_faces import TRUE_SIZE, analyze_made, made_track, twitch

from twitchcam import analyze_track
from twitchcam.anatomy import AXES, REGION_NAMES, SIDES
from twitchcam.interpretation.coupling import LOWER_FACE, relate_actions
from twitchcam.interpretation.permutation import compare_with_shifts
from twitchcam.records import Span
from twitchcam.synthetic.movements import Blink, Dragged

pytestmark = pytest.mark.slow

LENGTH_S = 40.0


def _blinks(n=14, seed=3, strengths=(0.5, 1.0), until_s=LENGTH_S - 2.0):
    """Blinks at uneven times and of uneven strength."""
    random = np.random.default_rng(seed)
    steps_s = random.uniform(2.0, 4.0, n)
    onsets_s = 1.0 + np.cumsum(steps_s) * (until_s - 1.0) / steps_s.sum()
    sizes = random.uniform(*strengths, n)
    return [
        Blink(onset_s=float(t), left=float(s), right=float(s))
        for t, s in zip(onsets_s, sizes, strict=True)
    ]


def _analyze(*movements, **plan):
    return analyze_made(*movements, **({"duration_s": LENGTH_S} | plan))


def _of(analysis, region, side):
    (coupling,) = [c for c in _answers(analysis) if (c.region, c.side) == (region, side)]
    return coupling


def _answers(analysis, action="blink"):
    return [c for c in analysis.couplings if c.action == action]


def _drag(region="cheek", side="left", **changes):
    return Dragged(action="blink", region=region, side=side, **({"size_mm": 2.0} | changes))


def _finds_cocontraction(analysis):
    return any(f.code == "eye_to_mouth_cocontraction" for f in analysis.findings)


@pytest.mark.parametrize(
    ("region", "side"),
    keep_short(
        [("cheek", "left"), ("mouth_corner", "right"), ("chin", "left")],
        ("cheek", "left"),
        ("mouth_corner", "right"),
    ),
)
def test_a_region_that_jerks_with_every_blink_is_coupled_and_answers_most(region, side):
    analysis = _analyze(*_blinks(), _drag(region, side))
    coupling = _of(analysis, region, side)
    assert coupling.action == "blink"
    assert (coupling.n_actions, coupling.n_responses) == (14, 14)
    assert coupling.p_value <= 0.005
    assert coupling.other_side_mm < 0.1 * coupling.response_mm
    elsewhere = [c for c in _answers(analysis) if (c.region, c.side) != (region, side)]
    # Skin is one sheet: the nearest places of the region beside it go along, by 0.42 at most.
    assert max(c.response_mm for c in elsewhere) < 0.5 * coupling.response_mm
    beyond = [c for c in elsewhere if c.side != side]
    assert max(c.response_mm for c in beyond) < 0.05 * coupling.response_mm
    # Of many places on noise alone, the one that stands out most speaks: once in 14 at most.
    assert max(c.n_responses for c in beyond) <= 1
    assert min(c.p_value for c in beyond) > 0.5


def test_the_answer_is_measured_in_millimetres_with_its_lag():
    analysis = _analyze(*_blinks(strengths=(1.0, 1.0)), _drag(size_mm=1.5, lag_s=0.06))
    coupling = _of(analysis, "cheek", "left")
    low, high = coupling.response_interval_mm
    assert low <= coupling.response_mm <= high
    # Read thirty times a second, the top of a short answer is missed by a tenth.
    assert coupling.response_mm == pytest.approx(0.9 * 1.5, rel=0.03)
    # The lids' apex comes 0.095 s after their onset, the jerk's 0.06 + 0.1 s after it.
    assert coupling.lag_s == pytest.approx(0.065, abs=0.034)


def test_stronger_blinks_bring_larger_answers():
    analysis = _analyze(*_blinks(strengths=(0.4, 1.0)), _drag(size_mm=2.5))
    low, high = _of(analysis, "cheek", "left").dose_slope_interval
    assert 0.0 < low < _of(analysis, "cheek", "left").dose_slope < high


def test_an_answer_of_the_same_size_to_every_blink_has_no_slope():
    blinks = _blinks(strengths=(0.4, 1.0))
    jerks = [twitch(blink.onset_s + 0.05, 1.5) for blink in blinks]
    low, high = _of(_analyze(*blinks, *jerks), "cheek", "left").dose_slope_interval
    assert low < 0.05
    assert high > -0.05


def test_the_mean_answer_of_many_weak_ones_has_a_wider_interval_than_of_even_ones():
    widths = []
    for strengths in ((0.3, 1.0), (0.95, 1.0)):
        coupling = _of(_analyze(*_blinks(strengths=strengths), _drag()), "cheek", "left")
        widths.append(np.ptp(coupling.response_interval_mm))
    assert widths[0] > 2 * widths[1]


def test_a_face_without_jerks_is_not_coupled():
    analysis = _analyze(*_blinks())
    # Of many places the one that stands out most speaks, on noise of 0.03 mm; a finding needs
    # half of the 14.
    assert max(c.n_responses for c in _answers(analysis)) <= 2
    assert max(c.response_mm for c in _answers(analysis)) < 0.05
    assert min(c.p_value for c in _answers(analysis)) > 0.1


def test_both_sides_together_are_not_one_sided_coupling():
    analysis = _analyze(*_blinks(), _drag(side="both"))
    # What both do is not exactly the same at every place, so a difference of a tenth is left.
    assert max(c.n_responses for c in _answers(analysis)) <= 3
    assert max(c.response_mm for c in _answers(analysis)) < 0.15 * 2.0
    assert min(c.p_value for c in _answers(analysis)) > 0.5
    assert not _finds_cocontraction(analysis)


@pytest.mark.parametrize("lag_s", keep_short([0.5, 1.0], 0.5))
def test_a_jerk_that_comes_long_after_the_blink_is_its_own_movement(lag_s):
    analysis = _analyze(*_blinks(), _drag(lag_s=lag_s))
    assert _of(analysis, "cheek", "left").n_responses == 0
    assert not _finds_cocontraction(analysis)
    assert ("resting_twitch", "left") in [(f.code, f.side) for f in analysis.findings]


def _jerk(movement, region, side, times_s, size_mm=1.5):
    """``movement`` with pulses of a tenth of a second or so in one patch."""
    up = (slice(None), REGION_NAMES.index(region), SIDES.index(side), AXES.index("up"))
    transient_mm = np.array(movement.transient_mm)
    for t in times_s:
        transient_mm[up] += size_mm * np.exp(-0.5 * ((movement.time_s - t) / 0.05) ** 2)
    return replace(movement, transient_mm=transient_mm)


def _relate(blinks, movement):
    """What the lower face does with blinks."""
    couplings = relate_actions(blinks, movement, make_expression(movement), TRUE_SIZE.coupling)
    return [c for c in couplings if c.action == "blink"]


def _p_of_chance(n_runs, judged_s=LENGTH_S, length_s=LENGTH_S):
    """p of the left cheek, run after run, when it jerks whenever it likes.

    What lies between ``judged_s`` and ``length_s`` is excluded.
    """
    excluded = (Span(start_s=judged_s, stop_s=length_s, reason="face_lost"),)
    still = make_movement(duration_s=length_s)
    still = replace(still, excluded=excluded if judged_s < length_s else ())
    found = []
    for seed in range(n_runs):
        random = np.random.default_rng(seed)
        times_s = random.uniform(0.5, judged_s - 0.5, round(judged_s * 0.8))
        movement = _jerk(still, "cheek", "left", times_s)
        onsets_s = np.sort(random.uniform(0.5, judged_s - 0.5, 12))
        blinks = tuple(make_action("blink", float(t)) for t in onsets_s)
        couplings = _relate(blinks, movement)
        found += [c.p_value for c in couplings if (c.region, c.side) == ("cheek", "left")]
    return np.array(found)


def test_what_was_left_out_is_no_answer():
    apexes_s = np.arange(3.0, LENGTH_S - 3.0, 4.3)
    blinks = tuple(make_action("blink", float(t) - 0.125) for t in apexes_s)
    jerking = _jerk(make_movement(duration_s=LENGTH_S), "cheek", "left", apexes_s + 0.15)
    spans = tuple(
        Span(start_s=float(t) + 0.03, stop_s=float(t) + 0.4, reason="low_light") for t in apexes_s
    )
    sizes_mm = []
    for excluded in ((), spans):
        couplings = _relate(blinks, replace(jerking, excluded=excluded))
        sizes_mm.append(couplings[0].response_mm)
        assert couplings[0].n_actions == len(blinks)
    assert sizes_mm[0] > 1.4
    assert sizes_mm[1] < 0.4


def test_a_region_that_jerks_wildly_hides_no_other_and_answers_nothing():
    apexes_s = np.arange(3.0, LENGTH_S - 3.0, 4.3)
    blinks = tuple(make_action("blink", float(t) - 0.125) for t in apexes_s)
    answering = _jerk(make_movement(duration_s=LENGTH_S), "chin", "left", apexes_s, 0.5)
    wild_s = np.random.default_rng(1).uniform(1.0, 59.0, 60)
    movement = _jerk(answering, "mouth_corner", "right", wild_s, 6.0)
    p = {(c.region, c.side): c.p_value for c in _relate(blinks, movement)}
    assert p["chin", "left"] <= 0.005
    assert p["mouth_corner", "right"] > 0.05


def test_looking_at_many_regions_is_paid_for(rng):
    statistic = rng.normal(size=(2000, 40))
    statistic[0, 0] = 3.2
    every_shift = np.ones(2000, dtype=bool)
    alone, n = compare_with_shifts(statistic[:, :1], every_shift, 10)
    among_many, _ = compare_with_shifts(statistic, every_shift, 10)
    assert n == 1981
    assert alone[0] < 0.004
    assert 0.01 < among_many[0] < 0.06


@pytest.mark.parametrize("judged_s", keep_short([LENGTH_S, 30.0, 20.0], 20.0))
def test_jerks_at_random_times_are_chance_however_much_could_be_judged(judged_s):
    p = _p_of_chance(80, judged_s=judged_s)
    # Of 80 fair runs, more than 11 below 0.05 or more than 4 below 0.01 come once in a thousand.
    assert (p < 0.05).sum() <= 11
    assert (p < 0.01).sum() <= 4


def test_locked_jerks_are_found_when_half_of_the_recording_could_not_be_judged():
    blinks = _blinks(12, until_s=28.0)
    analysis = _analyze(*blinks, _drag(), duration_s=60.0, lost_s=((30.0, 60.0),))
    assert _of(analysis, "cheek", "left").p_value <= 0.01
    assert _finds_cocontraction(analysis)


def test_blinks_on_the_beat_can_be_coupled_too():
    """As well as people keep one: an exact beat moved by its period is itself again."""
    late_s = np.random.default_rng(3).uniform(-0.03, 0.03, 19)
    blinks = [Blink(onset_s=1.0 + 3.0 * k + late) for k, late in enumerate(late_s.tolist())]
    analysis = _analyze(*blinks, _drag(), duration_s=60.0)
    assert _of(analysis, "cheek", "left").p_value <= 0.01
    assert _finds_cocontraction(analysis)


@pytest.mark.parametrize("n", keep_short([0, 1, 3], 0, 3))
def test_too_few_blinks_are_a_reason_in_words(n):
    analysis = _analyze(*_blinks(14)[:n], _drag())
    assert len(_answers(analysis)) == len(LOWER_FACE) * len(SIDES)
    for coupling in _answers(analysis):
        assert coupling.n_actions == n
        assert coupling.p_value is None
        assert coupling.response_mm is None
        assert coupling.not_assessed_reason == (
            f"{n} blinks could be judged; at least 4 are needed."
        )
    assert not _finds_cocontraction(analysis)


def test_four_blinks_are_enough():
    coupling = _of(_analyze(*_blinks(4), _drag()), "cheek", "left")
    assert coupling.not_assessed_reason is None
    assert coupling.n_responses == 4


def test_winks_and_long_closures_are_not_counted_as_blinks():
    others = [Blink(onset_s=2.0 * k + 1, right=0.0, hold_s=0.2) for k in range(4)]
    others += [Blink(onset_s=2.0 * k + 20, hold_s=0.8) for k in range(4)]
    assert {c.n_actions for c in _answers(_analyze(*others))} == {0}


def test_blinks_that_could_not_be_judged_are_not_counted():
    blinks = [Blink(onset_s=1.0 + 2.5 * k) for k in range(10)]  # four of them before 10 s
    analysis = _analyze(*blinks, _drag(), duration_s=28.0, lost_s=((10.5, 10.9), (13.0, 13.4)))
    assert _of(analysis, "cheek", "left").n_actions == 8


def test_the_same_recording_gives_the_same_numbers_again():
    again = made_track(*_blinks(), _drag(), duration_s=LENGTH_S)
    first = _analyze(*_blinks(), _drag()).couplings
    assert analyze_track(again, settings=TRUE_SIZE).couplings == first


def test_every_region_of_the_lower_face_is_looked_at_on_both_sides():
    couplings = _answers(_analyze(*_blinks()))
    wanted = [(region, side) for region in LOWER_FACE for side in SIDES]
    assert [(c.region, c.side) for c in couplings] == wanted
