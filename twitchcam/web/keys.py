"""Keys that are made here, and can be typed."""

from __future__ import annotations

import re
import secrets
from typing import Final

# Without letters and digits that look alike; each holds 4.9 bits.
_LETTERS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
# An address that begins with this lets in who has the token after it.
SHORT_WAY: Final = "/in/"
SHORT_TOKEN: Final = re.compile(r"[A-Za-z0-9-]{1,64}")


def make_key(length: int) -> str:
    """Make a key that nobody can guess.

    Examples
    --------
    >>> len(make_key(12)), make_key(12) == make_key(12)
    (12, False)
    """
    return "".join(secrets.choice(_LETTERS) for _ in range(length))
