"""Hand-made truth of the development clips, in the terms of the benchmark."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

# Pictures in which blinks were looked for, where it was not the whole clip (first, last).
JUDGED_FRAMES: Final = {"WolfgangLanger_Pexels.mp4": (141, 438), "liveportrait_d3.mp4": (0, 61)}
_WINK: Final = re.compile(r"^(LEFT|RIGHT) wink\b")
_HELD_IN_WORDS: Final = {
    "pucker": "pucker",
    "brows raised": "brow_raise",
    "mouth round open": "mouth_open",
    "mouth open round": "mouth_open",
    "mouth wide open": "mouth_open",
}
_ONE_SIDE: Final = re.compile(r"\b(left|right)\b(?!/)(?<!/right)")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueClosure:
    """One closing of the eyes. ``sure`` false: neither finding nor missing it counts."""

    start_s: float
    peak_s: float
    end_s: float
    sure: bool
    wink_side: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSidedMovement:
    """A movement of one side that the person made on purpose."""

    start_s: float
    end_s: float
    side: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldAction:
    """A smile, a pucker, raised brows or an open mouth that the truth lists."""

    kind: str
    start_s: float
    end_s: float
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipTruth:
    """What is known about one recording. ``complete``: kinds of which none is left out."""

    name: str
    has_face: bool
    closures: tuple[TrueClosure, ...]
    one_sided: tuple[OneSidedMovement, ...]
    no_face_until_s: float | None
    held: tuple[HeldAction, ...] = ()
    complete: tuple[str, ...] = ()


def read_clip_truths(folder: Path) -> list[ClipTruth]:
    """Truth of every clip in ``folder``, in the order of ``truth.json``."""
    found = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return [_read_clip(name, clip) for name, clip in found.items() if not name.startswith("_")]


def _read_clip(name: str, clip: dict[str, Any]) -> ClipTruth:
    closures = tuple(
        TrueClosure(
            start_s=blink["start_s"],
            peak_s=blink["peak_s"],
            end_s=blink["end_s"],
            sure=blink["sure"],
            wink_side=_side_of_wink(blink),
        )
        for blink in clip["blinks"]
    )
    winks = [
        OneSidedMovement(start_s=c.start_s, end_s=c.end_s, side=c.wink_side)
        for c in closures
        if c.wink_side is not None
    ]
    pulls = [
        OneSidedMovement(start_s=m["start_s"], end_s=m["end_s"], side=side.group(1))
        for m in clip["movements"]
        if (side := _ONE_SIDE.search(m["what"])) is not None
    ]
    empty = [m["end_s"] for m in clip["movements"] if m["what"].startswith("NO FACE")]
    return ClipTruth(
        name=name,
        has_face=clip["faces_max"] > 0,
        closures=closures,
        one_sided=(*winks, *pulls),
        no_face_until_s=empty[0] if empty else None,
        held=tuple(_list_held(clip)),
        complete=("smile",) if clip.get("smiles_reviewed") else (),
    )


def _list_held(clip: dict[str, Any]) -> Iterator[HeldAction]:
    for smile in clip.get("smiles", ()):
        yield HeldAction(
            kind="smile", start_s=smile["start_s"], end_s=smile["end_s"], sure=smile["sure"]
        )
    for movement in clip["movements"]:
        for words, kind in _HELD_IN_WORDS.items():
            if words in movement["what"]:
                yield HeldAction(
                    kind=kind,
                    start_s=movement["start_s"],
                    end_s=movement["end_s"],
                    sure=movement["sure"],
                )


def _side_of_wink(blink: dict[str, Any]) -> str | None:
    wink = _WINK.match(blink.get("note", ""))
    return wink.group(1).lower() if wink else None
