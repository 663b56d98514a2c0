"""Made tracks on which a detector of one-sided twitches can fail in every way that we know.

Made from seeds, without pictures. Every track holds jerks of one side anywhere on open skin, and
between them one kind of trouble. Under all of them lies noise as codecs make it: every place
wanders, neighbours alike, and now and then a picture errs many times as far as usual.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from twitchcam.anatomy import OUTLINES
from twitchcam.records import FaceTrack, Floats, Side
from twitchcam.skin_places import get_side_mm, measure_apart_mm, read_neutral_face
from twitchcam.synthetic.face_geometry import MM_PER_PX, eye_distance_px, read_landmarks
from twitchcam.synthetic.jerks import Jerk, TrueJerk, list_jerks, plan_jerks
from twitchcam.synthetic.movements import Anything, Blink, Smile
from twitchcam.synthetic.open_skin import draw_places
from twitchcam.synthetic.tracks import FIELD_SEES, TrackPlan, make_track, mm_per_percent

SIZES_MM: Final = (0.5, 0.75, 1.0, 1.5, 2.0)
LENGTH_S: Final = 30.0
SEED: Final = 5

# A jerk begins within this of the start of every period; trouble comes later in it.
_PERIOD_S: Final = 1.8
_JERK_WITHIN_S: Final = 0.6
_TROUBLE_AFTER_S: Final = 1.0
# Usual step of a place from picture to picture; with it, limits are about those of a clear clip.
_WALK_PERCENT: Final = 0.02
_ALIKE_MM: Final = 5.0
# The fewer, the rarer and larger the large errors are.
_DEGREES_OF_FREEDOM: Final = 3.0
_LIDS_DRAG_MM: Final = 12.0
_NEVER_S: Final = 1000.0
# Grey levels: about that of x264 at crf 18.
_QUANTISER_STEP: Final = 5.0

Random = np.random.Generator
Moments = Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HardTrack:
    """A made track, the jerks of one side in it, and when both sides jerked (apexes)."""

    name: str
    track: FaceTrack
    jerks: tuple[TrueJerk, ...]
    both_s: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trouble:
    """What disturbs a track: movements, something done to the field, noise, a face that is lost."""

    move: Callable[[Moments, Random], tuple[Anything, ...]] | None = None
    disturb: Callable[[Floats, Floats, Moments, Random], None] | None = None
    walk: float = 1.0
    lost_s: float = 0.0


def list_troubles() -> tuple[str, ...]:
    """Names of all kinds of trouble."""
    return tuple(_TROUBLES)


def hard_tracks(*, seed: int = SEED, length_s: float = LENGTH_S) -> Iterator[HardTrack]:
    """One track for every kind of trouble."""
    for name in _TROUBLES:
        yield make_hard_track(name, seed=seed, length_s=length_s)


def make_hard_track(name: str, *, seed: int = SEED, length_s: float = LENGTH_S) -> HardTrack:
    """The track with trouble of this name, one of ``list_troubles``."""
    trouble, number = _TROUBLES[name], list(_TROUBLES).index(name)
    random = np.random.default_rng([seed, number])
    starts_s = np.arange(1.0, length_s - _PERIOD_S, _PERIOD_S)
    jerks = plan_jerks(
        [(start_s, start_s + _JERK_WITHIN_S) for start_s in starts_s.tolist()],
        sizes_mm=SIZES_MM,
        seed=int(random.integers(1_000_000)),
    )
    moments_s = (starts_s + _TROUBLE_AFTER_S + random.uniform(0.0, 0.1, len(starts_s))).tolist()
    movements = trouble.move(moments_s, random) if trouble.move else ()
    plan = TrackPlan(
        movements=(*jerks, *movements),
        duration_s=length_s,
        lost_s=tuple((t, t + trouble.lost_s) for t in moments_s) if trouble.lost_s else (),
        seed=int(random.integers(1_000_000)),
    )
    track = make_track(plan)
    field = np.array(track.field_displacement, dtype=np.float64)
    field += trouble.walk * _wander(len(field), random)
    if trouble.disturb:
        trouble.disturb(field, track.time_s, moments_s, random)
    both = [m for m in movements if isinstance(m, Jerk) and m.side == "both"]
    return HardTrack(
        name=name,
        track=replace(track, field_displacement=field, quantiser_step=_QUANTISER_STEP),
        jerks=list_jerks(jerks, read_landmarks(), MM_PER_PX * eye_distance_px()),
        both_s=tuple(jerk.onset_s + jerk.duration_s / 2 for jerk in both),
    )


def _wander(n_frames: int, random: Random) -> Floats:
    """(n, places, 2, 2) % of eye distance: a walk whose steps are multivariate Student-t."""
    alike = np.exp(-0.5 * (measure_apart_mm() / _ALIKE_MM) ** 2)
    alike /= np.sqrt((alike**2).sum(axis=1, keepdims=True))
    steps = np.einsum("pq,nqsa->npsa", alike, random.standard_normal((n_frames, len(alike), 2, 2)))
    tails = np.sqrt(_DEGREES_OF_FREEDOM / random.chisquare(_DEGREES_OF_FREEDOM, n_frames))
    walk: Floats = np.cumsum(_WALK_PERCENT * tails[:, None, None, None] * steps, axis=0)
    return walk


def _pulse(time_s: Floats, onset_s: float, duration_s: float) -> Floats:
    share = (time_s - onset_s) / duration_s
    return np.where((share > 0) & (share < 1), 0.5 - 0.5 * np.cos(2 * np.pi * share), 0.0)


def _draw_way(random: Random, min_mm: float, max_mm: float) -> Floats:
    """(2,) outward and up, % of eye distance as the field shows it."""
    angle, size_mm = random.uniform(0, 2 * np.pi), random.uniform(min_mm, max_mm)
    way: Floats = FIELD_SEES * size_mm / mm_per_percent() * np.array([np.cos(angle), np.sin(angle)])
    return way


def _move_one_place(field: Floats, time_s: Floats, moments_s: Moments, random: Random) -> None:
    """A wild point: one place jumps, no other does."""
    for onset_s in moments_s:
        place, side = random.integers(field.shape[1]), random.integers(2)
        course = _pulse(time_s, onset_s, random.uniform(0.1, 0.25))
        field[:, place, side] += course[:, None] * _draw_way(random, 0.7, 2.0)


def _jolt(field: Floats, time_s: Floats, moments_s: Moments, random: Random) -> None:
    """The whole face shakes: what a head frame leaves of it differs slowly from place to place."""
    at = get_side_mm()
    at = np.stack([at, at * [-1.0, 1.0]], axis=1)
    for onset_s in moments_s:
        wave = np.cos(at @ random.normal(0.0, 2 * np.pi / 120.0, 2) + random.uniform(0, 2 * np.pi))
        course = _pulse(time_s, onset_s, random.uniform(0.1, 0.25))
        moved = wave[..., None] * _draw_way(random, 0.5, 1.5)
        field += course[:, None, None, None] * moved


def _spoil_picture(field: Floats, time_s: Floats, moments_s: Moments, random: Random) -> None:
    """One badly coded picture: a patch of skin is elsewhere in it, and back in the next."""
    for moment_s in moments_s:
        apart_mm = measure_apart_mm()[random.integers(field.shape[1])]
        bump = np.exp(-0.5 * (apart_mm / random.uniform(5.0, 9.0)) ** 2)
        frame = int(np.searchsorted(time_s, moment_s))
        field[frame, :, random.integers(2)] += bump[:, None] * _draw_way(random, 0.7, 2.0)


def _plan_jerks(
    moments_s: Moments, random: Random, *, side: Side | None = None, hold_s: tuple[float, float]
) -> tuple[Jerk, ...]:
    """Movements of skin like jerks that are none of one side, or stay for ``hold_s``."""
    places = draw_places(len(moments_s), random)
    return tuple(
        Jerk(
            place=place,
            side=side or ("left" if random.integers(2) else "right"),
            onset_s=onset_s,
            size_mm=random.uniform(0.7, 2.0),
            duration_s=random.uniform(0.15, 0.25),
            reach_mm=random.uniform(5.0, 9.0),
            direction=(random.normal(), random.normal()),
            hold_s=random.uniform(*hold_s),
        )
        for place, onset_s in zip(places, moments_s, strict=True)
    )


def _plan_blinks(moments_s: Moments, _: Random) -> tuple[Blink, ...]:
    return tuple(Blink(onset_s=onset_s) for onset_s in moments_s)


def _drag_by_lids(field: Floats, time_s: Floats, moments_s: Moments, random: Random) -> None:
    """Skin by the eyes moves around every blink, one side more than the other."""
    eye = read_neutral_face()[list(OUTLINES["left_eye"])].mean(axis=0)
    apart_mm = np.hypot(*(get_side_mm() - eye).T)
    bump = np.exp(-0.5 * (apart_mm / _LIDS_DRAG_MM) ** 2)
    for onset_s in moments_s:
        start_s = onset_s + random.uniform(-0.15, 0.25)
        course = _pulse(time_s, start_s, random.uniform(0.15, 0.3))
        shares = random.permutation([1.0, random.uniform(0.2, 0.8)])
        moved = bump[:, None, None] * shares[:, None] * _draw_way(random, 0.7, 2.0)
        field += course[:, None, None, None] * moved


def _plan_smiles(moments_s: Moments, random: Random) -> tuple[Smile, ...]:
    return tuple(
        Smile(
            onset_s=onset_s,
            left=random.uniform(0.4, 1.0),
            right=random.uniform(0.4, 1.0),
            rise_s=0.3,
            hold_s=0.6,
            fall_s=0.4,
        )
        for onset_s in moments_s[::3]
    )


_TROUBLES: Final[dict[str, _Trouble]] = {
    "noise": _Trouble(walk=2.0),
    "blinks": _Trouble(move=_plan_blinks, disturb=_drag_by_lids),
    "smiles": _Trouble(move=_plan_smiles),
    "single wild places": _Trouble(disturb=_move_one_place),
    "jolts of the whole face": _Trouble(disturb=_jolt),
    "bad pictures": _Trouble(disturb=_spoil_picture),
    "both sides jerk": _Trouble(
        move=lambda t, r: _plan_jerks(t, r, side="both", hold_s=(0.0, 0.0))
    ),
    "steps that stay": _Trouble(
        move=lambda t, r: _plan_jerks(t, r, hold_s=(_NEVER_S, _NEVER_S + 1.0))
    ),
    "pulls that are held": _Trouble(move=lambda t, r: _plan_jerks(t, r, hold_s=(0.3, 0.6))),
    "a face that is lost": _Trouble(lost_s=0.25),
}
