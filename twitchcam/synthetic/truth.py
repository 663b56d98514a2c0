"""What really happened in a made clip: the record that is written beside it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from twitchcam.synthetic.fields import SMILE_CORNER_MM
from twitchcam.synthetic.jerks import TrueJerk
from twitchcam.synthetic.movements import (
    Anything,
    Blink,
    BrowRaise,
    Chewing,
    Dragged,
    Gaze,
    HeadTurn,
    MouthOpening,
    Pucker,
    Smile,
    Talk,
    Tremble,
    Twitch,
    dragged_twitches,
    sides_of,
)

# A closure held longer than this is one on purpose.
HELD_CLOSURE_S = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueTwitch:
    """A jerk of skin; ``cause`` is the kind of action that dragged it along, or ``None``."""

    region: str
    side: str
    onset_s: float
    apex_s: float
    offset_s: float
    size_mm: float
    cause: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueAction:
    """Something done on purpose or by reflex: kinds of ``records.Action`` and some more.

    The further kinds are ``talking``, ``chewing``, ``gaze`` and ``head_turn``. Strengths are
    0 to 1 of full; ``left_mm`` and ``right_mm`` are the travel of the mouth corners in a smile.
    """

    kind: str
    side: str
    onset_s: float
    apex_s: float
    offset_s: float
    left_strength: float
    right_strength: float
    complete: bool | None = None
    left_mm: float | None = None
    right_mm: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueTremor:
    """A rhythmic movement; ``amplitude_mm`` from the middle to the outermost point."""

    region: str
    side: str
    start_s: float
    stop_s: float
    frequency_hz: float
    amplitude_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueCoupling:
    """A region dragged along by an action; ``size_mm`` and ``lid_closure`` at strength 1."""

    action: str
    region: str
    side: str
    size_mm: float
    lag_s: float
    n_actions: int
    lid_closure: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """Everything that is known about a made clip. Sides are the person's own."""

    name: str
    duration_s: float
    n_frames: int
    frame_rate_hz: float
    size_px: tuple[int, int]
    eye_distance_px: float
    mm_per_px: float
    twitches: tuple[TrueTwitch, ...]
    actions: tuple[TrueAction, ...]
    tremor: tuple[TrueTremor, ...]
    couplings: tuple[TrueCoupling, ...]
    settings: dict[str, Any]
    jerks: tuple[TrueJerk, ...] = ()
    schema_version: str = "1"

    def write(self, path: Path) -> None:
        """Write the truth as JSON."""
        text = json.dumps(asdict(self), indent=1, ensure_ascii=False)
        path.write_text(text + "\n", encoding="utf-8")


def read_truth(path: Path) -> Truth:
    """Read a truth that ``Truth.write`` wrote."""
    found = json.loads(path.read_text(encoding="utf-8"))
    found["size_px"] = tuple(found["size_px"])
    for name, kind in (
        ("twitches", TrueTwitch),
        ("actions", TrueAction),
        ("tremor", TrueTremor),
        ("couplings", TrueCoupling),
    ):
        found[name] = tuple(kind(**item) for item in found[name])
    found["jerks"] = tuple(_read_jerk(item) for item in found.get("jerks", ()))
    return Truth(**found)


def _read_jerk(item: dict[str, Any]) -> TrueJerk:
    pairs: dict[str, Any] = {k: tuple(v) for k, v in item.items() if isinstance(v, list)}
    return TrueJerk(**(item | pairs))


def list_twitches(movements: tuple[Anything, ...]) -> tuple[TrueTwitch, ...]:
    """Return every jerk, those dragged along included, one entry per side, in time order."""
    wanted = [m for m in movements if isinstance(m, Twitch)] + list(dragged_twitches(movements))
    found = [
        TrueTwitch(
            region=m.region,
            side=side,
            onset_s=_round(m.onset_s),
            apex_s=_round(m.onset_s + 0.5 * (m.duration_s + m.hold_s)),
            offset_s=_round(m.onset_s + m.duration_s + m.hold_s),
            size_mm=_round(m.size_mm),
            cause=m.cause,
        )
        for m in wanted
        for side in sides_of(m.side)
    ]
    return tuple(sorted(found, key=lambda item: (item.onset_s, item.region, item.side)))


