"""The live window: the face as lines, its skin as arrows, traces that scroll, what may be a twitch.

No picture is shown: lines can be looked at without one's own face looking back.
"""

from __future__ import annotations

import time
from collections import deque
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.anatomy import OUTLINES, SIDES
from twitchcam.app.live import MM_PER_EYE_DISTANCE, LiveMoment, place_face
from twitchcam.desk.lettering import INK, PAPER, SIDE_COLOURS, SOFT, WARM, write
from twitchcam.detection.provisional import ProvisionalEvent
from twitchcam.records import Floats
from twitchcam.skin_places import find_nearest_place, get_places, list_areas
from twitchcam.wording import text

WIDTH_PX: Final = 960
_FACE_PX: Final = 520
_ROW_PX: Final = 62
_ROWS: Final = ("lower_lid", "cheek", "mouth_corner")
_HEIGHT_PX: Final = _FACE_PX + _ROW_PX * len(_ROWS) + 56
_SHOWN_S: Final = 8.0
_SAID_S: Final = 2.5
# A millimetre of skin is drawn as so many.
_MAGNIFIED: Final = 8.0
# Traces reach this high at least.
_TRACE_MM: Final = 1.0


class LiveDrawing:
    """Draws moment after moment. Left and right as in a mirror.

    Attributes
    ----------
    delays_s : from when a picture was taken to when its drawing was done, the newest thousand.
    """

    def __init__(self) -> None:
        self._past: deque[tuple[float, Floats | None]] = deque()
        self._events: deque[ProvisionalEvent] = deque(maxlen=64)
        self._places = [find_nearest_place(region) for region in _ROWS]
        self.delays_s: deque[float] = deque(maxlen=1000)

    def draw(self, moment: LiveMoment) -> NDArray[np.uint8]:
        """The whole window, (height, width, 3)."""
        begun_s = time.monotonic()
        look = moment.seen.look
        self._events.extend(moment.seen.events)
        self._follow(moment)
        canvas = np.full((_HEIGHT_PX, WIDTH_PX, 3), PAPER, np.uint8)
        if look.landmarks_px is None:
            write(canvas, text("framing-no_face"), 24, 24, size_px=24, colour=WARM)
        else:
            self._draw_face(canvas, moment)
        self._draw_traces(canvas, look.time_s)
        self._say(canvas, moment)
        self.delays_s.append(moment.delay_s + time.monotonic() - begun_s)
        return canvas

    def _follow(self, moment: LiveMoment) -> None:
        now_s = moment.seen.look.time_s
        self._past.append((now_s, moment.seen.moved_mm))
        while self._past[0][0] < now_s - _SHOWN_S:
            self._past.popleft()

    def _draw_face(self, canvas: NDArray[np.uint8], moment: LiveMoment) -> None:
        points = moment.seen.look.landmarks_px
        assert points is not None
        shown, eye_distance = place_face(points)
        shown = shown * (_FACE_PX - 40) + np.array([WIDTH_PX / 2, _FACE_PX / 2])
        for line in OUTLINES.values():
            drawn = shown[list(line)].round().astype(np.int32)
            cv2.polylines(canvas, [drawn], False, SOFT, 1, cv2.LINE_AA)
        values = moment.seen.moved_mm
        if values is None:
            return
        places = get_places().locate(shown).reshape(len(SIDES), -1, 2)
        mm_px = eye_distance * (_FACE_PX - 40) / MM_PER_EYE_DISTANCE * _MAGNIFIED
        for column, side in enumerate(SIDES):
            # In the mirror the person's left is at the left: outward is away from the nose.
            outward = -1.0 if side == "left" else 1.0
            for at, move in zip(places[column], values[:, column], strict=True):
                stop = at + np.array([outward * move[0], -move[1]]) * mm_px
                start_px, stop_px = at.round().astype(int), stop.round().astype(int)
                cv2.line(
                    canvas, start_px.tolist(), stop_px.tolist(), SIDE_COLOURS[side], 2, cv2.LINE_AA
                )
        for event in self._events:
            if moment.seen.look.time_s - event.told_s < _SAID_S:
                self._ring(canvas, places, event)

    def _ring(self, canvas: NDArray[np.uint8], places: Floats, event: ProvisionalEvent) -> None:
        inside = [k for k, area in enumerate(list_areas()) if area == event.area]
        middle = places[SIDES.index(event.side), inside].mean(axis=0).round().astype(int)
        cv2.circle(canvas, middle.tolist(), 34, WARM, 2, cv2.LINE_AA)

    def _draw_traces(self, canvas: NDArray[np.uint8], now_s: float) -> None:
        half = WIDTH_PX // 2
        for row, (region, place) in enumerate(zip(_ROWS, self._places, strict=True)):
            top = _FACE_PX + row * _ROW_PX
            for column, side in enumerate(SIDES):
                left = 0 if side == "left" else half
                colour = SIDE_COLOURS[side]
                name = text(f"live-{side}", region=text(f"live-region-{region.replace('_', '-')}"))
                write(canvas, name, left + 12, top + 4, size_px=13, colour=colour)
                self._draw_trace(canvas, now_s, place, column, (left, top, half), colour)

    def _draw_trace(
        self,
        canvas: NDArray[np.uint8],
        now_s: float,
        place: int,
        column: int,
        box: tuple[int, int, int],
        colour: tuple[int, int, int],
    ) -> None:
        left, top, width = box
        seen = [(t, v[place, column, 1]) for t, v in self._past if v is not None]
        if len(seen) < 2:
            return
        at_s, moved = np.array(seen).T
        reach = max(_TRACE_MM, float(np.abs(moved).max()))
        x = left + (1 - (now_s - at_s) / _SHOWN_S) * width
        y = top + _ROW_PX / 2 - moved / reach * _ROW_PX * 0.42
        drawn = np.stack([x, y], axis=1).round().astype(np.int32)
        cv2.polylines(canvas, [drawn], False, colour, 1, cv2.LINE_AA)
        for event in self._events:
            if event.side == SIDES[column] and now_s - event.apex_s < _SHOWN_S:
                mark = round(left + (1 - (now_s - event.apex_s) / _SHOWN_S) * width)
                cv2.line(canvas, (mark, top + 6), (mark, top + _ROW_PX - 6), WARM, 1)

    def _say(self, canvas: NDArray[np.uint8], moment: LiveMoment) -> None:
        y = 20
        for event in self._events:
            if moment.seen.look.time_s - event.told_s < _SAID_S:
                said = text(
                    "live-event",
                    place=text(
                        f"live-{event.side}",
                        region=text(f"live-area-{event.area.replace('_', '-')}"),
                    ),
                    size=f"{event.size_mm:.1f}",
                )
                y = write(canvas, said, 24, y, size_px=20, colour=WARM)
        line = text("live-state", delay=f"{1000 * moment.delay_s:.0f}", skipped=moment.n_skipped)
        write(canvas, text("live-provisional"), 12, _HEIGHT_PX - 50, size_px=14, colour=INK)
        write(canvas, line, 12, _HEIGHT_PX - 26, size_px=14, colour=SOFT)
