"""All files of one recording's results, written together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from twitchcam.errors import InputError
from twitchcam.memory import give_back_memory
from twitchcam.report.advice_text import make_advice_text
from twitchcam.report.document import load_schema, write_document
from twitchcam.report.page import load_template, write_page
from twitchcam.report.tables import (
    load_parquet,
    write_actions_csv,
    write_candidates_csv,
    write_couplings_csv,
    write_events_csv,
    write_signals_parquet,
)
from twitchcam.report.whole_files import make_relative_address
from twitchcam.wording import text
from twitchcam.wording.names import name_place

if TYPE_CHECKING:
    from twitchcam.records import Analysis, Expression, FaceTrack, Movement
    from twitchcam.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What is written only when asked for.

    Attributes
    ----------
    clip : the video; ``None`` when there is only its track.
    annotate : ``annotated.mp4``.
    with_video : the clip inside the page, which else shows the face as lines.
    hide : blur the ``eyes``, or leave every picture of the ``face`` out.
    elan : ``annotations.eaf``.
    clip_mp4 : the clip that a page made before holds, and that it is to go on holding.
    """

    clip: Path | None = None
    annotate: bool = False
    with_video: bool = False
    hide: Literal["nothing", "eyes", "face"] = "nothing"
    elan: bool = False
    clip_mp4: bytes | None = None


def check_extras(extras: Extras) -> None:
    """Raise ``InputError`` for wishes that cannot be fulfilled, before any work is done."""
    if extras.with_video and extras.clip is None:
        raise InputError(text("error-report-no-video"))
    if extras.with_video and extras.hide == "face":
        raise InputError(text("error-report-hidden-video"))
    if extras.elan:
        from twitchcam.report.elan import check_elan

        check_elan()


def load_writers() -> None:
    """Load what writing needs; it takes half a second, which can pass beside the tracking."""
    load_parquet()
    load_schema()
    load_template()
    name_place("cheek", "left")  # the first text that chooses a form loads Fluent


def write_results(
    folder: Path,
    analysis: Analysis,
    movement: Movement,
    expression: Expression,
    track: FaceTrack,
    extras: Extras | None = None,
) -> None:
    """Write the analysis, the tables, the page, and what else is wanted; not the track."""
    give_back_memory()
    write_document(analysis, folder / "analysis.json")
    write_views(folder, analysis, movement, expression, track, extras or Extras())


def write_views(
    folder: Path,
    analysis: Analysis,
    movement: Movement,
    expression: Expression,
    track: FaceTrack,
    extras: Extras,
) -> None:
    """Write what can always be made again from the analysis and the track."""
    from twitchcam.assessment.unjudged_eyes import find_unjudged_eyes
    from twitchcam.detection.closings import mark_judged

    write_events_csv(analysis, folder / "events.csv")
    write_actions_csv(analysis, folder / "actions.csv")
    write_couplings_csv(analysis, folder / "couplings.csv")
    settings = restore_settings(analysis)
    covered, _ = find_unjudged_eyes(expression, settings.actions.min_opening_mm)
    assessable = mark_judged(
        movement,
        expression,
        analysis.actions,
        covered,
        settings.actions,
        settings.assessment,
        settings.detection,
    )
    write_candidates_csv(movement, assessable, settings.detection, folder / "candidates.csv")
    write_signals_parquet(movement, expression, assessable, folder / "signals.parquet")
    if extras.elan:
        from twitchcam.report.elan import write_elan

        clip_address = make_relative_address(folder, extras.clip) if extras.clip else ""
        write_elan(analysis, folder / "annotations.eaf", clip_address=clip_address)
    clip_mp4 = extras.clip_mp4
    if extras.with_video and extras.clip is not None:
        from twitchcam.report.overlay import make_clip

        clip_mp4 = make_clip(extras.clip, track, hide=extras.hide)
    write_page(
        analysis,
        folder / "report.html",
        movement=movement,
        expression=expression,
        track=track,
        clip_mp4=clip_mp4,
    )
    if analysis.advice is not None:
        (folder / "advice.txt").write_bytes(make_advice_text(analysis.advice).encode())
    if extras.annotate:
        from twitchcam.report.overlay import write_annotated_clip

        write_annotated_clip(
            folder / "annotated.mp4",
            clip=extras.clip,
            analysis=analysis,
            movement=movement,
            track=track,
            hide=extras.hide,
        )


def restore_settings(analysis: Analysis) -> Settings:
    """The settings that the analysis was made with; today's if there were other ones then."""
    from twitchcam.settings import Settings, restore_stage

    usual = Settings()
    try:
        return Settings(
            **{
                stage: restore_stage(type(getattr(usual, stage)), values)
                for stage, values in analysis.settings.items()
            }
        )
    except (AttributeError, TypeError, ValueError, InputError):
        return usual
