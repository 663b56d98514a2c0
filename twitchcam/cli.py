"""The command line: parse, call, print. Results on stdout, progress and complaints on stderr.

Nothing heavy is imported before a command runs, so that ``--help`` answers at once.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Annotated, Final, NoReturn

import typer

from twitchcam.cli_parts import (
    Annotate,
    AnswersFile,
    Country,
    Elan,
    Hidden,
    Hide,
    Landmarks,
    ModelFile,
    Tracker,
    WithVideo,
    check_clip,
    is_track,
    show_name,
    show_progress,
)
from twitchcam.errors import InputError, TwitchcamError

if TYPE_CHECKING:
    from twitchcam.records import Analysis, Answers, FaceTrack
    from twitchcam.report.folder import Extras

DONE: Final = 0
OUR_FAULT: Final = 1
WRONG_INPUT: Final = 2
NOT_ASSESSABLE: Final = 3
STOPPED: Final = 130
_FROM_BEST_TO_WORST: Final = (DONE, NOT_ASSESSABLE, WRONG_INPUT, OUR_FAULT)
_NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT)
# Paragraphs in one line each: the width of the terminal decides where lines end.
_ANALYZE_HELP: Final = "\n\n".join(
    (
        "Measure the movements of the face in each CLIP and write a report.",
        "Writes report.html (start there), advice.txt, analysis.json, tables (events.csv, "
        "actions.csv, couplings.csv, signals.parquet) and track.npz.",
        "Exit code: 0 done, also when nothing was found; 2 a file or setting is wrong; 3 a "
        "recording cannot be judged, its report says why; 1 a fault of twitchcam.",
    )
)

app = typer.Typer(
    name="twitchcam",
    help=(
        "Find small, short movements of a face in a video: where, when, how large, how sure. "
        "Measurements and general information; not a medical device and not a diagnosis."
    ),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except KeyboardInterrupt:
        _stop()
    except BrokenPipeError:
        _let_pipe_go()


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"twitchcam {version('twitchcam')}")
        raise typer.Exit


@app.callback()
def _common(
    _version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    pass


@app.command(help=_ANALYZE_HELP)
def analyze(
    clips: Annotated[
        list[Path],
        typer.Argument(metavar="CLIP", help="Videos, or tracks (.npz) saved by twitchcam."),
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Where to write. Default: CLIP.twitchcam in the current folder, without the "
            "clip's suffix. With several clips, DIR holds one such folder for each.",
        ),
    ] = None,
    mirrored: Annotated[
        bool, typer.Option("--mirrored", help="The video is a mirror image: turn it back.")
    ] = False,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json",
            help="Print analysis.json instead of the summary; with several clips, one a line.",
        ),
    ] = False,
    tracker: Tracker = Landmarks.face_mesh,
    model: ModelFile = None,
    answers: AnswersFile = None,
    country: Country = None,
    annotate: Annotate = False,
    with_video: WithVideo = False,
    hide: Hide = Hidden.nothing,
    elan: Elan = False,
) -> None:
    """Measure the movements of the face in each clip and write its results."""
    from twitchcam.report.files import choose_folder, open_folder

    several = len(clips) > 1
    taken: set[Path] = set()
    codes: list[int] = []
    said: Answers | None = None
    with _answer_for(None, Path(), codes):
        from twitchcam.asking import read_said

        said = read_said(answers, country)
    for clip in clips if not codes else ():
        out_dir = choose_folder(clip, out, taken, several=several)
        with _answer_for(clip, out_dir, codes):
            extras = _make_extras(clip, annotate, with_video, hide, elan)
            check_clip(clip, mirrored=mirrored)
            with open_folder(out_dir) as unfinished:
                track = _read_or_track(clip, mirrored, tracker, model)
                analysis = _write_analysis(track, out_dir, unfinished, said, extras)
            _print_result(analysis, out_dir, as_json=as_json, several=several)
            codes.append(DONE if analysis.quality.usable else NOT_ASSESSABLE)
    raise typer.Exit(max(codes, key=_FROM_BEST_TO_WORST.index))


@app.command()
def ask(
    out: Annotated[
        Path,
        typer.Option(metavar="FILE", help="Where to keep the answers; go on with them later."),
    ] = Path("answers.toml"),
    country: Country = None,
) -> None:
    """Answer questions about what you noticed, by keyboard, for advice that fits you."""
    codes: list[int] = []
    with _answer_for(None, out.parent, codes):
        from twitchcam.asking import ask_and_advise

        ask_and_advise(out, country, read_line=_read_line, say=typer.echo)
        codes.append(DONE)
    raise typer.Exit(codes[0])


@app.command()
def advise(
    answers: AnswersFile = None,
    analysis: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="An analysis.json that 'twitchcam analyze' wrote."),
    ] = None,
    country: Country = None,
    full: Annotated[
        bool, typer.Option("--full", help="Leave nothing out, and list the sources.")
    ] = False,
) -> None:
    """Say what to do next, from answers, an analysis, or both: one page to print."""
    codes: list[int] = []
    with _answer_for(None, Path(), codes):
        from twitchcam.asking import advise_from_files

        typer.echo(advise_from_files(answers, analysis, country, full=full), nl=False)
        codes.append(DONE)
    raise typer.Exit(codes[0])


@app.command()
def report(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Results that twitchcam wrote earlier.")
    ],
    clip: Annotated[
        Path | None,
        typer.Option(metavar="CLIP", help="The clip they were made from, for pictures of it."),
    ] = None,
    annotate: Annotate = False,
    with_video: WithVideo = False,
    hide: Hide = Hidden.nothing,
    elan: Elan = False,
) -> None:
    """Write the page and the tables of an earlier result again; the clip is not needed."""
    codes: list[int] = []
    with _answer_for(folder, Path(), codes):
        from twitchcam.report.folder import show_again

        show_again(folder, _make_extras(clip, annotate, with_video, hide, elan))
        typer.echo(f"{folder / 'report.html'}")
        codes.append(DONE)
    raise typer.Exit(codes[0])


@app.command()
def evaluate(
    truth: Annotated[
        Path,
        typer.Argument(metavar="TRUTH", help="Marks made by hand: .csv, .eaf or .truth.json."),
    ],
    analyses: Annotated[
        list[Path],
        typer.Argument(metavar="ANALYSIS", help="Folders of results, or their analysis.json."),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the numbers as JSON.")] = False,
) -> None:
    """Compare results with marks made by hand: how many were found, and how exactly.

    If TRUTH is a folder, each result is compared with the file in it that has its clip's name.
    """
    codes: list[int] = []
    with _answer_for(truth, Path(), codes):
        from twitchcam.report.agreement import compare_analyses, make_agreement_table

        agreement = compare_analyses(truth, analyses)
        typer.echo(make_agreement_table(agreement, as_json=as_json))
        codes.append(DONE)
    raise typer.Exit(codes[0])


@app.command()
def simulate(
    story: Annotated[
        str | None, typer.Argument(metavar="STORY", help="Which one; without it, list them.")
    ] = None,
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Where to write. Default: the current folder.")
    ] = Path(),
    inject: Annotated[
        Path | None,
        typer.Option(
            metavar="CLIP",
            help="Put twitches into a recording of your own instead, to test a camera or a room.",
        ),
    ] = None,
    size_mm: Annotated[
        float, typer.Option(min=0.05, max=10.0, help="How large those twitches are.")
    ] = 1.0,
) -> None:
    """Make a clip whose twitches are known, to see what twitchcam finds in it."""
    codes: list[int] = []
    with _answer_for(inject, out, codes):
        from twitchcam.simulating import inject_twitches, simulate_story

        if inject is None:
            typer.echo(simulate_story(story, out))
        elif story is not None:
            raise InputError("simulate must have a STORY or --inject, got both. Leave one out.")
        else:
            typer.echo(f"{inject_twitches(inject, size_mm, out)}")
        codes.append(DONE)
    raise typer.Exit(codes[0])


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any that is free.")] = 8765,
    host: Annotated[
        str, typer.Option(help="Another address lets other computers in, with a token.")
    ] = "127.0.0.1",
    open_browser: Annotated[bool, typer.Option("--open", help="Open the browser.")] = False,
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The data folder, if not the usual one.")
    ] = None,
) -> None:
    """Record, upload and follow up in the browser. Nothing leaves this computer."""
    codes: list[int] = []
    with _answer_for(None, Path(), codes):
        from twitchcam.web.serve import serve_folder

        serve_folder(data, host, port, open_browser=open_browser, say=typer.echo)
        codes.append(DONE)
    raise typer.Exit(codes[0])


@app.command()
def history(
    person: Annotated[
        str | None, typer.Argument(metavar="PERSON", help="Whose; without it, list everybody.")
    ] = None,
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The data folder, if not the usual one.")
    ] = None,
) -> None:
    """Show results over time: how often, how large, where, and what would have been seen."""
    codes: list[int] = []
    with _answer_for(None, Path(), codes):
        from twitchcam.history import tell_history

        typer.echo(tell_history(person, data))
        codes.append(DONE)
    raise typer.Exit(codes[0])


@app.command("fetch-model")
def fetch_model_command() -> None:
    """Download the model of the tracker face_landmarker: all that twitchcam ever downloads."""
    codes: list[int] = []
    with _answer_for(None, Path(), codes):
        from twitchcam.tracking.model_file import fetch_model

        with show_progress("face_landmarker.task") as on_progress:
            stored = fetch_model(on_progress=on_progress)
        typer.echo(f"{stored}")
        codes.append(DONE)
    raise typer.Exit(codes[0])


@app.command()
def info() -> None:
    """Show versions and where things are."""
    codes: list[int] = []
    with _answer_for(None, Path(), codes):
        from twitchcam.report.about import list_versions

        for name, value in list_versions():
            typer.echo(f"{name:<24}{value}")
        from twitchcam.data_folder import default_folder

        typer.echo(f"{'Data of the web app':<24}{default_folder()}")
        codes.append(DONE)
    raise typer.Exit(codes[0])


def _make_extras(
    clip: Path | None, annotate: bool, with_video: bool, hide: Hidden, elan: bool
) -> Extras:
    from twitchcam.report.folder import Extras, check_extras

    extras = Extras(
        clip=None if clip is not None and is_track(clip) else clip,
        annotate=annotate,
        with_video=with_video,
        hide=hide.value,
        elan=elan,
    )
    check_extras(extras)
    return extras


def _write_analysis(
    track: FaceTrack, out_dir: Path, unfinished: Path, answers: Answers | None, extras: Extras
) -> Analysis:
    """Analyse a track and write its folder."""
    from twitchcam.pipeline import analyze_movement, measure_track
    from twitchcam.report.files import explain_write_errors
    from twitchcam.report.folder import write_results

    movement, expression = measure_track(track)
    analysis = analyze_movement(track, movement, expression, answers=answers)
    with explain_write_errors(out_dir):
        write_results(unfinished, analysis, movement, expression, track, extras)
    return analysis


def _read_line() -> str | None:
    """Read what was typed; ``None`` when there is no more or the person stops."""
    try:
        return input("> ")
    except (EOFError, KeyboardInterrupt):
        typer.echo()
        return None


def _read_or_track(clip: Path, mirrored: bool, tracker: Landmarks, model: Path | None) -> FaceTrack:
    if is_track(clip):
        from twitchcam.tracking.track_file import read_track

        return read_track(clip)
    from twitchcam.pipeline import track_video
    from twitchcam.report.folder import load_writers

    writers = Thread(target=load_writers, name="twitchcam-load-writers")
    with show_progress(show_name(clip)) as show_done:

        def on_progress(done: float) -> None:
            if writers.ident is None:
                writers.start()
            show_done(done)

        return track_video(
            clip, mirrored=mirrored, tracker=tracker.value, model=model, on_progress=on_progress
        )


def _print_result(analysis: Analysis, out_dir: Path, *, as_json: bool, several: bool) -> None:
    try:
        if not as_json:
            from twitchcam.report.summary import make_summary

            typer.echo(make_summary(analysis, out_dir) + ("\n" if several else ""))
            return
        from twitchcam.report.document import dump_document, make_document

        text = dump_document(make_document(analysis), on_one_line=several)
        # Bytes, so that no console's encoding or line ending can change the document.
        typer.echo(text.encode(), nl=False)
    except BrokenPipeError:
        _let_pipe_go()


@contextmanager
def _answer_for(clip: Path | None, out_dir: Path, codes: list[int]) -> Iterator[None]:
    """Turn whatever goes wrong into one sentence on stderr and an exit code in ``codes``."""
    try:
        yield
    except TwitchcamError as error:
        _complain(str(error))
        codes.append(error.exit_code)
    except KeyboardInterrupt:
        _stop()
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            _complain("The disk must have room for the work, got none left. Make room, try again.")
            codes.append(WRONG_INPUT)
            return
        from twitchcam.report.about import write_fault_log

        log = write_fault_log(out_dir, error)
        where = f" with {show_name(clip)}" if clip else ""
        _complain(
            f"Something went wrong inside twitchcam{where} ({type(error).__name__}); this is our "
            f"fault, not yours. The details are in {log or 'no file: there was no room for one.'}"
        )
        codes.append(OUR_FAULT)


def _complain(sentence: str) -> None:
    typer.echo(f"twitchcam: {sentence}", err=True)


def _stop() -> NoReturn:
    _complain("Stopped. Nothing half-written was left behind.")
    raise SystemExit(STOPPED)


def _let_pipe_go() -> None:
    """Whoever read our output has had enough; the files are written, so this is no error."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
