"""A result to look at before there is one of one's own: of a made face, without any video."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from twitchcam.app.analyze import analyze_into
from twitchcam.wording import text

if TYPE_CHECKING:
    from twitchcam.records import Analysis, FaceTrack

_LENGTH_S: Final = 30.0
_BLINKS_S: Final = (1.0, 3.2, 5.1, 7.4, 9.0, 11.3, 13.2, 15.0, 17.1, 19.0)
_SMILES_S: Final = (20.5, 24.0, 27.0)
# From the beginning of a blink to that of what it drags along.
_LATE_S: Final = 0.06
_DRAGGED_MM: Final = 1.8


def make_sample(folder: Path) -> Analysis:
    """Measure a made face and write its results into ``folder``.

    The left cheek jerks with every blink, and in smiles the right corner of the mouth goes less
    far. It takes some seconds.
    """
    return analyze_into(folder, make_sample_track)


def make_sample_track() -> FaceTrack:
    """Make the face, as a track: what is known of a video once its pictures are gone.

    Examples
    --------
    >>> make_sample_track().source.duration_s > 29
    True
    """
    from twitchcam.synthetic.movements import Blink, Smile, Twitch
    from twitchcam.synthetic.tracks import TrackPlan, make_track

    track = make_track(
        TrackPlan(
            movements=(
                *(Blink(onset_s=at_s) for at_s in _BLINKS_S),
                *(
                    Twitch(region="cheek", side="left", onset_s=at_s + _LATE_S, size_mm=_DRAGGED_MM)
                    for at_s in _BLINKS_S
                ),
                *(Smile(onset_s=at_s, right=0.6, hold_s=0.8) for at_s in _SMILES_S),
            ),
            duration_s=_LENGTH_S,
            seed=19,
        )
    )
    return replace(track, source=replace(track.source, name=text("sample-name")))
