#!/bin/sh
# BORIS adds the time offset of an observation to every event that it stores, but compares these times
# with the plain lengths of the media when it exports. So of an observation with an offset longer than
# its clip, the tabular export of the "full observation" holds no event at all, without a word;
# limited to the coded time it holds them, at shifted times, each with the media file "Not found". Who
# reads such a table must take the offset away and must not choose rows by their media file.
#
# Needs: python3.11 with venv, the package index; libmpv and Qt are not needed (their modules are only
# imported by BORIS, and are stood in for). Exits with 1 if BORIS no longer does so.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q "boris-behav-obs==8.27.4" 2>/dev/null
cat > "$work/export.py" <<'PY'
import csv, sys, types
from decimal import Decimal
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

# The package's own __init__ starts a window, and libmpv is a library of the system.
package = types.ModuleType("boris")
package.__path__ = [str(Path(find_spec("tablib").origin).parents[1] / "boris")]
sys.modules["boris"] = package


class Mpv(types.ModuleType):
    sofile = "libmpv.so.2"

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


package.mpv2 = sys.modules["boris.mpv2"] = Mpv("boris.mpv2")
from boris import config, export_observation

CLIP = "/videos/clip.mp4"


def export(offset, limits):
    shifted = [[Decimal(str(time + offset)), "", "blink", "", "", 0] for time in (1.3, 2.9)]
    observation = {
        "type": "MEDIA", "date": "2026-01-01T00:00:00", "description": "", "file": {"1": [CLIP]},
        "time offset": Decimal(offset), "events": shifted, "independent_variables": {},
        "media_info": {"length": {CLIP: 30.0}, "fps": {CLIP: 30.0}},
    }
    ethogram = {"0": {"type": "Point event", "code": "blink", "category": ""}}
    project = {"behaviors_conf": ethogram, "observations": {"one": observation}}
    wanted = {
        config.SELECTED_SUBJECTS: ["No focal subject"], config.SELECTED_BEHAVIORS: ["blink"],
        "time": limits,
    }
    path = sys.argv[1]
    print(*export_observation.export_tabular_events(
        project, wanted, "one", observation, ethogram, path, "csv"), end=" ")
    with open(path, newline="") as file:
        return [(row["Time"], row["Media file name"]) for row in csv.DictReader(file)]


print("boris-behav-obs", version("boris-behav-obs"))
seen = {}
for offset in (0, 100):
    for name, limits in (("full", config.TIME_FULL_OBS), ("coded", config.TIME_EVENTS)):
        seen[offset, name] = export(offset, limits)
        print(f"offset {offset} s, {name}: {seen[offset, name]}")
wanted = {
    (0, "full"): [("1.300", CLIP), ("2.900", CLIP)],
    (0, "coded"): [("1.300", CLIP), ("2.900", CLIP)],
    (100, "full"): [],
    (100, "coded"): [("101.300", "Not found"), ("102.900", "Not found")],
}
sys.exit(seen != wanted)
PY
QT_QPA_PLATFORM=offscreen "$work/venv/bin/python" "$work/export.py" "$work/events.csv"
