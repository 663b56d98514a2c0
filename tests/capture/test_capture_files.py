"""What any readable recording must give: every picture, upright, at its true time."""

import gc
import hashlib
import json
import threading

import av
import making_videos as made
import numpy as np
import pytest
from project_paths import CLIPS

from twitchcam.capture.files import open_video
from twitchcam.errors import InputError

UNEVEN_MS = [0, 33, 66, 133, 150, 300, 301, 340, 400, 455]
KINDS = {
    "h264.mp4": ("libx264", {}),
    "h264.mov": ("libx264", {}),
    "h264.mkv": ("libx264", {}),
    "h264.ts": ("libx264", {}),
    "hevc.mp4": ("libx265", {}),
    "hevc10.mp4": ("libx265", {"pix_fmt": "yuv420p10le"}),
    "vp8.webm": ("libvpx", {}),
    "vp9.webm": ("libvpx-vp9", {}),
    "alpha.webm": ("libvpx-vp9", {"pix_fmt": "yuva420p"}),
    "sound.mp4": ("libx264", {"with_sound": True}),
    "sound.mkv": ("libx264", {"with_sound": True}),
}
EVEN_KINDS = {
    "mjpeg.avi": ("mjpeg", {"pix_fmt": "yuvj420p", "full_range": True, "ticks_per_s": 25}),
    "mpeg4.avi": ("mpeg4", {"ticks_per_s": 25}),
    "later_frames.avi": ("libx264", {"ticks_per_s": 25}),
    "mpeg4.mp4": ("mpeg4", {"ticks_per_s": 25}),
    "moving.gif": ("gif", {"pix_fmt": "rgb8", "ticks_per_s": 100}),
}


def read(path, **options):
    with open_video(path, **options) as video:
        frames = list(video.frames())
        return frames, video.describe()


def numbers(frames):
    return [made.read_number(frame.image_rgb) for frame in frames]


def times_ms(frames):
    return [frame.time_s * 1000 for frame in frames]


@pytest.fixture
def clip(tmp_path):
    return made.write_video(tmp_path / "clip.mp4")


def test_a_decoded_picture_that_was_read_is_let_go(clip):
    """Not only when Python next looks for what refers to itself: large pictures fill the memory."""

    def count_kept() -> int:
        return sum(isinstance(thing, av.VideoFrame) for thing in gc.get_objects())

    gc.collect()
    gc.disable()
    n_before = count_kept()
    try:
        with open_video(clip) as video:
            assert len(list(video.frames())) == 20
            assert count_kept() - n_before <= 2
    finally:
        gc.enable()


@pytest.mark.parametrize("kind", KINDS)
def test_every_frame_of_an_uneven_recording_comes_at_its_true_time(tmp_path, kind):
    codec, options = KINDS[kind]
    made.write_video(tmp_path / kind, codec, times_ms=UNEVEN_MS, **options)
    frames, source = read(tmp_path / kind)
    assert numbers(frames) == list(range(len(UNEVEN_MS)))
    assert times_ms(frames) == pytest.approx(UNEVEN_MS, abs=0.05)
    assert [frame.index for frame in frames] == list(range(len(UNEVEN_MS)))
    assert source.time_source == "container"
    assert source.notes == ()


@pytest.mark.parametrize("kind", EVEN_KINDS)
def test_formats_with_an_even_clock_keep_it(tmp_path, kind):
    codec, options = EVEN_KINDS[kind]
    made.write_video(tmp_path / kind, codec, **options)
    frames, source = read(tmp_path / kind)
    assert numbers(frames) == list(range(20))
    assert times_ms(frames) == pytest.approx(made.even_times_ms())
    assert (source.time_source, source.notes) == ("container", ())


@pytest.mark.parametrize("codec", ["libvpx", "libvpx-vp9"])
def test_a_webm_written_live_by_a_browser_needs_no_duration(tmp_path, codec):
    pipe = made.write_video(made.Pipe(), codec, times_ms=UNEVEN_MS, container_options={"live": "1"})
    path = tmp_path / "live.webm"
    path.write_bytes(pipe.data)
    with open_video(path) as video:
        shares = []
        frames = []
        for frame in video.frames():
            frames.append(frame)
            shares.append(video.fraction_read)
        assert times_ms(frames) == pytest.approx(UNEVEN_MS)
        assert numbers(frames) == list(range(len(UNEVEN_MS)))
        assert shares == sorted(shares)
        assert 0 < shares[0] <= 1
        assert video.fraction_read == 1.0
        assert video.describe().duration_s == pytest.approx(0.455)


