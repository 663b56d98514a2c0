"""Lists for who sees many people: everybody, searched and sorted, and who was recorded on a day."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, Response

from twitchcam.errors import InputError
from twitchcam.store.library import Store
from twitchcam.store.rows import ListedPerson
from twitchcam.web.context import Site, SiteDep, see_other
from twitchcam.web.pressing import find_pressing_level

# Fewer need neither to be searched nor sorted.
MANY: Final = 7
Order = Literal["name", "visit"]
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)

lists: Final = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@lists.get("/")
def home(site: SiteDep, q: str = "", sort: Order = "name") -> Response:
    """Everybody, or a welcome."""
    return _show_home(site, wanted=q, order=sort)


@lists.post("/people")
def add_person(site: SiteDep, name: Annotated[str, Form()] = "") -> Response:
    """Add somebody."""
    try:
        person = site.store.add_person(name)
    except InputError as error:
        return _show_home(site, problem=str(error))
    return see_other(f"/people/{person.id}")


def _show_home(
    site: Site, *, wanted: str = "", order: Order = "name", problem: str = ""
) -> Response:
    everybody = site.store.list_overview()
    return site.render(
        "home.html.jinja",
        status=422 if problem else 200,
        n_people=len(everybody),
        is_long=len(everybody) >= MANY,
        everybody=everybody,
        shown=choose_people(everybody, wanted, order),
        wanted=wanted.strip(),
        order=order,
        pressing=list_pressing(site.store),
        problem=problem,
    )


def list_pressing(store: Store) -> dict[str, str]:
    """Who answered what cannot wait and no doctor saw, by the person's id: at which level."""
    levels = {key: find_pressing_level(told) for key, told in store.list_unseen().items()}
    return {key: level for key, level in levels.items() if level}


def choose_people(everybody: list[ListedPerson], wanted: str, order: Order) -> list[ListedPerson]:
    """Keep whose name holds every word that is wanted, in any case; by name or the last visit."""
    parts = wanted.casefold().split()
    chosen = [
        item for item in everybody if all(part in item.person.name.casefold() for part in parts)
    ]
    chosen.sort(key=lambda item: item.person.name.casefold())
    if order == "visit":
        chosen.sort(key=lambda item: item.last_visit or _LONG_AGO, reverse=True)
    return chosen


@lists.get("/day")
def show_day(site: SiteDep, day: str = "") -> Response:
    """Who was recorded on a day, the earliest first."""
    shown = date.today()
    with suppress(ValueError):
        # What lies at the end of time has no day after it.
        typed = date.fromisoformat(day)
        shown = typed if date.min < typed < date.max else shown
    recordings = site.store.list_day(shown)
    people = {person.id: person for person in site.store.list_people()} if recordings else {}
    return site.render(
        "day.html.jinja",
        day=shown,
        before=shown - timedelta(days=1),
        after=shown + timedelta(days=1),
        pressing=list_pressing(site.store),
        rows=[
            (item, people[item.person_id], site.store.get_result(item.id)) for item in recordings
        ],
    )
