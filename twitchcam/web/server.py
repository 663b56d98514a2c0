"""The app: every route, behind the guard."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from twitchcam.store.library import Store
from twitchcam.web.analysis_queue import Analyst
from twitchcam.web.api import api
from twitchcam.web.camera_client import LiveCheck
from twitchcam.web.catching_up import CatchingUp
from twitchcam.web.comparing import comparing
from twitchcam.web.config import WebConfig
from twitchcam.web.context import FOLDER, Site, load_templates
from twitchcam.web.extras import extras as extras_pages
from twitchcam.web.housekeeping import Housekeeping, is_camera_on
from twitchcam.web.language import Speaker, find_language
from twitchcam.web.language_choice import language_choice
from twitchcam.web.letter import letters
from twitchcam.web.lists import lists
from twitchcam.web.live import live as live_pages
from twitchcam.web.live_skin import LiveSkin
from twitchcam.web.news import News
from twitchcam.web.people import people
from twitchcam.web.phone import phone_pages
from twitchcam.web.phone_line import PhoneLine
from twitchcam.web.pictures import pictures
from twitchcam.web.problems import answer_problem
from twitchcam.web.questions import question_pages
from twitchcam.web.recordings import recordings
from twitchcam.web.sample import sample_pages
from twitchcam.web.sample_maker import SampleMaker
from twitchcam.web.security import Guard, TooLarge
from twitchcam.web.side_work import SideWork
from twitchcam.web.smaller import smaller
from twitchcam.web.takes import Takes
from twitchcam.web.visits import visits
from twitchcam.wording import in_language, text

_LOG: Final = logging.getLogger(__name__)


def make_app(store: Store, config: WebConfig) -> FastAPI:
    """Make the app; its queue runs for as long as it is served."""
    news = News()
    analyst = Analyst(store, news, config)
    live = LiveCheck()
    skin = LiveSkin(store.folder, lambda: is_camera_on(store, config))
    copies = SideWork("twitchcam.web.smaller_worker", store, news, config)
    extras = SideWork("twitchcam.web.extras_worker", store, news, config)
    takes = Takes(store)
    sample = SampleMaker(store.folder, config)
    phone = PhoneLine(config.phone_host, config.phone_open_s)
    housekeeping = Housekeeping(store, news, analyst, takes, config)
    site = Site(
        store=store,
        news=news,
        analyst=analyst,
        live=live,
        skin=skin,
        copies=copies,
        extras=extras,
        takes=takes,
        phone=phone,
        sample=sample,
        config=config,
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        load_templates()
        # What is loaded stays: a search for garbage in all of it would hold up a page now and then.
        gc.freeze()
        news.open()
        parts = (
            analyst,
            live,
            skin,
            copies,
            extras,
            housekeeping,
            phone,
            sample,
            CatchingUp(store),
        )
        tasks = [asyncio.create_task(part.run()) for part in parts]
        yield
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        takes.close_all()

    app = FastAPI(
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        # Nothing is to be told to anybody, whatever the surroundings ask for.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.site = site
    app.include_router(api)
    app.include_router(pictures)
    app.include_router(lists)
    app.include_router(people)
    app.include_router(phone_pages)
    app.include_router(recordings)
    app.include_router(smaller)
    app.include_router(extras_pages)
    app.include_router(comparing)
    app.include_router(sample_pages)
    app.include_router(letters)
    app.include_router(live_pages)
    app.include_router(question_pages)
    app.include_router(visits)
    app.include_router(language_choice)
    files = StaticFiles(directory=FOLDER / "static", packages=[("twitchcam.wording", "scripts")])
    app.mount("/static", files, name="static")

    def refuse(path: str, status: int, detail: str) -> Response:
        return answer_problem(site.render, path, status, detail)

    app.add_middleware(Guard, config=config, refuse=refuse)
    # Added last, so around the guard: refusals are to be understood, too.
    app.add_middleware(Speaker, folder=store.folder)

    @app.exception_handler(StarletteHTTPException)
    async def refuse_request(request: Request, error: HTTPException) -> Response:
        return refuse(request.url.path, error.status_code, str(error.detail))

    @app.exception_handler(RequestValidationError)
    async def refuse_form(request: Request, _error: RequestValidationError) -> Response:
        return refuse(request.url.path, 422, text("web-refused-no-sense"))

    @app.exception_handler(TooLarge)
    async def refuse_size(request: Request, _error: TooLarge) -> Response:
        return refuse(request.url.path, 413, text("web-refused-too-large"))

    @app.exception_handler(Exception)
    async def apologize(request: Request, error: Exception) -> Response:
        _LOG.error("A page failed: %s", type(error).__name__, exc_info=error)
        # Told outside of all else, the language among it.
        wish = request.headers.get("accept-language", "")
        with in_language(find_language(store.folder, wish)):
            return refuse(request.url.path, 500, text("web-refused-our-fault"))

    return app
