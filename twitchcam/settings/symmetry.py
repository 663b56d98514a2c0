"""How the two sides are compared, and when one of them is called weaker."""

from __future__ import annotations

from dataclasses import dataclass

from twitchcam.settings.setting import Checked, fixed, setting
from twitchcam.settings.shared import SETTLES_S


@dataclass(frozen=True, slots=True, kw_only=True)
class SymmetrySettings(Checked):
    """How the two sides are compared, and when one of them is called weaker."""

    baseline_s = fixed(
        0.5,
        unit="s",
        why="rest before and after an action that its travel is measured from",
        source="engineering",
    )
    settle_s = SETTLES_S
    max_turn_deg: float = setting(
        8.0,
        unit="deg",
        why="a head that turns during an action makes one side look shorter",
        source="measured-real",
        low=0.5,
        high=45.0,
    )
    min_excursion_mm: float = setting(
        2.0,
        unit="mm",
        why="ratios of smaller travels are mostly noise",
        source="engineering",
        low=0.1,
        high=20.0,
    )
    min_hold_s = fixed(
        1.5,
        unit="s",
        why="in a shorter hold no fading can be told from wobbling",
        source="engineering",
    )
    min_repeats = fixed(
        4.0,
        unit="repeats",
        why="four falling one after the other come by chance once in 24",
        source="engineering",
    )
    min_actions: float = setting(
        3.0,
        unit="smiles, or closures",
        why="single smiles of healthy people can be as uneven as a weak one, one closure can be a "
        "wink or a squint",
        source="measured-real",
        low=1.0,
        high=100.0,
    )
    wide_share = fixed(
        0.7,
        unit="share of the widest smile",
        why="weakness shows in wide smiles; narrow ones are added noise",
        source="engineering",
    )
    weak_difference_mm: float = setting(
        3.5,
        unit="mm",
        why="at the limit of what healthy social smiles differ by",
        source="social-smile-2017",
        low=0.5,
        high=20.0,
    )
    weak_ratio: float = setting(
        0.75,
        unit="lesser over larger travel",
        why="clearly below the 83 % that 95 in 100 healthy people exceed",
        source="symmetry-1999",
        low=0.1,
        high=1.0,
    )
    very_weak_ratio: float = setting(
        0.6,
        unit="lesser over larger travel",
        why="in small smiles no 3.5 mm can be missing, so the share decides alone",
        source="engineering",
        low=0.05,
        high=1.0,
    )
    min_weak_mm = fixed(
        2.0,
        unit="mm",
        why="what a narrow smile must lack all the same",
        source="engineering",
    )
    same_side_share = fixed(
        0.8,
        unit="share of the smiles",
        why="weakness stays on its side; healthy unevenness changes from smile to smile",
        source="engineering",
    )
    landmark_agrees = fixed(
        0.95,
        unit="lesser over larger travel",
        why="the mesh evens sides out, but must show the same side behind",
        source="measured-made",
    )
    min_fall: float = setting(
        0.2,
        unit="share of the first travel",
        why="a fifth less at the last of five repeats",
        source="engineering",
        low=0.05,
        high=1.0,
    )
    hold_fades_per_s: float = setting(
        0.05,
        unit="share of the travel per s",
        why="a twentieth a second is a quarter in five seconds",
        source="engineering",
        low=0.005,
        high=1.0,
    )
    shut_share: float = setting(
        0.85,
        unit="share of the open eye",
        why="where the other eye shuts this far, both were meant to",
        source="blink-palsy-2021",
        low=0.3,
        high=1.0,
    )
    min_opening_share = fixed(
        0.5,
        unit="share of the other eye",
        why="shut eyes that the mesh draws open have 0.3 of the other one; eyes of 18 real faces "
        "have 0.8 and more, and a palsy makes them no narrower",
        source="measured-real",
    )
    min_known_share = fixed(
        0.2,
        unit="share of the open eye",
        why="from less travel of the lids the opening is not known",
        source="engineering",
    )
    min_full_blinks = fixed(
        5.0,
        unit="blinks",
        why="blinks are quick and often partial, so more of them are asked for",
        source="blink-patterns-2014",
    )
