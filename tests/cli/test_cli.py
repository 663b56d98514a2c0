"""The command line, with stages that are made up: files, exit codes, sentences."""

from __future__ import annotations

import errno
import json
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from examples_of_analysis import (
    HOSTILE_NAMES,
    make_analysis,
    make_empty_analysis,
    make_expression,
    make_movement,
    make_poor_analysis,
    make_track,
    rename,
)

from twitchcam import cli
from twitchcam.app.analyze import count_cores
from twitchcam.errors import InputError
from twitchcam.report.document import read_document

FILES = {
    "actions.csv",
    "analysis.json",
    "candidates.csv",
    "couplings.csv",
    "events.csv",
    "report.html",
    "signals.parquet",
    "track.npz",
}


class Stages:
    """Stands in for the pipeline: what happens is decided by the clip's name."""

    def __init__(self) -> None:
        self.mirrored: list[bool] = []
        self.jobs: list[int] = []
        self.answers = {
            "twitching": make_analysis(),
            "quiet": make_empty_analysis(),
            "dark": make_poor_analysis(),
        }
        self.faults: dict[str, BaseException] = {
            "notes": InputError("notes.mp4 must be a video, got text. Name another file."),
            "fault": ZeroDivisionError("division by zero"),
            "stopped": KeyboardInterrupt(),
            "full": OSError(errno.ENOSPC, "No space left on device"),
            "huge": MemoryError(),
        }

    def track_video(self, path, *, mirrored=False, tracker, model, on_progress=None, jobs=1):  # noqa: ARG002
        self.mirrored.append(mirrored)
        self.jobs.append(jobs)
        on_progress(0.5)
        fault = self.faults.get(path.stem)
        if fault is not None:
            raise fault
        on_progress(1.0)
        track = make_track()
        return replace(track, source=replace(track.source, name=path.name))

    def measure_track(self, track):  # noqa: ARG002
        movement = make_movement(duration_s=2.0)
        return movement, make_expression(movement)

    def analyze_movement(self, track, movement, expression, *, answers=None):  # noqa: ARG002
        stem = Path(track.source.name).stem
        return rename(self.answers.get(stem, self.answers["quiet"]), track.source.name)


@pytest.fixture
def stages(monkeypatch, tmp_path):
    """Made-up stages, and an empty current folder."""
    stages = Stages()
    pipeline = ModuleType("twitchcam.pipeline")
    for name in ("track_video", "measure_track", "analyze_movement"):
        setattr(pipeline, name, getattr(stages, name))
    monkeypatch.setitem(sys.modules, "twitchcam.pipeline", pipeline)
    monkeypatch.chdir(tmp_path)
    return stages


def make_clip(name: str) -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(b"a video")
    return name


def run(monkeypatch, *words: str) -> int:
    """Run the command line; its exit code."""
    monkeypatch.setattr(sys, "argv", ["twitchcam", *words])
    with pytest.raises(SystemExit) as ended:
        cli.run_here()
    return ended.value.code or 0


def list_names(folder: str | Path) -> set[str]:
    return {path.name for path in Path(folder).iterdir()}


@pytest.mark.slow
def test_analyzing_a_clip_writes_all_files_and_prints_the_summary(stages, monkeypatch, capsys):
    code = run(monkeypatch, "analyze", make_clip("twitching.mp4"))
    out, err = capsys.readouterr()
    assert code == 0
    assert list_names("twitching.twitchcam") == FILES
    assert out.startswith("twitching.mp4, 1 min\n\nThe left cheek twitched 3 times")
    assert "Report: twitching.twitchcam/report.html" in out
    assert err == ""
    assert stages.mirrored == [False]


@pytest.mark.usefixtures("stages")
def test_nothing_found_is_no_error(monkeypatch):
    assert run(monkeypatch, "analyze", make_clip("quiet.mp4"), "--out", "results/here") == 0
    assert list_names("results/here") == FILES


def test_a_mirrored_clip_is_turned_back(stages, monkeypatch):
    assert run(monkeypatch, "analyze", make_clip("quiet.mp4"), "--mirrored") == 0
    assert stages.mirrored == [True]


def test_the_work_is_shared_among_as_many_processes_as_are_asked_for(stages, monkeypatch):
    clip = make_clip("quiet.mp4")
    assert run(monkeypatch, "analyze", clip, "--jobs", "3", "--out", "three") == 0
    assert run(monkeypatch, "analyze", clip, "--out", "all") == 0
    assert run(monkeypatch, "analyze", clip, "--jobs", "0", "--out", "none") == 2
    assert stages.jobs == [3, count_cores()]


@pytest.mark.usefixtures("stages")
def test_json_prints_the_document_and_nothing_else(monkeypatch, capfdbinary):
    assert run(monkeypatch, "analyze", make_clip("twitching.mp4"), "--json") == 0
    out, err = capfdbinary.readouterr()
    assert out == Path("twitching.twitchcam/analysis.json").read_bytes()
    assert err == b""


