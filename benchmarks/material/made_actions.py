"""Made minutes in which a face does everything that counts as an action, and what does not."""

from __future__ import annotations

from typing import Final

import numpy as np

from twitchcam.records import FaceTrack
from twitchcam.synthetic.movements import (
    Anything,
    Blink,
    BrowRaise,
    Gaze,
    HeadTurn,
    MouthOpening,
    Pucker,
    Smile,
    Talk,
    hard_closure,
)
from twitchcam.synthetic.tracks import TrackPlan, make_track
from twitchcam.synthetic.truth import TrueAction, list_actions

KINDS: Final = ("blink", "wink", "eye_closure", "smile", "pucker", "brow_raise", "mouth_open")
LENGTH_S: Final = 60.0
_PAUSE_S: Final = (0.5, 1.3)


def make_truth_and_track(seed: int) -> tuple[tuple[TrueAction, ...], FaceTrack]:
    """What was done, and the track of it with noise and a head that sways."""
    movements = plan_minute(seed)
    track = make_track(
        TrackPlan(
            movements=movements,
            duration_s=LENGTH_S,
            sway_mm=2.0,
            turn_deg=1.5,
            landmark_noise_px=0.3,
            skin_noise_percent=0.05,
            seed=seed,
        )
    )
    return list_actions(movements), track


def plan_minute(seed: int) -> tuple[Anything, ...]:
    """Actions one after the other in a random order, with pauses."""
    random = np.random.default_rng(seed)
    makers = [_blink] * 8 + [_wink] * 3 + [_closure] * 2 + [_smile] * 3
    makers += [_pucker] * 3 + [_brow] * 3 + [_opening] * 2 + [_look] * 6 + [_nod] * 2 + [_talk]
    movements: list[Anything] = []
    time_s = 1.0
    for place in random.permutation(len(makers)):
        movement, length_s = makers[place](time_s, random)
        if time_s + length_s > LENGTH_S - 1.0:
            break
        movements.append(movement)
        time_s += length_s + random.uniform(*_PAUSE_S)
    return tuple(movements)


def _blink(onset_s: float, random: np.random.Generator) -> tuple[Anything, float]:
    depth = float(random.uniform(0.45, 1.0))
    other = depth * float(random.uniform(0.9, 1.0))
    opening_s = float(random.uniform(0.12, 0.25))
    return Blink(onset_s=onset_s, left=depth, right=other, opening_s=opening_s), 0.11 + opening_s


def _wink(onset_s: float, random: np.random.Generator) -> tuple[Anything, float]:
    hold_s = float(random.uniform(0.15, 0.4))
    left = bool(random.integers(2))
    return (
        Blink(onset_s=onset_s, left=1.0 * left, right=1.0 * (not left), hold_s=hold_s),
        0.24 + hold_s,
    )


def _closure(onset_s: float, random: np.random.Generator) -> tuple[Anything, float]:
    hold_s = float(random.uniform(0.6, 1.5))
    return hard_closure(onset_s, hold_s, float(random.uniform(0.0, 1.0))), 0.46 + hold_s


def _smile(onset_s: float, random: np.random.Generator) -> tuple[Anything, float]:
    size, hold_s = float(random.uniform(0.5, 1.0)), float(random.uniform(0.8, 2.0))
    other = size * float(random.uniform(0.85, 1.0))
    return Smile(onset_s=onset_s, left=size, right=other, hold_s=hold_s), 1.1 + hold_s


def _pucker(onset_s: float, random: np.random.Generator) -> tuple[Anything, float]:
    hold_s = float(random.uniform(0.5, 1.2))
    return Pucker(onset_s=onset_s, hold_s=hold_s), 0.85 + hold_s


def _brow(onset_s: float, random: np.random.Generator) -> tuple[Anything, float]:
    size, hold_s = float(random.uniform(0.7, 1.0)), float(random.uniform(0.5, 1.2))
    return BrowRaise(onset_s=onset_s, left=size, right=size, hold_s=hold_s), 0.7 + hold_s


def _opening(onset_s: float, random: np.random.Generator) -> tuple[Anything, float]:
    opening_mm = float(random.uniform(15.0, 35.0))
    return MouthOpening(onset_s=onset_s, opening_mm=opening_mm), 1.35


def _look(onset_s: float, random: np.random.Generator) -> tuple[Anything, float]:
    hold_s = float(random.uniform(0.1, 1.0))
    up_deg, to_left_deg = float(random.uniform(-20, 10)), float(random.uniform(-15, 15))
    return (
        Gaze(onset_s=onset_s, up_deg=up_deg, to_left_deg=to_left_deg, hold_s=hold_s),
        0.12 + hold_s,
    )


def _nod(onset_s: float, random: np.random.Generator) -> tuple[Anything, float]:
    pitch_deg, yaw_deg = float(random.uniform(-8, 8)), float(random.uniform(-12, 12))
    return HeadTurn(onset_s=onset_s, pitch_deg=pitch_deg, yaw_deg=yaw_deg), 1.7


def _talk(onset_s: float, random: np.random.Generator) -> tuple[Anything, float]:
    length_s = float(random.uniform(2.0, 4.0))
    return Talk(start_s=onset_s, stop_s=onset_s + length_s), length_s
