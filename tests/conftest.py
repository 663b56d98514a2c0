"""What several test files share. Slow things are made once in a run, whatever the workers."""

from __future__ import annotations

import gc
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest
from browser import CHROMIUM
from examples import EXAMPLES_IN_EVERY_RUN, EXAMPLES_IN_LONG_RUNS
from hypothesis import settings
from numpy.typing import NDArray

from twitchcam.records import FaceTrack

TrackOnce: TypeAlias = Callable[..., FaceTrack]

# The same examples in every run, however slow the machine is.
for _profile, _n in (("short", EXAMPLES_IN_EVERY_RUN), ("long", EXAMPLES_IN_LONG_RUNS)):
    settings.register_profile(_profile, deadline=None, derandomize=True, max_examples=_n)

_LONGEST_WAIT_S = 300.0


# Files with one of these marks take long.
_MARKS_OF_LONG_FILES = ("browser", "model", "slow")
# So many such tests take about as long as a notebook.
_LONG_FILE = 20


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file stays with one worker, so that what its tests share is made once, not by each."""
    if config.getoption("dist") != "load":
        return None  # somebody asked for another way
    from xdist.scheduler import LoadFileScheduling

    config.option.loadscopereorder = False  # the order is ours, see below
    return LoadFileScheduling(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--long``: everything, as before a release."""
    parser.addoption("--long", action="store_true", help="run the tests marked long, too")


def pytest_configure(config: pytest.Config) -> None:
    """How many examples are tried, before any test file asks; one thread for each worker.

    Workers are started after this, and what they start inherits it. There are as many of them as
    cores: threads of linear algebra would wait for each other, and busily.
    """
    settings.load_profile("long" if config.getoption("--long") else "short")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not asked for, and order the files (see ``_order_files``)."""
    if not config.getoption("--long"):
        left_out = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("long")]
    n_marked: dict[Path, Counter[str]] = {}
    for item in items:
        marks = [name for name in _MARKS_OF_LONG_FILES if item.get_closest_marker(name)]
        n_marked.setdefault(item.path, Counter()).update(marks)
        # Without a browser its tests are skipped, but never where everything must be checked.
        if "browser" in marks and not CHROMIUM.exists() and "CI" not in os.environ:
            item.add_marker(pytest.mark.skip(reason=f"needs {CHROMIUM}"))
    place = {path: k for k, path in enumerate(_order_files(n_marked))}
    items.sort(key=lambda item: place[item.path])


def pytest_collection_finish() -> None:
    """What was collected stays: looking for garbage in all of it would take long, and often."""
    gc.freeze()


def _order_files(n_marked: dict[Path, Counter[str]]) -> list[Path]:
    """Long files first, so that no worker is alone with one in the end.

    Tests of pages mostly wait, for a camera, a browser, a server: they are spread among those that
    compute, so that the cores always have something to do.
    """
    lengths = {path: marks.total() for path, marks in n_marked.items()}
    lengths |= {path: _LONG_FILE for path in lengths if path.suffix == ".ipynb"}
    by_length = sorted(lengths, key=lambda path: -lengths[path])
    waits = [path for path in by_length if path.parent.name == "web" or n_marked[path]["browser"]]
    computes = [path for path in by_length if lengths[path] and path not in waits]
    beside_each = len(computes) // max(len(waits), 1)
    left = iter(computes)
    mixed = [path for one in waits for path in (one, *islice(left, beside_each))]
    return [*mixed, *left, *(path for path in by_length if path not in {*waits, *computes})]


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20261121)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Any]:
    """An empty store of results."""
    from twitchcam.store.library import Store

    with closing(Store(tmp_path)) as opened:
        yield opened


@pytest.fixture
def anna(store: Any) -> Any:
    """A person in it."""
    return store.add_person("Anna")


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run that all its workers see."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def make_once(shared_folder: Path) -> Callable[[str, Callable[[Path], None]], Path]:
    """``make_once(name, make)``: the path of a file that the first caller makes."""

    def get(name: str, make: Callable[[Path], None]) -> Path:
        path, lock = shared_folder / name, shared_folder / f"{name}.lock"
        deadline = time.monotonic() + _LONGEST_WAIT_S
        while not path.exists():
            try:
                lock.touch(exist_ok=False)
            except FileExistsError:
                if time.monotonic() > deadline:
                    pytest.fail(f"{name} was not made by the other worker.")
                time.sleep(0.1)
                continue
            try:
                if not path.exists():
                    unfinished = path.with_name(f"unfinished-{name}")
                    make(unfinished)
                    unfinished.rename(path)
            finally:
                lock.unlink()
        return path

    return get


@pytest.fixture(scope="session")
def track_once(make_once: Callable[[str, Callable[[Path], None]], Path]) -> TrackOnce:
    """``track_once(clip)``: the track of a video file, made by the real pipeline."""
    from twitchcam import read_track, track_video, write_track

    def get(clip: Path, *, mirrored: bool = False) -> FaceTrack:
        def make(path: Path) -> None:
            write_track(track_video(clip, mirrored=mirrored), path)

        return read_track(make_once(f"{clip.name}-{mirrored}.npz", make))

    return get


@pytest.fixture(scope="session")
def cheek_pictures(
    make_once: Callable[[str, Callable[[Path], None]], Path],
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Pictures at 60 Hz and their times: the left cheek twitches at 1.5 s, both eyes blink at 3 s.

    The twitch is 1.5 mm large, lasts 0.2 s, and has its apex at 1.6 s.
    """
    from made_faces import twitch

    from twitchcam.synthetic.clip import ClipPlan, render_frames
    from twitchcam.synthetic.movements import Blink

    plan = ClipPlan(
        duration_s=4.0,
        frame_rate_hz=60.0,
        movements=(twitch(1.5), Blink(onset_s=3.0)),
        size_px=(320, 240),
        eye_distance_px=90.0,
    )

    def make(path: Path) -> None:
        with path.open("wb") as file:
            np.save(file, np.array(list(render_frames(plan))))

    return np.load(make_once("cheek_pictures.npy", make)), plan.frame_times()


@pytest.fixture(scope="session")
def short_clip(make_once: Callable[[str, Callable[[Path], None]], Path]) -> bytes:
    """Five seconds: the left cheek twitches, both eyes blink at 3 s."""
    from made_faces import twitch

    from twitchcam.synthetic.clip import ClipPlan, write_clip
    from twitchcam.synthetic.movements import Blink

    plan = ClipPlan(
        duration_s=5.0,
        movements=(twitch(1.5, size_mm=3.0), Blink(onset_s=3.0)),
        size_px=(320, 240),
        eye_distance_px=90.0,
        # In so small a face coarser compression makes up an unsure twitch now and then.
        crf=8.0,
    )

    def make(path: Path) -> None:
        write_clip(plan, path.with_suffix(".mp4"))
        path.with_suffix(".mp4").rename(path)

    return make_once("short_clip", make).read_bytes()