def test_an_mp4_written_live_in_fragments_needs_no_duration(tmp_path):
    path = made.write_video(
        tmp_path / "live.mp4",
        times_ms=UNEVEN_MS,
        container_options={"movflags": "frag_keyframe+empty_moov+default_base_moof"},
    )
    frames, source = read(path)
    assert numbers(frames) == list(range(len(UNEVEN_MS)))
    assert times_ms(frames) == pytest.approx(UNEVEN_MS, abs=0.05)
    assert source.notes == ()


def test_the_time_starts_at_the_first_frame_wherever_the_file_starts(tmp_path):
    path = made.write_video(tmp_path / "late.mkv", times_ms=[5000 + t for t in UNEVEN_MS])
    frames, _ = read(path)
    assert times_ms(frames) == pytest.approx(UNEVEN_MS)


def test_a_file_is_described_after_its_last_frame(clip):
    frames, source = read(clip)
    assert source.name == "clip.mp4"
    assert source.sha256 == hashlib.sha256(clip.read_bytes()).hexdigest()
    assert source.duration_s == frames[-1].time_s == pytest.approx(0.76)
    assert source.n_frames == len(frames) == 20
    assert (source.width_px, source.height_px) == made.SIZE_PX
    assert not source.mirrored


def test_the_iterator_can_be_left_midway(clip):
    with open_video(clip) as video:
        for frame in video.frames():
            if frame.index == 3:
                break
        assert 0 < video.fraction_read < 1
        with pytest.raises(ValueError, match="to its end"):
            video.describe()
    gc.collect()


def test_a_video_can_be_left_unread(clip):
    with open_video(clip) as video:
        assert video.fraction_read < 1


def test_frames_are_read_once_and_not_after_closing(clip):
    with open_video(clip) as video:
        frames = video.frames()
        next(frames)
        with pytest.raises(ValueError, match="called once"):
            video.frames()
    with pytest.raises(ValueError, match="before the video is closed"):
        next(frames)
    video.close()


def test_closing_while_another_thread_reads_does_no_harm(tmp_path):
    path = made.write_video(tmp_path / "clip.mp4", times_ms=made.even_times_ms(60))
    errors = []

    def work(frames):
        try:
            for _ in frames:
                pass
        except ValueError as error:
            errors.append(error)

    for _ in range(5):
        video = open_video(path)
        worker = threading.Thread(target=work, args=(video.frames(),))
        worker.start()
        video.close()
        worker.join(timeout=60)
        assert not worker.is_alive()
    assert all("closed" in str(error) for error in errors)


def test_only_a_few_frames_are_decoded_ahead(tmp_path):
    path = made.write_video(tmp_path / "clip.mkv", times_ms=made.even_times_ms(60))
    with open_video(path) as video:
        frames = video.frames()
        next(frames)
        assert video.fraction_read < 0.5


@pytest.mark.parametrize("scale", [0.0, -1.0, 1.5, float("nan")])
def test_a_scale_that_makes_no_sense_is_refused(clip, scale):
    with pytest.raises(InputError, match="scale must lie between"):
        open_video(clip, scale=scale)


def test_a_user_who_listens_to_ffmpeg_still_does_afterwards(clip):
    av.logging.set_level(av.logging.ERROR)
    try:
        read(clip)
        assert av.logging.get_level() == av.logging.ERROR
    finally:
        av.logging.set_level(None)


def test_a_name_with_odd_characters_is_just_a_name(tmp_path):
    path = made.write_video(tmp_path / "clip.mp4")
    odd = path.rename(tmp_path / "concat:a %03d [é] 'x'.mp4")
    frames, source = read(odd)
    assert (len(frames), source.name) == (20, odd.name)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["noface_face.mov", "retalking_1.mp4", "no_face.mp4"])
def test_real_recordings_give_as_many_frames_as_were_counted_by_hand(name):
    if not (CLIPS / name).exists():
        pytest.skip("the real clips are not here")
    truth = json.loads((CLIPS / "truth.json").read_text())[name]
    with open_video(CLIPS / name, scale=0.25) as video:
        seconds = [frame.time_s for frame in video.frames()]
        source = video.describe()
    assert len(seconds) == truth["n_frames"]
    assert seconds[0] == 0
    assert source.time_source == "container"
    assert [note for note in source.notes if "scaled" not in note] == []
    for blink in truth.get("blinks", []):
        if "peak_s" in blink:
            assert seconds[blink["peak_frame"]] == pytest.approx(blink["peak_s"], abs=0.002)
    if truth.get("vfr"):
        assert np.ptp(np.diff(seconds)) > 0.005
