"""Skin flow: how far the skin of each region moved between two pictures of the steadied face.

In      two textures of the steadied face (``show_texture``), the first's landmarks in its frame
Out     per region and side: displacement in eye distances (x, y), match residual, point share
Method  1. Points on a grid inside each patch and on the open skin around it.
        2. Pyramidal Lucas-Kanade flow of all points at once [bouguet2001].
        3. A robust affine fit (Huber weights, three rounds [huber1964]) to the surroundings
           says how this part of the head moved; what the patch's points do beyond it is skin.
        4. The patch's displacement is the median of its points.
Where the defaults come from   settings.TrackingSettings
Departures from the sources    none in the flow; the surroundings leave out eyes, mouth and
        background, because a blink or a word there is not head movement.
Known limits   A movement much wider than the surroundings is partly taken for head movement, so
        sizes are read too small; ``signals`` corrects by a measured gain per region.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import REGIONS, SIDES
from twitchcam.records import Floats
from twitchcam.settings import TrackingSettings
from twitchcam.tracking.steady_face import (
    BOTTOM_EDGE,
    LEFT_EDGE,
    RIGHT_EDGE,
    TOP_EDGE,
    to_sample,
)

_PATCHES: Final = tuple((region, side) for region in REGIONS for side in SIDES)

# Outlines whose skin shares the head's movement, and the holes in it.
_FACE_OVAL: Final = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
_EYE_OUTLINES: Final = (
    (226, 247, 30, 29, 27, 28, 56, 190, 243, 112, 26, 22, 23, 24, 110, 25),
    (446, 467, 260, 259, 257, 258, 286, 414, 463, 341, 256, 252, 253, 254, 339, 255),
)
_MOUTH_OUTLINE: Final = (
    61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146,
)  # fmt: skip

# The steadied face moves little from picture to picture: one coarser level reaches 13 px.
_COARSER_LEVELS: Final = 1
_HUBER_ROUNDS: Final = 3
_MIN_SURROUNDING_POINTS: Final = 8
_MIN_PATCH_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class PointFlow:
    """Movement of single points between two pictures: those of all patches, then of the grid."""

    centres: Floats  # (patches, 2) of the patches, in the head frame
    on_skin: NDArray[np.intp]  # which points of the grid were followed
    flow: Floats  # (points, 2) eye distances
    found: NDArray[np.bool_]  # (points,)
    residual: Floats  # (points,) grey levels per pixel


@dataclass(frozen=True, slots=True, kw_only=True)
class PatchFlow:
    """Movement of all patches between two pictures; the patch axis is region by region, L, R."""

    displacement: Floats  # (patches, 2) eye distances, x to the image's right, y down
    residual: Floats  # (patches,) grey levels per pixel
    quality: Floats  # (patches,) share of points that could be followed


def locate_patches(landmarks_head: Floats) -> Floats:
    """Patch centres (patches, 2) in the head frame from landmarks (478, 2) in the head frame."""
    members, weights = _list_anchors()
    return np.einsum("pk,pkc->pc", weights, landmarks_head[members])


@cache
def _list_anchors() -> tuple[NDArray[np.intp], Floats]:
    """Landmarks of every patch and their weights, (patches, most) each; unused ones weigh 0."""
    anchors = [region.landmarks(side) for region, side in _PATCHES]
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
    landmarks_head: Floats,
    centres: Floats,
    settings: TrackingSettings,
) -> PointFlow:
    """Movement of the points of all patches and their surroundings from ``before`` to ``after``.

    Parameters
    ----------
    before, after : the steadied face as ``brightness.show_texture`` gives it.
    landmarks_head : (478, 2) landmarks of the first picture in the head frame.
    centres : (patches, 2) in the head frame.
    """
    inner = place_patch_points(centres, settings)
    on_skin = _find_open_skin(landmarks_head, settings)
    points = np.concatenate([inner.reshape(-1, 2), _grid(settings)[on_skin]])
    flow, found, residual = _follow(before, after, points, settings)
    return PointFlow(centres=centres, on_skin=on_skin, flow=flow, found=found, residual=residual)


def measure_patches(moved: Sequence[PointFlow], settings: TrackingSettings) -> list[PatchFlow]:
    """Movement of the patches beyond that of their surroundings, of several pictures at once."""
    if not moved:
        return []
    offsets = _patch_offsets(settings)
    n_pictures, n_patches, n_inner = len(moved), len(_PATCHES), len(offsets)
    split = n_patches * n_inner
    surroundings = _fit_surroundings(moved, split, settings).reshape(-1, 3, 2)
    # From here on, pictures and patches are one axis.
    expected = np.column_stack([np.ones(n_inner), offsets]) @ surroundings
    own = np.concatenate([picture.flow[:split] for picture in moved])
    own = own.reshape(-1, n_inner, 2) - expected
    seen = np.concatenate([picture.found[:split] for picture in moved]).reshape(-1, n_inner)
    residual = np.concatenate([picture.residual[:split] for picture in moved])
    residual = residual.reshape(-1, n_inner)
    quality = seen.mean(axis=1)
    usable = (quality >= _MIN_PATCH_SHARE) & np.isfinite(surroundings[:, 0, 0])
    displacement = np.full((len(own), 2), np.nan)
    displacement[usable] = _find_middle(own[usable], seen[usable])
    match = np.full(len(own), np.nan)
    match[quality > 0] = _find_middle(residual[quality > 0], seen[quality > 0])
    each = (n_pictures, n_patches)
    return [
        PatchFlow(displacement=d, residual=r, quality=q)
        for d, r, q in zip(
            displacement.reshape(*each, 2), match.reshape(each), quality.reshape(each), strict=True
        )
    ]


def _find_middle(values: Floats, seen: NDArray[np.bool_]) -> Floats:
    """Median along axis 1 of the values that were seen, at least one in every row.

    Where all of an odd number were seen, which is nearly always, that is many times faster than
    numpy's median.
    """
    middle = values.shape[1] // 2
    median = np.partition(values, middle, axis=1)[:, middle]
    some_lost = ~seen.all(axis=1)
    if some_lost.any():
        rest = values[some_lost].astype(np.float64)
        rest[~seen[some_lost]] = np.nan  # of a lost point, it means nothing
        median[some_lost] = np.nanmedian(rest, axis=1)
    return median


def place_patch_points(centres: Floats, settings: TrackingSettings) -> Floats:
    """Points (patches, 13, 2) of the patches around ``centres`` (patches, 2), head frame."""
    return centres[:, None, :] + _patch_offsets(settings)[None]


@cache
def _patch_offsets(settings: TrackingSettings) -> Floats:
    """Points of a patch around its centre: the middle and two circles, (13, 2)."""
    circles = [np.zeros((1, 2))]
    for share, n_points in ((0.5, 6), (1.0, 6)):
        angle = np.arange(n_points) * 2 * np.pi / n_points + np.pi / n_points
        radius = share * settings.patch_radius
        circles.append(np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1))
    return np.concatenate(circles)


@cache
def _grid(settings: TrackingSettings) -> Floats:
    """Even grid over the sampled face, (n, 2) eye distances, symmetric about the midline."""
    step = settings.grid_spacing
    half = np.arange(step / 2, min(RIGHT_EDGE, -LEFT_EDGE), step)
    x, y = np.meshgrid(
        np.concatenate([-half[::-1], half]), np.arange(TOP_EDGE + step, BOTTOM_EDGE, step)
    )
    return np.stack([x.ravel(), y.ravel()], axis=1)


def _find_open_skin(landmarks_head: Floats, settings: TrackingSettings) -> NDArray[np.intp]:
    """Numbers of those points of the grid that lie on the face but not on eyes or lips."""
    row, column = _grid_places(settings)
    mask = np.zeros((row[-1] + 1, column.max() + 1), dtype=np.uint8)
    quarter = settings.steady_eye_distance_px / 4
    at = np.rint(to_sample(landmarks_head, quarter)).astype(np.int32)
    cv2.fillPoly(mask, [at[list(_FACE_OVAL)]], 1)
    for outline in (*_EYE_OUTLINES, _MOUTH_OUTLINE):
        cv2.fillPoly(mask, [at[list(outline)]], 0)
    return mask[row, column].nonzero()[0]


@cache
def _grid_places(settings: TrackingSettings) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Row and column of every point of the grid in a picture of a quarter of the size."""
    quarter = settings.steady_eye_distance_px / 4
    column, row = to_sample(_grid(settings), quarter).astype(np.int64).T
    return row, column


