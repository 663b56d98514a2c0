#!/bin/sh
# A phone in the dark drops pictures, and the times in the file say which. DeFFcode is to hand out all pictures of
# a file, and with -extract_metadata each with its time. Expected: all pictures, each with its time. In fact FFmpeg
# fills the gaps with copies, and DeFFcode stops after as many pictures as length times mean rate make: the number
# looks right, but some are there twice, and the end of the clip is missing (a quarter if 2 of 7 were dropped, half
# after a pause of half of the clip). The times are those before the gaps were filled, one for each picture handed
# out: they run ahead of the pictures, by 0.2 s within the first 0.7 s. Of a clip with equal steps all is right.
#
# Needs: ffmpeg (seen with 5.1.9), python3.11 with venv, the package index. Exits with 1 if this changes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q deffcode==0.2.8 av==18.1.0 numpy==2.4.6 2>/dev/null
cat > "$work/fill.py" <<'PY'
import itertools
import logging
import sys
from fractions import Fraction
from importlib.metadata import version

import av
import numpy as np
from deffcode import FFdecoder

logging.disable(logging.CRITICAL)
PATH = sys.argv[1]
N_PICTURES = 60
CLIPS = {
    "none dropped": range(N_PICTURES),
    "2 of 7 dropped": [k for k in range(84) if k % 7 not in (3, 4)],
    "1 of 3 dropped": [k for k in range(90) if k % 3 != 1],
    "2 s dropped after 1 s": [*range(30), *range(90, 120)],
}


def write(ticks):
    """Picture k shows k in seven bright or dark bars."""
    with av.open(PATH, "w") as out:
        video = out.add_stream("libx264", rate=30, options={"crf": "10", "bf": "0"})
        video.width, video.height, video.pix_fmt = 112, 64, "yuv420p"
        for k, tick in enumerate(ticks):
            bars = np.array([40 + 160 * (k >> bit & 1) for bit in range(7)], np.uint8)
            grey = np.repeat(np.tile(bars, (64, 1)), 16, axis=1)
            picture = av.VideoFrame.from_ndarray(grey, format="gray").reformat(format="yuv420p")
            picture.pts, picture.time_base = tick, Fraction(1, 30)
            out.mux(video.encode(picture))
        out.mux(video.encode(None))


def number(grey):
    grey = np.asarray(grey, float)
    return sum(int(grey[8:56, 16 * bit + 4 : 16 * bit + 12].mean() > 120) << bit for bit in range(7))


def read(most=None, **options):
    decoder = FFdecoder(PATH, frame_format="gray", **options).formulate()
    try:
        return list(itertools.islice(decoder.generateFrame(), most))
    finally:
        decoder.terminate()


print("deffcode", version("deffcode"))
same = True
for name, ticks in CLIPS.items():
    write(ticks)
    with av.open(PATH) as clip:
        true = {number(frame.to_ndarray(format="gray")): frame.time for frame in clip.decode(video=0)}
    assert list(true) == list(range(N_PICTURES)) and np.allclose(list(true.values()), np.array(ticks) / 30, atol=1e-3)
    got = [number(picture) for picture in read()]
    line = f"{name}: {len(got)} pictures, {len(set(got))} different ones, the last is number {got[-1]} of 0 to 59"
    if name != "2 s dropped after 1 s":
        pairs = [(number(picture), told) for picture, told in read(20, **{"-extract_metadata": True})]
        ahead = [told["pts_time"] - true[k] for k, told in pairs if told]
        line += f"; of the first {len(ahead)} times one is ahead by {max(ahead):.2f} s, none behind by {-min(ahead):.2f} s"
        same &= len(ahead) > 15 and min(ahead) > -0.01
        same &= max(ahead) < 0.01 if name == "none dropped" else max(ahead) > 0.15
    print(line)
    same &= abs(len(got) - N_PICTURES) <= 1
    same &= got == list(range(N_PICTURES)) if name == "none dropped" else max(got) < 46
sys.exit(not same)
PY
"$work/venv/bin/python" -W ignore "$work/fill.py" "$work/clip.mp4" 2>&1
