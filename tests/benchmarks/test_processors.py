"""Events of two analyses of the same clip are told apart, and paired where they are the same."""

from __future__ import annotations

import pytest

from benchmarks.processors import compare


def event(apex_s, side="left", *, size_mm=1.0, confidence="high"):
    return {
        "kind": "twitch", "side": side, "apex_s": apex_s, "amplitude_mm": size_mm,
        "confidence": confidence,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("usual", "other", "n_pairs", "alone"),
    [
        ([event(1.0)], [event(1.0)], 1, ()),
        ([event(1.0)], [event(1.1, size_mm=1.3, confidence="low")], 1, ()),
        ([event(1.0)], [event(1.3, confidence="low")], 0, ("high", "low")),
        ([event(1.0)], [event(1.0, "right")], 0, ("high", "high")),
        ([event(1.0), event(1.14)], [event(1.13)], 1, ("high",)),
        ([], [event(1.0, confidence="low")], 0, ("low",)),
        ([], [], 0, ()),
    ],
)
def test_an_event_is_the_same_at_the_same_moment_on_the_same_side(usual, other, n_pairs, alone):
    found = compare(usual, other)
    assert len(found.pairs) == n_pairs
    assert found.alone == alone


def test_each_event_is_paired_with_the_nearest_that_is_left():
    found = compare([event(1.0), event(2.0)], [event(2.05), event(1.1), event(0.95)])
    assert [(a["apex_s"], b["apex_s"]) for a, b in found.pairs] == [(1.0, 0.95), (2.0, 2.05)]
    assert len(found.alone) == 1
