"""Where somebody chooses the language of the app, on any page."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import Response

from twitchcam.web.context import SiteDep, see_other
from twitchcam.web.language import keep_language
from twitchcam.wording import languages

language_choice: Final = APIRouter(include_in_schema=False)


@language_choice.post("/language")
def choose_language(
    site: SiteDep, request: Request, language: Annotated[str, Form()] = ""
) -> Response:
    """Speak another language from now on, and show the same page in it."""
    if language not in languages():
        raise HTTPException(422)
    keep_language(site.store.folder, language)
    return see_other(_find_page(request))


def _find_page(request: Request) -> str:
    """The path that the form was on; the guard has seen to it that it is one of ours."""
    came_from = request.headers.get("referer", "")
    own = f"{request.url.scheme}://{request.headers.get('host', '')}/"
    return "/" + came_from.removeprefix(own).lstrip("/\\") if came_from.startswith(own) else "/"
