"""What was begun and never ended: camera recordings are measured, uploads removed in the end."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from typing import Final

from twitchcam.store.library import Store
from twitchcam.store.rows import Recording, State
from twitchcam.web.analysis_queue import Analyst
from twitchcam.web.config import WebConfig
from twitchcam.web.news import News
from twitchcam.web.takes import Takes

_LOG: Final = logging.getLogger(__name__)
LOOK_EVERY_S: Final = 2.0


def is_camera_on(store: Store, config: WebConfig) -> bool:
    """Whether a browser is recording right now."""
    now_s = time.time()
    return any(
        item.origin == "camera"
        and now_s - max(store.files(item.id).heard_s, item.created_at.timestamp())
        < config.abandoned_after_s
        for item in store.list_in_state("receiving")
    )


class Housekeeping:
    """Looks after recordings that nobody sends any more, for as long as ``run`` runs."""

    def __init__(
        self, store: Store, news: News, analyst: Analyst, takes: Takes, config: WebConfig
    ) -> None:
        self._store = store
        self._news = news
        self._analyst = analyst
        self._takes = takes
        self._config = config
        self._told: set[str] = set()
        self._awake_since_s = self._looked_s = time.time()

    async def run(self) -> None:
        """Look every few seconds until cancelled."""
        while True:
            now_s = time.time()
            if now_s - self._looked_s > 2 * LOOK_EVERY_S:
                # The computer slept or was too busy: nobody could be heard, so nobody was silent.
                self._awake_since_s = now_s
            self._looked_s = now_s
            try:
                items = await asyncio.to_thread(self._store.list_in_state, "receiving")
            except Exception:
                _LOG.exception("The recordings that are sent could not be listed.")
                items = []
            for item in items:
                await self._try_to_look_after(item, now_s)
            await asyncio.sleep(LOOK_EVERY_S)

    async def _try_to_look_after(self, item: Recording, now_s: float) -> None:
        """A recording that makes trouble must not keep the others waiting."""
        try:
            with suppress(KeyError):  # deleted meanwhile
                await self._look_after(item, now_s)
        except Exception:
            _LOG.exception("A recording could not be looked after.")

    async def _look_after(self, item: Recording, now_s: float) -> None:
        heard_s = max(self._store.files(item.id).heard_s, item.created_at.timestamp())
        # Since a start or a sleep, a tab has had no time yet to come back with what it kept.
        silent_s = now_s - max(heard_s, self._awake_since_s)
        if item.origin == "upload" and now_s - heard_s > self._config.unfinished_kept_s:
            await self._remove(item)
        elif silent_s < self._config.abandoned_after_s:
            self._told.discard(item.id)
        elif item.origin == "camera":
            await self._finish(item)
        elif item.id not in self._told:
            self._told.add(item.id)
            self._news.tell(item.id, state="interrupted")

    async def _finish(self, item: Recording) -> None:
        """A tab that was closed in the middle of a recording leaves what was sent until then."""
        if not self._store.files(item.id).received_bytes:
            await self._remove(item)
            return
        await asyncio.to_thread(self._takes.close, item.id)
        if await self._advance(item, "waiting"):
            self._news.tell(item.id, state="waiting")
            self._analyst.look()

    async def _remove(self, item: Recording) -> None:
        # It stays if it was finished or stopped while it was looked at.
        if await self._advance(item, "cancelled"):
            await asyncio.to_thread(self._store.delete_recording, item.id)
            self._news.tell(item.id, state="deleted")

    async def _advance(self, item: Recording, state: State) -> bool:
        return await asyncio.to_thread(
            self._store.advance, item.id, state, only_from=("receiving",)
        )
