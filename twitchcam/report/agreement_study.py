"""How the tool agrees with raters, and raters with each other, over many recordings.

In      What everybody marked in every recording
Out     Tables: which recordings everybody marked, events by tolerance, kappa, alpha, ICC, sizes
Method  All pairs of raters are compared in the same way, twitchcam being one of them; a recording
        without somebody's marks is a row that says so. Intervals come from drawing whole persons
        anew. Kappa and alpha look at windows of one second: is there an event in it or not; what
        the tool could not judge is left out of these for everybody, but counts as missed among
        the events.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from twitchcam.errors import InputError
from twitchcam.evaluation import HELD_TOLERANCE_S, SHORT_KINDS, SHORT_TOLERANCE_S, match_events
from twitchcam.evaluation.statistics import (
    draw_persons,
    find_limits,
    measure_alpha,
    measure_icc,
    measure_kappa,
)
from twitchcam.records import Mark, Span
from twitchcam.records.tables import make_frame
from twitchcam.report.agreement_marks import TOOL, MarkedClip
from twitchcam.wording import text

if TYPE_CHECKING:
    import pandas as pd

TOLERANCES_S: Final = (0.05, 0.1, 0.2, 0.3, 0.5, 1.0)
_WINDOW_S: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AgreementStudy:
    """Tables by name: ``clips``, ``events``, ``raters``, ``sizes``, ``pairs``."""

    tables: dict[str, pd.DataFrame]
    remarks: tuple[str, ...]

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]


def study_agreement(clips: Sequence[MarkedClip], remarks: Sequence[str] = ()) -> AgreementStudy:
    """Compare everybody with everybody, kind by kind.

    Raises
    ------
    InputError
        Nobody marked any of the recordings.
    """
    raters = [name for name in clips[0].raters if any(name in clip.kinds for clip in clips)]
    if not raters:
        first = next((said for clip in clips for said in clip.missing.values()), "")
        raise InputError(f"{text('error-agreement-nobody')} {first}")
    kinds = sorted({kind for clip in clips for some in clip.kinds.values() for kind in some})
    pairs = [*((rater, TOOL) for rater in raters), *combinations(raters, 2)]
    events, agreeing, sizes, matched = [], [], [], []
    for kind in kinds:
        for first, second in pairs:
            both = [clip for clip in clips if _looked(clip, first, kind, second)]
            if both:
                events += _compare_events(both, kind, first, second)
                agreeing.append(_compare_windows(both, kind, first, second))
                found = _list_matched(both, kind, first, second)
                matched += found
                sizes += _compare_sizes(found, kind, first, second)
        agreeing += _compare_all(clips, kind, [*raters, TOOL], raters)
    tables = {
        "clips": make_frame(_list_clips(clips, raters), _CLIP_TYPES),
        "events": make_frame(events, _EVENT_TYPES),
        "raters": make_frame(agreeing, _RATER_TYPES),
        "sizes": make_frame(sizes, _SIZE_TYPES),
        "pairs": make_frame(matched, _PAIR_TYPES),
    }
    return AgreementStudy(tables=tables, remarks=tuple(remarks))


_CLIP_TYPES: Final = {
    "clip": "string",
    "person": "string",
    "rater": "string",
    "state": "string",
    "n_marks": "Int64",
    "reason": "string",
}
_EVENT_TYPES: Final = {
    **dict.fromkeys(("kind", "reference", "compared"), "string"),
    "tolerance_s": "float64",
    **dict.fromkeys(("n_clips", "n_persons", "n_reference", "n_compared", "n_matched"), "int64"),
    **{
        f"{what}{part}": "float64"
        for what in ("precision", "recall", "f1")
        for part in ("", "_low", "_high")
    },
    **dict.fromkeys(("onset_error_s", "onset_error_low_s", "onset_error_high_s"), "float64"),
}
_RATER_TYPES: Final = {
    **dict.fromkeys(("kind", "raters", "statistic"), "string"),
    "n": "int64",
    **dict.fromkeys(("value", "low", "high"), "float64"),
}
_SIZE_TYPES: Final = {
    **dict.fromkeys(("kind", "reference", "compared", "what"), "string"),
    "n": "int64",
    **dict.fromkeys(("mean", "sd", "limit_low", "limit_high"), "float64"),
    **{
        f"{what}_{part}": "float64"
        for what in ("mean", "limit_low", "limit_high")
        for part in ("from", "to")
    },
}
_PAIR_TYPES: Final = {
    **dict.fromkeys(("clip", "person", "kind", "reference", "compared"), "string"),
    **dict.fromkeys(
        ("onset_s", "onset_error_s", "reference_amplitude_mm", "compared_amplitude_mm"), "float64"
    ),
}


def _looked(clip: MarkedClip, first: str, kind: str, second: str) -> bool:
    """Whether both looked for this kind in the clip; the tool looks for all."""
    return all(rater == TOOL or kind in clip.kinds.get(rater, ()) for rater in (first, second))


def _pick(clip: MarkedClip, rater: str, kind: str) -> list[Mark]:
    return [mark for mark in clip.marks.get(rater, ()) if mark.kind == kind]


def _match(
    clip: MarkedClip, kind: str, first: str, second: str, tolerance_s: float
) -> tuple[list[Mark], list[Mark], list[tuple[Mark, Mark]]]:
    true, found = _pick(clip, first, kind), _pick(clip, second, kind)
    allowed = np.array([[t.region == f.region for f in found] for t in true], dtype=bool)
    agreement = match_events(
        [mark.onset_s for mark in true],
        [mark.onset_s for mark in found],
        tolerance_s,
        allowed.reshape(len(true), len(found)),
    )
    return true, found, [(true[i], found[j]) for i, j in agreement.pairs]


def _usual_tolerance_s(kind: str) -> float:
    return SHORT_TOLERANCE_S if kind in SHORT_KINDS else HELD_TOLERANCE_S


def _compare_events(
    clips: Sequence[MarkedClip], kind: str, first: str, second: str
) -> list[dict[str, Any]]:
    rows = []
    people = list(dict.fromkeys(clip.person for clip in clips))
    measures: dict[str, Callable[[Any], float]] = {
        "precision": lambda n: n[2] / n[1] if n[1] else math.nan,
        "recall": lambda n: n[2] / n[0] if n[0] else math.nan,
        "f1": lambda n: 2 * n[2] / (n[0] + n[1]) if n[0] + n[1] else math.nan,
    }
    for tolerance_s in TOLERANCES_S:
        counts = np.zeros((len(people), 3))
        errors: list[float] = []
        for clip in clips:
            true, found, pairs = _match(clip, kind, first, second, tolerance_s)
            counts[people.index(clip.person)] += len(true), len(found), len(pairs)
            errors += [f.onset_s - t.onset_s for t, f in pairs]
        total = counts.sum(axis=0)
        row: dict[str, Any] = {
            "kind": kind,
            "reference": first,
            "compared": second,
            "tolerance_s": tolerance_s,
            "n_clips": len(clips),
            "n_persons": len(people),
            **dict(zip(("n_reference", "n_compared", "n_matched"), map(int, total), strict=True)),
        }
        for name, measure in measures.items():
            low, high = draw_persons(counts, measure)
            row |= {name: measure(total), f"{name}_low": low, f"{name}_high": high}
        if errors:
            low_s, middle_s, high_s = np.percentile(errors, [5, 50, 95])
            row |= {
                "onset_error_s": float(middle_s),
                "onset_error_low_s": float(low_s),
                "onset_error_high_s": float(high_s),
            }
        rows.append(row)
    return rows


def _list_windows(clip: MarkedClip, rater: str, kind: str) -> np.ndarray:
    """Of every second: 1 with an event in it, 0 without, NaN where nothing could be judged."""
    n = max(math.ceil(clip.analysis.source.duration_s / _WINDOW_S), 1)
    if rater != TOOL and kind not in clip.kinds.get(rater, ()):
        return np.full(n, np.nan)
    said = np.zeros(n)
    for mark in _pick(clip, rater, kind):
        first = int(mark.onset_s // _WINDOW_S)
        last = int(max(mark.offset_s - 1e-9, mark.onset_s) // _WINDOW_S)
        said[max(first, 0) : last + 1] = 1.0
    middles_s = (np.arange(n) + 0.5) * _WINDOW_S
    said[_find_inside(middles_s, clip.analysis.quality.excluded)] = np.nan
    return said


def _find_inside(moments_s: np.ndarray, spans: Sequence[Span]) -> np.ndarray:
    inside = np.zeros(len(moments_s), dtype=bool)
    for span in spans:
        inside |= (moments_s >= span.start_s) & (moments_s < span.stop_s)
    return inside


def _compare_windows(
    clips: Sequence[MarkedClip], kind: str, first: str, second: str
) -> dict[str, Any]:
    """Cohen's kappa of two raters over windows, with its interval."""
    people = list(dict.fromkeys(clip.person for clip in clips))
    cells = np.zeros((len(people), 4))
    series: list[np.ndarray] = []
    for clip in clips:
        a, b = _list_windows(clip, first, kind), _list_windows(clip, second, kind)
        both = np.isfinite(a) & np.isfinite(b)
        series.append(np.stack([a[both], b[both]]))
        codes = (2 * a[both] + b[both]).astype(int)
        cells[people.index(clip.person)] += np.bincount(codes, minlength=4)
    a, b = np.concatenate(series, axis=1)
    low, high = draw_persons(cells, _kappa_of_cells)
    return {
        "kind": kind,
        "raters": f"{first} – {second}",
        "statistic": "Cohen's kappa",
        "n": int(cells.sum()),
        "value": measure_kappa(a, b),
        "low": low,
        "high": high,
    }


