"""What compression by the browser costs: one made clip, recorded by the web app itself.

    python -m benchmarks.browser_video [--quick] [--write] [--json FILE]

A real Chromium plays the sample clip ``blink_cheek`` (synthetic: the left cheek jerks with each of
14 blinks) as its camera. The app's own scripts record it and send it to a real server, which
measures it. Needs what the tests of the pages need (``pip install -e ".[test]"``, Chromium).
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import typer

from benchmarks.pages import ask_server, serve_folder
from benchmarks.showing.stored import ROOT, JsonFile, Write, write_json
from benchmarks.showing.tables import Quick, print_lines, print_table
from benchmarks.soak import add_person
from twitchcam import analyze_video
from twitchcam.records import Analysis
from twitchcam.report.document import read_document

CLIP: Final = ROOT / "sample_clips" / "blink_cheek.mp4"
CHROMIUM: Final = "/usr/bin/chromium"
KINDS: Final = ("video/webm;codecs=vp9", "video/webm;codecs=h264", "video/webm;codecs=vp8")
LENGTH_S: Final = 30.0
QUICK_S: Final = 12.0
_LONGEST_ANALYSIS_S: Final = 600.0
_RECORD: Final = """async ([person, kind, lengthS]) => {
  const { openCamera } = await import("/static/camera.js");
  const { makeRecorder } = await import("/static/ways.js");
  const { begin, finish, LiveSender } = await import("/static/sender.js");
  if (!MediaRecorder.isTypeSupported(kind)) return null;
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const stream = await openCamera();
  await wait(1500);
  const { id } = await begin({ person_id: person, name: kind, origin: "camera" });
  const sender = new LiveSender(id, {});
  const recorder = makeRecorder(stream, kind);
  recorder.addEventListener("dataavailable", (event) => sender.push(event.data));
  const stopped = new Promise((done) => recorder.addEventListener("stop", done));
  recorder.start(1000);
  await wait(1000 * lengthS);
  recorder.stop();
  await stopped;
  for (const track of stream.getTracks()) track.stop();
  await sender.work;
  await finish(id);
  return id;
}"""


def run(quick: Quick = False, json_file: JsonFile = None, write: Write = False) -> None:
    """Measure and print."""
    length_s = QUICK_S if quick else LENGTH_S
    rows = {"the file itself": _describe(analyze_video(CLIP))}
    with tempfile.TemporaryDirectory() as place:
        camera, data = Path(place) / "camera.mjpeg", Path(place) / "data"
        write_camera_clip(CLIP, camera)
        with serve_folder(data) as port, _open_page(port, camera) as page:
            person = add_person(port, "Anna")
            for kind in KINDS[:1] if quick else KINDS:
                key = page.evaluate(_RECORD, [person, kind, length_s])
                if key is None:
                    print_lines(f"This browser does not record {kind}.")
                    continue
                _wait_for(port, key)
                folder = data / "recordings" / key
                analysis = read_document(folder / "results" / "analysis.json")
                size = (folder / "video").stat().st_size
                rows[kind] = _describe(analysis) | {"mbit_per_s": 8e-6 * size / length_s}
    columns = ("recorded as", "Mbit/s", "pictures a second", "smallest seen on a cheek, mm",
               "jerks of the left cheek found", "blinks found", "false events")  # fmt: skip
    names = ("mbit_per_s", "frame_rate_hz", "limit_mm", "n_jerks", "n_blinks", "n_other")
    table = [[kind, *(_say(row.get(name)) for name in names)] for kind, row in rows.items()]
    print_table(f"{length_s:g} s of {CLIP.name}", columns, table)
    write_json(json_file, "browser_video", {"kinds": rows}, data=[CLIP.name], write=write)


def write_camera_clip(clip: Path, path: Path) -> None:
    """Write what Chromium's camera can play: pictures one by one, hardly compressed."""
    import av

    with av.open(str(clip)) as source, av.open(str(path), "w", format="mjpeg") as out:
        video = source.streams.video[0]
        stream = out.add_stream("mjpeg", rate=30)
        stream.width, stream.height, stream.pix_fmt = video.width, video.height, "yuvj420p"
        stream.codec_context.color_range = 2  # full: what a picture by itself has
        stream.options = {"q:v": "2", "qmin": "1", "qmax": "3"}
        for frame in source.decode(video):
            out.mux(stream.encode(frame.reformat(format="yuvj420p")))
        out.mux(stream.encode(None))


def _describe(analysis: Analysis) -> dict[str, float | None]:
    """Numbers of one recording. Sizes and limits are those that a report states."""
    limits_mm = [x.limit_mm for x in analysis.quality.detection_limits if x.region == "cheek"]
    is_jerk = [event.region == "cheek" and event.side == "left" for event in analysis.events]
    return {
        "frame_rate_hz": analysis.quality.frame_rate_hz,
        "limit_mm": max(limits_mm, default=None),
        "n_jerks": sum(is_jerk),
        "n_blinks": sum(action.kind == "blink" for action in analysis.actions),
        "n_other": len(is_jerk) - sum(is_jerk),
    }


@contextmanager
def _open_page(port: int, camera: Path) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    arguments = [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
        "--disable-background-networking", "--disable-component-update",
        "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={camera}",
    ]  # fmt: skip
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        try:
            page = browser.new_context(permissions=["camera"]).new_page()
            page.goto(f"http://127.0.0.1:{port}/")
            yield page
        finally:
            browser.close()


def _wait_for(port: int, key: str) -> None:
    end_s = time.monotonic() + _LONGEST_ANALYSIS_S
    while time.monotonic() < end_s:
        state = json.loads(ask_server(port, "GET", f"/api/recordings/{key}").content)["state"]
        if state not in ("receiving", "waiting", "running"):
            return
        time.sleep(1.0)
    raise RuntimeError("The recording was not measured in time.")


def _say(value: float | None) -> str:
    return "–" if value is None else f"{value:.3g}"


if __name__ == "__main__":
    typer.run(run)
