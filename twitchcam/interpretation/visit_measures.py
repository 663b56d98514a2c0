"""The numbers of one recording that are followed over months, each with its own interval.

In      Analysis
Out     VisitMeasures: what actions drag along, twitches at rest a minute, smile and eye closure
        left against right, heights at rest, trembling
Method  1. Dragged along: every coupling of the analysis as it is, with its interval.
        2. Twitches at rest: movements of their own (``own_movements``) that fell into no action,
           over the judged time outside of actions; exact Poisson interval [garwood1936].
        3. Ratios: left over right of the usual travel; the interval is Student's, of the
           logarithms action by action.
        4. At rest: left minus right, mm.
        5. Trembling: the largest amplitude at rest and in actions; 0 where none was found.
Known limits   Judged time at rest is the judged time by the share of the recording that lies
        outside of actions. Height and trembling have no interval of their own: of these, only
        repeated recordings tell what is noise.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from scipy import stats

from twitchcam.evaluation import rate_per_minute
from twitchcam.interpretation.find_cocontraction import CODES, list_coupled
from twitchcam.interpretation.own_movements import list_own, list_told_tremor
from twitchcam.records import Analysis, Symmetry, VisitMeasure

# The interval of a single ratio is not known, and that of two hardly.
_MIN_RATIOS = 3
# As for the rates of findings: from less time, a rate means nothing.
_MIN_REST_S = 5.0


def list_visit_measures(analysis: Analysis) -> tuple[VisitMeasure, ...]:
    """Everything of a recording that is compared with other days.

    Parameters
    ----------
    analysis : Analysis
        With what explains its events.

    Returns
    -------
    tuple of VisitMeasure
        None of an action that was not done. Of a recording that cannot be judged, the twitches at
        rest alone, without a value.

    Examples
    --------
    >>> [measure.name for measure in list_visit_measures(analysis)][:1]
    ['resting_twitches']
    """
    twitches = _count_resting(analysis)
    if not analysis.quality.usable:
        return (twitches,)
    return (
        twitches,
        *_list_responses(analysis),
        *(_compare(item) for item in analysis.symmetry if item.n_actions),
        *(_compare_heights(item) for item in analysis.symmetry if item.action == "rest"),
        *_list_tremor(analysis),
    )


def _count_resting(analysis: Analysis) -> VisitMeasure:
    n = sum(not event.during for event in list_own(analysis.events))
    rest_s = measure_rest_s(analysis)
    is_enough = analysis.quality.usable and rest_s >= _MIN_REST_S
    rate, low, high = rate_per_minute(n, max(rest_s, 1e-9) / 60)
    return VisitMeasure(
        name="resting_twitches",
        action="rest",
        region="",
        side="both",
        value=rate if is_enough else None,
        interval=(low, high) if is_enough else None,
        n=n if is_enough else None,
        no_value=None if is_enough else "not_judged",
    )


def measure_rest_s(analysis: Analysis) -> float:
    """Judged time outside of what the person did."""
    quality = analysis.quality
    if not quality.duration_s > 0:
        return 0.0
    acted_s, reached_s = 0.0, 0.0
    for action in sorted(analysis.actions, key=lambda item: item.onset_s):
        acted_s += max(action.offset_s - max(action.onset_s, reached_s), 0.0)
        reached_s = max(reached_s, action.offset_s)
    return quality.observed_s * max(1 - acted_s / quality.duration_s, 0.0)


def _list_responses(analysis: Analysis) -> Iterable[VisitMeasure]:
    coupled = set(map(id, list_coupled(analysis)))
    for coupling in analysis.couplings:
        if coupling.action not in CODES or not coupling.n_actions:
            continue
        value = coupling.response_mm
        is_judged = coupling.not_assessed_reason is None and value is not None
        yield VisitMeasure(
            name="synkinesis",
            action=coupling.action,
            region=coupling.region,
            side=coupling.side,
            value=value if is_judged else None,
            interval=coupling.response_interval_mm if is_judged else None,
            n=coupling.n_responses if is_judged else None,
            n_of=coupling.n_actions,
            stands_out=id(coupling) in coupled,
            no_value=None if is_judged else "too_little",
        )


def _compare(item: Symmetry) -> VisitMeasure:
    is_enough = item.ratio is not None and min(item.left_mm, item.right_mm) > 0
    return VisitMeasure(
        name="ratio",
        action=item.action,
        region=item.region,
        side="both",
        value=item.left_mm / item.right_mm if is_enough else None,
        interval=_find_ratio_interval(item) if is_enough else None,
        n=item.n_actions,
        no_value=None if is_enough else "too_little",
    )


def _find_ratio_interval(item: Symmetry) -> tuple[float, float] | None:
    """Around the ratio of the usual travels: Student's, of logarithms of each action's ratio."""
    left, right = np.array(item.left_each_mm), np.array(item.right_each_mm)
    known = (left > 0) & (right > 0)
    logs = np.log(left[known] / right[known])
    if len(logs) < _MIN_RATIOS:
        return None
    half = float(stats.t.ppf(0.975, len(logs) - 1) * stats.sem(logs))
    ratio = item.left_mm / item.right_mm
    return ratio * math.exp(-half), ratio * math.exp(half)


def _compare_heights(item: Symmetry) -> VisitMeasure:
    return VisitMeasure(
        name="rest_difference",
        action="rest",
        region=item.region,
        side="both",
        value=item.left_mm - item.right_mm,
    )


def _list_tremor(analysis: Analysis) -> Iterable[VisitMeasure]:
    for action, wanted in (("rest", False), ("any", True)):
        found = [item for item in list_told_tremor(analysis.tremor) if bool(item.during) == wanted]
        yield VisitMeasure(
            name="tremor",
            action=action,
            region="",
            side="both",
            value=max((item.amplitude_mm for item in found), default=0.0),
            n=len(found),
        )
