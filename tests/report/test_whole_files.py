"""A folder of results: all of it or nothing, whoever else writes there, and whatever was killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

from twitchcam.errors import InputError
from twitchcam.report.whole_files import open_folder

_KILLED = """
import os, signal, sys
from pathlib import Path
from twitchcam.report.whole_files import open_folder
with open_folder(Path(sys.argv[1])) as unfinished:
    (unfinished / "analysis.json").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def write(folder, said):
    with open_folder(folder) as unfinished:
        (unfinished / "analysis.json").write_text(said)


@pytest.mark.skipif(os.name == "nt", reason="programs are killed in another way there")
@pytest.mark.parametrize("before", [None, "earlier"])
def test_a_killed_run_leaves_what_was_there_and_the_next_one_succeeds(tmp_path, before):
    folder = tmp_path / "a.twitchcam"
    if before:
        write(folder, before)
    ended = subprocess.run([sys.executable, "-c", _KILLED, str(folder)], check=False)
    assert ended.returncode == -9
    result = folder / "analysis.json"
    assert (result.read_text() if result.exists() else None) == before
    write(folder, "whole")
    assert result.read_text() == "whole"


def test_what_was_left_a_day_ago_is_removed_and_what_is_being_written_is_not(tmp_path):
    dead, alive = tmp_path / ".unfinished-1", tmp_path / ".unfinished-2"
    for each in (dead, alive):
        each.mkdir()
        (each / "track.npz").write_bytes(b"half")
    long_ago_s = time.time() - 25 * 3600
    os.utime(dead, (long_ago_s, long_ago_s))
    write(tmp_path, "whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == [alive.name, "analysis.json"]


def test_an_error_inside_leaves_an_earlier_result_whole(tmp_path):
    write(tmp_path, "earlier")

    def stop_half_way():
        with open_folder(tmp_path) as unfinished:
            (unfinished / "analysis.json").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop_half_way()
    assert [path.name for path in tmp_path.iterdir()] == ["analysis.json"]
    assert (tmp_path / "analysis.json").read_text() == "earlier"


def test_a_place_that_is_a_file_is_refused_in_words(tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(InputError, match="taken"):
        write(tmp_path / "taken" / "results", "whole")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_read_only_folder_is_refused_in_words_before_any_work(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(InputError, match="Permission"):
        write(tmp_path / "results", "whole")
    tmp_path.chmod(0o700)
