"""Marks on another clock, or of the viewer's left and right, are told and not mended."""

from __future__ import annotations

from dataclasses import replace

import pytest

from twitchcam.evaluation.doubts import Doubt, find_doubts
from twitchcam.records import Mark
from twitchcam.report.agreement import say_doubt

ONSETS_S = (1.3, 2.9, 6.4, 7.3, 10.8, 12.1, 15.5, 21.2)


def mark(onset_s, side="left", kind="twitch"):
    region = "cheek" if kind == "twitch" else None
    return Mark(kind=kind, region=region, side=side, onset_s=onset_s, offset_s=onset_s + 0.2,
                amplitude_mm=None, note="")  # fmt: skip


FOUND = tuple(mark(t) for t in ONSETS_S)


def move(by_s, jitter_s=0.0):
    return tuple(
        replace(m, onset_s=m.onset_s + by_s + jitter_s * (-1) ** k, offset_s=m.offset_s + by_s + 1)
        for k, m in enumerate(FOUND)
    )


@pytest.mark.parametrize("by_s", [0.8, -1.0, 25.0])
@pytest.mark.parametrize("jitter_s", [0.0, 0.04])
def test_marks_on_another_clock_are_told_with_the_shift(by_s, jitter_s):
    (doubt,) = find_doubts(move(by_s, jitter_s), FOUND)
    assert (doubt.about, doubt.n, doubt.n_of) == ("clock", 8, 8)
    assert doubt.later_s == pytest.approx(-by_s, abs=0.06)


def test_a_doubt_is_told_in_a_sentence_with_its_numbers():
    said = say_doubt("truth.csv", Doubt(about="clock", n=8, n_of=9, later_s=-0.8))
    assert "truth.csv" in said
    assert "8 of 9" in said
    assert "all were 0.80 s earlier." in said
    assert "--mirrored" in say_doubt("truth.csv", Doubt(about="sides", n=8, n_of=8))


@pytest.mark.parametrize(
    "true",
    [
        FOUND,
        move(0.05),
        move(0.8)[:4],  # too few to be sure
        tuple(mark(t) for t in (0.4, 3.3, 5.1, 8.8, 14.2, 17.0)),  # somebody who saw other things
        (*FOUND[:5], *move(0.8)[5:]),
        tuple(replace(m, kind="smile") for m in move(0.8)),
        (),
    ],
)
def test_marks_that_agree_or_are_simply_others_bring_no_doubt(true):
    assert find_doubts(true, FOUND) == ()
    assert find_doubts(true, ()) == ()


def test_left_and_right_the_other_way_round_is_told():
    swapped = tuple(replace(m, side="right") for m in FOUND)
    assert find_doubts(swapped, FOUND) == (Doubt(about="sides", n=8, n_of=8),)


@pytest.mark.parametrize("n_swapped", [0, 1, 4])
def test_some_sides_that_differ_are_an_honest_disagreement(n_swapped):
    true = [replace(m, side="right" if k < n_swapped else "left") for k, m in enumerate(FOUND)]
    assert find_doubts(true, FOUND) == ()
    both = [replace(m, side="both") for m in FOUND]
    assert find_doubts(both, FOUND) == ()
