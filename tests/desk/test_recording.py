"""A guided recording at the desk: what is asked, recorded, said and refused."""

from __future__ import annotations

import errno
import json
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import making_videos as made
import numpy as np
import pytest

from twitchcam.app.prompts import find_prompt, make_session_cues, plan_prompts
from twitchcam.app.record import View, describe_cameras, open_camera_or_say, record_session
from twitchcam.capture import cameras
from twitchcam.capture.camera_feed import CameraFeed
from twitchcam.capture.cameras import FileCamera, Mode, Picture, choose_mode, tell_fault
from twitchcam.capture.cues import read_cues
from twitchcam.capture.files import open_video
from twitchcam.capture.protocol import Protocol, Step, get_protocol
from twitchcam.capture.recorder import Recorder
from twitchcam.capture.sole_recorder import AlreadyRecording, be_sole_recorder
from twitchcam.desk.record_window import WORDS_PX, TerminalScreen, draw_view
from twitchcam.desk.tones import make_tone
from twitchcam.errors import InputError
from twitchcam.wording import text

BLINKS = Step(
    name="light_blink", action="blink", trial_s=0.4, rest_s=0.2, repeats=2,
)  # fmt: skip


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return made.write_video(tmp_path / "camera.mp4", times_ms=made.even_times_ms(30))


class Listener:
    """A screen that remembers."""

    def __init__(self, stop_after: int = 10_000) -> None:
        self.views: list[View] = []
        self.sounds: list[str] = []
        self._stop_after = stop_after

    def show(self, view: View) -> str:
        self.views.append(view)
        return "stop" if len(self.views) >= self._stop_after else ""

    def sound(self, name: str) -> None:
        self.sounds.append(name)


@pytest.mark.parametrize("name", ["quick", "full", "rest"])
def test_a_session_asks_without_gaps_and_lasts_as_long_as_it_says(name):
    guide = get_protocol(name)
    prompts = plan_prompts(guide)
    assert prompts[0].start_s == 0.0
    assert all(a.stop_s == pytest.approx(b.start_s) for a, b in pairwise(prompts))
    assert prompts[-1].stop_s == pytest.approx(guide.length_s)
    asked = sum(step.repeats for step in guide.steps)
    assert len(make_session_cues(prompts, guide.length_s)) == asked
    assert find_prompt(prompts, guide.length_s) is None


def test_only_what_was_asked_to_its_end_is_a_cue():
    prompts = plan_prompts(get_protocol("quick"))
    second = [p for p in prompts if p.kind == "trial"][1]
    assert len(make_session_cues(prompts, second.stop_s - 0.01)) == 1
    assert len(make_session_cues(prompts, second.stop_s)) == 2


def test_a_free_recording_asks_nothing():
    assert plan_prompts(get_protocol("free")) == ()


@pytest.mark.model
def test_a_file_in_place_of_a_camera_is_recorded_whole_with_its_times(tmp_path, clip):
    screen = Listener()
    begun = time.monotonic()
    session = record_session(FileCamera(clip), tmp_path / "out", get_protocol("free"), screen)
    assert time.monotonic() - begun > 1.0  # in real time
    with open_video(clip) as video:
        wanted = [(f.time_s, made.read_number(f.image_rgb)) for f in video.frames()]
    with open_video(session.clip) as video:
        got = [(f.time_s, made.read_number(f.image_rgb)) for f in video.frames()]
        assert video.describe().notes == ()
    assert [number for _, number in got] == [number for _, number in wanted]
    np.testing.assert_allclose([t for t, _ in got], [t for t, _ in wanted], atol=0.001)
    assert session.cues == read_cues(session.clip) == ()
    about = json.loads((tmp_path / "out" / "recording.json").read_text())
    assert (about["n_pictures"], about["n_lost"], about["lossless"]) == (30, 0, True)
    assert any("MB a minute" in line for line in session.about)
    with pytest.raises(InputError, match="recording already"):
        record_session(FileCamera(clip), tmp_path / "out", get_protocol("free"), screen)


@pytest.mark.model
def test_steps_are_shown_heard_and_kept_as_cues(tmp_path):
    screen = Listener()
    guide = Protocol(name="quick", steps=(BLINKS,))
    long = made.write_video(tmp_path / "long.mp4", times_ms=made.even_times_ms(110))
    session = record_session(FileCamera(long), tmp_path / "out", guide, screen)
    assert screen.sounds == ["begin", "end", "begin", "end", "done"]
    assert [cue.start_s for cue in read_cues(session.clip)] == pytest.approx([3.0, 3.6])
    titles = list(dict.fromkeys(view.title for view in screen.views))
    assert titles == [
        "Next: Blink lightly",
        "Blink lightly (1 of 2)",
        "Relax",
        "Blink lightly (2 of 2)",
    ]
    # The session ends with its last step, not with the camera.
    assert 4.1 < session.recorded.status.duration_s < 4.4
    assert "No face is seen" in screen.views[-1].note


