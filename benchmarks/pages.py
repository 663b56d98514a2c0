"""How fast the pages of the web app answer while two analyses run.

    python -m benchmarks.pages [--quick] [--write] [--json FILE]

A real server with 40 people of 30 finished recordings each, on a folder of its own; requests one
after the other, as one browser sends them. The baseline is the same without an analysis.
"""

from __future__ import annotations

import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import typer

from benchmarks.showing.stored import ROOT, JsonFile, Write, write_json
from benchmarks.showing.tables import Quick, print_table

CLIP: Final = ROOT / "sample_clips" / "healthy.mp4"
TRACK: Final = ROOT / "notebooks" / "data" / "blink_cheek" / "track.npz"
SERVE: Final = (sys.executable, "-m", "twitchcam", "serve")
N_PEOPLE: Final = 40
N_RECORDINGS: Final = 30
_JSON: Final = {"Content-Type": "application/json"}


def run(quick: Quick = False, json_file: JsonFile = None, write: Write = False) -> None:
    """Measure and print."""
    n_rounds = 20 if quick else 100
    with tempfile.TemporaryDirectory() as place:
        data = Path(place) / "data"
        person, recording = fill_folder(data, N_PEOPLE, N_RECORDINGS)[-1]
        with serve_folder(data) as port:
            pages = ("/", f"/people/{person}", f"/recordings/{recording}",
                     f"/people/{person}/questions", f"/people/{person}/compare",
                     f"/people/{person}/advice", f"/people/{person}/letter", "/day")  # fmt: skip
            ask_server(port, "GET", "/")  # answered once the server has started
            quiet = {page: _time(port, page, n_rounds) for page in pages}
            # More than two, so that two run until the last page was measured.
            for k in range(2 * len(pages)):
                _send_clip(port, person, k)
            time.sleep(3.0)  # both processes have started
            busy = {page: _time(port, page, n_rounds) for page in pages}
    numbers = {
        page.split("/")[-1] if page.count("/") > 2 else page.split("/")[1] or "home": {
            "quiet_p95_ms": _p95(quiet[page]),
            "busy_p50_ms": statistics.median(busy[page]),
            "busy_p95_ms": _p95(busy[page]),
        }
        for page in pages
    }
    rows = [[name, *(f"{value:.0f}" for value in row.values())] for name, row in numbers.items()]
    title = f"Milliseconds until a page is here ({n_rounds} requests each)"
    columns = ("page", "no analysis, p95", "two analyses, median", "two analyses, p95")
    print_table(title, columns, rows)
    write_json(json_file, "pages", {"pages": numbers}, data=[CLIP.name], write=write)


def fill_folder(data: Path, n_people: int, n_recordings: int) -> list[tuple[str, str]]:
    """Add people with finished recordings, a month apart; every person with their last one."""
    from twitchcam import analyze_track, read_track, write_document
    from twitchcam.store.library import Store

    analysis = analyze_track(read_track(TRACK))
    document = data.with_name("analysis.json")
    write_document(analysis, document)
    first_ms = round(1000 * (time.time() - 30 * n_recordings * 86_400))
    added = []
    with closing(Store(data)) as store:
        for name in range(n_people):
            person = store.add_person(f"Anna {name}")
            for k in range(n_recordings):
                recording = store.add_recording(
                    person.id,
                    name=f"{k}.mp4",
                    origin="upload",
                    modified_ms=first_ms + 30 * k * 86_400_000,
                )
                store.change_recording(recording.id, state="done")
                store.save_result(recording.id, analysis)
                results = store.files(recording.id).results
                results.mkdir()
                (results / "analysis.json").hardlink_to(document)
            added.append((person.id, recording.id))
    return added


@contextmanager
def serve_folder(data: Path) -> Iterator[int]:
    """Serve ``data`` with two workers, on a port of this computer."""
    command = [*SERVE, "--port", "0", "--data", str(data)]
    environment = os.environ | {"TWITCHCAM_WORKERS": "2"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None  # it is a pipe
        try:
            yield int(process.stdout.readline().decode().rsplit(":", 1)[1].strip("/ \n"))
        finally:
            process.terminate()


class Answer(NamedTuple):
    """What came back, and where a redirection leads."""

    content: bytes
    location: str


def ask_server(
    port: int, method: str, path: str, body: bytes = b"", about: Mapping[str, str] = _JSON
) -> Answer:
    """Send one request as the app's own pages do; ``RuntimeError`` when it is refused."""
    headers = {"Origin": f"http://127.0.0.1:{port}", **about}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{path} answered {answer.status}.")
        return Answer(content, answer.getheader("Location") or "")


def _time(port: int, path: str, n_rounds: int) -> list[float]:
    taken_ms = []
    for _ in range(n_rounds):
        began_s = time.perf_counter()
        ask_server(port, "GET", path)
        taken_ms.append(1000 * (time.perf_counter() - began_s))
        time.sleep(0.01)
    return taken_ms


def _send_clip(port: int, person: str, number: int) -> None:
    content = CLIP.read_bytes()
    new = {"person_id": person, "name": "clip.mp4", "origin": "upload", "size_bytes": len(content)}
    new["modified_ms"] = number
    begun = ask_server(port, "POST", "/api/recordings", json.dumps(new).encode())
    key = json.loads(begun.content)["id"]
    ask_server(port, "PUT", f"/api/recordings/{key}/content?offset=0", content)
    ask_server(port, "POST", f"/api/recordings/{key}/finish")


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


if __name__ == "__main__":
    typer.run(run)
