"""A made patient over a year: what eyelids drag along shrinks by a third, nothing else changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
from examples_of_analysis import (
    make_action,
    make_analysis,
    make_coupling,
    make_event,
    make_quality,
    make_symmetry,
)
from scipy import stats

from twitchcam.capture.dates import FileDate
from twitchcam.records import Analysis
from twitchcam.store.library import Store
from twitchcam.store.rows import Person, Recording

N_VISITS = 8
FIRST_VISIT = datetime(2025, 11, 10, 9, 0, tzinfo=UTC)
# Not evenly apart, as visits are.
DAYS = (0, 21, 49, 98, 150, 214, 290, 365)
_FIRST_MM, _SHRUNK_BY = 1.5, 1 / 3
_N_BLINKS, _N_SMILES, _N_TWITCHES = 12, 5, 6
_ANSWER_SPREAD_MM, _TRAVEL_SPREAD = 0.25, 0.05


def make_visit(k: int, rng: np.random.Generator) -> Analysis:
    """The analysis of visit ``k``; every single blink and smile is drawn anew."""
    size_mm = _FIRST_MM * (1 - _SHRUNK_BY * k / (N_VISITS - 1))
    answers_mm = rng.normal(size_mm, _ANSWER_SPREAD_MM, _N_BLINKS)
    half_mm = float(stats.t.ppf(0.975, _N_BLINKS - 1) * stats.sem(answers_mm))
    mean_mm = float(answers_mm.mean())
    answer = make_coupling(
        n_actions=_N_BLINKS,
        n_responses=_N_BLINKS - 1,
        response_mm=mean_mm,
        response_interval_mm=(mean_mm - half_mm, mean_mm + half_mm),
        answers_mm=tuple(answers_mm.tolist()),
    )
    return make_analysis(
        quality=make_quality(observed_s=52.0),
        actions=tuple(make_action("blink", 1.0 + 4.0 * i) for i in range(_N_BLINKS)),
        events=tuple(make_event(2.5 + 8.0 * i) for i in range(_N_TWITCHES)),
        couplings=(answer,),
        symmetry=(
            _make_ratio("smile (full)", "mouth_corner", 0.7, rng),
            _make_ratio("eye_closure", "eye", 0.9, rng),
            *(
                make_symmetry(
                    action="rest", region=region, n_actions=0, ratio=None,
                    left_mm=height + float(rng.normal(0, 0.15)), right_mm=0.0,
                )
                for region, height in (("mouth_corner", -1.2), ("eye", -0.6), ("brow", 0.3))
            ),
        ),
    )  # fmt: skip


def _make_ratio(action: str, region: str, ratio: float, rng: np.random.Generator):
    left, right = (
        size * np.exp(rng.normal(0, _TRAVEL_SPREAD, _N_SMILES)) for size in (9 * ratio, 9.0)
    )
    left_mm, right_mm = float(np.median(left)), float(np.median(right))
    return make_symmetry(
        action=action, region=region, n_actions=_N_SMILES, left_mm=left_mm, right_mm=right_mm,
        ratio=min(left_mm, right_mm) / max(left_mm, right_mm),
        left_each_mm=tuple(left.tolist()), right_each_mm=tuple(right.tolist()),
    )  # fmt: skip


def add_visit(
    store: Store, person: Person, analysis: Analysis, at: datetime, protocol: str = "full"
) -> Recording:
    """Keep the result of a guided recording of another day."""
    recording = store.add_recording(
        person.id, name="Full session", origin="upload", protocol=protocol
    )
    store.date_recording(recording.id, FileDate(at=at))
    store.change_recording(recording.id, state="done")
    store.save_result(recording.id, analysis)
    return store.get_recording(recording.id)


def add_course(store: Store, person: Person, seed: int = 1) -> list[Recording]:
    """Eight visits over a year."""
    rng = np.random.default_rng(seed)
    visits = [make_visit(k, rng) for k in range(N_VISITS)]
    return [
        add_visit(store, person, visit, FIRST_VISIT + timedelta(days=days))
        for visit, days in zip(visits, DAYS, strict=True)
    ]


def make_unjudged() -> Analysis:
    """A visit of which nothing can be said."""
    return replace(make_analysis(events=()), quality=make_quality(usable=False, observed_s=0.0))
