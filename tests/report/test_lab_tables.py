"""Tables, signals with axes, other clocks, and the files for programs with other signals."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from examples_of_analysis import (
    make_analysis,
    make_coupling,
    make_empty_analysis,
    make_expression,
    make_movement,
    make_symmetry,
    make_tremor,
)
from made_faces import TRUE_SIZE, made_track, twitch

import twitchcam
from twitchcam.errors import InputError
from twitchcam.report.document import dump_document, make_document
from twitchcam.report.marks import list_marks
from twitchcam.synthetic.movements import Blink

pandas = pytest.importorskip("pandas")
TABLES = ("events", "actions", "tremor", "couplings", "symmetry", "limits", "excluded", "findings")


@pytest.fixture(scope="module")
def full():
    return make_analysis(
        tremor=(make_tremor(),), couplings=(make_coupling(),), symmetry=(make_symmetry(),)
    )


def get_table(analysis, name):
    return getattr(analysis, f"{name}_table")()


@pytest.mark.parametrize("name", [*TABLES, "quality"])
def test_every_table_begins_with_the_clip_and_has_a_row_for_each_thing(full, name):
    table = get_table(full, name)
    assert table.columns[0] == "clip"
    assert set(table["clip"]) == {"evening.mp4"}
    quality = full.quality
    parts = {"quality": (1,), "limits": quality.detection_limits, "excluded": quality.excluded}
    assert len(table) == len(parts[name] if name in parts else getattr(full, name))


@pytest.mark.parametrize("name", TABLES)
def test_a_table_without_rows_has_the_same_columns_and_types(full, name):
    quality = replace(full.quality, detection_limits=(), excluded=())
    empty = get_table(
        replace(make_empty_analysis(), actions=(), findings=(), quality=quality), name
    )
    assert len(empty) == 0
    table = get_table(full, name)
    assert empty.dtypes.to_dict() == table.dtypes.to_dict()
    both = pandas.concat([empty, table], ignore_index=True)
    assert both.dtypes.to_dict() == table.dtypes.to_dict()


def test_events_hold_the_numbers_of_the_records(full):
    table = full.events_table()
    assert table["amplitude_mm"].tolist() == [event.amplitude_mm for event in full.events]
    assert table.loc[2, "during"] == "blink"
    assert table.loc[5, "during"] == "smile;blink"
    assert table["place_x"].isna().all()


def test_intervals_are_two_columns_and_the_unknown_is_empty(full):
    row = full.couplings_table().loc[0]
    assert (row["response_interval_low_mm"], row["response_interval_high_mm"]) == (0.5, 0.9)
    assert math.isnan(row["dose_slope_interval_low"])
    assert pandas.isna(row["not_assessed_reason"])


@pytest.mark.slow
def test_every_result_says_what_made_it():
    settings = replace(
        twitchcam.Settings(),
        detection=replace(twitchcam.Settings().detection, twitch_threshold=6.0),
    )
    track = made_track(twitch(1.0), duration_s=3.0)
    analysis = twitchcam.analyze_track(track, settings=settings)
    said = analysis.provenance()
    assert said["changed_settings"] == "detection.twitch_threshold=6.0"
    assert f"numpy {np.__version__}" in said["versions"]
    assert said["clip_sha256"] == track.source.sha256
    assert analysis.events_table().attrs == {name: str(value) for name, value in said.items()}
    assert analysis.quality_table().loc[0, "changed_settings"] == said["changed_settings"]
    document = make_document(analysis)
    assert document["changed_settings"] == {"detection": {"twitch_threshold": 6.0}}
    assert twitchcam.analyze_track(track).changed_settings == {}


@pytest.mark.slow
def test_a_saved_track_gives_the_analysis_bit_for_bit(tmp_path):
    track = made_track(
        *(Blink(onset_s=1.0 + 2.0 * k) for k in range(3)), twitch(4.0), duration_s=8.0
    )
    twitchcam.write_track(track, tmp_path / "track.npz")
    again = twitchcam.read_track(tmp_path / "track.npz")
    first = twitchcam.analyze_track(track, settings=TRUE_SIZE)
    second = twitchcam.analyze_track(again, settings=TRUE_SIZE)
    assert first.events
    assert first == second
    assert dump_document(make_document(first)) == dump_document(make_document(second))


def test_the_other_clock_stands_beside_the_own_one(full):
    clock = twitchcam.Clock(offset_s=100.0, stretch=1.001)
    table = full.events_table(clock=clock)
    own = table["onset_s"].to_numpy()
    assert table["onset_clock_s"].to_numpy() == pytest.approx(100.0 + 1.001 * own, abs=1e-9)
    assert (own == full.events_table()["onset_s"].to_numpy()).all()
    assert "lag_clock_s" not in full.couplings_table()


def test_an_offset_found_in_a_player_counts_from_the_start_of_the_file(full):
    """Sound begins 0.4 s before the picture; the film plays at a quarter of the speed."""
    source = replace(full.source, first_picture_s=0.4, slowed=4.0)
    in_file = twitchcam.Clock(offset_s=10.0, counts_from="file")
    assert in_file.read(2.0, source) == pytest.approx(10.0 + 0.4 + 8.0)
    assert twitchcam.Clock(offset_s=10.0).read(2.0, source) == 12.0


def test_a_clock_is_found_from_moments_that_both_recordings_show():
    here = np.array([5.0, 60.0, 300.0, 900.0])
    there = 31.7 + 1.00005 * here
    clock, error_s = twitchcam.fit_clock(here, there)
    assert clock.offset_s == pytest.approx(31.7, abs=1e-9)
    assert clock.stretch == pytest.approx(1.00005, abs=1e-12)
    assert error_s < 1e-9
    late = there + np.array([0.0, 0.0, 0.05, 0.0])
    assert twitchcam.fit_clock(here, late)[1] > 0.02
    assert twitchcam.fit_clock([3.0], [10.0])[0] == twitchcam.Clock(offset_s=7.0)


@pytest.mark.parametrize(
    ("here", "there", "said"),
    [([], [], "at least one"), ([1.0, 2.0], [1.0], "as many"), ([1.0, 1.0], [2.0, 3.0], "apart")],
)
def test_a_clock_that_cannot_be_found_is_refused(here, there, said):
    with pytest.raises(InputError, match=said):
        twitchcam.fit_clock(here, there)


@pytest.mark.parametrize("wrong", [{"stretch": 0.0}, {"offset_s": math.nan}, {"counts_from": "x"}])
def test_a_clock_that_cannot_be_is_refused(wrong):
    with pytest.raises(InputError, match="must be"):
        twitchcam.Clock(**wrong)


@pytest.mark.slow
def test_signals_have_named_axes_units_and_provenance_and_survive_netcdf(full, tmp_path):
    xarray = pytest.importorskip("xarray")
    movement = make_movement(full, duration_s=5.0)
    signals = twitchcam.make_signals(
        movement, make_expression(movement), analysis=full, clock=twitchcam.Clock(offset_s=7.0)
    )
    cheek = signals.transient_mm.sel(region="cheek", side="left", axis="up")
    assert (cheek.values == movement.transient_mm[:, 3, 0, 1]).all()
    assert signals.transient_mm.dims == ("time", "region", "side", "axis")
    assert all(
        v.attrs["units"] == name.rsplit("_", 1)[1].replace("deg", "degrees")
        for name, v in signals.data_vars.items()
        if name.endswith(("_mm", "_deg"))
    )
    assert signals.clock_s.values[0] == 7.0
    assert signals.attrs["clip_sha256"] == full.source.sha256
    signals.to_netcdf(tmp_path / "signals.nc", engine="scipy")
    with xarray.open_dataset(tmp_path / "signals.nc", engine="scipy") as again:
        assert again.transient_mm.equals(signals.transient_mm)
        assert again.attrs["clip"] == "evening.mp4"


def test_mne_annotations_say_when_how_long_and_what(full, tmp_path):
    path = tmp_path / "evening-annot.txt"
    n = twitchcam.write_mne_annotations(full, path, clock=twitchcam.Clock(offset_s=50.0))
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["# MNE-Annotations", "# onset, duration, description"]
    rows = [line.split(", ") for line in lines[2:]]
    assert len(rows) == n == len(list_marks(full)) + len(full.quality.excluded)
    assert ["53.200000", "0.210000", "twitch/left/cheek"] in rows
    assert ["60.000000", "4.500000", "not_judged/expression"] in rows
    onsets = [float(row[0]) for row in rows]
    assert onsets == sorted(onsets)
    with pytest.raises(InputError, match=r"must end in -annot\.txt"):
        twitchcam.write_mne_annotations(full, tmp_path / "evening.csv")


def test_the_library_for_lab_streaming_layer_files_reads_the_markers_back(full, tmp_path):
    pyxdf = pytest.importorskip("pyxdf")
    path = tmp_path / "evening.xdf"
    odd = replace(full, source=replace(full.source, name="<a & b>.mp4"))
    n = twitchcam.write_xdf_markers(odd, path, clock=twitchcam.Clock(offset_s=8100.0))
    (stream,), _ = pyxdf.load_xdf(str(path))
    assert stream["info"]["type"] == ["Markers"]
    assert stream["info"]["desc"][0]["clip"] == ["<a & b>.mp4"]
    names = [name for (name,) in stream["time_series"]]
    assert len(names) == n == 2 * len(list_marks(full))
    first = names.index("twitch/left/cheek/onset")
    assert stream["time_stamps"][first] == pytest.approx(8103.2, abs=1e-9)


def test_an_empty_analysis_gives_an_empty_stream(tmp_path):
    pyxdf = pytest.importorskip("pyxdf")
    assert twitchcam.write_xdf_markers(make_empty_analysis(), tmp_path / "a.xdf") == 0
    (stream,), _ = pyxdf.load_xdf(str(tmp_path / "a.xdf"))
    assert len(stream["time_series"]) == 0
