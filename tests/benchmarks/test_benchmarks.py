"""The benchmarks count rightly, and start."""

from __future__ import annotations

import importlib
import itertools
import json
import platform
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import av
import numpy as np
import pytest
import typer
from project_paths import ROOT
from typer.testing import CliRunner

from benchmarks import (
    coupling,
    healthy,
    real_clips,
)
from benchmarks.baselines.eye_aspect_ratio import detect_by_aspect_ratio
from benchmarks.baselines.landmarks_only import analyze_landmarks, replace_skin
from benchmarks.judging.closures import Count, count_closures
from benchmarks.judging.detection_curve import fit_threshold, say_threshold
from benchmarks.judging.events import judge_events
from benchmarks.material.made_actions import plan_minute
from benchmarks.material.made_clips import join_copies, make_clips
from benchmarks.material.made_twitches import JUDGED_REGIONS, plan_rest, plan_twitches
from benchmarks.material.real_truth import TrueClosure, read_clip_truths
from benchmarks.showing import stored
from benchmarks.showing.stored import write_json
from benchmarks.timing.processes import run_program
from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.interpretation.coupling import relate_actions
from twitchcam.interpretation.find_cocontraction import is_coupled
from twitchcam.records import TwitchEvent
from twitchcam.settings import Settings
from twitchcam.synthetic.acting import HeadMotion
from twitchcam.synthetic.clip import ClipPlan, describe_truth
from twitchcam.synthetic.movements import Blink, Twitch
from twitchcam.synthetic.tracks import TrackPlan, make_track
from twitchcam.synthetic.truth import TrueTwitch, list_actions

TWITCH = TrueTwitch(region="cheek", side="left", onset_s=1.0, apex_s=1.1, offset_s=1.2, size_mm=1.0)


def event(apex_s: float, region: str = "cheek", side: str = "left") -> TwitchEvent:
    return TwitchEvent(
        kind="twitch",
        region=region,
        side=side,  # type: ignore[arg-type]
        onset_s=apex_s - 0.1,
        apex_s=apex_s,
        offset_s=apex_s + 0.1,
        amplitude_mm=0.9,
        peak_velocity_mm_per_s=20.0,
        snr=5.0,
        during=(),
        confidence="high",
    )


@pytest.mark.parametrize(
    ("events", "answer", "n_false", "n_doubled"),
    [
        pytest.param([], "nothing", 0, 0, id="nothing said"),
        pytest.param([event(1.2)], "own region", 0, 0, id="right"),
        pytest.param([event(1.3)], "nothing", 1, 0, id="too late"),
        pytest.param([event(1.1, "mouth_corner")], "neighbour", 0, 0, id="next door"),
        pytest.param([event(1.1, "brow")], "elsewhere", 1, 0, id="far away"),
        pytest.param([event(1.1, side="right")], "wrong side", 1, 0, id="wrong side"),
        pytest.param([event(1.1, side="both")], "wrong side", 1, 0, id="both sides"),
        pytest.param([event(1.12), event(1.1, "lower_lid")], "own region", 0, 1, id="said twice"),
        pytest.param([event(1.1), event(5.0)], "own region", 1, 0, id="one more made up"),
    ],
)
def test_an_event_answers_a_twitch_or_is_false(events, answer, n_false, n_doubled):
    judgement = judge_events([TWITCH], events)
    assert judgement.trials[0].answer == answer
    assert (judgement.n_false, judgement.n_doubled) == (n_false, n_doubled)


@pytest.mark.slow
def test_the_threshold_of_a_known_curve_is_found(rng):
    sizes_mm = np.repeat([0.2, 0.3, 0.4, 0.6, 0.8, 1.0, 1.5, 2.0], 60)
    chance = 1 / (1 + np.exp(-(np.log(sizes_mm) - np.log(0.5)) / 0.2))
    found = rng.random(len(sizes_mm)) < chance
    half = fit_threshold(sizes_mm.tolist(), found.tolist(), 0.5)
    assert half.low_mm < 0.5 < half.high_mm
    assert half.size_mm == pytest.approx(0.5, rel=0.15)
    assert fit_threshold(sizes_mm.tolist(), found.tolist(), 0.9).size_mm > half.size_mm