def _follow(
    before: NDArray[np.uint8],
    after: NDArray[np.uint8],
    points: Floats,
    settings: TrackingSettings,
) -> tuple[Floats, NDArray[np.bool_], Floats]:
    """Flow (n, 2) in eye distances, whether each point was found, and its residual."""
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
    flow = (stop - start).astype(np.float64) / settings.steady_eye_distance_px
    return flow, status.ravel() > 0, residual.ravel()


def _fit_surroundings(moved: Sequence[PointFlow], split: int, settings: TrackingSettings) -> Floats:
    """Affine movement around each patch, (pictures x patches, 3, 2): at the centre, then slopes.

    All at once; NaN where fewer than eight points surround a patch. A picture's points from
    ``split`` on are those of the grid.
    """
    used, place = np.unique(np.concatenate([p.on_skin for p in moved]), return_inverse=True)
    grid = _grid(settings)[used]
    flow = np.zeros((len(moved), len(used), 2))
    found = np.zeros((len(moved), len(used)), dtype=bool)
    picture = np.repeat(np.arange(len(moved)), [len(p.on_skin) for p in moved])
    flow[picture, place] = np.concatenate([p.flow[split:] for p in moved])
    found[picture, place] = np.concatenate([p.found[split:] for p in moved])
    centres = np.stack([p.centres for p in moved])
    members, weight = _list_surroundings(grid, found, centres, settings)
    enough = weight.sum(axis=1) >= _MIN_SURROUNDING_POINTS
    offset = grid[members] - centres.reshape(-1, 1, 2)
    design = np.concatenate([np.ones((*members.shape, 1)), offset], axis=-1)
    first = len(used) * np.repeat(np.arange(len(moved)), len(_PATCHES))
    around = flow.reshape(-1, 2)[first[:, None] + members]
    fitted = _fit_weighted(design, around, weight.astype(np.float64))
    for _ in range(_HUBER_ROUNDS - 1):
        error = around - design @ fitted
        size = np.hypot(error[..., 0], error[..., 1])
        spread = 1.48 * _masked_median(size, weight)[:, None] + 1e-6
        huber = weight * np.minimum(1.0, 1.345 * spread / np.maximum(size, 1e-12))
        fitted = _fit_weighted(design, around, huber)
    fitted[~enough] = np.nan
    return fitted


