"""Every question that was added changes what somebody is advised; and what may never happen."""

from __future__ import annotations

import pytest
import textstat
from hypothesis import given
from triage_examples import (
    FINDINGS,
    SAFE,
    level_of,
    make_finding,
    press,
    some_answers,
)

from twitchcam import advise
from twitchcam.records import FINDING_CODES, Answers
from twitchcam.triage.advise import say_look_again
from twitchcam.triage.conflicts import find_conflicts
from twitchcam.triage.questions import load_questions

NEW_LID = {**SAFE, "where": ("eyelid",), "since": "up_to_2_weeks"}
NEW_CHEEK = {**SAFE, "where": ("cheek",), "since": "up_to_2_weeks"}
# Question, what else was said, the answer that means less, the one that means more.
CHANGES = (
    ("fever_stiff_neck", NEW_LID, "no", "yes"),
    ("jerks_on", {**NEW_CHEEK, "lasts": "minutes"}, "no", "now"),
    ("jerks_on", {**NEW_CHEEK, "lasts": "minutes"}, "no", "stopped"),
    ("weak_since", {**SAFE, "smile_weaker": "yes", "since": "over_1_year"}, "over_1_year",
     "up_to_3_days"),
    ("eye_open_since",
     {**SAFE, "eye_not_closing": "yes", "earlier_palsy": "yes", "palsy_when": "over_1_year"},
     "over_1_year", "up_to_3_days"),
    ("before_it", NEW_LID, ("none",), ("tick",)),
    ("before_it", NEW_LID, ("none",), ("ring",)),
    ("before_it", NEW_LID, ("none",), ("injection",)),
    ("before_it", NEW_LID, ("none",), ("thyroid_op",)),
    ("jaw_or_scalp", {**NEW_LID, "age": 61.0}, "no", "yes"),
    ("birth_signs", {**NEW_LID, "pregnant": "yes"}, "no", "yes"),
    ("breath_cramp", NEW_LID, "no", "before"),
    ("breath_cramp", NEW_LID, "before", "first"),
    ("illness", NEW_CHEEK, ("none",), ("cancer",)),
    ("age", {**NEW_LID, "jaw_or_scalp": "yes"}, 30.0, 61.0),
    ("lasts", {**NEW_CHEEK, "how_often": "nearly_always"}, "blink", "hours"),
    ("how_often", {**NEW_CHEEK, "since": "up_to_3_days", "lasts": "hours"}, "daily",
     "nearly_always"),
    ("pregnant", {**NEW_LID, "headache_or_sick": "yes"}, "no", "yes"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "said", "less", "more"), CHANGES)
def test_the_answer_changes_the_level(name, said, less, more):
    assert level_of({**said, name: more}) > level_of({**said, name: less})


def test_a_palsy_that_does_not_get_better_is_seen_sooner():
    said = {**SAFE, "earlier_palsy": "yes", "palsy_when": "up_to_3_months"}
    assert advise(Answers(values={**said, "palsy_better": "yes"})).how_soon == "in the next weeks"
    for better in ("no", "unsure"):
        worse = Answers(values={**said, "palsy_better": better})
        assert advise(worse).how_soon == "within 2 weeks"
    assert advise(Answers(values=said)).how_soon == "within 2 weeks", "unknown is not better"


def test_an_injection_at_the_dentist_is_named_to_a_face_that_it_made_weak():
    said = {**SAFE, "face_weaker": "yes", "since": "up_to_3_days", "came_on": "suddenly"}
    assert advise(Answers(values=said)).level == "emergency"
    advice = advise(Answers(values={**said, "before_it": ("dentist",)}))
    assert advice.level == "urgent"
    assert "injection" in advice.headline
    assert any("call your local emergency number" in step for step in advice.what_to_do)
    with_arm = {**said, "before_it": ("dentist",), "arm_or_leg_weak": "yes"}
    assert advise(Answers(values=with_arm)).level == "emergency"
    with_tick = {**said, "before_it": ("dentist", "tick")}
    assert advise(Answers(values=with_tick)).level == "emergency", "it explains only a part"


# --- where hours count, not to know is the worse case ------------------------------------------

HOURS_COUNT = ("face_weaker", "eye_not_closing", "ear_signs", "smile_weaker")


@pytest.mark.parametrize("name", HOURS_COUNT)
def test_not_sure_within_three_days_is_as_urgent_as_yes(name):
    said = {**SAFE, "since": "up_to_3_days", "came_on": "slowly", name: "unsure"}
    advice = advise(Answers(values=said))
    assert (advice.level, advice.how_soon) == ("urgent", "today")


@pytest.mark.parametrize("since", [None, "unsure", "up_to_3_days"])
@pytest.mark.parametrize("weak", ["face_weaker", "smile_weaker"])
def test_sudden_weakness_of_an_unknown_start_is_new(since, weak):
    said = {**SAFE, "came_on": "suddenly", weak: "yes"} | ({"since": since} if since else {})
    assert advise(Answers(values=said)).level == "emergency"


def test_an_unknown_age_is_no_young_one():
    assert level_of({**NEW_LID, "jaw_or_scalp": "yes"}) == press("urgent")


def test_new_jerks_that_go_on_are_an_emergency_and_a_fluttering_lid_is_not():
    said = {**NEW_CHEEK, "since": "up_to_3_days", "lasts": "hours", "how_often": "nearly_always"}
    advice = advise(Answers(values=said))
    assert advice.level == "emergency"
    assert "five minutes" in " ".join(advice.what_to_do)
    assert level_of({**said, "illness": ("fits",)}) == press("emergency")
    assert level_of({**said, "jerks_on": "stopped"}) == press("urgent")
    assert level_of({**said, "where": ("eyelid",)}) == press("self_care")


