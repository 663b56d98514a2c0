"""Tables: tidy, complete, with units in the names."""

from __future__ import annotations

import csv

import numpy as np
import pyarrow.parquet as pq
import pytest
from examples_of_analysis import (
    EVENTS,
    make_analysis,
    make_empty_analysis,
    make_expression,
    make_movement,
)

from twitchcam.report.tables import EVENT_COLUMNS, write_events_csv, write_signals_parquet


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


def test_without_events_the_header_remains(tmp_path):
    path = tmp_path / "events.csv"
    write_events_csv(make_empty_analysis(), path)
    assert path.read_text(encoding="utf-8") == ",".join(EVENT_COLUMNS) + "\n"


def test_tables_are_the_same_every_time(tmp_path):
    analysis = make_analysis()
    movement = make_movement(analysis, duration_s=5.0)
    for name in ("one", "two"):
        write_events_csv(analysis, tmp_path / f"{name}.csv")
        write_signals_parquet(movement, make_expression(movement), tmp_path / f"{name}.parquet")
    for suffix in ("csv", "parquet"):
        first, second = tmp_path / f"one.{suffix}", tmp_path / f"two.{suffix}"
        assert first.read_bytes() == second.read_bytes()


@pytest.fixture(scope="module")
def signals(tmp_path_factory):
    path = tmp_path_factory.mktemp("signals") / "signals.parquet"
    movement = make_movement(make_analysis())
    write_signals_parquet(movement, make_expression(movement), path)
    return movement, pq.read_table(path)


def test_signals_hold_every_channel_on_the_time_grid(signals):
    movement, table = signals
    assert table.num_rows == len(movement.time_s)
    assert table.column_names[0] == "time_s"
    column = table["cheek.left.up_mm"].to_numpy()
    np.testing.assert_array_equal(column, movement.displacement_mm[:, 13])
    assert movement.channels[13] == ("cheek", "left", "up")


def test_units_and_version_are_in_the_metadata(signals):
    _, table = signals
    units = {field.name: field.metadata[b"unit"].decode() for field in table.schema}
    assert units["time_s"] == "s"
    assert units["eye.right.lid_aperture_mm"] == "mm"
    assert units["head.yaw_deg"] == "deg"
    assert units["excluded"] == ""
    assert all(units[name] for name in units if name != "excluded")
    assert b"twitchcam_version" in table.schema.metadata


def test_what_was_not_measured_is_empty_and_what_was_not_judged_says_why(signals):
    movement, table = signals
    lost = (movement.time_s >= 40.0) & (movement.time_s < 42.0)
    assert table["cheek.left.up_mm"].null_count == lost.sum()
    reasons = table["excluded"].to_pylist()
    assert reasons[0] == ""
    assert reasons[round(14.2 * 60)] == "expression;head_moving"
    assert reasons[round(41.0 * 60)] == "face_lost"
