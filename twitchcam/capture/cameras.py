"""Cameras by OpenCV: which there are, the best of their modes, and every picture with its time.

A file can stand in for a camera: it is played in real time, at its own times.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, Protocol, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from twitchcam.capture.encoding import Layout
from twitchcam.capture.files import open_video

CameraFault: TypeAlias = Literal["none", "not_there", "busy", "refused", "silent"]

DEVICES: Final = Path("/dev")
_NAMES: Final = Path("/sys/class/video4linux")
# What people have at a desk is among the first few; asking for more takes long on some systems.
_MAX_CAMERAS: Final = 6
_UNCOMPRESSED: Final = ("YUYV", "YUY2", "UYVY", "NV12", "I420", "YU12")
# A slower camera misses short twitches, so the rate counts before the way pictures are sent.
MIN_RATE_HZ: Final = 25.0
# OpenCV reads for up to ten seconds before it gives up on a camera.
_MAX_FAILED_READS: Final = 3
# A driver's clock is believed if it is this near to ours.
_MAX_CLOCK_OFF_S: Final = 2.0


class CameraError(Exception):
    """A camera cannot be used; ``fault`` says in one word why, ``name`` which."""

    def __init__(self, fault: CameraFault, name: str) -> None:
        super().__init__(f"{fault}: {name}")
        self.fault, self.name = fault, name


class Mode(NamedTuple):
    """A way in which a camera sends pictures."""

    width_px: int
    height_px: int
    rate_hz: float
    kind: str  # four letters; MJPG is compressed

    @property
    def uncompressed(self) -> bool:
        """Whether pictures come as the sensor saw them."""
        return self.kind in _UNCOMPRESSED


class Picture(NamedTuple):
    """What a camera gives: one picture, when it was taken, and how it lies in memory."""

    image: NDArray[np.uint8]
    time_s: float
    layout: Layout

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height."""
        return self.image.shape[1], self.image.shape[0]


class Camera(Protocol):
    """Where pictures come from. ``read`` waits for the next one; ``None`` is the end."""

    name: str
    mode: Mode
    fixed: tuple[str, ...]

    def read(self) -> Picture | None:
        """The next picture, or ``None`` when there are no more."""
        ...

    def close(self) -> None:
        """Let go of the camera."""
        ...


@dataclass(frozen=True, slots=True)
class CameraInfo:
    """A camera that is there: its number for ``--camera``, and what it calls itself."""

    number: int
    name: str


# Tried in this order of liking: large enough for a face that fills a third of the picture.
_SIZES: Final = ((1280, 720), (640, 480))
_WANTED: Final = tuple(
    Mode(*size_px, 30.0, kind) for size_px in _SIZES for kind in ("YUYV", "NV12", "MJPG")
)


def list_cameras() -> tuple[CameraInfo, ...]:
    """Cameras of this computer, in the order of their numbers."""
    if sys.platform.startswith("linux"):
        numbers = sorted(int(path.name[5:]) for path in DEVICES.glob("video[0-9]*"))
        return tuple(CameraInfo(n, _read_name(n)) for n in numbers if _takes_pictures(n))
    found = []
    for number in range(_MAX_CAMERAS):
        capture = _open_quietly(number)
        if capture is None:
            break
        capture.release()
        found.append(CameraInfo(number, f"camera {number}"))
    return tuple(found)


def open_camera(wanted: str) -> Camera:
    """Open a camera by its number, or a file that stands in for one.

    Raises
    ------
    CameraError
        There is no such camera, another program has it, or it must not be used.
    InputError
        The file cannot be read as a video.
    """
    return DeskCamera(int(wanted)) if wanted.isdigit() else FileCamera(Path(wanted))


def list_modes(number: int) -> tuple[Mode, ...]:
    """The modes of those that are wanted here that a camera takes.

    Raises
    ------
    CameraError
        As ``open_camera``.
    """
    capture = _open(number)
    try:
        return tuple(dict.fromkeys(_ask_for(capture, mode) for mode in _WANTED))
    finally:
        capture.release()


def choose_mode(offered: tuple[Mode, ...]) -> Mode:
    """The best of the modes that a camera took, in the order in which they were asked for.

    Fast enough comes first, then pictures that were not compressed, then size.

    Examples
    --------
    >>> slow, small = Mode(1280, 720, 10.0, "YUYV"), Mode(640, 480, 30.0, "YUYV")
    >>> choose_mode((slow, Mode(1280, 720, 30.0, "MJPG"), small)) == small
    True
    """
    return max(
        offered,
        key=lambda mode: (
            mode.rate_hz >= MIN_RATE_HZ,
            mode.uncompressed,
            mode.width_px * mode.height_px,
        ),
    )


