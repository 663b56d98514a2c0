"""A cohort on a real scheduler with two worker processes, one of which is killed in mid-run."""

from __future__ import annotations

import signal
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from installed import needs
from made_cohorts import (
    HOSTILE,
    PLANTED,
    PLANTED_LARGE,
    check_recovered,
    write_made_cohort,
)
from made_faces import TRUE_SIZE
from made_up_language import CODE, mark, write_language
from typer.testing import CliRunner

from twitchcam.app.batch import run_batch
from twitchcam.app.cohort_clip import name_request
from twitchcam.app.cohort_list import list_clips
from twitchcam.cli import app
from twitchcam.errors import InputError
from twitchcam.records.cohort import CohortClip
from twitchcam.report.cohort_page import draw_courses
from twitchcam.report.cohort_tables import read_cohort
from twitchcam.wording import TEXTS_VARIABLE, in_language

# Libraries take 0.3 GB, a clip of some seconds hardly more.
MOST_BYTES = 1.0e9
psutil = pytest.importorskip("psutil")
pytestmark = needs("distributed")


def find_workers():
    """Processes of workers, started by this one."""
    children = psutil.Process().children(recursive=True)
    return [child for child in children if "spawn_main" in " ".join(child.cmdline())]


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    """The list, the folder of results, the result, progress, who was killed, memory at most."""
    base = tmp_path_factory.mktemp("cohort")
    where = write_made_cohort(base / "clips")
    told, killed, sizes = [], [], [0]

    def kill_one(done):
        told.append(done)
        with suppress(psutil.Error):  # gone meanwhile
            sizes.extend(worker.memory_info().rss for worker in find_workers())
        if done > 0 and not killed:
            worker = find_workers()[0]
            killed.append(worker.pid)
            worker.send_signal(signal.SIGKILL)

    result = run_batch(where, base / "out", n_workers=2, settings=TRUE_SIZE, on_progress=kill_one)
    return where, base / "out", result, told, killed, max(sizes)


@pytest.mark.slow
def test_nothing_is_lost_and_nothing_is_there_twice_though_a_worker_was_killed(cohort):
    _, out, result, told, killed, _ = cohort
    assert len(killed) == 1
    # Of the recording that the list has twice, either may have come first.
    assert result.count("done") + result.count("kept") == len(PLANTED)
    clips = result.tables["clips"]
    assert sorted(zip(clips["person"], clips["visit"], strict=True)) == sorted(
        (person, visit) for _, person, visit in PLANTED
    )
    assert clips["clip_id"].is_unique
    assert len(list((out / "clips").glob("*.twitchcam/analysis.json"))) == len(PLANTED)
    assert told == sorted(told)
    assert told[-1] == 1.0


@pytest.mark.slow
def test_a_worker_stays_small_however_many_clips_it_takes(cohort):
    assert 0 < cohort[5] < MOST_BYTES


@pytest.mark.slow
def test_a_bad_clip_is_a_row_with_its_reason(cohort):
    failures = cohort[2].tables["failures"].set_index("clip")
    assert set(failures.index) == {*HOSTILE, "copy.npz"}
    assert "same recording as 001-1.npz" in failures.loc["copy.npz", "reason"]
    assert "does not exist" in failures.loc["gone.npz", "reason"]
    assert (failures["details"] == "").all()
    assert failures["reason"].str.endswith(".").all()


@pytest.mark.slow
def test_the_tables_recover_what_was_planted_within_their_intervals(cohort):
    check_recovered(cohort[2].tables, PLANTED)


@pytest.mark.long
def test_a_cohort_of_24_is_recovered_too(tmp_path):
    """Two groups, two visits, nine persons; six of the rows have no result."""
    where = write_made_cohort(tmp_path / "clips", PLANTED_LARGE)
    result = run_batch(where, tmp_path / "out", n_workers=2, settings=TRUE_SIZE)
    assert len(result.outcomes) == 24
    assert result.count("failed") == len(HOSTILE) + 1
    check_recovered(result.tables, PLANTED_LARGE)


