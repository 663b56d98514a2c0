"""What can go wrong, said in one grammar: what, must, got, do.

Every message that reaches a person names the thing that is wrong, what it must be, what it
is, and what to do about it. Programming errors stay ``TypeError`` and ``ValueError``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path


class TwitchcamError(Exception):
    """Anything twitchcam says no to. Its text is one sentence that a user can act on."""

    exit_code = 1


class InputError(TwitchcamError):
    """A file, a format or a setting is wrong and the user can change it."""

    exit_code = 2


@contextmanager
def explain_read_errors(path: Path) -> Iterator[None]:
    """Turn the system's refusal to read ``path`` into one sentence (``InputError``)."""
    name = path.name or str(path)
    try:
        yield
    except FileNotFoundError:
        raise InputError(f"{name} does not exist. Check the path.") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(f"{name} could not be read: {reason}. Check the path.") from error


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


def check_option(name: str, got: str, allowed: Sequence[str]) -> None:
    """Raise ``InputError`` unless ``got`` is one of ``allowed``."""
    if got not in allowed:
        choices = ", ".join(allowed)
        raise InputError(f"{name} must be one of {choices}, got {got!r}.")


def check_range(name: str, got: float, low: float, high: float) -> None:
    """Raise ``InputError`` unless ``low <= got <= high`` (NaN never is)."""
    if not low <= got <= high:
        raise InputError(f"{name} must lie between {low:g} and {high:g}, got {got:g}.")
