"""What is left when a server, a tab or a person breaks off in the middle, and how it goes on."""

from __future__ import annotations

import os
import time
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from app_here import App
from browsing import browsing, find_barriers, needs_chromium, watch
from playwright.sync_api import Page, expect
from web_server import RunningServer, serving, wait_until

from twitchcam.store.library import Store
from twitchcam.web.config import WebConfig
from twitchcam.web.takes import Takes

pytestmark = pytest.mark.slow

_LONG_MS = 180_000
_SLOW_BYTES_PER_S = 8 << 20


@pytest.fixture(scope="module")
def browser():
    with browsing() as opened:
        yield opened


@pytest.fixture(scope="module")
def large_clip(make_once, short_clip) -> Path:
    """A video that is sent in several pieces: the short clip with free space behind it."""
    space = 28 << 20
    box = (space + 8).to_bytes(4, "big") + b"free" + bytes(space)
    return make_once("large_clip.mp4", lambda path: path.write_bytes(short_clip + box))


def choose_slowly(page: Page, server: RunningServer, person: str, clip: Path) -> None:
    """Choose a video in a page whose line is slow, so that it can be cut in the middle."""
    page.goto(f"{server.url}/people/{person}/upload")
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1}
    line.send("Network.emulateNetworkConditions", slow | {"uploadThroughput": _SLOW_BYTES_PER_S})
    page.locator("#files").set_input_files(clip)


def wait_for_a_part(server: RunningServer) -> Path:
    """The folder of the recording of which some, but not all, is here."""
    folder = server.data / "recordings"
    [video] = wait_until(
        lambda: [item for item in folder.glob("*/video") if item.stat().st_size > 0], "a part"
    )
    return video.parent


@needs_chromium
def test_an_upload_goes_on_by_itself_after_its_server_was_killed(browser, tmp_path, large_clip):
    server = RunningServer(tmp_path / "data")
    port = server.url.rsplit(":", 1)[1]
    with closing(browser.new_context()) as context:
        page = context.new_page()
        choose_slowly(page, server, server.add_person(), large_clip)
        recording = wait_for_a_part(server)
        server.kill()
        here = (recording / "video").stat().st_size
        assert 0 < here < large_clip.stat().st_size
        expect(page.locator(".state")).to_have_text("Waiting for twitchcam to answer")
        expect(page.get_by_text("Keep this page open: it goes on by itself.")).to_be_visible()
        expect(page.get_by_role("alert")).to_contain_text("start it again", timeout=15_000)
        with serving(tmp_path / "data", port=port) as again:
            expect(page.locator(".state")).to_have_text("Ready", timeout=_LONG_MS)
            expect(page.locator("#away")).to_be_hidden()
            assert (recording / "video").read_bytes() == large_clip.read_bytes()
            assert len(list(recording.parent.iterdir())) == 1
            assert again.describe(recording.name)["state"] == "done"


@needs_chromium
def test_a_broken_upload_says_so_and_goes_on_when_it_is_chosen_again(browser, tmp_path, large_clip):
    server = RunningServer(tmp_path / "data")
    anna = server.add_person()
    with closing(browser.new_context()) as context:
        page = context.new_page()
        choose_slowly(page, server, anna, large_clip)
        recording = wait_for_a_part(server)
        server.kill()
    with (
        serving(tmp_path / "data", TWITCHCAM_ABANDONED_AFTER_S="1") as again,
        closing(browser.new_context()) as context,
    ):
        page = context.new_page()
        complaints = watch(page)
        page.goto(f"{again.url}/people/{anna}")
        row = page.locator(f"[data-recording='{recording.name}']")
        # Whoever looks on while it is broken off is told, too.
        expect(row).to_contain_text("Sending was interrupted", timeout=20_000)
        row.get_by_role("link").click()
        expect(page.get_by_text("% of the video is here.")).to_be_visible()
        assert find_barriers(page) == []
        page.get_by_role("link", name="Choose the file again").click()
        page.get_by_text("As in a mirror").click()
        page.locator("#files").set_input_files(large_clip)
        expect(page.locator(".state")).to_have_text("Ready", timeout=_LONG_MS)
        assert (recording / "video").stat().st_size == large_clip.stat().st_size
        # What was said last about the mirror counts.
        page.get_by_role("link", name=large_clip.name).click()
        expect(page.get_by_text("turned back from a mirror image")).to_be_visible()
        assert complaints == []


@needs_chromium
def test_stopping_an_upload_leaves_nothing_of_it(browser, tmp_path, large_clip):
    with serving(tmp_path / "data") as server, closing(browser.new_context()) as context:
        page = context.new_page()
        choose_slowly(page, server, server.add_person(), large_clip)
        recording = wait_for_a_part(server)
        onlooker = context.new_page()
        onlooker.goto(f"{server.url}/recordings/{recording.name}")
        expect(onlooker.get_by_role("heading", name="Still being sent")).to_be_visible()
        page.get_by_role("button", name="Stop").click()
        expect(page.locator(".state")).to_have_text("Stopped")
        wait_until(lambda: not recording.exists(), "the part to be removed", 20.0)
        expect(onlooker.get_by_role("heading", name="This page is not here")).to_be_visible()
        assert server.client.get(f"/recordings/{recording.name}").status_code == 404


@needs_chromium
@pytest.mark.long
def test_every_page_says_when_the_server_is_away(browser, tmp_path):
    server = RunningServer(tmp_path / "data")
    port = server.url.rsplit(":", 1)[1]
    with closing(browser.new_page()) as page:
        page.goto(server.url)
        server.kill()
        expect(page.get_by_role("alert")).to_contain_text("start it again", timeout=15_000)
        with serving(tmp_path / "data", port=port):
            expect(page.locator("#away")).to_be_hidden(timeout=20_000)


