"""What the benchmark of rules says of them, and that its page has today's numbers."""

from __future__ import annotations

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from benchmarks import ablation
from benchmarks.material.hard_tracks import list_troubles, make_hard_track
from twitchcam.detection.candidates import RULES
from twitchcam.settings import Settings
from twitchcam.synthetic.truth import Truth
from twitchcam.tracking.track_file import write_track


def test_the_page_has_every_rule_in_order_with_the_numbers_of_today():
    text = ablation.PAGE.read_text(encoding="utf-8")
    table = text[text.index(ablation.BEGIN) : text.index(ablation.END)]
    places = [table.index(f"| `{name}` |") for name, _ in RULES]
    assert places == sorted(places)
    for name in ablation.list_varied():
        assert f"| {ablation.say_setting(name)} |" in table


def test_every_number_of_twitches_is_varied_but_for_the_gain_and_those_of_partners():
    varied = {name.removeprefix("detection.") for name in ablation.list_varied()}
    left_out = set(Settings().as_dict()["detection"]) - varied
    assert {name for name in left_out if not name.startswith("partner_")} == {"field_gain"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("trouble", "rule"),
    [("single wild places", "`single_point`"), ("steps that stay", "`no_return`")],
)
def test_without_its_rule_a_trouble_makes_false_events(trouble, rule):
    counts = ablation.count_variants(trouble, quick=True, length_s=18.0)
    assert counts[ablation.AS_IS].n_found > counts[ablation.AS_IS].n_jerks / 3
    assert counts[rule].n_false > counts[ablation.AS_IS].n_false + 2
    assert counts["`too_long`"].n_false == counts[ablation.AS_IS].n_false


@pytest.mark.slow
def test_hard_tracks_are_the_same_whenever_they_are_made():
    once, again = (make_hard_track("bad pictures", length_s=6.0) for _ in range(2))
    assert once.jerks == again.jerks
    np.testing.assert_array_equal(once.track.field_displacement, again.track.field_displacement)
    assert len(once.jerks) >= 2
    assert len(list_troubles()) >= 8


@pytest.mark.slow
def test_tracks_of_ones_own_need_their_truth(tmp_path):
    app = typer.Typer()
    app.command()(ablation.run)
    hard = make_hard_track("noise", length_s=6.0)
    write_track(hard.track, tmp_path / "mine.npz")
    answer = CliRunner().invoke(app, ["--tracks", str(tmp_path)])
    assert "must hold tracks NAME.npz with NAME.truth.json" in str(answer.exception)
    truth = Truth(
        name="mine", duration_s=6.0, n_frames=180, frame_rate_hz=30.0, size_px=(640, 480),
        eye_distance_px=165.0, mm_per_px=0.5, twitches=(), actions=(), tremor=(), couplings=(),
        settings={}, jerks=hard.jerks,
    )  # fmt: skip
    truth.write(tmp_path / "mine.truth.json")
    counted = ablation.count_variants(tmp_path / "mine.npz", quick=True)[ablation.AS_IS]
    assert counted.n_jerks == len(hard.jerks)
