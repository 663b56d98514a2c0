"""The installed program as people start it: speed, streams, signals, a real clip."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import psutil
import pytest
from project_paths import SAMPLE_CLIPS

pytestmark = pytest.mark.slow

CLIP = SAMPLE_CLIPS / "resting_cheek.mp4"
PROGRAM = [sys.executable, "-m", "twitchcam"]
HEAVY = ("cv2", "mediapipe", "av", "matplotlib", "pandas", "pydantic", "scipy", "numpy", "pyarrow",
         "rich", "fluent")  # fmt: skip


def run(*words: str, cwd: Path | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *words],
        cwd=cwd,
        env=os.environ | variables,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_help_and_version_load_nothing_heavy(word):
    program = (
        "import sys\n"
        "from twitchcam.__main__ import main\n"
        f"sys.argv = ['twitchcam', {word!r}]\n"
        "try:\n    main()\n"
        "except SystemExit:\n    pass\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    )
    assert ended.stderr.strip() == "[]"
    assert "twitchcam" in ended.stdout


def test_tracking_begins_before_what_comes_after_it_is_loaded(tmp_path):
    """Loading takes a second, which passes beside the tracking."""
    program = (
        "import sys\n"
        "from twitchcam import pipeline\n"
        "from twitchcam.cli import main\n"
        "def track_video(*_, **__):\n"
        "    later = ('scipy', 'matplotlib', 'pyarrow', 'jinja2')\n"
        "    sys.exit(f'loaded: {sorted(set(later) & set(sys.modules))}')\n"
        "pipeline.track_video = track_video\n"
        "main()\n"
    )
    words = ["analyze", str(CLIP), "--out", str(tmp_path / "out")]
    ended = subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, encoding="utf-8", check=False
    )
    assert ended.stderr.strip().endswith("loaded: []")


def test_the_package_itself_is_the_same_program(tmp_path):
    (tmp_path / "notes.mp4").write_text("shopping list", encoding="utf-8")
    same = [sys.executable, "-m", "twitchcam", "analyze", "notes.mp4"]
    ended = subprocess.run(same, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    usual = run("analyze", "notes.mp4", cwd=tmp_path)
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, usual.stdout, usual.stderr)
    assert ended.stderr.startswith("twitchcam: ")


@pytest.mark.parametrize(
    ("loading", "word"),
    [
        pytest.param("twitchcam.wording", "--help", id="the program is loaded"),
        pytest.param("importlib.metadata", "--version", id="a command is about to begin"),
    ],
)
def test_ctrl_c_before_a_command_begins_ends_in_words(tmp_path, loading, word):
    """Also while Python runs a text, as for every dataclass: ``-m`` then ended by the signal."""
    (tmp_path / "struck.py").write_text(
        "import sys\n"
        f"if {word!r} == '--version':\n"
        "    from twitchcam import cli\n"
        f"assert {loading!r} not in sys.modules\n"
        "class Interrupt:\n"
        "    def find_spec(self, name, *_):\n"
        f"        if name == {loading!r}:\n"
        "            sys.meta_path.remove(self)\n"
        "            exec('raise KeyboardInterrupt')\n"
        "sys.meta_path.insert(0, Interrupt())\n"
        "from twitchcam.__main__ import main\n"
        "main()\n",
        encoding="utf-8",
    )
    ended = subprocess.run(
        [sys.executable, "-m", "struck", word],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout) == (130, "")
    assert ended.stderr == "twitchcam: Stopped. Nothing half-written was left behind.\n"


def test_help_answers_at_once():
    """Of processor time: it waits for nothing, and what else runs here does not count."""
    times_s = []
    for _ in range(3):
        before = os.times()
        assert run("--help").returncode == 0
        after = os.times()
        times_s.append(after.children_user + after.children_system
                       - before.children_user - before.children_system)  # fmt: skip
    assert min(times_s) < 0.35


@pytest.fixture(scope="module")
def analyzed(tmp_path_factory, short_clip):
    """One real run on a real clip: the folder it ran in, and how it ended."""
    folder = tmp_path_factory.mktemp("analyzed")
    (folder / "short.mp4").write_bytes(short_clip)
    return folder, run("analyze", "short.mp4", "--json", cwd=folder)


def test_a_real_clip_is_analyzed_without_a_word_on_stderr(analyzed):
    folder, ended = analyzed
    assert ended.returncode == 0
    assert ended.stderr == ""
    results = folder / "short.twitchcam"
    assert {path.name for path in results.iterdir()} == {
        "actions.csv",
        "advice.txt",
        "analysis.json",
        "candidates.csv",
        "couplings.csv",
        "events.csv",
        "report.html",
        "signals.parquet",
        "track.npz",
    }
    assert json.loads(ended.stdout)["source"]["name"] == "short.mp4"
    assert ended.stdout == (results / "analysis.json").read_text(encoding="utf-8")


def test_the_saved_track_of_a_real_clip_gives_the_same_document(analyzed):
    folder, first = analyzed
    track = folder / "short.twitchcam" / "track.npz"
    ended = run("analyze", str(track), "--json", "--out", "again", cwd=folder)
    assert ended.returncode == 0
    assert ended.stdout == first.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="memory is filled by glibc")
def test_what_lay_in_memory_before_does_not_move_the_document(analyzed):
    folder, first = analyzed
    ended = run("analyze", "short.mp4", "--json", "--out", "b", cwd=folder, MALLOC_PERTURB_="165")
    assert ended.stdout == first.stdout


def run_unread(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run with an output that nobody reads any more."""
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [*PROGRAM, *words],
        cwd=cwd,
        stdout=writing,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    os.close(writing)
    return ended


