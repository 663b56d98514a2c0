"""Pages about one recording: how far it is, what was seen, its report and files, its end."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response

from twitchcam.app.say import say_long_day
from twitchcam.records import Advice
from twitchcam.report.about import FAULT_LOG
from twitchcam.report.missing_pictures import find_missing_s
from twitchcam.report.session_steps import list_unseen, tally_steps
from twitchcam.store.rows import Recording
from twitchcam.web.context import Site, SiteDep, find_recording, see_other, stop_work
from twitchcam.web.documents import list_moments, read_values
from twitchcam.web.extras import describe_extras, drop_extras
from twitchcam.web.kept_video import describe_video, find_media_type
from twitchcam.web.questions import advise_person
from twitchcam.web.security import REPORT_POLICY
from twitchcam.web.whose import fill_in_whose

recordings: Final = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@recordings.get("/recordings/{recording_id}")
def show_recording(site: SiteDep, recording_id: str) -> Response:
    """How far a recording is, or what was seen in it."""
    return answer_recording(site, recording_id)


def answer_recording(site: Site, recording_id: str, *, visit_problem: str = "") -> Response:
    """Make the page of a recording; ``visit_problem`` is what was wrong with what was typed."""
    recording = find_recording(site, recording_id)
    files = site.store.files(recording_id)
    document = read_values(files.results) if recording.state == "done" else {}
    advice = advise_person(site, recording.person_id) if document else None
    steps = tally_steps(document) if document else []
    return site.render(
        "recording.html.jinja",
        status=422 if visit_problem else 200,
        visit_problem=visit_problem,
        gradings=site.store.list_gradings(recording.person_id).get(recording_id, ()),
        grading_names=site.store.list_grading_names(),
        recording=recording,
        interrupted=site.is_interrupted(recording),
        share=files.received_bytes / (recording.size_bytes or 1),
        kept_until=datetime.fromtimestamp(
            site.heard_s(recording) + site.config.unfinished_kept_s, UTC
        ),
        fault_log=fault_log if (fault_log := files.folder / FAULT_LOG).exists() else None,
        person=site.store.get_person(recording.person_id),
        result=site.store.get_result(recording_id),
        advice=advice,
        is_renewed=is_renewed(document, advice),
        notes=document.get("quality", {}).get("notes", []),
        pictures_missing_s=find_missing_s(document),
        steps=steps,
        unseen_steps=list_unseen(steps) if recording.protocol else [],
        news=site.news.latest(recording_id),
        has_video=files.video.exists(),
        video=describe_video(files, document.get("source", {}).get("duration_s")),
        copying=site.copies.is_at_work(recording_id),
        copy_problem=site.copies.problems.get(recording_id),
        files=_list_files(site, recording_id),
        extras=describe_extras(site, recording_id) if document else None,
        moments=list_moments(document),
        questions_path=f"/people/{recording.person_id}/questions",
    )


@recordings.get("/recordings/{recording_id}/report")
def show_report(site: SiteDep, recording_id: str, t: float | None = None) -> Response:
    """The report, in a frame of its own; ``t`` leads to a moment, s."""
    recording = find_recording(site, recording_id)
    if "report.html" not in _list_files(site, recording_id):
        raise HTTPException(404)
    document = read_values(site.store.files(recording_id).results)
    return site.render(
        "report.html.jinja",
        recording=recording,
        person=site.store.get_person(recording.person_id),
        is_renewed=is_renewed(document, advise_person(site, recording.person_id)),
        moment="" if t is None or not 0 <= t < 1e6 else f"#t={t:.2f}",
        answered_later=_find_later_answers(site, recording),
    )


@recordings.get("/recordings/{recording_id}/files/{name}")
def show_file(site: SiteDep, recording_id: str, name: str) -> Response:
    """One file of a result, run as a page from nowhere."""
    recording = find_recording(site, recording_id)
    path = _list_files(site, recording_id).get(name)
    if path is None:
        raise HTTPException(404)
    headers = {"Content-Security-Policy": REPORT_POLICY}
    if name == "report.html":
        page = path.read_text(encoding="utf-8")
        person = site.store.get_person(recording.person_id)
        return HTMLResponse(fill_in_whose(page, person, recording), headers=headers)
    return FileResponse(path, headers=headers)


@recordings.get("/recordings/{recording_id}/video")
def show_video(site: SiteDep, recording_id: str) -> Response:
    """The recording itself, as it was received."""
    find_recording(site, recording_id)
    path = site.store.files(recording_id).video
    if not path.exists():
        raise HTTPException(404)
    return FileResponse(path, media_type=find_media_type(path))


@recordings.post("/recordings/{recording_id}/mirrored")
async def turn_back(
    site: SiteDep, recording_id: str, mirrored: Annotated[bool, Form()]
) -> Response:
    """Say whether the recording is a mirror image, and measure again."""
    recording = find_recording(site, recording_id)
    if recording.mirrored != mirrored:
        await stop_work(site, recording)
        # Sides were found in the other picture: the face is tracked anew.
        results = site.store.files(recording_id).results
        (results / "track.npz").unlink(missing_ok=True)
        drop_extras(results)
        site.store.change_recording(recording_id, mirrored=mirrored, state="waiting", problem="")
        site.analyst.look()
    return see_other(f"/recordings/{recording_id}")


@recordings.post("/recordings/{recording_id}/again")
def try_again(site: SiteDep, recording_id: str) -> Response:
    """Put a recording that was stopped back into the queue."""
    recording = find_recording(site, recording_id)
    if recording.state in ("cancelled", "failed", "refused"):
        site.store.change_recording(recording_id, state="waiting", problem="")
        site.analyst.look()
    return see_other(f"/recordings/{recording_id}")


@recordings.get("/recordings/{recording_id}/delete")
def ask_to_delete_recording(site: SiteDep, recording_id: str) -> Response:
    """Ask before a recording is deleted."""
    recording = find_recording(site, recording_id)
    person = site.store.get_person(recording.person_id)
    values: dict[str, Any] = {"person": person, "recording": recording, "n_recordings": 1}
    return site.render("delete.html.jinja", **values)


@recordings.post("/recordings/{recording_id}/delete")
async def delete_recording(site: SiteDep, recording_id: str) -> Response:
    """Delete a recording."""
    recording = find_recording(site, recording_id)
    with site.deleting(recording_id):
        await stop_work(site, recording)
        site.store.delete_recording(recording_id)
    site.news.tell(recording_id, state="deleted")
    return see_other(f"/people/{recording.person_id}")


@recordings.get("/recordings/{recording_id}/delete-video")
def ask_to_delete_video(site: SiteDep, recording_id: str) -> Response:
    """Ask before a video is deleted."""
    recording = find_recording(site, recording_id)
    person = site.store.get_person(recording.person_id)
    video = describe_video(site.store.files(recording_id), None)
    if video is None:
        return see_other(f"/recordings/{recording_id}")
    return site.render("delete_video.html.jinja", person=person, recording=recording, video=video)


@recordings.post("/recordings/{recording_id}/delete-video")
async def delete_video(site: SiteDep, recording_id: str) -> Response:
    """Delete what shows the face, keep what was measured."""
    recording = find_recording(site, recording_id)
    if recording.state == "done":
        await site.copies.stop(recording_id)
        site.store.files(recording_id).delete_pictures()
    return see_other(f"/recordings/{recording_id}")


def _find_later_answers(site: Site, recording: Recording) -> str:
    """Name the day on which questions were answered after a report was made; else nothing."""
    result = site.store.get_result(recording.id)
    answers = site.store.list_answers(recording.person_id)
    if result is None or not answers or answers[0][0] <= result.made_at:
        return ""
    return say_long_day(answers[0][0])


def is_renewed(document: dict[str, Any], advice: Advice | None) -> bool:
    """Whether what is advised today differs from what a report says."""
    then = document.get("advice")
    if not then or advice is None:
        return False
    if then.get("level") == advice.level == "not_advised":
        return False  # until the warning signs are answered, there is none that could be old
    now = (advice.level, advice.headline, list(advice.what_to_do))
    return now != (then.get("level"), then.get("headline"), then.get("what_to_do"))


def _list_files(site: Site, recording_id: str) -> dict[str, Path]:
    """Results by name. What is asked for is looked up here and never made into a path."""
    folder = site.store.files(recording_id).results
    if not folder.is_dir():
        return {}
    return {p.name: p for p in sorted(folder.iterdir()) if p.is_file() and p.name[0] != "."}
