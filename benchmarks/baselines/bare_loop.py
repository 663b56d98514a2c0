"""The loop everybody writes: read a picture, turn its colours, ask FaceMesh. Nothing else.

    python benchmarks/baselines/bare_loop.py CLIP

Run as a program of its own, so that it pays for its own start as ``twitchcam analyze`` does.
"""

import sys

import cv2
import mediapipe as mp


def main(path: str) -> None:
    n_frames = n_faces = 0
    video = cv2.VideoCapture(path)
    with mp.solutions.face_mesh.FaceMesh(refine_landmarks=True) as face_mesh:
        while True:
            there, image = video.read()
            if not there:
                break
            found = face_mesh.process(cv2.cvtColor(image, cv2.COLOR_BGR2RGB))
            n_frames += 1
            n_faces += bool(found.multi_face_landmarks)
    video.release()
    print(f"{n_faces} faces in {n_frames} frames")


if __name__ == "__main__":
    main(sys.argv[1])
