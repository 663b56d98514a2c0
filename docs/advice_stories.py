"""Made-up people as a table, and what each of them would answer to the questions.

``tests/triage/advice_stories.csv`` was written by somebody who had not read the rules. Its facts
are turned into answers here: what the questions leave out on purpose (tired eyes, a droop of years,
a cold sore) becomes the answer that the text of the question asks for.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from twitchcam.records import Advice, Answers, Finding
from twitchcam.triage.advise import advise
from twitchcam.triage.questions import is_asked, load_questions, validate_answers

TABLE = Path(__file__).parents[1] / "tests" / "triage" / "advice_stories.csv"
QUESTIONS = {question.id: question for question in load_questions()}

SEEN = {
    "none": None,
    "healthy": ("nothing_found", None, "moderate"),
    "unjudged": ("not_assessable", None, "high"),
    "lone_low_confidence": ("resting_twitch", "left", "low"),
    "weakness": ("smile_weakness", "left", "high"),
    "resting_twitches": ("resting_twitch", "left", "high"),
    "tremor": ("smile_tremor", "left", "high"),
    "blink_synkinesis": ("eye_to_mouth_cocontraction", "left", "high"),
    "smile_synkinesis": ("mouth_to_eye_cocontraction", "left", "high"),
    "sustained_spasm": ("one_sided_bursts", "left", "high"),
}


def read_facts(row: dict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The answers that stand in a row, and the facts that have no question of that name."""
    answers: dict[str, Any] = {}
    facts: dict[str, str] = {}
    for part in row["answers"].split(";"):
        name, _, value = (word.strip() for word in part.partition("="))
        if name.startswith("new:"):
            facts[name.removeprefix("new:")] = value
        elif name and QUESTIONS[name].type == "choices":
            answers[name] = value.split("|")
        elif name:
            answers[name] = float(value) if QUESTIONS[name].type == "number" else value
    return answers, facts


# Facts that have a question of another name; facts that are one option of a list; and facts that
# the help of a question says not to count.
RENAMED = {
    "fever_stiff_neck": "fever_stiff_neck",
    "jaw_pain_new_headache_or_sore_scalp": "jaw_or_scalp",
    "headache_or_flashing_lights": "birth_signs",
    "weakness_since": "weak_since",
    "droop_since": "weak_since",
    "eye_not_closing_since": "eye_open_since",
}
OPTIONS = {
    "tick_bite": ("before_it", "tick"),
    "red_ring": ("before_it", "ring"),
    "cancer_before": ("illness", "cancer"),
    "known_ms": ("illness", "nerve_or_muscle"),
    "known_parkinson": ("illness", "nerve_or_muscle"),
    "tics_after_infection": ("strain", "infection"),
}
NOT_COUNTED = {
    "only_tired_eyes": "headache_or_sick",
    "only_while_falling_asleep": "passed_out",
    "only_a_cold_sore": "ear_signs",
    "in_a_panic_attack": "hands_cramp",
}


def answer_as_asked(row: dict[str, str]) -> Answers:
    """What this person would answer, reading the questions and their help."""
    said, facts = read_facts(row)
    said |= {RENAMED[fact]: value for fact, value in facts.items() if fact in RENAMED}
    said |= {NOT_COUNTED[f]: "no" for f, v in facts.items() if v == "yes" and f in NOT_COUNTED}
    for question, option in list_options(facts):
        said[question] = [*(v for v in said.get(question, []) if v != "none"), option]
    said |= answer_on_droops(said, facts) | answer_on_eyes(facts) | answer_on_jerks(facts)
    if "palsy_recovery" in facts:
        said["palsy_better"] = "no" if facts["palsy_recovery"] == "none" else "yes"
    answers = validate_answers(said)
    asked = {name: v for name, v in answers.values.items() if is_asked(QUESTIONS[name], answers)}
    return replace(answers, values=asked)


def list_options(facts: dict[str, str]) -> Iterator[tuple[str, str]]:
    """List the facts that are one option of a list."""
    yield from (OPTIONS[fact] for fact in facts if fact in OPTIONS and facts[fact] == "yes")
    if facts.get("thyroid_operation") == "yes" and "thyroid_operation_when" not in facts:
        yield "before_it", "thyroid_op"  # asked about the weeks before
    injection = facts.get("face_injection_lately", "no")
    if injection != "no":
        yield "before_it", "dentist" if injection == "dental" else "injection"


def answer_on_droops(said: dict[str, Any], facts: dict[str, str]) -> dict[str, str]:
    """An old droop, and one that a dentist made, as the help of both questions says."""
    if facts.get("droop_since") == "over_1_year":
        return {"face_droops": "no"}
    if "injection_hours" in facts and said.get("face_droops") == "yes":
        return {"face_droops": "no", "face_weaker": "yes"}
    return {}


def answer_on_eyes(facts: dict[str, str]) -> dict[str, str]:
    """Answer what was told of a sore eye, and of fluid from the ear."""
    answers = {"lump": "yes"} if facts.get("fluid_from_ear") == "yes" else {}
    if "yes" in (facts.get(fact) for fact in ("jabbing_eye_pain", "eye_pain", "sees_less")):
        return {**answers, "eye_sore": "yes"}
    return {**answers, "eye_sore": "no"} if facts.get("eye_pain") == "no" else answers


def answer_on_jerks(facts: dict[str, str]) -> dict[str, str]:
    """Answer what was told of cramps in a panic, and of jerks that go on."""
    answers = {}
    if facts.get("in_a_panic_attack") == "yes":
        answers["breath_cramp"] = "before" if facts.get("had_it_before") == "yes" else "first"
    if facts.get("kind") == "pulled":
        answers["jerks_on"] = "no"
    elif "still_going_on" in facts:
        going_on = {"yes": "now", "no": "stopped"}
        answers["jerks_on"] = going_on.get(facts["still_going_on"], "unsure")
    return answers


def read_stories() -> dict[str, dict[str, str]]:
    """Read the rows of the table by the name of their story."""
    with TABLE.open(encoding="utf-8", newline="") as table:
        return {row["id"]: row for row in csv.DictReader(table)}


def tell(row: dict[str, str]) -> Advice:
    """Advise the person of a row."""
    answers = answer_as_asked(row)
    shown = SEEN[row["video"]]
    if shown is None:
        return advise(answers)
    code, side, confidence = shown
    finding = Finding(
        code=code, side=side, statement=f"The video shows {code}.", evidence={},
        confidence=confidence, limits=(), sources=(),
    )  # fmt: skip
    return advise(answers if answers.values else None, (finding,))
