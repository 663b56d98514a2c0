"""What twitchcam found as marks, and the names that marks have, in files of any program."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, get_args

from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.records import ActionKind, Mark, TwitchKind
from twitchcam.report import words
from twitchcam.wording import text

if TYPE_CHECKING:
    from twitchcam.records import Analysis

EVENT_MARKS: Final = (*get_args(TwitchKind), "tremor")
ACTION_MARKS: Final = get_args(ActionKind)
# What files of other programs call the stretches that were not judged.
NOT_JUDGED: Final = "not judged"
_KINDS: Final = (*EVENT_MARKS, *ACTION_MARKS)


def list_marks(analysis: Analysis) -> tuple[Mark, ...]:
    """Give everything that an analysis found as marks: moments, trembling, actions."""
    marks = [
        Mark(
            kind=e.kind,
            region=e.region,
            side=e.side,
            onset_s=e.onset_s,
            offset_s=e.offset_s,
            amplitude_mm=e.amplitude_mm,
            note=_say(f"{e.amplitude_mm:.2f} mm, {words.name_confidence(e.confidence)}"),
        )
        for e in analysis.events
    ]
    marks += [
        Mark(
            kind="tremor",
            region=t.region,
            side=t.side,
            onset_s=t.start_s,
            offset_s=t.stop_s,
            amplitude_mm=t.amplitude_mm,
            note=_say(f"{t.frequency_hz:.1f} Hz, {t.amplitude_mm:.2f} mm"),
            frequency_hz=t.frequency_hz,
        )
        for t in analysis.tremor
    ]
    marks += [
        Mark(
            kind=a.kind,
            region=None,
            side=a.side,
            onset_s=a.onset_s,
            offset_s=a.offset_s,
            amplitude_mm=None,
            note=f"left {a.left_strength:.2f}, right {a.right_strength:.2f} of full",
        )
        for a in analysis.actions
    ]
    return tuple(marks)


def check_mark(kind: str, side: str, region: str | None) -> str | None:
    """Say what is wrong with the names of a mark; ``None`` if nothing is."""
    if kind not in _KINDS:
        return text("error-mark-kind", known=", ".join(_KINDS), got=repr(kind))
    if side not in (*SIDES, "both"):
        return text("error-mark-side", got=repr(side))
    if kind in EVENT_MARKS and region not in REGION_NAMES:
        return text("error-mark-region", known=", ".join(REGION_NAMES), got=repr(region))
    return None


def is_kind(text: str) -> bool:
    """Whether ``text`` is the name of a kind of mark."""
    return text in _KINDS


def read_label(text: str) -> tuple[str, str, str | None] | None:
    """Kind, side and region of a name such as ``twitch left cheek`` or ``blink``.

    The words may stand in any order, be written large, and be parted by anything but letters. An
    action needs no side, and a side may be its first letter. ``None`` for a name that says
    something else, also in part.
    """
    words_left = re.sub(r"[\W_]+", "_", f"_{text.lower()}_")
    for word in SIDES:
        words_left = words_left.replace(f"_{word[0]}_", f"_{word}_", 1)
    named: list[str | None] = []
    for names in (_KINDS, (*SIDES, "both"), REGION_NAMES):
        # The longest first, so that a name inside another does not win.
        found = next((n for n in sorted(names, key=len)[::-1] if f"_{n}_" in words_left), None)
        words_left = words_left.replace(f"_{found}_", "_", 1)
        named.append(found)
    kind, side, region = named
    if kind is None or words_left != "_" or (kind in ACTION_MARKS and region is not None):
        return None
    if kind in EVENT_MARKS and (side is None or region is None):
        return None
    return kind, side or "both", region


def read_any_label(group: str, text: str) -> tuple[str, str, str | None] | None:
    """Kind, side and region of something called ``text`` in a group (tier) of that name.

    Both may name it together (``left cheek`` and ``twitch``), or either of them alone.
    """
    return read_label(f"{group} {text}") or read_label(group) or read_label(text)


def say_left_alone(names: Iterable[str]) -> tuple[str, ...]:
    """The remark about names that are no kind of mark; nothing where there are none."""
    shown = ", ".join(repr(words.show_text(name)) for name in dict.fromkeys(names))
    return (text("terminal-marks-left-alone", names=shown),) if shown else ()


def _say(note: str) -> str:
    return note.replace("nan", text("number-not-known"))
