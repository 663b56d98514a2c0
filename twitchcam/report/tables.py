"""Events and signals as tables for further work. Units are in the names of the columns."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.report.document import make_document
from twitchcam.report.files import replace_when_done

if TYPE_CHECKING:
    from twitchcam.records import Analysis, Expression, Floats, Movement

EVENT_COLUMNS: Final = (
    "kind",
    "region",
    "side",
    "onset_s",
    "apex_s",
    "offset_s",
    "amplitude_mm",
    "peak_velocity_mm_per_s",
    "snr",
    "during",
    "confidence",
)
# Longest first: ``_mm_per_s`` also ends in ``_s``.
_ROWS_AT_ONCE: Final = 36_000  # ten minutes
_UNITS: Final = {"_mm_per_s": "mm/s", "_mm": "mm", "_deg": "deg", "_s": "s"}


def write_events_csv(analysis: Analysis, path: str | Path) -> None:
    """Write one row for each event; the header alone when there is none.

    Numbers are those of ``analysis.json``; kinds in ``during`` are parted by ``;``.
    """
    import pandas as pd

    rows = make_document(analysis)["events"]
    table = pd.DataFrame(rows, columns=list(EVENT_COLUMNS))
    table["during"] = [";".join(row["during"]) for row in rows]
    with replace_when_done(path) as unfinished:
        table.to_csv(unfinished, index=False, lineterminator="\n", encoding="utf-8")


def write_signals_parquet(movement: Movement, expression: Expression, path: str | Path) -> None:
    """Write every signal as a column of one Parquet file, a row for each point of the time grid.

    Columns are called ``region.side.axis_mm``. A cell is empty where nothing was measured;
    ``excluded`` holds the reasons, parted by ``;``, where the moment was not judged. The unit of
    each column and the version of twitchcam are in the file's metadata.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = list_signals(movement, expression)
    reasons = _list_reasons(movement)
    schema = pa.schema(
        [
            *(
                pa.field(
                    name, pa.from_numpy_dtype(values.dtype), metadata={"unit": _read_unit(name)}
                )
                for name, values in columns.items()
            ),
            pa.field("excluded", pa.dictionary(pa.int32(), pa.string()), metadata={"unit": ""}),
        ],
        metadata={
            "twitchcam_version": version("twitchcam"),
            "sampling_rate_hz": f"{movement.sampling_rate_hz:g}",
            "sides": "left and right are the person's own",
        },
    )
    # An open file: pyarrow takes some file names for addresses and cannot encode others.
    with (
        replace_when_done(path) as unfinished,
        unfinished.open("wb") as file,
        pq.ParquetWriter(file, schema, compression="zstd") as writer,
    ):
        # Piece by piece, so that an hour needs little more memory than a minute.
        for start in range(0, len(reasons), _ROWS_AT_ONCE):
            piece = slice(start, start + _ROWS_AT_ONCE)
            arrays = [
                *(pa.array(values[piece], from_pandas=True) for values in columns.values()),
                pa.array(reasons[piece]).dictionary_encode(),
            ]
            writer.write_table(pa.table(arrays, schema=schema))


def list_signals(movement: Movement, expression: Expression) -> dict[str, Floats]:
    """Give every signal by the name of its column, time first."""
    columns: dict[str, Any] = {"time_s": movement.time_s}
    for channel, values in zip(movement.channels, movement.displacement_mm.T, strict=True):
        columns[f"{channel.region}.{channel.side}.{channel.axis}_mm"] = values
    for r, region in enumerate(REGION_NAMES):
        for s, side in enumerate(SIDES):
            columns[f"{region}.{side}.local_noise_mm"] = movement.local_noise_mm[:, r, s]
            columns[f"{region}.{side}.face_noise_mm"] = movement.face_noise_mm[:, r, s]
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


def _read_unit(name: str) -> str:
    return next((unit for suffix, unit in _UNITS.items() if name.endswith(suffix)), "")


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
