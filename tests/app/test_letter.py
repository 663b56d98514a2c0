"""A page for a letter: what changed, what did not, and one page of it."""

from __future__ import annotations

import io
import re
from contextlib import closing
from datetime import timedelta

import numpy as np
import pytest
from made_course import DAYS, FIRST_VISIT, add_course, add_visit, make_unjudged, make_visit
from PIL import Image

from twitchcam.app.letter import Say, make_letter
from twitchcam.report.letter_figures import draw_course
from twitchcam.report.letter_pdf import make_letter_pdf
from twitchcam.store.library import Store

SAY = Say(
    long=lambda at: f"{at:%Y-%m-%d}",
    short=lambda at: f"{at:%m-%d}",
    title=lambda one: f"{one.quantity} {one.action} {one.side} {one.region}".strip(),
    title_of_figure=lambda one: f"{one.quantity} with its unit",
)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with closing(Store(tmp_path_factory.mktemp("letter"))) as opened:
        yield opened


@pytest.fixture(scope="module")
def letter(store):
    anna = store.add_person("Anna")
    add_course(store, anna)
    return make_letter(anna, store.list_results(anna.id), SAY)


def read_pages(pdf: bytes) -> tuple[int, str]:
    """How many pages, and their size in points."""
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+ [\d.]+)\]", pdf)
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf)), box[1].decode()


def test_what_shrinks_by_a_third_is_said_and_what_stays_is_no_change(letter):
    said = letter.paragraph
    assert said.startswith("Measured from 8 videos between 2025-11-10 and 2026-11-10")
    assert re.search(
        r"synkinesis blink left cheek: .* less by 0\.\d+.mm, which is more than noise", said
    )
    for name in ("resting_twitches rest both", "ratio eye_closure both eye"):
        assert re.search(rf"{name}: [^;]+; no change beyond noise\.", said), name
    assert said.count("more than noise") == 1


def test_figures_and_table_hold_every_visit(letter):
    assert [len(figure.values) for figure in letter.figures] == [8, 8, 8]
    assert letter.figures[0].side == "left"
    assert len(letter.rows) == 8
    assert letter.rows[-1][0] == "2026-11-10"
    assert {len(row) for row in letter.rows} == {len(letter.columns)}
    days = [(at - letter.figures[0].at[0]).days for at in letter.figures[0].at]
    assert days == list(DAYS)


@pytest.mark.slow
@pytest.mark.parametrize(("paper", "points"), [("a4", "595.28 841.89"), ("letter", "612 792")])
def test_a_pdf_is_one_page_of_its_paper(letter, paper, points):
    pdf = make_letter_pdf(letter, paper)
    n_pages, size = read_pages(pdf)
    assert n_pages == 1
    assert [float(x) for x in size.split()] == [float(x) for x in points.split()]
    # Fonts are inside, so that it looks alike everywhere.
    assert b"/FontFile2" in pdf


@pytest.mark.slow
def test_a_long_name_and_many_visits_stay_on_one_page(store):
    person = store.add_person("Wilhelmina-Theophania " * 3)
    rng = np.random.default_rng(5)
    for k in range(15):
        add_visit(store, person, make_visit(k % 8, rng), FIRST_VISIT + timedelta(days=20 * k))
    for recording in store.list_recordings(person.id)[:5]:
        store.set_visit(recording.id, recorded_at=None, note="toxin to the left cheek, " * 9)
    letter = make_letter(person, store.list_results(person.id), SAY)
    assert len(letter.rows) == 12
    assert len(letter.notes) == 3
    assert letter.notes[-1].startswith("Note of 2026-08-17: toxin to the left cheek, toxin")
    assert len(letter.notes[-1]) < 120
    assert letter.rows[0][0] == "2025-11-10"
    assert letter.left_out.startswith("3 visits in between")
    assert read_pages(make_letter_pdf(letter, "letter"))[0] == 1


@pytest.mark.slow
def test_one_visit_and_visits_that_could_not_be_judged_are_told_as_they_are(store):
    ben = store.add_person("Ben")
    add_visit(store, ben, make_visit(0, np.random.default_rng(1)), FIRST_VISIT)
    once = make_letter(ben, store.list_results(ben.id), SAY)
    assert once.paragraph.startswith("Measured from a video of 2025-11-10")
    assert "noise" not in once.paragraph
    # A dot alone is no figure: the value stands in words and in the table.
    assert once.figures == ()
    assert once.foot.startswith("Measured from video")
    assert "twitches rest both; ratio smile" in once.not_drawn
    assert once.not_drawn.count(";") == len(once.columns) - 2
    add_visit(store, ben, make_unjudged(), FIRST_VISIT + timedelta(days=9))
    twice = make_letter(ben, store.list_results(ben.id), SAY)
    assert set(twice.rows[1][1:]) == {"not judged"}
    assert twice.paragraph.startswith("Measured from a video of 2025-11-10")
    assert "One more video could not be judged." in twice.paragraph
    assert read_pages(make_letter_pdf(twice))[0] == 1


def test_kinds_of_session_are_told_apart_where_there_are_several(store):
    dora = store.add_person("Dora")
    rng = np.random.default_rng(1)
    add_visit(store, dora, make_visit(0, rng), FIRST_VISIT)
    add_visit(store, dora, make_visit(0, rng), FIRST_VISIT + timedelta(days=9), "rest")
    letter = make_letter(dora, store.list_results(dora.id), SAY)
    assert [row[0] for row in letter.rows] == [
        "2025-11-10 (Full session)", "2025-11-19 (At rest only)",
    ]  # fmt: skip


def test_where_nothing_could_be_judged_at_all_there_is_still_a_page(store):
    cleo = store.add_person("Cleo")
    add_visit(store, cleo, make_unjudged(), FIRST_VISIT)
    letter = make_letter(cleo, store.list_results(cleo.id), SAY)
    assert letter.figures == ()
    assert "not judged" in letter.rows[0] or letter.rows[0] == ("2025-11-10",)
    assert read_pages(make_letter_pdf(letter))[0] == 1


@pytest.mark.slow
def test_figures_are_sharp_pictures_or_lines_whose_text_stays_text(letter):
    figure = letter.figures[0]
    picture = Image.open(io.BytesIO(draw_course(figure, "png")))
    assert picture.width > 700
    lines = draw_course(figure, "svg").decode()
    assert lines.startswith("<?xml")
    assert "with its unit" in lines
    assert draw_course(figure, "svg").decode() == lines
