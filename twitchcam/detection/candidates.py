"""What may be a twitch of one side or of both, with what speaks against it.

In      Movement (peaks of the dense field, displacement of their places), where it is assessable
Out     ``Candidate``s: onset, apex, offset, size of every peak, and the rules that rejected it
Method  Every peak is fitted finely at its place; then the rules of ``RULES`` and of
        ``RULES_OF_BOTH`` are asked in their order, and the first of each that speaks against it is
        noted. docs/detector.md is the same list, with numbers, reasons and what each costs.
Where the defaults come from   settings.DetectionSettings
Departures from the sources    none: the method is our own
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from twitchcam.anatomy import LARGEST_MM, LOWER_FACE, SIDES
from twitchcam.records import (
    Bools,
    Floats,
    Measurement,
    Movement,
    PulsePeak,
    mark_unspoiled,
)
from twitchcam.settings import DetectionSettings
from twitchcam.signals.known_median import measure_known_median
from twitchcam.signals.pulses import LONGEST_PULSE_S, FittedPulse, fit_pulses
from twitchcam.skin_places import list_areas, list_regions

# What noise alone leaves over between two moments, in units of the pulse's noise.
_CHANCE_LEFT_OVER: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One peak of the dense field, fitted.

    Attributes
    ----------
    peak : where, when, and what its surroundings did.
    onset_s, apex_s, offset_s : of the fitted pulse.
    length_s, half_width_s : of the fitted pulse, and at half its height.
    off_picture_s : from the apex, which is a moment of the grid, to the nearest picture.
    size_mm : true size at the apex.
    away_mm : how far the skin is from where it mostly was within a second.
    left_over_mm : way from onset to offset: what did not return.
    peak_velocity_mm_per_s : fastest moment.
    assessable : a twitch of one side would have been told at this place and moment.
    rejected_by : the first rule that speaks against a twitch of one side, ``""`` for none.
    both_rejected_by : the first that speaks against one of both sides; of the two, one speaks.
    """

    peak: PulsePeak
    onset_s: float
    apex_s: float
    offset_s: float
    length_s: float
    half_width_s: float
    off_picture_s: float
    size_mm: float
    away_mm: float
    left_over_mm: float
    peak_velocity_mm_per_s: float
    assessable: bool
    rejected_by: str = ""
    both_rejected_by: str = ""

    @property
    def region(self) -> str:
        """Region of the place."""
        return list_regions()[self.peak.place]

    @property
    def area(self) -> str:
        """Area of the place, finer than its region."""
        return list_areas()[self.peak.place]


Rule = Callable[[Candidate, DetectionSettings], bool]


def is_clear(candidate: Candidate, settings: DetectionSettings) -> bool:
    """Whether it stands out so far that chance hardly explains it."""
    return candidate.peak.snr >= settings.clear_ratio * settings.twitch_threshold


def is_one_picture(candidate: Candidate, settings: DetectionSettings) -> bool:
    """Whether it is no wider than one picture: a bad one, or a twitch between two others.

    The grid cuts the tip off what one picture shows between two of its moments: it seems lower, and
    wider at half its height, by as much as the picture lies off the grid.
    """
    width_s = candidate.half_width_s - candidate.off_picture_s
    return width_s < settings.min_width_ratio * candidate.peak.interval_s


def falls_between_pictures(candidate: Candidate, settings: DetectionSettings) -> bool:
    """Whether pictures are so far apart that a short twitch can rise and fall within one."""
    few = candidate.peak.interval_s > settings.shortest_twitch_s / 3
    return few and is_one_picture(candidate, settings)


# Name, and whether the candidate passes. What is cheap and rejects most comes first.
RULES: Final[tuple[tuple[str, Rule], ...]] = (
    ("weak", lambda c, s: c.peak.snr >= s.twitch_threshold),
    ("not_assessable", lambda c, _: c.assessable),
    (
        "other_side",
        lambda c, s: c.peak.snr >= c.peak.other_side_snr or is_clear(c, s),
    ),
    ("too_large", lambda c, _: c.size_mm <= LARGEST_MM[c.region]),
    ("both_sides", lambda c, s: c.peak.mirror_mm <= s.max_mirrored * c.peak.size_mm),
    ("single_point", lambda c, s: c.peak.neighbour_share >= s.min_neighbour_share),
    (
        "whole_face",
        lambda c, s: c.peak.far_share <= s.max_far_share * (s.clear_ratio if is_clear(c, s) else 1),
    ),
    ("too_short", lambda c, s: c.length_s >= s.shortest_twitch_s),
    (
        "too_narrow",
        lambda c, s: c.half_width_s >= s.min_half_width_s or falls_between_pictures(c, s),
    ),
    ("bad_picture", lambda c, s: not is_one_picture(c, s) or is_clear(c, s)),
    ("too_long", lambda c, s: c.length_s <= min(s.longest_twitch_s, LONGEST_PULSE_S)),
    ("at_rest", lambda c, s: c.away_mm >= s.min_away_share * c.size_mm),
    (
        "no_return",
        lambda c, s: (
            c.left_over_mm
            <= s.max_left_over * c.size_mm + _CHANCE_LEFT_OVER * c.peak.noise_mm / s.field_gain
        ),
    ),
)


