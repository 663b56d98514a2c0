"""A real Chromium that nobody watches: driven over a pipe, with nothing switched on but scripts.

Playwright follows every request and what it carries. Where megabytes are sent each second, that
alone costs pictures, so what is timed runs without it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

CHROMIUM: Final = "/usr/bin/chromium"
_ARGUMENTS: Final = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-sync", "--disable-background-networking", "--disable-component-update",
    "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required", "--remote-debugging-pipe",
)  # fmt: skip


class Page:
    """One page of a Chromium that runs."""

    def __init__(self, process: subprocess.Popen[bytes], write_to: int, read_from: int) -> None:
        self._process = process
        self._write_to, self._read_from = write_to, os.fdopen(read_from, "rb")
        self._n = 0
        self._session: str | None = None
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self._ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]

    def go_to(self, address: str) -> None:
        """Open an address and wait until it is loaded."""
        self._ask("Page.navigate", url=address)
        self.run(
            "async () => { while (document.readyState !== 'complete' || location.href === "
            "'about:blank') await new Promise((done) => setTimeout(done, 50)); }"
        )

    def run(self, script: str, *values: Any) -> Any:
        """Run a function of JavaScript and return what it resolves with."""
        spelled = ", ".join(json.dumps(value) for value in values)
        answer = self._ask(
            "Runtime.evaluate",
            expression=f"({script})({spelled})",
            awaitPromise=True,
            returnByValue=True,
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"])[:1000])
        return answer["result"].get("value")

    def kill(self) -> None:
        """End Chromium with all its processes, as a loss of power would."""
        os.killpg(self._process.pid, signal.SIGKILL)

    def _ask(self, method: str, **values: Any) -> dict[str, Any]:
        self._n += 1
        order = {"id": self._n, "method": method, "params": values}
        if self._session:
            order["sessionId"] = self._session
        os.write(self._write_to, json.dumps(order).encode() + b"\0")
        while True:
            answer = json.loads(self._read_message())
            if answer.get("id") == self._n:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                result: dict[str, Any] = answer["result"]
                return result

    def _read_message(self) -> bytes:
        message = bytearray()
        while (byte := self._read_from.read(1)) != b"\0":
            if not byte:
                raise RuntimeError("Chromium has ended.")
            message += byte
        return bytes(message)


@contextmanager
def open_chromium(camera: Path) -> Iterator[Page]:
    """Open a page in a Chromium whose camera plays ``camera`` (mjpeg or y4m) again and again."""
    order_from, order_to = os.pipe()
    answer_from, answer_to = os.pipe()

    def place_pipes() -> None:
        # Chromium reads orders from 3 and writes answers to 4.
        os.dup2(order_from, 103)
        os.dup2(answer_to, 104)
        os.dup2(103, 3)
        os.dup2(104, 4)

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            CHROMIUM,
            *_ARGUMENTS,
            f"--user-data-dir={profile}",
            f"--use-file-for-fake-video-capture={camera}",
        ]
        with subprocess.Popen(
            command,
            preexec_fn=place_pipes,
            close_fds=False,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            os.close(order_from)
            os.close(answer_to)
            try:
                yield Page(process, order_to, answer_from)
            finally:
                process.kill()
                os.close(order_to)
