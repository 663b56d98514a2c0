"""The numbers of one saved track stay what they are, unless somebody means to change them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from make_golden import CLIP, DOCUMENT, LENGTH_S, TRACK, describe, shrink_track

from twitchcam import analyze_track, read_track

ADVICE = (
    "The numbers changed. If that is meant, run python tests/support/make_golden.py and add a "
    "'Results changed' entry to CHANGELOG.md."
)


def find_changes(before: Any, now: Any, place: str = "analysis") -> list[str]:
    """Where two documents differ by more than one part in a million."""
    if isinstance(before, dict) and isinstance(now, dict):
        names = sorted(before.keys() | now.keys())
        pairs = [(before.get(n, "absent"), now.get(n, "absent"), f"{place}.{n}") for n in names]
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        pairs = [(a, b, f"{place}[{k}]") for k, (a, b) in enumerate(zip(before, now, strict=True))]
    else:
        numbers = [isinstance(v, (int, float)) and not isinstance(v, bool) for v in (before, now)]
        same = now == pytest.approx(before, rel=1e-6, abs=1e-6) if all(numbers) else now == before
        return [] if same else [f"{place}: {before} -> {now}"]
    return [change for pair in pairs for change in find_changes(*pair)]


@pytest.fixture(scope="module")
def stored():
    return json.loads(DOCUMENT.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def analysis():
    return analyze_track(read_track(TRACK))


def test_the_saved_track_gives_the_stored_numbers(stored, analysis):
    changes = find_changes(stored, describe(analysis))
    assert not changes, "\n".join([ADVICE, *changes[:20]])


def test_the_stored_numbers_are_about_something(stored):
    assert len(stored["events"]) >= 4
    assert len(stored["actions"]) >= 5
    assert {event["side"] for event in stored["events"]} == {"left"}
    assert stored["couplings"][0]["not_assessed_reason"] is None
    assert [finding["code"] for finding in stored["findings"]] == ["eye_to_mouth_cocontraction"]


def test_a_change_would_be_noticed_wherever_it_is(stored):
    def spoil(change):
        copy = json.loads(json.dumps(stored))
        change(copy)
        return find_changes(stored, copy)

    assert spoil(lambda copy: None) == []  # noqa: ARG005
    assert len(spoil(lambda copy: copy["events"].pop())) == 1
    amplitude = stored["events"][0]["amplitude_mm"]
    assert spoil(lambda c: c["events"][0].update(amplitude_mm=amplitude * (1 + 1e-8))) == []
    (change,) = spoil(lambda c: c["events"][0].update(amplitude_mm=amplitude * (1 + 1e-5)))
    assert change.startswith("analysis.events[0].amplitude_mm: ")
    assert spoil(lambda c: c["findings"][0].update(statement="All is well."))
    assert spoil(lambda c: c["quality"].update(usable=False))
    assert spoil(lambda c: c.pop("source"))


def test_the_stored_track_is_small_and_holds_what_is_analyzed():
    assert TRACK.stat().st_size < 1_600_000
    track = read_track(TRACK)
    assert track.time_s[-1] < LENGTH_S
    assert track.source.n_frames == len(track.time_s)


@pytest.mark.model
@pytest.mark.skipif(not CLIP.exists(), reason="the sample clips are not part of this copy")
def test_cutting_the_track_keeps_what_is_found(track_once, analysis):
    """What is stored is rounded; it must still say what the clip says."""
    track = track_once(CLIP)
    fresh = analyze_track(shrink_track(track))
    whole = analyze_track(track)
    early = [event for event in whole.events if event.offset_s < LENGTH_S - 1.0]
    for found in (fresh, analysis):
        kept = [
            event
            for event in early
            if any(
                (event.region, event.side) == (other.region, other.side)
                and abs(event.apex_s - other.apex_s) < 0.07
                for other in found.events
            )
        ]
        # Noise and rules at the edge of what passes see a shorter, rounded recording.
        assert len(early) - 1 <= len(kept)
        assert len(found.events) <= len(early) + 1
