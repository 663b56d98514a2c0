"""Everything of one person in one zip file."""

from __future__ import annotations

import json
import os
import re
import zipfile
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from twitchcam.store.folders import PICTURE_SUFFIXES
from twitchcam.store.library import Store
from twitchcam.store.rows import Recording
from twitchcam.wording import text

# The files of an export, as its README lists them, and the key of what they are.
_LISTED: Final = (
    ("person.json         ", "store-export-person"),
    ("recordings/*/video* ", "store-export-videos"),
    ("recordings/*/results/report.html   ", "store-export-reports"),
)


def export_person(store: Store, person_id: str, path: Path, *, with_videos: bool = True) -> None:
    """Write ``path`` (owner-only); without videos, nothing in it shows a face."""
    descriptor = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    # Videos and tracks are packed already; packing them again only takes time.
    with os.fdopen(descriptor, "wb") as file, zipfile.ZipFile(file, "w") as archive:
        archive.writestr("README.txt", _say_what_is_in_it())
        archive.writestr("person.json", json.dumps(describe_person(store, person_id), indent=1))
        for recording in store.list_recordings(person_id):
            _add_recording(archive, store, recording, with_videos=with_videos)


def _say_what_is_in_it() -> str:
    listed = "".join(f"{place}{text(key)}\n" for place, key in _LISTED)
    return f"{text('store-export-what')}\n\n{listed}\n{text('store-export-no-diagnosis')}\n"


def describe_person(store: Store, person_id: str) -> dict[str, Any]:
    """Every row of one person as plain values."""
    gradings = store.list_gradings(person_id)
    described: dict[str, Any] = _plain(
        {
            "person": asdict(store.get_person(person_id)),
            "recordings": [
                {**asdict(item), "gradings": [asdict(one) for one in gradings.get(item.id, ())]}
                for item in store.list_recordings(person_id)
            ],
            "results": [asdict(result) for _, result in store.list_results(person_id)],
            "answers": [
                {"given_at": told.given_at, "answers": told.content, "seen_on": told.seen_on}
                for told in store.list_told(person_id)
            ],
            "log": [asdict(entry) for entry in store.list_log(person_id)],
        }
    )
    return described


def _add_recording(
    archive: zipfile.ZipFile, store: Store, recording: Recording, *, with_videos: bool
) -> None:
    files = store.files(recording.id)
    folder = f"recordings/{recording.recorded_at:%Y-%m-%d-%H%M%S}-{recording.id[:6]}"
    suffix = re.search(r"\.[A-Za-z0-9]{1,5}$", recording.name)
    if with_videos and files.video.exists():
        archive.write(files.video, f"{folder}/video{suffix.group() if suffix else ''}")
    others = [*files.folder.glob("*.json"), *files.results.glob("*")]
    for file in sorted(others):
        if file.is_file() and (with_videos or file.suffix not in PICTURE_SUFFIXES):
            archive.write(file, f"{folder}/{file.relative_to(files.folder).as_posix()}")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, (date, datetime)) else value
