"""Pictures that a network brought in bunches have the times at which the camera took them."""

from __future__ import annotations

import making_videos as made
import numpy as np
import pytest
from examples import keep_quick
from writing_containers import write_recording

from twitchcam.capture.bunches import BunchSpreader, find_bunches
from twitchcam.capture.files import open_video

N = 300


def arrive(n_together, *, rate_hz=30.0, apart_s=0.002, jitter_s=0.0, seed=0):
    """When pictures of an even camera come that are sent ``n_together`` at once."""
    chance = np.random.default_rng(seed)
    taken_s = np.arange(N) / rate_hz
    arrived_s = np.empty(N)
    sizes = chance.integers(*n_together, endpoint=True, size=N) if isinstance(
        n_together, tuple
    ) else np.full(N, n_together)  # fmt: skip
    at = 0
    for size in sizes:
        part = slice(at, min(at + size, N))
        last_s = taken_s[part][-1] + chance.uniform(0, jitter_s)
        late = np.arange(len(taken_s[part]))[::-1]
        arrived_s[part] = last_s - late * apart_s
        at = part.stop
        if at == N:
            break
    return taken_s, arrived_s


BUNCHED = {
    "2": {"n_together": 2},
    "3": {"n_together": 3},
    "4": {"n_together": 4},
    "6": {"n_together": 6},
    "12": {"n_together": 12},
    "3 to 5": {"n_together": (3, 5)},
    "4 with jitter": {"n_together": 4, "jitter_s": 0.01},
    "4 of 15 a second": {"n_together": 4, "rate_hz": 15.0},
    "5 of 25 a second, slow line": {"n_together": 5, "rate_hz": 25.0, "apart_s": 0.006},
}


def spread(bunches, arrived_s):
    return np.array([t for _, t in BunchSpreader(bunches).spread(enumerate(arrived_s.tolist()))])


@pytest.mark.parametrize("name", BUNCHED)
def test_bunches_are_recognised_and_spread_to_the_times_of_the_camera(name):
    taken_s, arrived_s = arrive(**BUNCHED[name])
    bunches = find_bunches(arrived_s)
    assert bunches is not None
    spread_s = spread(bunches, arrived_s)
    assert (np.diff(spread_s) > 0).all()
    off_s = spread_s - taken_s
    # A common delay does not matter; what the network jittered stays.
    assert np.ptp(off_s) <= 0.002 + BUNCHED[name].get("jitter_s", 0.0)
    assert np.ptp(off_s) < np.ptp(arrived_s - taken_s)


def steps(*steps_s):
    return np.cumsum(np.resize(steps_s, N))


def comes_when_it_moves(share, tick_s=1 / 60):
    ticks = np.flatnonzero(np.random.default_rng(5).random(20 * N) < share)
    return ticks[:N] * tick_s


NOT_BUNCHED = {
    "even": steps(1 / 30),
    "two thirds of 30": steps(0.033, 0.067),
    "one of three, of 60": steps(1 / 60, 1 / 60, 3 / 60),
    "milliseconds": np.round(np.arange(N) / 30, 3),
    "jitter": np.arange(N) / 30 + np.random.default_rng(1).uniform(0, 0.012, N),
    "a screen that is sent when it changes, often": comes_when_it_moves(0.5),
    "seldom": comes_when_it_moves(0.1),
    "a late picture now and then": np.arange(N) / 30 + 0.028 * (np.arange(N) % 10 == 0),
    "a burst of photographs each second": steps(*[0.03] * 9, 0.73),
    "few": steps(0.002, 0.002, 0.062)[:20],
}


@pytest.mark.parametrize("name", NOT_BUNCHED)
def test_times_that_can_be_true_are_left_alone(name):
    assert find_bunches(NOT_BUNCHED[name]) is None


def test_a_pause_stays_a_pause():
    taken_s, arrived_s = arrive(4)
    later = taken_s >= taken_s[152]
    taken_s, arrived_s = taken_s + 3.0 * later, arrived_s + 3.0 * later
    spread_s = spread(find_bunches(arrived_s), arrived_s)
    np.testing.assert_allclose(spread_s, taken_s, atol=1e-3)


@pytest.mark.parametrize("name", keep_quick(["a.mkv", "a.mp4"], "a.mp4"))
def test_a_bunched_file_gives_even_times_and_says_so(tmp_path, name):
    taken_s, arrived_s = arrive(4)
    picture_ms = [100 + round(1000 * t) for t in arrived_s]
    path = write_recording(tmp_path / name, picture_ms=picture_ms, ticks_per_s=1000)
    with open_video(path) as video:
        times_s = [frame.time_s for frame in video.frames()]
        source = video.describe()
    assert times_s == pytest.approx(taken_s.tolist(), abs=0.002)
    assert source.time_source == "assumed"
    assert "come about 4 at once, every 0.13 s" in source.notes[0]


@pytest.mark.slow
def test_the_doubt_about_bunched_times_is_told_in_seconds_of_life(tmp_path):
    _, arrived_s = arrive(4)
    path = write_recording(
        tmp_path / "a.mp4",
        picture_ms=[100 + round(1000 * t) for t in arrived_s],
        tags={"com.android.capture.fps": "120.000000"},
    )
    with open_video(path) as video:
        list(video.frames())
        source = video.describe()
    assert source.slowed == pytest.approx(4.0, rel=0.01)
    assert "uncertain by about 0.03 s" in source.notes[0]


@pytest.mark.slow
def test_pictures_stamped_at_one_and_the_same_moment_are_all_kept(tmp_path):
    picture_ms = [200 * (k // 5) + k % 5 for k in range(60)]
    path = made.write_video(tmp_path / "a.webm", "libvpx", times_ms=picture_ms)
    data = bytearray(path.read_bytes())
    # A block's time stands before its flags, as the difference to that of its cluster.
    for time_ms in picture_ms:
        if time_ms % 200:
            for flags in (b"\x00", b"\x80"):
                was = time_ms.to_bytes(2, "big") + flags
                at = data.find(b"\x81" + was)
                if at >= 0:
                    data[at + 1 : at + 3] = (time_ms - time_ms % 200).to_bytes(2, "big")
    path.write_bytes(data)
    with open_video(path) as video:
        times_s = [frame.time_s for frame in video.frames()]
    assert times_s == pytest.approx([0.04 * k for k in range(60)], abs=0.006)
