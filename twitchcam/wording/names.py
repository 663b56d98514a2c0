"""Names of things that sentences of all outputs share: parts of the face, actions, reasons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from twitchcam.wording import has_text, text

NO_SIDE = "none"


def name_place(region: str, side: str, area: str = "") -> str:
    """Give words for a part of the face: ``left corner of the mouth``.

    Parameters
    ----------
    region : a region of ``anatomy``, or ``eye`` for the opening between the lids; what no language
        knows, as in a document from elsewhere, is said in its own word.
    side : ``left``, ``right``, ``both`` (in a list), ``on-both`` (in a sentence), ``both-of``; any
        other word for the part alone.
    area : finer than the region, and said in its place where it is known.

    Examples
    --------
    >>> name_place("mouth_corner", "left"), name_place("brow", "right", "temple")
    ('left corner of the mouth', 'right temple')
    """
    for code in (area, region):
        if code and has_text(f"place-{code}"):
            return text(f"place-{code}", side=side)
    return text("place-unknown", name=region.replace("_", " "), side=side)


def name_code(kind: str, code: str) -> str:
    """Give words for a code: ``name_code("confidence", "low")``; its own word where there is none.

    Examples
    --------
    >>> name_code("confidence", "low"), name_code("left-out", "hiccups_again")
    ('not sure', 'hiccups again')
    """
    key = f"{kind}-{code.replace(' ', '-')}"
    return text(key) if has_text(key) else code.replace("_", " ")


def name_action(kind: str) -> str:
    """Give words for one action: ``pursing of the lips``."""
    return name_code("action", kind)


def name_kinds(kinds: Iterable[str]) -> str:
    """Say what the person was doing: ``blinking, smiling``."""
    keys = {kind: f"action-{kind}.doing" for kind in kinds}
    return ", ".join(text(key) if has_text(key) else kind for kind, key in keys.items())


def count_action(kind: str, n: int) -> str:
    """Count actions in words: ``14 blinks``, ``no blinks``.

    Examples
    --------
    >>> [count_action("blink", n) for n in (0, 1, 14)]
    ['no blinks', '1 blink', '14 blinks']
    """
    key = f"action-{kind}.count"
    return text(key, n=n) if has_text(key) else f"{n} {name_action(kind)}"


def say_share(share: float) -> str:
    """Say a share in percent.

    Examples
    --------
    >>> say_share(0.587)
    '59 %'
    """
    return text("number-percent", value=f"{100 * share:.0f}")


def join_words(words: Sequence[str]) -> str:
    """Join words as one says them.

    Examples
    --------
    >>> join_words(["tea", "sport", "stress"])
    'tea, sport and stress'
    """
    if len(words) < 2:
        return "".join(words)
    return text("list-end", begin=", ".join(words[:-1]), last=words[-1])


def join_all(words: Sequence[str]) -> str:
    """Join words that all weigh the same: ``the cheek and the chin and the brow``."""
    said = words[0]
    for word in words[1:]:
        said = text("list-end", begin=said, last=word)
    return said
