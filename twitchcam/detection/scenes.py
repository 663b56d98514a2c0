"""Scenes: what lies between two cuts.

In      the even grid, stretches that were left out
Out     half-open index ranges; one part of an Expression
Method  After a cut another camera, another person or another day begins: where mouth and brows
        rest is known of each scene by itself, and nothing that lasts over a cut is one movement.
"""

from __future__ import annotations

from dataclasses import fields, replace

from twitchcam.records import Expression, Floats, Span, mark_outside
from twitchcam.signals.resample import find_runs


def list_scenes(time_s: Floats, excluded: tuple[Span, ...]) -> tuple[tuple[int, int], ...]:
    """Half-open ranges of the grid (m,) between cuts, the moments around them left out."""
    cuts = [span for span in excluded if span.reason == "cut"]
    return find_runs(mark_outside(time_s, cuts))


def take_scene(expression: Expression, start: int, stop: int) -> Expression:
    """What ``expression`` says in the samples ``start`` to ``stop``."""
    return replace(
        expression, **{f.name: getattr(expression, f.name)[start:stop] for f in fields(expression)}
    )
