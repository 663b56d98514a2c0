"""The words that a reader meets, in one place, for the page and the terminal alike.

Plain language, short sentences, no word of the trade without its meaning, and never the name
of a disease as a verdict.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, get_args

from twitchcam.records import FramingProblem
from twitchcam.triage import notices
from twitchcam.wording import list_parts, names, text, texts
from twitchcam.wording.names import (
    NO_SIDE,
    count_action,
    name_action,
    name_code,
    name_kinds,
    name_place,
)

if TYPE_CHECKING:
    from twitchcam.records import Advice

__all__ = ["count_action", "name_action", "name_code", "name_kinds", "name_place"]

# Keeps a number and its unit on one line.
NBSP: Final = "\N{NO-BREAK SPACE}"
MINUS: Final = "\N{MINUS SIGN}"
# No size is known better than this.
_MIN_MM: Final = 0.05
# The parts of an ``Advice`` in the order in which they are shown.
_ADVICE_PARTS: Final = (
    "because",
    "what_to_do",
    "to_clear_up",
    "about_your_worry",
    "tell_the_doctor",
    "a_doctor_may_check",
    "self_care",
    "watch_for",
    "keep_a_log",
)


def list_advice_parts() -> tuple[tuple[str, str], ...]:
    """The parts of an ``Advice`` in the order in which they are shown: heading and field."""
    return tuple((text(f"report-advice-part.{name}"), name) for name in _ADVICE_PARTS)


def list_glossary() -> tuple[tuple[str, str], ...]:
    """Words and units of the page with their meanings."""
    said = [text(f"report-glossary.{part}") for part in list_parts("report-glossary")]
    return tuple(zip(said[::2], said[1::2], strict=True))


def list_framing_hints() -> dict[str, str]:
    """What to change so that a face can be measured, by ``FramingProblem``."""
    return {problem: text(f"framing-{problem}") for problem in get_args(FramingProblem)}


def list_recording_tips() -> tuple[str, ...]:
    """How to make a recording that can be judged."""
    return texts("report-recording-tips")


def name_confidence(confidence: str) -> str:
    """Say how sure something is: ``quite sure``."""
    return name_code("confidence", confidence)


def name_explanation(explained_by: str) -> str:
    """Say what a movement belongs to, where it does not stand by itself."""
    return name_code("explained", explained_by)


def name_times(time_source: str) -> str:
    """Say where the times of the pictures come from."""
    return name_code("times", time_source)


def name_with_side(name: str, side: str) -> str:
    """A name, and in brackets its side if it is of one side only: ``Wink (left)``."""
    return name if side == "both" else text("report-with-side", name=name, side=side)


def name_region(region: str) -> str:
    """Give words for a part of the face without its side, as a heading."""
    return begin_large(name_place(region, NO_SIDE))


def begin_large(said: str) -> str:
    """Begin with a capital, as a line of its own does; all other letters stay."""
    return f"{said[:1].upper()}{said[1:]}"


def say_emergency_action(advice: Advice | None) -> str:
    """Say whom to call, with the number of the person's country where it is known."""
    return notices.say_call(advice.emergency_number if advice else None)


def name_kind(kind: str) -> str:
    """Give words for a kind of event: ``held spasm``."""
    return name_code("event", kind)


def say_emergency(advice: Advice | None) -> str:
    """Say when to call for help, with the number of the person's country where known."""
    number = advice.emergency_number if advice else None
    return text("report-emergency", signs=notices.say_emergency(number))


def name_level(level: str) -> str:
    """Give words for a level of advice."""
    return name_code("advice-level", level)


def title_advice(advice: Advice) -> str:
    """Give words for the level of an advice, and by when where that differs within a level."""
    how_soon = advice.how_soon
    if advice.level == "urgent":
        return text("report-advice-urgent", how_soon=how_soon)
    name = name_level(advice.level)
    if advice.level == "appointment":
        return text("report-advice-appointment", level=name, how_soon=how_soon)
    return name


def say_when_and_whom(advice: Advice) -> str:
    """Say by when to see whom; empty where there is no advice yet."""
    if not advice.whom_to_see:
        return ""
    whom = "; ".join(advice.whom_to_see)
    return text("report-advice-when-and-whom", how_soon=advice.how_soon, whom=whom)


def split_source(source: str) -> tuple[str, str]:
    """Split a source into its name and its address, which must not break across lines."""
    name, _, address = source.partition(" http")
    return name, f"http{address}" if address else ""


