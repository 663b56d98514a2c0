"""Give memory that is no longer used back to the system."""

from __future__ import annotations

import ctypes
from contextlib import suppress


def give_back_memory() -> None:
    """Hand freed memory back; does nothing where the system does so by itself.

    The C library of Linux keeps what was freed between things that are still used: after the
    movement of an hour has been measured, that is some 60 MB.
    """
    # No such library, or no such function in it, outside Linux.
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
