"""The page: complete, plain, harmless, and the same every time."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from examples_of_analysis import (
    HOSTILE_NAMES,
    RESTING,
    explain,
    make_advice,
    make_analysis,
    make_coupling,
    make_empty_analysis,
    make_event,
    make_movement,
    make_poor_analysis,
    make_quality,
    make_symmetry,
    make_tremor,
    rename,
)

from twitchcam.records import SPAN_REASONS, Span
from twitchcam.report import words
from twitchcam.report.page import MAX_EVENTS, make_page, say_named, write_page
from twitchcam.report.sentences import say_dose
from twitchcam.settings import REFERENCES
from twitchcam.triage import notices
from twitchcam.wording import text as text_of

VOID = {"meta", "link", "img", "source", "br", "input"}


class Reader(HTMLParser):
    """Collects what a page holds and complains about tags that do not match."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open[-1:] not in (["style"], ["script"]):
            self.text += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    reader.text = re.sub(r"\s+", " ", reader.text)
    return reader


def read_analysis(analysis, movement=None) -> Reader:
    return read(make_page(analysis, movement=movement))


def test_the_answer_comes_first_then_the_advice_then_the_moments():
    text = read_analysis(make_analysis()).text
    places = [
        text.index(part)
        for part in (
            RESTING.statement,
            "What could not be seen",
            "In an emergency",
            "The moments",
            "The measurements",
            "How well it could be judged",
            "How this was measured",
        )
    ]
    assert places == sorted(places)


def test_the_page_says_what_it_is_and_when_to_call_for_help():
    for analysis in (make_analysis(), make_empty_analysis(), make_poor_analysis()):
        text = read_analysis(analysis).text
        assert notices.say_intended_use() in text
        assert notices.say_general_information() in text
        assert notices.say_call() in text
        for sign in notices.list_emergency_signs():
            assert sign in text


def test_every_event_is_told_with_its_place_size_and_moment():
    text = read_analysis(make_analysis()).text
    assert "0:30.0 left corner of the mouth held spasm 2.4 s 1.1 mm at rest quite sure" in text
    assert "0:55.5 chin, both sides twitch 0.21 s 0.90 mm while smiling, blinking" in text
    assert "14 blinks and 1 smile" in text


def test_a_range_whose_ends_are_shown_alike_is_said_once():
    couplings = (
        make_coupling(
            response_mm=0.712,
            response_interval_mm=(0.708, 0.714),
            dose_slope=0.301,
            dose_slope_interval=(0.298, 0.304),
        ),
    )
    events = tuple(make_event(5.0 + 3 * k, amplitude_mm=1.12 + 0.01 * k) for k in range(3))
    text = read_analysis(make_analysis(couplings=couplings, events=events)).text
    assert "by about 0.71 mm on average." in text
    assert say_dose(couplings[0]) == "Yes: about 0.30 mm for each mm of the action."
    assert "1.1 to 1.1" not in text
    assert re.search(r"left cheek 3 [0-9.]+ 1\.1 mm", text, re.IGNORECASE)


def test_nothing_found_states_the_smallest_movement_that_would_have_been_seen():
    for findings in (make_empty_analysis().findings, ()):
        text = read_analysis(replace(make_empty_analysis(), findings=findings)).text
        assert "The smallest twitch that would have been seen is 0.30 to 0.65 mm" in text
    assert "No twitch was seen in 53 s." in text


def test_a_recording_that_cannot_be_judged_says_so_and_how_to_do_better():
    text = read_analysis(make_poor_analysis()).text
    assert text_of("report-not-assessable") in text
    assert "A face was found in only 12 of 1800 pictures." in text
    assert words.list_recording_tips()[0] in text
    assert "This does not mean that nothing happened." in text
    assert "nan" not in text.lower().split()


def test_of_many_events_the_first_are_shown_and_the_rest_counted():
    events = tuple(make_event(0.5 * i) for i in range(MAX_EVENTS + 37))
    reader = read_analysis(make_analysis(events=events))
    assert f"The first {MAX_EVENTS} of {MAX_EVENTS + 37} moments" in reader.text
    assert "37 more are in the file events.csv" in reader.text
    assert sum((attrs.get("class") or "") == "at" for _, attrs in reader.tags) == MAX_EVENTS


