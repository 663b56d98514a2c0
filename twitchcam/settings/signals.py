"""How a track becomes movement in millimetres, and what is left out."""

from __future__ import annotations

from dataclasses import dataclass

from twitchcam.settings.setting import Checked, fixed, setting
from twitchcam.settings.shared import DARK_LUMA, EXPRESSION_EDGE_S


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
    frozen_call_s = fixed(
        0.5,
        unit="s",
        why="no call or camera shows fewer than two new pictures a second while it runs",
        source="engineering",
    )
    hold_time_s: float = setting(
        0.6,
        unit="s",
        why="a running median of this length is taken out: pulses stay, smiles and postures go",
        source="measured-real",
        low=0.2,
        high=5.0,
    )
    gain_weight: float = setting(
        1.0,
        unit="0 to 1",
        why="1: sizes are divided by the share of a true movement that the flow shows in their "
        "region; 0: the track shows true sizes, as made ones do",
        source="measured-made",
        low=0.0,
        high=1.0,
    )
    gain_brow = fixed(
        0.57,
        unit="reported / true",
        why="share of a true movement that the flow shows in the brow",
        source="measured-made",
    )
    gain_upper_lid = fixed(
        0.31,
        unit="reported / true",
        why="the same for the upper lid",
        source="measured-made",
    )
    gain_lower_lid = fixed(
        0.43,
        unit="reported / true",
        why="the same for the lower lid",
        source="measured-made",
    )
    gain_cheek = fixed(
        0.63,
        unit="reported / true",
        why="the same for the cheek",
        source="measured-made",
    )
    gain_upper_lip = fixed(
        0.46,
        unit="reported / true",
        why="the same for the upper lip",
        source="measured-made",
    )
    gain_mouth_corner = fixed(
        0.65,
        unit="reported / true",
        why="the same for the mouth corner",
        source="measured-made",
    )
    gain_lower_lip = fixed(
        0.42,
        unit="reported / true",
        why="the same for the lower lip",
        source="measured-made",
    )
    gain_chin = fixed(
        0.59,
        unit="reported / true",
        why="the same for the chin",
        source="measured-made",
    )
    noise_floor_mm = fixed(
        0.1,
        unit="mm",
        why="the flow itself trembles this much on a still face",
        source="measured-real",
    )
    activity_reach_s = fixed(
        0.25,
        unit="s",
        why="what the rest of the face does this near in time counts as its own activity",
        source="measured-real",
    )
    activity_weight: float = setting(
        2.0,
        unit="noise per mm of activity",
        why="1 to 4 find alike; 0.5 lets speech through",
        source="measured-real",
        low=0.0,
        high=20.0,
    )
    mirror_share = fixed(
        0.5,
        unit="share",
        why="activity is half the mirror patch, half the whole face",
        source="measured-real",
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
    min_residual = fixed(
        0.7,
        unit="grey levels of the texture picture",
        why="in clean clips the twitch itself would otherwise pass for a bad match",
        source="measured-made",
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
    kept_percent = fixed(
        0.042,
        unit="% of eye distance, for a step of one grey level on texture of one",
        why="where movements of this size are put into skin, two thirds of them come through",
        source="measured-real",
    )
    coding_noise_percent: float = setting(
        0.008,
        unit="% of eye distance, for a step of one grey level on texture of one",
        why="sigma of what coarse coding makes up, most of all in smooth skin",
        source="measured-real",
        low=0.0,
        high=0.1,
    )
    fine_mm_per_px = fixed(
        0.55,
        unit="mm of the face on a pixel",
        why="up to here a place covers many of the codec's blocks, whose errors average out",
        source="measured-made",
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
    step_at_one_bit = fixed(
        4.2,
        unit="grey levels",
        why="codecs that tell no quantiser: as much is kept as with this step at one bit per "
        "pixel, and with twice the step at a quarter",
        source="measured-real",
    )
    min_changed_share = fixed(
        0.02,
        unit="share of pixels",
        why="some of the movement comes through even where hardly a pixel ever changes",
        source="measured-real",
    )
    usual_texture = fixed(
        1.7,
        unit="grey levels per px",
        why="texture of the made clips; counts where none was measured",
        source="measured-made",
    )
    min_texture = fixed(
        0.2,
        unit="grey levels per px",
        why="fainter texture is the camera's noise",
        source="engineering",
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
    expression_reach_s = EXPRESSION_EDGE_S
    lips_turn_mm = fixed(
        1.2,
        unit="mm",
        why="three times what the mesh's lips tremble in a shut mouth",
        source="measured-made",
    )
    jaw_turn_mm = fixed(
        3.5,
        unit="mm",
        why="the mesh's chin trembles by one to two millimetres on its own",
        source="measured-made",
    )
    talking_opening_mm = fixed(
        3.0,
        unit="mm",
        why="chewing keeps the lips together, speech parts them",
        source="engineering",
    )
    mouth_skin_mm: float = setting(
        0.25,
        unit="mm",
        why="skin around a still mouth moves 0.02 to 0.15 mm, around a talking one 0.5 and more",
        source="measured-real",
        low=0.0,
        high=5.0,
    )
    mouth_turns = fixed(
        4.0,
        unit="turning points",
        why="two openings and closings in a row are speech or chewing, one is an expression",
        source="engineering",
    )
    mouth_turns_within_s = fixed(
        1.7,
        unit="s",
        why="chewing takes 0.6 to 1 s a cycle, syllables less",
        source="engineering",
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
    max_eye_contrast_step = fixed(
        0.16,
        unit="logarithm of the contrast of one eye over that of the other, between looks",
        why="in 17 real recordings it changes by 0.13 at most (median), and by 0.21 where both "
        "eyes act; with hair that swings before one eye by 0.22, 0.4 and 1",
        source="measured-real",
    )
    still_s = fixed(
        5.0,
        unit="s",
        why="longer than a breath takes, so that every living head has moved",
        source="measured-real",
    )
    min_sway_mm = fixed(
        0.2,
        unit="mm",
        why="within 5 s a man who sat still and did not blink swayed by 0.42 mm and more; the mesh "
        "on a noisy photograph stays within 0.09",
        source="measured-real",
    )
    min_way_percent = fixed(
        1.0,
        unit="% of eye distance",
        why="within a second; the way of a head that moves by less may come again by chance",
        source="measured-real",
    )
    max_apart_share = fixed(
        0.1,
        unit="share of the way",
        why="clips that go round, encoded again, stay within 0.05 of it; no second of 20 real "
        "recordings comes nearer to another one than 0.15",
        source="measured-real",
    )
    min_alike = fixed(
        0.4,
        unit="correlation",
        why="the mesh trembles with the errors of a picture: 0.75 and more where it is shown "
        "again, below 0.4 where not",
        source="measured-real",
    )
    min_tremble_percent = fixed(
        0.02,
        unit="% of eye distance, root mean square from picture to picture",
        why="in pictures of cameras the mesh never trembles by less than 0.03; what does not "
        "cannot tremble alike",
        source="measured-real",
    )
    min_flat_sway_mm = fixed(
        2.0,
        unit="mm",
        why="a head that sways by less in 5 s turns by less than the mesh can tell",
        source="measured-real",
    )
    max_flat_share = fixed(
        0.022,
        unit="share of the sway",
        why="of how far the face moved, what no affine map explains: 0.009 and 0.015 in two "
        "photographs moved by a hand, 0.03 to 0.34 (median of the recording) in 7 real heads",
        source="measured-real",
    )
    min_photograph_sway_mm = fixed(
        8.0,
        unit="mm",
        why="within 5 s two photographs in a hand went 12 mm and farther; a head that goes so far "
        "turns, one that goes by less may do so too little for the mesh to tell",
        source="measured-real",
    )
    min_luma = DARK_LUMA

    def gain(self, region: str) -> float:
        """Share of a true movement of ``region`` that the flow shows."""
        return float(getattr(self, f"gain_{region}") ** self.gain_weight)

    @property
    def settle_s(self) -> float:
        """Half the running median: nothing can be said this near to a loss or cut."""
        return self.hold_time_s / 2
