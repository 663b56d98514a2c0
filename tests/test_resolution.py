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
)

SIGNALS = Settings().signals
LEAST = SIGNALS.least_rare_factor
SHAPE = (60 * 60, len(REGION_NAMES), len(SIDES))


@pytest.fixture(scope="module")
def track():
    return made_track(duration_s=8.0)


def _spend(track, bits_per_px):
    return replace(track, source=replace(track.source, bits_per_px=bits_per_px))


def _code(track, step, unchanged=0.3, texture=None):
    """The track of a clip whose codec told its step."""
    shape = track.fine_texture.shape
    coded = replace(track, quantiser_step=step, unchanged_share=np.full(shape, unchanged))
    return coded if texture is None else replace(coded, fine_texture=np.full(shape, texture))


def _loss_mm(track):
    return measure_compression_loss(track, track.fine_texture, track.unchanged_share, SIGNALS)


def test_nothing_is_said_of_compression_where_it_is_not_known(track):
    assert (_loss_mm(_spend(track, None)) == 0.0).all()


def test_a_step_twice_as_coarse_loses_movements_twice_as_large(track):
    fine, coarse = (_loss_mm(_code(track, step)) for step in (5.0, 10.0))
    assert coarse == pytest.approx(2.0 * fine)


def test_skin_half_as_textured_loses_movements_twice_as_large(track):
    strong, faint = (_loss_mm(_code(track, 5.0, texture=texture)) for texture in (2.0, 1.0))
    assert faint == pytest.approx(2.0 * strong)


def test_the_more_pixels_an_encoder_copies_the_more_is_lost(track):
    losses_mm = [_loss_mm(_code(track, 8.0, unchanged=u)).mean() for u in (0.0, 0.3, 0.6, 0.9, 1.0)]
    assert (np.diff(losses_mm) > 0).all()
    assert np.isfinite(losses_mm).all()


def test_a_good_camera_file_keeps_a_third_of_a_millimetre_and_a_bad_one_not_two(track):
    assert (_loss_mm(_code(track, 5.0, 0.4, texture=1.3)) < 0.35).all()
    assert (_loss_mm(_code(track, 32.0, 0.9, texture=1.3)) > 2.0).all()


def test_where_the_codec_told_its_step_the_bits_of_the_background_do_not_matter(track):
    still, lively = (_spend(_code(track, 6.5), bits) for bits in (0.01, 0.3))
    assert (_loss_mm(still) == _loss_mm(lively)).all()


def test_where_it_did_not_fewer_bits_lose_larger_movements(track):
    few, many = _spend(track, 0.01), _spend(track, 1.0)
    assert _loss_mm(few) == pytest.approx(10.0 * _loss_mm(many))
    few_limits, many_limits = (
        [limit.limit_mm for limit in analyze_track(t).quality.detection_limits]
        for t in (_spend(track, 0.1), many)
    )
    assert all(a > b for a, b in zip(few_limits, many_limits, strict=True))


def test_a_place_is_judged_by_itself_whatever_the_others_show(track):
    texture, unchanged = np.array([[1.0, 2.0], [4.0, np.nan]]), np.full((2, 2), 0.5)
    coded = _code(track, 5.0)
    together = measure_compression_loss(coded, texture, unchanged, SIGNALS)
    for place in np.ndindex(2, 2):
        alone = measure_compression_loss(coded, texture[place], unchanged[place], SIGNALS)
        assert alone == together[place]


def test_smooth_skin_raises_the_stated_limit_of_its_own_side(track):
    texture = track.fine_texture.copy()
    texture[3, 0] /= 6
    smooth_cheek = replace(_code(track, 12.0), fine_texture=texture)
    limits = {
        (limit.region, limit.side): limit.limit_mm
        for limit in analyze_track(smooth_cheek).quality.detection_limits
    }
    assert limits["cheek", "left"] > limits["cheek", "right"] + 0.5


@pytest.mark.parametrize(("texture", "least_seen_mm"), [(4.0, 0.3), (1.7, 0.3), (0.4, 0.6)])
def test_less_is_believed_of_badly_coded_skin_the_fainter_it_is(texture, least_seen_mm):
    for size_mm in (0.3, 0.6):
        made = made_track(twitch(3.0, size_mm=size_mm), duration_s=8.0)
        made = _code(made, 24.0, texture=texture)
        found = [event for event in analyze_track(made).events if event.region == "cheek"]
        assert len(found) == (size_mm >= least_seen_mm)


def test_of_the_faintest_skin_no_more_is_asked_than_is_left_out_of_textured_skin(track):
    movement, _ = measure_track(_code(track, 5.0, texture=0.3))
    asked_mm = ask_of_compression(movement, Settings().detection)
    assert (movement.compression_loss_mm > 4 * movement.compression_floor_mm).all()
    assert asked_mm == pytest.approx(movement.compression_floor_mm)


def test_skin_that_was_never_seen_counts_as_usual(track):
    unknown = np.full_like(track.fine_texture, np.nan)
    unseen = replace(_code(track, 5.0), fine_texture=unknown, unchanged_share=unknown)
    usual = _code(track, 5.0, unchanged=0.0, texture=SIGNALS.usual_texture)
    assert _loss_mm(unseen) == pytest.approx(_loss_mm(usual))
    assert measure_compression_floor(unseen, SIGNALS) == pytest.approx(_loss_mm(usual).max())


def test_compression_changes_the_stated_limit_and_not_what_is_judged(track):
    bad, good = (analyze_track(_code(track, step, texture=1.0)) for step in (30.0, 2.0))
    assert bad.quality.observed_s == good.quality.observed_s
    assert any("lost when the video was compressed" in note for note in bad.quality.notes)
    assert not any("compressed" in note for note in good.quality.notes)


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