def _fit_weighted(design: Floats, moved: Floats, weight: Floats) -> Floats:
    """Least squares of every patch at once, (patches, 3, 2)."""
    weighted = (design * weight[..., None]).transpose(0, 2, 1)
    return np.linalg.solve(weighted @ design + 1e-9 * np.eye(3), weighted @ moved)


def _list_surroundings(
    grid: Floats, found: NDArray[np.bool_], centres: Floats, settings: TrackingSettings
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Which points of the grid were found around each patch: numbers, and which of them count.

    Both (pictures x patches, most).
    """
    # |g - c|^2 as |g|^2 + |c|^2 - 2 gc: one product of matrices.
    square = (grid**2).sum(axis=1) + (centres**2).sum(axis=2)[..., None] - 2 * centres @ grid.T
    around = (square > settings.surroundings_inner**2) & (square < settings.surroundings_outer**2)
    around = (around & found[:, None]).reshape(-1, len(grid))
    n_around = around.sum(axis=1)
    most = max(int(n_around.max(initial=0)), 1)
    near = np.arange(most) < n_around[:, None]
    members = np.zeros(near.shape, dtype=np.int64)
    members[near] = around.nonzero()[1]
    return members, near


def _masked_median(values: Floats, mask: NDArray[np.bool_]) -> Floats:
    """Median along axis 1 of the masked values; 0 where none."""
    ordered = np.sort(np.where(mask, values, np.inf), axis=1)
    middle = np.maximum(mask.sum(axis=1) // 2, 0)
    middle = np.minimum(middle, values.shape[1] - 1)
    median = np.take_along_axis(ordered, middle[:, None], axis=1)[:, 0]
    return np.where(np.isfinite(median), median, 0.0)
