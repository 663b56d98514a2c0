"""Jerks anywhere are judged rightly, against what the recording itself promised."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from made_faces import made_track

from benchmarks import anywhere
from benchmarks.baselines.against import analyze_with
from benchmarks.judging.placed import (
    NEUTRAL_EYE_DISTANCE_MM,
    SaidEvent,
    judge_jerks,
    measure_place_error_mm,
    read_events,
)
from benchmarks.judging.stated import Stated, nearest_patch, read_stated, state_limits
from benchmarks.material import carriers
from benchmarks.material.carriers import (
    Carrier,
    list_carriers,
    list_free,
    list_rest,
    plan_copies,
)
from benchmarks.material.made_clips import make_clips
from benchmarks.promises import size_jerks
from benchmarks.showing.anywhere_tables import is_promised
from twitchcam.anatomy import REGION_NAMES, REGIONS, SIDES
from twitchcam.pipeline import measure_track
from twitchcam.skin_places import get_neutral_eye_distance_mm, get_places
from twitchcam.synthetic.clip import ClipPlan
from twitchcam.synthetic.jerks import Jerk, TrueJerk, list_jerks
from twitchcam.synthetic.movements import Blink
from twitchcam.synthetic.open_skin import find_place, neutral_face_mm


def true_jerk(x_mm: float = 45.0, y_mm: float = 30.0, side: str = "left") -> TrueJerk:
    jerk = Jerk(
        place=find_place(x_mm, y_mm),
        side=side,  # type: ignore[arg-type]
        onset_s=1.0,
        size_mm=1.0,
    )
    (found,) = list_jerks((jerk,), neutral_face_mm(), NEUTRAL_EYE_DISTANCE_MM)
    return found


def say_place(number: int) -> tuple[float, float]:
    """A place of the lattice as events tell it, in eye distances of the lattice's own face."""
    x, y = (get_places().neutral_mm[number] / get_neutral_eye_distance_mm()).tolist()
    return x, y


def said(apex_s: float = 1.1, side: str = "left", off_mm: float | None = None) -> SaidEvent:
    """An event ``off_mm`` outward of the jerk on its face, as near as the lattice has a place."""
    place = None
    if off_mm is not None:
        away_mm = get_places().locate(neutral_face_mm()) - [45.0 + off_mm, 30.0]
        place = say_place(int(np.hypot(*away_mm.T).argmin()))
    return SaidEvent(side=side, apex_s=apex_s, amplitude_mm=0.9, place=place)


@pytest.mark.parametrize(
    ("events", "answer", "error_mm"),
    [
        pytest.param([], "nothing", None, id="nothing said"),
        pytest.param([said()], "found", None, id="no place told"),
        pytest.param([said(off_mm=6.0)], "found", 6.0, id="near"),
        pytest.param([said(off_mm=-20.0)], "elsewhere", 20.0, id="far away"),
        pytest.param([said(off_mm=20.0), said(1.2, off_mm=2.0)], "found", 2.0, id="best counts"),
        pytest.param([said(1.3)], "nothing", None, id="too late"),
        pytest.param([said(side="right")], "wrong side", None, id="wrong side"),
        pytest.param([said(side="both")], "wrong side", None, id="both sides"),
    ],
)
def test_an_event_answers_a_jerk_by_time_side_and_place(events, answer, error_mm):
    (trial,) = judge_jerks("clip", [true_jerk()], events, [0.5])
    assert trial.answer == answer
    assert trial.found == (answer == "found")
    told = None if error_mm is None else pytest.approx(error_mm, abs=4.0)
    assert trial.place_error_mm == told


def test_a_place_is_compared_on_the_face_of_the_jerk():
    """The lattice's neutral face and that of the jerks differ by some millimetres."""
    places_mm = get_places().locate(neutral_face_mm())
    for number in (20, 60, 100):
        event = SaidEvent(side="left", apex_s=1.1, amplitude_mm=0.9, place=say_place(number))
        jerk = true_jerk(*places_mm[number].tolist())
        assert measure_place_error_mm(event, jerk) == pytest.approx(0.0, abs=0.1)


