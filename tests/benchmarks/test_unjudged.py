"""Where unjudged rest goes: the reasons add up, and each is told by its own name."""

from __future__ import annotations

import numpy as np
import pytest
from made_faces import made_track

from benchmarks.judging.stated import measure_overlap
from benchmarks.unjudged import REASONS, count_lost
from twitchcam.synthetic.movements import Blink, Talk


@pytest.mark.slow
@pytest.mark.parametrize(
    ("movements", "reason"),
    [((), ""), ((Blink(onset_s=3.0),), "by the eyes, lids moving"),
     ((Talk(start_s=2.0, stop_s=4.5),), "speech, chewing, head, light")],
)  # fmt: skip
def test_what_is_judged_and_what_is_lost_add_up_to_the_rest(movements, reason):
    lost = count_lost(made_track(*movements, duration_s=6.0), [(1.0, 5.0)])
    assert lost["rest"] == pytest.approx(4.0)
    assert lost["judged"] + sum(lost[name] for name in REASONS) == pytest.approx(4.0)
    assert lost["ends of the recording"] == 0.0
    others = [lost[name] for name in REASONS if name != reason]
    assert max(others) < (lost[reason] if reason else 0.05)


def test_moments_count_for_as_long_as_they_lie_in_a_stretch():
    inside_s = measure_overlap(np.array([0.0, 0.25, 0.5, 0.75]), [(0.2, 0.6)])
    assert inside_s.tolist() == pytest.approx([0.05, 0.25, 0.1, 0.0])
