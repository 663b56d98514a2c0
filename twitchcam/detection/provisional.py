"""What may be a twitch, said while it happens: for looking, never for counting.

In      the dense field of each picture as it comes (mm), how far the eyes are open
Out     ``ProvisionalEvent``: side, area, size, within half a second of its apex
Method  A place's pulse is how far it went from where it was a little before, and came back a
        little later, whichever is less. It stands out if one side goes much further than the
        other, and many times further than that place usually does. Around closing lids only the
        lower face is looked at.
Known limits   What is counted comes from the recording, by the rules of ``twitches``, which see all
        of it; these see four seconds. Talking and a turned head give false ones.
"""

from __future__ import annotations

from collections import deque
from typing import Final, NamedTuple

import numpy as np

from twitchcam.anatomy import SIDES
from twitchcam.records import Bools, Floats
from twitchcam.settings import DetectionSettings
from twitchcam.skin_places import get_places_shape, list_areas, list_zones, measure_apart_mm

# Before and after an apex, skin is back where it was; wider than most twitches are long.
_HALF_PULSE_S: Final = 0.18
# What a place usually does is read from so much time, and not before half of it.
_MEMORY_S: Final = 4.0
# A look at it needs no more than this.
_NOISE_EVERY_S: Final = 0.5
_NOISE_FLOOR_MM: Final = 0.03
# A peak is told when it has fallen to this share, or after this time.
_FALLEN: Final = 0.7
_TELL_AFTER_S: Final = 0.15
_REST_S: Final = 0.3
# One side must go this many times as far as the other.
_ONE_SIDED: Final = 1.7
# When the usual place does this many times its usual, the whole face moves.
_WHOLE_FACE: Final = 3.0
# Lids closer than this share of their usual gap are closing.
_CLOSING: Final = 0.7
_CLOSING_REACH_S: Final = 0.25
# What slow movement leaves is the second difference in time. In plain noise its median length is
# this many standard deviations of one picture, in one direction.
_MEDIAN_LENGTH: Final = 1.1774 * 1.2247
# A movement of both sides need not be exactly in the mirror place.
_MIRROR_REACH_MM: Final = 12.0


class ProvisionalEvent(NamedTuple):
    """What may be a twitch: when, on which side, where, and how large."""

    apex_s: float
    side: str
    area: str
    size_mm: float
    told_s: float


class _Peak(NamedTuple):
    score: float
    event: ProvisionalEvent


class ProvisionalWatch:
    """Looks at a face picture by picture."""

    def __init__(self, settings: DetectionSettings) -> None:
        self._threshold = settings.twitch_threshold
        self.forget()

    def forget(self) -> None:
        """The face was lost: what comes next is not compared with what was."""
        self._past: deque[tuple[float, Floats, Floats]] = deque()
        self._sizes: deque[tuple[float, Floats]] = deque()
        self._noise_mm: Floats | None = None
        self._noise_at_s = -np.inf
        self._peaks: dict[str, _Peak] = {}
        self._quiet_until_s = dict.fromkeys(SIDES, -np.inf)

    def add(
        self, time_s: float, displacement_mm: Floats, lids_mm: Floats
    ) -> tuple[ProvisionalEvent, ...]:
        """Look at one picture: its field (places, sides, 2) and lids (sides,).

        Returns
        -------
        tuple of ProvisionalEvent
            What is now sure enough to be told, with an apex up to half a second ago.
        """
        self._past.append((time_s, displacement_mm, lids_mm))
        while self._past[0][0] < time_s - _MEMORY_S:
            self._past.popleft()
        apex_s = time_s - _HALF_PULSE_S
        if self._past[0][0] > apex_s - _HALF_PULSE_S:
            return ()
        before, apex = self._at(apex_s - _HALF_PULSE_S), self._at(apex_s)
        size_mm = _measure_pulse(before, apex, displacement_mm)
        bend = apex - (before + displacement_mm) / 2
        self._follow_noise(apex_s, np.hypot(bend[..., 0], bend[..., 1]))
        if self._noise_mm is None:
            return ()
        score = size_mm / self._noise_mm
        self._take_peaks(apex_s, time_s, size_mm, score)
        return tuple(self._tell(apex_s, time_s, score))

    def _take_peaks(self, apex_s: float, time_s: float, size_mm: Floats, score: Floats) -> None:
        if score.max() < self._threshold or np.median(score) > _WHOLE_FACE:
            return
        seen = self._mark_seen(apex_s)
        near = measure_apart_mm() < _MIRROR_REACH_MM
        other = np.where(near[..., None], size_mm[None, :, ::-1], 0.0).max(axis=1)
        counts = seen & (size_mm > _ONE_SIDED * other)
        for column, side in enumerate(SIDES):
            allowed = np.where(counts[:, column], score[:, column], 0.0)
            place = int(allowed.argmax())
            best = float(allowed[place])
            before = self._peaks.get(side)
            if best < self._threshold or apex_s < self._quiet_until_s[side]:
                continue
            if before is None or best > before.score:
                area = list_areas()[place]
                event = ProvisionalEvent(apex_s, side, area, float(size_mm[place, column]), time_s)
                self._peaks[side] = _Peak(best, event)

    def _tell(self, apex_s: float, time_s: float, score: Floats) -> list[ProvisionalEvent]:
        told = []
        for side, (best, event) in list(self._peaks.items()):
            fallen = score[:, SIDES.index(side)].max() < _FALLEN * best
            if fallen or apex_s - event.apex_s >= _TELL_AFTER_S:
                told.append(event._replace(told_s=time_s))
                del self._peaks[side]
                self._quiet_until_s[side] = apex_s + _REST_S
        return told

    def _at(self, time_s: float) -> Floats:
        """The field at the picture nearest to a moment."""
        return min(self._past, key=lambda item: abs(item[0] - time_s))[1]

    def _follow_noise(self, apex_s: float, bend_mm: Floats) -> None:
        self._sizes.append((apex_s, bend_mm))
        while self._sizes[0][0] < apex_s - _MEMORY_S:
            self._sizes.popleft()
        long_enough = apex_s - self._sizes[0][0] >= _MEMORY_S / 2
        if long_enough and apex_s - self._noise_at_s >= _NOISE_EVERY_S:
            usual = np.median([bend for _, bend in self._sizes], axis=0)
            self._noise_mm = np.maximum(usual / _MEDIAN_LENGTH, _NOISE_FLOOR_MM)
            self._noise_at_s = apex_s

    def _mark_seen(self, apex_s: float) -> Bools:
        """(places, sides) where a twitch would be told at this moment."""
        seen = np.ones(get_places_shape(), dtype=bool)
        lids = np.array([lids for _, _, lids in self._past])
        times_s = np.array([time_s for time_s, *_ in self._past])
        near = np.abs(times_s - apex_s) < _CLOSING_REACH_S
        if (lids[near] < _CLOSING * np.median(lids, axis=0)).any():
            seen[list_zones()[0]] = False
        return seen


def _measure_pulse(before: Floats, apex: Floats, after: Floats) -> Floats:
    """(places, sides) how far each place went and came back; 0 where it did not come back."""
    went, came_back = apex - before, apex - after
    alike = (went * came_back).sum(axis=-1) > 0
    size = np.minimum(np.hypot(*np.moveaxis(went, -1, 0)), np.hypot(*np.moveaxis(came_back, -1, 0)))
    return np.where(alike, size, 0.0)
