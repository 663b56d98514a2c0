"""The tables of a cohort for somebody who must not know whom and when they show.

In      A data set of ``twitchcam batch``
Out     The same data set with random codes for persons, visits and clips, without file names,
        paths, dates, checksums, findings and advice; and, apart from it, the key
Known limits    What the list said in further columns is left out as well, for it may name the
        group. No picture and no landmark is in the data set.
"""

from __future__ import annotations

import csv
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from twitchcam.errors import InputError
from twitchcam.report.cohort_tables import CohortTables, read_cohort, write_cohort
from twitchcam.report.whole_files import explain_write_errors
from twitchcam.wording import text

if TYPE_CHECKING:
    import pandas as pd

TABLES: Final = (
    "clips",
    "events",
    "actions",
    "tremor",
    "couplings",
    "symmetry",
    "limits",
    "quality",
)
# All that the table of clips keeps: what the list said besides may tell the group.
_KEPT_OF_CLIPS: Final = (
    "clip_id", "person", "visit", "clip", "usable", "duration_s", "observed_s", "n_twitches",
    "n_left", "n_right", "rate_per_minute", "median_amplitude_mm",
)  # fmt: skip
_DROPPED: Final = ("clip_sha256", "date", "path", "folder")
_CODED: Final = ("person", "visit", "clip_id")


def blind_cohort(folder: Path, out_dir: Path, key: Path) -> int:
    """Write the blinded data set and its key; give the number of clips.

    Parameters
    ----------
    folder : what ``twitchcam batch`` wrote.
    out_dir : must not exist, so that no two keys belong to one data set.
    key : table of codes; must lie outside of ``out_dir``.

    Raises
    ------
    InputError
        ``folder`` is no cohort, ``out_dir`` exists, or the key would lie in it.
    """
    if out_dir.exists():
        raise InputError(text("error-blinded-exists", folder=out_dir.name))
    if out_dir.resolve() in key.resolve().parents:
        raise InputError(text("error-blinded-key-inside"))
    clips = read_cohort(folder, "clips")
    codes = {name: _make_codes(clips[name].fillna("").tolist()) for name in _CODED}
    tables = {}
    for name in TABLES:
        try:
            table = read_cohort(folder, name)
        except InputError:
            continue  # a cohort without any result has fewer tables
        tables[name] = _blind(table, codes, keep=_KEPT_OF_CLIPS if name == "clips" else None)
    with explain_write_errors(out_dir):
        write_cohort(CohortTables(tables=tables), out_dir)
        _write_key(key, clips, codes)
    return len(clips)


def _make_codes(values: Sequence[str]) -> dict[str, str]:
    """A code for each value, none of which says which came first."""
    named = list(dict.fromkeys(values))
    numbers = list(range(1, len(named) + 1))
    secrets.SystemRandom().shuffle(numbers)
    return {value: f"{number:04d}" for value, number in zip(named, numbers, strict=True)}


def _blind(
    table: pd.DataFrame, codes: dict[str, dict[str, str]], *, keep: tuple[str, ...] | None
) -> pd.DataFrame:
    shown = table[list(keep)] if keep else table.drop(columns=list(_DROPPED), errors="ignore")
    coded = {name: shown[name].fillna("").map(codes[name]) for name in _CODED}
    clip = coded["clip_id"].map(lambda code: f"clip-{code}")
    shown = shown.assign(**coded, clip=clip)
    # In the order of the codes, for that of the list tells who is who.
    return shown.sort_values("clip_id", kind="stable", ignore_index=True)


def _write_key(path: Path, clips: pd.DataFrame, codes: dict[str, dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*(f"{name}_code" for name in _CODED), *_CODED, "date", "clip"])
        for row in clips.to_dict("records"):
            own = [str(row[name]) if row[name] == row[name] else "" for name in _CODED]
            coded = [codes[name][value] for name, value in zip(_CODED, own, strict=True)]
            writer.writerow([*coded, *own, row["date"], row["clip"]])
