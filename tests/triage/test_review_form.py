"""The form for clinicians, and what is said about a filled one."""

from __future__ import annotations

import csv

import pytest

from docs.review_form import FORM, N_STORIES, TABLE, choose_stories, make_form, make_table
from twitchcam.errors import InputError
from twitchcam.report.advice_agreement import (
    ORDER,
    compare_form,
    find_weighted_kappa,
    say_agreement,
)


@pytest.mark.slow
def test_the_form_is_current():
    assert FORM.read_text(encoding="utf-8") == make_form(), "run: python -m docs.make_triage"
    assert TABLE.read_text(encoding="utf-8") == make_table(), "run: python -m docs.make_triage"


@pytest.mark.slow
def test_the_form_holds_sixty_people_of_every_level_and_their_levels_last():
    stories = choose_stories()
    assert len({name for name, _, _ in stories}) == N_STORIES == 60
    assert {level for _, _, level in stories} == set(ORDER)
    form = make_form()
    assert form.count("Your level:") == N_STORIES
    assert form.index("The levels given") > form.rindex("Your level:")


# Cohen 1968, table 1: two diagnosticians, 200 patients, his own weights of disagreement.
COHEN_1968 = ((88, 14, 18), (10, 40, 10), (2, 6, 12))
HIS_WEIGHTS = ((0, 1, 3), (1, 0, 6), (3, 6, 0))


def test_weighted_kappa_is_that_of_the_paper_it_comes_from():
    assert find_weighted_kappa(COHEN_1968, HIS_WEIGHTS) == pytest.approx(0.348, abs=5e-4)
    plain = [[float(i != j) for j in range(3)] for i in range(3)]
    assert find_weighted_kappa(COHEN_1968, plain) == pytest.approx(0.492, abs=5e-4)


def test_full_agreement_is_one_chance_is_nought_and_one_level_says_nothing():
    squares = [[float((i - j) ** 2) for j in range(2)] for i in range(2)]
    assert find_weighted_kappa([[5, 0], [0, 5]], squares) == 1.0
    assert find_weighted_kappa([[4, 4], [4, 4]], squares) == 0.0
    assert find_weighted_kappa([[9, 0], [0, 0]], squares) is None


def fill(path, change):
    rows = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
    for k, row in enumerate(rows):
        row["yours"] = change(k, row["given"])
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_a_filled_form_is_compared(tmp_path):
    def answer(k: int, given: str) -> str:
        if k == 0:
            return "Self-care" if given != "self_care" else "urgent"
        return "" if k == 1 else given.replace("_", " ")

    agreement = compare_form(fill(tmp_path / "filled.csv", answer))
    assert (agreement.n_stories, agreement.n_left_out, agreement.n_agreed) == (59, 1, 58)
    assert len(agreement.too_low) + len(agreement.too_high) == 1
    assert 0.8 < agreement.weighted_kappa < 1.0
    said = say_agreement(agreement)
    assert "58 of 59 (98 %)" in said
    assert "Weighted kappa" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("story,given,yours\na,urgent,\n", "must have a level in the column 'yours'"),
        ("story,given,yours\na,urgent,soon\n", "yours must be one of"),
        ("story,given,yours\na,panic,urgent\n", "given must be one of"),
        ("a,b\n1,2\n", "must have the columns story, given, yours"),
    ],
)
def test_another_file_is_refused_in_words(tmp_path, text, said):
    path = tmp_path / "form.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=said):
        compare_form(path)


def test_a_form_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match=r"form\.csv does not exist"):
        compare_form(tmp_path / "form.csv")
