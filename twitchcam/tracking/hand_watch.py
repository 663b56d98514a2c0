"""Notices a hand that lies over part of the face, a few times a second.

A covered cheek looks like a cheek: the mesh goes on as if nothing were there, and a resting hand
has the face's own colour and light. On a real recording neither brightness nor colour nor texture
of the skin told the hand from a moving head; a model that knows hands does. So hands are looked
for around the face with MediaPipe Hands (its smaller model, which comes inside the package).

A hand hangs on an arm: one whose wrist does not lie clearly outside the outline of the face is a
face that the model took for a hand. Between two looks the face counts as covered if either saw
a hand.

A look costs as much as two faces, and no hand comes without changing the picture: while no hand
was seen of late and the surroundings of the face stay as they were, most looks are left out.

Known limits   Things that are no hands (a cup, a cloth) and hands that come and go between two
        looks are not noticed here; the flow's own poor match must then speak.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import OUTLINES
from twitchcam.records import Bools, Floats
from twitchcam.settings import TrackingSettings
from twitchcam.tracking.load_mediapipe import load_mediapipe, make_solution
from twitchcam.tracking.release import has_own_models

_WRIST: Final = 0
_MAX_HANDS: Final = 2
_SMALLER_MODEL: Final = 0
# The part of the picture that is searched, in heights of the face around its middle, and the
# size in which the model sees it.
_REACH: Final = 1.6
_SEARCHED_PX: Final = 256
# The longer side of the small picture in which a change is noticed, in blocks; how many blocks
# must have changed (a hand is wider than two of them); and how far things may sway, in blocks.
_CHANGE_BLOCKS: Final = 24
_MIN_CHANGED_BLOCKS: Final = 4
_SWAY: Final = np.ones((3, 3), np.uint8)


class ChangeWatch:
    """Tells whether anything around the face has changed since the last look for hands."""

    def __init__(self, settings: TrackingSettings) -> None:
        self._settings = settings
        self._part: tuple[slice, slice] | None = None
        self._before: NDArray[np.float32] | None = None
        # Awake: when something last changed, a hand was seen, or the first look was taken.
        self._looked_s = self._awake_s = -np.inf

    def is_due(self, time_s: float, image_rgb: NDArray[np.uint8]) -> bool:
        """Whether a look is needed: something happened of late, or the last look is long ago."""
        if self._part is None or self._before is None:
            return True
        settings = self._settings
        if _measure_change(self._before, _shrink(image_rgb[self._part])) > settings.hand_change:
            self._awake_s = time_s
        return (
            time_s - self._awake_s < settings.look_every_s
            or time_s - self._looked_s >= 2 * settings.look_every_s - 1e-3
        )

    def note_look(
        self,
        time_s: float,
        image_rgb: NDArray[np.uint8],
        part: tuple[slice, slice],
        *,
        hand_seen: bool,
    ) -> None:
        """Remember what the picture looked like at this look, in the searched ``part``.

        A hand can be missed once though it rests, and one can rest there from the start: both
        count like a change.
        """
        if hand_seen or self._part is None:
            self._awake_s = time_s
        self._looked_s, self._part, self._before = time_s, part, _shrink(image_rgb[part])


def _shrink(part_rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The green channel in blocks; every third pixel of it is plenty for a mean."""
    green = np.ascontiguousarray(part_rgb[::3, ::3, 1])
    shrink = _CHANGE_BLOCKS / max(green.shape)
    size = tuple(max(round(side * shrink), 1) for side in green.shape[::-1])
    return np.asarray(cv2.resize(green, size, interpolation=cv2.INTER_AREA), dtype=np.float32)


def _measure_change(before: NDArray[np.float32], now: NDArray[np.float32]) -> float:
    """Change of the blocks that changed most, as a share of the picture's contrast.

    Left out are a common change of light and whatever swayed by less than one block.
    """
    if before.shape != now.shape:
        return float("inf")
    before = before + (np.median(now) - np.median(before))
    brighter, darker = now - cv2.dilate(before, _SWAY), cv2.erode(before, _SWAY) - now
    change = np.sort(np.maximum(brighter, darker), axis=None)[-_MIN_CHANGED_BLOCKS:][0]
    return float(change / max(now.std(), 1.0))


def open_hand_watch(settings: TrackingSettings) -> AbstractContextManager[HandWatch | None]:
    """A ``HandWatch``; ``None`` where the installed MediaPipe has no model of hands."""
    return HandWatch(settings) if has_own_models() else nullcontext()


