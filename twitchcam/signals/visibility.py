"""Is this skin, and can it be seen? One judgement for every place and moment.

In      FaceTrack: brightness of every place in every picture, its colour once a second
Out     ``Visibility``; what it takes out of displacement, lids and brows
Method  Outside   a place that any picture of the moment does not hold.
        Dark      a place whose brightness stays below ``min_place_luma``: noise is all it has.
        Covered   skin is red where it is lit by anything but coloured lamps, for blood is in it: in
                  every face its red over its green is much the same all over. A place that has far
                  less of it than the rest of this very face is cloth, plastic or paper; in many
                  neighbours at once, for single spots shine. Somewhat less counts where many
                  neighbours have the very same colour: skin is never dyed so evenly. Lids far
                  darker than the face lie behind dark glass; a small dark spot without colour below
                  the eyes is a microphone, a wire or a thing held there. Other small things without
                  red may be shine; but shine wanders with the head, and seldom lies on one side
                  alone: what lies there nearly all the time, with red skin on the other side, is
                  tape or gauze. What the lamp or the camera does to colours, it does to all places.
                  A place is covered from the look before to the look after, and so are its
                  neighbours, for flow sees a little further.
        Turned    a place whose skin is seen nearly edge on, or from behind: of a movement along it
                  next to nothing is left in the picture, and what the flow holds on to is the
                  outline of the face.
        Shade     a place that becomes darker or brighter, against the face as a whole, than it and
                  all its neighbours usually are: skin that moves brings what lies beside it, and
                  nothing else. An edge of shadow, a lamp or something that swings by does.
                  Only where skin is all around: what eyes, lips and the outline of the
                  face bring, no other place shows.
        A region is seen while most of its places are. What lies beneath is no movement: it becomes
        NaN, as if there had been no picture of it.
Where the defaults come from   settings.VisibilitySettings
Departures from the sources    none: the method is our own
Known limits   Grey pictures have no colour, and what has the colour of skin or hair (a plaster, a
        beard, hair, brown cloth) passes for skin.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import REGION_NAMES
from twitchcam.records import (
    UNSEEN_REASONS,
    Bools,
    Expression,
    FaceTrack,
    Floats,
    UnseenReason,
    Visibility,
)
from twitchcam.settings import VisibilitySettings
from twitchcam.signals.face_light import compare_with_face, measure_face_light
from twitchcam.signals.known_median import measure_known_median
from twitchcam.signals.place_groups import (
    keep_wide,
    list_around,
    list_surrounded,
    measure_edge,
    split_groups,
    widen,
)
from twitchcam.signals.restless_light import mark_restless
from twitchcam.signals.running_median import run_median
from twitchcam.signals.turned_away import mark_turned_away
from twitchcam.skin_places import Integers, list_areas
from twitchcam.tracking.row_store import read_rows

_STEP_S: Final = 0.25
# Colours of darker or overexposed places are noise.
_DARKEST_COLOUR, _BRIGHTEST_COLOUR = 12.0, 250.0
# Logarithm of red over green: skin under any usual light has more, a grey picture none at all.
_MIN_RED: Final = 0.05
_MOST: Final = 0.5
# A shadow is narrow where its edge passes: two neighbours of a place are enough.
_FEW: Final = 0.3
_MIN_SHADED: Final = 3
_MIN_SPOT: Final = 3  # about 1 cm²
_MIN_SMALL: Final = 4  # 1.5 cm²
_LASTS: Final = 0.8  # share of the looks
_USUAL_S: Final = 5.0
_MOMENTS_READ: Final = 40
_MIN_SKIN: Final = 0.1  # share of the places
_HARDLY_SEEN: Final = 0.1  # share of the time


class _Red(NamedTuple):
    """Log of red over green (places, sides), where it counts, and what is usual in this face."""

    over_green: Floats
    usable: Bools
    usual: float


def measure_visibility(track: FaceTrack, settings: VisibilitySettings) -> Visibility:
    """Judge every place of the skin, four times a second.

    Parameters
    ----------
    track : FaceTrack
        N pictures: brightness of every place in each, its colour once a second.
    settings : VisibilitySettings
        What is dark, covered, turned away, in shade.

    Returns
    -------
    Visibility
        Of V moments: why a place (V, places, sides) could not be seen, 0 where it could.

    Examples
    --------
    >>> bool((measure_visibility(track, settings.visibility).reason == 0).all())
    True
    """
    time_s = np.arange(0.0, max(float(track.time_s[-1]), 1e-9), _STEP_S)
    moments = list(pairwise(np.searchsorted(track.time_s, np.append(time_s, np.inf)).tolist()))
    covered = _mark_covered(track, time_s, settings)
    level = np.full(covered.shape, np.nan, np.float32)
    face = np.full(len(track.time_s), np.nan, np.float32)
    reason = np.zeros(covered.shape, np.uint8)
    shown = track.face_found & ~track.other_person
    for at, pictures, light in _read_by_moment(track.field_light, moments, shown):
        face[pictures] = measure_face_light(light.reshape(-1, *light.shape[2:])).reshape(
            pictures.shape
        )
        outside = ~np.isfinite(light).all(axis=1)
        level[at] = np.where(outside, np.nan, measure_known_median(light, axis=1))
    looked = np.array([shown[first:stop].any() for first, stop in moments])
    for at, _, landmarks_px in _read_by_moment(track.landmarks_px, moments, track.face_found):
        given = np.zeros((len(at), *reason.shape[1:]), np.uint8)
        _note(given, level[at] < settings.min_place_luma, "dark")
        _note(given, widen(covered[at]), "covered")
        _note(given, mark_turned_away(landmarks_px, settings), "turned")
        _note(given, widen(np.isnan(level[at])), "outside")
        reason[at[looked[at]]] = given[looked[at]]
    usual = _find_usual_light(level)
    del level  # an hour of it, and of what is made of it, is tens of megabytes
    for at, pictures, light in _read_by_moment(track.field_light, moments, shown):
        for i, odd in zip(
            at, _mark_odd_light(light, face[pictures], usual[at], settings), strict=True
        ):
            if odd.any():
                shaded = widen(keep_wide(odd, _MIN_SHADED, _FEW))
                for around in range(max(i - 1, 0), min(i + 2, len(moments))):
                    _note(reason[around], shaded & (reason[around] == 0), "shade")
    restless = mark_restless(track, time_s, face, settings)
    return Visibility(time_s=time_s, reason=reason, restless=restless)


def _note(reasons: NDArray[np.uint8], mask: Bools, reason: UnseenReason) -> None:
    reasons[mask] = 1 + UNSEEN_REASONS.index(reason)


def _read_by_moment(
    rows: Floats, moments: list[tuple[int, int]], kept: Bools
) -> Iterator[tuple[Integers, Integers, Floats]]:
    """The rows (m, n, ...) of the pictures (m, n) that are ``kept``, of m moments at a time.

    These are near each other and hold equally many, so that all can be worked on at once; moments
    without any are left out.
    """
    for i in range(0, len(moments), _MOMENTS_READ):
        some = moments[i : i + _MOMENTS_READ]
        begin = some[0][0]
        piece = read_rows(rows, begin, some[-1][1])
        pictures = [first + np.flatnonzero(kept[first:stop]) for first, stop in some]
        n_kept = np.array([len(numbers) for numbers in pictures])
        for n in np.unique(n_kept[n_kept > 0]):
            alike = np.flatnonzero(n_kept == n)
            numbers = np.stack([pictures[k] for k in alike])
            yield i + alike, numbers, piece[numbers - begin]


def _find_usual_light(level: Floats) -> Floats:
    """What was so for most of some seconds, (V, places, sides): logarithm over that of the face."""
    usual = compare_with_face(level, measure_face_light(level))
    width = 2 * round(_USUAL_S / _STEP_S / 2) + 1
    for place in range(usual.shape[1]):
        relative = usual[:, place]
        # Where never seen, NaN: nothing is odd there.
        filled = np.where(np.isfinite(relative), relative, measure_known_median(relative))
        usual[:, place] = run_median(filled, width)
    return usual


def _find_surroundings(usual: Floats) -> tuple[Floats, Floats]:
    """The darkest and brightest that places and their neighbours usually are, (m, places, sides).

    ``usual`` are m moments of ``_find_usual_light``.
    """
    by_side = usual.swapaxes(1, 2)
    flat = by_side.reshape(len(usual), -1)
    lowest = highest = flat
    for near in list_around().T:
        lowest, highest = np.fmin(lowest, flat[:, near]), np.fmax(highest, flat[:, near])
    return (
        lowest.reshape(by_side.shape).swapaxes(1, 2),
        highest.reshape(by_side.shape).swapaxes(1, 2),
    )


def _mark_odd_light(
    light: Floats, face: Floats, usual: Floats, settings: VisibilitySettings
) -> Bools:
    """(m, places, sides) True where some picture is darker or brighter than skin can become.

    Pictures are (m, n, places, sides), the light of their faces (m, n).
    """
    lowest, highest = _find_surroundings(usual)
    relative = compare_with_face(light.reshape(-1, *light.shape[2:]), face.ravel())
    relative = relative.reshape(light.shape)
    beyond = np.fmax(relative - highest[:, None], lowest[:, None] - relative)
    odd = (beyond > np.log1p(settings.odd_light_share)).any(axis=1)
    return np.asarray(odd & list_surrounded())


def hide_patches(displacement_mm: Floats, time_s: Floats, visibility: Visibility) -> None:
    """Make NaN, in place, what patches (m, regions, sides, 2) show while they cannot be seen."""
    at = np.searchsorted(visibility.time_s, time_s, side="right").clip(1) - 1
    for r, region in enumerate(REGION_NAMES):
        seen = visibility.mark_region_seen(region)
        if not seen.all():
            displacement_mm[:, r][~seen[at]] = np.nan


def hide_expression(expression: Expression, visibility: Visibility) -> Expression:
    """Brows and mouth are NaN where they are covered or outside: the mesh only guesses there.

    So are the lids of a side that lies in the dark while the other is lit: they seem to stay open
    when the other eye closes. In the dark the mesh sees as little of both. While something passes
    over brow and lower lid, it passes over the eye between them: the mesh shuts and opens it then.
    Brows are unknown in shadows.
    """
    at = np.searchsorted(visibility.time_s, expression.time_s, side="right").clip(1) - 1
    brows = visibility.mark_region_uncovered("brow")
    corners = visibility.mark_region_uncovered("mouth_corner")
    shaded = visibility.mark_region_passed_over("brow")
    brows &= ~shaded
    passed = shaded & visibility.mark_region_passed_over("lower_lid")
    dim = visibility.mark_region_dark("upper_lid")
    alone = dim & ~dim[:, ::-1]
    alone |= alone.mean(axis=0) > _MOST  # its edge comes and goes
    alone |= passed
    if brows.all() and corners.all() and not alone.any():
        return expression
    mouth = corners.any(axis=1)[at]
    return replace(
        expression,
        lid_aperture_mm=np.where(alone[at], np.nan, expression.lid_aperture_mm),
        iris_drop_mm=np.where(alone[at], np.nan, expression.iris_drop_mm),
        brow_mm=np.where(brows[at], expression.brow_mm, np.nan),
        mouth_corner_mm=np.where(corners[at][..., None], expression.mouth_corner_mm, np.nan),
        mouth_opening_mm=np.where(mouth, expression.mouth_opening_mm, np.nan),
    )


def leave_out_unseen(loss_mm: Floats, visibility: Visibility) -> Floats:
    """What compression takes (regions, sides), 0 where nothing was seen that it could take.

    A side that cannot be seen must not hide the other, and compression is not why it is not judged.
    """
    seen = [visibility.mark_region_seen(region).mean(axis=0) for region in REGION_NAMES]
    return np.where(np.array(seen) > _HARDLY_SEEN, loss_mm, 0.0).astype(np.float32)


@cache
def _list_below_eyes() -> Bools:
    return ~np.isin(list_areas(), ("forehead", "temple", "brow", "upper_lid", "lower_lid"))


@cache
def _list_lids() -> Bools:
    return np.isin(list_areas(), ("upper_lid", "lower_lid"))


def _mark_covered(track: FaceTrack, time_s: Floats, settings: VisibilitySettings) -> Bools:
    """(V, places, sides) True where a look before or after sees something that is no skin."""
    looks = np.zeros(track.field_colour.shape[:3], dtype=bool)
    small = np.zeros_like(looks)
    for i, colour in enumerate(track.field_colour):
        measured = _measure_red(colour)
        if measured is not None:
            looks[i] = _judge_colour(colour, measured, settings)
            small[i] = _judge_small(measured, settings)
    if len(small):
        looks |= keep_wide(small.mean(axis=0) >= _LASTS, _MIN_SMALL, _FEW)
    if not looks.any():
        return np.zeros((len(time_s), *track.field_texture.shape), dtype=bool)
    # What lies there most of the time lies there: its edge comes and goes with the mesh.
    looks |= looks.mean(axis=0) > _MOST
    after = np.searchsorted(track.colour_s, time_s + _STEP_S / 2).clip(0, len(looks) - 1)
    before = (np.searchsorted(track.colour_s, time_s + _STEP_S / 2, side="right") - 1).clip(0)
    return np.asarray(looks[before] | looks[after])


def _judge_small(measured: _Red, settings: VisibilitySettings) -> Bools:
    """(places, sides) True where a look has no red, off the lids, and its mirror place has."""
    red, usable, usual = measured
    plain = usable & (red < settings.small_red_share * usual) & ~_list_lids()[:, None]
    plain &= red[:, ::-1] > settings.pale_red_share * usual
    return _keep_edged(plain, measured, settings)


def _keep_edged(plain: Bools, measured: _Red, settings: VisibilitySettings) -> Bools:
    """Of what has little red (places, sides) the groups that end at an edge.

    A lamp of another colour takes the red of one side as well, but little by little.
    """
    red, usable, usual = measured
    kept, beside = np.zeros_like(plain), usable & ~plain
    for group in split_groups(plain):
        # Without anything beside it there is no edge to be seen, and the doubt counts.
        if not measure_edge(red, group, beside) < settings.min_red_edge * usual:
            kept |= group
    return kept


def _measure_red(colour: Floats) -> _Red | None:
    """How red one look (places, sides, 3) is; ``None`` for grey pictures and coloured light."""
    usable = (colour.max(axis=-1) > _DARKEST_COLOUR) & (colour.max(axis=-1) < _BRIGHTEST_COLOUR)
    red = np.log(np.maximum(colour[..., 0], 1.0)) - np.log(np.maximum(colour[..., 1], 1.0))
    skin = red[usable & (red > _MIN_RED)]
    if skin.size < _MIN_SKIN * red.size:
        return None
    return _Red(red, usable, float(np.median(skin)))


def _judge_colour(colour: Floats, measured: _Red, settings: VisibilitySettings) -> Bools:
    """(places, sides) True where one look (places, sides, 3) sees no skin."""
    red, usable, usual = measured
    shine = np.where(usable, colour.mean(axis=-1), np.nan)
    dark = colour.mean(axis=-1) < settings.dark_share * float(np.nanmedian(shine))
    clear = _keep_edged(usable & (red < settings.no_red_share * usual), measured, settings)
    clear |= dark & _list_lids()[:, None]
    covered = keep_wide(clear, settings.min_covered_places)
    # Small things shine or are dark. What shines may be skin; below the eyes, nothing on a face is
    # half as dark as the rest of it and without colour.
    black = ~usable | (red < settings.no_red_share * usual)
    dim = colour.mean(axis=-1) < settings.dark_spot_share * float(np.nanmedian(shine))
    covered |= keep_wide(black & dim & _list_below_eyes()[:, None], _MIN_SPOT, _FEW)
    # What is merely pale may be shine; a thing that is worn has one colour, and is larger.
    pale = keep_wide(
        usable & (red < settings.pale_red_share * usual), 2 * settings.min_covered_places
    )
    if pale.any():
        low, high = np.quantile(red[pale], (0.25, 0.75))
        if high - low <= settings.one_colour_share * usual:
            covered |= _keep_edged(pale, measured, settings)
    return covered
