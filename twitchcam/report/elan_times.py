"""When the annotations of an ELAN tier are, also where a time is not written down.

In      pympi's ``Eaf``: slots with and without a time, annotations between slots, annotations that
        refer to others
Out     Start, end and value of each annotation, ``None`` for a time that nothing tells
Method  A subdivision in time shares slots: their times are spread evenly between the neighbours
        that have one. An annotation that refers to another has its times, or its part of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_Times = tuple[float | None, float | None]


def list_timed(eaf: Any, tier: str) -> Iterator[tuple[float | None, float | None, str, bool]]:
    """Give start and end in milliseconds, the value, and whether a time of them was spread."""
    aligned, referring = eaf.tiers[tier][:2]
    times = _align(eaf, tier)
    for name, (start, end, value, _) in aligned.items():
        unwritten = [eaf.timeslots.get(slot) is None for slot in (start, end)]
        spread = any(w and t is not None for w, t in zip(unwritten, times[name], strict=True))
        yield *times[name], str(value or ""), spread
    parents: dict[str, list[str]] = {}
    for name, (parent, _, _, _) in referring.items():
        parents.setdefault(parent, []).append(name)
    for parent, names in parents.items():
        start, end = _find(eaf, parent)
        for k, name in enumerate(_in_order(referring, names)):
            yield *_take_part(start, end, k, len(names)), str(referring[name][1] or ""), False


def _find(eaf: Any, name: str) -> _Times:
    """Times of any annotation, those of its parent where it only refers to one."""
    aligned, referring = eaf.tiers[eaf.annotations[name]][:2]
    if name in aligned:
        return _align(eaf, eaf.annotations[name])[name]
    parent = referring[name][0]
    siblings = [other for other, said in referring.items() if said[0] == parent]
    k = _in_order(referring, siblings).index(name)
    return _take_part(*_find(eaf, parent), k, len(siblings))


def _take_part(start: float | None, end: float | None, k: int, n: int) -> _Times:
    if start is None or end is None:
        return (start if k == 0 else None), (end if k == n - 1 else None)
    return start + (end - start) * k / n, start + (end - start) * (k + 1) / n


def _in_order(referring: dict[str, Any], names: list[str]) -> list[str]:
    """Put siblings into their order: each names the one before it."""
    after = {referring[name][2]: name for name in names}
    ordered = [name for name in names if referring[name][2] not in names][:1]
    while len(ordered) < len(names) and ordered[-1] in after:
        ordered.append(after[ordered[-1]])
    return ordered if len(ordered) == len(names) else names


def _align(eaf: Any, tier: str) -> dict[str, _Times]:
    """Times of the annotations of a tier that lie between slots."""
    spans = {name: said[:2] for name, said in eaf.tiers[tier][0].items()}
    times: dict[str, float | None] = dict(eaf.timeslots)
    begins = {start: end for start, end in spans.values()}
    for first in begins:
        if times.get(first) is None:
            continue
        # Along the chain to the next slot with a time; broken off, nothing can be said.
        chain = [first]
        while chain[-1] in begins and begins[chain[-1]] not in chain:
            chain.append(begins[chain[-1]])
            if times.get(chain[-1]) is not None:
                break
        low, high = times[first], times.get(chain[-1])
        if low is not None and high is not None:
            for k, slot in enumerate(chain):
                times[slot] = low + (high - low) * k / (len(chain) - 1) if k else low
    return {name: (times.get(start), times.get(end)) for name, (start, end) in spans.items()}