def test_a_reader_that_leaves_early_is_no_error(analyzed):
    folder, _ = analyzed
    track = folder / "short.twitchcam" / "track.npz"
    ended = run_unread("analyze", str(track), "--out", "piped", cwd=folder)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert (folder / "piped" / "report.html").exists()


def test_a_reader_that_leaves_a_command_that_only_prints_is_no_error_either(tmp_path):
    ended = run_unread("simulate", cwd=tmp_path)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []


def start_analysis(folder: Path) -> subprocess.Popen[str]:
    """An analysis that has begun to write its folder."""
    started = subprocess.Popen(
        [*PROGRAM, "analyze", str(CLIP)],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        # A shell tells what it starts in the background to take no notice of Ctrl-C.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    results = folder / "resting_cheek.twitchcam"
    while started.poll() is None and not results.exists():
        time.sleep(0.05)
    return started


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent to other programs in another way there")
@pytest.mark.parametrize("after_s", [0.0, 0.6, 1.5])
def test_ctrl_c_stops_with_one_sentence_and_leaves_nothing(tmp_path, after_s):
    """While MediaPipe is loaded, and well inside the tracking."""
    started = start_analysis(tmp_path)
    time.sleep(after_s)
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=120)
    assert started.returncode == 130
    assert out == ""
    assert err == "twitchcam: Stopped. Nothing half-written was left behind.\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it decodes in its own process")
@pytest.mark.parametrize(
    ("blow", "said"),
    [
        (signal.SIGUSR1, "died (SIGUSR1). Nothing half-written"),
        (signal.SIGKILL, "died (ended by the system, mostly of too little memory)"),
    ],
)
def test_a_decoder_that_dies_is_one_sentence_and_leaves_nothing(tmp_path, blow, said):
    started = start_analysis(tmp_path)
    [decoder] = psutil.Process(started.pid).children()
    decoder.send_signal(blow)
    _, err = started.communicate(timeout=60)
    assert started.returncode == 2
    assert said in err
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it decodes in its own process")
@pytest.mark.parametrize("end", [subprocess.Popen.kill, subprocess.Popen.terminate])
def test_a_decoder_does_not_outlive_the_program(tmp_path, end):
    started = start_analysis(tmp_path)
    [decoder] = psutil.Process(started.pid).children()
    end(started)
    assert started.communicate(timeout=60) == ("", "")
    deadline = time.monotonic() + 60
    while decoder.is_running() and decoder.status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_file_that_is_no_video_is_one_sentence(tmp_path):
    (tmp_path / "notes.mp4").write_text("shopping list", encoding="utf-8")
    ended = run("analyze", "notes.mp4", cwd=tmp_path)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["notes.mp4"]
