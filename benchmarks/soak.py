"""Four people use the web app at once for a long time: memory, handles, recordings that are lost.

    python -m benchmarks.soak [--minutes M] [--write] [--json FILE]

A real server. Each of four clients adds a person, sends a broken or whole clip of 0.4 s in pieces,
looks at pages until it was measured, deletes the person, and begins anew; one hears the news
meanwhile. A job is lost when it has not come to an end after five minutes. Memory (resident, of the
server alone) and open handles are looked at every five seconds. The baseline is the first fifth of
the time, in which everything is loaded once; flat is at most 10 % and 8 handles more in the last.
"""

from __future__ import annotations

import http.client
import json
import multiprocessing
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlencode

import psutil
import typer

from benchmarks.material.broken_clips import break_clip, make_whole_clips
from benchmarks.pages import ask_server, serve_folder
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import print_lines, print_table

N_CLIENTS: Final = 4
_CLIPS: Final = ("h264.mp4", "vp8.webm")
_LOOK_EVERY_S: Final = 5.0
_LOST_AFTER_S: Final = 300.0
_MORE_MEMORY: Final = 1.10
_MORE_HANDLES: Final = 8
_ENDED: Final = ("done", "refused")
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
_ERRORS: Final = (OSError, RuntimeError, http.client.HTTPException)


@dataclass(slots=True)
class Seen:
    """What clients met, and what the server took: seconds, MB, handles, threads."""

    ends: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    n_pages: int = 0
    looks: list[tuple[float, float, int, int]] = field(default_factory=list)

    def count_page(self) -> None:
        """One more was read."""
        self.n_pages += 1


def run(
    minutes: Annotated[float, typer.Option(min=0.2, help="How long.")] = 30.0,
    json_file: JsonFile = None,
    write: Write = False,
) -> None:
    """Use the server, and look at what it takes."""
    seen = Seen()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            pool.apply(make_whole_clips, (folder,))
        with serve_folder(folder / "data") as port:
            ask_server(port, "GET", "/")
            children = psutil.Process().children()
            [server] = [child for child in children if "serve" in child.cmdline()]
            _use(port, folder, server, 60 * minutes, seen)
            left = list((folder / "data" / "recordings").glob("*"))
    first, last = (_describe(part) for part in split_looks(seen.looks))
    print_table(
        f"The server of {N_CLIENTS} clients for {minutes:g} minutes",
        ["", "memory MB, median", "most", "handles, median", "most", "threads, most"],
        [["first fifth", *first], ["last fifth", *last]],
    )
    wrong = judge(seen, len(left))
    print_lines(
        f"{sum(seen.ends.values())} recordings sent: "
        + ", ".join(f"{n} {state}" for state, n in sorted(seen.ends.items()))
        + f"; {seen.n_pages} pages read; {len(seen.faults)} requests that failed.",
        *(wrong or ["Flat, and nothing was lost."]),
    )
    numbers = {
        "minutes": minutes, "ends": dict(seen.ends), "pages": seen.n_pages,
        "faults": seen.faults[:20], "wrong": wrong, "looks": seen.looks,
    }  # fmt: skip
    write_json(json_file, "soak", numbers, data=_CLIPS, write=write)
    if wrong:
        raise typer.Exit(1)


