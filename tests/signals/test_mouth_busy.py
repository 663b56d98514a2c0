"""A mouth that goes to and fro is busy: talking if the lips part, chewing if they do not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from examples import keep_short
from made_faces import (
    TRUE_SIZE,
    analyze_made,
    change_track,
    made_track,
    places,
    track_pictures,
    twitch,
)
from other_tracker import NEEDS_FACE_MESH
from scipy import ndimage

from twitchcam.anatomy import CHIN_TIP, INNER_LIPS
from twitchcam.pipeline import measure_track
from twitchcam.settings import Settings, SignalSettings
from twitchcam.synthetic.clip import ClipPlan, render_frames
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

pytestmark = pytest.mark.slow

EDGE_S = SignalSettings().settle_s + 0.2
BUSY = ("talking", "chewing")
PARTED = MouthOpening(onset_s=-2.0, opening_mm=8.0, rise_s=0.3, hold_s=60.0, fall_s=0.3)


def _busy(*movements, **plan):
    return _busy_in(made_track(*movements, **plan))


def _busy_in(track, settings=TRUE_SIZE):
    movement, _ = measure_track(track, settings=settings)
    return [span for span in movement.excluded if span.reason in BUSY]


def _with_unrest(track):
    """The lower lip's and the chin's landmarks go to and fro on their own, as the mesh's do."""
    rate_hz = (len(track.time_s) - 1) / track.time_s[-1]
    random = np.random.default_rng(3)
    drift = ndimage.gaussian_filter1d(
        random.standard_normal(len(track.time_s)), 0.1 * rate_hz, mode="wrap"
    )
    drift_px = 6.0 * drift / drift.std()

    def shake(points):
        points[:, [lower for _, lower in INNER_LIPS], 1] += drift_px[:, None]
        points[:, CHIN_TIP, 1] += drift_px

    return change_track(track, landmarks_px=shake)


def _share(spans, duration_s):
    return sum(span.stop_s - span.start_s for span in spans) / duration_s


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


@pytest.mark.parametrize("rate_hz", keep_short([24.0, 30.0, 60.0], 30.0))
@pytest.mark.parametrize(
    "movements",
    [
        (PARTED,),
        (PARTED, Blink(onset_s=2.0), Gaze(onset_s=4.0, to_left_deg=15.0), Blink(onset_s=6.0)),
        (PARTED, *(twitch(1.0 + 0.8 * k, 2.0, region="mouth_corner") for k in range(9))),
        (PARTED, *(twitch(1.0 + 0.8 * k, 2.0, region="lower_lip") for k in range(9))),
        (PARTED, *(twitch(1.0 + 0.8 * k, 0.5, region="lower_lip") for k in range(9))),
    ],
    ids=["parted lips", "blinks and gaze", "twitching corner", "twitching lip", "slight twitches"],
)
def test_landmarks_that_never_settle_are_no_mouth_that_moves(movements, rate_hz):
    track = made_track(*movements, duration_s=9.0, frame_rate_hz=rate_hz)
    assert _busy_in(_with_unrest(track)) == []


@pytest.mark.parametrize("rate_hz", [24.0, 30.0, 60.0])
@pytest.mark.parametrize(
    "movement",
    [Talk(start_s=3.0, stop_s=8.0), Chewing(start_s=3.0, stop_s=8.0)],
    ids=["talking", "chewing"],
)
def test_parted_lips_that_do_move_are_busy_at_every_frame_rate(movement, rate_hz):
    track = made_track(PARTED, movement, duration_s=11.0, frame_rate_hz=rate_hz)
    spans = _busy_in(_with_unrest(track))
    assert _share(spans, 11.0) > 0.9 * 5.0 / 11.0
    assert all(span.start_s > 2.0 and span.stop_s < 9.0 for span in spans)


@pytest.mark.parametrize("skin_mm", [0.2, 0.32])
def test_the_skin_must_move_by_as_much_as_the_setting_says(skin_mm):
    swing = Tremble(
        region="chin", side="both", start_s=0.0, stop_s=9.0, frequency_hz=3.0, size_mm=skin_mm
    )
    lip = Tremble(
        region="upper_lip", side="both", start_s=0.0, stop_s=9.0, frequency_hz=3.0, size_mm=skin_mm
    )
    busy = _busy_in(_with_unrest(made_track(PARTED, swing, lip, duration_s=9.0)))
    assert bool(busy) == (skin_mm > SignalSettings().mouth_skin_mm)


@pytest.fixture(scope="module")
def photograph_in_a_hand():
    """One picture of an open mouth, shaken and noisy, through the real landmark model."""
    wide_open = MouthOpening(onset_s=-2.0, opening_mm=12.0, rise_s=0.3, hold_s=60.0)
    (picture,) = render_frames(ClipPlan(duration_s=0.03, movements=(wide_open,)))
    random = np.random.default_rng(0)
    times_s = np.arange(100) / 30.0

    def show(time_s):
        right_px, down_px = 4.0 * np.sin(2 * np.pi * np.array([0.7, 1.1]) * time_s + [0.0, 1.0])
        moved = cv2.warpAffine(
            picture.astype(np.float32),
            np.array([[1.0, 0.0, right_px], [0.0, 1.0, down_px]]),
            picture.shape[1::-1],
            flags=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        )
        noisy = moved + 4.0 * random.standard_normal(moved.shape)
        return np.clip(noisy + 0.5, 0, 255).astype(np.uint8)

    return track_pictures([show(time_s) for time_s in times_s], times_s)


def test_a_photograph_held_in_a_hand_is_judged_from_beginning_to_end(photograph_in_a_hand):
    assert _busy_in(photograph_in_a_hand, settings=Settings()) == []


@NEEDS_FACE_MESH
def test_of_a_photograph_held_in_a_hand_the_mesh_alone_says_that_it_talks(photograph_in_a_hand):
    believing_the_mesh = Settings(signals=SignalSettings(mouth_skin_mm=0.0))
    busy = _busy_in(photograph_in_a_hand, settings=believing_the_mesh)
    assert _share(busy, photograph_in_a_hand.time_s[-1]) > 0.3
