"""A project for BORIS comes back as it went, and is what BORIS itself opens.

``python -m pip install boris-behav-obs==8.27.4`` in an environment of its own, then
``open_project_json``, ``check_state_events_obs`` and ``export_aggregated_events`` of it took a
project written here without a word. Here, its form is looked at: BORIS needs Qt, which no test has.
"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from examples_of_analysis import (
    HOSTILE_NAMES,
    make_analysis,
    make_empty_analysis,
    make_tremor,
    rename,
)
from typer.testing import CliRunner

import twitchcam
from twitchcam.cli import app
from twitchcam.records import Clip
from twitchcam.report.boris import read_boris_project
from twitchcam.report.boris_project import write_boris
from twitchcam.report.given_marks import read_marks
from twitchcam.report.marks import list_marks


def clip_of(analysis):
    source = analysis.source
    return Clip(name=source.name, duration_s=source.duration_s, n_frames=source.n_frames)


def key(mark):
    times = round(mark.onset_s, 3), round(mark.offset_s, 3)
    return (mark.kind, mark.region or "", mark.side, *times)


def test_every_mark_comes_back_to_the_millisecond_with_its_side(tmp_path):
    analysis = make_analysis(tremor=(make_tremor(),))
    write_boris(analysis, tmp_path / "clip.boris")
    read = read_marks(tmp_path / "clip.boris", clip_of(analysis))
    assert sorted(map(key, read.marks)) == sorted(map(key, list_marks(analysis)))
    assert read.remarks == ()
    # Also what was not found was looked for.
    assert {"twitch", "spasm", "tremor", "blink", "smile", "pucker"} <= set(read.kinds)


def test_what_overlaps_is_nobody_s_end(tmp_path):
    """A state of BORIS ends with the next event of the same subject, kind and modifiers."""
    first = make_tremor()
    second = replace(first, start_s=first.start_s + 0.2, stop_s=first.stop_s + 0.3)
    third = replace(first, start_s=first.stop_s, stop_s=first.stop_s + 0.5)
    analysis = make_analysis(tremor=(first, second, third))
    write_boris(analysis, tmp_path / "clip.boris")
    read = read_marks(tmp_path / "clip.boris", clip_of(analysis))
    assert sorted(map(key, read.marks)) == sorted(map(key, list_marks(analysis)))


def test_times_are_those_of_the_file(tmp_path):
    analysis = make_analysis()
    late = replace(analysis, source=replace(analysis.source, first_picture_s=0.5))
    write_boris(late, tmp_path / "clip.boris")
    read = read_boris_project(tmp_path / "clip.boris", clip_of(late))
    assert read.on_file_clock
    assert min(mark.onset_s for mark in read.marks) == pytest.approx(
        min(mark.onset_s for mark in list_marks(analysis)) + 0.5, abs=0.001
    )


def test_the_project_is_whole(tmp_path):
    analysis = make_analysis()
    write_boris(analysis, tmp_path / "clip.boris", clip_address="../clips/a.mp4")
    project = json.loads((tmp_path / "clip.boris").read_text(encoding="utf-8"))
    assert project["project_format_version"] == "7.0"
    (observation,) = project["observations"].values()
    assert observation["file"]["1"] == ["../clips/a.mp4"]
    assert set(observation["media_info"]["length"]) == {"../clips/a.mp4"}
    known = {behaviour["code"]: behaviour for behaviour in project["behaviors_conf"].values()}
    keys = [behaviour["key"] for behaviour in known.values()]
    assert len(set(keys)) == len(keys)
    times = [event[0] for event in observation["events"]]
    assert times == sorted(times)
    for _, subject, code, modifiers, *_ in observation["events"]:
        sets = known[code]["modifiers"].values()
        said = modifiers.split("|")
        assert all(part in values["values"] for part, values in zip(said, sets, strict=True))
        assert subject == ""
    assert "not judged" in {event[2] for event in observation["events"]}


def test_nothing_found_is_a_project_to_code_in_and_the_same_result_gives_the_same_file(tmp_path):
    analysis = make_empty_analysis()
    for name in ("one.boris", "two.boris"):
        write_boris(analysis, tmp_path / name)
    assert (tmp_path / "one.boris").read_bytes() == (tmp_path / "two.boris").read_bytes()
    read = read_marks(tmp_path / "one.boris", clip_of(analysis))
    assert (read.marks, "twitch" in read.kinds) == ((), True)


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=range(len(HOSTILE_NAMES)))
def test_any_name_of_a_clip_goes_into_the_file_as_text(name, tmp_path):
    analysis = rename(make_analysis(), name)
    write_boris(analysis, tmp_path / "clip.boris")
    read = read_marks(tmp_path / "clip.boris", clip_of(analysis))
    assert len(read.marks) == len(list_marks(analysis))


@pytest.mark.parametrize("suffix", ["boris", "eaf"])
def test_the_command_writes_it_and_refuses_another_clock(suffix, tmp_path):
    analysis = make_analysis()
    twitchcam.write_document(analysis, tmp_path / "analysis.json")
    out = tmp_path / f"clip.{suffix}"
    command = ["export", str(tmp_path), "--out", str(out)]
    assert CliRunner().invoke(app, command).exit_code == 0
    assert len(read_marks(out, clip_of(analysis)).marks) == len(list_marks(analysis))
    out.unlink()
    run = CliRunner().invoke(app, [*command, "--offset-s", "3"])
    assert run.exit_code == 2
    assert "must have the clock of the clip" in run.output
    assert not out.exists()
