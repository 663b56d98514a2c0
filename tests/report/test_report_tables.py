"""Tables: tidy, complete, with units in the names."""

from __future__ import annotations

import csv

import numpy as np
import pyarrow.parquet as pq
import pytest
from examples_of_analysis import (
    EVENTS,
    make_analysis,
    make_coupling,
    make_empty_analysis,
    make_event,
    make_expression,
    make_movement,
)
from make_golden import TRACK

from twitchcam import analyze_track, measure_track, read_track
from twitchcam.anatomy import AXES, REGION_NAMES, SIDES
from twitchcam.assessment.assessable import mark_assessable
from twitchcam.detection.closings import list_closings
from twitchcam.records import Action, Coupling, TwitchEvent
from twitchcam.report.dictionary import (
    ACTION_COLUMNS,
    COUPLING_COLUMNS,
    EVENT_COLUMNS,
    explain_signal,
    read_unit,
)
from twitchcam.report.tables import (
    list_assessed,
    list_columns,
    list_signals,
    write_actions_csv,
    write_candidates_csv,
    write_couplings_csv,
    write_events_csv,
    write_signals_parquet,
)
from twitchcam.settings import Settings


def _read(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_event_is_a_row_with_the_numbers_of_the_document(tmp_path):
    path = tmp_path / "events.csv"
    write_events_csv(make_analysis(), path)
    rows = _read(path)
    assert [float(row["onset_s"]) for row in rows] == [event.onset_s for event in EVENTS]
    assert rows[0]["region"] == "cheek"
    assert rows[0]["during"] == ""
    assert rows[-1]["during"] == "smile;blink"
    assert float(rows[1]["amplitude_mm"]) == 1.4


def test_the_place_of_an_event_is_two_columns_and_empty_where_there_is_none(tmp_path):
    placed = make_event(3.2, place=(0.41, -0.22), area="temple", extent_mm=14.0)
    path = tmp_path / "events.csv"
    write_events_csv(make_analysis(events=(placed, make_event(9.0, side="both"))), path)
    told = [
        [row[name] for name in ("place_x", "place_y", "area", "extent_mm")] for row in _read(path)
    ]
    assert told == [["0.41", "-0.22", "temple", "14.0"], ["", "", "", ""]]


def test_without_events_the_header_remains(tmp_path):
    path = tmp_path / "events.csv"
    write_events_csv(make_empty_analysis(), path)
    assert path.read_text(encoding="utf-8") == ",".join(EVENT_COLUMNS) + "\n"


def assess(movement):
    """A mask that differs between moments, regions and sides."""
    n = movement.field.noise_mm.size
    return (np.arange(n) % 7 < 4).reshape(movement.field.noise_mm.shape)


def test_tables_are_the_same_every_time(tmp_path):
    analysis = make_analysis()
    movement = make_movement(analysis, duration_s=5.0)
    for name in ("one", "two"):
        write_events_csv(analysis, tmp_path / f"{name}.csv")
        write_signals_parquet(
            movement, make_expression(movement), assess(movement), tmp_path / f"{name}.parquet"
        )
    for suffix in ("csv", "parquet"):
        first, second = tmp_path / f"one.{suffix}", tmp_path / f"two.{suffix}"
        assert first.read_bytes() == second.read_bytes()


@pytest.fixture(scope="module")
def signals(tmp_path_factory):
    path = tmp_path_factory.mktemp("signals") / "signals.parquet"
    movement = make_movement(make_analysis())
    write_signals_parquet(movement, make_expression(movement), assess(movement), path)
    return movement, pq.read_table(path)


@pytest.mark.slow
def test_signals_hold_every_patch_on_the_time_grid(signals):
    movement, table = signals
    assert table.num_rows == len(movement.time_s)
    assert table.column_names[0] == "time_s"
    r, s, a = REGION_NAMES.index("cheek"), SIDES.index("right"), AXES.index("up")
    for name, values in (
        ("displacement_up_mm", movement.displacement_mm[:, r, s, a]),
        ("transient_up_mm", movement.transient_mm[:, r, s, a]),
        *(
            (name, values[:, r, s])
            for name, values in list_assessed(movement, assess(movement)).items()
        ),
    ):
        column = table[f"cheek.right.{name}"].to_numpy()
        np.testing.assert_array_equal(column, values, err_msg=name)


@pytest.mark.slow
def test_who_has_the_signals_can_find_the_one_sided_twitches_again(tmp_path):
    """What decides is in the files: every one-sided event is a candidate that no rule rejects."""
    track = read_track(TRACK)
    settings, assessment = Settings().detection, Settings().assessment
    movement, expression = measure_track(track)
    analysis = analyze_track(track)
    closings = list_closings(analysis.actions, settings)
    assessable = mark_assessable(movement, closings, assessment, settings.twitch_threshold)
    write_signals_parquet(movement, expression, assessable, tmp_path / "signals.parquet")
    write_candidates_csv(movement, assessable, settings, tmp_path / "candidates.csv")
    table = pq.read_table(tmp_path / "signals.parquet")
    kept = [row for row in _read(tmp_path / "candidates.csv") if not row["rejected_by"]]
    events = [event for event in analysis.events if event.side != "both"]
    assert len(events) >= 4
    for event in events:
        told = [
            row
            for row in kept
            if row["side"] == event.side
            and row["region"] == event.region
            and float(row["apex_s"]) == pytest.approx(event.apex_s, abs=1e-3)
            and float(row["snr"]) == pytest.approx(event.snr, rel=1e-3)
        ]
        assert len(told) == 1
        (row,) = told
        assert float(row["snr"]) >= settings.twitch_threshold
        assert float(row["amplitude_mm"]) == pytest.approx(event.amplitude_mm, rel=1e-3)
        apex = np.searchsorted(movement.time_s, event.apex_s, side="right") - 1
        place = f"{event.region}.{event.side}"
        assert table[f"{place}.assessable_share"].to_numpy()[apex] > 0.0
        noise_mm = table[f"{place}.pulse_noise_mm"].to_numpy()[apex]
        limit_mm = settings.twitch_threshold / assessment.narrow_gain * noise_mm
        assert 0.0 < limit_mm <= assessment.worst_limit_mm


def test_units_and_version_are_in_the_metadata(signals):
    _, table = signals
    units = {field.name: field.metadata[b"unit"].decode() for field in table.schema}
    assert units["time_s"] == "s"
    assert units["eye.right.lid_aperture_mm"] == "mm"
    assert units["head.yaw_deg"] == "degrees"
    assert units["excluded"] == ""
    without = ("excluded", ".assessable_share")
    assert all(bool(units[name]) != name.endswith(without) for name in units)
    assert b"twitchcam_version" in table.schema.metadata


def test_what_was_not_measured_is_empty_and_what_was_not_judged_says_why(signals):
    movement, table = signals
    lost = (movement.time_s >= 40.0) & (movement.time_s < 42.0)
    assert table["cheek.left.transient_up_mm"].null_count == lost.sum()
    reasons = table["excluded"].to_pylist()
    assert reasons[0] == ""
    assert reasons[round(14.2 * 60)] == "expression;head_moving"
    assert reasons[round(41.0 * 60)] == "face_lost"


def test_every_column_of_every_table_is_explained(signals):
    assert list_columns(TwitchEvent) == list(EVENT_COLUMNS)
    assert list_columns(Action) == list(ACTION_COLUMNS)
    assert list_columns(Coupling) == list(COUPLING_COLUMNS)
    movement, table = signals
    for name in list_signals(movement, make_expression(movement), assess(movement)):
        assert explain_signal(name)
        assert table.schema.field(name).metadata[b"meaning"].decode() == explain_signal(name)
    assert read_unit("response_interval_low_mm") == "mm"


def test_the_dictionary_in_the_docs_is_the_one_in_the_code():
    from docs.make_outputs import PATH, make_outputs

    assert PATH.read_text(encoding="utf-8") == make_outputs()


def test_actions_and_couplings_are_tidy(tmp_path):
    coupling = make_coupling(
        onsets_s=(1.0, 2.0), doses_mm=(8.0, 9.0), answers_mm=(0.5, float("nan"))
    )
    analysis = make_analysis(couplings=(coupling,))
    write_couplings_csv(analysis, tmp_path / "couplings.csv")
    (row,) = _read(tmp_path / "couplings.csv")
    assert (row["response_interval_low_mm"], row["response_interval_high_mm"]) == ("0.5", "0.9")
    assert row["dose_slope_interval_low"] == ""
    assert (row["onsets_s"], row["answers_mm"]) == ("1.0;2.0", "0.5;")
    write_actions_csv(analysis, tmp_path / "actions.csv")
    rows = _read(tmp_path / "actions.csv")
    assert [row["kind"] for row in rows] == [action.kind for action in analysis.actions]
    assert rows[0]["complete"] == "True"
