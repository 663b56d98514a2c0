"""Memory: kept from picture to picture, and given back to the system when it is no longer used."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress
from typing import Final

# The names of malloc.h.
_TRIM_THRESHOLD: Final = -1
_MMAP_THRESHOLD: Final = -3
# A picture of 4K in floating point is smaller; the library takes no more than this.
_KEPT_BYTES: Final = 32 << 20


def keep_memory_of_pictures() -> None:
    """Let the memory of one picture serve for the next; does nothing where there is no such choice.

    The C library of Linux gives every block as large as a picture back at once, and the system
    hands it out page by page, each cleared. For the dozens of small pictures that are made of
    every picture, that can take longer than what is done with them.
    """
    with suppress(AttributeError, OSError, TypeError):
        library = ctypes.CDLL(None)
        for option in (_MMAP_THRESHOLD, _TRIM_THRESHOLD):
            library.mallopt(option, _KEPT_BYTES)


def give_back_memory() -> None:
    """Hand freed memory back; does nothing where the system does so by itself.

    The C library of Linux keeps what was freed between things that are still used: after the
    movement of an hour has been measured, that is some 60 MB.
    """
    # No such library, or no such function in it, outside Linux.
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def give_back_all_memory() -> None:
    """The same once a recording, or a piece, is done with: also what refers to itself alone.

    A process that measures pieces of 30 s grew by some 20 MB each time, one that follows pieces
    of 20 s by some 12 MB.
    """
    gc.collect()
    give_back_memory()
