"""One clip of a cohort, from file to results: what a worker does.

Results lie in a folder whose name holds a checksum of all that steers them: the content of the
clip, mirrored or not, answers, settings, version. The folder appears complete or not at all, so
a worker may die at any moment, and the same clip may be given out twice: nothing is half done,
nothing is there twice.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import traceback
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from twitchcam.app.clips import check_clip, is_track
from twitchcam.checks import explain_read_errors
from twitchcam.errors import InputError, TwitchcamError
from twitchcam.memory import give_back_all_memory
from twitchcam.records.cohort import ClipOutcome, CohortClip
from twitchcam.settings import Settings
from twitchcam.wording import FIRST_LANGUAGE, in_language, language_in_use, text

UNFINISHED: Final = ".unfinished-"
ABOUT: Final = "clip.json"
_PIECE_BYTES: Final = 1 << 20
_ID_DIGITS: Final = 16


def name_request(clip: CohortClip, settings: Settings) -> str:
    """Checksum of all that steers a result, but for the content of the clip.

    The language counts, for findings and advice are kept in it.

    Raises
    ------
    InputError
        The answers cannot be read.
    """
    from importlib.metadata import version

    asked: dict[str, Any] = {
        "version": version("twitchcam"),
        "mirrored": clip.mirrored,
        "settings": settings.as_dict(),
        "answers": digest_file(clip.answers) if clip.answers else "",
    }
    if language_in_use() != FIRST_LANGUAGE:
        asked["language"] = language_in_use()
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def digest_file(path: Path) -> str:
    """Checksum of a file."""
    digest = hashlib.sha256()
    with explain_read_errors(path), path.open("rb") as file:
        while piece := file.read(_PIECE_BYTES):
            digest.update(piece)
    return digest.hexdigest()


def stamp_file(path: Path) -> tuple[str, int, int]:
    """Where a file is, its size, and when it was changed: enough to know it without reading it."""
    with explain_read_errors(path):
        state = path.stat()
    return str(path.resolve()), state.st_size, state.st_mtime_ns


def analyze_cohort_clip(
    clip: CohortClip, out_dir: Path, settings: Settings, *, language: str
) -> ClipOutcome:
    """Analyse one clip into a folder of ``out_dir``, or find what was made of it before.

    Never raises for what is wrong with a clip: the outcome says it, in ``language``, which a
    worker does not know from the process that gave it the clip.
    """
    try:
        with in_language(language):
            return _analyze(clip, out_dir, settings)
    except TwitchcamError as error:
        return ClipOutcome(clip=clip, state="failed", reason=str(error))
    except Exception as error:  # one bad clip never stops the rest
        return ClipOutcome(
            clip=clip,
            state="failed",
            reason=text("cohort-our-fault", kind=type(error).__name__),
            details="".join(traceback.format_exception(error)),
        )
    finally:
        give_back_all_memory()


def _analyze(clip: CohortClip, out_dir: Path, settings: Settings) -> ClipOutcome:
    check_clip(clip.path, mirrored=clip.mirrored)
    stamp, request = stamp_file(clip.path), name_request(clip, settings)
    content = digest_file(clip.path)
    clip_id = hashlib.sha256(f"{content} {request}".encode()).hexdigest()[:_ID_DIGITS]
    # Not by the clip's name: the same recording may have several.
    folder = out_dir / f"{clip_id}.twitchcam"
    if folder.exists():
        return ClipOutcome(clip=clip, state="kept", clip_id=clip_id, folder=folder)
    unfinished = out_dir / f"{UNFINISHED}{uuid4().hex}"
    unfinished.mkdir(parents=True)
    try:
        _write_results(clip, unfinished, settings)
        about = {"clip_id": clip_id, "stamp": stamp, "request": request}
        (unfinished / ABOUT).write_text(json.dumps(about), encoding="utf-8")
        try:
            unfinished.rename(folder)
        except OSError:
            # Another worker was given the same clip and was faster.
            if not folder.exists():
                raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return ClipOutcome(clip=clip, state="done", clip_id=clip_id, folder=folder)


def _write_results(clip: CohortClip, folder: Path, settings: Settings) -> None:
    """The analysis and the track; all else can be made from them (``twitchcam report``)."""
    from twitchcam.pipeline import analyze_track, track_video
    from twitchcam.report.document import write_document
    from twitchcam.tracking.track_file import read_track, write_track
    from twitchcam.triage.answers_file import read_answers

    answers = read_answers(clip.answers) if clip.answers else None
    if is_track(clip.path):
        track = read_track(clip.path)
    else:
        track = track_video(clip.path, mirrored=clip.mirrored, settings=settings)
    analysis = analyze_track(track, settings=settings, answers=answers)
    # As the file is called now, whatever the track was made from.
    name = clip.path.name.encode("utf-8", "replace").decode()
    analysis = replace(analysis, source=replace(analysis.source, name=name))
    write_document(analysis, folder / "analysis.json")
    write_track(track, folder / "track.npz")


def find_kept(out_dir: Path) -> dict[tuple[Any, ...], tuple[str, Path]]:
    """What earlier runs made: by stamp of the file and request, the id and the folder."""
    kept: dict[tuple[Any, ...], tuple[str, Path]] = {}
    for about in out_dir.glob(f"*.twitchcam/{ABOUT}"):
        try:
            said = json.loads(about.read_text(encoding="utf-8"))
            key = (*said["stamp"], said["request"])
            kept[key] = said["clip_id"], about.parent
        except (ValueError, KeyError, TypeError, OSError):
            continue  # damaged: the clip's content will tell
    return kept


def look_up_kept(
    clip: CohortClip, settings: Settings, kept: dict[tuple[Any, ...], tuple[str, Path]]
) -> ClipOutcome | None:
    """The outcome of an earlier run, if the file has not changed since and the same is asked."""
    try:
        found = kept.get((*stamp_file(clip.path), name_request(clip, settings)))
    except InputError:
        return None  # the worker says what is wrong
    if found is None:
        return None
    return ClipOutcome(clip=clip, state="kept", clip_id=found[0], folder=found[1])
