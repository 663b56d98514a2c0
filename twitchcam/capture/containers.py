"""Open a file as a video, or say in one sentence why it is none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from twitchcam.errors import InputError
from twitchcam.wording import text

# What FFmpeg may raise through PyAV. ValueError and OSError are bases of some of its errors;
# RuntimeError comes from a codec that cannot be set up.
DECODER_ERRORS: Final = (av.FFmpegError, OSError, ValueError, RuntimeError)

_VIDEO_FORMATS: Final = (
    "mov,mp4,matroska,webm,avi,gif,apng,mpeg,mpegts,mpegvideo,mjpeg,mpjpeg,m4v,flv,asf,ogg,"
    "h264,hevc,h263,av1,obu,ivf,nut,mxf,dv,rm,vc1,yuv4mpegpipe,webp"
)
_SOUND_FORMATS: Final = "wav,w64,mp3,flac,aac,ac3,eac3,amr,aiff,au,caf,ape,wv"
_STILL_FORMATS: Final = (
    "png_pipe,jpeg_pipe,webp_pipe,bmp_pipe,tiff_pipe,gif_pipe,jpegxl_pipe,jpegls_pipe,"
    "j2k_pipe,psd_pipe,svg_pipe,ppm_pipe,pgm_pipe,pbm_pipe,qoi_pipe,ico"
)
# Only these may be tried: playlists would make a file name other files or addresses that are
# then opened, and FFmpeg would happily draw a text file as a terminal's screen.
_OPTIONS: Final = {
    "format_whitelist": f"{_VIDEO_FORMATS},{_SOUND_FORMATS},{_STILL_FORMATS}",
    "protocol_whitelist": "file",
}
# Names and titles in no known encoding are no reason to stop. From release 19 on they never are.
_FORGIVING: Final[dict[str, Any]] = (
    {"metadata_errors": "ignore"} if int(av.__version__.split(".")[0]) < 19 else {}
)
_COVERS: Final = (
    av.stream.Disposition.attached_pic
    | av.stream.Disposition.timed_thumbnails
    | av.stream.Disposition.still_image
)
_HEAD_BYTES: Final = 4096


@contextmanager
def quiet_ffmpeg() -> Iterator[None]:
    """Keep FFmpeg's own lines off the terminal, and put the user's choice back afterwards."""
    level = av.logging.get_level()
    av.logging.set_level(None)
    try:
        yield
    finally:
        if level is not None:
            av.logging.set_level(level)


@contextmanager
def hear_ffmpeg() -> Iterator[list[tuple[int, str, str]]]:
    """Collect FFmpeg's own lines about errors, and keep them off the terminal."""
    level = av.logging.get_level()
    av.logging.set_level(av.logging.ERROR)
    try:
        with av.logging.Capture(local=False) as lines:
            yield lines
    finally:
        av.logging.set_level(level)


def open_container(path: Path, *, follow_edits: bool = True) -> InputContainer:
    """Open ``path`` for reading; raise ``InputError`` when it is nothing that holds pictures.

    Without ``follow_edits`` an MP4 or MOV gives all of its pictures as they were recorded.
    """
    head = _read_head(path)
    options = dict(_OPTIONS) if follow_edits else {**_OPTIONS, "ignore_editlist": "1"}
    try:
        # The prefix keeps a colon in a file's name from being taken for a protocol.
        return av.open(f"file:{path}", options=options, **_FORGIVING)
    except DECODER_ERRORS as error:
        raise InputError(text(_explain(head), file=path.name)) from error


def list_tracks(container: InputContainer, name: str) -> dict[int, VideoStream]:
    """Return the video tracks of a container by number, from 1; that of players comes first.

    Covers and still pictures are none. Players show the default track, or else the largest.
    """
    if container.format.name in _STILL_FORMATS.split(","):
        raise InputError(text("error-video-still", file=name))
    videos = container.streams.video
    moving = [stream for stream in videos if not stream.disposition & _COVERS]
    if not videos or (not moving and container.streams.audio):
        key = "error-video-sound-only" if container.streams.audio else "error-video-no-pictures"
        raise InputError(text(key, file=name))
    if not moving:
        raise InputError(text("error-video-still", file=name))
    readable = {k: stream for k, stream in enumerate(moving, start=1) if _has_decoder(stream)}
    if not readable:
        raise InputError(text("error-video-no-decoder", file=name))
    default = av.stream.Disposition.default
    shown_first = sorted(
        readable.items(),
        key=lambda item: (bool(item[1].disposition & default), item[1].width * item[1].height),
        reverse=True,
    )
    return dict(shown_first)


def _has_decoder(stream: VideoStream) -> bool:
    return stream.codec_context is not None and stream.codec_context.codec.is_decoder


def _read_head(path: Path) -> bytes:
    name = path.name or str(path)
    try:
        if path.is_dir():
            raise InputError(text("error-video-folder", file=name))
        if not path.exists():
            raise InputError(text("error-video-nowhere", file=name, path=str(path)))
        if not path.is_file():
            raise InputError(text("error-video-device", file=name))
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except PermissionError as error:
        raise InputError(text("error-video-not-yours", file=name)) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(text("error-video-unreadable", file=name, reason=reason)) from error
    if not head:
        raise InputError(text("error-video-empty", file=name))
    return head


def _explain(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        return "error-video-no-index"
    return "error-video-is-text" if _looks_like_text(head) else "error-video-unknown"


def _looks_like_text(head: bytes) -> bool:
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        # A character cut in two at the end of the part that was read is no fault of the text.
        if error.start < len(head) - 4:
            return False
        text = head[: error.start].decode("utf-8")
    return not any(ord(char) < 32 and char not in "\t\n\r\f\x1b" for char in text)
