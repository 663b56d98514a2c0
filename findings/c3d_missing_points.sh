#!/bin/sh
# In a C3D file a marker that no camera saw has the residual -1; its coordinates then mean nothing, and are 0 by
# custom. Expected of c3d.Writer, given such a point at (0, 0, 0) or NaN: that it writes this. In fact it
# writes where the marker was last seen, in every frame of the gap, and c3d.Reader hands these places out, with -1
# in the fourth column and 127 as the camera bits (its text says -1). Read and written once more they stay. Who
# takes the first three columns sees no gap but a face that held still, and then a jump: amounts of movement become
# too small and the speed at the end of a gap too large. It is so for files of whole numbers and of floats;
# ezc3d makes them NaN. Points with a residual below 0 must be taken out first.
# ezc3d in turn writes a missing point as NaN with the residual 0, which is that of a point made by a model,
# though it reads -1 itself.
#
# Needs: python3.11 with venv, the package index. Exits with 1 if this changes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q c3d==0.6.0 ezc3d==1.7.2 numpy==2.4.6 2>/dev/null
cat > "$work/gap.py" <<'PY'
import struct
import sys
from importlib.metadata import version

import c3d
import ezc3d
import numpy as np

PATH, LENGTH, GAP = sys.argv[1], 12, range(5, 9)
PLACES = 100.0 + 10 * np.arange(LENGTH)  # x of a marker that moves by 10 mm per frame


def write(frames, scale):
    writer = c3d.Writer(point_rate=100, analog_rate=0, point_scale=scale)
    for points in frames:
        writer.add_frames([(points, np.zeros((0, 0), "f4"))])
    writer.set_point_labels(["lip"])
    with open(PATH, "wb") as file:
        writer.write(file)


def read():
    with open(PATH, "rb") as file:
        return [points.copy() for _, points, _ in c3d.Reader(file).read_frames()]


def stored(kind, size):
    """The words of the only point, without any library."""
    with open(PATH, "rb") as file:
        data = file.read()
    at = 512 * (struct.unpack("<H", data[16:18])[0] - 1)
    return np.frombuffer(data[at : at + 4 * size * LENGTH], kind).reshape(LENGTH, 4)


print("c3d", version("c3d"), "ezc3d", version("ezc3d"))
held = PLACES.copy()
held[GAP] = PLACES[GAP[0] - 1]
empty = PLACES.copy()
empty[GAP] = np.nan
same = True
for scale, kind, size in ((-1.0, "<f4", 4), (-0.1, "<f4", 4), (0.1, "<i2", 2), (1.0, "<i2", 2)):
    for name, missing in (("0", (0, 0, 0, -1, 0)), ("NaN", (np.nan, np.nan, np.nan, -1, 0))):
        frames = [np.array([[place, 7, -3, 0, 2]], "f4") for place in PLACES]
        for k in GAP:
            frames[k][0] = missing
        write(frames, scale)
        words = stored(kind, size)
        in_file = words[:, 0] * (scale if scale > 0 else 1)
        once = read()
        write(once, scale)
        twice = read()
        other = ezc3d.c3d(PATH)["data"]["points"][0, 0]
        x = np.array([points[0, 0] for points in once])
        print(f"scale {scale}, missing as {name}: in the file {in_file[GAP].round(1).tolist()}, "
              f"by c3d {x[GAP].tolist()}, {once[GAP[0]][0, 3:].tolist()}, by ezc3d {other[GAP].tolist()}")  # fmt: skip
        same &= np.allclose(in_file, held) and (words[GAP, 3] == -1).all() and np.allclose(x, held)
        same &= all(once[k][0, 3:].tolist() == [-1, 127] for k in GAP)
        same &= np.allclose([points[0, 0] for points in twice], held)
        same &= np.allclose(other, empty, equal_nan=True)

made = ezc3d.c3d()
made["parameters"]["POINT"]["RATE"]["value"] = [100]
made["parameters"]["POINT"]["LABELS"]["value"] = ("lip",)
points = np.ones((4, 1, LENGTH))
points[:3, 0] = empty
made["data"]["points"] = points
made.write(PATH)
words = stored("<f4", 4)[GAP[0]]
print("ezc3d writes a missing point as", words.tolist())
same &= bool(np.isnan(words[:3]).all()) and words[3] == 0
sys.exit(not same)
PY
"$work/venv/bin/python" -W ignore "$work/gap.py" "$work/face.c3d"
