"""A guided recording at the desk: from a camera into one folder, with the cues beside it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol

from twitchcam.app.check_camera import CameraCheck
from twitchcam.app.framing_watch import FramingWatch, find_head_cut
from twitchcam.app.prompts import Prompt, find_prompt, make_session_cues, plan_prompts
from twitchcam.app.recording_notes import say_recorded, say_space, write_about
from twitchcam.capture.camera_feed import CameraFeed
from twitchcam.capture.cameras import (
    Camera,
    CameraError,
    Mode,
    Picture,
    list_cameras,
    list_modes,
    open_camera,
)
from twitchcam.capture.cues import write_cues
from twitchcam.capture.protocol import Protocol as Guide
from twitchcam.capture.recorder import Recorder
from twitchcam.errors import InputError
from twitchcam.records import Cue
from twitchcam.wording import text

if TYPE_CHECKING:
    from twitchcam.capture.encoding import EncodingName
    from twitchcam.capture.recorded import Recorded

CLIP_NAME: Final = "recording.mkv"
# The picture has been right for so long: begin. Without it, begin after the longest wait.
_RIGHT_FOR_S: Final = 1.5
_LONGEST_WAIT_S: Final = 30.0
_NEXT_WAIT_S: Final = 0.25
# Pictures that tell what a minute will take.
_SAMPLED: Final = 8

Key = Literal["", "stop", "begin"]


class View(NamedTuple):
    """What is to be shown: the newest picture, and what to say beside it."""

    picture: Picture | None
    title: str
    do: str
    note: str
    prompt: Prompt | None
    left_s: float | None


class Screen(Protocol):
    """Shows a session to a person, and says which key was pressed."""

    def show(self, view: View) -> Key:
        """Show this now; must not take long."""
        ...

    def sound(self, name: Literal["begin", "end", "done"]) -> None:
        """Let a step be heard."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A recording that was made.

    Attributes
    ----------
    clip : the file.
    recorded : how it was stored, and what of it was not.
    cues : what was asked for while it ran, only what was asked to its end.
    about : sentences for whoever recorded.
    """

    clip: Path
    recorded: Recorded
    cues: tuple[Cue, ...]
    about: tuple[str, ...]


def open_camera_or_say(wanted: str) -> Camera:
    """Open a camera.

    Raises
    ------
    InputError
        It cannot be used; one sentence says why and what to do.
    """
    try:
        return open_camera(wanted)
    except CameraError as error:
        raise InputError(_say_fault(error)) from None


def describe_cameras() -> list[str]:
    """Every camera with its modes, one a line."""
    cameras = list_cameras()
    if not cameras:
        return [text("camera-list-none")]
    lines = []
    for info in cameras:
        lines.append(text("camera-list-line", number=info.number, name=info.name))
        try:
            lines += [f"   {describe_mode(mode)}" for mode in list_modes(info.number)]
        except CameraError as error:
            lines.append(f"   {_say_fault(error)}")
    return lines


def describe_mode(mode: Mode) -> str:
    """A mode in words."""
    kind = text("camera-uncompressed" if mode.uncompressed else "camera-compressed")
    return text(
        "camera-mode",
        width=f"{mode.width_px}",
        height=f"{mode.height_px}",
        rate=f"{mode.rate_hz:.0f}",
        kind=mode.kind if mode.kind == "file" else f"{mode.kind}, {kind}",
    )


def _say_fault(error: CameraError) -> str:
    return text(f"camera-{error.fault.replace('_', '-')}", name=error.name)


def record_session(
    camera: Camera,
    folder: Path,
    guide: Guide,
    screen: Screen,
    *,
    cut_to_head: bool = False,
    encoding: EncodingName = "lossless",
) -> Session:
    """Record one session into ``folder``, which is made, and must not hold one already.

    Raises
    ------
    InputError
        The folder cannot be used, or the camera gave no picture.
    """
    clip = folder / CLIP_NAME
    if clip.exists():
        raise InputError(text("record-exists", clip=str(clip)))
    folder.mkdir(parents=True, exist_ok=True)
    about: list[str] = []
    with CameraCheck() as check, CameraFeed(camera) as feed:
        watch = FramingWatch(check)
        # A file cannot be asked to sit up, and its first seconds count like the others.
        is_file = camera.mode.kind == "file"
        if not is_file:
            feed.start()
        sample = () if is_file else _sit_down(feed, watch, screen)
        if sample is None:
            raise InputError(text("record-stopped-before"))
        cut = find_head_cut(watch.framing, camera.mode[:2]) if cut_to_head else None
        if sample:
            about += say_space(sample, camera, guide, folder, cut, encoding)
            screen.show(View(sample[-1], text(f"session-{guide.name}"), about[-1], "", None, None))
        fix_light = getattr(camera, "fix_light", None)
        if fix_light is not None:
            fix_light()
            about.append(text("camera-fixed" if len(camera.fixed) == 2 else "camera-not-fixed"))
        with Recorder(
            clip,
            camera.mode[:2],
            layout="rgb24" if is_file else "bgr24",
            cut=cut,
            encoding=encoding,
        ) as recorder:
            feed.record_into(recorder)
            if is_file:
                feed.start()
            prompts = plan_prompts(guide)
            # Whoever stops in the terminal wants what there is.
            with suppress(KeyboardInterrupt):
                _run_prompts(prompts, feed, recorder, watch, screen, camera.mode.rate_hz)
            feed.record_into(None)
            if feed.is_stalled:
                about.append(text("camera-stalled-kept"))
    recorded = recorder.close()
    if recorded.status.n_written < 2:
        raise InputError(text("camera-silent", name=camera.name))
    cues = make_session_cues(prompts, recorded.status.duration_s)
    if cues:
        write_cues(clip, cues)
    about += say_recorded(recorded, camera)
    write_about(folder, recorded, camera)
    screen.sound("done")
    return Session(clip=clip, recorded=recorded, cues=cues, about=tuple(about))


def _sit_down(feed: CameraFeed, watch: FramingWatch, screen: Screen) -> tuple[Picture, ...] | None:
    """Show the person to themself until the picture is right; ``None`` if they stop."""
    newest: list[Picture] = []
    begun_s: float | None = None
    while not feed.ended:
        picture = feed.next(_NEXT_WAIT_S)
        if picture is None:
            if feed.is_stalled:
                raise InputError(text("camera-stalled"))
            continue
        begun_s = picture.time_s if begun_s is None else begun_s
        newest = [*newest[-_SAMPLED + 1 :], picture]
        watch.look(picture, None)
        title, do = text("record-sit-down"), text("record-sit-down-do")
        key = screen.show(
            View(picture, title, do, watch.note or text("desk-framing-good"), None, None)
        )
        if key == "stop":
            return None
        waited_s = picture.time_s - begun_s
        right = waited_s > _RIGHT_FOR_S and watch.right_for_s >= _RIGHT_FOR_S
        if key == "begin" or right or waited_s > _LONGEST_WAIT_S:
            return tuple(newest)
    return None


def _run_prompts(
    prompts: tuple[Prompt, ...],
    feed: CameraFeed,
    recorder: Recorder,
    watch: FramingWatch,
    screen: Screen,
    rate_hz: float,
) -> None:
    before: Prompt | None = None
    end_s = prompts[-1].stop_s if prompts else None
    while not feed.ended and not feed.is_stalled and recorder.status().stopped is None:
        picture = feed.next(_NEXT_WAIT_S)
        first_s = recorder.first_time_s
        if picture is None or first_s is None:
            continue
        session_s = picture.time_s - first_s
        if end_s is not None and session_s >= end_s:
            return
        prompt = find_prompt(prompts, session_s)
        if prompt is not before:
            _sound(prompt, before, screen)
            before = prompt
        watch.look(picture, rate_hz)
        if screen.show(_make_view(picture, prompt, session_s, watch)) == "stop":
            return


def _sound(prompt: Prompt | None, before: Prompt | None, screen: Screen) -> None:
    if prompt is not None and prompt.kind == "trial":
        screen.sound("begin")
    elif before is not None and before.kind == "trial":
        screen.sound("end")


def _make_view(
    picture: Picture, prompt: Prompt | None, session_s: float, watch: FramingWatch
) -> View:
    # Shut eyes and large movements are no fault of the picture; a lost face is.
    lost = watch.framing is not None and not watch.framing.face
    note = watch.note if lost else ""
    if prompt is None:
        return View(
            picture,
            text("record-free"),
            text("record-free-do"),
            note,
            None,
            None,
        )
    step = f"session-step-{prompt.step.name}"
    title = text(step)
    # What is to be read aloud must be there to be read.
    reads = prompt.step.name == "read_aloud" and prompt.kind == "trial"
    do = text(f"{step}.text" if reads else f"{step}.do")
    if prompt.kind == "prepare":
        title = text("record-next", title=title)
    elif prompt.kind == "rest":
        title, do = text("record-relax"), ""
    elif prompt.step.repeats > 1:
        title = text("record-trial", title=title, trial=prompt.trial, count=prompt.step.repeats)
    return View(picture, title, do, note, prompt, prompt.stop_s - session_s)
