"""What every route needs, and the templates."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import Depends, HTTPException
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from twitchcam.app import history
from twitchcam.app.say import (
    say_clock,
    say_day,
    say_long_day,
    say_minutes,
    say_moment,
    say_today,
    show_typed,
)
from twitchcam.report import sentences, words
from twitchcam.store.library import Store
from twitchcam.store.rows import UNFINISHED, Person, Recording
from twitchcam.triage import notices
from twitchcam.web.analysis_queue import Analyst
from twitchcam.web.camera_client import LiveCheck
from twitchcam.web.config import WebConfig
from twitchcam.web.live_skin import LiveSkin
from twitchcam.web.news import News
from twitchcam.web.phone_line import PhoneLine
from twitchcam.web.sample_maker import SampleMaker
from twitchcam.web.side_work import SideWork
from twitchcam.web.takes import Takes
from twitchcam.wording import in_language, language_in_use, languages, text
from twitchcam.wording.days import say_calendar_day
from twitchcam.wording.script_texts import list_texts

FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The parts of a running server."""

    store: Store
    news: News
    analyst: Analyst
    live: LiveCheck
    skin: LiveSkin
    copies: SideWork
    extras: SideWork
    takes: Takes
    phone: PhoneLine
    sample: SampleMaker
    config: WebConfig
    # Recordings that are being deleted: nobody is told that they are kept.
    leaving: set[str] = field(default_factory=set)

    def get_recording(self, recording_id: str) -> Recording:
        """Return a recording that stays; ``KeyError`` when it is gone, or going at this moment."""
        if recording_id in self.leaving:
            raise KeyError(recording_id)
        return self.store.get_recording(recording_id)

    @contextmanager
    def deleting(self, *recording_ids: str) -> Iterator[None]:
        """Let recordings be gone for all who ask, from the moment on at which that is begun."""
        self.leaving.update(recording_ids)
        try:
            yield
        finally:
            self.leaving.difference_update(recording_ids)

    def is_interrupted(self, recording: Recording) -> bool:
        """Whether this is an upload of which nothing has come for a while."""
        if recording.state != "receiving" or recording.origin != "upload":
            return False
        return time.time() - self.heard_s(recording) > self.config.abandoned_after_s

    def heard_s(self, recording: Recording) -> float:
        """When something of this recording came last, in seconds since 1970."""
        return max(self.store.files(recording.id).heard_s, recording.created_at.timestamp())

    def render(self, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """Make a page."""
        return HTMLResponse(load_templates().get_template(template).render(**values), status)


def _site(request: Request) -> Site:
    site: Site = request.app.state.site
    return site


# What a route asks for to get the running server's parts.
SiteDep = Annotated[Site, Depends(_site)]


async def stop_work(site: Site, recording: Recording) -> None:
    """Stop whatever runs for a recording, so that nothing writes to it any more."""
    if recording.state in UNFINISHED:
        with suppress(KeyError):
            site.store.change_recording(recording.id, state="cancelled")
        await site.analyst.stop(recording.id)
    # Its pictures may be deleted next: whatever is open is closed.
    await asyncio.to_thread(site.takes.close, recording.id)
    await site.copies.stop(recording.id)
    await site.extras.stop(recording.id)


def find_person(site: Site, person_id: str) -> Person:
    """Return a person, or answer that this page is not here."""
    try:
        return site.store.get_person(person_id)
    except KeyError:
        raise HTTPException(404) from None


def find_recording(site: Site, recording_id: str) -> Recording:
    """Return a recording, or answer that this page is not here."""
    try:
        return site.store.get_recording(recording_id)
    except KeyError:
        raise HTTPException(404) from None


def see_other(path: str) -> Response:
    """Send a browser on to a page after what it asked for was done."""
    return RedirectResponse(path, 303)


@cache
def load_templates() -> Environment:
    """Read and compile every template, once."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        moment=say_moment,
        clock=say_clock,
        long_day=say_long_day,
        calendar_day=say_calendar_day,
        typed=show_typed,
        day=say_day,
        minutes=say_minutes,
        begin_large=words.begin_large,
        how_long=words.say_length,
        number=words.say_number,
        short_number=words.say_short,
        short_name=lambda name: words.shorten(name, 28),
        place=lambda thing: words.name_place(thing.region, thing.side),
        shown=words.show_text,
    )
    environment.globals.update(
        words=words,
        notices=notices,
        sentences=sentences,
        history=history,
        say_today=say_today,
        text=text,
        html=say_html,
        language_in_use=language_in_use,
        list_languages=list_languages,
        list_texts=list_texts,
    )
    # Compiled now, and not while the first visitor waits.
    for name in environment.list_templates():
        environment.get_template(name)
    return environment


def say_html(key: str, link: str = "", attribute: str = "", **values: str) -> Markup:
    """Say a text that holds tags of its own; its ``<a>`` leads to ``link``."""
    opening = Markup('<a href="{}"{}>').format(link, f" {attribute}" if attribute else "")
    safe = {name: str(escape(value)) for name, value in values.items()}
    return Markup(text(key, **safe).replace("<a>", opening))


def list_languages() -> list[tuple[str, str]]:
    """Codes and own names of the languages there are."""
    named = []
    for code in languages():
        with in_language(code):
            named.append((code, text("language-name")))
    return named
