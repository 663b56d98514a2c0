"""Where brightness swings as that of no skin does: hair, cords and leaves that move before a face.

In      FaceTrack: brightness of every place in every picture
Out     (V, places, sides) marks on the grid of ``Visibility``
Method  Skin that moves brings the skin beside it, which is much as bright: its brightness against
        the face as a whole changes by a few hundredths. A strand that swings for the whole
        recording darkens and brightens what lies behind it by far more, again and again, so that
        no single moment of it is odd. What counts is how much brightness swings around its own
        level of a second, over some seconds, at several neighbours with skin all around.
Where the defaults come from   settings.VisibilitySettings
Departures from the sources    none: the method is our own
Known limits   What has the brightness of the skin behind it. Brows and lips that act bring other
        brightness too, so only held pulls of skin are doubted for this.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import ndimage

from twitchcam.records import Bools, FaceTrack, Floats
from twitchcam.settings import VisibilitySettings
from twitchcam.signals.face_light import compare_with_face
from twitchcam.signals.place_groups import keep_wide, list_surrounded, widen
from twitchcam.tracking.row_store import read_rows

_LEVEL_S: Final = 1.0
_OVER_S: Final = 2.0
_MIN_PICTURES: Final = 10
_AT_ONCE: Final = 40  # moments: an hour needs no more memory than a minute
# The same few neighbours that make a shadow.
_MIN_PLACES: Final = 3
_FEW: Final = 0.3


def mark_restless(
    track: FaceTrack, time_s: Floats, face: Floats, settings: VisibilitySettings
) -> Bools:
    """(V, places, sides) True where something swings before the skin around the times (V,).

    ``face`` (N,) is the light of the face in every picture (``measure_face_light``).
    """
    marks = np.zeros((len(time_s), *track.field_texture.shape), dtype=bool)
    shown = track.face_found & ~track.other_person & ~track.repeated
    margin_s = (_LEVEL_S + _OVER_S) / 2
    for first_at in range(0, len(time_s), _AT_ONCE):
        at_s = time_s[first_at : first_at + _AT_ONCE]
        first, stop = np.searchsorted(track.time_s, [at_s[0] - margin_s, at_s[-1] + margin_s])
        seen = shown[first:stop]
        if seen.sum() < _MIN_PICTURES:
            continue
        light = read_rows(track.field_light, int(first), int(stop))[seen]
        shown_s = track.time_s[first:stop][seen]
        squares = _take_out_level(compare_with_face(light, face[first:stop][seen]), shown_s) ** 2
        edges = np.searchsorted(shown_s, [at_s - _OVER_S / 2, at_s + _OVER_S / 2]).T
        for mark, (begin, end) in zip(marks[first_at:], edges, strict=False):
            if end - begin < _MIN_PICTURES:
                continue
            rms = np.sqrt(squares[begin:end].mean(axis=0))
            odd = (rms > settings.restless_light_share) & list_surrounded()
            if odd.any():
                mark[:] = widen(keep_wide(odd, _MIN_PLACES, _FEW))
    return marks


def _take_out_level(relative: Floats, time_s: Floats) -> Floats:
    """Brightness (n, places, sides) around its own level of a second; 0 where not seen."""
    usual_s = float(np.median(np.diff(time_s)))
    width = max(2 * round(_LEVEL_S / usual_s / 2) + 1, 3)
    known = np.isfinite(relative)
    filled = np.where(known, relative, 0.0)
    weight = ndimage.uniform_filter1d(known.astype(np.float64), width, axis=0, mode="nearest")
    level = ndimage.uniform_filter1d(filled, width, axis=0, mode="nearest")
    return np.where(known, relative - level / np.maximum(weight, 1e-3), 0.0)
