"""The web app without a server."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from twitchcam.store.library import Store
from twitchcam.web.config import WebConfig
from twitchcam.web.server import make_app


class App:
    """The app in this process; what runs in its background does not."""

    def __init__(self, store: Store, config: WebConfig | None = None) -> None:
        self.store = store
        self._app = make_app(store, config or WebConfig())

    def ask(self, method: str, path: str, **content: Any) -> httpx.Response:
        async def send() -> httpx.Response:
            way = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=way, base_url="http://localhost") as client:
                return await client.request(method, path, **content)

        # Beside a browser a loop runs in this thread already.
        with ThreadPoolExecutor(1) as apart:
            return apart.submit(lambda: asyncio.run(send())).result()

    def get(self, path: str) -> str:
        return self.ask("GET", path).text

    def post(self, path: str, **data: Any) -> httpx.Response:
        return self.ask("POST", path, data=data)
