"""A track put together from pieces is one track, and the same with any number of processes."""

from __future__ import annotations

import multiprocessing
from dataclasses import fields, replace
from fractions import Fraction
from functools import cache
from multiprocessing import get_context

import av
import numpy as np
import pytest
from examples import keep_short
from project_paths import SAMPLE_CLIPS

from twitchcam import track_video
from twitchcam.settings import Settings, TrackingSettings
from twitchcam.tracking.cut_pieces import cut_pieces, is_worth_cutting
from twitchcam.tracking.side_by_side import _Shared
from twitchcam.tracking.track_piece import PieceBounds

LENGTH_S = 3.6
PIECES_OF_S = 1.6
RATE_HZ = 30


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    """Some seconds of a made face that blinks, with a key frame every half second."""
    path = tmp_path_factory.mktemp("pieces") / "clip.mp4"
    with av.open(str(SAMPLE_CLIPS / "blink_cheek.mp4")) as made, av.open(str(path), "w") as out:
        video = out.add_stream(
            "libx264", rate=RATE_HZ, options={"crf": "18", "preset": "ultrafast"}
        )
        video.width, video.height, video.pix_fmt = 640, 480, "yuv420p"
        video.codec_context.gop_size = RATE_HZ // 2
        for number, frame in enumerate(made.decode(video=0)):
            if number == LENGTH_S * RATE_HZ:
                break
            frame.pts, frame.time_base = number, Fraction(1, RATE_HZ)
            frame.pict_type = 0
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
    return path


@pytest.fixture(scope="module")
def whole(clip):
    return track_video(clip)


@pytest.fixture(scope="module")
def joined(clip):
    """``joined(jobs)``: the track by so many processes, made once."""
    return cache(lambda jobs: follow_in_pieces(clip, jobs))


def follow_in_pieces(clip, jobs):
    settings = Settings(tracking=replace(TrackingSettings(), piece_s=PIECES_OF_S))
    done = []
    track = track_video(clip, settings=settings, jobs=jobs, on_progress=done.append)
    assert done == sorted(done)
    assert done[-1] == pytest.approx(1.0)
    return track


@pytest.mark.model
@pytest.mark.parametrize("jobs", keep_short([2, 3], 2))
def test_the_track_is_the_same_to_the_last_bit_with_any_number_of_processes(joined, jobs):
    for item in fields(joined(1)):
        one, several = getattr(joined(1), item.name), getattr(joined(jobs), item.name)
        if isinstance(one, np.ndarray):
            assert one.dtype == several.dtype
            assert one.tobytes() == several.tobytes(), item.name
        else:
            assert repr(one) == repr(several), item.name


@pytest.mark.model
@pytest.mark.parametrize("share", keep_short([0.0, 0.6], 0.6))
def test_a_process_that_is_killed_takes_nothing_with_it(clip, joined, share):
    killed = []

    def kill_helpers(done):
        if done >= share and not killed:
            killed.extend(multiprocessing.active_children())
            for helper in killed:
                helper.kill()

    settings = Settings(tracking=replace(TrackingSettings(), piece_s=PIECES_OF_S))
    track = track_video(clip, settings=settings, jobs=2, on_progress=kill_helpers)
    assert killed
    assert track.field_displacement.tobytes() == joined(1).field_displacement.tobytes()


@pytest.mark.model
def test_pieces_say_of_every_picture_what_the_whole_says(joined, whole):
    track = joined(1)
    assert track.source == whole.source
    assert not np.array_equal(track.landmarks_px, whole.landmarks_px), "nothing was cut"
    for name in ("time_s", "face_found", "cut", "repeated", "covered"):
        assert np.array_equal(getattr(track, name), getattr(whole, name)), name
    away_px = np.hypot(*np.moveaxis((track.landmarks_px - whole.landmarks_px)[..., :2], -1, 0))
    assert np.median(away_px) < 0.3
    assert track.mm_per_percent == pytest.approx(whole.mm_per_percent, rel=0.01)
    assert np.nanmax(np.abs(track.face_luma - whole.face_luma)) < 2.0


@pytest.mark.model
@pytest.mark.parametrize("name", ["skin_displacement", "field_displacement"])
def test_the_skin_goes_on_where_one_piece_follows_another(joined, whole, name):
    sums, sums_of_whole = (
        np.asarray(getattr(track, name)).reshape(len(track.time_s), -1)
        for track in (joined(1), whole)
    )
    assert np.array_equal(np.isfinite(sums), np.isfinite(sums_of_whole))
    # What the skin does within a fifth of a second, joints or not; they are every second or so.
    change, change_of_whole = (each[6:] - each[:-6] for each in (sums, sums_of_whole))
    apart = np.nanmax(np.abs(change - change_of_whole), axis=0)
    size = np.nanmax(np.abs(change_of_whole), axis=0)
    assert np.median(apart) < 0.3 * np.median(size)
    assert np.nanpercentile(np.abs(change - change_of_whole), 95) < 0.15


