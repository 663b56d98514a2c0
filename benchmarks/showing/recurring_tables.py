"""The tables of ``benchmarks.recurring``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from benchmarks.judging.recurring import METHODS, NAIVE, OURS, PATCHES, Score, Trial
from benchmarks.showing.tables import print_lines, print_table, say_rate, say_share

_TITLES: Final = {"answer": "Answers to every blink", "tremor": "Tremor of three seconds"}


def show(scores: dict[str, Score]) -> None:
    """Print what was found and what was made up."""
    for what, title in (
        ("answer", "Answers to every blink"),
        ("tremor", "Tremor of three seconds"),
    ):
        rows = []
        for kind, score in scores.items():
            own = [t for t in score.trials if t.what == what]
            sizes_mm = sorted({t.size_mm for t in own})
            rows += [
                (
                    f"{kind}, {method}",
                    _say_found(own, method),
                    ", ".join(
                        f"{mm:g} mm {_count(t for t in own if t.size_mm == mm)(method)}"
                        for mm in sizes_mm
                    ),
                    str(sum(any(s not in (t.side, "both") for s in t.said[method]) for t in own)),
                )
                for method in METHODS
            ]
        print_table(title, ("faces", "found", "by size", "wrong side"), rows)
    for kind, score in scores.items():
        false = score.n_false_tremor
        print_lines(
            f"{kind}: said of {score.n_copies} copies without an answer: "
            + ", ".join(f"{score.n_false_answers[m]} ({m})" for m in METHODS),
            f"{kind}: p < 0.01 anywhere by chance {say_share(score.n_small_p, score.n_trains)}, "
            f"stated {say_share(score.n_by_chance, score.n_trains)} (trains at random times)",
            f"{kind}: false tremor {say_rate(false[OURS], score.quiet_min)}; {PATCHES} "
            f"{false[PATCHES]}; spectral peaks in the copies without {false[NAIVE]}",
        )


def _say_found(trials: Sequence[Trial], method: str) -> str:
    return say_share(sum(t.side in t.said[method] for t in trials), len(trials))


def _count(trials: Iterable[Trial]) -> Any:
    chosen = list(trials)
    return lambda method: f"{sum(t.side in t.said[method] for t in chosen)}/{len(chosen)}"
