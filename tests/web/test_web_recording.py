"""Guided recordings in a real Chromium, whose camera plays a made clip with known truth."""

from __future__ import annotations

import json
import re
import time
from contextlib import closing

import av
import numpy as np
import pytest
from browsing import (
    LAPTOP,
    SIZES_AND_SCHEMES,
    browsing,
    fake_camera,
    find_barriers,
    is_too_wide,
    launch,
    needs_chromium,
    watch,
)
from playwright.sync_api import Page, Route, expect
from web_server import RunningServer, serving, wait_until

from benchmarks.browser_video import write_camera_clip
from twitchcam.synthetic.clip import ClipPlan, write_clip
from twitchcam.synthetic.movements import Blink, Dragged

pytestmark = needs_chromium
_LONG_MS = 180_000


@pytest.fixture(scope="module")
def camera_clip(make_once):
    """The left cheek jerks with every blink, so far that every kind of video keeps it.

    Which kind the browser takes, and how well it does, depends on what else runs here.
    """
    onsets_s = (1.2, 3.1, 4.9, 7.2, 8.8, 10.9)
    dragged = Dragged(action="blink", region="cheek", side="left", size_mm=4.0, lag_s=0.06)
    plan = ClipPlan(
        duration_s=12.0, movements=(*(Blink(onset_s=t) for t in onsets_s), dragged), seed=13
    )
    clip = make_once("camera.mp4", lambda path: write_clip(plan, path))
    return make_once("camera.mjpeg", lambda path: write_camera_clip(clip, path))


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("web")
    with serving(folder / "data") as running:
        yield running


@pytest.fixture(scope="module")
def browser(camera_clip):
    with browsing(*fake_camera(camera_clip)) as opened:
        yield opened


def open_session(browser, server, name, *, allowed=True, viewport=LAPTOP) -> tuple[Page, str]:
    person = server.add_person(f"{name} {np.random.default_rng().integers(1 << 40)}")
    permissions = ["camera"] if allowed else []
    context = browser.new_context(viewport=viewport, permissions=permissions)
    page = context.new_page()
    page.goto(f"{server.url}/people/{person}/record/{name}")
    return page, person


def turn_on(page: Page) -> None:
    page.get_by_role("button", name="Turn on the camera").click()
    expect(page.get_by_role("heading", name="Is the picture good?")).to_be_visible()


def wait_for_looks(page: Page, n: int) -> None:
    """Three a second where nothing else runs."""
    for _ in range(n):
        with page.expect_response(lambda found: "/api/live" in found.url and found.ok):
            pass


def read_document(server: RunningServer, recording_id: str) -> dict:
    path = server.data / "recordings" / recording_id / "results" / "analysis.json"
    return json.loads(path.read_text())


@pytest.mark.parametrize(
    "steps", ["light_blink,pucker", pytest.param("all", marks=pytest.mark.long)]
)
def test_a_guided_session_finds_the_planted_movement_on_the_left(browser, server, steps):
    is_whole = steps == "all"
    page, _ = open_session(browser, server, "quick" if is_whole else f"quick?steps={steps}")
    complaints = watch(page)
    turn_on(page)
    expect(page.locator("#hint")).to_have_text("Good. Stay like this.")
    expect(page.locator("#ticks .good")).to_have_count(6)
    assert find_barriers(page) == []
    # It goes on looking.
    wait_for_looks(page, 3)
    page.get_by_role("button", name="Begin", exact=True).click()
    if is_whole:
        expect(page.get_by_role("heading", name="Look at the dot")).to_be_visible()
    assert find_barriers(page) == []
    expect(page.get_by_role("heading", name="Blink lightly")).to_be_visible()
    expect(page.locator("#now")).to_have_text("Now (6 of 6)")
    following = ["Squeeze your eyes shut", "Smile a little"] if is_whole else []
    first, *skipped_to = [*following, "Purse your lips"]
    expect(page.get_by_role("heading", name=first)).to_be_visible()
    # A step can be left out by who cannot do it.
    for heading in skipped_to:
        page.get_by_role("button", name="Skip this step").click()
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.get_by_role("button", name="Stop and keep").click()
    page.wait_for_url("**/recordings/*", timeout=_LONG_MS)
    recording = page.url.rsplit("/", 1)[1]
    expect(page.locator(".finding").first).to_be_visible(timeout=_LONG_MS)
    expect(
        page.get_by_text(re.compile(r"The camera gave [\d.]+ pictures a second"))
    ).to_be_visible()
    expect(page.get_by_role("table")).to_contain_text("Blink lightly")
    document = read_document(server, recording)
    findings = {(item["code"], item["side"]) for item in document["findings"]}
    assert ("eye_to_mouth_cocontraction", "left") in findings
    assert not any(side == "right" for code, side in findings if "cocontraction" in code)
    cues = [cue["step"] for cue in document["cues"]]
    assert cues == [*["rest"] * is_whole, *["light_blink"] * 6]
    if is_whole:
        rest = document["cues"][0]
        assert rest["stop_s"] - rest["start_s"] == pytest.approx(20.0, abs=1.0)
    assert document["source"]["duration_s"] > document["cues"][-1]["start_s"]
    assert document["quality"]["frame_rate_hz"] > 15.0
    assert complaints == []
    page.context.close()


