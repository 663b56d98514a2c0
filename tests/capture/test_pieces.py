"""A part of a recording holds exactly the pictures that a reading from the beginning gives."""

from __future__ import annotations

import numpy as np
import pytest
from making_videos import even_times_ms, write_video
from writing_containers import set_edits, write_recording

from twitchcam.capture.files import open_video
from twitchcam.capture.pieces import InexactPieceError, VideoInPieces

N = 40
UNEVEN_MS = np.cumsum([40 + 13 * (k % 5) for k in range(N)]).tolist()
BFRAMES = {"bf": "3", "b-adapt": "0"}
OPEN_GOP = {"bf": "3", "b-adapt": "0", "x264-params": "open-gop=1:keyint=10:scenecut=0"}
RECORDINGS = {
    "mp4": {"name": "a.mp4"},
    "mp4 with B-frames": {"name": "a.mp4", "options": BFRAMES},
    "mp4 whose pictures refer across keys": {"name": "a.mp4", "options": OPEN_GOP},
    "mp4 of uneven times": {"name": "a.mp4", "times_ms": UNEVEN_MS},
    "mp4 that begins late": {"name": "a.mp4", "times_ms": [k + 700 for k in even_times_ms(N)]},
    "mp4 with sound": {"name": "a.mp4", "with_sound": True},
    "mov that is turned": {"name": "a.mov", "rotation_deg": 90},
    "mp4 with HEVC": {"name": "a.mp4", "codec": "libx265"},
    "mkv": {"name": "a.mkv", "options": BFRAMES},
    "mkv of uneven times": {"name": "a.mkv", "times_ms": UNEVEN_MS},
    "webm with VP9": {"name": "a.webm", "codec": "libvpx-vp9"},
    "webm with VP8": {"name": "a.webm", "codec": "libvpx"},
    "live webm": {
        "name": "a.webm", "codec": "libvpx", "container": "webm",
        "container_options": {"live": "1"},
    },
    "lossless mkv": {"name": "a.mkv", "codec": "ffv1"},
}  # fmt: skip


def write(folder, name, codec="libx264", times_ms=None, **how):
    return write_video(folder / name, codec, times_ms=times_ms or even_times_ms(N), **how)


def sign(frame):
    step = frame.quantiser_step
    return (
        frame.index,
        frame.time_s,
        frame.image_rgb.tobytes(),
        None if step is None else step.sum(),
    )


def read_whole(path):
    with open_video(path) as video:
        return [sign(frame) for frame in video.frames()], video.describe()


def list_pictures(path):
    with VideoInPieces(path) as video:
        return video.list_pictures()


def read_piece(path, pictures, first, stop):
    with VideoInPieces(path) as video:
        return [sign(frame) for frame in video.read_piece(pictures, first, stop)]


def hold_parts_against_whole(path):
    """Every part must be exact, and what is said of the file the same; the list of pictures."""
    whole, source = read_whole(path)
    with VideoInPieces(path) as video:
        pictures = video.list_pictures()
        if pictures is None:
            return None
        assert video.describe() == source
    assert pictures.time_s.tolist() == [time_s for _, time_s, _, _ in whole]
    for first in {0, *pictures.keys.tolist()}:
        for stop in {min(first + 7, len(whole)), len(whole)}:
            assert read_piece(path, pictures, first, stop) == whole[first:stop]
    return pictures


@pytest.mark.parametrize("kind", RECORDINGS)
def test_every_part_holds_what_the_whole_holds_there(tmp_path, kind):
    pictures = hold_parts_against_whole(write(tmp_path, **RECORDINGS[kind]))
    assert pictures is not None
    assert len(pictures.keys) >= 3


@pytest.mark.parametrize("name", ["a.avi", "a.ts", "a.flv", "a.h264"])
def test_what_cannot_be_entered_in_its_middle_is_read_from_its_beginning(tmp_path, name):
    assert list_pictures(write(tmp_path, name)) is None


def test_so_is_what_repeats_its_times_or_has_none(tmp_path):
    twice = [0, 40, 80, 80, *range(120, 1600, 40)]
    assert list_pictures(write(tmp_path, "twice.mkv", times_ms=twice)) is None


@pytest.mark.parametrize(
    "edits",
    [[(0.8, 0.4, 1.0)], [(0.8, 0.0, 1.0), (0.8, 0.8, 0.5)], [(1.0, None, 1.0), (1.6, 0.0, 1.0)]],
)
def test_parts_of_an_edited_recording_are_exact_or_not_given(tmp_path, edits):
    path = write_recording(tmp_path / "a.mp4")
    set_edits(path, edits)
    hold_parts_against_whole(path)


@pytest.mark.parametrize("share", [0.5, 0.7, 0.9])
def test_parts_of_a_recording_that_was_cut_off_are_exact_or_not_given(tmp_path, share):
    whole = write(tmp_path, "whole.mkv").read_bytes()
    path = tmp_path / "cut.mkv"
    path.write_bytes(whole[: int(len(whole) * share)])
    hold_parts_against_whole(path)


def test_a_damaged_picture_is_noticed_where_it_is_read(tmp_path):
    path = write(tmp_path, "a.mkv", "ffv1")
    pictures = list_pictures(path)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 30] = bytes(30)
    path.write_bytes(data)
    with pytest.raises(InexactPieceError):
        read_piece(path, pictures, 0, len(pictures.ticks))


def test_so_is_a_recording_that_has_become_another(tmp_path):
    path = write(tmp_path, "a.mp4")
    pictures = list_pictures(path)
    write(tmp_path, "a.mp4", times_ms=even_times_ms(N, step_ms=50))
    with pytest.raises(InexactPieceError):
        read_piece(path, pictures, int(pictures.keys[1]), N)
