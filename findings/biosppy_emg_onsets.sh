#!/bin/sh
# BioSPPy has eight ways to find when a muscle begins to work (emg.find_onsets, which emg.emg uses, and seven
# *_onset_detector; six of the eight are tried here). All hand out "onsets", by their text "indices of EMG pulse
# onsets". Expected of n bursts: n onsets. In fact the list of each of the six holds begins and ends, sorted, with nothing that tells
# them apart: of five bursts ten, five of them where the muscle has just gone quiet. So counts and rates are doubled,
# the time from one to the next is that of a burst and of a pause in turn, and a lag behind a stimulus may be that
# of an end. To take every second one helps only as long as no burst lies at an edge: if the recording begins in
# one, the list begins with an end.
# In the same package the times of acc.activity_index, "seconds" in its text, are numbers of samples.
#
# Needs: python3.11 with venv, the package index. Exits with 1 if this changes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --no-compile biosppy==2.2.4 peakutils==1.3.5 numpy==2.4.6 scipy==1.17.1 2>/dev/null
cat > "$work/onsets.py" <<'PY'
import sys
from importlib.metadata import version

import numpy as np
from biosppy.signals import acc, emg

RATE_HZ = 1000
REST = {"size": 50, "active_state_duration": 20}
WAYS = {
    "emg": lambda x, rest: emg.emg(x, RATE_HZ, show=False),
    "find_onsets": lambda x, rest: emg.find_onsets(x, RATE_HZ),
    "hodges_bui": lambda x, rest: emg.hodges_bui_onset_detector(x, rest, RATE_HZ, size=50, threshold=3),
    "bonato": lambda x, rest: emg.bonato_onset_detector(
        x, rest, RATE_HZ, threshold=10, active_state_duration=10, samples_above_fail=3, fail_size=20),
    "lidierth": lambda x, rest: emg.lidierth_onset_detector(x, rest, RATE_HZ, threshold=3, fail_size=20, **REST),
    "silva": lambda x, rest: emg.silva_onset_detector(x, RATE_HZ, size=50, threshold_size=200, threshold=0.05),
    "londral": lambda x, rest: emg.londral_onset_detector(x, rest, RATE_HZ, threshold=10, **REST),
}  # fmt: skip


def record(starts_s, length_s):
    rng = np.random.default_rng(1)
    signal = 0.02 * rng.standard_normal(12 * RATE_HZ)
    for start_s in starts_s:
        burst = slice(int(start_s * RATE_HZ), int((start_s + length_s) * RATE_HZ))
        signal[burst] += rng.standard_normal(burst.stop - burst.start)
    return signal, signal[round(0.5 * RATE_HZ) : round(1.5 * RATE_HZ)]


print("biosppy", version("biosppy"))
same = True
for starts_s, length_s in (((2, 4, 6, 8, 10), 0.2), ((2.5, 6, 9), 0.15)):
    edges = np.sort([s + add for s in starts_s for add in (0, length_s)])
    print(f"{len(starts_s)} bursts of {length_s} s from {starts_s} s")
    for name, way in WAYS.items():
        found = np.asarray(way(*record(starts_s, length_s))["onsets"]) / RATE_HZ
        print(f"    {name}: {len(found)} onsets: {found.round(2).tolist()} s")
        same &= len(found) == 2 * len(starts_s) and bool(np.abs(found - edges).max() < 0.1)
found = np.asarray(emg.find_onsets(record((0, 4, 8), 0.2)[0], RATE_HZ)["onsets"]) / RATE_HZ
print(f"bursts from 0, 4 and 8 s, find_onsets: {found.round(2).tolist()} s")
same &= len(found) == 5 and 0.1 < found[0] < 0.3
times = acc.activity_index(np.random.default_rng(1).standard_normal((200 * 100, 3)), 100.0)["ts"]
print("200 s at 100 Hz, one activity index a minute, at", times.tolist(), '"seconds"')
same &= times.tolist() == [6000, 12000, 18000]
sys.exit(not same)
PY
"$work/venv/bin/python" -W ignore "$work/onsets.py"
