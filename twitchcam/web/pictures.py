"""Pictures as a camera gives them, each with its time: taken and given to the recorder."""

from __future__ import annotations

import logging
import shutil
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from starlette.concurrency import run_in_threadpool

from twitchcam.errors import InputError
from twitchcam.web.api import find_receiving, found
from twitchcam.web.context import Site, SiteDep
from twitchcam.web.room import plan_room, say_plan
from twitchcam.web.takes import PictureKind, split_pictures
from twitchcam.wording import text

_LOG: Final = logging.getLogger(__name__)
# Left for everything else on this computer.
_ROOM_LEFT_BYTES: Final = 200 << 20

pictures: Final = APIRouter(prefix="/api")


def _read_kind(
    format: Annotated[Literal["I420", "NV12"], Query()],
    width: Annotated[int, Query(ge=16, le=4096)],
    height: Annotated[int, Query(ge=16, le=4096)],
    full_range: bool = False,
    matrix: str = "",
    encoding: Literal["lossless", "small"] = "lossless",
) -> PictureKind:
    return PictureKind(
        pixels=format,
        width=width,
        height=height,
        full_range=full_range,
        matrix=matrix[:16],
        encoding=encoding,
    )


KindDep = Annotated[PictureKind, Depends(_read_kind)]


@pictures.post("/recordings/{recording_id}/pictures")
async def take_pictures(
    site: SiteDep, recording_id: str, request: Request, kind: KindDep
) -> dict[str, Any]:
    """Take pictures, each after its capture time (microseconds, 8 bytes, the lowest first).

    Those that are here already are known by their times.
    """
    content = await request.body()
    return await run_in_threadpool(_take_pictures, site, recording_id, content, kind)


def _take_pictures(
    site: Site, recording_id: str, content: bytes, kind: PictureKind
) -> dict[str, Any]:
    if find_receiving(site, recording_id).origin != "camera":
        raise HTTPException(409, text("web-refused-not-receiving"))
    if shutil.disk_usage(site.store.folder).free < _ROOM_LEFT_BYTES:
        raise HTTPException(507, text("web-refused-no-room"))
    try:
        with found():
            n_kept = site.takes.add(recording_id, kind, split_pictures(content, kind))
    except InputError as error:
        raise HTTPException(409, str(error)) from error
    except ValueError as error:
        raise HTTPException(422, text("web-refused-no-pictures")) from error
    except OSError as error:
        _LOG.error("Pictures could not be kept: %s", error.strerror)
        raise HTTPException(507, text("web-refused-no-room")) from error
    return {"n_kept": n_kept}


@pictures.post("/room")
async def measure(
    site: SiteDep,
    request: Request,
    kind: KindDep,
    rate: Annotated[float, Query(gt=0, le=1000)] = 30.0,
) -> dict[str, Any]:
    """Say, with a few pictures, how much room a minute takes, and how much there is."""
    content = await request.body()
    try:
        sample = [planes for _, planes in split_pictures(content, kind)]
        if len(sample) < 2:
            raise ValueError("too few")
    except ValueError as error:
        raise HTTPException(422, text("web-refused-no-pictures")) from error
    free_bytes = shutil.disk_usage(site.store.folder).free
    plan = await run_in_threadpool(plan_room, sample, kind, rate, free_bytes)
    return {"words": say_plan(plan), "minutes": plan.minutes, "encoding": plan.encoding}


@pictures.delete("/recordings/{recording_id}/content")
def forget_content(site: SiteDep, recording_id: str) -> dict[str, Any]:
    """Throw away what came so far of a recording that goes on in another way."""
    find_receiving(site, recording_id)
    with found():
        site.takes.drop(recording_id)
    return {"received_bytes": 0}
