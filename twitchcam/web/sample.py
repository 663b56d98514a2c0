"""The pages of the sample report."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response

from twitchcam.web.context import SiteDep, see_other
from twitchcam.web.security import REPORT_POLICY

sample_pages: Final = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@sample_pages.get("/sample")
async def show_sample(site: SiteDep) -> Response:
    """The sample, or how far it is."""
    maker = site.sample
    is_made = maker.find().exists()
    if not is_made and not maker.has_failed:
        maker.start()
    return site.render("sample.html.jinja", is_made=is_made, has_failed=maker.has_failed)


@sample_pages.post("/sample")
async def make_again(site: SiteDep) -> Response:
    """Try again to make it."""
    site.sample.start()
    return see_other("/sample")


@sample_pages.get("/sample/report.html")
def show_report(site: SiteDep) -> Response:
    """The report itself, run as a page from nowhere."""
    path = site.sample.find()
    if not path.exists():
        raise HTTPException(404)
    return FileResponse(path, headers={"Content-Security-Policy": REPORT_POLICY})
