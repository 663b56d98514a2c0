"""The live page: the face as lines with the skin's movement over it, and nothing kept."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from twitchcam.errors import InputError
from twitchcam.report import words
from twitchcam.skin_places import AREA_NAMES
from twitchcam.web.context import SiteDep, find_person
from twitchcam.web.live_shape import USUAL_AREAS, describe_face
from twitchcam.web.takes import PictureKind
from twitchcam.wording import text

_BYTES_A_PIXEL: Final = 4

live: Final = APIRouter(default_response_class=HTMLResponse)


@live.get("/people/{person_id}/live")
def show_live(site: SiteDep, person_id: str) -> Response:
    """The page on which the skin is seen while it moves."""
    person = find_person(site, person_id)
    return site.render(
        "live.html.jinja",
        person=person,
        face=json.dumps(describe_face()),
        areas=AREA_NAMES,
        usual=USUAL_AREAS,
    )


@live.post("/api/skin")
async def begin(site: SiteDep) -> Response:
    """Begin to look; answers when the tracker is loaded."""
    try:
        return JSONResponse({"key": await site.skin.open()})
    except InputError as error:
        raise HTTPException(409, str(error)) from error


@live.post("/api/skin/{key}/picture")
async def look(
    site: SiteDep,
    key: str,
    request: Request,
    format: Annotated[Literal["I420", "NV12", "RGBA"], Query()],
    width: Annotated[int, Query(ge=16, le=1920)],
    height: Annotated[int, Query(ge=16, le=1920)],
    time_us: int,
    full_range: bool = False,
) -> Response:
    """Look at one picture; nothing (204) while others are on their way."""
    pixels = await request.body()
    kind = PictureKind(pixels=format, width=width, height=height, full_range=full_range, matrix="")
    is_rgba = format == "RGBA"
    if len(pixels) != (width * height * _BYTES_A_PIXEL if is_rgba else kind.n_bytes):
        raise HTTPException(422, text("web-refused-picture-size"))
    if not is_rgba and (width % 2 or height % 2):
        raise HTTPException(422, text("web-refused-picture-size"))
    order = {
        "format": format,
        "width": width,
        "height": height,
        "time_us": time_us,
        "full_range": full_range,
    }
    try:
        seen = await site.skin.look(key, order, pixels)
    except InputError as error:
        raise HTTPException(409, str(error)) from error
    if seen is None or "late" in seen:
        return Response(status_code=204)
    return JSONResponse(seen | {"events": [_say_event(event) for event in seen["events"]]})


@live.post("/api/skin/{key}/end")
async def end(site: SiteDep, key: str) -> Response:
    """The page was left, or somebody stopped it."""
    await site.skin.close(key)
    return Response(status_code=204)


def _say_event(event: dict[str, Any]) -> dict[str, Any]:
    area = text(f"live-area-{event['area'].replace('_', '-')}")
    place = text(f"live-{event['side']}", region=area)
    said = text("live-event", place=place, size=f"{event['size_mm']:.1f}")
    return event | {"words": words.begin_large(said)}
