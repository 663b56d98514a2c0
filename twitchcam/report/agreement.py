"""How results agree with marks made by hand, as a table."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from twitchcam.errors import InputError
from twitchcam.evaluation import Comparison, compare_marks, pool_comparisons
from twitchcam.evaluation.doubts import Doubt, find_doubts
from twitchcam.records import Analysis, Clip
from twitchcam.report.document import read_document
from twitchcam.report.given_marks import read_marks
from twitchcam.report.marks import list_marks
from twitchcam.report.recording_names import NoMarks, find_marks, refuse_folder
from twitchcam.report.words import show_text
from twitchcam.wording import text, texts


def compare_analyses(
    truth: Path, analyses: Sequence[Path], *, say: Callable[[str], object] = lambda _: None
) -> tuple[Comparison, ...]:
    """Compare analyses with the truth, kind by kind, added up over recordings.

    Parameters
    ----------
    truth : a file that all are compared with, or a folder that holds one for each, called like
        its clip.
    analyses : folders of results, or the documents in them.
    say : takes a sentence about what was understood in a way that is not self-evident, or left out.

    Raises
    ------
    InputError
        A file cannot be understood, or there are no marks for any of the analyses.
    """
    found = [(path, read_document(_find_document(path))) for path in analyses]
    pairs, refusals = _pair_with_truth(truth, found, say)
    by_kind: dict[str, list[Comparison]] = {}
    remarks: dict[str, None] = {}
    for analysis, path in pairs:
        source = analysis.source
        clip = Clip(
            name=source.name,
            duration_s=source.duration_s,
            n_frames=source.n_frames,
            first_picture_s=source.first_picture_s,
            slowed=source.slowed,
        )
        try:
            marks = read_marks(path, clip)
        except NoMarks as refusal:
            refusals.append((source.name, refusal))
            continue
        remarks.update(dict.fromkeys(marks.remarks))
        mine = list_marks(analysis)
        for doubt in find_doubts(marks.marks, mine):
            remarks[say_doubt(path.name, doubt)] = None
        for kind in marks.kinds:
            comparison = compare_marks(kind, marks.marks, mine, analysis.quality.excluded)
            by_kind.setdefault(kind, []).append(comparison)
    if refusals and not by_kind:
        raise refusals[0][1]
    if refusals:
        names = ", ".join(show_text(name) for name, _ in refusals)
        remarks[text("terminal-agreement-left-out", names=names)] = None
    for remark in remarks:
        say(remark)
    return tuple(pool_comparisons(comparisons) for comparisons in by_kind.values())


def say_doubt(name: str, doubt: Doubt) -> str:
    """What may be wrong with the marks of the file ``name``, in a sentence."""
    shown = {"name": show_text(name), "n": str(doubt.n), "all": str(doubt.n_of)}
    if doubt.about == "sides":
        return text("terminal-doubt-sides", **shown)
    way = "later" if doubt.later_s > 0 else "earlier"
    return text("terminal-doubt-clock", **shown, shift=f"{abs(doubt.later_s):.2f}", way=way)


def _find_document(path: Path) -> Path:
    return path / "analysis.json" if path.is_dir() else path


def _pair_with_truth(
    truth: Path, found: Sequence[tuple[Path, Analysis]], say: Callable[[str], object]
) -> tuple[list[tuple[Analysis, Path]], list[tuple[str, NoMarks]]]:
    """Give each analysis the file of its truth; and those for which there is none."""
    if not truth.is_dir():
        return [(analysis, truth) for _, analysis in found], []
    pairs: list[tuple[Analysis, Path]] = []
    refusals: list[tuple[str, NoMarks]] = []
    for path, analysis in found:
        names = _list_names(path, analysis)
        file = find_marks(truth, names)
        if file is None:
            refusals.append((analysis.source.name, refuse_folder(truth, names[-1])))
        else:
            pairs.append((analysis, file))
    recordings: dict[Path, set[str]] = {}
    for analysis, path in pairs:
        recordings.setdefault(path, set()).add(analysis.source.sha256)
    doubtful = [path for path, digests in recordings.items() if len(digests) > 1]
    if doubtful and len(doubtful) == len(recordings):
        raise InputError(_say_doubtful(doubtful[0]))
    for path in doubtful:
        say(text("terminal-agreement-doubtful-left-out", doubtful=_say_doubtful(path)))
    return [(analysis, path) for analysis, path in pairs if path not in doubtful], refusals


def _list_names(path: Path, analysis: Analysis) -> list[str]:
    """What the truth of an analysis may be called, without its ending, the surest first."""
    stem = Path(analysis.source.name).stem
    folder = (path if path.is_dir() else path.parent).resolve().name.removesuffix(".twitchcam")
    # Of several clips of one name, the folders of results are numbered.
    numbered = re.fullmatch(re.escape(stem) + r"-\d+", folder)
    return [folder, stem] if numbered else [stem]


def _say_doubtful(path: Path) -> str:
    return text("terminal-agreement-doubtful", file=path.name)


def make_agreement_table(comparisons: Sequence[Comparison], *, as_json: bool = False) -> str:
    """Make a table to read, or JSON with the same numbers (``null`` where there is none)."""
    if as_json:
        return json.dumps([_make_plain(c) for c in comparisons], indent=1)
    rows = [texts("terminal-agreement-columns"), *(_make_row(c) for c in comparisons)]
    if any(math.isfinite(c.frequency_error_hz) for c in comparisons):
        errors = [_say_signed(c.frequency_error_hz, "Hz", 2) for c in comparisons]
        rows = [
            (*row, cell)
            for row, cell in zip(
                rows, [text("terminal-agreement-rate-error"), *errors], strict=True
            )
        ]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["  ".join(cell.rjust(w) for cell, w in zip(row, widths, strict=True)) for row in rows]
    hidden = sum(c.n_true_not_judged for c in comparisons)
    if hidden:
        lines += ["", text("terminal-agreement-hidden", n=hidden)]
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
        text("report-n-of-m", n=c.n_side_right, m=c.n_matched),
        _say_signed(c.onset_error_s, "s", 3),
        _say(c.size_ratio),
    )


def _say(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.2f}"


def _say_signed(value: float, unit: str, decimals: int) -> str:
    return "–" if math.isnan(value) else f"{value:+.{decimals}f} {unit}"


def _make_plain(c: Comparison) -> dict[str, float | int | str | None]:
    numbers = {
        "precision": c.precision,
        "recall": c.recall,
        "f1": c.f1,
        "onset_error_s": c.onset_error_s,
        "size_ratio": c.size_ratio,
        "frequency_error_hz": c.frequency_error_hz,
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