def test_left_out_stretches_are_told_in_words():
    spans = tuple(
        Span(start_s=float(i), stop_s=i + 0.5, reason=reason)
        for i, reason in enumerate(SPAN_REASONS)
    )
    text = read_analysis(make_analysis(quality=make_quality(excluded=spans))).text
    for reason in SPAN_REASONS:
        assert words.name_reason(reason) in text
        assert "_" not in words.name_reason(reason)


def test_couplings_are_told_or_why_they_could_not_be():
    coupling = make_coupling()
    text = read_analysis(make_analysis(couplings=(coupling,))).text
    assert "Left cheek blinking 10 of 12 0.71 mm 0.0020" in text
    silent = replace(coupling, p_value=None, not_assessed_reason="Only 2 blinks were seen.")
    assert "Only 2 blinks were seen." in read_analysis(make_analysis(couplings=(silent,))).text


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=range(len(HOSTILE_NAMES)))
def test_a_hostile_name_appears_as_text(name, tmp_path):
    usual = read_analysis(make_analysis())
    path = tmp_path / "report.html"
    write_page(rename(make_analysis(), name), path)
    reader = read(path.read_text(encoding="utf-8"))
    assert [tag for tag, _ in reader.tags] == [tag for tag, _ in usual.tags]
    assert re.sub(r"\s+", " ", words.show_text(name)) in reader.text


def test_hostile_words_from_elsewhere_appear_as_text():
    finding = replace(
        RESTING,
        statement="<b onclick=x>bold</b>",
        limits=("<script>1</script>",),
        evidence={"<i>": "</dl><h1>"},
        sources=("<a href=x>",),
    )
    quality = make_quality(notes=("<img src=x>",))
    analysis = make_analysis(findings=(finding,), quality=quality)
    tags = [tag for tag, _ in read_analysis(analysis).tags]
    assert not {"b", "i", "img"} & set(tags)
    assert tags.count("script") == 1  # the page's own
    assert tags.count("h1") == 1


def test_nothing_is_fetched_and_only_the_pages_own_script_may_run():
    analysis = make_analysis()
    page = make_page(analysis, movement=make_movement(analysis))
    reader = read(page)
    assert not {"link", "iframe", "object", "img"} & {tag for tag, _ in reader.tags}
    for _, attrs in reader.tags:
        assert "src" not in attrs
        assert (attrs.get("href") or "#").startswith("#")
        assert not [name for name in attrs if name.startswith("on")]
    (policy,) = (a["content"] for tag, a in reader.tags if tag == "meta" and "http-equiv" in a)
    (script,) = re.findall(r'<script type="module">(.*)</script>', page, re.S)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'")
    assert policy.endswith(f"script-src 'sha256-{digest}'")


