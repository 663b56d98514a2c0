"""What compression leaves out, and what it makes up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from made_faces import made_track, twitch

from twitchcam import Settings, analyze_track
from twitchcam.signals.resolution import (
    find_step,
    measure_coding_noise,
    measure_compression_loss,
    measure_eye_distance,
    measure_scale,
)
from twitchcam.skin_places import list_regions

pytestmark = pytest.mark.slow

SIGNALS = Settings().signals


@pytest.fixture(scope="module")
def track():
    return made_track(duration_s=8.0)


def _spend(track, bits_per_px):
    return replace(track, source=replace(track.source, bits_per_px=bits_per_px))


def _code(track, step, unchanged=0.3, texture=None):
    """The track of a clip whose codec told its step."""
    shape = track.fine_texture.shape
    coded = replace(track, quantiser_step=step, unchanged_share=np.full(shape, unchanged))
    if texture is None:
        return coded
    field_texture = np.full(track.field_texture.shape, texture)
    return replace(coded, fine_texture=np.full(shape, texture), field_texture=field_texture)


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
    texture = track.field_texture.copy()
    texture[np.array(list_regions()) == "cheek", 0] /= 3
    smooth_cheek = replace(_code(track, 6.0), field_texture=texture)
    limits = {
        (limit.region, limit.side): limit.limit_mm
        for limit in analyze_track(smooth_cheek).quality.detection_limits
    }
    assert limits["cheek", "left"] > limits["cheek", "right"] + 0.5


def _make_up(track, settings=SIGNALS):
    """What a codec makes up."""
    mm_per_px = measure_scale(track, measure_eye_distance(track))
    return measure_coding_noise(track, mm_per_px, settings)


@pytest.mark.parametrize(("texture", "min_seen_mm"), [(4.0, 0.6), (0.7, 1.6), (0.3, 9.0)])
def test_less_is_believed_of_badly_coded_skin_the_fainter_it_is(texture, min_seen_mm):
    for size_mm in (0.6, 1.6):
        made = made_track(twitch(3.0, size_mm=size_mm), duration_s=8.0)
        made = _code(made, 8.0, texture=texture)
        found = [event for event in analyze_track(made).events if event.region == "cheek"]
        assert len(found) == (size_mm >= min_seen_mm)


def test_what_a_codec_makes_up_grows_with_its_step_and_in_faint_skin(track):
    usual = _make_up(_code(track, 10.0, texture=1.6))
    assert usual.shape == track.field_texture.shape
    assert (usual > 0).all()
    for step, texture in ((20.0, 1.6), (10.0, 0.8)):
        noise = _make_up(_code(track, step, texture=texture))
        assert noise == pytest.approx(2 * usual)
    faint, fainter = (
        _make_up(_code(track, 10.0, texture=texture))
        for texture in (SIGNALS.min_texture, SIGNALS.min_texture / 5)
    )
    assert faint == pytest.approx(fainter), "fainter texture is the camera's noise"


def test_what_a_codec_makes_up_averages_out_over_fewer_blocks_in_a_small_face():
    def made_up(eye_distance_px):
        plan = made_track(twitch(2.0, 1.0), duration_s=4.0, eye_distance_px=eye_distance_px)
        return _make_up(_code(plan, 10.0, texture=1.6))

    assert made_up(60.0) == pytest.approx(1.5 * made_up(90.0), rel=0.02)
    assert made_up(300.0) == pytest.approx(made_up(200.0)), "blocks enough in either"


def test_where_nothing_is_known_of_the_codec_it_makes_up_nothing(track):
    assert find_step(track, SIGNALS) == 0.0
    assert (_make_up(track) == 0.0).all()
    assert find_step(_spend(track, 0.25), SIGNALS) == 2 * find_step(_spend(track, 1.0), SIGNALS)
    assert find_step(_code(_spend(track, 0.25), 7.0), SIGNALS) == 7.0


def test_skin_that_was_never_seen_counts_as_usual(track):
    unknown = np.full_like(track.fine_texture, np.nan)
    unseen = replace(_code(track, 5.0), fine_texture=unknown, unchanged_share=unknown)
    usual = _code(track, 5.0, unchanged=0.0, texture=SIGNALS.usual_texture)
    assert _loss_mm(unseen) == pytest.approx(_loss_mm(usual))
    unseen = replace(unseen, field_texture=np.full_like(track.field_texture, np.nan))
    assert _make_up(unseen) == pytest.approx(_make_up(usual))


def test_of_a_badly_compressed_recording_less_is_judged_and_a_note_says_so(track):
    bad, good = (analyze_track(_code(track, step, texture=1.0)) for step in (30.0, 2.0))
    assert bad.quality.observed_s < good.quality.observed_s
    assert any("lost when the video was compressed" in note for note in bad.quality.notes)
    assert not any("compressed" in note for note in good.quality.notes)
