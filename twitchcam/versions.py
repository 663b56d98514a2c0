"""What is installed, without loading any of it: numbers depend on it."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Final

# What pictures and numbers go through.
PACKAGES: Final = ("mediapipe", "opencv-contrib-python", "av", "numpy", "scipy")


def find_versions() -> dict[str, str]:
    """Versions of twitchcam, Python, and every package that can move a result.

    A package that is not there is left out: a saved track needs no video library.

    Examples
    --------
    >>> "numpy" in find_versions()
    True
    """
    found = {"python": platform.python_version(), "machine": platform.machine()}
    for package in ("twitchcam", *PACKAGES):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
