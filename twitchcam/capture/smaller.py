"""A smaller copy of a recording, for who does not need the last tenth of a millimetre.

In      a recording as it was kept, without loss or nearly so
Out     the same pictures at the same times as H.264 in MP4, a tenth of the size or less
Known limits   What it costs shows in the detection limits of the copy, not here: analyse it.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
from av.video.frame import PictureType

from twitchcam.capture.containers import DECODER_ERRORS, quiet_ffmpeg
from twitchcam.errors import InputError
from twitchcam.wording import text
from twitchcam.x264 import list_x264_params

# Visually lossless by common agreement; the preset keeps small movement that faster ones drop.
_ENCODER_OPTIONS: Final = {"crf": "18", "preset": "medium"}
_CLOCK: Final = Fraction(1, 90_000)


def write_smaller_copy(
    recording: Path, copy: Path, on_progress: Callable[[float], None] = lambda _share: None
) -> None:
    """Write ``copy`` (MP4); the recording stays as it is.

    Parameters
    ----------
    recording : a video that ``open_video`` reads.
    copy : a file that is overwritten.
    on_progress : is told the share of the recording that is done.

    Raises
    ------
    InputError
        The recording cannot be read.
    """
    try:
        with quiet_ffmpeg(), av.open(str(recording)) as source:
            video = source.streams.video[0]
            length_s = (source.duration or 0) / av.time_base
            with av.open(str(copy), "w", format="mp4", options={"movflags": "faststart"}) as out:
                stream = out.add_stream("libx264", options=_ENCODER_OPTIONS | list_x264_params())
                stream.width, stream.height, stream.pix_fmt = video.width, video.height, "yuv420p"
                stream.codec_context.time_base = _CLOCK
                first_s = None
                for frame in source.decode(video):
                    if frame.time is None:
                        continue
                    first_s = frame.time if first_s is None else first_s
                    plain = frame.reformat(format="yuv420p")
                    # Which pictures are whole is the new encoder's choice.
                    plain.pict_type = PictureType.NONE
                    plain.pts = round((frame.time - first_s) / _CLOCK)
                    plain.time_base = _CLOCK
                    out.mux(stream.encode(plain))
                    if length_s > 0.0:
                        on_progress(min((frame.time - first_s) / length_s, 1.0))
                out.mux(stream.encode(None))
    except DECODER_ERRORS as error:
        if getattr(error, "errno", None) == errno.ENOSPC:
            raise InputError(text("error-copy-no-room", file=recording.name)) from error
        raise InputError(text("error-copy-damaged", file=recording.name)) from error
