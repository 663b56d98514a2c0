"""A real server in a process of its own, and what tests do with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

_PROGRAM = [sys.executable, "-m", "twitchcam", "serve"]
_LONGEST_START_S = 60.0
_LONGEST_ANALYSIS_S = 180.0


class RunningServer:
    """A server that answers; ``client`` talks to it as its own pages do."""

    def __init__(self, data: Path, *, port: str = "0", **environment: str) -> None:
        self.data = data
        self._log = data.parent / f"{data.name}.log"
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [*_PROGRAM, "--port", port, "--data", str(data)],
                stdout=subprocess.PIPE,
                stderr=log,
                env=os.environ | environment,
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline().decode()
        assert line.startswith("twitchcam is at "), line + self.log()
        self.shown = line.removeprefix("twitchcam is at ").strip()
        self.url = self.shown.split("/?")[0].split("/in/")[0].rstrip("/")
        self.client = httpx.Client(base_url=self.url, headers={"Origin": self.url}, timeout=30.0)

    def log(self) -> str:
        return self._log.read_text()

    def kill(self) -> None:
        """End it without a chance to tidy up."""
        self.client.close()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.client.close()
            self.process.terminate()
            try:
                self.process.wait(15)
            finally:
                self.process.kill()
                self.process.wait()
                self.process.stdout.close()

    def add_person(self, name: str = "Anna") -> str:
        answer = self.client.post("/people", data={"name": name})
        assert answer.status_code == 303, answer.text
        return answer.headers["location"].rsplit("/", 1)[1]

    def begin(self, person_id: str, name: str, content: bytes, **about: Any) -> dict[str, Any]:
        new = {
            "person_id": person_id, "name": name, "origin": "upload",
            "size_bytes": len(content), "modified_ms": 1,
        }  # fmt: skip
        answer = self.client.post("/api/recordings", json=new | about)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def put(self, recording_id: str, content: bytes, offset: int) -> httpx.Response:
        path = f"/api/recordings/{recording_id}/content"
        return self.client.put(path, params={"offset": offset}, content=content)

    def upload(self, person_id: str, name: str, content: bytes, **about: Any) -> str:
        recording_id = self.begin(person_id, name, content, **about)["id"]
        for offset in range(0, len(content), 1 << 20):
            assert self.put(recording_id, content[offset : offset + (1 << 20)], offset).is_success
        assert self.client.post(f"/api/recordings/{recording_id}/finish").is_success
        return recording_id

    def describe(self, recording_id: str) -> dict[str, Any]:
        return self.client.get(f"/api/recordings/{recording_id}").json()

    def wait_for(self, recording_id: str, *states: str) -> dict[str, Any]:
        return wait_until(
            lambda: found if (found := self.describe(recording_id))["state"] in states else None,
            f"{recording_id} to be {states}",
        )


def wait_until(ask: Callable[[], Any], what: str, longest_s: float = _LONGEST_ANALYSIS_S) -> Any:
    deadline = time.monotonic() + longest_s
    while time.monotonic() < deadline:
        if found := ask():
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited in vain for {what}")


@contextmanager
def serving(data: Path, *, port: str = "0", **environment: str) -> Iterator[RunningServer]:
    server = RunningServer(data, port=port, **environment)
    try:
        yield server
    finally:
        server.stop()
