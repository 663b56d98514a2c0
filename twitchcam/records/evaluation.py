"""Marks to compare results with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something marked in a recording: by a person, by who made the clip, or by twitchcam.

    ``kind`` is a kind of event, ``tremor``, or a kind of action (then ``region`` is ``None``).
    ``offset_s`` is ``onset_s`` for a point in time. ``amplitude_mm`` and ``frequency_hz`` (of
    trembling) are ``None`` where they were not given; ``note`` is free text.
    """

    kind: str
    region: str | None
    side: str
    onset_s: float
    offset_s: float
    amplitude_mm: float | None
    note: str
    frequency_hz: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What one file says about one recording.

    Attributes
    ----------
    marks : in time order.
    kinds : of marks that the file speaks about, also those that it holds none of: somebody looked.
    remarks : sentences for the reader: what was understood in a way that is not self-evident.
    on_file_clock : the times are those of the file as players show it, which may begin before the
        first picture; otherwise they count from the first picture.
    """

    marks: tuple[Mark, ...]
    kinds: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    on_file_clock: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """What must be known of a recording to understand marks in it.

    ``duration_s`` is from the first to the last picture, ``n_frames`` their number. Players show
    the first picture at ``first_picture_s`` of the file, and stretch a second of life to
    ``slowed``.
    """

    name: str
    duration_s: float
    n_frames: int
    first_picture_s: float = 0.0
    slowed: float = 1.0

    @property
    def frame_rate_hz(self) -> float:
        """Mean rate of its pictures."""
        return (self.n_frames - 1) / self.duration_s if self.duration_s > 0 else float("nan")