@pytest.mark.slow
def test_other_programs_open_the_data_set(cohort):
    duckdb = pytest.importorskip("duckdb")
    import pyarrow.dataset

    _, out, result, *_ = cohort
    where = out / "cohort"
    question = (
        f"select person, count(*) from '{where}/events/*.parquet' "
        f"join '{where}/clips/*.parquet' using (clip_id, person) group by person order by person"
    )
    counted = dict(duckdb.sql(question).fetchall())
    events = result.tables["events"]
    assert counted == events.groupby("person").size().to_dict()
    for name in ("events", "actions", "couplings", "symmetry", "quality", "findings", "clips"):
        table = pyarrow.dataset.dataset(where / name).to_table()
        assert table.num_rows == len(result.tables[name])
        assert {"clip_id", "person", "visit", "clip"} <= set(table.column_names)
    assert read_cohort(out, "clips")["person"].tolist() == [person for _, person, _ in PLANTED]


@pytest.mark.slow
def test_a_later_run_keeps_what_is_done_by_content_also_under_another_name(
    cohort, tmp_path, monkeypatch
):
    from distributed import LocalCluster

    where, out, *_ = cohort
    moved = where.with_name("renamed.npz")
    moved.write_bytes((where.parent / "002-1.npz").read_bytes())
    listed = where.with_name("again.csv")
    names = ["001-1.npz", "renamed.npz", "empty.mov"]
    listed.write_text("clip\n" + "\n".join(names) + "\n", encoding="utf-8")
    copied = tmp_path / "out"
    copied.mkdir()
    (copied / "clips").symlink_to(out / "clips")
    with LocalCluster(
        n_workers=1, processes=False, protocol="tcp", host="127.0.0.1", dashboard_address=None
    ) as cluster:
        result = run_batch(listed, copied, scheduler=cluster.scheduler_address, settings=TRUE_SIZE)
        # Another language is another result: its sentences are kept in it.
        listed.write_text("clip\n001-1.npz\n", encoding="utf-8")
        write_language(tmp_path)
        monkeypatch.setenv(TEXTS_VARIABLE, str(tmp_path))
        with in_language(CODE):
            said = run_batch(listed, copied, scheduler=cluster.scheduler_address)
    assert [outcome.state for outcome in result.outcomes] == ["kept", "kept", "failed"]
    assert [outcome.state for outcome in said.outcomes] == ["done"]
    usual = result.tables["findings"]["statement"].iloc[0]
    assert said.tables["findings"]["statement"].iloc[0].split()[0] == mark(usual.split()[0])
    assert result.tables["clips"]["clip"].tolist() == ["001-1.npz", "renamed.npz"]


