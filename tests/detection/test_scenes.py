"""After a cut the rest of mouth and brows is another one, and nothing lasts over it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from examples_of_analysis import make_action, make_expression, make_movement

from twitchcam.anatomy import AXES, REGION_NAMES
from twitchcam.detection.actions import detect_actions, leave_out_guesses
from twitchcam.detection.scenes import list_scenes
from twitchcam.records import Span, Visibility
from twitchcam.settings import ActionSettings
from twitchcam.skin_places import get_places_shape, list_regions

SETTINGS = ActionSettings()
CUT = Span(start_s=3.7, stop_s=4.3, reason="cut")
CUTS = (CUT, Span(start_s=5.7, stop_s=6.3, reason="cut"))


def _make(*, cut):
    """Ten seconds; two of them show a mouth that is wider on the left, and higher brows."""
    movement = make_movement(duration_s=10.0)
    other = (movement.time_s >= 4.0) & (movement.time_s < 6.0)
    corners_mm = np.zeros((len(other), 2, 2))
    corners_mm[..., 0] = 23.0
    corners_mm[other, 0, :] += (8.0, 5.0)
    brow_mm = np.where(other, 26.0, 20.0)[:, None].repeat(2, axis=1)
    skin_mm = np.zeros_like(movement.displacement_mm)
    skin_mm[:, REGION_NAMES.index("brow"), 0, AXES.index("up")] = np.where(other, 6.0, 0.0)
    expression = replace(make_expression(movement), mouth_corner_mm=corners_mm, brow_mm=brow_mm)
    excluded = CUTS if cut else ()
    return expression, replace(movement, displacement_mm=skin_mm, excluded=excluded)


def test_another_face_after_a_cut_is_no_smile_of_the_first():
    assert {(a.kind, a.side) for a in detect_actions(*_make(cut=False), SETTINGS)} == {
        ("smile", "left"),
        ("brow_raise", "left"),
    }
    assert detect_actions(*_make(cut=True), SETTINGS) == ()


@pytest.mark.parametrize(("share", "told"), [(0.95, False), (0.6, True)])
def test_light_that_swings_before_nearly_all_of_a_brow_raises_none(share, told):
    expression, movement = _make(cut=False)
    restless = np.zeros((10, *get_places_shape()), dtype=bool)
    of_brow = np.flatnonzero(np.array(list_regions()) == "brow")
    restless[4:6, of_brow[: round(share * len(of_brow))], 1] = True
    reason = np.zeros(restless.shape, np.uint8)
    seen = Visibility(time_s=np.arange(10.0), reason=reason, restless=restless)
    found = detect_actions(expression, replace(movement, visibility=seen), SETTINGS)
    assert ("brow_raise" in {action.kind for action in found}) is told


@pytest.mark.parametrize(("onset_s", "kept"), [(2.0, True), (3.9, False), (4.1, True)])
def test_nothing_lasts_over_a_cut(onset_s, kept):
    for kind in ("blink", "smile"):
        action = make_action(kind, onset_s)
        assert leave_out_guesses([action], (CUT,)) == ([action] if kept else [])


def test_scenes_lie_between_cuts():
    time_s = np.arange(600) / 60.0
    assert list_scenes(time_s, ()) == ((0, 600),)
    other = Span(start_s=1.0, stop_s=2.0, reason="talking")
    assert list_scenes(time_s, (CUT, other)) == ((0, 222), (258, 600))
