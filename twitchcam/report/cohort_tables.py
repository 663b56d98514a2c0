"""The results of a cohort as one data set of tables.

In      What became of each clip, and the documents in their folders
Out     Tables, a row for each thing, with ``clip_id``, ``person`` and ``visit`` in each; on disk a
        folder of Parquet files for each table, of at most 256 clips each, that DuckDB, Arrow, R and
        pandas open as one
Method  Made anew from the documents each time: the data set holds what the folders hold, once
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import numpy as np

from twitchcam.evaluation import rate_per_minute
from twitchcam.interpretation.own_movements import list_own
from twitchcam.records import Analysis
from twitchcam.records.cohort import ClipOutcome
from twitchcam.records.tables import load_pandas, make_frame
from twitchcam.report.document import read_document
from twitchcam.report.tables import load_parquet
from twitchcam.wording import text

if TYPE_CHECKING:
    import pandas as pd

_CLIPS_A_PART: Final = 256
_WHO: Final = {"clip_id": "string", "person": "string", "visit": "string"}
_CLIP_TYPES: Final = {
    **_WHO,
    "date": "string",
    "clip": "string",
    "path": "string",
    "folder": "string",
    "usable": "bool",
    "duration_s": "float64",
    "observed_s": "float64",
    "n_twitches": "int64",
    "n_left": "int64",
    "n_right": "int64",
    "rate_per_minute": "float64",
    "median_amplitude_mm": "float64",
    "advice_level": "string",
    "findings": "string",
    "part": "int64",
}
_FAILURE_TYPES: Final = dict.fromkeys(
    ("person", "visit", "date", "clip", "path", "reason", "details"), "string"
)
_VISIT_TYPES: Final = {
    "person": "string",
    "visit": "string",
    "date": "string",
    "n_clips": "int64",
    "n_usable": "int64",
    "observed_s": "float64",
    "n_twitches": "int64",
    "n_left": "int64",
    "n_right": "int64",
    "rate_per_minute": "float64",
    "rate_low_per_minute": "float64",
    "rate_high_per_minute": "float64",
    "median_amplitude_mm": "float64",
}
# Of each clip: its table by the name of the folder on disk.
_PARTS: Final[dict[str, Callable[[Analysis], Any]]] = {
    "events": Analysis.events_table,
    "actions": Analysis.actions_table,
    "tremor": Analysis.tremor_table,
    "couplings": Analysis.couplings_table,
    "symmetry": Analysis.symmetry_table,
    "limits": Analysis.limits_table,
    "findings": Analysis.findings_table,
    "quality": Analysis.quality_table,
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CohortTables:
    """All tables of a cohort by name: ``clips``, ``visits``, ``failures``, ``events``, …."""

    tables: dict[str, pd.DataFrame]

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.tables[name]


def make_cohort_tables(outcomes: Sequence[ClipOutcome]) -> CohortTables:
    """Make the tables from the folders of results.

    ``clips`` has a row for each clip with results and keeps the further columns of the list;
    ``visits`` a row for each person and visit, with the rate of twitches that come by themselves
    and its exact 95 % interval [garwood1936]; ``failures`` a row for each clip without results.
    Without any results there are these three only.
    """
    pandas = load_pandas()
    parts: dict[str, list[Any]] = {name: [] for name in _PARTS}
    clips: list[dict[str, Any]] = []
    failures: list[dict[str, Any]] = []
    amplitudes_mm: dict[tuple[str, str], list[float]] = {}
    more = list(dict.fromkeys(name for outcome in outcomes for name in outcome.clip.more))
    for outcome in outcomes:
        if outcome.folder is None:
            failures.append(_make_failure(outcome))
            continue
        analysis = read_document(outcome.folder / "analysis.json")
        # As the list calls it now: the same content may have had another name before.
        name = outcome.clip.path.name.encode("utf-8", "replace").decode()
        analysis = replace(analysis, source=replace(analysis.source, name=name))
        part = len(clips) // _CLIPS_A_PART
        own_mm = [event.amplitude_mm for event in list_own(analysis.events)]
        amplitudes_mm.setdefault((outcome.clip.person, outcome.clip.visit), []).extend(own_mm)
        clips.append(_make_clip(outcome, analysis, part))
        for name, make in _PARTS.items():
            parts[name].append(_tell_whose(make(analysis), outcome, part))
    tables = {
        "clips": make_frame(clips, {**_CLIP_TYPES, **dict.fromkeys(more, "string")}),
        "failures": make_frame(failures, _FAILURE_TYPES),
    }
    tables["visits"] = _make_visits(tables["clips"], amplitudes_mm)
    if clips:
        tables |= {name: pandas.concat(some, ignore_index=True) for name, some in parts.items()}
    return CohortTables(tables=tables)


def write_cohort(tables: CohortTables, folder: Path) -> None:
    """Write every table as a folder of Parquet files; the data set of before is replaced whole."""
    unfinished = folder.with_name(f".unfinished-{uuid4().hex}")
    unfinished.mkdir(parents=True)
    try:
        for name, table in tables.tables.items():
            _write_table(table, unfinished / name)
        if folder.exists():
            old = folder.with_name(f".unfinished-{uuid4().hex}")
            folder.rename(old)
            unfinished.rename(folder)
            shutil.rmtree(old, ignore_errors=True)
        else:
            unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def read_cohort(folder: Path, name: str) -> pd.DataFrame:
    """Read one table of a data set."""
    from twitchcam.errors import InputError

    where = folder / "cohort" / name if (folder / "cohort").is_dir() else folder / name
    if not where.is_dir():
        raise InputError(text("error-cohort-no-batch", folder=folder.name, missing=name))
    table: pd.DataFrame = load_pandas().read_parquet(where)
    return table


def _write_table(table: pd.DataFrame, folder: Path) -> None:
    import pyarrow as pa

    parquet = load_parquet()
    folder.mkdir()
    shown = table.drop(columns="part", errors="ignore")
    schema = pa.schema([pa.field(name, _find_type(kind)) for name, kind in shown.dtypes.items()])
    numbers = table["part"].to_numpy() if "part" in table else np.zeros(len(table), dtype=int)
    for number in sorted({0, *numbers.tolist()}):
        rows = shown[numbers == number]
        packed = pa.Table.from_pandas(rows, schema=schema, preserve_index=False)
        # What made each clip is in the table of quality.
        with (folder / f"part-{number:05d}.parquet").open("wb") as file:
            parquet.write_table(packed.replace_schema_metadata(None), file, compression="zstd")


def _find_type(kind: Any) -> Any:
    """The same type in every part, also where a column is empty."""
    import pyarrow as pa

    types = {
        "bool": pa.bool_(),
        "boolean": pa.bool_(),
        "float64": pa.float64(),
        "int64": pa.int64(),
        "Int64": pa.int64(),
        "object": pa.list_(pa.float64()),
    }
    return types.get(str(kind), pa.string())


def _tell_whose(table: pd.DataFrame, outcome: ClipOutcome, part: int) -> pd.DataFrame:
    table.attrs = {}
    for place, (name, kind) in enumerate(_WHO.items()):
        said = outcome.clip_id if name == "clip_id" else getattr(outcome.clip, name)
        table.insert(place, name, load_pandas().Series([said] * len(table), dtype=kind))
    table["part"] = np.full(len(table), part, dtype=np.int64)
    return table


def _make_clip(outcome: ClipOutcome, analysis: Analysis, part: int) -> dict[str, Any]:
    clip, quality = outcome.clip, analysis.quality
    own = list_own(analysis.events)
    return {
        **clip.more,
        "clip_id": outcome.clip_id,
        "person": clip.person,
        "visit": clip.visit,
        "date": clip.date,
        "clip": analysis.source.name,
        "path": str(clip.path).encode("utf-8", "replace").decode(),
        "folder": outcome.folder.name if outcome.folder else "",
        "usable": quality.usable,
        "duration_s": quality.duration_s,
        "observed_s": quality.observed_s,
        "n_twitches": len(own),
        "n_left": sum(event.side == "left" for event in own),
        "n_right": sum(event.side == "right" for event in own),
        "rate_per_minute": 60 * len(own) / quality.observed_s if quality.observed_s > 0 else None,
        "median_amplitude_mm": float(np.median([e.amplitude_mm for e in own])) if own else None,
        "advice_level": analysis.advice.level if analysis.advice else None,
        "findings": ";".join(dict.fromkeys(finding.code for finding in analysis.findings)),
        "part": part,
    }


def _make_failure(outcome: ClipOutcome) -> dict[str, Any]:
    clip = outcome.clip
    name, path = (
        str(said).encode("utf-8", "replace").decode() for said in (clip.path.name, clip.path)
    )
    return {
        "person": clip.person,
        "visit": clip.visit,
        "date": clip.date,
        "clip": name,
        "path": path,
        "reason": outcome.reason,
        "details": outcome.details,
    }


def _make_visits(
    clips: pd.DataFrame, amplitudes_mm: dict[tuple[str, str], list[float]]
) -> pd.DataFrame:
    """Clips of one person and visit added up; time that could not be judged counts for nothing."""
    rows = []
    for (person, visit), some in clips.groupby(["person", "visit"], sort=True, dropna=False):
        observed_s, n = float(some["observed_s"].sum()), int(some["n_twitches"].sum())
        rate = rate_per_minute(n, observed_s / 60) if observed_s > 0 else (None, None, None)
        sizes = amplitudes_mm.get((person, visit), [])
        rows.append(
            {
                "person": person,
                "visit": visit,
                "date": min(some["date"]),
                "n_clips": len(some),
                "n_usable": int(some["usable"].sum()),
                "observed_s": observed_s,
                "n_twitches": n,
                "n_left": int(some["n_left"].sum()),
                "n_right": int(some["n_right"].sum()),
                **dict(
                    zip(
                        ("rate_per_minute", "rate_low_per_minute", "rate_high_per_minute"),
                        rate,
                        strict=True,
                    )
                ),
                "median_amplitude_mm": float(np.median(sizes)) if sizes else None,
            }
        )
    return make_frame(rows, _VISIT_TYPES)
