"""Results against hand-made truth: counted one to one, sides told apart, wrong files refused."""

from __future__ import annotations

import json

import numpy as np
import pytest
from examples_of_analysis import EVENTS, make_analysis, make_event, rename

from twitchcam.errors import InputError
from twitchcam.evaluation import compare_marks
from twitchcam.records import Mark, Span
from twitchcam.report.agreement import compare_analyses, make_agreement_table
from twitchcam.report.document import write_document
from twitchcam.report.given_marks import read_marks
from twitchcam.report.marks import list_marks
from twitchcam.report.tables import write_events_csv


def mark(onset_s, *, kind="twitch", side="left", region="cheek", size_mm=1.0):
    return Mark(
        kind=kind,
        region=region,
        side=side,
        onset_s=onset_s,
        offset_s=onset_s + 0.2,
        amplitude_mm=size_mm,
        note="",
    )


@pytest.mark.parametrize(
    ("truth", "found", "numbers"),
    [
        ([1.0, 2.0], [1.0, 2.0], (2, 2, 2)),
        ([1.0, 2.0], [1.15], (2, 1, 1)),
        ([1.0], [1.25], (1, 1, 0)),  # too far apart
        ([1.0], [0.95, 1.05], (1, 2, 1)),  # one to one
        ([], [3.0], (0, 1, 0)),
        ([], [], (0, 0, 0)),
    ],
)
def test_marks_are_matched_one_to_one_within_the_tolerance(truth, found, numbers):
    compared = compare_marks("twitch", [mark(t) for t in truth], [mark(t) for t in found], ())
    assert (compared.n_true, compared.n_found, compared.n_matched) == numbers


def test_a_wrong_side_is_a_match_whose_side_is_wrong_and_a_wrong_region_is_none():
    truth = [mark(1.0), mark(2.0), mark(3.0)]
    found = [mark(1.0, side="right"), mark(2.0, side="both"), mark(3.0, region="chin")]
    compared = compare_marks("twitch", truth, found, ())
    assert (compared.n_matched, compared.n_side_right) == (2, 1)
    assert compared.precision == pytest.approx(2 / 3)


def test_sizes_times_and_hidden_truth_are_told():
    truth = [mark(1.0, size_mm=2.0), mark(5.0)]
    found = [mark(1.05, size_mm=1.0)]
    spans = (Span(start_s=4.0, stop_s=6.0, reason="talking"),)
    compared = compare_marks("twitch", truth, found, spans)
    assert compared.onset_error_s == pytest.approx(0.05)
    assert compared.size_ratio == pytest.approx(0.5)
    assert compared.n_true_not_judged == 1
    assert compared.recall == 0.5


def test_what_twitchcam_wrote_is_found_in_full_by_its_own_table(tmp_path):
    analysis = make_analysis()
    write_document(analysis, tmp_path / "analysis.json")
    write_events_csv(analysis, tmp_path / "evening.csv")
    for truth in (tmp_path / "evening.csv", tmp_path):
        compared = {c.kind: c for c in compare_analyses(truth, [tmp_path])}
        n_twitches = sum(e.kind == "twitch" for e in EVENTS)
        assert compared["twitch"].n_matched == compared["twitch"].n_true == n_twitches
        assert compared["twitch"].f1 == 1.0
        assert compared["spasm"].n_matched == 1


def test_recordings_are_added_up(tmp_path):
    for name, events in (("one", EVENTS[:2]), ("two", (make_event(9.0),))):
        (tmp_path / name).mkdir()
        analysis = rename(make_analysis(events=events), f"{name}.mp4")
        write_document(analysis, tmp_path / name / "analysis.json")
    (tmp_path / "one.csv").write_text(
        "kind,region,side,onset_s,offset_s\ntwitch,cheek,left,3.2,4\n"
    )
    (tmp_path / "two.csv").write_text("kind,region,side,onset_s,offset_s\n")
    (compared,) = compare_analyses(tmp_path, [tmp_path / "one", tmp_path / "two"])
    assert (compared.n_true, compared.n_found, compared.n_matched) == (1, 3, 1)
    (plain,) = json.loads(make_agreement_table([compared], as_json=True))
    assert plain["precision"] == pytest.approx(0.3333)
    assert plain["size_ratio"] is None
    assert "0.33" in make_agreement_table([compared])


def test_marks_of_an_analysis_hold_everything_that_was_found():
    analysis = make_analysis()
    marks = list_marks(analysis)
    assert len(marks) == len(analysis.events) + len(analysis.actions)
    unknown = list_marks(make_analysis(events=(make_event(1.0, amplitude_mm=float("nan")),)))
    assert unknown[0].note.startswith("not known")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.csv", "kind,offset_s\n", "columns kind, onset_s, offset_s"),
        ("a.csv", "kind,onset_s,offset_s\njump,1,2\n", "Line 2 of a.csv: kind must be one of"),
        ("a.csv", "kind,onset_s,offset_s\nblink,x,2\n", "times must be seconds"),
        ("a.csv", "kind,onset_s,offset_s\nblink,2,1\n", "offset_s must be after onset_s"),
        ("a.csv", "kind,side,onset_s,offset_s\nblink,up,1,2\n", "side must be left"),
        ("a.csv", "kind,region,onset_s,offset_s\ntwitch,ear,1,2\n", "region must be one of"),
        ("a.truth.json", "[]", "must be the truth of a clip"),
        ("a.docx", "", r"must end in \.csv"),
        ("gone/a.csv", None, "does not exist"),
    ],
)
def test_truth_that_cannot_be_understood_is_refused_in_one_sentence(name, text, said, tmp_path):
    path = tmp_path / name
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_marks(path)


def test_nothing_to_compare_is_not_a_number():
    compared = compare_marks("twitch", [], [], ())
    assert np.isnan([compared.precision, compared.recall, compared.f1]).all()
    assert "–" in make_agreement_table([compared])
