"""What ``anywhere`` prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol

import numpy as np

from benchmarks.judging.detection_curve import fit_threshold, say_threshold
from benchmarks.judging.placed import PlacedTrial
from benchmarks.showing.tables import print_lines, print_table, say_rate, say_share
from twitchcam.synthetic.jerks import DURATIONS_S, REACHES_MM, SIZES_MM
from twitchcam.synthetic.open_skin import AREAS

TIMES_LIMIT: Final = 1.5
LARGE_MM: Final = 1.0


class Score(Protocol):
    """What one method says about all recordings of a kind and a compression."""

    trials: list[PlacedTrial]
    n_false: int
    rest_s: float
    assessed_s: float
    n_beside: int
    beside_s: float


Key = tuple[str, str, str]


def show(scores: Mapping[Key, Score]) -> None:
    """Print what was found, made up and promised."""
    names = {key: ", ".join(key) for key in scores}
    print_table(
        "Jerks anywhere on open skin, found by size",
        ("", *(f"{mm:g} mm" for mm in SIZES_MM), "all", "1 mm and more", "A50, mm", "A90, mm"),
        [(names[key], *_describe_sizes(score.trials)) for key, score in scores.items()],
    )
    print_table(
        "Found by reach (sigma) and duration",
        ("", *(f"{mm:g} mm" for mm in REACHES_MM), *(f"{1000 * s:g} ms" for s in DURATIONS_S)),
        [(names[key], *_describe_shapes(score.trials)) for key, score in scores.items()],
    )
    print_table(
        "Found by area of the face",
        ("", *AREAS),
        [(names[key], *_count_areas(score.trials)) for key, score in scores.items()],
    )
    print_table(
        "Side, place and size of what was found; false one-sided events by assessed rest",
        ("", "side right", "place error", "size / true", "false without jerks",
         "false beside jerks", "rest assessed"),
        [(names[key], *_describe_quality(score)) for key, score in scores.items()],
    )  # fmt: skip
    _show_promises({names[key]: score.trials for key, score in scores.items()})
    print_lines(
        "Side right: of jerks that any event answered within 150 ms. Place error: median; a dash "
        "where events do not say where. Sizes 1.5 times the stated limit and more are promises.",
    )


def is_promised(trial: PlacedTrial) -> bool:
    """Whether the recording without jerks promised to see this one."""
    return bool(trial.jerk.size_mm >= TIMES_LIMIT * trial.limit_mm)


def _show_promises(trials: Mapping[str, Sequence[PlacedTrial]]) -> None:
    rows = []
    for name, all_of_them in trials.items():
        promised = [t for t in all_of_them if is_promised(t)]
        if promised:
            assessed = sum(np.isfinite(t.limit_mm) for t in all_of_them)
            rows.append(
                (
                    name,
                    _say(promised),
                    say_share(assessed, len(all_of_them)),
                    *_count_areas(promised),
                )
            )
    print_table(
        f"Promises: jerks {TIMES_LIMIT:g} times the limit stated for their place and moment, found",
        ("", "all", "jerks assessed", *AREAS),
        rows,
    )


def _describe_sizes(trials: Sequence[PlacedTrial]) -> tuple[str, ...]:
    sizes, found = [t.jerk.size_mm for t in trials], [t.found for t in trials]
    curve = [
        say_threshold(fit_threshold(sizes, found, share), min(SIZES_MM), max(SIZES_MM))
        if trials
        else "–"
        for share in (0.5, 0.9)
    ]
    large = [t for t in trials if t.jerk.size_mm >= LARGE_MM]
    by_size = _say_each(trials, SIZES_MM, lambda t: t.jerk.size_mm)
    return (*by_size, _say(trials), _say(large), *curve)


def _describe_shapes(trials: Sequence[PlacedTrial]) -> tuple[str, ...]:
    return (
        *_say_each(trials, REACHES_MM, lambda t: t.jerk.reach_mm),
        *_say_each(trials, DURATIONS_S, lambda t: t.jerk.offset_s - t.jerk.onset_s),
    )


def _say_each(
    trials: Sequence[PlacedTrial], values: Sequence[float], read: Callable[[PlacedTrial], float]
) -> list[str]:
    return [_say([t for t in trials if abs(read(t) - value) < 1e-3]) for value in values]


def _describe_quality(score: Score) -> tuple[str, ...]:
    answered = [t for t in score.trials if t.answer != "nothing"]
    found = [t for t in score.trials if t.found]
    errors_mm = [t.place_error_mm for t in answered if t.place_error_mm is not None]
    ratios = [(t.reported_mm or 0.0) / t.jerk.size_mm for t in found]
    return (
        say_share(sum(t.answer != "wrong side" for t in answered), len(answered)),
        f"{np.median(errors_mm):.1f} mm" if errors_mm else "–",
        f"{np.median(ratios):.2f}" if ratios else "–",
        say_rate(score.n_false, score.assessed_s / 60.0),
        say_rate(score.n_beside, score.beside_s / 60.0),
        f"{100 * score.assessed_s / score.rest_s:.0f} %" if score.rest_s else "–",
    )


def _count_areas(trials: Sequence[PlacedTrial]) -> list[str]:
    """``3/5`` for every area, a dash where nothing was put in."""
    by_area = [[t.found for t in trials if t.jerk.area == area] for area in AREAS]
    return [f"{sum(found)}/{len(found)}" if found else "–" for found in by_area]


def _say(trials: Sequence[PlacedTrial]) -> str:
    return say_share(sum(t.found for t in trials), len(trials))
