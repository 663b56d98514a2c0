"""Which twitches of a made clip were found, on which side, how large, and what was made up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from benchmarks.judging.answers import TOLERANCE_S, Answers
from twitchcam.records import TwitchEvent
from twitchcam.synthetic.truth import TrueTwitch

# Skin is one sheet: a twitch whose strongest point lies next door counts as found.
NEIGHBOURS: Final = {
    "brow": ("upper_lid",),
    "upper_lid": ("brow", "lower_lid"),
    "lower_lid": ("upper_lid", "cheek"),
    "cheek": ("lower_lid", "upper_lip", "mouth_corner"),
    "upper_lip": ("cheek", "mouth_corner"),
    "mouth_corner": ("cheek", "upper_lip", "lower_lip", "chin"),
    "lower_lip": ("mouth_corner", "chin"),
    "chin": ("lower_lip", "mouth_corner"),
}
Answer = Literal["own region", "neighbour", "elsewhere", "wrong side", "nothing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One true twitch and what was said about it."""

    region: str
    side: str
    size_mm: float
    apex_s: float
    duration_s: float
    answer: Answer
    reported_mm: float | None
    onset_error_s: float | None = None

    @property
    def found(self) -> bool:
        """At the right time, on the right side, in its own or a neighbouring region."""
        return self.answer in ("own region", "neighbour")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """All twitches of a clip, and the events that none of them explains.

    ``n_false`` counts events that answer no twitch, those on the wrong side included;
    ``n_doubled`` those that say once more, close by, what was found already.
    """

    trials: tuple[Trial, ...]
    n_false: int
    n_doubled: int


def judge_events(truth: Sequence[TrueTwitch], events: Sequence[TwitchEvent]) -> Judgement:
    """Compare events with the truth: apex within ``TOLERANCE_S``, best answers first."""
    answers = Answers[Answer](
        true_s=[twitch.apex_s for twitch in truth],
        said_s=[event.apex_s for event in events],
        compare=lambda i, j: _compare(truth[i], events[j]),
    )
    answers.assign("own region")
    answers.assign("neighbour")
    doubled = {j for j in answers.spare if _repeats(events[j], truth)}
    answers.spare -= doubled
    n_false = len(answers.spare)
    answers.assign("elsewhere")
    answers.assign("wrong side")
    trials = []
    for i, twitch in enumerate(truth):
        answer, j = answers.given.get(i, ("nothing", -1))
        trials.append(
            Trial(
                region=twitch.region,
                side=twitch.side,
                size_mm=twitch.size_mm,
                apex_s=twitch.apex_s,
                duration_s=round(twitch.offset_s - twitch.onset_s, 4),
                answer=answer,
                reported_mm=None if answer == "nothing" else events[j].amplitude_mm,
                onset_error_s=(None if answer == "nothing" else events[j].onset_s - twitch.onset_s),
            )
        )
    return Judgement(trials=tuple(trials), n_false=n_false, n_doubled=len(doubled))


def describe_event(event: TwitchEvent) -> str:
    """When, where and how large, for a list of single events."""
    return f"{event.apex_s:.2f} s {event.side} {event.region} {event.amplitude_mm:.1f} mm"


def _compare(twitch: TrueTwitch, event: TwitchEvent) -> Answer:
    if event.side != twitch.side:
        return "wrong side"
    if event.region == twitch.region:
        return "own region"
    return "neighbour" if event.region in NEIGHBOURS[twitch.region] else "elsewhere"


def _repeats(event: TwitchEvent, truth: Sequence[TrueTwitch]) -> bool:
    return any(
        abs(event.apex_s - twitch.apex_s) <= TOLERANCE_S
        and _compare(twitch, event) in ("own region", "neighbour")
        for twitch in truth
    )
