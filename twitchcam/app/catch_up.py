"""What is followed today is read from the documents of results that an older twitchcam kept."""

from __future__ import annotations

from contextlib import suppress

from twitchcam.errors import InputError
from twitchcam.report.document import read_document
from twitchcam.store.library import Store


def renew_result(store: Store, recording_id: str) -> None:
    """Add to a stored result what its document tells; without one, it stays as it is."""
    path = store.files(recording_id).results / "analysis.json"
    with suppress(InputError, KeyError):  # no document; deleted meanwhile
        store.complete_result(recording_id, read_document(path))
