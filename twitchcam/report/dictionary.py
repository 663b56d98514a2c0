"""What every column of every table means: written into ``docs/outputs.md`` and ``signals.parquet``.

Words only. Units are read from the names, as everywhere.
"""

from __future__ import annotations

from typing import Final

from twitchcam.anatomy import ACTION_UNITS, REGIONS, get_region
from twitchcam.records import ACTION_KIND_UNITS
from twitchcam.records.rows import UNITS

EVENT_COLUMNS: Final = {
    "kind": "`twitch` (short) or `spasm` (held)",
    "region": "part of the face",
    "side": "`left`, `right` (the person's own) or `both`",
    "onset_s": "begins",
    "apex_s": "is largest",
    "offset_s": "is over; the first moment that no longer belongs to it",
    "amplitude_mm": "size at the apex, corrected for what the method is known to lose",
    "peak_velocity_mm_per_s": "fastest moment",
    "snr": "size over noise: of its place and moment for one side, of the whole face for both, of "
    "the recording for what is held",
    "during": "kinds of actions it fell into, parted by `;`; empty at rest",
    "confidence": "`low`, `moderate` or `high`",
    "place_x": "where on the face of a usual person, in distances of the outer eye corners: to the "
    "person's left of the middle; empty for movements of both sides and held ones",
    "place_y": "the same, down from the line of the eyes",
    "area": "part of the face, finer than `region`; empty like `place_x`",
    "extent_mm": "how far across the skin moves with it; empty like `place_x`",
    "explained_by": "what it belongs to: `none` (it stands by itself), `action` (the release or "
    "another part of an expression), `synkinesis` (it answers to an action, and there is a finding "
    "of that), `burst`, `lid_flutter`, `beat` or `tremor` (part of that pattern)",
}
CANDIDATE_COLUMNS: Final = {
    "apex_s": "is largest",
    "side": "`left` or `right`, the person's own",
    "region": "part of the face",
    "area": "the same, finer",
    "snr": "movement over the noise of its place and moment",
    "noise_mm": "that noise, as the flow shows it",
    "amplitude_mm": "size at the apex",
    "length_s": "of the pulse that fits best",
    "half_width_s": "its width at half of its height",
    "away_mm": "how far the skin is from where it mostly was within a second",
    "left_over_mm": "way from its onset to its offset: what did not return",
    "other_side_snr": "the most that the other side does near it",
    "mirror_mm": "the most that the mirrored place does near it, as the flow shows it",
    "neighbour_share": "what the places beside it do in the same direction, as a share of it",
    "far_share": "what nine tenths of all places of its zone stay below, as a share of it",
    "extent_mm": "how far across the skin moves with it",
    "rejected_by": "the first rule of `docs/detector.md` that speaks against it; empty for none",
}
ACTION_COLUMNS: Final = {
    "kind": "what the person did: `blink`, `wink`, `eye_closure`, `smile`, …",
    "side": "`left`, `right` or `both`",
    "onset_s": "begins",
    "apex_s": "is fullest",
    "offset_s": "is over",
    "left_strength": "0 to 1: of full closure, or of the travel that is usual at most",
    "right_strength": "the same of the right side",
    "left_mm": "travel of what the action moves: lid, corner of the mouth, brow",
    "right_mm": "the same of the right side",
    "complete": "whether the lids met; empty where it means nothing",
    "cued": "whether the person was asked for it at that time",
    "manner": "how it was done, parted by `;`: `hard`, `half`, `full`, `teeth`",
    "left_direction_deg": "direction of the mouth corner's travel: 0 outward, 90 up",
    "right_direction_deg": "the same of the right side",
    "squeeze_mm": "how far brow and cheek drew together over the lids",
}
COUPLING_COLUMNS: Final = {
    "action": "kind of action that may drag the region along",
    "region": "part of the face; `eye` is the opening between the lids",
    "side": "side that answers",
    "n_actions": "actions that could be judged",
    "n_responses": "actions that were answered",
    "response_mm": "mean answer, beyond what the mirror patch did",
    "response_interval_low_mm": "lower end of its 95 % interval",
    "response_interval_high_mm": "upper end",
    "other_side_mm": "the same mean of the other side",
    "lag_s": "median time from action to answer",
    "dose_slope": "mm of answer per mm of action (Theil-Sen)",
    "dose_slope_interval_low": "lower end of its 95 % interval",
    "dose_slope_interval_high": "upper end",
    "p_value": "how likely chance brings as much anywhere in the face",
    "n_surrogates": "shifted series it was compared with",
    "not_assessed_reason": "why nothing can be said; empty where something can",
    "response_share": "of the `eye`: narrowing as a share of its opening",
    "other_side_share": "the same of the other eye",
    "onsets_s": "onsets of the actions, parted by `;`",
    "doses_mm": "their sizes",
    "answers_mm": "their answers",
}
_SIGNALS: Final = {
    "transient_outward_mm": "movement of the skin away from the middle of the face, without what "
    "is held longer than about 0.3 s",
    "transient_up_mm": "the same, upward",
    "displacement_outward_mm": "where the skin is, away from the middle of the face; the zero is "
    "arbitrary and wanders",
    "displacement_up_mm": "the same, upward",
    "assessable_share": "share of the places of the region at which a twitch of this side would "
    "have been seen and told here",
    "pulse_noise_mm": "the largest noise of those places, as the flow shows it; `snr` of a twitch "
    "is its movement over the noise of its own place",
    "local_noise_mm": "usual size of the transient movement at this moment: for a second place "
    "that moves with a twitch, and for answers to blinks",
    "face_noise_mm": "the same without what the mirror patch does: for twitches of both sides",
    "lid_aperture_mm": "opening between the lids, from landmarks",
    "iris_drop_mm": "how far the iris sits below the line of the eye's corners (gaze)",
    "landmark_height_mm": "height of the brow above the line of the eye corners, from landmarks",
    "landmark_outward_mm": "corner of the mouth, from landmarks, away from the middle",
    "landmark_up_mm": "corner of the mouth, from landmarks, upward",
}
_SINGLE_SIGNALS: Final = {
    "time_s": "moment, from the first picture",
    "face.activity_mm": "movement of the whole face, 1 to 10 Hz",
    "jaw.drop_mm": "chin below the line of the eye corners, from landmarks",
    "mouth.opening_mm": "between the inner edges of the lips, from landmarks",
    "head.yaw_deg": "turn of the head, positive to the person's left",
    "head.pitch_deg": "positive: looks up",
    "head.roll_deg": "positive: leans to the person's right shoulder",
    "excluded": "why this moment was not judged, reasons parted by `;`; empty where it was",
}


def explain_signal(column: str) -> str:
    """Say what a column of ``signals.parquet`` holds; ``KeyError`` for an unknown one."""
    if column in _SINGLE_SIGNALS:
        return _SINGLE_SIGNALS[column]
    region, side, what = column.split(".")
    place = "eye" if region == "eye" else get_region(region).plain
    return f"{side} {place}: {_SIGNALS[what]}"


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
        rows = [f"| `{name}` | {read_unit(name)} | {text} |" for name, text in columns.items()]
        parts.append(_make_table(f"`{title}`", rows))
    rows = [f"| `{name}` | {read_unit(name)} | {text} |" for name, text in _SINGLE_SIGNALS.items()]
    rows += [
        f"| `REGION.SIDE.{what}` | {read_unit(what)} | {text} |" for what, text in _SIGNALS.items()
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