@pytest.mark.usefixtures("stages")
def test_json_of_several_clips_is_one_document_a_line(monkeypatch, capfdbinary):
    clips = [make_clip("twitching.mp4"), make_clip("quiet.mp4")]
    assert run(monkeypatch, "analyze", *clips, "--json") == 0
    lines = capfdbinary.readouterr().out.splitlines()
    assert [json.loads(line)["source"]["name"] for line in lines] == clips


@pytest.mark.usefixtures("stages")
def test_a_recording_that_cannot_be_judged_still_gets_its_report(monkeypatch, capsys):
    assert run(monkeypatch, "analyze", make_clip("dark.mp4")) == 3
    assert list_names("dark.twitchcam") == FILES
    assert not read_document("dark.twitchcam/analysis.json").quality.usable
    assert "A face was found in only 12" in capsys.readouterr().out


@pytest.mark.usefixtures("stages")
@pytest.mark.parametrize(
    ("stem", "code", "said"),
    [
        ("notes", 2, "twitchcam: notes.mp4 must be a video, got text. Name another file."),
        ("full", 2, "twitchcam: The disk must have room for the work"),
        ("huge", 2, "twitchcam: The recording must fit into the memory"),
        ("stopped", 130, "twitchcam: Stopped. Nothing half-written was left behind."),
    ],
    ids=["a file that is no video", "a full disk", "too large", "Ctrl-C"],
)
def test_what_goes_wrong_is_one_sentence_and_leaves_nothing(stem, code, said, monkeypatch, capsys):
    assert run(monkeypatch, "analyze", make_clip(f"{stem}.mp4")) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(said)
    assert err.count("\n") == 1
    assert list_names(".") == {f"{stem}.mp4"}


@pytest.mark.usefixtures("stages")
def test_a_fault_of_ours_is_one_sentence_that_names_the_log(monkeypatch, capsys):
    assert run(monkeypatch, "analyze", make_clip("fault.mp4")) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert "our fault, not yours" in err
    log = Path("fault.twitchcam/twitchcam-error.log")
    assert str(log) in err
    assert "ZeroDivisionError: division by zero" in log.read_text(encoding="utf-8")


@pytest.mark.usefixtures("stages")
def test_stopping_leaves_older_results_alone(monkeypatch):
    Path("stopped.twitchcam").mkdir()
    Path("stopped.twitchcam/report.html").write_text("old", encoding="utf-8")
    assert run(monkeypatch, "analyze", make_clip("stopped.mp4")) == 130
    assert list_names("stopped.twitchcam") == {"report.html"}
    assert Path("stopped.twitchcam/report.html").read_text(encoding="utf-8") == "old"


@pytest.mark.usefixtures("stages")
def test_results_replace_older_ones(monkeypatch):
    for _ in range(2):
        assert run(monkeypatch, "analyze", make_clip("quiet.mp4")) == 0
    assert list_names("quiet.twitchcam") == FILES


@pytest.mark.usefixtures("stages")
@pytest.mark.parametrize(
    ("stems", "code"),
    [
        (["quiet", "dark"], 3),
        (["dark", "notes", "quiet"], 2),
        (["fault", "notes", "dark", "quiet"], 1),
    ],
    ids=["one not to be judged", "one wrong", "one our fault"],
)
def test_a_bad_clip_does_not_stop_the_others(stems, code, monkeypatch):
    clips = [make_clip(f"{stem}.mp4") for stem in stems]
    assert run(monkeypatch, "analyze", *clips, "--out", "all") == code
    for stem in stems:
        if stem in ("quiet", "dark"):
            assert list_names(f"all/{stem}.twitchcam") == FILES


@pytest.mark.usefixtures("stages")
def test_after_several_clips_what_failed_and_when_to_call_for_help_are_said_once(
    monkeypatch, capsys
):
    clips = [make_clip(f"{name}.mp4") for name in ("twitching", "notes", "quiet")]
    assert run(monkeypatch, "analyze", *clips) == 2
    said = capsys.readouterr().out
    assert said.count("Call your local emergency number") == 1
    assert "\n2 of 3 clips have a result. Without one: notes.mp4.\n" in said
    assert said.count("Report: ") == 2


@pytest.mark.usefixtures("stages")
def test_clips_of_one_name_get_folders_of_their_own(monkeypatch):
    clips = [make_clip("a/quiet.mp4"), make_clip("b/quiet.mp4"), make_clip("quiet.mov")]
    assert run(monkeypatch, "analyze", *clips) == 0
    names = {path.name for path in Path().glob("*.twitchcam")}
    assert names == {"quiet.twitchcam", "quiet-2.twitchcam", "quiet-3.twitchcam"}


@pytest.mark.usefixtures("stages")
@pytest.mark.parametrize(
    "name",
    [
        name
        for name in HOSTILE_NAMES
        if "/" not in name and len(name.encode("utf-8", "replace")) < 256
    ],
)
def test_any_file_name_that_can_be_written_can_be_analyzed(name, monkeypatch, capsys):
    assert run(monkeypatch, "analyze", make_clip(name)) == 0
    capsys.readouterr()


