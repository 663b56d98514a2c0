"""Pictures that were made of pictures which never came are left out, and that is said."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest

from twitchcam.capture.files import open_video
from twitchcam.capture.lost_references import ReferenceWatch

N_PICTURES, EVERY_KEY = 48, 16
SIZE_PX = (96, 64)


def _write(path, **options):
    """Blocks that wander over noise, so that every picture needs the one before."""
    chance = np.random.default_rng(3)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height = SIZE_PX
        stream.pix_fmt = options.pop("pix_fmt", "yuv420p")
        stream.options = {"g": str(EVERY_KEY), "sc_threshold": "0", "crf": "20", **options}
        for k in range(N_PICTURES):
            picture = np.clip(chance.normal(120, 6, (64, 96, 3)), 0, 255).astype(np.uint8)
            picture[10:30, 2 * (k % 30) : 2 * (k % 30) + 20] = 220
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = k, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def _lose(path, target, lost):
    """A copy without the packets of these numbers, in order of decoding."""
    with av.open(str(path)) as source, av.open(str(target), "w") as copy:
        stream = source.streams.video[0]
        written = copy.add_stream_from_template(stream)
        n = 0
        for packet in source.demux(stream):
            if packet.dts is None:
                continue
            if n not in lost:
                packet.stream = written
                copy.mux(packet)
            n += 1
    return target


def _read(path):
    with open_video(path) as video:
        pictures = {
            round(frame.time_s * 25): frame.image_rgb.astype(int) for frame in video.frames()
        }
        return pictures, video.describe()


@pytest.mark.parametrize("name", ["a.mkv", "a.mp4", "a.ts", "a.avi"])
@pytest.mark.parametrize(
    "options",
    [{"bf": "0"}, {"bf": "3"}, {"bf": "0", "slices": "4"}, {"bf": "0", "refs": "4"}],
    ids=["plain", "pictures of both ways", "slices", "several references"],
)
def test_of_a_whole_recording_nothing_is_left_out(tmp_path, name, options):
    pictures, source = _read(_write(tmp_path / name, **options))
    assert sorted(pictures) == list(range(N_PICTURES))
    assert not [note for note in source.notes if "lost" in note]


@pytest.mark.parametrize("name", ["a.mkv", "a.mp4", "a.ts"])
@pytest.mark.parametrize("lost", [{5}, {20, 23}, {1, 2, 3}, {40}])
def test_what_is_made_of_a_lost_picture_is_left_out_until_the_next_key(tmp_path, name, lost):
    whole = _write(tmp_path / f"whole{name[1:]}", bf="0")
    pictures, source = _read(_lose(whole, tmp_path / name, lost))
    expected = [
        k for k in range(N_PICTURES)
        if not any(j <= k < EVERY_KEY * (j // EVERY_KEY + 1) for j in lost)
    ]  # fmt: skip
    assert sorted(pictures) == expected
    n_smeared = N_PICTURES - len(expected) - len(lost)
    assert [note for note in source.notes if note.startswith(f"{n_smeared} pictures were left out")]
    # What is left is what the sender saw.
    true, _ = _read(whole)
    assert max(np.abs(pictures[k] - true[k]).max() for k in expected) == 0


@pytest.mark.parametrize("pix_fmt", ["yuv420p", "yuv444p", "yuv420p10le"])
def test_a_picture_that_no_other_refers_to_costs_itself_alone(tmp_path, pix_fmt):
    options = {"bf": "1", "b-pyramid": "none", "b-adapt": "0", "pix_fmt": pix_fmt}
    whole = _write(tmp_path / "whole.mp4", **options)
    true, _ = _read(whole)
    with av.open(str(whole)) as container:
        shown = [packet.pts for packet in container.demux(video=0) if packet.size]
    # The first that is shown before the one that came before it.
    between = int(np.flatnonzero(np.diff(shown) < 0)[0]) + 1
    pictures, source = _read(_lose(whole, tmp_path / "a.mkv", {between}))
    assert len(pictures) == N_PICTURES - 1
    assert max(np.abs(pictures[k] - true[k]).max() for k in pictures) == 0
    assert not [note for note in source.notes if "made of pictures that were lost" in note]
    pictures, source = _read(_lose(whole, tmp_path / "b.mkv", {between - 1}))
    assert len(pictures) < N_PICTURES - 8
    assert max(np.abs(pictures[k] - true[k]).max() for k in pictures) == 0
    assert [note for note in source.notes if "made of pictures that were lost" in note]


@pytest.mark.parametrize("codec", ["mpeg4", "mjpeg", "libvpx"])
def test_of_other_codecs_nothing_is_known(tmp_path, codec):
    path = tmp_path / "a.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=25)
        stream.width, stream.height = SIZE_PX
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        for k in range(20):
            picture = np.full((64, 96, 3), 5 * k, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))
    pictures, _ = _read(_lose(path, tmp_path / "b.mkv", {4, 9}))
    assert len(pictures) == 18


def test_nonsense_says_nothing(tmp_path):
    path = _write(tmp_path / "a.mkv", bf="0")
    chance = np.random.default_rng(1)
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        watch = ReferenceWatch(stream)
        for size in (1, 2, 3, 5, 9, 40, 400):
            for _ in range(50):
                watch.is_whole(av.Packet(chance.bytes(size)))
        watch.start_anew()
        assert all(watch.is_whole(packet) for packet in container.demux(stream))
