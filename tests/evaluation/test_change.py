"""A change is told apart from noise, and noise is not told as a change."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchcam.evaluation import rate_per_minute
from twitchcam.evaluation.change import Reading, find_share_interval, judge_change


def read(value: float, half: float | None = 0.2) -> Reading:
    return Reading(value=value, interval=None if half is None else (value - half, value + half))


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ([], "too_few"),
        ([1.5], "too_few"),
        ([1.5, 1.0], "smaller"),
        ([1.0, 1.5], "larger"),
        ([1.5, 1.3], "none"),
        ([1.5, 1.4, 1.0], "smaller_once"),
        ([1.5, 1.1, 1.0], "smaller"),
        ([1.0, 1.1, 1.5], "larger_once"),
        ([1.5, 1.0, 1.5], "none"),
        ([1.5, 1.0, 2.0], "larger_once"),
    ],
)
def test_the_last_reading_counts_when_the_one_before_agrees(values, verdict):
    change = judge_change([read(value) for value in values])
    assert change.verdict == verdict
    assert len(change.band) == len(values)
    if len(values) > 1:
        assert change.by == pytest.approx(values[-1] - values[0])
        assert change.rests_on == "intervals"


def test_without_interval_and_repeats_nothing_is_said():
    change = judge_change([read(1.5, None), read(1.0, None)])
    assert (change.verdict, change.band, change.rests_on) == ("not_known", (None, None), None)


def test_repeats_that_scatter_more_than_the_intervals_decide():
    readings = [read(1.5, 0.1), read(1.0, 0.1)]
    assert judge_change(readings).verdict == "smaller"
    restless = [[1.0, 1.5], [2.0, 1.4], [1.1, 1.7]]
    change = judge_change(readings, repeats=restless)
    assert (change.verdict, change.rests_on) == ("none", "repeats")
    # One pair alone says nothing about noise.
    assert judge_change(readings, repeats=restless[:1]).verdict == "smaller"
    # An interval that is wider than the repeats counts.
    wide = [read(1.5, 0.5), read(1.0, 0.5)]
    assert judge_change(wide, repeats=[[1.0, 1.01], [2, 2.01], [3, 3.01]]).rests_on == "intervals"


def test_rates_and_shares_of_nothing_have_their_room():
    def count(n: int) -> Reading:
        rate, low, high = rate_per_minute(n, 1.0)
        return Reading(value=rate, interval=(low, high))

    assert judge_change([count(6), count(5)], "root").verdict == "none"
    assert judge_change([count(30), count(5)], "root").verdict == "smaller"
    assert judge_change([count(0), count(2)], "root").verdict == "none"
    shares = [Reading(value=n / 12, interval=find_share_interval(n, 12)) for n in (12, 11, 3)]
    assert judge_change(shares[:2], "share").verdict == "none"
    assert judge_change([shares[0], shares[2]], "share").verdict == "smaller"


@given(
    values=st.lists(st.floats(0.05, 20), min_size=2, max_size=8),
    half=st.floats(0.01, 0.04),
    scale=st.sampled_from(["plain", "root", "log"]),
)
def test_the_first_lies_in_every_band_and_time_backwards_turns_the_verdict(values, half, scale):
    readings = [read(value, half) for value in values]
    change = judge_change(readings, scale)
    for low, high in change.band:
        assert low - 1e-9 <= values[0] <= high + 1e-9
    two = judge_change([readings[0], readings[-1]], scale).verdict
    turned = judge_change([readings[-1], readings[0]], scale).verdict
    assert {two, turned} in ({"none"}, {"smaller", "larger"})


def test_noise_alone_is_seldom_told_as_a_change():
    # Eight visits of one who does not change; one in twenty pairs crosses by chance, two in a row
    # seldom.
    rng = np.random.default_rng(5)
    told = [
        judge_change([read(value, 1.96) for value in rng.normal(0, 1, 8)]).verdict
        for _ in range(2000)
    ]
    assert sum(verdict in ("smaller", "larger") for verdict in told) / len(told) < 0.03
    assert sum(verdict != "none" for verdict in told) / len(told) < 0.07
