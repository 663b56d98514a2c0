"""No sentence is written anywhere but in ``wording``: all that is shown comes in a made-up one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from html.parser import HTMLParser

import pytest
from examples_of_analysis import (
    RESTING,
    explain,
    make_advice,
    make_analysis,
    make_coupling,
    make_event,
    make_expression,
    make_movement,
    make_poor_analysis,
    make_quality,
    make_symmetry,
    make_tremor,
)
from made_up_language import CODE, SHOWN_ATTRIBUTES, find_unmarked, mark, write_language
from matplotlib.figure import Figure
from matplotlib.text import Text
from typer.testing import CliRunner

from twitchcam import wording
from twitchcam.app.cohort_clip import analyze_cohort_clip
from twitchcam.app.cohort_list import CohortClip
from twitchcam.app.say import say_today
from twitchcam.assessment.freezes import describe_freezes
from twitchcam.assessment.light_note import describe_light
from twitchcam.assessment.unseen import describe_unseen
from twitchcam.cli import app
from twitchcam.interpretation.findings import find_findings
from twitchcam.interpretation.why_not import explain_poor
from twitchcam.records import (
    FINDING_CODES,
    SPAN_REASONS,
    UNSEEN_REASONS,
    Advice,
    Answers,
    Finding,
    LightSwing,
    Span,
    Unseen,
)
from twitchcam.report import plots
from twitchcam.report.about import list_versions
from twitchcam.report.advice_text import make_advice_text
from twitchcam.report.dictionary import (
    ACTION_COLUMNS,
    CANDIDATE_COLUMNS,
    COUPLING_COLUMNS,
    EVENT_COLUMNS,
    explain_signal,
)
from twitchcam.report.page import make_page
from twitchcam.report.summary import make_summary
from twitchcam.settings import Settings
from twitchcam.triage.advise import advise
from twitchcam.triage.conflicts import find_conflicts
from twitchcam.triage.contradictions import find_contradictions
from twitchcam.triage.questions import Question, load_groups, load_questions
from twitchcam.triage.rules import load_rules
from twitchcam.triage.sources import load_sources
from twitchcam.wording.days import say_calendar_day

# What is no text on a page: names of files, programs and settings, digests.
NAMES = ("evening.mp4", "twitchcam", "MediaPipe", "mediapipe-face-mesh", "events.csv", "SHA-256")


@pytest.fixture(autouse=True)
def _in_the_language(home) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(wording.TEXTS_VARIABLE, str(home))
        with wording.in_language(CODE):
            yield


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("languages")
    write_language(folder)
    return folder


class Shown(HTMLParser):
    """Everything on a page that a person can see or hear, and where it stands."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.language = ""
        self._hidden = 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self._hidden += tag in ("script", "style")
        self.language = dict(attrs).get("lang") or self.language
        self.texts += [value or "" for name, value in attrs if name in SHOWN_ATTRIBUTES]

    def handle_endtag(self, tag):
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data):
        if not self._hidden and data.strip():
            self.texts.append(data)


def mark_advice(advice: Advice) -> Advice:
    """An advice as if its words had been made in the language; levels and ids are codes."""

    def mark_value(name: str, value: object) -> object:
        if name in ("level", "rules"):
            return value
        if isinstance(value, tuple):
            return tuple(mark(item) for item in value)
        return mark(value) if isinstance(value, str) else value

    return replace(
        advice, **{f.name: mark_value(f.name, getattr(advice, f.name)) for f in fields(advice)}
    )


def mark_finding(finding: Finding) -> Finding:
    limits = tuple(mark(limit) for limit in finding.limits)
    evidence = {"n_events": 3.0, "rate_per_minute": 3.4, "median_mm": 0.8, "region": "cheek"}
    statement = mark(finding.statement)
    return replace(finding, statement=statement, limits=limits, evidence=evidence)


def make_full_analysis():
    """One of everything that a report can tell; what stages say of it is marked."""
    unseen = tuple(
        Unseen(region="chin", side=side, reason=reason, share=0.5)
        for side, reason in (("left", "covered"), ("right", "outside"))
    )
    quality = make_quality(
        notes=(mark("A note."),), unseen=unseen, flicker_hz=(50.0,), hidden_regions=("chin",)
    )
    analysis = make_analysis(
        quality=quality,
        findings=(mark_finding(RESTING),),
        tremor=(make_tremor(), make_tremor(side="right", during=())),
        couplings=(
            make_coupling(doses_mm=(1.0, 2.0, 3.0), answers_mm=(0.5, 1.0, 1.4)),
            make_coupling(region="chin", not_assessed_reason=mark("Too few."), response_mm=None),
        ),
        symmetry=(
            make_symmetry(),
            make_symmetry(action="rest", region="brow", ratio=None, normal_range=(-1.0, 1.0)),
        ),
        advice=mark_advice(make_advice(level="urgent")),
    )
    return explain(analysis)


