"""Skin flow: how far the skin moved between two pictures of the steadied face, place by place.

In      two textures of the steadied face (``show_texture``), points that hang on the mesh
Out     for every region and every place of the dense field: displacement against its
        surroundings in eye distances (x, y), and how well the pictures matched
Method  1. Pyramidal Lucas-Kanade flow of all points at once [bouguet2001].
        2. A point that disagrees with its neighbours much more than they disagree with each other
           is a mismatch, and takes their median: the normalised median test of particle image
           velocimetry [westerweel2005].
        3. A place moves by the Gaussian mean of the points around it, minus what an affine fit to
           the ring around it says of this part of the head. Eyes, lips and lids are in no ring,
           because a blink or a word there is not head movement. Both are linear: one matrix for a
           whole stretch, made from where the points lie in its first picture.
Where the defaults come from   settings.TrackingSettings
Departures from the sources    none in the flow
Known limits   A movement much wider than the inner edge of the ring is partly taken for head
        movement, so sizes are read too small; ``signals`` corrects by a measured gain.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import N_PATCHES, REGIONS, SIDES
from twitchcam.records import Bools, Floats
from twitchcam.settings import TrackingSettings
from twitchcam.skin_places import Lattice, count_places, get_places, get_points
from twitchcam.tracking.median_by_exchange import exchange_to_median
from twitchcam.tracking.steady_face import to_sample

# The steadied face moves little from picture to picture: one coarser level reaches 13 px.
_COARSER_LEVELS: Final = 1
_NEIGHBOURS: Final = 8
# A Gaussian is cut off where it has fallen to a hundredth.
_CUT_OFF: Final = 3.0
# Regions, region by region, left before right; then the field, place by place, left before right.
N_SPOTS: Final = N_PATCHES + 2 * count_places()


@dataclass(frozen=True, slots=True, kw_only=True)
class PointFlow:
    """Movement of all points between two pictures."""

    flow: Floats  # (points, 2) eye distances
    found: Bools  # (points,)
    residual: Floats  # (points,) grey levels per pixel


def locate_spots(landmarks_head: Floats) -> Floats:
    """(spots, 2) middles of regions and places, from landmarks (478, 2), both in the head frame."""
    members, weights = _list_anchors()
    regions = np.einsum("pk,pkc->pc", weights, landmarks_head[members])
    places = get_places().locate(landmarks_head).reshape(len(SIDES), -1, 2)
    return np.concatenate([regions, places.swapaxes(0, 1).reshape(-1, 2)])


@cache
def _list_anchors() -> tuple[NDArray[np.intp], Floats]:
    """Landmarks of every region and their weights, (patches, most) each; unused ones weigh 0."""
    anchors = [region.landmarks(side) for region in REGIONS for side in SIDES]
    most = max(map(len, anchors))
    members = np.array([ids + (0,) * (most - len(ids)) for ids in anchors], dtype=np.intp)
    weights = np.array([[1 / len(ids)] * len(ids) + [0.0] * (most - len(ids)) for ids in anchors])
    return members, weights


def window_px(settings: TrackingSettings) -> int:
    """Odd width of the Lucas-Kanade window in pixels of the steadied face."""
    return 2 * round(settings.flow_window * settings.steady_eye_distance_px / 2) + 1


def follow_points(
    before: NDArray[np.uint8],
    after: NDArray[np.uint8],
    points: Floats,
    settings: TrackingSettings,
) -> PointFlow:
    """Movement of points (n, 2) of the head frame from ``before`` to ``after``.

    Both pictures are the steadied face as ``brightness.show_texture`` gives it.
    """
    size = window_px(settings)
    start = to_sample(points, settings.steady_eye_distance_px)
    stop, status, residual = cv2.calcOpticalFlowPyrLK(
        before,
        after,
        start,
        None,
        winSize=(size, size),
        maxLevel=_COARSER_LEVELS,
        criteria=(cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, 15, 0.01),
        minEigThreshold=1e-5,
    )
    return PointFlow(
        flow=(stop - start) / np.float32(settings.steady_eye_distance_px),
        found=status.ravel() > 0,
        residual=residual.ravel(),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpotMatrix:
    """What of every point's flow goes into every spot: (spots, points) each.

    ``near`` weighs the points of the spot itself, ``beyond`` takes its surroundings off.
    """

    near: Floats
    beyond: Floats


def make_spot_matrix(
    landmarks_head: Floats, settings: TrackingSettings, inside: Bools | None = None
) -> SpotMatrix:
    """The matrix of one stretch, from its first picture's landmarks (478, 2) in the head frame.

    ``inside`` (points,) marks those that the picture holds; the others say nothing of any spot.
    """
    points = get_points()
    at, centres = points.locate(landmarks_head), locate_spots(landmarks_head)
    away = np.hypot(*np.moveaxis(centres[:, None] - at[None], -1, 0))
    near = np.exp(-0.5 * (away / settings.place_reach) ** 2)
    near[away > _CUT_OFF * settings.place_reach] = 0.0
    if inside is not None:
        near[:, ~inside] = 0.0
    near /= np.maximum(near.sum(axis=1, keepdims=True), 1e-9)
    ring = (away > settings.surroundings_inner) & (away < settings.surroundings_outer)
    ring &= ~points.on_lids
    if inside is not None:
        ring &= inside
    # All affine fits at once; where a point is in no ring, it weighs nothing.
    offset = at[None] - centres[:, None]
    design = np.concatenate([np.ones((*offset.shape[:2], 1)), offset], axis=-1)
    weighted = design * ring[..., None]
    normal = weighted.swapaxes(1, 2) @ design + 1e-9 * np.eye(3)
    middle = np.concatenate([np.ones((len(near), 1)), np.einsum("sp,spc->sc", near, offset)], 1)
    taken_off = np.einsum("sk,skp->sp", np.linalg.solve(normal, middle[..., None])[..., 0],
                          weighted.swapaxes(1, 2))  # fmt: skip
    return SpotMatrix(near=near.astype(np.float32), beyond=(near - taken_off).astype(np.float32))


def measure_spots(
    moved: list[PointFlow], matrix: SpotMatrix, settings: TrackingSettings
) -> tuple[Floats, Floats]:
    """Displacement (n, spots, 2) in eye distances, and residual (n, spots), of several pictures."""
    found = np.stack([picture.found for picture in moved])
    flow = clean_flow(np.stack([picture.flow for picture in moved]), found, settings)
    residual = np.stack([np.where(p.found, p.residual, 0.0) for p in moved]).astype(np.float32)
    flat = flow.transpose(1, 0, 2).reshape(flow.shape[1], -1)
    displacement = (matrix.beyond @ flat).reshape(-1, len(moved), 2).swapaxes(0, 1)
    return displacement, (matrix.near @ residual.T).T


def clean_flow(flow: Floats, found: Bools, settings: TrackingSettings) -> Floats:
    """(n, points, 2) in which mismatches of single points take the median of their neighbours.

    ``flow`` (n, points, 2) eye distances, ``found`` (n, points). Points that were lost take the
    median of all.
    """
    flow = flow.astype(np.float32)
    for picture, seen in zip(flow, found, strict=True):
        if not seen.all():
            picture[~seen] = np.median(picture[seen], axis=0) if seen.any() else 0.0
    around = [flow[:, neighbour] for neighbour in _list_neighbours(get_points()).T]
    middle = exchange_to_median(around)
    spread = exchange_to_median([np.hypot(*np.moveaxis(each - middle, -1, 0)) for each in around])
    apart = np.hypot(*np.moveaxis(flow - middle, -1, 0))
    least = settings.mismatch_floor_px / settings.steady_eye_distance_px
    wrong = apart > settings.mismatch_ratio * (spread + least)
    return np.where(wrong[..., None], middle, flow)


@cache
def _list_neighbours(points: Lattice) -> NDArray[np.intp]:
    """(points, 8) the nearest points of every point.

    Of the left side they are looked for, of the right side they are the mirror images: on a lattice
    many are equally near, and which of them count must not depend on the side.
    """
    at = points.neutral_mm
    half = len(at) // 2
    away = np.hypot(*np.moveaxis(at[:half, None] - at[None], -1, 0))
    left = np.argsort(away.round(6), axis=1, kind="stable")[:, 1 : _NEIGHBOURS + 1]
    return np.concatenate([left, (left + half) % len(at)])
