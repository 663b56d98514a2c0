"""Who may ask for what: the gate before every request.

A page on the internet can make a browser send requests here, and can even point its own name
at this computer (DNS rebinding). So the Host must be a name that only we can have, a change must
come from our own pages, and answers tell the browser to load nothing from elsewhere.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
import socket
from collections.abc import Callable
from typing import Final
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from twitchcam.web.config import LOOPBACK_NAMES, WebConfig, is_loopback
from twitchcam.web.keys import SHORT_WAY
from twitchcam.wording import text

COOKIE: Final = "twitchcam_token"
_SAFE: Final = ("GET", "HEAD", "OPTIONS")
_OPEN: Final = ("/static/app.css", "/static/icon.svg")
_HOST: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?")
PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; connect-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
# A report brings its own script and style inside. It runs as a page from nowhere: no cookies, no
# requests, no way to the pages around it.
REPORT_POLICY: Final = (
    "sandbox allow-scripts allow-popups allow-downloads allow-modals; default-src 'none'; "
    "script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; "
    "media-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
_HEADERS: Final = {
    "Content-Security-Policy": PAGE_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


class Guard:
    """Lets through what may pass and adds the headers that keep browsers strict."""

    def __init__(
        self, app: ASGIApp, config: WebConfig, refuse: Callable[[str, int, str], Response]
    ) -> None:
        self._app = app
        self._config = config
        self._answer = refuse
        self._names = {*LOOPBACK_NAMES}
        if not is_loopback(config.host):
            self._names |= {config.host.lower(), socket.gethostname().lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        refusal = self._refuse(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, add_headers(send))
            return
        await self._app(scope, limit_body(receive, self._config.max_part_bytes), add_headers(send))

    def _refuse(self, scope: Scope, headers: Headers) -> Response | None:
        path, host = scope["path"], headers.get("host", "")
        if not self._is_own_host(host):
            return self._answer(path, 421, text("web-refused-address"))
        if not comes_from_here(scope, headers, host):
            return self._answer(path, 403, text("web-refused-foreign"))
        if announces_too_much(headers, self._config.max_part_bytes):
            return self._answer(path, 413, text("web-refused-too-large"))
        return self._check_token(scope, headers)

    def _is_own_host(self, host: str) -> bool:
        match = _HOST.fullmatch(host)
        if not match:
            return False
        name = match.group(1).strip("[]").lower()
        if name in self._names:
            return True
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return False
        # A number cannot be pointed elsewhere as a name can.
        return not is_loopback(self._config.host) or address.is_loopback

    def _check_token(self, scope: Scope, headers: Headers) -> Response | None:
        token = self._config.token
        # How pages look is no secret; without it, the page that says what is missing has no looks.
        if token is None or scope["path"] in _OPEN:
            return None
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        path, shown = scope["path"], dict(query).get("token")
        if shown is None and path.startswith(SHORT_WAY):
            path, shown = "/", path.removeprefix(SHORT_WAY)
        if shown is not None and scope["method"] == "GET" and _is_same(shown, token):
            # Out of the address bar, the history and the pages that are linked to.
            rest = urlencode([item for item in query if item[0] != "token"])
            answer = RedirectResponse(_keep_here(path) + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(COOKIE, _seal(token), httponly=True, samesite="strict", path="/")
            return answer
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        if _is_same(_read_cookie(headers), _seal(token)) or _is_same(bearer, token):
            return None
        return self._answer(scope["path"], 401, text("web-refused-key"))


class TooLarge(Exception):
    """A body is longer than one request may be."""


def _is_same(shown: str, secret: str) -> bool:
    """Compare in a time that tells nothing."""
    return hmac.compare_digest(shown.encode(), secret.encode())


def _seal(token: str) -> str:
    """What the cookie holds: browsers show cookies to every port of a host, so not the token."""
    return hashlib.sha256(f"{COOKIE}:{token}".encode()).hexdigest()


def _keep_here(path: str) -> str:
    """Two slashes at the beginning would name another host."""
    return "/" + path.lstrip("/\\")


def announces_too_much(headers: Headers, max_bytes: int) -> bool:
    """Whether a body says that it is longer than it may be, or says what makes no sense."""
    length = headers.get("content-length", "0")
    is_length = length.isascii() and length.isdecimal() and len(length) < 20
    return not is_length or int(length) > max_bytes


def comes_from_here(scope: Scope, headers: Headers, host: str) -> bool:
    """Whether a page of this very host, or nobody's page, asks for this."""
    site = headers.get("sec-fetch-site", "none")
    if scope["method"] in _SAFE:
        # A link may lead here from anywhere; a picture, script or fetch may not, not even one of
        # another port of this computer, which browsers call the same site.
        return site in ("none", "same-origin") or headers.get("sec-fetch-mode") == "navigate"
    origin = headers.get("origin")
    if origin is not None:
        return origin in (f"http://{host}", f"https://{host}")
    return site in ("none", "same-origin")


def _read_cookie(headers: Headers) -> str:
    for part in headers.get("cookie", "").split(";"):
        name, _, value = part.strip().partition("=")
        if name == COOKIE:
            return value
    return ""


def limit_body(receive: Receive, max_bytes: int) -> Receive:
    """Stop a body that is longer than it said, or did not say."""
    taken = 0

    async def receive_limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > max_bytes:
            raise TooLarge
        return message

    return receive_limited


def add_headers(send: Send, *, leave_out: str = "") -> Send:
    """Tell browsers to be strict with every answer."""

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                if name != leave_out:
                    headers.setdefault(name, value)
        await send(message)

    return send_with_headers
