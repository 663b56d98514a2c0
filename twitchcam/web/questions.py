"""Pages that ask: the questions a doctor would ask, the advice they lead to, and the log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from starlette.datastructures import FormData
from starlette.responses import HTMLResponse, Response

from twitchcam.app.say import say_long_day
from twitchcam.errors import InputError
from twitchcam.records import Advice, Answers
from twitchcam.report.document import read_document
from twitchcam.store.rows import LogEntry
from twitchcam.triage.advise import advise, say_look_again
from twitchcam.triage.conflicts import find_conflicts
from twitchcam.triage.notices import EMERGENCY_NUMBERS
from twitchcam.triage.over_time import DatedShown, find_earlier, gather_shown
from twitchcam.triage.questions import (
    RED_FLAG_GROUP,
    Group,
    Question,
    is_asked,
    is_red_flag,
    list_open,
    load_groups,
    load_questions,
    validate_answers,
)
from twitchcam.web.context import Site, SiteDep, find_person, see_other
from twitchcam.web.pressing import keep_seen, restore_answers
from twitchcam.wording import text

LOG_DAYS: Final = 14

question_pages: Final = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


async def _read_form(request: Request) -> FormData:
    return await request.form(max_files=0, max_fields=500)


FormDep = Annotated[FormData, Depends(_read_form)]


@question_pages.get("/people/{person_id}/questions")
def ask(
    site: SiteDep, person_id: str, group: str = RED_FLAG_GROUP, again: bool = False
) -> Response:
    """One group of questions; signs that call for help at once come first."""
    before = read_answers(site, person_id)
    values = dict(before.values)
    if before.answered_on != date.today().isoformat():
        # These are about now: what was true on another day is asked again.
        values = {key: value for key, value in values.items() if key not in _red_flags()}
    return _show_group(site, person_id, _find_group(group), values, again=again)


@question_pages.post("/people/{person_id}/questions")
def take_answers(
    site: SiteDep,
    person_id: str,
    form: FormDep,
    group: str = RED_FLAG_GROUP,
    again: bool = False,
) -> Response:
    """Keep the answers to one group and go on to the next, or to the advice.

    Answers that do not fit together are asked ``again`` before the advice, once.
    """
    asked = _find_group(group)
    before = read_answers(site, person_id)
    given = {
        question.id: _read_answer(question, form)
        for question in load_questions()
        if question.group == asked.id
    }
    country = str(form.get("country") or before.country or "") or None
    try:
        answers = validate_answers({**before.values, **given}, country=country)
    except InputError as error:
        shown = {**before.values, **given}
        return _show_group(site, person_id, asked, shown, problem=str(error))
    kept = {
        question.id: answers.values[question.id]
        for question in load_questions()
        if question.id in answers.values and is_asked(question, answers)
    }
    content = {"values": kept, "country": answers.country, "answered_on": date.today().isoformat()}
    seen_on = keep_seen(site.store.list_told(person_id), Answers(values=kept))
    site.store.save_answers(person_id, content, seen_on=seen_on)
    following = _following(asked)
    # An emergency of an earlier day ends nothing: what has changed is asked further on.
    is_new = asked.id == RED_FLAG_GROUP or advise(before).level != "emergency"
    if is_new and advise(Answers(values=kept)).level == "emergency":
        following = None
    elif following is None and not again and (conflicts := find_conflicts(answers)):
        first = _find_question(conflicts[0].questions[-1]).group
        return see_other(f"/people/{person_id}/questions?group={first}&again=true")
    if following is not None and not again:
        return see_other(f"/people/{person_id}/questions?group={following.id}")
    _renew_newest(site, person_id)
    return see_other(f"/people/{person_id}/advice")


@question_pages.get("/people/{person_id}/advice")
def show_advice(site: SiteDep, person_id: str) -> Response:
    """What can be done next, from the answers and the newest recording."""
    person = find_person(site, person_id)
    advice = advise_person(site, person_id)
    return site.render("advice.html.jinja", person=person, advice=advice)


@question_pages.get("/people/{person_id}/log")
def show_log(site: SiteDep, person_id: str, problem: str = "") -> Response:
    """Two weeks of days: what may matter, and the person's own count."""
    person, today = find_person(site, person_id), date.today()
    entries = site.store.list_log(person_id)
    first = min((entry.day for entry in entries), default=today)
    return site.render(
        "log.html.jinja",
        person=person,
        entries=entries,
        today=today,
        known=next((entry for entry in entries if entry.day == today), LogEntry(day=today)),
        n_day=(today - first).days + 1,
        n_days=LOG_DAYS,
        problem=problem,
    )


@question_pages.post("/people/{person_id}/log")
def take_log_entry(site: SiteDep, person_id: str, form: FormDep) -> Response:
    """Keep one day."""
    find_person(site, person_id)
    try:
        entry = _read_entry(form)
    except InputError as error:
        return show_log(site, person_id, str(error))
    site.store.save_log_entry(person_id, entry)
    return see_other(f"/people/{person_id}/log")


