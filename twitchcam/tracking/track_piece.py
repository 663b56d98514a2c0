"""The one loop over frames: pictures in, a piece of a track out, and no picture kept.

A piece knows nothing of what came before its first picture. Its run-up, the pictures before those
that count, is there for all that needs a moment to settle, and for joining it to the piece before.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

import numpy as np

from twitchcam.records import Bools, Floats, Frame
from twitchcam.settings import TrackingSettings
from twitchcam.tracking.choose_face import FaceFollower
from twitchcam.tracking.eye_watch import UNSEEN, EyeWatch
from twitchcam.tracking.follow_skin import (
    NOT_FOLLOWED,
    SkinFollower,
    SkinLooks,
    SkinSums,
    Yardstick,
    without_looks,
)
from twitchcam.tracking.hand_watch import HandWatch
from twitchcam.tracking.locate import Located, locate_face, look_at_face, watch_scenes
from twitchcam.tracking.row_store import RowStore
from twitchcam.tracking.run_ahead import run_ahead
from twitchcam.tracking.scene_people import PeopleWatch

Item = TypeVar("Item")

# So many pictures at each end of a piece are signed, to be compared with its neighbour's.
_SIGNED_PICTURES: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PieceBounds:
    """Numbers of pictures: from ``first``, counting from ``start``, until before ``stop``."""

    first: int
    start: int
    stop: int | None = None  # the end of the recording

    @property
    def n_pictures(self) -> int:
        """All pictures, those of the run-up included; 0 where the end is not known."""
        return 0 if self.stop is None else self.stop - self.first


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TrackPiece:
    """A piece of a track, with a row for every picture, those of the run-up first.

    Shapes as in ``FaceTrack``; looks, portraits, hands and checks are of pictures that count.
    """

    bounds: PieceBounds
    time_s: Floats
    face_found: Bools
    repeated: Bools
    cut: Bools
    eye_contrast: Floats
    begins: Bools  # the sums of the skin start anew
    displacement: Floats
    residual: Floats
    rotation_deg: Floats
    luma: Floats
    edge_width_percent: Floats
    landmarks: Path
    field: Path
    light: Path
    looks: SkinLooks
    people: PeopleWatch
    hands: list[tuple[int, bool]]
    n_checks: int
    n_checks_with_others: int
    signatures: dict[int, int]

    @property
    def n_run_up(self) -> int:
        """Pictures that do not count."""
        return self.bounds.start - self.bounds.first


class _Watch:
    """Looks for other people, hands and eyes."""

    def __init__(self, settings: TrackingSettings, hands: HandWatch | None) -> None:
        self._eyes, self._hands = EyeWatch(settings), hands
        self.people = PeopleWatch(settings)

    def look(self, index: int, located: Located) -> Floats:
        """Look at one picture; returns how clearly each eye can be seen, (2,)."""
        frame, points = located.frame, located.landmarks_px
        time_s, image_rgb = frame.time_s, frame.image_rgb
        self.people.look(time_s, image_rgb, points, cut=located.cut)
        if points is None:
            return UNSEEN
        if self._hands is not None:
            self._hands.look(index, time_s, image_rgb, points)
        return self._eyes.look(time_s, image_rgb, points, located.luma)


def follow_piece(
    frames: Iterable[Frame],
    bounds: PieceBounds,
    follower: FaceFollower,
    hands: HandWatch | None,
    settings: TrackingSettings,
    *,
    on_frame: Callable[[], None] = lambda: None,
    folder: Path | None = None,
    in_threads: bool = True,
    yardstick: Yardstick | None = None,
) -> TrackPiece:
    """Follow one face through the pictures of a piece.

    Parameters
    ----------
    frames : iterable of Frame
        The pictures of ``bounds``, in order.
    follower : FaceFollower
        A new one: it finds the face.
    hands : HandWatch, optional
        Looks for hands over the face.
    on_frame : callable
        Called after each picture.
    folder : Path, optional
        Where what is large goes; without it, where the system keeps such files.
    in_threads : bool
        Decode and find landmarks ahead, in threads of their own; the result is the same.
    yardstick : Yardstick, optional
        What the skin is measured with until the face is lost; without it, the first look decides.
    """
    watch = _Watch(settings, hands)
    skin, sums = SkinFollower(settings, yardstick), SkinSums(settings, folder)
    store = RowStore(folder=folder)
    time_s, face_found, repeated, cut, eye_contrast = [], [], [], [], []
    signatures: dict[int, int] = {}
    n_before = [0, 0]

    def count_from_start(scenes: Iterable[tuple[Frame, bool]]) -> Iterator[tuple[Frame, bool]]:
        for scene in scenes:
            if scene[0].index == bounds.start:
                n_before[:] = follower.n_checks, follower.n_checks_with_others
            yield scene

    let_run = run_ahead if in_threads else _run_here
    scenes = let_run(watch_scenes(frames, settings))
    ahead = let_run(locate_face(count_from_start(scenes), follower))
    try:
        for index, located in enumerate(look_at_face(ahead, settings), bounds.first):
            frame, points = located.frame, located.landmarks_px
            if located.cut or points is None:
                skin.lose(scene_changed=located.cut)
            followed = NOT_FOLLOWED if points is None else skin.follow(located)
            counts = index >= bounds.start
            sums.add(followed if counts else without_looks(followed))
            eye_contrast.append(watch.look(index, located) if counts else UNSEEN)
            if _is_signed(index, bounds):
                signatures[index] = zlib.crc32(frame.image_rgb.tobytes())
            store.append(points)
            time_s.append(frame.time_s)
            face_found.append(points is not None)
            repeated.append(located.repeated)
            cut.append(located.cut)
            on_frame()
    except BaseException:
        store.discard()
        sums.discard()
        raise
    finally:
        looks_of_hands = [] if hands is None else hands.take_looks()
        ahead.close()  # type: ignore[attr-defined]
    field, light = sums.hand_over()
    return TrackPiece(
        bounds=bounds,
        time_s=np.array(time_s),
        face_found=np.array(face_found, dtype=bool),
        repeated=np.array(repeated, dtype=bool),
        cut=np.array(cut, dtype=bool),
        eye_contrast=np.array(eye_contrast).reshape(-1, len(UNSEEN)),
        begins=sums.begins,
        displacement=sums.displacement,
        residual=sums.residual,
        rotation_deg=sums.rotation_deg,
        luma=sums.luma,
        edge_width_percent=sums.edge_width_percent,
        landmarks=store.hand_over(),
        field=field,
        light=light,
        looks=sums.looks,
        people=watch.people,
        hands=looks_of_hands,
        n_checks=follower.n_checks - n_before[0],
        n_checks_with_others=follower.n_checks_with_others - n_before[1],
        signatures=signatures,
    )


def _run_here(items: Iterable[Item]) -> Iterator[Item]:
    yield from items


def _is_signed(index: int, bounds: PieceBounds) -> bool:
    """Whether a neighbour has this picture, too: the last ones of the run-up, and of all."""
    at_start = bounds.first < bounds.start and 0 < bounds.start - index <= _SIGNED_PICTURES
    return at_start or (bounds.stop is not None and bounds.stop - index <= _SIGNED_PICTURES)
