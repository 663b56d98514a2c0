"""The questions at the keyboard: as a person would answer, skip, go back, stop and come back."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from twitchcam.errors import InputError
from twitchcam.records import Answers
from twitchcam.triage.answers_file import read_answers
from twitchcam.triage.interview import list_steps, read_step, run_interview
from twitchcam.triage.questions import is_red_flag, load_questions

RED_FLAGS = [question.id for question in load_questions() if is_red_flag(question)]
SOON = [question.id for question in load_questions() if question.group == "soon"]
READING_WORDS_PER_MINUTE = 238  # adults reading silently, Brysbaert 2019


class Person:
    """Types what it was told to; remembers what it saw."""

    def __init__(self, typed: Iterable[str], before: Answers | None = None) -> None:
        lines = iter(typed)
        self.seen: list[str] = []
        self.saved: list[Answers] = []
        self.answers, self.ending = run_interview(
            lambda: next(lines, None),
            self.seen.append,
            before or Answers(),
            self.saved.append,
        )

    @property
    def screen(self) -> str:
        return "\n".join(self.seen)


def step_of(name: str):
    return next(step for step in list_steps() if name in [q.id for q in step.questions])


def test_the_red_flags_come_first_on_one_screen():
    first = list_steps()[0]
    assert [question.id for question in first.questions] == RED_FLAGS
    assert Person([]).screen.count("\n") < 24


def test_the_red_flags_are_read_in_less_than_twenty_seconds():
    first = list_steps()[0]
    shown = " ".join([first.group.title, *(question.text for question in first.questions)])
    assert len(shown.split()) / READING_WORDS_PER_MINUTE * 60 < 18  # two seconds to press a key


@pytest.mark.parametrize("number", range(1, len(RED_FLAGS) + 1))
def test_a_red_flag_ends_the_questions_at_once(number):
    person = Person([str(number), "0"])
    assert person.ending == "emergency"
    assert person.answers.values[RED_FLAGS[number - 1]] == "yes"
    assert set(person.answers.values) == {RED_FLAGS[number - 1]}, "the others stay unknown"
    assert "Since this began" not in person.screen, "nothing more was asked"
    assert person.saved[-1] == person.answers


def test_none_of_these_answers_the_whole_list_with_no():
    person = Person(["0", "0"])
    assert person.answers.values == dict.fromkeys([*RED_FLAGS, *SOON], "no")


def test_not_sure_is_kept_as_not_sure_and_answered_at_once():
    person = Person(["3?"], before=Answers(country="US"))
    assert person.ending == "stopped"
    assert person.answers.values[RED_FLAGS[2]] == "unsure"
    assert "may be true, call 911 now." in person.screen
    assert "call" not in Person(["0"]).screen


def answer_steps(**typed: str) -> list[str]:
    """What to type, screen by screen: as given, Enter elsewhere; follow-ups left out."""
    return [
        typed.get(step.questions[0].id, "")
        for step in list_steps()
        if step.questions[0].only_if is None
    ]


def test_a_later_answer_that_makes_an_emergency_ends_the_questions_too():
    person = Person(answer_steps(face_droops="0", since="1", came_on="1", smile_weaker="y"))
    assert person.ending == "emergency"
    assert "Does your smile give up" not in person.screen


def test_coming_back_a_warning_sign_left_ticked_still_is_one():
    person = Person(["", "0"], before=Answers(values={RED_FLAGS[0]: "yes"}))
    assert person.ending == "emergency"
    cleared = Person(["0"], before=Answers(values={RED_FLAGS[0]: "yes"}))
    assert cleared.answers.values[RED_FLAGS[0]] == "no"
    assert cleared.ending == "stopped"


def test_coming_back_an_emergency_of_then_can_be_brought_up_to_date():
    then = {"since": "up_to_3_days", "came_on": "suddenly", "smile_weaker": "yes"}
    later = Person(["0", "0", "5"], before=Answers(values=then))
    assert later.ending == "stopped"
    assert later.answers.values["since"] == "over_1_year"
    assert Person(["0", "0", *[""] * 100], before=Answers(values=then)).ending == "done"


def test_answers_that_do_not_fit_together_are_asked_again_once():
    typed = answer_steps(face_droops="0", face_weaker="0", where="1", eye_and_mouth="y")
    person = Person([*typed, "1 3", "y"])
    assert person.ending == "done"
    assert "You said that only the lid moves." in person.screen
    assert person.answers.values["where"] == ("eyelid", "cheek")
    stubborn = Person([*typed, "", ""])
    assert stubborn.ending == "done", "asked again once, not for ever"
    assert stubborn.answers.values["where"] == ("eyelid",)
    assert Person(answer_steps(where="1")).screen.count("Where does it move?") == 1


def test_a_follow_up_to_an_answer_that_was_changed_is_let_go():
    before = Answers(values={"earlier_palsy": "yes", "palsy_side": "left"})
    changed = Person(["0", "0", "", "", "b", "b", "b", "n"], before=before).answers.values
    assert changed["earlier_palsy"] == "no"
    assert "palsy_side" not in changed


def test_a_skipped_question_stays_unknown():
    person = Person(["", "", ""])
    assert person.answers.values == {}
    assert person.saved == []


def test_answers_are_saved_after_every_step():
    person = Person(["0", "0", "1 3", "1"])
    assert [len(answers.values) for answers in person.saved] == [
        len(RED_FLAGS),
        len(RED_FLAGS) + len(SOON),
        len(RED_FLAGS) + len(SOON) + 1,
        len(RED_FLAGS) + len(SOON) + 2,
    ]
    assert person.answers.values["where"] == ("eyelid", "cheek")
    assert person.answers.values["side"] == "left"


def test_going_back_changes_an_answer_and_goes_on_from_there():
    person = Person(["0", "0", "3", "b", "1", "2"])
    assert "[cheek]" in person.screen
    assert person.answers.values["where"] == ("eyelid",)
    assert person.answers.values["side"] == "right"


def test_going_back_at_the_start_stays_there():
    assert Person(["b", "b", "0"]).answers.values == dict.fromkeys(RED_FLAGS, "no")


@pytest.mark.parametrize("typed", ["9999", "x", "0 1", "-1", "²", "1.5"])
def test_what_does_not_fit_is_said_and_asked_again(typed):
    person = Person([typed, "0"])
    assert "must be a number from 1 to" in person.screen
    assert person.answers.values == dict.fromkeys(RED_FLAGS, "no")


def test_help_explains_and_asks_again():
    person = Person(["?", "0"])
    assert "Smile at a mirror" in person.screen
    assert "Why:" in person.screen
    assert len(person.answers.values) == len(RED_FLAGS)


def test_coming_back_asks_the_red_flags_again_and_then_goes_on_where_it_stopped():
    first = Person(["0", "0", "3", "1"])
    assert first.ending == "stopped"
    second = Person(["0", "3", "2"], before=first.answers)
    assert second.answers.values[SOON[2]] == "yes", "signs to be seen soon may be new"
    assert second.answers.values["since"] == "up_to_2_weeks"
    assert "Where does it move?" not in second.screen
    third = Person(["2"], before=first.answers)
    assert third.ending == "emergency"


def test_coming_back_one_can_still_go_back_to_what_was_answered():
    first = Person(["0", "0", "3", "1"])
    second = Person(["0", "", "b", "2"], before=first.answers)
    assert second.answers.values["side"] == "right"


def test_a_follow_up_is_asked_only_where_it_applies():
    steps = list_steps()
    first = [step.questions[0] for step in steps]
    names = [question.id for question in first]
    skip = ["" for question in first[: names.index("earlier_palsy")] if question.only_if is None]
    assert "Which side was weak?" in Person([*skip, "y", ""]).screen
    assert "Which side was weak?" not in Person([*skip, "n", ""]).screen
    assert "Which side was weak?" not in Person([*skip, "", ""]).screen


def test_all_the_way_to_the_end():
    person = Person([""] * len(list_steps()))
    assert person.ending == "done"
    assert person.answers.values == {}


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("hold_back", "Y", "yes"),
        ("hold_back", "unsure", "unsure"),
        ("age", "23", 23.0),
        ("fear", "  a relapse ", "a relapse"),
        ("since", "3", "up_to_3_months"),
        ("when", "2,1", ("rest", "smiling")),
    ],
)
def test_what_is_typed_becomes_an_answer(name, typed, value):
    assert read_step(step_of(name), typed) == {name: value}


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("hold_back", "maybe", "must be y, n or u"),
        ("age", "old", "must be a number"),
        ("age", "nan", "must be a number from 0 to 120"),
        ("age", "200", "must be a number from 0 to 120"),
        ("since", "1 2", "must be one number"),
        ("illness", "1 2", "must be 'none' alone"),
        ("fear", "x" * 501, "at most 500 letters"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_in_words(name, typed, said):
    with pytest.raises(InputError, match=said):
        read_step(step_of(name), typed)


# --- the commands ----------------------------------------------------------------------------


@pytest.fixture
def command(monkeypatch, tmp_path, capsys):
    """``command("ask", typed=[...])``: the exit code and what was printed."""
    import sys

    from twitchcam import cli

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TWITCHCAM_COUNTRY", raising=False)

    def run(*words: str, typed: Iterable[str] = ()):
        lines = iter(typed)

        def read(prompt: str = "") -> str:
            sys.stdout.write(prompt)
            try:
                return next(lines)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", read)
        monkeypatch.setattr(sys, "argv", ["twitchcam", *words])
        with pytest.raises(SystemExit) as ended:
            cli.run_here()
        return ended.value.code or 0, capsys.readouterr()

    return run


def test_ask_stops_with_the_emergency_text_and_the_countrys_number(command, tmp_path):
    code, printed = command("ask", "--country", "gb", typed=["1"])
    assert code == 0
    assert "Call 999 now" in printed.out
    assert "EMERGENCY" in printed.out
    assert "NOW THE MOVEMENT" not in printed.out.upper()
    assert read_answers(tmp_path / "answers.toml").country == "GB"


def test_ask_can_be_stopped_and_gone_on_with(command, tmp_path):
    code, printed = command("ask", "--out", "me/said.toml", typed=["0", "0", "3", "q"])
    assert code == 0
    assert "twitchcam ask --out me/said.toml" in printed.out
    assert read_answers(tmp_path / "me/said.toml").values["where"] == ("cheek",)
    code, printed = command("ask", "--out", "me/said.toml", typed=["0", "0", "1"])
    assert read_answers(tmp_path / "me/said.toml").values["side"] == "left"


@pytest.mark.parametrize("typed", [["3?", "q"], ["0", "1", "q"]])
def test_whoever_stops_early_is_told_what_cannot_wait(command, typed):
    _code, printed = command("ask", typed=typed)
    assert "URGENT: TODAY" in printed.out
    assert "Go on later with" in printed.out
    _code, printed = command("ask", "--out", "calm.toml", typed=["0", "0", "q"])
    assert "WHAT TO DO" not in printed.out


def test_ask_to_the_end_gives_advice(command):
    typed = ["0", "0", "1", "1", "2", *[""] * 100]
    code, printed = command("ask", typed=typed)
    assert code == 0
    assert "You can wait and watch for two weeks." in printed.out
    assert "twitchcam analyze CLIP --answers answers.toml" in printed.out


def test_a_file_that_is_not_ours_is_not_written_over(command, tmp_path):
    (tmp_path / "notes.toml").write_text("mine = 1\n")
    code, printed = command("ask", "--out", "notes.toml", typed=["0"])
    assert code == 2
    assert "must be a file of answers" in printed.err
    assert (tmp_path / "notes.toml").read_text() == "mine = 1\n"


def test_advise_from_answers(command):
    command("ask", typed=["0", "0", "1", "1", "2", "q"])
    code, printed = command("advise", "--answers", "answers.toml", "--country", "JP")
    assert code == 0
    assert printed.out.startswith("LOOK AFTER IT YOURSELF FOR NOW\n")
    assert "Call 119 now" in printed.out
    code, printed = command("advise", "--answers", "answers.toml", "--full")
    assert "SOURCES" in printed.out
    assert "(read 2026-" in printed.out


@pytest.mark.slow
def test_advise_from_an_analysis(command, tmp_path):
    from examples_of_analysis import make_analysis

    from twitchcam import write_document

    write_document(make_analysis(), tmp_path / "analysis.json")
    code, printed = command("advise", "--analysis", "analysis.json")
    assert code == 0
    assert "No question was answered, and that is not a no." in " ".join(printed.out.split())
    assert "The left cheek twitched 3 times" in " ".join(printed.out.split())


@pytest.mark.slow
def test_analyze_takes_answers_and_writes_the_advice(command, tmp_path):
    from made_faces import made_track

    from twitchcam import read_document, write_track
    from twitchcam.synthetic.movements import Blink

    track = made_track(*(Blink(onset_s=1.0 + 2.0 * k) for k in range(6)), duration_s=14.0)
    write_track(track, tmp_path / "quiet.npz")
    command("ask", typed=["0", "0", "1", "1", "2", "q"])
    code, printed = command("analyze", "quiet.npz", "--answers", "answers.toml", "--country", "FR")
    assert code == 0
    assert "LOOK AFTER IT YOURSELF FOR NOW. You can wait and watch" in " ".join(printed.out.split())
    advice = read_document("quiet.twitchcam/analysis.json").advice
    assert advice.level == "self_care"
    assert advice.emergency_number == "112"
    assert "You told of a movement." in advice.to_clear_up[0]
    page = (tmp_path / "quiet.twitchcam/report.html").read_text(encoding="utf-8")
    text = (tmp_path / "quiet.twitchcam/advice.txt").read_text(encoding="utf-8")
    assert advice.headline in page
    assert "Call 112 now, whatever this report says." in page
    assert "Call 112 now" in printed.out
    assert advice.headline in " ".join(text.split())


def test_analyze_with_wrong_answers_does_nothing(command, tmp_path):
    (tmp_path / "clip.mp4").write_bytes(b"a video")
    code, printed = command("analyze", "clip.mp4", "--answers", "gone.toml")
    assert code == 2
    assert "gone.toml does not exist" in printed.err
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "got neither"),
        (("--answers", "gone.toml"), "gone.toml does not exist"),
        (("--analysis", "gone.json"), "gone.json does not exist"),
        (("--country", "XX", "--answers", "answers.toml"), "must be one of"),
    ],
)
def test_advise_says_what_is_wrong(command, words, said):
    command("ask", typed=["0"])
    code, printed = command("advise", *words)
    assert code == 2
    assert said in printed.err
    assert printed.out == ""
