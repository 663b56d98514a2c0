#!/bin/sh
# NeuroKit2 tells when a muscle is active (emg_activation). Expected of a recording that begins or ends
# during a burst: that burst is listed up to the edge, or the missing edge is empty. In fact a burst in
# which the recording begins is no activity at all, and one in which it ends has an onset without an
# offset, so that the two lists are not as long as each other, and no activity either: shares of active
# time come out too small. With method="pelt", the quieter of two kinds of stretches is called active,
# though the comment in the source says that it is the louder: rest and bursts change places.
#
# Needs: python3.11 with venv, the package index. Exits with 1 if this changes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q neurokit2==0.3.0 numpy==2.4.6 scipy==1.17.1 pandas==2.3.3 \
    scikit-learn==1.9.1 2>/dev/null
cat > "$work/bursts.py" <<'PY'
import sys

import neurokit2 as nk
import numpy as np

RATE_HZ = 1000
rng = np.random.default_rng(1)


def detect(bursts_s, method):
    emg = 0.02 * rng.standard_normal(10 * RATE_HZ)
    for start_s, stop_s in bursts_s:
        emg[start_s * RATE_HZ : stop_s * RATE_HZ] += rng.standard_normal((stop_s - start_s) * RATE_HZ)
    clean = nk.emg_clean(emg, sampling_rate=RATE_HZ)
    activity, info = nk.emg_activation(
        emg_amplitude=nk.emg_amplitude(clean), emg_cleaned=clean, sampling_rate=RATE_HZ, method=method
    )
    active = activity["EMG_Activity"].to_numpy() == 1
    times = [np.round(np.asarray(info[name]) / RATE_HZ, 1).tolist() for name in ("EMG_Onsets", "EMG_Offsets")]
    louder = bool(clean[active].std() > clean[~active].std())
    print(f"{method}: bursts {bursts_s}: onsets {times[0]}, offsets {times[1]}, "
          f"active {active.mean():.2f} of the time, louder than rest: {louder}")  # fmt: skip
    return *times, round(float(active.mean()), 1), louder


print("NeuroKit2", nk.__version__)
same = True
for method in ("threshold", "biosppy"):
    for bursts_s, onsets, offsets, share in (
        ([(2, 3), (6, 7)], 2, 2, 0.2),
        ([(0, 1), (4, 5)], 1, 1, 0.1),
        ([(4, 5), (9, 10)], 2, 1, 0.1),
    ):
        seen = detect(bursts_s, method)
        same &= (len(seen[0]), len(seen[1]), *seen[2:]) == (onsets, offsets, share, True)
for bursts_s in ([(2, 3), (6, 7)], [(4, 5)]):
    same &= not detect(bursts_s, "pelt")[3]
sys.exit(not same)
PY
"$work/venv/bin/python" -W ignore "$work/bursts.py"