# What both sides do is looked at for itself: as many rules, of which two are others.
RULES_OF_BOTH: Final[tuple[tuple[str, Rule], ...]] = (
    ("one_side", lambda c, s: c.peak.mirror_mm > s.max_mirrored * c.peak.size_mm),
    (
        "weak",
        lambda c, s: (
            min(c.peak.snr, c.peak.other_side_snr) >= s.each_side_share * s.twitch_threshold
        ),
    ),
    *((name, keeps) for name, keeps in RULES if name not in ("weak", "both_sides")),
)


def find_broken(
    candidate: Candidate, rules: tuple[tuple[str, Rule], ...], settings: DetectionSettings
) -> str:
    """Name of the first rule that speaks against a candidate, ``""`` for none."""
    return next((name for name, keeps in rules if not keeps(candidate, settings)), "")


def list_candidates(
    movement: Movement, assessable: Bools, settings: DetectionSettings
) -> list[Candidate]:
    """Every peak of the dense field, in order of time.

    ``assessable`` (C, places, sides) is what ``mark_assessable`` says of the movement.
    """
    peaks = movement.field.peaks
    if not peaks:
        return []
    rate_hz = movement.sampling_rate_hz
    courses_mm = np.stack([peak.course_mm for peak in peaks])
    pulses = fit_pulses(courses_mm, settings.together_s / 2, rate_hz)
    usual_mm = measure_known_median(courses_mm, axis=1)
    found = []
    for peak, pulse, usual in zip(peaks, pulses, usual_mm, strict=True):
        at = movement.field.index(peak.time_s), peak.place, SIDES.index(peak.side)
        candidate = _describe(peak, pulse, usual, bool(assessable[at]), rate_hz, settings)
        if _lies_in_excluded(candidate, movement):
            candidate = replace(candidate, assessable=False)
        found.append(
            replace(
                candidate,
                rejected_by=find_broken(candidate, RULES, settings),
                both_rejected_by=find_broken(candidate, RULES_OF_BOTH, settings),
            )
        )
    return found


def _lies_in_excluded(candidate: Candidate, movement: Movement) -> bool:
    """Whether the apex lies in what was left out, to the picture: coarse moments are wider."""
    what: Measurement = "lower_face_twitch" if candidate.region in LOWER_FACE else "twitch"
    apex_s = np.array([candidate.apex_s])
    return not mark_unspoiled(apex_s, movement.excluded, what)[0]


def _describe(
    peak: PulsePeak,
    pulse: FittedPulse,
    usual_mm: Floats,
    assessable: bool,
    rate_hz: float,
    settings: DetectionSettings,
) -> Candidate:
    """A peak with the pulse fitted to it; ``usual_mm`` (2,) is where its place mostly is."""
    along, left_over_mm = project_pulse(np.nan_to_num(peak.course_mm), pulse, rate_hz)
    start, stop = (
        min(max(round((pulse.centre_s + side * pulse.length_s / 2) * rate_hz), 0), len(along) - 1)
        for side in (-1, 1)
    )
    apex = start + int(np.argmax(along[start : stop + 1]))
    gain = settings.field_gain
    off_s = np.abs(peak.pictures_s - peak.course_s[apex])
    speed = np.abs(np.diff(along[start : stop + 1])) * rate_hz
    return Candidate(
        peak=peak,
        onset_s=float(peak.course_s[start]),
        apex_s=float(peak.course_s[apex]),
        offset_s=float(peak.course_s[stop]),
        length_s=pulse.length_s,
        half_width_s=measure_half_width(along, apex) / rate_hz,
        off_picture_s=float(off_s.min(initial=0.5 / rate_hz)),
        size_mm=max(float(along[apex]), 0.0) / gain,
        away_mm=float(np.hypot(*(peak.course_mm[apex] - usual_mm))) / gain,
        left_over_mm=left_over_mm / gain,
        peak_velocity_mm_per_s=float(speed.max(initial=0.0)) / gain,
        assessable=assessable,
    )


def project_pulse(
    displacement_mm: Floats, pulse: FittedPulse, rate_hz: float
) -> tuple[Floats, float]:
    """Movement (n,) of a piece (n, 2) along the pulse, 0 between its ends; and what did not return.

    The second number is the way from the pulse's onset to its offset, mm.
    """
    last = len(displacement_mm) - 1
    onset, apex, offset = (
        displacement_mm[
            min(max(round((pulse.centre_s + share * pulse.length_s) * rate_hz), 0), last)
        ]
        for share in (-0.5, 0.0, 0.5)
    )
    top = apex - (onset + offset) / 2
    height_mm = max(float(np.hypot(*top)), 1e-9)
    left_over_mm = float(np.hypot(*(offset - onset)))
    return (displacement_mm - (onset + offset) / 2) @ (top / height_mm), left_over_mm


def measure_half_width(size_mm: Floats, apex: int) -> float:
    """Width at half of the apex in samples, between samples by straight lines."""
    half = size_mm[apex] / 2
    low = np.flatnonzero(size_mm < half)
    before, after = low[low < apex], low[low > apex]
    if not before.size or not after.size:
        return float(len(size_mm))
    i, j = before[-1], after[0]
    rise = i + (half - size_mm[i]) / (size_mm[i + 1] - size_mm[i])
    fall = j - (half - size_mm[j]) / (size_mm[j - 1] - size_mm[j])
    return float(fall - rise)
