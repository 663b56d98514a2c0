"""How a track becomes movement in millimetres, and what is left out."""

from __future__ import annotations

from dataclasses import dataclass

from twitchcam.settings.setting import Checked, setting


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalSettings(Checked):
    """How a track becomes movement in millimetres, and what is left out."""

    sampling_rate_hz: float = setting(
        60.0,
        unit="Hz",
        why="one grid for every frame rate; five times the fastest tremor looked for",
        source="engineering",
        low=30.0,
        high=240.0,
    )
    longest_bridge_s: float = setting(
        0.15,
        unit="s",
        why="a twitch could hide in a longer gap, so it is not bridged",
        source="webcam-sampling",
        low=0.02,
        high=1.0,
    )
    frozen_call_s: float = setting(
        0.5,
        unit="s",
        why="no call or camera shows fewer than two new pictures a second while it runs",
        source="engineering",
        low=0.15,
        high=5.0,
    )
    hold_time_s: float = setting(
        0.6,
        unit="s",
        why="a running median of this length is taken out: pulses stay, smiles and postures go",
        source="measured-real",
        low=0.2,
        high=5.0,
    )
    gain_brow: float = setting(
        0.57,
        unit="reported / true",
        why="share of a true movement that the flow shows in the brow",
        source="measured-made",
        low=0.2,
        high=1.5,
    )
    gain_upper_lid: float = setting(
        0.31,
        unit="reported / true",
        why="the same for the upper lid",
        source="measured-made",
        low=0.2,
        high=1.5,
    )
    gain_lower_lid: float = setting(
        0.43,
        unit="reported / true",
        why="the same for the lower lid",
        source="measured-made",
        low=0.2,
        high=1.5,
    )
    gain_cheek: float = setting(
        0.63,
        unit="reported / true",
        why="the same for the cheek",
        source="measured-made",
        low=0.2,
        high=1.5,
    )
    gain_upper_lip: float = setting(
        0.46,
        unit="reported / true",
        why="the same for the upper lip",
        source="measured-made",
        low=0.2,
        high=1.5,
    )
    gain_mouth_corner: float = setting(
        0.65,
        unit="reported / true",
        why="the same for the mouth corner",
        source="measured-made",
        low=0.2,
        high=1.5,
    )
    gain_lower_lip: float = setting(
        0.42,
        unit="reported / true",
        why="the same for the lower lip",
        source="measured-made",
        low=0.2,
        high=1.5,
    )
    gain_chin: float = setting(
        0.59,
        unit="reported / true",
        why="the same for the chin",
        source="measured-made",
        low=0.2,
        high=1.5,
    )
    noise_floor_mm: float = setting(
        0.1,
        unit="mm",
        why="the flow itself trembles this much on a still face",
        source="measured-real",
        low=0.0,
        high=5.0,
    )
    activity_reach_s: float = setting(
        0.25,
        unit="s",
        why="what the rest of the face does this near in time counts as its own activity",
        source="measured-real",
        low=0.0,
        high=5.0,
    )
    activity_weight: float = setting(
        2.0,
        unit="noise per mm of activity",
        why="1 to 4 find alike; 0.5 lets speech through",
        source="measured-real",
        low=0.0,
        high=20.0,
    )
    mirror_share: float = setting(
        0.5,
        unit="share",
        why="activity is half the mirror patch, half the whole face",
        source="measured-real",
        low=0.0,
        high=1.0,
    )
    own_noise_reach_s: float = setting(
        3.0,
        unit="s",
        why="the patch's own noise, short enough that talking does not blind a pause",
        source="measured-real",
        low=0.2,
        high=60.0,
    )
    own_noise_weight: float = setting(
        0.6,
        unit="share",
        why="a train of twitches must not hide itself",
        source="measured-real",
        low=0.0,
        high=5.0,
    )
    poor_match_ratio: float = setting(
        1.5,
        unit="times the clip's median",
        why="where pictures match worse than this, noise is raised in proportion",
        source="measured-real",
        low=1.0,
        high=100.0,
    )
    min_residual: float = setting(
        0.7,
        unit="grey levels of the texture picture",
        why="in clean clips the twitch itself would otherwise pass for a bad match",
        source="measured-made",
        low=0.0,
        high=50.0,
    )
    pulse_noise_reach_s: float = setting(
        7.0,
        unit="s",
        why="the patch's own noise in seen time: steady, and short enough for a pause in talking",
        source="measured-real",
        low=0.5,
        high=60.0,
    )
    pulse_noise_floor_mm: float = setting(
        0.015,
        unit="mm",
        why="patches that were calm for long must not report trifles below 0.2 mm",
        source="measured-made",
        low=0.0001,
        high=1.0,
    )
    kept_percent: float = setting(
        0.042,
        unit="% of eye distance, for a step of one grey level on texture of one",
        why="where movements of this size are put into skin, two thirds of them come through",
        source="measured-real",
        low=0.001,
        high=1.0,
    )
    coding_noise_percent: float = setting(
        0.008,
        unit="% of eye distance, for a step of one grey level on texture of one",
        why="sigma of what coarse coding makes up, most of all in smooth skin",
        source="measured-real",
        low=0.0,
        high=0.1,
    )
    min_peak_snr: float = setting(
        5.0,
        unit="times the noise of the moment",
        why="weaker pulses are not looked at any further",
        source="engineering",
        low=1.0,
        high=50.0,
    )
    peak_apart_s: float = setting(
        0.1,
        unit="s",
        why="pulses of one side nearer than this are one movement",
        source="engineering",
        low=0.02,
        high=1.0,
    )
    step_at_one_bit: float = setting(
        4.2,
        unit="grey levels",
        why="codecs that tell no quantiser: as much is kept as with this step at one bit per "
        "pixel, and with twice the step at a quarter",
        source="measured-real",
        low=0.1,
        high=100.0,
    )
    min_changed_share: float = setting(
        0.02,
        unit="share of pixels",
        why="some of the movement comes through even where hardly a pixel ever changes",
        source="measured-real",
        low=0.001,
        high=0.5,
    )
    usual_texture: float = setting(
        1.7,
        unit="grey levels per px",
        why="texture of the made clips; counts where none was measured",
        source="measured-made",
        low=0.1,
        high=100.0,
    )
    min_texture: float = setting(
        0.2,
        unit="grey levels per px",
        why="fainter texture is the camera's noise",
        source="engineering",
        low=0.001,
        high=10.0,
    )
    rest_beside_s: float = setting(
        0.12,
        unit="s",
        why="the skin should rest this long before and after",
        source="engineering",
        low=0.0,
        high=1.0,
    )
    expression_activity_mm: float = setting(
        1.2,
        unit="mm",
        why="when the whole face moves more than this, a twitch of one part cannot be told apart",
        source="measured-real",
        low=0.05,
        high=20.0,
    )
    expression_reach_s: float = setting(
        0.35,
        unit="s",
        why="the same, this long before and after",
        source="measured-real",
        low=0.0,
        high=5.0,
    )
    lips_turn_mm: float = setting(
        1.2,
        unit="mm",
        why="three times what the mesh's lips tremble in a shut mouth",
        source="measured-made",
        low=0.1,
        high=20.0,
    )
    jaw_turn_mm: float = setting(
        3.5,
        unit="mm",
        why="the mesh's chin trembles by one to two millimetres on its own",
        source="measured-made",
        low=0.1,
        high=20.0,
    )
    talking_opening_mm: float = setting(
        3.0,
        unit="mm",
        why="chewing keeps the lips together, speech parts them",
        source="engineering",
        low=0.1,
        high=30.0,
    )
    mouth_skin_mm: float = setting(
        0.25,
        unit="mm",
        why="skin around a still mouth moves 0.02 to 0.15 mm, around a talking one 0.5 and more",
        source="measured-real",
        low=0.0,
        high=5.0,
    )
    mouth_turns: float = setting(
        4.0,
        unit="turning points",
        why="two openings and closings in a row are speech or chewing, one is an expression",
        source="engineering",
        low=2.0,
        high=20.0,
    )
    mouth_turns_within_s: float = setting(
        1.7,
        unit="s",
        why="chewing takes 0.6 to 1 s a cycle, syllables less",
        source="engineering",
        low=0.2,
        high=10.0,
    )
    max_yaw_deg: float = setting(
        28.0,
        unit="deg",
        why="beyond it the far cheek is seen edge on",
        source="engineering",
        low=5.0,
        high=90.0,
    )
    max_pitch_deg: float = setting(
        25.0,
        unit="deg",
        why="beyond it lids and lips hide each other",
        source="engineering",
        low=5.0,
        high=90.0,
    )
    max_head_speed_deg_per_s: float = setting(
        90.0,
        unit="deg/s",
        why="faster turns blur the skin",
        source="engineering",
        low=5.0,
        high=1000.0,
    )
    min_eye_contrast: float = setting(
        0.11,
        unit="share of the face's brightness",
        why="the white of an eye is brighter than its iris by 0.2 and more, behind glasses too; "
        "patches, gauze and dark glasses reach 0.08",
        source="measured-real",
        low=0.0,
        high=2.0,
    )
    still_s: float = setting(
        5.0,
        unit="s",
        why="longer than a breath takes, so that every living head has moved",
        source="measured-real",
        low=2.0,
        high=60.0,
    )
    min_sway_mm: float = setting(
        0.2,
        unit="mm",
        why="within 5 s a man who sat still and did not blink swayed by 0.42 mm and more; the mesh "
        "on a noisy photograph stays within 0.09",
        source="measured-real",
        low=0.0,
        high=2.0,
    )
    min_luma: float = setting(
        30.0,
        unit="grey levels",
        why="darker faces drown in sensor noise",
        source="engineering",
        low=0.0,
        high=255.0,
    )
    settle_s: float = setting(
        0.3,
        unit="s",
        why="half the running median: nothing can be said this near to a loss or cut",
        source="engineering",
        low=0.0,
        high=5.0,
    )

    def gain(self, region: str) -> float:
        """Share of a true movement of ``region`` that the flow shows."""
        return float(getattr(self, f"gain_{region}"))
