"""Pictures of H.264 that were made of others which never came.

In      the packets of a stream, in the order of decoding
Out     for each, whether something that it refers to is missing
Method  Every picture that others refer to has a number that counts up by one [itu-h264, 7.4.3]. A
        number that is left out is a picture that was lost on the way. The decoder says nothing: it
        takes the picture before in its place, and parts of the face stay, jump or smear until the
        next key frame, which refers to nothing.
Departures from the sources    what allows a sender to leave numbers out, the flag of the sequence,
        is obeyed; operations that set the count back are not followed
Known limits   Other codecs are not looked into. The last number of a stretch may be lost unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from av.packet import Packet
from av.video.stream import VideoStream

_SLICE, _SLICE_OF_KEY, _SEQUENCE = 1, 5, 7
# Enough for every header up to the number that is looked for.
_HEADER_BYTES: Final = 64
_SEQUENCE_BYTES: Final = 1024
# Profiles whose sequence tells of colour and scaling before it tells of numbers.
_WITH_COLOUR: Final = (100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135)
_FOUR_FOUR_FOUR: Final = 3
_START_CODE: Final = b"\x00\x00\x01"


class _Numbering(NamedTuple):
    """How a sequence counts its pictures."""

    bits: int
    gaps_allowed: bool
    separate_colours: bool


class ReferenceWatch:
    """Follows the numbers of the pictures of one stream."""

    def __init__(self, stream: VideoStream) -> None:
        """Prepare for the packets of ``stream``; of other codecs nothing is ever missing."""
        self._speaks = stream.codec_context.name == "h264"
        self._numbering: _Numbering | None = None
        self._before: int | None = None
        self._missing = False
        extra = bytes(stream.codec_context.extradata or b"") if self._speaks else b""
        # A 1 begins the description of streams whose parts have their length before them.
        self._length_bytes = (extra[4] & 3) + 1 if len(extra) > 6 and extra[0] == 1 else 0
        if self._length_bytes:
            size = int.from_bytes(extra[6:8], "big")
            self._read_part(extra[8 : 8 + size])
        else:
            for part in _split_by_codes(extra):
                self._read_part(part)

    def start_anew(self) -> None:
        """What follows does not follow on what came before."""
        self._before, self._missing = None, False

    def lose(self) -> None:
        """A packet is known to be lost."""
        self._missing = self._speaks

    def is_whole(self, packet: Packet) -> bool:
        """Whether all that the picture of a packet refers to was there. In order of decoding."""
        if not self._speaks or not packet.size:
            return True
        if packet.is_keyframe:
            self.start_anew()
        data = bytes(packet)
        parts = _split_by_lengths(data, self._length_bytes) if self._length_bytes else (
            _split_by_codes(data)
        )  # fmt: skip
        for part in parts:
            if self._read_part(part):
                break
        return not self._missing

    def _read_part(self, part: bytes) -> bool:
        """Read what a part of a packet says of numbers; True if it was one of the picture."""
        kind = part[0] & 31 if part else 0
        try:
            if kind == _SEQUENCE:
                self._numbering = _read_numbering(part[1:_SEQUENCE_BYTES])
            elif kind in (_SLICE, _SLICE_OF_KEY) and self._numbering is not None:
                self._count(part, self._numbering)
        except IndexError:
            # Cut short or something else: it says nothing.
            return False
        return kind in (_SLICE, _SLICE_OF_KEY)

    def _count(self, part: bytes, numbering: _Numbering) -> None:
        number = _read_number(part[1:_HEADER_BYTES], numbering)
        follows = self._before is None or (number - self._before) % (1 << numbering.bits) <= 1
        if not follows and not numbering.gaps_allowed and part[0] & 31 != _SLICE_OF_KEY:
            self._missing = True
        refers_to_it = part[0] >> 5 & 3
        if refers_to_it:
            self._before = number


def _split_by_codes(data: bytes) -> Iterator[bytes]:
    at = data.find(_START_CODE)
    while at >= 0:
        stop = data.find(_START_CODE, at + 3)
        yield data[at + 3 : stop if stop >= 0 else len(data)]
        at = stop


def _split_by_lengths(data: bytes, length_bytes: int) -> Iterator[bytes]:
    at = 0
    while at + length_bytes < len(data):
        size = int.from_bytes(data[at : at + length_bytes], "big")
        yield data[at + length_bytes : at + length_bytes + size]
        at += length_bytes + size


class _Bits:
    """Bits of a part, without the bytes that keep start codes out of it."""

    def __init__(self, data: bytes) -> None:
        self._data = data.replace(b"\x00\x00\x03", b"\x00\x00")
        self._at = 0

    def take(self, n: int) -> int:
        """``n`` bits as a number; ``IndexError`` beyond the end."""
        value = 0
        for _ in range(n):
            value = value << 1 | self._data[self._at >> 3] >> (7 - (self._at & 7)) & 1
            self._at += 1
        return value

    def take_code(self) -> int:
        """A number in Exp-Golomb code."""
        n = 0
        while not self.take(1):
            n += 1
        return (1 << n) - 1 + self.take(n)

    def take_signed(self) -> int:
        """A signed number in Exp-Golomb code."""
        code = self.take_code()
        return (code + 1) // 2 if code % 2 else -(code // 2)


def _read_numbering(data: bytes) -> _Numbering:
    bits = _Bits(data)
    profile = bits.take(8)
    bits.take(16)
    bits.take_code()
    separate = False
    if profile in _WITH_COLOUR:
        colours = bits.take_code()
        separate = colours == _FOUR_FOUR_FOUR and bool(bits.take(1))
        bits.take_code(), bits.take_code(), bits.take(1)
        if bits.take(1):
            _skip_scaling(bits, 12 if colours == _FOUR_FOUR_FOUR else 8)
    width = bits.take_code() + 4
    order = bits.take_code()
    if order == 0:
        bits.take_code()
    elif order == 1:
        bits.take(1), bits.take_signed(), bits.take_signed()
        for _ in range(bits.take_code()):
            bits.take_signed()
    bits.take_code()
    return _Numbering(min(width, 16), bool(bits.take(1)), separate)


def _skip_scaling(bits: _Bits, n_lists: int) -> None:
    for k in range(n_lists):
        if not bits.take(1):
            continue
        last, following = 8, 8
        for _ in range(16 if k < 6 else 64):
            if following:
                following = (last + bits.take_signed()) % 256
            last = following or last


def _read_number(data: bytes, numbering: _Numbering) -> int:
    bits = _Bits(data)
    bits.take_code(), bits.take_code(), bits.take_code()
    if numbering.separate_colours:
        bits.take(2)
    return bits.take(numbering.bits)