@question_pages.post("/people/{person_id}/log/delete")
def delete_log_entry(site: SiteDep, person_id: str, day: Annotated[date, Form()]) -> Response:
    """Delete one day."""
    find_person(site, person_id)
    site.store.delete_log_entry(person_id, day)
    return see_other(f"/people/{person_id}/log")


def read_answers(site: Site, person_id: str) -> Answers:
    """Return what the person said last; nothing when that was never."""
    find_person(site, person_id)
    for _, content in site.store.list_answers(person_id):
        with suppress(InputError):
            return restore_answers(content)
    return Answers()


def _show_group(
    site: Site,
    person_id: str,
    group: Group,
    values: dict[str, Any],
    problem: str = "",
    *,
    again: bool = False,
) -> Response:
    groups = load_groups()
    before = read_answers(site, person_id)
    own = {item.id for item in load_questions() if item.group == group.id}
    questions = [
        item
        for item in load_questions()
        # What hangs on an answer of this page is shown or hidden while it is filled in.
        if item.id in own
        and (item.only_if is None or item.only_if[0] in own or is_asked(item, before))
    ]
    return site.render(
        "questions.html.jinja",
        status=422 if problem else 200,
        person=find_person(site, person_id),
        group=group,
        n=groups.index(group) + 1,
        n_groups=len(groups),
        before=groups[groups.index(group) - 1] if groups.index(group) else None,
        questions=questions,
        values=values,
        countries=sorted(EMERGENCY_NUMBERS),
        country=before.country,
        problem=problem,
        conflicts=[say_look_again(c.text) for c in find_conflicts(before)] if again else [],
        can_see_advice=not group.checklist and not list_open(before),
    )


def _find_question(name: str) -> Question:
    return next(question for question in load_questions() if question.id == name)


def _red_flags() -> set[str]:
    return {question.id for question in load_questions() if is_red_flag(question)}


def _find_group(name: str) -> Group:
    for group in load_groups():
        if group.id == name:
            return group
    raise HTTPException(404)


def _following(group: Group) -> Group | None:
    groups = load_groups()
    n = groups.index(group) + 1
    return groups[n] if n < len(groups) else None


def _read_answer(question: Question, form: FormData) -> Any:
    if question.type == "choices":
        return [str(value) for value in form.getlist(question.id)]
    typed = str(form.get(question.id) or "").strip()
    if question.type == "number" and typed:
        with suppress(ValueError):
            return float(typed.replace(",", "."))
    return typed


def advise_person(site: Site, person_id: str) -> Advice:
    """Advise on all that a person said and that their recordings showed."""
    answers = read_answers(site, person_id)
    recordings = list(_list_shown(site, person_id))
    findings = recordings[0].shown.findings if recordings else None
    return advise(answers if answers.values else None, findings, earlier=find_earlier(recordings))


def _list_shown(site: Site, person_id: str) -> Iterator[DatedShown]:
    """List what every recording showed, the newest first, also while one is being renewed."""
    for recording, result in reversed(site.store.list_results(person_id)):
        day = say_long_day(recording.recorded_at)
        if result.shown is not None:
            yield DatedShown(day=day, shown=result.shown)
            continue
        # Kept by an older twitchcam, and not read again yet (``app/catch_up.py``).
        path = site.store.files(recording.id).results / "analysis.json"
        if path.exists():
            with suppress(InputError):
                yield DatedShown(day=day, shown=gather_shown(read_document(path)))


def _renew_newest(site: Site, person_id: str) -> None:
    """Let the newest report carry the new advice; its face is not tracked again."""
    for recording in site.store.list_recordings(person_id):
        if recording.state == "done":
            site.store.change_recording(recording.id, state="waiting")
            site.news.tell(recording.id, state="waiting")
            site.analyst.look()
            return


def _read_entry(form: FormData) -> LogEntry:
    try:
        day = date.fromisoformat(str(form.get("day", "")))
    except ValueError:
        raise InputError(text("web-typed-no-day")) from None
    if day > date.today() + timedelta(days=1):
        raise InputError(text("web-typed-future"))
    stress = _read_number(form, "stress", 10)
    count = _read_number(form, "own_count", 100_000)
    return LogEntry(
        day=day,
        caffeine_cups=_read_number(form, "caffeine_cups", 50),
        sleep_h=_read_number(form, "sleep_h", 24),
        stress=None if stress is None else round(stress),
        own_count=None if count is None else round(count),
        notes=str(form.get("notes", "")).replace("\x00", ""),
    )


def _read_number(form: FormData, field: str, most: float) -> float | None:
    typed = str(form.get(field, "")).strip().replace(",", ".")
    if not typed:
        return None
    try:
        value = float(typed)
    except ValueError:
        value = -1.0
    if not 0 <= value <= most:
        name = text(f"web-typed-number.{field}")
        raise InputError(
            text("web-typed-number", name=name, most=f"{most:g}", got=repr(typed[:20]))
        )
    return value
