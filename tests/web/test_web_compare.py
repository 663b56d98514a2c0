"""Two visits beside each other: in step, in halves, in numbers with what is noise."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import av
import numpy as np
import pytest
from browsing import browsing, find_barriers, is_too_wide, needs_chromium, watch
from made_visits import act, add_visit
from playwright.sync_api import Page, Route, expect
from web_server import serving, wait_until

from twitchcam.app.make_extras import make_extra
from twitchcam.store.library import Store
from twitchcam.synthetic.movements import Blink, Smile

pytestmark = pytest.mark.slow


_FIRST = act(Blink(onset_s=1.0), Smile(onset_s=3.0, right=0.4, hold_s=0.5), duration_s=6.0)
_SECOND = act(Smile(onset_s=1.5, right=0.9, hold_s=0.5), Blink(onset_s=5.0), duration_s=6.0)


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory, short_clip: bytes) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("web") / "data"
    with closing(Store(folder)) as store:
        anna = store.add_person("Anna").id
        first = add_visit(store, anna, _FIRST, name="first.mp4")
        second = add_visit(store, anna, _SECOND, name="second.mp4")
        store.files(second.id).video.write_bytes(short_clip)
        make_extra("halves", store.files(second.id).results, store.files(second.id).video)
    with serving(folder) as server:
        yield SimpleNamespace(server=server, anna=anna, first=first.id, second=second.id)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with browsing() as opened:
        yield opened


@pytest.fixture
def page(browser: Any) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    opened = context.new_page()
    complaints = watch(opened)
    yield opened
    context.close()
    assert complaints == []


@needs_chromium
def test_both_visits_begin_the_same_action_at_the_same_moment(visits, page):
    page.goto(f"{visits.server.url}/people/{visits.anna}/compare")
    kind = page.locator("[data-part=kind]")
    expect(kind).to_be_visible()
    kind.select_option("smile")
    onsets = page.evaluate("inStep.visits.map((visit) => visit.onsetS)")
    assert onsets == [pytest.approx(3.0, abs=0.3), pytest.approx(1.5, abs=0.3)]
    # Where the slider stands, both are as long after their onset, whatever the time of day.
    page.locator("[data-part=time]").fill("0.5")
    for onset, link in zip(onsets, page.locator("a[data-report]").all(), strict=True):
        at_s = float(link.get_attribute("href").rpartition("=")[2])
        assert at_s - onset == pytest.approx(0.5, abs=0.02)
    drawn = "[...document.querySelectorAll('canvas')].map((one) => one.toDataURL())"
    smiling = page.evaluate(drawn)
    page.locator("[data-part=time]").fill("-0.9")
    assert all(a != b for a, b in zip(smiling, page.evaluate(drawn), strict=True))
    page.get_by_role("button", name="Play").click()
    wait_until(lambda: page.evaluate("inStep.timeS") > -0.7, "the faces to move")
    page.get_by_role("button", name="Pause").click()
    # The video of one is gone: that is said, and the other one's can be looked at.
    expect(page.get_by_text("The video of this visit was deleted")).to_have_count(1)
    page.locator("[data-part=view]").select_option("videos")
    expect(page.locator("video")).to_be_visible()
    expect(page.locator("canvas >> visible=true")).to_have_count(1)
    reached = "document.querySelector('video').currentTime"
    wait_until(lambda: page.evaluate(reached) > 0, "the video to follow")
    assert find_barriers(page) == []
    assert not is_too_wide(page)


def _answer(body: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(body=body)


@needs_chromium
def test_an_action_of_both_comes_first_and_it_is_said_where_there_is_none(visits, page):
    page.goto(f"{visits.server.url}/people/{visits.anna}/compare")
    kinds, chosen = page.locator("[data-part=kind] option"), page.locator("[data-part=kind]")
    none_shared = page.get_by_text("No action was seen in both of them")

    def keep(first: str, second: str) -> None:
        for recording, kept in ((visits.first, first), (visits.second, second)):
            played = visits.server.client.get(f"/recordings/{recording}/played.json").json()
            actions = played["description"]["actions"]
            played["description"]["actions"] = [one for one in actions if one["kind"] in kept]
            page.route(f"**/{recording}/played.json", _answer(json.dumps(played)))
        page.reload()
        expect(kinds).not_to_have_count(0)

    keep("smile blink", "blink")
    expect(chosen).to_have_value("blink")
    expect(none_shared).to_be_hidden()
    chosen.select_option("smile")
    not_done = page.locator(":text('This action was not seen in this recording.'):visible")
    expect(not_done).to_have_count(1)
    keep("smile", "blink")
    expect(none_shared).to_be_visible()
    expect(not_done).to_have_count(1)


@needs_chromium
def test_one_click_leads_to_the_picture_of_that_moment(visits, page):
    page.goto(f"{visits.server.url}/recordings/{visits.second}")
    assert find_barriers(page) == []
    assert not is_too_wide(page)
    page.locator(".halves a", has_text="at ").last.click()
    at_s = float(page.url.rpartition("=")[2])
    report = page.frame_locator("iframe")
    expect(report.locator("[data-part=clock]")).to_contain_text(f"0:{at_s:05.2f}")


@needs_chromium
def test_marks_for_elan_are_made_beside_the_queue_and_told_when_they_are_there(visits, page):
    page.goto(f"{visits.server.url}/recordings/{visits.first}")
    page.get_by_role("button", name="Make the marks for ELAN").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save annotations.eaf").click(timeout=60_000)
    assert "smile" in saved.value.path().read_text(encoding="utf-8")
    # What is at work can be stopped, and nothing of it is left.
    page.get_by_role("button", name="Make the video with drawings").click()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Make the video with drawings")).to_be_visible()
    results = visits.server.data / "recordings" / visits.first / "results"
    assert not list(results.glob("*.mp4"))
    assert not list(results.glob(".unfinished*"))


@needs_chromium
def test_a_video_that_the_browser_does_not_play_is_offered_for_saving(visits, page):
    page.goto(f"{visits.server.url}/recordings/{visits.second}")
    expect(page.locator("video")).to_be_visible()
    expect(page.locator("#cannot-play")).to_be_hidden()
    unknown = visits.server.data / "recordings" / visits.first / "video"
    unknown.write_bytes(b"RIFF no video for browsers" * 99)
    page.goto(f"{visits.server.url}/recordings/{visits.first}")
    expect(page.get_by_text("This browser does not play videos of this kind.")).to_be_visible()
    expect(page.locator("video")).to_be_hidden()
    expect(page.get_by_role("link", name="Save the video")).to_be_visible()
    unknown.unlink()


def _make_endless_webm() -> bytes:
    """As browsers record: nothing in it says how long it is."""
    out = io.BytesIO()
    with av.open(out, "w", format="webm", options={"live": "1"}) as container:
        stream = container.add_stream("libvpx", rate=30)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        for k in range(45):
            picture = np.full((120, 160, 3), 5 * k, np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts = k
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return out.getvalue()


@needs_chromium
def test_a_video_that_does_not_say_how_long_it_is_still_has_a_bar_of_time(visits, page):
    server, content = visits.server, _make_endless_webm()
    recording = server.begin(visits.anna, "camera", content, origin="camera")["id"]
    assert server.put(recording, content, 0).is_success
    server.client.post(f"/api/recordings/{recording}/cancel")
    page.goto(f"{server.url}/recordings/{recording}")
    video = "document.querySelector('video')"
    wait_until(lambda: page.evaluate(f"{video}.duration < 10"), "the length")
    assert page.evaluate(f"{video}.duration") == pytest.approx(1.5, abs=0.1)
    wait_until(lambda: page.evaluate(f"{video}.currentTime") == 0, "the beginning")
    # An open page would look for what is deleted.
    page.goto("about:blank")
    server.client.post(f"/recordings/{recording}/delete")


def _count_pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


@needs_chromium
def test_the_page_for_a_letter_is_one_page_however_it_is_printed(visits, page):
    page.goto(f"{visits.server.url}/people/{visits.anna}/letter")
    assert find_barriers(page) == []
    assert not is_too_wide(page)
    loaded = "[...document.querySelectorAll('.figures img')].every((one) => one.naturalWidth > 0)"
    wait_until(lambda: page.evaluate(loaded), "the figures")
    for paper in ("A4", "Letter"):
        assert _count_pages(page.pdf(format=paper)) == 1, paper
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the paragraph").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("Measured from 2 videos")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as PDF (A4)").click()
    assert _count_pages(saved.value.path().read_bytes()) == 1
    assert saved.value.suggested_filename.startswith("twitchcam-Anna-")


@needs_chromium
def test_a_report_that_is_printed_in_the_app_begins_with_its_page_for_a_doctor(visits, page):
    page.goto(f"{visits.server.url}/recordings/{visits.first}/report")
    expect(page.frame_locator("iframe").locator("[data-part=clock]")).to_be_visible()
    for paper in ("A4", "Letter"):
        assert _count_pages(page.pdf(format=paper)) == 1, paper


def test_figures_of_a_letter_are_files_and_what_is_none_is_no_page(visits):
    client, at = visits.server.client, f"/people/{visits.anna}/letter"
    assert client.get(f"{at}/1.svg").headers["content-type"].startswith("image/svg+xml")
    saved = client.get(f"{at}/1.png?save=true")
    assert saved.content.startswith(b"\x89PNG")
    assert saved.headers["content-disposition"].startswith('attachment; filename="twitchcam-Anna-')
    for wrong in (f"{at}/0.svg", f"{at}/9.png"):
        assert client.get(wrong).status_code == 404
    for wrong in (f"{at}/1.exe", f"{at}.pdf?paper=a0"):
        assert client.get(wrong).status_code == 422
    dora = visits.server.add_person("Dora")
    assert client.get(f"/people/{dora}/letter").status_code == 200
    assert client.get(f"/people/{dora}/letter.pdf").status_code == 404


def test_halves_go_with_the_video_and_it_is_said(visits):
    server, page = visits.server, f"/recordings/{visits.second}"
    shown = server.client.get(page).text
    assert f"{page}/files/halves-rest-left.jpg" in shown
    picture = server.client.get(f"{page}/files/halves-rest-left.jpg")
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")
    server.client.post(f"{page}/delete-video")
    shown = server.client.get(page).text
    assert "halves-rest" not in shown
    assert "these pictures with it" in shown
    assert server.client.get(f"{page}/files/halves-rest-left.jpg").status_code == 404
    # Beside each other, too.
    both = server.client.get(f"/people/{visits.anna}/compare").text
    assert both.count("The video of this visit was deleted") == 2


def test_what_is_no_moment_or_no_result_is_answered(visits):
    client = visits.server.client
    for t in ("-1", "1e9", "nan"):
        shown = client.get(f"/recordings/{visits.first}/report", params={"t": t})
        assert "report.html#" not in shown.text
    assert client.get("/recordings/none/played.json").status_code == 404
    assert client.get(f"/people/{visits.anna}/compare?a=none&b=none").status_code == 200
    ben = visits.server.add_person("Ben")
    assert "no result yet" in client.get(f"/people/{ben}/compare").text
