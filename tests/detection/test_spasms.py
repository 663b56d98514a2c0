"""Held pulls of one side are found; drift, postures, smiles and turning heads are none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from examples import keep_pairs, keep_short
from made_faces import (
    TRUE_SIZE,
    analyze_made,
    change_track,
    find_patch,
    list_near,
    made_track,
    twitch,
)

from twitchcam import analyze_track
from twitchcam.anatomy import SIDES
from twitchcam.synthetic.movements import (
    Blink,
    BrowRaise,
    Gaze,
    HeadTurn,
    Narrowing,
    Pucker,
    Smile,
    hard_closure,
)
from twitchcam.synthetic.tracks import mirror_track

pytestmark = pytest.mark.slow


def pull(onset_s=2.0, hold_s=2.0, size_mm=2.8, **changes):
    return twitch(onset_s, size_mm, hold_s=hold_s, **changes)


def spasms(analysis):
    return [event for event in analysis.events if event.kind == "spasm"]


@pytest.mark.parametrize(
    ("region", "side"), keep_pairs(("brow", "cheek", "mouth_corner", "chin"), SIDES)
)
def test_place_side_time_and_size_of_a_pull_are_right(region, side):
    (event,) = spasms(analyze_made(pull(region=region, side=side), duration_s=8.0))
    assert (event.region, event.side) == (region, side)
    assert event.onset_s == pytest.approx(2.05, abs=0.15)
    assert event.offset_s == pytest.approx(4.1, abs=0.2)
    assert event.amplitude_mm == pytest.approx(2.8, rel=0.15)


@pytest.mark.parametrize("hold_s", keep_short([0.8, 3.0, 20.0, 60.0], 0.8, 20.0))
def test_pulls_of_any_length_up_to_minutes_are_found(hold_s):
    (event,) = spasms(analyze_made(pull(hold_s=hold_s), duration_s=hold_s + 6.0))
    assert event.offset_s - event.onset_s == pytest.approx(hold_s, abs=0.3)


def test_an_eye_held_narrower_than_the_other_is_found():
    narrow = Narrowing(side="right", onset_s=2.0, closure=0.5, duration_s=0.3, hold_s=2.0)
    (event,) = spasms(analyze_made(narrow, duration_s=8.0))
    assert (event.region, event.side) == ("upper_lid", "right")


def test_eye_and_mouth_pulled_together_are_two_events():
    both = [pull(region=region) for region in ("lower_lid", "mouth_corner")]
    events = spasms(analyze_made(*both, duration_s=8.0))
    assert {event.region for event in events} == {"lower_lid", "mouth_corner"}
    assert abs(events[0].onset_s - events[1].onset_s) < 0.066


def test_a_mirror_image_pulls_on_the_other_side():
    track = made_track(pull(), duration_s=8.0)
    (there,) = spasms(analyze_track(track, settings=TRUE_SIZE))
    (here,) = spasms(analyze_track(mirror_track(track), settings=TRUE_SIZE))
    assert (there.side, here.side) == ("left", "right")
    assert here.onset_s == pytest.approx(there.onset_s, abs=0.02)


@pytest.mark.parametrize(
    "movements",
    [
        (),
        (twitch(2.0, 2.5), twitch(5.0, 2.5)),
        (pull(side="both"),),
        (pull(hold_s=30.0),),
        (Smile(onset_s=2.0, left=0.6, hold_s=3.0), Smile(onset_s=8.0, left=0.6, hold_s=3.0)),
        (Pucker(onset_s=2.0, hold_s=2.0), BrowRaise(onset_s=6.0, left=0.4, hold_s=2.0)),
        (hard_closure(2.0), Blink(onset_s=5.0, right=0.0, hold_s=1.5), Blink(onset_s=9.0)),
        (Gaze(onset_s=2.0, to_left_deg=20.0, hold_s=2.0), HeadTurn(onset_s=6.0, yaw_deg=12.0)),
    ],
    ids=[
        "rest", "twitches", "both sides", "never ends", "uneven smiles", "lips and brows", "eyes",
        "looks and turns",
    ],
)  # fmt: skip
def test_what_is_no_held_pull_of_one_side_is_not_called_one(movements):
    assert spasms(analyze_made(*movements, duration_s=15.0)) == []


@pytest.mark.parametrize("duration_s", keep_short([60.0, 180.0], 60.0))
def test_skin_that_drifts_slowly_is_not_pulled(rng, duration_s):
    walk = np.cumsum(0.05 * rng.standard_normal((round(30 * duration_s), 8, 2, 2)), axis=0)
    track = change_track(
        made_track(duration_s=duration_s), skin_displacement=lambda skin: skin + walk
    )
    assert spasms(analyze_track(track, settings=TRUE_SIZE)) == []


def test_a_pull_in_a_turning_head_is_not_believed():
    r, s = find_patch("cheek", "left")

    def step(skin):
        skin[60:120, r, s, 1] += 3.0

    still = change_track(made_track(duration_s=8.0), skin_displacement=step)
    assert len(spasms(analyze_track(still, settings=TRUE_SIZE))) == 1
    turned = change_track(
        made_track(HeadTurn(onset_s=1.7, yaw_deg=12.0, hold_s=1.6), duration_s=8.0),
        skin_displacement=step,
    )
    assert spasms(analyze_track(turned, settings=TRUE_SIZE)) == []


@pytest.mark.parametrize(("bits_per_px", "n_told"), [(1.0, 1), (0.005, 0)])
def test_a_pull_smaller_than_what_compression_leaves_out_is_not_told(bits_per_px, n_told):
    def faint(texture):
        texture[:] = 0.6  # smooth skin: 3.5 mm are lost at 0.005 bits a pixel

    track = change_track(made_track(pull(), duration_s=8.0), fine_texture=faint)
    track = replace(track, source=replace(track.source, bits_per_px=bits_per_px))
    assert len(spasms(analyze_track(track, settings=TRUE_SIZE))) == n_told


def test_what_goes_further_than_any_skin_is_no_pull():
    def slide(skin):
        r, s = find_patch("lower_lid", "left")
        skin[60:150, r, s, 0] -= 7.0  # as a reflection that moves over a lens

    track = change_track(made_track(duration_s=9.0), skin_displacement=slide)
    assert spasms(analyze_track(track)) == []


@pytest.mark.parametrize(("region", "n_told"), [("lower_lid", 1), ("upper_lid", 0)])
def test_skin_of_an_upper_lid_whose_edge_rests_was_lost_and_not_pulled(region, n_told):
    """Small coarse pictures of healthy people gave held pulls of 3 to 6 mm there."""

    def slide(skin):
        r, s = find_patch(region, "left")
        skin[60:150, r, s, 1] -= 2.0

    track = change_track(made_track(duration_s=9.0), skin_displacement=slide)
    assert len(spasms(analyze_track(track))) == n_told


@pytest.mark.parametrize(("eye_distance_px", "n_told"), [(90.0, 1), (60.0, 0)])
def test_in_a_small_face_no_skin_is_held_and_a_note_says_so(eye_distance_px, n_told):
    analysis = analyze_made(pull(), duration_s=8.0, eye_distance_px=eye_distance_px)
    assert len(spasms(analysis)) == n_told
    told = any("stays pulled" in note for note in analysis.quality.notes)
    assert told == (n_told == 0)


@pytest.mark.parametrize(("swept", "n_told"), [("left", 0), ("right", 1), (None, 1)])
def test_what_swings_before_the_skin_is_no_held_pull_of_it(swept, n_told):
    def swing(light):
        if swept is not None:
            time_s = np.arange(len(light)) / 30.0
            dark = 0.14 * (1.0 + np.sin(2 * np.pi * 0.9 * time_s))[:, None]
            light[:, list_near("cheek", 20.0), SIDES.index(swept)] *= 1.0 - dark

    track = change_track(made_track(pull(size_mm=4.0), duration_s=8.0), field_light=swing)
    assert len(spasms(analyze_track(track, settings=TRUE_SIZE))) == n_told
