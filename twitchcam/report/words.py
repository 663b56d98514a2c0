"""The words that a reader meets, in one place, for the page and the terminal alike.

Plain language, short sentences, no word of the trade without its meaning, and never the name
of a disease as a verdict.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from twitchcam.anatomy import get_region
from twitchcam.triage import notices

if TYPE_CHECKING:
    from twitchcam.records import Advice, Explanation

# Keeps a number and its unit on one line.
NBSP: Final = "\N{NO-BREAK SPACE}"

# Said on every output of twitchcam, whoever makes it.
INTENDED_USE: Final = notices.INTENDED_USE
GENERAL_INFORMATION: Final = notices.GENERAL_INFORMATION
EMERGENCY_SIGNS: Final = notices.EMERGENCY_SIGNS
EMERGENCY_ACTION: Final = notices.EMERGENCY_ACTION
EMERGENCY: Final = notices.EMERGENCY
GLOSSARY: Final = {
    "mm": "Millimetre. On this page a length of skin, not of the picture.",
    "s, min": "Seconds and minutes. 1:02.4 is one minute and 2.4 seconds after the start.",
    "Hz": "Hertz: times a second.",
    "95 % interval, likely … to …": (
        "Were the same measured again and again, the true average would lie inside such a stretch "
        "95 times in 100."
    ),
    "By chance": (
        "How likely chance alone would bring as much: 0.01 is once in a hundred. The same actions "
        "were moved to other times, again and again, to find out."
    ),
    "Average of n": "The mean of n movements laid over each other.",
    "SHA-256": "A number worked out from a file, so that one can tell it is the same file.",
}
LEVELS: Final = {str(level): name for level, name in notices.LEVEL_NAMES.items()}
# The parts of an ``Advice`` in the order in which they are shown: heading and field.
ADVICE_PARTS: Final = (
    ("Why", "because"),
    ("What to do", "what_to_do"),
    ("What does not fit together", "to_clear_up"),
    ("Your worry", "about_your_worry"),
    ("Tell the doctor", "tell_the_doctor"),
    ("A doctor may check", "a_doctor_may_check"),
    ("In the meantime", "self_care"),
    ("Watch for", "watch_for"),
    ("Keep notes", "keep_a_log"),
)

OWN_SIDES: Final = "Left and right are the person's own left and right."

REASONS: Final = {
    "face_lost": "no face was found",
    "head_turned": "the head was turned too far away",
    "head_moving": "the head was moving fast",
    "expression": "the whole face was moving, as in a smile or a grimace",
    "talking": "the person was talking",
    "chewing": "the person was chewing",
    "low_light": "the face was too dark",
    "occluded": "something covered part of the face",
    "gap": "pictures were missing",
    "cut": "the video jumped to another scene",
    "other_person": "another person was shown",
    "frozen": "the picture stood still, as a photograph or a frozen call does",
}
UNSEEN: Final = {
    "outside": "outside the picture",
    "covered": "covered by something",
    "turned": "turned away from the camera",
    "dark": "too dark",
    "shade": "in passing shadows",
}
ACTIONS: Final = {
    "blink": ("blink", "blinks", "blinking"),
    "wink": ("wink", "winks", "winking"),
    "eye_closure": ("longer eye closure", "longer eye closures", "closing the eyes"),
    "smile": ("smile", "smiles", "smiling"),
    "pucker": ("pursing of the lips", "pursings of the lips", "pursing the lips"),
    "brow_raise": ("raising of the brows", "raisings of the brows", "raising the brows"),
    "mouth_open": ("opening of the mouth", "openings of the mouth", "opening the mouth"),
}
# The areas of ``skin_places``.
AREAS: Final = {
    "forehead": "forehead",
    "temple": "temple",
    "brow": "eyebrow",
    "upper_lid": "upper eyelid",
    "lower_lid": "lower eyelid",
    "nose_side": "side of the nose",
    "inner_cheek": "inner cheek",
    "outer_cheek": "outer cheek",
    "upper_lip": "upper lip",
    "mouth_corner": "corner of the mouth",
    "lower_lip": "lower lip",
    "chin": "chin",
    "jaw": "jaw",
}
KINDS: Final = {"twitch": ("twitch", "twitches"), "spasm": ("held spasm", "held spasms")}
KIND_MEANINGS: Final = (
    "A twitch is a short movement that the person did not make on purpose, as far as the video "
    "shows. A held spasm is the same, but it lasts."
)
TIME_SOURCES: Final = {
    "container": "as stored in the video",
    "assumed": "some were missing in the video and had to be filled in",
    "camera clock": "from the camera's clock",
}
ANSWERS_MEANING: Final = (
    "Each action of the person, such as a blink or a smile, was compared with what the rest of "
    "the face did at the same moment. A part of the face that moves with most of them, on one "
    "side only, and hardly ever by chance, is named at the top of this page."
)
TREMOR_MEANING: Final = (
    "Trembling is a movement to and fro that keeps its rhythm. Its rate is given in hertz (Hz): "
    "times a second."
)
SYMMETRY_MEANING: Final = (
    "How far each side moved: the bar is the usual travel, each dot a single one. No face is "
    "quite even. The dashed line (at rest: the band) marks what is usual in healthy people, where "
    "that is known."
)
DOCTOR_METHOD: Final = (
    "Method: skin displacement by sub-pixel optical flow at 246 places a side, head motion "
    "removed, each place against its own noise and against its mirror place; scale from the "
    "iris (11.7 mm). Co-movement is tested against the same actions shifted in time."
)
# No size is known better than this.
_MIN_MM: Final = 0.05
# What a movement belongs to, where it does not stand by itself.
EXPLANATIONS: Final[dict[Explanation, str]] = {
    "action": "part of what the person did, or its end",
    "synkinesis": "moves along with what the person did",
    "burst": "eye and mouth together",
    "lid_flutter": "in a flutter of the lid",
    "beat": "in a steady row",
    "tremor": "within a trembling",
}
CONFIDENCES: Final = {"high": "quite sure", "moderate": "fairly sure", "low": "not sure"}

RECORDING_TIPS: Final = (
    "Face the camera, at eye level, an arm's length away.",
    "Let light fall on your face from the front. Avoid a window behind you.",
    "Fill at least a quarter of the picture with your face.",
    "Put the camera on something firm. Record for one minute or longer.",
    "Sit still and relaxed. Do not talk or chew.",
    "Record with 30 pictures a second or more, without filters or effects.",
)

FRAMING_HINTS: Final = {
    "no_face": "No face is seen. Sit in front of the camera.",
    "too_far": "Come a little closer.",
    "too_near": "Move back a little.",
    "not_centred": "Move so that your face is in the middle.",
    "turned": "Look straight into the camera, and have it at eye level.",
    "tilted": "Hold your head upright.",
    "too_dark": "More light on your face, from the front.",
    "too_bright": "Less light on your face.",
    "too_slow": "The camera gives few pictures a second. More light often helps.",
}

HOW_IT_WORKS: Final = (
    "In every picture, a model finds points of the face. They say where the face is and how the "
    "head is turned, and that is taken away. Then the texture of the skin is followed from "
    "picture to picture, at many places of each side of the face. A short movement counts as a "
    "twitch when it stands out clearly from what the face does anyway at that moment, and when "
    "the other side does not do the same."
)
HOW_LARGE: Final = (
    "Millimetres are worked out from the coloured part of the eye, which is nearly equally wide "
    "in all adults. They can be wrong by about 5 %."
)

NOT_ASSESSABLE: Final = "This recording could not be judged."
NOT_KNOWN: Final = "not known"


def name_place(region: str, side: str, area: str = "") -> str:
    """Give words for a part of the face: ``left corner of the mouth``.

    ``area`` is finer than the region and said in its place where it is known: ``left temple``.
    """
    try:
        plain = AREAS.get(area) or (
            "opening of the eye" if region == "eye" else get_region(region).plain
        )
    except KeyError:  # a document from elsewhere; its own word is better than none
        plain = region.replace("_", " ")
    return f"{plain}, both sides" if side == "both" else f"{side} {plain}"


def name_region(region: str) -> str:
    """Give words for a part of the face without its side, as a heading."""
    return name_place(region, "").strip().capitalize()


def say_emergency_action(advice: Advice | None) -> str:
    """Say whom to call, with the number of the person's country where it is known."""
    return notices.say_call(advice.emergency_number) if advice else EMERGENCY_ACTION


