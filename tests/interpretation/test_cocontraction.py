"""Eyes, lips and brows that drag another part of the face along, and healthy faces that do not."""

from __future__ import annotations

import numpy as np
import pytest
from examples import keep_short
from made_faces import analyze_made, codes

from twitchcam import analyze_track
from twitchcam.interpretation.coupling import ANSWERING
from twitchcam.synthetic.clip import ClipPlan, write_clip
from twitchcam.synthetic.movements import (
    Blink,
    BrowRaise,
    Dragged,
    Narrowing,
    Pucker,
    Smile,
    hard_closure,
)

pytestmark = pytest.mark.slow

SIDES = ("left", "right")
TIMES_S = (2.0, 6.3, 10.1, 15.2, 19.0, 24.4)
LENGTH_S = 30.0


def _act(make, **changes):
    return [make(onset_s=t, **changes) for t in TIMES_S]


def _analyze(*movements, **plan):
    return analyze_made(*movements, **({"duration_s": LENGTH_S} | plan))


def _of(analysis, action, region, side):
    wanted = (action, region, side)
    (coupling,) = [c for c in analysis.couplings if (c.action, c.region, c.side) == wanted]
    return coupling


# --- what is held drags --------------------------------------------------------------------


_DRAWN_ALONG = (
    (BrowRaise, "brow_raise", "mouth_corner", "brow_to_mouth_cocontraction"),
    (hard_closure, "eye_closure", "mouth_corner", "eye_to_mouth_cocontraction"),
    (hard_closure, "eye_closure", "chin", "eye_to_mouth_cocontraction"),
)


@pytest.mark.parametrize(
    ("make", "action", "region", "code", "side"),
    keep_short(
        [(*drawn, side) for drawn in _DRAWN_ALONG for side in SIDES],
        (*_DRAWN_ALONG[0], "left"),
        (*_DRAWN_ALONG[1], "right"),
        (*_DRAWN_ALONG[2], "left"),
    ),
)
def test_skin_that_is_drawn_along_is_found_on_its_side(make, action, region, code, side):
    rule = "blink" if action == "eye_closure" else action
    drag = Dragged(action=rule, region=region, side=side, size_mm=1.5, duration_s=0.4)
    analysis = _analyze(*_act(make), drag)
    coupling = _of(analysis, action, region, side)
    size_mm = 3.0 if action == "eye_closure" else 1.5  # squeezes pull twice as hard
    assert (coupling.n_actions, coupling.n_responses) == (len(TIMES_S), len(TIMES_S))
    assert coupling.p_value < 0.01
    assert coupling.response_mm == pytest.approx(size_mm, rel=0.2)
    assert coupling.other_side_mm < 0.3 * size_mm
    assert -0.2 < coupling.lag_s < 0.3
    assert (code, side) in codes(analysis)
    other = "right" if side == "left" else "left"
    assert (code, other) not in codes(analysis)


@pytest.mark.parametrize("side", SIDES)
def test_an_eye_that_narrows_in_every_pucker_is_found(side):
    drag = Dragged(
        action="pucker", region="lower_lid", side=side, size_mm=0.5, duration_s=0.4, lid_closure=0.3
    )
    analysis = _analyze(*_act(Pucker), drag, *(Blink(onset_s=t + 2.2) for t in TIMES_S))
    coupling = _of(analysis, "pucker", "eye", side)
    assert coupling.response_share == pytest.approx(0.3, abs=0.06)
    assert coupling.other_side_share == pytest.approx(0.0, abs=0.03)
    assert ("mouth_to_eye_cocontraction", side) in codes(analysis)


def test_a_blink_within_a_pucker_does_not_pass_for_narrowing():
    blinks = [Blink(onset_s=t + 0.7, left=1.0, right=0.75) for t in TIMES_S]
    assert not _cocontractions(_analyze(*_act(Pucker), *blinks))


