"""Beside a patch or the edge of the picture nothing is judged while an eye closes."""

from __future__ import annotations

import numpy as np
import pytest

from twitchcam.anatomy import SIDES
from twitchcam.assessment.beside_hidden import describe_swept, hide_beside, hide_swept
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


@pytest.mark.parametrize(
    ("n_left", "n_right", "judged"),
    [(60, 0, False), (60, 10, False), (60, 40, True), (25, 0, True), (0, 0, True)],
)
def test_behind_a_strand_before_one_side_nothing_is_judged(n_left, n_right, judged):
    restless = np.zeros((len(TIME_S), *get_places_shape()), dtype=bool)
    restless[4:, :n_left, 0] = True
    restless[4:, 100 : 100 + n_right, 1] = True
    visibility = Visibility(
        time_s=TIME_S, reason=np.zeros(restless.shape, np.uint8), restless=restless
    )
    shown = hide_swept(np.ones(restless.shape, dtype=bool), TIME_S, visibility)
    assert shown[4:, :n_left, 0].all() == judged
    assert shown[:4].all()
    assert shown[:, n_left:, 0].all()
    assert shown[:, :, 1].all()


@pytest.mark.parametrize(
    ("n_left", "n_right", "said"),
    [(60, 0, "left side"), (5, 70, "right side"), (60, 40, ""), (12, 0, ""), (0, 0, "")],
)
def test_hair_before_one_side_is_told_and_a_face_that_acts_is_not(n_left, n_right, said):
    restless = np.zeros((len(TIME_S), *get_places_shape()), dtype=bool)
    restless[len(TIME_S) // 4 :, :n_left, 0] = True
    restless[len(TIME_S) // 4 :, 100 : 100 + n_right, 1] = True
    notes = describe_swept(
        Visibility(time_s=TIME_S, reason=np.zeros(restless.shape, np.uint8), restless=restless)
    )
    assert len(notes) == (1 if said else 0)
    assert all(said in note and "in 75 % of the time" in note for note in notes)
