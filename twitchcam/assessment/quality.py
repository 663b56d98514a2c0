"""How much of a recording could be judged, how finely, and what it forbids to say."""

from __future__ import annotations

import numpy as np

from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.assessment.assessable import mark_hidden, measure_limits
from twitchcam.assessment.beside_hidden import describe_swept
from twitchcam.assessment.freezes import describe_blur, describe_freezes, describe_repeats
from twitchcam.assessment.light_note import describe_light
from twitchcam.assessment.picture_rate import measure_picture_rate
from twitchcam.assessment.stretched import describe_stretch
from twitchcam.assessment.unseen import describe_unseen, list_unseen
from twitchcam.records import (
    Bools,
    DetectionLimit,
    FaceTrack,
    Floats,
    Movement,
    PlaceLimits,
    Quality,
    Side,
    Unseen,
    sum_spans_s,
)
from twitchcam.settings import AssessmentSettings
from twitchcam.signals.excluded import measure_shown_s
from twitchcam.signals.resolution import measure_scale
from twitchcam.skin_places import list_regions
from twitchcam.wording import text

_STATED_SHARE = 0.9
# No limit is known better than this many decimals of a mm, and no share needs more.
_DECIMALS = 2
# Places that were seen for less than this do not count as part of the face that was judged.
_HARDLY_SEEN = 0.1


def assess_quality(
    track: FaceTrack,
    movement: Movement,
    assessable: Bools,
    settings: AssessmentSettings,
    covered_eyes: tuple[Side, ...] = (),
    *,
    twitch_threshold: float,
    max_light_percent: float,
) -> Quality:
    """Judge the recording that ``movement`` was measured from.

    Parameters
    ----------
    track : FaceTrack
        The face.
    movement : Movement
        What ``measure_movement`` made of it.
    assessable : ndarray of bool, (C, places, sides)
        What ``mark_assessable`` says of the movement.
    settings : AssessmentSettings
        What makes a recording poor.
    covered_eyes : tuple of str
        Sides whose eye could not be seen, which is told already.
    twitch_threshold : float
        Times the noise of place and moment that a twitch must have to be told.
    max_light_percent : float
        In light that flickers by more, held pulls are not looked for.

    Returns
    -------
    Quality
        Whether it is usable, how much could be judged (s), frame rate (Hz), detection limits (mm).

    Examples
    --------
    >>> quality = assess_quality(
    ...     track, movement, assessable, settings.assessment,
    ...     twitch_threshold=7.0, max_light_percent=1.0,
    ... )
    >>> quality.usable, round(quality.frame_rate_hz)
    (True, 30)
    """
    time_s = track.time_s
    duration_s = float(time_s[-1] - time_s[0])
    new_s = time_s[~track.repeated]
    intervals_s = np.diff(new_s)
    frame_rate_hz = measure_picture_rate(track, settings)
    hidden = mark_hidden(movement, settings)
    frozen_s = sum_spans_s(movement.excluded, "frozen")
    seen = (movement.visibility.reason == 0).mean(axis=0) > _HARDLY_SEEN
    shown = seen & ~np.isin(list_regions(), np.array(REGION_NAMES)[hidden])[:, None]
    share = float(assessable[:, shown].mean()) if shown.any() else 0.0
    shown_share = float((track.face_found & ~track.other_person).mean())
    unseen = list_unseen(movement.visibility, shown_share)
    observed_s = min(share * measure_shown_s(time_s), duration_s)
    eye_distance_px = movement.eye_distance_px
    limits_mm = measure_limits(movement.field, settings, twitch_threshold)
    usual_loss_mm = _measure_usual_loss(movement, hidden)
    return Quality(
        usable=observed_s >= settings.min_usable_s,
        duration_s=duration_s,
        observed_s=observed_s,
        frame_rate_hz=frame_rate_hz,
        longest_gap_s=float(intervals_s.max()) if intervals_s.size else 0.0,
        face_coverage=float(track.face_found.mean()),
        eye_distance_px=eye_distance_px,
        mm_per_px=measure_scale(track, eye_distance_px),
        detection_limits=_state_limits(limits_mm, assessable, unseen),
        place_limits=_state_place_limits(limits_mm, assessable),
        limit_width_mm=_find_width(usual_loss_mm, hidden, settings),
        hidden_regions=tuple(np.array(REGION_NAMES)[hidden].tolist()),
        excluded=movement.excluded,
        unseen=unseen,
        company=track.company,
        flicker_hz=tuple(swing.pace_hz for swing in movement.light),
        notes=(
            # Whom the result is about comes before how the file was read.
            *track.notes,
            *track.source.notes,
            *describe_stretch(track, settings),
            *_state_limitations(
                eye_distance_px,
                # Of a picture that stands still, new ones cannot be told from old ones.
                frame_rate_hz if 2 * frozen_s < duration_s else None,
                observed_s,
                usual_loss_mm,
                _measure_luma(track),
                settings,
            ),
            *describe_freezes(movement.excluded, duration_s),
            *describe_repeats(movement.excluded),
            *describe_blur(movement.excluded, duration_s),
            *describe_unseen(unseen, covered_eyes),
            *describe_swept(movement.visibility),
            *describe_light(movement.light, frame_rate_hz, max_light_percent),
        ),
    )


