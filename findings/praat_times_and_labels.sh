#!/bin/sh
# Praat writes a time as the number that it is: "-0.7" once a TextGrid was moved so that a stimulus lies at 0,
# and "5.55e-17" where a mark was moved to 0 and floating point left a rest. Expected: readers of TextGrids
# read numbers. pympi-ling reads the last run of digits and dots: -0.7 becomes 0.7, so that marks before the
# stimulus lie behind it and an interval ends before it begins; 5.55e-17 becomes 17 s. The same TextGrid saved
# in binary form is read right. tgt reads the numbers, but cuts a label at " = " and then by one more
# character for the closing quote: "side = left" and "side = right" are both "sid". Both do all this without a
# word; praatio and textgrid refuse negative times, and keep labels. Praat itself, asked again, says what is true.
#
# Needs: python3.11 with venv, the package index (praat-parselmouth brings Praat). Exits with 1 if this changes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q praat-parselmouth==0.4.7 pympi-ling==1.71 tgt==1.5 praatio==6.2.2 TextGrid==1.6.1 \
    numpy==2.4.6 2>/dev/null
cat > "$work/grids.py" <<'PY'
import sys
from importlib.metadata import version
from pathlib import Path

import parselmouth
import pympi
import textgrid
import tgt
from parselmouth.praat import call
from praatio import textgrid as praatio_textgrid

FOLDER = Path(sys.argv[1])


def write(name, shift_s):
    """Two intervals and a point, made, moved and saved by Praat; gives what Praat says of them afterwards."""
    grid = call("Create TextGrid", 0, 4, "twitch peak", "peak")
    for boundary_s in (0.1 + 0.2, 1.5, 2.5):
        call(grid, "Insert boundary", 1, boundary_s)
    for k, text in ((2, "side = left"), (3, "side = right")):
        call(grid, "Set interval text", 1, k, text)
    call(grid, "Insert point", 2, 2.0, "here")
    call(grid, "Shift times by", shift_s)
    call(grid, "Save as text file", str(FOLDER / f"{name}.TextGrid"))
    call(grid, "Save as binary file", str(FOLDER / f"{name}.binary"))
    kept = parselmouth.read(str(FOLDER / f"{name}.TextGrid"))
    return [
        (call(kept, "Get start time of interval", 1, k), call(kept, "Get end time of interval", 1, k),
         call(kept, "Get label of interval", 1, k)) for k in (2, 3)
    ] + [(call(kept, "Get time of point", 2, 1), call(kept, "Get label of point", 2, 1))]  # fmt: skip


def by_pympi(path):
    tiers = pympi.Praat.TextGrid(str(path)).tiers
    return tiers[0].intervals[1:3] + tiers[1].intervals


def by_tgt(path):
    intervals, points = tgt.read_textgrid(str(path))
    return [(float(i.start_time), float(i.end_time), i.text) for i in intervals] + [
        (float(point.time), point.text) for point in points
    ]


def by_textgrid(path):
    intervals, points = textgrid.TextGrid.fromFile(str(path))
    return [(i.minTime, i.maxTime, i.mark) for i in intervals[1:3]] + [(points[0].time, points[0].mark)]


def by_praatio(path):
    grid = praatio_textgrid.openTextgrid(str(path), includeEmptyIntervals=False)
    return [tuple(entry) for name in grid.tierNames for entry in grid.getTier(name).entries]


def ask(read, path):
    try:
        return read(path)
    except Exception as error:
        return type(error).__name__


print("Praat", parselmouth.PRAAT_VERSION,
      *(f"{name} {version(name)}" for name in ("pympi-ling", "tgt", "textgrid", "praatio")))  # fmt: skip
true, seen = {}, {}
for name, shift_s in (("as made", 0), ("by -0.3 s", -0.3), ("by -2.2 s", -2.2)):
    true[name] = write(name, shift_s)
    print(f"moved {name}: Praat: {true[name]}")
    path = FOLDER / f"{name}.TextGrid"
    for read in (by_pympi, by_tgt, by_textgrid, by_praatio):
        seen[name, read] = ask(read, path)
        print(f"    {read.__name__}: {seen[name, read]}")
    seen[name, "binary"] = by_pympi(FOLDER / f"{name}.binary")
made, rest, before = true
cut = {name: [(*times, text if text == "here" else "sid") for *times, text in true[name]] for name in true}
(_, _, _), _, (point_s, _) = true[before]
same = (
    all(seen[name, "binary"] == true[name] for name in true)
    and seen[made, by_pympi] == seen[made, by_praatio] == true[made]
    and [entry[-1] for entry in seen[made, by_textgrid]] == [entry[-1] for entry in true[made]]
    and all(seen[name, by_tgt] == cut[name] for name in true)
    and 0 < true[rest][0][0] < 1e-15
    and seen[rest, by_pympi][0] == (17.0, *true[rest][0][1:])
    and point_s < 0
    and seen[before, by_pympi][2] == (-point_s, "here")
    and seen[before, by_pympi][0] == (-true[before][0][0], -true[before][0][1], "side = left")
    and isinstance(seen[before, by_textgrid], str)
    and isinstance(seen[before, by_praatio], str)
)
sys.exit(not same)
PY
"$work/venv/bin/python" -W ignore "$work/grids.py" "$work"
