"""Make again what the notebooks read: a track and an analysis of a sample clip, and no picture.

    python notebooks/make_data.py

does what

    twitchcam analyze sample_clips/blink_cheek.mp4 --out blink_cheek.twitchcam

does, and keeps ``track.npz`` and ``analysis.json`` in ``notebooks/data/blink_cheek/``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NOTEBOOKS = Path(__file__).resolve().parent
CLIP = NOTEBOOKS.parent / "sample_clips" / "blink_cheek.mp4"
KEPT = ("track.npz", "analysis.json")


def make_data(clip: Path, folder: Path) -> None:
    """Analyse ``clip`` and keep in ``folder`` what the notebooks read."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        out_dir = Path(place) / "out"
        program = [sys.executable, "-m", "twitchcam"]
        subprocess.run([*program, "analyze", str(clip), "--out", str(out_dir)], check=True)
        for name in KEPT:
            shutil.copyfile(out_dir / name, folder / name)


if __name__ == "__main__":
    make_data(CLIP, NOTEBOOKS / "data" / CLIP.stem)
