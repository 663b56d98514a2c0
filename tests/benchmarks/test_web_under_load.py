"""What the commands about a busy or hostile web count as wrong."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.soak import Seen, judge, split_looks


def _look(number: int, memory_mb: float, handles: int) -> tuple[float, float, int, int]:
    return 5.0 * number, memory_mb, handles, 12


@pytest.mark.parametrize(
    ("memory_mb", "handles", "ends", "n_left", "said"),
    [
        pytest.param(
            [231, 231, 232, 237, 238], [20, 26, 22, 24, 26], {"done": 3}, 0, "", id="flat"
        ),
        pytest.param([200, 231, 280, 380, 480], [20] * 5, {"done": 3}, 0, "Memory", id="memory"),
        pytest.param([200] * 5, [20, 30, 40, 50, 60], {"done": 3}, 0, "Handles", id="handles"),
        pytest.param([200] * 5, [20] * 5, {"done": 3, "running": 1}, 0, "'running': 1", id="lost"),
        pytest.param([200] * 5, [20] * 5, {"refused": 3}, 2, "2 folders", id="left behind"),
    ],
)
def test_a_long_use_is_judged_by_growth_losses_and_what_is_left(
    memory_mb, handles, ends, n_left, said
):
    looks = [_look(k, *each) for k, each in enumerate(zip(memory_mb, handles, strict=True))]
    wrong = judge(Seen(ends=Counter(ends), looks=looks), n_left)
    assert len(wrong) == bool(said)
    assert said in "".join(wrong)


def test_a_request_that_failed_is_told_once():
    seen = Seen(faults=["OSError: gone"] * 3, looks=[_look(0, 200, 20)])
    assert judge(seen, 0) == ["OSError: gone"]


def test_the_first_and_the_last_fifth_are_compared():
    looks = [_look(k, 200, 20) for k in range(10)]
    assert split_looks(looks) == (looks[:2], looks[-2:])