@needs_chromium
def test_a_page_that_fails_for_a_moment_takes_no_recording_from_view(browser, tmp_path):
    with serving(tmp_path / "data") as server, closing(browser.new_page()) as page:
        person = server.add_person()
        recording_id = server.begin(person, "Rest", b"", origin="camera", size_bytes=None)["id"]
        with page.expect_response("**/api/news"):
            page.goto(f"{server.url}/people/{person}")
        failed = {"status": 500, "body": "<main id='main'>our fault</main>"}
        page.route(page.url, lambda route: route.fulfill(**failed))
        with page.expect_response(lambda answer: answer.status == 500):
            server.client.post(f"/api/recordings/{recording_id}/cancel")
        page.wait_for_timeout(500)
        expect(page.locator(f"[data-recording='{recording_id}']")).to_be_visible()


def test_an_upload_goes_on_where_a_dead_server_left_it(tmp_path, short_clip):
    server = RunningServer(tmp_path / "data")
    anna = server.add_person()
    half = len(short_clip) // 2
    recording_id = server.begin(anna, "clip.mp4", short_clip)["id"]
    assert server.put(recording_id, short_clip[:half], 0).is_success
    server.kill()
    with serving(tmp_path / "data") as again:
        begun = again.begin(anna, "clip.mp4", short_clip)
        assert begun["id"] == recording_id
        assert begun["received_bytes"] == half
        # A piece that was sent twice is kept once.
        assert again.put(recording_id, short_clip[:half], 0).json()["received_bytes"] == half
        again.put(recording_id, short_clip[half:], half)
        again.client.post(f"/api/recordings/{recording_id}/finish")
        again.wait_for(recording_id, "running", "done")
        video = tmp_path / "data" / "recordings" / recording_id / "video"
        assert video.read_bytes() == short_clip


@pytest.mark.long
def test_a_recording_waits_for_its_tab_after_a_long_time_without_a_server(tmp_path, short_clip):
    about = {"origin": "camera", "size_bytes": None}
    half = len(short_clip) // 2
    server = RunningServer(tmp_path / "data")
    recording_id = server.begin(server.add_person(), "Free recording", b"", **about)["id"]
    assert server.put(recording_id, short_clip[:half], 0).is_success
    server.kill()
    video = tmp_path / "data" / "recordings" / recording_id / "video"
    os.utime(video, (time.time() - 3600,) * 2)
    with serving(tmp_path / "data", TWITCHCAM_ABANDONED_AFTER_S="6") as again:
        # The server has looked around meanwhile, and the tab comes back with what it kept.
        time.sleep(3.0)
        assert again.put(recording_id, short_clip[half:], half).is_success
        assert again.client.post(f"/api/recordings/{recording_id}/finish").is_success
        again.wait_for(recording_id, "done")


def test_a_video_larger_than_the_disk_is_refused_before_it_is_sent(tmp_path):
    with closing(Store(tmp_path / "data")) as store:
        new = {"person_id": store.add_person("Anna").id, "name": "x", "origin": "upload"}
        app = App(store, WebConfig(max_upload_bytes=1000 << 30))
        answer = app.ask("POST", "/api/recordings", json=new | {"size_bytes": 999 << 30})
        assert answer.status_code == 507
        assert "Make room" in answer.json()["problem"]
        assert store.list_recordings() == []


def test_a_recording_that_is_being_deleted_is_not_said_to_be_kept(tmp_path, monkeypatch):
    answers: list[httpx.Response] = []
    with closing(Store(tmp_path / "data")) as store:
        person = store.add_person("Anna")
        recording = store.add_recording(person.id, name="Free recording", origin="camera")
        other = store.add_recording(person.id, name="Free recording", origin="camera")
        app = App(store)
        pictures = {"format": "I420", "width": 16, "height": 16, "full_range": 0, "matrix": "bt709"}
        way = f"/api/recordings/{recording.id}"
        close = Takes.close

        def ask_meanwhile(self: Takes, recording_id: str) -> None:
            answers.append(app.ask("POST", f"{way}/pictures", params=pictures, content=bytes(392)))
            answers.append(app.ask("PUT", f"{way}/cues", json=[]))
            answers.append(app.ask("POST", f"{way}/finish"))
            answers.append(app.ask("GET", way))
            close(self, recording_id)

        monkeypatch.setattr(Takes, "close", ask_meanwhile)
        app.post(f"/recordings/{recording.id}/delete")
        assert len(answers) == 4
        for answer in answers:
            assert answer.status_code == 404
            assert answer.json()["problem"] == "There is no such recording."
        assert [item.id for item in store.list_recordings()] == [other.id]


def test_what_a_killed_server_left_on_its_way_out_is_removed_at_the_next_start(tmp_path):
    data = tmp_path / "data"
    with closing(Store(data)) as store:
        anna = store.add_person("Anna")
        recording = store.add_recording(anna.id, name="clip.mp4", origin="upload")
        files = store.files(recording.id)
        files.append(b"x", 0)
        store.change_recording(recording.id, state="running")
    half_deleted = data / "recordings" / "deleted-abc"
    unfinished = files.results / ".unfinished-1" / "x"
    left = [data / ".twitchcam-export-abc.zip", half_deleted / "video", unfinished]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"a face")
    with serving(data) as server:
        server.wait_for(recording.id, "refused")
        assert [path for path in (*left, half_deleted) if path.exists()] == []
