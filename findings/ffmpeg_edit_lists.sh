#!/bin/sh
# FFmpeg (here through PyAV) and the edit list of a valid MP4 (ISO/IEC 14496-12, 8.6.6):
# an empty edit between two others shows pictures from the beginning of the recording in place of
# nothing, and an edit at double speed (media_rate 2) is played at single speed and loses its second
# half. Prints what comes, and ends with an error once it is otherwise.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" -q install av==18.1.0 numpy==2.2.6
cat > "$folder/show.py" <<'PYTHON'
import struct
import sys
from fractions import Fraction

import av
import numpy as np

PATH = sys.argv[1]


def write():
    with av.open(PATH, "w") as out:
        stream = out.add_stream("libx264", rate=25, options={"bf": "0", "crf": "8"})
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for k in range(50):
            frame = av.VideoFrame.from_ndarray(np.full((64, 64, 3), 4 * k, np.uint8))
            frame = frame.reformat(format="yuv420p")
            frame.pts, frame.time_base = k, Fraction(1, 25)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def set_edits(edits):
    data = bytearray(open(PATH, "rb").read())
    hz = [struct.unpack_from(">I", data, data.index(name) + 16)[0] for name in (b"mvhd", b"mdhd")]
    rows = b"".join(
        struct.pack(
            ">Iii",
            round(length_s * hz[0]),
            -1 if from_s is None else round(from_s * hz[1]),
            round(rate * 65536),
        )
        for length_s, from_s, rate in edits
    )
    table = struct.pack(">II", 0, len(edits)) + rows
    table = struct.pack(">I4s", 8 + len(table), b"elst") + table
    table = struct.pack(">I4s", 8 + len(table), b"edts") + table
    at = data.index(b"edts") - 4
    old = struct.unpack_from(">I", data, at)[0]
    data[at : at + old] = table
    for box in (data.index(b"moov") - 4, data.index(b"trak") - 4):
        size = struct.unpack_from(">I", data, box)[0]
        struct.pack_into(">I", data, box, size + len(table) - old)
    open(PATH, "wb").write(data)


def read():
    with av.open(PATH) as video:
        return [
            (round(float(f.pts * f.time_base), 2), round(f.to_ndarray(format="gray").mean() / 4))
            for f in video.decode(video=0)
        ]


print("PyAV", av.__version__, "libavformat", av.library_versions["libavformat"])
write()
set_edits([(0.4, 0.0, 1), (0.4, None, 1), (0.4, 1.0, 1)])
gap = [number for time_s, number in read() if 0.4 <= time_s < 0.78]
print("0.4 s of pictures 0-9, 0.4 s of nothing, pictures 25-34; during nothing come:", gap)
write()
set_edits([(1.0, 0.0, 2)])
fast = read()
print("50 pictures in 1 s at double speed; come:", len(fast), "the last two:", fast[-2:])
as_expected = len(gap) >= 9 and max(gap) <= 12 and len(fast) == 25 and fast[-1][0] == 0.96
sys.exit(0 if as_expected else "FFmpeg behaves otherwise now")
PYTHON
"$folder/venv/bin/python" "$folder/show.py" "$folder/edits.mp4"
