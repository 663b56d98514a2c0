"""Processor time of every step of tracking, one after the other, and of the bare loop.

The pictures of a few seconds are kept in memory, and each step goes over all of them before the
next begins, so that what it costs is its own.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

from benchmarks.showing.tables import print_lines, print_table

_PICTURES: Final = 240

Result = TypeVar("Result")


def measure_stages(clip: Path) -> dict[str, dict[str, float]]:
    """Milliseconds of processor time for one picture of ``clip``, step by step.

    Returns
    -------
    dict
        By name of the step, those of ``twitchcam`` and of the ``bare_loop``, ms.
    """
    return {"twitchcam": _measure_ours(clip), "bare_loop": _measure_bare(clip)}


def show_stages(picture_ms: dict[str, dict[str, float]], clip: str, load_before: float) -> None:
    """Print what ``measure_stages`` gave, each step also as a share of the bare loop."""
    ours, bare = picture_ms["twitchcam"], picture_ms["bare_loop"]
    whole = sum(bare.values())
    rows = [(name, f"{ms:.2f}", f"{ms / whole:.2f}") for name, ms in ours.items()]
    rows.append(("together", f"{sum(ours.values()):.2f}", f"{sum(ours.values()) / whole:.2f}"))
    rows += [(f"bare loop: {name}", f"{ms:.2f}", f"{ms / whole:.2f}") for name, ms in bare.items()]
    print_table(
        f"Processor time of one picture in one thread, {_PICTURES} pictures of {clip}",
        ("step", "ms", "of the bare loop"),
        rows,
    )
    print_lines(
        f"Load before: {load_before:.1f}. Other work makes milliseconds grow, and shares hardly."
    )


def _measure_ours(clip: Path) -> dict[str, float]:
    from twitchcam.capture.files import open_video
    from twitchcam.settings import TrackingSettings
    from twitchcam.tracking.choose_face import FaceFollower, Tracker
    from twitchcam.tracking.eye_watch import EyeWatch
    from twitchcam.tracking.face_mesh import FaceMeshTracker
    from twitchcam.tracking.follow_skin import SkinFollower, SkinSums
    from twitchcam.tracking.hand_watch import HandWatch
    from twitchcam.tracking.locate import locate_face, look_at_face, watch_scenes
    from twitchcam.tracking.quiet import native_log_silenced
    from twitchcam.tracking.run_ahead import libraries_single_threaded

    settings = TrackingSettings()
    took: dict[str, float] = {}
    with ExitStack() as stack:
        stack.enter_context(native_log_silenced())
        stack.enter_context(libraries_single_threaded())
        finder: Tracker = stack.enter_context(FaceMeshTracker(settings))
        hands = stack.enter_context(HandWatch(settings))
        video = stack.enter_context(open_video(clip))
        frames = _time(took, "decode, turn to RGB", lambda: list(islice(video.frames(), _PICTURES)))
        scenes = _time(took, "watch scenes", lambda: list(watch_scenes(iter(frames), settings)))
        follower = FaceFollower(finder, settings)
        found = _time(took, "face mesh", lambda: list(locate_face(iter(scenes), follower)))
        found = _time(took, "look at the face", lambda: list(look_at_face(iter(found), settings)))
        seen = [each for each in found if each.landmarks_px is not None]
        skin, sums = SkinFollower(settings), SkinSums(settings)
        stack.callback(sums.discard)
        followed = _time(took, "flow of the skin", lambda: [skin.follow(each) for each in seen])
        eyes = EyeWatch(settings)

        def add_up() -> None:
            for each in followed:
                sums.add(each)

        def look_around() -> None:
            for index, each in enumerate(seen):
                time_s, image_rgb, points = each.frame.time_s, each.frame.image_rgb, each[1]
                assert points is not None
                hands.look(index, time_s, image_rgb, points)
                eyes.look(time_s, image_rgb, points, each.luma)

        _time(took, "sums of the flow", add_up)
        _time(took, "look for hands and eyes", look_around)
    return took


def _measure_bare(clip: Path) -> dict[str, float]:
    import cv2
    import mediapipe

    took: dict[str, float] = {}
    video = cv2.VideoCapture(str(clip))

    def read() -> list[cv2.typing.MatLike]:
        read = (video.read()[1] for _ in range(_PICTURES))
        return [cv2.cvtColor(image, cv2.COLOR_BGR2RGB) for image in read]

    images = _time(took, "read, turn to RGB", read)
    with mediapipe.solutions.face_mesh.FaceMesh(refine_landmarks=True) as mesh:
        _time(took, "FaceMesh.process", lambda: [mesh.process(image) for image in images])
    return took


def _time(took: dict[str, float], name: str, work: Callable[[], Result]) -> Result:
    started = time.process_time()
    result = work()
    took[name] = (time.process_time() - started) / _PICTURES * 1000.0
    return result
