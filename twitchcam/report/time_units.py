"""Times of a table in seconds, also where they are milliseconds or numbers of pictures.

Method  What the name of a column says holds, but for clock times that a spreadsheet wrote as parts
        of a day: as seconds, all marks would lie in the first hundred-thousandth of a recording.
        Where it says seconds or nothing, and more than half of the marks would begin after the end
        of the recording, the times are something else: picture numbers or milliseconds, if all
        marks then lie inside and last as long as they can. It is said, and where both can be, it is
        asked.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from typing import Final

from twitchcam.errors import InputError
from twitchcam.evaluation import SHORT_KINDS
from twitchcam.records import Clip, Mark
from twitchcam.wording import text

_FRAMES: Final = "picture numbers"
# Nobody marks a twitch or a blink that lasts longer.
_LONGEST_SHORT_S: Final = 3.0
# At a usual rate, a thirtieth of a recording reads in both ways. So many marks are not all there.
_MANY: Final = 3
_DAY_S: Final = 86_400.0


def settle_unit(
    file_name: str, marks: Sequence[Mark], unit: str, clip: Clip | None
) -> tuple[tuple[Mark, ...], tuple[str, ...]]:
    """Give marks in seconds and in time order, and remarks about what their times were taken for.

    Parameters
    ----------
    marks : with times as they stand in the file.
    unit : that the file states: ``s``, ``ms``, ``frames``, or empty for none; ``clock`` for seconds
        that were written in a form that nothing else has.
    clip : the recording; without it, times without a stated unit are seconds.

    Raises
    ------
    InputError
        Picture numbers without a recording, or times that can be two things.
    """
    marks = tuple(sorted(marks, key=lambda mark: mark.onset_s))
    if unit == "ms":
        return _scale(marks, 1e-3), ()
    if unit == "frames":
        if clip is None or not math.isfinite(clip.frame_rate_hz):
            raise InputError(text("error-marks-pictures", file=file_name))
        return _scale(marks, 1 / clip.frame_rate_hz), ()
    if clip is not None and unit in ("", "s") and _are_parts_of_a_day(marks, clip):
        remark = text("terminal-marks-as-days", file=file_name)
        return _scale(marks, _DAY_S), (remark,)
    if unit == "clock" or clip is None or not _lie_mostly_outside(marks, clip):
        return marks, ()
    scales = {_FRAMES: 1 / clip.frame_rate_hz, "milliseconds": 1e-3}
    possible = [word for word, scale in scales.items() if _can_be(marks, scale, word, clip)]
    if not possible:
        return marks, ()
    if len(possible) > 1 and len({mark.onset_s for mark in marks}) < _MANY:
        raise InputError(
            text("error-marks-beyond", file=file_name, length=f"{clip.duration_s:.1f}")
        )
    word = possible[0]
    remark = text(
        "terminal-marks-as-pictures" if word == _FRAMES else "terminal-marks-as-milliseconds",
        file=file_name,
        rate=f"{clip.frame_rate_hz:.4g}",
        duration=f"{clip.duration_s:.1f}",
    )
    return _scale(marks, scales[word]), (remark,)


def count_after_end(marks: Sequence[Mark], clip: Clip) -> int:
    """How many marks begin after the last picture."""
    return sum(mark.onset_s > _end_s(clip) for mark in marks)


def _are_parts_of_a_day(marks: Sequence[Mark], clip: Clip) -> bool:
    """Whether all times, next to nothing as seconds, lie inside the recording as parts of a day."""
    latest = max((mark.offset_s for mark in marks), default=0.0)
    return 0.0 < latest * _DAY_S <= _end_s(clip)


def _end_s(clip: Clip) -> float:
    """When the last picture is over."""
    return clip.duration_s * clip.n_frames / max(clip.n_frames - 1, 1)


def _lie_mostly_outside(marks: Sequence[Mark], clip: Clip) -> bool:
    return clip.duration_s > 0 and 2 * count_after_end(marks, clip) > len(marks)


def _can_be(marks: Sequence[Mark], scale: float, word: str, clip: Clip) -> bool:
    """Whether all marks lie inside, and last for a picture or more, then."""
    whole = all(mark.onset_s == int(mark.onset_s) for mark in marks)
    if word == _FRAMES and not whole:
        return False
    if max(mark.onset_s for mark in marks) * scale > _end_s(clip):
        return False
    lengths_s = [
        (mark.offset_s - mark.onset_s) * scale
        for mark in marks
        if mark.offset_s > mark.onset_s and mark.kind in SHORT_KINDS
    ]
    if not lengths_s:
        return True
    return 0.9 / clip.frame_rate_hz <= median(lengths_s) <= _LONGEST_SHORT_S


def _scale(marks: Sequence[Mark], scale: float) -> tuple[Mark, ...]:
    return tuple(
        replace(mark, onset_s=mark.onset_s * scale, offset_s=mark.offset_s * scale)
        for mark in marks
    )
