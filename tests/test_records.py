"""Records keep what they were given: checked, copied, and closed to change."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
from typing import get_args

import numpy as np
import pytest
from examples_of_analysis import make_analysis, make_expression, make_movement, make_track

from twitchcam import records
from twitchcam.anatomy import ACTION_UNITS, N_LANDMARKS, REGION_NAMES, REGIONS, SIDES, get_region

RECORDS = [kind for kind in vars(records).values() if isinstance(kind, type) and is_dataclass(kind)]
ARRAY_RECORDS = {
    "track": make_track(5),
    "movement": make_movement(duration_s=1.0),
    "expression": make_expression(make_movement(duration_s=1.0)),
}


ARRAYS = [
    (name, item.name)
    for name, record in ARRAY_RECORDS.items()
    for item in fields(record)
    if item.init and isinstance(getattr(record, item.name), np.ndarray)
]


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_every_record_is_frozen_and_takes_its_fields_by_name_only(kind):
    assert kind.__dataclass_params__.frozen
    assert all(item.kw_only for item in fields(kind))
    with pytest.raises(TypeError, match="positional"):
        kind(*range(len(fields(kind))))


def test_a_field_cannot_be_set_afterwards():
    with pytest.raises(FrozenInstanceError):
        make_track(2).mm_per_percent = 2.0


@pytest.mark.parametrize(("name", "array"), ARRAYS)
def test_an_array_cannot_be_written_to(name, array):
    values = getattr(ARRAY_RECORDS[name], array)
    with pytest.raises(ValueError, match="read-only"):
        values[...] = 0


@pytest.mark.parametrize(("name", "array"), ARRAYS)
def test_changing_what_was_handed_over_does_not_change_the_record(name, array):
    record = ARRAY_RECORDS[name]
    mine = np.array(getattr(record, array))
    kept = getattr(replace(record, **{array: mine}), array)
    before = kept.copy()
    mine[...] = np.roll(mine, 1) + 1 if mine.dtype != bool else ~mine
    np.testing.assert_array_equal(kept, before)


@pytest.mark.parametrize(("name", "array"), ARRAYS)
def test_an_array_of_another_length_is_refused_by_name(name, array):
    record = ARRAY_RECORDS[name]
    values = np.array(getattr(record, array))
    longer = np.concatenate([values, values[-1:]])
    with pytest.raises(ValueError, match=r"must (have shape|rise)"):
        replace(record, **{array: longer})


def test_landmarks_of_another_model_are_refused():
    with pytest.raises(
        ValueError,
        match=rf"landmarks_px must have shape \(5, {N_LANDMARKS}, 3\), got \(5, 468, 3\)",
    ):
        replace(make_track(5), landmarks_px=np.zeros((5, 468, 3)))


@pytest.mark.parametrize("times_s", [[0, 0.1, 0.1], [0, 0.2, 0.1], [0, np.nan, 0.1]])
def test_frame_times_must_rise(times_s):
    with pytest.raises(ValueError, match="time_s must rise"):
        replace(make_track(3), time_s=times_s)


def test_frame_times_begin_at_zero():
    """Later stages count samples from there; a later start would shift them without a word."""
    with pytest.raises(ValueError, match="time_s must"):
        replace(make_track(3), time_s=[10.0, 10.1, 10.2])


@pytest.mark.parametrize("name", ["displacement_mm", "transient_mm"])
def test_a_movement_has_two_axes_for_every_region_and_side(name):
    movement = make_movement(duration_s=1.0)
    flat = getattr(movement, name).reshape(len(movement.time_s), -1)
    with pytest.raises(ValueError, match=f"{name} must have shape"):
        replace(movement, **{name: flat})


def test_what_was_observed_follows_what_is_excluded():
    movement = make_movement(duration_s=3.0)
    assert movement.observed.all()
    talking = records.Span(start_s=1.0, stop_s=2.0, reason="talking")
    spoken = replace(movement, excluded=(talking,))
    inside = (movement.time_s >= 1.0) & (movement.time_s < 2.0)
    np.testing.assert_array_equal(spoken.observed, ~inside)
    assert not spoken.observed.flags.writeable


def test_what_was_not_seen_stays_not_a_number():
    track = make_track(3)
    hidden = np.full(track.landmarks_px.shape, np.nan)
    assert np.isnan(replace(track, landmarks_px=hidden).landmarks_px).all()


def test_an_array_on_disk_that_nobody_can_write_to_is_not_copied_into_memory(tmp_path):
    shape = (4, N_LANDMARKS, 3)
    np.memmap(tmp_path / "points", dtype=np.float32, mode="w+", shape=shape).flush()
    on_disk = np.memmap(tmp_path / "points", dtype=np.float32, mode="r", shape=shape)
    track = replace(make_track(4), landmarks_px=on_disk)
    assert track.landmarks_px is on_disk


def test_an_analysis_of_nothing_else_has_found_nothing():
    analysis = make_analysis()
    bare = records.Analysis(
        twitchcam_version="0",
        source=analysis.source,
        tracker=analysis.tracker,
        quality=analysis.quality,
    )
    assert (bare.events, bare.actions, bare.couplings, bare.findings) == ((), (), (), ())
    assert bare.advice is None


def test_every_region_has_its_own_landmarks_on_each_side():
    names = [region.name for region in REGIONS]
    assert names == list(REGION_NAMES)
    assert len(set(names)) == len(names)
    used = [number for region in REGIONS for side in SIDES for number in region.landmarks(side)]
    assert len(set(used)) == len(used)
    assert all(0 <= number < N_LANDMARKS for number in used)
    assert all(region.muscles and region.nerve_branch for region in REGIONS)


def test_a_region_is_found_by_its_one_spelling():
    assert get_region("mouth_corner").name == "mouth_corner"
    with pytest.raises(KeyError):
        get_region("lip_corner")


def test_every_region_and_kind_of_action_names_its_action_units():
    by_region = {region.name: set(region.action_units) for region in REGIONS}
    by_kind = {kind: set(units) for kind, units in records.ACTION_KIND_UNITS.items()}
    assert set(by_kind) == set(get_args(records.ActionKind))
    assert all(by_region.values())
    assert set().union(*by_region.values()) == set(ACTION_UNITS)
    assert set().union(*by_kind.values()) <= set(ACTION_UNITS)


@pytest.mark.parametrize(
    ("kind", "regions"),
    [
        ("blink", {"upper_lid"}),
        ("smile", {"cheek", "mouth_corner"}),
        ("brow_raise", {"brow"}),
        ("mouth_open", {"lower_lip", "chin"}),
    ],
)
def test_an_action_moves_the_regions_that_share_its_units(kind, regions):
    units = set(records.ACTION_KIND_UNITS[kind])
    assert {region.name for region in REGIONS if units & set(region.action_units)} == regions
