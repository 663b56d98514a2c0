"""What can go wrong, said in one grammar: what, must, got, do.

Every message that reaches a person names the thing that is wrong, what it must be, what it
is, and what to do about it. The sentences lie in ``wording``. Programming errors stay ``TypeError``
and ``ValueError``, in English.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


class TwitchcamError(Exception):
    """Anything twitchcam says no to. Its text is one sentence that a user can act on."""

    exit_code = 1


class InputError(TwitchcamError):
    """A file, a format or a setting is wrong and the user can change it."""

    exit_code = 2


def check_shape(name: str, got: Sequence[int], must: Sequence[int | str]) -> None:
    """Raise ``ValueError`` unless ``got`` fits ``must``; a word in ``must`` stands for any size."""
    fits = len(got) == len(must) and all(
        isinstance(m, str) or g == m for g, m in zip(got, must, strict=True)
    )
    if not fits:
        wanted = ", ".join(str(m) for m in must)
        raise ValueError(f"{name} must have shape ({wanted}), got {tuple(got)}.")


def check_rising(name: str, values: Sequence[float]) -> None:
    """Raise ``ValueError`` unless every value is larger than the one before it."""
    for before, after in pairwise(values):
        if not after > before:
            raise ValueError(f"{name} must rise from value to value, got {before} then {after}.")
