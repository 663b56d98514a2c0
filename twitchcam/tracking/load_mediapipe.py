"""MediaPipe without what nobody here uses, and its graphs without threads of their own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any, Final

_PLOTTING: Final = ("matplotlib", "matplotlib.pyplot")


def load_mediapipe() -> Any:
    """The package ``mediapipe``, loaded where it is needed: nobody needs it for --help."""
    with _plotting_put_off():
        import mediapipe

    return mediapipe


@contextmanager
def _plotting_put_off() -> Iterator[None]:
    """While the block runs, whoever loads matplotlib gets it at first use.

    MediaPipe loads it for a drawing of landmarks in space, which takes as long as all the rest
    of it, and 30 MB in every process.
    """
    if any(name in sys.modules for name in _PLOTTING):
        yield
        return
    whole, pyplot = (_load_at_first_use(name) for name in _PLOTTING)
    vars(whole)["pyplot"] = pyplot
    sys.modules.update(zip(_PLOTTING, (whole, pyplot), strict=True))
    try:
        yield
    finally:
        for name, stand_in in zip(_PLOTTING, (whole, pyplot), strict=True):
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]


def _load_at_first_use(name: str) -> ModuleType:
    def find(attribute: str) -> Any:
        return getattr(import_module(name), attribute)

    stand_in = ModuleType(name)
    vars(stand_in)["__getattr__"] = find
    return stand_in


def make_solution(kind: Any, **options: Any) -> Any:
    """One of MediaPipe's solutions whose graph runs in the thread that asks.

    Its own threads hand every picture to and fro some forty times, and nothing is gained: no two
    steps of the graph ever have something to do at once. The numbers are the same.
    """

    def modify(self: Any, graph_config: Any, calculator_params: Any) -> None:
        kind._modify_calculator_options(self, graph_config, calculator_params)
        del graph_config.executor[:]  # the usual one, threads of the graph's own
        graph_config.executor.add(name="", type="ApplicationThreadExecutor")

    return type(kind.__name__, (kind,), {"_modify_calculator_options": modify})(**options)
