"""People who asked a doctor, as acceptance tests: what they would answer, what they must be told.

The answers are in ``stories``. Each story is told three times: by answers alone, with the
findings as they should be, and with whatever the pipeline finds today in the story's clip.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from examples import keep_short
from project_paths import SAMPLE_CLIPS
from triage_examples import ALONE, CLIPS, SAFE, STORIES, make_finding, read_story, tell

from twitchcam import advise, analyze_track
from twitchcam.records import Advice, Answers
from twitchcam.report.advice_text import make_advice_text
from twitchcam.triage.notices import LEVELS


def say(advice: Advice) -> str:
    """Everything that is said, in small letters."""
    return " ".join(make_advice_text(advice, full=True).split()).lower()


def test_every_file_of_answers_is_a_story_that_is_told():
    assert {path.stem for path in STORIES.glob("*.toml")} == {*CLIPS, *ALONE}


@pytest.mark.parametrize("name", CLIPS)
def test_a_story_with_its_video_gets_its_level(name):
    assert tell(name).level == CLIPS[name][1]


@pytest.mark.parametrize("name", {**CLIPS, **ALONE})
def test_a_story_by_its_answers_alone_gets_the_same_level(name):
    expected = ALONE.get(name) or CLIPS[name][1]
    advice = tell(name, video=False)
    assert advice.level == expected
    assert "There was no video" in advice.rests_on


@pytest.mark.parametrize("name", {**CLIPS, **ALONE})
@pytest.mark.parametrize("sign", ["face_droops", "speech_slurred", "sight_lost"])
def test_a_warning_sign_turns_every_story_into_an_emergency(name, sign):
    assert tell(name, **{sign: "yes"}).level == "emergency"


@pytest.mark.parametrize("name", {**CLIPS, **ALONE})
def test_every_story_says_when_to_call_for_help(name):
    assert "now if one of these comes on suddenly" in tell(name).watch_for[0]


# --- the five stories ------------------------------------------------------------------------


def test_a_cheek_that_trembles_in_a_smile():
    advice = tell("smile_tremor")
    said = say(advice)
    assert "ear, nose and throat (ENT) doctor" in advice.whom_to_see[0]
    assert "a nerve doctor (neurologist)" in advice.whom_to_see
    assert "trembles while you smile" in said
    assert "the smile gives up" in said
    assert "if your face was ever weak, even for a few days" in said
    steps = " ".join(advice.what_to_do)
    assert "If it came suddenly, or an arm or your speech is not right, call your local" in steps
    new = tell("smile_tremor", since="up_to_3_days", came_on="slowly")
    assert new.level == "urgent"
    sudden = tell("smile_tremor", since="up_to_3_days", came_on="suddenly")
    assert sudden.level == "emergency"
    assert sudden.headline.startswith("Call your local emergency number now.")


def test_lips_and_hands_that_twitch_and_a_fear_of_illness():
    advice = tell("bilateral_twitches")
    said = say(advice)
    assert advice.whom_to_see[0] == "your family doctor"
    for check in ("strength and size of the muscles", "the thyroid", "the salts in the blood"):
        assert check in said
    assert "a scan, only if the visit shows a need for it" in said
    assert len(advice.about_your_worry) == 2
    assert "you wrote that you fear als. it is rare." in said
    for sign in ("limbs_weaker", "muscles_thinner", "swallow_or_speech_slow"):
        assert tell("bilateral_twitches", **{sign: "yes"}).level == "urgent"


def test_a_cheek_that_twitches_with_every_blink():
    advice = tell("blink_cheek")
    said = say(advice)
    assert "ear, nose and throat" in advice.whom_to_see[0]
    assert "its branches can share their wiring" in said
    assert "can be harmless, or follow an old injury of the nerve" in said
    assert "eye strain does not explain it" in said
    assert "write down any change" in said
    after_palsy = tell("blink_cheek", earlier_palsy="yes")
    assert "grows back so that it moves two parts at once" in say(after_palsy)
    assert "not the palsy coming back" in say(after_palsy), "also where the video succeeds"
    assert "share their wiring" not in say(after_palsy)


def test_a_cheek_that_twitches_after_meals():
    advice = tell("resting_cheek")
    said = say(advice)
    assert "one to two weeks" in said
    assert "a nerve doctor (neurologist)" in advice.whom_to_see
    assert "the chewing muscle can twitch too" in said
    for habit in ("coffee", "stress", "sleep", "drink enough water", "medicine"):
        assert habit in say(tell("resting_cheek", medicines=("inhaler",)))
    assert "a face droops on one side. an arm or a leg is weak. it is hard to speak, see" in said
    assert advice.keep_a_log
    assert tell("resting_cheek", since="up_to_3_months").level == "appointment"


def test_a_mouth_corner_that_twitches_after_a_palsy():
    advice = tell("mouth_corner_after_palsy")
    said = say(advice)
    assert "facial nerve clinic" in advice.whom_to_see[0]
    assert "not the palsy coming back" in said
    assert "synkinesis" in said
    assert "training" in said
    assert "a webcam cannot judge sleep" in said
    assert "film your face for one minute at rest" in said
    assert "you wrote that you fear a weak face" in said
    for sign in ("face_weaker", "eye_not_closing"):
        assert tell("mouth_corner_after_palsy", **{sign: "yes"}).level == "urgent"


# --- the side stories ------------------------------------------------------------------------


def test_a_lip_that_twitches_at_rest_is_watched_and_seen_if_it_lasts():
    advice = tell("lip_at_rest")
    assert advice.how_soon == "if it lasts more than 2 weeks"
    assert advice.keep_a_log


def test_a_corner_that_twitches_in_photos_is_seen_if_it_bothers():
    assert "half smile" in say(tell("posing_for_photos"))
    assert tell("posing_for_photos", bothers="yes").level == "appointment"


def test_cheeks_that_tremble_on_stage_hear_of_coffee_tea_and_inhalers():
    said = say(tell("on_stage"))
    assert "stress" in said
    for word in ("coffee", "tea", "inhaler"):
        assert word in said


def test_twitches_that_spread_on_one_side_are_for_a_nerve_doctor():
    advice = tell("jaw_then_lip")
    assert advice.whom_to_see[0] == "a nerve doctor (neurologist)"
    assert "spread on the same side" in say(advice)


def test_a_lid_is_for_the_family_doctor_after_two_weeks_and_a_specialist_after_three_months():
    assert tell("lid_two_months").whom_to_see == ("your family doctor",)
    later = tell("lid_two_months", since="up_to_1_year")
    assert later.whom_to_see[0] == "a nerve doctor (neurologist)"
    assert tell("lid_two_months", since="up_to_2_weeks").level == "self_care"


# --- answers and video -----------------------------------------------------------------------


def test_where_answers_and_video_differ_both_are_said():
    advice = advise(read_story("bilateral_twitches"), (make_finding("resting_twitch", "left"),))
    assert "You said both sides. The video shows the left side only." in advice.to_clear_up
    advice = advise(
        read_story("lid_two_months", when=("blinking",), eye_not_closing="no"),
        (make_finding("resting_twitch"), make_finding("incomplete_eye_closure")),
    )
    assert len(advice.to_clear_up) == 3
    advice = advise(read_story("resting_cheek"), (make_finding("nothing_found", None),))
    assert "did not show one" in advice.to_clear_up[0]
    advice = advise(read_story("mouth_corner_after_palsy"), (make_finding("lid_flutter", "right"),))
    assert "Your earlier palsy was on the left side. The video shows the right side." in (
        advice.to_clear_up
    )
    advice = advise(Answers(values={"smile_weaker": "no"}), (make_finding("smile_weakness"),))
    assert "one side of the smile lifts less" in advice.to_clear_up[0]


def test_several_regions_in_one_finding_are_each_compared():
    both = replace(make_finding("smile_tremor"), evidence={"region": "cheek, mouth_corner"})
    (said,) = advise(Answers(values={"where": ("cheek",)}), (both,)).to_clear_up
    assert said == (
        "The video also shows a movement of the corner of the mouth. You did not name it."
    )


def test_where_they_agree_nothing_is_said():
    assert tell("resting_cheek").to_clear_up == ()
    assert tell("blink_cheek").to_clear_up == ()


def test_new_weakness_is_urgent_whatever_the_video_shows():
    for code in ("nothing_found", "not_assessable", "resting_twitch", "lid_flutter"):
        advice = advise(read_story("resting_cheek", face_weaker="yes"), (make_finding(code),))
        assert advice.level == "urgent"


def test_a_poor_recording_leaves_the_answers_and_says_so():
    advice = advise(read_story("resting_cheek"), (make_finding("not_assessable", None),))
    assert advice.rests_on == "This rests on your answers alone. The video could not be judged."
    assert advice.level == tell("resting_cheek", video=False).level
    assert "film again" in say(advice)


def test_a_video_without_answers_says_that_nobody_was_asked():
    advice = advise(None, (make_finding("resting_twitch"),))
    assert "No question was answered, and that is not a no." in advice.rests_on
    assert advice.level == "not_advised"
    assert "A made-up finding of resting_twitch." in advice.because[0]
    assert "twitchcam ask" in advice.what_to_do[0]


def test_tiring_smiles_with_double_sight_are_seen_sooner():
    said = {**SAFE, "lids_or_double": "yes"}
    advice = advise(Answers(values=said), (make_finding("smile_fatigue"),))
    assert advice.how_soon == "within 2 weeks"
    assert advice.whom_to_see[0] == "a nerve doctor (neurologist)"


def test_bursts_of_eye_and_mouth_are_for_a_nerve_doctor_at_once():
    advice = advise(read_story("resting_cheek"), (make_finding("one_sided_bursts"),))
    assert advice.level == "appointment"
    assert advice.whom_to_see[0] == "a nerve doctor (neurologist)"


def test_the_doctor_is_told_what_was_said_and_what_was_measured():
    told = " ".join(tell("blink_cheek").tell_the_doctor)
    assert "Where: cheek. Side: left. Since: 3 months to a year." in told
    assert "Yes to: bigger with a harder blink or smile" in told
    assert "No to: earlier facial palsy." in told
    assert "Seen in the video: A made-up finding of eye_to_mouth_cocontraction." in told
    assert "Age: 23." in told


# --- with real pixels ------------------------------------------------------------------------


@pytest.mark.model
@pytest.mark.skipif(not SAMPLE_CLIPS.exists(), reason="the sample clips are not in this copy")
@pytest.mark.parametrize("name", keep_short(CLIPS, "blink_cheek", "smile_tremor"))
def test_the_real_pipeline_never_advises_less_than_the_story_needs(name, track_once):
    analysis = analyze_track(track_once(SAMPLE_CLIPS / f"{name}.mp4"), answers=read_story(name))
    codes, level = CLIPS[name]
    found = {(finding.code, finding.side) for finding in analysis.findings}
    assert LEVELS.index(analysis.advice.level) <= LEVELS.index(level)
    if found <= set(codes):  # nothing but what belongs there
        assert analysis.advice.level == level
    for finding in analysis.findings:
        assert f"Seen in the video: {finding.statement}" in analysis.advice.tell_the_doctor


@pytest.mark.model
@pytest.mark.skipif(not SAMPLE_CLIPS.exists(), reason="the sample clips are not in this copy")
def test_the_healthy_clip_raises_nobodys_level(track_once):
    findings = analyze_track(track_once(SAMPLE_CLIPS / "healthy.mp4")).findings
    assert {finding.code for finding in findings} == {"nothing_found"}
    assert advise(None, findings).level == "not_advised"
    assert advise(Answers(values=SAFE), findings).level == "self_care"
    for name in {**CLIPS, **ALONE}:
        answers = read_story(name)
        assert advise(answers, findings).level == advise(answers).level
