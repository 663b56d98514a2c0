"""Processes of their own for what comes in by the network: decoding, and looking at pictures."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any, Final

from twitchcam.store.folders import DATABASE_VARIABLE
from twitchcam.web.config import TOKEN_VARIABLE

_SECRETS: Final = (DATABASE_VARIABLE, TOKEN_VARIABLE)


async def start_process(module: str, *, temporary: str | None = None) -> asyncio.subprocess.Process:
    """Start ``python -m module`` with pipes; it does not learn how to reach the store.

    ``temporary`` is where it puts what it needs for a while: who ends it can clear that away.
    """
    known = {name: value for name, value in os.environ.items() if name not in _SECRETS}
    if temporary is not None:
        known |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), temporary)
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=known,
        start_new_session=True,
    )


async def follow_order(
    process: asyncio.subprocess.Process, order: dict[str, Any]
) -> AsyncIterator[dict[str, Any]]:
    """Give a process its order; what it tells, one after the other, until it has ended."""
    assert process.stdin is not None  # both are pipes
    assert process.stdout is not None
    process.stdin.write(json.dumps(order).encode() + b"\n")
    with suppress(ConnectionError):
        await process.stdin.drain()
    async for line in process.stdout:
        yield json.loads(line)
    await process.wait()


async def end_process(process: asyncio.subprocess.Process) -> None:
    """End it at once, if it still runs, and wait until it is gone."""
    kill_process(process)
    await process.wait()


def kill_process(process: asyncio.subprocess.Process) -> None:
    """Tell it to end at once, where nobody can wait."""
    with suppress(ProcessLookupError):
        process.kill()
