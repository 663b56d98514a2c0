"""Where and when a twitch of one side could have been told from everything else.

In      Movement, DetectionSettings
Out     per moment, region and side: the smallest twitch that would have been seen (mm), and
        whether that is small enough to say anything
Method  The limit is the noise of the moment times the threshold, or in a moving face the size asked
        for, with what compression may have left out (root of the sum of squares). A region and
        side is assessable while its noise allows a limit below ``worst_limit_mm``; so an expression
        of the mouth leaves the brows in, and no moment is called assessable in which the face hides
        a clear twitch. Regions in which compression hides even large movements on one side are
        never assessable (``worst_hidden_mm``), for there no side can be held against the other.
        Speech takes out all that it moves, from the cheek down. Nothing is assessable without a
        face, while the head turns far or fast, in meals, in the dark, and near the ends of the
        recording, where nobody knows whether the skin came back.
Where the defaults come from   settings.DetectionSettings
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import ndimage

from twitchcam.anatomy import LOWER_FACE, REGION_NAMES
from twitchcam.records import Bools, Floats, Measurement, Movement, mark_unspoiled
from twitchcam.settings import DetectionSettings

_LIMIT_REACH_S: Final = 0.15


def measure_limits(movement: Movement, settings: DetectionSettings) -> Floats:
    """(m, regions, sides) mm: the smallest twitch that would have been seen; NaN where unknown."""
    by_region = [_measure_noise_limits(movement, r, settings) for r in range(len(REGION_NAMES))]
    return np.hypot(np.stack(by_region, axis=1), movement.compression_loss_mm)


def _measure_noise_limits(movement: Movement, r: int, settings: DetectionSettings) -> Floats:
    """(m, sides) the same of one region as far as noise goes, without what compression leaves out.

    Region by region, for an hour of all at once is large.
    """
    noise_mm = movement.pulse_noise_mm[:, r]
    noise_mm = np.where(np.isfinite(noise_mm), noise_mm, np.inf)
    least_mm = np.maximum(settings.twitch_threshold * noise_mm, ask_for_size(noise_mm, settings))
    size = 2 * round(_LIMIT_REACH_S * movement.sampling_rate_hz) + 1
    widest_mm = ndimage.maximum_filter1d(least_mm, size=size, axis=0, mode="nearest")
    return np.where(np.isfinite(widest_mm), settings.limit_factor * widest_mm, np.nan)


def ask_for_size(noise_mm: Floats, settings: DetectionSettings) -> Floats:
    """Smallest size (mm) that is told where the noise is ``noise_mm``; 0 in a still face.

    While a face moves, the errors of single pictures are larger than noise measured by its middle
    tells. From half of ``moving_noise_mm`` to all of it, what is asked for grows to its full.
    """
    moving = np.clip(2.0 * noise_mm / settings.moving_noise_mm - 1.0, 0.0, 1.0)
    return settings.least_size_ratio * moving * noise_mm


def ask_of_compression(movement: Movement, settings: DetectionSettings) -> Floats:
    """(regions, sides) mm: smaller movements may have been made up by badly coded pictures.

    Where skin is faint more is left out than is made up: no more is asked for there than is left
    out of well textured skin.
    """
    left_out_mm = settings.least_of_compression * movement.compression_loss_mm
    return np.asarray(np.minimum(left_out_mm, movement.compression_floor_mm), dtype=np.float64)


def mark_hidden(movement: Movement, settings: DetectionSettings) -> Bools:
    """(regions,) True where compression hides even large movements on one side or on both."""
    return movement.compression_loss_mm.max(axis=1) > settings.worst_hidden_mm


def mark_assessable(movement: Movement, settings: DetectionSettings) -> Bools:
    """(m, regions, sides) True where a twitch of one side would have been seen and told."""
    time_s, edge_s = movement.time_s, settings.edge_of_recording_s
    assessable = np.zeros(movement.pulse_noise_mm.shape, dtype=bool)
    for r, region in enumerate(REGION_NAMES):
        what: Measurement = "lower_face_twitch" if region in LOWER_FACE else "twitch"
        unspoiled = mark_unspoiled(time_s, movement.excluded, what)
        with np.errstate(invalid="ignore"):
            fine = _measure_noise_limits(movement, r, settings) <= settings.worst_limit_mm
        assessable[:, r] = fine & unspoiled[:, None]
    assessable[:, mark_hidden(movement, settings)] = False
    assessable[(time_s < time_s[0] + edge_s) | (time_s > time_s[-1] - edge_s)] = False
    return assessable
