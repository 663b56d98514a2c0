"""Take the pictures of ``docs/images`` from a made clip: ``python -m docs.make_images``.

Needs Chromium, poppler's pdftoppm and the extra ``test``.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import Any, Final

from twitchcam.pipeline import analyze_movement, measure_track, track_video
from twitchcam.report.page import write_page

CLIP: Final = Path(__file__).parents[1] / "sample_clips" / "blink_cheek.mp4"
IMAGES: Final = Path(__file__).with_name("images")
CHROMIUM: Final = "/usr/bin/chromium"
_MOMENT: Final = 7
_N_COLOURS: Final = 64


def take_images() -> None:
    """Take a picture of the player, and one of the page for a doctor."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        address = _write_report(folder)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1120, "height": 900})
        page.goto(address)
        page.wait_for_function("() => window.twitchcam !== undefined")
        page.evaluate(f"twitchcam.goTo({_MOMENT})")
        page.locator(".player").screenshot(path=folder / "report-player.png")
        page.pdf(path=folder / "doctor.pdf", format="A4", print_background=True)
        browser.close()
        doctor = folder / "report-for-the-doctor"
        subprocess.run(
            ["pdftoppm", "-r", "80", "-png", "-singlefile", folder / "doctor.pdf", doctor],
            check=True,
        )
        for picture in folder.glob("report-*.png"):
            _write_small(picture, IMAGES / picture.name)


def _write_report(folder: Path) -> str:
    track = track_video(CLIP)
    movement, expression = measure_track(track)
    analysis = analyze_movement(track, movement, expression)
    path = folder / "report.html"
    write_page(analysis, path, movement=movement, expression=expression, track=track)
    return path.as_uri()


def _write_small(source: Path, target: Path) -> None:
    from PIL import Image

    image: Any = Image.open(source).convert("RGB")
    image.quantize(_N_COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)


if __name__ == "__main__":
    take_images()
