"""Checks of what users give, for all rooms: files that cannot be read, choices, ranges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from twitchcam.errors import InputError
from twitchcam.wording import text


@contextmanager
def explain_read_errors(path: Path) -> Iterator[None]:
    """Turn the system's refusal to read ``path`` into one sentence (``InputError``)."""
    name = path.name or str(path)
    try:
        yield
    except FileNotFoundError:
        raise InputError(text("error-no-file", file=name)) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(text("error-unreadable", file=name, reason=reason)) from error


def check_option(name: str, got: str, allowed: Sequence[str]) -> None:
    """Raise ``InputError`` unless ``got`` is one of ``allowed``."""
    if got not in allowed:
        choices = ", ".join(allowed)
        raise InputError(text("error-no-option", name=name, choices=choices, got=repr(got)))


def check_range(name: str, got: float, low: float, high: float) -> None:
    """Raise ``InputError`` unless ``low <= got <= high`` (NaN never is)."""
    if not low <= got <= high:
        raise InputError(
            text("error-out-of-range", name=name, low=f"{low:g}", high=f"{high:g}", got=f"{got:g}")
        )