def name_kind(kind: str) -> str:
    """Give words for a kind of event: ``held spasm``."""
    return KINDS[kind][0] if kind in KINDS else kind.replace("_", " ")


def name_action(kind: str) -> str:
    """Give words for one action: ``pursing of the lips``."""
    return ACTIONS[kind][0] if kind in ACTIONS else kind.replace("_", " ")


def count_action(kind: str, n: int) -> str:
    """Count actions in words: ``14 blinks``."""
    one, many, _ = ACTIONS.get(kind, (name_action(kind), name_action(kind), ""))
    return count_in_words(n, one, many)


def say_emergency(advice: Advice | None) -> str:
    """Say when to call for help, with the number of the person's country where known."""
    if advice is None:
        return EMERGENCY
    return f"{notices.say_emergency(advice.emergency_number)} Do so whatever this report says."


def name_level(level: str) -> str:
    """Give words for a level of advice."""
    return LEVELS.get(level, level.replace("_", " "))


def title_advice(advice: Advice) -> str:
    """Give words for the level of an advice, and by when where that differs within a level."""
    name = name_level(advice.level)
    if advice.level == "urgent":
        return f"Urgent: {advice.how_soon}"
    return f"{name}, {advice.how_soon}" if advice.level == "appointment" else name


def say_when_and_whom(advice: Advice) -> str:
    """Say by when to see whom; empty where there is no advice yet."""
    if not advice.whom_to_see:
        return ""
    return f"When: {advice.how_soon}. Whom to see: {'; '.join(advice.whom_to_see)}."


