"""Draw the pictures and write the table of ``docs/measurement.md``.

    python -m docs.make_measurement

Draws made clips of one still face (kept between runs), tracks them, and measures. A few minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from matplotlib import colormaps
from matplotlib.figure import Figure

from benchmarks.baselines.landmarks_only import replace_skin
from benchmarks.crosstalk import (
    DISTURBANCES,
    N_MOMENTS,
    measure_clip,
    plan_clip,
)
from benchmarks.material.made_clips import USUAL_FOLDER, make_clips
from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.capture.files import open_video
from twitchcam.pipeline import analyze_movement, measure_track, track_video
from twitchcam.records import FaceTrack, Floats, Movement, Quality
from twitchcam.settings import Settings, TrackingSettings
from twitchcam.skin_places import find_nearest_place, get_places, get_points
from twitchcam.synthetic.clip import ClipPlan
from twitchcam.synthetic.movements import Blink, Twitch
from twitchcam.tracking.head_frame import fit_head_frame, make_reference, move_to_head
from twitchcam.tracking.steady_face import sample_face, to_sample

PATH: Final = Path(__file__).with_name("measurement.md")
IMAGES: Final = Path(__file__).with_name("images")
BEGIN: Final = "<!-- {name}: written by python -m docs.make_measurement -->"
END: Final = "<!-- end of {name} -->"
_SHOWN_REGIONS: Final = ("brow", "cheek", "upper_lip", "mouth_corner", "chin")
PICTURES: Final = (
    "measurement-place.png",
    "measurement-twitch.png",
    "measurement-noise.png",
    "measurement-limits.png",
)
_CHEEK: Final = (REGION_NAMES.index("cheek"), SIDES.index("left"))
_TWITCH: Final = Twitch(region="cheek", side="left", onset_s=2.0, size_mm=1.5, duration_s=0.2)
_STILL_S: Final = 9.0
_LAGS_S: Final = (0.034, 0.067, 0.1, 0.134, 0.2, 0.3, 0.5, 0.8)
_N_COLOURS: Final = 224
_REPEATABLE: Final = {"Software": None}  # no version in the file


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """One way to film the still face."""

    eye_distance_px: float = 160.0
    crf: float = 18.0
    frame_rate_hz: float = 30.0

    def plan(self) -> ClipPlan:
        """The clip: nine seconds of a still face that blinks twice."""
        larger = self.eye_distance_px > 200
        return ClipPlan(
            duration_s=_STILL_S,
            movements=(Blink(onset_s=3.0), Blink(onset_s=6.5)),
            size_px=(800, 600) if larger else (640, 480),
            eye_distance_px=self.eye_distance_px,
            crf=self.crf,
            frame_rate_hz=self.frame_rate_hz,
            seed=7,
        )

    def name(self) -> str:
        """One line of the table."""
        return f"{self.eye_distance_px:.0f} px, crf {self.crf:.0f}, {self.frame_rate_hz:.0f} Hz"


SIZES: Final = tuple(Recording(eye_distance_px=px) for px in (80.0, 120.0, 160.0, 240.0))
COMPRESSIONS: Final = tuple(Recording(crf=crf) for crf in (8.0, 18.0, 23.0, 28.0))
RATES: Final = tuple(Recording(frame_rate_hz=hz) for hz in (25.0, 30.0, 60.0))


def make_measurement() -> None:
    """Draw everything and write the table."""
    recordings = list(dict.fromkeys((*SIZES, *COMPRESSIONS, *RATES)))
    plans = {f"still-{i}": recording.plan() for i, recording in enumerate(recordings)}
    plans["one-twitch"] = ClipPlan(duration_s=4.0, movements=(_TWITCH,), crf=12.0, seed=7)
    paths = make_clips(plans, USUAL_FOLDER)
    measured = {
        recording: measure_still(paths[f"still-{i}"]) for i, recording in enumerate(recordings)
    }
    draw_place(paths["one-twitch"], IMAGES / PICTURES[0])
    draw_twitch(track_video(paths["one-twitch"]), IMAGES / PICTURES[1])
    draw_noise({r: measured[r][0] for r in COMPRESSIONS}, IMAGES / PICTURES[2])
    draw_limits({r: measured[r][1] for r in recordings}, IMAGES / PICTURES[3])
    write_between_marks("limits", make_table({r: q for r, (_, q) in measured.items()}))
    write_between_marks("crosstalk", make_crosstalk_table())


def measure_still(path: Path) -> tuple[Movement, Quality]:
    """Movement and quality of one clip."""
    track = track_video(path)
    movement, expression = measure_track(track)
    return movement, analyze_movement(track, movement, expression).quality


def make_table(qualities: dict[Recording, Quality]) -> str:
    """Gains and limits as Markdown."""
    signals = Settings().signals
    lines = [
        "| part of the face | share of a small movement that flow shows (gain) |",
        "|---|---|",
        *(f"| {name.replace('_', ' ')} | {signals.gain(name):.2f} |" for name in REGION_NAMES),
        "",
        "| still made face | smallest twitch that would have been seen: median of the parts | "
        "best part | worst part | judged |",
        "|---|---|---|---|---|",
    ]
    for recording, quality in qualities.items():
        limits = sorted(
            (limit.limit_mm, limit.region.replace("_", " ")) for limit in quality.detection_limits
        )
        share = quality.observed_s / quality.duration_s
        cells = ["–"] * 3
        if limits:
            middle = float(np.median([mm for mm, _ in limits]))
            ends = [f"{mm:.2f} mm ({name})" for mm, name in (limits[0], limits[-1])]
            cells = [f"{middle:.2f} mm", *ends]
        lines.append(f"| {recording.name()} | {' | '.join(cells)} | {100 * share:.0f} % |")
    return "\n".join(lines)


def make_crosstalk_table() -> str:
    """What ``benchmarks.crosstalk`` measures, some regions of it, as Markdown."""
    plans = {f"crosstalk-{i}": plan_clip(d) for i, d in enumerate(DISTURBANCES.values())}
    paths = make_clips(plans, USUAL_FOLDER)
    names = [region.replace("_", " ") for region in _SHOWN_REGIONS]
    lines = [
        f"| mm, median and worst of {2 * N_MOMENTS} | {' | '.join(names)} | false events |",
        "|---|" + "---|" * (len(names) + 1),
    ]
    for i, (name, disturbance) in enumerate(DISTURBANCES.items()):
        row = measure_clip(name, disturbance, paths[f"crosstalk-{i}"])
        cells = [
            "–" if region in disturbance.touches
            else f"{row.median_mm[region]:.2f}, {row.worst_mm[region]:.2f}"
            for region in _SHOWN_REGIONS
        ]  # fmt: skip
        lines.append(f"| {name} | {' | '.join(cells)} | {row.n_events} |")
    return "\n".join(lines)


def write_between_marks(name: str, text: str) -> None:
    """Put ``text`` between the marks ``name`` of the document."""
    begin, end = BEGIN.format(name=name), END.format(name=name)
    above, found, rest = PATH.read_text(encoding="utf-8").partition(begin)
    _, also_found, below = rest.partition(end)
    if not found or not also_found:
        raise ValueError(f"{PATH.name} must hold the lines {begin} and {end}.")
    PATH.write_text(f"{above}{begin}\n\n{text}\n\n{end}{below}", encoding="utf-8")


def draw_place(clip: Path, path: Path) -> None:
    """The steadied face with all places and the surroundings of one."""
    settings = TrackingSettings()
    width_px = 3 * settings.steady_eye_distance_px
    track = track_video(clip)
    points = np.asarray(track.landmarks_px[0])
    frame = fit_head_frame(points, make_reference(points))
    with open_video(clip) as video:
        first = next(iter(video.frames()))
    face = sample_face(first.image_rgb, frame, width_px)
    head = move_to_head(points, frame.turn_scale, frame.shift)
    places = get_places().locate(head)
    centre = places[find_nearest_place("cheek")]
    figure = Figure(figsize=(7.2, 3.6))
    axes = figure.subplots(1, 2, gridspec_kw={"width_ratios": [1, 1.1]})
    axes[0].imshow(cv2.cvtColor(first.image_rgb, cv2.COLOR_RGB2GRAY), cmap="gray")
    axes[0].plot(points[:, 0], points[:, 1], ".", markersize=1, color="#ffb000")
    axes[0].set_title("the picture and its 478 landmarks", fontsize=9)
    axes[1].imshow(face, cmap="gray")
    followed = to_sample(get_points().locate(head), width_px)
    axes[1].plot(
        *followed.T, ".", markersize=1.5, color="#ffb000", label="points that flow follows"
    )
    axes[1].plot(*to_sample(places, width_px).T, "+", markersize=3, color="#ff2d55", label="places")
    angle = np.linspace(0, 2 * np.pi, 200)
    circle = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    for radius, colour, label in (
        (settings.place_reach, "#ff2d55", ""),
        (settings.surroundings_inner, "#00b8d9", ""),
        (settings.surroundings_outer, "#00b8d9", "surroundings of one place"),
    ):
        ring = to_sample(centre + radius * circle, width_px)
        axes[1].plot(*ring.T, color=colour, linewidth=1.2, label=label or None)
    axes[1].legend(fontsize=7, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncol=3, frameon=False)
    axes[1].set_title("the face held still", fontsize=9)
    for ax in axes:
        ax.axis("off")
    _save(figure, path)


def draw_twitch(track: FaceTrack, path: Path) -> None:
    """One true twitch, and what landmarks, flow, and corrected flow show of it."""
    gain = Settings().signals.gain("cheek")
    skin, landmarks = (_along_twitch(measure_track(t)[0]) for t in (track, replace_skin(track)))
    figure = Figure(figsize=(7.2, 2.8))
    ax = figure.subplots()
    time_s, skin_mm = skin
    onset_s, length_s = _TWITCH.onset_s, _TWITCH.duration_s
    inside = (time_s >= onset_s) & (time_s <= onset_s + length_s)
    true_mm = np.where(
        inside, _TWITCH.size_mm * (0.5 - 0.5 * np.cos(2 * np.pi * (time_s - onset_s) / length_s)), 0
    )
    ax.fill_between(time_s, true_mm, color="#d0d0d0", label="true movement")
    ax.plot(time_s, skin_mm * gain, color="#7aa6d8", label="flow as measured")
    ax.plot(time_s, skin_mm, color="#1f4e9e", label="flow divided by the gain")
    ax.plot(landmarks[0], landmarks[1] * gain, color="#d9822b", label="landmarks")
    ax.set(xlim=(1.6, 2.8), xlabel="s", ylabel="mm, along the twitch")
    ax.legend(fontsize=8, frameon=False)
    _save(figure, path)


def _along_twitch(movement: Movement) -> tuple[Floats, Floats]:
    moved = movement.displacement_mm[:, _CHEEK[0], _CHEEK[1]]
    start, stop = np.searchsorted(movement.time_s, (1.6, 2.0))
    direction = np.array([0.5, 0.866])
    return movement.time_s, (moved - np.median(moved[start:stop], axis=0)) @ direction


def draw_noise(movements: dict[Recording, Movement], path: Path) -> None:
    """How far still skin seems to have moved after some time, by compression."""
    figure = Figure(figsize=(7.2, 3.0))
    ax = figure.subplots()
    colours = colormaps["viridis"](np.linspace(0, 0.85, len(movements)))
    for colour, (recording, movement) in zip(colours, movements.items(), strict=True):
        spread_mm = [measure_spread(movement, lag_s) for lag_s in _LAGS_S]
        ax.plot(_LAGS_S, spread_mm, "o-", color=colour, markersize=3, label=recording.name())
    first_mm = measure_spread(next(iter(movements.values())), _LAGS_S[0])
    walk = first_mm * np.sqrt(np.array(_LAGS_S) / _LAGS_S[0])
    ax.plot(_LAGS_S, walk, "--", color="grey", label="random walk")
    ax.set(
        xscale="log", yscale="log", xlabel="time between two looks, s",
        ylabel="seeming movement, mm",
    )  # fmt: skip
    ax.set_xticks([0.05, 0.1, 0.2, 0.5], ["0.05", "0.1", "0.2", "0.5"])
    ax.set_yticks([0.03, 0.1, 0.3], ["0.03", "0.1", "0.3"])
    ax.minorticks_off()
    ax.legend(fontsize=8, frameon=False)
    _save(figure, path)


def measure_spread(movement: Movement, lag_s: float) -> float:
    """Median over patches of the usual size of a seeming step over ``lag_s``, mm."""
    displacement_mm = movement.displacement_mm
    lag = max(round(lag_s * movement.sampling_rate_hz), 1)
    steps = np.hypot(*np.moveaxis(displacement_mm[lag:] - displacement_mm[:-lag], -1, 0))
    return float(np.nanmedian(np.nanmedian(steps, axis=0)))


def draw_limits(qualities: dict[Recording, Quality], path: Path) -> None:
    """The stated limits against the size of the face, the compression and the frame rate."""
    figure = Figure(figsize=(7.2, 3.2))
    axes = figure.subplots(1, 3, sharey=True)
    rows: tuple[tuple[Sequence[Recording], str, str], ...] = (
        (SIZES, "eye_distance_px", "eye corner to eye corner, px"),
        (COMPRESSIONS, "crf", "compression (x264 crf)"),
        (RATES, "frame_rate_hz", "pictures a second"),
    )
    for ax, (recordings, field, label) in zip(axes, rows, strict=True):
        x = [getattr(recording, field) for recording in recordings]
        for region in REGION_NAMES:
            y = [_limit(qualities[recording], region) for recording in recordings]
            ax.plot(x, y, "o-", markersize=3, linewidth=1, label=region.replace("_", " "))
        ax.set_xlabel(label, fontsize=8)
        ax.set_xticks(x)
    axes[0].set(ylabel="smallest twitch that\nwould have been seen, mm", ylim=(0, None))
    handles, names = axes[0].get_legend_handles_labels()
    figure.legend(handles, names, fontsize=7, frameon=False, ncol=4, loc="upper center")
    _save(figure, path, top=0.86)


def _limit(quality: Quality, region: str) -> float:
    limits = [limit.limit_mm for limit in quality.detection_limits if limit.region == region]
    return float(np.mean(limits)) if limits else np.nan


def _save(figure: Any, path: Path, top: float = 1.0) -> None:
    from PIL import Image

    figure.tight_layout(rect=(0, 0, 1, top))
    figure.savefig(path, dpi=110, metadata=_REPEATABLE)
    image: Any = Image.open(path).convert("RGB")
    image.quantize(_N_COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
        path, optimize=True
    )


if __name__ == "__main__":
    make_measurement()
