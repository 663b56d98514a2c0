"""When events make a pattern worth naming."""

from __future__ import annotations

from dataclasses import dataclass

from twitchcam.settings.setting import Checked, fixed, setting
from twitchcam.settings.shared import SETTLES_S


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternSettings(Checked):
    """When events make a pattern worth naming."""

    burst_synchrony_s: float = setting(
        0.066,
        unit="s",
        why="two pictures: one nerve drives both, and pictures blur the onsets",
        source="bursts-2012",
        low=0.005,
        high=0.5,
    )
    min_bursts: float = setting(
        3.0,
        unit="bursts",
        why="fewer are coincidence",
        source="engineering",
        low=2.0,
        high=100.0,
    )
    max_bursts_in_actions: float = setting(
        0.2,
        unit="share",
        why="bursts that follow blinks or smiles are dragged along by them",
        source="engineering",
        low=0.0,
        high=1.0,
    )
    after_action_s = SETTLES_S
    min_return_share = fixed(
        0.5,
        unit="share of the way moved",
        why="a release goes towards the place of rest: of its way at least so much leads there, "
        "which is within 60 degrees of straight back",
        source="engineering",
    )
    train_gap_s = fixed(
        0.5,
        unit="s",
        why="twitches of one place closer than this make a train",
        source="engineering",
    )
    max_even_p: float = setting(
        0.05,
        unit="probability",
        why="above it the twitches of left and right could be equally many",
        source="engineering",
        low=0.001,
        high=0.5,
    )
    flutter_lowest_hz = fixed(
        3.0,
        unit="Hz",
        why="a lid that flutters by itself does so at 3 to 8 Hz",
        source="lid-bursts",
    )
    flutter_highest_hz = fixed(
        8.0,
        unit="Hz",
        why="the same at the upper end",
        source="lid-bursts",
    )
    flutter_train = fixed(
        4.0,
        unit="twitches",
        why="so many in a row, evenly enough, are a flutter and no single twitches",
        source="engineering",
    )
    longest_stare_s = fixed(
        30.0,
        unit="s",
        why="people blink 5 to 30 times a minute; open eyes hardly go without for longer",
        source="blink-rate-2006",
    )
    closure_rate_per_minute = fixed(
        27.0,
        unit="closures a minute",
        why="more than this at rest is beyond what quiet healthy eyes do",
        source="blink-rate-2006",
    )
    long_closure_s = fixed(
        1.0,
        unit="s",
        why="closures held longer than this without being asked for",
        source="engineering",
    )
    min_long_closures = fixed(
        3.0,
        unit="closures",
        why="one or two long closures are tiredness or thought",
        source="engineering",
    )
    jerks_lowest_hz = fixed(
        0.5,
        unit="Hz",
        why="slower jerks leave too few in a recording to call them even",
        source="engineering",
    )
    jerks_highest_hz = fixed(
        3.0,
        unit="Hz",
        why="faster ones are a tremor",
        source="engineering",
    )
    min_jerks: float = setting(
        12.0,
        unit="jerks",
        why="rows of 8 come by chance in 4 of 100 recordings full of twitches, of 12 in under 1",
        source="measured-made",
        low=4.0,
        high=1000.0,
    )
    jerks_max_cv: float = setting(
        0.25,
        unit="spread of the intervals over their mean",
        why="single twitches come unevenly: their spread is about 1",
        source="engineering",
        low=0.01,
        high=1.0,
    )
    jerks_min_s = fixed(
        10.0,
        unit="s",
        why="a shorter even row is coincidence",
        source="engineering",
    )
