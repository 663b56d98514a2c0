"""What places do around a train of moments, added up piece by piece."""

from __future__ import annotations

import numpy as np
import pytest
from made_faces import made_track

from twitchcam.records import ALL_SEEN
from twitchcam.settings import SignalSettings
from twitchcam.signals.locked_field import Around, lock_mean, lock_singles, make_field_grid
from twitchcam.skin_places import count_places, find_nearest_place
from twitchcam.synthetic.movements import Twitch

pytestmark = pytest.mark.slow

SETTINGS = SignalSettings()
CHEEK = find_nearest_place("cheek")
# Enough others that the face is not taken for lively whenever the cheek moves.
PLACES = np.array([CHEEK, find_nearest_place("brow"), *range(0, count_places(), 5)])
LAGS = np.arange(-2, 7)
APEXES_S = (3.0, 29.9, 30.1, 44.0)  # two of them where one piece of the recording meets the next


@pytest.fixture(scope="module")
def track():
    twitches = [
        Twitch(region="cheek", side="left", onset_s=t - 0.1, size_mm=1.0)
        for t in (APEXES_S[0], APEXES_S[1], APEXES_S[3])
    ]
    return made_track(*twitches, duration_s=50.0)


def lock(how, track, moments, counted=None):
    n = len(make_field_grid(track, SETTINGS))
    counted = np.ones(n, bool) if counted is None else counted
    around = Around(lags=LAGS, places=PLACES, counted=counted, visibility=ALL_SEEN, length_s=0.19)
    return how(track, moments, around, SETTINGS)


def to_samples(track, *trains_s):
    grid_s = make_field_grid(track, SETTINGS)
    return np.array([np.searchsorted(grid_s, train) for train in trains_s])


def test_the_mean_of_a_train_shows_what_recurs_and_nothing_at_other_times(track):
    elsewhere_s = (8.0, 20.0, 36.0, 40.0)
    mean_mm = lock(lock_mean, track, to_samples(track, APEXES_S, elsewhere_s))
    size_mm = np.linalg.norm(mean_mm, axis=-1).max(axis=1)  # (trains, places, sides)
    assert size_mm[0, 0, 0] > 0.25
    assert size_mm[0, 0, 1] < 0.05
    assert size_mm[0, 1].max() < 0.05
    assert size_mm[1].max() < 0.05


def test_single_answers_are_those_of_their_own_moments_across_pieces(track):
    singles_mm = lock(lock_singles, track, to_samples(track, APEXES_S)[0])
    size_mm = np.linalg.norm(singles_mm[:, :, 0, 0], axis=-1).max(axis=1)
    # The third moment comes 0.2 s after a twitch: what is left of it is small.
    assert size_mm[[0, 1, 3]].min() > 0.8 * size_mm.max()
    assert size_mm[2] < 0.5 * size_mm.max()
    apart = [lock(lock_singles, track, to_samples(track, (t,))[0])[0] for t in APEXES_S]
    np.testing.assert_allclose(singles_mm, np.stack(apart), atol=1e-5)


def test_what_does_not_count_is_nothing(track):
    grid_s = make_field_grid(track, SETTINGS)
    counted = np.abs(grid_s - 3.0) > 1.0
    singles_mm = lock(lock_singles, track, to_samples(track, APEXES_S)[0], counted)
    assert (singles_mm[0] == 0).all()
    assert np.abs(singles_mm[1]).max() > 0.3
