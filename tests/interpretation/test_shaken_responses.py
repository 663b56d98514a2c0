"""What trembles moves in every blink: no answer to it is told then."""

from __future__ import annotations

import pytest
from examples_of_analysis import make_coupling, make_tremor

from twitchcam.interpretation.shaken_responses import leave_out_shaken

ANSWER = make_coupling(action="blink", region="chin", side="right", onsets_s=(1.0, 4.0, 7.0, 9.0))


@pytest.mark.parametrize(
    ("coupling", "side", "stop_s", "is_left_out"),
    [
        (ANSWER, "right", 8.0, True),
        (ANSWER, "both", 8.0, True),
        (ANSWER, "left", 8.0, False),
        # Most blinks came while nothing trembled.
        (ANSWER, "right", 5.0, False),
        # How far an eye opens is read from its lids.
        (make_coupling(action="smile", region="eye", onsets_s=(1.0, 4.0)), "right", 8.0, False),
    ],
)
def test_answers_during_a_tremor_of_that_side_are_not_assessed(coupling, side, stop_s, is_left_out):
    tremor = make_tremor(region="cheek", side=side, start_s=0.5, stop_s=stop_s)
    (told,) = leave_out_shaken((coupling,), (tremor,))
    assert (told.p_value is None) is is_left_out
    assert (told.not_assessed_reason is not None) is is_left_out
