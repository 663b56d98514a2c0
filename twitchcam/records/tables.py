"""What an analysis holds as tidy pandas tables: a row for each thing, units in the names.

In      Analysis
Out     Tables whose first column is ``clip``; a table without rows has the same columns and types,
        so that those of many clips can be put below each other
Needs   pandas (the extra ``lab``), loaded when the first table is made
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast, get_type_hints

from twitchcam.errors import InputError
from twitchcam.records.rows import holds_words, make_row, name_columns
from twitchcam.wording import text

if TYPE_CHECKING:
    import pandas as pd

    from twitchcam.records.analysis import Analysis
    from twitchcam.records.clock import Clock

# Moments of the recording, which another clock can read too.
_MOMENTS: Final = ("onset_s", "apex_s", "offset_s", "start_s", "stop_s")


def load_pandas() -> Any:
    """Import pandas itself.

    Raises
    ------
    InputError
        It is not installed.
    """
    try:
        import pandas
    except ImportError as error:
        raise InputError(text("error-tables-package")) from error
    return pandas


def read_list(path: Path) -> pd.DataFrame:
    """Read a table whose cells are all text, as spreadsheets of any country save it."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        head = file.readline()
    # Not guessed from all letters: a list of one column has none of these.
    delimiter = max(",;\t", key=head.count)
    table = load_pandas().read_csv(path, dtype=str, sep=delimiter, encoding="utf-8-sig")
    return cast("pd.DataFrame", table)


def make_table(
    analysis: Analysis, record: type, items: Sequence[Any], clock: Clock | None = None
) -> pd.DataFrame:
    """One row for each of ``items``, which are of type ``record``.

    With a ``clock``, each moment has a second column, ``onset_clock_s`` beside ``onset_s``.
    """
    rows = [{"clip": analysis.source.name, **make_row(item)} for item in items]
    types = {"clip": "string", **list_types(record)}
    if clock is not None:
        for name in [name for name in _MOMENTS if name in types]:
            other = name.replace("_s", "_clock_s")
            types[other] = "float64"
            for row in rows:
                row[other] = clock.read(row[name], analysis.source)
    return make_frame(rows, types, analysis)


def make_frame(
    rows: Sequence[dict[str, Any]], types: dict[str, str], analysis: Analysis | None = None
) -> pd.DataFrame:
    """Rows as a table of these columns and types; where it comes from is in its ``attrs``."""
    pandas = load_pandas()
    columns = {
        name: pandas.Series([row.get(name) for row in rows], dtype=kind)
        for name, kind in types.items()
    }
    table = pandas.DataFrame(columns)
    if analysis is not None:
        table.attrs = {name: str(value) for name, value in list_provenance(analysis).items()}
    return cast("pd.DataFrame", table)


def list_types(record: type) -> dict[str, str]:
    """Name and pandas type of every column of a table of ``record``."""
    hints = get_type_hints(record)
    return {
        column: _find_type(hint) if len(name_columns(name, hint)) == 1 else "float64"
        for name, hint in hints.items()
        for column in name_columns(name, hint)
    }


def _find_type(hint: Any) -> str:
    said = str(hint) if not isinstance(hint, type) else hint.__name__
    optional = "None" in said
    if said.startswith(("tuple", "dict")) and not holds_words(hint):
        return "object"
    if "bool" in said:
        return "boolean" if optional else "bool"
    if said.startswith("float"):
        return "float64"
    if said.startswith("int"):
        return "Int64" if optional else "int64"
    return "string"


def make_quality_row(analysis: Analysis) -> dict[str, Any]:
    """How much could be judged, what it was made from and with: one row."""
    from twitchcam.records.assessment import Quality

    quality = make_row(analysis.quality)
    kept = {
        name: quality[name]
        for name, kind in list_types(Quality).items()
        if kind in ("bool", "float64", "string", "int64")
    }
    limits = [limit.limit_mm for limit in analysis.quality.detection_limits]
    return {
        "clip": analysis.source.name,
        **kept,
        "largest_detection_limit_mm": max(limits) if limits else None,
        **list_provenance(analysis),
    }


def list_quality_types() -> dict[str, str]:
    """Columns of the table of quality."""
    from twitchcam.records.assessment import Quality

    kept = {
        name: kind
        for name, kind in list_types(Quality).items()
        if kind in ("bool", "float64", "string", "int64")
    }
    own = ("clip_sha256", "tracker", "model_sha256", "versions", "changed_settings")
    return {
        "clip": "string",
        **kept,
        "largest_detection_limit_mm": "float64",
        "twitchcam_version": "string",
        "mirrored": "bool",
        **dict.fromkeys(own, "string"),
    }


def list_provenance(analysis: Analysis) -> dict[str, Any]:
    """What made the numbers: versions, checksums, and settings that differ from the defaults."""
    changed = [
        f"{stage}.{name}={value}"
        for stage, values in analysis.changed_settings.items()
        for name, value in values.items()
    ]
    return {
        "twitchcam_version": analysis.twitchcam_version,
        "mirrored": analysis.source.mirrored,
        "clip_sha256": analysis.source.sha256,
        "tracker": analysis.tracker.name,
        "model_sha256": analysis.tracker.model_sha256,
        "versions": "; ".join(f"{name} {value}" for name, value in analysis.versions.items()),
        "changed_settings": "; ".join(changed),
    }


def make_finding_rows(analysis: Analysis) -> list[dict[str, Any]]:
    """Findings, their numbers in a long form: ``evidence`` is ``name=value`` parted by ``;``."""
    return [
        {
            "clip": analysis.source.name,
            "code": finding.code,
            "side": finding.side,
            "statement": finding.statement,
            "confidence": finding.confidence,
            "evidence": "; ".join(f"{name}={value}" for name, value in finding.evidence.items()),
            "limits": "; ".join(finding.limits),
        }
        for finding in analysis.findings
    ]


FINDING_TYPES: Final = dict.fromkeys(
    ("clip", "code", "side", "statement", "confidence", "evidence", "limits"), "string"
)
