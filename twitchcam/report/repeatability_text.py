"""What repeated recordings of the same persons tell about noise, in words and numbers.

In      The table of clips of a cohort whose persons did not change between recordings
Out     A table to read
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from twitchcam.evaluation.repeatability import Repeatability, measure_repeatability
from twitchcam.report.cohort_tables import read_cohort
from twitchcam.wording import text

# Column of the table of clips, and decimals.
_MEASURES: Final = {"rate_per_minute": 2, "median_amplitude_mm": 3}


def say_repeatability(folder: Path) -> str:
    """Say how far two recordings of one person differ by noise alone.

    Raises
    ------
    InputError
        ``folder`` is no cohort, or nobody in it was recorded twice.
    """
    clips = read_cohort(folder, "clips")
    usable = clips[clips["usable"] & (clips["person"].fillna("") != "")]
    groups = [some for _, some in usable.groupby("person")]
    lines = []
    for column, decimals in _MEASURES.items():
        values = [some[column].astype(float).tolist() for some in groups]
        if column != "rate_per_minute" and not any(
            sum(v == v for v in person) > 1 for person in values
        ):
            continue  # nobody twitched in two recordings
        lines.append(_say(column, measure_repeatability(values), decimals))
    return "\n".join([*lines, text("study-repeatability-note")])


def _say(column: str, found: Repeatability, decimals: int) -> str:
    numbers = {
        "mean": found.mean,
        "error": found.error,
        "low": found.error_interval[0],
        "high": found.error_interval[1],
        "change": found.detectable_change,
    }
    said = {name: f"{value:.{decimals}f}" for name, value in numbers.items()}
    return text(
        f"study-repeatability-{column.replace('_', '-')}",
        persons=found.n_persons,
        recordings=found.n_recordings,
        **said,
    )
