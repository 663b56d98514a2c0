"""Commands that use a camera: record, live, watch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from twitchcam.cli.endings import DONE, NOT_ASSESSABLE, explain_ending
from twitchcam.cli.options import Language, show_progress
from twitchcam.wording import text

if TYPE_CHECKING:
    from twitchcam.app.record import Screen
    from twitchcam.capture.cameras import Camera


class Guided(Enum):
    """Names of the protocols."""

    full = "full"
    quick = "quick"
    rest = "rest"
    free = "free"


CameraName = Annotated[
    str,
    typer.Option(
        "--camera",
        metavar="NUMBER|FILE",
        help=text("desk-option-camera"),
    ),
]
NoWindow = Annotated[bool, typer.Option("--no-window", help=text("desk-option-no-window"))]


def record(
    camera: CameraName = "0",
    protocol: Annotated[Guided, typer.Option(help=text("desk-option-protocol"))] = Guided.quick,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help=text("desk-option-out"),
        ),
    ] = None,
    _language: Language = None,
    no_window: NoWindow = False,
    cut: Annotated[bool, typer.Option("--cut", help=text("desk-option-cut"))] = False,
    small: Annotated[
        bool,
        typer.Option("--small", help=text("desk-option-small")),
    ] = False,
    list_them: Annotated[bool, typer.Option("--list", help=text("desk-option-list"))] = False,
) -> None:
    """Record yourself without loss, guided step by step, and measure the recording.

    The recording stays in DIR as it was made (recording.mkv), the results lie beside it.
    """
    with explain_ending():
        if list_them:
            _list_cameras()
            return
        from twitchcam.app.analyze import analyze_clip
        from twitchcam.app.record import record_session
        from twitchcam.capture.protocol import get_protocol
        from twitchcam.report.folder import Extras
        from twitchcam.report.summary import make_summary
        from twitchcam.report.whole_files import explain_write_errors

        folder = out or Path(f"recording-{datetime.now():%Y%m%d-%H%M%S}")
        with _open_camera(camera) as opened, _open_screen(no_window) as screen:
            _tell_camera(opened)
            with explain_write_errors(folder):
                session = record_session(
                    opened,
                    folder,
                    get_protocol(protocol.value),
                    screen,
                    cut_to_head=cut,
                    encoding="small" if small else "lossless",
                )
        for sentence in session.about:
            typer.echo(sentence, err=True)
        typer.echo(f"{session.clip}", err=True)
        results = folder / "recording.twitchcam"
        analysis = analyze_clip(
            session.clip,
            results,
            extras=Extras(),
            mirrored=False,
            tracker=None,
            model=None,
            answers=None,
            show_progress=show_progress,
        )
        typer.echo(make_summary(analysis, results))
        code = DONE if analysis.quality.usable else NOT_ASSESSABLE
    raise typer.Exit(code)


def live(
    camera: CameraName = "0",
    _language: Language = None,
) -> None:
    """See the skin move while it moves: the face as lines, what may be a twitch marked at once.

    Nothing is kept and nothing counted: 'twitchcam record' measures.
    """
    with explain_ending(), ExitStack() as stack:
        from twitchcam.app.live import watch_live
        from twitchcam.desk.live_window import LiveDrawing
        from twitchcam.desk.window import Window, has_display
        from twitchcam.errors import InputError

        if not has_display():
            raise InputError(text("live-no-display"))
        opened = stack.enter_context(_open_camera(camera))
        window = stack.enter_context(Window("twitchcam"))
        drawing, n_events = LiveDrawing(), 0
        for moment in watch_live(opened):
            n_events += len(moment.seen.events)
            if window.show(drawing.draw(moment)) == "stop":
                break
        typer.echo(text("live-ended", count=n_events))


def watch(
    camera: CameraName = "0",
    hours: Annotated[
        float, typer.Option(min=0.005, max=48.0, help=text("desk-option-hours"))
    ] = 8.0,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help=text("desk-option-watch-out")),
    ] = None,
    _language: Language = None,
) -> None:
    """Wait for hours for what comes rarely: how often an hour, when, how large.

    Keeps the track of everything and the pictures around what was found; the rest is let go.
    """
    with explain_ending(), ExitStack() as stack:
        from twitchcam.app.watch import Watched, watch_camera
        from twitchcam.app.watch_report import write_watch_report
        from twitchcam.report.whole_files import explain_write_errors

        folder = out or Path(f"watch-{datetime.now():%Y%m%d-%H%M%S}")

        def tell(seen: Watched) -> None:
            length = f"{seen.watched_s / 60:.0f} min"
            typer.echo(text("watch-going", watched=length, count=len(seen.events)), err=True)

        opened = stack.enter_context(_open_camera(camera))
        _tell_camera(opened)
        typer.echo(text("watch-begins"), err=True)
        with explain_write_errors(folder):
            seen = watch_camera(opened, folder, max_s=hours * 3600, on_piece=tell)
            typer.echo(write_watch_report(seen, folder))
        code = DONE if seen.judged_s > 0 else NOT_ASSESSABLE
    raise typer.Exit(code)


@contextmanager
def _open_camera(wanted: str) -> Iterator[Camera]:
    """The camera, for us alone: one recording at a time on a computer."""
    from twitchcam.app.record import open_camera_or_say
    from twitchcam.capture.sole_recorder import AlreadyRecording, be_sole_recorder
    from twitchcam.data_folder import default_folder
    from twitchcam.errors import InputError
    from twitchcam.report.whole_files import explain_write_errors

    folder = default_folder()
    try:
        with ExitStack() as stack:
            with explain_write_errors(folder):
                stack.enter_context(be_sole_recorder(folder))
            camera = open_camera_or_say(wanted)
            stack.callback(camera.close)
            yield camera
    except AlreadyRecording:
        raise InputError(text("record-already")) from None


@contextmanager
def _open_screen(no_window: bool) -> Iterator[Screen]:
    from twitchcam.desk.record_window import TerminalScreen, WindowScreen
    from twitchcam.desk.window import Window, has_display

    def ring() -> None:
        typer.echo("\a", nl=False, err=True)

    if no_window or not has_display():
        yield TerminalScreen(lambda line: typer.echo(line, err=True), ring)
        return
    with Window("twitchcam") as window:
        yield WindowScreen(window, ring)


def _list_cameras() -> None:
    from twitchcam.app.record import describe_cameras

    for line in describe_cameras():
        typer.echo(line)


def _tell_camera(camera: Camera) -> None:
    from twitchcam.app.record import describe_mode

    typer.echo(f"{camera.name}: {describe_mode(camera.mode)}", err=True)
