"""The command for a cohort of clips."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twitchcam.cli.endings import DONE, OUR_FAULT, WRONG_INPUT, explain_ending
from twitchcam.cli.options import Language, show_progress
from twitchcam.wording import text

if TYPE_CHECKING:
    from twitchcam.app.batch import BatchResult


def batch(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER|LIST",
            help=text("study-option-batch-source"),
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(metavar="DIR", help=text("study-option-batch-out")),
    ],
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help=text("study-option-batch-scheduler")),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help=text("study-option-batch-workers")),
    ] = None,
    _language: Language = None,
) -> None:
    """Measure a cohort of clips on all cores or a cluster (needs: pip install 'twitchcam[batch]').

    Writes DIR/cohort.html (start there), DIR/cohort/ (one data set of all clips, as Parquet
    files) and DIR/clips/. A later run does only what is new, was changed, or failed. Exit code: 0
    all done; 2 a clip has no result, its reason is in the page; 1 because of our own fault.
    """
    with explain_ending(source, out):
        from twitchcam.app.batch import run_batch

        with show_progress(source.name) as on_progress:
            result = run_batch(
                source, out, scheduler=scheduler, n_workers=workers, on_progress=on_progress
            )
        failed, kept, done = (result.count(state) for state in ("failed", "kept", "done"))
        typer.echo(text("cohort-summary", done=done, kept=kept, failed=failed))
        typer.echo(f"{out / 'cohort.html'}")
    raise typer.Exit(_choose_code(result))


def _choose_code(result: BatchResult) -> int:
    failed = [outcome for outcome in result.outcomes if outcome.state == "failed"]
    if any(outcome.details for outcome in failed):
        return OUR_FAULT
    return WRONG_INPUT if failed else DONE
