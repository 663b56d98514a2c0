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
    key = _find_key(status)
    if path.startswith("/api/"):
        return JSONResponse({"problem": say_problem(status, detail)}, status)
    return render(
        "problem.html.jinja",
        status=status,
        title=text(key),
        what=text(f"{key}.what"),
        leads_to_start=status not in _LEADS_NOWHERE,
    )


def say_problem(status: int, detail: str) -> str:
    """Say what is wrong in our words; the framework's own are for programmers."""
    return detail if detail != HTTPStatus(status).phrase else text(_find_key(status))


def _find_key(status: int) -> str:
    key = f"web-problem-{status}"
    return key if has_text(key) else "web-problem-other"
