"""How much room a minute will take, measured with a few pictures of the camera as it stands.

Noise and light decide it more than anything else, so it cannot be told from the size alone.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np

from twitchcam.capture.containers import quiet_ffmpeg
from twitchcam.capture.encoding import Bytes, EncodingName, Layout
from twitchcam.capture.recorder import KEY_EVERY_S, Recorder


def measure_room(
    pictures: Sequence[Bytes],
    size_px: tuple[int, int],
    *,
    layout: Layout,
    encoding: EncodingName,
    frame_rate_hz: float,
) -> float:
    """Bytes that a minute of such pictures takes.

    Parameters
    ----------
    pictures : at least two, one after the other, as ``Recorder.add`` takes them.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.mkv"
        with Recorder(path, size_px, layout=layout, encoding=encoding) as recorder:
            for k, picture in enumerate(pictures):
                recorder.add(picture, k / frame_rate_hz)
        with quiet_ffmpeg(), av.open(str(path)) as sample:
            packets = [p for p in sample.demux(video=0) if p.size]
            keys = [packet.size for packet in packets if packet.is_keyframe]
            others = [packet.size for packet in packets if not packet.is_keyframe] or keys
    keys_hz = 1.0 / KEY_EVERY_S
    per_second = keys_hz * np.mean(keys) + max(frame_rate_hz - keys_hz, 0.0) * np.mean(others)
    return float(60.0 * per_second)
