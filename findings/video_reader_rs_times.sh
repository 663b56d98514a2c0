#!/bin/sh
# video-reader-rs hands out pictures (decode) and their times (get_pts), and tells how many there are (get_shape).
# Expected: time k is that of picture k, and the numbers agree. In fact pictures come as they are shown, times as
# they lie in the file. Where pictures refer to later ones (B-pictures, as most encoders write them), most times are
# those of neighbours, off by up to 0.1 s at 30 pictures a second. Of a clip whose begin was cut off by an edit
# list, as a phone does, the pictures from the last key picture to the cut are not shown, but counted, and
# have times: then all times are off, and decode and decode_gray end with as many black pictures; decode_fast
# has none. And of the matrix that says how to show a clip, only the angle is kept: a mirrored clip comes by a half
# turn, upside down, and one to be shown upside down as if nothing had been said.
# Sorted times, without those below 0, fit the pictures.
#
# Needs: python3.11 with venv, the package index (wheel 0.4.5 must be told where its own libraries lie).
# Exits with 1 if this changes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q video-reader-rs==0.4.5 av==18.1.0 numpy==2.4.6 2>/dev/null
cat > "$work/times.py" <<'PY'
import struct
import sys
from fractions import Fraction
from importlib.metadata import version

import av
import numpy as np
from video_reader import PyVideoReader

PATH = sys.argv[1]
N_PICTURES, WIDTH, HEIGHT, ONE = 48, 128, 64, 1 << 16


def write(rate, n_b):
    """Below, picture k is 20 + 4 k bright; its upper left quarter is black."""
    with av.open(PATH, "w") as out:
        settings = "b-adapt=0:scenecut=0:weightp=0:keyint=12:min-keyint=12"
        video = out.add_stream("libx264", rate=rate, options={"bf": str(n_b), "crf": "5", "x264-params": settings})
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for k in range(N_PICTURES):
            grey = np.full((HEIGHT, WIDTH), 20 + 4 * k, np.uint8)
            grey[: HEIGHT // 2, : WIDTH // 2] = 0
            picture = av.VideoFrame.from_ndarray(grey, format="gray").reformat(format="yuv420p")
            picture.pts, picture.time_base = k, Fraction(1, rate)
            out.mux(video.encode(picture))
        out.mux(video.encode(None))


def patch(box, at, form, *values):
    data = bytearray(open(PATH, "rb").read())
    struct.pack_into(form, data, data.index(box) + at, *values)
    open(PATH, "wb").write(data)


def cut(rate, first):
    """Lets the only edit begin with picture `first`."""
    data = open(PATH, "rb").read()
    ticks = struct.unpack_from(">I", data, data.index(b"mdhd") + 16)[0]
    start = struct.unpack_from(">i", data, data.index(b"elst") + 16)[0]
    patch(b"elst", 12, ">Ii", round(1000 * (N_PICTURES - first) / rate), start + first * ticks // rate)


def number(picture):
    level = float(np.asarray(picture)[HEIGHT // 2 + 8 :].mean())
    return "black" if level < 10 else round((level - 20) / 4)


def compare(first):
    with av.open(PATH) as clip:
        true = [(number(frame.to_ndarray(format="gray")), frame.time) for frame in clip.decode(video=0)]
    shown = [k for k, _ in true]
    assert shown == list(range(first, N_PICTURES))
    clip = PyVideoReader(PATH)
    times, counted = clip.get_pts(), clip.get_shape()[0]
    plain, grey, fast = (
        [number(picture) for picture in decode()]
        for decode in (PyVideoReader(PATH).decode, PyVideoReader(PATH).decode_gray, PyVideoReader(PATH).decode_fast)
    )
    assert plain == grey and fast == shown and plain == shown + (len(plain) - len(shown)) * ["black"]
    off_s = np.abs(np.array(times[: len(true)]) - [at for _, at in true])
    kept = sorted(at for at in times if at > -1e-6)
    fits = len(kept) == len(true) and np.allclose(kept, [at for _, at in true], atol=1e-3)
    return len(shown), counted, len(times), plain.count("black"), int(sum(off_s > 1e-3)), off_s.max().round(3), fits


def find_quarter():
    picture = PyVideoReader(PATH).decode_gray()[20].astype(float)
    high = "upper" if picture[:24].mean() < picture[-24:].mean() else "lower"
    return f"{high} {'left' if picture[:, :48].mean() < picture[:, -48:].mean() else 'right'}"


print("video-reader-rs", version("video-reader-rs"))
same = True
for rate, n_b, first in ((30, 0, 0), (30, 1, 0), (30, 3, 0), (25, 3, 0), (60, 2, 0),
                         (30, 0, 18), (30, 3, 18), (25, 3, 20)):  # fmt: skip
    write(rate, n_b)
    if first:
        cut(rate, first)
    shown, counted, n_times, n_black, n_off, most_s, fits = compare(first)
    print(f"{rate} a second, {n_b} B-pictures, cut before picture {first}: {shown} pictures shown, get_shape says "
          f"{counted}, {n_times} times, {n_off} of them off by up to {most_s} s (sorted they fit: {fits}), "
          f"black at the end: {n_black}")  # fmt: skip
    same &= n_times == counted == shown + n_black and fits and (n_black > 0) == (first > 0)
    same &= n_off == shown if first else (n_off > shown / 2) == (n_b > 0)
for kind, x, y, wanted, seen in (
    ("as it is", 1, 1, "upper left", "upper left"),
    ("by a half turn", -1, -1, "lower right", "lower right"),
    ("mirrored", -1, 1, "upper right", "lower right"),
    ("upside down", 1, -1, "lower left", "upper left"),
):
    write(30, 0)
    matrix = x * ONE, 0, 0, 0, y * ONE, 0, (x < 0) * WIDTH * ONE, (y < 0) * HEIGHT * ONE, 1 << 30
    patch(b"tkhd", 44, ">9i", *matrix)
    found = find_quarter()
    print(f"to be shown {kind}: the quarter that must be {wanted} is {found}")
    same &= found == seen
sys.exit(not same)
PY
LD_LIBRARY_PATH="$work/venv/lib/python3.11/site-packages/video_reader_rs.libs" \
    "$work/venv/bin/python" "$work/times.py" "$work/clip.mp4"
