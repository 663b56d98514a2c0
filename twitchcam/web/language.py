"""The language of the app: what somebody chose, else what their browser asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from babel import negotiate_locale
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from twitchcam.store.choices import read_choice, save_choice
from twitchcam.wording import FIRST_LANGUAGE, in_language, language_in_use, languages

_CHOICE: Final = "language"
_MAX_WISHES: Final = 20


class Speaker:
    """Lets everything that answers a request speak one language."""

    def __init__(self, app: ASGIApp, folder: Path) -> None:
        self._app = app
        self._folder = folder

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        wish = Headers(scope=scope).get("accept-language", "")
        with in_language(find_language(self._folder, wish)):
            await self._app(scope, receive, send)


def find_language(folder: Path, wish: str = "") -> str:
    """Return the language that was chosen for a data folder, else the best for a wish.

    Parameters
    ----------
    wish : what a browser sends as ``Accept-Language`` (RFC 9110, 12.5.4).
    """
    known = languages()
    chosen = read_choice(folder, _CHOICE)
    if chosen in known:
        return str(chosen)
    if len(known) == 1:
        return FIRST_LANGUAGE
    usual = language_in_use()
    best = negotiate_locale(_list_wishes(wish), known, sep="-")
    best = best or (usual if usual in known else FIRST_LANGUAGE)
    return next(code for code in known if code.lower() == best.lower())


def keep_language(folder: Path, code: str) -> None:
    """Choose a language; without a choice, what works in the background knows none."""
    if len(languages()) > 1:
        save_choice(folder, _CHOICE, code)


def _list_wishes(wish: str) -> list[str]:
    """Codes in the order in which they are wanted, the best first."""
    wanted: list[tuple[float, str]] = []
    for part in wish.split(",")[:_MAX_WISHES]:
        code, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((float(weight or 1.0), code.strip()))
        except ValueError:
            continue
    # The order of those that are wanted alike stays.
    return [code for weight, code in sorted(wanted, key=lambda item: -item[0]) if weight > 0]
