"""What counts as a twitch."""

from __future__ import annotations

from dataclasses import dataclass

from twitchcam.settings.setting import Checked, fixed, setting
from twitchcam.settings.shared import EXPRESSION_EDGE_S


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectionSettings(Checked):
    """What counts as a twitch."""

    twitch_threshold: float = setting(
        7.0,
        unit="times the noise of place and moment",
        why="codecs and real skin make rare large errors: of 1.7 minutes without twitches, four "
        "moments of photographs and none of resting people exceeded it",
        source="measured-real",
        low=1.0,
        high=50.0,
    )
    field_gain: float = setting(
        0.55,
        unit="reported / true",
        why="share of a true movement that the dense field shows, for a twitch of usual width",
        source="measured-real",
        low=0.1,
        high=1.5,
    )
    min_neighbour_share: float = setting(
        0.3,
        unit="share of the size",
        why="a twitch is a patch of skin: neighbours 6 mm away go the same way",
        source="measured-real",
        low=0.0,
        high=1.0,
    )
    max_far_share: float = setting(
        0.5,
        unit="share of the size",
        why="where a tenth of the zone moves half as far, it is no twitch of one place; what "
        "stands out clearly may be wider: a twitch of sigma 9 mm moves a tenth by six tenths",
        source="measured-real",
        low=0.0,
        high=5.0,
    )
    blink_lead_s: float = setting(
        0.12,
        unit="s",
        why="skin by the eyes moves before the lids are seen to",
        source="measured-real",
        low=0.0,
        high=2.0,
    )
    blink_tail_s: float = setting(
        0.2,
        unit="s",
        why="and settles after they are open again",
        source="measured-real",
        low=0.0,
        high=2.0,
    )
    min_half_width_s: float = setting(
        0.038,
        unit="s",
        why="at half height a muscle's shortest twitch lasts 50 ms",
        source="webcam-sampling",
        low=0.0,
        high=1.0,
    )
    min_away_share: float = setting(
        0.4,
        unit="share of the size",
        why="between two twitches the skin goes back to rest: that is no third one",
        source="engineering",
        low=0.0,
        high=1.0,
    )
    min_width_ratio: float = setting(
        1.1,
        unit="times the time between pictures",
        why="at half height a bad picture lasts one picture; a twitch of 100 ms lasts 50 ms",
        source="webcam-sampling",
        low=0.0,
        high=10.0,
    )
    clear_ratio: float = setting(
        1.5,
        unit="times the threshold",
        why="what stands out this far is told although the other side moves more, or although one "
        "picture alone shows it, then with low confidence",
        source="engineering",
        low=1.0,
        high=10.0,
    )
    max_mirrored: float = setting(
        0.5,
        unit="share of the size",
        why="where the other side does more than half as much, both sides moved",
        source="measured-real",
        low=0.0,
        high=1.0,
    )
    each_side_share: float = setting(
        0.85,
        unit="share of the threshold",
        why="both sides are known better than one, so each needs a little less; 0.71 and less was "
        "reached by blinks and noise, 0.95 and more by nearly all jerks of both sides",
        source="measured-made",
        low=0.1,
        high=2.0,
    )
    calm_activity_mm: float = setting(
        0.5,
        unit="mm",
        why="both sides move together in every word and smile; only a calm face shows more",
        source="measured-real",
        low=0.05,
        high=20.0,
    )
    action_edge_s = EXPRESSION_EDGE_S
    shortest_twitch_s: float = setting(
        0.08,
        unit="s",
        why="shorter ones cannot be told from a bad picture at 25 to 30 pictures a second",
        source="webcam-sampling",
        low=0.0,
        high=1.0,
    )
    blink_drags_brow_mm: float = setting(
        0.8,
        unit="mm",
        why="closing lids alone seem to pull one brow by up to half a millimetre",
        source="measured-made",
        low=0.0,
        high=10.0,
    )
    max_left_over: float = setting(
        0.5,
        unit="share of the size",
        why="a twitch comes back; a smile that forms and stays does not",
        source="measured-real",
        low=0.05,
        high=5.0,
    )
    longest_twitch_s: float = setting(
        2.0,
        unit="s",
        why="longer ones are held; of one side none above 0.48 s is told: its noise is not known",
        source="engineering",
        low=0.1,
        high=10.0,
    )
    spread_share: float = setting(
        0.8,
        unit="share",
        why="skin is one sheet: a neighbour that moves less than this was dragged along",
        source="measured-made",
        low=0.0,
        high=1.0,
    )
    together_s: float = setting(
        0.12,
        unit="s",
        why="apexes nearer than this belong to one event, or, of eye and mouth, to one jerk",
        source="engineering",
        low=0.0,
        high=1.0,
    )
    partner_snr: float = setting(
        1.5,
        unit="times the local noise",
        why="when the moment is known, less than for a twitch on its own is enough",
        source="engineering",
        low=0.5,
        high=20.0,
    )
    partner_min_mm = fixed(
        0.3,
        unit="mm",
        why="what the flow itself trembles by at most",
        source="measured-made",
    )
    partner_share: float = setting(
        0.25,
        unit="share of the twitch",
        why="less can be dragged along across half a face",
        source="measured-made",
        low=0.0,
        high=1.0,
    )
