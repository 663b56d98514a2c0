"""Ctrl-C and kill at random moments of the programs and the web app: nothing half, nothing lost.

    python -m benchmarks.struck [--times N] [--minutes M] [--write] [--json FILE]

Each program runs for real and is struck at a seeded random moment of the time that it takes
undisturbed (Ctrl-C reaches all of its processes, as from a terminal; a kill the first alone).
``analyze``: a clip of 0.4 s; the same command again must end well, with a whole result. ``batch``:
two clips; the same command again must end well with both measured. ``record``: a clip plays in
place of a camera; what was recorded must be readable, and a new recording work. ``serve``: a
recording is sent in pieces and measured; the server is started again, the rest is sent, and it must
be measured in the end. Wrong is also: no or more than one sentence after Ctrl-C, half a result, a
process that lives on for ten seconds, and anything of twitchcam in the temporary folder after the
next run. The four run side by side, Ctrl-C and kill in turn. ``interrupted`` strikes ``analyze``
in copies of a process that has loaded everything before.
"""

from __future__ import annotations

import http.client
import json
import multiprocessing
import os
import random
import signal
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final

import psutil
import typer

from benchmarks.material.broken_clips import make_whole_clips
from benchmarks.pages import SERVE, ask_server
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import print_lines, print_table
from benchmarks.soak import add_person, begin_upload

CLIPS: Final = ("h264.mp4", "vp8.webm")
DOCUMENT: Final = "analysis.json"
_PROGRAM: Final = SERVE[:-1]
_DONE: Final = (0, 3)
_STOPPED: Final = (130, 2)
_STRIKES: Final = {"Ctrl-C": signal.SIGINT, "kill": signal.SIGKILL}
_LONGEST_S: Final = 180.0
_LIVES_ON_S: Final = 10.0
_ERRORS: Final = (OSError, RuntimeError, http.client.HTTPException)
_N_PIECES: Final = 20


@dataclass(frozen=True, slots=True)
class Ended:
    """Exit code (negative: the signal that ended it), and what it said."""

    code: int
    said: str


def run(
    times: Annotated[int, typer.Option(min=1, help="Of each kind and program.")] = 20,
    minutes: Annotated[float, typer.Option(help="Begin nothing new after this long.")] = 60.0,
    json_file: JsonFile = None,
    write: Write = False,
) -> None:
    """Strike the programs, and count what is left."""
    until_s = time.monotonic() + 60 * minutes
    # A program that a shell starts in the background takes no notice of Ctrl-C; its children must.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    parts: dict[str, Callable[..., str]] = {
        "analyze": _strike_analyze, "batch": _strike_batch,
        "record": _strike_record, "serve": _strike_server,
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "clips").mkdir()
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            pool.apply(make_whole_clips, (folder / "clips",))
        for clip in (folder / "clips").iterdir():
            if clip.name not in CLIPS:
                clip.unlink()
        with ThreadPoolExecutor(len(parts)) as side_by_side:
            going = {
                name: side_by_side.submit(_repeat, part, folder, name, times, until_s)
                for name, part in parts.items()
            }
            found = {name: each.result() for name, each in going.items()}
    rows, faults = [], []
    told_by = {key: told for each in found.values() for key, told in each.items()}
    for (name, strike), told in told_by.items():
        wrong = [each for each in told if each]
        rows.append([name, strike, str(len(told)), str(len(wrong))])
        faults += [f"{name}, {strike}: {what}, {n} times" for what, n in Counter(wrong).items()]
    print_table("Programs that were struck", ["program", "by", "times", "wrong"], rows)
    print_lines(*faults)
    write_json(json_file, "struck", {"faults": faults}, data=CLIPS, write=write)
    if faults:
        raise typer.Exit(1)


def _repeat(
    part: Callable[..., str], folder: Path, name: str, times: int, until_s: float
) -> dict[tuple[str, str], list[str]]:
    """What was wrong, time after time; an undisturbed run tells how long it takes."""
    own = folder / name
    own.mkdir()
    began_s = time.perf_counter()
    undisturbed = part(folder / "clips", own / "first", None)
    length_s = time.perf_counter() - began_s
    if undisturbed:
        raise RuntimeError(f"{name}, undisturbed: {undisturbed}")
    found: dict[tuple[str, str], list[str]] = {(name, how): [] for how in _STRIKES}
    for number in range(times):
        for how, strike in _STRIKES.items():
            if time.monotonic() < until_s:
                after_s = random.Random(f"{name} {how} {number}").uniform(0.1, length_s)
                told = part(folder / "clips", own / f"{how}-{number}", (strike, after_s))
                found[name, how].append(told)
    return found


