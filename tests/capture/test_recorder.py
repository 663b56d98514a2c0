"""One recorder for the desk and the browser: nothing lost, whatever ends it."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import making_videos as made
import numpy as np
import pytest

from twitchcam.capture.encoding import ENCODINGS
from twitchcam.capture.files import open_video
from twitchcam.capture.recorder import Recorder

SIZE_PX = made.SIZE_PX
LIVELY = {"size_px": SIZE_PX, "layout": "rgb24"}


def record(path: Path, times_s, *, pictures=None, **options):
    with Recorder(path, **{**LIVELY, **options}) as recorder:
        for number, time_s in enumerate(times_s):
            picture = pictures[number] if pictures else made.make_picture(number % 64)
            while not recorder.add(picture, time_s):
                time.sleep(0.01)
    return recorder.close()


def read(path: Path):
    with open_video(path) as video:
        frames = list(video.frames())
        return frames, video.describe()


def make_planes(number: int, size_px=SIZE_PX) -> bytes:
    """The planes of a numbered picture, as a browser or camera hands them out."""
    frame = av.VideoFrame.from_ndarray(made.make_picture(number, size_px))
    return frame.reformat(format="yuv420p").to_ndarray().tobytes()


def read_planes(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [
            frame.reformat(format="yuv420p").to_ndarray().tobytes()
            for frame in container.decode(video=0)
        ]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_picture_is_in_the_file_in_order_at_its_time(tmp_path, encoding):
    rng = np.random.default_rng(3)
    times_s = 1000.0 + np.cumsum(rng.uniform(0.004, 0.05, 60))
    result = record(tmp_path / "a.mkv", times_s, encoding=encoding)
    frames, source = read(tmp_path / "a.mkv")
    assert [made.read_number(frame.image_rgb) for frame in frames] == list(range(60))
    # A tick of the container is a thousandth of a second.
    told_s = [frame.time_s for frame in frames]
    np.testing.assert_allclose(told_s, times_s - times_s[0], atol=0.00051)
    assert source.notes == ()
    assert (result.stopped, result.status.n_written, result.status.n_lost) == ("closed", 60, 0)
    assert result.first_time_s == times_s[0]
    assert result.status.n_bytes == (tmp_path / "a.mkv").stat().st_size
    assert result.lossless is (encoding != "small")


@pytest.mark.parametrize("encoding", ["lossless", "ffv1"])
def test_planes_come_back_bit_for_bit(tmp_path, encoding):
    rng = np.random.default_rng(5)
    planes = [rng.integers(0, 256, (96, 96), np.uint8).tobytes() for _ in range(12)]
    times_s = np.arange(12) / 30
    record(tmp_path / "a.mkv", times_s, pictures=planes, layout="i420", encoding=encoding)
    assert read_planes(tmp_path / "a.mkv") == planes


def test_what_is_nearly_without_loss_is_off_by_less_than_the_noise_of_a_camera(tmp_path):
    rng = np.random.default_rng(5)
    grainy = [
        np.clip(made.make_picture(k) + rng.normal(0, 2, (64, 96, 1)), 0, 255).astype(np.uint8)
        for k in range(20)
    ]
    for name in ("lossless", "small"):
        record(tmp_path / f"{name}.mkv", np.arange(20) / 30, pictures=grainy, encoding=name)
    exact, small = (
        np.array([f.image_rgb for f in read(tmp_path / f"{name}.mkv")[0]]).astype(float)
        for name in ("lossless", "small")
    )
    assert 0 < np.std(small - exact) < 1.0
    assert (tmp_path / "small.mkv").stat().st_size < (tmp_path / "lossless.mkv").stat().st_size


def test_both_layouts_of_planes_and_both_of_colours_show_the_same(tmp_path):
    colours = made.make_picture(5)
    i420 = np.frombuffer(make_planes(5), np.uint8).reshape(96, 96)
    pairs = i420[64:].reshape(2, -1).T.reshape(32, 96)
    pictures = {
        "rgb24": colours,
        "bgr24": np.ascontiguousarray(colours[..., ::-1]),
        "i420": i420,
        "nv12": np.concatenate([i420[:64], pairs]),
    }
    for layout, picture in pictures.items():
        record(tmp_path / f"{layout}.mkv", (0.0, 0.1), pictures=[picture] * 2, layout=layout)
    planes = {layout: read_planes(tmp_path / f"{layout}.mkv") for layout in pictures}
    assert all(value == planes["i420"] for value in planes.values())


@pytest.mark.parametrize("layout", ["rgb24", "i420", "nv12"])
def test_a_part_can_be_cut_out(tmp_path, layout):
    size_px, cut = (192, 128), (96, 64, *SIZE_PX)
    whole = np.zeros((128, 192, 3), np.uint8)
    whole[64:, 96:] = made.make_picture(9)
    frame = av.VideoFrame.from_ndarray(whole)
    format_name = {"rgb24": "rgb24", "i420": "yuv420p", "nv12": "nv12"}[layout]
    picture = frame.reformat(format=format_name).to_ndarray()
    result = record(
        tmp_path / "a.mkv",
        (0.0, 0.1),
        pictures=[picture] * 2,
        size_px=size_px,
        layout=layout,
        cut=cut,
    )
    frames, _ = read(tmp_path / "a.mkv")
    assert result.size_px == SIZE_PX
    assert frames[0].image_rgb.shape == (64, 96, 3)
    assert made.read_number(frames[0].image_rgb) == 9


@pytest.mark.parametrize("cut", [(1, 0, 10, 10), (0, 0, 98, 64), (90, 0, 10, 10), (0, 0, 0, 10)])
def test_a_part_that_is_none_is_refused_and_leaves_no_file(tmp_path, cut):
    with pytest.raises(ValueError, match="cut must be even"):
        Recorder(tmp_path / "a.mkv", SIZE_PX, cut=cut)
    assert list(tmp_path.iterdir()) == []


def test_an_odd_edge_is_left_out(tmp_path):
    pictures = [np.zeros((65, 97, 3), np.uint8)] * 3
    result = record(tmp_path / "a.mkv", (0.0, 0.1, 0.2), pictures=pictures, size_px=(97, 65))
    assert result.size_px == SIZE_PX


def test_a_recording_is_never_written_over(tmp_path):
    (tmp_path / "a.mkv").write_bytes(b"kept")
    with pytest.raises(FileExistsError):
        Recorder(tmp_path / "a.mkv", SIZE_PX)
    assert (tmp_path / "a.mkv").read_bytes() == b"kept"


def test_a_picture_of_the_wrong_size_is_refused_at_once(tmp_path):
    with Recorder(tmp_path / "a.mkv", SIZE_PX, layout="i420") as recorder:
        with pytest.raises(ValueError, match="picture must have shape"):
            recorder.add(b"short", 0.0)
        with pytest.raises(ValueError, match="picture must have shape"):
            recorder.add(np.zeros((64, 96, 3), np.uint8), 0.0)


def test_without_a_picture_there_is_no_file(tmp_path):
    result = record(tmp_path / "a.mkv", ())
    assert result.status.n_written == 0
    assert result.first_time_s is None
    assert not result.path.exists()


@pytest.mark.slow
def test_whoever_brings_pictures_never_waits_and_what_is_not_taken_is_counted(tmp_path):
    pictures = [
        np.random.default_rng(k).integers(0, 255, (1080, 1920, 3), np.uint8) for k in (0, 1)
    ]
    n_taken = 0
    with Recorder(tmp_path / "a.mkv", (1920, 1080)) as recorder:
        most = recorder.status().max_waiting
        for k in range(most + 20):
            n_taken += recorder.add(pictures[k % 2], k / 30)
            assert recorder.status().n_waiting <= most
    status = recorder.close().status
    # Had it waited for the encoder, all would have been taken.
    assert status.n_lost == most + 20 - n_taken > 0
    assert status.n_written == n_taken
    assert not recorder.add(pictures[0], 99.0)


def test_the_clock_may_stall_stumble_and_start_anew(tmp_path):
    times_s = [0.0, 0.04, 0.08, 0.06, 0.12, 0.1201, 5.0, 5.04, 0.01, 0.05, 0.09, 0.13]
    result = record(tmp_path / "a.mkv", times_s)
    frames, source = read(tmp_path / "a.mkv")
    numbers = [made.read_number(frame.image_rgb) for frame in frames]
    assert numbers == [0, 1, 2, 4, 6, 7, 8, 9, 10, 11]  # 3 steps back, 5 comes at the same time
    assert frames[4].time_s == 5.0
    assert source.notes == ()
    assert (result.n_restarts, result.status.n_left_out) == (1, 2)


def test_another_resolution_is_brought_back_and_another_shape_left_out(tmp_path):
    with Recorder(tmp_path / "a.mkv", **LIVELY) as recorder:
        sizes = [SIZE_PX, (192, 128), (64, 96), SIZE_PX]
        for number, size_px in enumerate(sizes):
            recorder.add(made.make_picture(number, size_px), number / 30, size_px=size_px)
    assert recorder.close().status.n_left_out == 1
    frames, _ = read(tmp_path / "a.mkv")
    assert [made.read_number(frame.image_rgb) for frame in frames] == [0, 1, 3]
    assert {frame.image_rgb.shape for frame in frames} == {(64, 96, 3)}


def test_key_pictures_come_every_second_whatever_the_rate(tmp_path):
    times_s = [*np.arange(0, 3, 0.1), *np.arange(3.0, 5.0, 0.02)]
    record(tmp_path / "a.mkv", times_s)
    with av.open(str(tmp_path / "a.mkv")) as container:
        keys_s = [float(p.pts * p.time_base) for p in container.demux(video=0) if p.is_keyframe]
    assert len(keys_s) >= 5
    assert max(np.diff(keys_s)) <= 1.05


CHILD = """
import resource, sys, time
import making_videos as made
from twitchcam.capture.recorder import Recorder
path, limit = sys.argv[1], int(sys.argv[2])
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
with Recorder(path, made.SIZE_PX, layout="rgb24") as recorder:
    begun = time.monotonic()
    for number in range(500):
        time_s = time.monotonic() - begun
        recorder.add(made.make_picture(number % 64), time_s)
        print(time_s, flush=True)
        if recorder.status().stopped:
            break
        time.sleep(0.02)
