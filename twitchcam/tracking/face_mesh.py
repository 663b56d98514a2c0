"""Landmarks from MediaPipe FaceMesh, with the models that come inside its package.

The only file that knows this tracker. FaceMesh does not smooth over time, so a short movement
keeps its shape; it follows its own region of interest from frame to frame and searches again
only when that is lost. It takes whichever face it finds first, so while searching it is shown
the chosen face alone.
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import N_LANDMARKS
from twitchcam.records import Floats, TrackerInfo
from twitchcam.settings import TrackingSettings
from twitchcam.tracking.choose_face import FaceBox
from twitchcam.tracking.load_mediapipe import load_mediapipe, make_solution

_MODEL: Final = "modules/face_landmark/face_landmark_with_attention.tflite"

# A landmark travels as 17 bytes: two of frame, then three tagged 4-byte floats.
_BYTES_PER_LANDMARK: Final = 17
# What MediaPipe itself tells the graph between two pictures; without smoothing it means nothing.
_STEP_US: Final = 33_333


class FaceMeshTracker:
    """Finds the landmarks of one face, frame after frame.

    Use as a context manager. Sides are right only for pictures that are not mirrored.
    """

    name = "mediapipe-face-mesh"

    def __init__(self, settings: TrackingSettings) -> None:
        self._mediapipe = load_mediapipe()
        self._model_path = Path(self._mediapipe.__file__).parent / _MODEL
        solutions = self._mediapipe.solutions
        self._mesh = make_solution(
            solutions.face_mesh.FaceMesh,
            max_num_faces=1,
            refine_landmarks=True,
            min_detection_confidence=settings.min_model_score,
            min_tracking_confidence=settings.min_model_score,
        )
        # Both ranges, because each misses faces that the other sees (near and far).
        self._detectors = [
            make_solution(
                solutions.face_detection.FaceDetection,
                model_selection=selection,
                min_detection_confidence=settings.min_model_score,
            )
            for selection in (0, 1)
        ]

    def __enter__(self) -> FaceMeshTracker:
        return self

    def __exit__(self, *error: object) -> None:
        self._mesh.close()
        for detector in self._detectors:
            detector.close()

    @property
    def info(self) -> TrackerInfo:
        """Name, checksum of the landmark model, and MediaPipe's version."""
        digest = hashlib.sha256(self._model_path.read_bytes()).hexdigest()
        return TrackerInfo(
            name=self.name, model_sha256=digest, mediapipe_version=version("mediapipe")
        )

    def find_faces(self, image_rgb: NDArray[np.uint8]) -> tuple[FaceBox, ...]:
        """All faces in the picture, largest first."""
        height, width = image_rgb.shape[:2]
        for detector in self._detectors:
            found = detector.process(image_rgb).detections or ()
            boxes = [_face_box(item, width, height) for item in found]
            if boxes:
                return tuple(sorted(boxes, key=lambda box: -box.width_px))
        return ()

    def locate(self, image_rgb: NDArray[np.uint8]) -> Floats | None:
        """Landmarks of the face, (478, 3) in pixels (z away from the camera), or ``None``."""
        height, width = image_rgb.shape[:2]
        faces = self._process(image_rgb)
        if not faces:
            return None
        points = _read_landmarks(faces[0])
        return points * np.array([width, height, width], dtype=np.float32)

    def _process(self, image_rgb: NDArray[np.uint8]) -> Any:
        """The faces of ``FaceMesh.process``, a tenth faster.

        MediaPipe's own makes a new class for every picture, which also keeps the garbage
        collector busy. Its version is pinned, and a test compares the two.
        """
        mesh, tools = self._mesh, self._mediapipe
        mesh._graph_outputs.clear()
        mesh._simulated_timestamp += _STEP_US
        packet = tools.packet_creator.create_image_frame(
            image_rgb, image_format=tools.ImageFormat.SRGB
        )
        mesh._graph.add_packet_to_input_stream("image", packet.at(mesh._simulated_timestamp))
        mesh._graph.wait_until_idle()
        found = mesh._graph_outputs.get("multi_face_landmarks")
        if found is None or found.is_empty():
            return None
        return tools.packet_getter.get_proto_list(found)

    def forget(self) -> None:
        """Drop the region that was followed; the next ``locate`` searches the whole picture."""
        self._mesh.reset()


def _face_box(detection: Any, width: int, height: int) -> FaceBox:
    box = detection.location_data.relative_bounding_box
    return FaceBox(
        x_px=(box.xmin + box.width / 2) * width,
        y_px=(box.ymin + box.height / 2) * height,
        width_px=box.width * width,
        score=float(detection.score[0]),
    )


def _read_landmarks(landmarks: Any) -> Floats:
    """(478, 3) from the message's bytes; twenty times faster than field by field."""
    raw = np.frombuffer(landmarks.SerializeToString(), dtype=np.uint8)
    if raw.size == N_LANDMARKS * _BYTES_PER_LANDMARK:
        tagged = raw.reshape(N_LANDMARKS, _BYTES_PER_LANDMARK)[:, 2:].reshape(N_LANDMARKS, 3, 5)
        return np.ascontiguousarray(tagged[..., 1:]).view("<f4")[..., 0].copy()
    return np.array([(p.x, p.y, p.z) for p in landmarks.landmark], dtype=np.float32)