def judge(ended: Ended) -> str:
    """Say what is wrong with the ending of a program that was struck; empty if nothing."""
    if ended.code not in (*_DONE, *_STOPPED, -signal.SIGKILL):
        return f"exit {ended.code}: {ended.said[-200:]}"
    # ``record`` guides in words; what counts is that it ends with one about the end.
    *_, last = ended.said.strip().splitlines() or [""]
    ends_in_words = last.startswith("twitchcam: ") and ended.said.count("twitchcam: ") == 1
    if ended.code in _STOPPED and (not ends_in_words or "Traceback" in ended.said):
        return f"not one sentence: {ended.said[-200:]}"
    return ""


def _strike_analyze(clips: Path, own: Path, strike: tuple[int, float] | None) -> str:
    own.mkdir()
    out, words = own / "out", ["analyze", str(clips / CLIPS[0]), "--out", str(own / "out")]
    wrong = ""
    if strike is not None:
        wrong = judge(_run(words, own, strike))
        wrong = wrong or _find_half(out)
    again = _run(words, own)
    if again.code not in _DONE or not _is_whole(out / DOCUMENT):
        wrong = wrong or f"the next run fails: {again.code} {again.said[-200:]}"
    return wrong or _find_left(own)


def _strike_batch(clips: Path, own: Path, strike: tuple[int, float] | None) -> str:
    out, words = own / "out", ["batch", str(clips), "--out", str(own / "out"), "--workers", "1"]
    own.mkdir()
    wrong = ""
    if strike is not None:
        wrong = judge(_run(words, own, strike))
        halves = [path.parent.name for path in out.glob(f"*/{DOCUMENT}") if not _is_whole(path)]
        wrong = wrong or (f"half a result: {halves}" if halves else "")
    again = _run(words, own)
    n_done = len([path for path in out.rglob(DOCUMENT) if _is_whole(path)])
    if again.code not in _DONE or n_done != len(CLIPS):
        wrong = wrong or f"the next run fails: {again.code} {n_done} {again.said[-200:]}"
    return wrong or _find_left(own)


def _strike_record(clips: Path, own: Path, strike: tuple[int, float] | None) -> str:
    own.mkdir()
    words = ["record", "--no-window", "--camera", str(clips / CLIPS[0]), "--out"]
    wrong = ""
    if strike is not None:
        ended = _run([*words, str(own / "struck")], own, strike)
        results = own / "struck" / "recording.twitchcam"
        wrong = judge(ended)
        wrong = wrong or _find_half(results)
        clip = own / "struck" / "recording.mkv"
        if clip.exists():
            read = _run(["analyze", str(clip), "--out", str(own / "read")], own)
            if read.code not in (*_DONE, 2):
                wrong = wrong or f"what was recorded cannot be read: {read.said[-200:]}"
    again = _run([*words, str(own / "again")], own)
    if again.code not in _DONE or not _is_whole(own / "again" / "recording.twitchcam" / DOCUMENT):
        wrong = wrong or f"the next run fails: {again.code} {again.said[-200:]}"
    return wrong or _find_left(own)


def _strike_server(clips: Path, own: Path, strike: tuple[int, float] | None) -> str:
    own.mkdir()
    content = (clips / CLIPS[0]).read_bytes()
    known: dict[str, str] = {}
    wrong = ""
    if strike is not None:
        server, port = _start_server(own)
        timer = threading.Timer(strike[1], _send, (server, strike[0]))
        timer.start()
        with suppress(*_ERRORS):
            _bring(port, content, known)
        timer.join()
        wrong = judge(_wait(server, own))
    server, port = _start_server(own)
    try:
        state = _bring(port, content, known)
        if state != "done":
            wrong = wrong or f"ended as {state}"
        results = own / "data" / "recordings" / known.get("recording", "") / "results"
        if state == "done" and not _is_whole(results / DOCUMENT):
            wrong = wrong or f"no whole result: {sorted(p.name for p in results.glob('*'))}"
    except _ERRORS as error:
        wrong = wrong or f"the next run fails: {error}"
    finally:
        _send(server, signal.SIGINT)
        _wait(server, own)
    return wrong or _find_left(own)