def split_looks(
    looks: list[tuple[float, float, int, int]],
) -> tuple[list[tuple[float, float, int, int]], list[tuple[float, float, int, int]]]:
    """The first and the last fifth of the looks."""
    n = max(1, len(looks) // 5)
    return looks[:n], looks[-n:]


def judge(seen: Seen, n_left: int) -> list[str]:
    """What was not as it must be; ``n_left`` folders were left of people who were deleted."""
    first, last = split_looks(seen.looks)
    wrong = list(dict.fromkeys(seen.faults))
    lost = {state: n for state, n in seen.ends.items() if state not in _ENDED}
    if lost:
        wrong.append(f"Not ended as they must: {lost}.")
    if n_left:
        wrong.append(f"{n_left} folders of deleted people are left.")
    # The first fifth holds the loading; what counts is what it had come to.
    if _median(last, 1) > _MORE_MEMORY * max(look[1] for look in first):
        wrong.append("Memory grew.")
    if _median(last, 2) > max(look[2] for look in first) + _MORE_HANDLES:
        wrong.append("Handles grew.")
    return wrong


def _use(port: int, folder: Path, server: psutil.Process, length_s: float, seen: Seen) -> None:
    began_s = time.monotonic()
    stop = threading.Event()
    clients = [
        threading.Thread(target=_be_client, args=(port, folder, number, stop, seen))
        for number in range(N_CLIENTS)
    ]
    listener = threading.Thread(target=_listen, args=(port, stop), daemon=True)
    for thread in (*clients, listener):
        thread.start()
    while time.monotonic() - began_s < length_s:
        time.sleep(_LOOK_EVERY_S)
        about = server.memory_info().rss / 1e6, server.num_fds(), server.num_threads()
        seen.looks.append((round(time.monotonic() - began_s, 1), *about))
    stop.set()
    for thread in clients:
        thread.join()


def _be_client(port: int, folder: Path, number: int, stop: threading.Event, seen: Seen) -> None:
    name, turn = _CLIPS[number % len(_CLIPS)], 0
    whole = (folder / name).read_bytes()
    while not stop.is_set():
        turn += 1
        content = whole if turn % 2 else break_clip(whole, name, 100 * number + turn)[1]
        try:
            who = f"Anna {number} <b>& {turn}"
            seen.ends[send_recording(port, who, name, content, seen.count_page)] += 1
        except _ERRORS as error:
            seen.faults.append(f"{type(error).__name__}: {error}")
            time.sleep(1.0)


def add_person(port: int, who: str) -> str:
    """Add a person as the form of the first page does; its key."""
    form = urlencode({"name": who}).encode()
    return ask_server(port, "POST", "/people", form, _FORM).location.rsplit("/", 1)[1]


def begin_upload(port: int, person: str, name: str, size_bytes: int) -> str:
    """Begin a recording whose bytes are still to come; its key."""
    new = {"person_id": person, "name": name, "origin": "upload", "size_bytes": size_bytes}
    begun = ask_server(port, "POST", "/api/recordings", json.dumps(new).encode())
    return str(json.loads(begun.content)["id"])


def send_recording(
    port: int, who: str, name: str, content: bytes, on_page: Callable[[], None] = lambda: None
) -> str:
    """Add a person, send a recording in two pieces, look at pages until it ended, delete it all.

    Its last state; ``on_page`` is called after every page.
    """
    person = add_person(port, who)
    key = begin_upload(port, person, name, len(content))
    half = len(content) // 2
    for start, piece in ((0, content[:half]), (half, content[half:])):
        ask_server(port, "PUT", f"/api/recordings/{key}/content?offset={start}", piece)
    ask_server(port, "POST", f"/api/recordings/{key}/finish")
    until_s, state = time.monotonic() + _LOST_AFTER_S, "waiting"
    while state in ("waiting", "running") and time.monotonic() < until_s:
        for page in ("/", f"/people/{person}", f"/recordings/{key}"):
            ask_server(port, "GET", page)
            on_page()
        time.sleep(0.5)
        state = str(json.loads(ask_server(port, "GET", f"/api/recordings/{key}").content)["state"])
    ask_server(port, "POST", f"/people/{person}/delete", b"", _FORM)
    return state


def _listen(port: int, stop: threading.Event) -> None:
    """Hear the news as an open page does, and come again when the line breaks."""
    while not stop.is_set():
        with (
            suppress(*_ERRORS),
            closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as line,
        ):
            line.request("GET", "/api/news")
            answer = line.getresponse()
            while not stop.is_set() and answer.readline():
                pass
        time.sleep(0.2)


def _describe(looks: list[tuple[float, float, int, int]]) -> list[str]:
    return [
        f"{_median(looks, 1):.0f}",
        f"{max(look[1] for look in looks):.0f}",
        f"{_median(looks, 2):.0f}",
        str(max(look[2] for look in looks)),
        str(max(look[3] for look in looks)),
    ]


def _median(looks: list[tuple[float, float, int, int]], column: int) -> float:
    return statistics.median(look[column] for look in looks)


if __name__ == "__main__":
    typer.run(run)
