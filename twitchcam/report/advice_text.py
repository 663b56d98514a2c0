"""Advice as plain text: one page to read in a terminal, to print, and to take to a doctor."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from twitchcam.records import Advice
from twitchcam.report import words
from twitchcam.triage.reading import split_words
from twitchcam.wording import text

N_COLUMNS: Final = 80
N_LINES: Final = 66  # A4 and letter, ten characters to the inch, six lines to the inch
# What gives way when the page is full, the first first. What to do outlasts all of these.
_GIVES_WAY: Final = (
    "keep_a_log",
    "a_doctor_may_check",
    "self_care",
    "tell_the_doctor",
    "about_your_worry",
    "to_clear_up",
    "because",
    "watch_for",
)


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
        _Part(name=name, title=title, items=_list(getattr(advice, name)))
        for title, name in words.list_advice_parts()
        if getattr(advice, name)
    ]
    if full:
        body = [line for part in parts for line in part.lines()]
        return "\n".join([*head, *body, *_list_sources(advice), *tail]) + "\n"
    _fit(parts, N_LINES - len(head) - len(tail))
    return "\n".join([*head, *(line for part in parts for line in part.lines()), *tail]) + "\n"


@dataclass(kw_only=True)
class _Part:
    """One heading with its list; what was left out of it is counted."""

    name: str
    title: str
    items: list[list[str]]
    n_left_out: int = 0

    def lines(self) -> list[str]:
        """Everything that stayed, under its heading."""
        n = self.n_left_out
        more = [f"  - {text('report-advice-more', n=n)}"] if n else []
        return ["", self.title.upper(), *(line for item in self.items for line in item), *more]

    def leave_out_last(self, *, also_what_stays: bool) -> bool:
        """Leave out the last item that may go; the first reason and sign always stay."""
        # A line with one of these says when to act, or what was measured.
        stays = split_words(text("report-advice-stays"))
        always = self.name in ("because", "watch_for", "what_to_do")
        for k in reversed(range(1 if always else 0, len(self.items))):
            item = " ".join(self.items[k]).lower()
            if also_what_stays or not any(word in item for word in stays):
                del self.items[k]
                self.n_left_out += 1
                return True
        return False


def _fit(parts: list[_Part], n_lines: int) -> None:
    """Leave out the least pressing until the rest fits."""
    by_name = {part.name: part for part in parts}
    for names, also in ((_GIVES_WAY, False), (_GIVES_WAY, True), (("what_to_do",), True)):
        for name in names:
            while sum(len(part.lines()) for part in parts) > n_lines:
                if name not in by_name or not by_name[name].leave_out_last(also_what_stays=also):
                    break


def _list(items: Iterable[str]) -> list[list[str]]:
    return [_wrap(item, "  - ", "    ") for item in items]


def _list_sources(advice: Advice) -> list[str]:
    """Each source, its address on a line of its own: it must not break."""
    lines = ["", text("report-advice-sources-title")]
    for source in advice.sources:
        name, address = words.split_source(source)
        lines += [*_wrap(name, "  - ", "    "), *([f"    {address}"] if address else [])]
    return lines


def _wrap(said: str, first: str = "", rest: str = "") -> list[str]:
    plain = words.make_plain(words.show_text(said))
    return textwrap.wrap(
        plain, N_COLUMNS, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    ) or [""]
