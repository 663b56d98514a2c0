"""What a guided session asks for at which moment, and the cues that come of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from twitchcam.capture.protocol import PREPARE_S, Protocol, Step
from twitchcam.records import Cue


class Prompt(NamedTuple):
    """What the person is asked for, from when to when, in seconds of the recording."""

    kind: Literal["prepare", "trial", "rest"]
    step: Step
    trial: int
    start_s: float
    stop_s: float


def plan_prompts(guide: Protocol) -> tuple[Prompt, ...]:
    """All that a session asks for, one after the other, from 0 on.

    Examples
    --------
    >>> from twitchcam.capture.protocol import get_protocol
    >>> [(p.kind, p.start_s, p.stop_s) for p in plan_prompts(get_protocol("rest"))]
    [('prepare', 0.0, 3.0), ('trial', 3.0, 123.0)]
    """
    prompts: list[Prompt] = []
    at_s = 0.0
    for step in guide.steps:
        parts = [("prepare", 0, PREPARE_S)]
        for trial in range(1, step.repeats + 1):
            parts += [("trial", trial, step.trial_s), ("rest", trial, step.rest_s)]
        for kind, trial, length_s in parts:
            if length_s > 0:
                prompts.append(Prompt(kind, step, trial, at_s, at_s + length_s))  # type: ignore[arg-type]
                at_s += length_s
    return tuple(prompts)


def find_prompt(prompts: Sequence[Prompt], session_s: float) -> Prompt | None:
    """What is asked for at a moment; ``None`` after the last."""
    return next((p for p in prompts if p.start_s <= session_s < p.stop_s), None)


def make_session_cues(prompts: Sequence[Prompt], recorded_s: float) -> tuple[Cue, ...]:
    """Cues of all trials that ran to their end."""
    return tuple(
        Cue(step=p.step.name, start_s=p.start_s, stop_s=p.stop_s)
        for p in prompts
        if p.kind == "trial" and p.stop_s <= recorded_s
    )
