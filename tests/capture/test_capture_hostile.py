"""Whatever is handed over as a video: pictures, or one clear sentence. Nothing else."""

import os
import random
from pathlib import Path

import av
import making_videos as made
import numpy as np
import pytest

from twitchcam.capture.files import open_video
from twitchcam.errors import InputError

pytestmark = pytest.mark.slow

IN_FRONT = {"movflags": "faststart"}
LONG_MS = made.even_times_ms(40)
WHOLE = {
    "h264.mp4": ("libx264", {"container_options": IN_FRONT}),
    "hevc.mp4": ("libx265", {"container_options": IN_FRONT}),
    "h264.mkv": ("libx264", {}),
    "vp8.webm": ("libvpx", {}),
    "vp9.webm": ("libvpx-vp9", {}),
    "mjpeg.avi": ("mjpeg", {"pix_fmt": "yuvj420p", "ticks_per_s": 25}),
    "moving.gif": ("gif", {"pix_fmt": "rgb8", "ticks_per_s": 100}),
    "h264.ts": ("libx264", {}),
}


def noisy_pictures(n, seed=0):
    """Numbered pictures with noise, so that every frame takes bytes worth damaging."""
    chance = np.random.default_rng(seed)
    return [
        np.clip(made.make_picture(k) + chance.normal(0, 8, (64, 96, 3)), 0, 255).astype(np.uint8)
        for k in range(n)
    ]


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    pictures = noisy_pictures(len(LONG_MS))
    for name, (codec, options) in WHOLE.items():
        made.write_video(folder / name, codec, times_ms=LONG_MS, pictures=pictures, **options)
    return {name: (folder / name).read_bytes() for name in WHOLE}


def read_all(path):
    with open_video(path) as video:
        frames = list(video.frames())
        return frames, video.describe()


def complaint(path):
    with pytest.raises(InputError) as caught, open_video(path) as video:
        list(video.frames())
    text = str(caught.value)
    assert caught.value.exit_code == 2
    assert text.endswith(".")
    assert "\n" not in text
    assert " must " in text
    assert ", got" in text
    return text


def test_a_missing_file_is_named(tmp_path):
    assert "where there is none" in complaint(tmp_path / "none.mp4")


def test_a_folder_is_no_recording(tmp_path):
    assert "a folder" in complaint(tmp_path)


def test_an_empty_file_is_named(tmp_path):
    (tmp_path / "a.mp4").touch()
    assert "an empty file" in complaint(tmp_path / "a.mp4")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.mp4")
    assert "a device or a pipe" in complaint(tmp_path / "pipe.mp4")


TEXTS = [
    "Dear diary",
    "é" * 5000,
    "ffconcat version 1.0\nfile clip.mp4\n",
    "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nclip.ts\n",
]
SOUNDS = [("a.wav", "pcm_s16le"), ("a.m4a", "aac"), ("a.mp3", "libmp3lame"), ("a.flac", "flac")]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", ["a.mp4", "a.txt", "a.m3u8", "a.nfo"])
def test_text_is_never_followed_or_drawn(tmp_path, text, name):
    made.write_video(tmp_path / "clip.mp4")
    made.write_video(tmp_path / "clip.ts")
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert "got text" in complaint(tmp_path / name)


def test_random_bytes_are_no_video(tmp_path):
    for seed in range(10):
        (tmp_path / "a.mp4").write_bytes(random.Random(seed).randbytes(20_000))
        complaint(tmp_path / "a.mp4")


