"""Whether couplings are found where they are, and not where they are not: made series.

    python -m benchmarks.coupling [--quick] [--write] [--json FILE]

Each series is a minute of skin movement and lid openings with wandering, jitter, jerks of its own
and movement that both sides make alike; no pictures are drawn. False: a recording in which any
region of either side has p < 0.01 although the jerks, or the holds, come at times of their own
(half of the series have jerks at random times, half a true coupling whose train of actions is
moved around the minute). Found: the finding of the right kind on the right side. Healthy smiles
narrow both eyes by a tenth to a fifth, not quite alike; they must not be stated.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import typer
from scipy import signal

from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import Quick, print_lines, print_table, say_share
from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.interpretation.coupling import ANSWERING, EYE, relate_actions
from twitchcam.interpretation.find_cocontraction import is_coupled
from twitchcam.records import (
    NO_FIELD,
    Action,
    ActionKind,
    Coupling,
    Expression,
    Floats,
    Movement,
)
from twitchcam.settings import Settings

LENGTH_S: Final = 60.0
RATE_HZ: Final = 60.0
OPEN_MM: Final = 9.0
N_ACTIONS: Final[dict[ActionKind, int]] = {
    "blink": 8, "eye_closure": 5, "smile": 5, "pucker": 5, "brow_raise": 5,
}  # fmt: skip
SIZES_MM: Final = (0.5, 1.0, 1.5, 2.0, 3.0)
_HOLD_S: Final[tuple[float, float]] = (0.8, 2.0)
_JERK_S: Final = 0.06


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One made minute: what was done and what was measured."""

    actions: tuple[Action, ...]
    movement: Movement
    expression: Expression


def run(quick: Quick = False, json_file: JsonFile = None, write: Write = False) -> None:
    """Share of false couplings by chance, and of true ones found, for every kind of action."""
    settings = Settings()
    n_true = 20 if quick else 50
    rows, numbers = [], {}
    started = time.perf_counter()
    for kind in ANSWERING:
        n_false = (100 if quick else 1000) if kind == "blink" else (25 if quick else 250)
        by_chance = _count_false(kind, n_false, settings)
        found = {size: _count_found(kind, size, n_true, settings) for size in SIZES_MM}
        rows.append(
            (
                kind,
                str(N_ACTIONS[kind]),
                say_share(by_chance[0], n_false),
                say_share(by_chance[1], n_false),
                *(say_share(found[size][0], n_true) for size in SIZES_MM),
                say_share(
                    sum(right for _, right in found.values()), sum(n for n, _ in found.values())
                ),
            )
        )
        numbers[kind] = {
            "n_actions": N_ACTIONS[kind],
            "n_series": n_false,
            "n_p_below_0_01": by_chance[0],
            "n_false_findings": by_chance[1],
            "found": {str(size): found[size][0] / n_true for size in SIZES_MM},
        }
    healthy = sum(
        any(is_coupled(c, settings.coupling) for c in _relate(series, "smile", settings))
        for series in (make_series("smile", 0.0, seed, healthy=True) for seed in range(n_true))
    )
    seconds = time.perf_counter() - started
    print_table(
        "Couplings in made minutes (no pictures)",
        ("action", "times", "chance: p < 0.01", "chance: stated",
         *(f"{size:g} mm" for size in SIZES_MM), "side right"),
        rows,
    )  # fmt: skip
    print_lines(
        f"An eye of {OPEN_MM:g} mm narrows by that size; a finding needs "
        f"{settings.coupling.pucker_narrowing_share:.0%} in a pucker and "
        f"{settings.coupling.smile_narrowing_difference:.0%} more than the other in a smile.",
        f"Skin that is held must move by {settings.coupling.min_answer_mm:g} mm.",
        f"Healthy smiles that were stated: {say_share(healthy, n_true)}",
        f"{seconds:.0f} s",
    )
    numbers_of_all = {"actions": numbers, "healthy_smiles_stated": healthy, "seconds": seconds}
    data = [f"made series: {kind}" for kind in numbers]
    write_json(json_file, "coupling", numbers_of_all, data=data, write=write)