def test_thresholds_outside_the_shown_sizes_are_only_said_to_lie_beyond():
    sizes_mm = [0.5, 1.0, 2.0] * 10
    assert say_threshold(fit_threshold(sizes_mm, [False] * 30, 0.5), 0.5, 2.0).startswith(">2 ")
    assert say_threshold(fit_threshold(sizes_mm, [True] * 30, 0.5), 0.5, 2.0).startswith("<0.5 ")
    split = fit_threshold(sizes_mm, [False, True, True] * 10, 0.5)
    assert 0.5 < split.low_mm < split.size_mm < split.high_mm < 1.0


@pytest.mark.slow
def test_landmarks_take_the_place_of_skin_in_the_same_axes():
    jerk = Twitch(region="cheek", side="right", onset_s=1.0, size_mm=2.0, direction=(0.6, 0.8))
    track = make_track(TrackPlan(movements=(jerk,), duration_s=3.0, skin_noise_percent=0.0))
    swapped = replace_skin(track)
    place = (REGION_NAMES.index("cheek"), SIDES.index("right"))
    skin, mesh = (t.skin_displacement[:, place[0], place[1]] for t in (track, swapped))
    moved = np.ptp(mesh, axis=0) / np.ptp(skin, axis=0)
    # The three landmarks around a cheek's middle move less than the middle itself.
    assert ((moved > 0.5) & (moved < 1.1)).all()
    assert np.corrcoef(skin.ravel(), (mesh - mesh[0]).ravel())[0, 1] > 0.98
    found = analyze_landmarks(track).events
    assert [(e.region, e.side) for e in found] == [("cheek", "right")]


def closure(peak_s: float, *, sure: bool = True) -> TrueClosure:
    return TrueClosure(
        start_s=peak_s - 0.05, peak_s=peak_s, end_s=peak_s + 0.1, sure=sure, wink_side=None
    )


@pytest.mark.parametrize(
    ("truth", "detected", "count"),
    [
        pytest.param([closure(1.0)], [(0.9, 1.1, 1.3)], (1, 0, 0), id="found"),
        pytest.param([closure(1.0)], [(1.09, 1.9, 2.0)], (1, 0, 0), id="overlap is enough"),
        pytest.param([closure(1.0)], [(1.15, 1.2, 1.3)], (1, 0, 0), id="near is enough"),
        pytest.param([closure(1.0)], [(1.3, 1.4, 1.5)], (0, 1, 1), id="too late"),
        pytest.param([closure(1.0)], [(0.9, 1.0, 1.1)] * 2, (1, 0, 1), id="one each"),
        pytest.param([closure(1.0, sure=False)], [(0.9, 1.0, 1.1)], (0, 0, 0), id="unsure seen"),
        pytest.param([closure(1.0, sure=False)], [], (0, 0, 0), id="unsure not seen"),
        pytest.param([closure(9.0)], [(8.9, 9.0, 9.1)], (0, 0, 0), id="not looked at by hand"),
    ],
)
def test_closings_of_the_eyes_are_counted(truth, detected, count):
    found = count_closures(truth, detected, (0.0, 5.0))
    assert found == Count(n_found=count[0], n_missed=count[1], n_false=count[2])


def test_the_aspect_ratio_sees_full_blinks():
    blinks = (Blink(onset_s=1.0), Blink(onset_s=2.0, left=0.3, right=0.3))
    found = detect_by_aspect_ratio(make_track(TrackPlan(movements=blinks, duration_s=3.0)))
    assert [round(apex_s, 1) for _, apex_s, _ in found] == [1.1]


