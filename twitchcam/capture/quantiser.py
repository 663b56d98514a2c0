"""How coarsely each part of a picture was quantised, where the codec tells.

In      a decoded frame whose decoder was asked to export its encoding parameters
Out     a map of quantiser steps over the stored picture, in grey levels of its transform
Method  FFmpeg hands out ``AVVideoEncParams`` with every frame: the quantiser of each macroblock for
        H.264 and MPEG-4 Part 2, one index for a whole frame of VP9. Indices become steps: H.264
        doubles every six [itu-h264], VP9 has a table [vp9-bitstream], MPEG-4's is the step itself.
Departures from the sources    VP9's table is drawn through a few of its entries (1.5 % off at
        most), its steps and those of MPEG-4 are brought to the scale of H.264's by a factor
Known limits   HEVC, AV1, VP8 and MJPEG tell nothing. A coarse segment of a VP9 frame counts as
        the frame. What an earlier encoding left out is not in the steps of the last.
"""

from __future__ import annotations

import struct
from typing import Final

import av
import numpy as np
from av.sidedata.sidedata import Type
from numpy.typing import NDArray

from twitchcam.capture.side_data import read_side_data

# To be given to the decoder's context before it is opened.
EXPORT_OPTION: Final = {"export_side_data": "venc_params"}

_BLOCK_PX: Final = 16
# AVVideoEncParams begins with: number of blocks, where they begin, bytes of each, type, quantiser.
_HEADER: Final = "@IQQii"
_DELTA_AT: Final = 16  # bytes into a block: behind its place and size

_H264_LARGEST: Final = 51
_H264_UNIT_QP: Final = 4  # the quantiser whose step is 1
_H264_DOUBLES_AFTER: Final = 6
_MPEG4_LARGEST: Final = 31
# AC steps of VP9: index, step.
_VP9_AC: Final = (
    (0, 1, 95, 120, 137, 155, 170, 185, 200, 215, 230, 243, 255),
    (4, 8, 102, 152, 203, 280, 366, 483, 639, 848, 1129, 1451, 1828),
)
# A VP9 step is eight times as fine as the number says.
_VP9_SCALE: Final = 8.0


def read_quantiser(frame: av.VideoFrame, codec: str) -> NDArray[np.float32] | None:
    """Quantiser steps (rows, columns), evenly over the stored picture; ``None`` if not told.

    One row and column where the codec tells one number for the frame. The last row and column may
    reach beyond the picture by less than a block.
    """
    if codec not in ("h264", "mpeg4", "vp9"):
        return None
    stored = read_side_data(frame, Type.VIDEO_ENC_PARAMS)
    if stored is None:
        return None
    buffer = memoryview(stored)
    n_blocks, first, n_bytes, _, qp = struct.unpack_from(_HEADER, buffer)
    if codec == "vp9":
        return _VP9_STEPS[min(max(qp, 0), len(_VP9_STEPS) - 1)].reshape(1, 1)
    if n_blocks == 0:
        return None
    if codec == "h264":
        qp -= _H264_DOUBLES_AFTER * (frame.format.components[0].bits - 8)
    delta: NDArray[np.int32] = np.ndarray(
        (n_blocks,), np.int32, buffer, first + _DELTA_AT, (n_bytes,)
    )
    steps = _MPEG4_STEPS if codec == "mpeg4" else _H264_STEPS
    steps = steps[np.clip(delta + qp, 0, len(steps) - 1)]
    columns = -(-frame.width // _BLOCK_PX)
    if n_blocks % columns:
        return np.median(steps).astype(np.float32).reshape(1, 1)
    return steps.reshape(-1, columns)


_H264_STEPS: Final = (
    2.0 ** ((np.arange(_H264_LARGEST + 1) - _H264_UNIT_QP) / _H264_DOUBLES_AFTER)
).astype(np.float32)
_MPEG4_STEPS: Final = np.maximum(np.arange(_MPEG4_LARGEST + 1), 1).astype(np.float32)
_VP9_STEPS: Final = (np.interp(np.arange(256), *_VP9_AC) / _VP9_SCALE).astype(np.float32)
