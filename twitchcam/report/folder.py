"""All files of one recording's results, written together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from twitchcam.report.advice_text import make_advice_text
from twitchcam.report.document import write_document
from twitchcam.report.page import write_page
from twitchcam.report.tables import write_events_csv, write_signals_parquet

if TYPE_CHECKING:
    from twitchcam.records import Analysis, Expression, FaceTrack, Movement


def write_results(
    folder: Path,
    analysis: Analysis,
    movement: Movement,
    expression: Expression,
    track: FaceTrack,
) -> None:
    """Write the track, the analysis, the tables, the page, and the advice to print."""
    from twitchcam.tracking.track_file import write_track

    write_track(track, folder / "track.npz")
    write_document(analysis, folder / "analysis.json")
    write_events_csv(analysis, folder / "events.csv")
    write_signals_parquet(movement, expression, folder / "signals.parquet")
    write_page(
        analysis,
        folder / "report.html",
        movement=movement,
        expression=expression,
        track=track,
    )
    if analysis.advice is not None:
        (folder / "advice.txt").write_bytes(make_advice_text(analysis.advice).encode())
    if analysis.advice is not None:
        (folder / "advice.txt").write_bytes(make_advice_text(analysis.advice).encode())
