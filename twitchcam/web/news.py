"""News of recordings, for every open tab alike."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any, Final

_MAX_UNREAD: Final = 1000


class News:
    """Tells everybody who listens what happens to recordings."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._latest: dict[str, dict[str, Any]] = {}
        self._listeners: set[asyncio.Queue[str | None]] = set()

    @property
    def n_listeners(self) -> int:
        """How many tabs listen."""
        return len(self._listeners)

    def open(self) -> None:
        """Begin to tell, in the event loop that is running."""
        self._loop = asyncio.get_running_loop()

    def tell(self, recording_id: str, **item: Any) -> None:
        """Spread one item; the latest of an unfinished recording is told to newcomers too.

        May be called from any thread.
        """
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._spread, recording_id, item)

    def _spread(self, recording_id: str, item: dict[str, Any]) -> None:
        whole = {"recording": recording_id, **item}
        if item.get("state") in ("receiving", "waiting", "running"):
            self._latest[recording_id] = whole
        else:
            self._latest.pop(recording_id, None)
        for queue in self._listeners:
            if queue.qsize() < _MAX_UNREAD:
                queue.put_nowait(json.dumps(whole))

    def latest(self, recording_id: str) -> dict[str, Any]:
        """Return what was last told of an unfinished recording, empty when nothing was."""
        return self._latest.get(recording_id, {})

    async def listen(self) -> AsyncIterator[dict[str, str]]:
        """Yield items for one tab until the server stops."""
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            for item in list(self._latest.values()):
                yield {"data": json.dumps(item)}
            # Tells a tab that lost its line that it may have missed something.
            yield {"event": "ready", "data": "{}"}
            while (text := await queue.get()) is not None:
                yield {"data": text}
        finally:
            self._listeners.discard(queue)

    def close(self) -> None:
        """Let every listener go."""
        for queue in self._listeners:
            queue.put_nowait(None)
