"""Landmarks from MediaPipe's Tasks FaceLandmarker, whose model is a file of its own.

The second tracker, behind the same interface as ``face_mesh``. Its landmark model is newer and
larger: steadier, some three times slower. It is the way to MediaPipe releases that no longer
hold FaceMesh.

In video mode it smooths landmarks over time by a filter whose strength follows the time between
pictures [casiez2012]: a movement of 100 ms would lose half its height and leave a tail. The
pictures are therefore given to it as if they lay a quarter of an hour apart, which leaves the
filter without memory; true times never pass through it.
"""

from __future__ import annotations

import hashlib
import zipfile
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from twitchcam.errors import InputError
from twitchcam.records import Floats, TrackerInfo
from twitchcam.settings import TrackingSettings
from twitchcam.tracking.choose_face import FaceBox
from twitchcam.tracking.load_mediapipe import load_mediapipe
from twitchcam.wording import text

STEP_MS: Final = 1_000_000
_DETECTOR: Final = "face_detector.tflite"
# A picture without a face, large enough for the detector.
_NOBODY: Final = np.zeros((64, 64, 3), dtype=np.uint8)


class FaceLandmarkerTracker:
    """Finds the landmarks of one face, frame after frame.

    Use as a context manager. Sides are right only for pictures that are not mirrored.
    """

    name = "mediapipe-face-landmarker"

    def __init__(self, settings: TrackingSettings, model: Path) -> None:
        self._mediapipe = load_mediapipe()
        from mediapipe.tasks.python import BaseOptions, vision

        raw = model.read_bytes()
        self._model_sha256 = hashlib.sha256(raw).hexdigest()
        with zipfile.ZipFile(model) as bundle:
            raw_detector = bundle.read(_DETECTOR)
        self._time_ms = 0
        try:
            self._landmarker = vision.FaceLandmarker.create_from_options(
                vision.FaceLandmarkerOptions(
                    base_options=BaseOptions(model_asset_buffer=raw),
                    running_mode=vision.RunningMode.VIDEO,
                    num_faces=1,
                    min_face_detection_confidence=settings.min_model_score,
                    min_face_presence_confidence=settings.min_model_score,
                    min_tracking_confidence=settings.min_model_score,
                )
            )
            self._detector = vision.FaceDetector.create_from_options(
                vision.FaceDetectorOptions(
                    base_options=BaseOptions(model_asset_buffer=raw_detector),
                    running_mode=vision.RunningMode.IMAGE,
                    min_detection_confidence=settings.min_model_score,
                )
            )
        except OSError as error:  # newer releases load their library here, and it loads others
            raise InputError(text("error-tracker-library", reason=str(error))) from error
        except (RuntimeError, ValueError) as error:
            raise InputError(
                text("error-model-unusable", file=model.name, version=version("mediapipe"))
            ) from error

    def __enter__(self) -> FaceLandmarkerTracker:
        return self

    def __exit__(self, *error: object) -> None:
        self._landmarker.close()
        self._detector.close()

    @property
    def info(self) -> TrackerInfo:
        """Name, checksum of the model file, and MediaPipe's version."""
        return TrackerInfo(
            name=self.name,
            model_sha256=self._model_sha256,
            mediapipe_version=version("mediapipe"),
        )

    def find_faces(self, image_rgb: NDArray[np.uint8]) -> tuple[FaceBox, ...]:
        """All faces in the picture, largest first."""
        found = self._detector.detect(self._wrap(image_rgb)).detections
        return tuple(sorted(map(_face_box, found), key=lambda box: -box.width_px))

    def locate(self, image_rgb: NDArray[np.uint8]) -> Floats | None:
        """Landmarks of the face, (478, 3) in pixels (z away from the camera), or ``None``."""
        height, width = image_rgb.shape[:2]
        self._time_ms += STEP_MS
        faces = self._landmarker.detect_for_video(self._wrap(image_rgb), self._time_ms)
        if not faces.face_landmarks:
            return None
        points = np.array([(p.x, p.y, p.z) for p in faces.face_landmarks[0]], dtype=np.float32)
        return points * np.array([width, height, width], dtype=np.float32)

    def forget(self) -> None:
        """Drop the region that was followed; the next ``locate`` searches the whole picture.

        There is no call for it, but a picture without a face does the same.
        """
        self.locate(_NOBODY)

    def _wrap(self, image_rgb: NDArray[np.uint8]) -> Any:
        tools = self._mediapipe
        return tools.Image(
            image_format=tools.ImageFormat.SRGB, data=np.ascontiguousarray(image_rgb)
        )


def _face_box(detection: Any) -> FaceBox:
    box = detection.bounding_box
    return FaceBox(
        x_px=box.origin_x + box.width / 2,
        y_px=box.origin_y + box.height / 2,
        width_px=float(box.width),
        score=float(detection.categories[0].score),
    )
