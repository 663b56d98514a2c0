#!/bin/sh
# EDF+D is the kind of EDF+ file that a recorder writes when it was paused: every record has its own
# begin. Expected: a reader keeps the pause, or refuses such a file, as pyedflib does. MNE and edfio open
# it and put the records end to end, so that all signals after the pause lie too early by its length,
# while annotations keep their true times: of one event, the mark and the signal are then apart. MNE
# warns only if an annotation then lies behind the last sample, and leaves that one out. Who reads
# recordings that may have been paused has to look for "EDF+D" in bytes 192 to 197 of the header.
#
# Needs: python3.11 with venv, the package index. Exits with 1 if one of them no longer does so.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q pyedflib==0.1.42 mne==1.13.2 edfio==0.4.18 numpy==2.4.6 2>/dev/null
cat > "$work/pause.py" <<'PY'
import sys
import warnings
from importlib.metadata import version

import edfio
import mne
import numpy as np
import pyedflib

PATH = sys.argv[1]
RATE_HZ, RECORDS_S = 100, (0, 1, 3, 4)  # records of 1 s; paused from 2 s to 3 s
BURSTS_S = (0.5, 3.5, 4.5)  # each with a mark
TAL_BYTES = 60


def make():
    signal, marks = [], []
    for begin_s in RECORDS_S:
        times = begin_s + np.arange(RATE_HZ) / RATE_HZ
        values = sum(1000 * (np.abs(times - burst_s - 0.05) < 0.051) for burst_s in BURSTS_S)
        tal = f"+{begin_s}\x14\x14\0"
        for burst_s in BURSTS_S:
            if begin_s <= burst_s < begin_s + 1:
                tal += f"+{burst_s}\x15{0.1}\x14burst\x14\0"
        signal.append(values.astype("<i2").tobytes())
        marks.append(tal.encode().ljust(TAL_BYTES, b"\0"))
    fields = [("0", 8), ("X X X X", 80), ("Startdate 01-JAN-2026 X X X", 80), ("01.01.26", 8),
              ("12.00.00", 8), ("768", 8), ("EDF+D", 44), (str(len(RECORDS_S)), 8), ("1", 8), ("2", 4)]
    for pair, width in (
        (("EMG", "EDF Annotations"), 16), (("", ""), 80), (("uV", ""), 8), (("-32768", "-1"), 8),
        (("32767", "1"), 8), (("-32768", "-32768"), 8), (("32767", "32767"), 8), (("", ""), 80),
        ((str(RATE_HZ), str(TAL_BYTES // 2)), 8), (("", ""), 32),
    ):  # fmt: skip
        fields += [(text, width) for text in pair]
    with open(PATH, "wb") as file:
        file.write("".join(text.ljust(width) for text, width in fields).encode())
        for pair in zip(signal, marks, strict=True):
            file.writelines(pair)


def find_bursts(values):
    high = np.r_[False, np.asarray(values) > 0.5 * np.max(values)]
    return [round(float(k) / RATE_HZ, 2) for k in np.flatnonzero(high[1:] & ~high[:-1])]


make()
with warnings.catch_warnings(record=True) as heard:
    warnings.simplefilter("always")
    raw = mne.io.read_raw_edf(PATH, verbose="WARNING")
    by_mne = find_bursts(raw.get_data()[0]), [float(at) for at in raw.annotations.onset]
    edf = edfio.read_edf(PATH)
    by_edfio = find_bursts(edf.signals[0].data), [mark.onset for mark in edf.annotations]
words = [str(warning.message) for warning in heard]
try:
    pyedflib.EdfReader(PATH).close()
    refused = False
except OSError as error:
    refused = "discontinuous" in str(error)
print("true bursts and marks at", BURSTS_S)
print("mne", version("mne"), "bursts, marks:", *by_mne, words)
print("edfio", version("edfio"), "bursts, marks:", *by_edfio)
print("pyedflib", version("pyedflib"), "refuses it:", refused)
early = [0.5, 2.5, 3.5]
sys.exit(
    by_mne != (early, [0.5, 3.5])
    or by_edfio != (early, list(BURSTS_S))
    or len(words) != 1
    or "outside data range" not in words[0]
    or not refused
)
PY
"$work/venv/bin/python" "$work/pause.py" "$work/paused.edf"