def go_to(page: Page, name: str) -> None:
    """Press the Tab key until what is called ``name`` has the focus, and shows it."""
    for _ in range(40):
        page.keyboard.press("Tab")
        focused = page.locator("*:focus")
        if focused.count() and name in focused.inner_text():
            outline = focused.evaluate("item => getComputedStyle(item).outlineStyle")
            assert outline != "none", name
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")


def record_freely(page: Page, at_least_s: int) -> None:
    turn_on(page)
    page.locator("#begin").click()
    wait_recorded(page, at_least_s)


def wait_recorded(page: Page, at_least_s: int) -> None:
    late = "|".join(f"0:{passed_s:02d}" for passed_s in range(at_least_s, 60))
    expect(page.locator("#now")).to_have_text(re.compile(late))


def press_when(page: Page, shown: str, button: str) -> None:
    """Press ``button`` in the moment in which ``shown`` is said, however busy the computer is."""
    page.evaluate(
        """([shown, button]) => new Promise((done) => {
          const now = document.querySelector("#now");
          const look = () => {
            if (now.textContent.trim() !== shown) return;
            watcher.disconnect();
            document.querySelector(button).click();
            done();
          };
          const watcher = new MutationObserver(look);
          watcher.observe(now, { childList: true, characterData: true, subtree: true });
          look();
        })""",
        [shown, button],
    )


def stop_and_keep(page: Page) -> str:
    page.get_by_role("button", name="Stop and keep").click()
    page.wait_for_url("**/recordings/*", timeout=_LONG_MS)
    return page.url.rsplit("/", 1)[1]


def find_codec(server: RunningServer, recording_id: str) -> str:
    with av.open(str(server.data / "recordings" / recording_id / "video")) as video:
        return video.streams.video[0].codec_context.name


def test_every_picture_is_kept_as_it_is_and_counted(browser, server):
    page, _ = open_session(browser, server, "free")
    record_freely(page, 3)
    expect(page.locator("#session")).to_have_attribute("data-way", "plain")
    expect(page.locator("#kept")).to_have_text(re.compile(r"\d+ pictures kept, (none|\d+) lost\."))
    # Oneself, small and as in a mirror, until one would rather not.
    expect(page.locator("#self")).to_be_visible()
    mirror = page.locator("#self").evaluate("item => getComputedStyle(item).transform")
    assert mirror == "matrix(-1, 0, 0, 1, 0, 0)"
    page.get_by_role("button", name="Hide my picture").click()
    expect(page.locator("#self")).to_be_hidden()
    assert find_barriers(page) == []
    recording = stop_and_keep(page)
    video = server.data / "recordings" / recording / "video"
    with av.open(str(video)) as opened:
        times_s = [frame.time for frame in opened.decode(video=0)]
    assert times_s[-1] > 2.0
    # The camera plays 30 a second; a busy computer loses some, and says so.
    assert np.median(np.diff(times_s)) == pytest.approx(1 / 30, abs=0.004)
    # Kept as it is; a smaller copy is made first, and chosen when it is known what it costs.
    page.get_by_role("button", name="Make a smaller video").click(timeout=_LONG_MS)
    expect(page.get_by_text("The smaller copy takes")).to_be_visible(timeout=_LONG_MS)
    assert find_codec(server, recording) == "h264"
    before = video.stat().st_size
    page.get_by_role("button", name="Keep the smaller one only").click()
    expect(page.locator("video")).to_be_visible()
    assert video.stat().st_size < before / 2
    with av.open(str(video)) as opened:
        assert [frame.time for frame in opened.decode(video=0)] == pytest.approx(times_s, abs=0.001)
    page.get_by_role("link", name="Delete the video").click()
    page.get_by_role("button", name="Delete the video").click()
    expect(page.get_by_role("heading", name="The video")).to_be_hidden()
    assert not video.exists()
    page.context.close()


