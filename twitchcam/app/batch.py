"""A cohort of clips on many processes or computers, with Dask.

In      A folder or list of clips, and a folder to write to
Out     ``clips/``: a folder of results for each; ``cohort/``: one data set of all; ``cohort.html``
Method  One task a clip, on workers that are processes of one thread. Tasks are given out again when
        a worker dies; see ``cohort_clip`` for why nothing is lost or done twice. A later run over
        the same list does only what is new, was changed, or failed.
"""

from __future__ import annotations

import logging
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from twitchcam.app.cohort_clip import (
    UNFINISHED,
    analyze_cohort_clip,
    find_kept,
    look_up_kept,
)
from twitchcam.app.cohort_list import list_clips
from twitchcam.errors import InputError
from twitchcam.records.cohort import ClipOutcome, CohortClip
from twitchcam.report.cohort_page import write_cohort_page
from twitchcam.report.cohort_tables import CohortTables, make_cohort_tables, write_cohort
from twitchcam.report.whole_files import explain_write_errors
from twitchcam.scratch import make_prefix, remove_abandoned
from twitchcam.settings import Settings
from twitchcam.wording import language_in_use, text

# How often a clip may take a worker with it before it is given up.
_ATTEMPTS: Final = 3
# What a run of this age left unfinished is not being written any more.
_STALE_S: Final = 24 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchResult:
    """What a run over a cohort brought: the outcome of every clip, in the order of the list."""

    outcomes: tuple[ClipOutcome, ...]
    tables: CohortTables

    def count(self, state: str) -> int:
        """How many clips ended so."""
        return sum(outcome.state == state for outcome in self.outcomes)


def run_batch(
    source: str | Path,
    out_dir: str | Path,
    *,
    scheduler: str | None = None,
    n_workers: int | None = None,
    settings: Settings | None = None,
    on_progress: Callable[[float], None] = lambda _: None,
) -> BatchResult:
    """Analyse every clip of a cohort that has not been analysed so before.

    Parameters
    ----------
    source : str or Path
        A folder of clips, or a list of them; see ``list_clips``.
    out_dir : str or Path
        Where to write; give the same one again to go on.
    scheduler : str, optional
        Address of a running Dask scheduler, ``tcp://host:8786``. Its workers must see the clips and
        ``out_dir`` under the same paths. Without it, a cluster is started on this computer.
    n_workers : int, optional
        Processes of that cluster; one for each core if not given.
    settings : Settings, optional
        Every number that steers the results.
    on_progress : callable, optional
        Called with the share of the clips that is done, 0 to 1.

    Returns
    -------
    BatchResult
        The outcome of every clip, and the tables of the cohort.

    Raises
    ------
    InputError
        The list cannot be understood, nothing can be written, or the scheduler does not answer.
    """
    out_dir, settings = Path(out_dir).resolve(), settings or Settings()
    # Also where nothing is left to do: what a killed run left is large.
    remove_abandoned()
    clips = tuple(replace(clip, path=clip.path.absolute()) for clip in list_clips(Path(source)))
    clips_dir = out_dir / "clips"
    with explain_write_errors(out_dir):
        clips_dir.mkdir(parents=True, exist_ok=True)
        _remove_stale(clips_dir)
    kept = find_kept(clips_dir)
    outcomes: dict[int, ClipOutcome] = {}
    for number, clip in enumerate(clips):
        found = look_up_kept(clip, settings, kept)
        if found is not None:
            outcomes[number] = found
    left = {number: clip for number, clip in enumerate(clips) if number not in outcomes}
    on_progress(len(outcomes) / len(clips))
    try:
        if left:
            with _open_client(scheduler, n_workers, len(left)) as client:
                for number, outcome in _work(client, left, clips_dir, settings):
                    outcomes[number] = outcome
                    on_progress(len(outcomes) / len(clips))
    finally:
        # Also when somebody stops it: what is done can be looked at.
        ordered = _refuse_copies([outcomes[number] for number in sorted(outcomes)])
        with explain_write_errors(out_dir):
            tables = _write(ordered, out_dir)
    return BatchResult(outcomes=tuple(ordered), tables=tables)


def _write(outcomes: Sequence[ClipOutcome], out_dir: Path) -> CohortTables:
    tables = make_cohort_tables(outcomes)
    write_cohort(tables, out_dir / "cohort")
    write_cohort_page(tables, out_dir / "cohort.html")
    return tables


def _refuse_copies(outcomes: Sequence[ClipOutcome]) -> list[ClipOutcome]:
    """Count a recording once, also if the list has it twice."""
    first: dict[str, CohortClip] = {}
    told = []
    for outcome in outcomes:
        same = first.setdefault(outcome.clip_id, outcome.clip) if outcome.folder else outcome.clip
        if same is not outcome.clip:
            reason = text("cohort-same-recording", name=same.path.name)
            outcome = replace(outcome, state="failed", folder=None, reason=reason)
        told.append(outcome)
    return told


@contextmanager
def _open_client(scheduler: str | None, n_workers: int | None, n_clips: int) -> Iterator[Any]:
    try:
        from dask.distributed import Client, LocalCluster
    except ImportError as error:
        raise InputError(text("error-batch-package")) from error
    with ExitStack() as stack:
        address: Any = scheduler
        if scheduler is None:
            scratch = stack.enter_context(tempfile.TemporaryDirectory(prefix=make_prefix("batch")))
            with _started_deaf_to_ctrl_c():
                cluster = LocalCluster(
                    n_workers=min(n_workers or _count_cores(), n_clips),
                    threads_per_worker=1,
                    dashboard_address=None,
                    local_directory=scratch,
                    silence_logs=logging.CRITICAL,
                )
            address = stack.enter_context(cluster)
        try:
            # One that could not be reached would stay the program's own client for ever.
            client = stack.enter_context(Client(address, timeout="20s", set_as_default=False))
        except (OSError, ValueError) as error:
            raise InputError(text("error-batch-scheduler", address=str(scheduler))) from error
        stack.enter_context(client.as_current())
        yield client


@contextmanager
def _started_deaf_to_ctrl_c() -> Iterator[None]:
    """Processes that are started meanwhile do not hear Ctrl-C: this one ends them, in order.

    A terminal sends it to all at once, and each would complain in its own words.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, heard)


def _count_cores() -> int:
    from dask.system import CPU_COUNT

    return int(CPU_COUNT)


def _work(
    client: Any, clips: dict[int, CohortClip], out_dir: Path, settings: Settings
) -> Iterator[tuple[int, ClipOutcome]]:
    """Give out the clips, and tell the outcome of each as it comes."""
    from dask.distributed import as_completed

    futures = {
        client.submit(
            analyze_cohort_clip,
            clip,
            out_dir,
            settings,
            language=language_in_use(),
            pure=False,
            retries=_ATTEMPTS,
        ): n
        for n, clip in clips.items()
    }
    for future in as_completed(list(futures)):
        number = futures[future]
        error = future.exception()
        if error is None:
            yield number, future.result()
        else:
            # Memory, mostly: the worker died each time that it had this clip.
            reason = text("cohort-worker-died", kind=type(error).__name__)
            failed = ClipOutcome(
                clip=clips[number], state="failed", reason=reason, details=str(error)
            )
            yield number, failed
        future.release()


def _remove_stale(folder: Path) -> None:
    for path in folder.glob(f"{UNFINISHED}*"):
        if time.time() - path.stat().st_mtime > _STALE_S:
            shutil.rmtree(path, ignore_errors=True)
