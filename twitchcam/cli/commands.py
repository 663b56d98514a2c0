"""The command line: parse, call, print. Results on stdout, progress and complaints on stderr.

Nothing heavy is imported before a command runs, so that ``--help`` answers at once.
"""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from twitchcam.app.clips import show_name
from twitchcam.cli.command_list import CommandList
from twitchcam.cli.desk_commands import live, record, watch
from twitchcam.cli.endings import (
    DONE,
    FROM_BEST_TO_WORST,
    NOT_ASSESSABLE,
    STOPPED,
    collect_ending,
    explain_ending,
    let_pipe_go,
    stop,
)
from twitchcam.cli.guard import run_guarded
from twitchcam.cli.options import (
    Annotate,
    AnswersFile,
    Country,
    Elan,
    Hidden,
    Hide,
    Jobs,
    Language,
    ModelFile,
    Tracker,
    WithVideo,
    say_help,
    show_progress,
)
from twitchcam.cli.study import add_commands
from twitchcam.errors import InputError
from twitchcam.wording import text

if TYPE_CHECKING:
    from twitchcam.records import Analysis

# Paragraphs in one line each: the width of the terminal decides where lines end.
_ANALYZE_HELP: Final = "\n\n".join(
    text(f"terminal-analyze-{part}") for part in ("what", "writes", "codes")
)

app = typer.Typer(
    name="twitchcam",
    cls=CommandList,
    help=text("terminal-program"),
    no_args_is_help=True,
    add_completion=False,
    # Boxes around the help would take longer to load than all the rest of it.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line; what decodes a recording runs in a process of its own."""
    try:
        run_guarded(run_here, sys.argv[1:])
    finally:
        # All is said and written: Python would end without a word if it were stopped while it
        # clears up, which takes a while after a batch.
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def run_here() -> None:
    """Run the command line in this process, whatever happens to it."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except SystemExit as ended:
        # Before a command of ours runs it is Typer that hears Ctrl-C, and it ends without a word.
        cause = getattr(ended.__context__, "__cause__", None)
        if ended.code == STOPPED and isinstance(cause, KeyboardInterrupt):
            stop()
        raise
    except KeyboardInterrupt:
        stop()
    except BrokenPipeError:
        let_pipe_go()


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"twitchcam {version('twitchcam')}")
        raise typer.Exit


@app.callback()
def _common(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", help=text("terminal-version"), callback=_show_version, is_eager=True
        ),
    ] = False,
) -> None:
    pass


@app.command(help=_ANALYZE_HELP)
def analyze(
    clips: Annotated[
        list[Path],
        typer.Argument(metavar="CLIP", help=text("terminal-argument-clips")),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help=text("terminal-analyze-out"),
        ),
    ] = None,
    mirrored: Annotated[
        bool, typer.Option("--mirrored", help=text("terminal-analyze-mirrored"))
    ] = False,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json",
            help=text("terminal-analyze-json"),
        ),
    ] = False,
    tracker: Tracker = None,
    model: ModelFile = None,
    answers: AnswersFile = None,
    country: Country = None,
    annotate: Annotate = False,
    with_video: WithVideo = False,
    hide: Hide = Hidden.nothing,
    elan: Elan = False,
    jobs: Jobs = None,
    _language: Language = None,
) -> None:
    """Measure the movements of the face in each clip and write its results."""
    with explain_ending():
        from twitchcam.app.analyze import analyze_clip, choose_extras
        from twitchcam.app.ask import read_said
        from twitchcam.report.whole_files import choose_folder

        said = read_said(answers, country)
    several = len(clips) > 1
    taken: set[Path] = set()
    codes: list[int] = []
    analysis: Analysis | None = None
    failed: list[str] = []
    for clip in clips:
        out_dir = choose_folder(clip, out, taken, several=several)
        with collect_ending(clip, out_dir, codes):
            analysis = analyze_clip(
                clip,
                out_dir,
                extras=choose_extras(clip, annotate, with_video, hide.value, elan),
                mirrored=mirrored,
                tracker=tracker.value if tracker else None,
                model=model,
                answers=said,
                show_progress=show_progress,
                jobs=jobs,
            )
            _print_result(analysis, out_dir, as_json=as_json, several=several)
            codes.append(DONE if analysis.quality.usable else NOT_ASSESSABLE)
        if codes[-1] not in (DONE, NOT_ASSESSABLE):
            failed.append(show_name(clip))
    if several and not as_json:
        _print_ending(analysis, len(clips), failed)
    raise typer.Exit(max(codes, key=FROM_BEST_TO_WORST.index))


app.command(help=say_help("desk-command-record"))(record)
app.command(help=say_help("desk-command-live"))(live)
app.command(help=say_help("desk-command-watch"))(watch)


@app.command(help=text("terminal-command-ask"))
def ask(
    out: Annotated[
        Path,
        typer.Option(metavar="FILE", help=text("terminal-ask-out")),
    ] = Path("answers.toml"),
    country: Country = None,
    _language: Language = None,
) -> None:
    """Answer questions about what you noticed, by keyboard, for advice that fits you."""
    with explain_ending(out_dir=out.parent):
        from twitchcam.app.ask import ask_and_advise

        ask_and_advise(out, country, read_line=_read_line, say=typer.echo)


@app.command(help=text("terminal-command-advise"))
def advise(
    answers: AnswersFile = None,
    analysis: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=text("terminal-advise-analysis")),
    ] = None,
    country: Country = None,
    full: Annotated[bool, typer.Option("--full", help=text("terminal-advise-full"))] = False,
    _language: Language = None,
) -> None:
    """Say what to do next, from answers, an analysis, or both: one page to print."""
    with explain_ending():
        from twitchcam.app.ask import advise_from_files

        typer.echo(advise_from_files(answers, analysis, country, full=full), nl=False)


@app.command(help=text("terminal-command-report"))
def report(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help=text("terminal-argument-folder"))
    ],
    clip: Annotated[
        Path | None,
        typer.Option(metavar="CLIP", help=text("terminal-report-clip")),
    ] = None,
    annotate: Annotate = False,
    with_video: WithVideo = False,
    hide: Hide = Hidden.nothing,
    elan: Elan = False,
    _language: Language = None,
) -> None:
    """Write the page and the tables of an earlier result again; the clip is not needed."""
    with explain_ending(folder):
        from twitchcam.app.analyze import choose_extras
        from twitchcam.app.show_again import show_again

        show_again(folder, choose_extras(clip, annotate, with_video, hide.value, elan))
        typer.echo(f"{folder / 'report.html'}")


@app.command("evaluate-advice", help=text("terminal-command-evaluate-advice"))
def evaluate_advice(
    form: Annotated[Path, typer.Argument(metavar="FILE", help=text("terminal-argument-form"))],
    _language: Language = None,
) -> None:
    """Compare the advice with a clinician's: agreement, weighted kappa, too low, too high."""
    with explain_ending(form):
        from twitchcam.report.advice_agreement import compare_form, say_agreement

        typer.echo(say_agreement(compare_form(form)))


@app.command(help=text("terminal-command-simulate"))
def simulate(
    story: Annotated[
        str | None, typer.Argument(metavar="STORY", help=text("terminal-argument-story"))
    ] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help=text("terminal-simulate-out"))] = Path(),
    inject: Annotated[
        Path | None,
        typer.Option(
            metavar="CLIP",
            help=text("terminal-simulate-inject"),
        ),
    ] = None,
    size_mm: Annotated[
        float, typer.Option(min=0.05, max=10.0, help=text("terminal-simulate-size"))
    ] = 1.0,
) -> None:
    """Make a clip whose twitches are known, to see what twitchcam finds in it."""
    with explain_ending(inject, out):
        from twitchcam.app.simulate import inject_twitches, simulate_story

        if inject is None:
            typer.echo(simulate_story(story, out))
        elif story is not None:
            raise InputError(text("error-simulate-both"))
        else:
            typer.echo(f"{inject_twitches(inject, size_mm, out, show_progress)}")


