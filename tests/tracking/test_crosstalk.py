"""What is no movement of the skin is not read as one: real pictures through real tracking."""

from __future__ import annotations

import numpy as np
import pytest
from made_faces import twitch

from benchmarks.crosstalk import measure_peaks
from twitchcam import analyze_track
from twitchcam.anatomy import REGION_NAMES
from twitchcam.pipeline import measure_track
from twitchcam.settings import TrackingSettings
from twitchcam.synthetic.clip import ClipPlan, write_clip
from twitchcam.synthetic.fields import SMILE_CORNER_MM
from twitchcam.synthetic.movements import Blink, Gaze, HeadTurn, Smile
from twitchcam.tracking.brightness import show_texture

pytestmark = pytest.mark.model

BLINKS_S = (0.8, 1.6, 2.4)
# Little compression and steady light, so that what is left is cross-talk and not noise.
STEADY = {"size_px": (480, 360), "eye_distance_px": 125.0, "crf": 6.0, "noise": 0.6}
CLEAR = STEADY | {"light_flicker": 0.0}
UPRIGHT = 10.0 / SMILE_CORNER_MM

PLANS = {
    "blinks": ClipPlan(
        duration_s=4.6,
        movements=(
            *(Blink(onset_s=t) for t in BLINKS_S),
            Gaze(onset_s=3.4, to_left_deg=15.0, up_deg=8.0),
        ),
        **CLEAR,
    ),
    "head": ClipPlan(
        duration_s=5.6,
        movements=(
            HeadTurn(onset_s=0.8, pitch_deg=-8.0, hold_s=0.2),
            HeadTurn(onset_s=2.4, yaw_deg=12.0, hold_s=0.2),
            HeadTurn(onset_s=4.0, roll_deg=12.0, hold_s=0.2),
        ),
        **CLEAR,
    ),
    "smile": ClipPlan(
        duration_s=5.6,
        movements=(Smile(onset_s=1.2, left=UPRIGHT, right=UPRIGHT, hold_s=1.2),),
        **CLEAR,
    ),
    "light": ClipPlan(
        duration_s=4.0,
        movements=(twitch(2.0, 2.5),),
        light_flicker=0.03,
        flicker_hz=10.0,
        light_drift=0.05,
        **STEADY,
    ),
    "worn": ClipPlan(
        duration_s=5.0,
        movements=(
            twitch(1.5, 1.5),
            twitch(3.2, 1.5, region="mouth_corner", side="right"),
        ),
        glasses=True,
        beard=True,
        size_px=(480, 360),
        eye_distance_px=125.0,
        # In so small a face coarser compression makes up an unsure twitch now and then.
        crf=14.0,
    ),
}


@pytest.fixture(scope="session")
def film(make_once, track_once):
    def get(name):
        plan = PLANS[name]
        return track_once(make_once(f"crosstalk-{name}.mp4", lambda path: write_clip(plan, path)))

    return get


def _peaks(track, windows):
    """Largest rise and return of every region, mm: median over windows and sides."""
    peaks_mm = measure_peaks(measure_track(track)[0], windows)
    middle = np.median(peaks_mm.transpose(1, 0, 2).reshape(len(REGION_NAMES), -1), axis=1)
    return dict(zip(REGION_NAMES, middle.tolist(), strict=True))


def test_a_blink_does_not_move_the_lower_face(film):
    peaks_mm = _peaks(film("blinks"), [(t, t + 0.5) for t in BLINKS_S])
    # The lid itself hides skin, so how much of its 8 mm shows says nothing.
    assert peaks_mm["upper_lid"] > 2.0
    for region in ("cheek", "upper_lip", "mouth_corner"):
        assert peaks_mm[region] < 0.15, (region, peaks_mm)
    # The noise alone reads about 0.16 mm in the chin of this face, where skin has little texture.
    for region in ("lower_lip", "chin"):
        assert peaks_mm[region] < 0.25, (region, peaks_mm)
    # The brow lies beside skin that the lid draws out, and no point of it is left out any more:
    # of 8 mm a tenth reaches it (0.76 to 0.80 mm, by the processor's rounding). Around a closing
    # eye no twitch of the brow is told.
    assert peaks_mm["brow"] < 0.9


