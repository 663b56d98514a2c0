"""From a container to decoded frames with the times it states, past whatever is damaged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from twitchcam.capture.bare_streams import BareRate, read_bare_rate
from twitchcam.capture.containers import (
    DECODER_ERRORS,
    hear_ffmpeg,
    open_container,
    quiet_ffmpeg,
)
from twitchcam.capture.lost_references import ReferenceWatch
from twitchcam.capture.quantiser import EXPORT_OPTION

# Every thread holds a frame back, which costs memory and, in a damaged tail, that frame. Small
# pictures cost less with one thread, and finding their face takes longer than decoding them.
_MAX_THREADS: Final = 4
_MAX_PIXELS_ALONE: Final = 1280 * 720
# A picture of more pixels is a broken header; decoding it would eat the memory.
_MAX_PIXELS: Final = 8192 * 8192
# Read errors in a row without a packet between them after which a file counts as ended.
_MAX_READ_ERRORS: Final = 20
# What may follow the last frame of a live webm (the end of its block), in bytes.
_MAX_TRAILING_BYTES: Final = 64
# What may lie between two frames of a file with nothing else in it (headers), in bytes.
_MAX_BETWEEN_BYTES: Final = 512
# How many pictures tell how a recording is timed, and what may be read for them.
_FIRST_PICTURES: Final = 600
_FIRST_BYTES: Final = 1 << 26
# Formats whose header states how long the pictures last (others are guessed from the bit rate).
_STATE_DURATION: Final = ("mov", "matroska", "avi", "flv", "asf", "nut")
# Of these, the formats in which it is that of the pictures, wherever they begin. In the others
# writers differ: FFmpeg's Matroska states the end of the track, mkvmerge's the length.
_STATE_LENGTH: Final = ("mov", "avi")
# Formats whose clock begins with the file. The clock of the others is that of a broadcast or a
# camera, and players count from the first thing in the file.
_START_AT_ZERO: Final = ("mov", "matroska", "avi")
# With neither sound nor pictures for longer, a file is a piece of something that ran before.
_LONGEST_EMPTY_START_S: Final = 60.0


class Decoder:
    """Decodes one stream of a container, once, packet by packet.

    Attributes
    ----------
    n_bytes : compressed size of all pictures that arrived whole.
    n_lost : packets that could not be read or decoded, at least.
    n_damaged : frames that were decoded with errors, and left out.
    n_smeared : frames that were made of others which were lost, and left out.
    first_lost_s : stated time of the first loss, on the container's clock.
    start_s, end_s : where the pictures that were read begin and end, on the container's clock.
    announced_s : how long the file's header says the pictures last, if it says so; in some formats
        it means from the beginning of the file, which is not later.
    zero_s : where the time line of the file begins, on the container's clock.
    spacing_s : usual spacing of the frames by the header, if it says so.
    bare_rate : the rate that is taken for a stream without any times; ``None`` for others.
    read_error : the file could not be read to its end.
    """

    def __init__(
        self,
        container: InputContainer,
        stream: VideoStream,
        file_bytes: int,
        n_threads: int | None = None,
    ) -> None:
        """Prepare to decode ``stream``; ``file_bytes`` is the size of the whole file.

        Without ``n_threads`` as many decode as pictures of this size are worth.
        """
        self._container = container
        self._stream = stream
        self._file_bytes = file_bytes
        self._position_bytes = 0
        self._time_base = stream.time_base or Fraction(1, 1000)
        # An AVI states only the order of its frames; the times FFmpeg makes of it are shuffled
        # where frames refer to later ones, while the order of decoding counts up evenly.
        self._uses_dts: bool | None = True if container.format.name == "avi" else None
        self._last_dts: int | None = None
        self.n_bytes = 0
        self.n_lost = 0
        self.n_damaged = 0
        self.n_smeared = 0
        self._references = ReferenceWatch(stream)
        self._made_of_lost: set[int | None] = set()
        self.first_lost_s: float | None = None
        self.start_s: float | None = None
        self.end_s: float | None = None
        self.read_error = False
        matroska = container.format.name.startswith("matroska")
        self._sole_matroska = matroska and len(container.streams) == 1
        self.announced_s = _announced_duration_s(container, stream)
        self.bare_rate = read_bare_rate(container, stream)
        self.spacing_s = _nominal_spacing_s(stream, self.bare_rate)
        coded = stream.codec_context
        self._announces_length = container.format.name.split(",")[0] in _STATE_LENGTH
        self.zero_s = _find_zero_s(container)
        # A decoder without loss notices damage by a check sum, says so to its log only, and gives
        # a picture all the same. Threads that work on several pictures would say it at any time.
        codec = coded.codec
        self._listens = codec.lossless and not codec.lossy
        stream.thread_type = "SLICE" if self._listens else "AUTO"
        coded.thread_count = n_threads or count_threads(coded.width, coded.height)
        coded.options = {"max_pixels": str(_MAX_PIXELS), **EXPORT_OPTION}

    @property
    def fraction_read(self) -> float:
        """How far the reading has come, 0 to 1."""
        if self.announced_s and self.end_s is not None and self.start_s is not None:
            length_s = self.announced_s - (0.0 if self._announces_length else self.start_s)
            if length_s > 0:
                return min(1.0, max(0.0, (self.end_s - self.start_s) / length_s))
        return min(1.0, self._position_bytes / max(1, self._file_bytes))

    @property
    def read_s(self) -> float | None:
        """How much of ``announced_s`` has been read."""
        if self.end_s is None or self.start_s is None:
            return None
        return self.end_s - self.start_s if self._announces_length else self.end_s

    @property
    def torn_off(self) -> bool:
        """A live recording, whose header states no length, ends in the middle of a frame."""
        left_bytes = self._file_bytes - self._position_bytes
        live = self._sole_matroska and self.announced_s is None
        return live and left_bytes > _MAX_TRAILING_BYTES

    def frames(self) -> Iterator[tuple[av.VideoFrame, float | None]]:
        """Yield the sound frames in order, each with the time the file states, if any."""
        for packet in self._packets():
            for frame in self._decode(packet):
                time_s = self._time_s(frame)
                if frame.is_corrupt:
                    self.n_damaged += 1
                    self._note_loss(time_s)
                    continue
                self._follow_times(time_s, frame.duration)
                if self._is_made_of_lost(frame):
                    self.n_smeared += 1
                    self._note_loss(time_s)
                else:
                    yield frame, time_s

    def _is_made_of_lost(self, frame: av.VideoFrame) -> bool:
        ticks = frame.dts if frame.pts is None else frame.pts
        if ticks not in self._made_of_lost:
            return False
        self._made_of_lost.remove(ticks)
        return True

    def list_packets(self) -> list[tuple[int, bool]] | None:
        """Stated time in ticks of every picture, and whether it is a key, without decoding any.

        In the order of decoding. ``None`` where anything is lost, hidden by an edit, or states no
        time. What this reading says of the file (``n_bytes``, ``end_s``, …) is what decoding says.
        """
        pictures = []
        for packet in self._packets():
            if not packet.size:
                continue
            if packet.pts is None or packet.is_discard:
                return None
            self._follow_times(self.seconds(packet.pts), packet.duration)
            pictures.append((packet.pts, bool(packet.is_keyframe)))
        lost = self.n_lost or self._made_of_lost
        if not pictures or lost or self.read_error or self.torn_off:
            return None
        self.start_s = self.seconds(min(ticks for ticks, _ in pictures))
        return pictures

    def go_to(self, ticks: int) -> None:
        """Go on with ``frames()`` from the last key at or before a stated time."""
        with quiet_ffmpeg():
            self._container.seek(ticks, stream=self._stream)
        self._position_bytes = 0
        self._references.start_anew()

    def _packets(self) -> Iterator[Packet]:
        """Yield every packet, then the empty one that empties the decoder."""
        n_errors = 0
        while n_errors < _MAX_READ_ERRORS:
            packets = self._container.demux(self._stream)
            try:
                while True:
                    with quiet_ffmpeg():
                        packet = next(packets, None)
                    if packet is None:
                        return
                    if packet.size:
                        n_errors = 0
                        self._follow_packet(packet)
                    # A packet cut short would be decoded to a picture with a made-up part.
                    if packet.is_corrupt:
                        self._lose(packet)
                    else:
                        self.n_bytes += packet.size
                        if not self._references.is_whole(packet):
                            self._made_of_lost.add(packet.dts if packet.pts is None else packet.pts)
                        yield packet
            except DECODER_ERRORS:
                # The reader is often past the damage when it is asked again.
                n_errors += 1
                self.read_error = True
        yield Packet()

    def _decode(self, packet: Packet) -> list[av.VideoFrame]:
        if not self._listens:
            return self._decode_quietly(packet)
        with hear_ffmpeg() as lines:
            frames = self._decode_quietly(packet)
        if lines and frames:
            self.n_damaged += len(frames)
            self._note_loss(self._seconds(packet.pts))
            return []
        return frames

    def _decode_quietly(self, packet: Packet) -> list[av.VideoFrame]:
        # What is heard must not be silenced.
        with nullcontext() if self._listens else quiet_ffmpeg():
            try:
                if packet.size:
                    return list(self._stream.decode(packet))
                return list(self._stream.decode(None))
            except (*DECODER_ERRORS, MemoryError):
                if packet.size:
                    self._lose(packet)
                return []

    def _follow_packet(self, packet: Packet) -> None:
        if packet.pos is not None:
            if self._sole_matroska and self._position_bytes:
                # The reader of this format steps over damage without a word.
                gap_bytes = packet.pos - self._position_bytes
                if gap_bytes > _MAX_BETWEEN_BYTES:
                    self._lose(packet)
            self._position_bytes = max(self._position_bytes, packet.pos + packet.size)

    def _follow_times(self, time_s: float | None, duration: int | None) -> None:
        if time_s is None:
            return
        shown_s = (duration or 0) * float(self._time_base)
        end_s = time_s + (shown_s or self.spacing_s or 0.0)
        self.start_s = time_s if self.start_s is None else self.start_s
        self.end_s = end_s if self.end_s is None else max(self.end_s, end_s)

    def _lose(self, packet: Packet) -> None:
        self.n_lost += 1
        self._references.lose()
        self._note_loss(self._seconds(packet.pts))

    def _note_loss(self, time_s: float | None) -> None:
        if self.first_lost_s is None:
            self.first_lost_s = time_s

    def _time_s(self, frame: av.VideoFrame) -> float | None:
        """Return the frame's stated time; old formats state only the order of decoding.

        The two clocks differ by a constant, so one file is read on one of them throughout.
        """
        if self._uses_dts is None:
            self._uses_dts = frame.pts is None and frame.dts is not None
        if not self._uses_dts:
            return self._seconds(frame.pts)
        dts = frame.dts
        if dts is None and self._last_dts is not None and self._container.format.name == "avi":
            # The decoder's last frames come without a packet; a tick of an AVI is one frame.
            dts = self._last_dts + 1
        self._last_dts = dts
        return self._seconds(dts)

    def seconds(self, ticks: int) -> float:
        """The time of a tick of the stream's clock."""
        return float(ticks * self._time_base)

    def _seconds(self, ticks: int | None) -> float | None:
        return None if ticks is None else self.seconds(ticks)


