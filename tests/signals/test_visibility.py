"""What cannot be seen is not judged, with the reason in words; what can be seen still is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from examples import keep_short
from made_faces import TRUE_SIZE, change_track, list_near, made_track, places, twitch
from other_tracker import NEAR_A_THRESHOLD

from twitchcam import analyze_track
from twitchcam.anatomy import LARGEST_MM, SIDES
from twitchcam.assessment.unseen import describe_unseen
from twitchcam.records import UNSEEN_REASONS, Unseen
from twitchcam.report.summary import make_summary
from twitchcam.settings import VisibilitySettings
from twitchcam.signals.visibility import measure_visibility
from twitchcam.skin_places import (
    count_places,
    get_places,
    get_places_shape,
    list_areas,
    list_regions,
)
from twitchcam.synthetic.clip import ClipPlan, write_clip
from twitchcam.synthetic.lighting import ShadowEdge, Strand
from twitchcam.synthetic.movements import Blink, BrowRaise, HeadTurn, Smile, Tremble
from twitchcam.synthetic.tracks import SKIN_RGB
from twitchcam.synthetic.worn import MASK, Worn

pytestmark = pytest.mark.slow

SETTINGS = VisibilitySettings()
REGIONS, AREAS = np.array(list_regions()), np.array(list_areas())
NEAR_CHEEK = list_near("cheek", 20.0)
TWICE = (twitch(2.0, 2.0), twitch(4.5, 2.0), twitch(6.0, 2.0, side="right"))


def reasons_of(track, region, side):
    """Shares of the reasons for which a region could not be seen."""
    reason = measure_visibility(track, SETTINGS).reason[:, region == REGIONS, SIDES.index(side)]
    counts = np.bincount(reason.ravel(), minlength=1 + len(UNSEEN_REASONS))[1:] / reason.size
    return {name: share for name, share in zip(UNSEEN_REASONS, counts, strict=True) if share}


def paint(rgb, where=NEAR_CHEEK, side="left", looks=slice(None), skin=SKIN_RGB, seed=1):
    """A change of the colours: skin that varies as skin does, and ``rgb`` at some places."""

    def change(colour):
        random = np.random.default_rng(seed)
        shade = random.uniform(0.75, 1.1, colour.shape[1:3])[..., None]
        blood = 1.0 + random.normal(0.0, 0.02, colour.shape[1:3])
        colour[:] = np.asarray(skin) * shade
        colour[..., 0] *= blood
        if rgb is not None:
            spots = np.zeros(colour.shape[1], dtype=bool)
            spots[where] = True
            light = random.uniform(0.9, 1.05, (int(spots.sum()), 1))
            colour[looks, spots, SIDES.index(side)] = np.asarray(rgb) * light

    return change


# --- what is covered ------------------------------------------------------------------------

CLOTH = {
    "white": (225, 225, 222), "blue": (140, 178, 198), "green": (90, 150, 110),
    "grey": (120, 120, 120), "black": (24, 24, 26), "cream": (225, 205, 185),
}  # fmt: skip
SKINS = {
    "pale": (225, 190, 175), "tanned": (190, 145, 125), "brown": (120, 82, 62),
    "dark": (70, 44, 34), "under a blue lamp": (150, 128, 150), "under a bulb": (220, 140, 80),
}  # fmt: skip


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("rgb", CLOTH.values(), ids=CLOTH)
def test_cloth_over_a_cheek_is_no_skin(rgb, side):
    track = change_track(made_track(duration_s=4.0), field_colour=paint(rgb, side=side))
    assert reasons_of(track, "cheek", side)["covered"] > 0.5
    other = "right" if side == "left" else "left"
    assert reasons_of(track, "cheek", other) == {}
    assert reasons_of(track, "chin", side) == {}


@pytest.mark.parametrize("skin", SKINS.values(), ids=SKINS)
def test_skin_of_every_colour_is_skin_in_any_light(skin):
    track = change_track(made_track(duration_s=4.0), field_colour=paint(None, skin=skin))
    assert not measure_visibility(track, SETTINGS).reason.any()
    masked = paint(np.multiply(skin, (0.7, 1.1, 1.2)), skin=skin)
    assert reasons_of(change_track(track, field_colour=masked), "cheek", "left")["covered"] > 0.5


def test_a_face_half_of_which_is_masked_is_compared_with_the_other_half():
    masked = ("cheek", "upper_lip", "mouth_corner", "lower_lip", "chin")
    lower = np.flatnonzero(np.isin(REGIONS, masked))

    def mask(colour):
        paint(None)(colour)
        colour[:, lower] = CLOTH["blue"]

    track = change_track(made_track(duration_s=4.0), field_colour=mask)
    for side in SIDES:
        assert reasons_of(track, "mouth_corner", side)["covered"] == 1.0
        assert reasons_of(track, "brow", side).get("covered", 0.0) < 0.1  # where it begins


def shine_on_both(colour):
    paint(None)(colour)
    colour[:, NEAR_CHEEK[:5]] = CLOTH["white"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(paint(CLOTH["white"], NEAR_CHEEK[:5], looks=slice(0, 2)), id="a highlight"),
        pytest.param(shine_on_both, id="both cheeks shine"),
        pytest.param(lambda colour: colour.mean(axis=-1, keepdims=True) + 0 * colour, id="grey"),
        pytest.param(lambda colour: colour * [0.2, 1.0, 0.3], id="green light"),
    ],
)
def test_what_shines_and_pictures_without_colour_are_not_covered(change):
    track = change_track(made_track(duration_s=4.0), field_colour=change)
    assert not measure_visibility(track, SETTINGS).reason.any()


@pytest.mark.parametrize("side", SIDES)
def test_a_lamp_of_another_colour_from_one_side_covers_nothing(side):
    """It takes the red of the temple as cloth does, but little by little."""
    across_mm = np.abs(get_places().neutral_mm[: count_places(), 0])
    left = np.clip(1.1 - across_mm / across_mm.max(), 0.0, 1.0)

    def light(colour):
        paint(None)(colour)
        lit = colour[:, :, SIDES.index(side)]
        lit[..., 0] = lit[..., 1] + left * (lit[..., 0] - lit[..., 1])

    track = change_track(made_track(duration_s=4.0), field_colour=light)
    assert not measure_visibility(track, SETTINGS).reason.any()


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(
    ("cloth", "n_places", "hidden"),
    [("white", 4, True), ("white", 6, True), ("blue", 4, True), ("grey", 4, True),
     ("white", 2, False)],
)  # fmt: skip
def test_a_small_piece_of_tape_or_gauze_on_one_side_is_no_skin(cloth, n_places, hidden, side):
    spot = list_near("cheek", 9.0)[:n_places]
    track = change_track(
        made_track(duration_s=6.0), field_colour=paint(CLOTH[cloth], spot, side=side)
    )
    covered = measure_visibility(track, SETTINGS).reason > 0
    assert covered[:, spot, SIDES.index(side)].all() == hidden
    assert not covered[:, :, 1 - SIDES.index(side)].any()
    assert covered.mean() < 0.1


@pytest.mark.parametrize(
    ("rgb", "n_places", "hidden"),
    [
        ((40, 40, 42), 4, True),  # a microphone
        ((6, 6, 7), 4, True),
        ((40, 40, 42), 2, False),  # too small to tell from a mole
        ((90, 52, 38), 4, False),  # brown: hair, a mole
    ],
)
def test_a_small_dark_thing_without_colour_is_no_skin(rgb, n_places, hidden):
    spot = list_near("cheek", 8.0)[:n_places]
    track = change_track(made_track(duration_s=4.0), field_colour=paint(rgb, spot))
    reason = measure_visibility(track, SETTINGS).reason[:, spot, 0]
    assert (reason > 0).all() == hidden
    assert (reason > 0).any() == hidden


def test_dark_glass_before_the_lids_is_told():
    lids = np.flatnonzero(np.isin(AREAS, ("upper_lid", "lower_lid")))
    track = change_track(made_track(duration_s=4.0), field_colour=paint((19, 16, 15), lids))
    assert reasons_of(track, "lower_lid", "left")["covered"] > 0.5


@pytest.mark.parametrize(("yaw_deg", "side"), [(20.0, "left"), (-20.0, "right")])
def test_skin_that_turns_away_is_not_judged_and_the_near_side_is(yaw_deg, side):
    turned = made_track(HeadTurn(onset_s=2.0, yaw_deg=yaw_deg, hold_s=3.0), duration_s=8.0)
    visibility = measure_visibility(turned, SETTINGS)
    held = (visibility.time_s > 3.0) & (visibility.time_s < 4.5)
    away = visibility.reason == 1 + UNSEEN_REASONS.index("turned")
    far = np.isin(AREAS, ("temple", "outer_cheek"))
    assert away[held][:, far, SIDES.index(side)].mean() > 0.1
    assert not away[held][:, :, 1 - SIDES.index(side)].any()
    # The middle of the face is seen, and so is all of it while it looks straight ahead.
    assert not away[:, np.isin(AREAS, ("chin", "inner_cheek", "lower_lip"))].any()
    assert not away[visibility.time_s < 1.5].any()


def swing_before(region, side, percent=55.0, swing_hz=0.9):
    """A change of the light: a strand passes the places around a region again and again."""

    def change(light):
        at_mm = get_places().neutral_mm.reshape(2, -1, 2)[SIDES.index(side)]
        near = list_near(region, 22.0)
        time_s = np.arange(len(light)) / 30.0
        middle = at_mm[near].mean(axis=0)[0] + 8.0 * np.sin(2 * np.pi * swing_hz * time_s)
        gone = np.exp(-(((at_mm[near, 0] - middle[:, None]) / 5.0) ** 4))
        light[:, near, SIDES.index(side)] *= 1.0 - percent / 100.0 * gone

    return change


@pytest.mark.parametrize("swing_hz", [0.6, 0.9, 2.0])
def test_a_strand_that_swings_all_the_time_is_no_skin(swing_hz):
    track = change_track(
        made_track(duration_s=8.0), field_light=swing_before("cheek", "left", swing_hz=swing_hz)
    )
    visibility = measure_visibility(track, SETTINGS)
    assert visibility.is_swept("cheek", "left", 3.0, 3.5)
    assert not visibility.is_swept("cheek", "right", 0.0, 8.0)
    assert not visibility.is_swept("lower_lip", "left", 0.0, 8.0)


def test_living_skin_is_never_taken_for_a_strand():
    lively = (Blink(onset_s=1.0), twitch(2.0, 2.5), Smile(onset_s=3.0), BrowRaise(onset_s=6.0))
    track = made_track(*lively, duration_s=9.0, sway_mm=2.0)
    assert not measure_visibility(track, SETTINGS).restless.any()


# --- what follows from it --------------------------------------------------------------------


def hide_left_cheek(reason):
    def blacken(light):
        light[:, list_near("cheek", 28.0), 0] = 12.0  # the half-dark around it is seen

    def leave(light):
        light[:, NEAR_CHEEK, 0] = np.nan

    if reason == "covered":
        return {"field_colour": paint(CLOTH["white"])}
    return {"field_light": blacken if reason == "dark" else leave}


@pytest.mark.parametrize("reason", keep_short(["covered", "dark", "outside"], "covered"))
def test_nothing_is_made_of_what_cannot_be_seen_and_the_other_side_is_judged(reason):
    trembling = Tremble(
        region="cheek", side="left", frequency_hz=6.0, size_mm=1.0, start_s=7.0, stop_s=11.0
    )
    seen = made_track(*TWICE, trembling, duration_s=12.0)
    assert len(analyze_track(seen, settings=TRUE_SIZE).tremor) == 1
    hidden = change_track(seen, **hide_left_cheek(reason))
    analysis = analyze_track(hidden, settings=TRUE_SIZE)
    assert places(analysis.events) == [("cheek", "right")]
    assert analysis.tremor == ()
    quality = analysis.quality
    assert {u.side for u in quality.unseen} == {"left"}
    assert {u.reason for u in quality.unseen} == {reason}
    assert {u.share for u in quality.unseen if u.region == "cheek"} == {1.0}
    (note,) = [note for note in quality.notes if note in describe_unseen(quality.unseen)]
    assert "left cheek" in note
    assert "all of the time" in note
    why = {"covered": "covered by something", "dark": "too dark", "outside": "outside the picture"}
    assert why[reason] in make_summary(analysis, "out").replace("\n", " ")
    assert ("cheek", "left") not in {(x.region, x.side) for x in quality.detection_limits}
    assert ("cheek", "right") in {(x.region, x.side) for x in quality.detection_limits}
    # What is not part of the face that could be judged takes no time from the rest of it.
    whole = analyze_track(seen, settings=TRUE_SIZE).quality
    assert quality.observed_s == pytest.approx(whole.observed_s, rel=0.03)


def test_a_mask_that_is_taken_off_hides_only_what_came_before():
    track = change_track(
        made_track(*TWICE, duration_s=9.0),
        field_colour=paint(CLOTH["blue"], looks=slice(0, 4)),
    )
    found = analyze_track(track, settings=TRUE_SIZE).events
    assert [(e.side, round(e.apex_s, 1)) for e in found] == [("left", 4.6), ("right", 6.1)]


def test_an_edge_of_the_picture_that_comes_and_goes_hides_only_its_time():
    def leave(light):
        light[45:90, NEAR_CHEEK, 0] = np.nan

    track = change_track(made_track(*TWICE, duration_s=9.0), field_light=leave)
    found = analyze_track(track, settings=TRUE_SIZE).events
    assert [(e.side, round(e.apex_s, 1)) for e in found] == [("left", 4.6), ("right", 6.1)]


def test_a_recording_without_a_face_has_nothing_that_could_be_seen_or_not():
    track = made_track(duration_s=2.0, lost_s=((0.0, 2.0),))
    shape = get_places_shape()
    for faceless in (
        track,
        replace(track, colour_s=np.empty(0), field_colour=np.empty((0, *shape, 3))),
    ):
        assert not measure_visibility(faceless, SETTINGS).reason.any()
        assert analyze_track(faceless).quality.unseen == ()


# --- light that passes -----------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.5, 0.7, 1.6])
@pytest.mark.parametrize("length_s", [0.1, 0.2])
def test_what_a_passing_shadow_or_lamp_seems_to_move_is_no_event(share, length_s):
    def pass_by(light):
        first = round(2.0 * 30)
        light[first : first + round(length_s * 30), NEAR_CHEEK, 0] *= share

    track = change_track(made_track(*TWICE, duration_s=9.0), field_light=pass_by)
    found = analyze_track(track, settings=TRUE_SIZE).events
    assert [(e.side, round(e.apex_s, 1)) for e in found] == [("left", 4.6), ("right", 6.1)]


def test_light_that_changes_for_all_of_the_face_hides_nothing():
    def flash(light):
        light[::7] *= 0.6

    track = change_track(made_track(*TWICE, duration_s=9.0), field_light=flash)
    assert not measure_visibility(track, SETTINGS).reason.any()


def test_skin_that_brings_what_lies_beside_it_is_seen():
    """A twitch moves a spotted cheek by half the way to the next place."""
    random = np.random.default_rng(4)
    spots = np.exp(random.normal(0.0, 0.15, get_places_shape()))

    def move(light):
        light *= spots
        light[60:66, :-1] = 0.5 * (light[60:66, :-1] + light[60:66, 1:])

    track = change_track(made_track(*TWICE, duration_s=9.0), field_light=move)
    assert len(analyze_track(track, settings=TRUE_SIZE).events) == 3


def test_what_took_most_is_told_first_and_the_lids_of_a_told_eye_not_at_all():
    def part(region, reason, share):
        return Unseen(region=region, side="left", reason=reason, share=share)

    lids = (part("upper_lid", "covered", 1.0), part("lower_lid", "covered", 1.0))
    little, much = part("chin", "outside", 0.2), part("cheek", "dark", 0.9)
    first, second = describe_unseen((little, much))
    assert "left cheek" in first
    assert "left chin" in second
    assert len(describe_unseen((*lids, much))) == 2
    assert len(describe_unseen((*lids, much), ("right",))) == 2
    assert describe_unseen((*lids, much), ("left",)) == (first,)


def test_what_hides_another_person_says_nothing_of_the_one_who_is_judged():
    track = change_track(made_track(*TWICE, duration_s=12.0), **hide_left_cheek("dark"))
    other = replace(track, other_person=np.full(len(track.time_s), fill_value=True))
    assert (measure_visibility(track, SETTINGS).reason > 0).any()
    assert not (measure_visibility(other, SETTINGS).reason > 0).any()


def test_the_terminal_says_once_what_could_not_be_seen():
    hidden = change_track(made_track(*TWICE, duration_s=12.0), **hide_left_cheek("dark"))
    shown = make_summary(analyze_track(hidden, settings=TRUE_SIZE), "out").replace("\n", " ")
    assert shown.count("left cheek") == 1


# --- anatomy ---------------------------------------------------------------------------------


@pytest.mark.parametrize("region", ["chin", "cheek"])
def test_no_event_is_larger_than_anatomy_allows(region):
    largest_mm = LARGEST_MM[region]

    def find(size_mm):
        track = made_track(twitch(3.0, size_mm, region=region), duration_s=8.0)
        return analyze_track(track, settings=TRUE_SIZE).events

    assert len(find(0.5 * largest_mm)) == 1
    assert all(event.amplitude_mm <= largest_mm for event in find(2.5 * largest_mm))


# --- filmed ----------------------------------------------------------------------------------

RIGHT = ["right"]
FILMED = {
    "mask": ({"worn": (MASK,)}, "covered", ("mouth_corner", "left"), []),
    "gauze": ({"worn": (Worn(region="cheek", side="left"),)}, "covered", ("cheek", "left"), RIGHT),
    "edge": pytest.param(
        {"cut_off_px": (0, 0, 70, 0)}, "outside", ("cheek", "left"), RIGHT, marks=NEAR_A_THRESHOLD
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("plan", "reason", "patch", "sides"),
    keep_short(FILMED.values(), FILMED["gauze"], FILMED["edge"]),
    ids=FILMED,
)
def test_filmed_covers_and_edges(request, make_once, track_once, plan, reason, patch, sides):
    twitches = (twitch(1.5, 2.5), twitch(3.5, 2.5), twitch(5.0, 2.5, side="right"))
    made = ClipPlan(
        movements=twitches,
        duration_s=6.5,
        size_px=(240, 240),
        eye_distance_px=90.0,
        **plan,
    )
    name = f"seen-{request.node.callspec.id}.mp4"
    analysis = analyze_track(track_once(make_once(name, lambda path: write_clip(made, path))))
    # What so few coarse pixels make up at other moments is asked by benchmarks.small_faces.
    found = [
        event.side
        for event in analysis.events
        if any(one.onset_s < event.apex_s < one.onset_s + 0.3 for one in twitches)
    ]
    assert found == sides
    assert (*patch, reason) in {(u.region, u.side, u.reason) for u in analysis.quality.unseen}


def test_filmed_edges_of_shadow_move_nothing(make_once, track_once):
    lengths_s = (0.1, 0.15, 0.2, 0.3)
    made = ClipPlan(
        movements=(Blink(onset_s=0.7),),
        lights=tuple(
            ShadowEdge(region="cheek", side="left", onset_s=1.2 + k, duration_s=length_s)
            for k, length_s in enumerate(lengths_s)
        ),
        duration_s=6.0,
        size_px=(240, 240),
        eye_distance_px=90.0,
    )
    analysis = analyze_track(track_once(make_once("shadows.mp4", lambda p: write_clip(made, p))))
    assert analysis.events == ()


def test_filmed_hair_that_swings_is_no_twitch_and_no_held_pull(make_once, track_once):
    made = ClipPlan(
        movements=(Blink(onset_s=0.7),),
        lights=(Strand(region="cheek", side="left"),),
        duration_s=5.0,
        size_px=(240, 240),
        eye_distance_px=90.0,
    )
    track = track_once(make_once("hair.mp4", lambda path: write_clip(made, path)))
    assert analyze_track(track).events == ()
    visibility = measure_visibility(track, SETTINGS)
    assert visibility.is_swept("cheek", "left", 1.5, 3.5)
    assert not visibility.is_swept("cheek", "right", 0.0, 5.0)
