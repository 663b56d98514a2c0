"""Which models the installed MediaPipe brings with it."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def has_own_models() -> bool:
    """Whether FaceMesh and the model of hands are inside it, as up to release 0.10.21.

    Later ones hold neither; theirs are files of their own. Nothing of MediaPipe is loaded.
    """
    spec = find_spec("mediapipe")
    return spec is not None and any(
        (Path(folder) / "python" / "solutions").is_dir()
        for folder in spec.submodule_search_locations or ()
    )
