"""A face that lies or stands on its head is turned before it is measured, and that is said."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from examples import keep_short
from making_videos import read_number, write_video

from twitchcam.capture.files import open_video
from twitchcam.pipeline import analyze_video
from twitchcam.records import Frame
from twitchcam.settings import TrackingSettings
from twitchcam.tracking.choose_face import FaceBox
from twitchcam.tracking.picture_turn import choose_turn

pytestmark = pytest.mark.slow

SETTINGS = TrackingSettings()
MARK = np.zeros((40, 60, 3), np.uint8)
MARK[:10] = 255  # the top of the head


class Scripted:
    """A recording that is also its own detector: it scores by where the light edge lies."""

    def __init__(self, upright=0.0, left=0.0, upside_down=0.0, right=0.0, *, face_from_s=0.0):
        self.scores = {"top": upright, "left": left, "bottom": upside_down, "right": right}
        self.face_from_s, self.now_s, self.n_looks = face_from_s, 0.0, 0

    def frames(self):
        for k in range(300):
            self.now_s = k / 30
            yield Frame(index=k, time_s=k / 30, image_rgb=MARK)

    def find_faces(self, image_rgb):
        self.n_looks += 1
        edges = {
            "top": image_rgb[:5],
            "bottom": image_rgb[-5:],
            "left": image_rgb[:, :5],
            "right": image_rgb[:, -5:],
        }
        score = self.scores[max(edges, key=lambda name: edges[name].mean())]
        if not score or self.now_s < self.face_from_s:
            return ()
        return (FaceBox(x_px=20, y_px=20, width_px=20, score=score),)


@pytest.mark.parametrize(
    ("scores", "turned_deg"),
    [
        # Where the top of the head lies in the picture in which the detector is surest.
        ({"upright": 0.9, "upside_down": 0.66, "left": 0.8, "right": 0.8}, 0),
        ({"upright": 0.65, "upside_down": 0.9, "left": 0.8, "right": 0.8}, 180),
        ({"upright": 0.78, "right": 0.9, "left": 0.6, "upside_down": 0.7}, 90),
        ({"upright": 0.78, "left": 0.9, "right": 0.6, "upside_down": 0.7}, 270),
        ({"upside_down": 0.8}, 180),
        # Hardly surer: as the file has it.
        ({"upright": 0.80, "left": 0.84}, 0),
        ({}, 0),
    ],
)
def test_the_turn_in_which_the_detector_is_surest_wins(scores, turned_deg):
    video = Scripted(**scores)
    assert choose_turn(video, video, SETTINGS) == turned_deg


def test_a_sure_upright_face_needs_one_look_and_a_late_one_is_waited_for():
    video = Scripted(upright=0.95)
    assert choose_turn(video, video, SETTINGS) == 0
    assert video.n_looks == 4
    late = Scripted(upright=0.6, upside_down=0.9, face_from_s=3.0)
    assert choose_turn(late, late, SETTINGS) == 180


@pytest.mark.parametrize("turned_deg", [0, 90, 180, 270])
def test_pictures_are_turned_clockwise_once_they_are_as_the_file_says(tmp_path, turned_deg):
    path = write_video(tmp_path / "a.mp4", times_ms=[0, 40, 80], pixel_shape=Fraction(2))
    with open_video(path) as video:
        flat = [frame.image_rgb for frame in video.frames()]
    with open_video(path, turned_deg=turned_deg) as video:
        turned = list(video.frames())
        source = video.describe()
    for before, after in zip(flat, turned, strict=True):
        np.testing.assert_array_equal(np.rot90(before, -turned_deg // 90), after.image_rgb)
    assert (source.width_px, source.height_px) == turned[0].image_rgb.shape[1::-1]
    assert source.turned_deg == turned_deg
    assert any(f"{turned_deg} degrees" in note for note in source.notes) == (turned_deg > 0)
    assert read_number(np.rot90(turned[2].image_rgb, turned_deg // 90)) == 2


@pytest.fixture(scope="module")
def pictures(cheek_pictures):
    """At 30 Hz."""
    return cheek_pictures[0][::2]


@pytest.fixture(scope="module")
def upright(pictures, tmp_path_factory):
    return _analyze(pictures, tmp_path_factory.mktemp("upright") / "clip.mkv", 0)


def _analyze(pictures, path, turned_deg):
    turned = [np.ascontiguousarray(np.rot90(p, turned_deg // 90)) for p in pictures]
    write_video(
        path,
        "ffv1",
        times_ms=[round(1000 * k / 30) for k in range(len(turned))],
        pictures=turned,
        size_px=turned[0].shape[1::-1],
        pix_fmt="bgr0",
    )
    return analyze_video(path)


@pytest.mark.parametrize("turned_deg", keep_short([90, 180], 90))
def test_a_turned_recording_shows_the_same_as_the_upright_one(
    pictures, upright, tmp_path, turned_deg
):
    turned = _analyze(pictures, tmp_path / "clip.mkv", turned_deg)
    assert turned.source.turned_deg == turned_deg
    assert [(e.side, e.region, e.apex_s) for e in turned.events] == [
        (e.side, e.region, e.apex_s) for e in upright.events
    ]
    assert [(a.kind, a.side) for a in turned.actions] == [("blink", "both")]
    assert upright.source.turned_deg == 0
    assert [e.side for e in upright.events] == ["left"]
