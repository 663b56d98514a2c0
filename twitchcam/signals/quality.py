"""How much of a recording could be judged, how finely, and what it forbids to say."""

from __future__ import annotations

import numpy as np

from twitchcam.anatomy import OUTER_EYE_CORNER, REGION_NAMES, SIDES
from twitchcam.records import Bools, DetectionLimit, FaceTrack, Movement, Quality
from twitchcam.settings import Settings
from twitchcam.signals.excluded import mark_observed
from twitchcam.tracking.landmark_store import read_pieces


def assess_quality(track: FaceTrack, movement: Movement, settings: Settings) -> Quality:
    """Judge the recording that ``movement`` was measured from."""
    time_s = track.time_s
    duration_s = float(time_s[-1] - time_s[0])
    new_s = time_s[~track.repeated]
    intervals_s = np.diff(new_s)
    frame_rate_hz = len(intervals_s) / float(new_s[-1] - new_s[0]) if len(new_s) > 1 else 0.0
    observed = mark_observed(movement.time_s, movement.excluded)
    seen = np.isfinite(movement.displacement_mm).any(axis=1)
    observed_s = float((observed & seen).sum() / movement.sampling_rate_hz)
    observed_s = min(observed_s, duration_s)
    eye_distance_px = _measure_eye_distance(track)
    return Quality(
        usable=observed_s >= settings.signals.least_usable_s,
        duration_s=duration_s,
        observed_s=observed_s,
        frame_rate_hz=frame_rate_hz,
        longest_gap_s=float(intervals_s.max()) if intervals_s.size else 0.0,
        face_coverage=float(track.face_found.mean()),
        eye_distance_px=eye_distance_px,
        mm_per_px=None if eye_distance_px is None else 100 * track.mm_per_percent / eye_distance_px,
        detection_limits=_state_limits(movement, observed & seen, settings),
        excluded=movement.excluded,
        notes=(
            *track.source.notes,
            *track.notes,
            *_state_limitations(eye_distance_px, frame_rate_hz, observed_s, settings),
        ),
    )


def _measure_eye_distance(track: FaceTrack) -> float | None:
    """Median distance of the outer eye corners in pixels, ``None`` without a face."""
    distances = []
    for _, piece in read_pieces(track.landmarks_px):
        across = piece[:, OUTER_EYE_CORNER["left"], :2] - piece[:, OUTER_EYE_CORNER["right"], :2]
        distances.append(np.linalg.norm(across, axis=1))
    distance = np.concatenate(distances) if distances else np.empty(0)
    distance = distance[np.isfinite(distance)]
    return float(np.median(distance)) if distance.size else None


def _state_limits(
    movement: Movement, judged: Bools, settings: Settings
) -> tuple[DetectionLimit, ...]:
    """The size at which a twitch passes the threshold in the quiet stretches of this clip.

    A twitch must exceed the mirror patch by ``twitch_threshold`` times the quiet noise; the
    mirror patch's own usual movement is added. The factor makes it the size that is found half
    the time in made clips (benchmarks.sensitivity).
    """
    if not judged.any():
        return ()
    shape = (len(movement.time_s), len(REGION_NAMES), len(SIDES), 2)
    xy = movement.displacement_mm.reshape(shape)[judged]
    usual = np.median(np.nan_to_num(np.hypot(xy[..., 0], xy[..., 1])), axis=0)
    detection = settings.detection
    limits_mm = detection.limit_factor * (
        detection.twitch_threshold * movement.noise_mm + detection.mirror_weight * usual[:, ::-1]
    )
    return tuple(
        DetectionLimit(
            region=region, side="left" if s == 0 else "right", limit_mm=float(limits_mm[r, s])
        )
        for r, region in enumerate(REGION_NAMES)
        for s in range(len(SIDES))
        if np.isfinite(limits_mm[r, s])
    )


def _state_limitations(
    eye_distance_px: float | None, frame_rate_hz: float, observed_s: float, settings: Settings
) -> tuple[str, ...]:
    """What this recording forbids to say, in plain words."""
    signals = settings.signals
    if eye_distance_px is None:
        return ("No face was found, so nothing could be looked at.",)
    notes = []
    if frame_rate_hz < signals.least_frame_rate_hz:
        notes.append(
            f"The recording shows {frame_rate_hz:.0f} new pictures a second. Below "
            f"{signals.least_frame_rate_hz:.0f}, short twitches can be missed and their size and "
            f"length are uncertain."
        )
    if eye_distance_px < signals.least_eye_distance_px:
        notes.append(
            f"The face is small: {eye_distance_px:.0f} pixels from eye corner to eye corner. Below "
            f"{signals.least_eye_distance_px:.0f}, only large movements can be seen."
        )
    if observed_s < signals.least_observed_s:
        notes.append(
            f"Only {observed_s:.1f} s could be judged. That is too short to say how often "
            f"something happens, or that nothing happens."
        )
    return tuple(notes)