def test_a_new_medicine_and_a_pulled_jaw_are_for_today_before_the_next_dose():
    said = {
        **SAFE, "where": ("chin_or_jaw", "neck"), "since": "up_to_3_days", "lasts": "hours",
        "jerks_on": "no", "new_medicine": "yes", "medicines": ("sickness",),
    }  # fmt: skip
    advice = advise(Answers(values=said))
    assert (advice.level, advice.how_soon) == ("urgent", "today")
    assert "before the next dose" in advice.headline
    assert "Do not stop" not in " ".join(advice.what_to_do)


# --- what a video showed stays ------------------------------------------------------------------

CALM_TIMES = ("since", "weak_since", "eye_open_since", "palsy_when")


@pytest.mark.parametrize(
    "code", [code for code in FINDING_CODES if code not in ("nothing_found", "not_assessable")]
)
def test_no_answer_switches_a_video_finding_off(code):
    """What sends to a doctor by itself still does, whatever is said beside it."""
    seen = (make_finding(code, "left"),)
    start = {**SAFE, "since": "over_1_year"}
    alone = level_of(start, seen)
    for question in load_questions():
        if question.id in (*SAFE, *CALM_TIMES) or question.type in ("text", "number"):
            continue
        for value in question.options:
            said = {**start, question.id: (value,) if question.type == "choices" else value}
            assert level_of(said, seen) >= min(alone, press("appointment")), (question.id, value)


def test_only_for_photos_does_not_outweigh_a_video_with_twitches_at_rest():
    said = {**SAFE, "since": "over_1_year", "when": ("photos",), "where": ("cheek",)}
    assert level_of(said) == press("self_care")
    assert level_of(said, (make_finding("resting_twitch"),)) == press("appointment")


@given(values=some_answers(), findings=FINDINGS)
def test_an_appointment_or_less_is_only_said_when_every_sign_was_answered(values, findings):
    advice = advise(Answers(values=values), findings)
    if advice.level in ("appointment", "self_care"):
        assert set(SAFE) <= set(values)


# --- words ----------------------------------------------------------------------------------------


def test_what_was_named_is_used_and_nothing_else():
    said = {**NEW_CHEEK, "takes": ("coffee_or_tea",), "strain": ("none",)}
    (reason,) = (text for text in advise(Answers(values=said)).because if "You named" in text)
    assert reason == "You named coffee or tea. These can make muscles twitch more."


def test_what_was_answered_is_not_asked_again():
    said = {**SAFE, "since": "over_1_year", "when": ("blinking",), "where": ("cheek",)}
    asked = "If your face was ever weak, even for a few days."
    assert asked in advise(Answers(values=said)).tell_the_doctor
    assert asked not in advise(Answers(values={**said, "earlier_palsy": "no"})).tell_the_doctor


def test_nobody_with_an_open_eye_is_told_to_watch_for_one():
    said = {**SAFE, "face_weaker": "yes", "eye_not_closing": "yes", "since": "up_to_3_days"}
    advice = advise(Answers(values=said))
    assert "An eye that does not close." not in advice.watch_for
    assert sum("Tape it shut" in step for step in advice.what_to_do) == 1


@pytest.mark.parametrize(("country", "line"), [("GB", "111"), ("DE", "116117"), (None, "your out")])
def test_urgent_advice_says_where_to_go_when_the_surgery_is_closed(country, line):
    said = Answers(values={**SAFE, "face_weaker": "yes"}, country=country)
    assert any(f"call {line}" in step for step in advise(said).what_to_do)


# Answers that cannot both be right, and the question that is named with them.
UNFIT = (
    ({"face_droops": "yes", "palsy_when": "over_1_year"}, "palsy_when"),
    ({"face_droops": "yes", "since": "over_1_year", "course": "same"}, "since"),
    ({"face_droops": "yes", "before_it": ("dentist",)}, "before_it"),
    ({"face_droops": "yes", "face_weaker": "no"}, "face_weaker"),
    ({"face_weaker": "yes", "course": "better", "smile_weaker": "no"}, "course"),
    ({"face_weaker": "no", "smile_weaker": "yes", "since": "up_to_3_days"}, "smile_weaker"),
    ({"earlier_palsy": "no", "fear": "that the palsy is back"}, "earlier_palsy"),
    ({"where": ("eyelid",), "eye_and_mouth": "yes"}, "eye_and_mouth"),
    ({"how_often": "rarely", "jerks_on": "now"}, "jerks_on"),
    ({"pregnant": "yes", "age": 71.0}, "age"),
)


@pytest.mark.parametrize(("said", "question"), UNFIT)
def test_what_cannot_both_be_right_is_found_in_plain_words(said, question):
    conflicts = find_conflicts(Answers(values=said))
    assert any(question in conflict.questions for conflict in conflicts)
    for conflict in conflicts:
        assert textstat.flesch_kincaid_grade(say_look_again(conflict.text)) <= 8


@pytest.mark.parametrize("name", list(UNFIT[0][0]) + list(UNFIT[7][0]))
def test_one_answer_alone_is_no_contradiction(name):
    for said, _ in UNFIT:
        if name in said:
            assert find_conflicts(Answers(values={name: said[name]})) == ()


def test_answers_that_do_not_fit_together_are_told_to_the_person_and_the_doctor():
    said = {**SAFE, "face_droops": "yes", "since": "over_1_year", "course": "same"}
    advice = advise(Answers(values=said))
    assert advice.level == "emergency", "an answer that may be wrong takes nothing back"
    assert any("change what is old or wrong" in text for text in advice.to_clear_up)
    assert any(text.startswith("Answers that do not fit") for text in advice.tell_the_doctor)
