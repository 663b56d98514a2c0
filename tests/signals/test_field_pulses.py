"""Peaks and noise of the dense field: a pulse is told where, when and how large it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from examples import keep_quick
from made_faces import change_track, made_track

from twitchcam.anatomy import SIDES
from twitchcam.records import NO_FIELD
from twitchcam.settings import DetectionSettings, SignalSettings
from twitchcam.signals import field_reading
from twitchcam.signals.field_pulses import measure_field_pulses
from twitchcam.signals.pulses import PULSE_LENGTHS_S
from twitchcam.signals.resolution import measure_eye_distance, measure_scale
from twitchcam.skin_places import (
    count_places,
    find_nearest_place,
    list_zones,
    measure_apart_mm,
)
from twitchcam.synthetic.tracks import mirror_track

SETTINGS, THRESHOLD = SignalSettings(), DetectionSettings().twitch_threshold
BY_EYES, OTHERS = list_zones()
CHEEK, CORNER = find_nearest_place("cheek"), find_nearest_place("mouth_corner")
# Numbers that noise alone decides are compared with it.
NOISE_PERCENT = 0.04


def pulse(time_s, apex_s, length_s):
    """A raised cosine of height 1."""
    apart = np.abs(time_s - apex_s)
    return np.where(apart < length_s / 2, 0.5 + 0.5 * np.cos(2 * np.pi * apart / length_s), 0.0)


def jerk(
    track, apex_s, place, side="left", size_mm=0.6, length_s=0.2, reach_mm=8.0, way=(0.6, 0.8)
):
    """The track with a jerk of skin around one place, as the flow shows it."""
    course = pulse(track.time_s, apex_s, length_s) * size_mm / track.mm_per_percent
    bump = np.exp(-0.5 * (measure_apart_mm()[place] / reach_mm) ** 2)

    def move(values):
        moved = course[:, None, None] * bump[:, None] * np.asarray(way)
        values[:, :, SIDES.index(side)] += moved.astype(np.float32)

    return change_track(track, field_displacement=move)


def made(duration_s=10.0, **plan):
    return made_track(duration_s=duration_s, **({"skin_noise_percent": NOISE_PERCENT} | plan))


def measure(track, settings=SETTINGS):
    mm_per_px = measure_scale(track, measure_eye_distance(track))
    return measure_field_pulses(track, mm_per_px, settings)


def clear(field):
    """Peaks that may be twitches; of the many weaker ones noise alone makes some."""
    return [peak for peak in field.peaks if peak.snr > THRESHOLD]


def find_near(field, time_s, within_s=0.1):
    """The strongest peak near a moment."""
    near = [peak for peak in field.peaks if abs(peak.time_s - time_s) < within_s]
    return max(near, key=lambda peak: peak.snr)


# --- peaks -----------------------------------------------------------------------------------


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(
    "place", keep_quick([CHEEK, CORNER, find_nearest_place("brow"), 0, 200], CORNER)
)
def test_a_pulse_is_a_peak_with_its_place_time_side_and_size(place, side):
    peak = find_near(measure(jerk(made(), 5.0, place, side)), 5.0)
    assert peak.side == side
    assert measure_apart_mm()[peak.place, place] < 7.0, "a neighbour may show it as clearly"
    assert peak.time_s == pytest.approx(5.0, abs=0.04)
    assert peak.size_mm == pytest.approx(0.6, rel=0.15)
    assert peak.snr > 10.0
    assert peak.snr > 3 * peak.other_side_snr
    assert peak.mirror_mm < 0.2 * peak.size_mm
    assert peak.neighbour_share > 0.5
    assert peak.far_share < 0.3
    assert 10.0 < peak.extent_mm < 40.0


@pytest.mark.slow
@pytest.mark.parametrize("length_s", PULSE_LENGTHS_S)
def test_the_length_that_fits_best_is_the_pulses_own_or_one_near_it(length_s):
    """Noise of single pictures takes most from the shortest, so one twice as long may stand out."""
    track = jerk(made(frame_rate_hz=60.0), 5.0, CHEEK, length_s=length_s, size_mm=1.0)
    found = PULSE_LENGTHS_S.index(find_near(measure(track), 5.0).length_s)
    assert 0 <= found - PULSE_LENGTHS_S.index(length_s) + 1 <= 3


def test_the_course_of_a_peak_shows_its_place_before_during_and_after():
    peak = find_near(measure(jerk(made(skin_noise_percent=0.0), 5.0, CHEEK, way=(1.0, 0.0))), 5.0)
    assert peak.place == CHEEK
    np.testing.assert_allclose(np.diff(peak.course_s), 1 / SETTINGS.sampling_rate_hz)
    assert peak.course_s[0] == pytest.approx(peak.time_s - 0.5)
    assert peak.course_s[-1] == pytest.approx(peak.time_s + 0.5)
    expected = 0.6 * pulse(peak.course_s, 5.0, 0.2)
    np.testing.assert_allclose(peak.course_mm[:, 0], expected, atol=0.08)
    np.testing.assert_allclose(peak.course_mm[:, 1], 0.0, atol=0.01)


def test_slow_drift_is_no_pulse():
    def drift(values):
        values += np.linspace(0.0, 30.0, len(values), dtype=np.float32)[:, None, None, None]

    assert clear(measure(change_track(made(), field_displacement=drift))) == []


def test_a_jerk_of_both_sides_says_so():
    both = jerk(jerk(made(), 5.0, CHEEK, "left"), 5.0, CHEEK, "right")
    peaks = [peak for peak in measure(both).peaks if abs(peak.time_s - 5.0) < 0.1]
    assert {peak.side for peak in peaks} == set(SIDES)
    for peak in peaks:
        assert peak.other_side_snr > 0.7 * peak.snr
        assert peak.mirror_mm > 0.8 * peak.size_mm


def test_a_single_place_that_jumps_is_told_by_its_neighbours():
    assert find_near(measure(jerk(made(), 5.0, CHEEK, reach_mm=1.0)), 5.0).neighbour_share < 0.2


def test_two_jerks_of_one_side_further_apart_than_the_shortest_rest_are_two_peaks():
    track = jerk(jerk(made(), 4.0, CHEEK), 4.4, CHEEK)
    times_s = [
        peak.time_s for peak in measure(track).peaks if peak.side == "left" and peak.snr > 10
    ]
    assert [t for t in times_s if abs(t - 4.0) < 0.06]
    assert [t for t in times_s if abs(t - 4.4) < 0.06]


@pytest.mark.slow
def test_peaks_come_in_order_of_time():
    track = made(60.0)
    apexes_s = 3.0 + 5.5 * np.arange(10)
    for k, apex_s in enumerate(apexes_s.tolist()):
        track = jerk(track, apex_s, CHEEK, SIDES[k % 2])
    times_s = [peak.time_s for peak in measure(track).peaks]
    assert times_s == sorted(times_s)
    # A jerk where the two zones meet is a peak of both, and skin that goes back to rest beside it
    # is a weaker one, which the rule ``at_rest`` rejects.
    found = clear(measure(track))
    near = [np.abs(apexes_s - peak.time_s).argmin() for peak in found]
    assert set(near) == set(range(10))
    for k, apex_s in enumerate(apexes_s.tolist()):
        own = [peak for peak, number in zip(found, near, strict=True) if number == k]
        strongest = max(own, key=lambda peak: peak.snr)
        assert strongest.time_s == pytest.approx(apex_s, abs=0.04)
        for peak in own:
            away_s = abs(peak.time_s - apex_s)
            assert away_s < 0.04 or (away_s < 0.2 and peak.snr < 0.7 * strongest.snr)


@pytest.mark.slow
def test_of_a_minute_of_noise_hardly_a_peak_stands_out():
    assert len(clear(measure(made(60.0)))) <= 1


# --- pieces, frame rates, mirror images ------------------------------------------------------


@pytest.fixture(scope="module")
def long_track():
    """With jerks at, beside and far from what will be the edges of pieces."""
    track = made(40.0, lost_s=((21.3, 21.9),))
    for k, apex_s in enumerate((3.0, 9.9, 10.02, 16.0, 20.1, 27.0, 29.97, 33.0)):
        track = jerk(track, apex_s, (CHEEK, CORNER, 5)[k % 3], SIDES[k % 2])
    return track


@pytest.mark.slow
@pytest.mark.parametrize("piece_s", [10.0, 14.0])
def test_a_recording_worked_out_in_pieces_gives_what_it_gives_as_a_whole(
    long_track, piece_s, monkeypatch
):
    monkeypatch.setattr(field_reading, "PIECE_S", 100.0)
    whole = measure(long_track)
    monkeypatch.setattr(field_reading, "PIECE_S", piece_s)
    pieces = measure(long_track)
    np.testing.assert_allclose(pieces.time_s, whole.time_s)
    np.testing.assert_allclose(pieces.noise_mm, whole.noise_mm, rtol=1e-3)
    assert len(clear(whole)) >= 8
    for one, other in zip(clear(whole), clear(pieces), strict=True):
        assert (one.side, one.place, one.length_s) == (other.side, other.place, other.length_s)
        assert other.time_s == pytest.approx(one.time_s)
        assert other.size_mm == pytest.approx(one.size_mm, rel=1e-3)
        assert other.snr == pytest.approx(one.snr, rel=1e-3)
        np.testing.assert_allclose(other.course_mm, one.course_mm, atol=1e-5)


@pytest.fixture(scope="module")
def usual():
    return find_near(measure(jerk(made(frame_rate_hz=30.0), 5.0, CHEEK)), 5.0)


@pytest.mark.slow
@pytest.mark.parametrize("rate_hz", [25.0, 30.0, 50.0, 60.0, 120.0])
def test_whatever_the_frame_rate_the_pulse_is_the_same(usual, rate_hz):
    peak = find_near(measure(jerk(made(frame_rate_hz=rate_hz), 5.0, CHEEK)), 5.0)
    assert peak.size_mm == pytest.approx(0.6, rel=0.1)
    assert peak.time_s == pytest.approx(usual.time_s, abs=0.034)
    assert measure_apart_mm()[peak.place, CHEEK] < 7.0


def test_irregular_times_show_the_same(usual, rng):
    time_s = np.cumsum(rng.uniform(0.02, 0.045, 320))
    track = made(time_s=tuple((time_s - time_s[0]).tolist()))
    peak = find_near(measure(jerk(track, 5.0, CHEEK)), 5.0)
    assert peak.size_mm == pytest.approx(usual.size_mm, rel=0.1)
    assert peak.time_s == pytest.approx(usual.time_s, abs=0.034)


def test_repeated_pictures_show_the_same():
    def repeat(values):
        values[4::5] = np.nan if values.dtype != bool else True

    # At this rate a longer pulse fits as well, and is lower: at 30 Hz the shorter one wins.
    plain = jerk(made(frame_rate_hz=37.5), 5.0, CHEEK)
    track = change_track(
        plain, repeated=repeat, field_displacement=repeat, skin_displacement=repeat
    )
    peak, expected = (find_near(measure(given), 5.0) for given in (track, plain))
    assert (peak.place, peak.length_s) == (expected.place, expected.length_s)
    assert peak.time_s == pytest.approx(expected.time_s, abs=0.034)
    assert peak.size_mm == pytest.approx(expected.size_mm, rel=0.1)


@pytest.mark.slow
def test_a_mirror_image_has_the_same_peaks_and_noise_on_the_other_side(long_track):
    plain, mirrored = measure(long_track), measure(mirror_track(long_track))
    np.testing.assert_array_equal(mirrored.time_s, plain.time_s)
    np.testing.assert_array_equal(mirrored.noise_mm, plain.noise_mm[:, :, ::-1])
    assert len(plain.peaks) == len(mirrored.peaks)

    def order(peak, swap):
        return (peak.time_s, (peak.side == "left") ^ swap, peak.place)

    for one, other in zip(
        sorted(plain.peaks, key=lambda p: order(p, False)),
        sorted(mirrored.peaks, key=lambda p: order(p, True)),
        strict=True,
    ):
        assert (one.time_s, one.place, one.length_s) == (other.time_s, other.place, other.length_s)
        assert one.side != other.side
        assert other.snr == pytest.approx(one.snr, rel=1e-6)
        np.testing.assert_allclose(other.course_mm, one.course_mm, atol=1e-6)


# --- noise -----------------------------------------------------------------------------------


def usual_noise(track):
    """(places, sides) mm."""
    return np.nanmedian(measure(track).noise_mm, axis=0)


@pytest.mark.slow
def test_the_noise_of_a_still_face_is_the_floor_and_grows_with_the_flows_own():
    floor_mm = SETTINGS.pulse_noise_floor_mm
    np.testing.assert_allclose(usual_noise(made(skin_noise_percent=0.0)), floor_mm, rtol=1e-5)
    levels = [usual_noise(made(skin_noise_percent=noise)).mean() for noise in (0.1, 0.2, 0.4)]
    assert levels[1] == pytest.approx(2 * levels[0], rel=0.1)
    assert levels[2] == pytest.approx(4 * levels[0], rel=0.1)


def test_coarser_coding_and_fainter_skin_are_noisier():
    def spread(values):
        values[:] = 1.5
        values[:40] = 0.5

    track = change_track(made(skin_noise_percent=0.0), field_texture=spread)
    fine, coarse = (usual_noise(replace(track, quantiser_step=step)) for step in (10.0, 20.0))
    assert (coarse > 1.5 * fine).all()
    assert (fine[:40] > 1.5 * fine[40:].max()).all()
    expected_mm = track.mm_per_percent * SETTINGS.coding_noise_percent * 20.0 / 0.5
    np.testing.assert_allclose(
        coarse[:40], np.hypot(expected_mm, SETTINGS.pulse_noise_floor_mm), rtol=1e-4
    )


@pytest.mark.slow
def test_a_place_that_trembles_raises_its_own_noise_and_no_others(rng):
    def tremble(values):
        values[:, CHEEK, 0] += rng.normal(0, 1.0, values[:, CHEEK, 0].shape)

    calm, trembling = (
        usual_noise(made()),
        usual_noise(change_track(made(), field_displacement=tremble)),
    )
    assert trembling[CHEEK, 0] > 10 * calm[CHEEK, 0]
    others = np.ones(calm.shape, bool)
    others[CHEEK, 0] = False
    np.testing.assert_allclose(trembling[others], calm[others], rtol=0.02)


@pytest.mark.slow
def test_noise_is_that_of_the_moment(rng):
    def shake(values):
        values[900:] += rng.normal(0, 1.0, values[900:].shape)

    noise_mm = measure(change_track(made(60.0), field_displacement=shake)).noise_mm
    assert noise_mm[30:80].mean() < 0.1 * noise_mm[160:210].mean()


def _move_zone(zone, apex_s=5.0):
    """What a closing eye or a word does: all skin of both sides, in different ways."""
    ways = np.random.default_rng(3).normal(size=(len(zone), len(SIDES), 2))

    def move(track):
        course = 2.0 * pulse(track.time_s, apex_s, 0.25)

        def add(values):
            values[:, zone] += (course[:, None, None, None] * ways).astype(np.float32)

        return change_track(track, field_displacement=add)

    return move


@pytest.mark.slow
@pytest.mark.parametrize(("moving", "resting"), [(BY_EYES, OTHERS), (OTHERS, BY_EYES)])
def test_while_one_zone_moves_the_noise_of_the_other_stays(moving, resting):
    """So that a jerk of the mouth does not hide behind a blink."""
    calm, moved = measure(made()), measure(_move_zone(moving)(made()))
    at = calm.index(5.0)
    assert (moved.noise_mm[at, moving] > 5 * calm.noise_mm[at, moving]).mean() > 0.9
    np.testing.assert_array_equal(moved.noise_mm[:, resting], calm.noise_mm[:, resting])
    far = np.abs(calm.time_s - 5.0) > 1.0
    # A median over seven seconds in which a quarter of one was lively.
    ratio = moved.noise_mm[far] / calm.noise_mm[far]
    assert np.nanmedian(ratio) == pytest.approx(1.0, abs=0.05)
    assert np.nanmax(ratio) < 1.5


def test_a_jerk_of_the_mouth_during_a_blink_is_a_peak_of_its_own():
    track = _move_zone(BY_EYES)(jerk(made(), 5.05, CORNER))
    peaks = [p for p in measure(track).peaks if p.place in OTHERS and abs(p.time_s - 5.05) < 0.1]
    assert [p.side for p in peaks] == ["left"]
    assert peaks[0].size_mm == pytest.approx(0.6, rel=0.15)


def test_a_jerk_of_one_place_does_not_make_the_face_livelier():
    calm, jerking = measure(made()), measure(jerk(made(), 5.0, CORNER, size_mm=2.0))
    far = measure_apart_mm()[CORNER] > 40.0
    at = calm.index(5.0)
    # It does move some of the zone's places, so the rank of the calm ones shifts a little.
    ratio = jerking.noise_mm[at, far] / calm.noise_mm[at, far]
    assert ratio.max() < 1.3


# --- what was not seen -----------------------------------------------------------------------


@pytest.mark.parametrize("reason", ["lost", "cut", "gap"])
def test_of_moments_that_were_not_seen_nothing_is_known(reason):
    """Nor of those so near that the longest pulse would not fit."""
    if reason == "lost":
        track = made(lost_s=((5.0, 5.5),))
    elif reason == "gap":
        track = made(time_s=tuple(k / 30 for k in range(300) if not 5.0 < k / 30 < 5.5))
    else:
        track = change_track(made(), cut=lambda cut: np.put(cut, 158, True))
    field = measure(track)
    stands_for = field.time_s[1] - field.time_s[0]
    unknown = np.isnan(field.noise_mm).all(axis=(1, 2))
    np.testing.assert_array_equal(unknown, np.isnan(field.noise_mm).any(axis=(1, 2)))
    assert unknown[field.index(5.25)]
    reach_s = PULSE_LENGTHS_S[-1] / 2 + SETTINGS.rest_beside_s
    away = (field.time_s > 5.5 + reach_s) | (field.time_s + stands_for < 5.0 - reach_s)
    assert not unknown[away][1:-1].any()
    assert clear(field) == []


def test_the_sum_that_starts_anew_after_a_loss_is_no_jerk():
    def jump(values):
        values[160:] += 30.0

    track = change_track(made(lost_s=((5.0, 5.3),)), field_displacement=jump)
    assert clear(measure(track)) == []


def test_a_jerk_across_a_loss_is_not_told():
    assert clear(measure(jerk(made(lost_s=((4.98, 5.05),)), 5.0, CHEEK))) == []


@pytest.mark.parametrize("n_frames", [1, 2, 3, 7, 30])
def test_very_short_recordings_have_a_field_without_peaks(n_frames):
    field = measure(made(time_s=tuple(np.arange(n_frames) / 30)))
    assert clear(field) == []
    assert field.noise_mm.shape[1:] == (count_places(), len(SIDES))


def test_pictures_of_nobody_have_neither_noise_nor_peaks():
    for field in (measure(made(5.0, lost_s=((0.0, 9.0),))), NO_FIELD):
        assert np.isnan(field.noise_mm).all()
        assert field.peaks == ()


def test_every_moment_of_a_recording_belongs_to_one_coarse_moment():
    field = measure(made(7.3))
    assert field.time_s[0] == 0.0
    step_s = np.diff(field.time_s)
    np.testing.assert_allclose(step_s, step_s[0])
    assert step_s[0] == pytest.approx(0.25, abs=0.03)
    assert field.time_s[-1] <= 7.3 - 1 / 30 < field.time_s[-1] + step_s[0] + 1e-6
    for k, time_s in enumerate(field.time_s.tolist()):
        assert field.index(time_s) == field.index(time_s + 0.2) == k
    assert field.index(-1.0) == 0
    assert field.index(99.0) == len(field.time_s) - 1
