"""Work beside the queue that somebody asked for: smaller copies, videos with drawings, pictures.

Each piece is done in a process of its own, one at a time, and told to the pages when it is over.
"""

from __future__ import annotations

import asyncio
import logging
import tempfile
from contextlib import suppress
from typing import Any, Final

from twitchcam.scratch import make_prefix
from twitchcam.store.library import Store
from twitchcam.store.rows import Recording
from twitchcam.web.config import WebConfig
from twitchcam.web.language import find_language
from twitchcam.web.news import News
from twitchcam.web.processes import end_process, follow_order, start_process

_LOG: Final = logging.getLogger(__name__)
# What is told to pages when it is over: no state of a recording, so that they look anew.
OVER: Final = "copied"


class SideWork:
    """Does one kind of work for recordings, one at a time, each in a process of its own."""

    def __init__(self, module: str, store: Store, news: News, config: WebConfig) -> None:
        self._module = module
        self._store = store
        self._news = news
        self._config = config
        self._one = asyncio.Lock()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self.problems: dict[str, str] = {}

    def is_at_work(self, recording_id: str) -> bool:
        """Whether this is done for a recording, or waits for its turn."""
        return recording_id in self._tasks

    def start(self, recording: Recording, **wishes: Any) -> None:
        """Begin for a recording, unless it is at work; ``wishes`` become a part of the order."""
        if self.is_at_work(recording.id):
            return
        self.problems.pop(recording.id, None)
        task = asyncio.create_task(self._make(recording, wishes))
        self._tasks[recording.id] = task
        task.add_done_callback(lambda _task: self._tasks.pop(recording.id, None))

    async def stop(self, recording_id: str) -> None:
        """Stop, and wait until nothing writes any more."""
        if task := self._tasks.get(recording_id):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def run(self) -> None:
        """Wait for the end of the server, then stop all."""
        try:
            await asyncio.Event().wait()
        finally:
            for recording_id in list(self._tasks):
                await self.stop(recording_id)

    async def _make(self, recording: Recording, wishes: dict[str, Any]) -> None:
        try:
            # Half a video of a face must not stay in a folder that nobody looks into.
            with tempfile.TemporaryDirectory(prefix=make_prefix("work")) as temporary:
                async with self._one:
                    last = await self._follow(recording, wishes, temporary)
            if "done" not in last:
                self.problems[recording.id] = last.get("refused", "")
                _LOG.error("%s failed: %s", self._module, last)
        finally:
            self._store.files(recording.id).remove_unfinished()
            # Told once this is over: a page that looks then sees it so.
            asyncio.get_running_loop().call_soon(
                lambda: self._news.tell(recording.id, state=OVER, problem="")
            )

    async def _follow(
        self, recording: Recording, wishes: dict[str, Any], temporary: str
    ) -> dict[str, Any]:
        files, config = self._store.files(recording.id), self._config
        order = {
            "video": str(files.video),
            "copy": str(files.smaller),
            "about": str(files.about_smaller),
            "results": str(files.results),
            "mirrored": recording.mirrored,
            "language": find_language(self._store.folder),
            "max_memory_bytes": config.max_memory_bytes,
            "max_cpu_s": config.max_cpu_s,
            **wishes,
        }
        process = await start_process(self._module, temporary=temporary)
        last: dict[str, Any] = {}
        try:
            async for last in follow_order(process, order):
                if "progress" in last:
                    self._news.tell(recording.id, state="done", progress=last["progress"])
        finally:
            if process.returncode is None:
                await end_process(process)
        return last
