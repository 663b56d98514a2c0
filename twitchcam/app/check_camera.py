"""Judge the picture of a camera before a recording begins."""

from __future__ import annotations

from contextlib import ExitStack

import numpy as np
from numpy.typing import NDArray

from twitchcam.records import Framing, Gesture
from twitchcam.settings import Settings


class CameraCheck:
    """Judges single pictures of a camera while a person sits down. Use in a ``with`` block."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or Settings()
        self._open = ExitStack()

    def __enter__(self) -> CameraCheck:
        from twitchcam.tracking.open_tracker import open_tracker
        from twitchcam.tracking.quiet import native_log_silenced

        self._open.enter_context(native_log_silenced())
        self._tracker = open_tracker(None, None, self._settings.tracking)
        self._open.enter_context(self._tracker)
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def check(
        self, image_rgb: NDArray[np.uint8], *, full_width_px: float, frame_rate_hz: float | None
    ) -> Framing:
        """Judge one picture, which may be a small copy of one ``full_width_px`` wide."""
        framing, _ = self.look(image_rgb, full_width_px=full_width_px, frame_rate_hz=frame_rate_hz)
        return framing

    def look(
        self, image_rgb: NDArray[np.uint8], *, full_width_px: float, frame_rate_hz: float | None
    ) -> tuple[Framing, Gesture | None]:
        """Judge one picture, and say what the face does in it; ``None`` without a face."""
        from twitchcam.assessment.framing import assess_framing
        from twitchcam.assessment.gesture import measure_gesture
        from twitchcam.tracking.head_frame import measure_rotation
        from twitchcam.tracking.scene import cut_out_face, find_face_box, measure_luma

        points = self._tracker.locate(image_rgb)
        rotation_deg, face_luma = None, 0.0
        if points is not None:
            rotation_deg = measure_rotation(points)
            box = find_face_box(points, image_rgb)
            face_luma = measure_luma(cut_out_face(image_rgb, box))
        framing = assess_framing(
            points,
            frame_size_px=(image_rgb.shape[1], image_rgb.shape[0]),
            rotation_deg=rotation_deg,
            face_luma=face_luma,
            full_width_px=full_width_px,
            frame_rate_hz=frame_rate_hz,
            settings=self._settings.framing,
        )
        return framing, None if points is None else measure_gesture(points)
