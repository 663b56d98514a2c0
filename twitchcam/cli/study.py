"""Commands for studies: agreement, noise, planning, blinding, citing, other signals."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from twitchcam.cli.endings import explain_ending
from twitchcam.errors import InputError


def add_commands(app: typer.Typer) -> None:
    """Make these commands part of ``app``."""
    for command in (evaluate, repeatability, plan, blind, cite, export):
        app.command()(command)


def evaluate(
    truth: Annotated[
        Path,
        typer.Argument(
            metavar="TRUTH",
            help="Marks made by hand: a table (.csv, .tsv, .txt), ELAN (.eaf; needs: pip install "
            "pympi-ling), BORIS (.boris, or its events as a table), or the .truth.json of a made "
            "clip; or a folder of these.",
        ),
    ],
    analyses: Annotated[
        list[Path],
        typer.Argument(
            metavar="ANALYSIS",
            help="Folders of results, or their analysis.json; with --out also folders of such "
            "folders.",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the numbers as JSON.")] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Also write agreement.html and its tables there: tolerances, kappa, alpha, ICC, "
            "limits of agreement (needs: pip install 'twitchcam[study]').",
        ),
    ] = None,
    rater: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="MARKS", help="Marks of another rater, for --out; can be given several times."
        ),
    ] = None,
    people: Annotated[
        Path | None,
        typer.Option(
            metavar="LIST", help="Who is in which clip (columns clip, person), for intervals."
        ),
    ] = None,
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
            raise InputError("--rater and --people must come with --out DIR, got none. Add it.")


def _write_study(marks: list[Path], documents: list[Path], people: Path | None, out: Path) -> None:
    from twitchcam.report.agreement_marks import gather_marks, read_people
    from twitchcam.report.agreement_page import write_agreement
    from twitchcam.report.agreement_study import study_agreement
    from twitchcam.wording import text

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
            help="What 'twitchcam batch' wrote about persons recorded twice or more, without a "
            "change in between.",
        ),
    ],
) -> None:
    """Say how far two recordings of one person differ by noise: the smallest detectable change."""
    with explain_ending(folder):
        from twitchcam.report.repeatability_text import say_repeatability

        typer.echo(say_repeatability(folder))


def plan(
    rate: Annotated[float, typer.Option(metavar="R", help="Twitches per minute before.")],
    change: Annotated[
        float, typer.Option(metavar="X", help="Rate after over rate before: 0.5 for half as many.")
    ],
    power: Annotated[float, typer.Option(help="Chance to see the change if it is there.")] = 0.8,
    spread: Annotated[
        float, typer.Option(help="Variance of counts over their mean; 1 for chance alone.")
    ] = 1.0,
) -> None:
    """Say how many minutes must be judged to see a rate change by a factor."""
    with explain_ending():
        from twitchcam.evaluation.repeatability import plan_minutes
        from twitchcam.wording import text

        minutes = plan_minutes(rate, change, power=power, spread=spread)
        said = {"rate": f"{rate:g}", "change": f"{change:g}", "power": f"{power:g}"}
        typer.echo(text("study-plan", minutes=f"{minutes:.1f}", **said))
        typer.echo(text("study-plan-spread", spread=f"{spread:g}"))


def blind(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="What 'twitchcam batch' wrote.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="A new folder for the blinded tables.")],
    key: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where the key goes. Default: DIR-key.csv, beside DIR."),
    ] = None,
) -> None:
    """Write the tables of a cohort without faces, names and dates, for somebody who must not know.

    Persons, visits and clips get random codes; the key is a file of its own.
    """
    with explain_ending(folder, out.parent):
        from twitchcam.report.blinded import blind_cohort
        from twitchcam.wording import text

        place = key or out.with_name(f"{out.name}-key.csv")
        count = blind_cohort(folder, out, place)
        typer.echo(text("study-blinded", count=count, folder=str(out), place=str(place)))


def cite(
    analysis: Annotated[
        Path, typer.Argument(metavar="ANALYSIS", help="A folder of results, or its analysis.json.")
    ],
) -> None:
    """Write the paragraph for the methods section of a paper, and how to cite twitchcam."""
    with explain_ending(analysis):
        from twitchcam.report.document import read_document
        from twitchcam.report.methods_text import make_methods_text

        document = analysis / "analysis.json" if analysis.is_dir() else analysis
        typer.echo(make_methods_text(read_document(document)), nl=False)


def export(
    analysis: Annotated[
        Path, typer.Argument(metavar="ANALYSIS", help="A folder of results, or its analysis.json.")
    ],
    out: Annotated[
        Path,
        typer.Option(
            metavar="FILE",
            help="NAME-annot.txt for MNE-Python, NAME.xdf for the Lab Streaming Layer.",
        ),
    ],
    offset_s: Annotated[
        float, typer.Option(help="What the other clock reads at the start of the clip.")
    ] = 0.0,
    stretch: Annotated[float, typer.Option(help="Its seconds in one second of the clip.")] = 1.0,
    from_file: Annotated[
        bool,
        typer.Option(
            "--from-file",
            help="The start is that of the file, as players count, where sound may begin first.",
        ),
    ] = False,
) -> None:
    """Write events as markers for programs that hold an EEG or EMG, on the clock of that one."""
    with explain_ending(analysis, out.parent):
        from twitchcam.records.clock import Clock
        from twitchcam.report.document import read_document
        from twitchcam.report.marker_files import write_mne_annotations, write_xdf_markers

        document = analysis / "analysis.json" if analysis.is_dir() else analysis
        clock = Clock(
            offset_s=offset_s,
            stretch=stretch,
            counts_from="file" if from_file else "first_picture",
        )
        write = write_xdf_markers if out.suffix.lower() == ".xdf" else write_mne_annotations
        write(read_document(document), out, clock=clock)
        typer.echo(f"{out}")
