"""Events, actions, couplings and signals as tables; units are in the names of the columns."""

from __future__ import annotations

import csv
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_type_hints

import numpy as np

from twitchcam.anatomy import AXES, REGION_NAMES, SIDES
from twitchcam.records import Action, Coupling, TwitchEvent
from twitchcam.records.rows import list_columns, name_columns
from twitchcam.report.dictionary import CANDIDATE_COLUMNS, explain_signal, read_unit
from twitchcam.report.document import make_part
from twitchcam.report.whole_files import replace_when_done
from twitchcam.skin_places import list_regions
from twitchcam.wording import text

if TYPE_CHECKING:
    from twitchcam.records import Analysis, Bools, Expression, Floats, Movement
    from twitchcam.settings import DetectionSettings

_ROWS_AT_ONCE: Final = 3_600  # one minute


def write_events_csv(analysis: Analysis, path: str | Path) -> None:
    """Write one row for each event; the header alone when there is none.

    Numbers are those of ``analysis.json``; lists of words are parted by ``;``. What every column
    means is in ``docs/outputs.md``.
    """
    _write_csv(analysis, "events", TwitchEvent, path)


def write_actions_csv(analysis: Analysis, path: str | Path) -> None:
    """Write one row for each action. See ``write_events_csv``."""
    _write_csv(analysis, "actions", Action, path)


def write_couplings_csv(analysis: Analysis, path: str | Path) -> None:
    """Write one row for each coupling, those that could not be assessed with the reason why.

    Intervals become two columns, ``…_low`` and ``…_high``. See ``write_events_csv``.
    """
    _write_csv(analysis, "couplings", Coupling, path)


