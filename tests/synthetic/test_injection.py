"""Movement put into real pictures: as large, as long and as local as the truth says."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from made_faces import track_pictures, twitch

from twitchcam import analyze_track, track_video
from twitchcam.capture.files import open_video
from twitchcam.cli import run_here
from twitchcam.errors import InputError
from twitchcam.records import Frame
from twitchcam.synthetic.clip import ClipPlan, encode_pictures, render_frames
from twitchcam.synthetic.injection import (
    Bump,
    bend_picture,
    inject_movements,
    plan_injection,
    write_injected,
)
from twitchcam.synthetic.truth import read_truth

pytestmark = pytest.mark.slow


def texture(seed: int = 3) -> np.ndarray:
    """A picture with something to hold on to everywhere."""
    grain = np.random.default_rng(seed).normal(128, 60, (200, 240, 3)).astype(np.float32)
    return np.clip(cv2.GaussianBlur(grain, (0, 0), 1.5) * 3 - 256, 0, 255).astype(np.uint8)


def measure_shift(before: np.ndarray, after: np.ndarray, at: tuple[float, float]) -> np.ndarray:
    """How far the picture has moved at a place, by optical flow."""
    grey = [cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in (before, after)]
    start = np.array([[at]], dtype=np.float32)
    stop, found, _ = cv2.calcOpticalFlowPyrLK(*grey, start, None, winSize=(9, 9), maxLevel=2)
    assert found.all()
    return (stop - start).ravel()


@pytest.mark.parametrize("moved", [(0.3, 0.0), (0.0, -1.0), (3.0, 2.0)])
def test_the_middle_of_a_bump_moves_as_far_as_asked(moved):
    bump = Bump(centre_px=(120.0, 100.0), reach_px=20.0, moved_px=moved)
    bent = bend_picture(texture(), [bump])
    arrived = (120.0 + moved[0], 100.0 + moved[1])
    assert -measure_shift(bent, texture(), arrived) == pytest.approx(moved, abs=0.06)


def test_what_lies_far_from_a_bump_keeps_every_pixel():
    picture = texture()
    bent = bend_picture(picture, [Bump(centre_px=(60.0, 100.0), reach_px=10.0, moved_px=(2.0, 0))])
    assert (bent[:, 110:] == picture[:, 110:]).all()
    assert (bent != picture).any()


def test_a_bump_outside_the_picture_changes_nothing():
    picture = texture()
    bent = bend_picture(picture, [Bump(centre_px=(-200.0, 0.0), reach_px=10.0, moved_px=(2.0, 0))])
    assert (bent == picture).all()


def test_a_plan_gives_every_region_side_and_size_its_turn_without_overlap():
    twitches = plan_injection(60.0, sizes_mm=(0.5, 1.0), regions=("cheek", "chin"))
    assert len({(t.region, t.side, t.size_mm) for t in twitches[:8]}) == 8
    ends = [t.onset_s + t.duration_s for t in twitches]
    assert all(b.onset_s > end for b, end in zip(twitches[1:], ends, strict=False))
    assert ends[-1] < 60.0


@pytest.fixture(scope="module")
def still_face(make_once):
    """A made recording without any movement of skin, and its landmarks by the real tracker."""
    plan = ClipPlan(duration_s=3.0, size_px=(320, 240), eye_distance_px=100.0, seed=4)

    def make(path):
        with path.open("wb") as file:
            np.save(file, np.array(list(render_frames(plan))))

    pictures = np.load(make_once("still_face.npy", make))
    times_s = plan.frame_times()
    frames = [
        Frame(index=i, time_s=float(t), image_rgb=p)
        for i, (t, p) in enumerate(zip(times_s, pictures, strict=True))
    ]
    return frames, track_pictures(pictures, times_s), times_s


def test_without_movements_every_picture_stays_as_it_is(still_face):
    frames, track, _ = still_face
    pictures = list(inject_movements(frames, track, ()))
    assert all((p == f.image_rgb).all() for p, f in zip(pictures, frames, strict=True))


def test_only_pictures_during_the_movement_are_changed(still_face):
    frames, track, times_s = still_face
    pictures = inject_movements(frames, track, (twitch(1.0),))
    changed = [(p != f.image_rgb).any() for p, f in zip(pictures, frames, strict=True)]
    assert [t for t, c in zip(times_s, changed, strict=True) if c] == pytest.approx(
        times_s[(times_s > 1.0) & (times_s < 1.2)]
    )


def test_a_picture_without_a_face_is_passed_on(still_face):
    from made_faces import change_track

    frames, track, _ = still_face

    def lose(values):
        values[30:] = np.nan

    def lose_flag(values):
        values[30:] = False

    lost = change_track(track, landmarks_px=lose, face_found=lose_flag)
    pictures = list(inject_movements(frames, lost, (twitch(1.0),)))
    assert (pictures[33] == frames[33].image_rgb).all()


def test_what_was_put_in_is_found_again_with_its_side_time_and_size(still_face, tmp_path):
    frames, track, _ = still_face
    wanted = twitch(1.5, size_mm=1.6, side="right")
    truth = write_injected(frames, track, (wanted,), tmp_path / "clip.mp4", crf=10.0)
    assert read_truth(tmp_path / "clip.truth.json") == truth
    (event,) = analyze_track(track_video(tmp_path / "clip.mp4")).events
    assert (event.region, event.side) == ("cheek", "right")
    assert event.apex_s == pytest.approx(truth.twitches[0].apex_s, abs=0.05)
    assert event.amplitude_mm == pytest.approx(1.6, rel=0.3)


def test_a_recording_without_a_face_is_refused_in_one_sentence(still_face, tmp_path):
    from made_faces import change_track

    frames, track, _ = still_face

    def none(values):
        values[:] = False if values.dtype == bool else np.nan

    empty = change_track(track, face_found=none, landmarks_px=none)
    with pytest.raises(InputError, match="must show a face"):
        write_injected(frames, empty, (twitch(1.0),), tmp_path / "clip.mp4")
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_a_clip_that_can_be_read_with_its_truth(
    still_face, tmp_path, monkeypatch, capsys
):
    frames, _, times_s = still_face
    encode_pictures((f.image_rgb for f in frames), times_s, tmp_path / "own.mp4", crf=10.0)
    words = ["twitchcam", "simulate", "--inject", str(tmp_path / "own.mp4"), "--size-mm", "0.8"]
    monkeypatch.setattr("sys.argv", [*words, "--out", str(tmp_path / "made")])
    with pytest.raises(SystemExit) as ended:
        run_here()
    assert ended.value.code == 0
    clip = tmp_path / "made" / "own.injected.mp4"
    assert capsys.readouterr().out.strip() == str(clip)
    assert {t.size_mm for t in read_truth(clip.with_suffix(".truth.json")).twitches} == {0.8}
    with open_video(clip) as video:
        assert sum(1 for _ in video.frames()) == len(frames)
