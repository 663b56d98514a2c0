"""A recording made small: what is left out of long ones never hides a movement."""

from __future__ import annotations

import base64
import gzip
from dataclasses import replace

import numpy as np
import pytest
from examples_of_analysis import make_analysis, make_movement, make_track, make_tremor

from twitchcam.anatomy import REGION_NAMES
from twitchcam.records import NO_FIELD, Cue
from twitchcam.report import playback
from twitchcam.report.playback import make_playback
from twitchcam.settings import DetectionSettings
from twitchcam.skin_places import get_places


def unpack(packed, table, steps_per_unit):
    """The numbers of one table, (n, columns), as the page reads them."""
    raw = np.frombuffer(gzip.decompress(base64.b64decode(packed)), np.uint8)
    n, columns, offset = table["n"], table["columns"], table["offset"]
    size = n * columns
    low, high = raw[offset : offset + size], raw[offset + size : offset + 2 * size]
    zigzag = (low | high.astype(np.uint16) << 8).reshape(columns, n)
    change = (zigzag >> 1).astype(np.int16) ^ -(zigzag & 1).astype(np.int16)
    whole = np.cumsum(change, axis=1, dtype=np.int16)
    row = -(-n // 8)
    bits = raw[offset + 2 * size : offset + 2 * size + columns * row].reshape(columns, row)
    unseen = np.unpackbits(bits, axis=1, bitorder="little")[:, :n].astype(bool)
    return np.where(unseen, np.nan, whole / steps_per_unit).T


def test_every_number_comes_back_to_a_hundredth_of_a_millimetre_and_gaps_stay_gaps():
    analysis = make_analysis()
    movement = make_movement(analysis)
    made = make_playback(analysis, movement, None)
    mm = unpack(made.packed, made.description["movement"], playback.STEPS_PER_MM)
    np.testing.assert_allclose(mm, movement.transient_mm.reshape(mm.shape), atol=0.0051)
    assert made.description["face"] is None


def test_of_long_recordings_the_largest_movement_of_each_patch_stays(monkeypatch):
    monkeypatch.setattr(playback, "MAX_SAMPLES", 500)
    analysis = make_analysis()
    movement = make_movement(analysis)
    mm = np.zeros_like(movement.transient_mm)
    mm[1234, REGION_NAMES.index("cheek"), 0] = -3.0, 4.0
    made = make_playback(analysis, replace(movement, transient_mm=mm), None)
    kept = unpack(made.packed, made.description["movement"], playback.STEPS_PER_MM)
    assert len(kept) <= 500
    at = np.flatnonzero(kept[:, 12])
    assert kept[at, 12:14].tolist() == [[-3.0, 4.0]]
    rate_hz = made.description["sampling_rate_hz"]
    assert at[0] / rate_hz == pytest.approx(movement.time_s[1234], abs=1 / rate_hz)


def test_landmarks_can_be_put_back_into_the_picture(monkeypatch):
    monkeypatch.setattr(playback, "MAX_FRAMES", 8)
    track = make_track(20)
    made = make_playback(make_analysis(), make_movement(), track)
    face = made.description["face"]
    points = unpack(made.packed, face["points"], face["steps_per_eye_distance"])
    pose = unpack(made.packed, face["pose"], face["steps_per_px"])
    late = unpack(made.packed, face["time"], 10_000)[:, 0]
    times_s = np.arange(face["time"]["n"]) * face["mean_step_s"] + late
    np.testing.assert_allclose(times_s, track.time_s[::3], atol=1e-4)
    k = face["outlines"]["left_eye"][15]
    x, y = points[:, 2 * k], points[:, 2 * k + 1]
    turn = (pose[:, 2:] - pose[:, :2]) @ np.array([1, 1j])
    placed = pose[:, :2] @ np.array([1, 1j]) + turn * (x + 1j * y)
    true = track.landmarks_px[::3, 263, :2] @ np.array([1, 1j])
    np.testing.assert_allclose(placed, true, atol=2.0)


def test_places_that_move_come_with_the_face():
    track = make_track(60)
    shown = np.zeros_like(track.field_displacement)
    shown[30, 7, 0] = 1.0, -1.0
    field = replace(NO_FIELD, noise_mm=np.zeros_like(NO_FIELD.noise_mm))
    movement = replace(make_movement(), field=field)
    made = make_playback(make_analysis(), movement, replace(track, field_displacement=shown))
    face = made.description["face"]
    (arrow,) = unpack(made.packed, face["arrows"], 1)
    assert arrow[:2].tolist() == [30, 7]
    true_mm = track.mm_per_percent / DetectionSettings().field_gain
    steps = face["arrow_steps_per_mm"]
    np.testing.assert_allclose(arrow[2:] / steps, [true_mm, -true_mm], atol=0.5 / steps)
    places = unpack(made.packed, face["places"], face["steps_per_eye_distance"])
    assert places.shape == (len(get_places().neutral_mm), 2)
    assert np.isfinite(places).all()


def test_moments_are_events_and_trembling_in_the_order_of_the_tables():
    analysis = make_analysis(tremor=(make_tremor(),))
    moments = make_playback(analysis, make_movement(), None).description["moments"]
    assert [m["kind"] for m in moments] == [*(e.kind for e in analysis.events), "tremor"]
    assert "trembling, 6.2" in moments[-1]["text"]


def test_what_was_asked_lies_above_what_was_done():
    cue = Cue(step="half_smile", start_s=10.0, stop_s=15.0)
    actions = make_playback(make_analysis(cues=(cue,)), make_movement(), None).description[
        "actions"
    ]
    assert actions[0]["kind"] == "asked"
    assert actions[0]["text"] == "Asked for: Smile a little"
    assert (actions[0]["onset_s"], actions[0]["offset_s"]) == (10.0, 15.0)
    assert actions[1]["label"] == "Blink"


def test_a_track_that_never_saw_a_face_has_none_to_show():
    track = make_track()
    lost = replace(track, landmarks_px=np.full_like(track.landmarks_px, np.nan))
    made = make_playback(make_analysis(), make_movement(), lost)
    assert made.description["face"] is None
