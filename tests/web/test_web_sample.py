"""A sample report, from the first page on: of a made face, and it says so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browsing import PHONE, browsing, find_barriers, is_too_wide, needs_chromium, watch
from playwright.sync_api import expect
from web_server import RunningServer, serving

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with serving(tmp_path_factory.mktemp("web") / "data") as running:
        yield running


@needs_chromium
def test_the_first_page_leads_to_a_report_of_a_made_face(server):
    # Nothing is made before somebody asks.
    assert server.client.get("/sample/report.html").status_code == 404
    assert not (server.data / "sample").exists()
    with browsing() as browser:
        page = browser.new_page(viewport=PHONE)
        complaints = watch(page)
        page.goto(server.url)
        page.get_by_role("link", name="Look at a sample report").click()
        expect(page.get_by_text("This is a made face")).to_be_visible()
        expect(page.locator("iframe")).to_be_visible(timeout=120_000)
        report = page.frame_locator("iframe")
        expect(report.get_by_text("The left cheek moved with").first).to_be_visible()
        assert find_barriers(page) == []
        assert not is_too_wide(page)
        assert complaints == []
    # It is nobody's recording.
    assert "made face" not in server.client.get("/").text.replace("report</a> of a made face", "")
    policy = server.client.get("/sample/report.html").headers["content-security-policy"]
    assert policy.startswith("sandbox")