def test_blinks_and_looks_are_no_events(film):
    analysis = analyze_track(film("blinks"))
    assert analysis.events == ()
    assert [action.kind for action in analysis.actions] == ["blink"] * 3


def test_a_head_that_nods_turns_and_leans_makes_no_event(film):
    analysis = analyze_track(film("head"))
    assert analysis.events == ()
    assert analysis.quality.observed_s > 0.7 * analysis.quality.duration_s


def test_a_turning_head_seems_to_move_skin_by_less_than_a_millimetre(film):
    """A flat model of a round head: what perspective does to its edge is not all taken out."""
    peaks_mm = _peaks(film("head"), [(0.8, 2.2), (2.4, 3.8), (4.0, 5.4)])
    assert max(peaks_mm.values()) < 1.0, peaks_mm


def _held(movement, start_s, stop_s):
    start, stop = np.searchsorted(movement.time_s, (start_s, stop_s))
    return np.median(movement.displacement_mm[start:stop], axis=0)


def test_the_flow_survives_a_smile_of_10_mm_and_shows_its_size(film):
    movement, _ = measure_track(film("smile"))
    corner = REGION_NAMES.index("mouth_corner")
    rest = _held(movement, 0.4, 1.1)
    shown_mm = np.linalg.norm(_held(movement, 1.9, 2.8) - rest, axis=-1)[corner]
    left_over_mm = np.linalg.norm(_held(movement, 4.2, 5.2) - rest, axis=-1)[corner]
    assert np.isfinite(movement.displacement_mm).all()
    assert shown_mm == pytest.approx([10.0, 10.0], rel=0.15)
    assert left_over_mm.max() < 1.0
    assert analyze_track(film("smile")).events == ()


def test_flickering_and_drifting_light_moves_nothing_and_hides_no_twitch(film):
    analysis = analyze_track(film("light"))
    assert [(event.region, event.side) for event in analysis.events] == [("cheek", "left")]
    # One gain for all places: this one, wide and on the cheek, shows more than the usual share.
    assert analysis.events[0].amplitude_mm == pytest.approx(2.5, rel=0.25)
    still_mm = _peaks(film("light"), [(0.5, 1.0), (1.0, 1.5), (2.6, 3.1), (3.1, 3.6)])
    assert max(still_mm.values()) < 1.0, still_mm


def test_below_glasses_and_under_a_beard_twitches_are_found_and_none_made_up(film):
    """What the glasses mirror may still be taken for a twitch of a lid.

    Flow slides along the hair of a beard, which may look like a slow pull: nothing to be sure of.
    """
    events = analyze_track(film("worn")).events
    found = [event for event in events if event.kind == "twitch"]
    assert {event.confidence for event in events if event.kind != "twitch"} <= {"low"}
    below = [event for event in found if event.region not in ("upper_lid", "lower_lid", "brow")]
    places = [(event.region, event.side) for event in below]
    assert places == [("cheek", "left"), ("mouth_corner", "right")]
    # Of the cheek the codec leaves half to all, and not the same on every processor.
    for event in below:
        assert 0.4 * 1.5 < event.amplitude_mm < 1.4 * 1.5


@pytest.mark.parametrize("ratio", [0.5, 0.98, 1.03, 1.1])
def test_dimmer_or_brighter_light_leaves_the_same_texture(rng, ratio):
    face = rng.normal(120.0, 25.0, (316, 282)).clip(20, 220).astype(np.float32)
    shade = np.linspace(0.8, 1.2, face.shape[1], dtype=np.float32) * ratio
    texture, relit = (show_texture(picture, TrackingSettings()) for picture in (face, face * shade))
    inside = np.s_[20:-20, 20:-20]
    assert abs(texture[inside].astype(int) - relit[inside]).mean() < 1.5
    assert texture[inside].std() > 20.0


def test_plain_skin_without_texture_is_not_made_up_to_have_some():
    plain = np.full((316, 282), 140.0, np.float32)
    assert (show_texture(plain, TrackingSettings()) == 128).all()