class HandWatch:
    """Looks for hands over the face of one recording. Use in a ``with`` block."""

    def __init__(self, settings: TrackingSettings) -> None:
        # Imported here: it takes a second and nobody needs it for --help.
        self._settings = settings
        self._hands = make_solution(
            load_mediapipe().solutions.hands.Hands,
            max_num_hands=_MAX_HANDS,
            model_complexity=_SMALLER_MODEL,
            min_detection_confidence=settings.min_model_score,
        )
        self._looks: list[tuple[int, bool]] = []
        self._last_s = -np.inf
        self._change = ChangeWatch(settings)

    def __enter__(self) -> HandWatch:
        return self

    def __exit__(self, *error: object) -> None:
        self._hands.close()

    def look(
        self, index: int, time_s: float, image_rgb: NDArray[np.uint8], landmarks_px: Floats
    ) -> None:
        """Look at picture ``index`` if the last look was long enough ago and one is due."""
        if time_s - self._last_s < self._settings.look_for_hands_every_s - 1e-3:
            return
        self._last_s = time_s
        seen_before = bool(self._looks) and self._looks[-1][1]
        if not seen_before and not self._change.is_due(time_s, image_rgb):
            self._looks.append((index, False))
            return
        part = _find_searched(image_rgb, landmarks_px)
        hands_px = self._find_hands(image_rgb, part)
        outline = landmarks_px[list(OUTLINES["face"]), :2].astype(np.float32)
        covers = any(lies_over(outline, hand_px, self._settings) for hand_px in hands_px)
        self._change.note_look(time_s, image_rgb, part, hand_seen=covers)
        self._looks.append((index, covers))

    def take_looks(self) -> list[tuple[int, bool]]:
        """Pictures that were looked at, and whether a hand lay over the face; then begin anew."""
        looks, self._looks = self._looks, []
        self._last_s = -np.inf
        self._change = ChangeWatch(self._settings)
        self._hands.reset()
        return looks

    def _find_hands(
        self, image_rgb: NDArray[np.uint8], part: tuple[slice, slice]
    ) -> list[NDArray[np.float32]]:
        """Points (21, 2) of the hands in a part of the picture, in pixels of the picture."""
        searched = np.ascontiguousarray(image_rgb[part])
        shrink = _SEARCHED_PX / max(searched.shape[:2])
        if shrink < 1:
            small = cv2.resize(searched, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        else:
            small = searched
        found: Any = self._hands.process(small).multi_hand_landmarks or ()
        corner = np.array([part[1].start, part[0].start])
        size = np.array(searched.shape[1::-1])
        return [
            (np.array([(p.x, p.y) for p in hand.landmark]) * size + corner).astype(np.float32)
            for hand in found
        ]


def _find_searched(image_rgb: NDArray[np.uint8], landmarks_px: Floats) -> tuple[slice, slice]:
    """Rows and columns around the face in which hands are looked for; at least one of each."""
    low, high = landmarks_px[:, :2].min(axis=0), landmarks_px[:, :2].max(axis=0)
    middle, reach = (low + high) / 2, _REACH * float((high - low).max())
    height, width = image_rgb.shape[:2]
    left, top = np.clip(middle - reach, 0, (width - 1, height - 1)).astype(int)
    right, bottom = np.clip(middle + reach, (left + 1, top + 1), (width, height)).astype(int)
    return slice(int(top), int(bottom)), slice(int(left), int(right))


def lies_over(
    outline_px: NDArray[np.float32], hand_px: NDArray[np.float32], settings: TrackingSettings
) -> bool:
    """Whether a hand (21, 2) that comes from outside lies over an outline (n, 2)."""
    depth_px = [
        cv2.pointPolygonTest(outline_px, (float(x), float(y)), measureDist=True) for x, y in hand_px
    ]
    face_px = float(np.hypot(*np.ptp(outline_px, axis=0)))
    outside = -depth_px[_WRIST] >= settings.min_wrist_distance * face_px
    return outside and sum(depth > 0 for depth in depth_px) >= settings.min_hand_points


def fill_between(looks: list[tuple[int, bool]], n_frames: int) -> Bools:
    """Frames from one look to the next: covered if a hand was seen at either end."""
    covered = np.zeros(n_frames, dtype=bool)
    seen_before, start = False, 0
    for index, seen in looks:
        covered[start:index] = seen or seen_before
        covered[index] = seen
        seen_before, start = seen, index + 1
    covered[start:] = seen_before
    return covered
