"""Where and when a twitch of one side could have been told from everything else.

In      FieldPulses, what was left out of the recording, when lids moved, AssessmentSettings,
        the threshold that detection asks for
Out     per moment, place and side: the smallest twitch that would have been seen (mm), and
        whether that is small enough to say anything
Method  The limit is the threshold times the noise of place and moment, as large as a narrow twitch
        must be to show it. A place is assessable while that stays below ``worst_limit_mm``; so an
        expression of the mouth leaves the brows in, and no moment is called assessable in which the
        face hides a clear twitch. The limit that is stated is larger by what compression leaves
        out: of a movement as large as its loss half, of larger ones less. Around every closing of
        an eye nothing is said of the skin that it can move: the upper face, and in a blink only
        what lies around the eyes and above. Speech takes out all that it moves, from the cheek
        down. Nothing is assessable without a face, while the head turns far or fast, in meals, in
        the dark, and near the ends of the recording, where nobody knows whether the skin came back.
Where the defaults come from   settings.AssessmentSettings
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from twitchcam.anatomy import LOWER_FACE, REGION_NAMES
from twitchcam.records import (
    Bools,
    FieldPulses,
    Floats,
    Measurement,
    Movement,
    Span,
    mark_outside,
)
from twitchcam.settings import AssessmentSettings
from twitchcam.skin_places import list_regions, list_squeezed, list_zones

# Where less of the time than this could be judged, "nothing moved" would mislead.
MIN_SEEN_SHARE: Final = 0.2

# Spans are longer than the coarse moments of the field, which are marked by their middles.
_HALF: Final = 0.5


class Closings(NamedTuple):
    """When eyes close and open, and the skin around them moves.

    Attributes
    ----------
    of_lids : all closings; they move the skin around the eyes.
    squeezed : those that pull at the cheeks too: winks and longer closures.
    """

    of_lids: tuple[Span, ...] = ()
    squeezed: tuple[Span, ...] = ()


def measure_limits(
    field: FieldPulses, settings: AssessmentSettings, twitch_threshold: float
) -> Floats:
    """The smallest twitch that would have been seen although compression took of it.

    A movement d loses so much that ``d * d / (d + loss)`` is left; that must reach what noise asks
    for.

    Parameters
    ----------
    field : FieldPulses
        Noise of every place and moment, and what compression leaves out of every place.
    settings : AssessmentSettings
        Gain for the narrowest twitch that is promised.
    twitch_threshold : float
        Times the noise that a twitch must have to be told.

    Returns
    -------
    ndarray, (C, places, sides)
        Limits in mm of the face; NaN where the skin was not seen.

    Examples
    --------
    >>> limits_mm = measure_limits(movement.field, settings.assessment, 7.0)
    >>> limits_mm.shape == movement.field.noise_mm.shape
    True
    """
    by_noise = measure_noise_limits(field, settings, twitch_threshold)
    loss = field.compression_loss_mm.astype(np.float64)
    return np.asarray((by_noise + np.sqrt(by_noise**2 + 4.0 * by_noise * loss)) / 2.0)


def measure_noise_limits(
    field: FieldPulses, settings: AssessmentSettings, twitch_threshold: float
) -> Floats:
    """(C, places, sides) mm: the same in pictures that hold all of a movement."""
    return np.asarray(twitch_threshold / settings.narrow_gain * field.noise_mm)


def mark_hidden(movement: Movement, settings: AssessmentSettings) -> Bools:
    """(regions,) True where compression hides even large movements on one side or on both."""
    return movement.compression_loss_mm.max(axis=1) > settings.worst_hidden_mm


def mark_assessable(
    movement: Movement,
    closings: Closings,
    settings: AssessmentSettings,
    twitch_threshold: float,
) -> Bools:
    """Where and when a twitch of one side would have been seen and told.

    Parameters
    ----------
    movement : Movement
        Its dense field gives noise and texture of every place; its spans what is left out.
    closings : Closings
        When lids move: skin that they move says nothing then (``list_closings``).
    settings : AssessmentSettings
        Gain, and the largest limit at which something is judged.
    twitch_threshold : float
        Times the noise of place and moment that a twitch must have to be told.

    Returns
    -------
    ndarray of bool, (C, places, sides)
        ``C`` are the moments of ``movement.field``.

    Examples
    --------
    >>> assessable = mark_assessable(movement, closings, settings.assessment, 7.0)
    >>> assessable.shape == (len(movement.field.time_s), 246, 2)
    True
    """
    field, edge_s = movement.field, settings.edge_of_recording_s
    with np.errstate(invalid="ignore"):
        by_noise = measure_noise_limits(field, settings, twitch_threshold)
        assessable = by_noise <= settings.worst_limit_mm
    middle_s = field.time_s + _HALF * _find_step_s(field)
    lower = np.isin(list_regions(), LOWER_FACE)
    parts: tuple[tuple[Measurement, Bools], ...] = (
        ("twitch", ~lower),
        ("lower_face_twitch", lower),
    )
    for measurement, places in parts:
        spans = [span for span in movement.excluded if span.spoils(measurement)]
        assessable[:, places] &= mark_outside(middle_s, spans)[:, None, None]
    # Skin that hides its movement on one side cannot say that the other moved alone.
    hidden = np.array(REGION_NAMES)[mark_hidden(movement, settings)]
    assessable[:, np.isin(list_regions(), hidden)] = False
    by_eyes, _ = list_zones()
    for moved, closed in ((by_eyes, closings.of_lids), (list_squeezed(), closings.squeezed)):
        assessable[:, moved] &= mark_outside(middle_s, closed)[:, None, None]
    last_s = movement.time_s[-1]
    ends = (middle_s < movement.time_s[0] + edge_s) | (middle_s > last_s - edge_s)
    assessable[ends] = False
    return assessable


def _find_step_s(field: FieldPulses) -> float:
    return float(field.time_s[1] - field.time_s[0]) if len(field.time_s) > 1 else 0.0
