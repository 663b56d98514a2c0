"""Observations of BORIS, and the marks of one clip in them.

BORIS plays clips in players: one after the other in one player, beside each other in several. Its
times go on through all clips of the first player, and have the observation's time offset added. A
player may be shifted against the first one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from twitchcam.errors import InputError
from twitchcam.records import Clip, Mark, Marks
from twitchcam.report.marks import EVENT_MARKS, NOT_JUDGED, read_label, say_left_alone
from twitchcam.report.recording_names import is_same_clip, refuse
from twitchcam.report.words import show_text
from twitchcam.wording import text


@dataclass(frozen=True, slots=True)
class Event:
    """Something coded: from ``start_s`` to ``stop_s`` (the same for a point), on BORIS's clock."""

    subject: str
    behaviour: str
    modifiers: tuple[str, ...]
    start_s: float
    stop_s: float

    @property
    def label(self) -> str:
        """The name of the mark that it stands for."""
        return " ".join((self.behaviour, *self.modifiers))


@dataclass(frozen=True, slots=True)
class Player:
    """Media that were played one after the other: names, lengths where known, and shifts."""

    files: tuple[str, ...]
    lengths_s: tuple[float | None, ...]
    shift_s: float = 0.0
    file_shifts_s: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Observation:
    """What was coded in one go; ``offset_s`` was added to all its times."""

    name: str
    players: tuple[Player, ...]
    offset_s: float
    events: tuple[Event, ...]


def make_marks(
    path: Path, observations: Sequence[Observation], kinds: Sequence[str], clip: Clip | None
) -> Marks:
    """Make the marks of ``clip``; ``kinds`` are those that are known to have been looked for.

    Raises
    ------
    InputError
        Several observations of the clip, no length of one before it, or no name of a mark.
    NoMarks
        Several observations, none of them of the clip.
    """
    observation, to_clip_s, remarks = _choose(path, observations, clip)
    marks, strange, seen = [], [], list(kinds)
    for event in observation.events if observation else ():
        # Some give the side, or the place, as the subject; mostly it is the person.
        named = read_label(event.label) or read_label(f"{event.label} {event.subject}")
        if named is None:
            if event.behaviour != NOT_JUDGED:
                strange.append(event.label)
            continue
        kind, side, region = named
        seen.append(kind)
        start_s = to_clip_s(event.start_s)
        if start_s is None:
            continue
        marks.append(
            Mark(
                kind=kind,
                side=side,
                region=region if kind in EVENT_MARKS else None,
                onset_s=start_s,
                offset_s=start_s + event.stop_s - event.start_s,
                amplitude_mm=None,
                note="",
            )
        )
    if not seen:
        shown = ", ".join(repr(show_text(label)) for label in dict.fromkeys(strange)) or text(
            "error-boris-none"
        )
        raise InputError(text("error-boris-behaviours", file=path.name, got=shown))
    marks.sort(key=lambda mark: mark.onset_s)
    return Marks(
        marks=tuple(marks),
        kinds=tuple(dict.fromkeys(seen)),
        remarks=(*remarks, *say_left_alone(strange)),
        on_file_clock=True,
    )


def _choose(
    path: Path, observations: Sequence[Observation], clip: Clip | None
) -> tuple[Observation | None, Callable[[float], float | None], tuple[str, ...]]:
    """The observation of ``clip``, its clock turned into that of the clip, and remarks."""
    found = [
        (observation, player, k)
        for observation in observations
        for player in observation.players
        for k, file in enumerate(player.files)
        if clip is not None and is_same_clip(file, clip.name)
    ]
    if len(found) > 1 and len({id(observation) for observation, _, _ in found}) > 1:
        names = ", ".join(show_text(observation.name) for observation, _, _ in found)
        raise InputError(text("error-boris-several", file=path.name, got=names))
    if found:
        return found[0][0], _make_clock(path, *found[0]), ()
    if len(observations) > 1:
        others = [f for o in observations for p in o.players for f in p.files]
        raise refuse(
            path.name,
            clip.name if clip else text("error-marks-one-clip"),
            others or [text("error-marks-several-clips")],
        )
    if not observations:
        return None, lambda time_s: time_s, ()
    (alone,) = observations
    player = next((p for p in alone.players if p.files), None)
    if player is None:
        return alone, lambda time_s: time_s - alone.offset_s, ()
    remarks: tuple[str, ...] = ()
    if clip is not None:
        made_with, taken_for = show_text(_base(player.files[0])), show_text(clip.name)
        remarks = (
            text("terminal-marks-made-with", file=path.name, made=made_with, taken=taken_for),
        )
    return alone, _make_clock(path, alone, player, 0), remarks


def _make_clock(
    path: Path, observation: Observation, player: Player, k: int
) -> Callable[[float], float | None]:
    """From BORIS's time to that of file ``k`` of a player; ``None`` for a time in another file."""
    before = player.lengths_s[:k]
    if any(length is None for length in before):
        raise InputError(
            text("error-boris-no-lengths", file=path.name, clip=show_text(_base(player.files[k])))
        )
    shift_s = observation.offset_s + player.shift_s + player.file_shifts_s.get(player.files[k], 0.0)
    shift_s += sum(length for length in before if length is not None)
    alone = len(player.files) == 1
    end_s = player.lengths_s[k]

    def to_clip_s(time_s: float) -> float | None:
        inside_s = round(time_s - shift_s, 4)
        if not alone and (inside_s < 0 or (end_s is not None and inside_s >= end_s)):
            return None
        return inside_s

    return to_clip_s


def _base(name: str) -> str:
    return name.replace("\\", "/").rsplit("/", 1)[-1]
