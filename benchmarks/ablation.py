"""What every rule about twitches of one side costs and saves: switched off, halved, doubled.

    python -m benchmarks.ablation [--tracks DIR] [--quick] [--write] [--json FILE]

Made tracks without pictures (``benchmarks.material.hard_tracks``): jerks of one side anywhere on
open skin, and one kind of trouble a track. Every rule of ``detection.candidates`` is left out in
turn, and every setting of detection and of the dense field is halved and doubled, within its
range. A jerk is found when an event of its side has its apex within 150 ms and lies within 15 mm;
every other event is false, unless it answers a jerk of both sides.

These tracks are harder and odder than recordings, and hold no pictures: what a rule is worth on a
person, they do not tell. ``--tracks`` takes tracks of your own, each ``NAME.npz`` with the
``NAME.truth.json`` that tells the jerks put into it. ``--write`` also puts the table into
docs/detector.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Any, Final
from unittest.mock import patch

import typer

from benchmarks.judging.answers import TOLERANCE_S
from benchmarks.judging.judged import mark_as_analysed
from benchmarks.judging.placed import judge_jerks, read_events
from benchmarks.material.hard_tracks import LENGTH_S, HardTrack, list_troubles, make_hard_track
from benchmarks.showing.stored import JsonFile, count_cores, write_json
from benchmarks.showing.tables import Quick, print_lines, print_table
from twitchcam.detection import candidates
from twitchcam.detection.actions import detect_actions
from twitchcam.detection.twitches import detect_twitches
from twitchcam.errors import InputError
from twitchcam.evaluation import match_events
from twitchcam.pipeline import measure_track
from twitchcam.records import Action, Expression, Movement
from twitchcam.settings import Settings
from twitchcam.signals.field_pulses import measure_field_pulses
from twitchcam.signals.resolution import measure_scale
from twitchcam.synthetic.truth import read_truth
from twitchcam.tracking.track_file import read_track

PAGE: Final = Path(__file__).parents[1] / "docs" / "detector.md"
BEGIN: Final = "<!-- rules: written by python -m benchmarks.ablation --write -->"
END: Final = "<!-- end of rules -->"
_QUICK_TROUBLES: Final = ("single wild places", "both sides jerk")

# Rule, what it does where no setting says it, and its settings by stage. The rules of
# ``detection.candidates`` stand between what comes before them and what comes after.
ROWS: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    (
        "noise of place and moment",
        "",
        (
            "signals.pulse_noise_reach_s",
            "signals.pulse_noise_floor_mm",
            "signals.coding_noise_percent",
            "signals.rest_beside_s",
        ),
    ),
    ("peaks", "", ("signals.min_peak_snr", "signals.peak_apart_s")),
    ("`weak`", "", ("detection.twitch_threshold",)),
    (
        "`not_assessable`",
        "",
        (
            "assessment.worst_limit_mm",
            "detection.blink_lead_s",
            "detection.blink_tail_s",
        ),
    ),
    ("`other_side`", "", ("detection.clear_ratio",)),
    ("`too_large`", "no skin of its region goes so far", ()),
    ("`both_sides`", "", ("detection.max_mirrored",)),
    ("`single_point`", "", ("detection.min_neighbour_share",)),
    ("`whole_face`", "", ("detection.max_far_share",)),
    ("`too_short`", "", ("detection.shortest_twitch_s",)),
    ("`too_narrow`", "", ("detection.min_half_width_s",)),
    ("`bad_picture`", "", ("detection.min_width_ratio",)),
    ("`too_long`", "", ("detection.longest_twitch_s",)),
    ("`at_rest`", "", ("detection.min_away_share",)),
    ("`no_return`", "", ("detection.max_left_over",)),
    ("part of an action", "", ("detection.blink_drags_brow_mm",)),
    ("dragged along", "", ("detection.spread_share", "detection.together_s")),
    ("both sides: each strong", "", ("detection.each_side_share",)),
    ("both sides: while the face is calm", "", ("detection.calm_activity_mm",)),
)
AS_IS: Final = "as is"


@dataclass(frozen=True, slots=True)
class Count:
    """What was found on some tracks, and what was made up."""

    n_jerks: int = 0
    n_found: int = 0
    n_both: int = 0
    n_both_found: int = 0
    n_false: int = 0
    minutes: float = 0.0

    def __add__(self, other: Count) -> Count:
        return Count(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def say(self) -> str:
        """Found, and false a minute."""
        return f"{self.n_found}; {self.n_false / max(self.minutes, 1e-9):.1f}"


def run(
    tracks: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Tracks of your own, with their truth.")
    ] = None,
    quick: Quick = False,
    write: Annotated[
        bool, typer.Option(help="Put the table into docs/detector.md, all into benchmarks/results.")
    ] = False,
    json_file: JsonFile = None,
) -> None:
    """What is found, and what is made up, without every rule and with other numbers."""
    sources: list[str | Path] = list(_QUICK_TROUBLES if quick else list_troubles())
    if tracks is not None:
        sources = list(_list_tracks(tracks))
    with ProcessPoolExecutor(count_cores(), mp_context=get_context("spawn")) as pool:
        counts = list(pool.map(partial(count_variants, quick=quick), sources))
    total = {name: sum((c[name] for c in counts), Count()) for name in counts[0]}
    print_table(
        "As it is",
        ("track", "found", "of", "both sides found", "of", "false", "minutes"),
        [
            (str(source), *_spell(count[AS_IS]))
            for source, count in zip(sources, counts, strict=True)
        ]
        + [("all", *_spell(total[AS_IS]))],
    )
    header, *rows = list_rows(total)
    print_table("Found; false a minute", header, rows)
    print_lines("Made tracks without pictures. Found: side, moment and place right.")
    if write:
        write_page(total)
    numbers = {
        str(source): {name: asdict(count) for name, count in counted.items()}
        for source, counted in zip(sources, counts, strict=True)
    }
    all_numbers = {"synthetic": tracks is None, "counts": numbers}
    write_json(json_file, "ablation", all_numbers, data=list(numbers), write=write)


def _list_tracks(folder: Path) -> Iterator[Path]:
    paths = sorted(p for p in folder.glob("*.npz") if p.with_suffix(".truth.json").exists())
    if not paths:
        raise InputError(
            f"{folder} must hold tracks NAME.npz with NAME.truth.json, got none. "
            "Put both there, or leave out --tracks."
        )
    yield from paths


def _spell(count: Count) -> tuple[str, ...]:
    numbers = (count.n_found, count.n_jerks, count.n_both_found, count.n_both, count.n_false)
    return (*map(str, numbers), f"{count.minutes:.1f}")


def count_variants(
    source: str | Path, *, quick: bool = False, length_s: float = LENGTH_S
) -> dict[str, Count]:
    """What is found on one track as it is, without every rule, and with every other number.

    ``source`` is a kind of trouble, whose track of ``length_s`` is made, or a track on disk.
    """
    hard = _read(source) if isinstance(source, Path) else make_hard_track(source, length_s=length_s)
    settings = Settings()
    movement, expression = measure_track(hard.track, settings=settings)
    actions = detect_actions(expression, movement, settings.actions)

    def count(chosen: Settings, moved: Movement = movement, *, acted: bool = True) -> Count:
        return _count(hard, moved, expression, actions, chosen, acted=acted)

    counts = {AS_IS: count(settings), "part of an action": count(settings, acted=False)}
    for name, _ in candidates.RULES:
        with _without(name):
            counts[f"`{name}`"] = count(settings)
    for name in () if quick else list_varied():
        for value in list_values(name):
            chosen = _choose(settings, name, value)
            moved = movement
            if name.startswith("signals."):
                mm_per_px = measure_scale(hard.track, movement.eye_distance_px)
                field = measure_field_pulses(hard.track, mm_per_px, chosen.signals)
                moved = replace(movement, field=field)
            counts[f"{name}={value:g}"] = count(chosen, moved)
    return counts


def _read(path: Path) -> HardTrack:
    truth = read_truth(path.with_suffix(".truth.json"))
    return HardTrack(name=path.stem, track=read_track(path), jerks=tuple(truth.jerks))


def _count(
    hard: HardTrack,
    movement: Movement,
    expression: Expression,
    actions: tuple[Action, ...],
    settings: Settings,
    *,
    acted: bool,
) -> Count:
    """``acted``: what an action explains is left out, as always."""
    detection = settings.detection
    assessable = mark_as_analysed(movement, expression, actions, settings)
    told = actions if acted else ()
    events = detect_twitches(movement, assessable, told, detection)
    limits_mm = [float("nan")] * len(hard.jerks)
    trials = judge_jerks(hard.name, hard.jerks, read_events(events), limits_mm)
    both = [event.apex_s for event in events if event.side == "both"]
    n_both_found = len(match_events(hard.both_s, both, TOLERANCE_S).pairs)
    n_found = sum(trial.found for trial in trials)
    return Count(
        n_jerks=len(hard.jerks),
        n_found=n_found,
        n_both=len(hard.both_s),
        n_both_found=n_both_found,
        n_false=len(events) - n_found - n_both_found,
        minutes=float(hard.track.time_s[-1]) / 60.0,
    )


@contextmanager
def _without(rule: str) -> Iterator[None]:
    kept, of_both = (
        tuple(item for item in rules if item[0] != rule)
        for rules in (candidates.RULES, candidates.RULES_OF_BOTH)
    )
    with patch.multiple(candidates, RULES=kept, RULES_OF_BOTH=of_both):
        yield


def list_varied() -> tuple[str, ...]:
    """Settings that are halved and doubled, with their stage."""
    return tuple(name for _, _, names in ROWS for name in names)


def _find(name: str) -> Any:
    stage, _, setting = name.partition(".")
    return next(f for f in fields(getattr(Settings(), stage)) if f.name == setting)


def list_values(name: str) -> tuple[float, float]:
    """Half and twice the value of a setting, as far as its range goes."""
    item = _find(name)
    low, high = item.metadata["low"], item.metadata["high"]
    return max(item.default / 2, low), min(item.default * 2, high)


def _choose(settings: Settings, name: str, value: float) -> Settings:
    stage, _, setting = name.partition(".")
    changed = replace(getattr(settings, stage), **{setting: value})
    return replace(settings, **{stage: changed})


def list_rows(total: dict[str, Count]) -> list[tuple[str, ...]]:
    """Header and rows: rule, setting and number, without the rule, halved, doubled."""
    header = ("rule", "setting", "without the rule", "halved", "doubled")
    rows: list[tuple[str, ...]] = [header]
    rows += [
        ("" if i else rule, *said)
        for rule, _, names in ROWS
        for i, said in enumerate(_say_rule(rule, names, total))
    ]
    return rows


def _say_rule(
    rule: str, names: tuple[str, ...], total: dict[str, Count]
) -> Iterator[tuple[str, ...]]:
    def say(variant: str) -> str:
        if variant not in total:
            return "–"
        return "same" if total[variant] == total[AS_IS] else total[variant].say()

    if not names:
        yield ("–", say(rule), "–", "–")
    for i, name in enumerate(names):
        values = [say(f"{name}={value:g}") for value in list_values(name)]
        yield (say_setting(name), say(rule) if i == 0 else "–", *values)


def say_setting(name: str) -> str:
    """Name, value and unit of a setting, as the page has it."""
    item = _find(name)
    return f"`{item.name}` {item.default:g} {item.metadata['unit']}"


def write_page(total: dict[str, Count]) -> None:
    """Put the table of rules between the marks of docs/detector.md."""
    above, found, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, also_found, below = rest.partition(END)
    if not found or not also_found:
        raise InputError(f"{PAGE.name} must hold the lines {BEGIN} and {END}. Put them back.")
    text = make_table(total)
    PAGE.write_text(f"{above}{BEGIN}\n\n{text}\n\n{END}{below}", encoding="utf-8")


def make_table(total: dict[str, Count]) -> str:
    """What was found as it is, and the table of rules, as Markdown."""
    whole = total[AS_IS]
    lines = [
        f"As it is: {whole.n_found} of {whole.n_jerks} jerks found, {whole.n_both_found} of "
        f"{whole.n_both} of both sides, {whole.n_false} false events in {whole.minutes:.1f} "
        f"minutes: `{whole.say()}`.",
        "",
        "| rule | setting and number | why | without the rule | halved | doubled |",
        "|---|---|---|---|---|---|",
    ]
    for rule, what, names in ROWS:
        for i, said in enumerate(_say_rule(rule, names, total)):
            why = _find(names[i]).metadata["why"] if names else what
            setting, *cells = said
            lines.append(f"| {'' if i else rule} | {setting} | {why} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    typer.run(run)
