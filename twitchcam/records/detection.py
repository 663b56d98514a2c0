"""What a face did, and what moved by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from twitchcam.records.arrays import Floats, freeze
from twitchcam.records.vocabulary import Confidence, Side

ActionKind = Literal["blink", "wink", "eye_closure", "smile", "pucker", "brow_raise", "mouth_open"]
# The action units of FACS that each kind is made of, see ``anatomy.ACTION_UNITS``.
ACTION_KIND_UNITS: Final[dict[ActionKind, tuple[int, ...]]] = {
    "blink": (45,),
    "wink": (46,),
    "eye_closure": (43,),
    "smile": (12,),
    "pucker": (18,),
    "brow_raise": (1, 2),
    "mouth_open": (25, 26),
}
# What shuts an eye.
CLOSURE_KINDS: Final[tuple[ActionKind, ...]] = ("blink", "wink", "eye_closure")
Manner = Literal["hard", "half", "full", "teeth"]
TwitchKind = Literal["twitch", "spasm"]
# What a movement belongs to, see ``interpretation/attribution.py``.
Explanation = Literal["none", "action", "synkinesis", "burst", "lid_flutter", "beat", "tremor"]
# Movements that come by themselves, also those that make a pattern; the others come with something.
OWN_MOVEMENTS: Final[tuple[Explanation, ...]] = ("none", "burst", "lid_flutter", "beat")


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something the person did, on purpose or by reflex.

    Attributes
    ----------
    side : in a blink or closure of one side the other eye could not be seen or never opens; in a
        wink it was open.
    left_strength, right_strength : 0 to 1: of full closure; of the travel that is usual at most. 0
        for an eye that could not be seen.
    left_mm, right_mm : travel of what the action moves: the lids towards each other, the mouth
        corner, the brow; in a mouth opening the lips, the same for both sides.
    complete : whether the lids met on every side that took part; ``None`` where it means nothing.
    cued : the person was asked for it at that time.
    manner : how it was done: ``hard`` (lids squeezed shut), ``half`` or ``full`` and ``teeth``
        (smiles).
    left_direction_deg, right_direction_deg : of a mouth corner's travel, 0 outward, 90 up.
    squeeze_mm : how far brow and cheek drew together over the lids, mean of the sides that took
        part; ``None`` where it was not measured.
    """

    kind: ActionKind
    side: Side
    onset_s: float
    apex_s: float
    offset_s: float
    left_strength: float
    right_strength: float
    left_mm: float
    right_mm: float
    complete: bool | None
    cued: bool = False
    manner: tuple[Manner, ...] = ()
    left_direction_deg: float | None = None
    right_direction_deg: float | None = None
    squeeze_mm: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TwitchEvent:
    """A short movement of skin.

    Attributes
    ----------
    kind : ``twitch`` (short) or ``spasm`` (held).
    region, side : where.
    place, area, extent_mm : more finely where, for movements of one side that the dense field
        shows: (x, y) on the neutral face in eye distances, x to the person's left, y down from the
        line of the eyes; the area's name; how far it reaches. ``None`` and ``""`` for others.
    onset_s, apex_s, offset_s : when.
    amplitude_mm : size at the apex, corrected for what the method is known to lose.
    peak_velocity_mm_per_s : fastest moment.
    snr : size over noise: of one side and of both over that of its place and moment, of a partner
        beyond its mirror patch over ``local_noise_mm``, of a spasm over ``noise_mm``. Comparable
        within one of these only.
    during : kinds of actions it fell into.
    confidence : how sure.
    explained_by : what it belongs to. ``action``: the release or another part of an expression;
        ``synkinesis``: an answer to an action, of which there is a finding; ``burst``,
        ``lid_flutter``, ``beat``, ``tremor``: part of that pattern; ``none``: it stands by itself.
    """

    kind: TwitchKind
    region: str
    side: Side
    onset_s: float
    apex_s: float
    offset_s: float
    amplitude_mm: float
    peak_velocity_mm_per_s: float
    snr: float
    during: tuple[str, ...]
    confidence: Confidence
    place: tuple[float, float] | None = None
    area: str = ""
    extent_mm: float | None = None
    explained_by: Explanation = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tremor:
    """A rhythmic movement held over a stretch of time.

    Attributes
    ----------
    region, side, area : where it is largest.
    start_s, stop_s : when.
    frequency_hz, frequency_interval_hz : its rhythm, and where the true rhythm likely lies (95 %).
    amplitude_mm : from the middle to the outermost point, corrected for what the method loses.
    during : kinds of actions it fell into; empty at rest.
    confidence : how sure.
    """

    region: str
    side: Side
    start_s: float
    stop_s: float
    frequency_hz: float
    frequency_interval_hz: tuple[float, float]
    amplitude_mm: float
    during: tuple[str, ...]
    confidence: Confidence
    area: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Spectrum:
    """How strongly a region and its mirror region move at each rate, over a stretch of time.

    Attributes
    ----------
    region, start_s, stop_s : where and when.
    frequency_hz : (F,) rising.
    left_mm, right_mm : (F,) amplitude of a steady rhythm of that rate that moves as much.
    """

    region: str
    start_s: float
    stop_s: float
    frequency_hz: Floats
    left_mm: Floats
    right_mm: Floats

    def __post_init__(self) -> None:
        n = len(self.frequency_hz)
        for name in ("frequency_hz", "left_mm", "right_mm"):
            freeze(self, name, "float64", (n,))