def _kappa_of_cells(cells: np.ndarray) -> float:
    """Kappa from the four cells (neither, second only, first only, both)."""
    n = cells.sum()
    neither, second, first, both = cells
    if not n:
        return math.nan
    by_chance = ((first + both) * (second + both) + (neither + second) * (neither + first)) / n**2
    return (
        float(((neither + both) / n - by_chance) / (1 - by_chance)) if by_chance < 1 else math.nan
    )


def _compare_all(
    clips: Sequence[MarkedClip], kind: str, everybody: Sequence[str], raters: Sequence[str]
) -> list[dict[str, Any]]:
    """Alpha over windows and ICC of rates, of all raters with the tool and without it."""
    rows = []
    for group in (everybody, raters):
        if len(group) < 2:
            continue
        windows = np.concatenate(
            [np.stack([_list_windows(clip, rater, kind) for rater in group]) for clip in clips],
            axis=1,
        )
        rates = np.array([[_count_rate(clip, rater, kind) for rater in group] for clip in clips])
        icc, (low, high) = measure_icc(rates)
        names = ", ".join(group)
        rows.append(
            {
                "kind": kind,
                "raters": names,
                "statistic": "Krippendorff's alpha",
                "n": int((np.isfinite(windows).sum(axis=0) > 1).sum()),
                "value": measure_alpha(windows),
                "low": math.nan,
                "high": math.nan,
            }
        )
        rows.append(
            {
                "kind": kind,
                "raters": names,
                "statistic": "ICC(2,1) of rates",
                "n": int(np.isfinite(rates).all(axis=1).sum()),
                "value": icc,
                "low": low,
                "high": high,
            }
        )
    return rows


