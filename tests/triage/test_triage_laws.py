"""What must hold for every combination of answers and findings: nobody is told too little."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from examples import keep_short
from hypothesis import given, settings
from hypothesis import strategies as st
from triage_examples import (
    CONFIDENCES,
    FINDINGS,
    QUESTIONS,
    SAFE,
    SIDES,
    level_of,
    list_values,
    make_finding,
    press,
    some_answers,
)

from twitchcam.records import FINDING_CODES, Answers, Finding
from twitchcam.triage.advise import advise, choose_rules
from twitchcam.triage.conditions import (
    AnswerCondition,
    FindingCondition,
    GroupCondition,
    NoFindingCondition,
    NumberCondition,
    UnlessCondition,
)
from twitchcam.triage.notices import HOW_SOON, LEVELS, say_intended_use, say_soon
from twitchcam.triage.questions import (
    is_red_flag,
    validate_answers,
)
from twitchcam.triage.rules import load_rules

RED_FLAGS = [question.id for question in QUESTIONS.values() if is_red_flag(question)]
SYMPTOMS = [question for question in QUESTIONS.values() if question.worse]
CHOICES = [question for question in QUESTIONS.values() if question.type == "choices"]
FOR_EACH = 25  # examples for each of many questions


# --- red flags -------------------------------------------------------------------------------


@pytest.mark.parametrize("flag", RED_FLAGS)
def test_every_red_flag_alone_is_an_emergency(flag):
    advice = advise(Answers(values={flag: "yes"}))
    assert advice.level == "emergency"
    assert advice.what_to_do[0].startswith("Call your local emergency number now")


@pytest.mark.parametrize("flag", RED_FLAGS)
@settings(max_examples=FOR_EACH)
@given(values=some_answers(), findings=FINDINGS)
def test_nothing_else_that_is_said_or_seen_takes_an_emergency_back(flag, values, findings):
    assert advise(Answers(values={**values, flag: "yes"}), findings).level == "emergency"


@pytest.mark.parametrize("flag", RED_FLAGS)
def test_not_being_sure_about_a_red_flag_is_never_a_no(flag):
    assert advise(Answers(values={**SAFE, flag: "unsure"})).level == "urgent"


NEW_AND_SUDDEN = {"came_on": "suddenly", "since": "up_to_3_days"}


@pytest.mark.parametrize("weak", ["smile_weaker", "face_weaker"])
def test_new_and_sudden_weakness_of_the_face_is_an_emergency_whatever_else_was_said(weak):
    assert advise(Answers(values={**SAFE, **NEW_AND_SUDDEN, weak: "yes"})).level == "emergency"
    said = {**SAFE, **NEW_AND_SUDDEN, weak: "yes"}
    del said["since"]
    assert advise(Answers(values=said)).level == "emergency", "an unknown start is no old one"
    said = {**SAFE, **NEW_AND_SUDDEN, weak: "yes", "came_on": "unsure"}
    assert advise(Answers(values=said)).level == "emergency", "not sure is not slowly"
    del said["came_on"]
    assert "If it came suddenly" in " ".join(advise(Answers(values=said)).what_to_do)


def test_weakness_of_two_weeks_does_not_wait_for_weeks():
    assert advise(
        Answers(values={**SAFE, "smile_weaker": "yes", "since": "up_to_2_weeks"})
    ).level == ("urgent")


def test_not_being_sure_of_a_weak_smile_is_not_a_no():
    said = {**SAFE, "since": "up_to_3_days"}
    assert advise(Answers(values={**said, "smile_weaker": "no"})).level == "self_care"
    assert advise(Answers(values={**said, "smile_weaker": "unsure"})).level == "urgent"
    old = {**said, "since": "over_1_year", "smile_weaker": "unsure"}
    assert advise(Answers(values=old)).level == "appointment"


def test_eye_and_lower_face_are_more_than_one_place():
    said = {**SAFE, "since": "up_to_2_weeks"}
    assert advise(Answers(values={**said, "where": ("eyelid", "brow")})).level == "self_care"
    assert advise(Answers(values={**said, "where": ("eyelid", "cheek")})).level == "appointment"


@pytest.mark.parametrize("illness", ["fits", "nerve_or_muscle"])
def test_an_illness_of_the_nerves_is_not_left_to_the_next_visit(illness):
    said = {**SAFE, "where": ("cheek",), "since": "up_to_2_weeks"}
    assert advise(Answers(values={**said, "illness": ("thyroid",)})).level == "self_care"
    assert advise(Answers(values={**said, "illness": (illness,)})).level == "appointment"
    lid = {**said, "where": ("eyelid",), "illness": (illness,)}
    assert advise(Answers(values=lid)).level == "self_care", "a flutter of the lid is no new sign"
    assert advise(Answers(values={**lid, "lasts": "minutes"})).level != "self_care"


@pytest.mark.parametrize(
    ("when", "level"),
    [("up_to_3_days", "urgent"), ("up_to_2_weeks", "urgent"), ("over_1_year", "appointment")],
)
def test_a_palsy_of_the_last_days_is_not_taken_for_an_old_one(when, level):
    said = {**SAFE, "earlier_palsy": "yes", "palsy_when": when}
    assert advise(Answers(values=said)).level == level


def test_a_fit_in_pregnancy_is_an_emergency():
    assert advise(Answers(values={**SAFE, "earlier_fit": "yes"})).level == "urgent"
    assert advise(Answers(values={"earlier_fit": "yes", "pregnant": "yes"})).level == "emergency"


# --- more symptoms, more findings ------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("question", SYMPTOMS, ids=lambda question: question.id)
@settings(max_examples=FOR_EACH)
@given(values=some_answers(), findings=FINDINGS)
def test_adding_a_symptom_never_lowers_the_level(question, values, findings):
    better = "no" if question.worse == "yes" else "yes"
    levels = [
        level_of({**values, question.id: answer}, findings)
        for answer in (better, "unsure", question.worse)
    ]
    assert levels == sorted(levels)


@pytest.mark.slow
@pytest.mark.parametrize("question", CHOICES, ids=lambda question: question.id)
@settings(max_examples=FOR_EACH)
@given(data=st.data(), values=some_answers(), findings=FINDINGS)
def test_naming_one_more_thing_never_lowers_the_level(question, data, values, findings):
    options = [option for option in question.options if option != "none"]
    more = data.draw(st.sets(st.sampled_from(options), min_size=2))
    one = data.draw(st.sampled_from(sorted(more)))

    def keep(chosen: set[str]) -> tuple[str, ...]:
        return tuple(option for option in options if option in chosen)

    with_more = level_of({**values, question.id: keep(more)}, findings)
    with_less = level_of({**values, question.id: keep(more - {one})}, findings)
    assert with_more >= with_less


@given(values=some_answers(), findings=FINDINGS, code=st.sampled_from(FINDING_CODES),
       side=st.sampled_from(SIDES), confidence=st.sampled_from(CONFIDENCES))  # fmt: skip
def test_one_more_finding_never_lowers_the_level(values, findings, code, side, confidence):
    more = (*findings, make_finding(code, side, confidence))
    assert level_of(values, more) >= level_of(values, findings)


@given(values=some_answers(), findings=FINDINGS)
def test_a_video_never_lowers_what_the_answers_alone_call_for(values, findings):
    assert level_of(values, findings) >= level_of(values, None)


@given(values=some_answers(), findings=FINDINGS)
def test_without_the_video_the_answers_are_weighed_as_carefully(values, findings):
    """Taking the video away leaves every rule that the answers alone set off."""
    table = load_rules()
    on_answers = {
        rule.id
        for rule in table.rules
        if not any(isinstance(c, FindingCondition) for c in (*rule.all_of, *rule.any_of))
        and rule.speaks(Answers(values=values), findings)
    }
    without = {rule.id for rule in table.rules if rule.speaks(Answers(values=values), ())}
    assert on_answers <= without


# --- what was not answered -------------------------------------------------------------------


# Where "no" is the symptom, a gap must not stand for it: see below.
@pytest.mark.slow
@pytest.mark.parametrize(
    "question", [q for q in SYMPTOMS if q.worse == "yes"], ids=lambda question: question.id
)
@settings(max_examples=FOR_EACH)
@given(values=some_answers(), findings=FINDINGS)
def test_a_missing_answer_is_never_taken_more_lightly_than_a_no(question, values, findings):
    without = {name: value for name, value in values.items() if name != question.id}
    assert level_of(without, findings) >= level_of({**without, question.id: "no"}, findings)


def test_nobody_can_hold_back_a_flicker_and_only_what_lasts_is_sent_to_a_nerve_doctor():
    said = {**SAFE, "where": ("cheek",), "since": "up_to_2_weeks", "hold_back": "no"}
    assert advise(Answers(values=said)).level == "self_care"
    lasting = {**said, "since": "up_to_3_months"}
    assert "a nerve doctor (neurologist)" in advise(Answers(values=lasting)).whom_to_see


@pytest.mark.slow
@pytest.mark.parametrize("name", SAFE)
@settings(max_examples=FOR_EACH)
@given(values=some_answers(), findings=FINDINGS)
def test_waiting_is_only_called_fine_when_every_warning_sign_was_answered_no(
    name, values, findings
):
    without = {key: value for key, value in {**values, **SAFE}.items() if key != name}
    assert level_of(without, findings) >= press("not_advised")


@pytest.mark.parametrize("code", FINDING_CODES)
@pytest.mark.parametrize("side", SIDES)
def test_a_video_alone_sends_nobody_to_an_appointment(code, side):
    """Without answers there is no level to give; what is urgent is told even so."""
    for confidence in CONFIDENCES:
        advice = advise(None, (make_finding(code, side, confidence),))
        assert advice.level in ("not_advised", "urgent")
        said = " ".join((advice.headline, *advice.because, *advice.what_to_do))
        assert "visit" not in said or advice.level == "urgent"
        assert code in ("nothing_found", "not_assessable") or "A made-up finding of" in str(advice)


@pytest.mark.parametrize("code", FINDING_CODES)
def test_one_finding_of_low_confidence_is_looked_at_again_and_sends_to_nobody(code):
    advice = advise(Answers(values=SAFE), (make_finding(code, "left", "low"),))
    assert advice.level == "self_care"
    if code not in ("nothing_found", "not_assessable"):
        assert "film it again" in advice.headline


@pytest.mark.parametrize("code", ["nothing_found", "not_assessable"])
@pytest.mark.parametrize("start", [{}, SAFE])
def test_nothing_found_or_not_judged_is_never_an_appointment(code, start):
    advice = advise(Answers(values=start), (make_finding(code, None),))
    assert advice.level == ("self_care" if start else "not_advised")


@given(values=some_answers())
def test_what_was_not_answered_is_not_told_to_the_doctor(values):
    values = {name: v for name, v in values.items() if QUESTIONS[name].type != "yes_no"}
    told = " ".join(advise(Answers(values=values)).tell_the_doctor)
    assert "No to:" not in told
    assert "No sudden sign" not in told


# --- every combination -----------------------------------------------------------------------


def check_whole(advice) -> None:
    assert advice.level in LEVELS
    assert advice.because
    assert advice.what_to_do
    assert bool(advice.whom_to_see) == (advice.level != "not_advised")
    assert advice.headline
    assert advice.how_soon
    assert advice.sources
    assert advice.not_a_diagnosis == say_intended_use()
    said = str(advice)
    assert "{" not in said.replace("{}", "")


@pytest.mark.slow
@pytest.mark.parametrize("part", keep_short(range(12), 0))
def test_every_pair_of_answers_gives_one_whole_advice(part):
    """Beside a clean list of warning signs: with an open one, a rule speaks in any case."""
    pairs = itertools.combinations(QUESTIONS.values(), 2)
    for first, second in itertools.islice(pairs, part, None, 12):
        for one, two in itertools.product(list_values(first), list_values(second)):
            pair = {first.id: one, second.id: two}
            values = {**SAFE, **{name: v for name, v in pair.items() if v is not None}}
            rules = choose_rules(load_rules(), Answers(values=values), ())
            assert rules
            assert rules[0].because
            assert rules[0].do or rules[0].visit


@pytest.mark.slow
def test_every_answer_beside_every_finding_gives_one_whole_advice():
    for code, (name, question) in itertools.product(FINDING_CODES, QUESTIONS.items()):
        for value in list_values(question):
            values = {} if value is None else {name: value}
            rules = choose_rules(load_rules(), Answers(values=values), (make_finding(code),))
            assert rules
            assert rules[0].because


@given(values=some_answers(), findings=st.none() | FINDINGS)
def test_any_answers_and_findings_give_one_whole_advice(values, findings):
    check_whole(advise(validate_answers(values), findings))


def days_of(soon: str) -> int:
    times = [say_soon(code) for code in HOW_SOON]
    return times.index(soon) if soon in times else len(times)


@given(values=some_answers(), findings=FINDINGS)
def test_nobody_is_told_to_wait_longer_than_a_rule_that_speaks_allows(values, findings):
    said = Answers(values=values)
    advice = advise(said, findings)
    rules = choose_rules(load_rules(), said, findings)
    assert days_of(advice.how_soon) == min(days_of(say_soon(rule.soon)) for rule in rules)
    if advice.level == "urgent":  # and the headline is that of the soonest
        assert days_of(say_soon(rules[0].soon)) == days_of(advice.how_soon)


def test_a_lump_beside_a_harmless_movement_sets_how_soon_and_the_headline():
    advice = advise(Answers(values={**SAFE, "when": ("blinking",), "lump": "yes"}))
    assert advice.how_soon == "within 2 weeks"
    assert advice.headline == "Plan a visit to an ear, nose and throat (ENT) doctor."


@given(values=some_answers(), findings=FINDINGS)
def test_beside_what_is_urgent_nothing_less_pressing_is_said(values, findings):
    rules = choose_rules(load_rules(), Answers(values={**values, "face_weaker": "yes"}), findings)
    assert len({rule.level for rule in rules}) == 1


@pytest.mark.parametrize("code", FINDING_CODES)
@pytest.mark.parametrize("side", SIDES)
def test_every_finding_alone_gives_one_whole_advice(code, side):
    check_whole(advise(None, (make_finding(code, side),)))
    check_whole(advise(Answers(values=SAFE), (make_finding(code, side),)))


# --- the table -------------------------------------------------------------------------------


def satisfy(condition) -> tuple[dict, tuple[Finding, ...]]:
    """Answers and findings that make a condition hold, and no more."""
    if isinstance(condition, FindingCondition):
        side = condition.sides[0] if condition.sides else "left"
        confidence = "low" if condition.sure is False else "high"
        return {}, (make_finding(condition.codes[0], side, confidence),)
    if isinstance(condition, GroupCondition):
        name = next(q.id for q in QUESTIONS.values() if q.group == condition.group)
        return {name: None if condition.open else condition.values[0]}, ()
    if isinstance(condition, UnlessCondition | NoFindingCondition):
        return {}, ()
    if isinstance(condition, NumberCondition):
        return {condition.question: condition.bound - (condition.test == "below")}, ()
    assert isinstance(condition, AnswerCondition)
    question = QUESTIONS[condition.question]
    if condition.test == "beyond":
        return {condition.question: None}, ()
    value = condition.values[0]
    return {condition.question: (value,) if question.type == "choices" else value}, ()


# Some rules stay silent beside a new movement, others beside an old one.
PEOPLE = (
    {"since": "up_to_2_weeks"},
    {"since": "over_1_year"},
    {"since": "over_1_year", "when": ("photos",)},
    {"since": "up_to_2_weeks", "where": ("eyelid",)},
    {"since": "over_1_year", "numb": "no"},
    {"palsy_when": "over_1_year", "eye_open_since": "over_1_year"},
)


@pytest.mark.parametrize(
    "rule", [rule for rule in load_rules().rules if not rule.alone], ids=lambda rule: rule.id
)
def test_every_rule_is_heard_by_someone(rule):
    values: dict = {}
    findings: tuple[Finding, ...] = ()
    for condition in (*rule.all_of, *rule.any_of[:1]):
        more, seen = satisfy(condition)
        for name, value in more.items():  # two conditions on one list ask for something of each
            both = isinstance(value, tuple) and isinstance(values.get(name), tuple)
            values[name] = values[name] + value if both else value
        findings += seen
    heard: set[str] = set()
    for person in PEOPLE:
        said = {name: v for name, v in {**SAFE, **person, **values}.items() if v is not None}
        heard |= {item.id for item in choose_rules(load_rules(), Answers(values=said), findings)}
    assert rule.id in heard


def test_a_table_without_a_fitting_rule_still_gives_advice():
    table = load_rules()
    bare = replace(table, rules=tuple(rule for rule in table.rules if rule.alone))
    advice = advise(Answers(values=SAFE), table=bare)
    check_whole(advice)
    assert advice.rules == ("nothing_said",)
