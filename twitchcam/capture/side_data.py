"""What a decoder hands out beside a picture."""

from __future__ import annotations

import av
from av.sidedata.sidedata import SideData, SideDataContainer, Type


def read_side_data(frame: av.VideoFrame, kind: Type) -> SideData | None:
    """What came with a decoded frame; ``None`` where nothing of that kind did.

    Never ``frame.side_data``: frame and container then hold each other, so that pictures stay in
    memory until Python looks for such rings, half a gigabyte of them at 1080p (PyAV 18.1.0).
    """
    found: SideData | None = SideDataContainer(frame).get(kind)  # type: ignore[call-arg]
    return found
