"""Which settings are felt: every one behind tracking halved and doubled, until a result moves.

    python -m benchmarks.turned [--tracks DIR] [--quick] [--write] [--json FILE]

The saved track of a sample clip and made tracks without pictures: actions of all kinds, jerks with
trouble, a tremor. A setting is felt when an analysis of any of them differs in anything but the
settings that it names. What is felt on none is dead, or its case is on none of these tracks;
``--tracks`` adds tracks of your own. Settings of tracking need pictures, and are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import product
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from benchmarks.material.hard_tracks import make_hard_track
from benchmarks.material.made_actions import make_truth_and_track
from benchmarks.showing.stored import ROOT, JsonFile, Write, write_json
from benchmarks.showing.tables import Quick, print_lines, print_table
from twitchcam.pipeline import analyze_movement, measure_track
from twitchcam.records import Analysis, FaceTrack
from twitchcam.settings import Settings, list_settings
from twitchcam.synthetic.movements import Smile, Tremble
from twitchcam.synthetic.tracks import TrackPlan, make_track
from twitchcam.tracking.track_file import read_track

SAMPLE: Final = ROOT / "tests" / "golden" / "blink_cheek.npz"
# Settings of these decide already what is measured.
_MEASURING: Final = ("visibility", "signals")
_NOT_COMPARED: Final = ("settings", "changed_settings", "advice")


def run(
    tracks: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Tracks of your own, *.npz.")
    ] = None,
    quick: Quick = False,
    json_file: JsonFile = None,
    write: Write = False,
) -> None:
    """On which track, and by which value, every setting moves a result."""
    material = dict(list_material(quick=quick))
    for path in sorted(tracks.glob("*.npz")) if tracks else ():
        material[path.stem] = read_track(path)
    felt = find_felt(material)
    shown = {name: f"{where}, at {value:g}" for name, (where, value) in felt.items() if where}
    print_table(
        "Settings, and where a result moved first",
        ("setting", "moved"),
        [(name, shown.get(name, "nowhere")) for name in felt],
    )
    print_lines(f"Felt: {len(shown)} of {len(felt)} settings behind tracking.")
    numbers = {"felt": {name: list(found) for name, found in felt.items()}}
    write_json(json_file, "turned", numbers, data=list(material), write=write)


def list_material(*, quick: bool = False) -> Iterator[tuple[str, FaceTrack]]:
    """Name and track; the first are those on which most settings are felt."""
    yield SAMPLE.stem, read_track(SAMPLE)
    if quick:
        return
    for seed in range(2):
        yield f"made actions {seed}", make_truth_and_track(seed)[1]
    for trouble in ("both sides jerk", "bad pictures", "pulls that are held"):
        yield f"made jerks, {trouble}", make_hard_track(trouble).track
    shaking = Tremble(region="cheek", side="left", start_s=2.0, stop_s=8.0, frequency_hz=6.0,
                      size_mm=0.8)  # fmt: skip
    smiles = tuple(Smile(onset_s=9.0 + 5.0 * k, left=0.5, hold_s=3.0) for k in range(5))
    yield (
        "made tremor and smiles",
        make_track(TrackPlan(movements=(shaking, *smiles), duration_s=36.0)),
    )


def find_felt(
    material: Mapping[str, FaceTrack], names: Sequence[str] | None = None
) -> dict[str, tuple[str, float]]:
    """For every setting the first track, and the value, that moved; an empty name if none did.

    ``names`` are settings with their stage, such as ``detection.max_mirrored``; all of them if not
    given.
    """
    usual = Settings()
    measured = {name: measure_track(track) for name, track in material.items()}
    told = {name: _tell(analyze_movement(material[name], *m)) for name, m in measured.items()}

    def moves(track: str, stage: str, chosen: Settings) -> bool:
        face, found = material[track], measured[track]
        if stage in _MEASURING:
            found = measure_track(face, settings=chosen)
        return _tell(analyze_movement(face, *found, settings=chosen)) != told[track]

    felt: dict[str, tuple[str, float]] = {}
    for stage, item in list_settings():
        name, record = f"{stage}.{item.name}", getattr(usual, stage)
        if stage == "tracking" or (names is not None and name not in names):
            continue
        value = float(getattr(record, item.name))
        tried = max(value / 2, item.metadata["low"]), min(value * 2, item.metadata["high"])
        felt[name] = ("", value)
        for track, other in product(material, tried):
            turned = replace(record, **{item.name: other})
            if moves(track, stage, replace(usual, **{stage: turned})):
                felt[name] = (track, other)
                break
    return felt


def _tell(analysis: Analysis) -> str:
    told: dict[str, Any] = asdict(analysis)
    for name in _NOT_COMPARED:
        told.pop(name)
    return json.dumps(told, sort_keys=True)


if __name__ == "__main__":
    typer.run(run)
