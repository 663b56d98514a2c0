"""Two recordings of one person beside each other: in step, in pictures, and in numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, HTTPException
from starlette.responses import HTMLResponse, Response

from twitchcam.interpretation.find_cocontraction import EYE
from twitchcam.report import page as report_page
from twitchcam.report import words
from twitchcam.store.rows import Recording, Result
from twitchcam.web.context import Site, SiteDep, find_person, find_recording
from twitchcam.web.documents import read_played, read_values
from twitchcam.web.extras import list_halves
from twitchcam.web.kept_video import find_media_type
from twitchcam.wording import text
from twitchcam.wording.names import NO_SIDE

comparing: Final = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_PARTS: Final = Path(report_page.__file__).parent / "templates"
_MATROSKA: Final = "video/x-matroska"
# Of healthy faces, hardly any answer reaches it twice.
_MAX_P: Final = 0.05


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
    known = {recording.id: (recording, result) for recording, result in pairs}
    ids = list(known)
    chosen = [known.get(a) or known[ids[0]], known.get(b) or known[ids[-1]]] if ids else []
    documents = [read_values(site.store.files(one.id).results) for one, _ in chosen]
    sides = [_describe(site, *pair) for pair in chosen]
    shown = [action for side in sides for action in side.halves]
    return site.render(
        "compare.html.jinja",
        person=person,
        pairs=pairs,
        chosen=chosen,
        sides=sides,
        pictured=list(dict.fromkeys(shown)),
        couplings=compare_couplings(documents) if chosen else [],
        symmetries=compare_symmetries(documents) if chosen else [],
    )


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
        has_face=(files.results / "report.html").exists(),
        video=f"{address}/video" if plays else "",
        has_pictures=has_video,
        halves={item.action: item for item in halves},
    )


def compare_couplings(documents: Sequence[dict[str, Any]]) -> list[Row]:
    """Compare every answer that is beyond chance in one of the two, the larger change first."""
    found: dict[tuple[str, str, str], list[dict[str, Any] | None]] = {}
    for k, document in enumerate(documents):
        for one in document.get("couplings", []):
            if one["not_assessed_reason"] is None and one["response_mm"] is not None:
                key = (one["action"], one["region"], one["side"])
                found.setdefault(key, [None, None])[k] = one
    rows = []
    for (action, region, side), pair in found.items():
        if not any(_stands_out(one) for one in pair if one):
            continue
        change = _find_change(*(_read_answer(one) for one in pair))
        doing = words.name_action(action)
        if region == EYE:
            title = text("visits-answer-eye", doing=doing, side=side)
        else:
            title = text("visits-answer", doing=doing, place=words.name_place(region, side))
        values = tuple(_say_answer(one) for one in pair)
        rows.append(
            Row(title=words.begin_large(title), values=values, change=_say_change(change, "mm"))  # type: ignore[arg-type]
        )
    return rows


def compare_symmetries(documents: Sequence[dict[str, Any]]) -> list[Row]:
    """Compare left with right in every action that both or one of the two show."""
    found: dict[tuple[str, str], list[dict[str, Any] | None]] = {}
    for k, document in enumerate(documents):
        for one in document.get("symmetry", []):
            if one["action"] != "rest" and one["ratio"] is not None:
                found.setdefault((one["action"], one["region"]), [None, None])[k] = one
    rows = []
    for (action, region), pair in found.items():
        change = _find_change(*(_read_ratio(one) for one in pair))
        title = text(
            "visits-symmetry",
            doing=words.name_situation(action),
            place=words.name_place(region, NO_SIDE),
        )
        values = tuple(_say_ratio(one) for one in pair)
        rows.append(
            Row(title=words.begin_large(title), values=values, change=_say_change(change, "%"))  # type: ignore[arg-type]
        )
    return rows


def _stands_out(one: dict[str, Any]) -> bool:
    is_beyond_chance = one["p_value"] is not None and one["p_value"] < _MAX_P
    return is_beyond_chance and 2 * one["n_responses"] >= one["n_actions"]


def _read_answer(one: dict[str, Any] | None) -> tuple[float, float | None] | None:
    """Size and half of its 95 % interval, mm."""
    if one is None:
        return None
    interval = one["response_interval_mm"]
    return one["response_mm"], None if interval is None else (interval[1] - interval[0]) / 2


def _read_ratio(one: dict[str, Any] | None) -> tuple[float, float | None] | None:
    """The lesser side in % of the other, and half of the 95 % interval of the single ones' mean."""
    if one is None:
        return None
    each = [
        100 * min(left, right) / max(left, right)
        for left, right in zip(one["left_each_mm"], one["right_each_mm"], strict=False)
        if left and right and min(left, right) > 0
    ]
    if len(each) < 3:
        return 100 * one["ratio"], None
    mean = sum(each) / len(each)
    spread = math.sqrt(sum((value - mean) ** 2 for value in each) / (len(each) - 1))
    return 100 * one["ratio"], 1.96 * spread / math.sqrt(len(each))


def _find_change(
    first: tuple[float, float | None] | None, second: tuple[float, float | None] | None
) -> tuple[float, bool | None] | None:
    """Second less first, and whether it is beyond what the single actions vary by."""
    if first is None or second is None:
        return None
    change = second[0] - first[0]
    if first[1] is None or second[1] is None:
        return change, None
    return change, abs(change) > math.hypot(first[1], second[1])


def _say_change(change: tuple[float, bool | None] | None, unit: str) -> str:
    if change is None:
        return text("visits-change-none")
    size, is_real = change
    if is_real is False:
        return text("visits-change-noise")
    said = words.say_number(abs(size), unit)
    key = "visits-change-more" if size > 0 else "visits-change-less"
    return text(key if is_real else f"{key}-unsure", size=said)


def _say_answer(one: dict[str, Any] | None) -> str:
    if one is None:
        return text("visits-not-judged")
    size = words.say_number(one["response_mm"], "mm")
    return text("visits-answer-value", size=size, n=one["n_responses"], of=one["n_actions"])


def _say_ratio(one: dict[str, Any] | None) -> str:
    if one is None:
        return text("visits-not-judged")
    left, right = (words.say_number(one[f"{side}_mm"], "mm") for side in ("left", "right"))
    percent = words.say_number(100 * one["ratio"], "%")
    return text("visits-symmetry-value", percent=percent, left=left, right=right)
