"""Marks to compare results with, from any file that can hold some.

In      A table (``mark_tables``), an ELAN file (``elan``), a project of BORIS (``boris``), or the
        truth of a made clip (``synthetic.truth``)
Out     Marks of one recording in its seconds, the kinds that the file speaks about, and remarks
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from twitchcam.checks import explain_read_errors
from twitchcam.errors import InputError
from twitchcam.records import Clip, Mark, Marks
from twitchcam.report.boris import read_boris_project
from twitchcam.report.elan import read_elan
from twitchcam.report.mark_tables import read_table
from twitchcam.report.marks import ACTION_MARKS
from twitchcam.report.recording_names import get_suffix
from twitchcam.report.time_units import count_after_end
from twitchcam.wording import text

if TYPE_CHECKING:
    from twitchcam.synthetic.truth import Truth

_WORKBOOKS: Final = (".xlsx", ".xls", ".ods", ".numbers")


def read_marks(path: str | Path, clip: Clip | None = None) -> Marks:
    """Read marks, by the file's suffix.

    Parameters
    ----------
    clip : the recording that they are about: picks its part of a file about several, and tells
        times that are no seconds. Without it, the file is taken as it stands.

    Raises
    ------
    InputError
        The file is missing, of another kind, or holds something that cannot be understood.
    NoMarks
        It is about other recordings.
    """
    path = Path(path)
    suffix = get_suffix(path)
    if not suffix:
        is_workbook = path.suffix.lower() in _WORKBOOKS
        raise InputError(
            text(
                "error-marks-workbook" if is_workbook else "error-marks-ending",
                file=path.name,
                got=path.suffix or text("error-no-ending"),
            )
        )
    if suffix == ".truth.json":
        marks = _read_made_truth(path)
    elif suffix == ".eaf":
        marks = read_elan(path, clip)
    elif suffix.startswith(".boris"):
        marks = read_boris_project(path, clip)
    else:
        marks = read_table(path, clip)
    if clip is None:
        return marks
    return _look_at_ends(path, _count_from_first_picture(marks, clip), clip)


def _count_from_first_picture(marks: Marks, clip: Clip) -> Marks:
    """Turn the clock of the file, which players go by, into that of the recording."""
    if not marks.on_file_clock:
        return marks
    moved = tuple(
        replace(
            mark,
            onset_s=(mark.onset_s - clip.first_picture_s) / clip.slowed,
            offset_s=(mark.offset_s - clip.first_picture_s) / clip.slowed,
        )
        for mark in marks.marks
    )
    return replace(marks, marks=moved, on_file_clock=False)


def _look_at_ends(path: Path, marks: Marks, clip: Clip) -> Marks:
    """Leave out marks before the beginning and say so; tell of those after the end."""
    inside = tuple(mark for mark in marks.marks if mark.onset_s >= 0)
    remarks = list(marks.remarks)
    if n_before := len(marks.marks) - len(inside):
        n, total = str(n_before), str(len(marks.marks))
        remarks.append(text("terminal-marks-before", n=n, all=total, file=path.name))
    if n_after := count_after_end(inside, clip):
        remarks.append(
            text(
                "terminal-marks-after",
                n=n_after,
                all=str(len(inside)),
                file=path.name,
                duration=f"{clip.duration_s:.1f}",
            )
        )
    return replace(marks, marks=inside, remarks=tuple(remarks))


def _read_made_truth(path: Path) -> Marks:
    """Everything that is known of a clip that ``twitchcam simulate`` made."""
    from twitchcam.synthetic.truth import read_truth

    try:
        with explain_read_errors(path):
            truth = read_truth(path)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(text("error-marks-no-truth", file=path.name)) from error
    marks = _list_true_marks(truth)
    # Of a made clip all is known, so what it does not hold was not there.
    kinds = dict.fromkeys(("twitch", "tremor", *(mark.kind for mark in marks)))
    return Marks(marks=tuple(sorted(marks, key=lambda mark: mark.onset_s)), kinds=tuple(kinds))


def _list_true_marks(truth: Truth) -> list[Mark]:
    twitches = [
        Mark(
            kind="twitch",
            region=twitch.region,
            side=twitch.side,
            onset_s=twitch.onset_s,
            offset_s=twitch.offset_s,
            amplitude_mm=twitch.size_mm,
            note=str(twitch.cause),
        )
        for twitch in truth.twitches
    ]
    tremor = [
        Mark(
            kind="tremor",
            region=stretch.region,
            side=stretch.side,
            onset_s=stretch.start_s,
            offset_s=stretch.stop_s,
            amplitude_mm=stretch.amplitude_mm,
            note="",
            frequency_hz=stretch.frequency_hz,
        )
        for stretch in truth.tremor
    ]
    actions = [
        Mark(
            kind=action.kind,
            region=None,
            side=action.side,
            onset_s=action.onset_s,
            offset_s=action.offset_s,
            amplitude_mm=None,
            note="",
        )
        for action in truth.actions
        if action.kind in ACTION_MARKS
    ]
    return [*twitches, *tremor, *actions]
