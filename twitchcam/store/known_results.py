"""Results that were read before: a page of one person needs all of them, and few are new."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Final

from sqlalchemy import Connection, null, select

from twitchcam.store import schema
from twitchcam.store.results import read_results
from twitchcam.store.rows import Result

# Some ten thousand bytes each: those of forty people with thirty recordings.
_MOST: Final = 1200
# A row with the same version is the same row: each writing has its own time, and what is followed
# is completed once (``results.add_followed``).
_Version = list[object]


class KnownResults:
    """The results that were read last, by the version of their row. Safe to use from threads."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[_Version, Result]] = OrderedDict()
        self._lock = Lock()

    def read(self, connection: Connection, recording_ids: Sequence[str]) -> list[Result]:
        """Read the results of these recordings, of those that have one."""
        table = schema.results
        query = select(table.c.recording_id, table.c.made_at, table.c.shown.is_not(null()))
        query = query.where(table.c.recording_id.in_(recording_ids))
        versions: dict[str, _Version] = {key: rest for key, *rest in connection.execute(query)}
        with self._lock:
            found = {
                key: self._known[key][1]
                for key, version in versions.items()
                if key in self._known and self._known[key][0] == version
            }
            for key in found:
                self._known.move_to_end(key)
        unknown = [key for key in versions if key not in found]
        new = read_results(connection, unknown) if unknown else []
        with self._lock:
            for result in new:
                version = [result.made_at, result.shown is not None]
                self._known[result.recording_id] = (version, result)
            while len(self._known) > _MOST:
                self._known.popitem(last=False)
        found |= {result.recording_id: result for result in new}
        return list(found.values())

    def forget(self, recording_ids: Iterable[str]) -> None:
        """Keep nothing of recordings that were deleted."""
        with self._lock:
            for key in recording_ids:
                self._known.pop(key, None)
