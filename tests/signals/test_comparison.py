"""What covers one side of a face costs the other side nothing."""

from __future__ import annotations

import numpy as np
import pytest
from made_faces import TRUE_SIZE, change_track, list_near, made_track, places, twitch

from twitchcam import analyze_track
from twitchcam.anatomy import SIDES
from twitchcam.records import UNSEEN_REASONS, Visibility
from twitchcam.signals.comparison import list_rivals, mark_comparable, measure_busy
from twitchcam.skin_places import count_places, get_places
from twitchcam.synthetic.tracks import SKIN_RGB

CLOTH, BLACK = (140, 178, 198), (30, 31, 34)
LENGTH_S = 8.0


def hide(side, reach_mm, rgb=CLOTH, region="cheek"):
    """Colours of a face with something over one side of it."""

    def change(colour):
        random = np.random.default_rng(1)
        colour[:] = np.asarray(SKIN_RGB) * random.uniform(0.9, 1.1, (*colour.shape[:3], 1))
        near = list_near(region, reach_mm)
        colour[:, near, SIDES.index(side)] = rgb

    return change


def follow(side, reach_mm, shake_mm=0.0, region="cheek"):
    """A change of the movement: what lies over ``side`` goes along with the other side."""

    def change(field):
        s = SIDES.index(side)
        near = list_near(region, reach_mm)
        field[:, near, s] = field[:, near, 1 - s]
        shake = np.cumsum(np.random.default_rng(3).normal(0.0, shake_mm, (len(field), 2)), axis=0)
        field[:, near, s] += shake[:, None]

    return change


def other(side):
    return "right" if side == "left" else "left"


def swing(side, reach_mm=22.0, swing_hz=0.9):
    """A change of the light: a strand passes one side again and again."""

    def change(light):
        s = SIDES.index(side)
        at_mm = get_places().neutral_mm.reshape(2, -1, 2)[s]
        near = list_near("cheek", reach_mm)
        time_s = np.arange(len(light)) / 30.0
        middle = at_mm[near].mean(axis=0)[0] + 8.0 * np.sin(2 * np.pi * swing_hz * time_s)
        gone = np.exp(-(((at_mm[near, 0] - middle[:, None]) / 5.0) ** 4))
        light[:, near, s] *= 1.0 - 0.55 * gone

    return change


@pytest.mark.slow
@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(
    ("reach_mm", "rgb", "shake_mm"),
    [(20.0, CLOTH, 0.0), (32.0, BLACK, 0.0), (32.0, CLOTH, 0.3), (45.0, BLACK, 0.3)],
)
def test_a_twitch_beside_a_covered_side_is_one_of_its_own_side(side, reach_mm, rgb, shake_mm):
    free = other(side)
    track = change_track(
        made_track(twitch(2.5, 2.0, side=free), twitch(5.0, 2.0, side=free), duration_s=LENGTH_S),
        field_colour=hide(side, reach_mm, rgb),
        field_displacement=follow(side, reach_mm, shake_mm),
    )
    events = analyze_track(track, settings=TRUE_SIZE).events
    assert places(events) == [("cheek", free)] * 2
    assert {event.confidence for event in events} <= {"moderate", "high"}


@pytest.mark.slow
@pytest.mark.parametrize("side", SIDES)
def test_a_twitch_beside_a_swinging_strand_is_one_of_its_own_side(side):
    free = other(side)
    moved = made_track(twitch(3.0, 2.0, side=free), duration_s=LENGTH_S)
    strand = change_track(moved, field_light=swing(side), field_displacement=follow(side, 20.0))
    assert places(analyze_track(strand, settings=TRUE_SIZE).events) == [("cheek", free)]


@pytest.mark.slow
def test_what_both_sides_do_in_sight_stays_a_movement_of_both():
    moved = made_track(twitch(3.0, 2.0), duration_s=LENGTH_S)
    both = change_track(moved, field_displacement=follow("right", 32.0))
    assert {side for _, side in places(analyze_track(both, settings=TRUE_SIZE).events)} == {"both"}


def make_visibility(hidden=(), restless=(), why="covered"):
    reason = np.zeros((4, count_places(), 2), np.uint8)
    swings = np.zeros(reason.shape, dtype=bool)
    for side in hidden:
        reason[:, :50, SIDES.index(side)] = 1 + UNSEEN_REASONS.index(why)
    for side in restless:
        swings[:, :50, SIDES.index(side)] = True
    return Visibility(time_s=np.arange(4) * 0.25, reason=reason, restless=swings)


