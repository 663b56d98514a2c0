"""The analysis as one JSON document, checked against its schema before it is written.

In      Analysis
Out     ``analysis.json``: every field of the records by name, times in seconds
Method  Records become plain values guided by their type hints: times to 0.1 ms, other numbers to
        six significant digits, ``null`` where a number could not be measured. The same analysis
        always gives the same bytes.
"""

from __future__ import annotations

import json
import math
import types
from collections.abc import Callable
from dataclasses import is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Union, cast, get_args, get_origin, get_type_hints

from twitchcam.checks import explain_read_errors
from twitchcam.errors import InputError
from twitchcam.records import Analysis
from twitchcam.report.whole_files import replace_when_done
from twitchcam.wording import text

SCHEMA_VERSION: Final = "1"
SCHEMA_FILE: Final = Path(__file__).with_name("analysis.schema.json")

_SIGNIFICANT_DIGITS: Final = 6
_TIME_DECIMALS: Final = 4
# Numbers without which nothing can be said; the schema does not let them be null.
_ALWAYS_KNOWN: Final = frozenset(
    {"duration_s", "onset_s", "apex_s", "offset_s", "start_s", "stop_s"}
)
# Newer than the first documents of this version, which do without and are read with the default.
_ADDED_LATER: Final = frozenset(
    {
        "explained_by",
        "place",
        "area",
        "extent_mm",
        "place_limits",
        "limit_width_mm",
        "first_picture_s",
        "slowed",
        "video_track",
        "turned_deg",
        "eyes_not_judged",
        "moves_flat",
        "unseen",
        "flicker_hz",
        "versions",
        "changed_settings",
        "company",
    }
)
# Chosen, not measured: kept as they are.
_NOT_ROUNDED: Final = ("settings", "changed_settings")


def make_document(analysis: Analysis) -> dict[str, Any]:
    """Make plain dictionaries, lists, text and numbers that say the same as ``analysis``."""
    plain: dict[str, Any] = _to_plain(analysis, Analysis, "")
    return {"schema_version": plain.pop("schema_version"), **plain}


def make_part(analysis: Analysis, part: str) -> list[dict[str, Any]]:
    """One list of ``make_document``, such as ``events``."""
    rows: list[dict[str, Any]] = _to_plain(getattr(analysis, part), _hints(Analysis)[part], part)
    return rows


def dump_document(document: dict[str, Any], *, on_one_line: bool = False) -> str:
    """Make the text of ``analysis.json``; ``ValueError`` unless it fits the schema."""
    problem = next(load_schema().iter_errors(document), None)
    if problem is not None:
        raise ValueError(f"the document does not fit its schema at {problem.json_path}.")
    indent = None if on_one_line else 1
    return json.dumps(document, indent=indent, ensure_ascii=False, allow_nan=False) + "\n"


def write_document(analysis: Analysis, path: str | Path) -> None:
    """Write an analysis as ``analysis.json``. The file appears only when it is complete.

    Parameters
    ----------
    analysis : Analysis
        Everything measured; the same analysis always gives the same bytes.
    path : str or Path
        Where to write.

    Raises
    ------
    ValueError
        The analysis does not fit the schema (a programming error).

    Examples
    --------
    >>> write_document(analysis, "analysis.json")
    """
    text = dump_document(make_document(analysis))
    with replace_when_done(path) as unfinished:
        unfinished.write_bytes(text.encode())


def read_document(path: str | Path) -> Analysis:
    """Read an analysis that ``write_document`` wrote.

    Parameters
    ----------
    path : str or Path
        An ``analysis.json``.

    Returns
    -------
    Analysis
        Times to 0.1 ms, other numbers to six significant digits.

    Raises
    ------
    InputError
        When the file is missing, is not such a document, or is of another schema version.

    Examples
    --------
    >>> write_document(analysis, "analysis.json")
    >>> len(read_document("analysis.json").events) == len(analysis.events)
    True
    """
    from pydantic import TypeAdapter, ValidationError

    path = Path(path)
    document = _load(path)
    problem = next(load_schema().iter_errors(document), None)
    if problem is not None:
        raise _not_a_document(path, "error-result-place", got=problem.json_path)
    try:
        return TypeAdapter(Analysis).validate_python(_restore(document, Analysis))
    except ValidationError as error:
        raise _not_a_document(path, "error-result-values", n=error.error_count()) from error


def make_schema() -> dict[str, Any]:
    """Make the JSON Schema of the document from the records."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(Analysis).json_schema()
    described = cast(dict[str, Any], _tighten(schema, ""))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "twitchcam analysis",
        "description": (
            "Everything that twitchcam found in one recording. Units are in the names; times are "
            "seconds from the first picture; left and right are the person's own; null where a "
            "number could not be measured."
        ),
        **described,
    }


@cache
def load_schema() -> Any:
    """The schema of the document, ready to check one."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


