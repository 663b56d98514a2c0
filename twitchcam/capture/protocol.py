"""Guided recordings: what a person is asked to do, for how long, and why.

One source for the browser and for the window on the desk. The order and the lengths follow the
stills that facial-nerve clinics take, stretched into short trials with rests between them, so
that a movement that is dragged along can be told from one that comes by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from twitchcam.checks import check_option, check_range
from twitchcam.records import ActionKind
from twitchcam.wording import text

SHORTEST_REST_MIN: Final = 1.0
LONGEST_REST_MIN: Final = 10.0
LONGEST_FREE_S: Final = 600.0
# Time to read the words and see the demonstration before a step begins.
PREPARE_S: Final = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing to do, once or several times.

    Attributes
    ----------
    name : key of the step; the name of its cues, and of its words in ``wording``.
    action : what the camera should see, ``None`` where nothing is asked.
    trial_s, rest_s : length of one trial and of the rest after it.
    repeats : number of trials.
    eyes_closed : the words cannot be read meanwhile, so a sound must end the trial.
    """

    name: str
    action: ActionKind | None
    trial_s: float
    rest_s: float = 0.0
    repeats: int = 1
    eyes_closed: bool = False

    @property
    def length_s(self) -> float:
        """All trials with their rests, and the time to get ready."""
        return PREPARE_S + self.repeats * (self.trial_s + self.rest_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """A whole guided recording.

    Attributes
    ----------
    name : key, also of its words in ``wording``.
    steps : in order; none where the person decides.
    """

    name: str
    steps: tuple[Step, ...]

    @property
    def length_s(self) -> float:
        """From the first word to the end of the last rest, without pauses."""
        return sum(step.length_s for step in self.steps)

    def describe(self) -> dict[str, Any]:
        """Plain values for a page, the time to get ready among them."""
        return {**asdict(self), "length_s": self.length_s, "prepare_s": PREPARE_S}


# What can be asked for. How often, and with how much rest, each session says for itself.
_STEPS: Final = {
    step.name: step
    for step in (
        # Shows what moves on its own, and how still the picture is.
        Step(
            name="rest",
            action=None,
            trial_s=60.0,
        ),
        # Shows whether something moves along with a blink.
        Step(
            name="light_blink",
            action="blink",
            trial_s=1.0,
        ),
        # Shows whether both eyes close, and what a strong closure drags along.
        Step(
            name="tight_closure",
            action="eye_closure",
            trial_s=2.0,
            eyes_closed=True,
        ),
        # Shows whether a corner of the mouth follows the brows.
        Step(
            name="brow_raise",
            action="brow_raise",
            trial_s=2.0,
        ),
        # Some trembling shows only in a half smile.
        Step(
            name="half_smile",
            action="smile",
            trial_s=5.0,
        ),
        # Compares both sides, and whether one tires.
        Step(
            name="full_smile",
            action="smile",
            trial_s=3.0,
        ),
        # Shows whether an eye narrows when the mouth moves.
        Step(
            name="pucker",
            action="pucker",
            trial_s=3.0,
        ),
        # Shows how often you blink while talking, and whether talking brings twitches.
        Step(
            name="read_aloud",
            action=None,
            trial_s=30.0,
        ),
    )
}
# What each step asks for, by the name of its cues: for whoever compares cues with actions.
ASKED_ACTIONS: Final[dict[str, ActionKind]] = {
    name: step.action for name, step in _STEPS.items() if step.action is not None
}


def _ask(name: str, repeats: int = 1, *, trial_s: float | None = None, rest_s: float = 0.0) -> Step:
    """Put a step into a session: how often, how long if not as usual, and the rest after it."""
    step = _STEPS[name]
    return replace(step, repeats=repeats, rest_s=rest_s, trial_s=trial_s or step.trial_s)


PROTOCOLS: Final[dict[str, Protocol]] = {
    protocol.name: protocol
    for protocol in (
        Protocol(
            name="quick",
            steps=(
                _ask("rest", trial_s=20.0),
                _ask("light_blink", 6, rest_s=1.0),
                _ask("tight_closure", 3, rest_s=2.0),
                _ask("half_smile", 1, rest_s=1.0),
                _ask("pucker", 2, rest_s=2.0),
            ),
        ),
        Protocol(
            name="full",
            steps=(
                _ask("rest", trial_s=60.0),
                _ask("light_blink", 10, rest_s=1.5),
                _ask("tight_closure", 5, rest_s=3.0),
                _ask("brow_raise", 3, rest_s=3.0),
                _ask("half_smile", 3, rest_s=3.0),
                _ask("full_smile", 5, rest_s=3.0),
                _ask("pucker", 5, rest_s=3.0),
                _ask("read_aloud", trial_s=30.0),
            ),
        ),
        Protocol(
            name="rest",
            steps=(_ask("rest", trial_s=120.0),),
        ),
        Protocol(
            name="free",
            steps=(),
        ),
    )
}


def get_protocol(name: str, *, rest_min: float | None = None) -> Protocol:
    """Return a protocol by name; ``rest_min`` sets the length of ``rest`` in minutes (1 to 10).

    Raises
    ------
    InputError
        There is no such protocol, or the length is out of range.
    """
    check_option(text("error-protocol-name"), name, tuple(PROTOCOLS))
    protocol = PROTOCOLS[name]
    if rest_min is None or name != "rest":
        return protocol
    check_range(text("error-protocol-minutes"), rest_min, SHORTEST_REST_MIN, LONGEST_REST_MIN)
    return replace(protocol, steps=(_ask("rest", trial_s=60.0 * rest_min),))


def choose_steps(protocol: Protocol, names: Sequence[str]) -> Protocol:
    """Return the session with some of its steps only; the whole where it has none of them.

    Examples
    --------
    >>> [step.name for step in choose_steps(PROTOCOLS["quick"], ["pucker"]).steps]
    ['pucker']
    """
    steps = tuple(step for step in protocol.steps if step.name in names)
    return replace(protocol, steps=steps or protocol.steps)