def make_fetch_late(route: Route) -> None:
    late = """
        const fetchNow = self.fetch;
        self.fetch = async (...asked) => {
          await new Promise((done) => setTimeout(done, 1500));
          return fetchNow(...asked);
        };
    """
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text() + late)


def test_a_computer_that_cannot_keep_up_compresses_instead(browser, server):
    page, _ = open_session(browser, server, "free")
    # Each batch of pictures leaves late. The worker itself waits: the test must go on meanwhile.
    page.route("**/frame_worker.js", make_fetch_late)
    page.reload()
    record_freely(page, 8)
    expect(page.locator("#session")).to_have_attribute("data-way", re.compile("video/"))
    recording = stop_and_keep(page)
    server.wait_for(recording, "waiting", "running", "done", "refused")
    assert find_codec(server, recording) in ("vp9", "h264", "vp8")
    assert not list((server.data / "recordings" / recording).glob("part-*"))
    server.client.post(f"/recordings/{recording}/delete")
    page.context.close()


def test_another_browser_compresses_from_the_start(browser, server):
    page, _ = open_session(browser, server, "free")
    page.add_init_script("delete window.MediaStreamTrackProcessor")
    page.reload()
    record_freely(page, 3)
    expect(page.locator("#kept")).to_be_hidden()
    recording = stop_and_keep(page)
    server.wait_for(recording, "waiting", "running", "done", "refused")
    assert find_codec(server, recording) in ("vp9", "h264", "vp8")
    server.client.post(f"/recordings/{recording}/delete")
    page.context.close()


def test_who_leaves_the_picture_is_told(browser, server):
    page, _ = open_session(browser, server, "free")
    record_freely(page, 2)
    expect(page.locator("#lost")).to_be_hidden()
    nobody = json.dumps({"face": False, "problems": ["no_face"]})
    page.route("**/api/live?*", lambda route: route.fulfill(body=nobody, content_type="text/json"))
    expect(page.locator("#lost")).to_be_visible(timeout=15_000)
    expect(page.locator("#lost")).to_contain_text("not in the picture")
    page.unroute("**/api/live?*")
    expect(page.locator("#lost")).to_be_hidden(timeout=15_000)
    recording = stop_and_keep(page)
    server.client.post(f"/recordings/{recording}/delete")
    page.context.close()


