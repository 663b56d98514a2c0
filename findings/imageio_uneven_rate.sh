#!/bin/sh
# A phone that films at 30 pictures a second takes 15 where it gets dark. Expected of imageio-ffmpeg: as
# many pictures as the file holds, or as many as the rate that it states makes of its length. In fact three
# of its own numbers disagree: it counts 75 pictures, states 25 a second (their mean) and hands out 91,
# spread evenly at a rate that it tells nowhere, 30. Picture number over stated rate is thus up to 0.6 s
# late within 3 s. Such a file needs "-fps_mode passthrough" among the output_params (the FFmpeg that comes
# with it no longer knows -vsync), and times read elsewhere.
#
# Needs: python3.11 with venv, the package index. Exits with 1 if this changes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q imageio-ffmpeg==0.8.1 av==18.1.0 numpy==2.4.6 2>/dev/null
cat > "$work/count.py" <<'PY'
import sys
from fractions import Fraction

import av
import imageio_ffmpeg
import numpy as np

PATH = sys.argv[1]
TIMES_S = [k / 30 for k in range(30)] + [1 + k / 15 for k in range(15)] + [2 + k / 30 for k in range(30)]


def write():
    with av.open(PATH, "w") as out:
        stream = out.add_stream("libx264", rate=30, options={"crf": "8"})
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, 90000)
        for k, time_s in enumerate(TIMES_S):
            frame = av.VideoFrame.from_ndarray(np.full((64, 64, 3), 3 * k + 8, np.uint8))
            frame = frame.reformat(format="yuv420p")
            frame.pts, frame.time_base = round(time_s * 90000), Fraction(1, 90000)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def number(frame):
    return round((np.frombuffer(frame, np.uint8).mean() - 8) / 3)


def read(**options):
    frames = imageio_ffmpeg.read_frames(PATH, **options)
    meta = next(frames)
    return meta, [number(frame) for frame in frames]


write()
with av.open(PATH) as video:
    true_s = [float(frame.pts * frame.time_base) for frame in video.decode(video=0)]
meta, numbers = read()
counted = imageio_ffmpeg.count_frames_and_secs(PATH)[0]
late_s = max(k / meta["fps"] - true_s[at] for k, at in enumerate(numbers))
_, untouched = read(output_params=["-fps_mode", "passthrough"])
print("imageio-ffmpeg", imageio_ffmpeg.__version__, "FFmpeg", imageio_ffmpeg.get_ffmpeg_version())
print(f"{len(true_s)} pictures in {true_s[-1]:.2f} s; counted {counted}; stated {meta['fps']} a second; "
      f"handed out {len(numbers)}; latest by {late_s:.2f} s; with passthrough: {len(untouched)}")  # fmt: skip
sys.exit(
    (len(true_s), counted, meta["fps"], len(numbers), round(late_s, 1), len(untouched))
    != (75, 75, 25.0, 91, 0.6, 75)
)
PY
"$work/venv/bin/python" "$work/count.py" "$work/dim.mp4"
