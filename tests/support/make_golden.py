"""Write the golden track and its analysis anew: ``python tests/support/make_golden.py``.

Only when a change of the numbers is meant. Say so under "Results changed" in CHANGELOG.md.

The track is cut from the sample clip ``blink_cheek``: its first seconds as the tracker of that
day saw them, rounded, and with those landmarks only that ``anatomy`` names or that lie around
places of the skin, to keep the file small. It is made anew only with ``--track``: what it guards
are the stages after tracking.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, replace
from typing import Any

import numpy as np
from project_paths import ROOT, SAMPLE_CLIPS

from twitchcam import analyze_track, anatomy, read_track, track_video, write_track
from twitchcam.records import Analysis, FaceTrack
from twitchcam.skin_places import get_places

FOLDER = ROOT / "tests" / "golden"
TRACK, DOCUMENT = FOLDER / "blink_cheek.npz", FOLDER / "blink_cheek.json"
CLIP = SAMPLE_CLIPS / "blink_cheek.mp4"
LENGTH_S = 14.7  # seven blinks
STEPS_PER_PX = 8
GREY_STEP = 6
# Not what was measured, and free to change.
NOT_COMPARED = ("twitchcam_version", "versions", "settings", "changed_settings", "advice")
ROUNDED = {
    "skin_displacement": 4,
    "flow_residual": 2,
    "head_rotation_deg": 2,
    "face_luma": 1,
    "eye_contrast": 2,
    "edge_width_percent": 2,
    "field_displacement": 3,
}
UNCHANGED = ("time_s", "face_found", "repeated", "cut", "covered", "other_person")


def list_landmarks() -> list[int]:
    """Every landmark that ``anatomy`` names."""
    found: set[int] = {anatomy.CHIN_TIP, anatomy.FOREHEAD, anatomy.NOSE_TIP}
    tables = (
        anatomy.OUTER_EYE_CORNER, anatomy.INNER_EYE_CORNER, anatomy.MOUTH_CORNER,
        anatomy.LID_MARGIN, anatomy.BROW_POINTS, anatomy.IRIS_CENTRE, anatomy.IRIS_RING,
    )  # fmt: skip
    for values in (anatomy.STABLE_LANDMARKS, anatomy.INNER_LIPS, *(t.values() for t in tables)):
        for value in values:
            found.update(np.ravel(value).tolist())
    for region in anatomy.REGIONS:
        found.update((*region.left, *region.right))
    return sorted(found)


def shrink_track(track: FaceTrack) -> FaceTrack:
    """The first seconds of ``track`` with as few bytes as they need."""
    kept = track.time_s < LENGTH_S
    landmarks_px = np.zeros_like(track.landmarks_px[kept])
    used = list_landmarks()
    landmarks_px[:, used] = np.array(track.landmarks_px[kept])[:, used]
    landmarks_px[..., :2] = np.rint(landmarks_px[..., :2] * STEPS_PER_PX) / STEPS_PER_PX
    # Those around the places of the skin say which way it usually faces, and no more.
    others = np.setdiff1d(get_places().landmarks, used)
    landmarks_px[:, others] = np.median(np.array(track.landmarks_px[kept])[:, others], axis=0)
    landmarks_px[..., 2] = np.rint(landmarks_px[..., 2])
    arrays = {name: getattr(track, name)[kept] for name in UNCHANGED}
    arrays |= {name: np.round(getattr(track, name)[kept], n) for name, n in ROUNDED.items()}
    light = np.array(track.field_light[kept])
    arrays["field_light"] = np.rint(light / GREY_STEP) * GREY_STEP
    looks = track.colour_s < LENGTH_S
    arrays |= {
        "colour_s": track.colour_s[looks],
        "field_colour": np.round(track.field_colour[looks]),
    }
    source = replace(
        track.source, duration_s=float(arrays["time_s"][-1]), n_frames=len(arrays["time_s"])
    )
    return replace(track, landmarks_px=landmarks_px, source=source, **arrays)


def describe(analysis: Analysis) -> dict[str, Any]:
    """Every number in full, as JSON knows it, without what is not compared."""
    found = {name: value for name, value in asdict(analysis).items() if name not in NOT_COMPARED}
    return json.loads(json.dumps(found))


def main() -> None:
    """Write both files, or the document alone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--track", action="store_true", help="track the clip anew as well")
    FOLDER.mkdir(exist_ok=True)
    if parser.parse_args().track or not TRACK.exists():
        write_track(shrink_track(track_video(CLIP)), TRACK)
    text = json.dumps(describe(analyze_track(read_track(TRACK))), indent=1, ensure_ascii=False)
    DOCUMENT.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
