"""Recording and looking live at the desk: pictures lost, delays, room, what a kill costs.

    python -m benchmarks.live [--quick] [--part NAME …] [--write] [--json FILE]

A made face (synthetic, sensor noise of 1.2 grey levels) is played as a camera at its own pace.
``encodings``: cost of each way to store it, and which of the twitches put into it are found after.
``record``: pictures lost while the live view follows the face beside. ``overlay``: from when a
picture was taken to when its drawing was ready. ``marks``: from the apex of a twitch to the drawing
that marks it. ``kill``: a recorder killed at random times. Hours of ``watch`` have a command of
their own, ``benchmarks.live_watch``.
"""

from __future__ import annotations

import math
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import numpy as np
import typer
from numpy.typing import NDArray

from benchmarks.material.made_clips import USUAL_FOLDER, make_clips
from benchmarks.material.made_twitches import JUDGED_REGIONS, plan_twitches
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import Quick, print_lines, print_table
from benchmarks.timing.paced_camera import PacedCamera
from twitchcam import analyze_video
from twitchcam.app.live import watch_live
from twitchcam.capture.encoding import ENCODINGS
from twitchcam.capture.files import open_video
from twitchcam.capture.recorder import Recorder
from twitchcam.desk.live_window import LiveDrawing
from twitchcam.synthetic.clip import ClipPlan, render_frames
from twitchcam.synthetic.movements import Twitch

PARTS: Final = ("encodings", "record", "overlay", "marks", "kill")
SIZES: Final = {(640, 480): 165.0, (1280, 720): 250.0}
# Pictures, how many a second, and for how long.
RECORDED: Final = (
    ((640, 480), 30.0, 300.0),
    ((1280, 720), 30.0, 300.0),
    ((640, 480), 60.0, 60.0),
)
_NOISE: Final = 1.2
_KILLED: Final = """
import sys, time
import numpy as np
from twitchcam.capture.recorder import Recorder
rng = np.random.default_rng(1)
pictures = [rng.integers(100, 140, (480, 640, 3), np.uint8) for _ in range(8)]
with Recorder(sys.argv[1], (640, 480)) as recorder:
    begun = time.monotonic()
    for number in range(10_000):
        time_s = time.monotonic() - begun
        recorder.add(pictures[number % 8], time_s)
        print(time_s, flush=True)
        time.sleep(1 / 30)
"""

Parts = Annotated[
    list[str] | None,
    typer.Option("--part", help=f"One of {', '.join(PARTS)}; may be repeated. [default: all]"),
]


def run(
    quick: Quick = False, parts: Parts = None, json_file: JsonFile = None, write: Write = False
) -> None:
    """Measure and print."""
    measures = {
        "encodings": _measure_encodings,
        "record": _measure_record,
        "overlay": _measure_overlay,
        "marks": _measure_marks,
        "kill": _measure_kill,
    }
    chosen = parts or PARTS
    with tempfile.TemporaryDirectory() as folder:
        numbers = {name: measures[name](Path(folder), quick) for name in chosen}
    write_json(json_file, "live", numbers, data=["made clips (synthetic)"], write=write)


def _make_pictures(size_px: tuple[int, int], n: int = 60) -> list[NDArray[np.uint8]]:
    plan = ClipPlan(
        duration_s=n / 30, size_px=size_px, eye_distance_px=SIZES[size_px], noise=_NOISE
    )
    return _draw_bgr(plan)


def _draw_bgr(plan: ClipPlan) -> list[NDArray[np.uint8]]:
    return [np.ascontiguousarray(image[..., ::-1]) for image in render_frames(plan)]


