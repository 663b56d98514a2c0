"""Which places of the skin respond to blinks, over the whole lower face.

In      blinks, FaceTrack (its dense field), Movement (what was left out)
Out     Related: p by region and side, the place of each that responds most, its single responses
Method  1. At every place of the lower face, the mean rise and return a moment before to a moment
           after the lids' apexes (``signals.locked_field``), weighed down while the face is lively,
           and averaged over the skin beside it: skin is one sheet, the picture's errors are not.
        2. What the mirrored place does is taken off; the same train of blinks moved around the
           recording says what chance brings anywhere (``permutation``): that many places are
           looked at is paid for.
        3. Of each region and side the place that goes beyond the mirrored one by most, in units of
           its noise, speaks for it, action by action, each with the pulse that fits it best.
Where the defaults come from   settings.CouplingSettings
Departures from the sources    see ``coupling``
Known limits   What both sides do alike is not counted. The forehead and the skin by the eyes are
        not looked at: closing lids move them. Blinks on an exact beat are hardly told from
        chance, since moved by the period they are the same; unrest of 0.03 s is enough.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

import numpy as np

from twitchcam.anatomy import LOWER_FACE, SIDES
from twitchcam.interpretation.permutation import compare_with_shifts
from twitchcam.interpretation.single_trials import (
    NOT_RELATED,
    Related,
    SingleTrials,
    list_apex_responses,
)
from twitchcam.records import Action, FaceTrack, Floats, Movement, mark_unspoiled
from twitchcam.settings import CouplingSettings, SignalSettings
from twitchcam.signals.locked_field import (
    Around,
    Integers,
    lock_mean,
    lock_singles,
    make_field_grid,
)
from twitchcam.signals.pulses import PULSE_LENGTHS_S, pulse_steps
from twitchcam.signals.resample import find_step_s
from twitchcam.skin_places import list_regions, measure_apart_mm, weigh_near

# More moved trains than this say nothing new: neighbouring ones are nearly alike.
_MAX_TRAINS: Final = 600
# The middle one of the lengths that are looked for: the others lose little with it.
_USUAL_S: Final = PULSE_LENGTHS_S[2]
_STEPS_HZ: Final = 60.0
# Noise is alike within some 6 mm; responses are wider.
_BESIDE_MM: Final = 5.0


def relate_blinks_to_places(
    blinks: tuple[Action, ...],
    track: FaceTrack,
    movement: Movement,
    settings: CouplingSettings,
    signals: SignalSettings,
    field_gain: float,
) -> Related:
    """What the lower face does with blinks, place by place; regions as in ``LOWER_FACE``."""
    grid_s = make_field_grid(track, signals)
    rate_hz = 1.0 / find_step_s(grid_s)
    counted = mark_unspoiled(grid_s, movement.excluded, "lower_face_twitch")
    apexes = np.array([min(round(b.apex_s * rate_hz), len(grid_s) - 1) for b in blinks], dtype=int)
    kept = np.flatnonzero(counted[apexes])
    if len(kept) < max(settings.min_actions, 1):
        # Too few to say anything, but how many there are.
        return replace(NOT_RELATED, actions=tuple(blinks[k] for k in kept))
    judged = np.flatnonzero(counted)
    step = -(-len(judged) // _MAX_TRAINS)
    shifts = np.arange(0, len(judged), step)
    trains = judged[(np.searchsorted(judged, apexes[kept]) + shifts[:, None]) % len(judged)]
    lags = np.arange(
        -round(settings.answer_before_s * rate_hz), round(settings.answer_after_s * rate_hz) + 1
    )
    places = list_responding_places()
    around = Around(
        lags=lags,
        places=places,
        counted=counted,
        visibility=movement.visibility,
        length_s=_USUAL_S,
    )
    mean_mm = _average_beside(lock_mean(track, trains, around, signals))
    size_mm = np.linalg.norm(mean_mm, axis=-1).max(axis=1)
    beyond_mm = (size_mm - size_mm[:, :, ::-1]) / field_gain
    p_values, n_shifts = compare_with_shifts(
        beyond_mm.reshape(len(beyond_mm), -1),
        np.ones(len(shifts), dtype=bool),
        max(round(settings.shortest_shift_s * rate_hz / step), 1),
    )
    p_values = p_values.reshape(beyond_mm.shape[1:])
    noise_mm = _find_noise(movement, grid_s[apexes[kept]], places) / field_gain
    usual_mm = np.maximum(np.median(noise_mm, axis=0), signals.pulse_noise_floor_mm)
    chosen: dict[tuple[int, int], int] = {}
    least = np.empty((len(LOWER_FACE), len(SIDES)))
    for r, region in enumerate(LOWER_FACE):
        own = np.flatnonzero(np.array(list_regions())[places] == region)
        for s in range(len(SIDES)):
            # The surest place; of those that are equally sure the one that stands out most.
            order = np.lexsort((-beyond_mm[0, own, s] / usual_mm[own, s], p_values[own, s]))
            chosen[r, s] = int(own[order[0]])
            least[r, s] = p_values[chosen[r, s], s]
    at = np.array(list(chosen.values()))
    by_length = [
        lock_singles(
            track, trains[0], replace(around, places=places[at], length_s=length_s), signals
        )
        for length_s in PULSE_LENGTHS_S
    ]
    responses: dict[tuple[int, int], SingleTrials] = {}
    for number, (r, s) in enumerate(chosen):
        singles_mm = np.stack([locked[:, :, number] for locked in by_length])
        fitting = _fit_lengths(singles_mm[:, :, :, s])
        pieces_mm = singles_mm[fitting, np.arange(len(fitting)), :, None] / field_gain
        responses[r, s] = list_apex_responses(
            pieces_mm,
            pieces_mm.mean(axis=0),
            lags / rate_hz,
            settings.answer_noise_ratio * noise_mm[:, [at[number]]],
        )[0, s]
    return Related(
        actions=tuple(blinks[k] for k in kept),
        p_values=least,
        n_shifts=n_shifts,
        responses=responses,
        places={key: int(places[k]) for key, k in chosen.items()},
    )


def _fit_lengths(moved_mm: Floats) -> Integers:
    """(n,) the pulse that explains most of each response (lengths, n, lags, axes)."""
    weights = [(pulse_steps(length_s, _STEPS_HZ) ** 2).sum() for length_s in PULSE_LENGTHS_S]
    square = (moved_mm**2).sum(axis=-1).max(axis=-1)
    return np.asarray((square * np.array(weights)[:, None]).argmax(axis=0))


@cache
def list_responding_places() -> Integers:
    """Numbers of the places of one side that lie in the lower face."""
    return np.flatnonzero(np.isin(list_regions(), LOWER_FACE))


def _average_beside(mean_mm: Floats) -> Floats:
    """(trains, lags, places, sides, axes) mm, each place averaged with the skin beside it."""
    places_last = np.moveaxis(mean_mm, 2, -1)  # as they lie in memory: one product, no copy
    averaged = places_last.reshape(-1, places_last.shape[-1]) @ _weigh_beside().T
    return np.moveaxis(averaged.reshape(places_last.shape), -1, 2)


@cache
def _weigh_beside() -> Floats:
    """(places, places) weights of the skin beside each place of the lower face."""
    places = list_responding_places()
    return weigh_near(measure_apart_mm()[np.ix_(places, places)], _BESIDE_MM, axis=1)


def _find_noise(movement: Movement, times_s: Floats, places: Integers) -> Floats:
    """(n, places, sides) mm, as the flow shows it; infinite where nothing can be said."""
    rows = [movement.field.index(float(time_s)) for time_s in times_s]
    noise_mm = movement.field.noise_mm[rows][:, places]
    return np.where(np.isfinite(noise_mm), noise_mm, np.inf)
