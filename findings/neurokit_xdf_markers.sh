#!/bin/sh
# NeuroKit2's read_xdf puts all streams of a Lab Streaming Layer recording into one table with one row per moment,
# where a stream of markers holds the number of the marker that came last. Expected: every marker turns up in
# the rows behind it. In fact the last marker of a stream does not: rows
# behind it are first made empty and then filled up with the marker before it, so that of three only two are
# ever seen, and the second lasts until the recording ends. Of markers with one and the same time ("left" and
# "right" of one twitch) only the first is kept, too. pyxdf, by which it reads, has them all. Markers should be
# taken from pyxdf, at their own times.
#
# Needs: python3.11 with venv, the package index. Exits with 1 if this changes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q --no-compile neurokit2==0.3.0 pyxdf==1.17.5 numpy==2.4.6 scipy==1.17.1 pandas==2.3.3 \
    scikit-learn==1.9.1 2>/dev/null
cat > "$work/markers.py" <<'PY'
import logging
import struct
import sys
from importlib.metadata import version

import neurokit2 as nk
import numpy as np
import pyxdf

PATH, LENGTH_S = sys.argv[1], 10
logging.disable(logging.WARNING)


def chunk(tag, content):
    return b"\x04" + struct.pack("<IH", len(content) + 2, tag) + content


def stream(number, name, rate_hz, kind, samples):
    about = (f"<info><name>{name}</name><type>{name}</type><channel_count>1</channel_count>"
             f"<nominal_srate>{rate_hz}</nominal_srate>"
             f"<channel_format>{kind}</channel_format><desc/></info>")  # fmt: skip
    content = struct.pack("<I", number) + b"\x04" + struct.pack("<I", len(samples))
    for time_s, value in samples:
        stored = bytes([1, len(value)]) + value.encode() if kind == "string" else struct.pack("<d", value)
        content += b"\x08" + struct.pack("<d", time_s) + stored
    end = f"<info><sample_count>{len(samples)}</sample_count></info>".encode()
    return (chunk(2, struct.pack("<I", number) + about.encode()) + chunk(3, content)
            + chunk(6, struct.pack("<I", number) + end))  # fmt: skip


def read(rate_hz, markers):
    camera = [(k / rate_hz, np.sin(k)) for k in range(LENGTH_S * rate_hz)]
    with open(PATH, "wb") as file:
        file.write(b"XDF:" + chunk(1, b"<info><version>1.0</version></info>"))
        file.write(stream(1, "camera", rate_hz, "double64", camera))
        file.write(stream(2, "marks", 0, "string", markers))
    by_pyxdf = next(s for s in pyxdf.load_xdf(PATH)[0] if s["info"]["name"] == ["marks"])
    listed = [(float(t), text[0]) for t, text in zip(by_pyxdf["time_stamps"], by_pyxdf["time_series"], strict=True)]
    column = nk.read_xdf(PATH, verbose=False)[0].iloc[:, 1].dropna()
    # A number stands for a marker by the order of the alphabet, of those that were kept.
    changes = column[column.diff() != 0]
    return listed == markers, [(round(float(t), 1), int(value)) for t, value in changes.items()]


print("NeuroKit2", version("neurokit2"), "pyxdf", version("pyxdf"))
same = True
for rate_hz in (25, 30, 100):
    for markers, seen_wanted in (
        ([(2.0037, "a"), (5.0037, "b"), (8.0037, "c")], [(2.0, 0), (5.0, 1)]),
        ([(2.0037, "c"), (3.0037, "a"), (4.0037, "b"), (6.0037, "a")], [(2.0, 2), (3.0, 0), (4.0, 1)]),
        ([(2.0037, "right"), (2.0037, "left"), (5.0037, "mid"), (8.0037, "zero")], [(2.0, 1), (5.0, 0)]),
        ([(2.0037, "right"), (8.0037, "stop")], [(2.0, 0)]),
    ):
        all_by_pyxdf, seen = read(rate_hz, markers)
        print(f"{rate_hz} Hz, markers {markers}: all by pyxdf: {all_by_pyxdf}; "
              f"by NeuroKit2 (time, number): {seen}")  # fmt: skip
        same &= all_by_pyxdf and seen == seen_wanted
sys.exit(not same)
PY
"$work/venv/bin/python" -W ignore "$work/markers.py" "$work/session.xdf"
