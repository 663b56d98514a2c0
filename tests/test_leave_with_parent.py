"""Helpers end with the process that they help, also when that is killed."""

from __future__ import annotations

import subprocess
import sys
import time

import psutil
import pytest
from project_paths import SAMPLE_CLIPS

pytestmark = [pytest.mark.slow, pytest.mark.model]

CLIP = SAMPLE_CLIPS / "blink_cheek.mp4"
# Short pieces, so that there are some in half a minute.
TRACK = """
import sys
from dataclasses import replace
from twitchcam import Settings, track_video
from twitchcam.settings import TrackingSettings
settings = Settings(tracking=replace(TrackingSettings(), piece_s=5.0))
track_video(sys.argv[1], settings=settings, jobs=2)
"""
WATCH = """
import sys
from pathlib import Path
from twitchcam.app.watch import watch_camera
from twitchcam.capture.cameras import FileCamera
watch_camera(FileCamera(Path(sys.argv[1])), Path(sys.argv[2]), max_s=60.0, piece_s=1.0)
"""
PROGRAMS = {
    "track": TRACK,
    "watch": WATCH,
}
LONGEST_S = 90.0


def list_helpers(process):
    return [
        child for child in process.children(recursive=True)
        if is_alive(child) and any("spawn_main" in word for word in child.cmdline())
    ]  # fmt: skip


def is_alive(process):
    """Who ended while nobody waited for it may be listed for ever."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_for(say):
    until_s = time.monotonic() + LONGEST_S
    while not (said := say()) and time.monotonic() < until_s:
        time.sleep(0.1)
    return said


@pytest.mark.parametrize("name", PROGRAMS)
def test_no_helper_outlives_whom_it_helps(name, tmp_path):
    first = psutil.Popen(
        [sys.executable, "-c", PROGRAMS[name], str(CLIP), "out"], cwd=tmp_path,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    helpers = wait_for(lambda: list_helpers(first))
    first.kill()
    first.wait()
    assert helpers
    wait_for(lambda: not any(map(is_alive, helpers)))
    alive = [each for each in helpers if is_alive(each)]
    for each in alive:
        each.kill()
    assert not alive
