"""Made clips with twitches of known size, for the benchmarks."""

from __future__ import annotations

from itertools import product

import numpy as np

from twitchcam.anatomy import REGION_NAMES, SIDES
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

JUDGED_REGIONS = ("cheek", "mouth_corner", "lower_lid", "upper_lip", "chin", "brow")
SPACING_S = 1.5


def plan_twitches(
    sizes_mm: tuple[float, ...],
    *,
    durations_s: tuple[float, float] = (0.15, 0.2),
    regions: tuple[str, ...] = JUDGED_REGIONS,
    blinks: bool = True,
    seed: int = 1,
    **plan: object,
) -> ClipPlan:
    """One twitch for every region, side and size, in random order and direction, with blinks.

    Twitches lie ``SPACING_S`` apart; blinks come every four seconds or so, away from them, for
    a blink is judged by other benchmarks.
    """
    unknown = set(regions) - set(REGION_NAMES)
    if unknown:
        raise ValueError(f"regions must be names of anatomy, got {sorted(unknown)}.")
    random = np.random.default_rng(seed)
    wanted = list(product(regions, SIDES, sizes_mm))
    random.shuffle(wanted)
    movements: list[Anything] = []
    time_s = 2.0
    for i, (region, side, size_mm) in enumerate(wanted):
        angle = random.uniform(0, 2 * np.pi)
        movements.append(
            Twitch(
                region=str(region),
                side=side,  # type: ignore[arg-type]
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
    return ClipPlan(duration_s=time_s + 1.0, movements=tuple(movements), seed=seed, **plan)  # type: ignore[arg-type]


def plan_healthy(duration_s: float, *, seed: int = 1, **plan: object) -> ClipPlan:
    """A healthy face that blinks, smiles, looks about, raises its brows, turns and talks; no twitch."""
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
    return ClipPlan(
        duration_s=duration_s,
        movements=tuple(movements),
        seed=seed,
        **plan,  # type: ignore[arg-type]
    )