def test_a_file_without_permission_is_named(tmp_path, monkeypatch):
    path = made.write_video(tmp_path / "mine.mp4")

    def refuse(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "no permission" in complaint(path)


@pytest.mark.parametrize(("name", "codec"), SOUNDS)
def test_sound_alone_is_no_video(tmp_path, name, codec):
    assert "sound only" in complaint(made.write_sound(tmp_path / name, codec))


def test_the_cover_of_a_piece_of_music_is_no_video(tmp_path):
    assert "sound only" in complaint(made.write_sound_with_cover(tmp_path / "song.mp4"))


@pytest.mark.parametrize(
    ("name", "codec", "pix_fmt"),
    [
        ("a.png", "png", "rgb24"),
        ("a.jpg", "mjpeg", "yuvj420p"),
        ("a.webp", "libwebp", "yuv420p"),
        ("a.bmp", "bmp", "bgr24"),
        ("a.tif", "tiff", "rgb24"),
        ("a.gif", "gif", "rgb8"),
        ("a.mp4", "libx264", "yuv420p"),
        ("a.webm", "libvpx", "yuv420p"),
    ],
)
def test_a_still_picture_is_no_video(tmp_path, name, codec, pix_fmt):
    ticks = 100 if codec == "gif" else 25
    try:
        made.write_video(tmp_path / name, codec, times_ms=[0], pix_fmt=pix_fmt, ticks_per_s=ticks)
    except av.FFmpegError:
        pytest.skip(f"cannot write {codec} here")
    assert "a still picture, not a video" in complaint(tmp_path / name)


def test_a_video_without_its_index_says_so(tmp_path):
    path = made.write_video(tmp_path / "a.mp4", times_ms=LONG_MS)
    path.write_bytes(path.read_bytes()[:-1500])
    assert "without a readable index" in complaint(path)


def test_an_unknown_codec_says_so(tmp_path):
    path = made.write_video(tmp_path / "a.mp4")
    path.write_bytes(path.read_bytes().replace(b"avc1", b"zzzz"))
    assert "format that can be decoded" in complaint(path)


def test_pictures_that_cannot_be_decoded_are_no_pictures(tmp_path):
    path = made.write_video(tmp_path / "a.mp4", container_options=IN_FRONT)
    data = path.read_bytes()
    start = data.index(b"mdat") + 4
    path.write_bytes(data[:start] + bytes(len(data) - start))
    assert "at least two pictures" in complaint(path)


@pytest.mark.parametrize("size_px", [(8, 64), (64, 8)])
def test_a_picture_of_a_few_pixels_is_refused(tmp_path, size_px):
    path = made.write_video(tmp_path / "a.mkv", "ffv1", size_px=size_px)
    assert "at least 16 pixels" in complaint(path)


def test_scaling_below_a_few_pixels_is_refused(tmp_path):
    path = made.write_video(tmp_path / "a.mkv")
    with pytest.raises(InputError, match=r"be scaled to at least 16 pixels .*19x13"):
        open_video(path, scale=0.2)


def numbers_at_their_times(frames):
    return [(made.read_number(f.image_rgb), round(f.time_s / 0.04)) for f in frames]


@pytest.mark.parametrize("kind", ["h264.mp4", "hevc.mp4", "h264.mkv", "vp8.webm", "vp9.webm"])
def test_a_file_cut_off_in_the_middle_is_read_up_to_there_and_says_where(tmp_path, whole, kind):
    path = tmp_path / kind
    path.write_bytes(whole[kind][: len(whole[kind]) * 6 // 10])
    frames, source = read_all(path)
    assert 10 < len(frames) < 30
    assert all(number == place for number, place in numbers_at_their_times(frames))
    stop = f"up to {frames[-1].time_s:.2f} s of the 1.60 s it announces"
    assert any("cut off" in note and stop in note for note in source.notes)


def test_a_live_recording_torn_off_in_a_frame_says_where(tmp_path):
    pipe = made.write_video(
        made.Pipe(),
        "libvpx",
        times_ms=LONG_MS,
        pictures=noisy_pictures(40),
        container_options={"live": "1"},
    )
    path = tmp_path / "live.webm"
    path.write_bytes(pipe.data)
    assert read_all(path)[1].notes == ()
    path.write_bytes(pipe.data[: len(pipe.data) * 6 // 10])
    frames, source = read_all(path)
    assert 10 < len(frames) < 30
    assert f"at {frames[-1].time_s:.2f} s" in source.notes[0]


def test_a_hole_in_a_live_recording_is_noticed(tmp_path):
    pipe = made.write_video(
        made.Pipe(),
        "libvpx",
        times_ms=LONG_MS,
        pictures=noisy_pictures(40),
        container_options={"live": "1", "cluster_time_limit": "200"},
    )
    data = pipe.data
    middle = len(data) // 2
    data[middle : middle + len(data) // 10] = bytes(len(data) // 10)
    path = tmp_path / "live.webm"
    path.write_bytes(data)
    frames, source = read_all(path)
    assert frames[-1].time_s == pytest.approx(1.56)
    assert "damaged" in source.notes[0]


@pytest.mark.parametrize("kind", ["h264.mp4", "hevc.mp4"])
def test_broken_packets_in_the_middle_are_skipped_and_counted(tmp_path, whole, kind):
    data = bytearray(whole[kind])
    middle = len(data) // 2
    length = len(data) // 20
    data[middle : middle + length] = b"\xff" * length
    path = tmp_path / kind
    path.write_bytes(data)
    frames, source = read_all(path)
    assert frames[-1].time_s == pytest.approx(1.56, abs=0.05)
    sound = [number == place for number, place in numbers_at_their_times(frames)]
    assert all(sound[:15])
    assert all(sound[-9:])
    assert any("could not be decoded" in note for note in source.notes)


@pytest.mark.parametrize("kind", WHOLE)
def test_cut_anywhere_a_file_gives_frames_or_a_sentence(tmp_path, whole, kind):
    path = tmp_path / kind
    for step in range(20):
        path.write_bytes(whole[kind][: len(whole[kind]) * step // 20 + 7])
        read_or_complain(path)


@pytest.mark.parametrize("kind", WHOLE)
@pytest.mark.parametrize("seed", range(8))
def test_with_bytes_flipped_a_file_gives_frames_or_a_sentence(tmp_path, whole, kind, seed):
    chance = random.Random(f"{kind} {seed}")
    data = bytearray(whole[kind])
    # Half of the time the header, where a flipped byte does most harm.
    reach = len(data) if seed % 2 else min(len(data), 3000)
    for _ in range(chance.choice([1, 5, 40])):
        data[chance.randrange(reach)] = chance.randrange(256)
    path = tmp_path / kind
    path.write_bytes(data)
    read_or_complain(path)


def read_or_complain(path):
    try:
        frames, source = read_all(path)
    except InputError:
        return
    times = [frame.time_s for frame in frames]
    assert times[0] == 0
    assert times == sorted(set(times))
    assert len({frame.image_rgb.shape for frame in frames}) == 1
    assert source.n_frames == len(frames)


def test_nothing_of_ffmpeg_reaches_the_terminal(tmp_path, whole, capfd):
    av.logging.restore_default_callback()
    try:
        path = tmp_path / "h264.mp4"
        path.write_bytes(whole["h264.mp4"][:-3000])
        read_all(path)
        (tmp_path / "junk.mp4").write_bytes(b"\x00\x00\x00\x18ftypisom" + bytes(999))
        complaint(tmp_path / "junk.mp4")
    finally:
        av.logging.set_level(None)
    shown = capfd.readouterr()
    assert shown.out + shown.err == ""


def test_a_rotation_by_an_odd_angle_goes_to_the_nearest_quarter_turn(tmp_path):
    path = made.write_video(tmp_path / "a.mp4")
    made.write_display_matrix(path, [[0.06, -0.99], [0.99, 0.06]])
    with open_video(path) as video:
        assert video.size_px == (64, 96)
        assert next(video.frames()).image_rgb.shape == (96, 64, 3)
