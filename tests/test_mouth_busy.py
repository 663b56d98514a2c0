"""A mouth that goes to and fro is busy: talking if the lips part, chewing if they do not."""

from __future__ import annotations

import pytest
from made_faces import TRUE_SIZE, analyze_made, made_track, places, twitch

from twitchcam.pipeline import measure_track
from twitchcam.settings import SignalSettings
from twitchcam.synthetic.movements import (
    Blink,
    BrowRaise,
    Chewing,
    Gaze,
    MouthOpening,
    Pucker,
    Smile,
    Talk,
    Tremble,
)

EDGE_S = SignalSettings().settle_s + 0.2
BUSY = ("talking", "chewing")


def _busy(*movements, **plan):
    movement, _ = measure_track(made_track(*movements, **plan), settings=TRUE_SIZE)
    return [span for span in movement.excluded if span.reason in BUSY]


def _word(onset_s, opening_mm=10.0):
    return MouthOpening(
        onset_s=onset_s, opening_mm=opening_mm, rise_s=0.12, hold_s=0.0, fall_s=0.12
    )


@pytest.mark.parametrize("seed", range(5))
def test_talking_is_found_from_its_first_syllable_to_its_last(seed):
    (span,) = _busy(Talk(start_s=3.0, stop_s=8.0), duration_s=11.0, seed=seed)
    assert span.reason == "talking"
    assert span.start_s == pytest.approx(3.0, abs=EDGE_S)
    assert span.stop_s == pytest.approx(8.0, abs=EDGE_S)


@pytest.mark.parametrize("rate_hz", [1.0, 1.3, 1.7, 2.0])
def test_chewing_is_found_from_its_first_bite_to_its_last(rate_hz):
    (span,) = _busy(Chewing(start_s=3.0, stop_s=9.0, rate_hz=rate_hz), duration_s=12.0)
    assert span.reason == "chewing"
    assert span.start_s == pytest.approx(3.0, abs=EDGE_S)
    # The last bites fade away in these clips.
    assert 8.3 < span.stop_s < 9.0 + EDGE_S


def test_talking_and_chewing_are_told_apart_in_one_recording():
    spans = _busy(Talk(start_s=2.0, stop_s=5.0), Chewing(start_s=9.0, stop_s=13.0), duration_s=16.0)
    assert [span.reason for span in spans] == ["talking", "chewing"]


def test_chewing_stays_chewing_where_the_face_was_lost_for_a_moment():
    spans = _busy(Chewing(start_s=3.0, stop_s=9.0), duration_s=12.0, lost_s=((5.0, 6.0),))
    assert len(spans) == 2
    assert {span.reason for span in spans} == {"chewing"}


@pytest.mark.parametrize(
    "movements",
    [
        (),
        (_word(3.0),),
        (_word(3.0), _word(5.5)),
        (MouthOpening(onset_s=3.0, opening_mm=25.0, rise_s=1.0, hold_s=2.0, fall_s=1.0),),
        (Smile(onset_s=3.0),),
        (Smile(onset_s=1.0), Smile(onset_s=5.0)),
        (Pucker(onset_s=3.0),),
        (BrowRaise(onset_s=3.0),),
        (Gaze(onset_s=3.0, up_deg=-15.0), Blink(onset_s=5.0)),
        tuple(Blink(onset_s=1.0 + 1.5 * k) for k in range(5)),
        tuple(twitch(1.0 + 1.2 * k, 2.0, region="mouth_corner") for k in range(6)),
        tuple(twitch(1.0 + 1.2 * k, 2.0, region="chin", side="both") for k in range(6)),
        (Tremble(region="chin", side="both", start_s=2, stop_s=7, frequency_hz=5, size_mm=0.8),),
    ],
    ids=[
        "rest", "one word", "two words", "yawn", "smile", "two smiles", "pucker", "brows", "gaze",
        "blinks", "twitching corner", "twitching chin", "trembling chin",
    ],
)  # fmt: skip
def test_anything_else_leaves_the_mouth_at_rest(movements):
    assert _busy(*movements, duration_s=9.0, landmark_noise_px=0.15) == []


def test_a_twitch_of_the_cheek_counts_before_and_after_a_meal_but_not_in_it():
    analysis = analyze_made(
        *(twitch(onset_s, 2.0) for onset_s in (1.5, 6.0, 12.0)),
        Chewing(start_s=4.0, stop_s=9.0),
        duration_s=14.0,
    )
    assert [round(event.apex_s, 1) for event in analysis.events] == [1.6, 12.1]
    assert places(analysis.events) == [("cheek", "left")] * 2


def test_speech_brings_no_events():
    analysis = analyze_made(Talk(start_s=2.0, stop_s=28.0), duration_s=30.0)
    assert analysis.events == ()
    share = {x.region: x.observed_share for x in analysis.quality.detection_limits}
    assert max(share[r] for r in ("cheek", "mouth_corner", "lower_lip", "chin")) < 0.2
