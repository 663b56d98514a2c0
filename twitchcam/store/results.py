"""Results in their three tables: one row a recording, and rows for places and symmetries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any, Final

from sqlalchemy import Connection, null, select

from twitchcam.records import DetectionLimit, Finding, Shown, VisitMeasure
from twitchcam.store import schema
from twitchcam.store.row_reading import make, select_all
from twitchcam.store.rows import PlaceResult, Result, SymmetryResult

# Fields of a result that have a table of their own.
_DETAILS: Final = (
    ("places", schema.places, PlaceResult),
    ("symmetries", schema.symmetries, SymmetryResult),
)
_OWN: Final = [item.name for item in fields(Result) if item.name in schema.results.c]


def replace_result(connection: Connection, result: Result) -> None:
    """Write a result; a former one of the same recording goes."""
    key = result.recording_id
    for table in (schema.results, schema.places, schema.symmetries):
        connection.execute(table.delete().where(table.c.recording_id == key))
    values = {name: getattr(result, name) for name in _OWN}
    values |= {"findings": list(result.findings), "company": list(result.company)}
    values |= _write_followed(result)
    connection.execute(schema.results.insert().values(**values))
    for name, table, _ in _DETAILS:
        if items := getattr(result, name):
            rows = [{"recording_id": key, **asdict(item)} for item in items]
            connection.execute(table.insert(), rows)


def add_followed(connection: Connection, result: Result) -> None:
    """Write what is followed today into a result that has none of it; all else stays."""
    table = schema.results
    which = (table.c.recording_id == result.recording_id, table.c.shown.is_(null()))
    connection.execute(table.update().where(*which).values(**_write_followed(result)))


def _write_followed(result: Result) -> dict[str, Any]:
    measures, shown = result.measures, result.shown
    return {
        "measures": null() if measures is None else list(map(_leave_out_defaults, measures)),
        "shown": null() if shown is None else asdict(shown),
    }


def read_results(connection: Connection, recording_ids: Sequence[str]) -> list[Result]:
    """Read the results of these recordings, of those that have one."""
    results = schema.results
    query = select(*(results.c[name] for name in _OWN)).where(
        results.c.recording_id.in_(recording_ids)
    )
    found: list[dict[str, Any]] = [
        dict(zip(_OWN, row, strict=True)) for row in connection.execute(query)
    ]
    for name, table, kind in _DETAILS:
        details = _read_details(connection, table, kind, recording_ids)
        for values in found:
            values[name] = tuple(details[values["recording_id"]])
    return [Result(**values | _restore(values)) for values in found]


def _leave_out_defaults(measure: VisitMeasure) -> dict[str, Any]:
    """Many are read for one page: what is as usual takes no room."""
    values = asdict(measure)
    usual = {item.name: item.default for item in fields(VisitMeasure)}
    return {name: value for name, value in values.items() if value != usual[name]}


def _restore(values: dict[str, Any]) -> dict[str, Any]:
    """Make tuples and records of what JSON holds."""
    measures, shown = values["measures"], values["shown"]
    return {
        "findings": tuple(values["findings"]),
        "company": tuple(values["company"] or ()),
        "measures": None if measures is None else tuple(map(_restore_measure, measures)),
        "shown": None if shown is None else _restore_shown(shown),
    }


def _restore_measure(values: dict[str, Any]) -> VisitMeasure:
    interval = values.get("interval")
    whole = {"value": None, **values, "interval": tuple(interval) if interval else None}
    return VisitMeasure(**whole)


def _restore_shown(values: dict[str, Any]) -> Shown:
    findings = (
        Finding(**item | {name: tuple(item[name]) for name in ("limits", "sources")})
        for item in values["findings"]
    )
    return Shown(
        **values
        | {
            "findings": tuple(findings),
            "limits": tuple(DetectionLimit(**item) for item in values["limits"]),
            "hidden_regions": tuple(values["hidden_regions"]),
        }
    )


def _read_details(
    connection: Connection, table: Any, kind: type[Any], recording_ids: Sequence[str]
) -> dict[str, list[Any]]:
    """List the rows of every recording, in the order in which they were written."""
    query = select_all(kind, table).add_columns(table.c.recording_id)
    query = query.where(table.c.recording_id.in_(recording_ids)).order_by(table.c.id)
    found: dict[str, list[Any]] = defaultdict(list)
    for row in connection.execute(query):
        found[row[-1]].append(make(kind, row))
    return found
