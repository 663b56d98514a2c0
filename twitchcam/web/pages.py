"""The pages that people see."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, HTTPException
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from twitchcam.capture.protocol import PROTOCOLS
from twitchcam.errors import InputError
from twitchcam.report import words
from twitchcam.report.about import FAULT_LOG
from twitchcam.store.export import export_person
from twitchcam.store.files import make_export_file
from twitchcam.store.rows import UNFINISHED, Person, Recording
from twitchcam.web.charts import draw_courses
from twitchcam.web.guard import REPORT_POLICY
from twitchcam.web.site import Site, SiteDep
from twitchcam.web.steps import tally_steps

_SEE_OTHER: Final = 303
# A gap of more usual times between pictures than this is worth a word.
_LATE_PICTURES: Final = 2.5


pages: Final = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@pages.get("/")
def home(site: SiteDep) -> Response:
    """Everybody, or a welcome."""
    return _show_home(site)


@pages.post("/people")
def add_person(site: SiteDep, name: Annotated[str, Form()] = "") -> Response:
    """Add somebody."""
    try:
        person = site.store.add_person(name)
    except InputError as error:
        return _show_home(site, str(error), status=422)
    return _go(f"/people/{person.id}")


def _show_home(site: Site, problem: str = "", status: int = 200) -> Response:
    people, counts = site.store.list_people(), site.store.count_recordings()
    return site.render(
        "home.html.jinja", status=status, people=people, counts=counts, problem=problem
    )


@pages.get("/people/{person_id}")
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
    )


@pages.get("/people/{person_id}/upload")
def show_upload(site: SiteDep, person_id: str) -> Response:
    """Choose or drop videos."""
    gigabytes = site.config.most_upload_bytes / (1 << 30)
    person = find_person(site, person_id)
    return site.render("upload.html.jinja", person=person, gigabytes=gigabytes)


@pages.get("/people/{person_id}/record")
def choose_session(site: SiteDep, person_id: str) -> Response:
    """Which guided session."""
    person = find_person(site, person_id)
    return site.render("record.html.jinja", person=person, protocols=PROTOCOLS.values())


@pages.get("/people/{person_id}/record/{name}")
def show_session(site: SiteDep, person_id: str, name: str) -> Response:
    """The camera check and the guided session itself."""
    person = find_person(site, person_id)
    if name not in PROTOCOLS:
        raise HTTPException(404)
    protocol = PROTOCOLS[name]
    return site.render(
        "session.html.jinja",
        person=person,
        protocol=protocol,
        described=json.dumps(protocol.describe()),
        hints=json.dumps(words.FRAMING_HINTS),
        rest_min=round(protocol.steps[0].trial_s / 60) if name == "rest" else 0,
    )


@pages.get("/people/{person_id}/compare")
def compare(site: SiteDep, person_id: str, a: str = "", b: str = "") -> Response:
    """Two results side by side."""
    person, pairs = find_person(site, person_id), site.store.list_results(person_id)
    known = {recording.id: (recording, result) for recording, result in pairs}
    ids = list(known)
    chosen = [known.get(a) or (known[ids[0]] if ids else None)]
    chosen.append(known.get(b) or (known[ids[-1]] if ids else None))
    values: dict[str, Any] = {"person": person, "pairs": pairs, "chosen": chosen if ids else []}
    return site.render("compare.html.jinja", **values)


@pages.get("/people/{person_id}/export.zip")
def export(site: SiteDep, person_id: str, videos: bool = True) -> Response:
    """Everything of one person as one file."""
    find_person(site, person_id)
    with make_export_file(site.store.folder) as path:
        export_person(site.store, person_id, path, with_videos=videos)
    name = f"twitchcam-{datetime.now(timezone.utc):%Y-%m-%d}.zip"
    return FileResponse(
        path, filename=name, background=BackgroundTask(path.unlink, missing_ok=True)
    )


@pages.get("/people/{person_id}/delete")
def ask_to_delete_person(site: SiteDep, person_id: str) -> Response:
    """Ask before a person is deleted."""
    person = find_person(site, person_id)
    n = len(site.store.list_recordings(person_id))
    return site.render("delete.html.jinja", person=person, recording=None, n_recordings=n)


@pages.post("/people/{person_id}/delete")
async def delete_person(site: SiteDep, person_id: str) -> Response:
    """Delete a person with everything."""
    find_person(site, person_id)
    for recording in site.store.list_recordings(person_id):
        await _stop(site, recording)
    site.store.delete_person(person_id)
    return _go("/")


@pages.get("/recordings/{recording_id}")
def show_recording(site: SiteDep, recording_id: str) -> Response:
    """How far a recording is, or what was seen in it."""
    recording = find_recording(site, recording_id)
    files = site.store.files(recording_id)
    document = _read_document(files.results) if recording.state == "done" else {}
    return site.render(
        "recording.html.jinja",
        recording=recording,
        interrupted=site.is_interrupted(recording),
        share=files.received_bytes / (recording.size_bytes or 1),
        kept_until=datetime.fromtimestamp(
            site.heard_s(recording) + site.config.unfinished_kept_s, timezone.utc
        ),
        fault_log=fault_log if (fault_log := files.folder / FAULT_LOG).exists() else None,
        person=site.store.get_person(recording.person_id),
        result=site.store.get_result(recording_id),
        advice=document.get("advice"),
        pictures_missing_s=_find_missing_s(document),
        steps=tally_steps(document) if document else [],
        news=site.news.latest(recording_id),
        has_video=files.video.exists(),
        files=_list_files(site, recording_id),
        answered=bool(site.store.list_answers(recording.person_id)),
        questions_path=f"/people/{recording.person_id}/questions",
    )


@pages.get("/recordings/{recording_id}/report")
def show_report(site: SiteDep, recording_id: str) -> Response:
    """The report, in a frame of its own."""
    recording = find_recording(site, recording_id)
    if "report.html" not in _list_files(site, recording_id):
        raise HTTPException(404)
    person = site.store.get_person(recording.person_id)
    return site.render("report.html.jinja", recording=recording, person=person)


@pages.get("/recordings/{recording_id}/files/{name}")
def show_file(site: SiteDep, recording_id: str, name: str) -> Response:
    """One file of a result, run as a page from nowhere."""
    find_recording(site, recording_id)
    path = _list_files(site, recording_id).get(name)
    if path is None:
        raise HTTPException(404)
    headers = {"Content-Security-Policy": REPORT_POLICY}
    return FileResponse(path, headers=headers)


@pages.get("/recordings/{recording_id}/video")
def show_video(site: SiteDep, recording_id: str) -> Response:
    """The recording itself, as it was received."""
    recording = find_recording(site, recording_id)
    path = site.store.files(recording_id).video
    if not path.exists():
        raise HTTPException(404)
    kind = "video/webm" if recording.origin == "camera" else "video/mp4"
    return FileResponse(path, media_type=kind)


@pages.post("/recordings/{recording_id}/mirrored")
async def turn_back(
    site: SiteDep, recording_id: str, mirrored: Annotated[bool, Form()]
) -> Response:
    """Say whether the recording is a mirror image, and measure again."""
    recording = find_recording(site, recording_id)
    if recording.mirrored != mirrored:
        await _stop(site, recording)
        # Sides were found in the other picture: the face is tracked anew.
        (site.store.files(recording_id).results / "track.npz").unlink(missing_ok=True)
        site.store.change_recording(recording_id, mirrored=mirrored, state="waiting", problem="")
        site.analyst.look()
    return _go(f"/recordings/{recording_id}")


@pages.post("/recordings/{recording_id}/again")
def try_again(site: SiteDep, recording_id: str) -> Response:
    """Put a recording that was stopped back into the queue."""
    recording = find_recording(site, recording_id)
    if recording.state in ("cancelled", "failed", "refused"):
        site.store.change_recording(recording_id, state="waiting", problem="")
        site.analyst.look()
    return _go(f"/recordings/{recording_id}")


@pages.get("/recordings/{recording_id}/delete")
def ask_to_delete_recording(site: SiteDep, recording_id: str) -> Response:
    """Ask before a recording is deleted."""
    recording = find_recording(site, recording_id)
    person = site.store.get_person(recording.person_id)
    values: dict[str, Any] = {"person": person, "recording": recording, "n_recordings": 1}
    return site.render("delete.html.jinja", **values)


@pages.post("/recordings/{recording_id}/delete")
async def delete_recording(site: SiteDep, recording_id: str) -> Response:
    """Delete a recording."""
    recording = find_recording(site, recording_id)
    await _stop(site, recording)
    site.store.delete_recording(recording_id)
    site.news.tell(recording_id, state="deleted")
    return _go(f"/people/{recording.person_id}")


@pages.post("/recordings/{recording_id}/delete-video")
def delete_video(site: SiteDep, recording_id: str) -> Response:
    """Delete what shows the face, keep what was measured."""
    recording = find_recording(site, recording_id)
    if recording.state == "done":
        site.store.files(recording_id).delete_pictures()
    return _go(f"/recordings/{recording_id}")


async def _stop(site: Site, recording: Recording) -> None:
    """Stop whatever runs for a recording, so that nothing writes to it any more."""
    if recording.state in UNFINISHED:
        with suppress(KeyError):
            site.store.change_recording(recording.id, state="cancelled")
        await site.analyst.stop(recording.id)


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


def _list_files(site: Site, recording_id: str) -> dict[str, Path]:
    """Results by name. What is asked for is looked up here and never made into a path."""
    folder = site.store.files(recording_id).results
    if not folder.is_dir():
        return {}
    return {p.name: p for p in sorted(folder.iterdir()) if p.is_file() and p.name[0] != "."}


def _read_document(results: Path) -> dict[str, Any]:
    # The whole document is checked when it is read for the store; here a page waits for it.
    with suppress(OSError, ValueError):
        document: dict[str, Any] = json.loads((results / "analysis.json").read_bytes())
        return document
    return {}


def _find_missing_s(document: dict[str, Any]) -> float | None:
    """The longest time without a picture, where it is more than a picture that came late."""
    quality = document.get("quality", {})
    gap_s, rate_hz = quality.get("longest_gap_s") or 0.0, quality.get("frame_rate_hz") or 0.0
    return gap_s if gap_s * rate_hz > _LATE_PICTURES else None


def _go(path: str) -> Response:
    return RedirectResponse(path, _SEE_OTHER)
