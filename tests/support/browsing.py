"""A real Chromium, the system's own, and the rules of access that its pages must keep."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from browser import ARGS, CHROMIUM
from playwright.sync_api import Browser, BrowserType, Page, expect, sync_playwright

needs_chromium = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
LAPTOP = {"width": 1440, "height": 900}
SIZES_AND_SCHEMES = [
    pytest.param(PHONE, "light", id="phone-light"),
    pytest.param(LAPTOP, "dark", id="laptop-dark"),
    pytest.param(PHONE, "dark", id="phone-dark", marks=pytest.mark.long),
    pytest.param(LAPTOP, "light", id="laptop-light", marks=pytest.mark.long),
]
# As long as the busiest computer may take; whoever is ready sooner waits no longer.
expect.set_options(timeout=60_000)
# Sound may start without a click.
_ARGUMENTS = [*ARGS, "--autoplay-policy=no-user-gesture-required"]


@contextmanager
def browsing(*arguments: str) -> Iterator[Browser]:
    """A browser, closed at the end."""
    with sync_playwright() as playwright, closing(launch(playwright.chromium, *arguments)) as one:
        yield one


def launch(kind: BrowserType, *arguments: str) -> Browser:
    """Another browser beside one that runs: ``launch(browser.browser_type, …)``."""
    return kind.launch(executable_path=str(CHROMIUM), args=[*_ARGUMENTS, *arguments])


def fake_camera(clip: Path) -> tuple[str, ...]:
    """Arguments that let the camera play ``clip`` (mjpeg or y4m) again and again."""
    return (
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={clip}",
    )


def watch(page: Page) -> list[str]:
    """Collect what the page complains about, blocked resources and scripts among it."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    return complaints


@cache
def _axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def find_barriers(page: Page) -> list[str]:
    """Serious findings of the accessibility engine, in words."""
    # Evaluated by the debugger, so the page's own strict policy stays as it is.
    page.evaluate(_axe())
    found = page.evaluate("async () => (await axe.run(document)).violations")
    return [
        f"{item['id']}: {item['help']} ({item['nodes'][0]['html'][:120]})"
        for item in found
        if item["impact"] in ("serious", "critical")
    ]


def is_too_wide(page: Page) -> bool:
    """Whether the page must be scrolled sideways."""
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")
