"""The clock of another recording: of an EMG, an EEG, a second camera."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from twitchcam.errors import InputError
from twitchcam.records.capture import Source
from twitchcam.wording import text


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """How another clock reads at a moment of the recording: ``offset_s + stretch * time``.

    Parameters
    ----------
    offset_s : float
        What the other clock reads at the start of the recording.
    stretch : float
        Its seconds in one second of the recording; two quartz clocks differ by some 0.00005.
    counts_from : {"first_picture", "file"}
        What "start" and "time" were read from. All times of twitchcam count from the first
        picture. A player or a program for annotation counts from the start of the file, where
        sound may begin earlier, and stretches slow motion: choose ``file`` if ``offset_s`` was
        found there.

    Raises
    ------
    InputError
        ``offset_s`` is no finite number, or ``stretch`` not a positive one.

    Examples
    --------
    >>> Clock(offset_s=100.0).read(2.5, analysis.source)
    102.5
    """

    offset_s: float = 0.0
    stretch: float = 1.0
    counts_from: Literal["first_picture", "file"] = "first_picture"

    def __post_init__(self) -> None:
        if not math.isfinite(self.offset_s):
            raise InputError(text("error-clock-offset", got=str(self.offset_s)))
        if not (math.isfinite(self.stretch) and self.stretch > 0):
            raise InputError(text("error-clock-stretch", got=str(self.stretch)))
        if self.counts_from not in ("first_picture", "file"):
            raise InputError(text("error-clock-counts-from", got=repr(self.counts_from)))

    def read(self, time_s: float, source: Source) -> float:
        """What the other clock reads at ``time_s`` of the recording."""
        own_s = source.to_file_s(time_s) if self.counts_from == "file" else time_s
        return self.offset_s + self.stretch * own_s


def fit_clock(
    here_s: Sequence[float],
    there_s: Sequence[float],
    *,
    counts_from: Literal["first_picture", "file"] = "first_picture",
) -> tuple[Clock, float]:
    """The clock of another recording from moments that both show (a clap, a flash, a trigger).

    Parameters
    ----------
    here_s : sequence of float
        When they are in this recording.
    there_s : sequence of float
        What the other clock reads then, in the same order. One moment gives the offset alone;
        more give the stretch as well, by least squares.
    counts_from : {"first_picture", "file"}
        What ``here_s`` was read from, see ``Clock``.

    Returns
    -------
    clock : Clock
        The other clock.
    largest_error_s : float
        How far the moment that fits worst is off; 0 for one or two.

    Raises
    ------
    InputError
        There is no moment, their numbers differ, or they are not apart.

    Examples
    --------
    >>> clock, largest_error_s = fit_clock([10.0, 110.0], [25.0, 125.01])
    >>> round(clock.stretch, 6), round(clock.offset_s, 3)
    (1.0001, 14.999)
    """
    here, there = np.asarray(here_s, dtype=float), np.asarray(there_s, dtype=float)
    if here.ndim != 1 or here.shape != there.shape or not len(here):
        raise InputError(text("error-clock-unpaired", here=here.size, there=there.size))
    if not (np.isfinite(here).all() and np.isfinite(there).all()):
        raise InputError(text("error-clock-not-finite"))
    if len(here) > 1 and np.ptp(here) <= 0:
        raise InputError(text("error-clock-same-moment"))
    stretch = 1.0
    if len(here) > 1:
        apart = here - here.mean()
        stretch = float(apart @ (there - there.mean()) / (apart @ apart))
    offset_s = float(there.mean() - stretch * here.mean())
    clock = Clock(offset_s=offset_s, stretch=stretch, counts_from=counts_from)
    return clock, float(np.abs(offset_s + stretch * here - there).max())
