"""What may be a twitch is told at once, on its side; what both sides do, and noise, is not."""

from __future__ import annotations

import numpy as np
import pytest

from twitchcam.detection.provisional import ProvisionalWatch
from twitchcam.settings import Settings
from twitchcam.skin_places import get_field_shape, get_side_mm, list_areas

RATE_HZ = 30.0
OPEN_MM = 10.0


def make_field(rng, duration_s=10.0, noise_mm=0.04, rate_hz=RATE_HZ):
    times_s = np.cumsum(rng.uniform(0.9, 1.1, round(duration_s * rate_hz))) / rate_hz
    return times_s, rng.normal(0, noise_mm, (len(times_s), *get_field_shape()))


def add_pulse(times_s, field, apex_s, *, side, size_mm=1.0, width_s=0.07, middle=(30.0, 55.0)):
    """A jerk of a patch of skin, upwards and back."""
    apart = np.hypot(*(get_side_mm() - np.array(middle)).T)
    share = np.exp(-0.5 * (apart / 8.0) ** 2)
    course = size_mm * np.exp(-0.5 * ((times_s - apex_s) / width_s) ** 2)
    for column in {"left": (0,), "right": (1,), "both": (0, 1)}[side]:
        field[:, :, column, 1] += course[:, None] * share


def watch(times_s, field, lids_mm=None):
    watch = ProvisionalWatch(Settings().detection)
    lids_mm = np.full((len(times_s), 2), OPEN_MM) if lids_mm is None else lids_mm
    told = []
    for time_s, now, lids in zip(times_s, field, lids_mm, strict=True):
        told += watch.add(time_s, now, lids)
    return told


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("rate_hz", [25.0, 60.0])
def test_a_jerk_is_told_once_on_its_side_within_half_a_second(rng, side, rate_hz):
    times_s, field = make_field(rng, rate_hz=rate_hz)
    for apex_s in (5.0, 7.3):
        add_pulse(times_s, field, apex_s, side=side)
    told = watch(times_s, field)
    assert [event.side for event in told] == [side, side]
    np.testing.assert_allclose([event.apex_s for event in told], [5.0, 7.3], atol=0.06)
    assert all(event.told_s - event.apex_s <= 0.5 for event in told)
    assert all(0.6 < event.size_mm < 1.3 for event in told)
    near = list_areas()[np.hypot(*(get_side_mm() - [30.0, 55.0]).T).argmin()]
    assert told[0].area == near


def test_both_sides_at_once_are_no_twitch_of_one(rng):
    times_s, field = make_field(rng)
    add_pulse(times_s, field, 6.0, side="both", size_mm=2.0)
    assert watch(times_s, field) == []


def test_noise_and_slow_movement_are_not_told(rng):
    times_s, field = make_field(rng, duration_s=15.0)
    field[:, :, 0, 1] += np.sin(2 * np.pi * 0.2 * times_s)[:, None]
    assert watch(times_s, field) == []


def test_what_goes_and_stays_is_no_jerk(rng):
    times_s, field = make_field(rng)
    field[times_s > 6.0, :40, 0, 1] += 1.5
    assert watch(times_s, field) == []


def test_near_closing_lids_only_the_lower_face_is_looked_at(rng):
    times_s, field = make_field(rng)
    lids_mm = np.full((len(times_s), 2), OPEN_MM)
    lids_mm[np.abs(times_s - 6.0) < 0.1] = 1.0
    add_pulse(times_s, field, 6.0, side="left", middle=(30.0, 10.0))
    assert watch(times_s, field, lids_mm) == []
    add_pulse(times_s, field, 6.0, side="right", middle=(30.0, 60.0))
    assert [event.side for event in watch(times_s, field, lids_mm)] == ["right"]


def test_after_a_loss_nothing_is_compared_with_before(rng):
    times_s, field = make_field(rng, duration_s=4.0)
    follower = ProvisionalWatch(Settings().detection)
    for time_s, now in zip(times_s, field, strict=True):
        follower.add(time_s, now, np.full(2, OPEN_MM))
    follower.forget()
    assert follower.add(times_s[-1] + 0.03, field[-1] + 50.0, np.full(2, OPEN_MM)) == ()
