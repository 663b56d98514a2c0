"""Refusals name what is wrong, what it must be, and what it is."""

from __future__ import annotations

import pytest

from twitchcam.checks import check_option, check_range
from twitchcam.errors import InputError, TwitchcamError, check_rising, check_shape


@pytest.mark.parametrize(("kind", "exit_code"), [(TwitchcamError, 1), (InputError, 2)])
def test_every_kind_of_error_has_its_exit_code_and_one_parent(kind, exit_code):
    assert kind.exit_code == exit_code
    assert issubclass(kind, TwitchcamError)


@pytest.mark.parametrize(
    ("got", "must"),
    [((3,), (3,)), ((3, 478, 3), ("frames", 478, 3)), ((), ()), ((0, 2), ("n", 2))],
)
def test_a_shape_that_fits_passes(got, must):
    check_shape("landmarks_px", got, must)


@pytest.mark.parametrize(
    ("got", "must"),
    [((4,), (3,)), ((3, 468, 3), ("frames", 478, 3)), ((3,), ("n", 2)), ((1, 2, 3), ("n", 2))],
)
def test_a_shape_that_does_not_fit_is_named_with_both_shapes(got, must):
    with pytest.raises(ValueError, match="landmarks_px must have shape") as refusal:
        check_shape("landmarks_px", got, must)
    assert ", ".join(map(str, must)) in str(refusal.value)
    assert str(got) in str(refusal.value)


@pytest.mark.parametrize("values", [(), (1.0,), (0.0, 0.5, 0.5001)])
def test_rising_values_pass(values):
    check_rising("time_s", values)


@pytest.mark.parametrize(
    "values", [(0.0, 0.0), (0.0, 1.0, 0.5), (0.0, float("nan")), (float("nan"), 1.0)]
)
def test_values_that_stand_still_fall_or_are_no_numbers_do_not_rise(values):
    with pytest.raises(ValueError, match="time_s must rise from value to value"):
        check_rising("time_s", values)


def test_an_unknown_option_is_refused_with_the_known_ones():
    check_option("side", "left", ("left", "right"))
    with pytest.raises(InputError, match="side must be one of left, right, got 'top'"):
        check_option("side", "top", ("left", "right"))


@pytest.mark.parametrize("value", [0, 0.5, 1])
def test_both_ends_of_a_range_belong_to_it(value):
    check_range("share", value, 0, 1)


@pytest.mark.parametrize("value", [-1e-9, 1.0000001, float("nan"), float("inf"), -float("inf")])
def test_a_value_out_of_range_or_no_number_is_refused(value):
    with pytest.raises(InputError, match="share must lie between 0 and 1, got"):
        check_range("share", value, 0, 1)
