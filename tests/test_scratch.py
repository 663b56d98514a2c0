"""What a killed process left in the temporary folder goes with the next, and nothing else does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from twitchcam.scratch import make_prefix, remove_abandoned

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there nothing is removed")

PROGRAM = """
import sys, tempfile, time
from pathlib import Path
tempfile.tempdir = sys.argv[1]
from twitchcam.scratch import make_prefix
folder = Path(tempfile.mkdtemp(prefix=make_prefix("pieces")))
(folder / "rows").write_text("skin")
number, _ = tempfile.mkstemp(prefix=make_prefix("rows"))
print(flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def other(folder):
    """Another process that has a folder and a file there."""
    command = [sys.executable, "-c", PROGRAM, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        yield process
        process.kill()


def _kinds(folder: Path) -> list[str]:
    return sorted(path.name.split("-")[2] for path in folder.iterdir() if path.suffix != ".lock")


def test_what_a_living_process_has_stays_and_what_a_killed_one_had_goes(folder, other):
    remove_abandoned()
    assert _kinds(folder) == ["pieces", "rows"]
    other.send_signal(signal.SIGKILL)
    other.wait()
    assert _kinds(folder) == ["pieces", "rows"]
    remove_abandoned()
    assert list(folder.iterdir()) == []


def test_the_first_file_of_a_process_is_enough_to_clear_up(folder, other):
    other.send_signal(signal.SIGKILL)
    other.wait()
    prefix = make_prefix("rows")
    assert _kinds(folder) == []
    assert make_prefix("pieces").split("-")[:2] == prefix.split("-")[:2]
    assert [path.name for path in folder.iterdir()] == [f"{'-'.join(prefix.split('-')[:2])}.lock"]


def test_a_process_that_ends_by_itself_leaves_no_lock(folder, other):
    other.stdin.close()
    assert other.wait() == 0
    assert not list(folder.glob("*.lock"))


def test_what_is_somebody_elses_stays(folder):
    for name in ("notes.txt", "twitchcam-error.log", "twitchcam-benchmarks"):
        (folder / name).touch()
    target = folder / "precious"
    target.touch()
    (folder / "twitchcam-abc.lock").symlink_to(target)
    (folder / "twitchcam-abc-rows-1").touch()
    remove_abandoned()
    assert len(list(folder.iterdir())) == 6


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_copy_of_a_process_has_a_lock_of_its_own(folder):
    own = make_prefix("rows")
    told = folder / "told"
    pid = os.fork()
    if pid == 0:
        told.write_text(make_prefix("rows"))
        os._exit(0)
    os.waitpid(pid, 0)
    assert told.read_text() != own
    remove_abandoned()
    assert len(list(folder.glob("*.lock"))) == 1