print(recorder.close().stopped, recorder.status().n_lost)
"""


def start_child(path: Path, limit: int = 0) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", CHILD, str(path), str(limit)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": _paths()})


def _paths() -> str:
    return ":".join(path for path in sys.path if path)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
@pytest.mark.parametrize("seed", [1, 2])
def test_a_killed_recorder_loses_less_than_a_second_and_the_damage_is_told(tmp_path, seed):
    child = start_child(tmp_path / "a.mkv")
    added_s = [float(child.stdout.readline())]
    stop_s = random.Random(seed).uniform(1.2, 2.8)
    while added_s[-1] < stop_s:
        added_s.append(float(child.stdout.readline()))
    child.kill()
    rest, _ = child.communicate()
    added_s += [float(line) for line in rest.splitlines() if line]
    frames, source = read(tmp_path / "a.mkv")
    assert frames[-1].time_s > added_s[-1] - added_s[0] - 1.0
    assert [made.read_number(f.image_rgb) for f in frames] == [k % 64 for k in range(len(frames))]
    assert "broken off" in source.notes[0] or "cut off" in source.notes[0]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit of file sizes")
def test_a_disk_that_is_full_ends_the_recording_and_what_there_is_can_be_read(tmp_path):
    child = start_child(tmp_path / "a.mkv", limit=20_000)
    lines = child.communicate(timeout=60)[0].splitlines()
    assert lines[-1].split()[0] == "disk_full"
    frames, source = read(tmp_path / "a.mkv")
    last_s = float(lines[-2]) - float(lines[0])
    assert frames[-1].time_s > last_s - 1.0
    assert source.notes
