"""The app in another language: chosen by whom it is for, and whole.

The other language is a made-up one, English in another alphabet: what a page shows in ours was not
looked up in ``wording/``, and must be data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import httpx
import pytest
from app_here import App
from browsing import LAPTOP, browsing, needs_chromium, watch
from made_up_language import CODE, SHOWN_ATTRIBUTES, find_unmarked, mark, write_language
from playwright.sync_api import Page, expect
from web_server import RunningServer, serving

from twitchcam import wording
from twitchcam.records import Answers
from twitchcam.store.library import Store
from twitchcam.triage.advise import advise
from twitchcam.triage.questions import load_groups, load_questions
from twitchcam.web.language import find_language

_LONG_MS = 180_000
# Names, and what every language writes alike: units, and the days and months of a date whose
# language only its translators know. (The browser names countries, in a language that it knows.)
_DATA = re.compile(
    r"twitchcam|Anna|[\w-]+\.(?:mp4|html|csv|json|parquet|npz|txt|jpg)|English|"
    r"\b(?:mm|s|min|h|Hz|MB|GB|px)\b|\bR\b|"
    r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b|"
    r"\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sep(?:tember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
)
_READ_ALL = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const shown = [document.title];
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest("script, style, noscript, #country")) {
      shown.push(walker.currentNode.textContent);
    }
  }
  for (const name of ATTRIBUTES) {
    for (const item of document.querySelectorAll(`[${name}]`)) shown.push(item.getAttribute(name));
  }
  return shown.map((text) => text.replace(/\\s+/g, " ").trim()).filter(Boolean);
}""".replace("ATTRIBUTES", json.dumps(SHOWN_ATTRIBUTES))


def find_foreign(shown: list[str], *said_elsewhere: str) -> list[str]:
    """Return what is shown in our own alphabet, is no data, and is not the pages' own to say."""
    found = []
    for text in shown:
        rest = text
        for known in sorted(said_elsewhere, key=len, reverse=True):
            rest = re.sub(re.escape(known), " ", rest, flags=re.IGNORECASE)
        if find_unmarked(_DATA.sub(" ", rest)):
            found.append(text)
    return found


def list_said_elsewhere(results: Path | None = None) -> list[str]:
    """What questions, advice and findings say; pages only show it."""
    document = json.loads((results / "analysis.json").read_text()) if results else {}
    things = (
        document,
        [asdict(question) for question in load_questions()],
        [asdict(group) for group in load_groups()],
        asdict(advise(Answers())),
    )
    # Single words are codes and names; taken out, they would hide what is left over.
    return [said for said in _list_strings(things) if " " in said]


def _list_strings(thing: Any) -> Iterator[str]:
    if isinstance(thing, str):
        yield " ".join(thing.split())
    elif isinstance(thing, dict):
        yield from _list_strings(list(thing.values()))
    elif isinstance(thing, list | tuple):
        for part in thing:
            yield from _list_strings(part)


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("texts")
    write_language(home)
    return home


