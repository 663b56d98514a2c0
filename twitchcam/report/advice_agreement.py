"""How well the advice given agrees with what clinicians would have given.

In      A filled review form: a table with the columns ``story``, ``given`` and ``yours``
Out     Agreement, weighted kappa, under- and over-triage
Method  Cohen's weighted kappa (Cohen 1968, Psychological Bulletin 70:213-220) with the squares of
        the distances between levels as weights, so that two levels apart weigh four times one
Known limits   Kappa depends on how often each level occurs in the form.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from twitchcam.checks import explain_read_errors
from twitchcam.errors import InputError
from twitchcam.wording import text
from twitchcam.wording.names import say_share

# From the least to the most pressing.
ORDER: Final = ("self_care", "appointment", "urgent", "emergency")
COLUMNS: Final = ("story", "given", "yours")


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceAgreement:
    """How two raters of the same stories agree.

    Attributes
    ----------
    n_stories, n_left_out : compared; without a level of the clinician's.
    n_agreed : on which both gave the same level.
    weighted_kappa : 1 for full agreement, 0 for what chance brings; ``None`` where neither rater
        ever changed the level, so that there is nothing to measure it by.
    too_low, too_high : stories with a level below, or above, the clinician's.
    counts : (4, 4) stories by level given (row) and the clinician's (column), as ``ORDER``.
    """

    n_stories: int
    n_left_out: int
    n_agreed: int
    weighted_kappa: float | None
    too_low: tuple[str, ...]
    too_high: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


def compare_form(path: str | Path) -> AdviceAgreement:
    """Compare a filled form.

    Raises
    ------
    InputError
        When the file is missing, is no such table, holds a level that is none, or none at all.
    """
    path = Path(path)
    rows = _read_rows(path)
    pairs = [(row["story"], row["given"], row["yours"]) for row in rows if row["yours"]]
    if not pairs:
        raise InputError(text("error-review-empty", file=path.name))
    counts = [[0] * len(ORDER) for _ in ORDER]
    for _, given, theirs in pairs:
        counts[ORDER.index(given)][ORDER.index(theirs)] += 1
    squares = [[float((i - j) ** 2) for j in range(len(ORDER))] for i in range(len(ORDER))]
    return AdviceAgreement(
        n_stories=len(pairs),
        n_left_out=len(rows) - len(pairs),
        n_agreed=sum(given == theirs for _, given, theirs in pairs),
        weighted_kappa=find_weighted_kappa(counts, squares),
        too_low=tuple(s for s, a, b in pairs if ORDER.index(a) < ORDER.index(b)),
        too_high=tuple(s for s, a, b in pairs if ORDER.index(a) > ORDER.index(b)),
        counts=tuple(tuple(row) for row in counts),
    )


def find_weighted_kappa(
    counts: Sequence[Sequence[float]], weights: Sequence[Sequence[float]]
) -> float | None:
    """Find Cohen's weighted kappa.

    Parameters
    ----------
    counts : (k, k) how often rater A gave the row's and rater B the column's category.
    weights : (k, k) how much each disagreement weighs; 0 on the diagonal.

    Returns
    -------
    float
        1 - weighted disagreement over what chance would bring; ``None`` where chance brings none.
    """
    n = sum(map(sum, counts))
    rows = [sum(row) for row in counts]
    columns = [sum(column) for column in zip(*counts, strict=True)]
    places = [(i, j) for i in range(len(rows)) for j in range(len(columns))]
    seen = sum(weights[i][j] * counts[i][j] for i, j in places)
    by_chance = sum(weights[i][j] * rows[i] * columns[j] for i, j in places) / n if n else 0.0
    return 1.0 - seen / by_chance if by_chance else None


def say_agreement(agreement: AdviceAgreement) -> str:
    """Say it in a few lines for a terminal."""
    n = agreement.n_stories
    kappa = agreement.weighted_kappa
    said = text("terminal-kappa-not-defined")
    if kappa is not None:
        said = text("terminal-kappa-weights", kappa=f"{kappa:.2f}")
    rows = (
        ("same", _say_share(agreement.n_agreed, n)),
        ("kappa", said),
        ("under", _say_share(len(agreement.too_low), n)),
        ("over", _say_share(len(agreement.too_high), n)),
    )
    lines = [
        text("terminal-kappa-compared", n=n, left_out=agreement.n_left_out),
        *(f"{text(f'terminal-kappa-{key}'):<17}{value}" for key, value in rows),
        "",
        text("terminal-kappa-table") + "".join(f"{level:>13}" for level in ORDER),
        *(
            f"{level:<17}" + "".join(f"{count:>13}" for count in row)
            for level, row in zip(ORDER, agreement.counts, strict=True)
        ),
    ]
    for key, stories in (("too-low", agreement.too_low), ("too-high", agreement.too_high)):
        if stories:
            lines += ["", text(f"terminal-kappa-{key}", stories=", ".join(stories))]
    return "\n".join(lines)


def _say_share(n: int, of: int) -> str:
    return f"{text('report-n-of-m', n=n, m=of)} ({say_share(n / of)})"


def _read_rows(path: Path) -> list[dict[str, str]]:
    with explain_read_errors(path):
        data = path.read_bytes()
    try:
        table = csv.DictReader(data.decode("utf-8-sig").splitlines())
        rows = [{key: (row.get(key) or "").strip() for key in COLUMNS} for row in table]
        names = table.fieldnames or ()
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(text("error-review-no-table", file=path.name)) from error
    for name in COLUMNS:
        if name not in names:
            raise InputError(
                text(
                    "error-review-column",
                    file=path.name,
                    columns=", ".join(COLUMNS),
                    got=repr(name),
                )
            )
    for row in rows:
        row["yours"] = row["yours"].lower().replace(" ", "_").replace("-", "_")
        _check_level(path.name, row, "given")
        if row["yours"]:
            _check_level(path.name, row, "yours")
    return rows


def _check_level(file: str, row: dict[str, str], name: str) -> None:
    if row[name] not in ORDER:
        raise InputError(
            text(
                "error-review-level",
                file=file,
                story=row["story"],
                column=name,
                levels=", ".join(ORDER),
                got=repr(row[name]),
            )
        )
