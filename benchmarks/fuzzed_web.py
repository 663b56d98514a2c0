"""Every address of the web app, asked for what its description says and does not say: does it fail.

    pip install -r benchmarks/requirements-fuzzed-web.txt      # into an environment of its own
    python -m benchmarks.fuzzed_web --schemathesis PATH [--examples N] [--write] [--json FILE]

Describes every address as OpenAPI (the app itself shows no such document to anybody), starts a
real server with people and recordings, and has schemathesis send what fits the description and what
does not, seeded, with the Origin of the app's own pages, about people and recordings that are
there and some that are not. What deletes comes last. Wrong is an answer of 500 or more. Left out is
the one address that never ends (the news). "Succeeded" counts addresses that did at least once what
they are for: behind the others only the refusals were looked at. The control is an address that
fails: if that is not seen, the count is worth nothing.
"""

from __future__ import annotations

import http.server
import json
import subprocess
import tempfile
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from benchmarks.pages import ask_server, fill_folder, serve_folder
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import print_lines, print_table

_SEED: Final = 20
_N_PEOPLE: Final = 8
_NEVER_ENDS: Final = "/api/news"
_DELETES: Final = r"delete|cancel"
_NO_ID: Final = "0" * 22
# What is in an address besides people and recordings, with one that is not there.
_NAMES: Final = {
    "/people/{person_id}/record/{name}": ("rest", "short", "none"),
    "/recordings/{recording_id}/files/{name}": ("analysis.json", "events.csv", "..%2Fnone"),
    "/people/{person_id}/letter/{number}.{kind}": ("png", "svg", "none"),
}
_CONTROL: Final = {
    "openapi": "3.1.0",
    "info": {"title": "control", "version": "1"},
    "paths": {"/": {"get": {"responses": {"200": {"description": "never"}}}}},
}
_KINDS: Final = (2, 3, 4, 5)

Answers = list[tuple[str, int]]


