"""The tables of questions, rules and sources, and files of answers: read strictly or not at all."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st
from triage_examples import SAFE, some_answers

from twitchcam import advise, read_answers, write_answers
from twitchcam.errors import InputError
from twitchcam.records import FINDING_CODES, Answers, Measurement
from twitchcam.triage.answers_file import dump_answers
from twitchcam.triage.conditions import FindingCondition
from twitchcam.triage.questions import (
    SAFETY_GROUPS,
    is_asked,
    is_red_flag,
    list_open,
    load_groups,
    load_questions,
    validate_answers,
)
from twitchcam.triage.reading import FOLDER
from twitchcam.triage.rules import load_rules
from twitchcam.triage.sources import load_sources

# What the doctors asked in their public answers, and the questions that stand for it.
ASKED = {
    "since when": ["since"],
    "always or only in certain situations, how often": ["when", "every_time", "how_often"],
    "what worsens or eases it": ["makes_worse", "makes_better", "stronger"],
    "coffee, energy drinks, alcohol, other drugs": ["takes"],
    "stress, sleep, fluids": ["strain"],
    "weakness": ["arm_or_leg_weak", "limbs_weaker", "face_weaker", "smile_weaker"],
    "numbness or tingling": ["numb"],
    "vision, swallowing, speech, balance": [
        "sight_lost", "breath_or_swallow", "speech_slurred", "balance_lost", "balance_slow",
        "swallow_or_speech_slow",
    ],
    "twitches elsewhere": ["twitches_elsewhere", "hands_tremble"],
    "chronic conditions": ["illness"],
    "regular medicines": ["medicines", "medicine_names", "new_medicine"],
    "recent change or spread": ["course", "spread", "came_on"],
    "earlier facial palsy, injury": ["earlier_palsy", "palsy_side", "palsy_when", "injury"],
    "ache or pain": ["aches", "ear_signs"],
    "at rest, asleep, eating": ["when"],
    "held back, urge, touch": ["hold_back", "urge", "touch_stops"],
    "wasting, jerks of the arm": ["muscles_thinner", "arm_jerks"],
    "blackouts, confusion, memory": ["passed_out", "earlier_fit", "memory"],
    "pregnancy": ["pregnant"],
    "clicks in the ear": ["ear_click"],
    "tiring": ["tires", "lids_or_double"],
    "socially": ["bothers"],
}  # fmt: skip


_WRITTEN: dict[str, str] = {}


def write_part(part: dict) -> str:
    """As TOML; what is the same in many copies is written out once, for it takes long."""
    key = repr(part)
    if key not in _WRITTEN:
        _WRITTEN[key] = tomlkit.dumps(part)
    return _WRITTEN[key]


def change_table(name: str, folder: Path, change) -> Path:
    """A copy of a shipped table with a change made to it."""
    table = tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
    change(table)
    tables = {key: rows for key, rows in table.items() if isinstance(rows[0], dict)}
    values = {key: value for key, value in table.items() if key not in tables}
    parts = [values, *({key: [row]} for key, rows in tables.items() for row in rows)]
    path = folder / name
    path.write_text("\n".join(write_part(part) for part in parts), encoding="utf-8")
    return path


def find(items: list[dict], key: str, value: str) -> dict:
    return next(item for item in items if item.get(key) == value)


def test_all_that_doctors_asked_is_asked():
    ids = {question.id for question in load_questions()}
    assert {name for names in ASKED.values() for name in names} <= ids


def test_red_flags_come_first_and_are_yes_or_no():
    questions = load_questions()
    flags = [is_red_flag(question) for question in questions]
    assert flags == sorted(flags, reverse=True)
    assert sum(flags) >= 8
    for question in questions:
        if question.group in SAFETY_GROUPS:
            assert (question.type, question.worse) == ("yes_no", "yes")


def give_answer(question):
    if question.type == "text":
        return "Some words"
    if question.type == "number":
        return 21.0
    value = "yes" if question.type == "yes_no" else next(iter(question.options))
    return (value,) if question.type == "choices" else value


@pytest.mark.parametrize("question", load_questions(), ids=lambda question: question.id)
def test_every_answer_reaches_the_doctor(question):
    told = " ".join(advise(Answers(values={question.id: give_answer(question)})).tell_the_doctor)
    assert question.label.lower() in told.lower()


def test_every_source_resolves_and_is_used():
    known = load_sources()
    table = load_rules()
    used = {key for question in load_questions() for key in question.sources}
    used |= {key for rule in table.rules for key in rule.sources}
    used |= {key for fear in table.fears for key in fear.sources}
    assert used == set(known)


def test_every_source_has_an_address_or_is_a_public_answer_or_ours():
    for source in load_sources().values():
        assert source.address.startswith("http") or source.kind in ("asked", "judgement")
        assert (source.read == "none") == (source.kind == "judgement")


def test_every_finding_has_a_rule():
    conditions = [c for rule in load_rules().rules for c in (*rule.all_of, *rule.any_of)]
    codes = {code for c in conditions if isinstance(c, FindingCondition) for code in c.codes}
    assert codes == set(FINDING_CODES)


def test_every_finding_that_the_code_can_state_is_known_to_the_rules():
    stated = set()
    for path in (FOLDER.parent / "interpretation").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        stated |= set(re.findall(r'code="(\w+)"', text))
        stated |= set(re.findall(r'"([a-z]+(?:_[a-z]+)*_(?:cocontraction|twitch|tremor))"', text))
    stated -= set(get_args(Measurement))  # what a stretch spoils is called alike
    assert stated
    assert stated <= set(FINDING_CODES)


def test_every_sign_of_the_safety_lists_raises_the_level_alone():
    for name in SAFE:
        said = {**SAFE, "since": "up_to_3_days", "where": ("eyelid",)}
        assert advise(Answers(values=said)).level == "self_care"
        assert advise(Answers(values={**said, name: "yes"})).level != "self_care", name


# --- what does not fit is refused ------------------------------------------------------------


def spoil_condition(**condition):
    return lambda table: find(table["rule"], "id", "numb").update(all=[condition])


RULE_FAULTS = {
    "a question that is not there": (
        spoil_condition(answer="nose", **{"is": ["yes"]}),
        "must name a known question, got 'nose'",
    ),
    "an answer that is not there": (
        spoil_condition(answer="numb", **{"is": ["maybe"]}),
        "must name a known answer, got 'maybe'",
    ),
    "a finding that is not there": (
        spoil_condition(finding=["nose_twitch"]),
        "must name a known finding, got 'nose_twitch'",
    ),
    "a side that is not there": (
        spoil_condition(finding=["lid_flutter"], side=["up"]),
        "must name a known side, got 'up'",
    ),
    "a group that is not there": (spoil_condition(group="later", open=True), "known group"),
    "a group without a test": (spoil_condition(group="now"), "either is or open"),
    "a condition on nothing": (spoil_condition(video="yes"), "must have answer, group or finding"),
    "a condition with two tests": (
        spoil_condition(answer="numb", **{"is": ["yes"], "only": ["yes"]}),
        "one of is, beyond, only",
    ),
    "a source that is not there": (
        lambda table: find(table["rule"], "id", "numb").update(sources=["a-friend"]),
        "must name a known source, got 'a-friend'",
    ),
    "a guideline that is none": (
        lambda table: find(table["rule"], "id", "numb").update(basis=["guideline"]),
        "must name a guideline or health service",
    ),
    "a doctor's answer that is none": (
        lambda table: find(table["rule"], "id", "lump").update(basis=["asked"]),
        "must name a doctor's answer",
    ),
    "a level that is not there": (
        lambda table: find(table["rule"], "id", "numb").update(level="panic"),
        "level must be one of",
    ),
    "a doctor that is not there": (
        lambda table: find(table["rule"], "id", "numb").update(whom=["the_queen"]),
        "must name a known kind of doctor",
    ),
    "no step to take": (
        lambda table: find(table["rule"], "id", "numb").update(id="nameless"),
        "at least one entry in 'do'",
    ),
    "a time that nobody can say": (
        lambda table: find(table["rule"], "id", "numb").update(soon="one_day"),
        "must have words, got none called 'advice-soon-one_day'",
    ),
    "a doctor whom nobody can name": (
        lambda table: table["doctors"].append("the_queen"),
        "must have words, got none called 'advice-doctor-the_queen'",
    ),
    "a line that nobody can say": (
        lambda table: table["line"][0].update(id="nameless"),
        "must have words, got none called 'advice-line-nameless'",
    ),
    "a worry without an answer": (
        lambda table: table["fear"][0].update(id="spiders"),
        "must have words, got none called 'advice-fear-spiders",
    ),
    "a key that is misspelt": (
        lambda table: find(table["rule"], "id", "numb").update(headlin="x"),
        "must not have 'headlin'",
    ),
    "two rules of one name": (
        lambda table: table["rule"].append(find(table["rule"], "id", "numb")),
        "must hold 'numb' once",
    ),
    "a rule that would silence a more pressing one": (
        lambda table: find(table["rule"], "id", "numb").update(instead_of=["face_droops"]),
        "must not silence face_droops",
    ),
    "a rule that silences nothing": (
        lambda table: find(table["rule"], "id", "numb").update(instead_of=["gone"]),
        "must name a known rule",
    ),
    "a red flag that calls nobody": (
        lambda table: table["rule"].remove(find(table["rule"], "id", "sight_lost")),
        "must call for help when sight_lost is yes",
    ),
    "an urgent step at no known time": (
        lambda table: find(table["rule"], "id", "eye_sore").update(soon="some day"),
        "soon must be one of",
    ),
    "nothing for when no rule speaks": (
        lambda table: table["rule"].remove(find(table["rule"], "id", "nothing_said")),
        "a rule that always speaks alone",
    ),
    "conditions that are no list": (
        lambda table: find(table["rule"], "id", "numb").update(all="numb"),
        "must be lists of conditions",
    ),
}
QUESTION_FAULTS = {
    "a source that is not there": (
        lambda table: find(table["question"], "id", "side").update(sources=["a-friend"]),
        "must name a known source, got 'a-friend'",
    ),
    "no source": (
        lambda table: find(table["question"], "id", "side").update(sources=[]),
        "at least one source",
    ),
    "a type that is not there": (
        lambda table: find(table["question"], "id", "side").update(type="guess"),
        "must name a known type",
    ),
    "a group that is not there": (
        lambda table: find(table["question"], "id", "side").update(group="later"),
        "must name a known group",
    ),
    "a follow-up to nothing": (
        lambda table: find(table["question"], "id", "side").update(only_if={"fear": ["yes"]}),
        "earlier question in only_if",
    ),
    "options where none belong": (
        lambda table: find(table["question"], "id", "side").update(options={"up": "up"}),
        "options for choice and choices, and only then",
    ),
    "a question without words": (
        lambda table: find(table["question"], "id", "bothers").update(id="nameless"),
        "must have words, got none called 'question-nameless",
    ),
    "an answer without words": (
        lambda table: find(table["question"], "id", "where")["options"].append("nose"),
        "must have words, got none called 'question-where.is-nose'",
    ),
    "a red flag that is no yes or no": (
        lambda table: find(table["question"], "id", "face_droops").update(worse="no"),
        "whose worse answer is yes",
    ),
    "questions in the wrong order": (
        lambda table: table["question"].reverse(),
        "order of the groups|earlier question",
    ),
    "a list that does not begin with red flags": (
        lambda table: table["group"].reverse(),
        "must begin with the group 'now'",
    ),
}
SOURCE_FAULTS = {
    "a kind that is not there": (
        lambda table: table["source"][0].update(kind="rumour"),
        "kind must be one of",
    ),
    "a day that is none": (
        lambda table: table["source"][0].update(checked="last week"),
        "checked must be a day",
    ),
    "no name": (lambda table: table["source"][0].pop("name"), "must have 'name'"),
    "one key twice": (lambda table: table["source"].append(table["source"][0]), "once"),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", RULE_FAULTS)
def test_a_wrong_rule_is_refused_by_name(fault, tmp_path):
    change, said = RULE_FAULTS[fault]
    with pytest.raises(InputError, match=said):
        load_rules(change_table("rules.toml", tmp_path, change))


@pytest.mark.parametrize("fault", QUESTION_FAULTS)
def test_a_wrong_question_is_refused_by_name(fault, tmp_path):
    change, said = QUESTION_FAULTS[fault]
    with pytest.raises(InputError, match=said):
        load_questions(change_table("questions.toml", tmp_path, change))


@pytest.mark.parametrize("fault", SOURCE_FAULTS)
def test_a_wrong_source_is_refused_by_name(fault, tmp_path):
    change, said = SOURCE_FAULTS[fault]
    with pytest.raises(InputError, match=said):
        load_sources(change_table("sources.toml", tmp_path, change))


def test_an_unchanged_copy_is_read_as_the_table_that_ships(tmp_path):
    copy = change_table("rules.toml", tmp_path, lambda table: None)  # noqa: ARG005
    assert load_rules(copy) == load_rules()


# --- answers ---------------------------------------------------------------------------------


def test_answers_are_checked_against_their_questions():
    said = validate_answers(
        {"numb": True, "where": "cheek", "age": 23, "fear": "  ", "side": None}, country="de"
    )
    assert said.values["numb"] == "yes"
    assert said.values["where"] == ("cheek",)
    assert said.values["age"] == 23.0
    assert "side" not in said.values
    assert said.country == "DE"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"nose": "yes"}, "must name a known question, got 'nose'"),
        ({"numb": "maybe"}, "numb must be one of yes, no, unsure, got 'maybe'"),
        ({"numb": 1}, "numb must be one of"),
        ({"numb": ["yes"]}, "numb must be one of"),
        ({"where": ["cheek", "nose"]}, "where must be one of"),
        ({"where": {"cheek": 1}}, "where must be a list of choices"),
        ({"illness": ["none", "kidney"]}, "must be 'none' alone"),
        ({"age": "old"}, "age must be a number from 0 to 120"),
        ({"age": float("nan")}, "age must be a number"),
        ({"age": True}, "age must be a number"),
        ({"fear": 3}, "fear must be text"),
        ({"fear": "x" * 501}, "at most 500 letters, got 501"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(values, said):
    with pytest.raises(InputError, match=said):
        validate_answers(values)


def test_people_in_britain_may_write_uk():
    assert validate_answers({}, country="uk").country == "GB"


def test_a_country_without_a_known_number_is_refused():
    with pytest.raises(InputError, match=r"The country must be one of .*, got 'XX'"):
        validate_answers({}, country="XX")


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".toml", ".json"])
@given(values=some_answers(), words=st.text(max_size=60), country=st.sampled_from([None, "GB"]))
def test_answers_come_back_as_they_were_written(tmp_path_factory, suffix, values, words, country):
    path = tmp_path_factory.getbasetemp() / f"answers{suffix}"
    said = validate_answers({**values, "fear": words}, country=country, answered_on="2026-11-24")
    write_answers(said, path)
    assert read_answers(path) == said


def test_a_file_of_answers_shows_every_question_and_what_was_left_open():
    text = dump_answers(Answers(values={"numb": "no"}))
    for question in load_questions():
        assert f"# {question.text}" in text
    assert '\nnumb = "no"\n' in text
    assert "\n# side =\n" in text


def test_a_file_of_answers_is_for_its_owner_only(tmp_path):
    write_answers(Answers(), tmp_path / "answers.toml")
    assert (tmp_path / "answers.toml").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.toml", "not toml at all", "must be a TOML file"),
        ("a.toml", "", "must be a file of answers"),
        ("a.toml", "twitchcam_answers = 2\n[answers]\n", "must be a file of answers"),
        ("a.toml", "twitchcam_answers = 1\nanswers = 3\n", "must be a file of answers"),
        ("a.toml", "twitchcam_answers = 1\nage = 3\n[answers]\n", "got 'age'"),
        ("a.toml", "twitchcam_answers = 1\n[answers]\nnose = 'x'\n", "a.toml must name a known"),
        ("a.toml", "twitchcam_answers = 1\ncountry = 3\n[answers]\n", "country must be"),
        ("a.toml", "\x00\x01", "must be a TOML file"),
        ("a.json", "[1", "must be JSON"),
        ("a.json", "[" * 100_000, "must be JSON"),
        ("a.json", "[]", "must be a file of answers"),
        ("a.json", json.dumps({"twitchcam_answers": 1, "answers": {"age": 1e999}}), "age must be"),
    ],
)  # fmt: skip
def test_another_file_is_not_taken_for_answers(tmp_path, name, text, said):
    (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=said):
        read_answers(tmp_path / name)


def test_a_file_of_answers_that_is_not_there_or_a_folder(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        read_answers(tmp_path / "gone.toml")
    with pytest.raises(InputError, match="could not be read"):
        read_answers(tmp_path)
    with pytest.raises(InputError, match=r"^\. could not be read"):
        read_answers(".")


def test_what_is_still_open_is_known():
    first = load_questions()[0]
    assert first in list_open(Answers())
    assert first not in list_open(Answers(values={first.id: "no"}))
    assert {group.id for group in load_groups() if group.checklist} == set(SAFETY_GROUPS)
    side = next(q for q in load_questions() if q.id == "palsy_side")
    assert not is_asked(side, Answers())
    assert is_asked(side, Answers(values={"earlier_palsy": "yes"}))
