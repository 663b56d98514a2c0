"""Pages about people: who is known, their results over time, what they can do next."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Form, HTTPException
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, HTMLResponse, Response

from twitchcam.capture.protocol import PROTOCOLS, choose_steps
from twitchcam.errors import InputError
from twitchcam.records import Advice
from twitchcam.report import words
from twitchcam.store.export import export_person
from twitchcam.store.folders import make_export_file
from twitchcam.triage.advise import advise
from twitchcam.web.charts import draw_courses
from twitchcam.web.context import Site, SiteDep, find_person, see_other, stop_work
from twitchcam.web.questions import read_answers
from twitchcam.web.sessions import describe_session

people: Final = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@people.get("/")
def home(site: SiteDep) -> Response:
    """Everybody, or a welcome."""
    return _show_home(site)


@people.post("/people")
def add_person(site: SiteDep, name: Annotated[str, Form()] = "") -> Response:
    """Add somebody."""
    try:
        person = site.store.add_person(name)
    except InputError as error:
        return _show_home(site, str(error), status=422)
    return see_other(f"/people/{person.id}")


def _show_home(site: Site, problem: str = "", status: int = 200) -> Response:
    everybody = site.store.list_overview()
    return site.render("home.html.jinja", status=status, everybody=everybody, problem=problem)


@people.get("/people/{person_id}")
def show_person(site: SiteDep, person_id: str) -> Response:
    """Recordings and results over time of one person."""
    person = find_person(site, person_id)
    pairs = site.store.list_results(person_id)
    recordings = site.store.list_recordings(person_id)
    results = {recording.id: result for recording, result in pairs}
    return site.render(
        "person.html.jinja",
        person=person,
        recordings=[(item, results.get(item.id)) for item in recordings],
        interrupted={item.id for item in recordings if site.is_interrupted(item)},
        pairs=pairs,
        courses=draw_courses(pairs),
        answered=bool(site.store.list_answers(person_id)),
        pressing=_find_pressing(site, person_id),
    )


def _find_pressing(site: Site, person_id: str) -> Advice | None:
    """Find advice that cannot wait, by the answers alone: results need not be read for it."""
    advice = advise(read_answers(site, person_id))
    return advice if advice.level in ("emergency", "urgent") else None


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
    for recording in site.store.list_recordings(person_id):
        await stop_work(site, recording)
    site.store.delete_person(person_id)
    return see_other("/")
