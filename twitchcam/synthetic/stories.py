"""Six made clips that tell a story each, with known truth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from twitchcam.checks import check_option
from twitchcam.synthetic.clip import ClipPlan, write_clip
from twitchcam.synthetic.movements import (
    Anything,
    Blink,
    BrowRaise,
    Chewing,
    Dragged,
    Gaze,
    HeadTurn,
    Pucker,
    Smile,
    Talk,
    Tremble,
    Twitch,
    hard_closure,
)
from twitchcam.wording import text

# What each of them shows is said by the texts story-….
STORIES: Final = (
    "smile_tremor",
    "bilateral_twitches",
    "blink_cheek",
    "resting_cheek",
    "mouth_corner_after_palsy",
    "healthy",
)


def _blinks(onsets_s: Sequence[float], seed: int) -> tuple[Anything, ...]:
    """Return everyday blinks: some do not close fully, the sides hardly differ."""
    random = np.random.default_rng(seed)
    found = []
    for onset_s in onsets_s:
        closure = float(np.round(min(1.0, random.uniform(0.78, 1.15)), 2))
        difference = float(np.round(random.uniform(0.0, 0.05), 2))
        found.append(
            Blink(
                onset_s=onset_s,
                left=closure,
                right=max(closure - difference, 0.0),
                opening_s=float(np.round(random.uniform(0.13, 0.2), 3)),
            )
        )
    return tuple(found)


def _plan_smile_tremor() -> ClipPlan:
    moves: list[Anything] = list(_blinks((0.8, 5.9, 10.8, 15.7, 20.6, 25.3), 1))
    strengths = (0.5, 1.0, 0.5, 1.0, 1.0, 1.0)
    left_shares = (0.70, 0.66, 0.60, 0.56, 0.49, 0.42)
    for k, (strength, share) in enumerate(zip(strengths, left_shares, strict=True)):
        onset_s = 1.6 + 4.8 * k
        left = round(strength * share, 3)
        moves.append(Smile(onset_s=onset_s, left=left, right=strength, hold_s=2.5))
        for region, size_mm in (("cheek", 0.8), ("mouth_corner", 1.0)):
            moves.append(
                Tremble(
                    region=region,
                    side="left",
                    start_s=onset_s + 0.7,
                    stop_s=onset_s + 2.9,
                    frequency_hz=6.5,
                    size_mm=size_mm,
                )
            )
    return ClipPlan(duration_s=30.0, movements=tuple(moves), seed=11)


def _plan_bilateral_twitches() -> ClipPlan:
    jerks = (
        # onset s, region, side, size mm
        (1.5, "cheek", "left", 1.6),
        (3.1, "upper_lip", "right", 1.3),
        (4.4, "cheek", "right", 1.8),
        (6.0, "mouth_corner", "left", 1.4),
        (7.7, "cheek", "both", 1.5),
        (9.2, "mouth_corner", "right", 1.6),
        (10.6, "upper_lip", "left", 1.2),
        (13.6, "cheek", "right", 1.7),
        (14.5, "mouth_corner", "left", 1.5),
        (15.4, "cheek", "left", 1.9),
        (19.3, "mouth_corner", "right", 1.3),
        (20.6, "cheek", "left", 1.4),
        (22.9, "cheek", "right", 1.6),
        (23.7, "mouth_corner", "left", 1.5),
        (26.8, "cheek", "right", 1.5),
    )
    moves: list[Anything] = [
        Twitch(region=region, side=side, onset_s=onset_s, size_mm=size_mm, duration_s=0.18)  # type: ignore[arg-type]
        for onset_s, region, side, size_mm in jerks
    ]
    moves += [
        Smile(onset_s=12.2, hold_s=3.8),
        Smile(onset_s=21.6, left=0.5, right=0.52, hold_s=2.8),
        *_blinks((2.4, 5.2, 8.6, 11.6, 17.6, 20.0, 25.9), 2),
    ]
    return ClipPlan(duration_s=28.0, movements=tuple(moves), seed=12)


def _plan_blink_cheek() -> ClipPlan:
    light = ((1.4, 0.62), (3.6, 0.7), (7.7, 0.55), (9.9, 0.75), (14.2, 0.6), (18.1, 0.68),
             (22.4, 0.58), (26.5, 0.72))  # fmt: skip
    hard_s = (5.5, 11.9, 16.0, 20.2, 24.3, 28.2)
    moves: list[Anything] = [Blink(onset_s=t, left=size, right=size) for t, size in light]
    moves += [Blink(onset_s=t, closing_s=0.1, hold_s=0.16, opening_s=0.2) for t in hard_s]
    moves.append(Dragged(action="blink", region="cheek", side="left", size_mm=2.4, lag_s=0.06))
    return ClipPlan(duration_s=30.0, movements=tuple(moves), seed=13)


def _plan_resting_cheek() -> ClipPlan:
    jerks = ((1.3, 1.5, 0.2), (2.9, 2.0, 0.25), (6.4, 1.2, 0.16), (7.3, 1.7, 0.2),
             (10.8, 2.2, 0.24), (12.1, 1.4, 0.18), (15.5, 1.8, 0.22), (26.5, 1.6, 0.2),
             (28.3, 2.1, 0.22))  # fmt: skip
    moves: list[Anything] = [
        Twitch(region="cheek", side="left", onset_s=onset_s, size_mm=size_mm, duration_s=length_s)
        for onset_s, size_mm, length_s in jerks
    ]
    moves += [
        Chewing(start_s=17.2, stop_s=25.2),
        *_blinks((2.0, 5.1, 9.4, 13.6, 16.5, 20.2, 24.1, 27.4), 4),
    ]
    return ClipPlan(duration_s=30.0, movements=tuple(moves), seed=14)


def _plan_mouth_corner_after_palsy() -> ClipPlan:
    jerks = ((1.6, 1.5), (3.4, 1.1), (5.8, 1.8), (8.1, 1.3), (9.0, 1.6), (11.7, 1.4), (27.4, 1.7))
    moves: list[Anything] = [
        Twitch(region="mouth_corner", side="left", onset_s=onset_s, size_mm=size_mm)
        for onset_s, size_mm in jerks
    ]
    moves += [Pucker(onset_s=onset_s) for onset_s in (13.4, 16.7, 20.0, 23.3)]
    moves += [
        Dragged(
            action="pucker",
            region="lower_lid",
            side="left",
            size_mm=1.6,
            duration_s=0.6,
            lid_closure=0.3,
        ),
        *_blinks((0.7, 4.6, 7.0, 10.4, 15.9, 19.2, 22.5, 26.3, 29.0), 5),
    ]
    return ClipPlan(duration_s=30.0, movements=tuple(moves), seed=15)


def _plan_healthy() -> ClipPlan:
    moves: list[Anything] = [
        Smile(onset_s=4.0, hold_s=1.6),
        Gaze(onset_s=7.4, to_left_deg=16.0),
        Gaze(onset_s=8.9, to_left_deg=-14.0, up_deg=-6.0),
        BrowRaise(onset_s=10.8),
        Talk(start_s=13.2, stop_s=17.0),
        HeadTurn(onset_s=18.0, yaw_deg=8.0, pitch_deg=3.0),
        Smile(onset_s=20.6, left=0.5, right=0.52, hold_s=1.2),
        hard_closure(24.0, hold_s=0.8, squeeze=0.0),
        Gaze(onset_s=26.6, up_deg=-14.0),
        *_blinks((1.2, 3.0, 7.3, 9.9, 12.6, 16.2, 19.2, 23.1, 28.4), 6),
    ]
    return ClipPlan(duration_s=30.0, movements=tuple(moves), seed=16)


_PLANS: Final[dict[str, Callable[[], ClipPlan]]] = {
    "smile_tremor": _plan_smile_tremor,
    "bilateral_twitches": _plan_bilateral_twitches,
    "blink_cheek": _plan_blink_cheek,
    "resting_cheek": _plan_resting_cheek,
    "mouth_corner_after_palsy": _plan_mouth_corner_after_palsy,
    "healthy": _plan_healthy,
}


def plan_story(name: str) -> ClipPlan:
    """Return the plan of a story."""
    check_option(text("error-made-story"), name, STORIES)
    return _PLANS[name]()


def make_story(name: str, out_dir: Path | str) -> Path:
    """Write the clip of a story and its truth into ``out_dir``; return the clip's path."""
    path = Path(out_dir) / f"{name}.mp4"
    write_clip(plan_story(name), path)
    return path
