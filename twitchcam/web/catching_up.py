"""Results of an older twitchcam are completed in the background, while pages are served."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from twitchcam.app.catch_up import renew_result
from twitchcam.store.library import Store

_LOG: Final = logging.getLogger(__name__)
# A document takes about a tenth of a second: pages come first.
_PAUSE_S: Final = 0.2


class CatchingUp:
    """Completes older results, one after the other, until none is left."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def run(self) -> None:
        """Complete what can be completed."""
        try:
            for recording_id in await asyncio.to_thread(self._store.list_outdated_results):
                await asyncio.to_thread(renew_result, self._store, recording_id)
                await asyncio.sleep(_PAUSE_S)
        except Exception:
            _LOG.exception("Older results could not be completed.")
