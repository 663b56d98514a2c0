"""Makes the sample report when somebody first asks for it; it is kept for the next time."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Final

from twitchcam.web.config import WebConfig
from twitchcam.web.processes import end_process, follow_order, start_process
from twitchcam.wording import language_in_use

_LOG: Final = logging.getLogger(__name__)


class SampleMaker:
    """Makes the sample report in a process of its own, one at a time."""

    def __init__(self, data_folder: Path, config: WebConfig) -> None:
        self._folder = data_folder / "sample"
        self._config = config
        self._task: asyncio.Task[None] | None = None
        self.has_failed = False

    def find(self) -> Path:
        """Where the report is, or will be: for this version and the language that is in use."""
        return self._folder / f"{version('twitchcam')}-{language_in_use()}" / "report.html"

    def start(self) -> None:
        """Begin, unless it is at work."""
        if self._task is None or self._task.done():
            self.has_failed = False
            self._task = asyncio.create_task(self._make(self.find().parent))

    async def run(self) -> None:
        """Wait for the end of the server, then stop."""
        try:
            await asyncio.Event().wait()
        finally:
            if self._task is not None:
                self._task.cancel()
                with suppress(asyncio.CancelledError):
                    await self._task

    async def _make(self, results: Path) -> None:
        order = {
            "results": str(results),
            "language": language_in_use(),
            "max_memory_bytes": self._config.max_memory_bytes,
            "max_cpu_s": self._config.max_cpu_s,
        }
        process = await start_process("twitchcam.web.sample_worker")
        try:
            last = [told async for told in follow_order(process, order)][-1:]
            self.has_failed = not last or "done" not in last[0]
            if self.has_failed:
                _LOG.error("The sample report could not be made: %s", last)
        finally:
            await end_process(process)