def test_the_page_can_be_heard():
    analysis = make_analysis()
    reader = read_analysis(analysis, make_movement(analysis))
    assert ("html", {"lang": "en"}) in reader.tags
    pictures = [attrs for tag, attrs in reader.tags if attrs.get("role") == "img"]
    assert all(attrs["aria-label"] for attrs in pictures)
    assert any("5 on the left and 2 on the right" in attrs["aria-label"] for attrs in pictures)
    assert all(
        "aria-label" in attrs or attrs.get("aria-hidden")
        for tag, attrs in reader.tags
        if tag in ("svg", "canvas")
    )
    names = [tag for tag, _ in reader.tags]
    assert names.count("h1") == 1
    assert names.count("caption") == names.count("table")
    assert all("scope" in attrs for tag, attrs in reader.tags if tag == "th")
    ids = [attrs["id"] for _, attrs in reader.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    for _, attrs in reader.tags:
        target = attrs.get("aria-labelledby") or (attrs.get("href") or "#")[1:]
        assert target in ["", *ids]


def test_the_page_is_light_and_the_same_every_time():
    analysis = make_analysis()
    movement = make_movement(analysis)
    first = make_page(analysis, movement=movement)
    assert first == make_page(analysis, movement=movement)
    assert len(first) < 1_000_000


def test_without_anything_judged_there_is_no_player():
    analysis = make_poor_analysis()
    tags = [tag for tag, _ in read_analysis(analysis, make_movement(analysis)).tags]
    assert "canvas" not in tags
    assert "canvas" in [tag for tag, _ in read_analysis(make_analysis(), make_movement()).tags]


def test_advice_is_given_in_full_after_the_answer_and_an_emergency_before_it():
    advice = make_advice()
    text = read_analysis(make_analysis(advice=advice)).text
    for part in (
        "Make an appointment",
        advice.headline,
        *advice.because,
        *advice.what_to_do,
        *advice.tell_the_doctor,
        *advice.watch_for,
        *advice.self_care,
        *advice.to_clear_up,
        *advice.about_your_worry,
        *advice.a_doctor_may_check,
        *advice.keep_a_log,
        *advice.sources,
        advice.not_a_diagnosis,
    ):
        assert part in text
    assert text.index(RESTING.statement) < text.index(advice.headline) < text.index("The moments")
    urgent = read_analysis(make_analysis(advice=replace(advice, level="emergency"))).text
    assert urgent.index("In an emergency") < urgent.index(advice.headline)
    assert urgent.index(advice.headline) < urgent.index("What was seen")


def test_a_finding_names_the_works_that_it_rests_on_and_not_their_keys():
    analysis = make_analysis()
    finding = replace(analysis.findings[0], sources=("docs/method.md", "blink-rate-2006"))
    text = read(make_page(replace(analysis, findings=(finding,)))).text
    assert "blink-rate-2006" not in text
    assert str(REFERENCES["blink-rate-2006"]) in text
    assert "docs/method.md" in text


def test_trembling_and_uneven_sides_are_told_for_any_region_and_action():
    analysis = make_analysis(tremor=(make_tremor(),), symmetry=(make_symmetry(),))
    reader = read_analysis(analysis, make_movement(analysis))
    assert "Left corner of the mouth 0:05.0 to 0:09.0 6.2 Hz 0.70 mm while smiling" in reader.text
    assert "The side that moves less reaches 67 % of the other (5 times)" in reader.text
    assert "Usual in healthy people: 75 % or more." in reader.text
    assert "The left side lost 30 % from the first to the last time." in reader.text
    labels = [attrs.get("aria-label") or "" for tag, attrs in reader.tags if tag == "svg"]
    assert any("The rhythm found is at 6.2" in label for label in labels)
    assert any("left 6.0" in label for label in labels)


def test_the_page_for_the_doctor_says_how_curves_are_drawn_where_there_are_any():
    shaken = make_analysis(tremor=(make_tremor(),))
    assert "Left solid, right dashed." in read_analysis(shaken, make_movement(shaken)).text
    for still in (make_poor_analysis(), make_empty_analysis()):
        assert "Left solid, right dashed." not in read_analysis(still).text


def test_numbers_are_said_with_the_units_of_their_names():
    assert say_named("median_amplitude_mm", 0.8) == f"0.800{words.NBSP}mm"
    assert say_named("n_events", 12.0) == "12"
    assert say_named("frequency_hz", 6.5) == f"6.50{words.NBSP}per second"
    assert say_named("region", "cheek") == "cheek"
    assert say_named("ratio", None) == "not known"


def test_what_an_action_drags_is_not_told_a_second_time_as_moving_by_itself():
    events = (
        *(make_event(2.0 * i, during=("blink",)) for i in range(1, 5)),
        make_event(30.0, region="chin"),
    )
    coupling = make_coupling(n_actions=4, n_responses=4)
    reader = read_analysis(explain(make_analysis(events=events, couplings=(coupling,))))
    labels = [attrs["aria-label"] for _, attrs in reader.tags if attrs.get("class") == "face-map"]
    assert "left cheek: moved with 4 of 4 blinks" in labels[0]
    assert "left cheek: 4 movements" not in labels[0]
    assert "left chin: 1 movement of its own" in labels[0]


def test_an_emergency_number_that_is_known_is_named():
    text = read_analysis(make_analysis(advice=make_advice(emergency_number="112"))).text
    assert "Call 112 now, whatever this report says." in text


def test_an_eye_that_narrows_is_said_to_narrow():
    coupling = make_coupling(
        action="pucker", region="eye", response_share=0.4, other_side_share=0.1
    )
    text = read_analysis(make_analysis(couplings=(coupling,))).text
    assert "It narrowed with 10 of 12 pursings of the lips, by 0.71 mm" in text
