"""What a browser keeps: pictures lost while recording, and small twitches that are still found.

    python -m benchmarks.live_browser [--quick] [--write] [--json FILE] [--only PART]

A real Chromium plays made clips (synthetic: a photograph's skin moved by known amounts, with the
noise of a camera) as its camera. The app's own scripts record them and send them to a real server,
in every way they know: each picture as it is, VP9, H.264. Run it with nothing else on the computer.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, Final

import numpy as np
import typer
from numpy.typing import NDArray

from benchmarks.pages import ask_server, serve_folder
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import Quick, print_table
from benchmarks.soak import add_person
from benchmarks.timing.camera_script import MAKE_TAKE, OPEN_CAMERA
from benchmarks.timing.chromium import Page, open_chromium
from twitchcam import analyze_video
from twitchcam.records import Analysis
from twitchcam.synthetic.clip import ClipPlan, render_frames
from twitchcam.synthetic.movements import Twitch

RATE_HZ: Final = 30.0
WAYS: Final = ("plain", "video/webm;codecs=vp9", "video/webm;codecs=h264")
SIZES_PX: Final = ((640, 480), (1280, 720))
# How long each way is tried. What is promised of pictures as they are is promised for minutes.
FRAMES_S: Final = {WAYS[0]: 300.0, WAYS[1]: 30.0, WAYS[2]: 30.0}
QUICK_S: Final = 5.0
TWITCHES_S: Final = 26.0
# Which side twitches by how much, so that each event tells which one it is.
SIZES_MM: Final = {"left": 0.5, "right": 0.3}
_REGIONS: Final = ("cheek", "mouth_corner", "lower_lid")
_RECORD: Final = f"""async (person, name, lengthS) => {{
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  {OPEN_CAMERA}
  await wait(1000);
  {MAKE_TAKE}
  take.ways = take.ways.filter((way) => way.name === name);
  if (!take.ways.length) return null;
  await take.start();
  await wait(1000 * lengthS);
  await take.stop();
  for (const track of stream.getTracks()) track.stop();
  await take.finish();
  // It is not to be measured while the next one is recorded.
  await cancel(id);
  reader.close();
  if (problems.length) throw new Error(problems[0]);
  return id;
}}"""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is in a recording: pictures, how many are missing between them, bytes a minute."""

    n_pictures: int
    n_lost: int
    mb_per_minute: float

    @property
    def lost_share(self) -> float:
        """Of all that the camera gave."""
        return self.n_lost / (self.n_pictures + self.n_lost)


def run(
    quick: Quick = False,
    json_file: JsonFile = None,
    write: Write = False,
    only: Annotated[str, typer.Option(help="640x480, 1280x720 or twitches.")] = "",
) -> None:
    """Measure and print."""
    lengths_s = dict.fromkeys(WAYS, QUICK_S) if quick else FRAMES_S
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        sizes = [size for size in SIZES_PX if only in ("", name_size(size))]
        frames = {name_size(size): _measure_frames(folder, lengths_s, size) for size in sizes}
        twitches = _measure_twitches(folder) if only in ("", "twitches") and not quick else {}
    rows = [
        [name, way, *(str(x) for x in (k.n_pictures, k.n_lost)), f"{100 * k.lost_share:.2f}",
         f"{k.mb_per_minute:.0f}"]
        for name, ways in frames.items() for way, k in ways.items()
    ]  # fmt: skip
    titles = ("picture", "recorded as", "pictures", "lost", "lost, %", "MB a minute")
    if rows:
        print_table(f"{RATE_HZ:g} pictures a second", titles, rows)
    if twitches:
        names = ("recorded as", *(f"{mm:g} mm found" for mm in SIZES_MM.values()), "limit, mm")
        print_table(
            f"{TWITCHES_S:g} s at rest, {_count_twitches()} twitches of each size, 640x480",
            names,
            [[way, *(str(value) for value in found.values())] for way, found in twitches.items()],
        )
    numbers = {
        "frames": {
            name: {way: asdict(kept) for way, kept in ways.items()} for name, ways in frames.items()
        },
        "twitches": twitches,
    }
    write_json(json_file, "live_browser", numbers, data=["made clips"], write=write)


def name_size(size_px: tuple[int, int]) -> str:
    """As in ``640x480``."""
    return "x".join(str(side) for side in size_px)


