"""What a result can have besides its report: halves of the face, a video with drawings, ELAN."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Form, HTTPException
from starlette.responses import HTMLResponse, Response

from twitchcam.app.make_extras import FILES, ExtraKind
from twitchcam.report.mirrored_halves import VIEWS, name_picture
from twitchcam.web.context import Site, SiteDep, find_recording, see_other

extras: Final = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True, slots=True, kw_only=True)
class HalvesOf:
    """The pictures of one action: their addresses by view, and the moment that they show.

    ``pictures`` is empty where they were deleted with the video.
    """

    action: str
    time_s: float
    yaw_deg: float
    pictures: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What there is of a result.

    Attributes
    ----------
    halves : rest, then each kind of action.
    made : kinds of files that are here.
    is_at_work : something is being made.
    problem : why the last one was not made; ``None`` when it was.
    """

    halves: list[HalvesOf]
    made: dict[str, str]
    is_at_work: bool
    problem: str | None


@extras.post("/recordings/{recording_id}/extras")
async def make(site: SiteDep, recording_id: str, kind: Annotated[ExtraKind, Form()]) -> Response:
    """Begin to make one; the page tells when it is there."""
    recording = find_recording(site, recording_id)
    if recording.state != "done":
        raise HTTPException(409)
    site.extras.start(recording, kind=kind)
    return see_other(f"/recordings/{recording_id}#extras")


@extras.post("/recordings/{recording_id}/extras/stop")
async def stop(site: SiteDep, recording_id: str) -> Response:
    """Stop making one."""
    find_recording(site, recording_id)
    await site.extras.stop(recording_id)
    return see_other(f"/recordings/{recording_id}#extras")


def describe_extras(site: Site, recording_id: str) -> Extras:
    """Describe what there is, from the files that are here."""
    results = site.store.files(recording_id).results
    return Extras(
        halves=list_halves(results, f"/recordings/{recording_id}/files"),
        made={
            kind: name
            for kind, name in FILES.items()
            if kind != "halves" and (results / name).exists()
        },
        is_at_work=site.extras.is_at_work(recording_id),
        problem=site.extras.problems.get(recording_id),
    )


def list_halves(results: Path, address: str) -> list[HalvesOf]:
    """List the halves of a result whose files are found under ``address``."""
    described: list[dict[str, Any]] = []
    with suppress(OSError, ValueError):
        described = json.loads((results / FILES["halves"]).read_bytes())
    return [
        HalvesOf(
            **item,
            pictures={
                view: f"{address}/{name_picture(item['action'], view)}"
                for view in VIEWS
                if (results / name_picture(item["action"], view)).exists()
            },
        )
        for item in described
    ]


def drop_extras(results: Path) -> None:
    """Remove what no longer fits a result that will be made anew."""
    for item in list_halves(results, ""):
        for view in VIEWS:
            (results / name_picture(item.action, view)).unlink(missing_ok=True)
    for name in FILES.values():
        (results / name).unlink(missing_ok=True)