def _bring(port: int, content: bytes, known: dict[str, str]) -> str:
    """Send what is still missing of a recording and follow it to its end; its last state.

    ``known`` holds what the client has been told so far, as a page in a browser does.
    """
    if "person" not in known:
        known["person"] = add_person(port, "Anna")
    if "recording" not in known:
        known["recording"] = begin_upload(port, known["person"], CLIPS[0], len(content))
    address = f"/api/recordings/{known['recording']}"
    about = json.loads(ask_server(port, "GET", address).content)
    if about["state"] == "receiving":
        step = len(content) // _N_PIECES + 1
        for start in range(about["received_bytes"], len(content), step):
            piece = content[start : start + step]
            ask_server(port, "PUT", f"{address}/content?offset={start}", piece)
            time.sleep(0.05)
        ask_server(port, "POST", f"{address}/finish")
    until_s = time.monotonic() + _LONGEST_S
    while time.monotonic() < until_s:
        state = str(json.loads(ask_server(port, "GET", address).content)["state"])
        if state not in ("waiting", "running"):
            return state
        time.sleep(0.1)
    return "lost"


def _start(words: Sequence[str], own: Path) -> subprocess.Popen[str]:
    temporary = own / "temporary"
    temporary.mkdir(exist_ok=True)
    places = {"TMPDIR": str(temporary), "TWITCHCAM_DATA": str(own / "data")}
    return subprocess.Popen(
        [*_PROGRAM, *words], cwd=own, env=os.environ | places,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip


def _start_server(own: Path) -> tuple[subprocess.Popen[str], int]:
    server = _start(["serve", "--port", "0", "--data", str(own / "data")], own)
    assert server.stdout is not None  # it is a pipe
    return server, int(server.stdout.readline().rsplit(":", 1)[1].strip("/ \n"))


def _run(words: Sequence[str], own: Path, strike: tuple[int, float] | None = None) -> Ended:
    process = _start(words, own)
    if strike is not None:
        timer = threading.Timer(strike[1], _send, (process, strike[0]))
        timer.start()
    ended = _wait(process, own)
    if strike is not None:
        timer.cancel()
    return ended


def _send(process: subprocess.Popen[str], strike: int) -> None:
    with suppress(ProcessLookupError):
        if strike == signal.SIGKILL:
            process.kill()
        else:
            os.killpg(process.pid, strike)


def _wait(process: subprocess.Popen[str], own: Path) -> Ended:
    try:
        _, said = process.communicate(timeout=_LONGEST_S)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return Ended(-signal.SIGABRT, f"hangs in {own.name}")
    if _find_living(process.pid):
        os.killpg(process.pid, signal.SIGKILL)
        return Ended(-signal.SIGABRT, "a process lives on")
    return Ended(process.returncode, said)


def _find_living(session: int) -> bool:
    """Whether a process of a session still lives after ten seconds."""
    until_s = time.monotonic() + _LIVES_ON_S
    while time.monotonic() < until_s:
        living = 0
        for process in psutil.process_iter(["status"]):
            with suppress(OSError):
                living += (
                    os.getsid(process.pid) == session
                    and process.info["status"] != psutil.STATUS_ZOMBIE
                )
        if not living:
            return False
        time.sleep(0.1)
    return True


def _find_half(results: Path) -> str:
    """Say that a folder shows half a result; empty for a whole one, and for none."""
    shown = any(not path.name.startswith(".") for path in results.glob("*"))
    return "half a result" if shown and not _is_whole(results / DOCUMENT) else ""


def _is_whole(document: Path) -> bool:
    try:
        held: Any = json.loads(document.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return "quality" in held


def _find_left(own: Path) -> str:
    left = sorted(path.name for path in (own / "temporary").glob("twitchcam-*"))
    return f"left in the temporary folder: {', '.join(left)}" if left else ""


if __name__ == "__main__":
    typer.run(run)
