"""The skin live, in a process of its own: ``python -m twitchcam.web.live_worker``.

Each order is a line of JSON, followed by as many bytes as it says: one picture as the camera gave
it. Each answer is a line of JSON, the first one before any order, when the face can be looked at.
The process ends when its input does.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twitchcam.web.live_shape import describe_seen


def main() -> None:
    """Answer until the input ends."""
    from twitchcam.app.live import LiveFace

    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    with LiveFace() as face:
        _say(out, {"ready": True})
        while line := sys.stdin.buffer.readline():
            order = json.loads(line)
            image_rgb = _read_picture(order, sys.stdin.buffer.read(order["n_bytes"]))
            seen = face.look(image_rgb, order["time_us"] / 1e6)
            _say(out, {"late": True} if seen is None else describe_seen(seen))


def _read_picture(order: dict[str, Any], pixels: bytes) -> NDArray[np.uint8]:
    from twitchcam.capture.encoding import LAYOUTS, make_rgb

    width, height = order["width"], order["height"]
    if order["format"] == "RGBA":
        colours = np.frombuffer(pixels, np.uint8).reshape(height, width, 4)
        return np.ascontiguousarray(colours[..., :3])
    return make_rgb(
        pixels, LAYOUTS[order["format"]], (width, height), full_range=order["full_range"]
    )


def _say(out: Any, answer: dict[str, Any]) -> None:
    out.write(json.dumps(answer) + "\n")
    out.flush()


if __name__ == "__main__":
    main()
