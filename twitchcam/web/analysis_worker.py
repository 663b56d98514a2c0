"""One analysis in a process of its own: ``python -m twitchcam.web.analysis_worker``.

What comes in by the network is decoded here, with limits of memory and time and without the
server's secrets. The order comes as one line of JSON on standard input; news go out as lines of
JSON on standard output. When standard input closes, the server is gone, and so is this process.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from twitchcam.errors import InputError, TwitchcamError
from twitchcam.wording import in_language, text

if TYPE_CHECKING:
    from twitchcam.records import FaceTrack

_NICENESS: Final = 5
# The track of an hour has half a gigabyte.
_MAX_FILE_BYTES: Final = 4 << 30
_MIN_BETWEEN_NEWS_S: Final = 0.2


def main() -> None:
    """Read the order, do it, tell how it went."""
    serve_one_order(analyze)


def serve_one_order(work: Callable[[dict[str, Any], Any], None]) -> None:
    """Do what the order on standard input asks for, within its limits, and tell how it went."""
    order = json.loads(sys.stdin.readline())
    out = _take_standard_output()
    threading.Thread(target=_leave_with_server, daemon=True).start()
    _step_back()
    _limit(order)

    def tell(**news: Any) -> None:
        out.write(json.dumps(news) + "\n")
        out.flush()

    try:
        with in_language(order["language"]):
            work(order, tell)
    except MemoryError:
        tell(refused=text("web-unmeasured-memory"))
    except TwitchcamError as error:
        tell(refused=str(error))
    except Exception as error:
        from twitchcam.report.about import write_fault_log

        log = write_fault_log(Path(order["results"]).parent, error)
        tell(failed=f"{type(error).__name__} ({log or 'no file'})")
    else:
        tell(done=True)


def analyze(order: dict[str, Any], tell: Any) -> None:
    """Analyse one recording into its folder of results."""
    from twitchcam.app.analyze import analyze_into
    from twitchcam.triage.questions import validate_answers

    video, results = Path(order["video"]), Path(order["results"])
    _tell_date(video, tell)

    def find_track() -> FaceTrack:
        track = _get_track(video, results / "track.npz", order, tell)
        return replace(track, source=replace(track.source, name=order["name"]))

    analyze_into(results, find_track, answers=validate_answers(**order["answers"]))
    if video.exists():
        from twitchcam.app.make_extras import make_extra

        # The result is whole without them; they can be asked for later.
        with suppress(TwitchcamError, OSError):
            make_extra("halves", results, video)


def _tell_date(video: Path, tell: Any) -> None:
    """Say when the file itself says that it was recorded. What is no video is refused later."""
    from twitchcam.capture.file_date import read_file_date

    if video.exists():
        with suppress(InputError):
            told = read_file_date(video)
            tell(dated=told.at.isoformat() if told.at else None, refused_date=told.refused)


def _get_track(video: Path, track_file: Path, order: dict[str, Any], tell: Any) -> FaceTrack:
    """Return the saved track, or a new one where none can be read.

    Answers that came later change the advice, not the face: it is not tracked again for them.
    """
    from twitchcam.tracking.track_file import read_track

    if track_file.exists():
        try:
            return read_track(track_file)
        except InputError as error:
            if not video.exists():
                raise InputError(text("web-unmeasured-no-video", name=order["name"])) from error
    return _track(video, order, tell)


def _track(video: Path, order: dict[str, Any], tell: Any) -> FaceTrack:
    from twitchcam.app.analyze import follow_face

    last_told_s = 0.0

    def on_progress(share: float) -> None:
        nonlocal last_told_s
        if time.monotonic() - last_told_s > _MIN_BETWEEN_NEWS_S:
            last_told_s = time.monotonic()
            tell(progress=round(share, 4))

    try:
        _check_length(video, order["longest_s"])
        return follow_face(video, on_progress, mirrored=order["mirrored"])
    except TwitchcamError as error:
        # The file is called otherwise here than by the person who sent it.
        said = str(error).replace(video.name, order["name"], 1)
        raise type(error)(said) from error


def _check_length(video: Path, longest_s: float) -> None:
    from twitchcam.capture.files import open_video

    with open_video(video) as opened:
        length_s = opened.announced_s
    if length_s is not None and length_s > longest_s:
        most, got = f"{longest_s / 60:.0f}", f"{length_s / 60:.0f}"
        raise InputError(text("web-unmeasured-too-long", name=video.name, most=most, got=got))


def _take_standard_output() -> IO[str]:
    """Keep the real standard output for news; what libraries print goes to standard error."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return out


def _leave_with_server() -> None:
    while sys.stdin.read(4096):
        pass
    os._exit(1)


def _step_back() -> None:
    """Let pages, live check and browser go first, where the system can."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    # Some kernels weigh whole sessions against each other, and this process has its own.
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(f"{_NICENESS}\n", encoding="ascii")
    # Long work without a rhythm: it must not push aside who has just woken up.
    if hasattr(os, "SCHED_BATCH"):
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def _limit(order: dict[str, Any]) -> None:
    """Hold this process to its memory and time, where the system can."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        for kind, most in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, _MAX_FILE_BYTES),
            (resource.RLIMIT_CPU, order["max_cpu_s"]),
            (resource.RLIMIT_AS, order["max_memory_bytes"]),
        ):
            resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    main()
