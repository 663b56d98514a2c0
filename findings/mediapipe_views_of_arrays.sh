#!/bin/sh
# A picture that is mirrored, cropped or turned in NumPy is a view: the same memory, read in another order.
# MediaPipe 0.10.21 refuses a view as the data of an Image with a TypeError. Expected of 0.10.33, which
# is reached through ctypes: the same, or the right picture. In fact it takes any view without a word and
# reads memory on from the first pixel, as if there were no view. A face in `picture[:, ::-1]` is thus
# seen unmirrored, one column or row displaced, and left and right change places for who meant to mirror
# it; swapped colours are not swapped, and a crop is sheared. So is what PyAV's to_ndarray returns where
# rows are padded (a width that is no multiple of 16). np.ascontiguousarray is what helps.
#
# Needs: python3.11 with venv and the package index; libgles2 and libegl1. Every view lies well within a
# larger picture. Exits with 1 if this changes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/views.py" <<'PY'
import sys
from importlib.metadata import version

import mediapipe as mp
import numpy as np

whole = np.random.default_rng(0).integers(0, 256, (60, 40, 3), dtype=np.uint8)
picture = whole[:30]
views = {
    "copy": picture.copy(),
    "mirrored": picture[:, ::-1],
    "crop": picture[5:25, 10:30],
    "channels swapped": picture[..., ::-1],
    "turned": np.rot90(picture),
}
seen = {}
for name, view in views.items():
    try:
        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=view)
    except TypeError:
        seen[name] = "TypeError"
        continue
    seen[name] = "right" if np.array_equal(image.numpy_view(), view) else "wrong"
    if name == "mirrored" and seen[name] == "wrong":
        # Shape and pixels are those of the picture that was not mirrored, from its last column on.
        plain = whole.reshape(-1, 3)[39 : 39 + 30 * 40].reshape(30, 40, 3)
        seen[name] = "not mirrored" if np.array_equal(image.numpy_view(), plain) else "wrong"
print("mediapipe", version("mediapipe"), seen)
others = "TypeError" if version("mediapipe") == "0.10.21" else "wrong"
wanted = dict.fromkeys(views, others) | {"copy": "right"}
if others == "wrong":
    wanted["mirrored"] = "not mirrored"
sys.exit(seen != wanted)
PY
for version in 0.10.21 0.10.33; do
    python3.11 -m venv "$work/$version"
    "$work/$version/bin/pip" install -q "mediapipe==$version" 2>/dev/null
    "$work/$version/bin/python" "$work/views.py" 2>/dev/null
done
