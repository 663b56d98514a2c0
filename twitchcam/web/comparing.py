"""Two recordings of one person beside each other: in step, in pictures, and in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, HTTPException
from starlette.responses import HTMLResponse, Response

from twitchcam.app.course import Followed, Visit, find_kind, was_dragging_judged
from twitchcam.app.course_pair import choose_pair, compare_two
from twitchcam.app.course_words import name_kind, say_title, say_value, say_verdict
from twitchcam.report import page as report_page
from twitchcam.report import words
from twitchcam.store.rows import AffectedSide, Recording, Result
from twitchcam.web.context import Site, SiteDep, find_person, find_recording
from twitchcam.web.documents import read_played
from twitchcam.web.extras import list_halves
from twitchcam.web.kept_video import find_media_type
from twitchcam.wording import text

comparing: Final = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_PARTS: Final = Path(report_page.__file__).parent / "templates"
_MATROSKA: Final = "video/x-matroska"
_GROUPS: Final = {
    "synkinesis": "answers",
    "synkinesis_share": "answers",
    "ratio": "symmetries",
    "rest_difference": "symmetries",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measure in both recordings, in words."""

    title: str
    values: tuple[str, str]
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two: what can be played and shown of it."""

    recording: Recording
    result: Result
    has_face: bool
    video: str
    has_pictures: bool
    halves: dict[str, Any]


@comparing.get("/people/{person_id}/compare")
def compare(site: SiteDep, person_id: str, a: str = "", b: str = "") -> Response:
    """Two results side by side."""
    person, pairs = find_person(site, person_id), site.store.list_results(person_id)
    chosen = _choose(pairs, a, b)
    sides = [_describe(site, *pair) for pair in chosen]
    shown = [action for side in sides for action in side.halves]
    followed: tuple[Followed, ...] = ()
    if chosen:
        (first, _), (second, _) = chosen
        followed = compare_two(pairs, first.id, second.id, person.affected_side)
    return site.render(
        "compare.html.jinja",
        person=person,
        pairs=pairs,
        chosen=chosen,
        sides=sides,
        pictured=list(dict.fromkeys(shown)),
        numbers=compare_numbers(followed, chosen, person.affected_side) if chosen else {},
        dragging_judged=was_dragging_judged(chosen),
        noise=say_noise(followed),
        kinds=list(dict.fromkeys(name_kind(find_kind(one)) for one, _ in chosen)),
    )


def _choose(pairs: Sequence[Visit], a: str, b: str) -> tuple[Visit, Visit] | tuple[()]:
    """The two that were asked for, the earlier first, or two that can be compared."""
    asked = [pair for pair in pairs if pair[0].id in (a, b)]
    return (asked[0], asked[1]) if len(asked) == 2 else choose_pair(pairs) or ()


@comparing.get("/recordings/{recording_id}/played.json")
def show_played(site: SiteDep, recording_id: str) -> Response:
    """What the report of a recording plays."""
    find_recording(site, recording_id)
    played = read_played(site.store.files(recording_id).results)
    if played is None:
        raise HTTPException(404)
    return Response(played, media_type="application/json")


@comparing.get("/face_parts.js")
def show_parts() -> Response:
    """The parts of the report's player that pages use, too, as one module."""
    return Response(_join_parts(), media_type="text/javascript")


@cache
def _join_parts() -> str:
    parts = [(_PARTS / name).read_text("utf-8") for name in ("playback.js", "face_view.js")]
    names = (
        *("Recording", "drawArrow", "drawLines", "prepare"),
        *("readColours", "sayTime", "unpack"),
    )
    head = 'import { text } from "/static/texts.js";'
    return "\n".join([head, *parts, f"export {{ {', '.join(names)} }};", ""])


def _describe(site: Site, recording: Recording, result: Result) -> Side:
    files = site.store.files(recording.id)
    has_video = files.video.exists()
    plays = has_video and find_media_type(files.video) != _MATROSKA
    address = f"/recordings/{recording.id}"
    halves = list_halves(files.results, f"{address}/files")
    return Side(
        recording=recording,
        result=result,
        has_face=read_played(files.results) is not None,
        video=f"{address}/video" if plays else "",
        has_pictures=has_video,
        halves={item.action: item for item in halves},
    )


def compare_numbers(
    followed: Sequence[Followed], pair: tuple[Visit, Visit], affected: AffectedSide | None
) -> dict[str, list[Row]]:
    """Compare what was measured in both, in the words of the course over months."""
    rows: dict[str, list[Row]] = {"answers": [], "symmetries": [], "others": []}
    for item in followed:
        values = tuple(_say_point(item, k, result) for k, (_, result) in enumerate(pair))
        title = words.begin_large(say_title(item, affected))
        row = Row(title=title, values=values, change=_say_change(item))  # type: ignore[arg-type]
        rows[_GROUPS.get(item.quantity, "others")].append(row)
    return rows


def say_noise(followed: Sequence[Followed]) -> list[str]:
    """Say once for all rows where noise is known from, and how to know it where it is not."""
    changes = [course.change for item in followed for course in item.courses]
    told = {
        "course-rests-repeats": any(change.rests_on == "repeats" for change in changes),
        "course-not_known": any(change.verdict == "not_known" for change in changes),
    }
    return [text(key) for key, is_told in told.items() if is_told]


def _say_point(followed: Followed, k: int, result: Result) -> str:
    point = followed.points[k]
    if point.value is None:
        return text(f"course-why-{point.why}")
    value = say_value(followed, point.value)
    if followed.quantity == "synkinesis" and point.n_of:
        return text("visits-answer-value", size=value, n=point.n or 0, of=point.n_of)
    if followed.quantity == "ratio":
        return _say_travel(value, followed, result)
    return value


def _say_travel(value: str, followed: Followed, result: Result) -> str:
    for item in result.symmetries:
        if (item.action, item.region) == (followed.action, followed.region):
            left, right = (words.say_number(mm, "mm") for mm in (item.left_mm, item.right_mm))
            return text("visits-symmetry-value", percent=value, left=left, right=right)
    return value


def _say_change(followed: Followed) -> str:
    if followed.courses:
        course = followed.courses[0]
        is_judged = course.change.verdict != "not_known"
        return say_verdict(followed, course) if is_judged else text("visits-change-not-known")
    is_known = all(point.value is not None for point in followed.points)
    return text("visits-change-other-kind" if is_known else "visits-change-none")
