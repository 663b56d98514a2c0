"""What a recording says that it could see: limits over time, place by place, of any version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.judging.judged import mark_as_analysed
from benchmarks.judging.placed import NEUTRAL_EYE_DISTANCE_MM
from twitchcam.anatomy import REGION_NAMES, REGIONS, SIDES
from twitchcam.assessment.assessable import measure_limits
from twitchcam.records import Action, Expression, Floats, Movement
from twitchcam.settings import Settings
from twitchcam.skin_places import get_places
from twitchcam.synthetic.jerks import TrueJerk
from twitchcam.synthetic.open_skin import neutral_face_mm

Stretch = tuple[float, float]

_GRID_S: Final = 1.0 / 30.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stated:
    """Limits of one recording.

    Attributes
    ----------
    time_s : (m,)
    places_mm : (n, 2) on the neutral face: x to the person's left, y down.
    limits_mm : (m, n) NaN where nothing was assessed, infinite where nothing is promised.
    """

    time_s: Floats
    places_mm: Floats
    limits_mm: Floats

    def limit_at(self, jerk: TrueJerk) -> float:
        """What was promised for the moment of a jerk, at the nearest place of its side."""
        at_mm = np.asarray(jerk.neutral_place) * NEUTRAL_EYE_DISTANCE_MM
        away_mm = np.linalg.norm(self.places_mm - at_mm, axis=1)
        away_mm[np.sign(self.places_mm[:, 0]) != np.sign(at_mm[0])] = np.inf
        moment = max(int(np.searchsorted(self.time_s, jerk.apex_s, side="right")) - 1, 0)
        return float(self.limits_mm[moment, int(np.argmin(away_mm))])

    def assessed_s(self, stretches_s: Sequence[Stretch]) -> float:
        """How much of some stretches was assessed, the mean over all places."""
        assessed = np.isfinite(self.limits_mm).mean(axis=1)
        return float(measure_overlap(self.time_s, stretches_s) @ assessed)


def measure_overlap(time_s: Floats, stretches_s: Sequence[Stretch]) -> Floats:
    """(m,) how much of each moment, which lasts until the next, lies in some stretches, s."""
    step_s = float(time_s[1] - time_s[0]) if len(time_s) > 1 else 0.0
    inside = np.zeros(len(time_s))
    for start_s, stop_s in stretches_s:
        inside += np.clip(
            np.minimum(time_s + step_s, stop_s) - np.maximum(time_s, start_s), 0.0, None
        )
    return inside


def state_limits(movement: Movement, expression: Expression, actions: Sequence[Action]) -> Stated:
    """What this version states about a recording."""
    settings = Settings()
    judged = mark_as_analysed(movement, expression, actions, settings)
    threshold = settings.detection.twitch_threshold
    limits_mm = measure_limits(movement.field, settings.assessment, threshold)
    limits_mm = np.where(judged, limits_mm, np.nan)
    # Left places first, then right ones, as in the lattice.
    by_side = np.moveaxis(limits_mm, 2, 1).reshape(len(limits_mm), -1)
    return Stated(
        time_s=movement.field.time_s,
        places_mm=get_places().locate(neutral_face_mm()),
        limits_mm=by_side,
    )


def read_stated(document: dict[str, Any]) -> Stated:
    """The same of another version, from its ``analysis.json``: one limit for a whole recording.

    Patches that have one count as assessed wherever nothing was left out.
    """
    quality = document["quality"]
    time_s = np.arange(0.0, max(quality["duration_s"], _GRID_S), _GRID_S)
    limits_mm = np.full((len(time_s), len(REGION_NAMES), len(SIDES)), np.nan)
    for limit in quality["detection_limits"]:
        if limit["region"] not in quality.get("hidden_regions", ()):
            where = REGION_NAMES.index(limit["region"]), SIDES.index(limit["side"])
            limits_mm[:, where[0], where[1]] = limit["limit_mm"]
    for span in quality["excluded"]:
        limits_mm[(time_s >= span["start_s"]) & (time_s < span["stop_s"])] = np.nan
    return Stated(
        time_s=time_s,
        places_mm=patch_places_mm(),
        limits_mm=limits_mm.reshape(len(time_s), -1),
    )


def patch_places_mm() -> Floats:
    """(regions * sides, 2) the middles of the patches on the neutral face."""
    return np.array(
        [
            neutral_face_mm()[list(region.landmarks(side))].mean(axis=0)
            for region in REGIONS
            for side in SIDES
        ]
    )


def nearest_patch(jerk: TrueJerk) -> tuple[int, int]:
    """Region and side, as numbers, of the patch that is nearest to a jerk on its own side."""
    at_mm = np.asarray(jerk.neutral_place) * NEUTRAL_EYE_DISTANCE_MM
    side = SIDES.index(jerk.side)
    places_mm: NDArray[np.float64] = patch_places_mm().reshape(len(REGIONS), len(SIDES), 2)
    return int(np.argmin(np.linalg.norm(places_mm[:, side] - at_mm, axis=1))), side
