"""Guided recordings: what a person is asked to do, for how long, and why.

One source for the browser and for the window on the desk. The order and the lengths follow the
stills that facial-nerve clinics take, stretched into short trials with rests between them, so
that a movement that is dragged along can be told from one that comes by chance.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

from twitchcam.errors import check_option, check_range
from twitchcam.records import ActionKind

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
    name : key of the step; the name of its cues.
    title, do, why : a few big words; how to do it; what it shows.
    action : what the camera should see, ``None`` where nothing is asked.
    trial_s, rest_s : length of one trial and of the rest after it.
    repeats : number of trials.
    eyes_closed : the words cannot be read meanwhile, so a sound must end the trial.
    text : what is to be read aloud.
    """

    name: str
    title: str
    do: str
    why: str
    action: ActionKind | None
    trial_s: float
    rest_s: float = 0.0
    repeats: int = 1
    eyes_closed: bool = False
    text: str = ""

    @property
    def length_s(self) -> float:
        """All trials with their rests, and the time to get ready."""
        return PREPARE_S + self.repeats * (self.trial_s + self.rest_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """A whole guided recording.

    Attributes
    ----------
    name, title, about : key; a few words; for whom it is.
    steps : in order; none where the person decides.
    """

    name: str
    title: str
    about: str
    steps: tuple[Step, ...]

    @property
    def length_s(self) -> float:
        """From the first word to the end of the last rest, without pauses."""
        return sum(step.length_s for step in self.steps)

    def describe(self) -> dict[str, Any]:
        """Plain values for a page, the time to get ready among them."""
        return {**asdict(self), "length_s": self.length_s, "prepare_s": PREPARE_S}


def _rest(length_s: float) -> Step:
    return Step(
        name="rest",
        title="Look at the dot",
        do="Face relaxed, mouth closed. Blink as you like. Do nothing else.",
        why="Shows what moves on its own, and how still the picture is.",
        action=None,
        trial_s=length_s,
    )


def _light_blinks(repeats: int, rest_s: float) -> Step:
    return Step(
        name="light_blink",
        title="Blink lightly",
        do="One light blink each time the circle fills.",
        why="Shows whether something moves along with a blink.",
        action="blink",
        trial_s=1.0,
        rest_s=rest_s,
        repeats=repeats,
    )


def _tight_closures(repeats: int, rest_s: float) -> Step:
    return Step(
        name="tight_closure",
        title="Squeeze your eyes shut",
        do="Squeeze both eyes shut until the tone, then open them.",
        why="Shows whether both eyes close, and what a strong closure drags along.",
        action="eye_closure",
        trial_s=2.0,
        rest_s=rest_s,
        repeats=repeats,
        eyes_closed=True,
    )


def _brow_raises(repeats: int, rest_s: float) -> Step:
    return Step(
        name="brow_raise",
        title="Raise your eyebrows",
        do="Lift both eyebrows as high as you can and hold.",
        why="Shows whether a corner of the mouth follows the brows.",
        action="brow_raise",
        trial_s=2.0,
        rest_s=rest_s,
        repeats=repeats,
    )


def _half_smiles(repeats: int, rest_s: float) -> Step:
    return Step(
        name="half_smile",
        title="Smile a little",
        do="Half a smile, lips closed, and hold it still.",
        why="Some trembling shows only in a half smile.",
        action="smile",
        trial_s=5.0,
        rest_s=rest_s,
        repeats=repeats,
    )


def _full_smiles(repeats: int, rest_s: float) -> Step:
    return Step(
        name="full_smile",
        title="Smile broadly",
        do="A big smile that shows your teeth, and hold.",
        why="Compares both sides, and whether one tires.",
        action="smile",
        trial_s=3.0,
        rest_s=rest_s,
        repeats=repeats,
    )


def _puckers(repeats: int, rest_s: float) -> Step:
    return Step(
        name="pucker",
        title="Purse your lips",
        do="Push your lips forward as for a kiss, and hold.",
        why="Shows whether an eye narrows when the mouth moves.",
        action="pucker",
        trial_s=3.0,
        rest_s=rest_s,
        repeats=repeats,
    )


READING_TEXT: Final = (
    "On Monday morning the market by the river opens early. People come with baskets and buy "
    "bread, apples and blue plums. Peter plays the violin beside the fountain, and five "
    "children follow a small brown dog past the flower stall. When the bell of the old tower "
    "rings, most of them go home, but some stay to watch the boats move slowly under the bridge."
)


def _read_aloud(length_s: float) -> Step:
    return Step(
        name="read_aloud",
        title="Read aloud",
        do="Read at your own pace. Start again if you come to the end. No sound is recorded.",
        why="Shows how often you blink while talking, and whether talking brings twitches.",
        action=None,
        trial_s=length_s,
        text=READING_TEXT,
    )


PROTOCOLS: Final[dict[str, Protocol]] = {
    protocol.name: protocol
    for protocol in (
        Protocol(
            name="quick",
            title="Short session",
            about="A first look: at rest, blinks, a half smile, pursed lips.",
            steps=(
                _rest(20.0),
                _light_blinks(6, 1.0),
                _tight_closures(3, 2.0),
                _half_smiles(1, 1.0),
                _puckers(2, 2.0),
            ),
        ),
        Protocol(
            name="full",
            title="Full session",
            about="Everything that can be looked at. Best for a first visit to a doctor.",
            steps=(
                _rest(60.0),
                _light_blinks(10, 1.5),
                _tight_closures(5, 3.0),
                _brow_raises(3, 3.0),
                _half_smiles(3, 3.0),
                _full_smiles(5, 3.0),
                _puckers(5, 3.0),
                _read_aloud(30.0),
            ),
        ),
        Protocol(
            name="rest",
            title="At rest only",
            about="For twitches that come on their own. The longer, the more can be seen.",
            steps=(_rest(120.0),),
        ),
        Protocol(
            name="free",
            title="Free recording",
            about="Do what usually brings the movement on. You start and stop.",
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
    check_option("The protocol", name, tuple(PROTOCOLS))
    protocol = PROTOCOLS[name]
    if rest_min is None or name != "rest":
        return protocol
    check_range("The minutes at rest", rest_min, SHORTEST_REST_MIN, LONGEST_REST_MIN)
    return Protocol(
        name=protocol.name,
        title=protocol.title,
        about=protocol.about,
        steps=(_rest(60.0 * rest_min),),
    )


# What each step asks for, by the name of its cues: for whoever compares cues with actions.
ASKED_ACTIONS: Final[dict[str, ActionKind]] = {
    step.name: step.action
    for protocol in PROTOCOLS.values()
    for step in protocol.steps
    if step.action is not None
}
