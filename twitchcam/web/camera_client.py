"""Asks the process that looks at the camera's picture; starts it when it is needed."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any, Final

from twitchcam.web.processes import end_process, start_process

_IDLE_S: Final = 60.0
_LONGEST_ANSWER_S: Final = 20.0


class LiveCheck:
    """One picture at a time; whoever comes meanwhile is told to come again."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._last_s = 0.0

    async def check(self, order: dict[str, Any], pixels: bytes) -> dict[str, Any] | None:
        """Judge one picture of RGBA pixels; ``None`` while another one is looked at."""
        if self._lock.locked():
            return None
        async with self._lock:
            self._last_s = time.monotonic()
            try:
                return await asyncio.wait_for(self._ask(order, pixels), _LONGEST_ANSWER_S)
            except (TimeoutError, OSError, ValueError):
                await self.close()
                return None

    async def run(self) -> None:
        """Let the process go when nobody has asked for a while."""
        try:
            while True:
                await asyncio.sleep(_IDLE_S / 4)
                if time.monotonic() - self._last_s > _IDLE_S and not self._lock.locked():
                    await self.close()
        finally:
            await self.close()

    async def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            await end_process(process)

    async def _ask(self, order: dict[str, Any], pixels: bytes) -> dict[str, Any]:
        process = self._process
        if process is None or process.returncode is not None:
            process = self._process = await start_process("twitchcam.web.camera_worker")
        assert process.stdin is not None  # both are pipes
        assert process.stdout is not None
        process.stdin.write(json.dumps(order).encode() + b"\n" + pixels)
        await process.stdin.drain()
        answer: dict[str, Any] = json.loads(await process.stdout.readline())
        return answer