def split_source(source: str) -> tuple[str, str]:
    """Split a source into its name and its address, which must not break across lines."""
    name, _, address = source.partition(" http")
    return name, f"http{address}" if address else ""


def name_situation(action: str) -> str:
    """Say in which situation the sides were compared: ``at rest``, ``smiling (half)``."""
    kind, _, manner = action.partition(" ")
    if kind == "rest":
        return "at rest"
    return f"{name_kinds([kind])} {manner}".strip()


def name_reason(reason: str) -> str:
    """Say why a stretch was not judged, in words."""
    return REASONS.get(reason, reason.replace("_", " "))


def count_in_words(n: int, one: str, many: str) -> str:
    """Count in words: ``1 blink``, ``14 blinks``, ``no blinks``."""
    return f"{n or 'no'} {one if n == 1 else many}"


def name_kinds(kinds: Iterable[str]) -> str:
    """Say what the person was doing: ``blinking, smiling``."""
    return ", ".join(ACTIONS[kind][2] if kind in ACTIONS else kind for kind in kinds)


def say_number(value: float | None, unit: str = "", digits: int = 2) -> str:
    """Say a number with ``digits`` significant digits, and its unit."""
    if value is None or not math.isfinite(value):
        return NOT_KNOWN
    if value == 0:
        text = "0"
    else:
        decimals = max(digits - 1 - math.floor(math.log10(abs(value))), 0)
        text = f"{value:.{min(decimals, 6)}f}"
    return f"{text}{NBSP}{unit}" if unit else text


def say_mm(value: float | None) -> str:
    """Say a size in mm with no more digits than it can have: hundredths at most."""
    if value is not None and math.isfinite(value) and abs(value) < _MIN_MM:
        return f"less than {_MIN_MM}{NBSP}mm"
    return say_number(value, "mm")


def say_length(length_s: float) -> str:
    """Say a length of time: ``52 s``, ``4 min 10 s``, ``1 h 2 min``."""
    if not math.isfinite(length_s):
        return NOT_KNOWN
    if length_s < 9.95:
        return f"{length_s:.1f}{NBSP}s"
    whole_s = round(length_s)
    if whole_s < 60:
        return f"{whole_s}{NBSP}s"
    minutes, seconds = divmod(whole_s, 60)
    if minutes < 60:
        text = f"{minutes}{NBSP}min"
        return f"{text} {seconds}{NBSP}s" if seconds else text
    return f"{minutes // 60}{NBSP}h {minutes % 60}{NBSP}min"


def say_time(time_s: float) -> str:
    """Say a moment of the video, as players show it: ``1:02.4`` or ``1:00:02.4``."""
    if not math.isfinite(time_s):
        return NOT_KNOWN
    tenths = round(max(time_s, 0.0) * 10)
    minutes, tenths = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{tenths // 10:02d}.{tenths % 10}"
    return f"{hours}:{minutes:02d}:{seconds}" if hours else f"{minutes}:{seconds}"


def first_sentence(text: str) -> str:
    """Keep what stands before the first full stop that a new sentence follows."""
    return re.split(r"(?<=[.!?]) (?=[A-Z])", text, maxsplit=1)[0]


def shorten(text: str, most: int = 60) -> str:
    """Keep at most ``most`` letters of a long name, its end included."""
    return text if len(text) <= most else f"{text[: most - 9]}…{text[-8:]}"


def shorten_sentences(text: str, most: int) -> str:
    """Keep whole words of a long text, at most ``most`` letters."""
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]}…"


def show_text(text: str) -> str:
    """Make text harmless that cannot be encoded or steers a terminal; all else stays.

    A file name may hold bytes that are no text, line breaks, colour codes, or marks that turn
    the direction of reading.
    """
    return "".join(
        letter if letter.isprintable() or letter == NBSP else "\N{REPLACEMENT CHARACTER}"
        for letter in text
    )
