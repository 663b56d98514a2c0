"""Start the server on a port of this computer."""

from __future__ import annotations

import json
import logging
import os
import socket
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final
from urllib.parse import quote

from twitchcam.errors import InputError
from twitchcam.store.folders import DATABASE_VARIABLE, remove_leftovers
from twitchcam.store.library import Store
from twitchcam.web.addresses import find_address
from twitchcam.web.config import WebConfig, configure, is_loopback
from twitchcam.web.keys import SHORT_TOKEN, SHORT_WAY, make_key
from twitchcam.wording import text

if TYPE_CHECKING:
    import uvicorn

_LOCK: Final = "serving.json"
# 79 bits: this one lasts for as long as the server.
_KEY_LENGTH: Final = 16
# So ends what uvicorn says of an answer that was still going on; at the end of all, no fault.
_CUT_ANSWER: Final = "completing response."


def serve_folder(
    folder: Path | None, host: str, port: int, *, open_browser: bool, say: Callable[[str], None]
) -> None:
    """Serve the store in ``folder`` (default: the usual one) until stopped. See ``serve``."""
    config = configure(host, port)
    with closing(Store(folder, os.environ.get(DATABASE_VARIABLE))) as store:
        serve(store, config, open_browser=open_browser, say=say)


def serve(
    store: Store,
    config: WebConfig,
    *,
    open_browser: bool = False,
    say: Callable[[str], None] = print,
) -> None:
    """Serve until stopped.

    Raises
    ------
    InputError
        The port is taken, the host cannot be bound to, or the folder is served already.
    """
    import uvicorn

    from twitchcam.web.server import make_app

    if config.token is None and not is_loopback(config.host):
        config = replace(config, token=make_key(_KEY_LENGTH))
    # Whatever is written from here on is for its owner only.
    os.umask(0o077)
    with _listen(config) as listener:
        address = _make_address(config, listener.getsockname()[1])
        with _alone(store.folder, address):
            remove_leftovers(store.folder)
            shown = _show_way_in(address, config.token)
            say(text("serve-address", address=shown))
            say(text("serve-stop"))
            if open_browser:
                webbrowser.open(shown)
            _quieten_logs()
            # No log of addresses: they can hold the token.
            options = uvicorn.Config(
                make_app(store, config),
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=2,
            )
            server = uvicorn.Server(options)
            with _without_cut_answers(server):
                server.run(sockets=[listener])


@contextmanager
def _listen(config: WebConfig) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    try:
        listener = socket.create_server((config.host, config.port), family=family, backlog=128)
    except OSError as error:
        address, why = f"{config.host}:{config.port}", str(error.strerror)
        raise InputError(text("serve-cannot-listen", address=address, why=why)) from error
    with listener:
        yield listener


def _make_address(config: WebConfig, port: int) -> str:
    """Make the address that works from elsewhere, too, if this listens to elsewhere."""
    name = find_address(config.host)
    host = f"[{name}]" if ":" in name else name
    return f"http://{host}:{port}"


def _show_way_in(address: str, token: str | None) -> str:
    """Make an address that lets in, short enough to be typed into a phone where that goes."""
    if not token:
        return f"{address}/"
    if SHORT_TOKEN.fullmatch(token):
        return f"{address}{SHORT_WAY}{token}"
    return f"{address}/?token={quote(token, safe='')}"


@contextmanager
def _alone(folder: Path, address: str) -> Iterator[None]:
    """Make sure that one server works on a folder: two would take up each other's work."""
    path = folder / _LOCK
    with path.open("a+", encoding="utf-8") as file:
        if not _lock(file):
            file.seek(0)
            where = json.loads(file.read() or "{}").get("address", text("serve-another-address"))
            raise InputError(text("serve-already", folder=str(folder), where=where))
        file.truncate(0)
        file.write(json.dumps({"address": address}))
        file.flush()
        yield
        file.truncate(0)


def _lock(file: IO[str]) -> bool:
    """Take the lock, which the system lets go when this process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def _without_cut_answers(server: uvicorn.Server) -> Iterator[None]:
    """Keep one line out of the log while the server ends: pages that are open listen for news."""

    def is_told(record: logging.LogRecord) -> bool:
        return not (server.should_exit and record.getMessage().endswith(_CUT_ANSWER))

    log = logging.getLogger("uvicorn.error")
    log.addFilter(is_told)
    try:
        yield
    finally:
        log.removeFilter(is_told)


def _quieten_logs() -> None:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("sse_starlette").setLevel(logging.WARNING)
