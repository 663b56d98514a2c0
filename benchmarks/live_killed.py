"""What is lost when the browser or the server is killed while a camera is recorded.

    python -m benchmarks.live_killed [--quick] [--write] [--json FILE]

A real Chromium plays a made clip (synthetic) as its camera; the app's own scripts send each picture
as it is to a real server. At a random moment one of the two is killed with all its processes, as by
a loss of power. ``browser``: it does not come back, and what the server has is looked at.
``server``: it is started again a second later; the browser goes on by itself and ends the
recording. A recorder at the desk that is killed is measured by ``benchmarks.live``.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import tempfile
import time
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import typer

from benchmarks.live_browser import RATE_HZ, write_camera
from benchmarks.pages import SERVE, ask_server
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import Quick, print_table
from benchmarks.soak import add_person
from benchmarks.timing.camera_script import MAKE_TAKE, OPEN_CAMERA
from benchmarks.timing.chromium import Page, open_chromium
from twitchcam.synthetic.clip import ClipPlan

N_KILLS: Final = 20
N_QUICK: Final = 2
# Between them lies the moment of the kill, from the first picture.
MOMENTS_S: Final = (0.5, 5.0)
_DOWN_S: Final = 1.0
_AFTER_S: Final = 2.0
_BEGIN: Final = f"""async (person) => {{
  const name = "plain";
  {OPEN_CAMERA}
  {MAKE_TAKE}
  // No other way: what is killed here has nothing to do with how fast this computer is.
  take.ways = take.ways.slice(0, 1);
  await take.start();
  Object.assign(window, {{ take, problems }});
  return {{ id, firstMs: performance.timeOrigin + take.zeroMs }};
}}"""
_END: Final = """async () => {
  await take.stop();
  await take.finish();
  if (problems.length) throw new Error(problems[0]);
  return take.way.counts.taken;
}"""


@dataclass(frozen=True, slots=True)
class Lost:
    """One kill: when (s from the first picture), and how much of the recording is missing (s)."""

    killed_s: float
    lost_s: float


class Server:
    """A server that can be killed and started again, on the same port and folder."""

    def __init__(self, data: Path) -> None:
        self._data, self.port = data, 0
        self.start()

    def start(self) -> None:
        """Start, and wait until it says its address."""
        command = [*SERVE, "--port", str(self.port), "--data", str(self._data)]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
        assert self._process.stdout is not None  # it is a pipe
        line = self._process.stdout.readline().decode()
        self.port = int(line.rsplit(":", 1)[1].strip("/ \n"))

    def kill(self) -> None:
        """Kill it and all its processes."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def close(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()


def run(quick: Quick = False, json_file: JsonFile = None, write: Write = False) -> None:
    """Measure and print."""
    chance = random.Random(17)
    moments_s = [chance.uniform(*MOMENTS_S) for _ in range(N_QUICK if quick else N_KILLS)]
    numbers: dict[str, list[Lost]] = {}
    with tempfile.TemporaryDirectory() as place:
        plan = ClipPlan(duration_s=3.0, noise=2.5)
        camera = write_camera(plan, Path(place) / "camera.y4m")
        with closing(Server(Path(place) / "data")) as server:
            person = add_person(server.port, "Anna")
            recordings = Path(place) / "data" / "recordings"
            for name, kill in (("browser", _kill_browser), ("server", _kill_server)):
                numbers[name] = [
                    kill(server, camera, person, recordings, moment_s) for moment_s in moments_s
                ]
    rows = [
        [
            name, str(len(lost)), f"{max(x.lost_s for x in lost):.2f}",
            f"{np.median([x.lost_s for x in lost]):.2f}",
        ]
        for name, lost in numbers.items()
    ]  # fmt: skip
    print_table(
        "Killed while a browser records at 640x480, 30 Hz",
        ("killed", "times", "lost at most s", "median s"),
        rows,
    )
    scores = {name: [asdict(x) for x in lost] for name, lost in numbers.items()}
    write_json(json_file, "live_killed", scores, data=["made clips (synthetic)"], write=write)


def _kill_browser(
    server: Server, camera: Path, person: str, recordings: Path, moment_s: float
) -> Lost:
    with open_chromium(camera) as page:
        begun = _begin(page, server, person, moment_s)
        page.kill()
        killed_s = time.time() - begun["firstMs"] / 1000
    time.sleep(_AFTER_S)
    times_s = _end(server, recordings, begun["id"])
    return Lost(killed_s, killed_s - times_s[-1] - 1 / RATE_HZ)


def _kill_server(
    server: Server, camera: Path, person: str, recordings: Path, moment_s: float
) -> Lost:
    with open_chromium(camera) as page:
        begun = _begin(page, server, person, moment_s)
        server.kill()
        killed_s = time.time() - begun["firstMs"] / 1000
        time.sleep(_DOWN_S)
        server.start()
        time.sleep(_AFTER_S)
        n_taken = page.run(_END)
    n_kept = len(_end(server, recordings, begun["id"]))
    return Lost(killed_s, (n_taken - n_kept) / RATE_HZ)


def _begin(page: Page, server: Server, person: str, moment_s: float) -> dict[str, Any]:
    page.go_to(f"http://127.0.0.1:{server.port}/")
    begun: dict[str, Any] = page.run(_BEGIN, person)
    time.sleep(max(0.0, begun["firstMs"] / 1000 + moment_s - time.time()))
    return begun


def _end(server: Server, recordings: Path, key: str) -> list[float]:
    """End a recording without measuring it; the times of its pictures (s)."""
    import av

    answer = ask_server(server.port, "POST", f"/api/recordings/{key}/cancel")
    assert json.loads(answer.content)["state"] == "cancelled"
    with av.open(str(recordings / key / "video")) as opened:
        times = [packet.pts * packet.time_base for packet in opened.demux(video=0)
                 if packet.pts is not None]  # fmt: skip
    return sorted(float(time_s) for time_s in times)


if __name__ == "__main__":
    typer.run(run)