def _measure_encodings(folder: Path, quick: bool) -> list[dict[str, Any]]:
    sizes_mm = (0.3,) if quick else (0.3, 0.5)
    plan = plan_twitches(sizes_mm, crf=0.0, noise=_NOISE, blinks=False)
    clip = make_clips({"lossless": plan}, USUAL_FOLDER)["lossless"]
    twitches = [move for move in plan.movements if isinstance(move, Twitch)]
    rows = []
    for name in ENCODINGS:
        stored, cost = folder / f"{name}.mkv", folder / f"{name}-cost.mkv"
        with (
            open_video(clip) as video,
            Recorder(stored, video.size_px, layout="rgb24", encoding=name) as recorder,
        ):
            for frame in video.frames():
                _add(recorder, frame.image_rgb, frame.time_s)
        events = analyze_video(stored).events
        found = sum(_is_found(twitch, events) for twitch in twitches)
        row: dict[str, Any] = {
            "encoding": name, "found": found, "of": len(twitches),
            "false": sum(not _is_true(event, twitches) for event in events),
        }  # fmt: skip
        for size_px in SIZES:
            pictures = _make_pictures(size_px)
            cost.unlink(missing_ok=True)
            begun_s = time.process_time()
            with Recorder(cost, size_px, encoding=name) as recorder:
                for k, picture in enumerate(pictures):
                    _add(recorder, picture, k / 30)
            n_bytes = recorder.close().status.n_bytes
            row[f"ms_{size_px[1]}"] = 1e3 * (time.process_time() - begun_s) / len(pictures)
            row[f"mb_a_minute_{size_px[1]}"] = n_bytes / len(pictures) * 1800 / 1e6
        rows.append(row)
    events = analyze_video(clip).events
    found = sum(_is_found(twitch, events) for twitch in twitches)
    print_table(
        "Ways to store a recording",
        ("", "found", "false", "640x480 ms", "MB a minute", "1280x720 ms", "MB a minute"),
        [
            (
                row["encoding"], f"{row['found']}/{row['of']}", str(row["false"]),
                f"{row['ms_480']:.1f}", f"{row['mb_a_minute_480']:.0f}",
                f"{row['ms_720']:.1f}", f"{row['mb_a_minute_720']:.0f}",
            )
            for row in rows
        ],
    )  # fmt: skip
    print_lines(
        f"Of the {len(twitches)} twitches of {', '.join(map(str, sizes_mm))} mm, {found} are found "
        "in the pictures themselves; processor time a picture, conversion of colours included."
    )
    return [*rows, {"encoding": "none", "found": found, "of": len(twitches)}]


def _add(recorder: Recorder, picture: NDArray[np.uint8], time_s: float) -> None:
    while recorder.status().n_waiting >= recorder.status().max_waiting - 1:
        time.sleep(0.01)
    recorder.add(picture, time_s)


def _is_found(twitch: Twitch, events: Any) -> bool:
    return any(_fit(event, twitch) for event in events)


def _is_true(event: Any, twitches: Sequence[Twitch]) -> bool:
    return any(_fit(event, twitch) for twitch in twitches)


def _fit(event: Any, twitch: Twitch) -> bool:
    middle_s = twitch.onset_s + twitch.duration_s / 2
    return event.side in (twitch.side, "both") and abs(event.apex_s - middle_s) < 0.2


def _measure_record(folder: Path, quick: bool) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for size_px, rate_hz, full_s in RECORDED:
        length_s = 10.0 if quick else full_s
        camera = PacedCamera(_make_pictures(size_px), rate_hz, length_s)
        path = folder / f"record-{size_px[1]}-{rate_hz:.0f}.mkv"
        begun_s = time.process_time()
        with Recorder(path, size_px) as recorder:
            for moment in watch_live(camera, recorder=recorder):
                last = moment
        used_s = time.process_time() - begun_s
        status = recorder.close().status
        asked = round(rate_hz * length_s)
        rows.append(
            {
                "size_px": list(size_px), "rate_hz": rate_hz, "length_s": length_s, "asked": asked,
                "written": status.n_written, "not_taken": status.n_lost,
                "lost_share": 1 - status.n_written / asked, "latest_s": camera.latest_s,
                "looked_at": last.n_read - last.n_skipped, "processor_share": used_s / length_s,
                "mb_a_minute": (status.bytes_per_minute or 0) / 1e6,
            }
        )  # fmt: skip
        path.unlink()
    print_table(
        "Recorded without loss, the live view beside it",
        ("", "seconds", "asked", "written", "lost", "looked at", "processors busy", "MB a minute"),
        [
            (
                f"{row['size_px'][0]}x{row['size_px'][1]}, {row['rate_hz']:.0f} Hz",
                f"{row['length_s']:.0f}",
                str(row["asked"]), str(row["written"]), f"{100 * row['lost_share']:.2f} %",
                str(row["looked_at"]), f"{row['processor_share']:.2f}",
                f"{row['mb_a_minute']:.0f}",
            )
            for row in rows
        ],
    )  # fmt: skip
    return rows