@pytest.mark.parametrize(
    ("hidden", "restless", "counted"),
    [
        ((), (), (True, True)),
        (("left",), (), (False, True)),
        ((), ("right",), (True, False)),
        ((), ("left", "right"), (True, True)),  # a face that acts, and no strand
        (("left",), ("left", "right"), (False, True)),
    ],
)
def test_what_is_hidden_or_swings_on_one_side_alone_says_nothing(hidden, restless, counted):
    marks = mark_comparable(make_visibility(hidden, restless), np.array([0.1, 0.6]))
    assert marks.shape == (2, 2, count_places())
    assert tuple(marks[:, s, :50].all() for s in range(2)) == counted
    assert marks[:, :, 50:].all()


@pytest.mark.parametrize(("why", "counts"), [("outside", False), ("dark", True), ("turned", True)])
def test_skin_that_is_hard_to_see_is_skin_all_the_same(why, counts):
    marks = mark_comparable(make_visibility(("left",), why=why), np.array([0.1]))
    assert marks[0, 0, :50].all() == counts


@pytest.mark.parametrize("n_hidden", [0, 20, 60, 100])
def test_a_still_side_is_not_lively_however_much_of_the_other_is_hidden(n_hidden):
    random = np.random.default_rng(2)
    ratio = np.hypot(*random.normal(size=(2, 40, 2, 100)))
    counts = np.ones(ratio.shape, dtype=bool)
    counts[:, 0, :n_hidden] = False
    ratio[~counts] = 30.0  # whatever the cover does
    assert measure_busy(ratio, counts, 30.0)[:, 1].max() < 1.3
    lively = np.where(counts, 3.0 * ratio, ratio)
    assert measure_busy(lively, counts, 30.0).min() > 2.0


def test_what_a_cover_does_counts_on_its_own_side():
    ratio = np.full((5, 2, 100), 1.0)
    counts = np.ones(ratio.shape, dtype=bool)
    counts[:, 0, :70] = False
    ratio[~counts] = 30.0
    busy = measure_busy(ratio, counts, 30.0)
    assert busy[:, 0].min() > 10.0
    assert (busy[:, 1] == 1.0).all()
    assert list_rivals(counts[0], 0).sum() == 200
    assert list_rivals(counts[0], 1).sum() == 130


@pytest.mark.parametrize("times", [0.5, 0.95, 1.0, 1.05, 4.0])
def test_a_face_is_as_lively_as_three_quarters_of_its_places_over_a_still_one(times):
    random = np.random.default_rng(2)
    ratio = (times * np.hypot(*random.normal(size=(2, 90, 2, 100)))).astype(np.float32)
    ratio[40:43] *= 3.0
    known = np.ones(ratio.shape, dtype=bool)
    ordered = np.sort(ratio.reshape(len(ratio), -1), axis=1)
    high = ordered[:, int(0.75 * (ordered.shape[1] - 1))] / np.sqrt(-2.0 * np.log(0.25))
    widest = np.array([high[max(k - 3, 0) : k + 4].max() for k in range(len(high))])
    busy = measure_busy(ratio, known, rate_hz=30.0)
    np.testing.assert_allclose(busy, np.maximum(widest, 1.0)[:, None].repeat(2, axis=1), rtol=1e-6)


@pytest.mark.parametrize("times", [3.0, 30.0, 300.0])
def test_what_one_side_does_alone_makes_no_face_lively_however_much_it_is(times):
    random = np.random.default_rng(2)
    ratio = np.hypot(*random.normal(size=(2, 40, 2, 100)))
    known = np.ones(ratio.shape, dtype=bool)
    one_sided = ratio.copy()
    one_sided[20:23, 0] *= times
    assert measure_busy(one_sided, known, 30.0).max() < 2.0
    # The other side does a third of it: the face acts.
    acts = one_sided.copy()
    acts[20:23, 1] *= times / 3
    assert measure_busy(acts, known, 30.0)[20:23].min() > times / 3 - 0.5
    # What moves beside a cover may be moved by it.
    covered = known.copy()
    covered[:, 0, :30] = False
    assert measure_busy(one_sided, covered, 30.0)[21, 0] > times / 2
