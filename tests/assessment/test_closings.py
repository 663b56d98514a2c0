"""What skin is not judged while eyes close, and that the rest is."""

from __future__ import annotations

import numpy as np
import pytest
from made_faces import TRUE_SIZE, made_track

from twitchcam.assessment.assessable import Closings, mark_assessable
from twitchcam.pipeline import measure_track
from twitchcam.records import Movement, Span
from twitchcam.skin_places import get_side_mm, list_areas, list_squeezed, list_zones

CLOSED = (Span(start_s=2.0, stop_s=2.5, reason="expression"),)
AREAS = np.array(list_areas())


@pytest.fixture(scope="module")
def still() -> Movement:
    return measure_track(made_track(duration_s=4.0), settings=TRUE_SIZE)[0]


def _list_unjudged(still: Movement, closings: Closings) -> np.ndarray:
    """Numbers of the places of one side that are not judged at 2.25 s."""
    threshold = TRUE_SIZE.detection.twitch_threshold
    judged = mark_assessable(still, closings, TRUE_SIZE.assessment, threshold)
    at = still.field.index(2.25)
    assert judged[still.field.index(1.25)].all()  # and away from the closing all is
    return np.flatnonzero(~judged[at].any(axis=1))


def test_a_blink_takes_lids_brows_and_forehead_and_leaves_the_outer_cheek(still):
    lost = _list_unjudged(still, Closings(of_lids=CLOSED))
    taken = np.isin(AREAS, ("upper_lid", "lower_lid", "brow", "forehead"))
    assert set(np.flatnonzero(taken)) <= set(lost)
    assert {"outer_cheek", "inner_cheek"} <= set(AREAS[np.setdiff1d(list_squeezed(), lost)])


def test_a_squeeze_takes_the_upper_cheek_too_and_leaves_the_mouth(still):
    lost = _list_unjudged(still, Closings(of_lids=CLOSED, squeezed=CLOSED))
    np.testing.assert_array_equal(lost, np.sort(list_squeezed()))
    assert not {"mouth_corner", "lower_lip", "chin", "jaw"} & set(AREAS[lost])


def test_what_a_blink_moves_a_squeeze_moves_too():
    by_eyes, others = list_zones()
    assert set(by_eyes) < set(list_squeezed())
    assert get_side_mm()[others, 1].min() > 0.0  # nothing above the line of the eyes


def test_without_closings_all_is_judged(still):
    assert _list_unjudged(still, Closings()).size == 0
