"""Every text that a worried person reads: simple, calm, and never a verdict."""

from __future__ import annotations

import re

import pytest
import textstat
from project_paths import ROOT
from triage_examples import ALONE, CLIPS, make_finding, read_story, tell

from twitchcam import advise
from twitchcam.records import FINDING_CODES
from twitchcam.report import words as report_words
from twitchcam.report.advice_text import make_advice_text
from twitchcam.triage import notices
from twitchcam.triage.conditions import AnswerCondition
from twitchcam.triage.describe import match_words
from twitchcam.triage.interview import list_welcome
from twitchcam.triage.questions import load_groups, load_questions
from twitchcam.triage.rules import load_rules
from twitchcam.triage.sources import load_sources

HARDEST_GRADE = 8.0
TABLE = load_rules()

# Reviewed. No illness is named unless the person named it first, no scale of a clinic lends its
# name, nothing sounds like a verdict, and nothing frightens.
ILLNESSES = (
    "als", "mnd", "motor neurone", "motor neuron", "ms", "sclerosis", "tumour", "tumor", "cancer",
    "stroke", "epilepsy", "parkinson", "myasthenia", "dystonia", "hemifacial", "blepharospasm",
    "myokymia", "fasciculation", "fasciculations", "neuropathy", "encephalitis", "tetany", "bell",
    "bell's", "ramsay", "tourette", "tic", "tics", "synkinesis", "palsy", "paralysis", "lesion",
)  # fmt: skip
SCALES = (
    "sunnybrook", "house", "brackmann", "eface", "face-q", "fdi", "saq", "hfs-7", "hfs-8", "hsgs",
    "jankovic", "fngs", "cohen", "score", "grade",
)  # fmt: skip
VERDICTS = (
    "you suffer", "you probably", "you likely", "you are ill", "diagnosed", "sign of", "signs of",
    "symptom", "symptoms", "disorder", "disease", "patient", "abnormal", "suspect", "positive for",
)  # fmt: skip
ALARMS = (
    "serious", "dangerous", "danger", "deadly", "fatal", "severe", "panic", "terrible", "alarming",
    "life-threatening", "malignant", "incurable", "die", "death", "disabled",
)  # fmt: skip
# Said only to people who named it, and explained there.
_PALSY = AnswerCondition(question="earlier_palsy", test="is", values=("yes",))
_CANCER = AnswerCondition(question="illness", test="is", values=("cancer",))
NAMED_BY_THEM = {"palsy": _PALSY, "synkinesis": _PALSY, "cancer": _CANCER}
# The comfort that the health service gives, word for word; else nothing is called serious.
COMFORT = "They are very rarely a sign of something serious."


def fill(text: str) -> str:
    return (
        text.replace("{number}", "999")
        .replace("{on_side}", "on the left side")
        .replace("{habits}", "coffee or tea and a lot of stress")
        .replace("{illness_or_medicine}", "an illness (thyroid)")
    )


def list_texts() -> dict[str, str]:
    """Every text by its place."""
    texts = {f"group {group.id}": group.title for group in load_groups()}
    for question in load_questions():
        for name in ("text", "help", "why"):
            texts[f"question {question.id} {name}"] = getattr(question, name)
    for rule in TABLE.rules:
        for name in ("headline", "because", *(["visit"] if rule.visit else [])):
            texts[f"rule {rule.id} {name}"] = fill(getattr(rule, name))
        for name in ("comfort", "do", "tell", "check", "self_care", "watch"):
            for k, text in enumerate(getattr(rule, name)):
                texts[f"rule {rule.id} {name} {k}"] = fill(text)
    texts |= {f"log {k}": text for k, text in enumerate(TABLE.log)}
    texts |= {f"doctor {name}": f"You can see {words}." for name, words in TABLE.doctors.items()}
    texts |= {f"level {name}": notices.name_level(name) for name in notices.LEVELS}
    texts |= {f"sign {k}": text for k, text in enumerate(notices.list_emergency_signs())}
    texts |= {
        "intended use": notices.say_intended_use(),
        "emergency": report_words.say_emergency(None),
        "other fear": TABLE.other_fear,
        "welcome": " ".join(list_welcome()),
    }
    return texts


def list_labels() -> dict[str, str]:
    """Words for the doctor, and words of choices."""
    texts = {f"all no {group.id}": group.all_no for group in load_groups()}
    for question in load_questions():
        texts[f"label {question.id}"] = question.label
        for value, words in question.options.items():
            texts[f"option {question.id} {value}"] = words
    return texts


TEXTS = list_texts()
FEARS = {f"fear {fear.id}": fill(fear.answer) for fear in TABLE.fears}
LABELS = list_labels()
ALL_READ = {**TEXTS, **FEARS}
# What is asked about a palsy names it, once explained.
ASKED_BY_NAME = {
    "palsy": (
        "question earlier_palsy help", "label earlier_palsy", "label palsy_side",
        "label palsy_when", "label palsy_better",
    ),
    "epilepsy": ("option illness fits",),
    "cancer": ("option illness cancer",),
}  # fmt: skip


def may_say(place: str, word: str) -> bool:
    """Whether a word is allowed in a place after all."""
    if place in ASKED_BY_NAME.get(word, ()):
        return True
    asked = NAMED_BY_THEM.get(word)
    if asked is not None and place.startswith("rule "):
        rule = next(rule for rule in TABLE.rules if rule.id == place.split()[1])
        return asked in rule.all_of
    return False


