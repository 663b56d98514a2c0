"""People with visits, measured without a video: for tests of pages that show results."""

from __future__ import annotations

from typing import Any

from made_faces import made_track

from twitchcam.app.analyze import analyze_into
from twitchcam.records import FaceTrack
from twitchcam.store.library import Store
from twitchcam.store.rows import Recording


def add_visit(store: Store, person_id: str, track: FaceTrack, **about: Any) -> Recording:
    """Add a recording that is measured already; of its video, nothing is there."""
    usual = {"name": "visit.mp4", "origin": "upload"}
    recording = store.add_recording(person_id, **(usual | about))
    analysis = analyze_into(store.files(recording.id).results, lambda: track)
    store.save_result(recording.id, analysis)
    return store.change_recording(recording.id, state="done")


def act(*movements: Any, duration_s: float = 16.0) -> FaceTrack:
    """A made face that does this."""
    return made_track(*movements, duration_s=duration_s)