def list_data(analysis) -> set[str]:
    """Codes and names of an analysis that its page shows as they are."""
    settings = {name for stage in analysis.settings.values() for name in stage}
    values = {str(value) for stage in analysis.settings.values() for value in stage.values()}
    evidence = {str(v) for finding in analysis.findings for v in finding.evidence.values()}
    digests = {analysis.source.sha256, analysis.source.sha256[:12], analysis.tracker.model_sha256}
    return {*NAMES, *settings, *values, *evidence, *digests, *analysis.settings}


@pytest.mark.parametrize("poor", [False, True])
def test_nothing_on_a_page_is_written_elsewhere(poor):
    analysis = make_poor_analysis() if poor else make_full_analysis()
    if poor:
        findings = tuple(mark_finding(finding) for finding in analysis.findings)
        notes = tuple(mark(note) for note in analysis.quality.notes)
        quality = replace(analysis.quality, notes=notes)
        analysis = replace(analysis, findings=findings, quality=quality)
    movement = make_movement(analysis)
    page = make_page(analysis, movement=movement, expression=make_expression(movement))
    shown = Shown(page)
    assert shown.language == CODE
    data = list_data(analysis)
    unmarked = {text.strip(): find_unmarked(text, data) for text in shown.texts}
    assert {text: words for text, words in unmarked.items() if words} == {}
    assert len(shown.texts) > 60


@pytest.mark.parametrize("poor", [False, True])
def test_nothing_of_the_summary_is_written_elsewhere(poor):
    analysis = make_poor_analysis() if poor else make_full_analysis()
    if poor:
        analysis = replace(analysis, findings=(), quality=replace(analysis.quality, notes=()))
    for shown in (analysis, replace(analysis, findings=(), advice=None)):
        said = make_summary(shown, "out")
        assert find_unmarked(said, ("evening.mp4", "out/report.html")) == []


def test_nothing_of_the_questions_is_written_elsewhere():
    for question in load_questions():
        said = " ".join(
            (question.text, question.help, question.why, question.label, *question.options.values())
        )
        assert find_unmarked(said) == [], question.id
    for group in load_groups():
        assert find_unmarked(f"{group.title} {group.all_no}") == [], group.id


def make_finding(code: str) -> Finding:
    return Finding(
        code=code,
        side="left",
        statement=mark("Something moved."),
        evidence={"region": "cheek"},
        confidence="high",
        limits=(),
        sources=(),
    )


def answer_worst(question: Question) -> object:
    if question.type == "text":
        return mark("words") + " 42"
    if question.type == "number":
        return 50.0
    options = list(question.options)
    return tuple(options[:2]) if question.type == "choices" else options[0]


def test_nothing_of_the_advice_is_written_elsewhere():
    table = load_rules()
    assert len(table.rules) > 100
    everything = {question.id: answer_worst(question) for question in load_questions()}
    said = [
        " ".join(
            (
                rule.headline, rule.because, rule.visit, *rule.comfort, *rule.do, *rule.tell,
                *rule.check, *rule.self_care, *rule.watch,
            )
        )
        for rule in table.rules
    ]  # fmt: skip
    said += [*table.doctors.values(), *table.log, table.other_fear]
    said += [fear.answer for fear in table.fears]
    findings = tuple(make_finding(code) for code in FINDING_CODES)
    answers = Answers(values=everything, answered_on="2026-03-05", country="JP")
    no = {q.id: "no" for q in load_questions() if q.type == "yes_no"}
    for given in (answers, Answers(), Answers(values=no)):
        for seen in (findings, findings[:1], None):
            advice = advise(given, seen)
            sources = {source.name for source in load_sources().values()}
            sources |= {source.address for source in load_sources().values() if source.address}
            said.append(make_advice_text(advice))
            said += [line for line in advice.sources if find_unmarked(line, sources)]
            said += find_contradictions(given, seen or ())
        said += [conflict.text for conflict in find_conflicts(given)]
    # Of a language that only its translators know, no names of months are known.
    day = say_calendar_day(date(2026, 3, 5))
    places = ("{number}", "{on_side}", "{habits}", "{illness_or_medicine}", day)
    assert [line for line in said if find_unmarked(line, places)] == []


def test_nothing_of_a_finding_is_written_elsewhere():
    full = make_full_analysis()
    even = tuple(
        make_event(2.0 + 3 * k, side=side, confidence="moderate")
        for k, side in enumerate(("left", "right") * 4)
    )
    analyses = (
        full,
        replace(full, events=even, couplings=(), symmetry=(), tremor=()),
        replace(full, events=(), couplings=(), symmetry=(), tremor=()),
        make_poor_analysis(),
    )
    findings = [
        finding
        for analysis in analyses
        for finding in find_findings(replace(analysis, findings=()), Settings())
    ]
    assert len({finding.code for finding in findings}) >= 6
    said = [line for finding in findings for line in (finding.statement, *finding.limits)]
    assert [line for line in said if find_unmarked(line)] == []


