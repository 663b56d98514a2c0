#!/bin/sh
# Test clips are made with x264, and a test of a threshold must get the same clip each time. Expected: one thread,
# the same pictures, the same options, so the same file; x264 is known for that.
# In fact, on a processor with AVX-512 the pictures that come out depend on what lay in memory before the encoder
# opened: it looks ahead (macroblock tree) partly at memory that nobody has written. In a new process memory is
# mostly empty, and all looks well; late in a long one the same clip comes out otherwise, by so much that a movement
# of 1.5 mm on a made face measured 1.46 mm one time and 1.53 mm another. "asm=avx2" gives one file always; so do no
# look-ahead (zerolatency) and the preset ultrafast. Seen in the wheels of PyAV 18.1.0 and 19.0.2 (x264 core 165)
# and in Debian 12's FFmpeg 5.1.9.
#
# Needs: a Linux with glibc (it fills new memory with a byte of our choice), a processor with AVX-512 (ends with 0
# and says so where there is none), python3.11 with venv, the package index. Exits with 1 if this changes.
set -eu
if ! grep -q -w avx512bw /proc/cpuinfo; then
    echo "not to be seen here: this processor has no AVX-512"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q av==18.1.0 numpy==2.4.6 2>/dev/null || { echo "the packages could not be installed"; exit 2; }
cat > "$work/encode.py" <<'PY'
import hashlib
import io
import sys
from fractions import Fraction

import av
import numpy as np

rng = np.random.default_rng(1)
y, x = np.mgrid[:360, :480]


def draw(k):
    """Soft hills that drift by a third of a pixel, under faint noise."""
    hills = sum(
        np.sin((x + k / 3) / (7.0 + 3 * n) + n) * np.cos((y - k / 5) / (9.0 + 2 * n)) for n in range(6)
    )
    return np.clip(120 + 14 * hills + rng.normal(0, 1.5, x.shape), 0, 255).astype(np.uint8)


pictures = [np.repeat(draw(k)[..., None], 3, axis=2) for k in range(30)]


def encode(options):
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as out:
        video = out.add_stream("libx264", rate=30, options={"crf": "20", "threads": "1", **options})
        video.width, video.height, video.pix_fmt = 480, 360, "yuv420p"
        for k, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = k, Fraction(1, 30)
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
    file.seek(0)
    shown = b"".join(frame.to_ndarray().tobytes() for frame in av.open(file).decode(video=0))
    return hashlib.sha256(shown).hexdigest()[:12]


for options in (
    {"preset": "veryfast"},
    {"preset": "veryfast", "x264-params": "asm=avx2"},
    {"preset": "veryfast", "tune": "zerolatency"},
    {"preset": "ultrafast"},
):
    print(encode(options), *options.values())
PY
for byte in 90 165; do
    MALLOC_PERTURB_=$byte "$work/venv/bin/python" "$work/encode.py" > "$work/$byte"
    echo "new memory filled from $byte:"
    cat "$work/$byte"
done
alike() { [ "$(sed -n "$1p" "$work/90")" = "$(sed -n "$1p" "$work/165")" ]; }
if alike 1; then
    echo "CHANGED: the same pictures give the same file, whatever lay in memory"
    exit 1
fi
for line in 2 3 4; do
    if ! alike "$line"; then
        echo "CHANGED: line $line depends on memory, too"
        exit 1
    fi
done
echo "as described: the usual options depend on memory, the other three do not"
