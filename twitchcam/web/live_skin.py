"""The skin live: one page's pictures, looked at one after the other in a process of its own."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from twitchcam.capture.sole_recorder import AlreadyRecording, be_sole_recorder
from twitchcam.errors import InputError
from twitchcam.web.keys import make_key
from twitchcam.web.processes import end_process, start_process
from twitchcam.wording import text

_MODULE: Final = "twitchcam.web.live_worker"
_KEY_LENGTH: Final = 12
# Loading the tracker takes some seconds; on a busy computer more.
_LONGEST_START_S: Final = 60.0
_LONGEST_LOOK_S: Final = 20.0
# A page of which nothing comes for so long was closed without a word.
_SILENT_S: Final = 8.0
# One is looked at, one waits; what comes meanwhile is not looked at.
_MAX_PICTURES: Final = 2


class LiveSkin:
    """Whoever looks live holds the right to record: nobody records meanwhile, and vice versa."""

    def __init__(self, folder: Path, is_recording: Callable[[], bool]) -> None:
        """Take the data folder, and what says whether a browser records in its own way."""
        self._folder = folder
        self._is_recording = is_recording
        self._right = ExitStack()
        self._lock = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._key: str | None = None
        self._n_pictures = 0
        self._heard_s = 0.0

    @property
    def is_on(self) -> bool:
        """Whether somebody looks live."""
        return self._key is not None

    async def open(self) -> str:
        """Begin; return the key with which pictures are sent.

        Raises
        ------
        InputError
            Somebody looks live or records already, or the process does not start.
        """
        if self.is_on:
            raise InputError(text("web-live-refused-twice"))
        self._key = key = make_key(_KEY_LENGTH)
        self._heard_s = time.monotonic() + _LONGEST_START_S
        try:
            await asyncio.to_thread(self._take_right)
            self._process = await start_process(_MODULE)
            await asyncio.wait_for(self._read(self._process), _LONGEST_START_S)
        except AlreadyRecording:
            await self.close(key)
            raise InputError(text("web-live-refused-recording")) from None
        except (TimeoutError, OSError, ValueError) as error:
            await self.close(key)
            raise InputError(text("web-live-broke-off")) from error
        except BaseException:
            await self.close(key)
            raise
        self._heard_s = time.monotonic()
        return key

    async def look(self, key: str, order: dict[str, Any], pixels: bytes) -> dict[str, Any] | None:
        """Look at one picture; ``None`` while two others are on their way.

        Raises
        ------
        InputError
            This view is over.
        """
        self._check(key)
        self._heard_s = time.monotonic()
        if self._n_pictures >= _MAX_PICTURES:
            return None
        self._n_pictures += 1
        try:
            async with self._lock:
                return await asyncio.wait_for(self._ask(key, order, pixels), _LONGEST_LOOK_S)
        except (TimeoutError, OSError, ValueError) as error:
            await self.close(key)
            raise InputError(text("web-live-broke-off")) from error
        finally:
            self._n_pictures -= 1

    async def close(self, key: str | None = None) -> None:
        """End it, if it is still the one of this key. May be called again."""
        if key is not None and key != self._key:
            return
        process, self._process = self._process, None
        if process is not None:
            await end_process(process)
        self._right.close()
        self._key = None

    async def run(self) -> None:
        """End what was left without a word."""
        try:
            while True:
                await asyncio.sleep(_SILENT_S / 4)
                silent_s = time.monotonic() - self._heard_s
                if self._process and silent_s > _SILENT_S:
                    await self.close()
        finally:
            await self.close()

    def _take_right(self) -> None:
        if self._is_recording():
            raise AlreadyRecording
        self._right.enter_context(be_sole_recorder(self._folder))

    def _check(self, key: str) -> None:
        if key != self._key or self._process is None:
            raise InputError(text("web-live-over"))

    async def _ask(self, key: str, order: dict[str, Any], pixels: bytes) -> dict[str, Any]:
        self._check(key)
        process = self._process
        assert process is not None  # checked just before
        assert process.stdin is not None  # both are pipes
        process.stdin.write(json.dumps(order | {"n_bytes": len(pixels)}).encode() + b"\n")
        process.stdin.write(pixels)
        await process.stdin.drain()
        return await self._read(process)

    @staticmethod
    async def _read(process: asyncio.subprocess.Process) -> dict[str, Any]:
        assert process.stdout is not None
        answer: dict[str, Any] = json.loads(await process.stdout.readline())
        return answer