def test_pieces_begin_at_keys_and_every_picture_counts_once():
    settings = TrackingSettings()
    time_s = np.arange(0, 130, 1 / 30)
    keys = np.arange(0, len(time_s), 250)
    all_bounds = cut_pieces(time_s, keys, settings)
    assert len(all_bounds) == 8
    assert [bounds.stop for bounds in all_bounds] == [
        *(bounds.start for bounds in all_bounds[1:]),
        len(time_s),
    ]
    assert all_bounds[0].first == all_bounds[0].start == 0
    for bounds in all_bounds[1:]:
        assert bounds.first in keys
        assert time_s[bounds.start] - time_s[bounds.first] >= settings.run_up_s - 1e-9
    lengths_s = [time_s[bounds.stop - 1] - time_s[bounds.start] for bounds in all_bounds]
    assert min(lengths_s) > 0.4 * settings.piece_s
    assert max(lengths_s) < 1.6 * settings.piece_s


@pytest.mark.parametrize(
    ("length_s", "n_pieces"), [(30, 2), (39, 2), (60, 4), (100, 4), (120, 8), (600, 32)]
)
def test_two_processes_and_four_have_the_same_number_of_pieces_to_follow(length_s, n_pieces):
    time_s = np.arange(0, length_s + 0.01, 1 / 30)
    all_bounds = cut_pieces(time_s, np.arange(0, len(time_s), 30), TrackingSettings())
    lengths_s = [time_s[bounds.stop - 1] - time_s[bounds.start] for bounds in all_bounds]
    assert len(lengths_s) == n_pieces
    assert max(lengths_s) - min(lengths_s) < 3.0


@pytest.mark.parametrize("length_s", [45, 60, 90, 120, 240])
def test_rare_key_frames_part_the_ends_of_two_processes_by_no_more_than_they_are_apart(length_s):
    time_s, keys_every = np.arange(0, length_s + 0.01, 1 / 30), 250
    all_bounds = cut_pieces(time_s, np.arange(0, len(time_s), keys_every), TrackingSettings())
    taken_s = [0.0, 0.0]
    for bounds in sorted(all_bounds, key=lambda bounds: -bounds.n_pictures):
        taken_s[taken_s.index(min(taken_s))] += bounds.n_pictures / 30
    assert max(taken_s) - min(taken_s) < keys_every / 30 + 1


def test_the_longest_piece_that_nobody_has_is_taken_first(tmp_path):
    all_bounds = [
        PieceBounds(first=first, start=first, stop=stop)
        for first, stop in ((0, 40), (40, 100), (100, 130), (130, 180))
    ]
    shared = [_Shared(get_context("spawn"), all_bounds, tmp_path) for _ in range(2)]
    assert [shared[k % 2].take() for k in range(5)] == [1, 3, 0, 2, None]


@pytest.mark.parametrize(
    ("length_s", "keys_every"), [(10, 30), (29, 30), (500, 100_000)], ids=["10 s", "29 s", "no key"]
)
def test_short_recordings_and_those_without_keys_stay_whole(length_s, keys_every):
    time_s = np.arange(0, length_s, 1 / 30)
    all_bounds = cut_pieces(time_s, np.arange(0, len(time_s), keys_every), TrackingSettings())
    assert [(bounds.first, bounds.start, bounds.stop) for bounds in all_bounds] == [
        (0, 0, len(time_s))
    ]


def test_a_pause_in_the_recording_is_no_place_to_count_from():
    settings = TrackingSettings()
    time_s = np.concatenate([np.arange(0, 60, 1 / 30), np.arange(90, 150, 1 / 30)])
    all_bounds = cut_pieces(time_s, np.arange(0, len(time_s), 30), settings)
    assert sorted({n for bounds in all_bounds for n in range(bounds.start, bounds.stop)}) == list(
        range(len(time_s))
    )


def test_what_states_to_be_short_is_not_even_listed():
    settings = TrackingSettings()
    assert not is_worth_cutting(20.0, settings)
    assert is_worth_cutting(120.0, settings)
    assert is_worth_cutting(None, settings)
