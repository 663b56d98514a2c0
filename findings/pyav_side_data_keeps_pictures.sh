#!/bin/sh
# Decoders hand out more than pictures: by which quantiser a block was coded, how a phone was held. In PyAV that
# is frame.side_data. Expected: to look at it costs a moment, and a picture that the loop has left is freed.
# In fact the first look ties a knot: the frame keeps the container that it made, and the container keeps the
# frame. Such pictures stay until Python next looks for objects that hold each other, which it does by the
# number of objects, not by their size: all 300 of this clip, or in a program that made many objects of its own
# some 150, half a gigabyte at 1080p. tracemalloc shows none of it, for the pictures are FFmpeg's. A
# SideDataContainer made for the frame by hand reads the same and ties no knot; the type stubs do not know
# its constructor.
#
# Needs: python3.11 with venv, the package index. Exits with 1 if this changes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q av==18.1.0 numpy==2.4.6 2>/dev/null
cat > "$work/keep.py" <<'PY'
import gc
import sys
from fractions import Fraction

import av
import numpy as np
from av.sidedata.sidedata import SideDataContainer, Type

PATH, N_PICTURES = sys.argv[1], 300

with av.open(PATH, "w") as out:
    video = out.add_stream("libx264", rate=30)
    video.width = video.height = 64
    video.pix_fmt = "yuv420p"
    for k in range(N_PICTURES):
        picture = av.VideoFrame.from_ndarray(np.full((64, 64, 3), k % 200, np.uint8))
        picture.pts, picture.time_base = k, Fraction(1, 30)
        out.mux(video.encode(picture))
    out.mux(video.encode(None))


def count_kept():
    return sum(isinstance(thing, av.VideoFrame) for thing in gc.get_objects())


def decode(look):
    told, kept = 0, 0
    with av.open(PATH) as clip:
        stream = clip.streams.video[0]
        stream.codec_context.options = {"export_side_data": "venc_params"}
        for frame in clip.decode(stream):
            told += look(frame) is not None
            kept = max(kept, count_kept())
    return told, kept


LOOKS = {
    "not looked at": lambda frame: None,
    "frame.side_data": lambda frame: frame.side_data.get(Type.VIDEO_ENC_PARAMS),
    "container by hand": lambda frame: SideDataContainer(frame).get(Type.VIDEO_ENC_PARAMS),
}
print("PyAV", av.__version__)
seen = {}
for collects in (True, False):
    for name, look in LOOKS.items():
        gc.collect()
        (gc.enable if collects else gc.disable)()
        told, kept = seen[name, collects] = decode(look)
        print(f"{name}, collector {'on' if collects else 'off'}: told {told} of {N_PICTURES}, "
              f"at most {kept} pictures in memory")  # fmt: skip
few = [kept < 20 for (name, _), (_, kept) in seen.items() if name != "frame.side_data"]
told = [n for (name, _), (n, _) in seen.items() if name != "not looked at"]
off = seen["frame.side_data", False][1]
sys.exit(not all(few) or told != [N_PICTURES] * 4 or off < N_PICTURES)
PY
"$work/venv/bin/python" "$work/keep.py" "$work/clip.mp4"