def _count_rate(clip: MarkedClip, rater: str, kind: str) -> float:
    """Marks per minute of the whole recording; NaN where the rater did not look."""
    if rater != TOOL and kind not in clip.kinds.get(rater, ()):
        return math.nan
    duration_s = clip.analysis.source.duration_s
    return 60 * len(_pick(clip, rater, kind)) / duration_s if duration_s > 0 else math.nan


def _list_matched(
    clips: Sequence[MarkedClip], kind: str, first: str, second: str
) -> list[dict[str, Any]]:
    return [
        {
            "clip": clip.name,
            "person": clip.person,
            "kind": kind,
            "reference": first,
            "compared": second,
            "onset_s": t.onset_s,
            "onset_error_s": f.onset_s - t.onset_s,
            "reference_amplitude_mm": t.amplitude_mm,
            "compared_amplitude_mm": f.amplitude_mm,
        }
        for clip in clips
        for t, f in _match(clip, kind, first, second, _usual_tolerance_s(kind))[2]
    ]


def _compare_sizes(
    matched: Sequence[dict[str, Any]], kind: str, first: str, second: str
) -> list[dict[str, Any]]:
    """Limits of agreement of the sizes of matched events, where both gave sizes."""
    sized = [
        (row["reference_amplitude_mm"], row["compared_amplitude_mm"])
        for row in matched
        if row["reference_amplitude_mm"] is not None and row["compared_amplitude_mm"] is not None
    ]
    if not sized:
        return []
    found = find_limits(*zip(*sized, strict=True))
    return [
        {
            "kind": kind,
            "reference": first,
            "compared": second,
            "what": "amplitude_mm",
            "n": found.n,
            "mean": found.mean,
            "sd": found.sd,
            "limit_low": found.low,
            "limit_high": found.high,
            "mean_from": found.mean_interval[0],
            "mean_to": found.mean_interval[1],
            "limit_low_from": found.low_interval[0],
            "limit_low_to": found.low_interval[1],
            "limit_high_from": found.high_interval[0],
            "limit_high_to": found.high_interval[1],
        }
    ]


def _list_clips(clips: Sequence[MarkedClip], raters: Sequence[str]) -> list[dict[str, Any]]:
    rows = []
    for clip in clips:
        for rater in (*raters, TOOL):
            said = clip.marks.get(rater)
            rows.append(
                {
                    "clip": clip.name,
                    "person": clip.person,
                    "rater": rater,
                    "state": "no marks" if said is None else "marked",
                    "n_marks": None if said is None else len(said),
                    "reason": clip.missing.get(rater, ""),
                }
            )
    return rows
