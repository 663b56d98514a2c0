"""One screen of the terminal: what was seen, what could not be, and what to do at once."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Final

from twitchcam.records import UNSEEN_REASONS
from twitchcam.report import sentences, words
from twitchcam.report.tally import find_main_loss, list_actions, tally_places
from twitchcam.triage import notices
from twitchcam.wording import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from twitchcam.records import Analysis

N_COLUMNS: Final = 80
N_LINES: Final = 24
_LINES_FOR_LIMITS: Final = 7
_LINES_FOR_PATH: Final = 3
_LINES_FOR_ADVICE: Final = 3
_BLANK_LINES: Final = 4
_NOTES: Final = 2
_LONGEST_NAME: Final = 44


def make_summary(analysis: Analysis, out_dir: str | Path) -> str:
    """Summarise in at most 24 lines of 80 columns; the rest is in the report that it names."""
    n_limits = _LINES_FOR_LIMITS if analysis.advice is None else _LINES_FOR_LIMITS - 2
    limits = _cut(_limits(analysis), n_limits)
    closing = [
        *_wrap(words.say_emergency(analysis.advice)),
        *_wrap(notices.say_general_information()),
    ]
    report = _wrap(text("terminal-report", path=str(Path(out_dir) / "report.html")))[
        :_LINES_FOR_PATH
    ]
    title = _title(analysis)
    advice = _advise(analysis)
    n_others = len([title, *advice, *limits, *closing, *report]) + _BLANK_LINES
    n_answer = N_LINES - n_others
    answer = _answer(analysis)
    if len(answer) > n_answer:
        answer = _cut(_answer(analysis, briefly=True), n_answer)
    return "\n".join([title, "", *advice, *answer, "", *limits, "", *closing, "", *report])


def _advise(analysis: Analysis) -> list[str]:
    """Give the level and the headline of the advice, and a blank line after it."""
    if analysis.advice is None:
        return []
    level = words.title_advice(analysis.advice).upper()
    said = text("terminal-advice", level=level, headline=analysis.advice.headline)
    asks = [text("terminal-ask")] if analysis.advice.level == "not_advised" else []
    return [*_cut(_wrap(said, *asks), _LINES_FOR_ADVICE), ""]


def _title(analysis: Analysis) -> str:
    from rich.cells import cell_len, set_cell_size

    name = words.show_text(analysis.source.name)
    if cell_len(name) > _LONGEST_NAME:
        name = set_cell_size(name, _LONGEST_NAME - 1).rstrip() + "…"
    length = words.make_plain(words.say_length(analysis.source.duration_s))
    return text("terminal-title", name=name, length=length)


def _answer(analysis: Analysis, *, briefly: bool = False) -> list[str]:
    """Give the findings, most important first, in words; or what stands for them.

    ``briefly`` keeps the first sentence of each, so that every finding is named.
    """
    lines: list[str] = []
    for finding in analysis.findings:
        said = words.first_sentence(finding.statement) if briefly else finding.statement
        if finding.code != "not_assessable":
            said = sentences.say_with_certainty(said, finding.confidence)
        lines += _wrap(said)
    if analysis.findings:
        return lines
    if not analysis.quality.usable:
        return _wrap(text("report-not-assessable"), sentences.say_judged(analysis.quality))
    places = tally_places(analysis)
    if not places:
        return _wrap(sentences.say_nothing_found(analysis.quality))
    return [
        line
        for place in places
        for line in _wrap(
            text(
                "terminal-place",
                place=words.begin_large(words.name_place(place.region, place.side)),
                n=place.n,
                size=words.say_number(place.max_mm, "mm"),
            )
        )
    ]


def _limits(analysis: Analysis) -> list[str]:
    """Say what could not be seen, and what was not looked for."""
    quality = analysis.quality
    if not quality.usable:
        notes = sentences.list_notes(quality, [f.statement for f in analysis.findings])
        return _wrap(*notes[:3], *words.list_recording_tips()[:2])
    judged = [sentences.say_judged(quality)]
    judged += filter(None, (sentences.say_unseen(quality), sentences.say_flicker(quality)))
    if quality.hidden_regions:
        judged.append(sentences.say_hidden(quality))
    elif reason := find_main_loss(quality):
        judged.append(text("terminal-left-out", reason=reason))
    seen = list_actions(analysis)
    if seen:
        judged.append(text("terminal-seen-too", actions=", ".join(seen)))
    # "Nothing found" says the limit itself.
    is_said = all(f.code == "nothing_found" for f in analysis.findings) and (
        bool(analysis.findings) or not analysis.events
    )
    limit = [] if is_said else [sentences.say_limits(quality)]
    in_short = _list_openings()
    others = [note for note in quality.notes if not note.startswith(in_short)]
    noted = [words.first_sentence(note) for note in others[:_NOTES]]
    return [line for part in (limit, noted, judged) if part for line in _wrap(*part)]


def _list_openings() -> tuple[str, ...]:
    """How the notes begin that ``say_unseen`` and ``say_flicker`` say in one line."""
    keys = (*(f"note-unseen-{reason}" for reason in UNSEEN_REASONS), "note-light")
    blanks = dict.fromkeys(("often", "parts", "paces", "lamp", "rate", "shutter"), "\0")
    openings = (text(key, **blanks).partition("\0")[0] for key in keys)
    return tuple(opening for opening in openings if opening)


def _wrap(*sentences: str) -> list[str]:
    """Lay out the sentences as lines that fit, by the width that letters take on the screen."""
    from rich.console import Console
    from rich.text import Text

    console = Console(width=N_COLUMNS, file=io.StringIO(), color_system=None)
    said = Text(" ".join(words.show_text(sentence) for sentence in sentences))
    lines = said.wrap(console, N_COLUMNS)
    return [words.make_plain(line.plain.rstrip()) for line in lines]


def _cut(lines: Iterable[str], most: int) -> list[str]:
    """Keep at most ``most`` lines; what was left out is in the report, and that is said."""
    lines = list(lines)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], text("terminal-more")]
