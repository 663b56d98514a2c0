"""Memory grows slowly with the length of a recording: the whole process, report included."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from made_faces import made_track

from twitchcam import write_track
from twitchcam.synthetic.movements import Blink, Smile, Twitch
from twitchcam.tracking.row_store import RowStore

pytestmark = pytest.mark.slow

# What an hour may need beyond a minute, from a quarter of an hour taken times four: 314 and 326 MB
# were reached, a third of them by the noise of 492 places four times a second and what is made of
# it, peaks included. A tenth is added, for runs differ.
HOUR_MORE_MB = 360.0
N_MINUTES = 15
# The peak of this program alone; ``getrusage`` would count what its parent had at its start.
PROGRAM = """
import re, sys
from pathlib import Path
from twitchcam.cli import run_here
try:
    run_here()
except SystemExit as ended:
    assert not ended.code, ended.code
peak_kb = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]
print("peak", int(peak_kb) * 1024 / 1e6)
"""


def repeat_track(track, n_times):
    """The same track ``n_times`` in a row, with a cut at every join."""
    n_frames, length_s = len(track.time_s), track.time_s[-1] + 1 / 30
    arrays = {item.name: getattr(track, item.name) for item in fields(track)}
    on_disk = {}
    for name in ("landmarks_px", "field_displacement"):
        rows = np.asarray(arrays.pop(name), dtype=np.float32)
        store = RowStore(rows.shape[1:])
        for _ in range(n_times):
            store.append_rows(rows.tobytes())
        on_disk[name] = store.close()
    repeated = {
        name: np.concatenate([values] * n_times)
        for name, values in arrays.items()
        if isinstance(values, np.ndarray) and len(values) == n_frames
    }
    repeated["time_s"] = np.concatenate([track.time_s + k * length_s for k in range(n_times)])
    repeated["cut"][n_frames::n_frames] = True
    source = replace(
        track.source, duration_s=float(repeated["time_s"][-1]), n_frames=n_frames * n_times
    )
    return replace(track, **repeated, **on_disk, source=source)


def measure_peak_mb(track, folder):
    write_track(track, folder / "track.npz")
    del track
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, "analyze", "track.npz", "--out", "out"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=folder,
    )
    assert ended.returncode == 0, ended.stderr
    (folder / "track.npz").unlink()
    return float(ended.stdout.split()[-1])


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux states the peak")
def test_memory_hardly_grows_with_the_length_of_a_recording(tmp_path):
    minute = made_track(
        *(Blink(onset_s=1.0 + 4.0 * k) for k in range(14)),
        *(Smile(onset_s=3.0 + 12.0 * k) for k in range(4)),
        *(
            Twitch(region="cheek", side="left", onset_s=2.3 + 12.0 * k, size_mm=2.0)
            for k in range(4)
        ),
        duration_s=60.0,
    )
    short_mb = measure_peak_mb(minute, tmp_path)
    long_mb = measure_peak_mb(repeat_track(minute, N_MINUTES), tmp_path)
    hour_more_mb = (long_mb - short_mb) * 59 / (N_MINUTES - 1)
    assert hour_more_mb < HOUR_MORE_MB, f"{short_mb:.0f} MB, then {long_mb:.0f} MB"
