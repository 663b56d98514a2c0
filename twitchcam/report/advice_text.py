"""Advice as plain text: one page to read in a terminal, to print, and to take to a doctor."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Final

from twitchcam.records import Advice
from twitchcam.report import words

N_COLUMNS: Final = 80
N_LINES: Final = 66  # A4 and letter, ten characters to the inch, six lines to the inch
# The most lines that a part may take when the page is full.
_MOST_LINES: Final = {
    "because": 9,
    "what_to_do": 10,
    "to_clear_up": 4,
    "about_your_worry": 4,
    "tell_the_doctor": 14,
    "a_doctor_may_check": 4,
    "self_care": 4,
    "watch_for": 6,
    "keep_a_log": 5,
}


def make_advice_text(advice: Advice, *, full: bool = False) -> str:
    """Make the page. It fits on one sheet; ``full`` leaves nothing out and may be longer."""
    head = [
        words.title_advice(advice).upper(),
        "",
        *_wrap(advice.headline),
        *(_wrap(words.say_when_and_whom(advice)) if advice.whom_to_see else ()),
        *_wrap(advice.rests_on),
    ]
    tail = ["", *_wrap(advice.not_a_diagnosis)]
    parts = [
        _Part(title, _list(getattr(advice, name)), _MOST_LINES[name])
        for title, name in words.ADVICE_PARTS
        if getattr(advice, name)
    ]
    if full:
        body = [line for part in parts for line in part.lines()]
        return "\n".join([*head, *body, *_list_sources(advice), *tail]) + "\n"
    body = _fit(parts, N_LINES - len(head) - len(tail))
    return "\n".join([*head, *body, *tail]) + "\n"


class _Part:
    """One heading with its list, cut to the lines that are left for it."""

    def __init__(self, title: str, items: list[list[str]], most: int) -> None:
        self.title, self.items, self.most = title, items, most

    def lines(self, most: int | None = None) -> list[str]:
        """Whole items only; what was left out is said."""
        kept: list[str] = []
        n_left = len(self.items)
        for item in self.items:
            room = most is None or len(kept) + len(item) + (n_left > 1) <= most
            if not room:
                break
            kept += item
            n_left -= 1
        if n_left:
            kept.append(f"  - and {n_left} more in the full advice")
        return ["", self.title.upper(), *kept]


def _fit(parts: list[_Part], n_lines: int) -> list[str]:
    """Give every part what it asks for; if that is too much, at most what it may take."""
    whole = [line for part in parts for line in part.lines()]
    if len(whole) <= n_lines:
        return whole
    # Shorten from the end of the list of parts to its start until it fits.
    limits: list[int | None] = [None] * len(parts)
    for share in (1.0, 0.6, 0.3):
        for i in reversed(range(len(parts))):
            limits[i] = max(1, round(parts[i].most * share))
            lines = [
                line for part, most in zip(parts, limits, strict=True) for line in part.lines(most)
            ]
            if len(lines) <= n_lines:
                return lines
    return [*lines[: n_lines - 1], "  - and more in the full advice"]


def _list(texts: Iterable[str]) -> list[list[str]]:
    return [_wrap(text, "  - ", "    ") for text in texts]


def _list_sources(advice: Advice) -> list[str]:
    return ["", "SOURCES", *(line for item in _list(advice.sources) for line in item)]


def _wrap(text: str, first: str = "", rest: str = "") -> list[str]:
    plain = words.show_text(text).replace(words.NBSP, " ")
    return textwrap.wrap(
        plain, N_COLUMNS, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    ) or [""]
