"""Live and watch: the same tracking as of files, in a real window, in bounded room."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import pytest
from writing_containers import write_recording

from twitchcam.app.live import LiveMoment, LiveSeen, watch_live
from twitchcam.app.watch import Watched, watch_camera
from twitchcam.app.watch_report import make_watch_report
from twitchcam.capture.cameras import FileCamera
from twitchcam.capture.files import open_video
from twitchcam.desk.live_window import WIDTH_PX, LiveDrawing
from twitchcam.errors import InputError
from twitchcam.records import TwitchEvent
from twitchcam.settings import Settings
from twitchcam.tracking.live_follow import LiveFollower, LiveLook

NOBODY = LiveSeen(LiveLook(1.0))


def make_event(size_mm=1.0, side="left") -> TwitchEvent:
    return TwitchEvent(
        kind="twitch", region="cheek", side=side, onset_s=1.0, apex_s=1.1, offset_s=1.2,
        amplitude_mm=size_mm, peak_velocity_mm_per_s=9.0, snr=9.0, during=(), confidence="high",
    )  # fmt: skip


def test_a_report_of_hours_tells_the_rate_with_its_interval():
    events = [(600.0 * k, make_event(1.0 + k / 10)) for k in range(8)]
    watched = Watched(watched_s=7200.0, judged_s=4 * 3600.0, events=events, n_lost=3)
    said = "\n".join(make_watch_report(watched))
    # 8 events in 4 hours: exact Poisson interval 3.45 to 15.76 for the count.
    assert "left cheek: 8, that is 2 an hour (95 % interval 0.86 to 3.9)" in said
    assert "usually 1.4 mm, at most 1.7 mm; the first at 0:00:00, the last at 1:10:00" in said
    assert "Watched for 2 h 0.0 min; of this 4 h 0.0 min" in said
    assert "3 pictures were lost" in said


def test_nothing_found_tells_what_could_still_come():
    said = make_watch_report(Watched(watched_s=3700.0, judged_s=3600.0))
    assert "less than 3.7 times an hour" in said[-1]
    assert "nothing can be said" in make_watch_report(Watched(watched_s=60.0))[-1]


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    write_recording(tmp_path / "clip.mp4")
    with pytest.raises(InputError, match="new or empty folder"):
        watch_camera(FileCamera(tmp_path / "clip.mp4"), tmp_path, max_s=5.0)
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.model
def test_picture_by_picture_the_skin_moves_as_in_the_track_of_the_file(
    tmp_path, short_clip, track_once
):
    from twitchcam.tracking.choose_face import FaceFollower
    from twitchcam.tracking.open_tracker import open_tracker

    clip = tmp_path / "short.mp4"
    clip.write_bytes(short_clip)
    track = track_once(clip)
    tracking = Settings().tracking
    with open_tracker(None, None, tracking) as finder, open_video(clip) as video:
        follower = LiveFollower(FaceFollower(finder, tracking), tracking)
        looks = [follower.look(frame) for frame in video.frames()]
    live_mm = np.array([look.displacement_mm for look in looks])
    of_file = np.asarray(track.field_displacement) * track.mm_per_percent
    # A picture that is shown twice has no row of its own in a file.
    told = np.isfinite(of_file)
    assert told.mean() > 0.8
    told[:60] = False  # the scale settles within the first looks
    np.testing.assert_allclose(live_mm[told], of_file[told], atol=0.05, rtol=0.03)
    drawing = LiveDrawing()
    for look in looks[:60]:
        seen = LiveSeen(look, look.displacement_mm)
        shown = drawing.draw(LiveMoment(seen, (320, 240), 0.02, 1, 0))
    assert shown.shape[1] == WIDTH_PX
    lines = np.asarray(shown[:480, 200:760], int)
    assert (lines.max(axis=2) > 100).mean() > 0.01
    assert drawing.delays_s[0] >= 0.02


def test_without_a_face_the_window_says_so():
    drawing = LiveDrawing()
    assert drawing.draw(LiveMoment(NOBODY, (320, 240), 0.0, 1, 0))[:60].max() > 200


@pytest.mark.model
def test_live_ends_with_the_camera_and_tells_how_far_behind_it_is(tmp_path, short_clip):
    clip = tmp_path / "short.mp4"
    clip.write_bytes(short_clip)
    moments = list(watch_live(FileCamera(clip)))
    assert moments[-1].n_read == 150
    assert len(moments) + moments[-1].n_skipped >= 148
    assert all(moment.delay_s >= 0.0 for moment in moments)


@pytest.mark.model
@pytest.mark.slow
def test_a_watch_keeps_tracks_and_pictures_of_events_and_nothing_else(tmp_path, short_clip):
    clip, out = tmp_path / "short.mp4", tmp_path / "out"
    clip.write_bytes(short_clip)
    watched = watch_camera(FileCamera(clip), out, max_s=60.0, piece_s=2.6)
    kinds = {path.suffix for path in out.iterdir()}
    assert kinds <= {".npz", ".csv", ".mkv"}
    assert not list(out.glob(".piece*"))
    assert watched.n_lost == 0
    assert watched.watched_s == pytest.approx(5.0, abs=0.3)
    with np.load(sorted(out.glob("track-*.npz"))[-1]) as kept:
        assert kept["time_s"][0] == pytest.approx(2.6, abs=0.15)
        assert kept["found"].all()
    rows = list(csv.DictReader((out / "events.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == len(watched.events)
    assert all((out / row["pictures"]).exists() for row in rows if row["pictures"])


@pytest.fixture(scope="module")
def display():
    """A screen that nobody sees."""
    xvfb = shutil.which("Xvfb")
    if xvfb is None or "GUI:                           NONE" in cv2.getBuildInformation():
        pytest.skip("needs Xvfb and an OpenCV with windows")
    read, write = os.pipe()
    server = subprocess.Popen(
        [xvfb, "-displayfd", str(write), "-screen", "0", "1280x1000x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as told:
        yield f":{told.readline().strip()}"
    server.terminate()
    server.wait()


def run_command(words: list[str], display: str, folder: Path) -> subprocess.Popen[str]:
    environment = {
        **os.environ,
        "DISPLAY": display,
        "TWITCHCAM_DATA": str(folder / "data"),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "twitchcam", *words],
        env=environment,
        cwd=folder,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.model
@pytest.mark.slow
def test_a_real_window_opens_follows_the_face_and_closes_on_a_key(display, tmp_path, short_clip):
    xdotool = shutil.which("xdotool")
    if xdotool is None:
        pytest.skip("needs xdotool")
    clip = tmp_path / "short.mp4"
    clip.write_bytes(short_clip)
    running = run_command(["live", "--camera", str(clip)], display, tmp_path)
    keyed = {**os.environ, "DISPLAY": display}
    deadline = time.monotonic() + 120
    while running.poll() is None and time.monotonic() < deadline:
        found = subprocess.run(
            [xdotool, "search", "--name", "twitchcam"], env=keyed, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        if found.stdout.strip():
            # Without a window manager, where the pointer is decides who gets the key.
            subprocess.run([xdotool, "mousemove", "300", "300", "key", "q"], env=keyed, check=True)
        time.sleep(0.3)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 0, err
    assert "Nothing was kept" in out
