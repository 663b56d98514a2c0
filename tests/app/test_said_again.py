"""What a document says of its findings can be said again in another language."""

from __future__ import annotations

from dataclasses import replace

import pytest
from examples_of_analysis import explain, make_analysis, make_poor_analysis
from made_up_language import CODE, find_unmarked, write_language

from twitchcam import wording
from twitchcam.app.said_again import read_in_language
from twitchcam.interpretation.findings import find_findings
from twitchcam.report.document import read_document, write_document
from twitchcam.settings import Settings


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("languages")
    write_language(folder)
    return folder


@pytest.fixture
def document(home, tmp_path, monkeypatch):
    """Writes an analysis whose findings are what is found in it, said in English."""
    monkeypatch.setenv(wording.TEXTS_VARIABLE, str(home))

    def write(analysis, **changes):
        found = find_findings(replace(analysis, findings=()), Settings())
        found = tuple(replace(finding, **changes) for finding in found)
        write_document(replace(analysis, findings=found), tmp_path / "analysis.json")
        return tmp_path / "analysis.json"

    return write


@pytest.mark.parametrize("make", [lambda: explain(make_analysis()), make_poor_analysis])
def test_findings_are_said_in_the_language_of_who_reads_them(document, make):
    path = document(make())
    written = read_document(path)
    # What is not known is NaN, which from Python 3.13 on equals nothing, not even itself.
    assert repr(read_in_language(path)) == repr(written)
    with wording.in_language(CODE):
        read = read_in_language(path)
    said = [line for finding in read.findings for line in (finding.statement, *finding.limits)]
    assert said
    assert [line for line in said if find_unmarked(line)] == []
    for before, after in zip(written.findings, read.findings, strict=True):
        assert after == replace(before, statement=after.statement, limits=after.limits)


def test_what_would_not_be_found_today_keeps_its_sentence(document):
    path = document(explain(make_analysis()), evidence={"region": "cheek", "n_events": 77})
    with wording.in_language(CODE):
        assert repr(read_in_language(path)) == repr(read_document(path))
