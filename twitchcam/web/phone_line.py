"""The door for a phone: a second, small server that is there only while somebody wants it.

It listens on one address of this computer, on a port of its own, from the moment it is asked for
until its time is over or it is ended. Its key is made anew each time and opens one thing alone:
sending videos for one person.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import segno
import uvicorn
from starlette.types import ASGIApp

from twitchcam.errors import InputError
from twitchcam.web.addresses import list_addresses
from twitchcam.web.keys import make_key
from twitchcam.wording import text

if TYPE_CHECKING:
    from collections.abc import Callable

# 59 bits, for a quarter of an hour.
_KEY_LENGTH: Final = 12
# A video that is on its way keeps the door open, but not for ever.
_AFTER_LAST_PIECE_S: Final = 60.0
_LONGEST_S: Final = 2 * 3600.0
_LOOK_EVERY_S: Final = 0.5


@dataclass(kw_only=True)
class Visit:
    """One opening of the door.

    Attributes
    ----------
    person_id : whose videos may be sent.
    host, port : where it listens.
    key : what has to be known; a part of the address.
    opened_s, closes_s : seconds since 1970.
    recordings : ids of what was begun, in that order.
    """

    person_id: str
    host: str
    port: int
    key: str
    opened_s: float
    closes_s: float
    recordings: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """What the phone opens."""
        return f"http://{self.host}:{self.port}/{self.key}"

    def draw_code(self) -> str:
        """The address as a QR code, as the source of a picture (SVG, dark on white)."""
        code = segno.make_qr(self.address, error="m")
        return str(code.svg_data_uri(scale=8, border=4, dark="#000", light="#fff"))

    def hear(self) -> None:
        """A piece came: the door stays open until a while after the last one."""
        latest_s = min(time.time() + _AFTER_LAST_PIECE_S, self.opened_s + _LONGEST_S)
        self.closes_s = max(self.closes_s, latest_s)


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Ctrl+C is for the server around this one."""
        yield


class PhoneLine:
    """Opens and closes the door; there is at most one."""

    def __init__(self, host: str | None, length_s: float) -> None:
        self._host = host
        self.length_s = length_s
        self.visit: Visit | None = None
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None
        self._one = asyncio.Lock()

    def list_hosts(self) -> list[str]:
        """Addresses that the door can be opened on, the likeliest first."""
        return [self._host] if self._host else list_addresses()

    def find_visit(self, person_id: str) -> Visit | None:
        """The opening for this person, if there is one."""
        visit = self.visit
        return visit if visit is not None and visit.person_id == person_id else None

    async def open(self, person_id: str, host: str, make_app: Callable[[Visit], ASGIApp]) -> None:
        """Open the door for one person; it is closed for whom it was open before.

        Raises
        ------
        InputError
            Nothing can listen there.
        """
        async with self._one:
            await self._close()
            listener = _listen(host)
            now_s = time.time()
            self.visit = Visit(
                person_id=person_id,
                host=host,
                port=listener.getsockname()[1],
                key=make_key(_KEY_LENGTH),
                opened_s=now_s,
                closes_s=now_s + self.length_s,
            )
            self._server = _Server(
                uvicorn.Config(
                    make_app(self.visit),
                    log_level="warning",
                    access_log=False,
                    server_header=False,
                    lifespan="off",
                    limit_concurrency=32,
                    timeout_graceful_shutdown=2,
                )
            )
            self._serving = asyncio.create_task(self._server.serve(sockets=[listener]))

    async def close(self, person_id: str | None = None) -> None:
        """Close the door, or only if it is open for that person."""
        async with self._one:
            if person_id is None or self.find_visit(person_id):
                await self._close()

    async def run(self) -> None:
        """Close the door when its time is over, and at the end of all."""
        try:
            while True:
                await asyncio.sleep(_LOOK_EVERY_S)
                if self.visit is not None and time.time() > self.visit.closes_s:
                    await self.close()
        finally:
            await self.close()

    async def _close(self) -> None:
        self.visit = None
        if self._server is None or self._serving is None:
            return
        self._server.should_exit = True
        await self._serving
        self._server = self._serving = None


def _listen(host: str) -> socket.socket:
    try:
        return socket.create_server((host, 0), backlog=32)
    except OSError as error:
        raise InputError(text("phone-cannot-listen", address=host, why=str(error.strerror))) from (
            error
        )
