#!/bin/sh
# ffmpegcv and ffmpegio start FFmpeg and cut its bytes into pictures of the size that ffprobe told of the file.
# Expected: a phone held upright gives upright pictures, or stored ones. In fact FFmpeg turns them, and the cut does
# not: a quarter turn has as many bytes, so number and size of pictures look right, and each one is the turned
# picture wrapped into rows of a wrong length, a face in slanted strips. A half turn and a mirror are right, and so
# are square pictures.
#
# Needs: ffmpeg and ffprobe (seen with 5.1.9), python3.11 with venv, the package index. Exits with 1 if this changes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q ffmpegcv==0.3.20 ffmpegio==0.12.0 av==18.1.0 numpy==2.4.6 2>/dev/null
cat > "$work/read.py" <<'PY'
import itertools
import struct
import sys
from fractions import Fraction
from importlib.metadata import version

import av
import ffmpegcv
import ffmpegio
import numpy as np

PATH = ""  # a new name for each clip: ffmpegio keeps what ffprobe said of a name, also if the file is another
N_PICTURES, ONE, NAMES = 60, 1 << 16, itertools.count()


def write(width, height):
    """Grey, with a black upper left quarter."""
    global PATH
    PATH = f"{sys.argv[1]}/{next(NAMES)}.mp4"
    with av.open(PATH, "w") as out:
        video = out.add_stream("libx264", rate=30, options={"crf": "8", "bf": "0"})
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        for k in range(N_PICTURES):
            grey = np.full((height, width), 120, np.uint8)
            grey[: height // 2, : width // 2] = 20
            picture = av.VideoFrame.from_ndarray(grey, format="gray").reformat(format="yuv420p")
            picture.pts, picture.time_base = k, Fraction(1, 30)
            out.mux(video.encode(picture))
        out.mux(video.encode(None))


def show_by(a, b, c, d, width, height):
    """Sets the matrix that tells how the clip is to be shown."""
    data = bytearray(open(PATH, "rb").read())
    right = width if a < 0 else height if c < 0 else 0
    down = height if d < 0 else width if b < 0 else 0
    matrix = a * ONE, b * ONE, 0, c * ONE, d * ONE, 0, right * ONE, down * ONE, 1 << 30
    struct.pack_into(">9i", data, data.index(b"tkhd") + 44, *matrix)
    open(PATH, "wb").write(data)


def by_ffmpegcv():
    with ffmpegcv.VideoCapture(PATH) as clip:
        return np.array([picture.mean(axis=2) for picture in clip])


def by_ffmpegio():
    return ffmpegio.video.read(PATH)[1].mean(axis=3)


ffmpegio.use("read_numpy")
print(*(f"{name} {version(name)}" for name in ("ffmpegcv", "ffmpegio")), "ffmpeg", ffmpegio.ffmpeg_info()["version"])
same = True
TURNS = {
    "as it is": ((1, 0, 0, 1), lambda p: p),
    "a quarter turn": ((0, 1, -1, 0), lambda p: np.rot90(p, -1)),
    "a quarter turn back": ((0, -1, 1, 0), lambda p: np.rot90(p)),
    "a half turn": ((-1, 0, 0, -1), lambda p: np.rot90(p, 2)),
    "a mirror": ((-1, 0, 0, 1), lambda p: p[:, ::-1]),
}
for name, (matrix, turn) in TURNS.items():
    for width, height in ((128, 64), (160, 120), (96, 96)):
        write(width, height)
        show_by(*matrix, width, height)
        with av.open(PATH) as clip:
            stored = next(clip.decode(video=0)).to_ndarray(format="rgb24").mean(axis=2)
        wanted = np.ascontiguousarray(turn(stored))
        for read in (by_ffmpegcv, by_ffmpegio):
            pictures = read()
            assert len(pictures) == N_PICTURES
            first, seen = pictures[0], "something else"
            if first.shape == wanted.shape and np.abs(first - wanted).mean() < 3:
                seen = "right"
            elif first.shape == stored.shape and np.abs(first - wanted.reshape(stored.shape)).mean() < 3:
                seen = "strips"
            print(f"{name}, {width} x {height}, {read.__name__}: {len(pictures)} pictures of {first.shape[::-1]}: {seen}")
            same &= seen == ("strips" if "quarter" in name and width != height else "right")
sys.exit(not same)
PY
"$work/venv/bin/python" -W ignore "$work/read.py" "$work"
