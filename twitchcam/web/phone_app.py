"""What the phone may ask for: one page, its looks and scripts, and to send videos. Nothing else."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, FastAPI, HTTPException, Query, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from twitchcam.web import api
from twitchcam.web.context import FOLDER, Site, SiteDep
from twitchcam.web.language import Speaker
from twitchcam.web.phone_line import Visit
from twitchcam.web.problems import say_problem
from twitchcam.web.security import (
    TooLarge,
    add_headers,
    announces_too_much,
    comes_from_here,
    limit_body,
)
from twitchcam.wording import language_in_use, script_texts, text

_MOST_VIDEOS: Final = 20
_STATIC: Final = {
    **{
        name: FOLDER / "static" / name
        for name in ("app.css", "icon.svg", "upload.js", "sender.js", "ask.js", "say_left.js")
    },
    **{name: script_texts.FOLDER / name for name in ("texts.js", "fluent-bundle.js")},
}


class SentVideo(BaseModel):
    """What a phone says of a video; whose it is, it does not say."""

    name: str = Field(max_length=1000)
    mirrored: bool = False
    size_bytes: int = Field(ge=1)
    modified_ms: int | None = None


def make_phone_app(site: Site, visit: Visit) -> ASGIApp:
    """Make the app behind the door of one visit."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)
    app.state.site, app.state.visit = site, visit
    app.include_router(_routes)

    @app.exception_handler(StarletteHTTPException)
    async def refuse(_request: Request, error: HTTPException) -> Response:
        return _refuse(error.status_code, str(error.detail))

    @app.exception_handler(RequestValidationError)
    async def refuse_form(_request: Request, _error: RequestValidationError) -> Response:
        return _refuse(422, text("web-refused-no-sense"))

    @app.exception_handler(TooLarge)
    async def refuse_size(_request: Request, _error: TooLarge) -> Response:
        return _refuse(413, text("web-refused-too-large"))

    return Speaker(_Gate(app, visit, site.config.max_part_bytes), site.store.folder)


class _Gate:
    """Lets through who knows the key and asks under this very address."""

    def __init__(self, app: ASGIApp, visit: Visit, max_part_bytes: int) -> None:
        self._app = app
        self._visit = visit
        self._max_part_bytes = max_part_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers, visit = Headers(scope=scope), self._visit
        key, _, rest = scope["path"].removeprefix("/").partition("/")
        host = headers.get("host", "")
        answer: ASGIApp = self._app
        if host != f"{visit.host}:{visit.port}":
            answer = _refuse(421, text("web-refused-address"))
        elif not hmac.compare_digest(key.encode(), visit.key.encode()):
            answer = HTMLResponse(_say_gone(), 404)
        elif not comes_from_here(scope, headers, host):
            answer = _refuse(403, text("web-refused-foreign"))
        elif announces_too_much(headers, self._max_part_bytes):
            answer = _refuse(413, text("web-refused-too-large"))
        # Browsers complain of this one where nothing is encrypted.
        told = add_headers(send, leave_out="Cross-Origin-Opener-Policy")
        inner = {**scope, "path": f"/{rest}", "raw_path": f"/{rest}".encode()}
        await answer(inner, limit_body(receive, self._max_part_bytes), told)


def _refuse(status: int, detail: str) -> Response:
    return JSONResponse({"problem": say_problem(status, detail)}, status)


def _say_gone() -> str:
    # Without the key there is nothing else to load, not even a style.
    return (
        f'<!doctype html><html lang="{language_in_use()}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>twitchcam</title><main><h1>{text('phone-gone')}</h1></main>"
    )


_routes: Final = APIRouter()


def _get_visit(request: Request) -> Visit:
    visit: Visit = request.app.state.visit
    return visit


@_routes.get("/")
def show_page(site: SiteDep, request: Request) -> Response:
    """The page for the phone. It names nobody: what is sent here can be read on the way."""
    visit = _get_visit(request)
    return site.render(
        "phone_send.html.jinja",
        key=visit.key,
        closes=datetime.fromtimestamp(visit.closes_s, UTC),
        gigabytes=site.config.max_upload_bytes / (1 << 30),
    )


@_routes.get("/static/{name}")
def show_file(name: str) -> Response:
    """Looks and scripts of that page."""
    if name not in _STATIC:
        raise HTTPException(404)
    return FileResponse(_STATIC[name])


@_routes.post("/api/recordings")
def begin(site: SiteDep, request: Request, video: SentVideo) -> dict[str, Any]:
    """Begin with a video, or go on with one that was broken off."""
    visit = _get_visit(request)
    if len(visit.recordings) >= _MOST_VIDEOS:
        raise HTTPException(429, text("phone-too-many", most=_MOST_VIDEOS))
    whole = api.NewRecording(
        person_id=visit.person_id, origin="upload", **video.model_dump(mode="python")
    )
    begun = api.begin(site, whole)
    if begun["id"] not in visit.recordings:
        visit.recordings.append(begun["id"])
    visit.hear()
    return begun


@_routes.put("/api/recordings/{recording_id}/content")
async def take_piece(
    site: SiteDep, request: Request, recording_id: str, offset: Annotated[int, Query(ge=0)]
) -> dict[str, Any]:
    """Take the piece that begins at ``offset``."""
    _check_own(request, recording_id).hear()
    return await api.take_piece(site, recording_id, request, offset)


@_routes.post("/api/recordings/{recording_id}/finish")
def finish(site: SiteDep, request: Request, recording_id: str) -> dict[str, Any]:
    """All of it is here."""
    _check_own(request, recording_id)
    return api.finish(site, recording_id)


@_routes.post("/api/recordings/{recording_id}/cancel")
async def cancel(site: SiteDep, request: Request, recording_id: str) -> dict[str, Any]:
    """Stop sending; what is here already and whole stays."""
    _check_own(request, recording_id)
    api.find_receiving(site, recording_id)
    return await api.cancel(site, recording_id)


def _check_own(request: Request, recording_id: str) -> Visit:
    """A phone has a say in what it began itself, and in nothing else."""
    visit = _get_visit(request)
    if recording_id not in visit.recordings:
        raise HTTPException(404, text("web-refused-no-recording"))
    return visit