class DeskCamera:
    """A camera of this computer in its best mode.

    Attributes
    ----------
    name, mode : what it calls itself; the way in which it sends pictures.
    fixed : what of ``exposure`` and ``white_balance`` no longer changes by itself.
    """

    def __init__(self, number: int) -> None:
        self.name = _read_name(number)
        self._capture = _open(number)
        self.mode = _ask_for(
            self._capture, choose_mode(tuple(_ask_for(self._capture, mode) for mode in _WANTED))
        )
        self.fixed: tuple[str, ...] = ()
        self._own_clock: bool | None = None
        if self.read() is None:
            self.close()
            raise CameraError("busy", self.name)

    def read(self) -> Picture | None:
        """The next picture at the time that the driver tells, or else at which it came."""
        for _ in range(_MAX_FAILED_READS):
            taken, image = self._capture.read()
            if taken and image is not None:
                return Picture(image, self._tell_time_s(), "bgr24")
        return None

    def fix_light(self) -> None:
        """Stop the camera from changing exposure and white balance, where the driver can."""
        exposure = self._capture.get(cv2.CAP_PROP_EXPOSURE)
        fixed = []
        # 1 is "by hand" in Video for Linux, a quarter in the other systems.
        by_hand = 1.0 if sys.platform.startswith("linux") else 0.25
        if self._set(cv2.CAP_PROP_AUTO_EXPOSURE, by_hand):
            self._capture.set(cv2.CAP_PROP_EXPOSURE, exposure)
            fixed.append("exposure")
        if self._set(cv2.CAP_PROP_AUTO_WB, 0.0):
            fixed.append("white_balance")
        self.fixed = tuple(fixed)

    def close(self) -> None:
        """Let go of the camera."""
        self._capture.release()

    def _set(self, what: int, value: float) -> bool:
        return bool(self._capture.set(what, value)) and self._capture.get(what) == value

    def _tell_time_s(self) -> float:
        now_s = time.monotonic()
        told_s = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000.0
        if self._own_clock is None:
            # Of one clock or the other throughout: they differ by a constant.
            self._own_clock = 0 <= now_s - told_s < _MAX_CLOCK_OFF_S
        return told_s if self._own_clock else now_s


class FileCamera:
    """A file played in real time, for demonstrations and tests.

    Attributes
    ----------
    name, mode : the file's name; the size of its pictures, how many a second.
    fixed : always empty.
    """

    def __init__(self, path: Path, *, speed: float = 1.0) -> None:
        self._video = open_video(path)
        self._speed = speed
        self.name = path.name
        self.fixed: tuple[str, ...] = ()
        self._frames: Iterator[Any] = self._video.frames()
        self._first, self._second = next(self._frames), next(self._frames)
        self._waiting = [self._first, self._second]
        rate_hz = 1.0 / max(self._second.time_s - self._first.time_s, 1e-3)
        self.mode = Mode(*self._video.size_px, rate_hz, "file")
        self._begun_s: float | None = None

    def read(self) -> Picture | None:
        """The next picture, when its time has come."""
        frame = self._waiting.pop(0) if self._waiting else next(self._frames, None)
        if frame is None:
            return None
        if self._begun_s is None:
            self._begun_s = time.monotonic()
        due_s = self._begun_s + frame.time_s / self._speed
        time.sleep(max(0.0, due_s - time.monotonic()))
        return Picture(frame.image_rgb, self._begun_s + frame.time_s, "rgb24")

    def close(self) -> None:
        """Let go of the file."""
        self._video.close()


def _open(number: int) -> Any:
    if sys.platform.startswith("linux"):
        _check_device(number)
    capture = _open_quietly(number)
    if capture is None:
        raise CameraError("busy", _read_name(number))
    return capture


def _check_device(number: int) -> None:
    """Ask the system itself, which says why; OpenCV says only that it could not."""
    if not any(DEVICES.glob("video[0-9]*")):
        raise CameraError("none", str(number))
    try:
        os.close(os.open(DEVICES / f"video{number}", os.O_RDWR | os.O_NONBLOCK))
    except OSError as error:
        raise CameraError(tell_fault(error), _read_name(number)) from error


def tell_fault(error: OSError) -> CameraFault:
    """What the system's refusal to open a camera means.

    Examples
    --------
    >>> tell_fault(OSError(errno.EACCES, "Permission denied"))
    'refused'
    """
    faults: dict[int | None, CameraFault] = {
        errno.EACCES: "refused",
        errno.EPERM: "refused",
        errno.EBUSY: "busy",
    }
    return faults.get(error.errno, "not_there")


def _open_quietly(number: int) -> Any:
    # OpenCV 5 has moved these.
    log: Any = cv2 if hasattr(cv2, "setLogLevel") else getattr(cv2.utils, "logging")  # noqa: B009
    level = log.getLogLevel()
    log.setLogLevel(0)
    try:
        system = cv2.CAP_V4L2 if sys.platform.startswith("linux") else cv2.CAP_ANY
        capture = cv2.VideoCapture(number, system)
        return capture if capture.isOpened() else None
    finally:
        log.setLogLevel(level)


def _ask_for(capture: Any, mode: Mode) -> Mode:
    """Ask for a mode, and say which one came of it: drivers take the nearest they have."""
    capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*mode.kind))
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, mode.width_px)
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, mode.height_px)
    capture.set(cv2.CAP_PROP_FPS, mode.rate_hz)
    letters = int(capture.get(cv2.CAP_PROP_FOURCC)).to_bytes(4, "little", signed=True)
    return Mode(
        int(capture.get(cv2.CAP_PROP_FRAME_WIDTH)),
        int(capture.get(cv2.CAP_PROP_FRAME_HEIGHT)),
        float(capture.get(cv2.CAP_PROP_FPS)),
        letters.decode("ascii", errors="replace").strip("\0 "),
    )


def _read_name(number: int) -> str:
    try:
        return (_NAMES / f"video{number}" / "name").read_text(encoding="utf-8").strip()
    except OSError:
        return f"camera {number}"


def _takes_pictures(number: int) -> bool:
    """Whether a device is one of pictures: a camera's second device tells about them only."""
    try:
        return (_NAMES / f"video{number}" / "index").read_text(encoding="utf-8").strip() == "0"
    except OSError:
        return True
