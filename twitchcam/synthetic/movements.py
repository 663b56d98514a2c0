"""The movements that can be asked for: frozen records in seconds, millimetres and degrees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from twitchcam.anatomy import REGION_NAMES
from twitchcam.checks import check_option
from twitchcam.records import Side
from twitchcam.synthetic.jerks import Jerk, Shake

Direction = tuple[float, float]

# Where the skin of a region goes when its muscle fires: outward, up.
USUAL_DIRECTION: Final[dict[str, Direction]] = {
    "brow": (0.0, 1.0),
    "upper_lid": (0.0, -1.0),
    "lower_lid": (0.0, 1.0),
    "cheek": (0.5, 0.866),
    "upper_lip": (0.3, 0.954),
    "mouth_corner": (0.6, 0.8),
    "lower_lip": (0.3, -0.954),
    "chin": (0.0, 1.0),
}


def sides_of(side: Side) -> tuple[str, ...]:
    """Return the single sides that ``side`` stands for."""
    return ("left", "right") if side == "both" else (side,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Twitch:
    """A short local jerk of skin.

    Attributes
    ----------
    region, side : where, names of ``anatomy``.
    onset_s : when it starts.
    duration_s : rise and fall together, halves of equal length.
    hold_s : how long it stays at full size in between (0 for a twitch, longer for a spasm).
    size_mm : how far the skin has travelled at the apex.
    direction : outward, up; of any length; ``None`` takes the usual one of the region.
    cause : the action that drags it along, if any.
    """

    region: str
    side: Side
    onset_s: float
    size_mm: float
    duration_s: float = 0.2
    hold_s: float = 0.0
    direction: Direction | None = None
    cause: str | None = None

    def __post_init__(self) -> None:
        check_option("region", self.region, REGION_NAMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tremble:
    """A rhythmic movement; ``size_mm`` is from the middle to the outermost point."""

    region: str
    side: Side
    start_s: float
    stop_s: float
    frequency_hz: float
    size_mm: float
    direction: Direction | None = None

    def __post_init__(self) -> None:
        check_option("region", self.region, REGION_NAMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blink:
    """The lids come down and open again; ``left`` and ``right`` are 0 (open) to 1 (they meet).

    ``squeeze`` (0 to 1) draws brow and cheek together over the lids of both eyes.
    """

    onset_s: float
    left: float = 1.0
    right: float = 1.0
    closing_s: float = 0.08
    hold_s: float = 0.03
    opening_s: float = 0.16
    squeeze: float = 0.0


def hard_closure(onset_s: float, hold_s: float = 1.0, squeeze: float = 1.0) -> Blink:
    """Return a firm, held closing of both eyes."""
    return Blink(onset_s=onset_s, closing_s=0.16, hold_s=hold_s, opening_s=0.3, squeeze=squeeze)


@dataclass(frozen=True, slots=True, kw_only=True)
class Smile:
    """Mouth corners out and up, cheeks up, lids a little closer, lips apart.

    ``left`` and ``right`` are strengths from 0 to 1; a weak side has the smaller one.
    """

    onset_s: float
    left: float = 1.0
    right: float = 1.0
    rise_s: float = 0.5
    hold_s: float = 1.5
    fall_s: float = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Pucker:
    """Lips drawn together."""

    onset_s: float
    strength: float = 1.0
    rise_s: float = 0.4
    hold_s: float = 0.8
    fall_s: float = 0.45


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowRaise:
    """Brows up."""

    onset_s: float
    left: float = 1.0
    right: float = 1.0
    rise_s: float = 0.3
    hold_s: float = 0.7
    fall_s: float = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class MouthOpening:
    """The jaw goes down by ``opening_mm``."""

    onset_s: float
    opening_mm: float = 12.0
    rise_s: float = 0.35
    hold_s: float = 0.6
    fall_s: float = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Speech-like movement of lips and jaw."""

    start_s: float
    stop_s: float
    opening_mm: float = 7.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chewing:
    """Rhythmic jaw movement with shut lips, and the cheeks that go with it."""

    start_s: float
    stop_s: float
    rate_hz: float = 1.3
    opening_mm: float = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaze:
    """The eyes look elsewhere for a while."""

    onset_s: float
    hold_s: float = 0.8
    to_left_deg: float = 0.0
    up_deg: float = 0.0
    shift_s: float = 0.06


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadTurn:
    """A turn of the head on purpose; signs as in ``FaceTrack.head_rotation_deg``."""

    onset_s: float
    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    rise_s: float = 0.6
    hold_s: float = 0.5
    fall_s: float = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Dragged:
    """A region that jerks along with every action of a kind (co-contraction).

    ``size_mm`` belongs to an action of strength 1 and shrinks with the strength. A held action
    drags the region for as long as it lasts. ``lid_closure`` says how far the lids of that side
    come together as well (0 to 1), for couplings that narrow the eye.
    """

    action: str
    region: str
    side: Side
    size_mm: float
    lag_s: float = 0.05
    duration_s: float = 0.2
    direction: Direction | None = None
    lid_closure: float = 0.0

    def __post_init__(self) -> None:
        check_option("region", self.region, REGION_NAMES)
        check_option("action", self.action, ("blink", "smile", "pucker", "brow_raise"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """The lids of one side come together by a share ``closure`` because something drags them."""

    side: Side
    onset_s: float
    closure: float
    duration_s: float
    hold_s: float


Timed: TypeAlias = (
    Twitch
    | Jerk
    | Tremble
    | Shake
    | Blink
    | Smile
    | Pucker
    | BrowRaise
    | MouthOpening
    | Talk
    | Chewing
    | Gaze
    | HeadTurn
    | Narrowing
)
Anything: TypeAlias = Timed | Dragged


def dragged_twitches(movements: tuple[Anything, ...]) -> tuple[Twitch, ...]:
    """Return the twitches that the ``Dragged`` records among ``movements`` bring about."""
    return tuple(
        Twitch(
            region=rule.region,
            side=rule.side,
            onset_s=onset_s + rule.lag_s,
            size_mm=rule.size_mm * strength,
            duration_s=rule.duration_s,
            hold_s=hold_s,
            direction=rule.direction,
            cause=rule.action,
        )
        for rule, strength, onset_s, hold_s in _pulls(movements)
    )


def dragged_narrowings(movements: tuple[Anything, ...]) -> tuple[Narrowing, ...]:
    """Return the narrowings of the eye that ``Dragged`` records bring about."""
    return tuple(
        Narrowing(
            side=rule.side,
            onset_s=onset_s + rule.lag_s,
            closure=rule.lid_closure * strength,
            duration_s=rule.duration_s,
            hold_s=hold_s,
        )
        for rule, strength, onset_s, hold_s in _pulls(movements)
        if rule.lid_closure > 0.0
    )


def _pulls(movements: tuple[Anything, ...]) -> Iterator[tuple[Dragged, float, float, float]]:
    """Yield rule, strength, onset and hold of every action that a rule answers to."""
    for rule in movements:
        if not isinstance(rule, Dragged):
            continue
        for action in movements:
            kind, strength, onset_s, hold_s = _action_of(action)
            if kind == rule.action and strength > 0.0:
                yield rule, strength, onset_s, hold_s


def _action_of(movement: Anything) -> tuple[str, float, float, float]:
    """Return kind, strength, onset and how long the top is held."""
    if isinstance(movement, Blink):
        # A squeeze pulls twice as hard as lids that only close.
        strength = max(movement.left, movement.right) * (1.0 + movement.squeeze)
        held_s = max(0.0, movement.hold_s - 0.05)
        return "blink", strength, movement.onset_s, held_s
    if isinstance(movement, Smile):
        strength = max(movement.left, movement.right)
        return "smile", strength, movement.onset_s, movement.rise_s + movement.hold_s
    if isinstance(movement, Pucker):
        held_s = movement.rise_s + movement.hold_s
        return "pucker", movement.strength, movement.onset_s, held_s
    if isinstance(movement, BrowRaise):
        strength = max(movement.left, movement.right)
        return "brow_raise", strength, movement.onset_s, movement.rise_s + movement.hold_s
    return "", 0.0, 0.0, 0.0
