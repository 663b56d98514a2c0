"""An answer to blinks is found wherever it is in the lower face, also between the regions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from examples import keep_pairs
from made_faces import TRUE_SIZE, made_track

from twitchcam import analyze_track
from twitchcam.anatomy import SIDES
from twitchcam.detection.actions import detect_actions
from twitchcam.interpretation.coupling import relate_actions
from twitchcam.interpretation.find_cocontraction import is_coupled
from twitchcam.pipeline import measure_track
from twitchcam.skin_places import get_neutral_eye_distance_mm
from twitchcam.synthetic.jerks import Jerk
from twitchcam.synthetic.movements import Blink
from twitchcam.synthetic.open_skin import find_place
from twitchcam.synthetic.tracks import mirror_track

pytestmark = pytest.mark.slow

LENGTH_S = 20.0
NASOLABIAL_FOLD = (24.0, 50.0)
BLINKS_S = (1.6, 4.1, 7.3, 9.8, 13.1, 15.4, 18.2)


def answering(at_mm=NASOLABIAL_FOLD, side="left", size_mm=0.6, lag_s=0.06, **changes):
    """A face that blinks seven times, and the skin at one place that jerks after every blink."""
    blinks = [Blink(onset_s=t - 0.095) for t in BLINKS_S]
    jerks = [
        Jerk(
            place=find_place(*at_mm),
            side=side,
            onset_s=t + lag_s - 0.1,
            size_mm=size_mm,
            direction=(0.6, 0.8),
            **changes,
        )
        for t in BLINKS_S
    ]
    return made_track(*blinks, *(jerks if size_mm else ()), duration_s=LENGTH_S)


@pytest.fixture(scope="module")
def fold():
    return analyze_track(answering(), settings=TRUE_SIZE)


def blink_couplings(analysis):
    return [c for c in analysis.couplings if c.action == "blink"]


def best(analysis):
    return min(blink_couplings(analysis), key=lambda c: (c.p_value, -c.response_mm))


def sides(analysis):
    return [f.side for f in analysis.findings if f.code == "eye_to_mouth_cocontraction"]


def test_an_answer_in_the_nasolabial_fold_is_a_finding_with_its_side(fold):
    assert sides(fold) == ["left"]
    assert (best(fold).n_actions, best(fold).n_responses) == (7, 7)
    assert best(fold).p_value <= 0.01


def test_it_tells_where_how_large_and_how_late(fold):
    coupling = best(fold)
    at_mm = np.array(coupling.place) * get_neutral_eye_distance_mm()
    # Skin beside it goes nearly as far, and this face is not quite the usual one.
    assert np.hypot(*(at_mm - NASOLABIAL_FOLD)) < 15.0
    assert coupling.area in ("inner_cheek", "nose_side", "upper_lip", "mouth_corner")
    low, high = coupling.response_interval_mm
    assert low <= coupling.response_mm <= high
    assert coupling.response_mm == pytest.approx(0.6, rel=0.25)
    assert coupling.other_side_mm < 0.1
    assert coupling.lag_s == pytest.approx(0.06, abs=0.04)


def test_the_mirror_image_answers_on_the_other_side(fold):
    mirrored = analyze_track(mirror_track(answering()), settings=TRUE_SIZE)
    assert sides(mirrored) == ["right"]
    assert best(mirrored).area == best(fold).area
    assert best(mirrored).place == pytest.approx((-best(fold).place[0], best(fold).place[1]))
    assert best(mirrored).response_mm == pytest.approx(best(fold).response_mm, rel=0.02)


_FAR_MM = ((58.0, 45.0), (38.0, 72.0), (16.0, 92.0))


@pytest.mark.parametrize(
    ("at_mm", "side"),
    keep_pairs(_FAR_MM, SIDES),
)
def test_no_place_of_the_lower_face_is_too_far_from_a_region(at_mm, side):
    assert sides(analyze_track(answering(at_mm, side), settings=TRUE_SIZE)) == [side]


@pytest.mark.parametrize(
    "changes", [{"size_mm": 0.0}, {"side": "both"}, {"lag_s": 0.6}], ids=["none", "both", "late"]
)
def test_what_is_no_answer_of_one_side_is_none(changes):
    assert sides(analyze_track(answering(**changes), settings=TRUE_SIZE)) == []


def test_too_few_blinks_say_nothing():
    few = made_track(*(Blink(onset_s=t) for t in BLINKS_S[:3]), duration_s=LENGTH_S)
    reasons = {c.not_assessed_reason for c in blink_couplings(analyze_track(few))}
    assert reasons == {"3 blinks could be judged; at least 4 are needed."}


def test_a_face_that_jerks_whenever_it_likes_is_seldom_called_coupled():
    """Trains at random times, in a face that jerks seven times: chance is told from answers."""
    track = answering(lag_s=0.9)
    movement, expression = measure_track(track, settings=TRUE_SIZE)
    blinks = [a for a in detect_actions(expression, movement, TRUE_SIZE.actions)]
    random, n_small, n_stated = np.random.default_rng(4), 0, 0
    for _ in range(60):
        apexes_s = np.sort(random.uniform(0.5, LENGTH_S - 0.5, len(blinks)))
        moved = tuple(
            replace(b, onset_s=t - 0.1, apex_s=float(t), offset_s=t + 0.1)
            for b, t in zip(blinks, apexes_s, strict=True)
        )
        couplings = relate_actions(
            moved, movement, expression, TRUE_SIZE.coupling, track, field_gain=0.55
        )
        n_small += any((c.p_value or 1.0) < 0.01 for c in couplings)
        n_stated += any(is_coupled(c, TRUE_SIZE.coupling) for c in couplings)
    assert n_stated == 0
    assert n_small <= 3
