"""The player speaks the language of the report, in what it draws, too."""

from __future__ import annotations

import json
import re

import pytest
from browser import open_page, start_browser
from examples_of_analysis import make_analysis, make_movement, make_track, make_tremor
from made_up_language import CODE, find_unmarked, mark, write_language

from twitchcam import wording
from twitchcam.report.page import write_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_LISTEN = """() => {
  window.drawn = new Set();
  for (const name of ["fillText", "strokeText"]) {
    const draw = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (said, ...where) {
      window.drawn.add(said);
      return draw.call(this, said, ...where);
    };
  }
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("player")
    write_language(folder)
    analysis = make_analysis(tremor=(make_tremor(),))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(wording.TEXTS_VARIABLE, str(folder))
        with wording.in_language(CODE):
            write_page(
                analysis,
                folder / "report.html",
                movement=make_movement(analysis),
                track=make_track(1800),
            )
    return (folder / "report.html").as_uri()


def test_what_the_player_shows_was_looked_up(address):
    with start_browser() as browser, open_page(browser, address) as page:
        page.wait_for_function("() => window.twitchcam !== undefined")
        page.evaluate(_LISTEN)
        page.evaluate("twitchcam.redraw()")
        drawn = set(page.evaluate("[...drawn]"))
        assert {mark("their right"), mark("their left"), mark("5 mm of skin")} <= drawn
        play = page.locator("[data-part=play]")
        play.click()
        assert play.text_content() == mark("Pause")
        play.click()
        assert play.text_content() == mark("Play")
        page.evaluate("twitchcam.goTo(0)")
        caption = page.locator("[data-part=caption]").text_content()
        n = page.evaluate("twitchcam.recording.moments.length")
        assert caption.startswith(f"1 {mark('of')} {n}: 0:")
        seek = page.locator("button.seek").first
        assert find_unmarked(seek.get_attribute("aria-label")) == []
        tip = page.evaluate("twitchcam.timeline.describe(0, twitchcam.timeline.rowTop(3) + 30)")
        assert mark("left") in tip
        assert mark("right") in tip


def test_the_page_holds_the_texts_of_its_language_and_of_the_first(tmp_path, monkeypatch):
    write_language(tmp_path)
    monkeypatch.setenv(wording.TEXTS_VARIABLE, str(tmp_path))
    with wording.in_language(CODE):
        write_page(make_analysis(), tmp_path / "report.html", movement=make_movement())
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    texts = re.search(r'(?s)<script type="application/json" id="texts">(.*?)</script>', page)
    assert [item["language"] for item in json.loads(texts[1])] == [CODE, "en"]