def _write_csv(analysis: Analysis, part: str, record: type, path: str | Path) -> None:
    hints = get_type_hints(record)
    rows = []
    for item in make_part(analysis, part):
        row: dict[str, Any] = {}
        for name, hint in hints.items():
            columns, value = name_columns(name, hint), item[name]
            if len(columns) == 2:
                row.update(zip(columns, value or (None, None), strict=True))
            elif isinstance(value, list):
                row[name] = ";".join("" if entry is None else str(entry) for entry in value)
            else:
                row[name] = value
        rows.append(row)
    with (
        replace_when_done(path) as unfinished,
        unfinished.open("w", newline="", encoding="utf-8") as file,
    ):
        table = csv.DictWriter(file, list_columns(record), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def load_parquet() -> Any:
    """The library for Parquet files, which takes long to load."""
    import pyarrow.parquet

    return pyarrow.parquet


def write_signals_parquet(
    movement: Movement, expression: Expression, assessable: Bools, path: str | Path
) -> None:
    """Write every signal as a column of one Parquet file, a row for each point of the time grid.

    ``assessable`` (C, places, sides) is what ``mark_assessable`` says of the movement. Columns are
    called ``region.side.what``. A cell is empty where nothing was measured; ``excluded`` holds the
    reasons, parted by ``;``, where the moment was not judged. The unit of each column and the
    version of twitchcam are in the file's metadata.
    """
    import pyarrow as pa

    columns = list_signals(movement, expression, assessable)
    reasons = _list_reasons(movement)
    schema = pa.schema(
        [
            *(
                pa.field(name, pa.from_numpy_dtype(values.dtype), metadata=_describe(name))
                for name, values in columns.items()
            ),
            pa.field(
                "excluded", pa.dictionary(pa.int32(), pa.string()), metadata=_describe("excluded")
            ),
        ],
        metadata={
            "twitchcam_version": version("twitchcam"),
            "sampling_rate_hz": f"{movement.sampling_rate_hz:g}",
            "sides": text("column-sides"),
        },
    )
    parquet = load_parquet()
    # An open file: pyarrow takes some file names for addresses and cannot encode others.
    with (
        replace_when_done(path) as unfinished,
        unfinished.open("wb") as file,
        # Measured numbers hardly ever repeat: a dictionary of them would only cost.
        parquet.ParquetWriter(
            file, schema, compression="zstd", use_dictionary=["excluded"]
        ) as writer,
    ):
        # Piece by piece, so that an hour needs little more memory than a minute.
        for start in range(0, len(reasons), _ROWS_AT_ONCE):
            piece = slice(start, start + _ROWS_AT_ONCE)
            arrays = [
                *(_to_arrow(values[piece]) for values in columns.values()),
                _encode_words(reasons[piece]),
            ]
            writer.write_table(pa.table(arrays, schema=schema))


# Made from their bytes: ``pyarrow.array`` would load pandas where it is installed.
def _to_arrow(values: Floats | Bools) -> Any:
    """A column of numbers, empty where NaN, or of yes and no."""
    import numpy as np
    import pyarrow as pa

    if values.dtype == bool:
        bits = pa.py_buffer(np.packbits(values.view(np.uint8), bitorder="little"))
        return pa.Array.from_buffers(pa.bool_(), len(values), [None, bits])
    seen = np.packbits(~np.isnan(values), bitorder="little")
    parts = [pa.py_buffer(seen), pa.py_buffer(np.ascontiguousarray(values))]
    return pa.Array.from_buffers(pa.from_numpy_dtype(values.dtype), len(values), parts)


def _encode_words(words: list[str]) -> Any:
    """A column of words, most of which come again and again."""
    import numpy as np
    import pyarrow as pa

    known, codes = np.unique(words, return_inverse=True)
    encoded = [word.encode() for word in known.tolist()]
    starts = np.cumsum([0, *map(len, encoded)], dtype=np.int32)
    return pa.DictionaryArray.from_arrays(
        pa.Array.from_buffers(pa.int32(), len(words), [None, pa.py_buffer(codes.astype(np.int32))]),
        pa.StringArray.from_buffers(
            len(encoded), pa.py_buffer(starts), pa.py_buffer(b"".join(encoded))
        ),
    )


def list_assessed(movement: Movement, assessable: Bools) -> dict[str, Floats]:
    """Share of the places of every region that are assessable, and the largest noise of those.

    Both (m, regions, sides) on the grid of ``movement``, from ``assessable`` (C, places, sides).
    """
    field = movement.field
    at = np.clip(np.searchsorted(field.time_s, movement.time_s, side="right") - 1, 0, None)
    noise_mm = np.where(assessable, field.noise_mm, np.nan)
    members = [np.flatnonzero(np.array(list_regions()) == region) for region in REGION_NAMES]
    share = np.stack([assessable[:, places].mean(axis=1) for places in members], axis=1)
    largest = np.stack([np.fmax.reduce(noise_mm[:, places], axis=1) for places in members], axis=1)
    return {
        "assessable_share": share[at].astype(np.float32),
        "pulse_noise_mm": largest[at].astype(np.float32),
    }


def write_candidates_csv(
    movement: Movement, assessable: Bools, settings: DetectionSettings, path: str | Path
) -> None:
    """Write every moment that stood out of the dense field, and the rule that rejected it."""
    # Loads scipy, which a run needs only after tracking.
    from twitchcam.detection.candidates import list_candidates

    with (
        replace_when_done(path) as unfinished,
        unfinished.open("w", newline="", encoding="utf-8") as file,
    ):
        writer = csv.DictWriter(file, list(CANDIDATE_COLUMNS), lineterminator="\n")
        writer.writeheader()
        for candidate in list_candidates(movement, assessable, settings):
            peak = candidate.peak
            writer.writerow(
                {
                    "apex_s": candidate.apex_s,
                    "side": peak.side,
                    "region": candidate.region,
                    "area": candidate.area,
                    "snr": peak.snr,
                    "noise_mm": peak.noise_mm,
                    "amplitude_mm": candidate.size_mm,
                    "length_s": candidate.length_s,
                    "half_width_s": candidate.half_width_s,
                    "away_mm": candidate.away_mm,
                    "left_over_mm": candidate.left_over_mm,
                    "other_side_snr": peak.other_side_snr,
                    "mirror_mm": peak.mirror_mm,
                    "neighbour_share": peak.neighbour_share,
                    "far_share": peak.far_share,
                    "extent_mm": peak.extent_mm,
                    "rejected_by": candidate.rejected_by,
                    "both_rejected_by": candidate.both_rejected_by,
                }
            )


def list_signals(
    movement: Movement, expression: Expression, assessable: Bools
) -> dict[str, Floats | Bools]:
    """Give every signal by the name of its column, time first."""
    columns: dict[str, Any] = {"time_s": movement.time_s}
    by_axis = {"transient": movement.transient_mm, "displacement": movement.displacement_mm}
    by_patch = {
        **list_assessed(movement, assessable),
        "local_noise_mm": movement.local_noise_mm,
    }
    for (r, region), (s, side) in product(enumerate(REGION_NAMES), enumerate(SIDES)):
        for (what, moved_mm), (a, axis) in product(by_axis.items(), enumerate(AXES)):
            columns[f"{region}.{side}.{what}_{axis}_mm"] = moved_mm[:, r, s, a]
        for what, values in by_patch.items():
            columns[f"{region}.{side}.{what}"] = values[:, r, s]
    columns["face.activity_mm"] = movement.activity_mm
    for s, side in enumerate(SIDES):
        columns[f"eye.{side}.lid_aperture_mm"] = expression.lid_aperture_mm[:, s]
        columns[f"eye.{side}.iris_drop_mm"] = expression.iris_drop_mm[:, s]
        columns[f"brow.{side}.landmark_height_mm"] = expression.brow_mm[:, s]
        for a, axis in enumerate(("outward", "up")):
            name = f"mouth_corner.{side}.landmark_{axis}_mm"
            columns[name] = expression.mouth_corner_mm[:, s, a]
    columns["jaw.drop_mm"] = expression.jaw_drop_mm
    columns["mouth.opening_mm"] = expression.mouth_opening_mm
    for a, angle in enumerate(("yaw", "pitch", "roll")):
        columns[f"head.{angle}_deg"] = expression.head_rotation_deg[:, a]
    return columns


def _describe(name: str) -> dict[str, str]:
    return {"unit": read_unit(name), "meaning": explain_signal(name)}


def _list_reasons(movement: Movement) -> list[str]:
    """Say for each point of the grid why it was not judged; empty where it was."""
    import numpy as np

    reasons = [""] * len(movement.time_s)
    for span in movement.excluded:
        start, stop = np.searchsorted(movement.time_s, [span.start_s, span.stop_s])
        for i in range(start, stop):
            if span.reason not in reasons[i].split(";"):
                reasons[i] = f"{reasons[i]};{span.reason}".strip(";")
    return reasons
