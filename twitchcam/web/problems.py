"""What a visitor reads when a page cannot be shown: what happened, and the one thing to do."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from starlette.responses import HTMLResponse, JSONResponse, Response

from twitchcam.wording import has_text, text

# Who is not let in is not helped by the start page.
_LEADS_NOWHERE: Final = (401, 421)


def answer_problem(
    render: Callable[..., HTMLResponse], path: str, status: int, detail: str
) -> Response:
    """Answer with a page for people, or with ``detail`` as JSON for the pages' own scripts."""
    key = f"web-problem-{status}"
    if not has_text(key):
        key = "web-problem-other"
    if path.startswith("/api/"):
        # The framework's own words are for programmers.
        is_ours = detail != HTTPStatus(status).phrase
        return JSONResponse({"problem": detail if is_ours else text(key)}, status)
    return render(
        "problem.html.jinja",
        status=status,
        title=text(key),
        what=text(f"{key}.what"),
        leads_to_start=status not in _LEADS_NOWHERE,
    )
