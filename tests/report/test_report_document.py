"""The analysis document: what is written can be read again, and nothing odd gets in or out."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import numpy as np
import pytest
from examples_of_analysis import (
    HOSTILE_NAMES,
    RESTING,
    make_analysis,
    make_coupling,
    make_empty_analysis,
    make_event,
    make_poor_analysis,
    make_quality,
    make_tremor,
    rename,
)

from twitchcam.errors import InputError
from twitchcam.records import PlaceLimits, Symmetry
from twitchcam.report.document import (
    SCHEMA_FILE,
    dump_document,
    make_document,
    make_schema,
    read_document,
    write_document,
)
from twitchcam.skin_places import count_places

FULL = make_analysis(
    tremor=(
        make_tremor(
            region="cheek",
            start_s=1.0,
            stop_s=2.0,
            frequency_hz=6.5,
            frequency_interval_hz=(6.3, 6.7),
            amplitude_mm=0.4,
            confidence="moderate",
        ),
    ),
    couplings=(make_coupling(response_mm=0.7),),
    symmetry=(
        Symmetry(
            action="smile",
            region="mouth_corner",
            n_actions=5,
            left_mm=6.0,
            right_mm=9.0,
            ratio=0.667,
            normal_range=(0.8, 1.0),
            trajectory_correlation=None,
            left_fall=0.3,
            right_fall=0.02,
            left_hold_slope_per_s=-0.06,
            right_hold_slope_per_s=None,
            landmark_ratio=0.8,
            onsets_s=(1.0, 7.5),
            left_each_mm=(6.5, 5.5),
            right_each_mm=(9.0, 9.0),
            source="commissure-2018",
        ),
    ),
)


def test_the_shipped_schema_is_the_one_made_from_the_records():
    assert json.loads(SCHEMA_FILE.read_text(encoding="utf-8")) == make_schema()


def test_every_object_of_the_schema_is_closed_and_asks_for_what_every_document_has():
    schema = make_schema()
    objects = [schema, *schema["$defs"].values()]
    closed = [item for item in objects if "properties" in item]
    assert len(closed) > 10
    for item in closed:
        assert item["additionalProperties"] is False
        later = {"explained_by", "place", "area", "extent_mm", "place_limits"}
        later |= {"limit_width_mm"}
        later |= {"first_picture_s", "slowed", "video_track", "turned_deg", "eyes_not_judged"}
        later |= {"unseen", "flicker_hz", "company", "versions", "changed_settings", "moves_flat"}
        newer = later & item["properties"].keys()
        assert item["required"] == [name for name in item["properties"] if name not in newer]


def test_a_document_from_before_the_dense_field_is_read(tmp_path):
    document = make_document(make_analysis())
    for event in document["events"]:
        del event["place"], event["area"], event["extent_mm"]
    del document["quality"]["place_limits"]
    for name in ("first_picture_s", "slowed", "video_track"):
        del document["source"][name]
    path = tmp_path / "analysis.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    again = read_document(path)
    assert again.quality.place_limits is None
    assert again.source.to_file_s(2.5) == 2.5
    assert {(event.place, event.area, event.extent_mm) for event in again.events} == {
        (None, "", None)
    }


def test_the_limits_of_places_read_back_the_same_unseen_ones_too(tmp_path):
    n = 2 * count_places()
    limits = PlaceLimits(limit_mm=(None, 0.31) * (n // 2), assessed_share=(0.0, 0.96) * (n // 2))
    path = tmp_path / "analysis.json"
    write_document(make_analysis(quality=make_quality(place_limits=limits)), path)
    assert read_document(path).quality.place_limits == limits


def test_limits_of_another_number_of_places_are_refused(tmp_path):
    document = make_document(make_analysis())
    document["quality"]["place_limits"] = {"limit_mm": [0.3], "assessed_share": [1.0]}
    path = tmp_path / "analysis.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(InputError, match="do not fit"):
        read_document(path)


def test_a_document_from_before_events_were_explained_is_read(tmp_path):
    document = make_document(make_analysis())
    for event in document["events"]:
        del event["explained_by"]
    path = tmp_path / "analysis.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    events = read_document(path).events
    assert events == make_analysis().events
    assert {event.explained_by for event in events} == {"none"}


@pytest.mark.parametrize(
    "analysis",
    [make_analysis(), make_empty_analysis(), FULL],
    ids=["with events", "with nothing found", "with every kind of result"],
)
def test_what_is_written_reads_back_the_same(analysis, tmp_path):
    path = tmp_path / "analysis.json"
    write_document(analysis, path)
    again = read_document(path)
    assert make_document(again) == make_document(analysis)
    assert again.events == analysis.events
    assert again.couplings == analysis.couplings


def test_the_same_analysis_gives_the_same_bytes_also_after_reading(tmp_path):
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    write_document(FULL, first)
    write_document(read_document(first), second)
    assert first.read_bytes() == second.read_bytes()


def test_times_are_kept_to_a_tenth_of_a_millisecond_and_the_rest_to_six_digits():
    event = make_event(
        1.23456789, amplitude_mm=0.123456789, peak_velocity_mm_per_s=12.34567891, snr=-0.0
    )
    plain = make_document(make_analysis(events=(event,)))["events"][0]
    assert plain["onset_s"] == 1.2346
    assert plain["amplitude_mm"] == 0.123457
    assert plain["peak_velocity_mm_per_s"] == 12.3457
    assert str(plain["snr"]) == "0.0"


def test_numbers_that_numpy_made_become_plain_numbers():
    event = make_event(1.0, amplitude_mm=np.float32(0.5), snr=np.int64(4))
    plain = make_document(make_analysis(events=(event,)))["events"][0]
    assert type(plain["amplitude_mm"]) is float
    assert type(plain["snr"]) is float


def test_what_could_not_be_measured_is_null_and_reads_back_as_not_a_number(tmp_path):
    path = tmp_path / "analysis.json"
    write_document(make_poor_analysis(), path)
    text = path.read_text(encoding="utf-8")
    assert json.loads(text)["quality"]["frame_rate_hz"] is None
    assert "NaN" not in text
    quality = read_document(path).quality
    assert np.isnan(quality.frame_rate_hz)
    assert quality.eye_distance_px is None


def test_an_infinite_number_is_written_as_null():
    finding = replace(RESTING, evidence={"ratio": float("inf")})
    assert make_document(make_analysis(findings=(finding,)))["findings"][0]["evidence"] == {
        "ratio": None
    }


def test_settings_are_kept_as_they_were_chosen():
    analysis = make_analysis(settings={"signals": {"hold_time_s": 0.123456789, "name": "x"}})
    assert make_document(analysis)["settings"] == {
        "signals": {"hold_time_s": 0.123456789, "name": "x"}
    }


def test_a_document_that_does_not_fit_is_not_written(tmp_path):
    path = tmp_path / "analysis.json"
    with pytest.raises(ValueError, match="does not fit its schema"):
        write_document(make_analysis(events=(make_event(float("nan")),)), path)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_old_document_alone(tmp_path, monkeypatch):
    path = tmp_path / "analysis.json"
    write_document(make_analysis(), path)
    before = path.read_bytes()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", fail)
    with pytest.raises(OSError, match="No space"):
        write_document(make_empty_analysis(), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=range(len(HOSTILE_NAMES)))
def test_any_file_name_can_be_written_and_read(name, tmp_path):
    path = tmp_path / "analysis.json"
    write_document(rename(make_analysis(), name), path)
    assert read_document(path).source.name == name.encode("utf-8", "replace").decode()


def _spoil(**changes: object) -> str:
    return json.dumps({**make_document(make_analysis()), **changes})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not JSON"),
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "another kind"),
        ("3", "another kind"),
        ("{}", "another kind"),
        ('{"schema_version": "2"}', "must have schema_version '1', got '2'"),
        ('{"schema_version": 1}', "must have schema_version '1', got '1'"),
        ('{"schema_version": "1"}', "something else at"),
        (_spoil(more=1), "something else at"),
        (_spoil(events=[{"kind": "twitch"}]), "something else at"),
        (_spoil(settings={"a": {"b": None}}), "something else at"),
        (_spoil().replace("29.97", "1e999"), "not JSON"),
        (_spoil().replace("29.97", "NaN"), "not JSON"),
        (_spoil().replace("29.97", "1" + 400 * "0"), "do not fit"),
    ],
    ids=[
        "nothing",
        "broken JSON",
        "bottomless JSON",
        "a list",
        "a number",
        "an empty object",
        "a later version",
        "a version that is a number",
        "a version alone",
        "a field too many",
        "an event with fields missing",
        "a setting without value",
        "a number beyond all bounds",
        "a number that is none",
        "a whole number beyond all bounds",
    ],
)
def test_anything_else_is_refused_in_one_sentence(text, said, tmp_path):
    path = tmp_path / "analysis.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said) as caught:
        read_document(path)
    assert str(caught.value).startswith("analysis.json must")
    assert "\n" not in str(caught.value)


def test_a_missing_a_binary_and_a_folder_are_refused(tmp_path):
    binary = tmp_path / "binary.json"
    binary.write_bytes(b"\xff\x00\xfe")
    with pytest.raises(InputError, match=r"none\.json does not exist"):
        read_document(tmp_path / "none.json")
    with pytest.raises(InputError, match="not JSON"):
        read_document(binary)
    with pytest.raises(InputError, match="could not be read"):
        read_document(tmp_path)


def test_one_line_holds_the_same_document():
    document = make_document(make_analysis())
    text = dump_document(document, on_one_line=True)
    assert text.count("\n") == 1
    assert json.loads(text) == json.loads(dump_document(document)) == document


def test_a_quality_with_nothing_known_still_fits_the_schema():
    quality = make_quality(longest_gap_s=float("nan"), face_coverage=float("nan"))
    document = make_document(make_analysis(quality=quality))
    jsonschema.validate(document, make_schema())