@pytest.fixture(scope="module")
def server(texts: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("web") / "data"
    settings = {wording.TEXTS_VARIABLE: str(texts), "TWITCHCAM_ABANDONED_AFTER_S": "1"}
    with serving(folder, **settings) as running:
        running.client.post("/language", data={"language": CODE})
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing("--use-fake-device-for-media-stream") as opened:
        yield opened


@pytest.fixture
def page(browser: Any) -> Iterator[Page]:
    context = browser.new_context(viewport=LAPTOP, permissions=["camera"])
    opened = context.new_page()
    complaints = watch(opened)
    yield opened
    context.close()
    assert complaints == []


WELCOME = "See what your face does"


class Visitor:
    """Somebody who asks an app in this process, and whose browser wishes for a language."""

    def __init__(self, store: Store) -> None:
        self.wish = ""
        self._app = App(store)

    def ask(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **content: Any
    ) -> httpx.Response:
        said = {"Accept-Language": self.wish} | (headers or {})
        return self._app.ask(method, path, headers=said, **content)


@contextmanager
def visiting(folder: Path) -> Iterator[Visitor]:
    with closing(Store(folder)) as store:
        yield Visitor(store)


def heading(visitor: Visitor, wish: str = "") -> str:
    visitor.wish = wish
    found = re.search(r"<h1>(.*?)</h1>", visitor.ask("GET", "/").text)
    assert found
    return found[1]


def test_with_one_language_nothing_is_to_be_chosen(tmp_path: Path) -> None:
    with visiting(tmp_path) as visitor:
        visitor.wish = f"{CODE}, de;q=0.5"
        shown = visitor.ask("GET", "/").text
        assert '<html lang="en">' in shown
        assert "/language" not in shown


@pytest.mark.parametrize(
    ("wish", "is_other"),
    [
        ("", False),
        (CODE, True),
        (f"{CODE.upper()}-XX;q=0.8, de", True),
        (f"en;q=0.3, {CODE};q=0.7", True),
        (f"{CODE};q=0, en;q=0.1", False),
        ("de, *;q=0.5", False),
        (f"{CODE};q=much, ;;,", False),
    ],
)
def test_the_browser_decides_where_nobody_chose(
    texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wish: str, is_other: bool
) -> None:
    monkeypatch.setenv(wording.TEXTS_VARIABLE, str(texts))
    with visiting(tmp_path) as visitor:
        assert heading(visitor, wish) == (mark(WELCOME) if is_other else WELCOME)
        refused = visitor.ask("GET", "/people/nobody")
        assert (mark("This page is not here") in refused.text) == is_other


def test_a_choice_stays_as_long_as_there_is_such_a_language(
    texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(wording.TEXTS_VARIABLE, str(texts))
    with visiting(tmp_path) as visitor:
        for no_language in ("de", "../en", ""):
            assert (
                visitor.ask("POST", "/language", data={"language": no_language}).status_code == 422
            )
        for page, leads_to in (
            ("http://localhost/people/x?a=b", "/people/x?a=b"),
            ("http://localhost//elsewhere.example", "/elsewhere.example"),
            ("http://elsewhere.example/people", "/"),
        ):
            answer = visitor.ask(
                "POST", "/language", data={"language": CODE}, headers={"Referer": page}
            )
            assert (answer.status_code, answer.headers["location"]) == (303, leads_to)
        assert heading(visitor, "en") == mark(WELCOME)
    with visiting(tmp_path) as again:
        assert heading(again) == mark(WELCOME)
    monkeypatch.delenv(wording.TEXTS_VARIABLE)
    with visiting(tmp_path) as without:
        assert heading(without) == WELCOME


def test_a_recording_is_told_about_in_the_language_of_who_sent_it(
    texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(wording.TEXTS_VARIABLE, str(texts))
    with visiting(tmp_path) as visitor:
        visitor.wish = CODE
        person = visitor.ask("POST", "/people", data={"name": "Anna"}).headers["location"][-32:]
        answer = visitor.ask("POST", "/api/recordings", json={"person_id": person})
        assert answer.json()["problem"] == mark("This request does not make sense.")
        new = {"person_id": person, "name": "clip.mp4", "origin": "upload", "size_bytes": 2}
        assert visitor.ask("POST", "/api/recordings", json=new).is_success
        # What works in the background hears of no browser.
        assert find_language(tmp_path) == CODE


@pytest.fixture(scope="module")
def measured(server: RunningServer, short_clip: bytes) -> dict[str, str]:
    """Somebody with a recording in every state."""
    person = server.add_person()
    made = {
        "person": person,
        "done": server.upload(person, "done.mp4", short_clip, modified_ms=1, mirrored=True),
        "refused": server.upload(person, "refused.mp4", b"no video " * 99, modified_ms=3),
    }
    server.wait_for(made["done"], "done")
    server.wait_for(made["refused"], "refused")
    stopped = server.upload(person, "stopped.mp4", short_clip, modified_ms=4)
    server.client.post(f"/api/recordings/{stopped}/cancel")
    broken = server.begin(person, "broken.mp4", short_clip, modified_ms=5)["id"]
    server.put(broken, short_clip[:100], 0)
    day = {"day": "2026-01-05", "sleep_h": "7", "own_count": "3"}
    server.client.post(f"/people/{person}/log", data=day)
    return made | {"stopped": stopped, "broken": broken}


def list_pages(made: dict[str, str]) -> list[str]:
    person = f"/people/{made['person']}"
    parts = (
        "",
        "/upload",
        "/phone",
        "/record",
        "/live",
        "/compare",
        "/letter",
        "/advice",
        "/log",
        "/delete",
    )
    sessions = [f"{person}/record/{name}" for name in ("quick", "full", "rest", "free")]
    questions = [f"{person}/questions?group={group.id}" for group in load_groups()]
    states = ("done", "refused", "stopped", "broken")
    recordings = [f"/recordings/{made[name]}" for name in states]
    more = [f"/recordings/{made['done']}/{part}" for part in ("report", "delete")]
    own = [f"{person}{part}" for part in parts]
    plain = ["/", "/nowhere", "/sample", "/day"]
    return [*plain, *own, *sessions, *questions, *recordings, *more]


@needs_chromium
@pytest.mark.slow
def test_every_page_is_whole(browser: Any, server: RunningServer, measured: dict[str, str]) -> None:
    foreign: dict[str, list[str]] = {}
    said = [server.describe(measured["refused"])["problem"]]
    said += list_said_elsewhere(server.data / "recordings" / measured["done"] / "results")
    with closing(browser.new_page()) as page:
        for path in list_pages(measured):
            page.goto(server.url + path)
            if found := find_foreign(page.evaluate(_READ_ALL), *said):
                foreign[path] = found
    assert foreign == {}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/nothing", {}, 404),
        ("POST", "/", {}, 405),
        ("POST", "/people", {"Origin": "http://elsewhere.example"}, 403),
        ("GET", "/", {"Host": "elsewhere.example"}, 421),
        ("POST", "/recordings/none/mirrored", {}, 422),
        ("GET", "/api/recordings/none", {}, 404),
        ("GET", "/api/nothing", {}, 404),
        ("DELETE", "/api/recordings", {}, 405),
        ("PUT", "/api/recordings/none/content?offset=x", {}, 422),
    ],
)
def test_every_refusal_is_whole(
    server: RunningServer, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    answer = server.client.request(method, path, headers=headers)
    assert answer.status_code == status
    if path.startswith("/api/"):
        shown = [answer.json()["problem"]]
    else:
        shown = re.findall(r">([^<>]*)<", re.sub(r"(?s)<script.*?</script>", "", answer.text))
    assert find_foreign(shown, *list_said_elsewhere()) == []


@needs_chromium
@pytest.mark.slow
def test_sending_a_video_is_told_in_whole(
    page: Page, server: RunningServer, short_clip: bytes, tmp_path: Path
) -> None:
    person = server.add_person("Anna 2")
    files = {"sent.mp4": short_clip, "text.mp4": b"no video", "empty.mp4": b""}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    page.goto(f"{server.url}/people/{person}/upload")
    collect(page)
    page.locator("#files").set_input_files([tmp_path / name for name in files])
    expect(page.locator(".state.refused")).to_have_count(2, timeout=_LONG_MS)
    expect(page.locator(".state.done")).to_have_text(mark("Ready"), timeout=_LONG_MS)
    told = page.evaluate("[...seen]")
    assert mark("Being sent") in told
    assert mark("Sent. Waiting for its turn") in told
    assert mark("The file is empty, or a folder.") in told
    # What a file must be is said by the stage that refuses it.
    with closing(Store(server.data)) as store:
        sent = store.list_recordings(person)
    problems = [item.problem for item in sent if item.problem]
    assert len(problems) == 1
    assert find_foreign(told, *list_said_elsewhere(), *problems) == []
    # Unlike the one above, it was not said to be mirrored.
    (done,) = (item.id for item in sent if item.state == "done")
    page.goto(f"{server.url}/recordings/{done}")
    said = list_said_elsewhere(server.data / "recordings" / done / "results")
    assert find_foreign(page.evaluate(_READ_ALL), *said) == []


@needs_chromium
@pytest.mark.slow
def test_a_session_is_led_through_in_whole(page: Page, server: RunningServer) -> None:
    person = server.add_person("Anna 3")
    page.goto(f"{server.url}/people/{person}/record/quick")
    collect(page)
    page.locator("#turn-on").click()
    # The browser's own test picture shows no face.
    expect(page.locator("#hint")).to_have_text(
        mark("No face is seen. Sit in front of the camera."), timeout=_LONG_MS
    )
    page.locator("#begin").click()
    expect(page.locator("#title")).to_have_text(mark("Look at the dot"), timeout=_LONG_MS)
    page.locator("#pause").click()
    expect(page.locator("#pause")).to_have_text(mark("Go on"))
    page.locator("#pause").click()
    for title in ("Blink lightly", "Squeeze your eyes shut", "Smile a little"):
        page.locator("#skip").click()
        expect(page.locator("#title")).to_have_text(mark(title))
    expect(page.locator("#now")).to_have_text(mark("Now"))
    page.locator("#stop").click()
    page.wait_for_url("**/recordings/*", timeout=_LONG_MS)
    expect(page.locator("main")).not_to_contain_text("undefined")


def collect(page: Page) -> None:
    """Keep whatever the page shows from now on in ``seen``."""
    page.evaluate(
        f"""() => {{
          window.seen = new Set();
          const read = {_READ_ALL};
          const keep = () => read().forEach((text) => window.seen.add(text));
          new MutationObserver(keep).observe(document.body, {{
            subtree: true, childList: true, characterData: true, attributes: true,
          }});
          keep();
        }}"""
    )


@needs_chromium
def test_scripts_choose_forms_by_the_rules_of_the_language(browser: Any, tmp_path: Path) -> None:
    # Polish has three: 2 minuty, but 5 minut and 22 minuty.
    folder = tmp_path / "texts" / "pl"
    folder.mkdir(parents=True)
    folder.joinpath("web_scripts.ftl").write_text(
        "script-left-minutes = { $n ->\n    [few] jeszcze { $n } minuty\n"
        "   *[many] jeszcze { $n } minut\n }\n",
        encoding="utf-8",
    )
    settings = {wording.TEXTS_VARIABLE: str(tmp_path / "texts")}
    with serving(tmp_path / "data", **settings) as server, closing(browser.new_page()) as page:
        page.set_extra_http_headers({"Accept-Language": "pl"})
        page.goto(server.url)
        said = page.evaluate(
            """async () => {
              const { sayLeft } = await import("/static/say_left.js");
              return [120, 300, 1320, 5].map(sayLeft);
            }"""
        )
    assert said == [
        "jeszcze 2 minuty", "jeszcze 5 minut", "jeszcze 22 minuty", "A few seconds left.",
    ]  # fmt: skip
