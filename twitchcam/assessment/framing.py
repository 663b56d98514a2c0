"""Is this a picture in which small movements can be measured? For the live check of a camera.

In      landmarks of one picture, its brightness, the camera's rate
Out     ``Framing``: what is right, and the one thing to mend first
Method  Thresholds on plain geometry, in the order in which a person would mend them.
Known limits   One face, the largest. Brightness is that of the camera's own exposure.
"""

from __future__ import annotations

from twitchcam.anatomy import OUTER_EYE_CORNER
from twitchcam.records import Floats, Framing, FramingProblem
from twitchcam.settings import FramingSettings


def assess_framing(
    landmarks_px: Floats | None,
    *,
    frame_size_px: tuple[int, int],
    rotation_deg: tuple[float, float, float] | None,
    face_luma: float,
    full_width_px: float,
    frame_rate_hz: float | None,
    settings: FramingSettings,
) -> Framing:
    """Judge one picture.

    Parameters
    ----------
    landmarks_px : ndarray, (478, 3), or None
        In the picture that was looked at; ``None`` when there is no face.
    frame_size_px : tuple of int
        Of that picture, which may be a small copy.
    rotation_deg : tuple of float or None
        Yaw, pitch, roll; ``None`` when there is no face.
    face_luma : float
        Brightness of the face, 0 to 255.
    full_width_px : float
        Width of the picture that is recorded.
    frame_rate_hz : float or None
        Measured; ``None`` while it is not known.
    settings : FramingSettings
        How near, how straight, how bright, how quick.

    Returns
    -------
    Framing
        What to mend, the first thing first.

    Examples
    --------
    >>> nobody = assess_framing(
    ...     None, frame_size_px=(640, 480), rotation_deg=None, face_luma=0.0,
    ...     full_width_px=1280, frame_rate_hz=30.0, settings=settings.framing,
    ... )
    >>> nobody.problems
    ('no_face',)
    """
    if landmarks_px is None or rotation_deg is None:
        return Framing(face=False, eye_distance_px=0.0, centre=(0.0, 0.0), problems=("no_face",))
    width, height = frame_size_px
    corners = [landmarks_px[OUTER_EYE_CORNER[side], :2] for side in ("left", "right")]
    share = float(abs(corners[0][0] - corners[1][0])) / width
    middle = landmarks_px[:, :2].mean(axis=0)
    centre = (float(middle[0]) / width - 0.5, float(middle[1]) / height - 0.5)
    eye_distance_px = share * full_width_px
    yaw, pitch, roll = (abs(angle) for angle in rotation_deg)
    checks: dict[FramingProblem, bool] = {
        "too_far": eye_distance_px < settings.min_eye_distance_px,
        "too_near": share > settings.max_eye_distance_share,
        "not_centred": max(abs(value) for value in centre) > settings.max_off_centre,
        "turned": max(yaw, pitch) > settings.max_turn_deg,
        "tilted": roll > settings.max_turn_deg,
        "too_dark": face_luma < settings.min_face_luma,
        "too_bright": face_luma > settings.max_face_luma,
        "too_slow": frame_rate_hz is not None and frame_rate_hz < settings.min_frame_rate_hz,
    }
    return Framing(
        face=True,
        eye_distance_px=eye_distance_px,
        centre=centre,
        problems=tuple(name for name, is_so in checks.items() if is_so),
    )
