"""twitchcam finds small, one-sided movements of a face in video.

>>> import twitchcam
>>> analysis = twitchcam.analyze_track(twitchcam.read_track("track.npz"))
>>> [(event.side, event.region) for event in analysis.events]
[('left', 'cheek')]

Names are loaded when they are first used; importing the package reads no file, configures
nothing, and pulls in no heavy library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from twitchcam.pipeline import analyze_track, analyze_video, measure_track, track_video
    from twitchcam.records.clock import Clock, fit_clock
    from twitchcam.report.dataset import make_signals
    from twitchcam.report.document import read_document, write_document
    from twitchcam.report.marker_files import write_mne_annotations, write_xdf_markers
    from twitchcam.settings import Settings
    from twitchcam.tracking.cut_track import cut_track
    from twitchcam.tracking.track_file import read_track, write_track
    from twitchcam.triage.advise import advise
    from twitchcam.triage.answers_file import read_answers, write_answers

_HOMES = {
    "advise": "twitchcam.triage.advise",
    "analyze_track": "twitchcam.pipeline",
    "analyze_video": "twitchcam.pipeline",
    "measure_track": "twitchcam.pipeline",
    "track_video": "twitchcam.pipeline",
    "cut_track": "twitchcam.tracking.cut_track",
    "Clock": "twitchcam.records.clock",
    "fit_clock": "twitchcam.records.clock",
    "make_signals": "twitchcam.report.dataset",
    "write_mne_annotations": "twitchcam.report.marker_files",
    "write_xdf_markers": "twitchcam.report.marker_files",
    "read_document": "twitchcam.report.document",
    "write_document": "twitchcam.report.document",
    "Settings": "twitchcam.settings",
    "read_track": "twitchcam.tracking.track_file",
    "write_track": "twitchcam.tracking.track_file",
    "read_answers": "twitchcam.triage.answers_file",
    "write_answers": "twitchcam.triage.answers_file",
}

__all__ = [
    "Clock",
    "Settings",
    "advise",
    "analyze_track",
    "analyze_video",
    "cut_track",
    "fit_clock",
    "make_signals",
    "measure_track",
    "read_answers",
    "read_document",
    "read_track",
    "track_video",
    "write_answers",
    "write_document",
    "write_mne_annotations",
    "write_track",
    "write_xdf_markers",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version("twitchcam")
    if name not in _HOMES:
        raise AttributeError(f"module 'twitchcam' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
