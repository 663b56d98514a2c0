"""Results shown again, with extras, and compared with truth: through the command line."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from dataclasses import replace

import av
import pytest
from made_faces import made_track

from twitchcam import cli
from twitchcam.app.show_again import show_again
from twitchcam.pipeline import analyze_movement, measure_track
from twitchcam.report.document import read_document, write_document
from twitchcam.report.folder import Extras, write_results
from twitchcam.report.page import read_clip, write_page
from twitchcam.settings import Settings
from twitchcam.synthetic.movements import Blink, Twitch
from twitchcam.tracking.track_file import read_track, write_track


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A folder of results: a twitch of the left cheek and some blinks."""
    folder = tmp_path_factory.mktemp("kept") / "evening.twitchcam"
    folder.mkdir()
    track = made_track(
        *(Blink(onset_s=1.0 + 2.0 * k) for k in range(4)),
        Twitch(region="cheek", side="left", onset_s=2.0, size_mm=2.0),
        duration_s=9.0,
    )
    movement, expression = measure_track(track)
    analysis = analyze_movement(track, movement, expression)
    write_track(track, folder / "track.npz")
    write_results(folder, analysis, movement, expression, track)
    return folder


@pytest.fixture
def folder(kept, tmp_path):
    copy = tmp_path / kept.name
    shutil.copytree(kept, copy)
    return copy


def run(monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["twitchcam", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        cli.run_here()
    return ended.value.code


@pytest.mark.slow
def test_an_old_result_is_shown_again_from_its_analysis_and_track_alone(monkeypatch, folder):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for name in set(before) - {"analysis.json", "track.npz"}:
        (folder / name).unlink()
    assert run(monkeypatch, "report", folder) == 0
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert after == before


@pytest.mark.slow
def test_an_old_result_is_shown_with_the_settings_it_was_made_with(folder):
    track = read_track(folder / "track.npz")
    settings = Settings(signals=replace(Settings().signals, hold_time_s=1.2))
    movement, expression = measure_track(track, settings=settings)
    analysis = analyze_movement(track, movement, expression, settings=settings)
    write_results(folder, analysis, movement, expression, track)
    before = (folder / "signals.parquet").read_bytes()
    show_again(folder, Extras())
    assert (folder / "signals.parquet").read_bytes() == before
    # Settings of another version cannot be used: today's are.
    strange = replace(analysis, settings={"signals": {"gone_s": 1.0}})
    write_document(strange, folder / "analysis.json")
    show_again(folder, Extras())
    assert (folder / "signals.parquet").read_bytes() != before


@pytest.mark.slow
def test_extras_are_written_when_asked_for(monkeypatch, folder):
    assert run(monkeypatch, "report", folder, "--annotate", "--elan") == 0
    assert b"twitch left cheek" in (folder / "annotations.eaf").read_bytes()
    with av.open(str(folder / "annotated.mp4")) as container:
        assert container.streams.video[0].frames == 270


@pytest.mark.slow
def test_the_elan_file_is_linked_to_the_clip_where_it_lies(monkeypatch, folder, tmp_path):
    clip = tmp_path / "clips of May" / "evening.mp4"
    clip.parent.mkdir()
    clip.write_bytes(b"pictures")
    analysis = read_document(folder / "analysis.json")
    digest = hashlib.sha256(clip.read_bytes()).hexdigest()
    source = replace(analysis.source, name=clip.name, sha256=digest)
    write_document(replace(analysis, source=source), folder / "analysis.json")
    monkeypatch.chdir(folder)
    assert run(monkeypatch, "report", folder, "--elan", "--clip", clip) == 0
    text = (folder / "annotations.eaf").read_text()
    assert 'RELATIVE_MEDIA_URL="../clips of May/evening.mp4"' in text


@pytest.mark.slow
def test_a_page_that_holds_the_video_keeps_it_unless_the_face_is_to_be_hidden(monkeypatch, folder):
    page = folder / "report.html"
    write_page(read_document(folder / "analysis.json"), page, clip_mp4=b"moving pictures")
    assert run(monkeypatch, "report", folder) == 0
    assert read_clip(page) == b"moving pictures"
    assert run(monkeypatch, "report", folder, "--hide", "face") == 0
    assert read_clip(page) is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--with-video",), "must have the clip itself"),
        (("--clip", "other.mp4"), "must be the clip of this result"),
        (("--clip", "gone.mp4"), "could not be read"),
    ],
)
def test_what_cannot_be_shown_is_one_sentence(words, said, monkeypatch, folder, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "other.mp4").write_bytes(b"another clip")
    before = {path.name for path in folder.iterdir()}
    assert run(monkeypatch, "report", folder, *words) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1
    assert {path.name for path in folder.iterdir()} == before


def test_a_folder_without_results_is_refused(monkeypatch, tmp_path, capsys):
    assert run(monkeypatch, "report", tmp_path / "none") == 2
    assert run(monkeypatch, "report", tmp_path) == 2
    err = capsys.readouterr().err
    assert "must be a folder with results" in err
    assert "analysis.json does not exist" in err


def test_results_are_compared_with_truth(monkeypatch, folder, tmp_path, capsys):
    truth = tmp_path / "truth.csv"
    truth.write_text("kind,region,side,onset_s,offset_s\ntwitch,cheek,left,2.0,2.2\n")
    assert run(monkeypatch, "evaluate", truth, folder) == 0
    assert re.search(r"twitch +1 +1 +1 +1\.00 +1\.00 +1\.00 +1 of 1", capsys.readouterr().out)
    assert run(monkeypatch, "evaluate", truth, folder / "analysis.json", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["n_matched"], row["recall"]) == (1, 1.0)
    # What was understood in a way that is not self-evident stands below the table; beside JSON, on
    # stderr.
    truth.write_text("kind,region,side,onset_s,offset_s\ntwitch,cheek,left,2.0,\nblink,,,99,100\n")
    assert run(monkeypatch, "evaluate", truth, folder) == 0
    assert "1 of 2 marks of truth.csv begins after the end" in capsys.readouterr().out
    assert run(monkeypatch, "evaluate", truth, folder, "--json") == 0
    out, err = capsys.readouterr()
    assert [row["kind"] for row in json.loads(out)] == ["twitch", "blink"]
    assert "begins after the end" in err
    assert run(monkeypatch, "evaluate", tmp_path / "gone.csv", folder) == 2
    assert "gone.csv does not exist" in capsys.readouterr().err
