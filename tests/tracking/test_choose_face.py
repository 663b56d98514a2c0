"""One face is followed: the largest at first, then the same one, whoever else comes along."""

from __future__ import annotations

import numpy as np
import pytest
from made_faces import made_track

from twitchcam.settings import TrackingSettings
from twitchcam.tracking.choose_face import (
    FaceBox,
    FaceFollower,
    choose_box,
    is_same_face,
    measure_place,
    show_only,
)
from twitchcam.tracking.picture_scale import choose_scale

SETTINGS = TrackingSettings()
PICTURE = np.full((480, 640, 3), 90, np.uint8)
_FACE = np.array(made_track(duration_s=0.1).landmarks_px[0])


def box(x_px, width_px=100.0, y_px=240.0):
    return FaceBox(x_px=x_px, y_px=y_px, width_px=width_px, score=0.9)


def mesh(x_px, width_px=100.0, y_px=240.0):
    """Landmarks of a face of this width, there."""
    low, high = _FACE[:, :2].min(axis=0), _FACE[:, :2].max(axis=0)
    points = _FACE.copy()
    points[:, :2] = (points[:, :2] - (low + high) / 2) * width_px / (high - low)[0]
    points[:, :2] += [x_px, y_px]
    return points


class ScriptedTracker:
    """Sees the faces it is told to; follows like FaceMesh: the last face, or else the first."""

    def __init__(self):
        self.boxes, self.meshes = (), ()
        self.region = None
        self.n_searches = self.n_detections = 0
        self.shown = []

    def show(self, *faces):
        """Each face is its place and width, in the order in which the mesh would take them."""
        self.boxes = tuple(sorted((box(*face) for face in faces), key=lambda b: -b.width_px))
        self.meshes = tuple(mesh(*face) for face in faces)

    def find_faces(self, image_rgb):  # noqa: ARG002
        self.n_detections += 1
        return self.boxes

    def locate(self, image_rgb):
        self.shown.append(image_rgb)
        if self.region is None:
            self.n_searches += 1
            seen = [m for m in self.meshes if self._is_visible(m, image_rgb)]
        else:
            seen = sorted(self.meshes, key=lambda m: abs(m[:, 0].mean() - self.region))
        self.region = seen[0][:, 0].mean() if seen else None
        return seen[0] if seen else None

    def forget(self):
        self.region = None

    @staticmethod
    def _is_visible(points, image_rgb):
        x, y = points[:, :2].mean(axis=0).astype(int)
        return bool((image_rgb[y, x] == PICTURE[y, x]).all())


@pytest.fixture
def tracker():
    return ScriptedTracker()


@pytest.fixture
def follower(tracker):
    return FaceFollower(tracker, SETTINGS)


def _place(points):
    return None if points is None else round(measure_place(points, 0.0).x_px)


def _follow(follower, tracker, *scenes, rate_hz=30.0, start_s=0.0):
    places = []
    for k, faces in enumerate(scenes):
        tracker.show(*faces)
        places.append(_place(follower.follow(PICTURE, start_s + k / rate_hz)))
    return places


def test_the_largest_face_is_followed_at_first(follower, tracker):
    assert _follow(follower, tracker, [(150, 80), (450, 120)]) == [450]


def test_a_face_is_followed_through_the_picture(follower, tracker):
    scenes = [[(100 + 20 * k, 100)] for k in range(20)]
    assert _follow(follower, tracker, *scenes) == [100 + 20 * k for k in range(20)]


def test_a_second_face_that_grows_larger_does_not_take_over(follower, tracker):
    scenes = [[(150, 100), (450, 90 + 5 * k)] for k in range(20)]
    assert set(_follow(follower, tracker, *scenes)) == {150}


@pytest.mark.parametrize("other", [(450, 100), (160, 200), (160, 50)])
def test_a_mesh_that_leaps_to_another_face_is_refused(follower, tracker, other):
    places = _follow(follower, tracker, [(150, 100)], [other])
    assert places == [150, None]


def test_while_its_face_is_away_another_one_is_not_taken(follower, tracker):
    scenes = [[(150, 100), (450, 80)]] * 3 + [[(450, 80)]] * 30 + [[(160, 100), (450, 80)]] * 3
    assert _follow(follower, tracker, *scenes) == [150] * 3 + [None] * 30 + [160] * 3


def test_a_face_that_stays_away_is_forgotten_after_a_while(follower, tracker):
    _follow(follower, tracker, [(150, 100)])
    gone_s = SETTINGS.remember_face_s
    assert _follow(follower, tracker, [(450, 80)], start_s=gone_s - 0.1) == [None]
    assert _follow(follower, tracker, [(450, 80)], start_s=gone_s + 0.1) == [450]


