"""A cohort's tables without names, noise between recordings, a methods paragraph, the commands."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from examples_of_analysis import make_analysis, make_event, make_poor_analysis, rename
from typer.testing import CliRunner

import twitchcam
from twitchcam.cli import app
from twitchcam.records.cohort import ClipOutcome, CohortClip
from twitchcam.report.blinded import TABLES
from twitchcam.report.cohort_page import draw_courses, make_cohort_page
from twitchcam.report.cohort_tables import make_cohort_tables, read_cohort, write_cohort
from twitchcam.report.document import write_document
from twitchcam.report.methods_text import make_methods_text

pytestmark = pytest.mark.slow
pytest.importorskip("pandas")
N_EVENTS = {("Ada <x>", "before"): (6, 5), ("Bo", "before"): (3, 4), ("Cy", "before"): (1, 1)}


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    """Three persons with two recordings each, a poor one, and one that failed; no Dask needed."""
    base = tmp_path_factory.mktemp("cohort")
    outcomes = []
    for (person, visit), numbers in N_EVENTS.items():
        for k, n in enumerate(numbers):
            name = f"{person[:2]}-{k}.mp4"
            events = tuple(make_event(3.0 + 5.0 * j) for j in range(n))
            analysis = rename(make_analysis(events=events), name)
            outcomes.append(make_outcome(base, len(outcomes), analysis, person, visit))
    poor = rename(make_poor_analysis(), "poor.mp4")
    outcomes.append(make_outcome(base, len(outcomes), poor, "Cy", "after"))
    failed = CohortClip(path=Path("secret/gone.mp4"), person="Di")
    outcomes.append(ClipOutcome(clip=failed, state="failed", reason="It does not exist."))
    tables = make_cohort_tables(outcomes)
    write_cohort(tables, base / "cohort")
    return base, tables


def make_outcome(base, number, analysis, person, visit):
    folder = base / "clips" / f"{number}.twitchcam"
    folder.mkdir(parents=True)
    write_document(analysis, folder / "analysis.json")
    clip = CohortClip(
        path=Path("secret") / analysis.source.name,
        person=person,
        visit=visit,
        date="2026-01-15",
        more={"arm": "drug"},
    )
    return ClipOutcome(clip=clip, state="done", clip_id=f"id{number}", folder=folder)


def run(*words):
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_visit_adds_up_its_clips_and_time_that_could_not_be_judged_counts_for_nothing(cohort):
    visits = cohort[1]["visits"].set_index(["person", "visit"])
    ada = visits.loc[("Ada <x>", "before")]
    assert (ada["n_clips"], ada["n_twitches"], ada["observed_s"]) == (2, 11, 106.0)
    assert ada["rate_per_minute"] == pytest.approx(60 * 11 / 106.0)
    assert ada["rate_low_per_minute"] < ada["rate_per_minute"] < ada["rate_high_per_minute"]
    poor = visits.loc[("Cy", "after")]
    assert (poor["n_usable"], poor["observed_s"]) == (0, 0.0)
    assert poor[["rate_per_minute", "median_amplitude_mm"]].isna().all()


def test_types_are_the_same_in_every_part_also_where_a_column_is_empty(cohort, tmp_path):
    import pyarrow.parquet

    empty = make_cohort_tables([])
    write_cohort(empty, tmp_path / "cohort")
    for name in ("clips", "visits", "failures"):
        schemas = [
            pyarrow.parquet.read_schema(folder / "cohort" / name / "part-00000.parquet")
            for folder in (cohort[0], tmp_path)
        ]
        own = [field for field in schemas[0] if field.name != "arm"]
        assert own == list(schemas[1])


def test_the_page_escapes_names_draws_everybody_and_says_what_failed(cohort):
    page = make_cohort_page(cohort[1])
    assert "Ada &lt;x&gt;" in page
    assert "Ada <x>" not in page
    assert "secret" not in page
    assert "1 of them was too poor" in page
    assert "It does not exist." in page
    svg = draw_courses(cohort[1]["visits"], "rate_per_minute", "rates")
    assert svg.count("<circle") == 3  # the poor visit has no rate
    assert svg.count('class="bar"') == 3


def test_blinded_tables_tell_neither_whom_nor_when_and_the_key_tells_all(cohort, tmp_path):
    ended = run("blind", cohort[0], "--out", tmp_path / "blind")
    assert ended.exit_code == 0
    for name in TABLES:
        table = read_cohort(tmp_path / "blind", name)
        said = table.to_csv()
        for word in ("Ada", "Bo", "Cy", "before", "after", "secret", "2026-01", ".mp4", "drug"):
            assert word not in said, (name, word)
        assert "ab12ab12" not in said
        assert len(table) == len(cohort[1][name])
    clips = read_cohort(tmp_path / "blind", "clips")
    assert clips["clip_id"].is_monotonic_increasing
    with (tmp_path / "blind-key.csv").open(encoding="utf-8") as file:
        key = {row["clip_id_code"]: row for row in csv.DictReader(file)}
    back = {key[code]["clip_id"]: n for code, n in clips.set_index("clip_id")["n_twitches"].items()}
    assert back == cohort[1]["clips"].set_index("clip_id")["n_twitches"].to_dict()
    again = run("blind", cohort[0], "--out", tmp_path / "blind")
    assert again.exit_code == 2
    assert "must not exist yet" in again.output
    inside = run("blind", cohort[0], "--out", tmp_path / "b", "--key", tmp_path / "b" / "key.csv")
    assert inside.exit_code == 2


def test_repeatability_says_the_smallest_detectable_change(cohort):
    ended = run("repeatability", cohort[0])
    assert ended.exit_code == 0
    # Rates of 6 and 5, 3 and 4, 1 and 1 in 53 s: error 0.577 events.
    assert f"error of measurement {0.57735 * 60 / 53:.2f}" in ended.output
    assert "of 3 persons in 6 recordings" in ended.output
    assert run("repeatability", cohort[0] / "clips").exit_code == 2


def test_planning_says_minutes():
    ended = run("plan", "--rate", 2, "--change", 0.5)
    assert ended.exit_code == 0
    assert "22.9 minutes" in ended.output
    assert run("plan", "--rate", 2, "--change", 1).exit_code == 2


def test_the_methods_paragraph_fills_itself_in(cohort):
    ended = run("cite", cohort[0] / "clips" / "0.twitchcam")
    assert ended.exit_code == 0
    for said in ("1280 × 720", "twitchcam 0.1.0", "0.9 minutes (88 %", "0.30 to 0.65 mm"):
        assert said in ended.output
    assert "does not say which settings" in ended.output
    analysis = replace(
        make_analysis(),
        versions={"numpy": "1.26.4"},
        changed_settings={"detection": {"twitch_threshold": 6.0}},
    )
    assert "detection.twitch_threshold = 6.0" in make_methods_text(analysis)
    wide = replace(analysis, quality=replace(analysis.quality, limit_width_mm=14.1))
    assert "at least 14.1 mm wide" in make_methods_text(wide)
    assert "mm wide" not in make_methods_text(analysis)
    alike = replace(analysis.quality, detection_limits=analysis.quality.detection_limits[:2])
    said = make_methods_text(replace(analysis, quality=alike))
    assert "The smallest twitch that would have been seen was 0.30 mm." in said
    usual = replace(analysis, changed_settings={})
    assert "All settings were those of this version." in make_methods_text(usual)
    assert make_methods_text(make_poor_analysis()).count("\n") == 4


def test_markers_are_written_on_the_clock_of_another_recording(cohort, tmp_path):
    folder = cohort[0] / "clips" / "0.twitchcam"
    out = tmp_path / "x-annot.txt"
    assert run("export", folder, "--out", out, "--offset-s", 50, "--stretch", 1.0).exit_code == 0
    assert "53.000000, 0.210000, twitch/left/cheek" in out.read_text(encoding="utf-8")
    assert run("export", folder, "--out", tmp_path / "x.xdf").exit_code == 0
    assert (tmp_path / "x.xdf").read_bytes().startswith(b"XDF:")
    assert run("export", folder, "--out", tmp_path / "x.csv").exit_code == 2
    assert twitchcam.Clock().stretch == 1.0