def test_nothing_of_the_notes_is_written_elsewhere():
    quality = make_quality(
        unseen=tuple(
            Unseen(region="chin", side="left", reason=reason, share=share)
            for reason in UNSEEN_REASONS
            for share in (0.3, 1.0)
        ),
        face_coverage=0.8,
    )
    said = [*describe_unseen(quality.unseen)]
    for reason in SPAN_REASONS:
        span = Span(start_s=0.0, stop_s=60.0, reason=reason)
        said.append(explain_poor(make_quality(excluded=(span,)), Settings().assessment))
        said += describe_freezes((span,), 100.0)
    said += describe_light((LightSwing(pace_hz=10.0, percent=3.0),), 30.0, 1.0)
    assert len(said) > 15
    assert [line for line in said if find_unmarked(line)] == []


@pytest.mark.slow
def test_nothing_of_a_figure_is_written_elsewhere():
    analysis = make_full_analysis()
    movement = make_movement(analysis)
    figure = plots.plot_movement(movement, analysis)
    more = Figure(layout="constrained").subplots(3)
    plots.plot_events(analysis.events, more[0])
    plots.plot_dose(analysis.couplings[0], more[1])
    plots.plot_symmetry(analysis.symmetry, more[2])
    for axes in (*figure.axes, *more):
        if axes.get_legend_handles_labels()[0]:
            axes.legend()
        said = [label.get_text() for label in axes.findobj(Text)]
        assert find_unmarked(" ".join(said)) == []
    assert any(find_unmarked(label.get_text()) == [] for label in more[0].findobj(Text))


def test_nothing_of_the_tables_dictionary_is_written_elsewhere():
    columns = {
        "events": EVENT_COLUMNS,
        "actions": ACTION_COLUMNS,
        "couplings": COUPLING_COLUMNS,
        "candidates": CANDIDATE_COLUMNS,
    }
    said = [wording.text(f"column-{table}-{name}") for table in columns for name in columns[table]]
    said += [explain_signal("time_s"), explain_signal("cheek.left.transient_up_mm")]
    assert [line for line in said if find_unmarked(line)] == []


def test_a_command_speaks_the_language_that_it_is_asked_for(tmp_path):
    run = CliRunner()
    file = tmp_path / "answers.toml"
    asked = run.invoke(
        app,
        ["ask", "--out", str(file), "--language", CODE],
        input="?\n0\n0\n?\nnose\n1\nb\n9 9\nq\n",
    )
    assert asked.exit_code == 0
    typed = {"b", "q", "nose"}
    assert set(find_unmarked(asked.output, (str(file), "toml"))) <= typed
    shown = file.read_text(encoding="utf-8")
    comments = [line for line in shown.splitlines() if line.startswith("#") and "|" not in line]
    ids = {question.id for question in load_questions()}
    assert [line for line in comments if find_unmarked(line, ids)] == []
    said = run.invoke(app, ["advise", "--answers", str(file), "--language", CODE])
    assert said.exit_code == 0
    assert find_unmarked(said.output, (say_today(),)) == []


def test_outside_the_command_nothing_has_changed(tmp_path):
    with wording.in_language("en"):
        run = CliRunner()
        run.invoke(app, ["advise", "--answers", str(tmp_path / "a.toml"), "--language", CODE])
        assert wording.text("language-name") == "English"


def test_a_language_that_is_not_there_is_refused():
    ended = CliRunner().invoke(app, ["history", "--language", "xx"])
    assert ended.exit_code == 2
    said = wording.text("error-no-language", code="'xx'", known="en, qq")
    assert said in " ".join(ended.output.split())
    assert find_unmarked(said, ("xx", "en, qq")) == []


def test_a_worker_of_a_batch_speaks_the_language_of_who_gave_it_the_clip(tmp_path):
    with wording.in_language("en"):
        clip = CohortClip(path=tmp_path / "visit.mp4")
        told = analyze_cohort_clip(clip, tmp_path, Settings(), language=CODE)
    assert told.state == "failed"
    assert find_unmarked(told.reason, ("visit.mp4",)) == []


def test_what_info_prints_is_named_in_the_language():
    names = [name for name, _ in list_versions()]
    packages = ("twitchcam", "Python", "mediapipe", "opencv-contrib-python", "av", "numpy", "scipy")
    assert find_unmarked(" ".join(names), packages) == []


def test_a_sentence_written_elsewhere_is_seen():
    shown = Shown("<p title='Left'>Never before 3 mm</p>")
    found = [find_unmarked(text) for text in shown.texts]
    assert found == [["Left"], ["Never", "before"]]
    assert find_unmarked(mark("Never before <kbd>Space</kbd> 3 mm"), ("<kbd>", "</kbd>")) == []
    assert not re.search("[a-z]", mark("Never before"))
