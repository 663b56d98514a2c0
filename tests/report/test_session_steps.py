"""What was done in each step of a guided session."""

from __future__ import annotations

from twitchcam.report.session_steps import tally_steps


def document(cues, cued, events):
    return {
        "cues": [{"step": s, "start_s": a, "stop_s": b} for s, a, b in cues],
        "actions": [{"apex_s": apex, "cued": is_cued} for apex, is_cued in cued],
        "events": [{"apex_s": apex} for apex in events],
    }


def test_every_cue_is_answered_once_at_most():
    found = tally_steps(
        document(
            [("rest", 0.0, 20.0), ("light_blink", 21.0, 22.0), ("light_blink", 23.0, 24.0)],
            [(5.0, False), (21.5, True), (21.8, True)],
            [3.0, 21.6, 22.5],
        )
    )
    assert [(s.title, s.n_asked, s.n_done, s.n_events) for s in found] == [
        ("Look at the dot", 1, None, 1),
        ("Blink lightly", 2, 1, 1),
    ]


def test_a_late_answer_counts_and_a_foreign_step_keeps_its_name():
    found = tally_steps(
        document([("tight_closure", 0.0, 2.0), ("whistle_now", 5.0, 6.0)], [(2.5, True)], [])
    )
    assert (found[0].n_done, found[1].n_done) == (1, None)
    assert found[1].title == "whistle now"


def test_without_a_guide_there_are_no_steps():
    assert tally_steps(document([], [], [1.0])) == []
