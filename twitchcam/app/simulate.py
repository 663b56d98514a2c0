"""Make clips with known truth, drawn or made of a recording."""

from __future__ import annotations

from pathlib import Path

from twitchcam.app.clips import ShowProgress, check_clip, is_track, show_name
from twitchcam.errors import InputError
from twitchcam.wording import text


def simulate_story(story: str | None, out: Path) -> str:
    """Make the clip of a story; its path, or without a story the list of them."""
    from twitchcam.report.whole_files import explain_write_errors

    try:
        from twitchcam.synthetic.stories import STORIES, make_story
    except ModuleNotFoundError as error:
        raise InputError(text("error-simulate-package", package=str(error.name))) from error
    if story is None:
        width = max(map(len, STORIES)) + 2
        keys = {name: f"story-{name.replace('_', '-')}" for name in STORIES}
        return "\n".join(f"{name:<{width}}{text(key)}" for name, key in keys.items())
    if story not in STORIES:
        raise InputError(text("error-simulate-story", known=", ".join(STORIES), got=repr(story)))
    with explain_write_errors(out):
        out.mkdir(parents=True, exist_ok=True)
        return f"{make_story(story, out)}"


def inject_twitches(clip: Path, size_mm: float, out: Path, show_progress: ShowProgress) -> Path:
    """Write the recording with twitches of known size in it, and their truth; its path."""
    check_clip(clip, mirrored=False)
    if is_track(clip):
        raise InputError(text("error-simulate-track", file=show_name(clip)))
    from twitchcam.capture.files import open_video
    from twitchcam.pipeline import track_video
    from twitchcam.report.whole_files import explain_write_errors
    from twitchcam.synthetic.injection import plan_injection, write_injected

    with show_progress(show_name(clip)) as on_progress:
        track = track_video(clip, on_progress=on_progress)
    twitches = plan_injection(float(track.time_s[-1]), sizes_mm=(size_mm,))
    made = out / f"{clip.stem}.injected.mp4"
    with explain_write_errors(out), open_video(clip) as video:
        write_injected(video.frames(), track, twitches, made)
    return made
