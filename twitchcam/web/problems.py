"""What a visitor reads when a page cannot be shown: what happened, and the one thing to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from starlette.responses import HTMLResponse, JSONResponse, Response


class Problem(NamedTuple):
    """Big words, a sentence or two, and whether the start page is of any help."""

    title: str
    words: str
    leads_to_start: bool = True


PROBLEMS: Final = {
    401: Problem(
        "Please open the full address",
        "This twitchcam is locked. Open the whole address that the terminal showed when it was "
        "started. It ends in a long key.",
        leads_to_start=False,
    ),
    403: Problem(
        "This did not come from here",
        "Another web page asked twitchcam for something, and was refused. Nothing was changed.",
    ),
    404: Problem("This page is not here", "It may have been deleted."),
    405: Problem("This page cannot be opened like this", "Nothing was changed. Go to the start."),
    413: Problem(
        "This is too much at once",
        "It was not kept. Nothing else has changed. Go back and write less.",
    ),
    421: Problem(
        "This address does not lead here",
        "On the computer where twitchcam runs, open the address that the terminal showed when it "
        "was started.",
        leads_to_start=False,
    ),
    422: Problem("This could not be understood", "Nothing was changed. Go back and try again."),
    500: Problem(
        "Something went wrong",
        "It is our fault, not yours. Your recordings are still here. Go back and try again. If it "
        "comes again, the terminal where twitchcam was started shows details.",
    ),
}
_ANY_OTHER: Final = Problem("This did not work", "Nothing was changed. Go back and try again.")


def answer_problem(
    render: Callable[..., HTMLResponse], path: str, status: int, detail: str
) -> Response:
    """Answer with a page for people, or with ``detail`` as JSON for the pages' own scripts."""
    if path.startswith("/api/"):
        return JSONResponse({"problem": detail}, status)
    problem = PROBLEMS.get(status, _ANY_OTHER)
    return render("problem.html.jinja", status=status, problem=problem)
