#!/bin/sh
# How far an eye is open is often read from MediaPipe's FaceMesh: upper lid to lower lid, by the length of the eye.
# refine_landmarks is off unless asked for, and is known as a matter of some accuracy. Expected of a photograph of a
# face in which one eye was closed: that eye closes, if not by all of it, and the other stays. In fact, without
# refine_landmarks, both close, and by nearly the same amount: 3 to 31 % each, mostly 10 to 20, at three sizes of
# the face, in its mirror image, and whether the lid was drawn down or painted over; they never differ by more than
# 5 %. With it, the closed eye loses 43 to 86 % and the other less than 10 %. So without refine_landmarks a wink, a
# weak lid or a spasm of one side is a small blink of both, and a measure of how much alike both eyes close says
# "alike" whatever they do.
#
# Needs: python3.11 with venv, the package index. Exits with 1 if this changes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --no-compile mediapipe==0.10.21 scikit-image==0.24.0 2>/dev/null
cat > "$work/wink.py" <<'PY'
import sys
from importlib.metadata import version

import cv2
import mediapipe as mp
import numpy as np
from skimage import data

EYES = {"right": (33, 133, 159, 145), "left": (263, 362, 386, 374)}  # outer and inner corner, upper and lower lid
HEIGHT, WIDTH = 480, 640
Y, X = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
MESHES = {refine: mp.solutions.face_mesh.FaceMesh(static_image_mode=True, refine_landmarks=refine)
          for refine in (False, True)}  # fmt: skip


def enlarge(times):
    turn = np.array([[times, 0, WIDTH / 2 - 224 * times], [0, times, HEIGHT / 2 - 125 * times]])
    return cv2.warpAffine(data.astronaut(), turn, (WIDTH, HEIGHT), flags=cv2.INTER_CUBIC,
                          borderMode=cv2.BORDER_REPLICATE)  # fmt: skip


def look(picture, refine):
    found = MESHES[refine].process(picture).multi_face_landmarks[0].landmark
    return np.array([(point.x * WIDTH, point.y * HEIGHT) for point in found])


def how_open(points):
    spans = {name: [points[a] - points[b] for a, b in ((up, low), (out, into))]
             for name, (out, into, up, low) in EYES.items()}  # fmt: skip
    return {name: np.hypot(*lids) / np.hypot(*length) for name, (lids, length) in spans.items()}


def draw_down(picture, points, eye):
    """The skin between brow and upper lid is stretched down to the lower lid, and the eye squeezed to a line."""
    outer, inner, up, low = points[list(EYES[eye])]
    length, middle = np.hypot(*(outer - inner)), (outer[0] + inner[0]) / 2
    share = np.sqrt(np.clip(1 - ((X - middle) / (0.62 * length)) ** 2, 0, 1))
    brow, lid = up[1] - 0.55 * length, up[1] + (low[1] - up[1]) * share
    skin = brow + (Y - brow) / (lid - brow) * (up[1] - 2 - brow)
    squeezed = up[1] + (Y - lid) / (low[1] - lid + 1e-6) * (low[1] - up[1])
    rows = np.where((share > 0) & (Y >= brow) & (Y < lid), skin, Y)
    rows = np.where((share > 0) & (Y >= lid) & (Y < low[1]), squeezed, rows)
    return cv2.remap(picture, X, rows.astype(np.float32), cv2.INTER_CUBIC)


def paint_over(picture, points, eye):
    """Skin from under the eye over the eye, and a line of lashes."""
    outer, inner, _, _ = points[list(EYES[eye])]
    length, (x, y) = np.hypot(*(outer - inner)), (outer + inner) / 2
    cover = 1.6 - 1.6 * (((X - x) / (0.62 * length)) ** 2 + ((Y - y) / (0.34 * length)) ** 2)
    cover = cv2.GaussianBlur(np.clip(2 * np.clip(cover, 0, 1), 0, 1), None, 0.03 * length)[..., None]
    closed = picture * (1 - cover) + np.roll(picture, -int(0.55 * length), axis=0) * cover
    curve = y + 0.12 * length * (1 - ((X - x) / (0.5 * length)) ** 2)
    lashes = np.exp(-(((Y - curve) / (0.03 * length)) ** 2)) * (np.abs(X - x) < 0.5 * length)
    return np.clip(closed * (1 - 0.6 * lashes[..., None]), 0, 255).astype(np.uint8)


print("mediapipe", version("mediapipe"))
seen = {False: [], True: []}
for times in (1.5, 2, 2.6):
    for mirrored in (False, True):
        picture = enlarge(times)
        if mirrored:
            picture = np.ascontiguousarray(picture[:, ::-1])
        points = look(picture, refine=True)
        for refine in (False, True):
            before = how_open(look(picture, refine))
            row = []
            for close in (draw_down, paint_over):
                for eye, other in (("right", "left"), ("left", "right")):
                    after = how_open(look(close(picture, points, eye), refine))
                    lost = [100 * float(1 - after[name] / before[name]) for name in (eye, other)]
                    seen[refine].append(lost)
                    row.append(f"{lost[0]:.0f} and {lost[1]:.0f}")
            print(f"enlarged {times} times{', mirrored' if mirrored else ''}, refine_landmarks={refine}: "
                  f"% lost by the closed eye and by the open one: {'; '.join(row)}")  # fmt: skip
rough, fine = np.array(seen[False]), np.array(seen[True])
apart = np.abs(rough[:, 0] - rough[:, 1])
print(f"not refined: closed and open eye differ by {apart.max():.0f} % of their openness at most")
alike = apart.max() < 8 and rough[:, 0].max() < 40 and np.median(rough[:, 1]) > 8
sys.exit(bool(not alike or fine[:, 0].min() < 35 or fine[:, 1].max() > 15))
PY
"$work/venv/bin/python" -W ignore "$work/wink.py" 2>/dev/null