def test_events_of_every_version_can_be_read():
    old = SimpleNamespace(kind="twitch", side="left", apex_s=1.0, amplitude_mm=0.5)
    new = SimpleNamespace(**vars(old), place=(0.5, 0.3))
    held = SimpleNamespace(**(vars(old) | {"kind": "spasm"}))
    assert [event.place for event in read_events([old, new, held])] == [None, (0.5, 0.3)]


@pytest.mark.parametrize(
    ("limit_mm", "promised"), [(0.66, True), (0.67, False), (np.nan, False), (np.inf, False)]
)
def test_a_promise_is_a_jerk_half_again_above_the_limit(limit_mm, promised):
    (trial,) = judge_jerks("clip", [true_jerk()], [], [limit_mm])
    assert is_promised(trial) is promised


def test_the_limit_is_that_of_the_nearest_place_of_the_same_side_and_moment():
    stated = Stated(
        time_s=np.array([0.0, 1.0, 2.0]),
        places_mm=np.array([[45.0, 20.0], [20.0, 30.0], [-45.0, 30.0]]),
        limits_mm=np.array([[9.0, 9.0, 9.0], [0.4, 0.5, 0.6], [np.nan, 9.0, 9.0]]),
    )
    assert stated.limit_at(true_jerk()) == 0.4
    assert stated.limit_at(true_jerk(22.0)) == 0.5
    assert stated.limit_at(true_jerk(side="right")) == 0.6
    assert stated.assessed_s([(0.0, 3.0)]) == pytest.approx(3.0 * 8 / 9)


@pytest.mark.parametrize(
    ("limit_mm", "sizes_mm"), [(0.4, [0.6]), (2.6, [3.9]), (2.7, []), (np.nan, []), (np.inf, [])]
)
def test_a_jerk_is_put_in_as_large_as_promised_where_something_is_promised(limit_mm, sizes_mm):
    stated = Stated(
        time_s=np.zeros(1), places_mm=np.array([[45.0, 20.0]]), limits_mm=np.array([[limit_mm]])
    )
    jerk = Jerk(place=find_place(45.0, 30.0), side="left", onset_s=1.0, size_mm=1.0)
    sized = size_jerks(made_track(duration_s=2.0), [jerk], stated)
    assert [each.size_mm for each in sized] == sizes_mm


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
@pytest.mark.parametrize("side", SIDES)
def test_a_jerk_on_a_patch_has_that_patch_nearest(region, side):
    x_mm, y_mm = neutral_face_mm()[list(region.left)].mean(axis=0)
    assert nearest_patch(true_jerk(x_mm, y_mm, side)) == (
        REGION_NAMES.index(region.name),
        SIDES.index(side),
    )


def test_what_is_left_out_of_a_recording_is_not_assessed_by_any_version():
    document = {
        "quality": {
            "duration_s": 4.0,
            "detection_limits": [
                {"region": name, "side": side, "limit_mm": 0.5}
                for name in REGION_NAMES
                for side in SIDES
            ],
            "hidden_regions": ["chin"],
            "excluded": [{"start_s": 2.0, "stop_s": 3.0, "reason": "talking"}],
        }
    }
    stated = read_stated(document)
    assert stated.assessed_s([(0.0, 4.0)]) == pytest.approx(3.0 * 7 / 8, abs=0.1)
    own = state_limits(*measure_track(made_track(duration_s=4.0)), ())
    assert own.limits_mm.shape[1] == len(own.places_mm) == len(get_places().landmarks)
    assert 0.0 < own.assessed_s([(0.0, 4.0)]) < 4.0


@pytest.mark.slow
def test_jerks_keep_away_from_blinks_and_from_the_ends_of_a_recording():
    track = made_track(Blink(onset_s=2.0), Blink(onset_s=4.0), duration_s=6.0)
    carrier = Carrier(kind="real", clip=Path("a.mp4"), rest_s=((0.0, 3.0), (3.0, 99.0)))
    rest_s = list_rest(carrier, track)
    assert rest_s[-1][1] == track.time_s[-1]
    free_s = list_free(rest_s, track)
    assert free_s[0] == (0.5, pytest.approx(1.7, abs=0.1))
    assert all(stop_s - start_s > 0.0 for start_s, stop_s in free_s)
    for near_s in (0.2, 1.8, 2.5, 4.1, 4.5, 5.8):
        assert not any(start_s <= near_s <= stop_s for start_s, stop_s in free_s)
    copies = plan_copies([free_s, []], 9, seed=1, max_copies=12)
    assert copies[1] == []
    assert 9 <= sum(len(jerks) for jerks in copies[0]) < 12
    assert len(set(copies[0])) == len(copies[0]) > 1


