"""The pages in a real browser: uploads, tabs that agree, widths, light and dark, access."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from browsing import (
    LAPTOP,
    SIZES_AND_SCHEMES,
    browsing,
    find_barriers,
    is_too_wide,
    needs_chromium,
    watch,
)
from examples_of_analysis import make_analysis
from playwright.sync_api import expect
from project_paths import SAMPLE_CLIPS
from web_server import serving

from twitchcam.store.library import Store
from twitchcam.triage.questions import load_questions

pytestmark = needs_chromium
_LONG_MS = 180_000


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("web") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def browser():
    with browsing() as opened:
        yield opened


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport=LAPTOP)
    opened = context.new_page()
    complaints = watch(opened)
    yield opened
    context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def measured(server, browser, short_clip, tmp_path_factory):
    """A person with a measured clip and a refused one, sent by the page itself."""
    clip = tmp_path_factory.mktemp("sent") / "clip.mp4"
    clip.write_bytes(short_clip)
    with closing(browser.new_page()) as page:
        page.goto(server.url)
        # Others may have been added before, so it is no welcome any more.
        page.locator("#name").fill("Anna")
        page.locator("#name").press("Enter")
        page.wait_for_url("**/people/*")
        person = page.url.rsplit("/", 1)[1]
        page.get_by_role("link", name="Choose a video").click()
        page.locator("#files").set_input_files([clip, Path(__file__)])
        expect(page.locator(".state.refused")).to_have_text("Could not be used", timeout=_LONG_MS)
        expect(page.locator(".problem")).to_contain_text("must be a video file, got text")
        expect(page.locator(".state.done")).to_have_text("Ready", timeout=_LONG_MS)
        page.get_by_role("link", name="clip.mp4").click()
        page.wait_for_url("**/recordings/*")
        return person, page.url.rsplit("/", 1)[1]


def test_a_chosen_clip_ends_in_what_was_seen(page, server, measured):
    _, recording = measured
    page.goto(f"{server.url}/recordings/{recording}")
    expect(page.locator(".finding").first).to_contain_text("left cheek")
    page.get_by_role("link", name="Read the full report").click()
    report = page.frame_locator("iframe")
    expect(report.get_by_text("left cheek").first).to_be_visible()


def test_the_report_cannot_reach_the_app_around_it(page, server, measured):
    _, recording = measured
    page.goto(f"{server.url}/recordings/{recording}/report")
    frame = page.frames[1]
    frame.wait_for_load_state()
    assert frame.evaluate("window.origin") == "null"
    assert (
        frame.evaluate(
            "() => { try { return parent.document.title } catch (e) { return 'closed' } }"
        )
        == "closed"
    )


def test_two_tabs_show_the_same_state(browser, server, measured):
    person, _ = measured
    context = browser.new_context()
    first, second = context.new_page(), context.new_page()
    first.goto(f"{server.url}/people/{person}/upload")
    second.goto(f"{server.url}/people/{person}")
    content = (SAMPLE_CLIPS / "healthy.mp4").read_bytes()
    recording = server.upload(person, "second.mp4", content, modified_ms=5)
    second.reload()
    row = second.locator(f"[data-recording='{recording}']")
    expect(row.locator(".state")).to_contain_text("Being measured", timeout=_LONG_MS)
    third = context.new_page()
    third.goto(f"{server.url}/recordings/{recording}")
    third.get_by_role("button", name="Stop").click()
    for tab in (second, third):
        expect(tab.locator(f"[data-recording='{recording}']")).to_contain_text(
            "Stopped", timeout=_LONG_MS
        )
    server.client.post(f"/recordings/{recording}/delete")
    expect(row).to_have_count(0)
    context.close()


def test_a_new_result_is_shown_over_time_without_a_reload(page, server, short_clip):
    person = server.add_person("Mara")
    page.goto(f"{server.url}/people/{person}")
    recording = server.upload(person, "clip.mp4", short_clip, modified_ms=9)
    page.reload()  # a page that lists no recording hears of none
    expect(page.locator(".state.done")).to_have_text(re.compile("^Ready"), timeout=_LONG_MS)
    rows = page.locator("#course-part table.course tbody tr")
    expect(rows).to_have_count(1)
    # What somebody has opened stays open, and what they are at work in stays as it is.
    page.locator("#course-part details summary").click()
    server.client.post(f"/recordings/{recording}/delete")
    expect(page.locator(f"li[data-recording='{recording}']")).to_have_count(0)
    expect(rows).to_have_count(1)


def test_many_videos_wait_for_room_and_are_stopped_together(browser, server, tmp_path):
    for k in range(5):
        (tmp_path / f"{k}.mp4").write_bytes(b"video")
    page = browser.new_page()
    page.clock.install()
    page.goto(f"{server.url}/people/{server.add_person('Many')}/upload")
    begin, choose = "**/api/recordings", page.locator("#files")
    large, full = ({"status": n, "json": {"problem": "No."}} for n in (413, 429))
    page.route(begin, lambda route: route.fulfill(**large))
    # Too many wait: the page asks again by itself.
    page.route(begin, lambda route: route.fulfill(**full), times=2)
    choose.set_input_files(sorted(tmp_path.iterdir()))
    expect(page.get_by_text("Waits: many are to be measured first")).to_have_count(2)
    expect(page.get_by_text("5 videos are still to be sent.")).to_be_visible()
    page.clock.fast_forward(5000)
    expect(page.locator(".state.refused")).to_have_count(5)
    expect(page.get_by_text("Nothing is left to be sent.")).to_be_visible()
    # What is not sent yet can be stopped at once.
    page.route(begin, lambda route: route.fulfill(**full))
    choose.set_input_files(sorted(tmp_path.iterdir()))
    page.get_by_role("button", name="Stop all that are not ready").click()
    expect(page.locator(".state.cancelled")).to_have_count(5)
    expect(page.get_by_role("button", name="Stop all that are not ready")).to_be_hidden()
    page.close()


def test_the_list_says_who_else_is_in_a_recording(server):
    store, analysis = Store(server.data), make_analysis()
    person_id = server.add_person("Somebody among others")
    recording = store.add_recording(person_id, name="party.mp4", origin="upload")
    seen = replace(analysis.quality, company=("other_faces",))
    store.save_result(recording.id, replace(analysis, quality=seen))
    store.change_recording(recording.id, state="done")
    store.close()
    page = server.client.get(f"/people/{person_id}").text
    assert "Ready · " in page
    assert " · several faces</span>" in page


def test_a_new_store_welcomes_and_asks_for_one_thing(browser, tmp_path):
    with serving(tmp_path / "data") as fresh, closing(browser.new_page()) as page:
        page.goto(fresh.url)
        expect(page.get_by_role("heading", name="See what your face does")).to_be_visible()
        page.get_by_label("Your name, or any code you like").fill("Anna")
        page.get_by_role("button", name="Begin").click()
        expect(page.get_by_role("link", name="Record a session")).to_be_visible()


def test_a_page_that_is_not_here_says_so(browser, server):
    page = browser.new_page()
    page.goto(f"{server.url}/people/nobody")
    expect(page.get_by_role("heading", name="This page is not here")).to_be_visible()
    assert find_barriers(page) == []
    page.get_by_role("link", name="To the start").click()
    expect(page).to_have_url(f"{server.url}/")
    page.close()


def test_questions_lead_to_advice_that_the_newest_report_carries(page, server, measured):
    person, recording = measured
    page.goto(f"{server.url}/people/{person}")
    page.get_by_role("link", name="Answer the questions").click()
    expect(page.get_by_role("group").first).to_contain_text("One side of the face droops")
    page.get_by_role("button", name="None of these").click()
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="None of these").click()
    for _ in range(2):
        page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Show the advice").click()
    expect(page.locator("h1")).to_be_visible()
    expect(
        page.get_by_text(re.compile(r"This rests on your answers.* and on the video\."))
    ).to_be_visible()
    headline = page.locator("h1").text_content()
    page.goto(f"{server.url}/recordings/{recording}")
    expect(page.locator("section.advice h2")).to_have_text(headline, timeout=_LONG_MS)


def test_a_sign_that_needs_help_at_once_ends_the_questions_at_once(page, server):
    person = server.add_person("Droop")
    page.goto(f"{server.url}/people/{person}/questions")
    droops = page.get_by_role("group").filter(has_text="One side of the face droops")
    droops.get_by_text("Yes", exact=True).click()
    page.get_by_label("Your country").select_option("GB")
    page.get_by_role("button", name="Next").click()
    expect(page.locator("section.advice.emergency")).to_be_visible()
    expect(page.locator("section.advice")).to_contain_text("999")


def test_two_answers_that_make_an_emergency_together_end_the_questions_too(server):
    person = server.add_person("Both")
    path = f"/people/{person}/questions"
    new_and_sudden = {"came_on": "suddenly", "since": "up_to_3_days"}
    leads_to_advice = []
    for group, given in (
        ("movement", new_and_sudden),
        ("soon", {"face_weaker": "yes"}),
        ("soon", {"face_weaker": "yes"}),
    ):
        answered = server.client.post(path, params={"group": group}, data=given)
        leads_to_advice.append(answered.headers["location"].endswith("/advice"))
    # What was told before ends nothing: signs that have changed are asked further on.
    assert leads_to_advice == [False, True, False]


def test_answers_that_do_not_fit_together_are_asked_again_before_the_advice(server):
    person = server.add_person("Unfit")
    path = f"/people/{person}/questions"
    unfit = {"where": "eyelid", "eye_and_mouth": "yes"}
    server.client.post(path, params={"group": "movement"}, data=unfit)
    last = server.client.post(path, params={"group": "health"}, data={"bothers": "no"})
    assert last.headers["location"].endswith("?group=movement&again=true")
    again = server.client.get(last.headers["location"]).text
    assert "You said that only the lid moves." in again
    kept = server.client.post(path, params={"group": "movement", "again": True}, data=unfit)
    assert kept.headers["location"].endswith("/advice"), "asked again once, not for ever"
    assert "What does not fit together" in server.client.get(kept.headers["location"]).text


def test_without_answers_no_level_is_given_and_one_click_leads_to_the_signs(page, server):
    person = server.add_person("Unasked")
    page.goto(f"{server.url}/people/{person}/advice")
    expect(page.locator("section.advice")).to_contain_text("No advice yet")
    page.get_by_role("link", name="Answer the warning signs").click()
    expect(page.get_by_role("group").first).to_contain_text("One side of the face droops")


def test_an_old_report_says_that_its_advice_was_renewed(page, server, measured):
    person, recording = measured
    page.goto(f"{server.url}/recordings/{recording}")
    then = page.locator("section.advice h2").text_content()
    with closing(Store(server.data)) as store:
        values = {question.id: "no" for question in load_questions() if question.group == "now"}
        store.save_answers(person, {"values": {**values, "face_weaker": "yes"}})
    page.goto(f"{server.url}/recordings/{recording}/report")
    page.get_by_role("link", name="What they lead to now").click()
    expect(page.locator("section.advice.urgent h1")).to_contain_text("newly weak face")
    page.goto(f"{server.url}/recordings/{recording}")
    renewed = "This here rests on every recording and all answers."
    expect(page.locator("section.advice")).to_contain_text(renewed)
    assert page.locator("section.advice h2").text_content() != then


def test_one_click_answers_what_is_left_and_changes_nothing_that_was_said(page, server):
    person = server.add_person("Click")
    page.goto(f"{server.url}/people/{person}/questions")
    arm = page.get_by_role("group").filter(has_text="An arm or leg is weak")
    arm.get_by_text("Not sure").click()
    page.get_by_role("button", name="No to the others").click()
    expect(arm.get_by_label("Not sure")).to_be_checked()
    assert page.locator("input[value=no]:checked").count() > 5
    expect(page.get_by_role("button", name="No to the others")).to_be_hidden()


def test_signs_of_now_are_asked_again_on_another_day(page, server):
    person = server.add_person("Again")
    with closing(Store(server.data)) as store:
        values = {"face_droops": "no"}
        content = {"values": values, "country": None, "answered_on": "2026-01-01"}
        store.save_answers(person, content)
    page.goto(f"{server.url}/people/{person}/questions")
    expect(page.get_by_role("group").first).to_contain_text("One side of the face droops")
    assert page.locator("input:checked").count() == 0


def test_what_is_left_open_is_not_kept_as_no(page, server):
    person = server.add_person("Open")
    page.goto(f"{server.url}/people/{person}/questions")
    page.get_by_role("button", name="Next").click()
    page.goto(f"{server.url}/people/{person}/advice")
    expect(page.get_by_text("No question was answered, and that is not a no.")).to_be_visible()


def test_a_day_of_the_log_is_kept_shown_and_deleted(page, server):
    person = server.add_person("Log")
    page.goto(f"{server.url}/people/{person}/log")
    page.get_by_label("Coffee, tea").fill("2,5")
    page.get_by_label("Twitches you noticed").fill("7")
    page.get_by_label("Notes").fill("tired <b>")
    page.get_by_role("button", name="Keep").click()
    row = page.locator("tbody tr")
    expect(row).to_contain_text("2.5")
    expect(row).to_contain_text("tired <b>")
    page.get_by_label("Stress").fill("12")
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_role("alert")).to_contain_text("Stress must be a number from 0 to 10")
    # It asks: nothing of it can be brought back.
    row.locator("summary").click()
    row.get_by_role("button", name="Delete for good").click()
    expect(row).to_have_count(0)


def list_pages(person: str, recording: str) -> dict[str, str]:
    return {
        "home": "/",
        "day": "/day",
        "person": f"/people/{person}",
        "upload": f"/people/{person}/upload",
        "record": f"/people/{person}/record",
        "phone": f"/people/{person}/phone",
        "compare": f"/people/{person}/compare",
        "letter": f"/people/{person}/letter",
        "delete": f"/people/{person}/delete",
        "questions": f"/people/{person}/questions",
        "movement": f"/people/{person}/questions?group=movement",
        "advice": f"/people/{person}/advice",
        "log": f"/people/{person}/log",
        "recording": f"/recordings/{recording}",
        "report": f"/recordings/{recording}/report",
        "delete recording": f"/recordings/{recording}/delete",
        "delete video": f"/recordings/{recording}/delete-video",
    }


@pytest.mark.parametrize(("viewport", "scheme"), SIZES_AND_SCHEMES)
def test_every_page_fits_and_can_be_used_by_everybody(browser, server, measured, viewport, scheme):
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    page = context.new_page()
    complaints = watch(page)
    for name, path in list_pages(*measured).items():
        page.goto(server.url + path)
        assert not is_too_wide(page), name
        assert find_barriers(page) == [], name
        help_now = page.get_by_role("link", name="Sudden weakness? What to do now")
        # In sight at once, on one line.
        box = help_now.bounding_box()
        assert box["y"] + box["height"] < viewport["height"] / 2, name
        assert box["height"] < 46, name
        assert re.search(r"\S", page.title())
        assert page.locator("h1").count() == 1
    context.close()
    assert complaints == []


def test_what_to_do_in_an_emergency_is_one_press_away_and_not_printed(page, server):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{server.url}/day")
    signs = page.get_by_text("In an emergency:")
    help_now = page.get_by_role("link", name="Sudden weakness? What to do now")
    assert help_now.bounding_box()["height"] < 46
    help_now.click()
    expect(signs).to_be_in_viewport()
    page.emulate_media(media="print")
    expect(help_now).to_be_hidden()


def test_the_keyboard_alone_is_enough_to_begin(page, server):
    page.goto(server.url)
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("#name").focus()
    page.keyboard.type("Keyboard")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Keyboard")).to_be_visible()
