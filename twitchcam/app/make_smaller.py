"""Make a smaller copy of a recording, and measure what it would cost."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from twitchcam.records import Quality

# Writing the copy takes about as long as following the face in it.
_SHARE_OF_WRITING: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallerCopy:
    """What a smaller copy saves, and what it costs.

    Attributes
    ----------
    size_bytes : of the copy.
    limit_mm : the smallest movement that would be seen in every part of the face that is judged
        now; ``None`` where nothing can be judged in the copy.
    n_lost : parts of the face (of one side) that are judged now and could not be in the copy.
    """

    size_bytes: int
    limit_mm: float | None
    n_lost: int


def make_smaller(
    recording: Path,
    copy: Path,
    now: Quality,
    *,
    mirrored: bool,
    on_progress: Callable[[float], None],
) -> SmallerCopy:
    """Write ``copy`` and analyse it as any other file.

    Parameters
    ----------
    now : what the recording itself allows to say.

    Raises
    ------
    InputError
        The recording cannot be read, or the disk is full.
    """
    from twitchcam.capture.smaller import write_smaller_copy
    from twitchcam.pipeline import analyze_track, track_video

    write_smaller_copy(recording, copy, lambda share: on_progress(_SHARE_OF_WRITING * share))
    track = track_video(
        copy,
        mirrored=mirrored,
        on_progress=lambda share: on_progress(
            _SHARE_OF_WRITING + (1.0 - _SHARE_OF_WRITING) * share
        ),
    )
    before, then = (_list_limits(quality) for quality in (now, analyze_track(track).quality))
    kept = [then[key] for key in before if key in then]
    return SmallerCopy(
        size_bytes=copy.stat().st_size,
        limit_mm=max(kept, default=None),
        n_lost=len(before) - len(kept),
    )


def write_about(path: Path, about: SmallerCopy) -> None:
    """Keep what is known of a copy beside it."""
    path.write_text(json.dumps(asdict(about)), encoding="utf-8")


def read_about(path: Path) -> SmallerCopy | None:
    """Return what is known of a copy, ``None`` where there is none."""
    try:
        return SmallerCopy(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def _list_limits(quality: Quality) -> dict[tuple[str, str], float]:
    return {(item.region, item.side): item.limit_mm for item in quality.detection_limits}
