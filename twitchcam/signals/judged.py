"""Where and when a twitch of one side could have been told from everything else.

In      Movement, DetectionSettings
Out     per moment, region and side: the smallest twitch that would have been seen (mm), and
        whether that is small enough to say anything
Method  The limit is the noise of the moment times the threshold, with what compression may have
        left out (root of the sum of squares). A region and side is judged while its noise allows
        a limit below ``worst_limit_mm``; so an expression of the mouth leaves the brows in, and no
        moment is called judged in which the face hides a clear twitch. Neither is a patch on which
        compression hides even a large one (``worst_hidden_mm``). Speech takes out all that it
        moves, from the cheek down. Nothing is judged without a face, while the head turns far
        or fast, in meals, in the dark, and near the ends of the recording, where nobody knows
        whether the skin came back.
Where the defaults come from   settings.DetectionSettings
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import ndimage

from twitchcam.anatomy import REGION_NAMES
from twitchcam.records import Bools, Floats, Movement
from twitchcam.settings import DetectionSettings
from twitchcam.signals.excluded import mark_observed

_BY_THE_LIMIT: Final = ("expression", "talking")
_MOVED_BY_SPEECH: Final = ("cheek", "upper_lip", "mouth_corner", "lower_lip", "chin")
_LIMIT_REACH_S: Final = 0.15
# In a moving face the largest noise within that reach is so many times the noise of the moment.
_WIDEST_OVER_USUAL: Final = 1.25


def measure_limits(movement: Movement, settings: DetectionSettings) -> Floats:
    """(m, regions, sides) mm: the smallest twitch that would have been seen; NaN where unknown."""
    return np.hypot(_measure_noise_limits(movement, settings), movement.swallowed_mm)


def _measure_noise_limits(movement: Movement, settings: DetectionSettings) -> Floats:
    """The same as far as noise goes, without what compression may have left out."""
    noise_mm = np.where(np.isfinite(movement.bump_noise_mm), movement.bump_noise_mm, np.inf)
    size = 2 * round(_LIMIT_REACH_S * movement.sampling_rate_hz) + 1
    widest_mm = ndimage.maximum_filter1d(noise_mm, size=size, axis=0, mode="nearest")
    times = np.maximum(
        settings.twitch_threshold, ask_for_size(widest_mm, settings) / _WIDEST_OVER_USUAL
    )
    return np.where(np.isfinite(widest_mm), settings.limit_factor * times * widest_mm, np.nan)


def ask_for_size(noise_mm: Floats, settings: DetectionSettings) -> Floats:
    """How many times its noise a movement must at least be: more while the face moves.

    The errors of single pictures are larger then; the skin's own noise, a median, does not tell.
    """
    moving = np.clip(2.0 * noise_mm / settings.moving_noise_mm - 1.0, 0.0, 1.0)
    return settings.least_size_ratio * moving


def mark_judged(movement: Movement, settings: DetectionSettings) -> Bools:
    """(m, regions, sides) True where a twitch of one side would have been seen and told."""
    time_s = movement.time_s
    hard = tuple(span for span in movement.excluded if span.reason not in _BY_THE_LIMIT)
    seen = mark_observed(time_s, hard)
    edge_s = settings.edge_of_recording_s
    seen &= (time_s >= time_s[0] + edge_s) & (time_s <= time_s[-1] - edge_s)
    with np.errstate(invalid="ignore"):
        judged = _measure_noise_limits(movement, settings) <= settings.worst_limit_mm
        judged &= measure_limits(movement, settings) <= settings.worst_hidden_mm
    judged &= seen[:, None, None]
    speech = tuple(span for span in movement.excluded if span.reason == "talking")
    silent = mark_observed(time_s, speech)
    for region in _MOVED_BY_SPEECH:
        judged[:, REGION_NAMES.index(region)] &= silent[:, None]
    return judged
