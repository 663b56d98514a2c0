"""Guided sessions: their lengths, their words, and cues that stay with the recording."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from made_faces import made_track

from twitchcam import analyze_track, analyze_video, read_track, track_video, write_track
from twitchcam.capture.cues import cues_path, make_cues, read_cues, write_cues
from twitchcam.capture.protocol import ASKED_ACTIONS, PROTOCOLS, get_protocol
from twitchcam.detection.cued import mark_cued
from twitchcam.errors import InputError
from twitchcam.records import Action, Cue
from twitchcam.settings import ActionSettings
from twitchcam.synthetic.movements import Blink, Smile
from twitchcam.wording import text


def blink(apex_s: float, kind="blink") -> Action:
    return Action(
        kind=kind, side="both", onset_s=apex_s - 0.1, apex_s=apex_s, offset_s=apex_s + 0.2,
        left_strength=1.0, right_strength=1.0, left_mm=9.0, right_mm=9.0, complete=True,
    )  # fmt: skip


def cued(actions, *cues: Cue) -> list[bool]:
    return [action.cued for action in mark_cued(tuple(actions), cues, ActionSettings())]


def test_the_sessions_are_as_long_as_they_say():
    assert PROTOCOLS["quick"].length_s == pytest.approx(75.0, abs=5.0)
    assert PROTOCOLS["full"].length_s == pytest.approx(4 * 60.0, abs=30.0)
    assert get_protocol("rest", rest_min=10.0).length_s == pytest.approx(600.0, abs=5.0)
    assert PROTOCOLS["free"].length_s == 0.0


def test_the_full_session_asks_often_enough_to_speak_of_dragged_movements():
    repeats = {step.name: step.repeats for step in PROTOCOLS["full"].steps}
    assert all(repeats[name] >= 5 for name in ("light_blink", "tight_closure", "pucker"))
    assert repeats["half_smile"] >= 3


def test_every_session_and_step_has_a_few_words_for_who_is_guided():
    for protocol in PROTOCOLS.values():
        assert text(f"session-{protocol.name}")[0].isupper()
        assert text(f"session-{protocol.name}.about").endswith(".")
        for step in protocol.steps:
            title = text(f"session-step-{step.name}")
            assert title[0].isupper()
            assert len(title.split()) <= 5
            assert text(f"session-step-{step.name}.do").endswith(".")
            assert step.trial_s >= 1.0


def test_a_step_has_the_same_meaning_in_every_session():
    for protocol in PROTOCOLS.values():
        for step in protocol.steps:
            assert ASKED_ACTIONS.get(step.name) == step.action


def test_a_description_is_plain_enough_for_a_page():
    described = json.loads(json.dumps(PROTOCOLS["full"].describe()))
    assert described["steps"][0]["name"] == "rest"
    assert described["length_s"] == PROTOCOLS["full"].length_s


@pytest.mark.parametrize("minutes", [0.5, 11.0, float("nan")])
def test_a_rest_of_an_odd_length_is_refused(minutes):
    with pytest.raises(InputError, match="between 1 and 10"):
        get_protocol("rest", rest_min=minutes)


def test_an_unknown_session_is_refused_with_the_known_ones():
    with pytest.raises(InputError, match="quick, full, rest, free"):
        get_protocol("long")


def test_an_action_within_its_cue_was_asked_for():
    cue = Cue(step="light_blink", start_s=5.0, stop_s=6.0)
    assert cued([blink(4.8), blink(5.4), blink(6.9), blink(7.1)], cue) == [False, True, True, False]


def test_another_action_in_the_time_of_a_cue_was_not_asked_for():
    cue = Cue(step="pucker", start_s=5.0, stop_s=8.0)
    assert cued([blink(5.4), blink(6.0, "pucker")], cue) == [False, True]


@pytest.mark.parametrize(
    ("closure", "answers"),
    [
        (blink(6.0, "eye_closure"), True),
        (replace(blink(6.0), manner=("hard",)), True),
        # One eye that does not close is what the step is to show.
        (replace(blink(6.0, "eye_closure"), left_strength=0.3, complete=False), True),
        # People who do nothing go on blinking.
        (blink(6.0), False),
        (replace(blink(6.0), left_strength=0.5, right_strength=0.5, complete=False), False),
        (replace(blink(6.0, "eye_closure"), left_strength=0.5, right_strength=0.5), False),
    ],
)
def test_only_lids_that_met_and_stayed_answer_a_cue_to_squeeze(closure, answers):
    cue = Cue(step="tight_closure", start_s=5.0, stop_s=7.0)
    assert cued([closure], cue) == [answers]


def test_a_blink_by_half_and_a_longer_one_answer_a_cue_to_blink():
    cue = Cue(step="light_blink", start_s=5.0, stop_s=7.0)
    half = replace(blink(5.5), left_strength=0.4, right_strength=0.4, complete=False)
    assert cued([half, blink(6.0, "eye_closure")], cue) == [True, True]


def test_rest_and_unknown_steps_ask_for_nothing():
    rest = Cue(step="rest", start_s=0.0, stop_s=60.0)
    other = Cue(step="whistle", start_s=0.0, stop_s=60.0)
    assert cued([blink(5.0)], rest, other) == [False]


@pytest.mark.slow
def test_cues_travel_with_a_track_into_its_analysis(tmp_path):
    cues = (Cue(step="light_blink", start_s=2.9, stop_s=3.9),)
    movements = (Blink(onset_s=1.0), Blink(onset_s=3.0), Smile(onset_s=5.0))
    write_track(replace(made_track(*movements, duration_s=8.0), cues=cues), tmp_path / "t.npz")
    analysis = analyze_track(read_track(tmp_path / "t.npz"))
    assert analysis.cues == cues
    blinks = [action for action in analysis.actions if action.kind == "blink"]
    assert [action.cued for action in blinks] == [False, True]


@pytest.mark.slow
def test_cues_beside_a_clip_are_read_with_it(tmp_path, cheek_pictures):
    from twitchcam.synthetic.clip import ClipPlan, encode_frames

    pictures, _ = cheek_pictures
    plan = ClipPlan(duration_s=4.0, frame_rate_hz=60.0, movements=(), size_px=(320, 240))
    clip = tmp_path / "clip.mp4"
    encode_frames(iter(pictures), plan, clip)
    write_cues(clip, [Cue(step="light_blink", start_s=2.8, stop_s=3.8)])
    analysis = analyze_video(clip)
    assert [cue.step for cue in analysis.cues] == ["light_blink"]
    assert [action.cued for action in analysis.actions if action.kind == "blink"] == [True]
    cues_path(clip).write_text("{}")
    with pytest.raises(InputError, match=r"clip\.cues\.json must list the cues of clip\.mp4"):
        track_video(clip)


def test_a_clip_without_cues_has_none(tmp_path):
    assert read_cues(tmp_path / "clip.webm") == ()


def test_cues_come_back_as_written_in_the_order_of_time(tmp_path):
    cues = [Cue(step="b", start_s=2.0, stop_s=3.0), Cue(step="a", start_s=0.0, stop_s=1.0)]
    write_cues(tmp_path / "clip.webm", cues)
    assert read_cues(tmp_path / "clip.webm") == (cues[1], cues[0])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clip.cues.json"]


@pytest.mark.parametrize(
    "item",
    [
        {"step": "a", "start_s": 1.0, "stop_s": 1.0},
        {"step": "a", "start_s": -1.0, "stop_s": 1.0},
        {"step": "a", "start_s": 0.0, "stop_s": float("nan")},
        {"step": "a", "start_s": 0.0, "stop_s": 1e9},
        {"step": "../a", "start_s": 0.0, "stop_s": 1.0},
        {"step": "a" * 41, "start_s": 0.0, "stop_s": 1.0},
        {"step": 3, "start_s": 0.0, "stop_s": 1.0},
    ],
)
def test_cues_that_make_no_sense_are_refused(item):
    with pytest.raises(ValueError, match=r"step must|a cue must"):
        make_cues([item])


@pytest.mark.parametrize("text", ["", "[]", '{"cues": 3}', '{"cues": [{"step": "a"}]}', "\x00"])
def test_a_damaged_file_of_cues_is_no_recording_without_cues(tmp_path, text):
    cues_path(tmp_path / "clip.webm").write_text(text)
    with pytest.raises(InputError, match="Mend it or take it away"):
        read_cues(tmp_path / "clip.webm")
