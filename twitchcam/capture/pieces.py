"""Read a part of a recording: exactly the pictures that a reading from the beginning gives.

In      a recording whose packets all state when their picture is shown
Out     the times of all pictures without decoding one, where reading can begin, and any part
Method  Every packet's time is read from the container (a hundredth of the time that decoding
        takes). A part begins at a key frame; every picture of it is held against the list, and
        whatever is not as it should be (a picture too many, too few, damaged, resized) raises
        ``InexactPieceError``, on which the caller reads the whole file from its beginning.
Departures from the sources    none
Known limits   MP4, MOV, Matroska and WebM only. Other containers state too little, or cannot be
        entered in their middle; and so is whatever had to be mended, bunched or retimed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twitchcam.capture.containers import DECODER_ERRORS, list_tracks, open_container, quiet_ffmpeg
from twitchcam.capture.decoding import Decoder
from twitchcam.capture.files import VideoFile
from twitchcam.capture.timestamps import can_be_kept
from twitchcam.records import Floats, Frame

_ENTERED_ANYWHERE = ("mov", "matroska")


class InexactPieceError(Exception):
    """A part does not hold what a reading from the beginning would give."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PictureList:
    """All pictures of a recording in the order in which they are shown.

    Attributes
    ----------
    ticks : (n,) stated times, on the clock of the container.
    time_s : (n,) true times, from 0.
    keys : numbers of the pictures at which reading can begin, rising.
    """

    ticks: NDArray[np.int64]
    time_s: Floats
    keys: NDArray[np.intp]


class VideoInPieces(VideoFile):
    """A recording that can be read in parts. Use it in a ``with`` block, for one purpose."""

    def list_pictures(self) -> PictureList | None:
        """All pictures, without decoding them; ``None`` where parts would not be sure.

        ``describe()`` may follow, and says what it says after a whole reading.
        """
        if self._bunches is not None or self._retimed:
            return None
        if not self._container.format.name.startswith(_ENTERED_ANYWHERE):
            return None
        with quiet_ffmpeg(), open_container(self.path) as container:
            stream = list_tracks(container, self.name)[self._video_track]
            decoder = Decoder(container, stream, self.path.stat().st_size)
            packets = decoder.list_packets()
        if packets is None:
            return None
        ticks = np.array([ticks for ticks, _ in packets], dtype=np.int64)
        order = np.argsort(ticks, kind="stable")
        ticks = ticks[order]
        stated_s = [decoder.seconds(int(tick)) for tick in ticks]
        if not can_be_kept(stated_s) or stated_s[0] != self._times.first_s:
            return None
        time_s = [(each - stated_s[0]) / self._pace.slowed for each in stated_s]
        keys = np.flatnonzero(np.array([key for _, key in packets])[order])
        self._started = self._exhausted = True
        self._decoder, self._n_frames, self._last_s = decoder, len(ticks), time_s[-1]
        return PictureList(ticks=ticks, time_s=np.array(time_s), keys=keys)

    def read_piece(self, pictures: PictureList, first: int, stop: int) -> Iterator[Frame]:
        """Yield the pictures from ``first``, the first of all or a key, until before ``stop``.

        Raises
        ------
        InexactPieceError
            They are not what ``pictures`` says.
        """
        self._started = True
        try:
            self._decoder.go_to(int(pictures.ticks[first]))
        except DECODER_ERRORS as error:
            raise InexactPieceError from error
        index = first
        for frame, _ in self._decoder.frames():
            # Pictures that refer to some before the key are decoded without these.
            if index == first and frame.pts is not None and frame.pts < pictures.ticks[first]:
                continue
            if frame.pts != pictures.ticks[index]:
                break
            image_rgb = self._make_picture(frame)
            if image_rgb is None or self._maker.n_resized or self._maker.n_interlaced:
                break
            yield self._describe_picture(frame, image_rgb, index, float(pictures.time_s[index]))
            index += 1
            if index == stop:
                return
        raise InexactPieceError