class _Failing(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(500)

    def log_message(self, *_: Any) -> None:
        pass


def run(
    schemathesis: Annotated[str, typer.Option(help="The program.")] = "schemathesis",
    examples: Annotated[int, typer.Option(min=1, help="At most, of an address.")] = 30,
    json_file: JsonFile = None,
    write: Write = False,
) -> None:
    """Ask the server for everything, and count what it answers."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        people, recordings = _fill(folder / "data")
        document = describe_app(folder / "described")
        name_known(document, {"person_id": people, "recording_id": recordings})
        with serve_folder(folder / "data") as port:
            ask_server(port, "GET", "/")
            answers = []
            for which in ("--exclude-path-regex", "--include-path-regex"):
                answers += fuzz(schemathesis, document, port, examples, folder, (which, _DELETES))
            ask_server(port, "GET", "/")  # it still lives
        control = _fuzz_control(schemathesis, folder)
    described = list_addresses(document)
    asked = {name for name, _ in answers if name in described}
    succeeded = {name for name, status in answers if name in described and status < 400}
    print_table(
        "Requests made from the description of the web app",
        ["", "addresses", "asked for", "succeeded", "requests", "2xx", "3xx", "4xx", "5xx"],
        [
            ["app", str(len(described)), str(len(asked)), str(len(succeeded)), *_count(answers)],
            ["control", "1", "1", "0", *_count(control)],
        ],
    )
    wrong = Counter(f"{name}: {status}" for name, status in answers if status >= 500)
    print_lines(*(f"{what}, {n} times" for what, n in wrong.items()))
    numbers = {
        "by_status": dict(Counter(str(status) for _, status in answers)), "wrong": dict(wrong),
        "not_asked": sorted(described - asked),
        "never_succeeded": sorted(asked - succeeded),
    }  # fmt: skip
    write_json(json_file, "fuzzed_web", numbers, data=["requests by schemathesis"], write=write)
    if wrong or not any(status >= 500 for _, status in control):
        raise typer.Exit(1)


def _fill(data: Path) -> tuple[list[str], list[str]]:
    """Add people, each with two finished recordings and one whose bytes are still to come."""
    from twitchcam.store.library import Store

    added = fill_folder(data, _N_PEOPLE, 2)
    people, recordings = map(list, zip(*added, strict=True))
    with closing(Store(data)) as store:
        begun = [
            store.add_recording(person, name="begun.mp4", origin="upload").id for person in people
        ]
    return people, recordings + begun


def describe_app(folder: Path) -> dict[str, Any]:
    """The OpenAPI document of the app, with the pages that it leaves out of it by itself."""
    from fastapi.openapi.utils import get_openapi

    from twitchcam.store.library import Store
    from twitchcam.web.config import WebConfig
    from twitchcam.web.server import make_app

    with closing(Store(folder)) as store:
        included = [
            getattr(r, "original_router", None) for r in make_app(store, WebConfig()).routes
        ]
    routes = [route for router in included if router for route in router.routes]
    shown = [route.include_in_schema for route in routes]
    try:
        for route in routes:
            route.include_in_schema = True
        return get_openapi(title="twitchcam", version="1", routes=routes)
    finally:
        for route, was in zip(routes, shown, strict=True):
            route.include_in_schema = was


def name_known(document: dict[str, Any], known: Mapping[str, Sequence[str]]) -> None:
    """Have parameters and fields of these names take values that are there, and one that is not."""
    for path, methods in document["paths"].items():
        for method in methods.values():
            for each in method.get("parameters", []):
                names = known.get(each["name"])
                if path in _NAMES and each["name"] in ("name", "kind"):
                    names = _NAMES[path]
                if names:
                    each["schema"] = {"type": "string", "enum": [*names, _NO_ID]}
    for schema in document["components"]["schemas"].values():
        for field in known.keys() & schema.get("properties", {}).keys():
            schema["properties"][field] = {"type": "string", "enum": [*known[field], _NO_ID]}


def list_addresses(document: dict[str, Any]) -> set[str]:
    """Every method and path that a document describes."""
    return {
        f"{method.upper()} {path}"
        for path, methods in document["paths"].items()
        for method in methods
    }


def fuzz(
    program: str,
    document: dict[str, Any],
    port: int,
    examples: int,
    folder: Path,
    which: Sequence[str] = (),
) -> Answers:
    """Run schemathesis; method and path, and the status, of every answer."""
    described, heard = folder / "openapi.json", folder / "heard.har"
    described.write_text(json.dumps(document), encoding="utf-8")
    heard.unlink(missing_ok=True)
    command = [
        program, "run", str(described), "--url", f"http://127.0.0.1:{port}",
        "--checks", "not_a_server_error", "--continue-on-failure", "--no-color",
        "--max-examples", str(examples), "--seed", str(_SEED), "--no-shrink",
        "--phases", "coverage,fuzzing", "--header", f"Origin: http://127.0.0.1:{port}",
        "--request-timeout", "20", "--exclude-path", _NEVER_ENDS,
        "--generation-database", "none", "--warnings", "off",
        "--suppress-health-check", "all", "--max-redirects", "0", *which,
        "--report", "har", "--report-har-path", str(heard),
    ]  # fmt: skip
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    if not heard.exists():
        raise RuntimeError(f"{program} ended with {ended.returncode}: {ended.stdout[-2000:]}")
    entries = json.loads(heard.read_text(encoding="utf-8"))["log"]["entries"]
    return [
        (
            name_address(document, entry["request"]["method"], entry["request"]["url"]),
            int(entry["response"]["status"]),
        )
        for entry in entries
    ]


def name_address(document: dict[str, Any], method: str, url: str) -> str:
    """Which described address an asked one is."""
    asked = url.split("?")[0].split("/", 3)[-1].strip("/").split("/")
    for path in document["paths"]:
        parts = path.strip("/").split("/")
        if len(parts) == len(asked) and all(
            part == word or part.startswith("{") for part, word in zip(parts, asked, strict=True)
        ):
            return f"{method} {path}"
    return f"{method} elsewhere"


def _count(answers: Answers) -> list[str]:
    by_kind = Counter(status // 100 for _, status in answers)
    return [str(len(answers)), *(str(by_kind[kind]) for kind in _KINDS)]


def _fuzz_control(program: str, folder: Path) -> Answers:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Failing)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        return fuzz(program, _CONTROL, server.server_address[1], 3, folder)
    finally:
        server.shutdown()
        server.server_close()


if __name__ == "__main__":
    typer.run(run)