def _count_false(kind: ActionKind, n: int, settings: Settings) -> tuple[int, int]:
    """Recordings with a p below 0.01 anywhere, and with a finding."""
    n_small = n_stated = 0
    for seed in range(n):
        series = make_series(kind, 2.0 * (seed % 2), seed)
        moved = _move_train(series, seed) if seed % 2 else series
        couplings = _relate(moved, kind, settings)
        n_small += any(c.p_value is not None and c.p_value < 0.01 for c in couplings)
        n_stated += any(is_coupled(c, settings.coupling) for c in couplings)
    return n_small, n_stated


def _count_found(kind: ActionKind, size_mm: float, n: int, settings: Settings) -> tuple[int, int]:
    """Recordings with a finding, and with none on the wrong side."""
    n_found = n_right = 0
    for seed in range(n):
        side = SIDES[seed % 2]
        couplings = _relate(make_series(kind, size_mm, 10_000 + seed, side), kind, settings)
        sides = {c.side for c in couplings if is_coupled(c, settings.coupling)}
        n_found += bool(sides)
        n_right += sides == {side}
    return n_found, n_right


def _relate(series: Series, kind: ActionKind, settings: Settings) -> list[Coupling]:
    couplings = relate_actions(
        series.actions, series.movement, series.expression, settings.coupling
    )
    return [c for c in couplings if c.action == kind]


def make_series(
    kind: ActionKind, size_mm: float, seed: int, side: str = "left", *, healthy: bool = False
) -> Series:
    """A minute in which ``kind`` drags one place by about ``size_mm``, or, at 0, nothing.

    ``healthy``: both eyes narrow with every action, as they do in a smile.
    """
    random = np.random.default_rng(seed)
    time_s = np.arange(round(LENGTH_S * RATE_HZ)) / RATE_HZ
    shape = (len(time_s), len(REGION_NAMES), len(SIDES), 2)
    short_mm = random.normal(0.0, 0.05, shape) + _jerk_anywhere(time_s, shape, random)
    held_mm = _wander(shape, 0.25, random) + _wander((*shape[:2], 1, 2), 0.4, random)
    lids_mm = OPEN_MM - np.abs(_wander((len(time_s), 2), 0.25, random))
    actions = _act(kind, random)
    region = str(random.choice(ANSWERING[kind]))
    s = SIDES.index(side)
    for action in actions:
        size = size_mm * random.uniform(0.7, 1.3)
        if kind == "blink":
            lag_s = random.normal(0.06, 0.015)
            course = np.exp(-0.5 * ((time_s - action.apex_s - lag_s) / _JERK_S) ** 2)
            short_mm[:, REGION_NAMES.index(region), s] += np.outer(size * course, (0.6, 0.8))
            continue
        course = _hold(time_s, action)
        if healthy:
            narrowing = random.uniform(0.1, 0.2) * random.normal(1.0, 0.1, 2)
            lids_mm -= np.outer(course * OPEN_MM, narrowing)
        if region == EYE:
            lids_mm[:, s] -= size * course
        else:
            held_mm[:, REGION_NAMES.index(region), s] += np.outer(size * course, (0.6, 0.8))
    return Series(
        actions=actions,
        movement=_make_movement(time_s, short_mm, held_mm),
        expression=_make_expression(time_s, lids_mm),
    )


