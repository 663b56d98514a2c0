"""The same made face recorded in other ways: which events change.

    python -m benchmarks.robustness [--quick] [--write] [--json FILE]

One plan (twitches of 1 mm) is drawn at several frame rates; the 30 Hz pictures are mirrored,
scaled, turned with a rotation tag, and compressed harder. Each variant's events are compared with
those of the plain 30 Hz recording (apex within 100 ms, same region and side) and with the truth.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

import av
import cv2
import numpy as np
import typer

from benchmarks.judging.events import judge_events
from benchmarks.material.made_clips import USUAL_FOLDER, make_clips
from benchmarks.material.made_twitches import plan_twitches
from benchmarks.showing.stored import JsonFile, Write, write_json
from benchmarks.showing.tables import MadeClips, Quick, print_lines, print_table, say_share
from twitchcam.evaluation import match_events
from twitchcam.pipeline import analyze_track, track_video
from twitchcam.records import TwitchEvent
from twitchcam.synthetic.clip import ClipPlan, describe_truth, encode_frames
from twitchcam.synthetic.photograph import Picture

SEED: Final = 41
BASE: Final = "30 Hz, crf 18"
RATES_HZ: Final = (25.0, 50.0, 60.0)
JITTER_SHARE: Final = 0.3
SAME_S: Final = 0.1
_OTHER_SIDE: Final = {"left": "right", "right": "left", "both": "both"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One way to record the same face."""

    crf: float = 18.0
    scale: float = 1.0
    mirrored: bool = False
    turned: bool = False

    def change(self, picture: Picture) -> Picture:
        """The picture as this recording stores it."""
        if self.mirrored:
            picture = picture[:, ::-1]
        if self.turned:
            picture = np.rot90(picture)
        if self.scale != 1.0:
            method = cv2.INTER_AREA if self.scale < 1 else cv2.INTER_CUBIC
            picture = np.asarray(
                cv2.resize(picture, None, fx=self.scale, fy=self.scale, interpolation=method),
                dtype=np.uint8,
            )
        return np.ascontiguousarray(picture)


VARIANTS: Final = {
    BASE: Variant(),
    "crf 23": Variant(crf=23.0),
    "crf 28": Variant(crf=28.0),
    "three quarters the size": Variant(scale=0.75),
    "one and a half times the size": Variant(scale=1.5),
    "mirrored (sides swapped back)": Variant(mirrored=True),
    "turned, with rotation tag": Variant(turned=True),
}
QUICK: Final = (BASE, "crf 28", "mirrored (sides swapped back)", "turned, with rotation tag")


def run(
    quick: Quick = False,
    json_file: JsonFile = None,
    write: Write = False,
    workdir: MadeClips = USUAL_FOLDER,
) -> None:
    """Which events change when the same face is recorded in another way."""
    plan = plan_twitches((1.0,), seed=SEED)
    drawn = {"robust-master": replace(plan, crf=0.0)}
    if not quick:
        drawn |= {f"robust-{rate:g}-hz": replace(plan, frame_rate_hz=rate) for rate in RATES_HZ}
        drawn["robust-jittered"] = replace(plan, frame_times_s=_jitter(plan))
    paths = make_clips(drawn, workdir)
    events: dict[str, tuple[TwitchEvent, ...]] = {}
    for name, variant in VARIANTS.items():
        if not quick or name in QUICK:
            path = workdir / "robust-variant.mp4"
            write_variant(paths["robust-master"], plan, variant, path)
            events[name] = _detect(path, mirrored=variant.mirrored)
            path.unlink()
    for name, path in paths.items():
        if name != "robust-master":
            events[name.removeprefix("robust-").replace("-", " ")] = _detect(path)
    rows = [compare(name, found, events[BASE], plan) for name, found in events.items()]
    print_table(
        "The same made clip (12 twitches of 1 mm) recorded in other ways",
        ("recording", "found", "false", "as plain", "lost", "new", "size / plain"),
        [row.describe() for row in rows],
    )
    print_lines("As plain, lost, new: against the events of the first row.")
    numbers = {"synthetic": True, "rows": [asdict(row) for row in rows]}
    data = [f"made: {row.name}" for row in rows]
    write_json(json_file, "robustness", numbers, data=data, write=write)


def write_variant(master: Path, plan: ClipPlan, variant: Variant, path: Path) -> None:
    """Encode the pictures of a lossless clip again, changed."""
    pictures = _read_pictures(master, variant.change)
    first = next(pictures)
    height, width = first.shape[:2]

    def all_pictures() -> Iterator[Picture]:
        yield first
        yield from pictures

    encode_frames(all_pictures(), replace(plan, crf=variant.crf, size_px=(width, height)), path)
    if variant.turned:
        _tag_rotation(path)


def _read_pictures(path: Path, change: Callable[[Picture], Picture]) -> Iterator[Picture]:
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield change(frame.to_ndarray(format="rgb24"))


def _tag_rotation(path: Path) -> None:
    """Tell players of an MP4 with one track to turn it a quarter with the clock, as phones do."""
    data = path.read_bytes()
    at = data.index(b"tkhd") + 44
    one = 1 << 16
    path.write_bytes(data[:at] + struct.pack(">5i", 0, one, 0, -one, 0) + data[at + 20 :])


def _jitter(plan: ClipPlan) -> tuple[float, ...]:
    """Times of a camera that stumbles: each picture up to a third of a step early or late."""
    times_s = plan.frame_times()
    off = np.random.default_rng(SEED).uniform(-JITTER_SHARE, JITTER_SHARE, len(times_s))
    off[0] = 0.0
    return tuple(np.round(times_s + off / plan.frame_rate_hz, 4).tolist())


def _detect(path: Path, *, mirrored: bool = False) -> tuple[TwitchEvent, ...]:
    events = analyze_track(track_video(path)).events
    if not mirrored:
        return events
    return tuple(replace(e, side=_OTHER_SIDE[e.side]) for e in events)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One recording against the plain one and against the truth."""

    name: str
    n_twitches: int
    n_found: int
    n_false: int
    n_same: int
    n_lost: int
    n_new: int
    size_ratio: float

    def describe(self) -> tuple[str, ...]:
        """As the table shows it."""
        counts = (self.n_false, self.n_same, self.n_lost, self.n_new)
        return (
            self.name,
            say_share(self.n_found, self.n_twitches),
            *(str(n) for n in counts),
            f"{self.size_ratio:.2f}",
        )


def compare(
    name: str, found: tuple[TwitchEvent, ...], plain: tuple[TwitchEvent, ...], plan: ClipPlan
) -> Row:
    """Compare the events of one recording."""
    judgement = judge_events(describe_truth(plan, name).twitches, found)
    alike = [[(a.region, a.side) == (b.region, b.side) for b in found] for a in plain]
    agreement = match_events(
        [event.apex_s for event in plain],
        [event.apex_s for event in found],
        SAME_S,
        np.array(alike, dtype=bool).reshape(len(plain), len(found)),
    )
    ratios = [found[j].amplitude_mm / plain[i].amplitude_mm for i, j in agreement.pairs]
    return Row(
        name=name,
        n_twitches=len(judgement.trials),
        n_found=sum(trial.found for trial in judgement.trials),
        n_false=judgement.n_false,
        n_same=len(agreement.pairs),
        n_lost=len(agreement.missed),
        n_new=len(agreement.false),
        size_ratio=float(np.median(ratios)) if ratios else float("nan"),
    )


if __name__ == "__main__":
    typer.run(run)
