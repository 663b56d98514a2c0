"""What compression leaves out, and errors that are rare and large."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_faces import made_track, twitch

from twitchcam import Settings, analyze_track
from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.pipeline import measure_track
from twitchcam.signals.assessable import ask_of_compression
from twitchcam.signals.pulses import measure_pulses, measure_rare_errors
from twitchcam.signals.resolution import (
    measure_compression_floor,
    measure_compression_loss,
    measure_eye_distance,
)

SIGNALS = Settings().signals
LEAST = SIGNALS.least_rare_factor
SHAPE = (60 * 60, len(REGION_NAMES), len(SIDES))


@pytest.fixture(scope="module")
def track():
    return made_track(duration_s=8.0)


def _spend(track, bits_per_px):
    return replace(track, source=replace(track.source, bits_per_px=bits_per_px))


def _compression_loss_mm(track):
    compression_floor_mm = measure_compression_floor(track, measure_eye_distance(track), SIGNALS)
    return measure_compression_loss(compression_floor_mm, track.fine_texture, SIGNALS)


def test_nothing_is_said_of_compression_where_it_is_not_known(track):
    assert (_compression_loss_mm(_spend(track, None)) == 0.0).all()


def test_fewer_bits_swallow_larger_movements_and_raise_every_stated_limit(track):
    few, many = _spend(track, 0.01), _spend(track, 1.0)
    assert (_compression_loss_mm(few) > 3.0 * _compression_loss_mm(many)).all()
    few_limits, many_limits = (
        [limit.limit_mm for limit in analyze_track(t).quality.detection_limits] for t in (few, many)
    )
    assert all(a > b for a, b in zip(few_limits, many_limits, strict=True))


def test_smooth_skin_loses_more_to_compression_than_skin_with_texture(track):
    texture = track.fine_texture.copy()
    texture[3, 0] /= 4
    smooth_cheek = replace(_spend(track, 0.1), fine_texture=texture)
    compression_loss_mm = _compression_loss_mm(smooth_cheek)
    assert compression_loss_mm[3, 0] > 4 * compression_loss_mm[3, 1]
    limits = {
        (limit.region, limit.side): limit.limit_mm
        for limit in analyze_track(smooth_cheek).quality.detection_limits
    }
    assert limits["cheek", "left"] > limits["cheek", "right"] + 1.0


@pytest.mark.parametrize(("texture", "least_seen_mm"), [(4.0, 0.3), (1.7, 0.3), (0.4, 0.6)])
def test_less_is_believed_of_badly_coded_skin_the_fainter_it_is(texture, least_seen_mm):
    for size_mm in (0.3, 0.6):
        made = _spend(made_track(twitch(3.0, size_mm=size_mm), duration_s=8.0), 0.05)
        made = replace(made, fine_texture=np.full_like(made.fine_texture, texture))
        found = [event for event in analyze_track(made).events if event.region == "cheek"]
        assert len(found) == (size_mm >= least_seen_mm)


def test_of_the_faintest_skin_no_more_is_asked_than_is_left_out_of_textured_skin(track):
    texture = np.full_like(track.fine_texture, 0.3)
    movement, _ = measure_track(replace(_spend(track, 0.1), fine_texture=texture))
    asked_mm = ask_of_compression(movement, Settings().detection)
    assert (movement.compression_loss_mm > 4 * movement.compression_floor_mm).all()
    assert asked_mm == pytest.approx(movement.compression_floor_mm)


def test_skin_that_was_never_seen_counts_as_usual(track):
    unseen, usual = (
        replace(_spend(track, 0.1), fine_texture=np.full_like(track.fine_texture, texture))
        for texture in (np.nan, SIGNALS.usual_texture)
    )
    np.testing.assert_allclose(_compression_loss_mm(unseen), _compression_loss_mm(usual))


def test_compression_changes_the_stated_limit_and_not_what_is_judged(track):
    few, many = (analyze_track(_spend(track, bits)) for bits in (0.001, 1.0))
    assert few.quality.observed_s == many.quality.observed_s
    assert any("lost when the video was compressed" in note for note in few.quality.notes)
    assert not any("compressed" in note for note in many.quality.notes)


def _with_rare_pulses(rng, patches, share, size=6.0):
    snr = np.abs(rng.normal(size=SHAPE)).astype(np.float32)
    for r, s in patches:
        snr[rng.random(SHAPE[0]) < share, r, s] = size
    return snr, np.full(SHAPE, 0.04, np.float32)


ALL = [(r, s) for r in range(SHAPE[1]) for s in range(SHAPE[2])]


def test_a_still_face_with_frequent_large_bumps_everywhere_counts_as_noisier(rng):
    rare = measure_rare_errors(*_with_rare_pulses(rng, ALL, 0.1), SIGNALS)
    assert (rare > 2.0).all()


def test_a_part_that_twitches_often_on_one_side_alone_does_not(rng):
    rare = measure_rare_errors(*_with_rare_pulses(rng, [(3, 0)], 0.3), SIGNALS)
    assert rare == pytest.approx(LEAST * np.ones(SHAPE), abs=0.05)


def test_a_face_that_moves_anyway_does_not_count_as_noisier(rng):
    snr, noise_mm = _with_rare_pulses(rng, ALL, 0.1)
    assert (measure_rare_errors(snr, 5 * noise_mm, SIGNALS) == 1.0).all()


def test_a_part_that_was_never_seen_changes_nothing_elsewhere(rng):
    snr, noise_mm = _with_rare_pulses(rng, ALL, 0.1)
    before = measure_rare_errors(snr, noise_mm, SIGNALS)
    snr[:, 7], noise_mm[:, 7] = 0.0, np.nan
    after = measure_rare_errors(snr, noise_mm, SIGNALS)
    assert after[:, :7] == pytest.approx(before[:, :7], rel=0.05)
    assert (after[:, 7] == 1.0).all()


def test_ten_seconds_are_too_few_to_count_rare_errors(rng):
    snr, noise_mm = _with_rare_pulses(rng, ALL, 0.1)
    rare = measure_rare_errors(snr[:500], noise_mm[:500], SIGNALS)
    assert rare == pytest.approx(LEAST * np.ones((500, *SHAPE[1:])))


def test_time_without_a_face_does_not_make_the_rest_look_calmer(rng):
    walk = np.cumsum(rng.normal(0, 0.05, (3000, 8, 2, 2)), axis=0).astype(np.float32)
    _, whole_mm = measure_pulses(walk, SIGNALS)
    with_gaps = walk.copy()
    for first in range(0, 3000, 200):
        with_gaps[first : first + 90] = np.nan
    _, seen_mm = measure_pulses(with_gaps, SIGNALS)
    assert np.nanmedian(seen_mm) == pytest.approx(np.nanmedian(whole_mm), rel=0.03)