def read_first_times(path: Path, stream_index: int) -> list[float]:
    """Return the stated times of the first pictures of a stream, rising, without decoding."""
    times_s: list[float] = []
    n_bytes = 0
    with quiet_ffmpeg():
        try:
            with open_container(path) as container:
                if container.format.name == "avi":
                    return []
                for packet in container.demux(container.streams[stream_index]):
                    n_bytes += packet.size
                    if packet.pts is not None and packet.time_base is not None:
                        times_s.append(float(packet.pts * packet.time_base))
                    if len(times_s) >= _FIRST_PICTURES or n_bytes >= _FIRST_BYTES:
                        break
        except DECODER_ERRORS:
            pass
    return sorted(times_s)


def count_threads(width_px: int, height_px: int) -> int:
    """How many threads decode and convert pictures of a size; the size may be unknown, 0."""
    return 1 if 0 < width_px * height_px <= _MAX_PIXELS_ALONE else _MAX_THREADS


def _nominal_spacing_s(stream: VideoStream, bare: BareRate | None) -> float | None:
    if bare is not None:
        return 1 / bare.rate_hz
    rate = stream.average_rate or stream.guessed_rate
    return float(1 / rate) if rate else None


def _find_zero_s(container: InputContainer) -> float:
    first_s = (container.start_time or 0) / 1_000_000
    at_zero = container.format.name.split(",")[0] in _START_AT_ZERO
    return 0.0 if at_zero and first_s < _LONGEST_EMPTY_START_S else first_s


def _announced_duration_s(container: InputContainer, stream: VideoStream) -> float | None:
    """Return how long the header says the pictures last; ``None`` where it does not say."""
    if container.format.name.split(",")[0] not in _STATE_DURATION:
        return None
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base) if stream.duration > 0 else None
    stated = stream.metadata.get("DURATION", "")
    try:
        hours, minutes, seconds = stated.split(":")
        return int(hours) * 3600 + int(minutes) * 60 + float(seconds) or None
    except ValueError:
        pass
    # The whole file's length: that of the pictures only when nothing else is in it.
    if container.duration and len(container.streams) == 1:
        return container.duration / 1_000_000
    return None
