"""A course over months in words: titles, values, and the one sentence on what has changed."""

from __future__ import annotations

from collections.abc import Sequence

from twitchcam.app.course import UPLOAD, Course, Followed, Point, Visit
from twitchcam.app.say import say_long_day
from twitchcam.report import words
from twitchcam.store.rows import AffectedSide
from twitchcam.wording import has_text, text

_PERCENT = ("ratio", "synkinesis_share")
# More days without a value are counted and not named.
_MOST_NAMED = 6


def say_title(followed: Followed, affected: AffectedSide | None) -> str:
    """Say what is followed, by the affected and the other side where one is affected."""
    is_sided = affected in ("left", "right")
    sided = "-sided" if is_sided else ""
    quantity = followed.quantity
    if quantity in ("synkinesis", "synkinesis_share"):
        place = words.begin_large(words.name_place(followed.region, followed.side))
        if is_sided:
            which = "affected" if followed.side == affected else "other"
            place = text(f"course-side-{which}", place=place)
        action = text(f"course-action-{followed.action}")
        return text(f"course-title-{quantity}", place=place, action=action)
    if quantity == "ratio":
        return text(f"course-title-ratio{sided}", what=_name_ratio(followed))
    if quantity == "rest_difference":
        if followed.region == "eye":
            return text(f"course-title-eye{sided}")
        what = text(f"course-rest-{followed.region}")
        return text(f"course-title-rest_difference{sided}", what=what)
    if quantity == "tremor":
        return text(f"course-title-tremor-{followed.action}")
    return text("course-title-resting_twitches")


def say_title_of_drawing(followed: Followed, affected: AffectedSide | None) -> str:
    """Say what is followed, with its unit where the title names none."""
    title = say_title(followed, affected)
    if followed.quantity == "ratio":
        return title
    if followed.quantity == "resting_twitches":
        unit = text("course-unit-minute")
    else:
        unit = "%" if followed.quantity in _PERCENT else "mm"
    return text("course-with-unit", title=title, unit=unit)


def say_value(followed: Followed, value: float | None) -> str:
    """Say a value with its unit."""
    if value is None:
        return words.say_number(None)
    if followed.quantity in _PERCENT:
        return words.say_share(value)
    if followed.quantity == "resting_twitches":
        return text("course-value-minute", value=words.say_number(value))
    # Thousandths are not in any picture.
    return words.say_number(value, "mm", most_decimals=2)


def say_cell(followed: Followed, point: Point) -> str:
    """Say one recording in little room: value and how many were answered, or why there is none."""
    if point.value is None:
        return text(f"letter-why-{point.why}")
    said = say_value(followed, point.value)
    if followed.quantity == "synkinesis" and point.n_of:
        return text("letter-answered", size=said, n=point.n or 0, of=point.n_of)
    return said


def say_point(followed: Followed, point: Point) -> str:
    """Say one recording: day, value, interval and what was counted."""
    day, value = say_long_day(point.at), say_value(followed, point.value)
    low, high = (say_value(followed, bound) for bound in point.interval or (None, None))
    if low == high:  # none, or both ends are shown alike
        said = text("course-point", day=day, value=value)
    else:
        said = text("course-point-interval", day=day, value=value, low=low, high=high)
    if point.n is not None and point.n_of:
        return text("course-point-counted", said=said, n=point.n, all=point.n_of)
    return said


def say_changes(followed: Followed) -> list[str]:
    """Say for every kind of recording what has changed, the kind with most values first."""
    if not followed.courses:
        return [text("course-nothing")]
    # Of further kinds, a single value says nothing.
    told = [c for c in followed.courses if c is followed.courses[0] or len(c.points) > 1]
    if len(followed.courses) == 1:
        return [say_change(followed, told[0])]
    return [
        text("course-of-kind", kind=name_kind(course.kind), said=say_change(followed, course))
        for course in told
    ]


def say_change(followed: Followed, course: Course) -> str:
    """Say what has changed in one kind of recording, and where its noise is known from."""
    said = say_verdict(followed, course)
    is_from_repeats = course.change.rests_on == "repeats" and course.change.by is not None
    return f"{said} {text('course-rests-repeats')}" if is_from_repeats else said


def say_verdict(followed: Followed, course: Course) -> str:
    """Say what has changed in one kind of recording, with what would count as a change."""
    change = course.change
    if change.by is None:
        return text("course-too_few")
    day, band = say_long_day(course.points[0].at), change.band[-1]
    by = say_difference(followed, abs(change.by))
    if change.verdict != "none" or band is None:
        what = "rate" if followed.quantity == "resting_twitches" else "size"
        return text(f"course-{change.verdict}", what=what, by=by, day=day)
    low, high = (say_value(followed, bound) for bound in band)
    is_open = followed.quantity != "rest_difference" and band[0] <= 0
    is_full = followed.quantity == "synkinesis_share" and band[1] >= 1
    key = "course-none-up" if is_open else "course-none-down" if is_full else "course-none"
    return text(key, day=day, low=low, high=high)


def say_difference(followed: Followed, by: float) -> str:
    """Say by how much a value has changed; what is in percent, in percentage points."""
    if followed.quantity in _PERCENT:
        return text("course-by-points", value=str(round(100 * by)))
    return say_value(followed, by)


def say_gaps(points: Sequence[Point]) -> str:
    """Name recordings that lack this value alone, each with its reason; empty without any."""
    gaps = [
        text("course-gap", day=say_long_day(point.at), why=text(f"course-why-{point.why}"))
        for point in points
        if point.why and point.why != "not_judged"
    ]
    if len(gaps) > _MOST_NAMED:
        return text("course-gaps-many", n=len(gaps), of=len(points))
    return text("course-gaps", gaps=", ".join(gaps)) if gaps else ""


def say_summary(
    followed: Sequence[Followed], affected: AffectedSide | None, kind: str | None = None
) -> list[str]:
    """Say first what has changed beyond noise, then what has not; nothing with one recording.

    Of one kind of recording, or for each number of the kind in which it has most values.
    """
    changed, unchanged = [], []
    for item in followed:
        courses = [course for course in item.courses if kind in (None, course.kind)]
        if not courses:
            continue
        title, course = say_title(item, affected), courses[0]
        if course.change.verdict == "none":
            unchanged.append(title)
        elif course.change.verdict in ("smaller", "larger", "smaller_once", "larger_once"):
            said = say_change(item, course)
            changed.append(text("course-changed", title=title, said=said))
    if unchanged:
        changed.append(text("course-unchanged", titles="; ".join(unchanged)))
    return changed


def say_unjudged(visits: Sequence[Visit]) -> str:
    """Name the recordings of which nothing could be judged; empty when there is none."""
    days = [say_long_day(recording.recorded_at) for recording, r in visits if not r.usable]
    if len(days) > _MOST_NAMED:
        return text("course-all-gaps-many", n=len(days), of=len(visits))
    return text("course-all-gaps", gaps=", ".join(days)) if days else ""


def name_kind(kind: str) -> str:
    """Name a kind of recording: that of a guided session, or a video from elsewhere."""
    return text("course-kind-upload" if kind == UPLOAD else f"session-{kind}")


def _name_ratio(followed: Followed) -> str:
    kind, _, manner = followed.action.partition(" ")
    if has_text(key := f"course-ratio-{kind}"):
        return text(key + (f".{manner.strip('()')}" if manner else ""))
    return words.begin_large(words.name_situation(followed.action))