@pytest.mark.model
def test_a_person_can_stop_and_what_there_is_is_kept(tmp_path, clip):
    session = record_session(
        FileCamera(clip), tmp_path / "out", get_protocol("quick"), Listener(stop_after=12)
    )
    assert session.cues == ()
    assert 2 <= session.recorded.status.n_written < 30


@pytest.mark.slow
def test_nobody_waits_for_whoever_looks_and_no_recorded_picture_is_skipped(tmp_path, clip):
    with Recorder(tmp_path / "a.mkv", made.SIZE_PX, layout="rgb24") as recorder:
        feed = CameraFeed(FileCamera(clip))
        feed.record_into(recorder)
        with feed:
            feed.start()
            while not feed.ended:
                feed.next(0.1)
                time.sleep(0.2)  # five pictures come meanwhile
    assert recorder.close().status.n_written == 30
    assert feed.n_skipped > 10


@pytest.mark.slow
def test_a_camera_that_falls_silent_is_noticed_and_holds_nobody_up(clip):
    camera, woken = FileCamera(clip), threading.Event()
    read = camera.read

    class Silent:
        name, mode, fixed, n = camera.name, camera.mode, (), 0

        def read(self):
            self.n += 1
            if self.n > 5:
                woken.wait(300)
                return None
            return read()

        def close(self):
            camera.close()

    with CameraFeed(Silent(), max_silence_s=0.3) as feed:
        feed.start()
        begun = time.monotonic()
        while not feed.is_stalled and time.monotonic() - begun < 60:
            feed.next(0.05)
        assert feed.is_stalled
        assert feed.n_read == 5
        leaving = time.monotonic()
    assert time.monotonic() - leaving < 60
    woken.set()
    camera.close()


@pytest.mark.parametrize(
    ("number", "word"),
    [(errno.EACCES, "refuses"), (errno.EBUSY, "another program"), (errno.ENOENT, "is not there")],
)
def test_a_refusal_of_the_system_is_told_in_one_sentence(number, word):
    fault = tell_fault(OSError(number, "no"))
    sentence = text(f"camera-{fault.replace('_', '-')}", name="Cam")
    assert sentence.startswith("Cam ")
    assert word in sentence


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux")
def test_no_camera_a_wrong_number_and_what_is_no_camera_are_told(monkeypatch, tmp_path):
    monkeypatch.setattr(cameras, "DEVICES", tmp_path)
    with pytest.raises(InputError, match="No camera was found"):
        open_camera_or_say("0")
    assert describe_cameras() == ["none"]
    (tmp_path / "video97").touch()
    with pytest.raises(InputError, match="camera 3 is not there"):
        open_camera_or_say("3")
    with pytest.raises(InputError, match="camera 97 gives no pictures"):
        open_camera_or_say("97")
    assert len(describe_cameras()) == 2


def test_fast_comes_before_uncompressed_and_that_before_large():
    hd_slow = Mode(1280, 720, 10.0, "YUYV")
    hd_packed = Mode(1280, 720, 30.0, "MJPG")
    vga = Mode(640, 480, 30.0, "YUYV")
    hd = Mode(1280, 720, 30.0, "NV12")
    assert choose_mode((hd_slow, hd_packed, vga, hd)) == hd
    assert choose_mode((hd_slow, hd_packed, vga)) == vga
    assert choose_mode((hd_slow, hd_packed)) == hd_packed
    assert choose_mode((hd_slow,)) == hd_slow


def test_two_recordings_at_once_are_refused(tmp_path):
    with be_sole_recorder(tmp_path), pytest.raises(AlreadyRecording), be_sole_recorder(tmp_path):
        pass
    with be_sole_recorder(tmp_path):
        pass


def test_the_terminal_says_what_is_new_once():
    said: list[str] = []
    screen = TerminalScreen(said.append, lambda: None)
    view = View(None, "Rest", "Look.", "", None, 20.2)
    for v in (view, view, view._replace(note="Come nearer."), view._replace(title="Smile")):
        screen.show(v)
    assert said == ["Rest. Look. (20 s)", "  Come nearer.", "Smile. Look. (20 s)"]


def test_the_window_shows_a_mirror_image_with_the_words_below():
    image = made.make_picture(1, (320, 240))
    shown = draw_view(View(Picture(image, 0.0, "rgb24"), "Rest", "Look.", "", None, None))
    height = shown.shape[0] - WORDS_PX
    # Number 1 is one white block at the left, so in the mirror it is at the right.
    row = shown[height // 4, :, 0].astype(int)
    lit = np.flatnonzero(row > 150)
    assert lit.min() > shown.shape[1] / 2
    assert shown[height:].max() > 200


@pytest.mark.parametrize("name", ["begin", "end", "done"])
def test_tones_are_sounds(name):
    assert make_tone(name)[:4] == b"RIFF"
