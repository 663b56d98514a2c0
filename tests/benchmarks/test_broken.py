"""A small part of what breaks files and documents; the commands of the same names do more."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from project_paths import ROOT

from benchmarks import broken_files, interrupted, struck
from benchmarks.broken_documents import READERS, read_or_refuse, try_variant, write_documents
from benchmarks.broken_files import Outcome, add_to_log, judge, read_log
from benchmarks.offline import can_run, count_calls
from benchmarks.timing.forked import Ending
from twitchcam.errors import InputError
from twitchcam.report.given_marks import read_marks
from twitchcam.tracking.track_file import read_track

pytestmark = pytest.mark.slow
_N_EACH = 15


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    folder = tmp_path_factory.mktemp("documents")
    write_documents(folder)
    return folder


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_a_broken_document_is_read_or_refused_in_words(documents, reader):
    assert read_or_refuse(reader, documents / reader.name) == "read", "the whole one is valid"
    endings = [try_variant(documents, reader, number) for number in range(_N_EACH)]
    assert set(endings) <= {"read", "refused"}
    assert "refused" in endings


def _replace_member(track, path, name, content):
    with zipfile.ZipFile(track) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, content if member == f"{name}.npy" else old.read(member))


def _header(shape, dtype):
    file = io.BytesIO()
    described = {"descr": dtype, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(file, described)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "shape", "dtype", "n_bytes"),
    [
        ("time_s", (10**15,), "<f8", 80),
        ("face_luma", (10**9, 10**9), "<f4", 80),
        ("about", (), "<U500000000", 80),
        # 32 MB of nothing, packed into 32 kB: more than a description or 60 pictures can need.
        ("about", (), "<U8000000", 32_000_000),
        ("face_luma", (8_000_000,), "<f4", 32_000_000),
        ("field_texture", (8_000_000,), "<f4", 32_000_000),
    ],
)
def test_what_claims_or_holds_more_than_a_track_is_refused_unread(
    documents, tmp_path, name, shape, dtype, n_bytes
):
    path = tmp_path / "bomb.npz"
    _replace_member(documents / "track.npz", path, name, _header(shape, dtype) + bytes(n_bytes))
    with pytest.raises(InputError, match="must be a track saved by twitchcam"):
        read_track(path)


def test_rows_beyond_those_announced_are_not_unpacked(documents, tmp_path):
    with zipfile.ZipFile(documents / "track.npz") as whole:
        rows = whole.read("landmarks_px.npy")
    path = tmp_path / "bomb.npz"
    _replace_member(documents / "track.npz", path, "landmarks_px", rows + bytes(32_000_000))
    with pytest.raises(InputError, match="must be a track saved by twitchcam"):
        read_track(path)


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(gzip.compress(bytes(65 << 20), 1), id="bomb"),
        pytest.param(gzip.compress(b"{}")[:-9], id="cut"),
        pytest.param(b"\x1f\x8b" + bytes(99), id="forged"),
        pytest.param(gzip.compress(b"[" * 100_000), id="deep"),
    ],
)
def test_a_packed_project_that_is_none_is_refused_in_words(tmp_path, packed):
    (tmp_path / "marks.boris.gz").write_bytes(packed)
    with pytest.raises(InputError, match="BORIS"):
        read_marks(tmp_path / "marks.boris.gz")


def test_nothing_is_ever_unpickled():
    """A pickle runs whatever its writer wished; no file of this program is read as one."""
    forbidden = re.compile(
        r"^\s*(import|from) (pickle|shelve|marshal|dill|joblib)\b|allow_pickle=True|read_pickle"
        r"|np\.load\((?!.*allow_pickle=False)|yaml\.(unsafe_)?load\(",
        re.M,
    )
    found = {
        str(path.relative_to(ROOT)): match.group()
        for path in (ROOT / "twitchcam").rglob("*.py")
        if (match := forbidden.search(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def _ending(code, stderr=""):
    return Ending(code=code, stdout="", stderr=stderr, wall_s=1.0, peak_mb=1.0)


@pytest.mark.parametrize(
    ("code", "stderr", "left", "wrong"),
    [
        (2, "twitchcam: a.mp4 must be a video.\n", None, ""),
        (3, "", ["analysis.json"], ""),
        (None, "", None, "hangs"),
        (-11, "", None, "dies of signal 11"),
        (1, "twitchcam: Our fault.\n", None, "exit 1"),
        (2, "Traceback\n  File\nValueError\n", None, "not one sentence"),
        (2, "", None, "not one sentence"),
        (2, "twitchcam: No.\n", [".unfinished-7"], "leaves a folder"),
        (0, "warning", ["analysis.json"], "talks"),
        (0, "", None, "half a result"),
        (0, "", [".unfinished-7", "analysis.json"], "half a result"),
    ],
)
def test_an_ending_is_judged_by_code_words_and_what_is_left(code, stderr, left, wrong):
    assert judge(_ending(code, stderr), left) == wrong


@pytest.mark.model
@pytest.mark.skipif(not hasattr(os, "fork"), reason="copies of a process need fork")
def test_broken_recordings_end_with_a_sentence_or_a_whole_result(tmp_path):
    said = tmp_path / "said.json"
    command = [sys.executable, "-m", "benchmarks.broken_files", "--variants", "10"]
    ended = subprocess.run(
        [*command, "--json", str(said)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    counted = json.loads(said.read_text(encoding="utf-8"))
    assert counted["run"] == 10
    assert counted["wrong"] == {}
    assert len(counted["by_way"]) == 10, "all ways to break them"


_TRACE = [
    '1 connect(3, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("10.0.0.1")}, 16) = 0',
    '1 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("10.0.0.1")}, 16) = 0',
    '1 connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16)',
    "1 connect(3, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), "
    'inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28) = -1 ENETUNREACH',
    '1 connect(3, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT',
    '1 sendto(5, "x", 1, 0, NULL, 0) = 1',
]


def test_connections_are_told_apart_by_where_they_lead():
    assert count_calls(_TRACE) == {"within": 1, "beyond": 2, "names": 2}


@pytest.mark.long
@pytest.mark.model
@pytest.mark.skipif(not can_run(), reason="needs strace, and a network of its own")
def test_analyze_batch_and_serve_say_nothing_to_the_network(tmp_path):
    said = tmp_path / "said.json"
    command = [sys.executable, "-m", "benchmarks.offline", "--json", str(said)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    calls = json.loads(said.read_text(encoding="utf-8"))["calls"]
    assert calls["control"]["beyond"] > 0
    assert {
        calls[name]["beyond"] + calls[name]["names"] for name in calls if name != "control"
    } == {0}


@pytest.mark.parametrize(
    ("code", "stderr", "left", "said"),
    [
        (130, "twitchcam: Stopped.\n", [], "nothing left"),
        (-9, "", [], "nothing left"),
        (3, "", ["a", "b"], "a whole result"),
        (-9, "", ["a"], "half a result"),
        (130, "Traceback\n", ["a"], "half a result"),
        (130, "Traceback\nKeyboardInterrupt\n", [], "not one sentence"),
        (1, "", [], "exit 1"),
    ],
)
def test_an_interruption_is_judged_by_code_words_and_what_is_left(code, stderr, left, said):
    assert interrupted.judge(_ending(code, stderr), left, ["a", "b"]) == said


@pytest.mark.parametrize(
    ("code", "said", "wrong"),
    [
        (0, "", ""),
        (3, "notes\nof two lines\n", ""),
        (130, "twitchcam: Stopped.\n", ""),
        (2, "\ntwitchcam: The recording was stopped.\n", ""),
        (-9, "", ""),
        (130, "Look at the dot.\ntwitchcam: Stopped.\n", ""),
        (130, "Traceback\nError\ntwitchcam: Stopped.\n", "not one sentence"),
        (130, "", "not one sentence"),
        (130, "Traceback\nKeyboardInterrupt\n", "not one sentence"),
        (1, "twitchcam: Our fault.\n", "exit 1"),
        (-6, "a process lives on", "exit -6"),
    ],
)
def test_a_program_that_was_struck_is_judged_by_code_and_words(code, said, wrong):
    told = struck.judge(struck.Ended(code, said))
    assert told.startswith(wrong)
    assert bool(told) == bool(wrong)


def _outcome(number):
    return Outcome(
        name="h264.mp4", number=number, how="cut off", ending=_ending(2, "No.\n"), wrong=""
    )


def test_a_log_is_gone_on_with_and_a_line_that_a_kill_cut_is_left_out(tmp_path):
    log = tmp_path / "log.jsonl"
    assert read_log(log) == read_log(None) == []
    for number in range(2):
        add_to_log(log, _outcome(number))
    with log.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"name": "vp8.webm"})[:-4])
    assert read_log(log) == [_outcome(0), _outcome(1)]
    add_to_log(None, _outcome(2))


def test_what_a_log_holds_is_counted_and_not_run_again(tmp_path):
    log, said = tmp_path / "log.jsonl", tmp_path / "said.json"
    for pair in broken_files.PAIRS:
        add_to_log(log, replace(_outcome(-1), name=pair[0], how="whole"))
    for number, pair in enumerate(broken_files.PAIRS[:3]):
        add_to_log(log, replace(_outcome(number), name=pair[0]))
    known = log.read_bytes()
    broken_files.run(variants=3, minutes=60.0, log=log, json_file=said)
    assert log.read_bytes() == known
    counted = json.loads(said.read_text(encoding="utf-8"))
    assert (counted["run"], counted["exits"]) == (3, {"2": 3})