def test_only_recordings_with_rest_are_listed(tmp_path, capsys):
    for name in ("long.mp4", "short.mp4", "all.mp4"):
        (tmp_path / name).touch()
    items = [
        {"file": "long.mp4", "rest": [[0, 5.0]]},
        {"file": "short.mp4", "rest": [[0, 0.5]]},
        {"file": "gone.mp4", "rest": [[0, 5.0]]},
        {"file": "all.mp4"},
    ]
    (tmp_path / "index.json").write_text(json.dumps(items))
    found = list_carriers(index=tmp_path / "index.json")
    assert [carrier.clip.name for carrier in found] == ["long.mp4", "all.mp4"]
    told = capsys.readouterr().err
    assert "short.mp4 shows 0.5 s of rest" in told
    assert "gone.mp4 does not exist" in told
    assert list_carriers(tmp_path) == []


def test_another_version_is_asked_away_from_this_one(tmp_path, monkeypatch):
    python = tmp_path / "python"
    python.write_text(
        "#!/bin/sh\n"
        'echo "{\\"words\\": \\"$3 $4\\", \\"path\\": \\"$PYTHONPATH\\", \\"here\\": \\"$PWD\\"}"\n'
        "exit ${ENDS_WITH:-0}\n"
    )
    python.chmod(0o755)
    monkeypatch.setenv("PYTHONPATH", "/here")
    monkeypatch.setenv("ENDS_WITH", "3")
    answer = analyze_with(python, tmp_path / "a.mp4")
    assert answer["words"] == f"analyze {tmp_path / 'a.mp4'}"
    assert answer["path"] == ""
    assert answer["here"] != str(Path.cwd())
    monkeypatch.setenv("ENDS_WITH", "1")
    with pytest.raises(RuntimeError, match="ended with 1"):
        analyze_with(python, tmp_path / "a.mp4")


@pytest.mark.slow
def test_a_whole_run_counts_a_large_jerk_on_a_patch_as_found(tmp_path, monkeypatch, capsys):
    plan = ClipPlan(duration_s=3.0, size_px=(400, 320), eye_distance_px=120.0, crf=0.0)
    clip = make_clips({"rest": plan}, tmp_path)["rest"]
    x_mm, y_mm = neutral_face_mm()[list(REGIONS[3].left)].mean(axis=0)
    jerk = Jerk(
        place=find_place(x_mm, y_mm), side="left", onset_s=1.5, size_mm=3.0, reach_mm=9.0,
    )  # fmt: skip
    monkeypatch.setattr(anywhere, "make_carrier", lambda *_, **__: Carrier(kind="made", clip=clip))
    monkeypatch.setattr(carriers, "plan_copies", lambda free, *_, **__: [[(jerk,)] for _ in free])
    numbers = tmp_path / "numbers.json"
    anywhere.run(
        clips=tmp_path, rest=None, crf=[18.0], jerks=1, cache=tmp_path, against=None, quick=True,
        json_file=numbers,
    )  # fmt: skip
    scores = {score["method"]: score for score in json.loads(numbers.read_text())["scores"]}
    assert set(scores) == {"this version", "naive flow", "flow, place known"}
    for score in scores.values():
        (trial,) = score["trials"]
        assert trial["answer"] == "found"
        assert trial["jerk"]["place_mm"] == pytest.approx((x_mm, y_mm), abs=6.0)
    ours = scores["this version"]
    assert ours["n_false"] == ours["n_beside"] == 0
    assert 0.0 < ours["assessed_s"] < ours["rest_s"] == pytest.approx(3.0, abs=0.1)
    assert 0.0 < ours["trials"][0]["limit_mm"] < 2.0
    assert "Promises" in capsys.readouterr().out
