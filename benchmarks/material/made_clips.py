"""Made clips on disk: each plan is drawn once and found again by what it shows."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

import twitchcam.synthetic
from twitchcam.synthetic.clip import ClipPlan, write_clip

USUAL_FOLDER: Final = Path(tempfile.gettempdir()) / "twitchcam-benchmarks"


def make_clips(plans: Mapping[str, ClipPlan], folder: Path) -> dict[str, Path]:
    """Write the clip of every plan unless it is there already; return where each is.

    Clips are drawn side by side, one process for each core.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = {name: folder / f"{name}-{_sign(plan)}.mp4" for name, plan in plans.items()}
    missing = {path: plans[name] for name, path in paths.items() if not path.exists()}
    if missing:
        n_processes = min(len(missing), os.cpu_count() or 1)
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(n_processes, mp_context=spawn) as pool:
            list(pool.map(_make_clip, missing.values(), missing))
    return paths


def join_copies(clip: Path, n_copies: int, path: Path) -> Path:
    """Write ``clip`` ``n_copies`` times in a row, without encoding again; there is a cut between.

    The packets are copied and their times shifted, so an hour takes seconds.
    """
    import av

    unfinished = path.with_name(f"{path.stem}.part{path.suffix}")
    with av.open(str(unfinished), "w") as joined:
        with av.open(str(clip)) as once:
            stream = joined.add_stream_from_template(once.streams.video[0])
        shift = 0
        for _ in range(n_copies):
            with av.open(str(clip)) as once:
                source = once.streams.video[0]
                length = source.duration or 0
                for packet in once.demux(source):
                    if packet.pts is None or packet.dts is None:
                        continue
                    packet.pts += shift
                    packet.dts += shift
                    packet.stream = stream
                    joined.mux(packet)
            shift += length
    unfinished.replace(path)
    return path


def _make_clip(plan: ClipPlan, path: Path) -> None:
    unfinished = path.with_name(f"{path.stem}.part{path.suffix}")
    write_clip(plan, unfinished)
    unfinished.with_suffix(".truth.json").unlink()
    unfinished.replace(path)


def _sign(plan: ClipPlan) -> str:
    """A short name for what the clip shows: of the plan and of the code that draws it."""
    digest = hashlib.sha256(repr(plan).encode())
    for source in _list_sources(twitchcam.synthetic.__path__):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


def _list_sources(folders: Sequence[str]) -> list[Path]:
    return sorted(file for folder in folders for file in Path(folder).iterdir() if file.is_file())
