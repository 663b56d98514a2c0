"""What people write down about visits: date, note and gradings; and which side is affected."""

from __future__ import annotations

import math
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Form, HTTPException
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, Response

from twitchcam.app.say import show_typed
from twitchcam.capture.dates import EARLIEST
from twitchcam.errors import InputError
from twitchcam.report import words
from twitchcam.store.rows import AffectedSide, Grading, Recording
from twitchcam.web.context import SiteDep, find_person, find_recording, see_other
from twitchcam.web.questions import FormDep
from twitchcam.web.recordings import answer_recording
from twitchcam.wording import text

SIDES: Final[tuple[AffectedSide, ...]] = ("left", "right", "both", "none")
LONGEST_GRADING_NAME: Final = 60

visits: Final = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@visits.post("/recordings/{recording_id}/visit")
def take_visit(site: SiteDep, recording_id: str, form: FormDep) -> Response:
    """Keep date, note and gradings of a visit."""
    recording = find_recording(site, recording_id)
    try:
        recorded_at = _read_date(recording, str(form.get("recorded_at", "")))
        gradings = _read_gradings(form)
    except InputError as error:
        return answer_recording(site, recording_id, visit_problem=str(error))
    note = str(form.get("note", "")).replace("\x00", "").strip()
    with suppress(KeyError):  # deleted meanwhile: the page says so
        site.store.set_visit(recording_id, recorded_at=recorded_at, note=note)
        site.store.save_gradings(recording_id, gradings)
    return see_other(f"/recordings/{recording_id}")


@visits.post("/people/{person_id}/side")
def take_side(site: SiteDep, person_id: str, side: Annotated[str, Form()] = "") -> Response:
    """Keep which side of the face is affected."""
    find_person(site, person_id)
    known = {str(name): name for name in SIDES}
    if side and side not in known:
        raise HTTPException(422, text("web-refused-no-sense"))
    site.store.set_affected_side(person_id, known.get(side))
    return see_other(f"/people/{person_id}")


def _read_date(recording: Recording, typed: str) -> datetime | None:
    """Read what was typed; ``None`` where it is what was there before."""
    if typed == show_typed(recording.recorded_at):
        return None
    with suppress(ValueError, OverflowError, OSError):
        # Of this computer's zone, with the summer time of that day.
        moment = datetime.fromisoformat(typed).astimezone(UTC)
        if EARLIEST <= moment <= datetime.now(UTC):
            return moment
    raise InputError(text("web-visit-no-date", got=repr(typed[:30])))


def _read_gradings(form: FormData) -> list[Grading]:
    pairs = zip(form.getlist("grading_name"), form.getlist("grading_value"), strict=False)
    gradings: dict[str, Grading] = {}
    for typed_name, typed_value in pairs:
        name = "".join(x for x in str(typed_name) if x.isprintable())
        name = " ".join(name.split())[:LONGEST_GRADING_NAME]
        value = str(typed_value).strip()
        if not name and not value:
            continue
        if not name:
            raise InputError(text("web-visit-no-name", value=repr(value[:20])))
        if name in gradings:
            raise InputError(text("web-visit-name-twice", name=repr(name)))
        gradings[name] = Grading(name=name, value=_read_number(name, value))
    return list(gradings.values())


def _read_number(name: str, typed: str) -> float:
    with suppress(ValueError):
        value = float(typed.replace(",", ".").replace(words.MINUS, "-"))
        if math.isfinite(value):
            return value
    raise InputError(text("web-visit-no-number", name=repr(name), got=repr(typed[:20])))
