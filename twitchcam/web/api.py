"""What the pages' scripts talk to: recordings sent piece by piece, and news."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, HTTPException, Query, Request
from pydantic import BaseModel, Field
from sse_starlette import EventSourceResponse
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from twitchcam.capture.cues import make_cues, write_cues
from twitchcam.capture.protocol import PROTOCOLS
from twitchcam.store.rows import UNFINISHED, Origin, Recording, State
from twitchcam.web.config import GIGABYTE
from twitchcam.web.context import Site, SiteDep
from twitchcam.web.language import keep_language
from twitchcam.wording import language_in_use, text

_LOG: Final = logging.getLogger(__name__)
_MAX_LISTENERS: Final = 200


class NewRecording(BaseModel):
    """What is known before the first byte comes."""

    person_id: str = Field(pattern=r"^[0-9a-f]{32}$")
    name: str = Field(max_length=1000)
    origin: Origin
    protocol: str = Field(default="", max_length=16)
    mirrored: bool = False
    size_bytes: int | None = Field(default=None, ge=0)
    modified_ms: int | None = None


api: Final = APIRouter(prefix="/api")


@api.post("/recordings")
def begin(site: SiteDep, new: NewRecording) -> dict[str, Any]:
    """Begin a recording, or go on with an upload that was broken off."""
    if new.protocol and new.protocol not in PROTOCOLS:
        raise HTTPException(422, text("web-refused-no-session"))
    if new.origin == "camera" and site.skin.is_on:
        raise HTTPException(409, text("web-live-refused-while-on"))
    if (new.size_bytes or 0) > site.config.max_upload_bytes:
        raise HTTPException(413, text("web-refused-cut", gigabytes=_say_most(site)))
    unfinished = site.store.list_in_state(*UNFINISHED)
    for item in unfinished:
        if _is_rest_of(new, item):
            # What was said last counts.
            with suppress(KeyError):  # removed meanwhile: it begins anew
                return _describe(site, site.store.change_recording(item.id, mirrored=new.mirrored))
    if len(unfinished) >= site.config.max_unfinished:
        raise HTTPException(429, text("web-refused-too-many-wait"))
    if (new.size_bytes or 0) > shutil.disk_usage(site.store.folder).free:
        raise HTTPException(507, text("web-refused-no-room"))
    with found():
        recording = site.store.add_recording(**new.model_dump())
    # It is told about when it is measured, when no browser asks.
    keep_language(site.store.folder, language_in_use())
    _tell(site, recording)
    return _describe(site, recording)


@api.get("/recordings/{recording_id}")
def describe(site: SiteDep, recording_id: str) -> dict[str, Any]:
    """Say how far a recording is."""
    with found():
        return _describe(site, site.get_recording(recording_id))


@api.put("/recordings/{recording_id}/content")
async def take_piece(
    site: SiteDep, recording_id: str, request: Request, offset: Annotated[int, Query(ge=0)]
) -> dict[str, Any]:
    """Take the piece that begins at ``offset``; answer how much is here."""
    content = await request.body()
    return await run_in_threadpool(_take_piece, site, recording_id, content, offset)


@api.put("/recordings/{recording_id}/cues")
def take_cues(
    site: SiteDep, recording_id: str, cues: Annotated[list[Any], Body()]
) -> dict[str, Any]:
    """Take all cues that were given so far; they replace earlier ones."""
    find_receiving(site, recording_id)
    try:
        made = make_cues(cues)
    except (KeyError, TypeError, ValueError) as error:
        raise HTTPException(422, text("web-refused-cues", why=str(error))) from error
    with found():
        write_cues(site.store.files(recording_id).video, made)
    return {"n_cues": len(cues)}


@api.post("/recordings/{recording_id}/finish")
def finish(site: SiteDep, recording_id: str) -> dict[str, Any]:
    """All is here: analyse it. Saying so twice does no harm."""
    with found():
        recording = site.get_recording(recording_id)
        if recording.state != "receiving":
            return _describe(site, recording)
        if recording.size_bytes is not None and recording.origin == "upload":
            here = site.store.files(recording_id).received_bytes
            if here != recording.size_bytes:
                n = recording.size_bytes - here
                raise HTTPException(409, text("web-refused-bytes-missing", n=n))
        site.takes.close(recording_id)
        # A file of no bytes was never sent a piece of.
        site.store.files(recording_id).append(b"", 0)
        is_next = site.store.advance(recording_id, "waiting", only_from=("receiving",))
        recording = site.store.get_recording(recording_id)
    if not is_next:  # stopped, or finished by another tab, meanwhile
        return _describe(site, recording)
    _tell(site, recording)
    return _describe(site, recording)


@api.post("/recordings/{recording_id}/cancel")
async def cancel(site: SiteDep, recording_id: str) -> dict[str, Any]:
    """Stop sending or analysing.

    A part of an upload is removed: its person has the whole. All else is kept until it is deleted.
    """
    with found():
        recording = await run_in_threadpool(site.get_recording, recording_id)
        if recording.origin == "upload" and await _stop(site, recording_id, "receiving"):
            await run_in_threadpool(site.store.delete_recording, recording_id)
            site.news.tell(recording_id, state="deleted")
            return _describe(site, recording) | {"state": "deleted"}
        if await _stop(site, recording_id, *UNFINISHED):
            await run_in_threadpool(site.takes.close, recording_id)
            await site.analyst.stop(recording_id)
        recording = await run_in_threadpool(site.store.get_recording, recording_id)
    site.news.tell(recording_id, state=recording.state)
    return _describe(site, recording)


@api.post("/live")
async def look(
    site: SiteDep,
    request: Request,
    width: Annotated[int, Query(ge=16, le=640)],
    height: Annotated[int, Query(ge=16, le=640)],
    full_width: Annotated[int, Query(ge=16, le=16384)],
    rate: Annotated[float | None, Query(ge=0, le=1000)] = None,
) -> Response:
    """Judge one picture of RGBA pixels; nothing (204) while another one is looked at."""
    pixels = await request.body()
    if len(pixels) != width * height * 4:
        raise HTTPException(422, text("web-refused-picture-size"))
    order = {"width": width, "height": height, "full_width": full_width, "rate": rate}
    framing = await site.live.check(order, pixels)
    return Response(status_code=204) if framing is None else JSONResponse(framing)


@api.get("/news")
async def listen(site: SiteDep) -> EventSourceResponse:
    """Tell what happens to recordings for as long as the tab is open."""
    if site.news.n_listeners >= _MAX_LISTENERS:
        raise HTTPException(503, text("web-refused-too-many-pages"))
    return EventSourceResponse(site.news.listen(), ping=15)


def _take_piece(site: Site, recording_id: str, content: bytes, offset: int) -> dict[str, Any]:
    recording = find_receiving(site, recording_id)
    end = offset + len(content)
    if recording.origin == "upload":
        if end > (recording.size_bytes or 0):
            raise HTTPException(413, text("web-refused-more-than-announced"))
    elif end > site.config.max_upload_bytes:
        raise HTTPException(413, text("web-refused-larger-than", gigabytes=_say_most(site)))
    try:
        with found():
            here = site.store.files(recording_id).append(content, offset)
    except OSError as error:
        _LOG.error("A piece could not be kept: %s", error.strerror)
        raise HTTPException(507, text("web-refused-no-room")) from error
    if recording.size_bytes:
        share = here / recording.size_bytes
        site.news.tell(recording_id, state="receiving", progress=share)
    return {"received_bytes": here}


def _say_most(site: Site) -> str:
    return f"{site.config.max_upload_bytes / GIGABYTE:g}"


async def _stop(site: Site, recording_id: str, *only_from: State) -> bool:
    return await run_in_threadpool(
        site.store.advance, recording_id, "cancelled", only_from=only_from
    )


def _is_rest_of(new: NewRecording, item: Recording) -> bool:
    """Whether ``item`` is the part that is already here of the same file."""
    return (
        item.state == "receiving"
        and item.origin == new.origin == "upload"
        and item.person_id == new.person_id
        and item.name == new.name
        and item.size_bytes == new.size_bytes
        and item.modified_ms == new.modified_ms
    )


def _describe(site: Site, recording: Recording) -> dict[str, Any]:
    return {
        "id": recording.id,
        "name": recording.name,
        "state": recording.state,
        "problem": recording.problem,
        "received_bytes": site.store.files(recording.id).received_bytes,
    }


def _tell(site: Site, recording: Recording) -> None:
    site.news.tell(recording.id, state=recording.state)
    if recording.state == "waiting":
        site.analyst.look()


def find_receiving(site: Site, recording_id: str) -> Recording:
    """Return a recording that still takes data, or refuse what was sent for it."""
    with found():
        recording = site.get_recording(recording_id)
    if recording.state != "receiving":
        raise HTTPException(409, text("web-refused-not-receiving"))
    return recording


@contextmanager
def found() -> Iterator[None]:
    """Turn what is gone, its row or its folder, into a 404."""
    try:
        yield
    except (KeyError, FileNotFoundError) as error:
        raise HTTPException(404, text("web-refused-no-recording")) from error
