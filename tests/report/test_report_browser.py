"""The page in a real browser: it plays, seeks, steps, fits, prints, and can be used by everyone."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import numpy as np
import pytest
from browser import open_page, start_browser
from examples import keep_short
from examples_of_analysis import (
    HOSTILE_NAMES,
    make_advice,
    make_analysis,
    make_coupling,
    make_event,
    make_expression,
    make_movement,
    make_symmetry,
    make_tremor,
    rename,
)
from made_faces import list_by_picture
from project_paths import SAMPLE_CLIPS

from twitchcam.detection.field_arrows import measure_arrows
from twitchcam.pipeline import analyze_movement, measure_track
from twitchcam.report import words
from twitchcam.report.face_map import find_place
from twitchcam.report.overlay import make_clip
from twitchcam.report.page import write_page

pytestmark = pytest.mark.browser

STORIES = sorted(path.stem for path in SAMPLE_CLIPS.glob("*.mp4"))
EXAMPLES = keep_short(STORIES, "blink_cheek", "smile_tremor")
FRAME_S = 1 / 30
# The page's script makes this when everything is drawn.
READY = "() => window.twitchcam !== undefined"


@pytest.fixture(scope="module")
def browser():
    with start_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def report(track_once, tmp_path_factory):
    """``report(story)``: the analysis of a sample clip and the address of its page."""
    folder = tmp_path_factory.mktemp("reports")
    made = {}

    def get(story):
        if story not in made:
            track = track_once(SAMPLE_CLIPS / f"{story}.mp4")
            movement, expression = measure_track(track)
            analysis = analyze_movement(track, movement, expression)
            path = folder / f"{story}.html"
            write_page(analysis, path, movement=movement, expression=expression, track=track)
            made[story] = analysis, path.as_uri()
        return made[story]

    return get


def _write(folder, analysis, movement=None):
    path = folder / "report.html"
    write_page(analysis, path, movement=movement)
    return path.as_uri()


def _time_s(page):
    return page.evaluate("twitchcam.timeS")


def _marks(page, kind):
    return page.evaluate(
        "kind => twitchcam.timeline.marks().filter(mark => mark.kind === kind)"
        ".map(mark => [mark.x, mark.y, mark.item.apex_s])",
        kind,
    )


def _count_pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page[^s]", pdf))


@pytest.mark.parametrize("story", EXAMPLES)
def test_a_click_on_a_mark_or_a_trace_lands_within_a_frame(story, report, browser):
    analysis, address = report(story)
    with open_page(browser, address, viewport={"width": 1280, "height": 900}) as page:
        page.wait_for_function(READY)
        surface = page.locator("[data-part=playhead]")
        for kind in ("moment", "action"):
            for x, y, apex_s in _marks(page, kind)[:3]:
                surface.click(position={"x": x, "y": y})
                assert abs(_time_s(page) - apex_s) <= FRAME_S
        width = surface.bounding_box()["width"]
        cheek_y = page.evaluate("twitchcam.timeline.rowTop(3) + 30")
        for share in (0.031, 0.537, 0.977):
            surface.click(position={"x": share * width, "y": cheek_y})
            wanted_s = page.evaluate("x => twitchcam.timeline.timeAt(x)", share * width)
            near = page.evaluate(
                "([x, y]) => twitchcam.timeline.markAt(x, y) !== null", [share * width, cheek_y]
            )
            assert near or abs(_time_s(page) - wanted_s) <= FRAME_S
            shown = page.evaluate("twitchcam.recording.frameTime("
                                  "twitchcam.recording.frameAt(twitchcam.timeS))")  # fmt: skip
            assert 0 <= _time_s(page) - shown <= FRAME_S + 1e-3
        assert len(_marks(page, "moment")) >= len(analysis.events) + len(analysis.tremor)


@pytest.mark.parametrize("story", EXAMPLES)
def test_the_page_fits_every_width(story, report, browser):
    _, address = report(story)
    with open_page(browser, address) as page:
        page.wait_for_function(READY)
        for opened in (False, True):
            page.evaluate(f"document.querySelectorAll('details').forEach(d => d.open = {opened:d})")
            for width in (360, 768, 1440):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("story", EXAMPLES)
def test_the_accessibility_engine_finds_nothing(story, report, browser):
    from axe_playwright_python.sync_playwright import Axe

    _, address = report(story)
    # Every page once; the colours of both themes, and both layouts, in turn.
    scheme = "light" if STORIES.index(story) % 2 else "dark"
    width = 1280 if STORIES.index(story) % 3 else 360
    with open_page(
        browser, address, viewport={"width": width, "height": 800}, color_scheme=scheme
    ) as page:
        page.wait_for_function(READY)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        violations = Axe().run(page).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"][:120]) for v in violations] == []


def test_keys_step_from_moment_to_moment_and_from_picture_to_picture(report, browser):
    analysis, address = report("blink_cheek")
    apexes_s = sorted(event.apex_s for event in analysis.events)
    assert len(apexes_s) >= 3
    with open_page(browser, address) as page:
        page.wait_for_function(READY)
        page.locator("[data-part=stage]").focus()
        for apex_s in apexes_s[:3]:
            page.keyboard.press("ArrowDown")
            assert _time_s(page) == pytest.approx(apex_s, abs=FRAME_S)
        assert "3 of " in page.locator("[data-part=caption]").inner_text()
        page.keyboard.press("p")
        assert _time_s(page) == pytest.approx(apexes_s[1], abs=FRAME_S)
        before_s = _time_s(page)
        page.keyboard.press("ArrowRight")
        assert 0 < _time_s(page) - before_s <= FRAME_S + 1e-3
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowLeft")
        assert 0 < before_s - _time_s(page) <= 2 * FRAME_S
        page.keyboard.press("Home")
        assert _time_s(page) == 0
        page.keyboard.press("3")
        assert page.locator("[data-part=rate]").input_value() == "0.1"


def test_it_plays_at_the_chosen_speed_and_stops(report, browser):
    _, address = report("blink_cheek")
    with open_page(browser, address) as page:
        page.wait_for_function(READY)
        page.locator("[data-part=rate]").select_option("0.25")
        page.locator("[data-part=play]").click()
        # From one picture drawn to another, by the page's own clock.
        speed = page.evaluate(
            """async () => {
              const tick = () => new Promise((done) => requestAnimationFrame(done));
              await tick();
              const [wall, time] = [twitchcam.lastTick, twitchcam.timeS];
              while (twitchcam.lastTick < wall + 500) await tick();
              return (twitchcam.timeS - time) / ((twitchcam.lastTick - wall) / 1000);
            }"""
        )
        assert speed == pytest.approx(0.25, rel=0.02)
        page.locator("[data-part=play]").click()
        stopped_s = _time_s(page)
        page.wait_for_timeout(200)
        assert _time_s(page) == stopped_s


def test_the_table_of_moments_seeks_and_pointing_explains(report, browser):
    analysis, address = report("blink_cheek")
    with open_page(browser, address, viewport={"width": 1280, "height": 900}) as page:
        page.wait_for_function(READY)
        page.locator(".seek").nth(2).click()
        assert _time_s(page) == pytest.approx(analysis.events[2].apex_s, abs=FRAME_S)
        assert page.locator("tr.current").count() == 1
        x, y, _ = _marks(page, "moment")[0]
        page.locator("[data-part=playhead]").hover(position={"x": x, "y": y})
        tip = page.locator("[data-part=tip]").inner_text()
        assert re.search(r"Left [a-z ]*cheek: twitch", tip)
        page.locator("[data-part=playhead]").hover(position={"x": x + 40, "y": y + 20})
        assert re.search(r"left \d\.\d\d mm, right", page.locator("[data-part=tip]").inner_text())
        page.locator("[data-part=zoom]").select_option("3")
        start_s, stop_s = page.evaluate("twitchcam.timeline.window")
        assert stop_s - start_s == pytest.approx(3.0)
        assert start_s <= _time_s(page) <= stop_s


def test_a_moment_is_magnified_at_its_own_place_until_a_whole_part_is_chosen(report, browser):
    analysis, address = report("blink_cheek")
    first = next(i for i, event in enumerate(analysis.events) if event.place is not None)
    with open_page(browser, address, viewport={"width": 1280, "height": 900}) as page:
        page.wait_for_function(READY)
        assert page.evaluate("twitchcam.face.magnifiedPlace()") is None
        page.evaluate(f"twitchcam.goTo({first})")
        assert page.evaluate("twitchcam.face.magnifiedPlace()") == find_place(
            analysis.events[first]
        )
        page.locator("[data-part=patch]").select_option("2")
        assert page.evaluate("twitchcam.face.magnifiedPlace()") is None


def test_the_browser_reads_the_numbers_that_were_measured(report, browser, track_once):
    track = track_once(SAMPLE_CLIPS / "blink_cheek.mp4")
    movement, _ = measure_track(track)
    _, address = report("blink_cheek")
    columns = movement.transient_mm.reshape(len(movement.time_s), -1)
    column = 13  # cheek, left, up
    with open_page(browser, address) as page:
        page.wait_for_function(READY)
        seen = page.evaluate(f"Array.from(twitchcam.recording.mm[{column}])")
        assert seen == pytest.approx(columns[:, column].tolist(), abs=0.0051)
        times_s = page.evaluate("Array.from(twitchcam.recording.face.timeS)")
        assert times_s == pytest.approx(track.time_s.tolist(), abs=1e-4)
        arrows = measure_arrows(track, movement, step=1)
        frame = int(np.bincount(arrows[:, 0].astype(int)).argmax())
        drawn = page.evaluate(f"twitchcam.recording.arrowsAt({frame})")
        expected = arrows[arrows[:, 0] == frame, 1:]
        assert np.array(drawn) == pytest.approx(expected, abs=0.026)
        # The left outer eye corner, put back into the picture.
        x, y = page.evaluate(
            "() => { const r = twitchcam.recording, k = r.face.outlines.left_eye[15];"
            " const p = r.pose(100), [a, b] = r.point(k, 100);"
            " return [p[2] + p[0] * a - p[1] * b, p[3] + p[1] * a + p[0] * b]; }"
        )  # fmt: skip
        assert (x, y) == pytest.approx(tuple(track.landmarks_px[100, 263, :2].tolist()), abs=0.3)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_printing_gives_one_page_for_the_doctor(paper, report, browser, tmp_path):
    crowded = make_analysis(
        findings=tuple(make_analysis().findings * 8),
        events=tuple(
            make_event(2.0 * i, region=region, side=side)
            for i in range(3)
            for region in ("cheek", "chin", "upper_lip", "lower_lid", "brow")
            for side in ("left", "right")
        ),
        couplings=(make_coupling(), make_coupling(region="chin")),
        tremor=(make_tremor(), make_tremor(region="cheek", side="right")),
        symmetry=(make_symmetry(), make_symmetry(region="brow")),
        advice=make_advice(tell_the_doctor=("A very long thing to tell. " * 20,) * 9),
    )
    crowded = rename(crowded, "面" * 300)
    movement = make_movement(crowded)
    path = tmp_path / "crowded.html"
    write_page(crowded, path, movement=movement, expression=make_expression(movement))
    # A tremor that nothing answers to has one drawing.
    pages = {report("blink_cheek")[1]: 2, report("smile_tremor")[1]: 1, path.as_uri(): 2}
    for address, n_plots in pages.items():
        with open_page(browser, address) as page:
            pdf = page.pdf(format=paper, print_background=True)
            assert _count_pages(pdf) == 1
            page.emulate_media(media="print")
            sheet = page.locator(".doctor")
            assert "Face movement measured from a video" in sheet.inner_text()
            # Nothing is cut off at the lower edge.
            assert sheet.evaluate("e => e.scrollHeight <= e.clientHeight + 1")
            for part in sheet.locator("> *").all():
                assert part.evaluate("e => e.scrollHeight <= e.clientHeight + 2")
            drawn = sheet.locator(".plots svg")
            assert drawn.count() == n_plots
            assert drawn.first.bounding_box()["height"] > 60
            assert not page.locator(".screen").is_visible()


def test_hostile_names_appear_as_text_in_the_browser(browser, tmp_path):
    for name in HOSTILE_NAMES:
        address = _write(tmp_path, rename(make_analysis(), name), make_movement(make_analysis()))
        with open_page(browser, address, viewport={"width": 360, "height": 700}) as page:
            page.wait_for_function(READY)
            shown = page.locator("#answer .name").inner_text()
            assert shown == words.shorten(words.show_text(name))
            assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_two_minutes_open_quickly_and_stay_small(browser, tmp_path, track_once):
    track = track_once(SAMPLE_CLIPS / "resting_cheek.mp4")
    n = len(track.time_s)
    step_s = track.time_s[-1] / (n - 1)
    repeated = {name: np.concatenate([getattr(track, name)] * 4) for name in list_by_picture(track)}
    long = replace(track, time_s=np.arange(4 * n) * step_s, **repeated)
    movement, expression = measure_track(long)
    analysis = analyze_movement(long, movement, expression)
    path = tmp_path / "long.html"
    started = time.process_time()
    write_page(analysis, path, movement=movement, expression=expression, track=long)
    assert time.process_time() - started < 2.0
    assert path.stat().st_size < 8e6
    with open_page(browser, path.as_uri()) as page:
        page.wait_for_function(READY)
        # Half a second on a computer at peace; tests are not alone on theirs.
        assert page.evaluate("performance.now()") < 20_000


def test_with_the_clip_in_the_page_the_very_picture_of_the_moment_is_shown(
    report, browser, tmp_path, track_once
):
    clip = SAMPLE_CLIPS / "blink_cheek.mp4"
    track = track_once(clip)
    movement, expression = measure_track(track)
    analysis, _ = report("blink_cheek")
    path = tmp_path / "video.html"
    write_page(
        analysis,
        path,
        movement=movement,
        expression=expression,
        track=track,
        clip_mp4=make_clip(clip, track),
    )
    with open_page(browser, path.as_uri()) as page:
        page.wait_for_function("() => window.twitchcam?.video")
        for i in (1, 5, 2):
            shown_s = page.evaluate(
                """async i => {
                  const shown = new Promise((done) => twitchcam.video.requestVideoFrameCallback(
                    (_, { mediaTime }) => done(mediaTime)));
                  twitchcam.goTo(i);
                  return await shown;
                }""",
                i,
            )
            assert shown_s == pytest.approx(analysis.events[i].apex_s, abs=FRAME_S)
        # What the canvas holds is a picture, not lines on one ground.
        colours = page.evaluate(
            """() => { const c = document.querySelector("[data-part=face]");
              const data = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
              return new Set(new Uint32Array(data.buffer)).size; }"""
        )
        assert colours > 5000
        page.locator("[data-part=view]").select_option("lines")
        page.wait_for_timeout(100)
        page.locator("[data-part=play]").click()
        page.wait_for_function("t => twitchcam.timeS > t", arg=analysis.events[2].apex_s + 0.2)


def test_without_script_everything_but_the_player_is_there(report, browser):
    _, address = report("blink_cheek")
    with open_page(browser, address, java_script_enabled=False) as page:
        assert page.locator("text=The moments").first.is_visible()
        assert page.locator(".no-script").is_visible()
        assert not page.locator("[data-part=player]").is_visible()
        assert page.locator("svg.plot").first.is_visible()
