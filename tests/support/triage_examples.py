"""Made-up findings, answers to some questions, and the stories, for the tests of advice."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from project_paths import ROOT

from twitchcam import advise, read_answers
from twitchcam.records import FINDING_CODES, Advice, Answers, Finding
from twitchcam.triage.notices import LEVELS
from twitchcam.triage.questions import SAFETY_GROUPS, Question, load_questions

QUESTIONS = {question.id: question for question in load_questions()}
SAFE = {question.id: "no" for question in QUESTIONS.values() if question.group in SAFETY_GROUPS}
SIDES = ("left", "right", "both", None)
CONFIDENCES = ("low", "moderate", "high")


def make_finding(code: str, side: str | None = "left", confidence: str = "high") -> Finding:
    return Finding(
        code=code,
        side=side,
        statement=f"A made-up finding of {code}.",
        evidence={"region": "cheek"},
        confidence=confidence,
        limits=(),
        sources=(),
    )


def press(level: str) -> int:
    """How pressing a level is; more is more."""
    return -LEVELS.index(level)


def level_of(values: dict, findings: tuple[Finding, ...] | None = None) -> int:
    return press(advise(Answers(values=values), findings).level)


def list_values(question: Question) -> list:
    """Every answer that matters, and ``None`` for no answer."""
    if question.type == "text":
        return [None, "my own words"]
    if question.type == "number":
        return [None, 8.0, 21.0, 61.0]
    if question.type == "choices":
        single = [(option,) for option in question.options]
        return [None, *single, tuple(option for option in question.options if option != "none")]
    return [None, *question.options]


PAIRS = [
    (name, value)
    for name, question in QUESTIONS.items()
    for value in list_values(question)
    if value is not None
]


def some_answers() -> st.SearchStrategy[dict]:
    """Answers to some of the questions, often beside a clean list of warning signs."""
    few = st.lists(st.sampled_from(PAIRS), max_size=8).map(dict)
    return st.builds(lambda start, values: {**start, **values}, st.sampled_from([{}, SAFE]), few)


FINDINGS = st.lists(
    st.builds(
        make_finding,
        st.sampled_from(FINDING_CODES),
        st.sampled_from(SIDES),
        st.sampled_from(CONFIDENCES),
    ),
    max_size=3,
).map(tuple)


STORIES = ROOT / "tests" / "triage" / "stories"
# What the clip of each story should show, as (code, side), and what the advice must be.
CLIPS = {
    "smile_tremor": (
        [("smile_tremor", "left"), ("smile_weakness", "left"), ("smile_fatigue", "left")],
        "appointment",
    ),
    "bilateral_twitches": (
        [("resting_twitch", "left"), ("resting_twitch", "right"), ("bilateral_twitch", "both")],
        "appointment",
    ),
    "blink_cheek": ([("eye_to_mouth_cocontraction", "left")], "appointment"),
    "resting_cheek": ([("resting_twitch", "left")], "self_care"),
    "mouth_corner_after_palsy": (
        [("resting_twitch", "left"), ("mouth_to_eye_cocontraction", "left")],
        "appointment",
    ),
}
ALONE = {
    "lip_at_rest": "self_care",
    "posing_for_photos": "self_care",
    "on_stage": "self_care",
    "brow_with_headache": "appointment",
    "jaw_then_lip": "appointment",
    "lid_two_months": "appointment",
}


def read_story(name: str, **changes: object) -> Answers:
    answers = read_answers(STORIES / f"{name}.toml")
    return replace(answers, values={**answers.values, **changes})


def tell(name: str, *, video: bool = True, **changes: object) -> Advice:
    """Advice for a story, with its findings as they should be."""
    findings = None
    if video and name in CLIPS:
        findings = tuple(make_finding(code, side) for code, side in CLIPS[name][0])
    return advise(read_story(name, **changes), findings)
