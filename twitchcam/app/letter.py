"""A page for a letter about one person: the course over visits, in words, figures and a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from twitchcam.app.course import Followed, Visit, find_kind, follow
from twitchcam.app.course_words import name_kind, say_cell, say_difference
from twitchcam.report import words
from twitchcam.report.letter import CourseFigure, Letter, shorten_rows
from twitchcam.store.rows import Person
from twitchcam.triage import notices
from twitchcam.wording import text

_MOST_COLUMNS: Final = 4
_N_FIGURES: Final = 3
# So that all stays one page.
_MOST_NOTES: Final = 3
_LONGEST_NOTE: Final = 90
# What a figure is for first; what comes after fills the room that is left.
_FIRST: Final = ("synkinesis", "resting_twitches", "ratio")
_LEFT_OUT: Final = "synkinesis_share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """How things are said: a day in a sentence and in little room, what is followed, its unit."""

    long: Callable[[datetime], str]
    short: Callable[[datetime], str]
    title: Callable[[Followed], str]
    title_of_figure: Callable[[Followed], str]


def make_letter(person: Person, visits: Sequence[Visit], say: Say) -> Letter:
    """Make the page of one person.

    Parameters
    ----------
    visits : recordings with their results, in the order of time; at least one.
    """
    all_followed = follow(visits, person.affected_side)
    followed = [one for one in all_followed if one.quantity != _LEFT_OUT and _has_value(one)]
    shown = _choose(followed)
    rows = [
        (day, *(say_cell(one, one.points[k]) for one in shown))
        for k, day in enumerate(_say_days(visits, say))
    ]
    kept = shorten_rows(rows)
    n_left_out = len(rows) - len(kept)
    # A dot alone tells no course.
    drawn = [one for one in shown if len(one.courses[0].points) > 1]
    waiting = [say.title(one) for one in shown if one not in drawn]
    figures = tuple(_make_figure(one, say) for one in drawn[:_N_FIGURES])
    has_noise = any(figure.band or any(figure.intervals) for figure in figures)
    foot = [text("letter-foot-figures")] if has_noise else []
    return Letter(
        title=text("letter-title"),
        about=_say_about(person, visits, say),
        paragraph=" ".join([_say_intro(visits, say), *(_say_course(one, say) for one in shown)]),
        figures=figures,
        not_drawn=text("letter-not-drawn", titles="; ".join(waiting)) if waiting else "",
        columns=(text("letter-visit"), *map(say.title, shown)),
        rows=kept,
        left_out=text("letter-left-out", n=n_left_out) if n_left_out else "",
        notes=_say_notes(visits, say),
        foot=" ".join([*foot, text("letter-foot"), notices.say_general_information()]),
    )


def _say_days(visits: Sequence[Visit], say: Say) -> list[str]:
    """Days of visits, with their kinds of recording where there are several."""
    kinds = [find_kind(recording) for recording, _ in visits]
    days = [say.long(recording.recorded_at) for recording, _ in visits]
    if len(set(kinds)) == 1:
        return days
    return [
        text("letter-visit-of-kind", day=day, kind=name_kind(kind))
        for day, kind in zip(days, kinds, strict=True)
    ]


def _say_notes(visits: Sequence[Visit], say: Say) -> tuple[str, ...]:
    """What was written down of the last visits that have a note, each on a line at most."""
    noted = [recording for recording, _ in visits if recording.note][-_MOST_NOTES:]
    return tuple(
        text(
            "letter-note",
            day=say.long(recording.recorded_at),
            note=words.shorten_sentences(" ".join(recording.note.split()), _LONGEST_NOTE),
        )
        for recording in noted
    )


def _has_value(one: Followed) -> bool:
    return any(point.value is not None for point in one.points)


def _choose(followed: Sequence[Followed]) -> list[Followed]:
    """One of each that matters first, then what else there is."""
    first = [
        next((one for one in followed if one.quantity == quantity), None) for quantity in _FIRST
    ]
    chosen = [one for one in first if one is not None]
    return [*chosen, *(one for one in followed if one not in chosen)][:_MOST_COLUMNS]


def _scale(one: Followed, value: float) -> float:
    return 100 * value if one.quantity == "ratio" else value


def _say_about(person: Person, visits: Sequence[Visit], say: Say) -> str:
    first, last = visits[0][0].recorded_at, visits[-1][0].recorded_at
    side = person.affected_side or "not-said"
    about = text(
        "letter-about", name=person.name, first=say.long(first), last=say.long(last), n=len(visits)
    )
    return about if side == "not-said" else f"{about} {text(f'letter-affected-{side}')}"


def _say_intro(visits: Sequence[Visit], say: Say) -> str:
    judged = [visit for visit in visits if visit[1].usable] or visits
    first, last = judged[0][0].recorded_at, judged[-1][0].recorded_at
    version = judged[-1][1].twitchcam_version
    key = "letter-intro" if len(judged) > 1 else "letter-intro-once"
    said = text(key, n=len(judged), first=say.long(first), last=say.long(last), version=version)
    n_left = len(visits) - len(judged)
    return f"{said} {text('letter-intro-not-judged', n=n_left)}" if n_left else said


def _say_course(one: Followed, say: Say) -> str:
    """One sentence: where it began, where it is, and whether that is more than noise."""
    course = one.courses[0]
    name, known = say.title(one), course.points
    first, last = (say_cell(one, known[k]) for k in (0, -1))
    verdict = course.change.verdict
    if verdict == "too_few" or course.change.by is None:
        return text("letter-says-once", name=name, value=last)
    by = say_difference(one, abs(course.change.by))
    return text(f"letter-says-{verdict}", name=name, first=first, last=last, by=by)


def _make_figure(one: Followed, say: Say) -> CourseFigure:
    """The course of the kind of session that was recorded most: like with like."""
    course = one.courses[0]
    values = [None if p.value is None else _scale(one, p.value) for p in course.points]
    band = course.change.band[-1] if course.change.band else None
    side = one.side if one.side in ("left", "right") else "both"
    return CourseFigure(
        title=say.title_of_figure(one),
        at=tuple(point.at for point in course.points),
        labels=tuple(say.short(point.at) for point in course.points),
        values=tuple(values),
        intervals=tuple(
            None if p.interval is None else (_scale(one, p.interval[0]), _scale(one, p.interval[1]))
            for p in course.points
        ),
        band=None if band is None else (_scale(one, band[0]), _scale(one, band[1])),
        side=side,
    )