def name_situation(action: str) -> str:
    """Say in which situation the sides were compared: ``at rest``, ``smiling (half)``."""
    kind, _, manner = action.partition(" ")
    if kind == "rest":
        return text("situation-rest")
    doing = name_kinds([kind])
    if not manner:
        return doing
    return text("situation-doing", doing=doing, manner=name_code("manner", manner.strip("()")))


def name_reason(reason: str) -> str:
    """Say why a stretch was not judged, in words."""
    return name_code("left-out", reason)


def say_number(value: float | None, unit: str = "", digits: int = 2, most_decimals: int = 6) -> str:
    """Say a number with ``digits`` significant digits, and its unit."""
    if value is None or not math.isfinite(value):
        return text("number-not-known")
    if value == 0:
        said = "0"
    else:
        # Of the rounded number: 9.97 is 10, and not 10.0.
        exponent = int(f"{value:.{digits - 1}e}".partition("e")[2])
        decimals = min(max(digits - 1 - exponent, 0), most_decimals)
        # What rounds to nothing has no sign.
        said = set_minus(f"{value:.{decimals}f}") if round(value, decimals) else "0"
    return f"{said}{NBSP}{unit}" if unit else said


def say_short(value: float) -> str:
    """Say a number as it was typed, or as a scale has it: ``3``, ``62.5``."""
    return set_minus(f"{value:g}")


def set_minus(number: str) -> str:
    """Set the sign of a negative number as type does; at a hyphen, lines may break."""
    return number.replace("-", MINUS)


def make_plain(said: str) -> str:
    """Write spaces and signs as those of a keyboard, for who copies from a terminal."""
    return said.replace(NBSP, " ").replace(MINUS, "-")


def say_share(share: float) -> str:
    """Say a share in percent, number and sign on one line."""
    return names.say_share(share).replace(" ", NBSP)


def say_mm(value: float | None) -> str:
    """Say a size in mm with no more digits than it can have: hundredths at most."""
    if value is not None and math.isfinite(value) and abs(value) < _MIN_MM:
        return text("number-less-than", value=f"{_MIN_MM}{NBSP}mm")
    return say_number(value, "mm")


def say_length(length_s: float) -> str:
    """Say a length of time: ``52 s``, ``4 min 10 s``, ``1 h 2 min``."""
    if not math.isfinite(length_s):
        return text("number-not-known")
    if length_s < 9.95:
        return f"{length_s:.1f}{NBSP}s"
    whole_s = round(length_s)
    if whole_s < 60:
        return f"{whole_s}{NBSP}s"
    minutes, seconds = divmod(whole_s, 60)
    if minutes < 60:
        said = f"{minutes}{NBSP}min"
        return f"{said} {seconds}{NBSP}s" if seconds else said
    return f"{minutes // 60}{NBSP}h {minutes % 60}{NBSP}min"


def say_time(time_s: float) -> str:
    """Say a moment of the video, as players show it: ``1:02.4`` or ``1:00:02.4``."""
    if not math.isfinite(time_s):
        return text("number-not-known")
    tenths = round(max(time_s, 0.0) * 10)
    minutes, tenths = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{tenths // 10:02d}.{tenths % 10}"
    return f"{hours}:{minutes:02d}:{seconds}" if hours else f"{minutes}:{seconds}"


def first_sentence(said: str) -> str:
    """Keep what stands before the first full stop that a new sentence follows."""
    for k, mark in enumerate(said):
        if mark in ".!?" and said[k + 1 : k + 2] == " " and said[k + 2 : k + 3].isupper():
            return said[: k + 1]
    return said


def shorten(said: str, most: int = 60) -> str:
    """Keep at most ``most`` letters of a long name, its end included."""
    return said if len(said) <= most else f"{said[: most - 9]}…{said[-8:]}"


def shorten_sentences(said: str, most: int) -> str:
    """Keep whole words of a long text, at most ``most`` letters."""
    return said if len(said) <= most else f"{said[: most - 1].rsplit(' ', 1)[0]}…"


def show_text(said: str) -> str:
    """Make text harmless that cannot be encoded or steers a terminal; all else stays.

    A file name may hold bytes that are no text, line breaks, colour codes, or marks that turn
    the direction of reading.
    """
    return "".join(
        letter if letter.isprintable() or letter == NBSP else "\N{REPLACEMENT CHARACTER}"
        for letter in said
    )
