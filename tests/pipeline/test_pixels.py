"""From pictures to events with the real landmark model: sides, scenes, several faces, silence."""

from __future__ import annotations

import gc
import os
import tempfile
import threading
from dataclasses import replace

import cv2
import numpy as np
import pytest
from made_faces import codes, places, track_pictures
from other_tracker import NEAR_A_THRESHOLD

from twitchcam import analyze_track, read_track, track_video, write_track
from twitchcam.settings import DetectionSettings, Settings
from twitchcam.synthetic.clip import ClipPlan, encode_frames
from twitchcam.tracking.follow_skin import FIELD_STEPS_PER_PERCENT
from twitchcam.tracking.release import has_own_models

pytestmark = pytest.mark.model

APEX_S, SIZE_MM, BLINK_S = 1.6, 1.5, 3.095
# Percent of the eye distance: what a saved track keeps of the field.
FINEST_STEP = 1 / FIELD_STEPS_PER_PERCENT


@pytest.fixture(scope="module")
def pictures(cheek_pictures):
    """At 30 Hz."""
    return cheek_pictures[0][::2]


@pytest.fixture(scope="module")
def times_s(cheek_pictures):
    return cheek_pictures[1][::2]


@pytest.fixture(scope="module")
def track(pictures, times_s):
    return track_pictures(pictures, times_s)


@pytest.fixture(scope="module")
def analysis(track):
    return analyze_track(track)


@pytest.fixture(scope="module")
def mirrored_clip(pictures, tmp_path_factory):
    """The clip as a selfie camera saves it, a mirror image."""
    path = tmp_path_factory.mktemp("clips") / "selfie.mp4"
    plan = ClipPlan(
        duration_s=4.0, size_px=(320, 240), eye_distance_px=90.0, crf=12.0, preset="ultrafast"
    )
    encode_frames((np.ascontiguousarray(p[:, ::-1]) for p in pictures), plan, path)
    return path


def _check_cheek(analysis, side, frame_s=1 / 30):
    assert places(analysis.events) == [("cheek", side)]
    (event,) = analysis.events
    assert event.apex_s == pytest.approx(APEX_S, abs=frame_s + 0.017)
    assert event.amplitude_mm == pytest.approx(SIZE_MM, rel=0.4)
    assert [(action.kind, action.side) for action in analysis.actions] == [("blink", "both")]
    assert analysis.actions[0].apex_s == pytest.approx(BLINK_S, abs=frame_s + 0.017)
    assert codes(analysis) == [("resting_twitch", side)]


# --- one face --------------------------------------------------------------------------------


def test_a_jerk_of_the_left_cheek_is_found_on_the_left_at_its_time_in_about_its_size(analysis):
    _check_cheek(analysis, "left")
    assert analysis.quality.excluded == ()
    assert analysis.quality.face_coverage == 1.0


def test_the_scale_is_that_of_the_face(track, analysis):
    assert analysis.quality.eye_distance_px == pytest.approx(90.0, rel=0.05)
    assert track.mm_per_percent == pytest.approx(0.85, rel=0.1)


def test_a_mirror_image_shows_it_on_the_other_side(pictures, times_s):
    mirrored = track_pictures([p[:, ::-1] for p in pictures], times_s)
    _check_cheek(analyze_track(mirrored), "right")


def test_a_mirror_image_that_is_said_to_be_one_is_turned_back(mirrored_clip, track_once):
    track = track_once(mirrored_clip, mirrored=True)
    assert track.source.mirrored
    _check_cheek(analyze_track(track), "left")


def test_twice_the_frame_rate_shows_the_same(cheek_pictures, analysis):
    fast = analyze_track(track_pictures(*cheek_pictures))
    _check_cheek(fast, "left", frame_s=1 / 60)
    assert fast.events[0].apex_s == pytest.approx(analysis.events[0].apex_s, abs=1 / 30)
    assert fast.events[0].amplitude_mm == pytest.approx(analysis.events[0].amplitude_mm, rel=0.25)


def test_a_camera_that_repeats_pictures_shows_the_same(pictures, times_s):
    """25 pictures a second in a file of 30, every sixth shown twice."""
    shown = [pictures[k - (k % 6 == 5)] for k in range(len(pictures))]
    track = track_pictures(shown, times_s)
    assert np.flatnonzero(track.repeated).tolist() == list(range(5, len(pictures), 6))
    _check_cheek(analyze_track(track), "left")


def test_an_enlarged_picture_shows_the_same_twitch(pictures, times_s):
    """Not the same trembling: enlarged pixels, over which skin drifts, can seem to swing."""
    large = [cv2.resize(p, None, fx=2.5, fy=2.5, interpolation=cv2.INTER_CUBIC) for p in pictures]
    analysis = analyze_track(track_pictures(large, times_s))
    (event,) = analysis.events
    assert (event.region, event.side) == ("cheek", "left")
    assert event.amplitude_mm == pytest.approx(SIZE_MM, rel=0.4)
    assert ("resting_twitch", "left") in codes(analysis)
    assert analysis.quality.eye_distance_px == pytest.approx(225.0, rel=0.05)