def test_steps_of_which_nothing_was_seen_are_known(browser, server):
    """A truth table of the hint, in the browser that runs it."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server.url}/static/icon.svg")
    found = page.evaluate(
        """async () => {
          const { SeenSteps } = await import("/static/seen.js");
          const rest = { lids: 0.12, mouth_width: 0.6, brows: 0.25 };
          const done = { eye_closure: { lids: 0.03 }, smile: { mouth_width: 0.68 },
                         pucker: { mouth_width: 0.5 }, brow_raise: { brows: 0.3 } };
          const list = (action, ...trials) => {
            const seen = new SeenSteps();
            for (let k = 0; k < 8; k += 1) seen.look({ gesture: rest });
            for (const looks of trials) {
              seen.begin({ name: action, action });
              for (const gesture of looks) seen.look({ gesture });
              seen.end();
            }
            seen.begin({ name: action, action });
            seen.breakOff();
            return seen.list().map(({ nAsked }) => nAsked);
          };
          const answer = {};
          for (const [action, change] of Object.entries(done)) {
            const look = { ...rest, ...change };
            const [held, not] = [[rest, look, look, rest], [rest, rest, rest]];
            answer[action] = {
              never: list(action, not, not, not),
              once: list(action, not, held),
              for_one_look: list(action, [rest, look, rest, rest], [rest, rest, null, rest, look]),
              of_few_looks: list(action, [rest, null, look]),
              unasked: list(action),
            };
          }
          answer.gone = list("smile", [rest, null, rest], [null, null, null]);
          answer.blink = list("blink", [rest, rest, rest]);
          return answer;
        }"""
    )
    for action in ("eye_closure", "smile", "pucker", "brow_raise"):
        assert found[action] == {
            "never": [3],
            "once": [],
            "for_one_look": [2],
            "of_few_looks": [],
            "unasked": [],
        }, action
    assert found["gone"] == [2]
    assert found["blink"] == []
    context.close()


def test_a_step_that_was_not_seen_is_offered_again_at_the_end(browser, server):
    page, person = open_session(browser, server, "quick")
    page.goto(f"{server.url}/people/{person}/record/quick?steps=pucker")
    turn_on(page)
    # What was not seen is told from how the face is at rest, which takes a few looks.
    wait_for_looks(page, 6)
    page.locator("#begin").click()
    # Nobody purses the lips in this clip.
    again = page.get_by_role("button", name="Do it again")
    expect(again).to_be_visible(timeout=60_000)
    expect(page.locator("#do")).to_contain_text("Purse your lips")
    assert find_barriers(page) == []
    again.click()
    expect(page.get_by_role("heading", name="Purse your lips")).to_be_visible()
    expect(again).to_be_hidden()
    recording = stop_and_keep(page)
    cues = json.loads((server.data / "recordings" / recording / "video.cues.json").read_text())
    assert [cue["step"] for cue in cues["cues"]][:2] == ["pucker", "pucker"]
    server.client.post(f"/recordings/{recording}/delete")
    page.context.close()


def test_the_keyboard_alone_leads_from_the_start_to_a_recording(browser, server):
    person = server.add_person("Keyboard alone")
    context = browser.new_context(permissions=["camera"], reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{server.url}/people/{person}")
    for name, leads_to in (("Record a session", "**/record"), ("Short session", "**/quick")):
        go_to(page, name)
        page.keyboard.press("Enter")
        page.wait_for_url(leads_to)
    go_to(page, "Turn on the camera")
    page.keyboard.press("Enter")
    # Each part begins where it is read: the heading has the focus.
    expect(page.get_by_role("heading", name="Is the picture good?")).to_be_focused()
    go_to(page, "Begin")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Look at the dot")).to_be_focused(timeout=30_000)
    expect(page.locator("#spoken")).to_contain_text("Step 1 of 5. Look at the dot.")
    # Nothing glides where somebody asked for less motion.
    moved = page.locator(".face .mouth").first.evaluate("x => getComputedStyle(x).transition")
    assert "none" in moved or "0s" in moved
    expect(page.locator("#spoken")).to_have_text("Now")
    go_to(page, "Pause")
    page.keyboard.press("Enter")
    expect(page.locator("#spoken")).to_have_text("Paused")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_focused()
    go_to(page, "Stop and keep")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recordings/*", timeout=_LONG_MS)
    recording = page.url.rsplit("/", 1)[1]
    context.close()
    server.client.post(f"/recordings/{recording}/delete")


def test_a_closed_tab_loses_at_most_two_seconds(browser, server):
    page, person = open_session(browser, server, "free")
    turn_on(page)
    before = set((server.data / "recordings").iterdir())
    page.locator("#begin").click()
    wait_recorded(page, 7)
    page.context.close()
    # Where a way was given up for the next, the recording stays the same.
    (recording,) = set((server.data / "recordings").iterdir()) - before
    # That it is measured then is shown in test_web_pictures.py.
    server.wait_for(recording.name, "waiting", "running", "done")
    with av.open(str(recording / "video")) as opened:
        assert [frame.time for frame in opened.decode(video=0)][-1] > 5.0
    assert f"/recordings/{recording.name}" in server.client.get(f"/people/{person}").text
    server.client.post(f"/recordings/{recording.name}/delete")


@pytest.mark.long
def test_a_recording_outlives_a_server_that_dies_under_it(browser, tmp_path):
    server = RunningServer(tmp_path / "data")
    port = server.url.rsplit(":", 1)[1]
    page, _ = open_session(browser, server, "free")
    turn_on(page)
    page.locator("#begin").click()
    wait_recorded(page, 4)
    server.kill()
    expect(page.get_by_text("does not answer right now")).to_be_visible(timeout=20_000)
    with serving(tmp_path / "data", port=port) as again:
        expect(page.get_by_text("does not answer right now")).to_be_hidden(timeout=30_000)
        page.get_by_role("button", name="Stop and keep").click()
        page.wait_for_url("**/recordings/*", timeout=_LONG_MS)
        recording = page.url.rsplit("/", 1)[1]
        again.wait_for(recording, "done")
        source = read_document(again, recording)["source"]
        assert source["duration_s"] > 5.0
        assert not any("damaged" in note or "lost" in note for note in source["notes"])
        page.context.close()


def test_pause_repeat_and_the_cues_that_they_leave(browser, server):
    page, _ = open_session(browser, server, "quick")
    turn_on(page)
    page.locator("#begin").click()
    expect(page.get_by_role("heading", name="Look at the dot")).to_be_visible()
    # Also while it is counted down.
    expect(page.locator("#now")).to_contain_text("Get ready")
    page.get_by_role("button", name="Pause").click()
    expect(page.locator("#now")).to_have_text("Paused")
    expect(page.get_by_text("The camera goes on recording")).to_be_visible()
    time.sleep(1.0)
    expect(page.locator("#now")).to_have_text("Paused")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("#now")).to_contain_text("Get ready")
    page.get_by_role("button", name="Skip this step").click()
    press_when(page, "Now (2 of 6)", "#pause")
    expect(page.locator("#now")).to_have_text("Paused")
    expect(page.get_by_text("The camera goes on recording")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    press_when(page, "Now (2 of 6)", "#repeat")
    press_when(page, "Now (1 of 6)", "#stop")
    page.wait_for_url("**/recordings/*", timeout=_LONG_MS)
    recording = page.url.rsplit("/", 1)[1]
    cues = json.loads((server.data / "recordings" / recording / "video.cues.json").read_text())
    assert [cue["step"] for cue in cues["cues"]] == ["light_blink"]
    server.client.post(f"/recordings/{recording}/delete")
    page.context.close()


def test_a_recording_that_ends_early_says_so_and_leads_to_what_was_kept(browser, server):
    page, person = open_session(browser, server, "free")
    turn_on(page)
    page.locator("#begin").click()
    wait_recorded(page, 2)
    [row] = re.findall(r'data-recording="(\w+)"', server.client.get(f"/people/{person}").text)
    server.client.post(f"/api/recordings/{row}/cancel")
    expect(page.get_by_role("alert")).to_contain_text("takes no more data")
    page.get_by_role("link", name="To the recording").click()
    expect(page.get_by_role("button", name="Measure what there is")).to_be_visible()
    page.context.close()


def test_a_recording_that_is_deleted_under_its_tab_is_not_said_to_be_kept(browser, server):
    page, person = open_session(browser, server, "free")
    turn_on(page)
    page.locator("#begin").click()
    wait_recorded(page, 2)
    [row] = re.findall(r'data-recording="(\w+)"', server.client.get(f"/people/{person}").text)
    server.client.post(f"/recordings/{row}/delete")
    expect(page.get_by_role("alert")).to_have_text("There is no such recording.")
    expect(page.get_by_role("link", name="To the recording")).to_be_hidden()
    page.context.close()


def test_a_camera_that_is_not_allowed_is_said_in_words(browser, server, camera_clip):
    arguments = (*fake_camera(camera_clip), "--deny-permission-prompts")
    with closing(launch(browser.browser_type, *arguments)) as strict:
        page, _ = open_session(strict, server, "quick", allowed=False)
        page.get_by_role("button", name="Turn on the camera").click()
        expect(page.get_by_role("alert")).to_contain_text("was not allowed")
        expect(page.get_by_role("button", name="Turn on the camera")).to_be_enabled()


def test_no_camera_is_said_in_words(browser, server):
    with closing(launch(browser.browser_type)) as without:
        page, _ = open_session(without, server, "quick")
        page.get_by_role("button", name="Turn on the camera").click()
        expect(page.get_by_role("alert")).to_contain_text("No camera was found")


@pytest.mark.parametrize(("viewport", "scheme"), SIZES_AND_SCHEMES)
def test_pages_before_the_recording_fit_and_can_be_used_by_everybody(
    browser, server, viewport, scheme
):
    person = server.add_person(f"{viewport['width']} {scheme}")
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    with closing(context):
        page = context.new_page()
        for path in ("", "/quick", "/rest", "/free"):
            page.goto(f"{server.url}/people/{person}/record{path}")
            assert not is_too_wide(page)
            assert find_barriers(page) == []


def test_the_live_check_judges_what_it_is_sent(server):
    pixels = bytes(320 * 240 * 4)
    about = {"width": 320, "height": 240, "full_width": 640}
    answer = wait_until(
        lambda: (
            found
            if (found := server.client.post("/api/live", params=about, content=pixels)).status_code
            == 200
            else None
        ),
        "the live check",
    )
    assert answer.json()["problems"] == ["no_face"]
    for wrong in ({"width": 321}, {"width": 10_000}, {"height": 0}, {"rate": -1}):
        refused = server.client.post("/api/live", params=about | wrong, content=pixels)
        assert refused.status_code == 422
