"""What is said to the network: every connection and every name looked up, as the system sees it.

    python -m benchmarks.offline [--part analyze|batch|record|watch|serve|live …] [--write]
        [--json FILE]

Runs the programs in a network of their own that leads nowhere (``unshare``), under ``strace``, and
counts what they ask the system for: connections within this computer, connections beyond it, and
looking up of names (port 53, or a resolver's socket). ``serve`` answers pages, takes a recording
and measures it; ``record``, ``watch`` and ``live`` see a clip in place of a camera, ``record`` and
``live`` on a screen of their own. ``control`` is a program that does try to get out: if nothing is
counted there, the count is worth nothing.
Linux with strace and Xvfb only.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from benchmarks.material.broken_clips import make_whole_clips
from benchmarks.pages import ask_server
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import print_table
from benchmarks.soak import send_recording

PARTS: Final = ("control", "analyze", "batch", "record", "watch", "serve", "live")
_CLIPS: Final = ("mpeg2.mpg", "vp8.webm")
_PROGRAM: Final = (sys.executable, "-m", "twitchcam")
_CONTROL: Final = """
import socket
for name, port in (("192.0.2.1", 80), ("example.org", 443)):
    try:
        socket.create_connection((name, port), timeout=2).close()
    except OSError:
        pass
"""
_CALLS: Final = "connect,sendto,sendmsg,sendmmsg"
_NEW_NETWORK: Final = ("unshare", "--map-root-user", "--net")
_PAGES: Final = ("/", "/static/app.css", "/static/app.js")
_ADDRESS: Final = re.compile(
    r"sa_family=AF_INET6?, sin6?_port=htons\((?P<port>\d+)\).*?\"(?P<address>[0-9a-f.:]+)\""
)
_RESOLVER: Final = re.compile(r"sun_path=\"[^\"]*(nscd|resolve|mdns)[^\"]*\"")

Parts = Annotated[
    list[str] | None,
    typer.Option("--part", help=f"One of {', '.join(PARTS)}; may be repeated. [default: all]"),
]


def can_run() -> bool:
    """Whether this system lets a program have a network of its own, and be looked at."""
    if not all(map(shutil.which, ("unshare", "strace", "ip", "xvfb-run"))):
        return False
    tried = [*_NEW_NETWORK, "sh", "-c", "ip link set lo up && strace -qq -o /dev/null true"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


def run(
    part: Parts = None,
    inside: Annotated[bool, typer.Option("--inside", hidden=True)] = False,
    json_file: JsonFile = None,
    write: Write = False,
) -> None:
    """Count what twitchcam says to the network."""
    if not inside:
        if not can_run():
            typer.echo(
                "Needs Linux with unshare, ip, strace and xvfb-run, and the right to them.",
                err=True,
            )
            raise typer.Exit(2)
        words = [sys.executable, "-m", "benchmarks.offline", *sys.argv[1:], "--inside"]
        again = [*_NEW_NETWORK, "sh", "-c", 'ip link set lo up && exec "$@"', "sh", *words]
        raise typer.Exit(subprocess.run(again, check=False).returncode)
    counts = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "clips").mkdir()
        make_whole_clips(folder / "clips")
        for clip in (folder / "clips").iterdir():
            if clip.name not in _CLIPS:
                clip.unlink()
        for name in part or PARTS:
            counts[name] = count_calls(_trace(name, folder).splitlines())
    rows = [[name, *map(str, each.values())] for name, each in counts.items()]
    columns = ["program", "within this computer", "beyond it", "names looked up"]
    print_table("Connections", columns, rows)
    write_json(json_file, "offline", {"calls": counts}, data=_CLIPS, write=write)
    said = sum(n for name, each in counts.items() if name != "control" for n in _list_out(each))
    unseen = "control" in counts and not all(_list_out(counts["control"]))
    if said or unseen:
        raise typer.Exit(1)


def count_calls(lines: Sequence[str]) -> dict[str, int]:
    """Count the calls of a trace: within this computer, beyond it, and looking up of names."""
    counts = {"within": 0, "beyond": 0, "names": 0}
    for line in lines:
        found = _ADDRESS.search(line)
        if _RESOLVER.search(line) or (found and found["port"] == "53"):
            counts["names"] += 1
        elif found and not found["address"].startswith(("127.", "::1", "::ffff:127.")):
            counts["beyond"] += 1
        elif found:
            counts["within"] += 1
    return counts


def _list_out(counts: dict[str, int]) -> tuple[int, int]:
    return counts["beyond"], counts["names"]


def _trace(name: str, folder: Path) -> str:
    """Run one program to its end and return the calls it made."""
    trace = folder / f"{name}.trace"
    watched = ["strace", "-f", "-qq", "-e", f"trace={_CALLS}", "-o", str(trace)]
    clips, out = folder / "clips", folder / f"out-{name}"
    if name == "control":
        _end([*watched, sys.executable, "-c", _CONTROL], (0,))
    elif name == "analyze":
        _end([*watched, *_PROGRAM, "analyze", str(clips / _CLIPS[0]), "--out", str(out)], (0, 3))
    elif name == "batch":
        _end([*watched, *_PROGRAM, "batch", str(clips), "--out", str(out)], (0, 3))
    elif name in ("record", "watch", "live"):
        seen = [*_PROGRAM, name, "--camera", str(clips / _CLIPS[0])]
        out_too = [] if name == "live" else ["--out", str(out)]
        screen = [] if name == "watch" else ["xvfb-run", "-a"]
        _end([*screen, *watched, *seen, *out_too], (0, 3))
    else:
        clip = clips / _CLIPS[1]
        _serve([*watched, *_PROGRAM, "serve", "--port", "0", "--data", str(out)], clip)
    return trace.read_text(encoding="utf-8", errors="replace")


def _end(words: Sequence[str], right: tuple[int, ...]) -> None:
    with tempfile.TemporaryDirectory() as data:
        # Else the driver of the screen asks who the user is, by the socket that knows hosts, too.
        own = os.environ | {"TWITCHCAM_DATA": data, "MESA_SHADER_CACHE_DISABLE": "true"}
        ended = subprocess.run(words, capture_output=True, text=True, check=False, env=own)
    if ended.returncode not in right:
        raise RuntimeError(f"ended with {ended.returncode}: {ended.stderr}")


def _serve(words: Sequence[str], clip: Path) -> None:
    """Start the server, ask for its pages, send a recording, wait for its result, and end it."""
    server: Any = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, start_new_session=True)
    with server:
        port = int(server.stdout.readline().rsplit(":", 1)[1].strip("/ \n"))
        for page in _PAGES:
            ask_server(port, "GET", page)
        state = send_recording(port, "Anna", clip.name, clip.read_bytes())
        if state not in ("done", "refused"):
            raise RuntimeError(f"The recording ended as {state}.")
        # To the program; strace goes with it.
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        subprocess.run(["kill", f"-{signal.SIGTERM.value}", *children], check=True)


if __name__ == "__main__":
    typer.run(run)
