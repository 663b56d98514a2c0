"""Plans of made clips for the benchmarks: twitches of known size, and faces that do not twitch."""

from __future__ import annotations

from itertools import product
from typing import Any, Final

import numpy as np

from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.checks import check_option
from twitchcam.synthetic.clip import ClipPlan
from twitchcam.synthetic.movements import (
    Anything,
    Blink,
    BrowRaise,
    Gaze,
    HeadTurn,
    Smile,
    Talk,
    Twitch,
)

JUDGED_REGIONS: Final = ("cheek", "mouth_corner", "lower_lid", "upper_lip", "chin", "brow")
SPACING_S: Final = 1.5


def plan_twitches(
    sizes_mm: tuple[float, ...],
    *,
    durations_s: tuple[float, float] = (0.15, 0.2),
    regions: tuple[str, ...] = JUDGED_REGIONS,
    blinks: bool = True,
    seed: int = 1,
    **recording: Any,
) -> ClipPlan:
    """One twitch for every region, side and size, in random order and direction, with blinks.

    Twitches lie ``SPACING_S`` apart; a blink comes after every third, away from twitches, for
    other benchmarks judge blinks.

    Parameters
    ----------
    sizes_mm : how far the skin in the middle of the region travels.
    durations_s : shortest and longest twitch, rise and fall together.
    recording : further fields of ``ClipPlan`` (frame rate, compression, …).
    """
    for region in regions:
        check_option("regions", region, REGION_NAMES)
    random = np.random.default_rng(seed)
    wanted = list(product(regions, SIDES, sizes_mm))
    random.shuffle(wanted)
    movements: list[Anything] = []
    time_s = 2.0
    for i, (region, side, size_mm) in enumerate(wanted):
        angle = random.uniform(0, 2 * np.pi)
        movements.append(
            Twitch(
                region=region,
                side="left" if side == "left" else "right",
                onset_s=round(time_s + random.uniform(0.0, 0.4), 3),
                size_mm=float(size_mm),
                duration_s=round(float(random.uniform(*durations_s)), 3),
                direction=(float(np.cos(angle)), float(np.sin(angle))),
            )
        )
        time_s += SPACING_S
        if blinks and i % 3 == 2:
            movements.append(Blink(onset_s=round(time_s, 3)))
            time_s += 1.0
    return ClipPlan(duration_s=time_s + 1.0, movements=tuple(movements), seed=seed, **recording)


def plan_rest(duration_s: float, *, seed: int = 1, **recording: Any) -> ClipPlan:
    """A healthy face at rest: it sways, blinks (some not fully) and glances about; no twitch."""
    random = np.random.default_rng(seed)
    movements: list[Anything] = []
    time_s = 1.0
    while time_s < duration_s - 2.5:
        closure = min(1.0, float(random.uniform(0.7, 1.2)))
        other = max(closure - float(random.uniform(0.0, 0.05)), 0.0)
        left, right = (closure, other) if random.random() < 0.5 else (other, closure)
        movements.append(Blink(onset_s=round(time_s, 3), left=left, right=right))
        to_left_deg, up_deg = (float(angle) for angle in random.uniform(-10, 10, size=2))
        movements.append(
            Gaze(onset_s=round(time_s + 1.0, 3), to_left_deg=to_left_deg, up_deg=up_deg)
        )
        time_s += random.uniform(2.5, 5.0)
    return ClipPlan(duration_s=duration_s, movements=tuple(movements), seed=seed, **recording)


def plan_healthy(duration_s: float, *, seed: int = 1, **recording: Any) -> ClipPlan:
    """A healthy face that blinks, smiles, looks about, raises its brows, turns and talks.

    No twitch anywhere.
    """
    random = np.random.default_rng(seed)
    movements: list[Anything] = []
    time_s, turn = 1.0, 0
    while time_s < duration_s - 6.0:
        movements.append(Blink(onset_s=round(time_s, 3), left=1.0, right=1.0))
        time_s += random.uniform(1.5, 2.5)
        yaw_deg, gaze_deg = (float(angle) for angle in random.uniform(-12, 12, size=2))
        movements.append(
            (
                Smile(onset_s=time_s, left=0.7, right=0.7),
                Gaze(onset_s=time_s, to_left_deg=gaze_deg, up_deg=-abs(gaze_deg)),
                BrowRaise(onset_s=time_s),
                HeadTurn(onset_s=time_s, yaw_deg=yaw_deg, pitch_deg=gaze_deg / 3),
                Talk(start_s=time_s, stop_s=time_s + 3.0),
            )[turn % 5]
        )
        time_s += random.uniform(3.0, 4.0)
        turn += 1
    return ClipPlan(duration_s=duration_s, movements=tuple(movements), seed=seed, **recording)
