"""Beside a patch or the edge of the picture nothing is judged while an eye closes."""

from __future__ import annotations

import numpy as np
import pytest

from twitchcam.anatomy import SIDES
from twitchcam.assessment.beside_hidden import hide_beside, hide_swept
from twitchcam.records import UNSEEN_REASONS, Span, Visibility
from twitchcam.skin_places import find_nearest_place, get_places_shape, measure_apart_mm

TIME_S = np.arange(0.0, 4.0, 0.25)
BLINK = Span(start_s=1.9, stop_s=2.2, reason="expression")
MIDDLE = find_nearest_place("cheek")
APART_MM = measure_apart_mm()[MIDDLE]


def hide(reason="covered", side="left", closings=(BLINK,)):
    """What stays assessable of a face with one hidden place, (C, places, sides)."""
    marks = np.zeros((len(TIME_S), *get_places_shape()), np.uint8)
    if reason:
        marks[:, MIDDLE, SIDES.index(side)] = 1 + UNSEEN_REASONS.index(reason)
    everything = np.ones(marks.shape, dtype=bool)
    return hide_beside(everything, TIME_S, Visibility(time_s=TIME_S, reason=marks), closings)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("reason", ["covered", "outside"])
def test_the_skin_next_to_it_waits_until_the_eye_is_open(reason, side):
    s = SIDES.index(side)
    judged = hide(reason, side)
    in_blink = (TIME_S >= 1.9) & (TIME_S < 2.2)
    assert not judged[in_blink][:, APART_MM < 15.0, s].any()
    assert judged[in_blink][:, APART_MM > 25.0, s].all()
    assert judged[in_blink][:, :, 1 - s].all()
    assert judged[(TIME_S < 1.5) | (TIME_S > 2.6)].all()


@pytest.mark.parametrize(
    ("reason", "closings"),
    [("", (BLINK,)), ("covered", ()), ("dark", (BLINK,)), ("shade", (BLINK,))],
)
def test_without_a_blink_or_where_the_mesh_still_sees_nothing_waits(reason, closings):
    assert hide(reason, closings=closings).all()


@pytest.mark.parametrize(("swings", "judged"), [((0,), False), ((0, 1), True), ((), True)])
def test_behind_a_strand_before_one_side_nothing_is_judged(swings, judged):
    restless = np.zeros((len(TIME_S), *get_places_shape()), dtype=bool)
    for s in swings:
        restless[4:, MIDDLE, s] = True
    visibility = Visibility(
        time_s=TIME_S, reason=np.zeros(restless.shape, np.uint8), restless=restless
    )
    everything = np.ones(restless.shape, dtype=bool)
    shown = hide_swept(everything, TIME_S, visibility)
    assert shown[4:, MIDDLE, 0].all() == judged
    assert shown[4:, APART_MM < 8.0, 0].all() == judged
    assert shown[4:, APART_MM > 12.0, 0].all()
    assert shown[:4].all()
    assert shown[:, :, 1].all()
