"""Of a face that is out of focus nothing is judged, and no limit is stated."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_faces import TRUE_SIZE, analyze_made, codes, made_track, twitch

from twitchcam.pipeline import analyze_track
from twitchcam.settings import VisibilitySettings
from twitchcam.signals.out_of_focus import mark_out_of_focus
from twitchcam.synthetic.movements import Blink
from twitchcam.tracking.cut_track import cut_track
from twitchcam.tracking.track_file import read_track, write_track

pytestmark = pytest.mark.slow

SETTINGS = VisibilitySettings()
SHARP, SOFT, HUNTING, BLURRED = 1.2, 2.5, 2.4, 3.4


def _show(track, width_percent, *, every=3):
    """The track with a look at every third picture."""
    width = np.full(len(track.time_s), np.nan)
    width[::every] = np.broadcast_to(width_percent, len(track.time_s))[::every]
    return replace(track, edge_width_percent=width)


def _hunt(track, wide):
    """Out of focus for 0.8 s of every 4 s, from 2 s on."""
    return _show(track, np.where((track.time_s + 2.0) % 4.0 < 0.8, wide, SHARP))


def test_a_blurred_face_cannot_be_assessed_and_the_first_reason_is_its_blur():
    track = made_track(twitch(6.0, 2.0), Blink(onset_s=3.0), duration_s=12.0)
    assert ("resting_twitch", "left") in codes(analyze_track(_show(track, SHARP)))
    analysis = analyze_track(_show(track, BLURRED))
    assert codes(analysis) == [("not_assessable", None)]
    assert "The face was out of focus" in analysis.findings[0].statement
    assert not analysis.quality.detection_limits
    assert not analysis.events
    # Lids are read from landmarks, which a blur hardly moves.
    assert [action.kind for action in analysis.actions] == ["blink"]


@pytest.mark.parametrize("wide", [HUNTING, BLURRED])
def test_while_a_camera_looks_for_its_focus_nothing_is_told(wide):
    inside, outside = twitch(6.3, 2.0), twitch(8.4, 2.0)
    analysis = analyze_track(_hunt(made_track(inside, outside, duration_s=16.0), wide))
    assert [round(event.onset_s, 1) for event in analysis.events] == [8.4]
    (note,) = [note for note in analysis.quality.notes if "out of focus" in note]
    blurred = [span for span in analysis.quality.excluded if span.reason == "blurred"]
    assert len(blurred) == 4
    assert f"{sum(span.stop_s - span.start_s for span in blurred):.1f} of 16.0 s" in note


@pytest.mark.parametrize(
    "width_percent",
    [SHARP, SOFT, np.nan, np.where(np.arange(360) % 60 == 30, BLURRED, SHARP)],
    ids=["sharp", "always a little soft", "never looked at", "single looks"],
)
def test_usual_recordings_are_in_focus(width_percent):
    track = _show(made_track(duration_s=12.0), width_percent)
    assert not mark_out_of_focus(track, SETTINGS).any()


def test_where_no_face_is_there_is_no_focus():
    track = made_track(duration_s=12.0, lost_s=((4.0, 6.0),))
    blurred = mark_out_of_focus(_show(track, BLURRED), SETTINGS)
    assert (blurred == track.face_found).all()


def test_a_saved_track_and_a_part_of_it_keep_their_focus(tmp_path):
    track = _hunt(made_track(duration_s=12.0), BLURRED)
    write_track(track, tmp_path / "track.npz")
    back = read_track(tmp_path / "track.npz")
    np.testing.assert_array_equal(back.edge_width_percent, track.edge_width_percent)
    part = cut_track(track, 3.0, 9.0)
    assert mark_out_of_focus(part, SETTINGS).sum() == pytest.approx(
        mark_out_of_focus(track, SETTINGS)[90:270].sum(), abs=6
    )


def test_a_track_of_before_it_was_looked_at_is_read(tmp_path):
    track = made_track(duration_s=2.0)
    write_track(track, tmp_path / "track.npz")
    with np.load(tmp_path / "track.npz") as held:
        arrays = {name: held[name] for name in held.files if name != "edge_width_percent"}
    np.savez(tmp_path / "before.npz", **arrays)
    assert np.isnan(read_track(tmp_path / "before.npz").edge_width_percent).all()


def test_what_is_analysed_does_not_change_where_all_is_sharp():
    sharp = analyze_made(twitch(4.0, region="brow", side="right"), duration_s=10.0)
    track = made_track(twitch(4.0, region="brow", side="right"), duration_s=10.0)
    shown = analyze_track(_show(track, SHARP), settings=TRUE_SIZE)
    assert shown.events
    assert shown.events == sharp.events