@app.command(help=text("terminal-command-serve"))
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help=text("terminal-serve-port"))] = 8765,
    host: Annotated[str, typer.Option(help=text("terminal-serve-host"))] = "127.0.0.1",
    open_browser: Annotated[bool, typer.Option("--open", help=text("terminal-serve-open"))] = False,
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help=text("terminal-serve-data"))
    ] = None,
) -> None:
    """Record, upload and follow up in the browser. Nothing leaves this computer."""
    with explain_ending():
        from twitchcam.web.serve import serve_folder

        serve_folder(data, host, port, open_browser=open_browser, say=typer.echo)


@app.command(help=text("terminal-command-history"))
def history(
    person: Annotated[
        str | None, typer.Argument(metavar="PERSON", help=text("terminal-argument-person"))
    ] = None,
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help=text("terminal-history-data"))
    ] = None,
    _language: Language = None,
) -> None:
    """Show results over time: how often, how large, where, and what would have been seen."""
    with explain_ending():
        from twitchcam.app.history import tell_history

        typer.echo(tell_history(person, data))


@app.command("fetch-model", help=text("terminal-command-fetch-model"))
def fetch_model_command() -> None:
    """Download the model of the tracker face_landmarker: all that twitchcam ever downloads."""
    with explain_ending():
        from twitchcam.tracking.model_file import fetch_model

        with show_progress("face_landmarker.task") as on_progress:
            stored = fetch_model(on_progress=on_progress)
        typer.echo(f"{stored}")


@app.command(help=text("terminal-command-info"))
def info() -> None:
    """Show versions and where things are."""
    with explain_ending():
        from twitchcam.report.about import list_versions

        for name, value in list_versions():
            typer.echo(f"{name:<24}{value}")
        from twitchcam.data_folder import default_folder

        typer.echo(f"{text('terminal-info-data'):<24}{default_folder()}")


def _read_line() -> str | None:
    """Read what was typed; ``None`` when there is no more or the person stops."""
    try:
        return input("> ")
    except (EOFError, KeyboardInterrupt):
        typer.echo()
        return None


def _print_result(analysis: Analysis, out_dir: Path, *, as_json: bool, several: bool) -> None:
    try:
        if not as_json:
            from twitchcam.report.summary import make_summary

            typer.echo(make_summary(analysis, out_dir, alone=not several) + "\n" * several)
            return
        from twitchcam.report.document import dump_document, make_document

        text = dump_document(make_document(analysis), on_one_line=several)
        # Bytes, so that no console's encoding or line ending can change the document.
        typer.echo(text.encode(), nl=False)
    except BrokenPipeError:
        let_pipe_go()


def _print_ending(analysis: Analysis | None, n_clips: int, failed: list[str]) -> None:
    from twitchcam.report.summary import make_ending

    try:
        typer.echo(make_ending(analysis, n_clips, failed))
    except BrokenPipeError:
        let_pipe_go()


add_commands(app)
