"""Commands for studies: agreement, noise, planning, blinding, citing, other signals."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from twitchcam.cli.cohort import batch
from twitchcam.cli.endings import explain_ending
from twitchcam.cli.options import Language, say_help
from twitchcam.errors import InputError
from twitchcam.wording import text


def add_commands(app: typer.Typer) -> None:
    """Make these commands part of ``app``."""
    for command in (batch, evaluate, repeatability, plan, blind, cite, export):
        app.command(help=say_help(f"study-command-{command.__name__}"))(command)


def evaluate(
    truth: Annotated[
        Path,
        typer.Argument(
            metavar="TRUTH",
            help=text("terminal-argument-truth"),
        ),
    ],
    analyses: Annotated[
        list[Path],
        typer.Argument(
            metavar="ANALYSIS",
            help=text("study-option-evaluate-analyses"),
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help=text("terminal-evaluate-json"))] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help=text("study-option-evaluate-out"),
        ),
    ] = None,
    rater: Annotated[
        list[Path] | None,
        typer.Option(metavar="MARKS", help=text("study-option-evaluate-rater")),
    ] = None,
    people: Annotated[
        Path | None,
        typer.Option(metavar="LIST", help=text("study-option-evaluate-people")),
    ] = None,
    _language: Language = None,
) -> None:
    """Compare results with marks made by hand: how many were found, and how exactly.

    If TRUTH is a folder, each result is compared with the file in it that has its clip's name; a
    result without marks is told, and does not stop the rest.
    """
    with explain_ending(truth):
        from twitchcam.report.agreement import compare_analyses, make_agreement_table

        documents = analyses
        if out is not None:
            from twitchcam.report.agreement_marks import find_analyses

            documents = find_analyses(analyses)
        remarks: list[str] = []
        agreement = compare_analyses(truth, documents, say=remarks.append)
        typer.echo(make_agreement_table(agreement, as_json=as_json))
        for remark in remarks:
            typer.echo(f"\n{remark}" if not as_json else remark, err=as_json)
        if out is not None:
            _write_study([truth, *(rater or [])], documents, people, out)
        elif rater or people:
            raise InputError(text("error-agreement-no-out"))


def _write_study(marks: list[Path], documents: list[Path], people: Path | None, out: Path) -> None:
    from twitchcam.report.agreement_marks import gather_marks, read_people
    from twitchcam.report.agreement_page import write_agreement
    from twitchcam.report.agreement_study import study_agreement

    # Called like their files or folders; numbered where two have one name.
    raters: dict[str, Path] = {}
    for path in marks:
        name = path.stem or str(path)
        raters[name if name not in raters else f"{name} {len(raters) + 1}"] = path
    clips, remarks = gather_marks(raters, documents, read_people(people))
    write_agreement(study_agreement(clips, remarks), out)
    typer.echo(text("agreement-written", path=str(out / "agreement.html")), err=True)


def repeatability(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            help=text("study-option-repeatability-folder"),
        ),
    ],
    _language: Language = None,
) -> None:
    """Say how far two recordings of one person differ by noise: the smallest detectable change."""
    with explain_ending(folder):
        from twitchcam.report.repeatability_text import say_repeatability

        typer.echo(say_repeatability(folder))


def plan(
    rate: Annotated[float, typer.Option(metavar="R", help=text("study-option-plan-rate"))],
    change: Annotated[float, typer.Option(metavar="X", help=text("study-option-plan-change"))],
    power: Annotated[float, typer.Option(help=text("study-option-plan-power"))] = 0.8,
    spread: Annotated[float, typer.Option(help=text("study-option-plan-spread"))] = 1.0,
    _language: Language = None,
) -> None:
    """Say how many minutes must be judged to see a rate change by a factor."""
    with explain_ending():
        from twitchcam.evaluation.repeatability import plan_minutes

        minutes = plan_minutes(rate, change, power=power, spread=spread)
        said = {"rate": f"{rate:g}", "change": f"{change:g}", "power": f"{power:g}"}
        typer.echo(text("study-plan", minutes=f"{minutes:.1f}", **said))
        typer.echo(text("study-plan-spread", spread=f"{spread:g}"))


def blind(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help=text("study-option-blind-folder"))
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help=text("study-option-blind-out"))],
    key: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=text("study-option-blind-key")),
    ] = None,
    _language: Language = None,
) -> None:
    """Write the tables of a cohort without faces, names and dates, for somebody who must not know.

    Persons, visits and clips get random codes; the key is a file of its own.
    """
    with explain_ending(folder, out.parent):
        from twitchcam.report.blinded import blind_cohort

        place = key or out.with_name(f"{out.name}-key.csv")
        count = blind_cohort(folder, out, place)
        typer.echo(text("study-blinded", count=count, folder=str(out), place=str(place)))


def cite(
    analysis: Annotated[
        Path, typer.Argument(metavar="ANALYSIS", help=text("study-option-cite-analysis"))
    ],
    _language: Language = None,
) -> None:
    """Write the paragraph for the methods section of a paper, and how to cite twitchcam."""
    with explain_ending(analysis):
        from twitchcam.report.document import read_document
        from twitchcam.report.methods_text import make_methods_text

        document = analysis / "analysis.json" if analysis.is_dir() else analysis
        typer.echo(make_methods_text(read_document(document)), nl=False)


def export(
    analysis: Annotated[
        Path, typer.Argument(metavar="ANALYSIS", help=text("study-option-export-analysis"))
    ],
    out: Annotated[
        Path,
        typer.Option(
            metavar="FILE",
            help=text("study-option-export-out"),
        ),
    ],
    offset_s: Annotated[float, typer.Option(help=text("study-option-export-offset-s"))] = 0.0,
    stretch: Annotated[float, typer.Option(help=text("study-option-export-stretch"))] = 1.0,
    from_file: Annotated[
        bool,
        typer.Option(
            "--from-file",
            help=text("study-option-export-from-file"),
        ),
    ] = False,
    _language: Language = None,
) -> None:
    """Write events for programs that hold an EEG or EMG, on their clock, or that code videos."""
    with explain_ending(analysis, out.parent):
        from twitchcam.records.clock import Clock
        from twitchcam.report.document import read_document
        from twitchcam.report.marker_files import write_mne_annotations, write_xdf_markers

        document = analysis / "analysis.json" if analysis.is_dir() else analysis
        if out.suffix.lower() in (".boris", ".eaf"):
            if (offset_s, stretch, from_file) != (0.0, 1.0, False):
                raise InputError(text("error-coding-clock", kind=out.suffix.lower()))
            _write_for_coding(document, out)
            typer.echo(f"{out}")
            return
        clock = Clock(
            offset_s=offset_s,
            stretch=stretch,
            counts_from="file" if from_file else "first_picture",
        )
        write = write_xdf_markers if out.suffix.lower() == ".xdf" else write_mne_annotations
        write(read_document(document), out, clock=clock)
        typer.echo(f"{out}")


def _write_for_coding(document: Path, out: Path) -> None:
    from twitchcam.report.boris_project import write_boris
    from twitchcam.report.document import read_document
    from twitchcam.report.elan import write_elan

    write = write_boris if out.suffix.lower() == ".boris" else write_elan
    write(read_document(document), out)
