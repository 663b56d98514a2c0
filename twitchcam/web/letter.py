"""One page for a letter, as a page, as a PDF, and its figures as files."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, Literal
from urllib.parse import quote

from fastapi import APIRouter, HTTPException
from starlette.responses import HTMLResponse, Response

from twitchcam.app.course_words import say_title, say_title_of_drawing
from twitchcam.app.letter import Say, make_letter
from twitchcam.app.say import say_long_day, say_month
from twitchcam.report.letter import Letter
from twitchcam.report.letter_figures import FigureFormat, draw_course
from twitchcam.store.rows import Person
from twitchcam.web.context import Site, SiteDep, find_person
from twitchcam.web.course_page import KnownVisits, know_visits

letters: Final = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_TYPES: Final = {"png": "image/png", "svg": "image/svg+xml"}


@letters.get("/people/{person_id}/letter")
def show_letter(site: SiteDep, person_id: str) -> Response:
    """The page itself, to read, copy from and print."""
    person = find_person(site, person_id)
    return site.render("letter.html.jinja", person=person, letter=_make(site, person))


@letters.get("/people/{person_id}/letter.pdf")
def save_pdf(site: SiteDep, person_id: str, paper: Literal["a4", "letter"] = "a4") -> Response:
    """The page as a PDF."""
    from twitchcam.report.letter_pdf import make_letter_pdf

    person = find_person(site, person_id)
    return _save(make_letter_pdf(_find(site, person), paper), person, "pdf", "application/pdf")


@letters.get("/people/{person_id}/letter/{number}.{kind}")
def show_figure(
    site: SiteDep, person_id: str, number: int, kind: FigureFormat, save: bool = False
) -> Response:
    """One of its figures."""
    person = find_person(site, person_id)
    figures = _find(site, person).figures
    if not 1 <= number <= len(figures):
        raise HTTPException(404)
    drawn = draw_course(figures[number - 1], kind)
    if save:
        return _save(drawn, person, f"{number}.{kind}", _TYPES[kind])
    return Response(drawn, media_type=_TYPES[kind])


def _make(site: Site, person: Person) -> Letter | None:
    visits = site.store.list_results(person.id)
    return _write(person, know_visits(visits)) if visits else None


# The page, its figures and its PDF are made of the same letter, one request after the other.
@lru_cache(maxsize=16)
def _write(person: Person, known: KnownVisits) -> Letter:
    say = Say(
        long=say_long_day,
        short=say_month,
        title=lambda followed: say_title(followed, person.affected_side),
        title_of_figure=lambda followed: say_title_of_drawing(followed, person.affected_side),
    )
    return make_letter(person, known.visits, say)


def _find(site: Site, person: Person) -> Letter:
    letter = _make(site, person)
    if letter is None:
        raise HTTPException(404)
    return letter


def _save(content: bytes, person: Person, end: str, media_type: str) -> Response:
    whose = re.sub(r"[^\w-]+", "-", person.name).strip("-") or person.id[:6]
    name = f"twitchcam-{whose}-{datetime.now(UTC).astimezone():%Y-%m-%d}"
    end = f".{end}" if end == "pdf" else f"-{end}"
    headers = {"Content-Disposition": _dispose(f"{name}{end}")}
    return Response(content, media_type=media_type, headers=headers)


def _dispose(name: str) -> str:
    """Name a file to be saved; letters that headers cannot hold are written as RFC 8187 says."""
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
