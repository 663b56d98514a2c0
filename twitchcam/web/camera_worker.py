"""The live check of a camera, in a process of its own: ``python -m twitchcam.web.camera_worker``.

Each order is a line of JSON, followed by as many bytes of plain RGB as it says: nothing here
has to be decoded, so nothing can be made of a picture but a picture. Each answer is a line of
JSON. The process ends when its input does.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from typing import Final

import numpy as np

_NICENESS: Final = 2


def main() -> None:
    """Answer until the input ends."""
    from twitchcam.app.check_camera import CameraCheck
    from twitchcam.app.framing_watch import find_head_cut

    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    with CameraCheck() as check:
        while line := sys.stdin.buffer.readline():
            order = json.loads(line)
            width, height = order["width"], order["height"]
            raw = sys.stdin.buffer.read(width * height * 4)
            pixels = np.frombuffer(raw, dtype=np.uint8).reshape(height, width, 4)
            framing, gesture = check.look(
                np.ascontiguousarray(pixels[..., :3]),
                full_width_px=order["full_width"],
                frame_rate_hz=order["rate"],
            )
            full_px = (order["full_width"], round(order["full_width"] * height / width))
            answer = asdict(framing) | {
                "gesture": gesture and asdict(gesture),
                "cut": find_head_cut(framing, full_px),
            }
            out.write(json.dumps(answer) + "\n")
            out.flush()


if __name__ == "__main__":
    main()