@pytest.mark.usefixtures("stages")
def test_the_longest_file_name_gets_a_folder(monkeypatch):
    assert run(monkeypatch, "analyze", make_clip("é" * 125 + ".mp4")) == 0
    (folder,) = Path().glob("*.twitchcam")
    assert len(folder.name.encode()) <= 255


@pytest.mark.usefixtures("stages")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nosuch.mp4"], "nosuch.mp4 does not exist. Check the path."),
        (["x" * 5000], "does not exist. Check the path."),
        (["."], "must be a video, got a folder"),
        (["quiet.mp4", "--out", "quiet.mp4"], "must be one that can be written to"),
        (["quiet.mp4", "--out", "quiet.mp4/below"], "must be one that can be written to"),
        (["saved.npz", "--mirrored"], "must be a video when --mirrored is given, got a track"),
        (["saved.npz"], "must be a track saved by twitchcam"),
    ],
    ids=[
        "a missing clip",
        "an impossible name",
        "a folder as clip",
        "a file as folder",
        "a folder below a file",
        "a mirrored track",
        "a track that is none",
    ],
)
def test_wrong_input_is_one_sentence(words, said, monkeypatch, capsys):
    make_clip("quiet.mp4")
    make_clip("saved.npz")
    assert run(monkeypatch, "analyze", *words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert err.count("\n") == 1
    assert list_names(".") == {"quiet.mp4", "saved.npz"}


@pytest.mark.usefixtures("stages")
@pytest.mark.parametrize("what", ["report.folder.write_page", "app.analyze.write_track"])
def test_a_disk_that_fills_while_writing_is_one_sentence(monkeypatch, capsys, what):
    def fail(*_: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(f"twitchcam.{what}", fail)
    assert run(monkeypatch, "analyze", make_clip("quiet.mp4")) == 2
    err = capsys.readouterr().err
    assert "got: No space left on device" in err
    assert err.count("\n") == 1
    assert list_names(".") == {"quiet.mp4"}


@pytest.mark.usefixtures("stages")
def test_a_saved_track_gives_the_same_as_the_clip(monkeypatch):
    assert run(monkeypatch, "analyze", make_clip("twitching.mp4")) == 0
    assert run(monkeypatch, "analyze", "twitching.twitchcam/track.npz", "--out", "again") == 0
    first = Path("twitching.twitchcam/analysis.json").read_bytes()
    assert Path("again/analysis.json").read_bytes() == first


@pytest.mark.parametrize(
    "words",
    [["analyze"], ["nonsense"], ["analyze", "--nonsense", "x"], ["simulate", "nonsense"]],
    ids=["no clip", "no such command", "no such option", "no such story"],
)
def test_wrong_usage_ends_with_2(words, monkeypatch, capsys):
    assert run(monkeypatch, *words) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_the_version_and_information_are_shown(monkeypatch, capsys):
    assert run(monkeypatch, "--version") == 0
    version = capsys.readouterr().out
    assert version.startswith("twitchcam ")
    assert run(monkeypatch, "info") == 0
    assert "mediapipe" in capsys.readouterr().out


@pytest.fixture
def stories(monkeypatch, tmp_path):
    """Made-up stories, and an empty current folder."""

    def make_story(name: str, out_dir: Path) -> Path:
        clip = out_dir / f"{name}.mp4"
        clip.write_bytes(b"a video")
        return clip

    module = ModuleType("twitchcam.synthetic.stories")
    module.STORIES = ("resting_cheek",)
    module.make_story = make_story
    monkeypatch.setitem(sys.modules, "twitchcam.synthetic.stories", module)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("stories")
def test_a_story_is_made_where_it_was_asked_for(monkeypatch, capsys):
    assert run(monkeypatch, "simulate", "resting_cheek", "--out", "made/here") == 0
    assert capsys.readouterr().out.strip() == str(Path("made/here/resting_cheek.mp4"))
    assert list_names("made/here") == {"resting_cheek.mp4"}


@pytest.mark.usefixtures("stories")
def test_without_a_name_the_stories_are_listed(monkeypatch, capsys):
    assert run(monkeypatch, "simulate") == 0
    assert "the left cheek twitches at rest" in capsys.readouterr().out


@pytest.mark.usefixtures("stories")
def test_an_unknown_story_is_answered_with_the_known_ones(monkeypatch, capsys):
    assert run(monkeypatch, "simulate", "nonsense") == 2
    assert "must be one of resting_cheek, got 'nonsense'" in capsys.readouterr().err


def test_making_clips_without_the_extra_says_how_to_get_it(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "twitchcam.synthetic.stories", None)
    assert run(monkeypatch, "simulate") == 2
    assert "pip install 'twitchcam[simulate]'" in capsys.readouterr().err
