"""One example of a kind in every run; the others of the same kind with ``--long``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def keep_short(values: Iterable[Any], *always: Any) -> list[Any]:
    """``values`` to parametrize with, all but those ``always`` run marked long."""
    return [value if value in always else _mark_long(value) for value in values]


def _mark_long(value: Any) -> Any:
    values = value if isinstance(value, tuple) else (value,)
    return pytest.param(*values, marks=pytest.mark.long)
