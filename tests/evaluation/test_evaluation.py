"""Agreement with truth is counted fairly: one to one, as many as possible, nearest first."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchcam.evaluation import match_events, rate_per_minute

TIMES = st.lists(st.floats(0.0, 20.0), max_size=12)
TOLERANCE = st.floats(0.0, 2.0)


def _count_by_sweeping(truth, detected, tolerance):
    """The largest possible number of pairs: take the earliest partner that fits, in order."""
    truth, detected = sorted(truth), sorted(detected)
    i = j = n = 0
    while i < len(truth) and j < len(detected):
        if abs(truth[i] - detected[j]) <= tolerance + 1e-9:
            n, i, j = n + 1, i + 1, j + 1
        elif truth[i] < detected[j]:
            i += 1
        else:
            j += 1
    return n


@given(TIMES, TIMES, TOLERANCE)
def test_pairs_are_one_to_one_within_the_tolerance_and_as_many_as_possible(truth, found, tolerance):
    agreement = match_events(truth, found, tolerance)
    rows, columns = zip(*agreement.pairs, strict=True) if agreement.pairs else ((), ())
    assert sorted([*rows, *agreement.missed]) == list(range(len(truth)))
    assert sorted([*columns, *agreement.false]) == list(range(len(found)))
    assert all(abs(truth[i] - found[j]) <= tolerance + 1e-9 for i, j in agreement.pairs)
    assert len(agreement.pairs) == _count_by_sweeping(truth, found, tolerance)


@given(TIMES, TIMES, TOLERANCE)
def test_truth_and_found_can_change_places(truth, found, tolerance):
    there, back = match_events(truth, found, tolerance), match_events(found, truth, tolerance)
    assert len(there.pairs) == len(back.pairs)
    assert (len(there.missed), len(there.false)) == (len(back.false), len(back.missed))


@given(TIMES, TIMES, TOLERANCE, st.integers(0, 2**32 - 1))
def test_forbidden_pairs_are_never_made(truth, found, tolerance, seed):
    allowed = np.random.default_rng(seed).random((len(truth), len(found))) < 0.5
    agreement = match_events(truth, found, tolerance, allowed)
    assert all(allowed[pair] for pair in agreement.pairs)
    assert len(agreement.pairs) <= len(match_events(truth, found, tolerance).pairs)


@given(TIMES)
def test_everything_matches_itself(times):
    agreement = match_events(times, times, 0.0)
    assert len(agreement.pairs) == len(times)
    assert agreement.f1 == 1.0 or not times


def test_the_nearest_of_two_is_taken():
    assert match_events([1.0], [0.9, 1.05], 0.2).pairs == ((0, 1),)
    assert match_events([1.0, 1.3], [1.1], 0.3).pairs == ((0, 0),)


def test_more_pairs_go_before_nearer_ones():
    # 1.0 with 1.1 is nearest, but then 1.2 would stay alone.
    agreement = match_events([1.0, 1.2], [0.85, 1.1], 0.2)
    assert agreement.pairs == ((0, 0), (1, 1))


def test_shares_of_a_known_case():
    agreement = match_events([1.0, 2.0, 3.0, 4.0], [1.0, 2.0, 9.0], 0.1)
    assert agreement.missed == (2, 3)
    assert agreement.false == (2,)
    assert agreement.precision == pytest.approx(2 / 3)
    assert agreement.recall == pytest.approx(1 / 2)
    assert agreement.f1 == pytest.approx(4 / 7)


def test_without_anything_to_find_or_found_there_is_no_share():
    nothing = match_events([], [], 0.1)
    assert all(math.isnan(share) for share in (nothing.precision, nothing.recall, nothing.f1))
    assert match_events([], [1.0], 0.1).f1 == 0.0
    assert match_events([1.0], [], 0.1).recall == 0.0


@pytest.mark.parametrize(
    ("n_events", "low", "high"),
    [(0, 0.0, 3.689), (1, 0.0253, 5.572), (9, 4.115, 17.085), (50, 37.111, 65.919)],
)
def test_the_interval_of_a_count_is_garwoods(n_events, low, high):
    rate, *interval = rate_per_minute(n_events, 1.0)
    assert rate == n_events
    assert interval == pytest.approx([low, high], abs=0.002)


@given(st.integers(0, 500), st.floats(0.01, 1000.0))
def test_a_rate_lies_in_its_interval_and_halves_in_twice_the_time(n_events, minutes):
    rate, low, high = rate_per_minute(n_events, minutes)
    assert low <= rate < high
    slower = rate_per_minute(n_events, 2 * minutes)
    assert slower == pytest.approx((rate / 2, low / 2, high / 2))


@given(st.integers(0, 100))
def test_a_surer_interval_is_wider(n_events):
    _, low, high = rate_per_minute(n_events, 1.0, level=0.8)
    _, lower, higher = rate_per_minute(n_events, 1.0, level=0.99)
    assert lower <= low
    assert high < higher
