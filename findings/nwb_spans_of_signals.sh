#!/bin/sh
# In an NWB file a row of a table of intervals (epochs, trials) may name signals, and holds which of their
# samples it covers. Expected: pynwb finds these samples alike for a signal with a rate and for the
# same one with a time for every sample. In fact, of one with a rate: a row that begins before the signal
# does holds no reference to it at all, though it overlaps with it; a row that ends after it holds
# more samples than there are, or begins behind them, is written so without a word, and fails only when
# its data are asked for; and by the cutting off of decimals a row that begins just at a sample may begin
# one sample too early. With a time for every sample all three are right. Whoever cuts signals by intervals
# should compute the samples from the times of the row.
#
# Needs: python3.11 with venv, the package index. Exits with 1 if this changes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q pynwb==4.2.0 hdmf==6.2.0 numpy==2.4.6 2>/dev/null
cat > "$work/spans.py" <<'PY'
import datetime as dt
import sys

import numpy as np
import pynwb

RATE_HZ, START_S, LENGTH = 100.0, 2.5, 100  # the signal lasts from 2.5 to 3.5 s
SPANS_S = {"within": (2.6, 2.7), "from before": (1.0, 3.0), "until after": (3.0, 20.0), "after": (30.0, 40.0),
           "at a sample": (2.57, 2.58)}  # fmt: skip
values = np.arange(LENGTH, dtype="int16")
file = pynwb.NWBFile(
    session_description="emg", identifier="1", session_start_time=dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc)
)
by_rate = pynwb.TimeSeries(name="rate", data=values, unit="mV", rate=RATE_HZ, starting_time=START_S)
by_times = pynwb.TimeSeries(name="times", data=values, unit="mV", timestamps=START_S + values / RATE_HZ)
for series in (by_rate, by_times):
    file.add_acquisition(series)
for start_s, stop_s in SPANS_S.values():
    file.add_epoch(start_time=start_s, stop_time=stop_s, timeseries=[by_rate, by_times])
with pynwb.NWBHDF5IO(sys.argv[1], "w") as out:
    out.write(file)

print("pynwb", pynwb.__version__)
seen = {}
with pynwb.NWBHDF5IO(sys.argv[1], "r") as stored:
    epochs = stored.read().epochs
    for k, (name, span_s) in enumerate(SPANS_S.items()):
        for kind, part in zip(("rate", "times"), epochs["timeseries"][k], strict=True):
            if part.timeseries is None:
                held, data = None, None
            else:
                held = int(part.idx_start), int(part.count)
                try:
                    data = len(part.data)
                except IndexError:
                    data = "IndexError"
            seen[name, kind] = held, data
            print(f"{name}, {span_s} s, by {kind}: first sample and count {held}, data: {data}")
wanted = {
    ("within", "rate"): ((10, 10), 10),
    ("within", "times"): ((10, 10), 10),
    ("from before", "rate"): (None, None),
    ("from before", "times"): ((0, 50), 50),
    ("until after", "rate"): ((50, 1700), "IndexError"),
    ("until after", "times"): ((50, 50), 50),
    ("after", "rate"): ((2750, 1000), "IndexError"),
    ("at a sample", "rate"): ((6, 2), 2),
    ("at a sample", "times"): ((7, 1), 1),
}
sys.exit(any(seen[key] != value for key, value in wanted.items()))
PY
"$work/venv/bin/python" -W ignore "$work/spans.py" "$work/spans.nwb"
