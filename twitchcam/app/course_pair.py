"""Two recordings of a person beside each other, judged by the rules of the course over months.

In      Recordings of one person with their results, and which two of them
Out     Followed with two points; a Course where they can be compared
Method  A change is judged over all recordings of the kind from the earlier to the later, and noise
        is that of all recordings of the kind: the first and the last are told as in the course.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

from twitchcam.app.course import (
    SCALES,
    Followed,
    Key,
    Visit,
    find_kind,
    follow_keys,
    index_measures,
    judge_course,
)
from twitchcam.store.rows import AffectedSide


def choose_pair(visits: Sequence[Visit]) -> tuple[Visit, Visit] | None:
    """The first and the last recording of the kind that was recorded most, of those judged.

    Parameters
    ----------
    visits : in the order of time.

    Returns
    -------
    tuple or None
        Where no kind was judged twice, the first and the last of any; ``None`` with fewer than two.
    """
    if len(visits) < 2:
        return None
    judged = [visit for visit in visits if visit[1].usable]
    # Of kinds that were recorded as often, the one that was recorded last.
    counted = Counter(find_kind(recording) for recording, _ in reversed(judged))
    for kind, n in counted.most_common(1):
        alike = [visit for visit in judged if find_kind(visit[0]) == kind]
        if n > 1:
            return alike[0], alike[-1]
    chosen = judged if len(judged) > 1 else visits
    return chosen[0], chosen[-1]


def compare_two(
    visits: Sequence[Visit], first_id: str, second_id: str, affected: AffectedSide | None
) -> tuple[Followed, ...]:
    """Everything that can be compared between two recordings.

    Parameters
    ----------
    visits : all of the person, in the order of time.
    first_id, second_id : the earlier and the later one.
    affected : the side that is affected, if somebody said it.

    Returns
    -------
    tuple of Followed
        With two points; without a course where one of them has no value, or their kinds differ.
    """
    table = [index_measures(result) for _, result in visits]
    pair = [
        measures
        for (recording, _), measures in zip(visits, table, strict=True)
        if recording.id in (first_id, second_id)
    ]
    known = {key for measures in pair for key, m in measures.items() if m.value is not None}
    sizes = {
        key: fmean(m[key].value or 0.0 for m in pair if key in m)
        for key in known
        if key[0] == "synkinesis" and any(key in m and m[key].stands_out for m in pair)
    }
    keys: list[Key] = []
    for key in sorted(sizes, key=lambda key: (-sizes[key], key)):
        keys += [key, ("synkinesis_share", *key[1:])]
    keys.append(("resting_twitches", "rest", "", "both"))
    trembling = {key for m in pair for key in m if key[0] == "tremor" and m[key].value}
    for name in ("ratio", "rest_difference"):
        keys += sorted(key for key in known if key[0] == name)
    keys += sorted(trembling)
    followed = follow_keys(keys, visits, table, affected)
    return tuple(_cut(item, first_id, second_id) for item in followed)


def _cut(followed: Followed, first_id: str, second_id: str) -> Followed:
    points = followed.points
    ids = [point.recording_id for point in points]
    begin, end = ids.index(first_id), ids.index(second_id)
    first, second = points[begin], points[end]
    is_known = first.value is not None and second.value is not None
    if not is_known or first.kind != second.kind:
        return replace(followed, points=(first, second), courses=())
    alike = [point for point in points if point.kind == first.kind]
    between = [p for p in points[begin : end + 1] if p.kind == first.kind and p.value is not None]
    course = judge_course(between, alike, SCALES[followed.quantity])
    return replace(followed, points=(first, second), courses=(course,))