def test_real_truth_knows_winks_and_one_sided_movements(tmp_path):
    blink = {"start_s": 1.0, "peak_s": 1.1, "end_s": 1.2, "sure": True}
    clip = {
        "faces_max": 1,
        "blinks": [blink, blink | {"note": "LEFT wink: right eye follows"}],
        "movements": [
            {"what": "eyes moving left/right", "start_s": 0.0, "end_s": 1.0},
            {"what": "right mouth side raised", "start_s": 3.0, "end_s": 4.0},
            {"what": "NO FACE (title)", "start_s": 0.0, "end_s": 0.5},
        ],
    }
    (tmp_path / "truth.json").write_text(json.dumps({"_conventions": {}, "a.mp4": clip}))
    (truth,) = read_clip_truths(tmp_path)
    assert [c.wink_side for c in truth.closures] == [None, "left"]
    assert [(m.side, m.start_s) for m in truth.one_sided] == [("left", 1.0), ("right", 3.0)]
    assert truth.no_face_until_s == 0.5


def test_plans_hold_what_was_asked_for():
    plan = plan_twitches((0.5, 1.0), seed=3, crf=28.0)
    truth = describe_truth(plan, "asked")
    asked = {(region, side, mm) for region in JUDGED_REGIONS for side in SIDES for mm in (0.5, 1.0)}
    assert {(t.region, t.side, t.size_mm) for t in truth.twitches} == asked
    assert plan.crf == 28.0
    assert all(0.15 <= t.offset_s - t.onset_s <= 0.2 for t in truth.twitches)
    assert describe_truth(plan_rest(30.0), "rest").twitches == ()


@pytest.fixture(scope="module")
def short_clip(tmp_path_factory):
    plan = ClipPlan(
        duration_s=0.4, size_px=(96, 64), eye_distance_px=30.0, head=HeadMotion(), noise=0.0
    )
    folder = tmp_path_factory.mktemp("clips")
    first = make_clips({"short": plan}, folder)["short"]
    written = first.stat().st_mtime_ns
    assert make_clips({"short": plan}, folder)["short"].stat().st_mtime_ns == written
    assert make_clips({"short": replace(plan, seed=5)}, folder)["short"] != first
    return first


@pytest.mark.slow
def test_copies_are_joined_with_rising_times(short_clip, tmp_path):
    joined = join_copies(short_clip, 3, tmp_path / "joined.mp4")
    with av.open(str(joined)) as container:
        times_s = [float(frame.pts * frame.time_base) for frame in container.decode(video=0)]
    assert np.diff(times_s) == pytest.approx(1 / 30, abs=1e-3)
    assert len(times_s) == 36


@pytest.mark.slow
def test_a_program_is_timed_as_a_whole(tmp_path):
    hungry = "import time; x = bytearray(200_000_000); time.sleep(0.2)"
    run = run_program((sys.executable, "-c", hungry), tmp_path)
    assert run.wall_s >= 0.2
    assert not run.peak_mb < 200
    with pytest.raises(RuntimeError, match="ended with 3"):
        run_program((sys.executable, "-c", "raise SystemExit(3)"), tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux tells")
def test_the_memory_of_a_program_is_that_of_all_its_processes(tmp_path):
    hungry = "import sys, time; held = bytes(range(256)) * 400_000; time.sleep(float(sys.argv[1]))"
    family = (
        f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {hungry!r}, '0.6']);"
        f"sys.argv.append('0.7'); exec({hungry!r})"
    )
    assert run_program((sys.executable, "-c", family), tmp_path).peak_mb > 200


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="only Linux tells")
def test_the_longest_of_all_processes_is_found(tmp_path):
    busy = "import time\nwhile time.process_time() < {}: pass"
    family = (
        "import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', "
        f"{busy.format(1.0)!r}]); exec({busy.format(0.5)!r}); sys.exit(p.wait())"
    )
    run = run_program((sys.executable, "-c", family), tmp_path)
    assert 0.7 < run.longest_processor_s <= 1.1
    assert run.processor_s >= 1.5


def test_the_document_names_versions_but_no_host(tmp_path):
    path = tmp_path / "out.json"
    write_json(path, "made up", {"ratio": float("nan"), "list": [1.0, float("inf")]}, data=["a"])
    document = json.loads(path.read_text())
    assert document["ratio"] is None
    assert document["list"] == [1.0, None]
    assert document["versions"]["mediapipe"]
    assert platform.node() not in path.read_text()


