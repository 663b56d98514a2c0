"""What every column of every table means: written into ``docs/outputs.md`` and ``signals.parquet``.

Units are read from the names, as everywhere.
"""

from __future__ import annotations

from typing import Final

from twitchcam.anatomy import ACTION_UNITS, REGIONS
from twitchcam.records import ACTION_KIND_UNITS
from twitchcam.records.rows import UNITS
from twitchcam.wording import text
from twitchcam.wording.names import name_place

EVENT_COLUMNS: Final = (
    "kind",
    "region",
    "side",
    "onset_s",
    "apex_s",
    "offset_s",
    "amplitude_mm",
    "peak_velocity_mm_per_s",
    "snr",
    "during",
    "confidence",
    "place_x",
    "place_y",
    "area",
    "extent_mm",
    "explained_by",
)
CANDIDATE_COLUMNS: Final = (
    "apex_s",
    "side",
    "region",
    "area",
    "snr",
    "noise_mm",
    "amplitude_mm",
    "length_s",
    "half_width_s",
    "away_mm",
    "left_over_mm",
    "other_side_snr",
    "mirror_mm",
    "neighbour_share",
    "far_share",
    "extent_mm",
    "rejected_by",
    "both_rejected_by",
)
ACTION_COLUMNS: Final = (
    "kind",
    "side",
    "onset_s",
    "apex_s",
    "offset_s",
    "left_strength",
    "right_strength",
    "left_mm",
    "right_mm",
    "complete",
    "cued",
    "manner",
    "left_direction_deg",
    "right_direction_deg",
    "squeeze_mm",
)
COUPLING_COLUMNS: Final = (
    "action",
    "region",
    "side",
    "n_actions",
    "n_responses",
    "response_mm",
    "response_interval_low_mm",
    "response_interval_high_mm",
    "other_side_mm",
    "lag_s",
    "dose_slope",
    "dose_slope_interval_low",
    "dose_slope_interval_high",
    "p_value",
    "n_surrogates",
    "not_assessed_reason",
    "response_share",
    "other_side_share",
    "onsets_s",
    "doses_mm",
    "answers_mm",
    "area",
    "place_x",
    "place_y",
)
_SIGNALS: Final = (
    "transient_outward_mm",
    "transient_up_mm",
    "displacement_outward_mm",
    "displacement_up_mm",
    "assessable_share",
    "pulse_noise_mm",
    "local_noise_mm",
    "lid_aperture_mm",
    "iris_drop_mm",
    "landmark_height_mm",
    "landmark_outward_mm",
    "landmark_up_mm",
)
_SINGLE_SIGNALS: Final = (
    "time_s",
    "face.activity_mm",
    "jaw.drop_mm",
    "mouth.opening_mm",
    "head.yaw_deg",
    "head.pitch_deg",
    "head.roll_deg",
    "excluded",
)


def explain_signal(column: str) -> str:
    """Say what a column of ``signals.parquet`` holds; ``KeyError`` for an unknown one."""
    if column in _SINGLE_SIGNALS:
        return text(f"column-signals-{column.replace('.', '-')}")
    region, side, what = column.split(".")
    place = name_place("eyelids" if region == "eye" else region, side)
    return text("column-of-place", place=place, meaning=text(f"column-signal-{what}"))


def read_unit(name: str) -> str:
    """Unit that the name of a column carries; empty if it has none."""
    return next((unit for suffix, unit in UNITS.items() if name.endswith(suffix)), "")


def make_dictionary() -> str:
    """Make the tables of ``docs/outputs.md``."""
    parts = []
    for title, columns in (
        ("events.csv", EVENT_COLUMNS),
        ("actions.csv", ACTION_COLUMNS),
        ("couplings.csv", COUPLING_COLUMNS),
        ("candidates.csv", CANDIDATE_COLUMNS),
    ):
        table = title.removesuffix(".csv")
        rows = [
            f"| `{name}` | {read_unit(name)} | {text(f'column-{table}-{name}')} |"
            for name in columns
        ]
        parts.append(_make_table(f"`{title}`", rows))
    rows = [
        f"| `{name}` | {read_unit(name)} | {explain_signal(name)} |" for name in _SINGLE_SIGNALS
    ]
    rows += [
        f"| `REGION.SIDE.{what}` | {read_unit(what)} | {text(f'column-signal-{what}')} |"
        for what in _SIGNALS
    ]
    parts.append(_make_table("`signals.parquet`", rows))
    rows = [
        f"| `{region.name}` | {', '.join(region.muscles)} | {_name_units(region.action_units)} |"
        for region in REGIONS
    ]
    parts.append(_make_table("Regions", rows, "region | muscles | moved by (FACS)"))
    rows = [f"| `{kind}` | {_name_units(units)} |" for kind, units in ACTION_KIND_UNITS.items()]
    parts.append(_make_table("Actions", rows, "kind | action units (FACS)"))
    return "\n".join(parts)


def _name_units(units: tuple[int, ...]) -> str:
    return ", ".join(f"AU{unit} {ACTION_UNITS[unit]}" for unit in units)


def _make_table(title: str, rows: list[str], head: str = "column | unit | meaning") -> str:
    line = "|---" * (head.count("|") + 1) + "|"
    return "\n".join(["", f"### {title}", "", f"| {head} |", line, *rows])
