"""A smaller video in place of a large one: made and measured first, chosen by its owner then."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from twitchcam.web.context import SiteDep, find_recording, see_other

smaller: Final = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@smaller.post("/recordings/{recording_id}/smaller")
async def make_copy(site: SiteDep, recording_id: str) -> Response:
    """Make a smaller copy and measure what it costs; nothing is replaced yet."""
    recording = find_recording(site, recording_id)
    if recording.state == "done" and site.store.files(recording_id).video.exists():
        site.copies.start(recording)
    return see_other(f"/recordings/{recording_id}#video")


@smaller.post("/recordings/{recording_id}/smaller/keep")
def keep_copy(site: SiteDep, recording_id: str) -> Response:
    """Put the smaller copy in the place of the recording."""
    find_recording(site, recording_id)
    site.store.files(recording_id).replace_video()
    return see_other(f"/recordings/{recording_id}#video")


@smaller.post("/recordings/{recording_id}/smaller/drop")
async def drop_copy(site: SiteDep, recording_id: str) -> Response:
    """Stop making a copy, or throw it away; the recording stays as it is."""
    find_recording(site, recording_id)
    await site.copies.stop(recording_id)
    site.store.files(recording_id).drop_smaller()
    return see_other(f"/recordings/{recording_id}#video")
