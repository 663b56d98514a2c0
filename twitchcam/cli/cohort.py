"""The command for a cohort of clips."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twitchcam.cli.endings import DONE, OUR_FAULT, WRONG_INPUT, explain_ending
from twitchcam.cli.options import show_progress

if TYPE_CHECKING:
    from twitchcam.app.batch import BatchResult


def batch(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER|LIST",
            help="Clips in a folder (FOLDER/PERSON/VISIT/CLIP, as far as there are such folders), "
            "or a list (.csv, .parquet) with the column clip, and if wanted person, visit, date, "
            "mirrored, answers, and others, which are kept.",
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(metavar="DIR", help="Where to write. Give the same one again to go on."),
    ],
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS", help="A Dask scheduler that runs, tcp://HOST:8786, for a cluster."
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Processes on this computer; one a core."),
    ] = None,
) -> None:
    """Measure a cohort of clips on all cores or a cluster (needs: pip install 'twitchcam[batch]').

    Writes DIR/cohort.html (start there), DIR/cohort/ (one data set of all clips, as Parquet
    files) and DIR/clips/. A later run does only what is new, was changed, or failed. Exit code: 0
    all done; 2 a clip has no result, its reason is in the page; 1 because of our own fault.
    """
    with explain_ending(source, out):
        from twitchcam.app.batch import run_batch
        from twitchcam.wording import text

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
