"""What finds the landmarks: one of two trackers, by name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from twitchcam.errors import InputError
from twitchcam.settings import TrackingSettings
from twitchcam.tracking.release import has_own_models
from twitchcam.wording import text

if TYPE_CHECKING:
    from twitchcam.tracking.face_landmarker import FaceLandmarkerTracker
    from twitchcam.tracking.face_mesh import FaceMeshTracker

TrackerName = Literal["face_mesh", "face_landmarker"]


def open_tracker(
    name: TrackerName | None, model: str | Path | None, settings: TrackingSettings
) -> FaceMeshTracker | FaceLandmarkerTracker:
    """The tracker of a name, or the usual one of this MediaPipe.

    ``model`` is the file of ``face_landmarker``.

    Raises
    ------
    InputError
        The tracker or its model is not there.
    """
    if name is None:
        name = "face_mesh" if has_own_models() and model is None else "face_landmarker"
    if name == "face_mesh":
        if not has_own_models():
            raise InputError(text("error-tracker-no-face-mesh"))
        if model is not None:
            raise InputError(text("error-tracker-model"))
        from twitchcam.tracking.face_mesh import FaceMeshTracker

        return FaceMeshTracker(settings)
    if name != "face_landmarker":
        raise InputError(text("error-tracker-unknown", got=repr(name)))
    from twitchcam.tracking.face_landmarker import FaceLandmarkerTracker
    from twitchcam.tracking.model_file import find_model

    return FaceLandmarkerTracker(settings, find_model(model))