def test_a_scheduler_that_does_not_answer_is_said_in_one_sentence(tmp_path, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    (tmp_path / "clip.npz").write_bytes(b"x")
    # A run that was killed left these.
    (temporary / "twitchcam-dead.lock").touch()
    (temporary / "twitchcam-dead-batch-1").mkdir()
    run = CliRunner().invoke(
        app, ["batch", str(tmp_path), "--out", str(tmp_path / "o"), "--scheduler", "nonsense://x"]
    )
    assert run.exit_code == 2
    assert "--scheduler must be the address of a Dask scheduler" in run.output
    assert not [*temporary.glob("twitchcam-dead*")]


@pytest.mark.slow
def test_the_page_shows_everybody_and_every_reason_and_loads_nothing(cohort):
    page = (cohort[1] / "cohort.html").read_text(encoding="utf-8")
    assert page.count('class="course"') == 2 * 3  # how often and how large, three persons
    for word in ("001", "002", "005", "6 clips of 3 persons at 2 visits", "gone.npz"):
        assert word in page
    assert "http" not in page.replace("http-equiv", "")
    assert str(cohort[0].parent) not in page


def test_clips_of_nobody_are_listed_each_and_draw_no_lone_dot():
    from twitchcam.records.tables import make_frame
    from twitchcam.report.cohort_page import make_cohort_page
    from twitchcam.report.cohort_tables import CohortTables, make_cohort_tables

    empty = make_cohort_tables([])
    numbers = {"observed_s": 5.0, "rate_per_minute": 12.0, "median_amplitude_mm": 1.2}
    numbers |= {"n_twitches": 1, "n_left": 1, "n_right": 0}
    clip = numbers | {"duration_s": 6.0, "part": 0}
    clips = [{"clip": f"<{k}>.mp4", "usable": k < 2, **clip} for k in range(3)]
    visit = numbers | {"n_clips": 3, "n_usable": 2}
    rows = {"clips": clips, "visits": [visit], "failures": []}
    types = {name: dict(empty[name].dtypes.astype(str)) for name in rows}
    page = make_cohort_page(
        CohortTables(tables={name: make_frame(rows[name], types[name]) for name in rows})
    )
    assert "all count as those of one person" in page
    assert [f"&lt;{k}&gt;.mp4" in page for k in range(3)] == [True] * 3
    assert page.count("could not be judged") == 1
    assert "<svg" not in page


def test_courses_escape_names_and_are_empty_without_numbers():
    from twitchcam.report.cohort_tables import make_cohort_tables

    visits = make_cohort_tables([])["visits"]
    assert draw_courses(visits, "rate_per_minute", "label") == ""


def test_a_list_keeps_names_that_look_like_numbers_and_further_columns(tmp_path):
    where = tmp_path / "list.csv"
    where.write_text(
        "clip;person;visit;mirrored;arm\na.mp4;007;1;yes;drug\nb.mp4;008;;;placebo\n",
        encoding="utf-8-sig",
    )
    first, second = list_clips(where)
    assert first == CohortClip(
        path=tmp_path / "a.mp4", person="007", visit="1", mirrored=True, more={"arm": "drug"}
    )
    assert (second.visit, second.mirrored, second.more) == ("", False, {"arm": "placebo"})


def test_a_list_may_be_parquet(tmp_path):
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame({"clip": ["a.mp4"], "mirrored": [True], "date": ["2026-01-02"]})
    table["date"] = pandas.to_datetime(table["date"])
    table.to_parquet(tmp_path / "list.parquet")
    (clip,) = list_clips(tmp_path / "list.parquet")
    assert (clip.mirrored, clip.date) == (True, "2026-01-02")


def test_folders_are_persons_and_visits_and_results_are_no_clips(tmp_path):
    for name in ("p1/v1/a.mp4", "p1/v2/a.MOV", "b.npz", "p1/a.twitchcam/track.npz", "p1/note.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    found = {(c.path.name, c.person, c.visit) for c in list_clips(tmp_path)}
    assert found == {("a.mp4", "p1", "v1"), ("a.MOV", "p1", "v2"), ("b.npz", "", "")}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("film,person\na.mp4,1\n", "must have a column clip"),
        ("clip,mirrored\na.mp4,perhaps\n", "yes or no in the column mirrored"),
        ("clip,usable\na.mp4,1\n", "must not have a column usable"),
        ("clip,person\n,1\n", "name a clip in every row"),
    ],
)
def test_a_list_that_cannot_be_understood_is_refused_in_one_sentence(tmp_path, content, said):
    (tmp_path / "list.csv").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        list_clips(tmp_path / "list.csv")


def test_what_is_neither_folder_nor_list_is_refused(tmp_path):
    with pytest.raises(InputError, match="folder of clips or a list"):
        list_clips(tmp_path / "nothing.docx")
    with pytest.raises(InputError, match="at least one clip"):
        list_clips(tmp_path)


def test_everything_that_steers_a_result_makes_another_request(tmp_path):
    answers = tmp_path / "answers.toml"
    answers.write_text("a", encoding="utf-8")
    clip = CohortClip(path=Path("a.mp4"))
    requests = {
        name_request(clip, TRUE_SIZE),
        name_request(replace(clip, mirrored=True), TRUE_SIZE),
        name_request(replace(clip, answers=answers), TRUE_SIZE),
        name_request(clip, type(TRUE_SIZE)()),
    }
    assert len(requests) == 4
    assert name_request(replace(clip, person="007"), TRUE_SIZE) in requests
    answers.write_text("b", encoding="utf-8")
    assert name_request(replace(clip, answers=answers), TRUE_SIZE) not in requests
