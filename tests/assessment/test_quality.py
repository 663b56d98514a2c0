"""How much of a recording could be judged, how finely, and what it forbids to say."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from made_faces import TRUE_SIZE, analyze_made, change_track, made_track, twitch

from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.assessment.assessable import measure_limits
from twitchcam.assessment.quality import assess_quality
from twitchcam.pipeline import analyze_track, measure_track
from twitchcam.records import FieldPulses
from twitchcam.settings import Settings
from twitchcam.skin_places import count_places, list_regions
from twitchcam.synthetic.movements import Blink

pytestmark = pytest.mark.slow

# What a codec makes up is noise like any other; here only what it leaves out counts.
NO_CODING_NOISE = replace(TRUE_SIZE, signals=replace(TRUE_SIZE.signals, coding_noise_percent=0.0))


def _quality(*movements, **plan):
    return analyze_made(*movements, **({"duration_s": 10.0} | plan)).quality


def _notes_about(quality, word):
    return [note for note in quality.notes if word in note]


def test_a_good_recording_has_nothing_to_note():
    quality = _quality(Blink(onset_s=2.0))
    assert quality.usable
    assert quality.notes == ()
    assert quality.excluded == ()
    assert quality.face_coverage == 1.0
    assert quality.duration_s == pytest.approx(10.0 - 1 / 30)


def test_nothing_is_said_of_the_ends_and_of_the_skin_that_lids_move_around_a_blink():
    resting, blinking = _quality(), _quality(*(Blink(onset_s=t) for t in (2.0, 4.0, 6.0)))
    # In steps of a quarter of a second.
    assert resting.observed_s == pytest.approx(resting.duration_s - 0.6, abs=0.25)
    shares = [
        {(limit.region, limit.side): limit.observed_share for limit in quality.detection_limits}
        for quality in (resting, blinking)
    ]
    for side in SIDES:
        assert shares[1]["mouth_corner", side] == shares[0]["mouth_corner", side]
        lost_s = (shares[0]["upper_lid", side] - shares[1]["upper_lid", side]) * 10.0
        assert 3 * 0.5 < lost_s < 3 * 1.2


@pytest.mark.parametrize("rate_hz", [24.5, 29.97, 60.0, 120.0])
def test_the_frame_rate_is_measured_from_the_times(rate_hz):
    quality = _quality(frame_rate_hz=rate_hz)
    assert quality.frame_rate_hz == pytest.approx(rate_hz, rel=1e-6)
    assert quality.longest_gap_s == pytest.approx(1 / rate_hz)
    assert not _notes_about(quality, "pictures a second")


@pytest.mark.parametrize(
    ("freezes", "told"),
    [
        ([(3.0, 4.0)], "The picture froze once, from 3.0 to 4.0 s, as"),
        ([(3.0, 4.0), (6.0, 8.5)], "froze 2 times, for 3.5 s in all, longest from 6.0 to 8.5 s,"),
        ([(9.0, 10.0)], "once, from 9.0 to 10.0 s"),
    ],
)
def test_a_call_that_froze_says_when_and_for_how_long(freezes, told):
    def again(values):
        for start_s, stop_s in freezes:
            values[round(start_s * 30) + 1 : round(stop_s * 30)] = True

    quality = analyze_track(change_track(made_track(duration_s=10.0), repeated=again)).quality
    assert _notes_about(quality, told)
    assert not _notes_about(quality, "new pictures a second")
    assert quality.observed_s < 10.0 - sum(stop_s - start_s for start_s, stop_s in freezes)


def test_repeated_pictures_do_not_count_towards_the_frame_rate():
    def every_second(values):
        values[1::2] = True

    def unknown(values):
        values[1::2] = np.nan

    track = change_track(
        made_track(duration_s=10.0), repeated=every_second, skin_displacement=unknown
    )
    quality = analyze_track(track).quality
    assert quality.frame_rate_hz == pytest.approx(15.0, rel=0.01)
    assert _notes_about(quality, "15 new pictures a second")


@pytest.mark.parametrize(
    ("rate_hz", "noted"), [(12.0, True), (23.0, True), (24000 / 1001, False), (25.0, False)]
)
def test_below_24_pictures_a_second_a_note_says_that_twitches_can_be_missed(rate_hz, noted):
    notes = _notes_about(_quality(frame_rate_hz=rate_hz), "new pictures a second")
    assert bool(notes) is noted
    if noted:
        assert f"{rate_hz:.0f} new pictures" in notes[0]
        assert "can be missed" in notes[0]


@pytest.mark.parametrize(("size_px", "noted"), [(50.0, True), (78.0, True), (83.0, False)])
def test_below_80_pixels_a_note_says_that_only_large_movements_are_seen(size_px, noted):
    quality = _quality(eye_distance_px=size_px)
    assert quality.eye_distance_px == pytest.approx(size_px, rel=0.02)
    notes = _notes_about(quality, "face is small")
    assert bool(notes) is noted
    if noted:
        assert "only large movements" in notes[0]


@pytest.mark.parametrize(("length_s", "noted"), [(2.0, True), (4.5, True), (6.0, False)])
def test_below_5_seconds_a_note_says_that_rates_mean_nothing(length_s, noted):
    notes = _notes_about(_quality(duration_s=length_s), "too short")
    assert bool(notes) is noted


@pytest.mark.parametrize(
    ("luma", "told"), [(60.0, "is dark"), (150.0, None), (220.0, None), (250.0, "is too bright")]
)
def test_light_that_hides_the_skin_is_told(luma, told):
    track = change_track(made_track(duration_s=3.0), face_luma=lambda old: np.full_like(old, luma))
    notes = _notes_about(analyze_track(track).quality, "brightness is")
    assert ([luma] if told else []) == [luma for note in notes if told in note]


def test_what_counts_is_the_time_that_could_be_judged():
    quality = _quality(duration_s=10.0, lost_s=((1.0, 7.0),))
    assert 2.0 < quality.observed_s < 4.5
    assert quality.face_coverage == pytest.approx(0.4, abs=0.01)
    assert _notes_about(quality, "too short")


@pytest.mark.parametrize(("seen_s", "usable"), [(0.5, False), (0.9, False), (2.5, True)])
def test_with_less_than_a_second_to_judge_a_recording_is_of_no_use(seen_s, usable):
    assert _quality(duration_s=10.0, lost_s=((seen_s + 0.3, 99.0),)).usable is usable


def test_without_a_face_there_is_one_note_and_no_number():
    quality = _quality(lost_s=((0.0, 99.0),))
    assert not quality.usable
    assert quality.face_coverage == 0.0
    assert quality.observed_s == 0.0
    assert quality.eye_distance_px is None
    assert quality.mm_per_px is None
    assert quality.detection_limits == ()
    assert len(quality.notes) == 1
    assert "No face was found" in quality.notes[0]


@pytest.mark.parametrize("size_px", [82.5, 165.0, 330.0])
def test_millimetres_in_a_pixel_follow_the_size_of_the_face(size_px):
    quality = _quality(eye_distance_px=size_px)
    track = made_track(duration_s=1.0)
    assert quality.mm_per_px == pytest.approx(100 * track.mm_per_percent / size_px, rel=0.02)


def test_notes_from_reading_and_tracking_are_carried_over_first():
    track = made_track(duration_s=3.0)
    track = replace(track, notes=("Two faces.",), source=replace(track.source, notes=("Cut off.",)))
    assert analyze_track(track).quality.notes[:2] == ("Two faces.", "Cut off.")


def test_the_longest_gap_is_the_longest_time_without_news():
    times_s = [k / 30 for k in range(300) if not 60 < k <= 75]
    assert _quality(time_s=tuple(times_s)).longest_gap_s == pytest.approx(16 / 30)


def test_the_limits_follow_the_noise():
    means = [
        np.mean([limit.limit_mm for limit in _quality(skin_noise_percent=noise).detection_limits])
        for noise in (0.0, 0.05, 0.1, 0.2, 0.4)
    ]
    assert all(more >= 1.2 * less for less, more in itertools.pairwise(means[1:]))
    assert means[0] <= means[1]
    settings = TRUE_SIZE
    floor_mm = settings.detection.twitch_threshold * settings.signals.pulse_noise_floor_mm
    assert means[0] == pytest.approx(floor_mm / settings.assessment.narrow_gain, rel=0.02)


@pytest.mark.parametrize("loss_mm", [0.0, 0.1, 0.4, 3.0])
def test_what_compression_leaves_of_a_movement_at_the_limit_is_what_noise_asks_for(loss_mm):
    noise_mm = np.linspace(0.01, 0.2, 2 * count_places()).reshape(1, count_places(), 2)
    field = FieldPulses(
        time_s=np.zeros(1),
        noise_mm=noise_mm,
        peaks=(),
        compression_loss_mm=np.full(noise_mm.shape[1:], loss_mm),
    )
    limits_mm = measure_limits(field, TRUE_SIZE.assessment, 7.0)
    left_mm = limits_mm**2 / (limits_mm + loss_mm)
    np.testing.assert_allclose(left_mm, 7.0 / TRUE_SIZE.assessment.narrow_gain * noise_mm, 1e-5)


def test_coarser_coding_raises_the_limits_and_changes_nothing_that_is_found():
    track = made_track(twitch(3.0, 2.0), duration_s=10.0)
    told = [
        analyze_track(replace(track, quantiser_step=step), settings=NO_CODING_NOISE)
        for step in (0.6, 5.0, 10.0)
    ]
    means = [np.mean([x.limit_mm for x in each.quality.detection_limits]) for each in told]
    assert all(more > 1.1 * less for less, more in itertools.pairwise(means))
    assert len(told[0].events) == 1
    assert told[0].events == told[1].events == told[2].events
    assert len({each.quality.observed_s for each in told}) == 1
    # Of coarse video, limits are promised for wider twitches only.
    assert [each.quality.limit_width_mm for each in told] == [9.4, 14.1, 14.1]


@pytest.mark.parametrize(
    ("left_mm", "right_mm", "width_mm"),
    [
        pytest.param(0.02, 0.02, 9.4, id="hardly compressed"),
        pytest.param(0.3, 0.3, 14.1, id="compressed"),
        pytest.param(0.0, 0.3, 14.1, id="compressed, one side unseen"),
        pytest.param(0.0, 0.02, 9.4, id="hardly compressed, one side unseen"),
        pytest.param(0.0, 0.0, 14.1, id="nothing is known"),
    ],
)
def test_the_least_width_goes_by_what_compression_leaves_of_the_skin_that_is_seen(
    left_mm, right_mm, width_mm
):
    track = made_track(duration_s=6.0)
    movement, _ = measure_track(track)
    loss_mm = np.tile(np.float32([left_mm, right_mm]), (len(REGION_NAMES), 1))
    movement = replace(movement, compression_loss_mm=loss_mm)
    everywhere = np.ones(movement.field.noise_mm.shape, dtype=bool)
    quality = assess_quality(
        track,
        movement,
        everywhere,
        Settings().assessment,
        twitch_threshold=7.0,
        max_light_percent=1.0,
    )
    assert quality.limit_width_mm == width_mm


def test_the_limits_are_those_of_the_time_that_could_be_judged():
    def shake(values):
        random = np.random.default_rng(1)
        values[900:] += random.normal(0, 3.0, values[900:].shape).astype(np.float32)

    restless = change_track(made_track(duration_s=60.0), field_displacement=shake)
    quiet, mixed = (
        analyze_track(t, settings=TRUE_SIZE).quality
        for t in (made_track(duration_s=60.0), restless)
    )
    assert [limit.limit_mm for limit in mixed.detection_limits] == pytest.approx(
        [limit.limit_mm for limit in quiet.detection_limits], rel=0.25
    )
    assert 0.3 < mixed.observed_s / quiet.observed_s < 0.6
    assert {round(limit.observed_share, 1) for limit in mixed.detection_limits} <= {0.4, 0.5}


def test_a_stricter_threshold_raises_the_limits_in_proportion():
    usual, strict = (
        replace(TRUE_SIZE, detection=replace(TRUE_SIZE.detection, twitch_threshold=times))
        for times in (3.0, 12.0)
    )
    limits = [
        np.array([x.limit_mm for x in _quality(settings=s).detection_limits])
        for s in (usual, strict)
    ]
    np.testing.assert_allclose(limits[1], 4 * limits[0], rtol=1e-6)


def _tremble(sigma, regions, sides):
    """A change of the field: some regions of some sides move all the time."""
    chosen = np.isin(list_regions(), regions)

    def move(values):
        random = np.random.default_rng(2)
        for s, side in enumerate(SIDES):
            if side in sides:
                values[:, chosen, s] += random.normal(0, sigma, values[:, chosen, s].shape)

    return move


def test_a_limit_is_that_of_its_own_side_and_region():
    shake = _tremble(0.1, ("cheek",), ("right",))
    calm, shaken = (
        {
            (limit.region, limit.side): limit.limit_mm
            for limit in analyze_track(track, settings=TRUE_SIZE).quality.detection_limits
        }
        for track in (
            made_track(duration_s=20.0),
            change_track(made_track(duration_s=20.0), field_displacement=shake),
        )
    )
    assert shaken["cheek", "right"] > calm["cheek", "right"] + 0.2
    assert shaken["cheek", "left"] < calm["cheek", "left"] + 0.1
    assert shaken["brow", "left"] < calm["brow", "left"] + 0.1


def test_parts_that_move_all_the_time_are_left_out_and_the_rest_is_judged():
    moving = ("upper_lip", "mouth_corner", "lower_lip", "chin")
    track = change_track(
        made_track(duration_s=20.0), field_displacement=_tremble(5.0, moving, ("left",))
    )
    judged = {(limit.region, limit.side) for limit in analyze_track(track).quality.detection_limits}
    assert not {region for region, side in judged if side == "left"} & set(moving)
    assert {region for region, side in judged if side == "right"} == set(REGION_NAMES)


def test_every_place_of_the_face_has_its_own_limit_and_a_lost_one_has_none():
    lost, n = 17, count_places()

    def hide(values):
        values[:, lost, 1] = np.nan

    track = change_track(made_track(duration_s=8.0), field_displacement=hide)
    limits = analyze_track(track).quality.place_limits
    assert limits.limit_mm[n + lost] is None
    assert limits.assessed_share[n + lost] == 0.0
    others = [k for k in range(2 * n) if k not in (lost, n + lost)]
    assert min(limits.assessed_share[k] for k in others) > 0.8
    assert all(0.0 < limits.limit_mm[k] < 3.0 for k in others)


def _compressed(*movements, hidden=REGION_NAMES, sides=SIDES, duration_s=10.0):
    """A track of which compression hides every movement in some patches."""

    def smooth(values):
        for r, region in enumerate(REGION_NAMES):
            for s, side in enumerate(SIDES):
                values[r, s] = 0.2 if region in hidden and side in sides else 5.0

    def smooth_places(values):
        of_region = np.empty((len(REGION_NAMES), len(SIDES)))
        smooth(of_region)
        values[:] = of_region[[REGION_NAMES.index(region) for region in list_regions()]]

    track = change_track(
        made_track(*movements, duration_s=duration_s),
        fine_texture=smooth,
        field_texture=smooth_places,
    )
    return analyze_track(replace(track, source=replace(track.source, bits_per_px=0.012)))


def test_parts_that_compression_hides_are_not_judged_and_named():
    quality = _compressed().quality
    assert set(quality.hidden_regions) == set(REGION_NAMES)
    assert quality.detection_limits == ()
    assert quality.observed_s == 0.0


def test_who_sent_a_squeezed_video_is_told_to_send_a_better_one():
    (finding,) = _compressed().findings
    assert finding.code == "not_assessable"
    assert "as the camera made it" in finding.statement


def test_a_lightly_compressed_video_hides_no_part():
    assert _quality().hidden_regions == ()


@pytest.mark.parametrize("side", SIDES)
def test_where_one_side_is_hidden_neither_side_is_judged(side):
    analysis = _compressed(twitch(3.0, 2.0), hidden=("cheek",), sides=(side,))
    assert analysis.quality.hidden_regions == ("cheek",)
    assert analysis.events == ()


def test_hidden_parts_do_not_change_how_often_the_others_twitch():
    jerks = [twitch(1.0 + 2.0 * k, 2.0, region="brow") for k in range(9)]
    whole, most_hidden = (
        _compressed(*jerks, hidden=hidden, duration_s=20.0)
        for hidden in ((), ("cheek", "chin", "lower_lip", "upper_lip", "mouth_corner"))
    )
    assert len(most_hidden.events) == len(whole.events) == 9
    assert most_hidden.quality.observed_s == pytest.approx(whole.quality.observed_s, rel=0.1)


def test_nothing_found_names_the_parts_that_could_be_seen():
    (finding,) = _compressed(hidden=REGION_NAMES[2:]).findings
    assert finding.code == "nothing_found"
    assert finding.confidence == "low"
    assert "in the eyebrow and upper eyelid" in finding.statement
