"""Marks find their recordings, however their names are written, and what has none is said."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path

import pympi
import pytest
from examples_of_analysis import make_analysis, make_event, make_tremor, rename

from twitchcam.errors import InputError
from twitchcam.records import Clip
from twitchcam.report.agreement import compare_analyses, make_agreement_table
from twitchcam.report.document import write_document
from twitchcam.report.elan import read_elan, write_elan
from twitchcam.report.given_marks import read_marks
from twitchcam.report.marks import list_marks, read_label
from twitchcam.report.recording_names import find_marks, is_same_clip
from twitchcam.report.tables import write_events_csv
from twitchcam.report.whole_files import make_relative_address, open_folder

TABLE = "kind,region,side,onset_s,offset_s\ntwitch,cheek,left,3.2,3.4\n"


def make_result(tmp_path, folder, name, *, sha256="1", onset_s=3.2):
    analysis = rename(make_analysis(events=(make_event(onset_s),)), name)
    analysis = replace(analysis, source=replace(analysis.source, sha256=sha256 * 64))
    (tmp_path / folder).mkdir()
    write_document(analysis, tmp_path / folder / "analysis.json")
    return tmp_path / folder


@pytest.fixture
def truth(tmp_path):
    folder = tmp_path / "truth"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    ("clip", "file"),
    [
        ("evening.mp4", "evening.csv"),
        ("evening.mp4", "Evening.CSV"),
        ("EVENING.MP4", "evening.Csv"),
        ("Jérôme März.mp4", unicodedata.normalize("NFD", "Jérôme März.csv")),
        (unicodedata.normalize("NFD", "Jérôme März.mp4"), "Jérôme März.csv"),
        ("박지민.mp4", unicodedata.normalize("NFD", "박지민.tsv")),
        ("ÅNGSTRÖM.mov", unicodedata.normalize("NFD", "ångström.TXT")),
        ("a.b.c.mp4", "a.b.c.csv"),
    ],
)
def test_letters_in_any_form_and_endings_in_any_case_are_found(clip, file, truth, tmp_path):
    (truth / file).write_text(TABLE)
    (compared,) = compare_analyses(truth, [make_result(tmp_path, "r", clip)])
    assert compared.n_matched == 1


def test_two_files_that_differ_in_case_alone_are_told_apart(truth):
    for name in ("Clip.csv", "clip.csv"):
        (truth / name).write_text(TABLE)
    if len(list(truth.iterdir())) == 2:  # not on every system
        assert [find_marks(truth, [n]).name for n in ("Clip", "clip")] == ["Clip.csv", "clip.csv"]


@pytest.mark.parametrize(
    ("said", "same"),
    [
        ("resting_cheek.mp4", True),
        ("/home/x/resting_cheek.mp4", True),
        ("C:\\Videos\\Resting_Cheek.MP4", True),
        ("file:///x/resting%5Fcheek.mp4", True),
        ("resting_cheek.avi", True),
        ("resting_cheek", True),
        ("resting_cheek2.mp4", False),
        ("cheek.mp4", False),
    ],
)
def test_paths_of_any_system_name_a_clip(said, same):
    assert is_same_clip(said, "resting_cheek.mp4") is same


def test_a_recording_without_marks_is_left_out_and_named(truth, tmp_path):
    (truth / "one.csv").write_text(TABLE)
    results = [make_result(tmp_path, name, f"{name}.mp4") for name in ("one", "two", "three")]
    said = []
    (compared,) = compare_analyses(truth, results, say=said.append)
    assert compared.n_found == 1
    assert said == ["Left out, because there are no marks for them: two.mp4, three.mp4."]
    with pytest.raises(InputError, match="must hold a file called two with one of the endings"):
        compare_analyses(truth, results[1:])


def test_equal_names_of_different_recordings_are_told_apart_by_their_folders(truth, tmp_path):
    first = make_result(tmp_path, "clip.twitchcam", "clip.mp4")
    second = make_result(tmp_path, "clip-2.twitchcam", "clip.mp4", sha256="2", onset_s=9.0)
    (truth / "clip.csv").write_text(TABLE)
    with pytest.raises(InputError, match="several different ones with that name"):
        compare_analyses(truth, [first, second])
    (truth / "clip-2.csv").write_text(TABLE.replace("3.2,3.4", "9.0,9.2"))
    (compared,) = compare_analyses(truth, [first, second / "analysis.json"])
    assert (compared.n_true, compared.n_matched) == (2, 2)


def test_doubtful_names_do_not_stop_the_others(truth, tmp_path):
    results = [
        make_result(tmp_path, "a", "clip.mp4"),
        make_result(tmp_path, "b", "clip.mp4", sha256="2"),
        make_result(tmp_path, "c", "sure.mp4", sha256="3"),
    ]
    for name in ("clip.csv", "sure.csv"):
        (truth / name).write_text(TABLE)
    said = []
    (compared,) = compare_analyses(truth, results, say=said.append)
    assert compared.n_found == 1
    assert said[0].startswith("clip.csv must be the marks of one recording")
    # The same recording analysed twice is no doubt.
    again = make_result(tmp_path, "d", "clip.mp4")
    assert compare_analyses(truth, [results[0], again])[0].n_matched == 2


def test_one_joint_table_serves_many_results(tmp_path):
    table = tmp_path / "study.csv"
    table.write_text(
        "clip;kind;region;side;onset_s;offset_s\n"
        "one.mp4;twitch;cheek;left;3,2;3,4\ntwo.mp4;twitch;cheek;left;9,0;9,2\n"
    )
    results = [
        make_result(tmp_path, "one", "one.mp4"),
        make_result(tmp_path, "two", "two.mp4", onset_s=9.0),
        make_result(tmp_path, "three", "three.mp4"),
    ]
    said = []
    (compared,) = compare_analyses(table, results, say=said.append)
    assert (compared.n_true, compared.n_found, compared.n_matched) == (2, 2, 2)
    assert said == ["Left out, because there are no marks for them: three.mp4."]


def test_trembling_of_a_made_clip_is_scored_with_its_rate(tmp_path):
    truth = Path(__file__).parents[2] / "sample_clips" / "smile_tremor.truth.json"
    clip = Clip(name="smile_tremor.mp4", duration_s=29.9667, n_frames=900)
    marks = read_marks(truth, clip)
    tremor = [mark for mark in marks.marks if mark.kind == "tremor"]
    assert len(tremor) == 12
    assert set(marks.kinds) == {"twitch", "tremor", "blink", "smile"}
    # One begins late, one is on the wrong side, one belongs to another region, one is not there.
    found = (
        make_tremor(start_s=2.9, stop_s=4.4, region="cheek", side="left", frequency_hz=6.4),
        make_tremor(start_s=2.4, stop_s=4.4, region="mouth_corner", side="right", frequency_hz=6.6),
        make_tremor(start_s=7.2, stop_s=9.2, region="chin", side="left", frequency_hz=6.5),
        make_tremor(start_s=19.5, stop_s=21.0, region="cheek", side="left", frequency_hz=6.5),
    )
    analysis = rename(make_analysis(events=(), tremor=found), "smile_tremor.mp4")
    write_document(analysis, tmp_path / "analysis.json")
    compared = {c.kind: c for c in compare_analyses(truth, [tmp_path])}
    row = compared["tremor"]
    assert (row.n_true, row.n_found, row.n_matched, row.n_side_right) == (12, 4, 2, 1)
    assert row.frequency_error_hz == pytest.approx(0.0, abs=1e-6)
    assert "rate error" in make_agreement_table([row])
    assert "rate error" not in make_agreement_table([compared["twitch"]])


def test_both_sides_that_tremble_at_once_are_matched_side_by_side(tmp_path):
    found = tuple(
        make_tremor(start_s=5.0, stop_s=9.0, region="cheek", side=s) for s in ("right", "left")
    )
    write_document(make_analysis(events=(), tremor=found), tmp_path / "analysis.json")
    (tmp_path / "t.csv").write_text(
        "kind,region,side,onset_s,offset_s\ntremor,cheek,left,5,9\ntremor,cheek,right,5,9\n"
    )
    (row,) = compare_analyses(tmp_path / "t.csv", [tmp_path])
    assert (row.n_matched, row.n_side_right) == (2, 2)


def test_a_made_clip_without_trembling_says_that_there_was_none():
    truth = Path(__file__).parents[2] / "sample_clips" / "healthy.truth.json"
    assert "tremor" in read_marks(truth).kinds


@pytest.mark.parametrize(("first_picture_s", "slowed"), [(1.0, 1.0), (0.0, 8.0), (0.2, 4.0)])
def test_programs_with_a_player_go_by_the_clock_of_the_file_and_tables_do_not(
    first_picture_s, slowed, tmp_path
):
    clip = Clip(
        name="evening.mp4",
        duration_s=60.0,
        n_frames=1801,
        first_picture_s=first_picture_s,
        slowed=slowed,
    )
    write_elan(make_analysis(), tmp_path / "a.eaf")
    write_events_csv(make_analysis(), tmp_path / "a.csv")
    for shown, moved in zip(
        read_marks(tmp_path / "a.eaf").marks,
        read_marks(tmp_path / "a.eaf", clip).marks,
        strict=True,
    ):
        assert first_picture_s + moved.onset_s * slowed == pytest.approx(shown.onset_s)
        assert first_picture_s + moved.offset_s * slowed == pytest.approx(shown.offset_s)
    assert read_marks(tmp_path / "a.csv", clip) == read_marks(tmp_path / "a.csv")


@pytest.mark.parametrize("place", [".", "results", "deep/er"])
def test_elan_finds_the_clip_from_where_the_results_lie(place, tmp_path):
    clip = tmp_path / "clips" / "a b.mp4"
    clip.parent.mkdir()
    clip.write_bytes(b"")
    analysis = rename(make_analysis(), clip.name)
    with open_folder(tmp_path / place / "a b.twitchcam") as unfinished:
        address = make_relative_address(unfinished, clip)
        write_elan(analysis, unfinished / "annotations.eaf", clip_address=address)
    path = tmp_path / place / "a b.twitchcam" / "annotations.eaf"
    (linked,) = pympi.Eaf(str(path)).get_linked_files()
    assert (path.parent / linked["RELATIVE_MEDIA_URL"]).resolve() == clip
    assert linked["RELATIVE_MEDIA_URL"].startswith(("./", "../"))
    # No folder of this computer is told.
    assert tmp_path.name not in path.read_text()


def test_marks_of_other_programs_come_back_as_they_went(tmp_path):
    """An analysis, its ELAN file, and a table of the same marks say the same to ``evaluate``."""
    analysis = make_analysis(tremor=(make_tremor(),))
    write_document(analysis, tmp_path / "analysis.json")
    write_elan(analysis, tmp_path / "a.eaf")
    rows = ["kind;region;side;onset_s;offset_s"]
    for mark in read_elan(tmp_path / "a.eaf").marks:
        times = f"{mark.onset_s:.3f};{mark.offset_s:.3f}".replace(".", ",")
        rows.append(f"{mark.kind};{mark.region or ''};{mark.side};{times}")
    (tmp_path / "a.csv").write_text("\r\n".join(rows), encoding="utf-16")
    for name in ("a.eaf", "a.csv"):
        compared = compare_analyses(tmp_path / name, [tmp_path])
        assert sum(c.n_matched for c in compared) == len(list_marks(analysis))
        assert {c.f1 for c in compared} == {1.0}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("twitch left cheek", ("twitch", "left", "cheek")),
        ("Twitch, LEFT mouth-corner", ("twitch", "left", "mouth_corner")),
        ("left upper lid / spasm", ("spasm", "left", "upper_lid")),
        ("brow raise", ("brow_raise", "both", None)),
        ("twitch left brow", ("twitch", "left", "brow")),
        ("wink right", ("wink", "right", None)),
        ("twitch cheek", None),
        ("twitch left cheek?!", ("twitch", "left", "cheek")),
        ("twitch left cheek maybe", None),
        ("blink 2", None),
        ("zwinkern", None),
        ("blink eyelid", None),
        ("blink chin", None),
        ("", None),
    ],
)
def test_a_name_is_a_mark_only_as_a_whole(text, named):
    assert read_label(text) == named
