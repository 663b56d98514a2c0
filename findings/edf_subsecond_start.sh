#!/bin/sh
# The header of an EDF+ file has whole seconds; by how much later the recording began stands in the first
# annotation of the first record (+0.4). Expected: readers that know this add 0.4 s. edfio does. pyedflib
# adds 0.04 s: it takes units of 100 ns for nanoseconds. MNE says 0 s. Annotations count from the true
# start in all three, so nothing looks wrong; but who lays an EMG beside a video by the time of the day
# is off by as much as 0.9 s. pyedflib writes with the same mistake: 0.05 s becomes 0.5 s in the file, which
# it reads back as 0.05 s, and of 0.4 s nothing is left.
#
# Needs: python3.11 with venv, the package index. Exits with 1 if one of them no longer does so.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q pyedflib==0.1.42 mne==1.13.2 edfio==0.4.18 numpy==2.4.6 2>/dev/null
cat > "$work/start.py" <<'PY'
import datetime as dt
import sys
from importlib.metadata import version

import edfio
import mne
import numpy as np
import pyedflib

PATH = sys.argv[1]
NOON = dt.datetime(2026, 1, 1, 12)
mne.set_log_level("ERROR")


def read():
    with pyedflib.EdfReader(PATH) as file:
        start = {"pyedflib": file.getStartdatetime(), "marks of pyedflib": file.readAnnotations()[0][0]}
    raw = mne.io.read_raw_edf(PATH)
    start |= {"mne": raw.info["meas_date"].replace(tzinfo=None), "marks of mne": raw.annotations.onset[0]}
    edf = edfio.read_edf(PATH)
    start["edfio"] = edf.startdatetime
    start["marks of edfio"] = edf.annotations[0].onset
    return {
        name: (at - NOON).total_seconds() if isinstance(at, dt.datetime) else float(at)
        for name, at in start.items()
    }


def write_by_edfio(late_s):
    edfio.Edf(
        [edfio.EdfSignal(np.arange(400.0), 100, label="EMG", physical_dimension="uV")],
        starttime=(NOON + dt.timedelta(seconds=late_s)).time(),
        recording=edfio.Recording(startdate=NOON.date()),
        annotations=[edfio.EdfAnnotation(1.0, None, "twitch")],
    ).write(PATH)


def write_by_pyedflib(late_s):
    with pyedflib.EdfWriter(PATH, 1, file_type=pyedflib.FILETYPE_EDFPLUS) as file:
        signal = pyedflib.highlevel.make_signal_header("EMG", sample_frequency=100)
        file.setSignalHeaders([signal])
        file.setStartdatetime(NOON + dt.timedelta(seconds=late_s))
        file.writeAnnotation(1.0, -1, "twitch")
        file.writeSamples([np.arange(400.0)])


print(*(f"{name} {version(name)}" for name in ("pyedflib", "mne", "edfio")))
seen = []
for write, late_s in ((write_by_edfio, 0.4), (write_by_pyedflib, 0.05), (write_by_pyedflib, 0.4)):
    write(late_s)
    seen.append(read())
    print(f"{write.__name__}, began {late_s} s after noon:", seen[-1])
marks = {name: 1.0 for name in seen[0] if name.startswith("marks")}
wanted = [
    {"pyedflib": 0.04, "mne": 0.0, "edfio": 0.4} | marks,
    {"pyedflib": 0.05, "mne": 0.0, "edfio": 0.5} | marks,
    {"pyedflib": 0.0, "mne": 0.0, "edfio": 0.0} | marks,
]
sys.exit(seen != wanted)
PY
"$work/venv/bin/python" -W ignore "$work/start.py" "$work/emg.edf"
