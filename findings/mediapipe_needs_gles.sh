#!/bin/sh
# MediaPipe's Linux wheel without the older face solutions (0.10.33) says manylinux_2_28, which promises
# that nothing but the libraries of that policy is needed. Its library is linked against libGLESv2 and
# libEGL all the same, though it works on the processor alone. `import mediapipe` succeeds without them;
# only the first task that is made fails, with OSError. So whoever checks an installation by importing
# it has checked nothing: on a bare Debian, libgles2 and libegl1 are needed too. The wheel before it in
# use, 0.10.21, asks for neither.
#
# Needs: python3.11 with venv and the package index; no graphics. Exits with 1 if this changes.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3.11 -m venv "$work/venv"
"$work/venv/bin/pip" install -q "pyelftools==0.32" 2>/dev/null
for version in 0.10.21 0.10.33; do
    "$work/venv/bin/pip" download -q --no-deps --only-binary :all: -d "$work/$version" \
        "mediapipe==$version" 2>/dev/null
done
cat > "$work/needs.py" <<'PY'
import io, sys, zipfile
from pathlib import Path

from elftools.elf.elffile import ELFFile

OUTSIDE = ("libGLESv2.so.2", "libEGL.so.1")
found = {}
for folder in sys.argv[1:]:
    wheel = next(Path(folder).glob("*.whl"))
    needed = set()
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.startswith("mediapipe/") and name.endswith(".so"):
                section = ELFFile(io.BytesIO(archive.read(name))).get_section_by_name(".dynamic")
                needed |= {tag.needed for tag in section.iter_tags() if tag.entry.d_tag == "DT_NEEDED"}
    asked = [library for library in OUTSIDE if library in needed]
    print(wheel.name, "asks the system for", ", ".join(asked) or "none of the two")
    found[Path(folder).name] = asked
sys.exit(found != {"0.10.21": [], "0.10.33": list(OUTSIDE)})
PY
"$work/venv/bin/python" "$work/needs.py" "$work/0.10.21" "$work/0.10.33"
