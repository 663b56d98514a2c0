"""Where the rest of a resting person goes that is not judged: seconds by reason.

    python -m benchmarks.unjudged [--quick] [--clips DIR] [--rest FILE] [--write] [--json FILE]

``--rest`` names recordings at rest as for ``benchmarks.anywhere``; without it there is one, and an
animated photograph. Every place of the skin counts alike: when half of the face cannot be judged
for a second, half a second is lost. What is lost for several reasons counts for the first of
``REASONS`` alone. Nothing is compared: it is what the analysis itself says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Final

import numpy as np
import typer

from benchmarks.judging.judged import mark_as_analysed
from benchmarks.judging.stated import measure_overlap
from benchmarks.material.carriers import Stretch, list_carriers, list_rest, make_carrier
from benchmarks.material.made_clips import USUAL_FOLDER
from benchmarks.material.track_cache import track_once
from benchmarks.real_clips import CLIPS
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import ClipCache, Quick, Rest, print_lines, print_table
from twitchcam.anatomy import LOWER_FACE, REGION_NAMES
from twitchcam.assessment.assessable import mark_hidden, measure_noise_limits
from twitchcam.detection.actions import detect_actions
from twitchcam.detection.closings import list_closings
from twitchcam.detection.partial_blinks import list_lid_movements
from twitchcam.pipeline import measure_track
from twitchcam.records import Action, Bools, Expression, FaceTrack, Floats, Movement, mark_outside
from twitchcam.settings import Settings
from twitchcam.skin_places import list_regions, list_squeezed, list_zones

REASONS: Final = (
    "not seen",
    "hidden by compression",
    "speech, chewing, head, light",
    "by the eyes, lids moving",
    "noise above the limit",
    "ends of the recording",
)
_HALF: Final = 0.5


def run(
    clips: Annotated[Path, typer.Option(help="Where the recordings are.")] = CLIPS,
    rest: Rest = None,
    cache: ClipCache = USUAL_FOLDER,
    quick: Quick = False,
    json_file: JsonFile = None,
    write: Write = False,
) -> None:
    """Seconds of rest that are not judged, by reason."""
    carriers = [] if quick else list_carriers(clips, rest)
    if quick or rest is None:
        carriers.append(make_carrier(cache, quick=quick))
    lost: dict[str, dict[str, float]] = {}
    for carrier in carriers:
        track = track_once(carrier.clip, cache)
        lost[carrier.clip.name] = count_lost(track, list_rest(carrier, track))
    show(lost)
    write_json(json_file, "unjudged", {"seconds": lost}, data=list(lost), write=write)


def count_lost(track: FaceTrack, rest_s: Sequence[Stretch]) -> dict[str, float]:
    """Seconds of rest, judged and lost by reason, the mean over all places."""
    settings = Settings()
    movement, expression = measure_track(track, settings=settings)
    actions = detect_actions(expression, movement, settings.actions)
    judged = mark_as_analysed(movement, expression, actions, settings)
    inside_s = measure_overlap(movement.field.time_s, rest_s)

    def count(mask: Bools) -> float:
        return float(inside_s @ mask.mean(axis=(1, 2)))

    seconds = {"rest": float(inside_s.sum()), "judged": count(judged)}
    left = ~judged
    for reason, mask in list_reasons(movement, expression, actions, settings):
        seconds[reason] = count(left & mask)
        left &= ~mask
    return seconds


def _find_middles(movement: Movement) -> Floats:
    """Middles of the field's moments."""
    time_s = movement.field.time_s
    step_s = float(time_s[1] - time_s[0]) if len(time_s) > 1 else 0.0
    return np.asarray(time_s + _HALF * step_s)


def list_reasons(
    movement: Movement, expression: Expression, actions: tuple[Action, ...], settings: Settings
) -> Iterator[tuple[str, Bools]]:
    """Every reason with where and when it holds, (moments, places, sides)."""
    field = movement.field
    middle_s = _find_middles(movement)
    regions = np.array(list_regions())
    lower = np.isin(regions, LOWER_FACE)[None, :, None]
    seen = movement.visibility.mark_seen(field.time_s)
    hidden = np.array(REGION_NAMES)[mark_hidden(movement, settings.assessment)]
    spoiled = [
        ~mark_outside(middle_s, [s for s in movement.excluded if s.spoils(what)])[:, None, None]
        for what in ("twitch", "lower_face_twitch")
    ]
    lids = list_lid_movements(expression, actions, settings.actions)
    closings = list_closings(lids, settings.detection)
    by_lids = np.zeros(seen.shape, dtype=bool)
    for places, spans in zip((list_zones()[0], list_squeezed()), closings, strict=True):
        by_lids[:, places] |= ~mark_outside(middle_s, spans)[:, None, None]
    threshold = settings.detection.twitch_threshold
    limits_mm = measure_noise_limits(field, settings.assessment, threshold)
    with np.errstate(invalid="ignore"):
        noisy = ~(limits_mm <= settings.assessment.worst_limit_mm)
    masks = (
        ~seen,
        np.broadcast_to(np.isin(regions, hidden)[None, :, None], seen.shape),
        np.where(lower, spoiled[1], spoiled[0]),
        by_lids,
        noisy,
        np.ones(seen.shape, dtype=bool),
    )
    yield from zip(REASONS, masks, strict=True)


def show(lost: dict[str, dict[str, float]]) -> None:
    """Print seconds by reason for every recording, and of all together."""
    total = {name: sum(one[name] for one in lost.values()) for name in ("rest", "judged", *REASONS)}
    print_table(
        "Rest, seconds (mean over all places)",
        ("recording", "rest", "judged", *REASONS),
        [(name, *(f"{one[column]:.1f}" for column in total)) for name, one in lost.items()]
        + [("all", *(f"{seconds:.1f}" for seconds in total.values()))],
    )
    share = 100 * total["judged"] / total["rest"] if total["rest"] else 0.0
    print_lines(f"Judged: {share:.0f} % of the rest")


if __name__ == "__main__":
    typer.run(run)
