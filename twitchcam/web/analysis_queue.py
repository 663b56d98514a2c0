"""The queue: recordings that wait are analysed, a few at a time, each in its own process.

The queue is the state of the recordings in the store, so it outlives the server: what was
running when the server died is taken up again when it starts.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from twitchcam.capture.dates import FileDate
from twitchcam.report.document import read_document
from twitchcam.store.library import Store
from twitchcam.store.rows import Recording
from twitchcam.web.config import WebConfig
from twitchcam.web.language import find_language
from twitchcam.web.news import News
from twitchcam.web.processes import end_process, follow_order, kill_process, start_process
from twitchcam.wording import in_language, language_in_use, text

_LOG: Final = logging.getLogger(__name__)
LOOK_EVERY_S: Final = 2.0
# How the system ends a process that takes more memory or time than there is.
_LIMITS: Final = tuple(
    -getattr(signal, name) for name in ("SIGKILL", "SIGXCPU", "SIGXFSZ") if hasattr(signal, name)
)


class Analyst:
    """Works off the queue for as long as ``run`` runs."""

    def __init__(self, store: Store, news: News, config: WebConfig) -> None:
        self._store = store
        self._news = news
        self._config = config
        self._something_waits = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._processes: dict[str, asyncio.subprocess.Process] = {}

    async def run(self) -> None:
        """Take up what was left, then work off the queue until cancelled."""
        self._loop = asyncio.get_running_loop()
        for recording in await asyncio.to_thread(self._store.list_in_state, "running"):
            self._store.files(recording.id).remove_unfinished()
            with suppress(KeyError):  # deleted meanwhile
                await self._change(recording.id, "waiting")
        tasks = [self._work_off() for _ in range(self._config.n_workers)]
        try:
            await asyncio.gather(*tasks)
        finally:
            for process in self._processes.values():
                kill_process(process)

    def look(self) -> None:
        """Something was added to the queue. May be called from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._something_waits.set)

    async def stop(self, recording_id: str) -> None:
        """Stop the analysis of a recording and wait until nothing of it runs."""
        process = self._processes.get(recording_id)
        if process is not None:
            await end_process(process)

    async def _work_off(self) -> None:
        while True:
            try:
                if await self._take_next():
                    continue
            except Exception:
                _LOG.exception("The queue could not be worked off.")
            self._something_waits.clear()
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._something_waits.wait(), LOOK_EVERY_S)

    async def _take_next(self) -> bool:
        """Analyse what waits longest; return whether anything waited."""
        recording = await asyncio.to_thread(self._store.claim_waiting)
        if recording is None:
            return False
        with in_language(find_language(self._store.folder)):
            try:
                await self._analyze(recording)
            except KeyError:  # deleted meanwhile
                self._news.tell(recording.id, state="deleted")
            except Exception:
                _LOG.exception("The analysis of a recording broke off.")
                with suppress(KeyError):
                    await self._change(recording.id, "failed", text("web-unmeasured-broke-off"))
        return True

    async def _analyze(self, recording: Recording) -> None:
        self._news.tell(recording.id, state="running", progress=0.0)
        process = await start_process("twitchcam.web.analysis_worker")
        self._processes[recording.id] = process
        try:
            following = self._follow(process, recording)
            last = await asyncio.wait_for(following, self._config.max_wall_s)
        except TimeoutError:
            last = {"refused": text("web-unmeasured-limits")}
        finally:
            self._processes.pop(recording.id, None)
            if process.returncode is None:
                await end_process(process)
            self._store.files(recording.id).remove_unfinished()
        await self._settle(recording, last)

    async def _follow(
        self, process: asyncio.subprocess.Process, recording: Recording
    ) -> dict[str, Any]:
        """Give the order, pass on progress, return the last word."""
        order = await self._make_order(recording)
        began_s, last = time.monotonic(), {}
        async for last in follow_order(process, order):
            if "dated" in last:
                at = datetime.fromisoformat(last["dated"]) if last["dated"] else None
                told = FileDate(at=at, refused=last["refused_date"])
                await asyncio.to_thread(self._store.date_recording, recording.id, told)
            share = last.get("progress")
            if share is not None:
                passed_s = time.monotonic() - began_s
                left_s = passed_s * (1.0 - share) / share if share > 0.03 else None
                self._news.tell(recording.id, state="running", progress=share, left_s=left_s)
        if last.keys() & {"done", "refused", "failed"}:
            return last
        # Ended from outside, or by what it decoded.
        at_limit = process.returncode in _LIMITS
        return {"refused": text("web-unmeasured-limits" if at_limit else "web-unmeasured-died")}

    async def _make_order(self, recording: Recording) -> dict[str, Any]:
        files = self._store.files(recording.id)
        answers = await asyncio.to_thread(self._store.list_answers, recording.person_id)
        return {
            "answers": answers[0][1] if answers else {"values": {}},
            "video": str(files.video),
            "results": str(files.results),
            "name": recording.name,
            "mirrored": recording.mirrored,
            "longest_s": self._config.longest_recording_s,
            "max_memory_bytes": self._config.max_memory_bytes,
            "max_cpu_s": self._config.max_cpu_s,
            "language": language_in_use(),
        }

    async def _settle(self, recording: Recording, last: dict[str, Any]) -> None:
        now = await asyncio.to_thread(self._store.get_recording, recording.id)
        if now.state != "running":  # cancelled by the person
            return
        if "done" in last:
            await asyncio.to_thread(self._keep_result, recording.id)
            await self._change(recording.id, "done")
        elif "refused" in last:
            await self._change(recording.id, "refused", last["refused"])
        else:
            _LOG.error("The analysis of a recording failed: %s", last["failed"])
            await self._change(recording.id, "failed", text("web-unmeasured-our-fault"))

    def _keep_result(self, recording_id: str) -> None:
        path = self._store.files(recording_id).results / "analysis.json"
        self._store.save_result(recording_id, read_document(path))

    async def _change(self, recording_id: str, state: str, problem: str = "") -> None:
        await asyncio.to_thread(
            self._store.change_recording, recording_id, state=state, problem=problem
        )
        self._news.tell(recording_id, state=state, problem=problem)
