"""Jerks anywhere: they lie where they were asked for, on skin, and reach as far as they should."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from made_faces import made_track

from twitchcam.anatomy import SIDES
from twitchcam.errors import InputError
from twitchcam.records import Frame
from twitchcam.synthetic.acting import HeadMotion
from twitchcam.synthetic.clip import ClipPlan, describe_truth, render_frames
from twitchcam.synthetic.face_geometry import (
    FACE_CENTRE_PX,
    MM_PER_PX,
    eye_distance_px,
    mirror_ids,
    read_landmarks,
)
from twitchcam.synthetic.fields import face_grid, jerk_field
from twitchcam.synthetic.injection import (
    describe_injection,
    inject_movements,
    list_jerks_of,
)
from twitchcam.synthetic.jerks import Jerk, TrueJerk, plan_jerks
from twitchcam.synthetic.open_skin import (
    AREAS,
    OFF_MIDLINE_MM,
    Place,
    draw_places,
    find_place,
    is_open_skin,
    name_area,
    neutral_face_mm,
)
from twitchcam.synthetic.truth import read_truth

CHEEK = find_place(45.0, 30.0)


@pytest.fixture(scope="module")
def places():
    return draw_places(1500, np.random.default_rng(7))


def on_neutral_face(places, side="left"):
    return np.array([place.locate(neutral_face_mm(), side) for place in places])


@pytest.mark.parametrize("at", [(45.0, 30.0), (25.0, -30.0), (14.0, 20.0), (20.0, 90.0)])
def test_a_place_lies_where_it_was_asked_for_and_its_mirror_place_opposite(at):
    place = find_place(*at)
    assert place.locate(neutral_face_mm(), "left") == pytest.approx(at, abs=1e-6)
    assert place.locate(neutral_face_mm(), "right") == pytest.approx((-at[0], at[1]), abs=1e-6)
    assert min(place.weights) >= 0.0


def test_a_place_outside_the_face_is_refused():
    with pytest.raises(InputError, match="must lie on the face, got 90 mm"):
        find_place(90.0, 0.0)
    with pytest.raises(InputError, match="must sum to 1"):
        Place(landmarks=(1, 2, 4), weights=(1.0, 1.0, 1.0))


@pytest.mark.parametrize(
    ("at", "area"),
    [
        ((25.0, -30.0), "forehead"),
        ((55.0, -10.0), "temple"),
        ((38.0, -17.0), "brow"),
        ((32.0, -9.0), "upper lid"),
        ((30.0, 10.0), "lower lid"),
        ((15.0, 25.0), "nose side"),
        ((32.0, 28.0), "inner cheek"),
        ((52.0, 35.0), "outer cheek"),
        ((45.0, 68.0), "jaw"),
        ((18.0, 48.0), "mouth"),
        ((18.0, 88.0), "chin"),
    ],
)
def test_areas_have_the_names_that_people_use(at, area):
    assert name_area(find_place(*at)) == area


@pytest.mark.parametrize(
    "at",
    [(31.0, 0.0), (20.0, 58.0), (5.0, 30.0), (12.5, 39.0), (61.0, 15.0)],
    ids=["eye", "red of the lip", "midline", "nostril", "outline"],
)
def test_what_is_no_open_skin_of_one_side_is_left_out(at):
    assert not is_open_skin(*at)


def test_places_cover_the_open_skin_evenly(places):
    at = on_neutral_face(places)
    assert at[:, 0].min() >= OFF_MIDLINE_MM - 1e-6
    cells = np.floor(at / 12.0).astype(int)
    open_cells, counts = [], []
    for cell in np.unique(cells, axis=0):
        corners = (cell + np.array([[i, j] for i in (0.0, 0.5, 1.0) for j in (0.0, 0.5, 1.0)])) * 12
        if all(is_open_skin(*corner) for corner in corners):
            open_cells.append(cell)
            counts.append((cells == cell).all(axis=1).sum())
    assert len(open_cells) >= 8
    # Counts of a Poisson process vary about as much as their mean.
    assert np.var(counts) / np.mean(counts) < 2.5
    assert {name_area(place) for place in places} == set(AREAS)


def test_a_plan_is_balanced_and_comes_back_with_its_seed():
    jerks = plan_jerks([(0.0, 200.0)], seed=3, at_most=150)
    assert jerks == plan_jerks([(0.0, 200.0)], seed=3, at_most=150)
    assert jerks != plan_jerks([(0.0, 200.0)], seed=4, at_most=150)
    assert len({(j.size_mm, j.reach_mm, j.duration_s, j.side) for j in jerks}) == 150
    assert len({j.place for j in jerks}) == 150


def test_several_recordings_share_one_balanced_plan():
    parts = [plan_jerks([(0.0, 40.0)], seed=3, at_most=30, first=n) for n in range(0, 150, 30)]
    jerks = [jerk for part in parts for jerk in part]
    assert len({(j.size_mm, j.reach_mm, j.duration_s, j.side) for j in jerks}) == 150
    assert len({j.place for j in jerks}) == 150


def test_jerks_keep_within_their_stretches_and_apart():
    stretches = [(1.0, 4.0), (6.0, 6.2), (8.0, 12.5)]
    jerks = plan_jerks(stretches, spacing_s=0.8, seed=2)
    for jerk in jerks:
        end_s = jerk.onset_s + jerk.duration_s
        assert any(start <= jerk.onset_s and end_s <= stop for start, stop in stretches)
    starts = [jerk.onset_s for jerk in jerks]
    assert np.diff(starts).min() > 0.3 + 0.1
    assert len(jerks) >= 6


@pytest.mark.parametrize("side", SIDES)
def test_a_made_jerk_is_as_large_as_asked_and_falls_off_as_a_gaussian(side):
    reach_mm = 6.0
    field = jerk_field(CHEEK, side, reach_mm, (0.6, 0.8)).main
    travel_mm = np.linalg.norm(field, axis=-1) * MM_PER_PX
    x, y = face_grid()
    middle = CHEEK.locate(read_landmarks(), side)
    away_mm = np.hypot(x - middle[0], y - middle[1]) * MM_PER_PX
    assert travel_mm.max() == pytest.approx(1.0, abs=0.01)
    assert away_mm.ravel()[travel_mm.argmax()] < 0.6
    at_sigma = np.abs(away_mm - reach_mm) < 0.2
    assert travel_mm[at_sigma] == pytest.approx(np.exp(-0.5), abs=0.03)


def test_a_jerk_above_the_mouth_leaves_the_lower_lip_behind():
    above, below = (
        jerk_field(find_place(14.0, y_mm), "left", 6.0, (0.0, 1.0)) for y_mm in (48.0, 78.0)
    )
    lower_lip_mm = [
        np.linalg.norm(field.low, axis=-1).max() * MM_PER_PX for field in (above, below)
    ]
    assert lower_lip_mm[0] < 0.5
    assert lower_lip_mm[1] == pytest.approx(1.0, abs=0.02)
    assert np.linalg.norm(above.main, axis=-1).max() * MM_PER_PX == pytest.approx(1.0, abs=0.02)


@pytest.fixture(scope="module")
def still_face():
    """A track of a face that does nothing."""
    return made_track(duration_s=1.0)


def measure_excursion(track, jerk, axis):
    """How far skin moved along ``axis`` (x, y of the picture) at the apex, in mm, and from where.

    The picture is a steep ramp of grey around the jerk's middle, so brightness tells the travel.
    """
    at = int(np.argmin(np.abs(track.time_s - (jerk.onset_s + 0.5 * jerk.duration_s))))
    middle = jerk.place.locate(track.landmarks_px[at], jerk.side)
    width, height = track.frame_size_px
    grid = np.stack(np.meshgrid(np.arange(width), np.arange(height)), axis=-1) - middle
    ramp = np.clip(128 + 5 * (grid @ axis), 0, 255).astype(np.uint8)
    frames = [
        Frame(index=i, time_s=float(t), image_rgb=np.repeat(ramp[..., None], 3, axis=2))
        for i, t in enumerate(track.time_s)
    ]
    bent = list(inject_movements(frames, track, (jerk,)))[at][..., 0]
    travel_px = (ramp.astype(float) - bent) / 5
    came_from = grid - travel_px[..., None] * axis
    steep = (np.abs(grid @ axis) < 20) & (np.abs(came_from @ axis) < 20)
    ends = track.landmarks_px[at, [33, 263], :2]
    mm_per_px = 100.0 * track.mm_per_percent / np.linalg.norm(ends[1] - ends[0])
    return travel_px[steep] * mm_per_px, np.linalg.norm(came_from[steep], axis=-1) * mm_per_px


@pytest.mark.parametrize("reach_mm", [4.0, 9.0])
def test_an_injected_jerk_is_as_large_and_wide_as_asked(still_face, reach_mm):
    jerk = Jerk(
        place=CHEEK, side="left", onset_s=0.4, size_mm=1.5, reach_mm=reach_mm, direction=(0.0, 1.0)
    )
    up_mm, away_mm = measure_excursion(still_face, jerk, np.array([0.0, -1.0]))
    assert np.median(up_mm[away_mm < 0.8]) == pytest.approx(1.5, abs=0.08)
    at_sigma = np.abs(away_mm - reach_mm) < 0.4
    assert np.median(up_mm[at_sigma]) == pytest.approx(1.5 * np.exp(-0.5), abs=0.08)
    assert np.abs(up_mm[away_mm > 4.0 * reach_mm]).max() < 0.01


def test_the_same_jerk_on_the_other_side_is_its_mirror_image(still_face):
    jerk = Jerk(place=CHEEK, side="left", onset_s=0.4, size_mm=1.5, direction=(1.0, 0.0))
    to_left = np.array([1.0, 0.0])
    for side, sign in (("left", 1.0), ("right", -1.0)):
        moved_mm, away_mm = measure_excursion(still_face, replace(jerk, side=side), to_left)
        assert np.median(moved_mm[away_mm < 0.8]) == pytest.approx(sign * 1.5, abs=0.08)
    assert CHEEK.on("right") == tuple(mirror_ids()[list(CHEEK.on("left"))])


def test_the_truth_says_where_a_jerk_lay_in_this_face(still_face, tmp_path):
    track = still_face
    jerk = Jerk(place=CHEEK, side="right", onset_s=0.4, size_mm=1.0, duration_s=0.1)
    truth = describe_injection(track, (jerk,), "clip")
    (found,) = truth.jerks
    assert truth.twitches == ()
    assert (found.side, found.area, found.apex_s) == ("right", name_area(CHEEK), 0.45)
    assert found.place_mm == pytest.approx(
        np.array(found.place) * 100 * track.mm_per_percent, abs=0.01
    )
    # The made track shows the face that the neutral one was made of, without its smile.
    assert found.place_mm == pytest.approx((-45.0, 30.0), abs=4.0)
    truth.write(tmp_path / "clip.truth.json")
    assert read_truth(tmp_path / "clip.truth.json") == truth
    assert list_jerks_of(track, ()) == ()


@pytest.mark.slow
def test_a_drawn_clip_shows_its_jerk_at_its_place():
    jerk = Jerk(place=CHEEK, side="left", onset_s=0.1, size_mm=1.5, duration_s=0.2)
    plan = ClipPlan(
        duration_s=0.24, movements=(jerk,), size_px=(320, 320), eye_distance_px=120.0,
        head=HeadMotion(sway_mm=0.0, turn_deg=0.0, roll_deg=0.0, zoom=0.0),
        noise=0.0, light_drift=0.0, light_flicker=0.0,
    )  # fmt: skip
    pictures = [cv2.cvtColor(p, cv2.COLOR_RGB2GRAY).astype(float) for p in render_frames(plan)]
    changed = cv2.GaussianBlur(np.abs(pictures[6] - pictures[0]), (0, 0), 4)
    row, column = np.unravel_index(changed.argmax(), changed.shape)
    scale = plan.eye_distance_px / eye_distance_px()
    middle = (CHEEK.locate(read_landmarks(), "left") - FACE_CENTRE_PX) * scale + 160
    assert np.hypot(column - middle[0], row - middle[1]) * plan.mm_per_px < 8.0
    (found,) = describe_truth(plan, "clip").jerks
    assert isinstance(found, TrueJerk)
    assert found.place_mm == pytest.approx((45.0, 30.0), abs=1.5)
