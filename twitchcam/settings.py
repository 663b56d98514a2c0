"""Every number that steers a result: one frozen record per stage.

Each field carries its unit, why it has this value, and where the value comes from. Nothing is
set in frames or samples: a recording at 25, 30 or 120 frames a second is judged alike.
``docs/settings.md`` is generated from here.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, Final

from twitchcam.errors import check_range

# Keys used in ``source``.
SOURCES: Final = {
    "rufer2005": "Rüfer et al. 2005, white-to-white corneal diameter, n = 390: 11.71 (SD 0.42) mm",
    "mediapipe-iris": "Google AI blog 2020, MediaPipe Iris: horizontal iris 11.7 ± 0.5 mm",
    "blink-patterns-2014": (
        "Blink patterns 2014 (PMC4015796), 1,414 normal blinks: 53 % partial, 0.2 % of 0.5 s and up"
    ),
    "ocular-oral-norms": (
        "Quantitation of ocular-to-oral synkinesis (Maximal Static Response Assay), 78 patients: "
        "mouth corner 3.9 (SD 2.5) mm in eye closure"
    ),
    "oral-ocular-norms": (
        "Oral-ocular synkinesis by facial tracking 2025, 12 controls and 30 patients: fissure in a "
        "pucker 1.7 % smaller in controls, 30.0 % on the palsy side, 21.6 % on the other"
    ),
    "ocular-synkinesis-2013": (
        "Computer-assisted assessment of ocular synkinesis 2013, 50 and 50: healthy eyes narrow "
        "by 21.6 (SD 13.4) % in a smile, synkinetic ones by 32.7 (13.7) %"
    ),
    "synkinesis-sites": (
        "Frequency and location of synkineses, 103 patients: brow raise lifts the mouth corner in "
        "89 %, eye closure in 85 %, a pucker narrows the eye in 82 %"
    ),
    "overflow-2022": "Motor overflow in healthy faces 2022, n = 89: 96 % move more in a wink",
    "lid-gaze": "straight gaze 9.7 mm, 40° down 6.4 mm between the lids; lids follow the eye",
    "measured-real": "chosen on real recordings of healthy people, see docs/method.md",
    "measured-made": "chosen on made clips with known truth, see benchmarks/sensitivity.py",
    "engineering": "engineering choice; changing it within a factor of two changes little",
    "webcam-sampling": "share of a bell-shaped event's height kept at 15 to 60 fps, docs/method.md",
    "bouguet2001": "Bouguet 2001, pyramidal implementation of the Lucas-Kanade tracker",
    "casiez2012": "Casiez 2012, 1 € filter: smoothing that gives way to fast movement",
    "turin1960": "Turin 1960, an introduction to matched filters",
    "huber1964": "Huber 1964, robust estimation of a location parameter",
    "smiling-tremor-2024": (
        "Isolated smiling tremor 2024 (PMC10883399), 9 cases: 8 to 10 Hz, at moderate smile effort"
    ),
    "symmetry-1999": (
        "OSCAR 1999, 20 healthy people: regional symmetry 91 to 93 % (SD 5 to 6); 5th percentiles "
        "81 % brow, 85 % closure, 83 % smile"
    ),
    "social-smile-2017": (
        "Social smiles in 3D 2017, n = 30: left minus right corner -0.56 mm, limits -3.85 to 2.71"
    ),
    "asymmetry-seen-2014": (
        "Perception of asymmetry 2014: nine in ten notice 3 mm in a smile, 2 mm of an eye"
    ),
    "smile-courses-2024": (
        "Left-right corner courses on video 2024: R 0.99 in healthy people, about 0.75 after palsy"
    ),
    "blink-palsy-2021": (
        "High-speed blinks 2021, n = 55: closure 94 % on the healthy side, 65 % on the weak side"
    ),
    "bursts-2012": (
        "178 people with one-sided facial spasm: eye first, in time the rest of that side in 93 %"
    ),
    "lid-bursts": "Eyelid twitching, physiology (Medscape): one lid, 3 to 8 Hz, not in step",
    "blink-rate-2006": (
        "Blink rates 2006, 50 against 150 people: over 27 a minute at rest tells most of them apart"
    ),
    "welch1967": "Welch 1967, power spectra by averaging over short windows",
}


def _setting(default: float, *, unit: str, why: str, source: str, low: float, high: float) -> Any:
    return field(
        default=default,
        metadata={"unit": unit, "why": why, "source": source, "low": low, "high": high},
    )


class _Checked:
    """Refuses a value outside the range that its field allows."""

    def __post_init__(self) -> None:
        for item in fields(self):  # type: ignore[arg-type]
            value = getattr(self, item.name)
            if "low" in item.metadata:
                check_range(item.name, value, item.metadata["low"], item.metadata["high"])


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingSettings(_Checked):
    """How a face is found, followed, steadied, and its skin measured."""

    min_detection_score: float = _setting(
        0.5,
        unit="0 to 1",
        why="below this the detector calls patterns on walls a face",
        source="engineering",
        low=0.05,
        high=1.0,
    )
    min_tracking_score: float = _setting(
        0.5,
        unit="0 to 1",
        why="below this the mesh is searched anew",
        source="engineering",
        low=0.05,
        high=1.0,
    )
    count_faces_every_s: float = _setting(
        1.0,
        unit="s",
        why="how often to look for further faces, for the note only",
        source="engineering",
        low=0.1,
        high=60.0,
    )
    remember_face_s: float = _setting(
        3.0,
        unit="s",
        why="after a loss, only a face near the last place is taken for this long",
        source="engineering",
        low=0.0,
        high=60.0,
    )
    reach_while_following: float = _setting(
        0.5,
        unit="face widths",
        why="a mesh that leaps further than this between two pictures is another face",
        source="engineering",
        low=0.05,
        high=5.0,
    )
    reach_after_loss: float = _setting(
        1.5,
        unit="face widths",
        why="how far a lost face may have gone",
        source="engineering",
        low=0.1,
        high=10.0,
    )
    iris_diameter_mm: float = _setting(
        11.7,
        unit="mm",
        why="the visible iris is as wide as this in nearly all adults; the ruler of every mm",
        source="rufer2005",
        low=10.0,
        high=13.5,
    )
    probe_s: float = _setting(
        5.0,
        unit="s",
        why="large pictures: how long to look for a face before choosing how far to shrink them",
        source="engineering",
        low=0.1,
        high=60.0,
    )
    large_picture_px: float = _setting(
        1400.0,
        unit="px",
        why="pictures with a longer side than this are shrunk if the face stays large enough",
        source="engineering",
        low=320.0,
        high=1e5,
    )
    kept_face_width_px: float = _setting(
        420.0,
        unit="px",
        why="detector box; keeps about 240 px between the outer eye corners",
        source="engineering",
        low=100.0,
        high=1e4,
    )
    steady_eye_distance_px: float = _setting(
        144.0,
        unit="px",
        why="scale of the steadied face: fine enough for 0.1 mm, small enough to be quick",
        source="measured-made",
        low=60.0,
        high=400.0,
    )
    flow_window: float = _setting(
        0.075,
        unit="eye distances",
        why="small windows lose less of a small movement and cost less",
        source="measured-real",
        low=0.03,
        high=0.3,
    )
    patch_radius: float = _setting(
        0.045,
        unit="eye distances",
        why="about the size of the skin that one small muscle moves",
        source="measured-real",
        low=0.02,
        high=0.3,
    )
    surroundings_inner: float = _setting(
        0.15,
        unit="eye distances",
        why="nearer points move with the patch and would hide its movement",
        source="measured-real",
        low=0.05,
        high=1.0,
    )
    surroundings_outer: float = _setting(
        0.36,
        unit="eye distances",
        why="farther points do not share the patch's head movement",
        source="measured-real",
        low=0.1,
        high=2.0,
    )
    grid_spacing: float = _setting(
        0.085,
        unit="eye distances",
        why="denser costs more and shows nothing new",
        source="measured-real",
        low=0.02,
        high=0.3,
    )
    follow_time_s: float = _setting(
        0.4,
        unit="s",
        why="patches follow smiles and speech this slowly, so that a twitch moves through them",
        source="engineering",
        low=0.0,
        high=10.0,
    )
    flow_step_s: float = _setting(
        0.03,
        unit="s",
        why="pictures are compared over at least this: more, smaller steps only add up more noise",
        source="measured-made",
        low=0.0,
        high=0.2,
    )
    repeat_share: float = _setting(
        0.06,
        unit="share of the usual change",
        why="a face that changes this much less than usual is the same picture shown again",
        source="measured-real",
        low=0.0,
        high=1.0,
    )
    repeat_memory_s: float = _setting(
        1.0,
        unit="s",
        why="how long the usual change is remembered",
        source="engineering",
        low=0.05,
        high=60.0,
    )
    cut_difference: float = _setting(
        28.0,
        unit="grey levels",
        why="a larger change of the whole small picture is another scene",
        source="measured-real",
        low=1.0,
        high=255.0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalSettings(_Checked):
    """How a track becomes movement in millimetres, and what is left out."""

    sampling_rate_hz: float = _setting(
        60.0,
        unit="Hz",
        why="one grid for every frame rate; five times the fastest tremor looked for",
        source="engineering",
        low=30.0,
        high=240.0,
    )
    longest_bridge_s: float = _setting(
        0.15,
        unit="s",
        why="a twitch could hide in a longer gap, so it is not bridged",
        source="webcam-sampling",
        low=0.02,
        high=1.0,
    )
    hold_time_s: float = _setting(
        0.6,
        unit="s",
        why="a running median of this length is taken out: bumps stay, smiles and postures go",
        source="measured-real",
        low=0.2,
        high=5.0,
    )
    gain_brow: float = _setting(
        0.73,
        unit="reported / true",
        why="share of a true movement that the flow shows in the brow",
        source="measured-made",
        low=0.2,
        high=1.5,
    )
    gain_upper_lid: float = _setting(
        0.55,
        unit="reported / true",
        why="the same for the upper lid",
        source="measured-made",
        low=0.2,
        high=1.5,
    )
    gain_lower_lid: float = _setting(
        0.55,
        unit="reported / true",
        why="the same for the lower lid",
        source="measured-made",
        low=0.2,
        high=1.5,
    )
    gain_cheek: float = _setting(
        0.7,
        unit="reported / true",
        why="the same for the cheek",
        source="measured-made",
        low=0.2,
        high=1.5,
    )
    gain_upper_lip: float = _setting(
        0.47,
        unit="reported / true",
        why="the same for the upper lip",
        source="measured-made",
        low=0.2,
        high=1.5,
    )
    gain_mouth_corner: float = _setting(
        0.69,
        unit="reported / true",
        why="the same for the mouth corner",
        source="measured-made",
        low=0.2,
        high=1.5,
    )
    gain_lower_lip: float = _setting(
        0.47,
        unit="reported / true",
        why="the same for the lower lip",
        source="measured-made",
        low=0.2,
        high=1.5,
    )
    gain_chin: float = _setting(
        0.46,
        unit="reported / true",
        why="the same for the chin",
        source="measured-made",
        low=0.2,
        high=1.5,
    )
    noise_floor_mm: float = _setting(
        0.1,
        unit="mm",
        why="the flow itself trembles this much on a still face",
        source="measured-real",
        low=0.0,
        high=5.0,
    )
    activity_reach_s: float = _setting(
        0.25,
        unit="s",
        why="what the rest of the face does this near in time counts as its own activity",
        source="measured-real",
        low=0.0,
        high=5.0,
    )
    activity_weight: float = _setting(
        2.0,
        unit="noise per mm of activity",
        why="1 to 4 find alike; 0.5 lets speech through",
        source="measured-real",
        low=0.0,
        high=20.0,
    )
    mirror_share: float = _setting(
        0.5,
        unit="share",
        why="activity is half the mirror patch, half the whole face",
        source="measured-real",
        low=0.0,
        high=1.0,
    )
    own_noise_reach_s: float = _setting(
        3.0,
        unit="s",
        why="the patch's own restlessness, short enough that talking does not blind a pause",
        source="measured-real",
        low=0.2,
        high=60.0,
    )
    own_noise_weight: float = _setting(
        0.6,
        unit="share",
        why="a train of twitches must not hide itself",
        source="measured-real",
        low=0.0,
        high=5.0,
    )
    poor_match_ratio: float = _setting(
        1.5,
        unit="times the clip's median",
        why="where pictures match worse than this, noise is raised in proportion",
        source="measured-real",
        low=1.0,
        high=100.0,
    )
    least_residual: float = _setting(
        0.7,
        unit="grey levels",
        why="in clean clips the twitch itself would otherwise pass for a bad match",
        source="measured-made",
        low=0.0,
        high=50.0,
    )
    restless_share: float = _setting(
        0.7,
        unit="share",
        why="a face that moves a third of the time is not still; a median would call it so",
        source="measured-real",
        low=0.5,
        high=0.99,
    )
    restless_reach_s: float = _setting(
        7.0,
        unit="s",
        why="the patch's own noise, long enough to be steady, short enough for a pause in talking",
        source="measured-real",
        low=0.5,
        high=60.0,
    )
    restless_floor_mm: float = _setting(
        0.03,
        unit="mm",
        why="patches that were calm for long must not report trifles below 0.2 mm",
        source="measured-made",
        low=0.0001,
        high=1.0,
    )
    mirror_disturbance: float = _setting(
        0.3,
        unit="noise per mm",
        why="what the mirror patch does too is an expression; twice that blinds acting faces",
        source="measured-real",
        low=0.0,
        high=5.0,
    )
    face_disturbance: float = _setting(
        0.2,
        unit="noise per mm",
        why="the same for the middle of the whole face",
        source="measured-real",
        low=0.0,
        high=5.0,
    )
    disturbance_reach_s: float = _setting(
        0.2,
        unit="s",
        why="two sides of one expression move within this",
        source="measured-real",
        low=0.0,
        high=2.0,
    )
    unrest_weight: float = _setting(
        0.05,
        unit="noise per mm",
        why="a step is no bump; three times that weight blinds acting faces",
        source="measured-real",
        low=0.0,
        high=2.0,
    )
    rest_beside_s: float = _setting(
        0.12,
        unit="s",
        why="the skin should rest this long before and after",
        source="engineering",
        low=0.0,
        high=1.0,
    )
    expression_activity_mm: float = _setting(
        1.2,
        unit="mm",
        why="when the whole face moves more than this, a twitch of one part cannot be told apart",
        source="measured-real",
        low=0.05,
        high=20.0,
    )
    expression_reach_s: float = _setting(
        0.35,
        unit="s",
        why="the same, this long before and after",
        source="measured-real",
        low=0.0,
        high=5.0,
    )
    lips_turn_mm: float = _setting(
        1.2,
        unit="mm",
        why="three times what the mesh's lips tremble in a shut mouth",
        source="measured-made",
        low=0.1,
        high=20.0,
    )
    jaw_turn_mm: float = _setting(
        3.5,
        unit="mm",
        why="the mesh's chin trembles by one to two millimetres on its own",
        source="measured-made",
        low=0.1,
        high=20.0,
    )
    talking_opening_mm: float = _setting(
        3.0,
        unit="mm",
        why="chewing keeps the lips together, speech parts them",
        source="engineering",
        low=0.1,
        high=30.0,
    )
    mouth_turns: float = _setting(
        4.0,
        unit="turning points",
        why="two openings and closings in a row are speech or chewing, one is an expression",
        source="engineering",
        low=2.0,
        high=20.0,
    )
    mouth_turns_within_s: float = _setting(
        1.7,
        unit="s",
        why="chewing takes 0.6 to 1 s a cycle, syllables less",
        source="engineering",
        low=0.2,
        high=10.0,
    )
    most_yaw_deg: float = _setting(
        28.0,
        unit="deg",
        why="beyond it the far cheek is seen edge on",
        source="engineering",
        low=5.0,
        high=90.0,
    )
    most_pitch_deg: float = _setting(
        25.0,
        unit="deg",
        why="beyond it lids and lips hide each other",
        source="engineering",
        low=5.0,
        high=90.0,
    )
    most_head_speed_deg_per_s: float = _setting(
        90.0,
        unit="deg/s",
        why="faster turns blur the skin",
        source="engineering",
        low=5.0,
        high=1000.0,
    )
    least_luma: float = _setting(
        30.0,
        unit="grey levels",
        why="darker faces drown in sensor noise",
        source="engineering",
        low=0.0,
        high=255.0,
    )
    settle_s: float = _setting(
        0.3,
        unit="s",
        why="half the running median: nothing can be said this near to a loss or cut",
        source="engineering",
        low=0.0,
        high=5.0,
    )
    least_frame_rate_hz: float = _setting(
        24.0,
        unit="Hz",
        why="below it a 100 ms twitch can fall between two pictures",
        source="webcam-sampling",
        low=5.0,
        high=120.0,
    )
    least_eye_distance_px: float = _setting(
        80.0,
        unit="px",
        why="below it a millimetre is less than a pixel",
        source="engineering",
        low=10.0,
        high=1000.0,
    )
    least_observed_s: float = _setting(
        5.0,
        unit="s",
        why="nothing can be said about how often anything happens in less",
        source="engineering",
        low=0.0,
        high=600.0,
    )

    least_usable_s: float = _setting(
        1.0,
        unit="s",
        why="in less than this there is nothing to report on",
        source="engineering",
        low=0.0,
        high=600.0,
    )

    def gain(self, region: str) -> float:
        """Share of a true movement of ``region`` that the flow shows."""
        return float(getattr(self, f"gain_{region}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectionSettings(_Checked):
    """What counts as an action or an event."""

    blink_depth: float = _setting(
        0.25,
        unit="share of the open eye",
        why="half of all normal blinks are partial; a quarter is the shallowest class",
        source="blink-patterns-2014",
        low=0.02,
        high=1.0,
    )
    blink_noise_ratio: float = _setting(
        6.0,
        unit="times the lid's own restlessness",
        why="lids of an expressive face are never still",
        source="measured-real",
        low=0.0,
        high=50.0,
    )
    brow_opens_share_per_mm: float = _setting(
        0.1,
        unit="share of the open eye per mm",
        why="a brow that moves 1 mm opens or narrows a 10 mm eye by a tenth at most",
        source="engineering",
        low=0.0,
        high=1.0,
    )
    nod_opens_share_per_deg: float = _setting(
        0.01,
        unit="share of the open eye per degree",
        why="eyes that stay on the camera look up or down as the head nods; lids follow them",
        source="lid-gaze",
        low=0.0,
        high=0.2,
    )
    gaze_share: float = _setting(
        0.6,
        unit="mm of iris per mm of lid",
        why="in a look down the lid follows the iris one to one; in a blink it travels alone",
        source="lid-gaze",
        low=0.1,
        high=5.0,
    )
    hard_squeeze_mm: float = _setting(
        2.0,
        unit="mm",
        why="brow and cheek skin drawn together by more than in an easy closure",
        source="measured-real",
        low=0.2,
        high=20.0,
    )
    closure_depth: float = _setting(
        0.7,
        unit="share of the open eye",
        why="smiles and looking down narrow healthy eyes by a fifth to a third, for long",
        source="measured-real",
        low=0.1,
        high=1.0,
    )
    complete_depth: float = _setting(
        0.7,
        unit="share of the open eye",
        why="the mesh keeps showing a slit when the lids meet",
        source="measured-real",
        low=0.1,
        high=1.0,
    )
    longest_blink_s: float = _setting(
        0.5,
        unit="s",
        why="longer closures are on purpose or drowsy: 0.2 % of normal blinks",
        source="blink-patterns-2014",
        low=0.1,
        high=5.0,
    )
    conjugate_share: float = _setting(
        0.6,
        unit="share",
        why="healthy lids travel alike within a tenth; the mesh adds its own error",
        source="measured-real",
        low=0.0,
        high=1.0,
    )
    wink_difference: float = _setting(
        0.36,
        unit="share of the open eye",
        why="in blinks of both eyes the lids differ by 0.3 at most, in winks by 0.4 and more",
        source="measured-real",
        low=0.05,
        high=1.0,
    )
    wink_hold_s: float = _setting(
        0.1,
        unit="s",
        why="healthy lids part company by less than a picture",
        source="measured-real",
        low=0.0,
        high=2.0,
    )
    wink_share: float = _setting(
        0.3,
        unit="share of the mean depth",
        why="on the whole of a closing the eyes differ by 0.2 at most, in winks by 0.45 and more",
        source="measured-real",
        low=0.0,
        high=1.0,
    )
    smile_travel_mm: float = _setting(
        3.0,
        unit="mm",
        why="mouth corners apart by more than speech does; a small posed smile is larger",
        source="measured-real",
        low=0.5,
        high=20.0,
    )
    one_sided_smile_share: float = _setting(
        0.25,
        unit="share",
        why="healthy corners differ by a third at most; a smirk leaves one behind",
        source="engineering",
        low=0.0,
        high=1.0,
    )
    full_smile_mm: float = _setting(
        12.0,
        unit="mm",
        why="usual travel of a corner in a full smile, 7 to 22 mm",
        source="engineering",
        low=2.0,
        high=40.0,
    )
    shortest_smile_s: float = _setting(
        0.5,
        unit="s",
        why="expressions last half a second to four seconds",
        source="engineering",
        low=0.1,
        high=10.0,
    )
    full_smile_from_mm: float = _setting(
        7.0,
        unit="mm",
        why="the corners of adults travel 7 to 22 mm in a full smile",
        source="engineering",
        low=1.0,
        high=40.0,
    )
    teeth_opening_mm: float = _setting(
        4.0,
        unit="mm",
        why="lips apart by more than at rest: teeth show",
        source="engineering",
        low=0.5,
        high=40.0,
    )
    narrowest_rest_mm: float = _setting(
        38.0,
        unit="mm",
        why="a narrower mouth is drawn in; adults at rest measure about 48 (SD 4) mm",
        source="engineering",
        low=20.0,
        high=80.0,
    )
    widest_rest_mm: float = _setting(
        58.0,
        unit="mm",
        why="a wider mouth smiles; adults at rest measure about 48 (SD 4) mm",
        source="engineering",
        low=20.0,
        high=90.0,
    )
    lips_shut_mm: float = _setting(
        2.0,
        unit="mm",
        why="lips this near to their closest count as shut",
        source="engineering",
        low=0.1,
        high=20.0,
    )
    pucker_narrowing: float = _setting(
        0.25,
        unit="share of the resting width",
        why="rounded vowels narrow the mouth by less, a pucker by nearly half",
        source="measured-real",
        low=0.05,
        high=0.9,
    )
    full_pucker_narrowing: float = _setting(
        0.45,
        unit="share of the resting width",
        why="what a strong pucker reaches",
        source="measured-real",
        low=0.1,
        high=1.0,
    )
    pucker_alike_share: float = _setting(
        0.4,
        unit="share",
        why="both corners come in; a mouth pulled aside is no pucker",
        source="engineering",
        low=0.0,
        high=1.0,
    )
    shortest_pucker_s: float = _setting(
        0.3,
        unit="s",
        why="single sounds round the lips for less",
        source="engineering",
        low=0.05,
        high=5.0,
    )
    mouth_opening_mm: float = _setting(
        10.0,
        unit="mm",
        why="beyond what speech usually opens",
        source="engineering",
        low=2.0,
        high=60.0,
    )
    jaw_drop_mm: float = _setting(
        7.0,
        unit="mm",
        why="a smile bares teeth with the jaw nearly shut",
        source="measured-real",
        low=1.0,
        high=60.0,
    )
    full_opening_mm: float = _setting(
        40.0,
        unit="mm",
        why="usual widest opening between the lips",
        source="engineering",
        low=10.0,
        high=80.0,
    )
    shortest_opening_s: float = _setting(
        0.3,
        unit="s",
        why="single syllables are shorter",
        source="engineering",
        low=0.05,
        high=5.0,
    )
    brow_raise_mm: float = _setting(
        3.0,
        unit="mm",
        why="beyond what emphasis in speech does",
        source="measured-real",
        low=0.5,
        high=20.0,
    )
    brow_mesh_mm: float = _setting(
        0.8,
        unit="mm",
        why="the mesh shows a third of a brow's travel; less is its own trembling",
        source="measured-real",
        low=0.0,
        high=10.0,
    )
    full_brow_raise_mm: float = _setting(
        8.0,
        unit="mm",
        why="usual travel of a full raise",
        source="engineering",
        low=2.0,
        high=30.0,
    )
    shortest_brow_raise_s: float = _setting(
        0.25,
        unit="s",
        why="expressions last longer than a blink",
        source="engineering",
        low=0.05,
        high=5.0,
    )
    one_sided_brow_share: float = _setting(
        0.4,
        unit="share",
        why="many people raise one brow further; below this one stays",
        source="engineering",
        low=0.0,
        high=1.0,
    )
    rest_nod_deg: float = _setting(
        10.0,
        unit="deg",
        why="a head bowed or lifted further shifts brows and mouth in the picture by millimetres",
        source="measured-real",
        low=1.0,
        high=60.0,
    )
    twitch_threshold: float = _setting(
        6.0,
        unit="times the noise of the moment",
        why="compression makes rare large errors; less than one false event a minute at rest",
        source="measured-made",
        low=1.0,
        high=50.0,
    )
    limit_factor: float = _setting(
        1.0,
        unit="times the threshold",
        why="a limit that holds: of twitches 1.5 times as large nine in ten are found",
        source="measured-made",
        low=0.5,
        high=5.0,
    )
    worst_limit_mm: float = _setting(
        2.0,
        unit="mm",
        why="where a clear twitch could not be seen, a region and side is not judged",
        source="engineering",
        low=0.1,
        high=20.0,
    )
    edge_of_recording_s: float = _setting(
        0.3,
        unit="s",
        why="before the first and after the last picture nobody knows whether the skin came back",
        source="engineering",
        low=0.0,
        high=5.0,
    )
    two_sided_threshold: float = _setting(
        2.5,
        unit="times the local noise",
        why="without the mirror patch to compare with, more is asked",
        source="measured-real",
        low=0.5,
        high=50.0,
    )
    calm_activity_mm: float = _setting(
        0.5,
        unit="mm",
        why="both sides move together in every word and smile; only a calm face shows more",
        source="measured-real",
        low=0.05,
        high=20.0,
    )
    action_edge_s: float = _setting(
        0.35,
        unit="s",
        why="how long a smile takes to form or fade; both sides move then",
        source="engineering",
        low=0.0,
        high=5.0,
    )
    edge_share: float = _setting(
        0.2,
        unit="share of the apex",
        why="a twitch runs from where it first exceeds this to where it last does",
        source="engineering",
        low=0.02,
        high=0.9,
    )
    shortest_twitch_s: float = _setting(
        0.08,
        unit="s",
        why="shorter ones cannot be told from a bad picture at 25 to 30 pictures a second",
        source="webcam-sampling",
        low=0.0,
        high=1.0,
    )
    least_half_width_s: float = _setting(
        0.045,
        unit="s",
        why="a bad picture lasts one picture: 33 to 40 ms at half height; a 100 ms twitch lasts 50",
        source="webcam-sampling",
        low=0.0,
        high=1.0,
    )
    blink_drags_brow_mm: float = _setting(
        0.8,
        unit="mm",
        why="closing lids alone seem to pull one brow by up to half a millimetre",
        source="measured-made",
        low=0.0,
        high=10.0,
    )
    most_left_over: float = _setting(
        0.5,
        unit="share of the size",
        why="a twitch comes back; a smile that forms and stays does not",
        source="measured-real",
        low=0.05,
        high=5.0,
    )
    longest_twitch_s: float = _setting(
        2.0, unit="s", why="longer ones are spasms", source="engineering", low=0.1, high=10.0
    )
    spread_share: float = _setting(
        0.8,
        unit="share",
        why="skin is one sheet: a neighbour that moves less than this was dragged along",
        source="measured-made",
        low=0.0,
        high=1.0,
    )
    together_s: float = _setting(
        0.12,
        unit="s",
        why="apexes nearer than this belong to one event",
        source="engineering",
        low=0.0,
        high=1.0,
    )
    cue_late_s: float = _setting(
        1.0,
        unit="s",
        why="people answer a cue late; what begins after this was not asked for",
        source="engineering",
        low=0.0,
        high=10.0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TremorSettings(_Checked):
    """What counts as a steady rhythm."""

    lowest_hz: float = _setting(
        3.0,
        unit="Hz",
        why="slower rhythms are chewing and nodding",
        source="engineering",
        low=1.0,
        high=10.0,
    )
    highest_hz: float = _setting(
        12.0,
        unit="Hz",
        why="the fastest tremor of a face is 8 to 12 Hz",
        source="smiling-tremor-2024",
        low=3.0,
        high=30.0,
    )
    most_of_frame_rate: float = _setting(
        0.4,
        unit="share of the frame rate",
        why="nearer to half of it, two and a half pictures a swing no longer show its rhythm",
        source="webcam-sampling",
        low=0.1,
        high=0.5,
    )
    band_from_hz: float = _setting(
        1.0,
        unit="Hz",
        why="slower movement is posture; what lies above competes with the rhythm",
        source="engineering",
        low=0.1,
        high=3.0,
    )
    band_to_hz: float = _setting(
        14.0,
        unit="Hz",
        why="the same at the upper end",
        source="engineering",
        low=4.0,
        high=60.0,
    )
    window_s: float = _setting(
        1.5,
        unit="s",
        why="five swings at 3 Hz; a smile is held no longer than a few seconds",
        source="measured-real",
        low=0.5,
        high=10.0,
    )
    hop_s: float = _setting(
        0.25,
        unit="s",
        why="windows overlap, so that none misses a short stretch",
        source="welch1967",
        low=0.05,
        high=5.0,
    )
    peak_reach_hz: float = _setting(
        1.0,
        unit="Hz",
        why="a steady sine of one window spreads this far, a tremor wanders within it",
        source="measured-real",
        low=0.2,
        high=5.0,
    )
    least_share: float = _setting(
        0.6,
        unit="share of the power",
        why="speech and acting stay below 0.55, sustained; a clear tremor reaches 0.7 to 0.98",
        source="measured-real",
        low=0.1,
        high=1.0,
    )
    flank_ratio: float = _setting(
        4.0,
        unit="times the power beside it",
        why="6 dB: a peak and not a slope",
        source="engineering",
        low=1.0,
        high=100.0,
    )
    quiet_ratio: float = _setting(
        3.0,
        unit="times the swing of the quiet quarter of the face",
        why="a head, a camera or a video codec that shakes moves all patches alike",
        source="measured-made",
        low=1.0,
        high=50.0,
    )
    least_amplitude_mm: float = _setting(
        0.2,
        unit="mm",
        why="video codecs make rhythms of their own, at a quarter of the frame rate, of 0.1 mm",
        source="measured-made",
        low=0.0,
        high=10.0,
    )
    least_amplitude_px: float = _setting(
        0.4,
        unit="pixels of the picture",
        why="between pixels flow errs by a third of one, so skin that drifts over them swings",
        source="measured-made",
        low=0.0,
        high=10.0,
    )
    most_drift_hz: float = _setting(
        0.6,
        unit="Hz",
        why="the rhythm may wander this much from window to window and between patches",
        source="engineering",
        low=0.05,
        high=5.0,
    )
    least_windows: float = _setting(
        3.0,
        unit="windows in a row",
        why="2 s of the same rhythm; speech changes its own sooner",
        source="measured-real",
        low=1.0,
        high=100.0,
    )
    least_cycles: float = _setting(
        5.0,
        unit="swings",
        why="fewer are a handful of jerks",
        source="engineering",
        low=2.0,
        high=100.0,
    )
    spread_share: float = _setting(
        0.5,
        unit="share",
        why="skin is one sheet: what swings less than this beside it was dragged along",
        source="measured-made",
        low=0.0,
        high=1.0,
    )
    beat_ratio: float = _setting(
        2.5,
        unit="times the tremor's amplitude",
        why="from trough to crest is twice the amplitude; larger jerks are twitches of their own",
        source="engineering",
        low=1.0,
        high=20.0,
    )
    mouth_swings_mm: float = _setting(
        0.8,
        unit="mm, standard deviation",
        why="a mouth held shut or in a smile stays below 0.1 in the mesh; speech swings by 1.2 up",
        source="measured-made",
        low=0.05,
        high=20.0,
    )
    head_shakes_deg: float = _setting(
        0.3,
        unit="deg",
        why="a head that turns to and fro by more moves the skin by half a millimetre",
        source="engineering",
        low=0.01,
        high=10.0,
    )
    least_error_hz: float = _setting(
        0.04,
        unit="Hz",
        why="error of a single, clean stretch of two seconds",
        source="measured-made",
        low=0.0,
        high=2.0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SpasmSettings(_Checked):
    """What counts as a held pull of one side."""

    shortest_s: float = _setting(
        0.5,
        unit="s",
        why="shorter ones are twitches",
        source="engineering",
        low=0.2,
        high=10.0,
    )
    longest_s: float = _setting(
        180.0,
        unit="s",
        why="longer ones cannot be told from a change of posture",
        source="engineering",
        low=1.0,
        high=3600.0,
    )
    level_s: float = _setting(
        0.5,
        unit="s",
        why="levels before and after a step are medians over this, so that no twitch makes one",
        source="engineering",
        low=0.1,
        high=5.0,
    )
    least_size_mm: float = _setting(
        2.5,
        unit="mm",
        why="summed flow drifts by up to 2.1 mm in still faces that a codec has squeezed",
        source="measured-made",
        low=0.1,
        high=20.0,
    )
    noise_ratio: float = _setting(
        4.0,
        unit="times the patch's quiet noise",
        why="one-sided steps of the noise itself stay below three times",
        source="measured-real",
        low=1.0,
        high=50.0,
    )
    lid_noise_mm: float = _setting(
        0.6,
        unit="mm",
        why="healthy lids part company by 1 to 2 mm for moments, in gaze and in the mesh",
        source="measured-real",
        low=0.05,
        high=5.0,
    )
    own_ratio: float = _setting(
        2.0,
        unit="times the mirror patch's step",
        why="of two patches that come apart, the one that moved is meant",
        source="engineering",
        low=1.0,
        high=20.0,
    )
    most_turn_deg: float = _setting(
        6.0,
        unit="deg",
        why="a head that turns meanwhile makes one side look moved",
        source="measured-real",
        low=0.5,
        high=45.0,
    )
    explained_share: float = _setting(
        0.2,
        unit="share of the pull",
        why="an action that fills this much of it is what it is",
        source="engineering",
        low=0.05,
        high=1.0,
    )
    begins_with_s: float = _setting(
        0.35,
        unit="s",
        why="what begins with a smile or a closing eye belongs to it",
        source="engineering",
        low=0.0,
        high=5.0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SymmetrySettings(_Checked):
    """How the two sides are compared, and when one of them is called weaker."""

    baseline_s: float = _setting(
        0.5,
        unit="s",
        why="rest before and after an action that its travel is measured from",
        source="engineering",
        low=0.1,
        high=10.0,
    )
    settle_s: float = _setting(
        0.25,
        unit="s",
        why="how long a face takes to come to rest beside an action",
        source="engineering",
        low=0.0,
        high=5.0,
    )
    most_turn_deg: float = _setting(
        8.0,
        unit="deg",
        why="a head that turns during an action makes one side look shorter",
        source="measured-real",
        low=0.5,
        high=45.0,
    )
    least_travel_mm: float = _setting(
        2.0,
        unit="mm",
        why="ratios of smaller travels are mostly noise",
        source="engineering",
        low=0.1,
        high=20.0,
    )
    least_hold_s: float = _setting(
        1.5,
        unit="s",
        why="in a shorter hold no fading can be told from wobbling",
        source="engineering",
        low=0.3,
        high=20.0,
    )
    least_repeats: float = _setting(
        4.0,
        unit="repeats",
        why="four falling one after the other come by chance once in 24",
        source="engineering",
        low=3.0,
        high=100.0,
    )
    least_smiles: float = _setting(
        3.0,
        unit="smiles",
        why="single smiles of healthy people can be as uneven as a weak one",
        source="measured-real",
        low=1.0,
        high=100.0,
    )
    wide_share: float = _setting(
        0.7,
        unit="share of the widest smile",
        why="weakness shows in wide smiles; narrow ones are added noise",
        source="engineering",
        low=0.0,
        high=1.0,
    )
    weak_difference_mm: float = _setting(
        3.5,
        unit="mm",
        why="at the limit of what healthy social smiles differ by",
        source="social-smile-2017",
        low=0.5,
        high=20.0,
    )
    weak_ratio: float = _setting(
        0.75,
        unit="lesser over larger travel",
        why="clearly below the 83 % that 95 in 100 healthy people exceed",
        source="symmetry-1999",
        low=0.1,
        high=1.0,
    )
    very_weak_ratio: float = _setting(
        0.6,
        unit="lesser over larger travel",
        why="in small smiles no 3.5 mm can be missing, so the share decides alone",
        source="engineering",
        low=0.05,
        high=1.0,
    )
    least_weak_mm: float = _setting(
        2.0,
        unit="mm",
        why="what a narrow smile must lack all the same",
        source="engineering",
        low=0.1,
        high=20.0,
    )
    same_side_share: float = _setting(
        0.8,
        unit="share of the smiles",
        why="weakness stays on its side; healthy unevenness changes from smile to smile",
        source="engineering",
        low=0.5,
        high=1.0,
    )
    landmark_agrees: float = _setting(
        0.95,
        unit="lesser over larger travel",
        why="the mesh evens sides out, but must show the same side behind",
        source="measured-made",
        low=0.1,
        high=1.2,
    )
    least_fall: float = _setting(
        0.2,
        unit="share of the first travel",
        why="a fifth less at the last of five repeats",
        source="engineering",
        low=0.05,
        high=1.0,
    )
    hold_fades_per_s: float = _setting(
        0.05,
        unit="share of the travel per s",
        why="a twentieth a second is a quarter in five seconds",
        source="engineering",
        low=0.005,
        high=1.0,
    )
    shut_share: float = _setting(
        0.85,
        unit="share of the open eye",
        why="where the other eye shuts this far, both were meant to",
        source="blink-palsy-2021",
        low=0.3,
        high=1.0,
    )
    least_closures: float = _setting(
        3.0,
        unit="closures",
        why="one closure can be a wink or a squint",
        source="engineering",
        low=1.0,
        high=100.0,
    )
    least_full_blinks: float = _setting(
        5.0,
        unit="blinks",
        why="blinks are quick and often partial, so more of them are asked for",
        source="blink-patterns-2014",
        low=1.0,
        high=100.0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternSettings(_Checked):
    """When events make a pattern worth naming."""

    partner_reach_s: float = _setting(
        0.12,
        unit="s",
        why="apexes of eye and mouth in one jerk lie nearer than this",
        source="engineering",
        low=0.01,
        high=1.0,
    )
    partner_snr: float = _setting(
        1.5,
        unit="times the local noise",
        why="when the moment is known, less than for a twitch on its own is enough",
        source="engineering",
        low=0.5,
        high=20.0,
    )
    partner_least_mm: float = _setting(
        0.3,
        unit="mm",
        why="what the flow itself trembles by at most",
        source="measured-made",
        low=0.0,
        high=5.0,
    )
    partner_share: float = _setting(
        0.25,
        unit="share of the twitch",
        why="less can be dragged along across half a face",
        source="measured-made",
        low=0.0,
        high=1.0,
    )
    burst_synchrony_s: float = _setting(
        0.066,
        unit="s",
        why="two pictures: one nerve drives both, and pictures blur the onsets",
        source="bursts-2012",
        low=0.005,
        high=0.5,
    )
    least_bursts: float = _setting(
        3.0,
        unit="bursts",
        why="fewer are coincidence",
        source="engineering",
        low=2.0,
        high=100.0,
    )
    most_bursts_in_actions: float = _setting(
        0.2,
        unit="share",
        why="bursts that follow blinks or smiles are dragged along by them",
        source="engineering",
        low=0.0,
        high=1.0,
    )
    train_gap_s: float = _setting(
        0.5,
        unit="s",
        why="twitches of one place closer than this make a train",
        source="engineering",
        low=0.1,
        high=5.0,
    )
    most_even_p: float = _setting(
        0.05,
        unit="probability",
        why="above it the twitches of left and right could be equally many",
        source="engineering",
        low=0.001,
        high=0.5,
    )
    flutter_lowest_hz: float = _setting(
        3.0,
        unit="Hz",
        why="a lid that flutters by itself does so at 3 to 8 Hz",
        source="lid-bursts",
        low=0.5,
        high=10.0,
    )
    flutter_highest_hz: float = _setting(
        8.0,
        unit="Hz",
        why="the same at the upper end",
        source="lid-bursts",
        low=3.0,
        high=20.0,
    )
    flutter_train: float = _setting(
        4.0,
        unit="twitches",
        why="so many in a row, evenly enough, are a flutter and no single twitches",
        source="engineering",
        low=3.0,
        high=50.0,
    )
    closure_rate_per_minute: float = _setting(
        27.0,
        unit="closures a minute",
        why="more than this at rest is beyond what quiet healthy eyes do",
        source="blink-rate-2006",
        low=5.0,
        high=200.0,
    )
    long_closure_s: float = _setting(
        1.0,
        unit="s",
        why="closures held longer than this without being asked for",
        source="engineering",
        low=0.3,
        high=10.0,
    )
    least_long_closures: float = _setting(
        3.0,
        unit="closures",
        why="one or two long closures are tiredness or thought",
        source="engineering",
        low=1.0,
        high=100.0,
    )
    jerks_lowest_hz: float = _setting(
        0.5,
        unit="Hz",
        why="slower jerks leave too few in a recording to call them even",
        source="engineering",
        low=0.05,
        high=3.0,
    )
    jerks_highest_hz: float = _setting(
        3.0,
        unit="Hz",
        why="faster ones are a tremor",
        source="engineering",
        low=1.0,
        high=10.0,
    )
    least_jerks: float = _setting(
        12.0,
        unit="jerks",
        why="rows of 8 come by chance in 4 of 100 recordings full of twitches, of 12 in under 1",
        source="measured-made",
        low=4.0,
        high=1000.0,
    )
    jerks_most_cv: float = _setting(
        0.25,
        unit="spread of the intervals over their mean",
        why="single twitches come unevenly: their spread is about 1",
        source="engineering",
        low=0.01,
        high=1.0,
    )
    jerks_least_s: float = _setting(
        10.0,
        unit="s",
        why="a shorter even row is coincidence",
        source="engineering",
        low=2.0,
        high=120.0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CouplingSettings(_Checked):
    """When one movement counts as dragging another."""

    least_actions: float = _setting(
        5.0,
        unit="actions",
        why="with fewer, even an answer to every one can be chance",
        source="engineering",
        low=2.0,
        high=1000.0,
    )
    least_held_actions: float = _setting(
        3.0,
        unit="actions",
        why="clinics ask for three of each; each lasts long enough to say much",
        source="engineering",
        low=2.0,
        high=1000.0,
    )
    answer_before_s: float = _setting(
        0.05,
        unit="s",
        why="both muscles share one nerve volley; pictures blur which is first",
        source="engineering",
        low=0.0,
        high=1.0,
    )
    answer_after_s: float = _setting(
        0.2,
        unit="s",
        why="an apex later than this after the lids' apex is its own movement",
        source="engineering",
        low=0.0,
        high=2.0,
    )
    answer_noise_ratio: float = _setting(
        2.0,
        unit="times the local noise",
        why="an answer counts when it would count as a twitch",
        source="measured-real",
        low=0.5,
        high=50.0,
    )
    least_held_answer_mm: float = _setting(
        0.3,
        unit="mm",
        why="smaller changes of lids or held skin cannot be told from their wandering",
        source="engineering",
        low=0.0,
        high=10.0,
    )
    shortest_shift_s: float = _setting(
        2.0,
        unit="s",
        why="shorter shifts leave blinks near their own answers",
        source="engineering",
        low=0.1,
        high=60.0,
    )
    most_p: float = _setting(
        0.01,
        unit="probability",
        why="one healthy recording in a hundred may be called wrongly",
        source="engineering",
        low=1e-5,
        high=0.5,
    )
    least_share_answered: float = _setting(
        0.5,
        unit="share",
        why="what is wired together answers most times; smaller answers drown",
        source="engineering",
        low=0.0,
        high=1.0,
    )
    least_side_ratio: float = _setting(
        2.0,
        unit="times the other side",
        why="healthy faces move along on both sides",
        source="ocular-oral-norms",
        low=1.0,
        high=100.0,
    )
    least_blink_answer_mm: float = _setting(
        0.3,
        unit="mm",
        why="twice of what a blink alone makes the measured skin seem to move",
        source="measured-made",
        low=0.0,
        high=20.0,
    )
    least_closure_answer_mm: float = _setting(
        1.0,
        unit="mm",
        why="88 % of patients with such a coupling move further (mean 3.9, SD 2.5 mm)",
        source="ocular-oral-norms",
        low=0.0,
        high=20.0,
    )
    least_brow_answer_mm: float = _setting(
        1.0,
        unit="mm",
        why="the most frequent coupling after a palsy; smaller ones may be healthy overflow",
        source="synkinesis-sites",
        low=0.0,
        high=20.0,
    )
    marked_answer_mm: float = _setting(
        2.0,
        unit="mm",
        why="78 % of patients with such a coupling move further",
        source="ocular-oral-norms",
        low=0.0,
        high=50.0,
    )
    pucker_narrowing_share: float = _setting(
        0.1,
        unit="share of the eye's opening",
        why="healthy eyes narrow by 1.7 %, those of patients by 30 %",
        source="oral-ocular-norms",
        low=0.0,
        high=1.0,
    )
    pucker_narrowing_difference: float = _setting(
        0.05,
        unit="share of the eye's opening",
        why="the other eye of patients narrows too, by 21.6 %",
        source="oral-ocular-norms",
        low=0.0,
        high=1.0,
    )
    smile_narrowing_difference: float = _setting(
        0.15,
        unit="share of the eye's opening",
        why="both healthy eyes narrow in a smile, by 21.6 % (SD 13.4); only a difference counts",
        source="ocular-synkinesis-2013",
        low=0.0,
        high=1.0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FramingSettings(_Checked):
    """What the live check of a camera calls a good picture. Steers hints, never a result."""

    least_eye_distance_px: float = _setting(
        150.0,
        unit="px",
        why="made clips with 165 px show twitches from 0.6 mm; fewer pixels hide more",
        source="measured-made",
        low=20.0,
        high=2000.0,
    )
    most_eye_distance_share: float = _setting(
        0.42,
        unit="of the picture's width",
        why="nearer, chin or forehead leave the picture when the head moves",
        source="engineering",
        low=0.1,
        high=0.9,
    )
    most_off_centre: float = _setting(
        0.2,
        unit="of the picture's size",
        why="lenses bend and blur towards the edges, and the face may leave",
        source="engineering",
        low=0.05,
        high=0.5,
    )
    most_turn_deg: float = _setting(
        12.0,
        unit="deg",
        why="clinics ask for 10; the mesh is good to a few degrees",
        source="engineering",
        low=2.0,
        high=60.0,
    )
    least_face_luma: float = _setting(
        60.0,
        unit="grey levels",
        why="darker faces are noisy, and cameras slow down for them",
        source="engineering",
        low=0.0,
        high=255.0,
    )
    most_face_luma: float = _setting(
        225.0,
        unit="grey levels",
        why="brighter skin loses the texture that is followed",
        source="engineering",
        low=1.0,
        high=255.0,
    )
    least_frame_rate_hz: float = _setting(
        24.0,
        unit="Hz",
        why="below it, half of a short twitch's height is lost",
        source="webcam-sampling",
        low=1.0,
        high=240.0,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All stages."""

    tracking: TrackingSettings = field(default_factory=TrackingSettings)
    signals: SignalSettings = field(default_factory=SignalSettings)
    detection: DetectionSettings = field(default_factory=DetectionSettings)
    tremor: TremorSettings = field(default_factory=TremorSettings)
    spasms: SpasmSettings = field(default_factory=SpasmSettings)
    symmetry: SymmetrySettings = field(default_factory=SymmetrySettings)
    patterns: PatternSettings = field(default_factory=PatternSettings)
    coupling: CouplingSettings = field(default_factory=CouplingSettings)
    framing: FramingSettings = field(default_factory=FramingSettings)

    def as_dict(self) -> dict[str, dict[str, float | int | str | bool]]:
        """Plain numbers by stage and name, for the analysis document."""
        return {
            stage.name: {
                item.name: getattr(getattr(self, stage.name), item.name)
                for item in fields(getattr(self, stage.name))
            }
            for stage in fields(self)
        }


def list_settings() -> tuple[tuple[str, Field[Any]], ...]:
    """Every setting with the name of its stage, in order."""
    return tuple(
        (stage.name, item) for stage in fields(Settings) for item in fields(_record(stage))
    )


def _record(stage: Field[Any]) -> Any:
    if stage.default_factory is MISSING:
        raise TypeError(f"{stage.name} must be a settings record.")
    return stage.default_factory