def _measure_frames(
    folder: Path, lengths_s: dict[str, float], size: tuple[int, int]
) -> dict[str, Kept]:
    plan = ClipPlan(duration_s=3.0, size_px=size, eye_distance_px=0.26 * size[0], noise=2.5)
    camera = write_camera(plan, folder / "frames.y4m")
    with _recording(folder / f"frames-{size[0]}", camera) as record:
        kept = {way: record(way, lengths_s[way])[1] for way in WAYS}
    return {way: found for way, found in kept.items() if found is not None}


def _measure_twitches(folder: Path) -> dict[str, dict[str, float | int | None]]:
    plan = ClipPlan(duration_s=TWITCHES_S + 6.0, movements=plan_twitches())
    camera = write_camera(plan, folder / "twitches.y4m")
    found = {"the file itself": _describe(analyze_video(camera))}
    with _recording(folder / "twitches", camera) as record:
        videos = {way: record(way, TWITCHES_S + 2.0)[0] for way in WAYS}
    return found | {way: _describe(analyze_video(path)) for way, path in videos.items() if path}


def plan_twitches() -> tuple[Twitch, ...]:
    """Twitches of both sides by turns, after the moment in which the camera is opened."""
    onsets_s = np.arange(4.0, TWITCHES_S, 0.97)
    sides = list(SIZES_MM)
    return tuple(
        Twitch(
            region=_REGIONS[k // 2 % len(_REGIONS)],
            side="left" if k % 2 == 0 else "right",
            onset_s=float(onset_s),
            size_mm=SIZES_MM[sides[k % 2]],
        )
        for k, onset_s in enumerate(onsets_s)
    )


def _count_twitches() -> int:
    return sum(twitch.side == "left" for twitch in plan_twitches())


def write_camera(plan: ClipPlan, path: Path) -> Path:
    """Write a made clip as Chromium's camera can play it without any loss."""
    return write_pictures(render_frames(plan), path)


def write_pictures(pictures: Iterable[NDArray[np.uint8]], path: Path) -> Path:
    """Write pictures as YUV4MPEG2."""
    import av

    with path.open("wb") as file:
        for k, picture in enumerate(pictures):
            if k == 0:
                height, width = picture.shape[:2]
                file.write(f"YUV4MPEG2 W{width} H{height} F{RATE_HZ:g}:1 Ip A1:1 C420\n".encode())
            planes = av.VideoFrame.from_ndarray(picture, "rgb24").to_ndarray(format="yuv420p")
            file.write(b"FRAME\n" + planes.tobytes())
    return path


def _describe(analysis: Analysis) -> dict[str, float | int | None]:
    limits_mm = [item.limit_mm for item in analysis.quality.detection_limits]
    counts = {
        f"{mm:g} mm": sum(event.side == side for event in analysis.events)
        for side, mm in SIZES_MM.items()
    }
    return counts | {"limit_mm": round(max(limits_mm), 2) if limits_mm else None}


@contextmanager
def _recording(data: Path, camera: Path) -> Iterator[Any]:
    """``record(way, length_s)`` gives the video and what it holds."""
    with serve_folder(data) as port, open_chromium(camera) as page:
        person = add_person(port, "Anna")
        page.go_to(f"http://127.0.0.1:{port}/")

        def record(way: str, length_s: float) -> tuple[Path | None, Kept | None]:
            return _record(page, data, port, person, way, length_s)

        yield record


def _record(
    page: Page, data: Path, port: int, person: str, way: str, length_s: float
) -> tuple[Path | None, Kept | None]:
    key = page.run(_RECORD, person, way, length_s)
    if key is None:
        return None, None
    state = json.loads(ask_server(port, "GET", f"/api/recordings/{key}").content)["state"]
    assert state == "cancelled", state
    video = data / "recordings" / key / "video"
    return video, describe_video(video)


def describe_video(video: Path) -> Kept:
    """Count pictures by their times: a gap of two intervals is one picture lost."""
    import av

    with av.open(str(video)) as opened:
        times_s = sorted(float(packet.pts * packet.time_base) for packet in opened.demux(video=0)
                         if packet.pts is not None)  # fmt: skip
    steps = np.diff(times_s) * RATE_HZ
    length_s = times_s[-1] - times_s[0]
    return Kept(
        n_pictures=len(times_s),
        n_lost=int(np.maximum(np.round(steps) - 1, 0).sum()),
        mb_per_minute=video.stat().st_size / 1e6 * 60.0 / length_s,
    )


if __name__ == "__main__":
    typer.run(run)