def test_harder_squeezes_drag_further_and_the_slope_says_so():
    strengths = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    closures = [
        hard_closure(t, squeeze=squeeze) for t, squeeze in zip(TIMES_S, strengths, strict=True)
    ]
    drag = Dragged(action="blink", region="mouth_corner", side="left", size_mm=1.5, duration_s=0.4)
    coupling = _of(_analyze(*closures, drag), "eye_closure", "mouth_corner", "left")
    low, high = coupling.dose_slope_interval
    assert 0.0 < low < coupling.dose_slope < high
    assert np.corrcoef(coupling.doses_mm, coupling.answers_mm)[0, 1] > 0.9


# --- what healthy faces do ---------------------------------------------------------------------


def _cocontractions(analysis):
    return [code for code, _ in codes(analysis) if code.endswith("_cocontraction")]


def test_eyes_that_narrow_in_a_smile_are_healthy():
    narrowings = [
        Narrowing(side="both", onset_s=t, closure=0.3, duration_s=0.8, hold_s=1.6) for t in TIMES_S
    ]
    analysis = _analyze(*_act(Smile), *narrowings)
    assert _of(analysis, "smile", "eye", "left").response_share > 0.2
    assert not _cocontractions(analysis)


@pytest.mark.parametrize(("difference", "said"), [(0.08, False), (0.3, True)])
def test_a_smile_counts_only_when_one_eye_narrows_much_more(difference, said):
    narrowings = [
        Narrowing(side=side, onset_s=t, closure=closure, duration_s=0.8, hold_s=1.6)
        for t in TIMES_S
        for side, closure in (("left", 0.15 + difference), ("right", 0.15))
    ]
    found = _cocontractions(_analyze(*_act(Smile), *narrowings))
    assert found == (["mouth_to_eye_cocontraction"] if said else [])


@pytest.mark.parametrize("make", [BrowRaise, hard_closure, Pucker, Smile, Blink])
def test_an_action_that_drags_nothing_is_healthy(make):
    assert not _cocontractions(_analyze(*_act(make), sway_mm=1.5, turn_deg=1.0))


@pytest.mark.parametrize("make", [BrowRaise, hard_closure])
def test_what_both_sides_do_alike_is_healthy_overflow(make):
    rule = "blink" if make is hard_closure else "brow_raise"
    drag = Dragged(action=rule, region="mouth_corner", side="both", size_mm=1.5, duration_s=0.4)
    assert not _cocontractions(_analyze(*_act(make), drag))


def test_two_of_a_kind_are_too_few_and_the_reason_names_it():
    analysis = _analyze(*_act(Pucker)[:2])
    assert {c.not_assessed_reason for c in analysis.couplings if c.action == "pucker"} == {
        "2 pursings of the lips could be judged; at least 3 are needed."
    }


def test_every_action_has_its_answering_regions_whatever_was_done():
    found = [(c.action, c.region, c.side) for c in _analyze().couplings]
    assert found == [
        (action, region, side)
        for action, regions in ANSWERING.items()
        for region in regions
        for side in SIDES
    ]


# --- in pixels ------------------------------------------------------------------------------


@pytest.mark.model
def test_a_brow_that_drags_the_mouth_and_a_squeeze_are_found_in_pixels(make_once, track_once):
    plan = ClipPlan(
        duration_s=15.0,
        frame_rate_hz=25.0,
        size_px=(320, 240),
        eye_distance_px=110.0,
        movements=(
            *(BrowRaise(onset_s=t) for t in (1.2, 3.6, 7.3, 9.6)),
            hard_closure(12.6, hold_s=0.7),
            Dragged(action="brow_raise", region="mouth_corner", side="right", size_mm=2.2,
                    duration_s=0.5),
        ),
        seed=21,
    )  # fmt: skip
    analysis = analyze_track(track_once(make_once("brow.mp4", lambda path: _write(plan, path))))
    kinds = [(action.kind, "hard" in action.manner) for action in analysis.actions]
    assert kinds == [("brow_raise", False)] * 4 + [("eye_closure", True)]
    assert ("brow_to_mouth_cocontraction", "right") in codes(analysis)
    assert len(_cocontractions(analysis)) == 1


def _write(plan, path):
    write_clip(plan, path)