def test_a_leaning_head_shows_the_same(pictures, times_s, track):
    turn = cv2.getRotationMatrix2D((160, 120), 15.0, 1.0)
    leaning = [
        cv2.warpAffine(p, turn, (320, 240), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
        for p in pictures
    ]
    leaning_track = track_pictures(leaning, times_s)
    rolls_deg = [np.median(t.head_rotation_deg[:, 2]) for t in (track, leaning_track)]
    # Against the clock in the image: towards the person's right shoulder.
    assert rolls_deg[1] - rolls_deg[0] == pytest.approx(15.0, abs=2.0)
    sure = [e for e in analyze_track(leaning_track).events if e.confidence != "low"]
    assert places(sure) == [("cheek", "left")]
    assert sure[0].apex_s == pytest.approx(APEX_S, abs=0.05)
    assert sure[0].amplitude_mm == pytest.approx(SIZE_MM, rel=0.4)


def test_the_track_is_the_same_again(pictures, times_s, track):
    first, again = (track_pictures(pictures[:40], times_s[:40]) for _ in range(2))
    for name in ("landmarks_px", "skin_displacement", "field_displacement"):
        np.testing.assert_array_equal(getattr(again, name), getattr(first, name))
        # A matrix product may round the last pictures otherwise where more of them come together.
        whole = getattr(track, name)[:40]
        np.testing.assert_allclose(getattr(first, name), whole, rtol=0, atol=FINEST_STEP)


# --- scenes ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def room(pictures):
    """The same place without anybody."""
    return cv2.GaussianBlur(np.array(pictures[0]), (0, 0), 40.0)


def test_pictures_without_a_face_are_told_to_the_frame(pictures, times_s, room):
    shown = [room if k < 20 or 60 <= k < 70 else p for k, p in enumerate(pictures)]
    track = track_pictures(shown, times_s)
    expected = [not (k < 20 or 60 <= k < 70) for k in range(len(shown))]
    np.testing.assert_array_equal(track.face_found, expected)
    lost = ~track.face_found
    assert np.isnan(track.landmarks_px[lost]).all()
    for shown in (track.skin_displacement, track.field_displacement):
        assert np.isnan(shown[lost]).all()
        assert np.isfinite(shown[~lost]).all()
    assert np.isfinite(track.landmarks_px[~lost]).all()
    assert np.abs(track.skin_displacement[70]).max() == 0.0, "it starts anew"
    assert np.abs(track.field_displacement[70]).max() == 0.0


def test_nobody_at_all_cannot_be_assessed(room, times_s):
    analysis = analyze_track(track_pictures([room] * 40, times_s[:40]))
    assert codes(analysis) == [("not_assessable", None)]
    assert analysis.events == ()
    assert analysis.actions == ()


def test_a_hard_cut_is_seen_where_it_is_and_brings_no_event(pictures, times_s):
    bright = np.full((240, 320, 3), 250, np.uint8)
    elsewhere = []
    for p in pictures[75:90]:
        scene = bright.copy()
        scene[40:220, 80:320] = cv2.resize(p, (240, 180), interpolation=cv2.INTER_AREA)
        elsewhere.append(scene)
    shown = [*pictures[:30], *elsewhere, *pictures[75:]]
    track = track_pictures(shown, times_s[: len(shown)])
    assert np.flatnonzero(track.cut).tolist() == [30, 45]
    assert track.face_found.all()
    analysis = analyze_track(track)
    assert analysis.events == ()
    cuts = [span for span in analysis.quality.excluded if span.reason == "cut"]
    assert [round((span.start_s + span.stop_s) / 2, 2) for span in cuts] == [1.0, 1.5]


@NEAR_A_THRESHOLD
def test_a_light_that_is_switched_on_is_no_cut_and_no_event(pictures, times_s):
    brighter = [np.clip(p.astype(int) + 45, 0, 255).astype(np.uint8) for p in pictures[24:44]]
    track = track_pictures([*pictures[:24], *brighter], times_s[:44])
    assert not track.cut.any()
    assert analyze_track(track).events == ()


def test_a_dark_picture_is_left_out(pictures, times_s):
    dark = [(p * 0.12).astype(np.uint8) if 60 <= k < 85 else p for k, p in enumerate(pictures)]
    reasons = {
        span.reason: span for span in analyze_track(track_pictures(dark, times_s)).quality.excluded
    }
    assert reasons.keys() & {"low_light", "face_lost"}


# --- several faces ---------------------------------------------------------------------------


def _side_by_side(large, small, small_width=224):
    """Two people in one picture: one large on the left, one smaller on the right."""
    height = round(small_width * 0.75)
    scene = np.full((240, 640, 3), 127, np.uint8)
    scene[:, :320] = large
    scene[36 : 36 + height, 360 : 360 + small_width] = cv2.resize(
        small, (small_width, height), interpolation=cv2.INTER_AREA
    )
    return scene


def _middle_px(track):
    """Where the nose is, picture by picture."""
    return np.array(track.landmarks_px[:, 1, 0])


@pytest.fixture(scope="module")
def two_people(pictures):
    """The one who twitches is the larger; the smaller one is the same film backwards."""
    return [_side_by_side(a, b) for a, b in zip(pictures, pictures[::-1], strict=True)]


def test_of_two_faces_the_larger_is_followed_and_the_other_is_noted(two_people, times_s):
    track = track_pictures(two_people, times_s)
    assert track.face_found.all()
    assert _middle_px(track).max() < 250
    assert "More than one face was in the picture in 4 of 4 checks" in track.notes[0]
    analysis = analyze_track(track)
    assert places(analysis.events) == [("cheek", "left")]
    assert analysis.events[0].apex_s == pytest.approx(APEX_S, abs=0.05)
    assert track.notes[0] in analysis.quality.notes


def test_it_does_not_matter_on_which_side_the_larger_one_is(two_people, times_s):
    track = track_pictures([scene[:, ::-1] for scene in two_people[:60]], times_s[:60])
    assert track.face_found.all()
    assert _middle_px(track).min() > 390


def test_a_face_that_comes_in_later_and_larger_does_not_take_over(pictures, times_s, room):
    scenes = [
        _side_by_side(room if k < 20 else pictures[-1], p) for k, p in enumerate(pictures[:75])
    ]
    track = track_pictures(scenes, times_s[:75])
    assert not track.cut.any()
    assert track.face_found.all()
    assert _middle_px(track).min() > 390
    assert "2 of 3 checks" in track.notes[0]


def test_while_its_face_is_away_another_persons_is_not_taken(pictures, times_s, room):
    scenes = [
        _side_by_side(room if 30 <= k < 60 else pictures[k], pictures[-1 - k]) for k in range(90)
    ]
    track = track_pictures(scenes, times_s[:90])
    assert not track.cut.any()
    assert not track.face_found[30:60].any()
    assert track.face_found[:30].all()
    assert track.face_found[62:].all()
    assert _middle_px(track)[track.face_found].max() < 250


# --- nothing said, nothing left --------------------------------------------------------------


def test_tracking_a_file_says_nothing_and_leaves_nothing(
    mirrored_clip, tmp_path_factory, monkeypatch, capfd
):
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    shares = []
    track = track_video(mirrored_clip, mirrored=True, on_progress=shares.append)
    assert capfd.readouterr() == ("", "")
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0, abs=0.02)
    assert len(shares) == len(track.time_s) == 120
    held = [path for path in folder.iterdir() if path.suffix != ".lock"]
    assert len(held) == 3, "landmarks, field and light, on disk while it lives"
    del track
    gc.collect()
    assert not [path for path in folder.iterdir() if path.suffix != ".lock"]
    assert not [t for t in threading.enumerate() if t.name == "twitchcam-run-ahead"]