def test_a_stored_result_says_what_when_on_what_and_how_long(tmp_path, monkeypatch):
    monkeypatch.setattr(stored, "RESULTS", tmp_path / "results")
    clips = str(tmp_path / "clips")
    monkeypatch.setattr(sys, "argv", ["x", "--crf", "23", "--clips", clips, "--write"])
    stored.write_json(None, "made_up", {"found": 3}, data=["a.mp4"], write=True)
    document = stored.read_stored("made_up")
    assert document["found"] == 3
    assert document["date"] == date.today().isoformat()
    assert document["took_s"] >= 0
    assert document["machine"]["n_cores"] >= 1
    assert document["options"][:2] == ["--crf", "23"]
    assert clips not in document["options"]
    assert document["data"] == ["a.mp4"]
    monkeypatch.setattr(sys, "argv", ["x", "--quick", "--write"])
    stored.write_json(None, "made_up", {"found": 1}, data=["a.mp4"], write=True)
    assert stored.read_stored("made_up")["found"] == 3
    assert stored.read_stored("made_up-quick")["found"] == 1


def test_nothing_is_stored_without_being_asked(tmp_path, monkeypatch):
    monkeypatch.setattr(stored, "RESULTS", tmp_path / "results")
    stored.write_json(None, "made_up", {}, data=[])
    assert list(tmp_path.iterdir()) == []


COMMANDS = sorted({path.stem for path in (ROOT / "benchmarks").glob("*.py")} - {"__init__"})


@pytest.mark.parametrize("name", COMMANDS)
def test_every_benchmark_can_be_asked_stored_and_found_in_the_readme(name):
    app = typer.Typer()
    app.command()(importlib.import_module(f"benchmarks.{name}").run)
    answer = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "200"})
    assert answer.exit_code == 0
    assert "--json" in answer.stdout
    assert "--write" in answer.stdout
    assert f"\n| `{name}` |" in (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")


def test_without_real_clips_there_is_one_sentence_and_code_2(tmp_path):
    app = typer.Typer()
    app.command()(real_clips.run)
    answer = CliRunner().invoke(app, ["--clips", str(tmp_path / "nowhere")])
    assert answer.exit_code == 2
    assert "nowhere must hold truth.json" in answer.output


def test_a_made_minute_holds_actions_one_after_the_other():
    truth = list_actions(plan_minute(3))
    assert {"blink", "smile"} <= {action.kind for action in truth}
    assert all(a.offset_s < b.onset_s for a, b in itertools.pairwise(truth))


def test_a_made_series_with_a_coupling_has_it_and_one_without_does_not():
    settings = Settings()
    for size_mm, wanted in ((2.0, {"left"}), (0.0, set())):
        series = coupling.make_series("pucker", size_mm, seed=1)
        couplings = relate_actions(
            series.actions, series.movement, series.expression, settings.coupling
        )
        assert {c.side for c in couplings if is_coupled(c, settings.coupling)} == wanted


@pytest.mark.slow
def test_events_in_a_folder_of_healthy_recordings_are_counted_as_false(tmp_path):
    jerk = Twitch(region="cheek", side="left", onset_s=1.5, duration_s=0.2, size_mm=3.0)
    # Without loss: what a codec makes up in so small a face differs with the processor.
    plan = ClipPlan(duration_s=4.0, movements=(jerk,), size_px=(480, 360), eye_distance_px=130.0)
    plan = replace(plan, crf=0.0)
    make_clips({"twitches": plan}, tmp_path)["twitches"].rename(tmp_path / "twitches.mp4")
    (tmp_path / "notes.txt").write_text("no video")
    numbers = tmp_path.parent / f"{tmp_path.name}.json"
    app = typer.Typer()
    app.command()(healthy.run)
    answer = CliRunner().invoke(app, [str(tmp_path), "--json", str(numbers)])
    assert answer.exit_code == 0, answer.output
    assert "left out: notes.txt" in answer.output
    assert "twitches.mp4: 1.6" in answer.stdout
    by_method = {r["method"]: r for r in json.loads(numbers.read_text())["recordings"]}
    assert set(by_method) == {"twitchcam", "naive flow", "landmarks"}
    assert len(by_method["twitchcam"]["one_sided"]) == 1
    assert by_method["naive flow"]["judged_s"] == by_method["naive flow"]["duration_s"]
