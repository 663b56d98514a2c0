"""Stretches of time that cannot be judged, with the reason for each."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from twitchcam.records import Bools, FaceTrack, Floats, Span, SpanReason
from twitchcam.settings import SignalSettings, VisibilitySettings
from twitchcam.signals.out_of_focus import mark_out_of_focus
from twitchcam.signals.resample import find_runs
from twitchcam.signals.resolution import measure_scale
from twitchcam.signals.seen_again import mark_seen_again
from twitchcam.signals.still_picture import mark_still

_SPEED_OVER_S = 0.1


def find_excluded(
    track: FaceTrack,
    grid_s: Floats,
    face_activity_mm: Floats,
    eye_distance_px: float | None,
    settings: SignalSettings,
    seen: VisibilitySettings,
) -> tuple[Span, ...]:
    """All stretches in which a twitch could not be told from something else.

    ``grid_s`` (m,) and ``face_activity_mm`` (m,) are on the grid of ``Movement``;
    ``eye_distance_px`` is that of the track.
    """
    found = track.face_found
    yaw, pitch, _ = track.head_rotation_deg.T
    by_frame: dict[SpanReason, Bools] = {
        "face_lost": ~found,
        "head_turned": found
        & ((np.abs(yaw) > settings.max_yaw_deg) | (np.abs(pitch) > settings.max_pitch_deg)),
        "head_moving": found & (_head_speed(track) > settings.max_head_speed_deg_per_s),
        "low_light": found & (track.face_luma < settings.min_luma),
        "occluded": found & track.covered,
        "other_person": found & track.other_person,
        "frozen": mark_still(track, measure_scale(track, eye_distance_px), settings),
        "again": mark_seen_again(track, eye_distance_px, settings),
        "blurred": mark_out_of_focus(track, seen),
    }
    spans = [
        span
        for reason, mask in by_frame.items()
        for span in _frame_spans(track.time_s, mask, reason, settings)
    ]
    spans += _gaps(track, settings)
    spans += [
        Span(start_s=t - settings.settle_s, stop_s=t + settings.settle_s, reason="cut")
        for t in track.time_s[track.cut].tolist()
    ]
    active = np.nan_to_num(face_activity_mm) > settings.expression_activity_mm
    step_s = 1.0 / settings.sampling_rate_hz
    spans += [
        Span(
            start_s=float(grid_s[start]),
            stop_s=float(grid_s[stop - 1]) + step_s,
            reason="expression",
        )
        for start, stop in find_runs(active)
    ]
    return tuple(spans)


def sort_spans(*spans: Span) -> tuple[Span, ...]:
    """Spans in order of time, then reason."""
    return tuple(sorted(spans, key=lambda span: (span.start_s, span.stop_s, span.reason)))


def cut_spans(spans: Iterable[Span], duration_s: float) -> tuple[Span, ...]:
    """What of the spans lies within the recording."""
    return tuple(
        Span(
            start_s=max(span.start_s, 0.0), stop_s=min(span.stop_s, duration_s), reason=span.reason
        )
        for span in spans
    )


def measure_shown_s(time_s: Floats) -> float:
    """Length of the recording, the last picture shown as long as pictures usually are."""
    usual_s = float(np.median(np.diff(time_s))) if len(time_s) > 1 else 0.0
    return float(time_s[-1]) + usual_s


def _head_speed(track: FaceTrack) -> Floats:
    """Speed of turning, deg/s, over a tenth of a second; 0 where unknown."""
    if len(track.time_s) < 2:
        return np.zeros(len(track.time_s))
    time_s = track.time_s
    before = np.searchsorted(time_s, time_s - _SPEED_OVER_S / 2).clip(0, len(time_s) - 1)
    after = np.searchsorted(time_s, time_s + _SPEED_OVER_S / 2).clip(0, len(time_s) - 1)
    turned = np.linalg.norm(
        track.head_rotation_deg[after].astype(np.float64) - track.head_rotation_deg[before], axis=1
    )
    return np.nan_to_num(turned / np.maximum(time_s[after] - time_s[before], 1e-3))


def _frame_spans(
    time_s: Floats, mask: Bools, reason: SpanReason, settings: SignalSettings
) -> list[Span]:
    """Runs of frames as spans from the first such frame to the first that is not, widened."""
    settle_s = settings.settle_s
    spans: list[Span] = []
    for start, stop in find_runs(mask):
        end_s = float(time_s[stop]) if stop < len(time_s) else measure_shown_s(time_s)
        span = Span(
            start_s=float(time_s[start]) - settle_s,
            stop_s=end_s + settle_s,
            reason=reason,
        )
        if spans and span.start_s <= spans[-1].stop_s:
            spans[-1] = Span(start_s=spans[-1].start_s, stop_s=span.stop_s, reason=reason)
        else:
            spans.append(span)
    return spans


def _gaps(track: FaceTrack, settings: SignalSettings) -> list[Span]:
    """Times between two new pictures that are too far apart to be bridged.

    Where old pictures went on coming for long, it is the picture that froze.
    """
    new = np.flatnonzero(~track.repeated)
    # What is still frozen at the end has no next new picture.
    new_s = np.append(track.time_s[new], measure_shown_s(track.time_s))
    n_repeats = np.diff(np.append(new, len(track.time_s))) - 1
    spans: list[Span] = []
    for i in np.flatnonzero(np.diff(new_s) > settings.longest_bridge_s):
        start_s, stop_s = float(new_s[i]), float(new_s[i + 1])
        froze = n_repeats[i] > 0 and stop_s - start_s >= settings.frozen_call_s
        if froze or i + 1 < len(new):
            spans.append(Span(start_s=start_s, stop_s=stop_s, reason="frozen" if froze else "gap"))
    return spans
