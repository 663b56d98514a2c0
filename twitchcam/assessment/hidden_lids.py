"""Lids of an eye that is covered: what seems to move there is the cover, or the mesh.

In      assessable places, events, sides whose eye is covered
Out     the same without the lids of those sides
Method  Nothing is looked for at their lids; a movement of both lids needs both.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from twitchcam.anatomy import SIDES
from twitchcam.records import Bools, Side, TwitchEvent
from twitchcam.skin_places import list_regions

_LIDS: Final = ("upper_lid", "lower_lid")


def hide_lids(assessable: Bools, covered: tuple[Side, ...]) -> Bools:
    """``assessable`` (C, places, sides) without the lids of the covered eyes."""
    shown = assessable.copy()
    for side in covered:
        shown[:, np.isin(list_regions(), _LIDS), SIDES.index(side)] = False
    return shown


def leave_out_hidden(
    events: Iterable[TwitchEvent], covered: tuple[Side, ...]
) -> tuple[TwitchEvent, ...]:
    """The events that are not those of a covered eye's lids."""
    return tuple(
        event
        for event in events
        if event.region not in (*_LIDS, "eye")
        or not covered
        or (event.side != "both" and event.side not in covered)
    )
