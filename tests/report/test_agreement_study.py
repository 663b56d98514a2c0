"""Tool against raters beside rater against rater, over recordings with and without marks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from examples_of_analysis import make_analysis, make_event, rename
from installed import needs
from typer.testing import CliRunner

from twitchcam.cli import app
from twitchcam.errors import InputError
from twitchcam.report.agreement_marks import find_analyses, gather_marks, read_people
from twitchcam.report.agreement_page import make_agreement_page, write_agreement
from twitchcam.report.agreement_study import TOLERANCES_S, study_agreement
from twitchcam.report.document import write_document
from twitchcam.report.elan import write_elan
from twitchcam.report.tables import write_events_csv

pytestmark = [pytest.mark.slow, needs("pingouin")]
PEOPLE = 4
CLIPS_EACH = 2


def make_marked(name, onsets_s, sizes_mm):
    """An analysis with one twitch for each onset, and nothing left out."""
    events = tuple(
        make_event(float(onset_s), amplitude_mm=float(size_mm))
        for onset_s, size_mm in zip(onsets_s, sizes_mm, strict=True)
    )
    analysis = rename(make_analysis(actions=(), events=events, findings=()), f"{name}.mp4")
    quality = replace(analysis.quality, excluded=())
    source = replace(analysis.source, sha256=name.encode().hex().ljust(64, "0"))
    return replace(analysis, quality=quality, source=source)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Rater A marks all but one clip, B is A 0.15 s later, 0.2 mm larger, and misses some.

    The tool finds what A marked, 0.02 s late, but for every second clip's last one.
    """
    base = tmp_path_factory.mktemp("study")
    for name in ("a", "b", "results"):
        (base / name).mkdir()
    rng = np.random.default_rng(7)
    rows = ["clip,person"]
    for k in range(PEOPLE * CLIPS_EACH):
        name = f"clip{k}"
        rows.append(f"{name}.mp4,p{k // CLIPS_EACH}")
        n = 3 + k
        onsets_s = np.sort(rng.choice(np.arange(1, 58, 2), n, replace=False)) + 0.1
        sizes_mm = rng.uniform(0.5, 2.0, n)
        kept = n - 1 if k % 2 else n
        tool = make_marked(name, onsets_s[:kept] + 0.02, sizes_mm[:kept] + 0.05)
        (base / "results" / f"{name}.twitchcam").mkdir()
        write_document(tool, base / "results" / f"{name}.twitchcam" / "analysis.json")
        first = make_marked(name, onsets_s, sizes_mm)
        if k == 1:
            write_elan(first, base / "a" / f"{name}.eaf")
        elif k != 0:
            write_events_csv(first, base / "a" / f"{name}.csv")
        late = slice(1 if k % 3 else 0, None)
        second = make_marked(name, onsets_s[late] + 0.15, sizes_mm[late] + 0.2)
        write_events_csv(second, base / "b" / f"{name}.csv")
    (base / "people.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return base


@pytest.fixture(scope="module")
def study(folder):
    raters = {"A": folder / "a", "B": folder / "b"}
    people = read_people(folder / "people.csv")
    return study_agreement(*gather_marks(raters, [folder / "results"], people))


def pick(study, first, second, tolerance_s=0.2, kind="twitch"):
    table = study["events"]
    rows = table[
        (table["kind"] == kind)
        & (table["reference"] == first)
        & (table["compared"] == second)
        & ((table["tolerance_s"] - tolerance_s).abs() < 1e-9)
    ]
    assert len(rows) == 1
    return rows.iloc[0]


def test_a_missing_truth_is_a_row_with_its_reason_and_stops_nothing(study):
    clips = study["clips"]
    missing = clips[clips["state"] == "no marks"]
    assert missing[["clip", "rater"]].to_numpy().tolist() == [["clip0.mp4", "A"]]
    assert "must hold marks of clip0.mp4" in missing.iloc[0]["reason"]
    assert len(clips) == PEOPLE * CLIPS_EACH * 3
    assert pick(study, "A", "twitchcam")["n_clips"] == PEOPLE * CLIPS_EACH - 1
    assert pick(study, "B", "twitchcam")["n_clips"] == PEOPLE * CLIPS_EACH


def test_tool_and_raters_are_counted_alike(study):
    row = pick(study, "A", "twitchcam")
    n = sum(3 + k for k in range(1, 8))
    assert (row["n_reference"], row["n_compared"], row["n_matched"]) == (n, n - 4, n - 4)
    assert row["precision"] == 1.0
    assert row["recall"] == pytest.approx((n - 4) / n)
    assert row["recall_low"] <= row["recall"] <= row["recall_high"] < 1.0
    assert row["onset_error_s"] == pytest.approx(0.02, abs=0.002)
    other = pick(study, "A", "B")
    assert other["n_matched"] == n - 5
    assert other["onset_error_s"] == pytest.approx(0.15, abs=0.002)


def test_a_narrow_tolerance_finds_less(study):
    shares = [pick(study, "A", "B", tolerance_s)["f1"] for tolerance_s in TOLERANCES_S]
    assert shares[:2] == [0.0, 0.0]
    assert shares[2] > 0.8


def test_sizes_have_limits_of_agreement(study):
    sizes = study["sizes"].set_index(["reference", "compared"])
    assert sizes.loc[("A", "B"), "mean"] == pytest.approx(0.2, abs=0.01)
    assert sizes.loc[("A", "twitchcam"), "mean"] == pytest.approx(0.05, abs=0.01)
    assert sizes.loc[("A", "B"), "sd"] < 0.01


def test_kappa_alpha_and_icc_are_there_for_every_pair_and_for_all(study):
    table = study["raters"]
    twitches = table[table["kind"] == "twitch"]
    kappa = twitches[twitches["statistic"] == "Cohen's kappa"].set_index("raters")["value"]
    assert set(kappa.index) == {"A – twitchcam", "B – twitchcam", "A – B"}
    assert kappa["A – twitchcam"] > 0.9
    rest = twitches[twitches["statistic"] != "Cohen's kappa"].set_index(["statistic", "raters"])
    for group in ("A, B", "A, B, twitchcam"):
        assert 0.5 < rest.loc[("Krippendorff's alpha", group), "value"] < 1.0
        icc = rest.loc[("ICC(2,1) of rates", group)]
        assert icc["low"] < icc["value"] < icc["high"]
        assert icc["n"] == PEOPLE * CLIPS_EACH - 1


def test_a_kind_that_nobody_looked_for_is_not_compared(study):
    assert set(study["events"]["kind"]) == set(study["raters"]["kind"]) == {"twitch"}


def test_the_page_holds_every_pair_and_plots_and_loads_nothing(study, tmp_path):
    page = make_agreement_page(study)
    assert page.count('<svg viewBox="0 0 720 340"') >= 1 + 3  # curves, and three pairs with sizes
    assert "A – B" in page
    assert page.index("A, B, twitchcam") > 0
    assert "clip0.mp4" in page
    assert "http" not in page.replace("http-equiv", "")
    write_agreement(study, tmp_path / "out")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"agreement.html", *(f"{name}.csv" for name in study.tables)}


def test_the_command_writes_it_and_still_prints_the_table(folder, tmp_path):
    run = CliRunner().invoke(
        app,
        [
            "evaluate", str(folder / "a"), str(folder / "results"), "--out", str(tmp_path / "o"),
            "--rater", str(folder / "b"), "--people", str(folder / "people.csv"),
        ],
    )  # fmt: skip
    assert run.exit_code == 0
    assert "twitch" in run.output
    assert "Left out, because there are no marks for them: clip0.mp4" in run.output
    assert (tmp_path / "o" / "agreement.html").exists()


def test_nothing_to_compare_is_said_in_one_sentence(folder, tmp_path):
    (tmp_path / "none").mkdir()
    clips = gather_marks({"A": tmp_path / "none"}, [folder / "results"], {})
    with pytest.raises(InputError, match="marks of at least one recording"):
        study_agreement(*clips)
    with pytest.raises(InputError, match="must hold results of twitchcam"):
        find_analyses([tmp_path / "none"])
    (tmp_path / "list.csv").write_text("film\nx\n", encoding="utf-8")
    with pytest.raises(InputError, match="columns clip and person"):
        read_people(tmp_path / "list.csv")
