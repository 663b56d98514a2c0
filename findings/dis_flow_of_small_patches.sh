#!/bin/sh
# OpenCV's DIS flow (DISOpticalFlow) comes with presets, which say how fine it looks. Expected: the same small
# movement on the same skin is as large in a patch of 90 x 90 px as in one of 91 x 91, and one object gives the
# same pair of pictures the same flow each time. In fact the presets hold only from 91 px on,
# for MEDIUM from 46: in anything smaller it quietly takes the finest scale there is, and then keeps it. A made
# twitch of 1 px reads some 0.8 px at 90 px and 0.2 px at 91; and a large picture that read 0.2 px (MEDIUM: 0.5)
# reads 0.8 px once the object has seen one small patch, if only of a still corner. A setFinestScale() of one's
# own is lost in the same way. Lucas and Kanade's flow reads all of them alike. So sizes by DIS depend on how far
# away the face was and on what came before; set the scale to 0 and make one object for each size.
#
# Needs: python3.11 with venv, the package index. Exits with 1 if one of the two versions no longer does so.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q numpy==2.4.6 2>/dev/null
for version in 4.11.0.86 5.0.0.93; do
    "$work/venv/bin/pip" install -q --no-deps --target "$work/$version" "opencv-python-headless==$version" 2>/dev/null
done
cat > "$work/patch.py" <<'PY'
import sys

import cv2
import numpy as np

SIZE, TWITCH_PX, WIDE_PX = 400, 1.0, 8
COARSE_TO = {"ULTRAFAST": 91, "FAST": 91, "MEDIUM": 46}


def make_pair():
    """Skin with pores and larger spots, and the same one with its middle lower by TWITCH_PX."""
    random = np.random.default_rng(1)
    grains = ((1.5, 12), (4, 25), (12, 40))
    skin = np.full((SIZE, SIZE), 128.0)
    for sigma, contrast in grains:
        grain = cv2.GaussianBlur(random.standard_normal((SIZE, SIZE)), None, sigma)
        skin += contrast * grain / grain.std()
    skin = np.clip(skin, 0, 255).astype(np.uint8)
    y, x = np.mgrid[:SIZE, :SIZE].astype(np.float32)
    bump = np.exp(-((x - SIZE / 2) ** 2 + (y - SIZE / 2) ** 2) / (2 * WIDE_PX**2)).astype(np.float32)
    return skin, cv2.remap(skin, x, y - TWITCH_PX * bump, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def cut(size):
    start = (SIZE - size) // 2
    return [picture[start : start + size, start : start + size].copy() for picture in PAIR]


def read(dis, size):
    flow = dis.calc(*cut(size), None)
    middle = flow[size // 2 - 3 : size // 2 + 4, size // 2 - 3 : size // 2 + 4, 1]
    return round(float(np.median(middle)), 2)


def read_lucas_kanade(size):
    points = (size // 2 + np.mgrid[-3:4:2, -3:4:2]).reshape(2, -1).T.astype(np.float32)[:, None]
    found, _, _ = cv2.calcOpticalFlowPyrLK(*cut(size), points, None, winSize=(9, 9))
    return round(float(np.median((found - points)[..., 1])), 2)


PAIR = make_pair()
print("OpenCV", cv2.__version__, "- a twitch of", TWITCH_PX, "px, read in px")
changed = False
for preset, first in COARSE_TO.items():
    kind = getattr(cv2, f"DISOPTICAL_FLOW_PRESET_{preset}")
    fresh = {size: read(cv2.DISOpticalFlow_create(kind), size) for size in (first - 1, first, 128, 200, 400)}
    dis = cv2.DISOpticalFlow_create(kind)
    before = [read(dis, 400), read(dis, 400)]
    still = PAIR[0][:32, :32].copy()
    dis.calc(still, still, None)
    after = read(dis, 400)
    print(f"{preset}: by size of the patch {fresh}; one object at 400 px {before}, after a small patch {after}")
    coarse = [fresh[size] for size in (first, 128, 200, 400)]
    changed |= fresh[first - 1] < max(coarse) + 0.2 or before != [fresh[400]] * 2 or after < before[0] + 0.2
own = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
own.setFinestScale(1)
scales = [own.getFinestScale()]
read(own, 44)
scales.append(own.getFinestScale())
print("finest scale set to 1, and after a patch of 44 px:", scales)
lucas_kanade = {size: read_lucas_kanade(size) for size in (45, 46, 90, 91, 128, 200, 400)}
print("Lucas and Kanade:", lucas_kanade)
control = max(lucas_kanade.values()) - min(lucas_kanade.values()) < 0.03 and min(lucas_kanade.values()) > 0.7
sys.exit(changed or scales != [1, 0] or not control)
PY
for version in 4.11.0.86 5.0.0.93; do
    PYTHONPATH="$work/$version" "$work/venv/bin/python" "$work/patch.py"
done
