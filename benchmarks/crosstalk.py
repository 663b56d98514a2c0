"""What seems to move in the skin while something else moves.

    python -m benchmarks.crosstalk [--quick] [--write] [--json FILE]

Made clips in which the skin of a region does nothing of its own, while the person blinks, looks
around, nods, turns or leans, the light changes, glasses shine, the picture is compressed. In every
region: the largest rise and return (0.1 to 0.36 s, as twitches are) at each of these moments, mm,
median and worst over moments and both sides. The first row, where nothing happens, is the noise.
Below: how much of a smile of 10 mm is shown, and what is left when it is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import typer

from benchmarks.material.made_clips import USUAL_FOLDER, make_clips
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import MadeClips, Quick, print_lines, print_table
from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.pipeline import analyze_movement, measure_track, track_video
from twitchcam.records import Floats, Movement, TwitchEvent
from twitchcam.signals.pulses import correlate_pulse
from twitchcam.synthetic.acting import HeadMotion
from twitchcam.synthetic.clip import ClipPlan
from twitchcam.synthetic.covers import Cover
from twitchcam.synthetic.fields import SMILE_CORNER_MM
from twitchcam.synthetic.movements import Anything, Blink, Gaze, HeadTurn, Smile

LENGTHS_S: Final = (0.1, 0.14, 0.19, 0.26, 0.36)
N_MOMENTS: Final = 6
FIRST_S: Final = 1.5
APART_S: Final = 2.0
# Around a moment in which nothing happens, the same time is looked at as around a blink.
LOOKED_AT_S: Final = 0.6
SMILE_MM: Final = 10.0
_SMILE: Final = Smile(
    onset_s=2.0, left=SMILE_MM / SMILE_CORNER_MM, right=SMILE_MM / SMILE_CORNER_MM, hold_s=2.0
)
_SMILE_HELD_S: Final = (2.8, 4.3)
_AFTER_SMILE_S: Final = (6.0, 7.5)
_BEFORE_SMILE_S: Final = (0.7, 1.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disturbance:
    """Something that is no movement of the skin, or hardly one."""

    moves: tuple[Anything, ...] = ()
    lasts_s: float = LOOKED_AT_S
    plan: dict[str, Any]
    touches: tuple[str, ...] = ()  # regions that it truly moves

    def windows(self) -> list[tuple[float, float]]:
        """When to look, s."""
        return [(t, t + self.lasts_s) for t in _moments_s()]


def _moments_s() -> list[float]:
    return [FIRST_S + APART_S * k for k in range(N_MOMENTS)]


def _every(make: Any, lasts_s: float, touches: tuple[str, ...] = (), **plan: Any) -> Disturbance:
    moves = tuple(make(t) for t in _moments_s())
    return Disturbance(moves=moves, lasts_s=lasts_s, plan=plan, touches=touches)


def _turn(**deg: float) -> Disturbance:
    return _every(lambda t: HeadTurn(onset_s=t, hold_s=0.2, **deg), 1.4)


_LIDS: Final = ("upper_lid", "lower_lid")
DISTURBANCES: Final = {
    "nothing (noise alone)": Disturbance(plan={}),
    "blink": _every(lambda t: Blink(onset_s=t), LOOKED_AT_S, _LIDS),
    "look aside and up": _every(
        lambda t: Gaze(onset_s=t, to_left_deg=15.0, up_deg=8.0, hold_s=0.3), 0.6
    ),
    "nod of 8°": _turn(pitch_deg=-8.0),
    "turn of 12°": _turn(yaw_deg=12.0),
    "lean of 12°": _turn(roll_deg=12.0),
    "restless head": Disturbance(plan={"head": HeadMotion(sway_mm=5.0, turn_deg=3.0)}),
    "mains light, beat of 10 Hz": Disturbance(plan={"light_flicker": 0.03, "flicker_hz": 10.0}),
    "light drifts": Disturbance(plan={"light_drift": 0.08}),
    "glasses that mirror": Disturbance(
        plan={"glasses": True, "head": HeadMotion(sway_mm=1.5, turn_deg=2.0)}
    ),
    "glasses, blink": _every(lambda t: Blink(onset_s=t), LOOKED_AT_S, _LIDS, glasses=True),
    "beard": Disturbance(plan={"beard": True}),
    "crf 23": Disturbance(plan={"crf": 23.0}),
    "crf 28": Disturbance(plan={"crf": 28.0}),
    "a hand comes and goes": _every(
        lambda t: Blink(onset_s=t), 1.6, REGION_NAMES,
        covers=tuple(
            Cover(region="mouth_corner", side="left", onset_s=t, rise_s=0.4, hold_s=0.6, fall_s=0.4)
            for t in _moments_s()[::2]
        ),
    ),
}  # fmt: skip
QUICK: Final = ("nothing (noise alone)", "blink")


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossTalk:
    """What was read in each region during one disturbance, mm."""

    disturbance: str
    median_mm: dict[str, float]
    worst_mm: dict[str, float]
    n_events: int
    judged_share: float

    def describe(self, touches: Sequence[str]) -> tuple[str, ...]:
        """One row of the table; regions that truly move have no number."""
        cells = [
            "moves" if region in touches else f"{self.median_mm[region]:.2f} {worst:.2f}"
            for region, worst in self.worst_mm.items()
        ]
        return (
            self.disturbance, *cells, str(self.n_events), f"{100 * self.judged_share:.0f} %",
        )  # fmt: skip


def run(
    quick: Quick = False,
    json_file: JsonFile = None,
    write: Write = False,
    workdir: MadeClips = USUAL_FOLDER,
) -> None:
    """What seems to move in the skin while something else moves."""
    chosen = {k: v for k, v in DISTURBANCES.items() if not quick or k in QUICK}
    plans = {f"crosstalk-{i}": plan_clip(d) for i, d in enumerate(chosen.values())}
    if not quick:
        plans["crosstalk-smile"] = ClipPlan(duration_s=8.0, movements=(_SMILE,))
    paths = make_clips(plans, workdir)
    rows = [
        measure_clip(name, disturbance, paths[f"crosstalk-{i}"])
        for i, (name, disturbance) in enumerate(chosen.items())
    ]
    print_table(
        f"Largest rise and return, mm, median and worst ({N_MOMENTS} moments, both sides; made "
        "clips, 165 px between the eye corners, crf 18 unless said)",
        ("disturbance", *(name.replace("_", " ") for name in REGION_NAMES), "events", "judged"),
        [row.describe(chosen[row.disturbance].touches) for row in rows],
    )
    numbers: dict[str, Any] = {"synthetic": True, "rows": [asdict(row) for row in rows]}
    if not quick:
        smile = measure_smile(measure_track(track_video(paths["crosstalk-smile"]))[0])
        numbers["smile"] = smile
        print_lines(
            f"A smile of {SMILE_MM:g} mm at the mouth corner: "
            + ", ".join(
                f"{side} shown {smile[f'{side}_shown_mm']:.1f} mm, left over "
                f"{smile[f'{side}_left_over_mm']:.2f} mm"
                for side in SIDES
            )
            + f"; left over elsewhere at most {smile['max_left_over_mm']:.2f} mm."
        )
    data = [f"made: {name}" for name in plans]
    write_json(json_file, "crosstalk", numbers, data=data, write=write)


def plan_clip(disturbance: Disturbance) -> ClipPlan:
    """A clip in which the disturbance comes ``N_MOMENTS`` times."""
    duration_s = FIRST_S + APART_S * N_MOMENTS + 0.5
    return ClipPlan(duration_s=duration_s, movements=disturbance.moves, seed=3, **disturbance.plan)


def measure_clip(name: str, disturbance: Disturbance, path: Path) -> CrossTalk:
    """What is read in one clip."""
    track = track_video(path)
    movement, expression = measure_track(track)
    analysis = analyze_movement(track, movement, expression)
    peaks_mm = measure_peaks(movement, disturbance.windows())
    by_region = np.nan_to_num(peaks_mm).transpose(1, 0, 2).reshape(len(REGION_NAMES), -1)
    return CrossTalk(
        disturbance=name,
        median_mm=dict(zip(REGION_NAMES, np.median(by_region, axis=1).tolist(), strict=True)),
        worst_mm=dict(zip(REGION_NAMES, by_region.max(axis=1).tolist(), strict=True)),
        n_events=sum(1 for event in analysis.events if not _is_moved(event, disturbance)),
        judged_share=analysis.quality.observed_s / analysis.quality.duration_s,
    )


def _is_moved(event: TwitchEvent, disturbance: Disturbance) -> bool:
    return event.region in disturbance.touches and len(disturbance.touches) < len(REGION_NAMES)


def measure_peaks(movement: Movement, windows: Sequence[tuple[float, float]]) -> Floats:
    """Largest rise and return in each window: (windows, regions, sides) mm."""
    displacement_mm = movement.displacement_mm
    steps = np.nan_to_num(np.diff(displacement_mm, axis=0, prepend=displacement_mm[:1]))
    rate_hz = movement.sampling_rate_hz
    sizes = [np.linalg.norm(correlate_pulse(steps, s, rate_hz), axis=-1) for s in LENGTHS_S]
    largest = np.max(sizes, axis=0)
    edges = [np.searchsorted(movement.time_s, window) for window in windows]
    return np.array([largest[start:stop].max(axis=0) for start, stop in edges])


def measure_smile(movement: Movement) -> dict[str, float]:
    """What a smile of ``SMILE_MM`` shows at the mouth corners, and what is left of it, mm."""
    displacement_mm = movement.displacement_mm

    def middle(span: tuple[float, float]) -> Floats:
        start, stop = np.searchsorted(movement.time_s, span)
        return np.nanmedian(displacement_mm[start:stop], axis=0)

    before = middle(_BEFORE_SMILE_S)
    shown = np.linalg.norm(middle(_SMILE_HELD_S) - before, axis=-1)
    left_over = np.linalg.norm(middle(_AFTER_SMILE_S) - before, axis=-1)
    corner = REGION_NAMES.index("mouth_corner")
    found = {"max_left_over_mm": float(left_over.max())}
    for s, side in enumerate(SIDES):
        found[f"{side}_shown_mm"] = float(shown[corner, s])
        found[f"{side}_left_over_mm"] = float(left_over[corner, s])
    return found


if __name__ == "__main__":
    typer.run(run)