def _measure_luma(track: FaceTrack) -> float:
    """Usual brightness of the face, grey levels; infinite without a face."""
    seen = track.face_luma[np.isfinite(track.face_luma)]
    return float(np.median(seen)) if seen.size else float("inf")


def _measure_usual_loss(movement: Movement, hidden: Bools) -> float:
    """What compression usually leaves out of the regions that are seen and not hidden, mm.

    0 where nothing is known of it.
    """
    seen_mm = movement.compression_loss_mm[~hidden]
    seen_mm = seen_mm[seen_mm > 0.0]
    return float(np.median(seen_mm)) if seen_mm.size else 0.0


def _find_width(loss_mm: float, hidden: Bools, settings: AssessmentSettings) -> float:
    """Least width of a twitch for which limits hold, mm; the larger one where in doubt."""
    is_fine = 0.0 < loss_mm <= settings.compressed_loss_mm and not hidden.any()
    return settings.limit_width_mm if is_fine else settings.compressed_limit_width_mm


def _state_limits(
    limits_mm: Floats, assessable: Bools, unseen: tuple[Unseen, ...]
) -> tuple[DetectionLimit, ...]:
    """The limit that held at nine tenths of the assessable places and moments of each region.

    None of regions that could hardly ever be seen: single places at their edge say little of them.
    """
    gone = {(part.region, part.side) for part in unseen if part.share > 1.0 - _HARDLY_SEEN}
    regions = np.array(list_regions())
    return tuple(
        DetectionLimit(
            region=region,
            side="left" if s == 0 else "right",
            limit_mm=float(np.quantile(limits_mm[:, places, s][seen], _STATED_SHARE)),
            observed_share=float(seen.mean()),
        )
        for region in REGION_NAMES
        for places in (np.flatnonzero(regions == region),)
        for s in range(len(SIDES))
        for seen in (assessable[:, places, s],)
        if seen.any() and (region, SIDES[s]) not in gone
    )


def _state_place_limits(limits_mm: Floats, assessable: Bools) -> PlaceLimits:
    """The limit that held in nine tenths of the assessable moments of each place and side."""
    stated: list[float] = []
    for s in range(len(SIDES)):
        # All places at once: what is not assessable is sorted to the end.
        ordered = np.sort(np.where(assessable[:, :, s], limits_mm[:, :, s], np.inf), axis=0)
        at = _STATED_SHARE * np.maximum(assessable[:, :, s].sum(axis=0) - 1, 0)
        below = np.floor(at).astype(np.intp)
        low, high = (
            np.take_along_axis(ordered, np.minimum(i, len(ordered) - 1)[None], 0)[0].astype(float)
            for i in (below, np.ceil(at).astype(np.intp))
        )
        with np.errstate(invalid="ignore"):  # nothing assessable: infinite less infinite
            stated += (low + (high - low) * (at - below)).tolist()
    shares = assessable.mean(axis=0).T.ravel()
    return PlaceLimits(
        limit_mm=tuple(round(mm, _DECIMALS) if np.isfinite(mm) else None for mm in stated),
        assessed_share=tuple(round(float(share), _DECIMALS) for share in shares),
    )


def _state_limitations(
    eye_distance_px: float | None,
    frame_rate_hz: float | None,
    observed_s: float,
    compression_loss_mm: float,
    face_luma: float,
    settings: AssessmentSettings,
) -> tuple[str, ...]:
    """What this recording forbids to say, in plain words."""
    if eye_distance_px is None:
        return (text("note-no-face"),)
    notes = []
    # Compared as they are told: 23.976 pictures a second, usual for films, are the 24 they need.
    if frame_rate_hz is not None and round(frame_rate_hz) < settings.min_frame_rate_hz:
        least = f"{settings.min_frame_rate_hz:.0f}"
        notes.append(text("note-few-pictures", rate=f"{frame_rate_hz:.0f}", least=least))
    if round(eye_distance_px) < settings.min_eye_distance_px:
        least = f"{settings.min_eye_distance_px:.0f}"
        notes.append(text("note-small-face", distance=f"{eye_distance_px:.0f}", least=least))
    # In the dark and in glaring light texture is faint, whatever the compression.
    if face_luma > settings.max_face_luma:
        notes.append(text("note-glaring-face", brightness=f"{face_luma:.0f}"))
    elif face_luma < settings.dim_luma:
        notes.append(text("note-dark-face", brightness=f"{face_luma:.0f}"))
    elif compression_loss_mm > settings.max_compression_loss_mm:
        notes.append(text("note-compressed", size=f"{compression_loss_mm:.1f}"))
    # Less than can be used at all is the reason itself, which is given elsewhere.
    if settings.min_usable_s <= observed_s < settings.min_observed_s:
        notes.append(text("note-little-judged", judged=f"{observed_s:.1f}"))
    return tuple(notes)