def test_an_error_in_the_middle_leaves_nothing(mirrored_clip, tmp_path_factory, monkeypatch, capfd):
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))

    def stop(share):
        if share > 0.3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        track_video(mirrored_clip, on_progress=stop)
    gc.collect()
    assert not [path for path in folder.iterdir() if path.suffix != ".lock"]
    assert not [t for t in threading.enumerate() if t.name == "twitchcam-run-ahead"]
    os.write(2, b"audible\n")
    assert capfd.readouterr().err == "audible\n"


def test_the_saved_track_gives_the_same_analysis_and_holds_no_picture(track, analysis, tmp_path):
    path = tmp_path / "track.npz"
    write_track(track, path)
    assert analyze_track(read_track(path)) == analysis
    # An hour at 30 pictures a second is then less than 850 MB.
    assert path.stat().st_size < 7800 * len(track.time_s)
    with np.load(path) as held:
        # The largest row is the colour of every place on both sides.
        assert max(held[name][0].size for name in held.files if held[name].ndim) == 246 * 2 * 3
        assert not [name for name in held.files if held[name].dtype == np.uint8]


def test_the_landmark_model_is_named_with_its_checksum(track):
    usual = "mediapipe-face-mesh" if has_own_models() else "mediapipe-face-landmarker"
    assert track.tracker == usual
    assert len(track.model_sha256) == 64
    assert track.tracker_version.startswith("0.10")


def test_true_sizes_are_larger_than_what_the_flow_shows(track):
    """The gain of the settings is there for a reason."""
    shown, scaled = (
        analyze_track(
            track, settings=Settings(detection=replace(DetectionSettings(), field_gain=gain))
        ).events
        for gain in (1.0, DetectionSettings().field_gain)
    )
    assert shown[0].amplitude_mm < 0.85 * scaled[0].amplitude_mm
    assert scaled[0].amplitude_mm == pytest.approx(SIZE_MM, rel=0.25)
