#!/bin/sh
# NeuroKit2 finds blinks in an EOG, also by the way of BLINKER (eog_findpeaks, method="blinker"). Expected of
# twelve equal, well-parted blinks in little noise: twelve, as its own and the "brainstorm" way give. In
# fact "blinker" names the first one twice and leaves the last one out at 100 samples a second, so
# that even the count looks right, and names a third of them in the same signal at 250 a second. Where
# each blink begins it passes on where the one before ended, and what looks for the peak from there does
# not always find it. Blink rates by this way should not be trusted, nor be compared with those of
# BLINKER itself.
#
# Needs: python3.11 with venv, the package index. Exits with 1 if this changes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q neurokit2==0.3.0 numpy==2.4.6 scipy==1.17.1 pandas==2.3.3 \
    scikit-learn==1.9.1 2>/dev/null
cat > "$work/blinks.py" <<'PY'
import sys

import neurokit2 as nk
import numpy as np

BLINKS_S = 4 + 7.3 * np.arange(12)


def find(rate_hz, method):
    times_s = np.arange(int(90.3 * rate_hz)) / rate_hz
    eog = sum(np.exp(-0.5 * ((times_s - blink_s) / 0.07) ** 2) for blink_s in BLINKS_S)
    eog += 0.01 * np.random.default_rng(0).standard_normal(len(times_s))
    clean = nk.eog_clean(eog, sampling_rate=rate_hz)
    peaks_s = np.asarray(nk.eog_findpeaks(clean, sampling_rate=rate_hz, method=method)) / rate_hz
    near = np.abs(peaks_s[:, None] - BLINKS_S) < 0.1
    return len(peaks_s), near.sum(axis=0).tolist()


print("NeuroKit2", nk.__version__, "- how often each of 12 blinks is named:")
seen = {}
for rate_hz in (100, 250):
    for method in ("neurokit", "brainstorm", "blinker"):
        seen[rate_hz, method] = find(rate_hz, method)
        print(f"{rate_hz} samples a second, {method}:", *seen[rate_hz, method])
right = (12, [1] * 12)
shifted = (12, [2, *[1] * 10, 0])
slow, fast = seen.pop((100, "blinker")), seen.pop((250, "blinker"))
n_found = sum(times > 0 for times in fast[1])
sys.exit(any(value != right for value in seen.values()) or slow != shifted or n_found > 6)
PY
"$work/venv/bin/python" -W ignore "$work/blinks.py"
