"""How results agree with marks made by hand, as a table."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from twitchcam.errors import InputError
from twitchcam.evaluation import Comparison, compare_marks, pool_comparisons
from twitchcam.records import Mark, Source
from twitchcam.report.document import read_document
from twitchcam.report.marks import list_marks, read_marks

_SUFFIXES: Final = (".truth.json", ".eaf", ".csv")
_HEADINGS: Final = (
    "kind", "true", "found", "matched", "precision", "recall", "F1", "side right", "onset error",
    "size ratio",
)  # fmt: skip


def compare_analyses(truth: Path, analyses: Sequence[Path]) -> tuple[Comparison, ...]:
    """Compare analyses with the truth, kind by kind, added up over recordings.

    Parameters
    ----------
    truth : a file that all are compared with, or a folder that holds one for each, called like
        its clip.
    analyses : folders of results, or the documents in them.

    Raises
    ------
    InputError
        A file is missing or cannot be understood.
    """
    by_kind: dict[str, list[Comparison]] = {}
    for path in analyses:
        analysis = read_document(path / "analysis.json" if path.is_dir() else path)
        path_of_truth = _find_truth(truth, analysis.source.name)
        marks, kinds = read_marks(path_of_truth)
        if path_of_truth.suffix.lower() == ".eaf":
            marks = _move_to_recording(marks, analysis.source)
        found = list_marks(analysis)
        for kind in kinds:
            comparison = compare_marks(kind, marks, found, analysis.quality.excluded)
            by_kind.setdefault(kind, []).append(comparison)
    return tuple(pool_comparisons(comparisons) for comparisons in by_kind.values())


def _move_to_recording(marks: Sequence[Mark], source: Source) -> tuple[Mark, ...]:
    """Marks made on the time line of the file, at their times since the first picture."""
    return tuple(
        replace(
            mark,
            onset_s=source.from_file_s(mark.onset_s),
            offset_s=source.from_file_s(mark.offset_s),
        )
        for mark in marks
    )


def _find_truth(truth: Path, clip_name: str) -> Path:
    if not truth.is_dir():
        return truth
    stem = Path(clip_name).stem
    for suffix in _SUFFIXES:
        if (truth / f"{stem}{suffix}").is_file():
            return truth / f"{stem}{suffix}"
    raise InputError(
        f"{truth.name} must hold a file called {stem} with one of the endings "
        f"{', '.join(_SUFFIXES)}, got none. Put it there, or name a file."
    )


def make_agreement_table(comparisons: Sequence[Comparison], *, as_json: bool = False) -> str:
    """Make a table to read, or JSON with the same numbers (``null`` where there is none)."""
    if as_json:
        return json.dumps([_make_plain(c) for c in comparisons], indent=1)
    rows = [_HEADINGS, *(_make_row(c) for c in comparisons)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(_HEADINGS))]
    lines = ["  ".join(cell.rjust(w) for cell, w in zip(row, widths, strict=True)) for row in rows]
    hidden = sum(c.n_true_not_judged for c in comparisons)
    if hidden:
        lines += ["", f"{hidden} true marks lie in stretches that were not judged."]
    return "\n".join(lines)


def _make_row(c: Comparison) -> tuple[str, ...]:
    return (
        c.kind,
        str(c.n_true),
        str(c.n_found),
        str(c.n_matched),
        _say(c.precision),
        _say(c.recall),
        _say(c.f1),
        f"{c.n_side_right} of {c.n_matched}",
        "–" if math.isnan(c.onset_error_s) else f"{c.onset_error_s:+.3f} s",
        _say(c.size_ratio),
    )


def _say(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.2f}"


def _make_plain(c: Comparison) -> dict[str, float | int | str | None]:
    numbers = {
        "precision": c.precision,
        "recall": c.recall,
        "f1": c.f1,
        "onset_error_s": c.onset_error_s,
        "size_ratio": c.size_ratio,
    }
    return {
        "kind": c.kind,
        "n_true": c.n_true,
        "n_found": c.n_found,
        "n_matched": c.n_matched,
        "n_true_not_judged": c.n_true_not_judged,
        "n_side_right": c.n_side_right,
        **{name: None if math.isnan(v) else round(v, 4) for name, v in numbers.items()},
    }
