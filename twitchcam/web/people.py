"""Pages about people: who is known, their results over time, what they can do next."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Form, HTTPException
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, HTMLResponse, Response

from twitchcam.capture.dates import EARLIEST
from twitchcam.capture.protocol import PROTOCOLS, choose_steps
from twitchcam.report import words
from twitchcam.store.export import export_person
from twitchcam.store.folders import make_export_file
from twitchcam.web.context import Site, SiteDep, find_person, see_other, stop_work
from twitchcam.web.course_page import draw_course
from twitchcam.web.pressing import find_pressing
from twitchcam.web.sessions import describe_session
from twitchcam.wording import text

people: Final = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@people.get("/people/{person_id}")
def show_person(site: SiteDep, person_id: str) -> Response:
    """Recordings and results over time of one person."""
    return _show_person(site, person_id)


def _show_person(site: Site, person_id: str, seen_problem: str = "") -> Response:
    person = find_person(site, person_id)
    recordings = site.store.list_recordings(person_id)
    pairs = site.store.find_results(recordings[::-1])
    results = {recording.id: result for recording, result in pairs}
    told = site.store.list_told(person_id)
    return site.render(
        "person.html.jinja",
        status=422 if seen_problem else 200,
        person=person,
        recordings=[(item, results.get(item.id)) for item in recordings],
        interrupted={item.id for item in recordings if site.is_interrupted(item)},
        pairs=pairs,
        **draw_course(pairs, person.affected_side, site.store.list_gradings(person_id)),
        answered=bool(told),
        pressing=find_pressing(told),
        seen_problem=seen_problem,
        today=date.today(),
        shortest_s=PROTOCOLS["quick"].length_s,
    )


@people.post("/people/{person_id}/seen")
def take_seen(site: SiteDep, person_id: str, day: Annotated[str, Form()] = "") -> Response:
    """Keep the day on which a doctor saw what was answered; without a day it is taken back."""
    find_person(site, person_id)
    seen_on = None
    if day:
        with suppress(ValueError):
            seen_on = date.fromisoformat(day)
        if seen_on is None or not EARLIEST.date() <= seen_on <= date.today():
            problem = text("web-pressing-no-day", got=repr(day[:20]))
            return _show_person(site, person_id, problem)
    site.store.set_seen(person_id, seen_on)
    return see_other(f"/people/{person_id}")


@people.get("/people/{person_id}/upload")
def show_upload(site: SiteDep, person_id: str) -> Response:
    """Choose or drop videos."""
    gigabytes = site.config.max_upload_bytes / (1 << 30)
    person = find_person(site, person_id)
    return site.render("upload.html.jinja", person=person, gigabytes=gigabytes)


@people.get("/people/{person_id}/record")
def choose_session(site: SiteDep, person_id: str) -> Response:
    """Which guided session."""
    person = find_person(site, person_id)
    return site.render("record.html.jinja", person=person, protocols=PROTOCOLS.values())


@people.get("/people/{person_id}/record/{name}")
def show_session(site: SiteDep, person_id: str, name: str, steps: str = "") -> Response:
    """The camera check and the guided session itself, or a few of its steps once more."""
    person = find_person(site, person_id)
    if name not in PROTOCOLS:
        raise HTTPException(404)
    protocol = choose_steps(PROTOCOLS[name], steps.split(","))
    return site.render(
        "session.html.jinja",
        person=person,
        protocol=protocol,
        described=json.dumps(describe_session(protocol)),
        hints=json.dumps(words.list_framing_hints()),
        rest_min=round(protocol.steps[0].trial_s / 60) if name == "rest" else 0,
    )


@people.get("/people/{person_id}/export.zip")
def export(site: SiteDep, person_id: str, videos: bool = True) -> Response:
    """Everything of one person as one file."""
    person = find_person(site, person_id)
    with make_export_file(site.store.folder) as path:
        export_person(site.store, person_id, path, with_videos=videos)
    whose = re.sub(r"[^\w-]+", "-", person.name).strip("-")
    name = f"twitchcam-{whose}-{datetime.now(UTC):%Y-%m-%d}.zip"
    return FileResponse(
        path, filename=name, background=BackgroundTask(path.unlink, missing_ok=True)
    )


@people.get("/people/{person_id}/delete")
def ask_to_delete_person(site: SiteDep, person_id: str) -> Response:
    """Ask before a person is deleted."""
    person = find_person(site, person_id)
    n = len(site.store.list_recordings(person_id))
    return site.render("delete.html.jinja", person=person, recording=None, n_recordings=n)


@people.post("/people/{person_id}/delete")
async def delete_person(site: SiteDep, person_id: str) -> Response:
    """Delete a person with everything."""
    find_person(site, person_id)
    await site.phone.close(person_id)
    recordings = site.store.list_recordings(person_id)
    with site.deleting(*(recording.id for recording in recordings)):
        for recording in recordings:
            await stop_work(site, recording)
        site.store.delete_person(person_id)
    return see_other("/")
