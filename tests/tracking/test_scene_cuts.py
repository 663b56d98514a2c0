"""A cut stands alone; a picture that is swung changes as much, but goes on doing so."""

from __future__ import annotations

import numpy as np
import pytest

from twitchcam.records import Frame
from twitchcam.settings import TrackingSettings
from twitchcam.tracking.locate import watch_scenes
from twitchcam.tracking.scene_people import PeopleWatch

SETTINGS = TrackingSettings()
WIDE = np.random.default_rng(2).integers(0, 256, (12, 60), np.uint8).repeat(20, 0).repeat(20, 1)


def _list_cuts(starts_px):
    """Numbers of the pictures that begin a scene, of windows of a wide picture."""
    frames = [
        Frame(index=i, time_s=i / 30, image_rgb=np.dstack([WIDE[:, x : x + 320]] * 3))
        for i, x in enumerate(starts_px)
    ]
    return [i for i, (_, cut) in enumerate(watch_scenes(frames, SETTINGS)) if cut]


@pytest.mark.parametrize(
    ("starts_px", "cuts"),
    [
        ([0] * 6 + [500] * 6, [6]),
        # Two cuts, one picture apart.
        ([0] * 6 + [500] + [800] * 6, [6, 7]),
        # Swung to and fro: as many grey levels from picture to picture, and no scene.
        ([0, 0, 6, 16, *range(30, 400, 15), *range(400, 60, -15)], []),
        ([0] * 12, []),
    ],
)
def test_cuts_are_told_from_a_picture_that_is_swung(starts_px, cuts):
    assert _list_cuts(starts_px) == cuts


def test_of_half_a_face_no_portrait_is_kept():
    watch = PeopleWatch(SETTINGS)
    picture = np.random.default_rng(1).integers(0, 256, (240, 320, 3), np.uint8)
    points = np.random.default_rng(3).uniform(60.0, 180.0, (478, 3))
    for k, shift_px in enumerate((0.0, 200.0)):
        for i in range(4):
            time_s = k + i / 4
            shown = points + np.array([shift_px, 0.0, 0.0])
            watch.look(time_s, picture, shown, cut=k == 1 and i == 0)
    # Two scenes of half a face and a whole one: nobody else, and no doubt.
    assert not watch.mark_others().any()
    assert not watch.is_in_doubt()
