"""Skin is followed all over the face, whatever piece of the recording is asked for."""

from __future__ import annotations

import numpy as np
import pytest
from examples import keep_pairs
from made_faces import TRUE_SIZE, made_track

from twitchcam import analyze_track
from twitchcam.anatomy import SIDES
from twitchcam.detection.courses import follow_patches, follow_skin, list_cells
from twitchcam.pipeline import measure_track
from twitchcam.settings import Settings
from twitchcam.skin_places import get_side_mm, list_areas, measure_apart_mm
from twitchcam.synthetic.jerks import Shake
from twitchcam.synthetic.open_skin import find_place

SETTINGS = Settings()


def shake(at_mm, side="left", size_mm=0.6, **changes):
    usual = {"start_s": 1.5, "stop_s": 5.5, "frequency_hz": 6.3, "reach_mm": 7.0}
    return Shake(place=find_place(*at_mm), side=side, size_mm=size_mm, **(usual | changes))


@pytest.fixture(scope="module")
def followed():
    track = made_track(shake((58.0, 45.0)), duration_s=8.0, lost_s=((6.5, 7.0),))
    movement, _ = measure_track(track, settings=SETTINGS)
    return movement, follow_skin(movement, track, SETTINGS.signals, SETTINGS.tremor.cell_gain)


def test_cells_lie_all_over_the_face_and_apart():
    cells = list_cells()
    apart_mm = measure_apart_mm()[np.ix_(cells, cells)] + np.diag(np.full(len(cells), 100.0))
    assert apart_mm.min() >= 11.0
    assert {list_areas()[cell] for cell in cells} == set(list_areas())
    nearest_mm = measure_apart_mm()[:, cells].min(axis=1)
    assert nearest_mm.max() < 11.0, get_side_mm()[nearest_mm.argmax()]


def test_columns_begin_with_the_regions_and_go_on_with_cells_left_before_right(followed):
    movement, courses = followed
    n_patches = len(follow_patches(movement).regions)
    assert courses.regions[:n_patches] == follow_patches(movement).regions
    assert len(courses.places) == n_patches + len(SIDES) * len(list_cells())
    assert courses.places[n_patches::2] == courses.places[n_patches + 1 :: 2]
    patches = courses.read(60, 120)[:, :n_patches]
    np.testing.assert_array_equal(patches, follow_patches(movement).read(60, 120))


def test_a_piece_is_the_same_wherever_reading_begins(followed):
    _, courses = followed
    whole = courses.read(0, 300)
    np.testing.assert_allclose(courses.read(100, 200), whole[100:200], atol=1e-4)
    np.testing.assert_array_equal(courses.read_column(40, 100, 200), courses.read(100, 200)[:, 40])


def test_without_a_face_nothing_is_known(followed):
    _, courses = followed
    assert np.isnan(courses.read(400, 410)).all()
    assert np.isfinite(courses.read(200, 210)).all()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("at_mm", "side"),
    keep_pairs([(58.0, 45.0), (24.0, 50.0), (20.0, -35.0)], [*SIDES, "both"]),
)
def test_a_tremor_between_the_regions_is_found_with_its_side_pace_and_size(at_mm, side):
    track = made_track(shake(at_mm, side), duration_s=8.0)
    (tremor,) = analyze_track(track, settings=TRUE_SIZE).tremor
    assert tremor.side == side
    assert tremor.frequency_hz == pytest.approx(6.3, abs=0.1)
    assert tremor.amplitude_mm == pytest.approx(0.6, rel=0.35)
    place = list_areas().index(tremor.area)
    assert place >= 0
