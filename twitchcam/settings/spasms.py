"""What counts as a held pull of one side."""

from __future__ import annotations

from dataclasses import dataclass

from twitchcam.settings.setting import Checked, fixed, setting
from twitchcam.settings.shared import EXPRESSION_EDGE_S, MIN_EYE_DISTANCE_PX


@dataclass(frozen=True, slots=True, kw_only=True)
class SpasmSettings(Checked):
    """What counts as a held pull of one side."""

    shortest_s = fixed(
        0.5,
        unit="s",
        why="shorter ones are twitches",
        source="engineering",
    )
    longest_s = fixed(
        180.0,
        unit="s",
        why="longer ones cannot be told from a change of posture",
        source="engineering",
    )
    level_s = fixed(
        0.5,
        unit="s",
        why="levels before and after a step are medians over this, so that no twitch makes one",
        source="engineering",
    )
    min_size_mm: float = setting(
        2.5,
        unit="mm",
        why="summed flow drifts by up to 2.1 mm in still faces that a codec has squeezed",
        source="measured-made",
        low=0.1,
        high=20.0,
    )
    largest_size_mm = fixed(
        10.0,
        unit="mm",
        why="as far as lids travel and as a mouth corner goes in a full smile; what seems to go "
        "further is a reflection or hair",
        source="engineering",
    )
    noise_ratio: float = setting(
        4.0,
        unit="times the patch's quiet noise",
        why="one-sided steps of the noise itself stay below three times",
        source="measured-real",
        low=1.0,
        high=50.0,
    )
    lid_noise_mm = fixed(
        0.6,
        unit="mm",
        why="healthy lids part company by 1 to 2 mm for moments, in gaze and in the mesh",
        source="measured-real",
    )
    own_ratio: float = setting(
        2.0,
        unit="times the mirror patch's step",
        why="of two patches that come apart, the one that moved is meant",
        source="engineering",
        low=1.0,
        high=20.0,
    )
    max_turn_deg: float = setting(
        6.0,
        unit="deg",
        why="a head that turns meanwhile makes one side look moved",
        source="measured-real",
        low=0.5,
        high=45.0,
    )
    explained_share = fixed(
        0.2,
        unit="share of the pull",
        why="an action that fills this much of it is what it is",
        source="engineering",
    )
    begins_with_s = EXPRESSION_EDGE_S
    min_eye_distance_px = MIN_EYE_DISTANCE_PX
    max_light_percent: float = setting(
        1.0,
        unit="% of the brightness",
        why="light that flickers by 6 % made still skin drift by 3 mm and more, by 1 % by none",
        source="measured-made",
        low=0.0,
        high=100.0,
    )
