"""A part of a track is a track of its own, and measures what the part holds."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from make_golden import TRACK

from twitchcam import analyze_track, cut_track, measure_track, read_track
from twitchcam.errors import InputError
from twitchcam.records import Cue

pytestmark = pytest.mark.slow

FIRST = 150


@pytest.fixture(scope="module")
def track():
    """Read from a file, so that its landmarks lie on disk."""
    return read_track(TRACK)


def _cut_by_hand(track, take):
    n = len(track.time_s)
    arrays = {
        item.name: take(getattr(track, item.name)[FIRST:])
        for item in fields(track)
        if getattr(getattr(track, item.name), "shape", (0,))[:1] == (n,)
    }
    arrays["time_s"] = arrays["time_s"] - arrays["time_s"][0]
    return replace(track, **arrays)


def _list_numbers(track):
    return [
        (item.name, getattr(record, item.name))
        for record in measure_track(track)
        for item in fields(record)
        if isinstance(getattr(record, item.name), np.ndarray)
    ]


@pytest.mark.parametrize("take", [np.asanyarray, np.array], ids=["a view", "a copy"])
def test_however_a_part_is_taken_it_measures_the_same(track, take):
    by_hand = _list_numbers(_cut_by_hand(track, take))
    cut = _list_numbers(cut_track(track, float(track.time_s[FIRST]), np.inf))
    for (name, ours), (_, theirs) in zip(cut, by_hand, strict=True):
        np.testing.assert_array_equal(ours, theirs, err_msg=name)


def test_a_part_shows_the_blinks_of_its_time_and_no_others(track):
    whole = [a.apex_s for a in analyze_track(track).actions if a.kind == "blink"]
    start_s, stop_s = 5.0, 11.0
    part = analyze_track(cut_track(track, start_s, stop_s))
    expected = [t - start_s for t in whole if start_s < t < stop_s]
    assert len(expected) >= 2
    assert [a.apex_s for a in part.actions] == pytest.approx(expected, abs=0.05)
    assert any("part from 5.0 to 11.0 s" in note for note in part.quality.notes)


def test_times_start_at_0_the_start_belongs_to_it_and_the_stop_does_not(track):
    start_s, stop_s = track.time_s[[30, 60]].tolist()
    part = cut_track(track, start_s, stop_s)
    assert len(part.time_s) == part.source.n_frames == 30
    assert part.time_s[0] == 0.0
    np.testing.assert_allclose(part.time_s, track.time_s[30:60] - start_s)
    assert part.source.duration_s == pytest.approx(part.time_s[-1])


def test_cues_move_along_and_end_with_the_part(track):
    times_s = {"before": (0.0, 2.0), "across": (1.0, 4.0), "within": (4.0, 5.0), "late": (5.0, 9.0)}
    cues = tuple(Cue(step=k, start_s=a, stop_s=b) for k, (a, b) in times_s.items())
    start_s = float(track.time_s[60])
    part = cut_track(replace(track, cues=cues), start_s, start_s + 4.0)
    assert [(cue.step, cue.start_s + start_s, cue.stop_s + start_s) for cue in part.cues] == [
        ("across", pytest.approx(start_s), pytest.approx(4.0)),
        ("within", pytest.approx(4.0), pytest.approx(5.0)),
        ("late", pytest.approx(5.0), pytest.approx(start_s + 4.0)),
    ]


def test_the_first_picture_is_new_and_begins_no_other_scene(track):
    marked = np.ones(len(track.time_s), dtype=bool)
    part = cut_track(replace(track, repeated=marked, cut=marked), 1.0, 2.0)
    for marks in (part.repeated, part.cut):
        assert not marks[0]
        assert marks[1:].all()


@pytest.mark.parametrize(
    ("start_s", "stop_s", "words"),
    [(3.0, 3.0, "later"), (3.0, 2.0, "later"), (np.nan, 2.0, "later"), (90.0, 95.0, "one picture")],
)
def test_times_without_a_picture_are_refused(track, start_s, stop_s, words):
    with pytest.raises(InputError, match=words):
        cut_track(track, start_s, stop_s)
