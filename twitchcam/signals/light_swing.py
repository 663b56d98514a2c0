"""Light that flickers: told by the brightness of the whole face, not by its movement.

In      FaceTrack: brightness of every place in every picture
Out     the paces (Hz) at which light swings, strongest first
Method  Lamps on 50 or 60 Hz mains flicker 100 or 120 times a second. A camera that takes pictures
        at another pace shows the beat of both, and one that reads its rows one after the other (a
        rolling shutter) shows it as bands that wander over the picture: every place brightens and
        darkens at one pace, with a phase that is even along the rows' direction. So in short
        windows, and for every frequency, a plane wave is fitted to the logarithm of the
        brightness of all places, restless ones counting less; what share of their power it
        explains is the coherence. Waves
        without slope (an even flicker) and along any direction (a telephone held upright reads
        its rows sideways) count alike. Skin that moves changes its brightness only there, and a
        head that shakes changes it here up and there down: neither makes a wave. The edge of a
        shadow does, but at slower paces more so.
Where the defaults come from   settings.VisibilitySettings
Departures from the sources    none: the method is our own
Known limits   Slower beats than ``light_from_hz`` and light on a part of the face only are not
        found.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twitchcam.records import FaceTrack, Floats, LightSwing
from twitchcam.settings import VisibilitySettings
from twitchcam.skin_places import count_places, get_places
from twitchcam.tracking.row_store import read_rows

# Every third place is plenty for a wave as long as a face.
_THINNED: Final = 3
# A shutter takes a thirtieth of a second at most to read all rows: four waves of 120 Hz. On a face
# that fills the picture these are 0.14 radians a mm; steps of half a radian at its edge.
_STEEPEST_PER_MM: Final = 0.15
_SLOPE_STEP_PER_MM: Final = 0.015
_MIN_SEEN: Final = 0.5  # share of the places
_HIGHEST_HZ: Final = 14.0
# A lamp's pace is steady: windows agree on it, and most of what light does is done there.
_APART_HZ: Final = 0.4
_WINDOW_SPREADS: Final = 2.0  # a steady swing fills this much, over the length of the window
_MIN_STEADY: Final = 0.6
# A pace is a peak: what slow changes of light do, shadows that pass among them, falls off from
# pace to pace. At 1 Hz less, lamps have 0.00 of their power, shadows and screens more than it all.
_BELOW_HZ: Final = 1.0
_MAX_SLOWER: Final = 0.5
# Two windows in a row: a lamp does not flicker for a moment.
_MIN_WINDOWS: Final = 2


def find_light_swings(track: FaceTrack, settings: VisibilitySettings) -> tuple[LightSwing, ...]:
    """Swings of the brightness of the whole face, strongest first."""
    found: list[LightSwing] = []
    starts_s = np.arange(0.0, max(float(track.time_s[-1]), 1e-9), settings.light_window_s)
    for start_s in starts_s:
        first, stop = np.searchsorted(track.time_s, [start_s, start_s + settings.light_window_s])
        wave = _find_wave(track, int(first), int(stop), settings)
        if wave is not None:
            found.append(wave)
    return _gather(found, least=min(_MIN_WINDOWS, len(starts_s)))


def _gather(found: list[LightSwing], least: int) -> tuple[LightSwing, ...]:
    """One swing for all windows that agree on its pace, strongest first."""
    swings: list[LightSwing] = []
    left = sorted(found, key=lambda swing: swing.pace_hz)
    while left:
        near = [swing for swing in left if swing.pace_hz - left[0].pace_hz <= _APART_HZ]
        left = left[len(near) :]
        if len(near) >= least:
            pace_hz, percent = (
                float(np.median(values))
                for values in zip(*((s.pace_hz, s.percent) for s in near), strict=True)
            )
            swings.append(LightSwing(pace_hz=pace_hz, percent=percent))
    return tuple(sorted(swings, key=lambda swing: -swing.percent))


def _find_wave(
    track: FaceTrack, first: int, stop: int, settings: VisibilitySettings
) -> LightSwing | None:
    """The wave of light in pictures ``first`` to ``stop``, or ``None``."""
    new = np.flatnonzero(track.face_found[first:stop] & ~track.repeated[first:stop])
    if len(new) < 2:
        return None
    time_s = track.time_s[first:stop][new]
    length_s = time_s[-1] - time_s[0]
    if length_s < 0.6 * settings.light_window_s:
        return None
    light = read_rows(track.field_light, first, stop)[new]
    light = light.swapaxes(1, 2).reshape(len(new), -1)[:, ::_THINNED]
    seen = (np.isfinite(light) & (light > 1.0)).all(axis=0)
    if seen.mean() < _MIN_SEEN:
        return None
    highest_hz = min(_HIGHEST_HZ, 0.5 * (len(new) - 1) / length_s)
    step_hz = 0.5 / settings.light_window_s
    frequency_hz = np.arange(settings.light_from_hz - _BELOW_HZ, highest_hz, step_hz)
    n_below = round(_BELOW_HZ / step_hz)
    if len(frequency_hz) <= n_below:
        return None
    spectrum = _transform(np.log(light[:, seen]), time_s, frequency_hz)
    weight = _weigh(spectrum[n_below:])
    waves = np.abs((spectrum * weight) @ _list_waves()[seen]) ** 2
    frequency_hz = frequency_hz[n_below:]
    slower, explained = waves.max(axis=1)[:-n_below], waves.max(axis=1)[n_below:]
    power = np.abs(spectrum[n_below:]) ** 2 @ weight
    wavelike = explained**2 / np.maximum(power, 1e-12)
    best = int(np.argmax(wavelike))
    near = np.abs(frequency_hz - frequency_hz[best]) <= _WINDOW_SPREADS / settings.light_window_s
    percent = 100.0 * float(np.sqrt(explained[best]))
    if (
        explained[best] < settings.light_coherence * power[best]
        or percent < settings.light_min_percent
        or slower[best] > _MAX_SLOWER * explained[best]
        or wavelike[near].sum() < _MIN_STEADY * wavelike.sum()
    ):
        return None
    return LightSwing(pace_hz=float(frequency_hz[best]), percent=percent)


def _weigh(spectrum: NDArray[np.complex128]) -> Floats:
    """(places,) how much each counts, 1 in all: less where brightness is restless at every pace.

    The edge of a mask, lashes and brows bring noise that would drown the wave of the calm places.
    Calmer than usual is no merit, so that no few places speak for the whole face.
    """
    noise = np.median(np.abs(spectrum) ** 2, axis=0)
    weight = 1.0 / np.maximum(noise, max(float(np.median(noise)), 1e-12))
    return np.asarray(weight / weight.sum())


def _transform(values: Floats, time_s: Floats, frequency_hz: Floats) -> NDArray[np.complex128]:
    """(f, places) amplitude and phase of values (n, places) at true times, straight line taken off.

    A swing of size 1 has amplitude 1.
    """
    middle_s = time_s - time_s.mean()
    level = values - values.mean(axis=0)
    level = level - np.outer(middle_s, middle_s @ level) / (middle_s @ middle_s)
    share = (time_s - time_s[0]) / (time_s[-1] - time_s[0])
    taper = np.sin(np.pi * share) ** 2
    turning = np.exp(-2j * np.pi * np.outer(frequency_hz, time_s)) * taper
    return np.asarray(2.0 / taper.sum() * (turning @ level))


@cache
def _list_waves() -> NDArray[np.complex128]:
    """(thinned places, slopes) plane waves over the face, as steep as a shutter can make them."""
    at_mm = get_places().neutral_mm.reshape(2 * count_places(), 2)[::_THINNED]
    steps = np.arange(-_STEEPEST_PER_MM, _STEEPEST_PER_MM + 1e-9, _SLOPE_STEP_PER_MM)
    across, down = (part.ravel() for part in np.meshgrid(steps, steps))
    return np.asarray(np.exp(-1j * (np.outer(at_mm[:, 0], across) + np.outer(at_mm[:, 1], down))))
