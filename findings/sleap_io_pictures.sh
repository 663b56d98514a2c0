#!/bin/sh
# SLEAP's files name a picture by its number in the clip, and sleap-io reads the picture of a number by one of three
# plugins: the one that is there. Expected: video[40] is the same picture by each. So it is if pictures come at equal
# times from 0 s on. In fact, of a clip whose pictures begin 1 s late (phones and browsers write such), "pyav" gives
# picture k - 30 for number k, and the first one for all below 30. Of a clip with dropped pictures (a phone in the
# dark), "FFMPEG", the default and "most reliable", never gives the last quarter or third: it counts the
# pictures that fill the gaps, too. "pyav" and "opencv" are right as long as pictures are read in order, and give
# others, up to 12 away, if single ones are asked for. len() is right in all cases. So labels come to lie on
# other pictures than those that were labelled, by the plugin, and by the order of reading.
#
# Needs: python3.11 with venv, the package index. Exits with 1 if this changes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
# only what reading a clip needs, without the parts for skeletons and NWB
"$work/venv/bin/pip" install -q --no-deps sleap-io==0.9.5 imageio==2.38.1 imageio-ffmpeg==0.8.1 av==15.1.0 \
    opencv-python-headless==4.11.0.86 numpy==1.26.4 attrs==25.4.0 h5py==3.16.0 simplejson==4.3.0 lazy-loader==0.6 \
    fsspec==2026.9.0 tqdm==4.70.1 tifffile==2025.10.16 pillow==13.0.0 pyyaml==6.0.4 2>/dev/null
cat > "$work/which.py" <<'PY'
import sys
from fractions import Fraction
from importlib.metadata import version

import av
import cv2  # noqa: F401  (sleap-io takes it only if it was imported)
import numpy as np
import sleap_io

PATH = sys.argv[1]
N_PICTURES = 60
EVEN = list(range(N_PICTURES))
SINGLY = [40, 7, 33, 12, 46, 3, 21, 29, 44, 16]
CLIPS = {
    "even": EVEN,
    "0.5 s late": [k + 15 for k in EVEN],
    "1 s late": [k + 30 for k in EVEN],
    "2 of 7 dropped": [k for k in range(84) if k % 7 not in (3, 4)],
    "half of them dropped after 1 s": [*range(30), *range(30, 90, 2)],
}


def write(ticks):
    """Picture k shows k in seven bright or dark bars."""
    with av.open(PATH, "w") as out:
        video = out.add_stream("libx264", rate=30, options={"crf": "10", "g": "12", "bf": "2"})
        video.width, video.height, video.pix_fmt = 112, 64, "yuv420p"
        for k, tick in enumerate(ticks):
            bars = np.array([40 + 160 * (k >> bit & 1) for bit in range(7)], np.uint8)
            grey = np.repeat(np.tile(bars, (64, 1)), 16, axis=1)
            picture = av.VideoFrame.from_ndarray(grey, format="gray").reformat(format="yuv420p")
            picture.pts, picture.time_base = tick, Fraction(1, 30)
            out.mux(video.encode(picture))
        out.mux(video.encode(None))


def number(picture):
    picture = np.asarray(picture, float).reshape(64, 112, -1)
    return sum(int(picture[8:56, 16 * bit + 4 : 16 * bit + 12].mean() > 120) << bit for bit in range(7))


def read(plugin, order):
    video = sleap_io.load_video(PATH, plugin=plugin)
    assert len(video) == N_PICTURES
    return [number(video[k]) for k in order]


print("sleap-io", version("sleap-io"), "imageio", version("imageio"), "av", av.__version__, "cv2", cv2.__version__)
wrong = {}
for name, ticks in CLIPS.items():
    write(ticks)
    with av.open(PATH) as clip:
        true = [(number(frame.to_ndarray(format="gray")), round(30 * frame.time)) for frame in clip.decode(video=0)]
    assert true == list(enumerate(ticks))
    for plugin in ("FFMPEG", "pyav", "opencv"):
        for how, order in (("in order", EVEN), ("singly", SINGLY)):
            found = read(plugin, order)
            off = [abs(a - b) for a, b in zip(found, order)]
            wrong[name, plugin, how] = sum(d > 0 for d in off)
            print(f"{name}, {plugin}, {how}: {sum(d > 0 for d in off)} of {len(order)} are other pictures, "
                  f"by up to {max(off)}; number 40 is {found[order.index(40)]}, the highest {max(found)}")  # fmt: skip
late = [name for name in CLIPS if name.endswith("late")]
gaps = [name for name in CLIPS if "dropped" in name]
none = [wrong[name, plugin, how] for name in ("even", *late) for plugin in ("FFMPEG", "pyav", "opencv")
        for how in ("in order", "singly") if name == "even" or plugin != "pyav"]  # fmt: skip
none += [wrong[name, plugin, "in order"] for name in gaps for plugin in ("pyav", "opencv")]
all_of = [wrong[name, "pyav", "in order"] == 59 and wrong[name, "pyav", "singly"] == 10 for name in late]
some = [wrong[name, "FFMPEG", "in order"] for name in gaps]
some += [wrong[name, plugin, "singly"] for name in gaps for plugin in ("FFMPEG", "pyav", "opencv")]
sys.exit(any(none) or not all(all_of) or not all(some))
PY
"$work/venv/bin/python" -W ignore "$work/which.py" "$work/clip.mp4" 2>/dev/null