def _jerk_anywhere(time_s: Floats, shape: tuple[int, ...], random: np.random.Generator) -> Floats:
    """Twelve jerks of 0.5 to 3 mm at any place and time, and as many that both sides make."""
    jerks_mm = np.zeros(shape)
    for k in range(24):
        course = np.exp(-0.5 * ((time_s - random.uniform(0, LENGTH_S)) / _JERK_S) ** 2)
        angle = random.uniform(0, 2 * np.pi)
        pull = random.uniform(0.5, 3.0) * np.outer(course, [np.cos(angle), np.sin(angle)])
        sides = slice(None) if k % 2 else slice(k // 2 % 2, k // 2 % 2 + 1)
        jerks_mm[:, random.integers(shape[1]), sides] += pull[:, None]
    return jerks_mm


def _wander(shape: tuple[int, ...], size: float, random: np.random.Generator) -> Floats:
    """Slow, aimless change: a walk that is drawn back to 0 within about ten seconds."""
    steps = random.normal(size=shape)
    keep = np.exp(-1 / (10.0 * RATE_HZ))
    return np.asarray(signal.lfilter([np.sqrt(1 - keep**2)], [1, -keep], steps, axis=0) * size)


def _act(kind: ActionKind, random: np.random.Generator) -> tuple[Action, ...]:
    """Actions at uneven times that do not overlap."""
    n = N_ACTIONS[kind]
    room_s = (LENGTH_S - 4.0) / n
    actions = []
    for k in range(n):
        length_s = 0.25 if kind == "blink" else random.uniform(*_HOLD_S)
        onset_s = 2.0 + k * room_s + random.uniform(0.0, room_s - length_s - 1.5)
        travel_mm = random.uniform(5.0, 9.0)
        actions.append(
            Action(
                kind=kind, side="both", onset_s=onset_s, apex_s=onset_s + length_s / 2,
                offset_s=onset_s + length_s, left_strength=0.9, right_strength=0.9,
                left_mm=travel_mm, right_mm=travel_mm, complete=None,
            )
        )  # fmt: skip
    return tuple(actions)


def _hold(time_s: Floats, action: Action) -> Floats:
    """0 to 1 and back, rising just before the onset that would be seen."""
    edge_s = 0.15
    rise = np.clip((time_s - action.onset_s + edge_s) / edge_s, 0.0, 1.0)
    fall = np.clip((time_s - action.offset_s) / edge_s, 0.0, 1.0)
    return np.asarray(rise - fall)


def _move_train(series: Series, seed: int) -> Series:
    """The same minute, its actions moved around it by 4 s to 56 s."""
    shift_s = np.random.default_rng(90_000 + seed).uniform(4.0, LENGTH_S - 4.0)
    moved = []
    for action in series.actions:
        onset_s = (action.onset_s + shift_s) % LENGTH_S
        length_s = action.offset_s - action.onset_s
        moved.append(_place(action, min(onset_s, LENGTH_S - length_s)))
    return Series(
        actions=tuple(sorted(moved, key=lambda a: a.onset_s)),
        movement=series.movement,
        expression=series.expression,
    )


def _place(action: Action, onset_s: float) -> Action:
    apex_s = onset_s + action.apex_s - action.onset_s
    offset_s = onset_s + action.offset_s - action.onset_s
    return replace(action, onset_s=onset_s, apex_s=apex_s, offset_s=offset_s)


def _make_movement(time_s: Floats, short_mm: Floats, held_mm: Floats) -> Movement:
    n = len(time_s)
    patches = (n, len(REGION_NAMES), len(SIDES))
    return Movement(
        field=NO_FIELD,
        time_s=time_s,
        sampling_rate_hz=RATE_HZ,
        transient_mm=short_mm,
        displacement_mm=held_mm + short_mm,
        local_noise_mm=np.full(patches, 0.12),
        noise_mm=np.full(patches[1:], 0.12),
        activity_mm=np.full(n, 0.1),
        compression_loss_mm=np.zeros(patches[1:]),
        excluded=(),
    )


def _make_expression(time_s: Floats, lids_mm: Floats) -> Expression:
    n = len(time_s)
    return Expression(
        time_s=time_s,
        lid_aperture_mm=lids_mm,
        mouth_corner_mm=np.zeros((n, 2, 2)),
        brow_mm=np.zeros((n, 2)),
        mouth_opening_mm=np.zeros(n),
        jaw_drop_mm=np.zeros(n),
        iris_drop_mm=np.zeros((n, 2)),
        head_rotation_deg=np.zeros((n, 3)),
    )


if __name__ == "__main__":
    typer.run(run)
