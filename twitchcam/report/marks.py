"""What a person marked by hand, what a made clip holds, and what twitchcam found, in one form.

Reads a comma-separated table (``events.csv`` of twitchcam is one: ``kind``, ``region``, ``side``,
``onset_s``, ``offset_s``, more columns are left alone), the truth of a made clip
(``.truth.json``), and through ``elan`` an ELAN file.
"""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING, Final, get_args

from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.errors import InputError, explain_read_errors
from twitchcam.records import ActionKind, Mark, TwitchKind
from twitchcam.report import words

if TYPE_CHECKING:
    from twitchcam.records import Analysis

EVENT_MARKS: Final = (*get_args(TwitchKind), "tremor")
ACTION_MARKS: Final = get_args(ActionKind)
_COLUMNS: Final = ("kind", "onset_s", "offset_s")


def list_marks(analysis: Analysis) -> tuple[Mark, ...]:
    """Give everything that an analysis found as marks: moments, trembling, actions."""
    marks = [
        Mark(
            kind=e.kind,
            region=e.region,
            side=e.side,
            onset_s=e.onset_s,
            offset_s=e.offset_s,
            amplitude_mm=e.amplitude_mm,
            note=_say(f"{e.amplitude_mm:.2f} mm, {words.CONFIDENCES[e.confidence]}"),
        )
        for e in analysis.events
    ]
    marks += [
        Mark(
            kind="tremor",
            region=t.region,
            side=t.side,
            onset_s=t.start_s,
            offset_s=t.stop_s,
            amplitude_mm=t.amplitude_mm,
            note=_say(f"{t.frequency_hz:.1f} Hz, {t.amplitude_mm:.2f} mm"),
        )
        for t in analysis.tremor
    ]
    marks += [
        Mark(
            kind=a.kind,
            region=None,
            side=a.side,
            onset_s=a.onset_s,
            offset_s=a.offset_s,
            amplitude_mm=None,
            note=f"left {a.left_strength:.2f}, right {a.right_strength:.2f} of full",
        )
        for a in analysis.actions
    ]
    return tuple(marks)


def read_marks(path: str | Path) -> tuple[tuple[Mark, ...], tuple[str, ...]]:
    """Read marks and the kinds that the file speaks about, by the file's suffix.

    Raises
    ------
    InputError
        The file is missing, of another kind, or holds a row that cannot be understood.
    """
    path = Path(path)
    if path.suffix.lower() == ".eaf":
        from twitchcam.report.elan import read_elan

        return read_elan(path)
    if path.suffix.lower() == ".csv":
        return _read_csv(path)
    if path.name.lower().endswith(".truth.json"):
        return _read_truth(path)
    raise InputError(
        f"{path.name} must end in .csv, .eaf or .truth.json, got {path.suffix or 'no ending'}. "
        "Save the marks in one of these forms."
    )


def check_mark(kind: str, side: str, region: str | None) -> str | None:
    """Say what is wrong with the names of a mark; ``None`` if nothing is."""
    if kind not in (*EVENT_MARKS, *ACTION_MARKS):
        return f"kind must be one of {', '.join((*EVENT_MARKS, *ACTION_MARKS))}, got {kind!r}"
    if side not in (*SIDES, "both"):
        return f"side must be left, right or both, got {side!r}"
    if kind in EVENT_MARKS and region not in REGION_NAMES:
        return f"region must be one of {', '.join(REGION_NAMES)}, got {region!r}"
    return None


def _say(text: str) -> str:
    return text.replace("nan", words.NOT_KNOWN)


def _read_text(path: Path) -> str:
    try:
        with explain_read_errors(path):
            return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path.name} must be text in UTF-8, got something else. Save it as text again."
        ) from error


def _read_csv(path: Path) -> tuple[tuple[Mark, ...], tuple[str, ...]]:
    reader = csv.DictReader(_read_text(path).splitlines())
    missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise InputError(
            f"{path.name} must have the columns {', '.join(_COLUMNS)} (and region, side for "
            f"moments), got none called {missing[0]}. Add it."
        )
    marks = [_read_row(path, number, row) for number, row in enumerate(reader, start=2)]
    kinds = dict.fromkeys(mark.kind for mark in marks)
    return tuple(sorted(marks, key=lambda mark: mark.onset_s)), tuple(kinds) or ("twitch",)


def _read_row(path: Path, number: int, row: dict[str, str | None]) -> Mark:
    kind, region = (row["kind"] or "").strip(), (row.get("region") or "").strip() or None
    side = (row.get("side") or "both").strip()
    try:
        onset_s, offset_s = float(row["onset_s"] or ""), float(row["offset_s"] or "")
        wrong = check_mark(kind, side, region)
        if wrong is None and not 0 <= onset_s < offset_s < math.inf:
            wrong = f"offset_s must be after onset_s, got {onset_s:g} and {offset_s:g}"
    except ValueError:
        wrong = f"times must be seconds, got {row['onset_s']!r} and {row['offset_s']!r}"
    if wrong is not None:
        raise InputError(f"Line {number} of {path.name}: {wrong}. Mend the line.")
    amplitude = row.get("amplitude_mm") or ""
    return Mark(
        kind=kind,
        region=region,
        side=side,
        onset_s=onset_s,
        offset_s=offset_s,
        amplitude_mm=float(amplitude) if _is_number(amplitude) else None,
        note="",
    )


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def _read_truth(path: Path) -> tuple[tuple[Mark, ...], tuple[str, ...]]:
    """Read the truth that ``twitchcam simulate`` wrote beside a clip."""
    try:
        truth = json.loads(_read_text(path))
        marks = [
            Mark(
                kind="twitch",
                region=item["region"],
                side=item["side"],
                onset_s=item["onset_s"],
                offset_s=item["offset_s"],
                amplitude_mm=item["size_mm"],
                note=str(item["cause"]),
            )
            for item in truth["twitches"]
        ]
        marks += [
            Mark(
                kind=item["kind"],
                region=None,
                side=item["side"],
                onset_s=item["onset_s"],
                offset_s=item["offset_s"],
                amplitude_mm=None,
                note="",
            )
            for item in truth["actions"]
            if item["kind"] in ACTION_MARKS
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path.name} must be the truth of a clip made by twitchcam simulate, got something "
            "else. Make the clip again."
        ) from error
    kinds = dict.fromkeys(("twitch", *(mark.kind for mark in marks)))
    return tuple(sorted(marks, key=lambda mark: mark.onset_s)), tuple(kinds)