def test_after_a_loss_the_face_nearest_to_the_last_place_is_taken_up_again():
    last = measure_place(mesh(200, 100), 0.0)
    mine, stranger = box(205, 100), box(330, 120)
    chosen = choose_box((stranger, mine), last, 0.2, SETTINGS)
    assert chosen == mine


def test_a_stranger_who_comes_near_while_the_face_is_lost_does_not_take_over(follower, tracker):
    scenes = [[(200, 100)]] * 3 + [[]] + [[(330, 120), (205, 100)]] * 3
    assert _follow(follower, tracker, *scenes) == [200] * 3 + [None] + [205] * 3


def test_with_several_faces_the_search_sees_only_the_chosen_one(follower, tracker):
    _follow(follower, tracker, [(150, 80), (450, 120)])
    shown = tracker.shown[0]
    assert (shown[240, 450] == PICTURE[240, 450]).all()
    assert not (shown[240, 150] == PICTURE[240, 150]).any()


def test_what_is_hidden_is_grey_and_the_picture_itself_stays(rng):
    picture = rng.integers(0, 255, PICTURE.shape).astype(np.uint8)
    kept = picture.copy()
    alone = show_only(picture, box(600, 100, y_px=20))
    np.testing.assert_array_equal(picture, kept)
    np.testing.assert_array_equal(alone[:120, 500:], picture[:120, 500:])
    assert (alone[120:] == 127).all()
    assert (alone[:, :500] == 127).all()


def test_without_a_face_nothing_is_searched_for(follower, tracker):
    assert _follow(follower, tracker, [], [], []) == [None] * 3
    assert tracker.n_searches == 0


def test_while_following_others_are_counted_once_a_second(follower, tracker):
    scenes = [[(150, 100)] if k < 45 else [(150, 100), (450, 90)] for k in range(120)]
    _follow(follower, tracker, *scenes)
    assert follower.n_checks == 4
    assert follower.n_checks_with_others == 2
    assert tracker.n_detections == 4


def test_after_a_cut_the_largest_face_is_chosen_anew(follower, tracker):
    _follow(follower, tracker, [(150, 100)])
    follower.start_anew()
    assert _follow(follower, tracker, [(450, 120), (160, 90)], start_s=1 / 30) == [450]


@pytest.mark.parametrize(
    ("x_px", "width_px", "same"),
    [(200, 100, True), (249, 100, True), (251, 100, False), (200, 159, True), (200, 161, False),
     (200, 63, True), (200, 62, False)],
)  # fmt: skip
def test_the_same_face_is_near_and_about_as_large(x_px, width_px, same):
    place = measure_place(mesh(200, 100), 0.0)
    assert is_same_face(place, x_px, 240.0, width_px, reach=0.5) is same


class ScriptedVideo:
    def __init__(self, size_px, face_px, first_face_s=0.0):
        self.stored_size_px = size_px
        self.n_read = 0
        self.closed = False
        self._face = face_px, first_face_s

    def frames(self):
        from twitchcam.records import Frame

        try:
            for k in range(900):
                self.n_read += 1
                yield Frame(index=k, time_s=k / 30, image_rgb=PICTURE)
        finally:
            self.closed = True

    def find_faces(self, image_rgb):  # noqa: ARG002
        face_px, first_s = self._face
        return (box(300, face_px),) if face_px and self.n_read / 30 > first_s else ()


@pytest.mark.parametrize(
    ("size_px", "face_px", "scale"),
    [
        ((640, 480), 200, 1.0),
        ((1920, 1080), 700, 1.0),
        ((3840, 2160), 1200, 0.5),
        ((2160, 3840), 1200, 0.5),
        ((3840, 2160), 600, 0.7),
        ((3840, 2160), 300, 1.0),
        ((3840, 2160), None, 0.5),
    ],
)
def test_a_large_picture_is_shrunk_as_far_as_the_face_allows(size_px, face_px, scale):
    video = ScriptedVideo(size_px, face_px)
    assert choose_scale(video, video, SETTINGS) == pytest.approx(scale)


def test_a_face_that_comes_late_in_the_probe_still_decides_and_the_rest_is_not_read():
    video = ScriptedVideo((2800, 1600), 600, first_face_s=2.0)
    assert choose_scale(video, video, SETTINGS) == pytest.approx(0.7)
    assert 60 < video.n_read < 160
    assert video.closed
