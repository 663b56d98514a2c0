"""Is this skin, and can it be seen? One judgement for every place and moment.

In      FaceTrack: brightness of every place in every picture, its colour once a second
Out     ``Visibility``; what it takes out of displacement, lids and brows
Method  Outside   a place that any picture of the moment does not hold.
        Dark      a place whose brightness stays below ``least_place_luma``: noise is all it has.
        Covered   skin is red where it is lit by anything but coloured lamps, for blood is in it: in
                  every face its red over its green is much the same all over. A place that has far
                  less of it than the rest of this very face is cloth, plastic or paper; in many
                  neighbours at once, for single spots shine. Somewhat less counts where many
                  neighbours have the very same colour: skin is never dyed so evenly. Lids far
                  darker than the face lie behind dark glass. What the lamp or the camera does to
                  colours, it does to all places. A place is covered from the look before to the
                  look after, and so are its neighbours, for flow sees a little further.
        A region is seen while most of its places are. What lies beneath is no movement: it becomes
        NaN, as if there had been no picture of it.
Where the defaults come from   settings.VisibilitySettings
Departures from the sources    none: the method is our own
Known limits   Grey pictures have no colour, and what has the colour of skin or hair (a plaster, a
        beard, hair, brown cloth) passes for skin.
"""

from __future__ import annotations

import warnings
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import REGION_NAMES, SIDES, get_region
from twitchcam.records import (
    UNSEEN_REASONS,
    Bools,
    Expression,
    FaceTrack,
    Floats,
    Side,
    Unseen,
    UnseenReason,
    Visibility,
)
from twitchcam.settings import VisibilitySettings
from twitchcam.skin_places import get_places, list_areas, list_regions
from twitchcam.tracking.row_store import read_rows

_STEP_S: Final = 0.25
# What the flow's window sees beside a place, mm; and how far neighbours agree on a colour.
_BESIDE_MM: Final = 7.0
_AROUND_MM: Final = 10.0
# Colours of darker or overexposed places are noise.
_DARKEST_COLOUR, _BRIGHTEST_COLOUR = 12.0, 250.0
# Logarithm of red over green: skin under any usual light has more, a grey picture none at all.
_LEAST_RED: Final = 0.05
_MOST: Final = 0.5
_LEAST_SKIN: Final = 0.1  # share of the places
_TOLD_FROM: Final = 0.1  # share of the time


