"""Times that a file states are kept where they can be true, and mended aloud where not."""

import itertools
from fractions import Fraction

import av
import making_videos as made
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twitchcam.capture.files import open_video
from twitchcam.capture.timestamps import RisingTimes


def settle(stated, spacing_s=0.1):
    """Return the kept positions, their times rounded to a microsecond, and the clock."""
    clock = RisingTimes(spacing_s)
    settled = list(clock.settle(enumerate(stated)))
    return [k for k, _ in settled], [round(t, 6) for _, t in settled], clock


def test_times_that_rise_are_kept_exactly_from_zero():
    kept, times, clock = settle([7.0, 7.25, 7.5, 9.0])
    assert (kept, times) == ([0, 1, 2, 3], [0, 0.25, 0.5, 2.0])
    assert clock.n_dropped == clock.n_filled == clock.n_restarts == 0


def test_a_repeated_time_drops_the_second_frame():
    kept, times, clock = settle([0, 0.1, 0.1, 0.2])
    assert (kept, times, clock.n_dropped) == ([0, 1, 3], [0, 0.1, 0.2], 1)


def test_a_single_earlier_time_drops_that_frame():
    kept, _, clock = settle([0, 0.1, 0.2, 0.05, 0.3])
    assert (kept, clock.n_dropped) == ([0, 1, 2, 4], 1)


def test_a_missing_time_lies_between_its_neighbours():
    kept, times, clock = settle([0, 0.1, None, None, 0.4, 0.5])
    assert (kept, times) == ([0, 1, 2, 3, 4, 5], [0, 0.1, 0.2, 0.3, 0.4, 0.5])
    assert clock.n_filled == 2


def test_missing_times_at_the_start_and_the_end_follow_the_spacing():
    _, times, clock = settle([None, None, 1.0, 1.2, None], spacing_s=0.1)
    assert times == [0, 0.1, 0.2, 0.4, 0.6]
    assert clock.n_filled == 3


def test_a_recording_without_any_times_gets_an_even_clock():
    kept, times, clock = settle([None] * 30, spacing_s=0.04)
    assert kept == list(range(30))
    assert times == pytest.approx([0.04 * k for k in range(30)])
    assert clock.n_filled == 30


def test_a_clock_that_starts_anew_carries_on_where_it_was():
    stated = [10.0, 10.1, 10.2, 0.0, 0.1, 0.2, 0.3]
    kept, times, clock = settle(stated)
    assert kept == list(range(7))
    assert times == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]
    assert (clock.n_restarts, clock.n_dropped) == (1, 0)


def test_a_clock_set_far_ahead_makes_no_gap_of_days():
    kept, times, clock = settle([0.0, 0.1, 1.7e9, 1.7e9 + 0.1, 1.7e9 + 0.2])
    assert kept == list(range(5))
    assert times == pytest.approx([0, 0.1, 0.2, 0.3, 0.4], abs=1e-5)
    assert clock.n_restarts == 1


def test_a_pause_in_a_recording_stays_a_pause():
    _, times, clock = settle([0.0, 0.1, 8.0, 8.1])
    assert times == [0, 0.1, 8.0, 8.1]
    assert clock.n_restarts == 0


def test_one_frame_thrown_far_ahead_or_back_is_left_out():
    for stray in (50.0, -50.0):
        kept, times, clock = settle([0.0, 0.1, stray, 0.3, 0.4])
        assert (kept, times, clock.n_dropped) == ([0, 1, 3, 4], [0, 0.1, 0.3, 0.4], 1)


@given(st.lists(st.none() | st.floats(-1e6, 1e6) | st.integers(0, 40).map(lambda k: k / 10)))
def test_whatever_is_stated_the_times_rise_from_zero(stated):
    kept, times, clock = settle(stated)
    assert times[:1] == ([0.0] if stated else [])
    raw = [t for _, t in RisingTimes(0.1).settle(enumerate(stated))]
    assert all(b > a for a, b in itertools.pairwise(raw))
    assert kept == sorted(kept)
    assert len(kept) + clock.n_dropped == len(stated)


def test_a_file_with_the_same_time_twice_drops_a_frame_and_says_so(tmp_path):
    # A browser's recorder may give two frames one millisecond; the format itself allows it.
    path = made.write_video(
        tmp_path / "twice.webm", "libvpx", times_ms=[0, 40, 80, 81, 120, 160], pictures=None
    )
    data = path.read_bytes()
    stamp = data.index((81).to_bytes(2, "big") + b"\x00")
    path.write_bytes(data[:stamp] + (80).to_bytes(2, "big") + data[stamp + 2 :])
    with open_video(path) as video:
        frames = list(video.frames())
        source = video.describe()
    assert [made.read_number(frame.image_rgb) for frame in frames] == [0, 1, 2, 4, 5]
    assert [round(frame.time_s * 1000) for frame in frames] == [0, 40, 80, 120, 160]
    assert source.notes == (
        "1 frame with a time that does not follow the one before was left out.",
    )
    assert (source.n_frames, source.time_source) == (5, "container")


def test_a_file_without_times_is_read_on_an_assumed_clock(tmp_path):
    path = made.write_video(tmp_path / "bare.h264")
    with open_video(path) as video:
        frames = list(video.frames())
        source = video.describe()
    assert [made.read_number(frame.image_rgb) for frame in frames] == list(range(20))
    assert [frame.time_s for frame in frames] == pytest.approx([0.04 * k for k in range(20)])
    assert source.time_source == "assumed"
    assert source.notes[0].startswith(
        "This file holds pictures and no times. 25 pictures a second were assumed."
    )


@pytest.mark.parametrize(
    ("name", "codec", "rate", "spacing_s", "stated"),
    [
        ("bare.h264", "libx264", 50, 1 / 50, True),
        ("bare.h264", "libx264", Fraction(30000, 1001), 1001 / 30000, True),
        ("bare.hevc", "libx265", 90, 1 / 90, True),
        # What one writer states; and a stream that cannot state anything.
        ("bare.h264", "libx264", 1_000_000, 1 / 25, False),
        ("bare.mjpeg", "mjpeg", 50, 1 / 25, False),
    ],
)
def test_a_stream_without_times_is_read_at_the_rate_that_it_states(
    tmp_path, name, codec, rate, spacing_s, stated
):
    path = tmp_path / name
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=rate, options=made.QUIET.get(codec, {}))
        stream.width, stream.height = made.SIZE_PX
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        for number in range(6):
            frame = av.VideoFrame.from_ndarray(made.make_picture(number))
            frame.pts = number
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    with open_video(path) as video:
        times_s = [frame.time_s for frame in video.frames()]
        source = video.describe()
    assert times_s == pytest.approx([spacing_s * k for k in range(6)])
    assert source.time_source == "assumed"
    assert len(source.notes) == 1
    assert ("It says that they are" in source.notes[0]) is stated


def test_a_file_whose_clock_restarts_loses_nothing(tmp_path):
    path = made.write_video(tmp_path / "first.ts", times_ms=[5000 + t for t in range(0, 800, 40)])
    again = made.write_video(tmp_path / "second.ts", times_ms=made.even_times_ms())
    path.write_bytes(path.read_bytes() + again.read_bytes())
    with open_video(path) as video:
        frames = list(video.frames())
        source = video.describe()
    # The seam itself counts as damage, for the format numbers its packets; so does the picture that
    # was made of the one that lies across it.
    assert len(frames) >= 38
    assert source.duration_s == pytest.approx(39 * 0.04, abs=0.05)
    assert source.time_source == "assumed"
    assert "clock jumped" in source.notes[0]
