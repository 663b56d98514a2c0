"""What tests need, without loading it: each worker reads all files, few need pingouin or Dask."""

from __future__ import annotations

from importlib.util import find_spec

import pytest


def needs(package: str) -> pytest.MarkDecorator:
    """Skip where ``package`` is not installed."""
    return pytest.mark.skipif(find_spec(package) is None, reason=f"needs {package}")