def measure_visibility(track: FaceTrack, settings: VisibilitySettings) -> Visibility:
    """Judge every place of the skin, four times a second."""
    time_s = np.arange(0.0, max(float(track.time_s[-1]), 1e-9), _STEP_S)
    reason = np.zeros((len(time_s), *track.field_texture.shape), np.uint8)
    covered = _mark_covered(track, time_s, settings)
    edges = np.searchsorted(track.time_s, np.append(time_s, np.inf))
    for i, (first, stop) in enumerate(pairwise(edges)):
        found = track.face_found[first:stop]
        if not found.any():
            continue
        light = read_rows(track.field_light, int(first), int(stop))[found]
        outside = ~np.isfinite(light).all(axis=0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # all outside: said below
            dark = np.nanmedian(light, axis=0) < settings.least_place_luma
        for mask, name in (
            (dark, "dark"),
            (_widen(covered[i]), "covered"),
            (_widen(outside), "outside"),
        ):
            reason[i][mask] = 1 + UNSEEN_REASONS.index(name)  # type: ignore[arg-type]
    return Visibility(time_s=time_s, reason=reason)


def hide_patches(displacement_mm: Floats, time_s: Floats, visibility: Visibility) -> None:
    """Make NaN, in place, what patches (m, regions, sides, 2) show while they cannot be seen."""
    at = np.searchsorted(visibility.time_s, time_s, side="right").clip(1) - 1
    for r, region in enumerate(REGION_NAMES):
        seen = visibility.mark_region_seen(region)
        if not seen.all():
            displacement_mm[:, r][~seen[at]] = np.nan


def hide_expression(expression: Expression, visibility: Visibility) -> Expression:
    """Lids and brows (m, sides) are NaN where their skin cannot be seen: the mesh only guesses."""
    at = np.searchsorted(visibility.time_s, expression.time_s, side="right").clip(1) - 1
    lids = visibility.mark_region_seen("upper_lid") & visibility.mark_region_seen("lower_lid")
    brows = visibility.mark_region_seen("brow")
    corners = visibility.mark_region_seen("mouth_corner")
    if lids.all() and brows.all() and corners.all():
        return expression
    mouth = corners.any(axis=1)[at]
    return replace(
        expression,
        lid_aperture_mm=np.where(lids[at], expression.lid_aperture_mm, np.nan),
        iris_drop_mm=np.where(lids[at], expression.iris_drop_mm, np.nan),
        brow_mm=np.where(brows[at], expression.brow_mm, np.nan),
        mouth_corner_mm=np.where(corners[at][..., None], expression.mouth_corner_mm, np.nan),
        mouth_opening_mm=np.where(mouth, expression.mouth_opening_mm, np.nan),
    )


def list_unseen(visibility: Visibility, face_share: float) -> tuple[Unseen, ...]:
    """Regions and sides that could not be seen for a tenth of the time or more.

    ``face_share`` is the share of the recording that shows a face.
    """
    found = []
    for region in REGION_NAMES:
        places = np.array(list_regions()) == region
        hidden = ~visibility.mark_region_seen(region)
        for s, side in enumerate(SIDES):
            share = float(hidden[:, s].mean()) / max(face_share, 1e-9)
            if share < _TOLD_FROM:
                continue
            counts = np.bincount(visibility.reason[:, places, s].ravel(), minlength=4)[1:]
            found.append(
                Unseen(
                    region=region,
                    side="left" if side == "left" else "right",
                    reason=UNSEEN_REASONS[int(counts.argmax())],
                    share=min(round(share, 2), 1.0),
                )
            )
    return tuple(found)


_IN_WORDS: Final[dict[UnseenReason, tuple[str, str]]] = {
    "outside": (
        "lay outside the picture",
        "Film again with the whole face in the picture, with some room around it.",
    ),
    "covered": (
        "was covered by something that is not skin",
        "Take it off, if it may come off, and film again.",
    ),
    "dark": (
        "was too dark to see anything",
        "Film again with light from the front.",
    ),
}


def describe_unseen(unseen: tuple[Unseen, ...]) -> tuple[str, ...]:
    """What could not be seen, why, and what to change: one sentence for each reason."""
    notes = []
    for reason, (what, remedy) in _IN_WORDS.items():
        parts = [part for part in unseen if part.reason == reason]
        if not parts:
            continue
        low, high = (extreme(round(100 * part.share) for part in parts) for extreme in (min, max))
        share = f"{low:.0f} %" if low == high else f"{low:.0f} to {high:.0f} %"
        often = "all of the time" if low >= 99 else f"in {share} of the time"
        notes.append(
            f"Part of the face {what} and was not judged there, {often}: {_name_parts(parts)}. "
            f"{remedy}"
        )
    return tuple(notes)


def _name_parts(parts: list[Unseen]) -> str:
    sides: dict[str, list[Side]] = {}
    for part in parts:
        sides.setdefault(part.region, []).append(part.side)
    return ", ".join(
        f"{'both sides of the' if len(of) > 1 else of[0]} {get_region(region).plain}"
        for region, of in sides.items()
    )


def _widen(mask: Bools) -> Bools:
    """(places, sides) with the neighbours of every place that is marked."""
    if not mask.any():
        return mask
    beside = _list_near(_BESIDE_MM) @ mask.T.ravel() > 0
    return np.asarray(beside.reshape(mask.shape[::-1]).T)


@cache
def _list_near(reach_mm: float) -> NDArray[np.float32]:
    """(n, n) 1 where two places of the face, left ones first, are at most so far apart."""
    at_mm = get_places().neutral_mm
    apart_mm = np.hypot(*np.moveaxis(at_mm[:, None] - at_mm[None], -1, 0))
    return np.asarray(apart_mm < reach_mm, dtype=np.float32)


@cache
def _list_lids() -> Bools:
    return np.isin(list_areas(), ("upper_lid", "lower_lid"))


def _mark_covered(track: FaceTrack, time_s: Floats, settings: VisibilitySettings) -> Bools:
    """(V, places, sides) True where a look before or after sees something that is no skin."""
    looks = np.stack([_judge_colour(look, settings) for look in track.field_colour])
    if not looks.any():
        return np.zeros((len(time_s), *track.field_texture.shape), dtype=bool)
    after = np.searchsorted(track.colour_s, time_s + _STEP_S / 2).clip(0, len(looks) - 1)
    before = (np.searchsorted(track.colour_s, time_s + _STEP_S / 2, side="right") - 1).clip(0)
    return np.asarray(looks[before] | looks[after])


def _judge_colour(colour: Floats, settings: VisibilitySettings) -> Bools:
    """(places, sides) True where one look (places, sides, 3) sees no skin."""
    usable = (colour.max(axis=-1) > _DARKEST_COLOUR) & (colour.max(axis=-1) < _BRIGHTEST_COLOUR)
    red = np.log(np.maximum(colour[..., 0], 1.0)) - np.log(np.maximum(colour[..., 1], 1.0))
    skin = red[usable & (red > _LEAST_RED)]
    if skin.size < _LEAST_SKIN * red.size:
        return np.zeros(red.shape, dtype=bool)  # grey pictures, or coloured light
    usual = float(np.median(skin))
    shine = np.where(usable, colour.mean(axis=-1), np.nan)
    dark = colour.mean(axis=-1) < settings.dark_share * float(np.nanmedian(shine))
    clear = (usable & (red < settings.no_red_share * usual)) | (dark & _list_lids()[:, None])
    covered = _keep_wide(clear, settings.least_covered_places)
    # What is merely pale may be shine; a thing that is worn has one colour, and is larger.
    pale = _keep_wide(
        usable & (red < settings.pale_red_share * usual), 2 * settings.least_covered_places
    )
    if pale.any():
        low, high = np.quantile(red[pale], (0.25, 0.75))
        if high - low <= settings.one_colour_share * usual:
            covered |= pale
    return covered


def _keep_wide(odd: Bools, least_places: float) -> Bools:
    """The places (places, sides) most of whose surroundings are alike; none if they are few."""
    near = _list_near(_AROUND_MM)
    agree = near @ odd.T.ravel() / near.sum(axis=1)
    wide = odd & (agree.reshape(odd.shape[::-1]).T > _MOST)
    return wide if wide.sum() >= least_places else np.zeros_like(odd)
