"""What a reader should know about how a recording was read, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from twitchcam.capture.bare_streams import BareRate
from twitchcam.capture.bunches import Bunches
from twitchcam.capture.decoding import Decoder
from twitchcam.capture.picture import PictureMaker
from twitchcam.capture.timestamps import RisingTimes
from twitchcam.records import TurnedDeg
from twitchcam.wording import text

# A header may round its duration, or count one frame more or less.
_ENDS_EARLY_FRAMES: Final = 1.5
_ENDS_EARLY_S: Final = 0.05


def note_turn(turned_deg: TurnedDeg) -> Iterator[str]:
    """Say that a face that lay or stood on its head was turned upright."""
    if turned_deg:
        lay = "note-stood-on-head" if turned_deg == 180 else "note-lay-on-side"
        yield text(lay, turned=str(turned_deg))


def note_sizes(maker: PictureMaker, n_misfits: int) -> Iterator[str]:
    """Say what was done to the size of the pictures."""
    stored, made = _by(maker.stored_size_px), _by(maker.size_px)
    if not maker.square_pixels:
        coded = _by(maker.coded_size_px)
        yield text("note-not-square", coded=coded, made=stored)
    if made != stored:
        yield text("note-scaled", stored=stored, made=made)
    if maker.n_resized:
        yield text("note-resized", n=maker.n_resized)
    if maker.n_interlaced:
        yield text("note-interlaced")
    if n_misfits:
        yield text("note-misfits", n=n_misfits)


def note_times(times: RisingTimes[Any], bare: BareRate | None = None) -> Iterator[str]:
    """Say which times were mended; of a stream without any, at which rate it was read."""
    if times.n_dropped:
        yield text("note-times-dropped", n=times.n_dropped)
    if bare is not None:
        key = "note-no-times-stated" if bare.stated else "note-no-times"
        yield text(key, rate=f"{bare.rate_hz:.2f}".rstrip("0").rstrip("."))
    elif times.n_filled:
        yield text("note-times-filled", n=times.n_filled)
    if times.n_restarts:
        yield text("note-clock-jumped", n=times.n_restarts)


def note_losses(decoder: Decoder, last_s: float, *, unfinished: bool = False) -> Iterator[str]:
    """Say what could not be read; ``last_s`` is the time of the last picture."""
    n_lost = decoder.n_lost + decoder.n_damaged
    if n_lost:
        if decoder.first_lost_s is not None and decoder.start_s is not None:
            first_s = max(0.0, decoder.first_lost_s - decoder.start_s)
            yield text("note-damaged-from", n=n_lost, first=f"{first_s:.2f}")
        else:
            yield text("note-damaged", n=n_lost)
    if decoder.n_smeared:
        yield text("note-smeared", n=decoder.n_smeared)
    last = f"{last_s:.2f}"
    if _ends_early(decoder):
        if decoder.announced_s:
            yield text("note-cut-off-early", last=last, announced=f"{decoder.announced_s:.2f}")
        else:
            yield text("note-cut-off-at", last=last)
    elif decoder.read_error or decoder.torn_off:
        yield text("note-cut-off", last=last)
    elif unfinished:
        yield text("note-broken-off", last=last)


def note_tracks(n_tracks: int, number: int) -> Iterator[str]:
    """Say which of several video tracks was read."""
    if n_tracks > 1:
        yield text("note-tracks", n=n_tracks, number=str(number))


def note_clock(bunches: Bunches | None, *, retimed: bool, slowed: float = 1.0) -> Iterator[str]:
    """Say where the times are not those that a player goes by.

    ``slowed`` seconds of the file are one second of life, in which results are told.
    """
    if bunches is not None:
        n = max(2, round(bunches.period_s / bunches.spacing_s))
        yield text(
            "note-bunches",
            n=str(n),
            every=f"{bunches.period_s:.2f}",
            uncertain=f"{bunches.period_s / slowed:.2f}",
        )
    if retimed:
        yield text("note-retimed")


def _ends_early(decoder: Decoder) -> bool:
    if decoder.announced_s is None or decoder.read_s is None:
        return False
    allowed_s = _ENDS_EARLY_S + _ENDS_EARLY_FRAMES * (decoder.spacing_s or 0.0)
    return decoder.read_s < decoder.announced_s - allowed_s


def _by(size_px: tuple[int, int]) -> str:
    return f"{size_px[0]}x{size_px[1]}"
