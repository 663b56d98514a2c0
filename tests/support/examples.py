"""One example of a kind in every run, or in the quick subset; the others in longer runs.

How many examples Hypothesis tries is a matter of the run, too: see the profiles in ``conftest.py``.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import cycle, product
from typing import Any

import pytest
from hypothesis import settings

EXAMPLES_IN_EVERY_RUN = 50
EXAMPLES_IN_LONG_RUNS = 100


def keep_short(values: Iterable[Any], *always: Any) -> list[Any]:
    """``values`` to parametrize with, all but those ``always`` run marked long."""
    return [value if value in always else _mark(value, pytest.mark.long) for value in values]


def keep_pairs(firsts: Iterable[Any], seconds: Iterable[Any]) -> list[Any]:
    """Every pair of both, but in every run each of ``firsts`` with one of ``seconds`` in turn."""
    rows, columns = tuple(firsts), tuple(seconds)
    return keep_short(product(rows, columns), *zip(rows, cycle(columns), strict=False))


def keep_quick(values: Iterable[Any], *quick: Any) -> list[Any]:
    """``values`` to parametrize with, all but the ``quick`` ones marked slow."""
    return [value if value in quick else _mark(value, pytest.mark.slow) for value in values]


def share_of_examples(n: int) -> int:
    """``n`` examples in every run, as many more with ``--long`` as of others."""
    return n * settings.default.max_examples // EXAMPLES_IN_EVERY_RUN


def _mark(value: Any, mark: pytest.MarkDecorator) -> Any:
    values = value if isinstance(value, tuple) else (value,)
    return pytest.param(*values, marks=mark)