@pytest.mark.slow
def test_every_text_can_be_read_at_twelve():
    grades = {place: textstat.flesch_kincaid_grade(text) for place, text in ALL_READ.items()}
    assert len(grades) > 700
    hard = {place: grade for place, grade in grades.items() if grade > HARDEST_GRADE}
    assert not hard, {place: (grade, ALL_READ[place]) for place, grade in hard.items()}


@pytest.mark.slow
@pytest.mark.parametrize("name", {**CLIPS, **ALONE})
def test_the_advice_of_every_story_can_be_read_at_twelve(name):
    advice = tell(name)
    said = [
        advice.headline, advice.rests_on, *advice.because, *advice.what_to_do,
        *advice.to_clear_up, *advice.about_your_worry, *advice.self_care, *advice.watch_for,
        *advice.keep_a_log,
    ]  # fmt: skip
    assert textstat.flesch_kincaid_grade(" ".join(said)) <= HARDEST_GRADE


@pytest.mark.slow
def test_the_measure_of_reading_sees_hard_texts():
    hard = "Contraindicated pharmacological interventions necessitate multidisciplinary evaluation."
    assert textstat.flesch_kincaid_grade(hard) > 2 * HARDEST_GRADE


def test_no_text_holds_a_forbidden_word():
    found = [
        (place, word)
        for place, text in {**TEXTS, **LABELS}.items()
        for word in (*ILLNESSES, *SCALES, *VERDICTS, *ALARMS)
        if match_words(text.replace(COMFORT, ""), (word,)) and not may_say(place, word)
    ]
    assert not found


@pytest.mark.parametrize("place", FEARS)
def test_an_answer_to_a_fear_is_calm_and_promises_nothing(place):
    text = FEARS[place]
    found = [w for w in (*SCALES, *VERDICTS, *ALARMS) if match_words(text, (w,))]
    assert [word for word in found if word != "signs of"] == []
    assert not re.search(r"\byou (do not|don't|cannot) have\b", text.lower())


def test_the_search_for_words_sees_them():
    assert match_words("It could be MS.", ("ms",))
    assert not match_words("It seems fine.", ("ms",))
    assert match_words("Is it Bell\N{RIGHT SINGLE QUOTATION MARK}s?", ("bell's",))


@pytest.mark.parametrize("fear", TABLE.fears, ids=lambda fear: fear.id)
def test_an_illness_is_named_only_to_those_who_named_it(fear):
    named = read_story("resting_cheek", fear=f"Is it {fear.words[0]}?")
    assert fill(fear.answer) in [
        text.replace("your local emergency number", "999")
        for text in advise(named).about_your_worry
    ]
    for code in FINDING_CODES:
        advice = advise(read_story("resting_cheek"), (make_finding(code),))
        assert advice.about_your_worry == ()
        assert not match_words(make_advice_text(advice, full=True), ("als", "ms", "tumour"))


def test_another_fear_is_heard_too():
    advice = advise(read_story("resting_cheek", fear="my nephew's wedding"))
    assert advice.about_your_worry == (TABLE.other_fear,)


def test_what_a_person_reads_of_a_source_names_no_illness():
    for source in load_sources().values():
        shown = source.name + (f" {source.address}" if source.show_address else "")
        plain = re.sub(r"[^a-z']", " ", shown.lower())
        assert not match_words(plain, ILLNESSES), source.key


# --- one text for what this is ---------------------------------------------------------------


def read_quote(text: str) -> str:
    """The quoted lines of a Markdown page as one line."""
    lines = [line[1:] for line in text.splitlines() if line.startswith(">")]
    return " ".join(" ".join(lines).replace("*", "").split())


def test_the_intended_use_is_the_same_everywhere():
    assert notices.say_intended_use() in read_quote(
        (ROOT / "README.md").read_text(encoding="utf-8")
    )
    for name in {**CLIPS, **ALONE}:
        advice = tell(name)
        assert advice.not_a_diagnosis == notices.say_intended_use()
        for full in (False, True):
            page = " ".join(make_advice_text(advice, full=full).split())
            assert page.endswith(notices.say_intended_use())


def test_the_emergency_sentence_is_the_same_in_the_readme():
    assert notices.say_emergency() in read_quote((ROOT / "README.md").read_text(encoding="utf-8"))


def test_the_intended_use_claims_no_more_than_it_may():
    for phrase in ("not a medical device", "diagnosis", "measurements", "people and researchers"):
        assert phrase in notices.say_intended_use()
    assert not match_words(
        notices.say_intended_use(), ("detects", "screens", "treats", "helps doctors")
    )


# --- emergency numbers -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("GB", "999"),
        ("DE", "112"),
        ("US", "911"),
        ("JP", "119"),
        ("TW", "119"),
        ("AU", "000"),
        ("NO", "113"),
    ],
)
def test_the_number_is_that_of_the_country(country, number):
    from twitchcam.triage.questions import validate_answers

    advice = advise(validate_answers({"face_droops": "yes"}, country=country))
    assert advice.headline.startswith(f"Call {number} now.")
    assert advice.emergency_number == number


def test_without_a_country_the_local_number_is_named():
    assert "your local emergency number" in tell("resting_cheek").watch_for[0]
