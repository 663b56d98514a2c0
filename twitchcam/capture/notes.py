"""What a reader should know about how a recording was read, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from twitchcam.capture.bunches import Bunches
from twitchcam.capture.decoding import Decoder
from twitchcam.capture.picture import PictureMaker
from twitchcam.capture.timestamps import RisingTimes
from twitchcam.records import TurnedDeg

# A header may round its duration, or count one frame more or less.
_ENDS_EARLY_FRAMES: Final = 1.5
_ENDS_EARLY_S: Final = 0.05


def note_turn(turned_deg: TurnedDeg) -> Iterator[str]:
    """Say that a face that lay or stood on its head was turned upright."""
    if turned_deg:
        lay = "stood on its head" if turned_deg == 180 else "lay on its side"
        yield (
            f"The face {lay} in the picture, so the picture was turned by {turned_deg} degrees "
            "before measuring. Left and right are the person's own, as always."
        )


def note_sizes(maker: PictureMaker, n_misfits: int) -> Iterator[str]:
    """Say what was done to the size of the pictures."""
    stored, made = _by(maker.stored_size_px), _by(maker.size_px)
    if not maker.square_pixels:
        coded = _by(maker.coded_size_px)
        yield (
            f"The file's pixels are not square: pictures stored as {coded} were stretched to "
            f"{stored} pixels (upright)."
        )
    if made != stored:
        yield f"The pictures were scaled from {stored} to {made} pixels."
    if maker.n_resized:
        yield (
            f"{_count(maker.n_resized, 'picture')} changed size in mid-recording and "
            f"{_was(maker.n_resized)} brought back to the first one's size."
        )
    if maker.n_interlaced:
        yield (
            "The recording is interlaced: each picture holds two half pictures, one after the "
            "other. Only the first of each was measured, so movements up and down are seen half "
            "as finely. If the camera can, film in progressive mode (p, not i)."
        )
    if n_misfits:
        yield (
            f"{_count(n_misfits, 'picture')} of another shape than the first (the camera was "
            f"turned while recording) {_was(n_misfits)} left out."
        )


def note_times(times: RisingTimes[Any]) -> Iterator[str]:
    """Say which times were mended."""
    if times.n_dropped:
        yield (
            f"{_count(times.n_dropped, 'frame')} with a time that does not follow the one before "
            f"{_was(times.n_dropped)} left out."
        )
    if times.n_filled:
        yield (
            f"{_count(times.n_filled, 'frame')} without a time {_was(times.n_filled)} timed from "
            "the spacing of the neighbours."
        )
    if times.n_restarts:
        yield (
            f"The recording's clock jumped {_count(times.n_restarts, 'time')} and was joined "
            "there, so that a pause at this place does not count."
        )


def note_losses(decoder: Decoder, last_s: float, *, unfinished: bool = False) -> Iterator[str]:
    """Say what could not be read; ``last_s`` is the time of the last picture."""
    n_lost = decoder.n_lost + decoder.n_damaged
    if n_lost:
        where = ""
        if decoder.first_lost_s is not None and decoder.start_s is not None:
            where = f", the first at {max(0.0, decoder.first_lost_s - decoder.start_s):.2f} s"
        yield (
            f"The file is damaged: at least {_count(n_lost, 'frame')} could not be decoded and "
            f"{_was(n_lost)} left out{where}; pictures soon after may be smeared."
        )
    if _ends_early(decoder):
        announced = f" of the {decoder.announced_s:.2f} s it announces"
        yield (
            "The file is cut off or damaged: pictures could be read up to "
            f"{last_s:.2f} s{announced if decoder.announced_s else ''}."
        )
    elif decoder.read_error or decoder.torn_off:
        yield (
            "The file is cut off or damaged: the last picture that could be read is at "
            f"{last_s:.2f} s."
        )
    elif unfinished:
        yield (
            "The recording was broken off before it was finished: the last picture is at "
            f"{last_s:.2f} s, and later ones may be lost."
        )


def note_tracks(n_tracks: int, number: int) -> Iterator[str]:
    """Say which of several video tracks was read."""
    if n_tracks > 1:
        yield (
            f"The file has {n_tracks} video tracks. Number {number} was looked at, the "
            f"{'other was' if n_tracks == 2 else 'others were'} not."
        )


def note_clock(bunches: Bunches | None, *, retimed: bool, slowed: float = 1.0) -> Iterator[str]:
    """Say where the times are not those that a player goes by.

    ``slowed`` seconds of the file are one second of life, in which results are told.
    """
    if bunches is not None:
        n = max(2, round(bunches.period_s / bunches.spacing_s))
        yield (
            f"The times in the file are not those of the pictures: they come about {n} at once, "
            f"every {bunches.period_s:.2f} s, as when a network camera stamps them on arrival. "
            f"They were spread evenly; what happens when is uncertain by about "
            f"{bunches.period_s / slowed:.2f} s."
        )
    if retimed:
        yield (
            "The file asks players to show parts of it faster, slower or after a pause. All of "
            "its pictures were read, at the times at which they were recorded."
        )


def _ends_early(decoder: Decoder) -> bool:
    if decoder.announced_s is None or decoder.read_s is None:
        return False
    allowed_s = _ENDS_EARLY_S + _ENDS_EARLY_FRAMES * (decoder.spacing_s or 0.0)
    return decoder.read_s < decoder.announced_s - allowed_s


def _by(size_px: tuple[int, int]) -> str:
    return f"{size_px[0]}x{size_px[1]}"


def _count(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def _was(n: int) -> str:
    return "was" if n == 1 else "were"
