"""Files that appear only when they are complete."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from twitchcam.errors import InputError
from twitchcam.wording import text

# Most file systems allow 255 bytes in a name.
_LONGEST_NAME_BYTES = 200
_FOLDER_SUFFIX = ".twitchcam"
_UNFINISHED = ".unfinished-"
# What a run of this age left unfinished is not being written any more.
_STALE_S = 24 * 3600.0


@contextmanager
def replace_when_done(path: str | Path) -> Iterator[Path]:
    """Give a path to write to, beside ``path``; it takes the place of ``path`` at the end."""
    path = Path(path)
    unfinished = path.with_name(f"{_UNFINISHED}{os.getpid()}-{path.name[:40]}")
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def open_folder(folder: Path) -> Iterator[Path]:
    """Give an empty folder to write to; its files move into ``folder`` at the end, all or none.

    ``folder`` is made at once, so that a place that cannot be written to is known before any
    work is done, and is removed again if it is new and nothing came of it. What a run that was
    killed a day ago or earlier left there goes too.

    Raises
    ------
    InputError
        When ``folder`` cannot be made or written to.
    """
    is_new = not folder.exists()
    unfinished = folder / name_unfinished(os.getpid())
    with explain_write_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        unfinished.mkdir(exist_ok=True)
    _remove_stale(folder)
    try:
        yield unfinished
        with explain_write_errors(folder):
            for file in sorted(unfinished.iterdir()):
                file.replace(folder / file.name)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
        if is_new:
            with suppress(OSError):  # not empty: it holds the results
                folder.rmdir()


def name_unfinished(pid: int) -> str:
    """The name of the folder that process ``pid`` writes to before all is moved to its place."""
    return f"{_UNFINISHED}{pid}"


def _remove_stale(folder: Path) -> None:
    for path in folder.glob(f"{_UNFINISHED}*"):
        with suppress(OSError):  # another run was quicker
            if path.is_dir() and time.time() - path.stat().st_mtime > _STALE_S:
                shutil.rmtree(path, ignore_errors=True)


def make_relative_address(folder: Path, file: Path) -> str:
    """Say where ``file`` is, seen from ``folder``, as links in files of other programs need it.

    ``folder`` may be one that ``open_folder`` gave: its files will lie one floor above. Parts have
    slashes between them on every system. Empty where there is no way, as between two drives.
    """
    folder, file = folder.resolve(), file.resolve()
    if folder.name.startswith(_UNFINISHED):
        folder = folder.parent
    try:
        way = os.path.relpath(file, folder)
    except ValueError:
        return ""
    address = way.replace(os.sep, "/")
    return address if address.startswith("../") else f"./{address}"


@contextmanager
def explain_write_errors(folder: Path) -> Iterator[None]:
    """Turn the system's refusal to write into one sentence."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error) or type(error).__name__
        raise InputError(
            text("error-folder-not-writable", folder=str(folder), reason=reason)
        ) from error


def choose_folder(clip: Path, out: Path | None, taken: set[Path], *, several: bool) -> Path:
    """Where the results of ``clip`` go; a folder in ``taken`` is not given twice.

    Parameters
    ----------
    out : what the user asked for; it is the folder itself for one clip, and holds one folder
        for each of ``several``.
    taken : folders given so far; the answer is added.
    """
    if out is not None and not several:
        return out
    parent = Path() if out is None else out
    stem = _shorten(clip.stem)
    folder, n = parent / f"{stem}{_FOLDER_SUFFIX}", 1
    while folder in taken:
        n += 1
        folder = parent / f"{stem}-{n}{_FOLDER_SUFFIX}"
    taken.add(folder)
    return folder


def _shorten(name: str) -> str:
    """As much of ``name`` as leaves room for the suffix in a file name."""
    while len(os.fsencode(name)) > _LONGEST_NAME_BYTES:
        name = name[:-1]
    return name
