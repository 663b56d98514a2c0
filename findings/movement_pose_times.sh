#!/bin/sh
# The package movement writes tracked points to NWB (ndx-pose) and reads them from there. It writes the time of
# every picture (timestamps). Expected: who reads such a file back has the same times. In fact the reader takes from
# them only a rate, the median of all distances, and counts pictures from 0: a part from 2 to 3 s of a clip
# comes back as 0 to 1 s, and where 30 pictures at 25 Hz were lost all later ones lie 1.2 s too early. Of a series by
# rate, as other programs write it, the start (starting_time) is left out, too. Nothing is said, and positions
# are right, so speeds across the gap and delays to an EMG or a stimulus are wrong. The times have to be taken
# from the file itself and put in by hand.
#
# Needs: python3.11 with venv, the package index. Exits with 1 if this changes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --no-compile ndx-pose==0.4.0 pynwb==4.2.0 hdmf==6.2.0 numpy==2.4.6 xarray==2026.9.0 \
    pandas==2.3.3 scipy==1.17.1 loguru==0.7.3 jsonschema==4.26.0 PyYAML==6.0.4 tqdm==4.70.1 pillow==13.0.0 2>/dev/null
# Its own list of needs, with a viewer, weighs more than 1 GB; this is what reading and writing uses.
"$work/venv/bin/pip" install -q --no-compile --no-deps movement==0.15.0 sleap-io==0.9.5 imageio==2.38.1 \
    lazy-loader==0.6 simplejson==4.3.0 2>/dev/null
cat > "$work/times.py" <<'PY'
import datetime as dt
import sys
from importlib.metadata import version

import ndx_pose
import numpy as np
import pynwb
from movement.io import load_poses, save_poses

PATH, LENGTH = sys.argv[1], 100


def store(file):
    with pynwb.NWBHDF5IO(PATH, "w") as out:
        out.write(file)


def write_by_movement(rate_hz, kept):
    positions = np.zeros((LENGTH, 2, 1, 1))
    positions[:, 0, 0, 0] = np.arange(LENGTH)  # the point is at k pixels in picture k
    poses = load_poses.from_numpy(
        positions, np.ones((LENGTH, 1, 1)), individual_names=["her"], keypoint_names=["lip"], fps=rate_hz
    )
    store(save_poses.to_nwb_file(poses.isel(time=kept)))


def write_by_rate(rate_hz, kept):
    positions = np.zeros((len(kept), 2))
    positions[:, 0] = kept
    series = ndx_pose.PoseEstimationSeries(
        name="lip", description="lip", data=positions, unit="pixels", reference_frame="upper left",
        confidence=np.ones(len(kept)), rate=float(rate_hz), starting_time=kept[0] / rate_hz,
    )  # fmt: skip
    start = dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc)
    file = pynwb.NWBFile(session_description="face", identifier="her", session_start_time=start)
    file.create_processing_module("behavior", "poses").add(
        ndx_pose.PoseEstimation(pose_estimation_series=[series], source_software="another")
    )
    store(file)


def read(rate_hz, kept):
    """By how much pictures lie too early: the first and the last, as read by movement and by pynwb."""
    poses = load_poses.from_nwb_file(PATH)
    x = poses.position.sel(space="x").values.ravel()
    with pynwb.NWBHDF5IO(PATH, "r") as stored:
        pose = stored.read().processing["behavior"]["PoseEstimation"]
        in_file = np.array(pose.pose_estimation_series["lip"].get_timestamps())
    true = np.array(kept) / rate_hz
    assert (x == kept).all()
    return [round(float(early), 2) for times in (poses.time.values, in_file) for early in (true - times)[[0, -1]]]


print("movement", version("movement"), "ndx-pose", version("ndx-pose"))
same = True
for rate_hz in (25, 50):
    for name, write, kept, early in (
        ("whole clip", write_by_movement, range(LENGTH), (0, 0)),
        ("pictures 50 to 75", write_by_movement, range(50, 76), (50, 50)),
        ("30 of 100 lost", write_by_movement, [*range(30), *range(60, LENGTH)], (0, 30)),
        ("pictures 50 to 75 by rate", write_by_rate, range(50, 76), (50, 50)),
    ):
        kept = list(kept)
        write(rate_hz, kept)
        seen = read(rate_hz, kept)
        print(f"{rate_hz} Hz, {name}: first and last picture are too early by {seen[:2]} s (movement), "
              f"{seen[2:]} s (pynwb)")  # fmt: skip
        same &= seen == [round(n / rate_hz, 2) for n in early] + [0, 0]
sys.exit(not same)
PY
"$work/venv/bin/python" -W ignore "$work/times.py" "$work/poses.nwb" 2>/dev/null
