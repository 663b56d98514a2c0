"""Which of several tracks is read, and damage that only a check sum or an empty header tells."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import av
import making_videos as made
import numpy as np
import pytest
from examples import keep_quick
from writing_containers import write_recording

from twitchcam.capture.files import open_video
from twitchcam.capture.unfinished import is_unfinished
from twitchcam.errors import InputError

SMALL, LARGE = (96, 64), (192, 128)


def read(path: Path, **options):
    with open_video(path, **options) as video:
        frames = list(video.frames())
        return frames, video.describe()


@pytest.mark.parametrize("name", ["a.mkv", "a.mp4", "a.mov", "a.ts"])
def test_every_video_track_can_be_read_and_the_others_are_named(tmp_path, name):
    path = write_recording(tmp_path / name, tracks=(SMALL, LARGE), sound_s=2.0)
    for number, size_px in ((1, SMALL), (2, LARGE)):
        frames, source = read(path, video_track=number)
        assert (source.width_px, source.height_px) == size_px
        assert len(frames) == 50
        assert source.video_track == number
        assert f"has 2 video tracks. Number {number} was looked at" in source.notes[0]
    with pytest.raises(InputError, match="must be one of 1, 2, got 3"):
        open_video(path, video_track=3)


def test_without_a_wish_it_is_the_track_that_players_show(tmp_path):
    path = write_recording(tmp_path / "a.mkv", tracks=(LARGE, SMALL), default_track=1)
    with open_video(path) as video:
        assert video.video_tracks == (2, 1)
        assert video.size_px == SMALL


def test_one_track_needs_no_word(tmp_path):
    assert read(write_recording(tmp_path / "a.mkv", sound_s=2.0))[1].notes == ()


def write_lossless(path: Path) -> bytes:
    chance = np.random.default_rng(7)
    pictures = [
        np.clip(made.make_picture(k) + chance.normal(0, 8, (64, 96, 3)), 0, 255).astype(np.uint8)
        for k in range(30)
    ]
    made.write_video(
        path,
        "ffv1",
        times_ms=made.even_times_ms(30),
        pictures=pictures,
        options={"level": "3", "slicecrc": "1", "slices": "4", "g": "1"},
    )
    return path.read_bytes()


def find_packets(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


@pytest.mark.parametrize("damaged", [(10,), (3, 17, 18), (0,), (29,)])
def test_a_picture_whose_check_sum_is_wrong_is_left_out_and_said(tmp_path, damaged):
    path = tmp_path / "a.mkv"
    data = bytearray(write_lossless(path))
    assert read(path)[1].notes == ()
    for packet in (find_packets(path)[k] for k in damaged):
        at = bytes(data).index(packet) + len(packet) // 2
        data[at] ^= 0xFF
    path.write_bytes(data)
    frames, source = read(path)
    wanted = [k for k in range(30) if k not in damaged]
    assert [made.read_number(frame.image_rgb) for frame in frames] == wanted
    assert f"at least {len(damaged)} frame" in source.notes[0]


def test_who_listens_to_ffmpeg_still_does_after_a_lossless_file(tmp_path):
    write_lossless(tmp_path / "a.mkv")
    av.logging.set_level(av.logging.WARNING)
    try:
        read(tmp_path / "a.mkv")
        assert av.logging.get_level() == av.logging.WARNING
    finally:
        av.logging.set_level(None)


@pytest.mark.parametrize(("name", "codec"), [("a.mkv", "libx264"), ("a.webm", "libvpx")])
@pytest.mark.parametrize("n_written", keep_quick([40, 65, 90], 65))
def test_a_recorder_that_was_killed_between_pictures_is_noticed(tmp_path, name, codec, n_written):
    torn = tmp_path / f"torn_{name}"
    options = {"cluster_time_limit": "200", "flush_packets": "1"}
    with av.open(str(tmp_path / name), "w", options=options) as out:
        at_once = {"tune": "zerolatency"} if codec == "libx264" else {"lag-in-frames": "0"}
        stream = out.add_stream(codec, rate=25, options={**made.QUIET[codec], **at_once})
        stream.width, stream.height, stream.pix_fmt = *made.SIZE_PX, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        for number in range(n_written):
            frame = av.VideoFrame.from_ndarray(made.make_picture(number % 64))
            frame = frame.reformat(format="yuv420p")
            frame.pts, frame.time_base = 40 * number, Fraction(1, 1000)
            out.mux(stream.encode(frame))
        # What a power cut leaves: all that was written so far, and no end.
        shutil.copyfile(tmp_path / name, torn)
        out.mux(stream.encode(None))
    whole_clusters = torn.read_bytes()
    torn.write_bytes(whole_clusters[: whole_clusters.rindex(b"\x1f\x43\xb6\x75")])
    assert read(tmp_path / name)[1].notes == ()
    frames, source = read(torn)
    assert "broken off" in source.notes[0]
    assert f"last picture is at {frames[-1].time_s:.2f} s" in source.notes[0]


@pytest.fixture(scope="module")
def webcam_avi(tmp_path_factory):
    """50 pictures as a webcam program writes them, and where their index begins."""
    path = tmp_path_factory.mktemp("avi") / "webcam.avi"
    times_ms = made.even_times_ms(50)
    made.write_video(path, "mjpeg", pix_fmt="yuvj420p", times_ms=times_ms, ticks_per_s=25)
    return path.read_bytes(), path.read_bytes().rindex(b"idx1")


def kill_avi(data, index_at):
    """What FFmpeg leaves when it is killed: no index, and a header that knows no end."""
    torn = bytearray(data[:index_at])
    torn[4:8] = b"\xff" * 4
    frames_at = torn.index(b"avih") + 24
    torn[frames_at : frames_at + 4] = bytes(4)
    return bytes(torn)


@pytest.mark.parametrize(
    ("damage", "n_read", "words"),
    [
        pytest.param(lambda data, at: data[:at] + data[at:], 50, None, id="whole"),
        pytest.param(lambda data, at: data[:at], 50, None, id="without an index"),
        pytest.param(
            lambda data, at: data[: at + 8] + bytes(range(256)) * 4, 50, None, id="a false index"
        ),
        pytest.param(lambda data, at: data[: at * 9 // 10], 44, "damaged", id="cut off"),
        pytest.param(kill_avi, 50, "broken off", id="killed"),
    ],
)
def test_an_avi_with_a_bad_index_is_read_in_order(tmp_path, webcam_avi, damage, n_read, words):
    path = tmp_path / "webcam.avi"
    path.write_bytes(damage(*webcam_avi))
    frames, source = read(path)
    assert [made.read_number(frame.image_rgb) for frame in frames] == list(range(n_read))
    assert [frame.time_s for frame in frames] == pytest.approx([k / 25 for k in range(n_read)])
    assert [words in note for note in source.notes] == [True] * (words is not None)


SCALE = bytes.fromhex("2ad7b1830f4240")
ROOM = bytes.fromhex("ec8900") + bytes(8)
NO_LENGTH = bytes.fromhex("448988") + bytes(8)
UNKNOWN, KNOWN = bytes.fromhex("01ffffffffffffff"), bytes.fromhex("0100000000000040")


@pytest.mark.parametrize(
    ("size", "about", "unfinished"),
    [
        (UNKNOWN, SCALE + ROOM, True),
        (KNOWN, SCALE + ROOM, False),
        (UNKNOWN, SCALE, False),
        (UNKNOWN, SCALE + NO_LENGTH, False),  # Firefox: live, with a length of 0
        (KNOWN, SCALE + NO_LENGTH, False),
    ],
)
def test_only_room_that_was_never_filled_tells_of_a_killed_recorder(
    tmp_path, size, about, unfinished
):
    head = bytes.fromhex("1a45dfa380") + bytes.fromhex("18538067") + size
    info = bytes.fromhex("1549a966") + bytes([0x80 + len(about)]) + about
    (tmp_path / "a.webm").write_bytes(head + info + bytes.fromhex("1f43b675"))
    assert is_unfinished(tmp_path / "a.webm") is unfinished


@pytest.mark.parametrize("n_bytes", [0, 1, 5, 20, 40])
def test_a_torn_header_is_no_unfinished_recording(tmp_path, n_bytes):
    path = write_recording(tmp_path / "a.mkv")
    path.write_bytes(path.read_bytes()[:n_bytes])
    assert not is_unfinished(path)


@pytest.mark.parametrize("codec", ["libvpx", "libvpx-vp9"])
def test_a_live_recording_is_complete_without_a_length(tmp_path, codec):
    pipe = made.write_video(made.Pipe(), codec, container_options={"live": "1"})
    path = tmp_path / "live.webm"
    path.write_bytes(pipe.data)
    assert read(path)[1].notes == ()