@cache
def _hints(record: type) -> dict[str, Any]:
    return get_type_hints(record)


def _without_none(hint: Any) -> Any:
    """Return the other type of ``X | None``; any other hint as it is."""
    if get_origin(hint) in (Union, types.UnionType):
        others = [arg for arg in get_args(hint) if arg is not type(None)]
        return others[0] if len(others) == 1 else hint
    return hint


def _walk(value: Any, hint: Any, name: str, step: Callable[[Any, Any, str], Any]) -> Any:
    """``value`` with ``step`` done to every item of a tuple or dictionary."""
    args = get_args(hint)
    if get_origin(hint) is tuple:
        inner = args[:1] * len(value) if args[-1] is Ellipsis else args
        return [step(item, kind, name) for item, kind in zip(value, inner, strict=False)]
    return {key: step(item, args[1], name) for key, item in value.items()}


def _to_plain(value: Any, hint: Any, name: str) -> Any:
    """``value`` of type ``hint``, found under ``name``, as JSON knows it."""
    hint = _without_none(hint)
    if value is None:
        return None
    if is_dataclass(hint):
        return {
            key: _to_plain(getattr(value, key), kind, key)
            for key, kind in _hints(cast(type, hint)).items()
        }
    if get_origin(hint) in (tuple, dict):
        return _walk(value, hint, name, _to_plain)
    if hasattr(value, "item"):  # a number that numpy made
        value = value.item()
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if name in _NOT_ROUNDED:
        return value
    if isinstance(value, float) or float in (hint, *get_args(hint)):
        return _round(name, float(value))
    return value


def _round(name: str, value: float) -> float | None:
    if not math.isfinite(value):
        return None
    if name.endswith("_s") and not name.endswith("_per_s"):
        return round(value, _TIME_DECIMALS) + 0.0  # no negative zero
    return float(f"{value:.{_SIGNIFICANT_DIGITS}g}") + 0.0


def _restore(value: Any, hint: Any, name: str = "") -> Any:
    """Turn ``null`` back to NaN where the record holds a plain number."""
    if value is None:
        return math.nan if float in (hint, *get_args(hint)) and not _may_be_none(hint) else None
    hint = _without_none(hint)
    if is_dataclass(hint):
        hints = _hints(cast(type, hint))
        return {key: _restore(item, hints[key], key) for key, item in value.items()}
    if get_origin(hint) in (tuple, dict):
        return _walk(value, hint, name, _restore)
    return value


def _may_be_none(hint: Any) -> bool:
    return type(None) in get_args(hint)


def _tighten(schema: Any, name: str) -> Any:
    """Close every object, ask for what every document has, let measured numbers be ``null``."""
    if isinstance(schema, list):
        return [_tighten(item, name) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("type") == "number" and name not in (*_ALWAYS_KNOWN, *_NOT_ROUNDED):
        return {"type": ["number", "null"]}
    if schema.get("anyOf") == [{"type": "number"}, {"type": "null"}]:
        return {"type": ["number", "null"]}
    tight = {
        key: _tighten(item, name)
        for key, item in schema.items()
        if key not in ("title", "default", "description", "properties", "$defs")
    }
    if "properties" in schema:
        tight["properties"] = {
            key: _tighten(item, key) for key, item in schema["properties"].items()
        }
        tight["required"] = [key for key in schema["properties"] if key not in _ADDED_LATER]
        tight["additionalProperties"] = False
    if "$defs" in schema:
        tight["$defs"] = {key: _tighten(item, "") for key, item in schema["$defs"].items()}
    return tight


def _load(path: Path) -> dict[str, Any]:
    """Read the JSON object in ``path``, of a version that this program knows."""
    try:
        with explain_read_errors(path):
            written = path.read_bytes().decode("utf-8")
        document = json.loads(written, parse_float=_finite, parse_constant=_finite)
    except (ValueError, RecursionError) as error:
        raise _not_a_document(path, "error-result-damaged") from error
    if not isinstance(document, dict) or "schema_version" not in document:
        raise _not_a_document(path, "error-result-other-json")
    version = document["schema_version"]
    if version != SCHEMA_VERSION:
        raise InputError(
            text(
                "error-result-version",
                file=path.name,
                must=repr(SCHEMA_VERSION),
                got=repr(str(version)[:20]),
            )
        )
    return document


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text} is not a number")
    return value


def _not_a_document(path: Path, key: str, **got: str | int) -> InputError:
    return InputError(text("error-result", file=path.name, got=text(key, **got)))
