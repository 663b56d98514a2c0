"""How much of a recording could be judged, and how finely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from twitchcam.anatomy import SIDES
from twitchcam.records.spans import Span
from twitchcam.records.tracking import Company
from twitchcam.records.visibility import Unseen
from twitchcam.records.vocabulary import Side
from twitchcam.skin_places import count_places

FramingProblem = Literal[
    "no_face",
    "too_far",
    "too_near",
    "not_centred",
    "turned",
    "tilted",
    "too_dark",
    "too_bright",
    "too_slow",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Framing:
    """Whether a camera's picture is one in which small movements can be measured.

    ``centre`` is how far the face lies from the middle, as shares of width and height;
    ``eye_distance_px`` as in the picture that is recorded; ``problems`` what to mend, first first.
    """

    face: bool
    eye_distance_px: float
    centre: tuple[float, float]
    problems: tuple[FramingProblem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gesture:
    """What a face does in one picture, roughly, in distances of the outer eye corners.

    ``lids`` is how far they are open, ``mouth_width`` from corner to corner, ``brows`` how high
    they stand over the eyes; the mean of both sides.
    """

    lids: float
    mouth_width: float
    brows: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectionLimit:
    """The smallest twitch of one region and side that would have been seen.

    Attributes
    ----------
    limit_mm : a twitch of this size stands out far enough in nine tenths of the places and times
        that were assessable there; of twitches half as large again, and as wide as
        ``Quality.limit_width_mm``, nine in ten are found.
    observed_share : share of the recording in which this region and side was assessable.
    """

    region: str
    side: Side
    limit_mm: float
    observed_share: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLimits:
    """How small a twitch would have been seen at every place of the dense field, and how often.

    Places are in the order of ``skin_places.get_places``: the left ones, then the right ones.

    Attributes
    ----------
    limit_mm : a twitch of this size stands out far enough in nine tenths of the time in which the
        place was assessable, if as wide as ``Quality.limit_width_mm``; ``None`` where it never was.
        To hundredths.
    assessed_share : share of the recording in which the place was assessable. To hundredths.
    """

    limit_mm: tuple[float | None, ...]
    assessed_share: tuple[float, ...]

    def __post_init__(self) -> None:
        n = len(SIDES) * count_places()
        if (len(self.limit_mm), len(self.assessed_share)) != (n, n):
            raise ValueError(
                f"limits must be of {n} places, got {len(self.limit_mm)} limits and "
                f"{len(self.assessed_share)} shares."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How much of the recording could be judged, and how finely.

    Attributes
    ----------
    usable : something can be said from this recording.
    duration_s : whole length.
    observed_s : how long the face could be judged, the mean over all sides and regions that are
        not hidden: while somebody talks, a brow may still be judged when a lip may not.
    frame_rate_hz : measured from the true times of frames that show a new picture.
    longest_gap_s : longest time without a new picture.
    face_coverage : share of frames with a face, 0 to 1.
    eye_distance_px : outer corner to outer corner, median.
    mm_per_px : in the picture, at the depth of the eyes, median.
    detection_limits : per region and side; empty when nothing could be measured.
    limit_width_mm : the limits hold for twitches of patches of skin at least so wide (full width at
        half maximum): compression can take narrower ones out of a video whole. Where nothing is
        known of the compression, the larger width. ``None`` in documents of older versions.
    place_limits : the same, place by place of the dense field; ``None`` where it is not known, as
        in documents of older versions.
    hidden_regions : no twitch was looked for there, because compression hides even large
        movements on at least one side; regions as in ``anatomy``.
    excluded : what was left out and why.
    flicker_hz : paces at which the light flickers, strongest first.
    unseen : regions and sides that could not be seen for a tenth of the time or more, and why.
    notes : what this recording forbids to say, in plain words.
    company : who else is in the picture, or comes after a cut.
    moves_flat : the face moved as a flat picture does, such as a photograph in a hand, and nothing
        showed that it is alive. If it went far, it is a photograph: nothing could be judged.
    eyes_not_judged : sides whose eye could not be seen, or never opened, for nearly all the time.
    """

    usable: bool
    duration_s: float
    observed_s: float
    frame_rate_hz: float
    longest_gap_s: float
    face_coverage: float
    eye_distance_px: float | None
    mm_per_px: float | None
    detection_limits: tuple[DetectionLimit, ...]
    hidden_regions: tuple[str, ...]
    excluded: tuple[Span, ...]
    notes: tuple[str, ...]
    place_limits: PlaceLimits | None = None
    limit_width_mm: float | None = None
    eyes_not_judged: tuple[Side, ...] = ()
    moves_flat: bool = False
    unseen: tuple[Unseen, ...] = ()
    flicker_hz: tuple[float, ...] = ()
    company: tuple[Company, ...] = ()