def _measure_overlay(folder: Path, quick: bool) -> dict[str, Any]:
    del folder
    camera = PacedCamera(_make_pictures((640, 480)), 30.0, 8.0 if quick else 30.0)
    drawing, n = LiveDrawing(), 0
    for moment in watch_live(camera):
        drawing.draw(moment)
        n += 1
    # The first second is spent on finding the face and making tables.
    delays_ms = 1e3 * np.array(drawing.delays_s)[30:]
    p50, p95 = np.percentile(delays_ms, [50, 95])
    print_table(
        "From the picture to its drawing, 640x480 at 30 Hz",
        ("", "median ms", "95 % below ms", "drawn of"),
        [("live", f"{p50:.0f}", f"{p95:.0f}", f"{n}/{moment.n_read}")],
    )
    return {"median_ms": p50, "p95_ms": p95, "drawn": n, "read": moment.n_read}


def _measure_marks(folder: Path, quick: bool) -> dict[str, Any]:
    del folder
    plan = plan_twitches((1.0,), regions=("cheek",) if quick else JUDGED_REGIONS, noise=_NOISE)
    pictures = _draw_bgr(plan)
    drawing, marked = LiveDrawing(), []
    for moment in watch_live(PacedCamera(pictures, 30.0, len(pictures) / 30.0)):
        drawing.draw(moment)
        drawn_s = moment.seen.look.time_s + drawing.delays_s[-1]
        marked += [(event, drawn_s) for event in moment.seen.events]
    twitches = [move for move in plan.movements if isinstance(move, Twitch)]
    delays_s = [
        min(told) - twitch.onset_s - twitch.duration_s / 2
        for twitch in twitches
        if (told := [drawn_s for event, drawn_s in marked if _fit(event, twitch)])
    ]
    n_false = sum(not _is_true(event, twitches) for event, _ in marked)
    late_s = max(delays_s, default=math.nan)
    print_table(
        f"Twitches of 1 mm marked live, 640x480 at 30 Hz, {len(pictures) / 30:.0f} s with blinks",
        ("", "marked", "false", "median s after the apex", "latest s"),
        [
            (
                "live", f"{len(delays_s)}/{len(twitches)}", str(n_false),
                f"{np.median(delays_s) if delays_s else math.nan:.2f}", f"{late_s:.2f}",
            )
        ],
    )  # fmt: skip
    return {"twitches": len(twitches), "delays_s": delays_s, "false": n_false}


def _measure_kill(folder: Path, quick: bool) -> dict[str, Any]:
    chance, lost_s = random.Random(17), []
    for number in range(4 if quick else 20):
        path = folder / f"killed-{number}.mkv"
        child = subprocess.Popen(
            [sys.executable, "-c", _KILLED, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        stop_s, added_s = chance.uniform(0.5, 4.0), [float(child.stdout.readline())]
        while added_s[-1] < stop_s:
            added_s.append(float(child.stdout.readline()))
        child.kill()
        added_s += [float(line) for line in child.communicate()[0].splitlines() if line]
        with open_video(path) as video:
            last_s = [frame.time_s for frame in video.frames()][-1]
        lost_s.append(added_s[-1] - added_s[0] - last_s)
    print_table(
        "A recorder killed at random times (640x480, 30 Hz)",
        ("", "kills", "lost at most s", "median s"),
        [("kill -9", str(len(lost_s)), f"{max(lost_s):.2f}", f"{np.median(lost_s):.2f}")],
    )
    return {"lost_s": lost_s}


if __name__ == "__main__":
    typer.run(run)
