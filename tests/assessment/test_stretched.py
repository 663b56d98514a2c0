"""A face that is far too narrow or too wide was squeezed or drawn out on the way."""

from __future__ import annotations

import pytest
from made_faces import change_track, made_track

from twitchcam.assessment.stretched import describe_stretch, measure_shape
from twitchcam.settings import AssessmentSettings

SETTINGS = AssessmentSettings()
FACE = made_track(duration_s=1.0)


def _draw_out(across):
    def change(points):
        points[..., 0] *= across

    return change_track(FACE, landmarks_px=change)


@pytest.mark.parametrize(
    ("across", "said"),
    [
        (0.5, "narrower"),  # every other column left out
        (0.75, "narrower"),  # 16:9 into 4:3
        (0.92, ""),
        (1.0, ""),
        (1.08, ""),
        (4 / 3, "wider"),
        (16 / 9, "wider"),
    ],
)
def test_what_shape_a_picture_was_brought_into_is_seen_in_the_face(across, said):
    told = describe_stretch(_draw_out(across), SETTINGS)
    assert len(told) == bool(said)
    assert all(f"The face is {said}" in note for note in told)
    assert measure_shape(_draw_out(across)) == pytest.approx(across * measure_shape(FACE), rel=0.01)


def test_a_face_that_is_never_seen_from_the_front_says_nothing():
    turned = change_track(FACE, head_rotation_deg=lambda angles: angles.__setitem__((..., 0), 30.0))
    assert measure_shape(turned) is None
    assert describe_stretch(turned, SETTINGS) == ()
