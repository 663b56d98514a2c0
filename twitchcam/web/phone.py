"""The page on this computer that opens the door for a phone, shows the way to it, and closes it."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, Response

from twitchcam.errors import InputError
from twitchcam.store.rows import Recording
from twitchcam.web.context import Site, SiteDep, find_person, see_other
from twitchcam.web.phone_app import make_phone_app
from twitchcam.web.phone_line import Visit
from twitchcam.wording import text

phone_pages: Final = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@phone_pages.get("/people/{person_id}/phone")
def show_phone(site: SiteDep, person_id: str) -> Response:
    """The way to the door, or how to open it."""
    return _show(site, person_id)


@phone_pages.post("/people/{person_id}/phone")
async def open_door(
    site: SiteDep, person_id: str, host: Annotated[str, Form(max_length=64)] = ""
) -> Response:
    """Open the door for this person; nothing listens before."""
    find_person(site, person_id)
    hosts = site.phone.list_hosts()
    host = host if host in hosts else next(iter(hosts), "")
    if not host:
        return _show(site, person_id, text("phone-no-network"), 409)
    try:
        await site.phone.open(person_id, host, lambda visit: make_phone_app(site, visit))
    except InputError as error:
        return _show(site, person_id, str(error), 409)
    return see_other(f"/people/{person_id}/phone")


@phone_pages.post("/people/{person_id}/phone/end")
async def close_door(site: SiteDep, person_id: str) -> Response:
    """Close it before its time."""
    find_person(site, person_id)
    await site.phone.close(person_id)
    return see_other(f"/people/{person_id}/phone")


def _show(site: Site, person_id: str, problem: str = "", status: int = 200) -> Response:
    visit = site.phone.find_visit(person_id)
    return site.render(
        "phone.html.jinja",
        status=status,
        person=find_person(site, person_id),
        visit=visit,
        closes=datetime.fromtimestamp(visit.closes_s, UTC) if visit else None,
        left_s=max(visit.closes_s - time.time(), 0.0) if visit else 0.0,
        sent=_list_sent(site, visit) if visit else [],
        is_open_elsewhere=site.phone.visit is not None and visit is None,
        hosts=site.phone.list_hosts(),
        length_s=site.phone.length_s,
        problem=problem,
    )


def _list_sent(site: Site, visit: Visit) -> list[Recording]:
    """What came in this visit and is still there, in that order."""
    known = {item.id: item for item in site.store.list_recordings(visit.person_id)}
    return [known[key] for key in visit.recordings if key in known]