def list_tremor(movements: tuple[Anything, ...]) -> tuple[TrueTremor, ...]:
    """Return every rhythmic movement, one entry per side."""
    return tuple(
        TrueTremor(
            region=m.region,
            side=side,
            start_s=_round(m.start_s),
            stop_s=_round(m.stop_s),
            frequency_hz=m.frequency_hz,
            amplitude_mm=m.size_mm,
        )
        for m in movements
        if isinstance(m, Tremble)
        for side in sides_of(m.side)
    )


def list_couplings(movements: tuple[Anything, ...]) -> tuple[TrueCoupling, ...]:
    """Return the rules by which actions drag regions along."""
    actions = list_actions(movements)
    return tuple(
        TrueCoupling(
            action=m.action,
            region=m.region,
            side=side,
            size_mm=m.size_mm,
            lag_s=m.lag_s,
            lid_closure=m.lid_closure,
            n_actions=sum(_answers_to(item.kind, m.action) for item in actions),
        )
        for m in movements
        if isinstance(m, Dragged)
        for side in sides_of(m.side)
    )


def _answers_to(kind: str, rule: str) -> bool:
    return kind == rule or (rule == "blink" and kind in ("wink", "eye_closure"))


def list_actions(movements: tuple[Anything, ...]) -> tuple[TrueAction, ...]:
    """Return every action, in time order."""
    found = [action for m in movements if (action := _true_action(m)) is not None]
    return tuple(sorted(found, key=lambda item: item.onset_s))


def _true_action(movement: Anything) -> TrueAction | None:
    if isinstance(movement, Blink):
        return _true_blink(movement)
    if isinstance(movement, (Talk, Chewing)):
        kind = "talking" if isinstance(movement, Talk) else "chewing"
        middle_s = 0.5 * (movement.start_s + movement.stop_s)
        return _action(kind, movement.start_s, middle_s, movement.stop_s, (1.0, 1.0))
    if isinstance(movement, Gaze):
        apex_s = movement.onset_s + movement.shift_s
        offset_s = apex_s + movement.hold_s + movement.shift_s
        return _action("gaze", movement.onset_s, apex_s, offset_s, (1.0, 1.0))
    if isinstance(movement, (Smile, Pucker, BrowRaise, MouthOpening, HeadTurn)):
        return _true_held(movement)
    return None


def _true_held(movement: Smile | Pucker | BrowRaise | MouthOpening | HeadTurn) -> TrueAction:
    apex_s = movement.onset_s + movement.rise_s
    times_s = (movement.onset_s, apex_s, apex_s + movement.hold_s + movement.fall_s)
    if isinstance(movement, Smile):
        both = (movement.left, movement.right)
        left_mm, right_mm = (_round(share * smile_corner_mm()) for share in both)
        return _action("smile", *times_s, both, travel_mm=(left_mm, right_mm))
    if isinstance(movement, BrowRaise):
        return _action("brow_raise", *times_s, (movement.left, movement.right))
    if isinstance(movement, Pucker):
        return _action("pucker", *times_s, (movement.strength, movement.strength))
    kind = "mouth_open" if isinstance(movement, MouthOpening) else "head_turn"
    return _action(kind, *times_s, (1.0, 1.0))


def _true_blink(movement: Blink) -> TrueAction:
    apex_s = movement.onset_s + movement.closing_s + 0.5 * movement.hold_s
    offset_s = movement.onset_s + movement.closing_s + movement.hold_s + movement.opening_s
    both = (movement.left, movement.right)
    kind = "eye_closure" if movement.hold_s > HELD_CLOSURE_S else "blink"
    if min(both) == 0.0:
        kind = "wink"  # one eye alone, however long
    complete = min(share for share in both if share > 0.0) >= 0.98
    return _action(kind, movement.onset_s, apex_s, offset_s, both, complete=complete)


def _action(
    kind: str,
    onset_s: float,
    apex_s: float,
    offset_s: float,
    strengths: tuple[float, float],
    *,
    complete: bool | None = None,
    travel_mm: tuple[float | None, float | None] = (None, None),
) -> TrueAction:
    left, right = strengths
    side = "both" if left > 0.0 and right > 0.0 else ("left" if left > 0.0 else "right")
    return TrueAction(
        kind=kind,
        side=side,
        onset_s=_round(onset_s),
        apex_s=_round(apex_s),
        offset_s=_round(offset_s),
        left_strength=left,
        right_strength=right,
        complete=complete,
        left_mm=travel_mm[0],
        right_mm=travel_mm[1],
    )


def smile_corner_mm() -> float:
    """Return how far the mouth corner travels in a full smile."""
    return SMILE_CORNER_MM


def _round(value: float) -> float:
    return round(value, 4)
