"""What counts as an action of eyes, mouth or brows."""

from __future__ import annotations

from dataclasses import dataclass

from twitchcam.settings.setting import Checked, fixed, setting


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSettings(Checked):
    """What counts as an action of eyes, mouth or brows."""

    blink_depth: float = setting(
        0.25,
        unit="share of the open eye",
        why="half of all normal blinks are partial; a quarter is the shallowest class",
        source="blink-patterns-2014",
        low=0.02,
        high=1.0,
    )
    partial_depth: float = setting(
        0.08,
        unit="share of the open eye",
        why="both lids together by 0.7 mm: lids that twitch on one side, gaze and the mesh narrow "
        "made and real eyes alike by 0.05 at most",
        source="measured-real",
        low=0.01,
        high=0.5,
    )
    blink_noise_ratio: float = setting(
        6.0,
        unit="times the lid's own noise",
        why="lids of an expressive face are never still",
        source="measured-real",
        low=0.0,
        high=50.0,
    )
    min_opening_mm = fixed(
        2.0,
        unit="mm",
        why="the mesh draws shut lids up to 1.3 mm apart; open eyes measure 8 to 11 mm, with a "
        "marked droop of the lid 4",
        source="measured-real",
    )
    brow_opens_share_per_mm: float = setting(
        0.1,
        unit="share of the open eye per mm",
        why="a brow that moves 1 mm opens or narrows a 10 mm eye by a tenth at most",
        source="engineering",
        low=0.0,
        high=1.0,
    )
    nod_opens_share_per_deg = fixed(
        0.01,
        unit="share of the open eye per degree",
        why="eyes that stay on the camera look up or down as the head nods; lids follow them",
        source="lid-gaze",
    )
    closing_edge_share = fixed(
        0.2,
        unit="share of the apex",
        why="a movement runs from where it first exceeds this to where it last does",
        source="engineering",
    )
    gaze_share = fixed(
        0.6,
        unit="mm of iris per mm of lid",
        why="in a look down the lid follows the iris one to one; in a blink it travels alone",
        source="lid-gaze",
    )
    hard_squeeze_mm = fixed(
        2.0,
        unit="mm",
        why="brow and cheek skin drawn together by more than in an easy closure",
        source="measured-real",
    )
    closure_depth: float = setting(
        0.7,
        unit="share of the open eye",
        why="shut: smiles and looking down narrow healthy eyes by a fifth to a third, for long; "
        "the mesh keeps showing a slit when the lids meet",
        source="measured-real",
        low=0.1,
        high=1.0,
    )
    longest_blink_s = fixed(
        0.5,
        unit="s",
        why="longer closures are on purpose or drowsy: 0.2 % of normal blinks",
        source="blink-patterns-2014",
    )
    conjugate_share: float = setting(
        0.6,
        unit="share",
        why="healthy lids travel alike within a tenth; the mesh adds its own error",
        source="measured-real",
        low=0.0,
        high=1.0,
    )
    wink_difference: float = setting(
        0.36,
        unit="share of the open eye",
        why="in blinks of both eyes the lids differ by 0.3 at most, in winks by 0.4 and more",
        source="measured-real",
        low=0.05,
        high=1.0,
    )
    wink_hold_s = fixed(
        0.1,
        unit="s",
        why="healthy lids part company by less than a picture",
        source="measured-real",
    )
    wink_share: float = setting(
        0.3,
        unit="share of the mean depth",
        why="on the whole of a closing the eyes differ by 0.2 at most, in winks by 0.45 and more",
        source="measured-real",
        low=0.0,
        high=1.0,
    )
    smile_travel_mm: float = setting(
        3.0,
        unit="mm",
        why="mouth corners apart by more than speech does; a small posed smile is larger",
        source="measured-real",
        low=0.5,
        high=20.0,
    )
    one_sided_smile_share: float = setting(
        0.25,
        unit="share",
        why="healthy corners differ by a third at most; a smirk leaves one behind",
        source="engineering",
        low=0.0,
        high=1.0,
    )
    full_smile_mm = fixed(
        12.0,
        unit="mm",
        why="usual travel of a corner in a full smile, 7 to 22 mm",
        source="engineering",
    )
    shortest_smile_s = fixed(
        0.5,
        unit="s",
        why="expressions last half a second to four seconds",
        source="engineering",
    )
    full_smile_from_mm = fixed(
        7.0,
        unit="mm",
        why="the corners of adults travel 7 to 22 mm in a full smile",
        source="engineering",
    )
    teeth_opening_mm = fixed(
        4.0,
        unit="mm",
        why="lips apart by more than at rest: teeth show",
        source="engineering",
    )
    narrowest_rest_mm = fixed(
        38.0,
        unit="mm",
        why="a narrower mouth is drawn in; adults at rest measure about 48 (SD 4) mm",
        source="engineering",
    )
    widest_rest_mm = fixed(
        58.0,
        unit="mm",
        why="a wider mouth smiles; adults at rest measure about 48 (SD 4) mm",
        source="engineering",
    )
    lips_shut_mm = fixed(
        2.0,
        unit="mm",
        why="lips this near to their closest count as shut",
        source="engineering",
    )
    pucker_narrowing: float = setting(
        0.25,
        unit="share of the resting width",
        why="rounded vowels narrow the mouth by less, a pucker by nearly half",
        source="measured-real",
        low=0.05,
        high=0.9,
    )
    full_pucker_narrowing = fixed(
        0.45,
        unit="share of the resting width",
        why="what a strong pucker reaches",
        source="measured-real",
    )
    pucker_alike_share = fixed(
        0.4,
        unit="share",
        why="both corners come in; a mouth pulled aside is no pucker",
        source="engineering",
    )
    shortest_mouth_s = fixed(
        0.3,
        unit="s",
        why="single sounds round or open the lips for less",
        source="engineering",
    )
    mouth_opening_mm: float = setting(
        10.0,
        unit="mm",
        why="beyond what speech usually opens",
        source="engineering",
        low=2.0,
        high=60.0,
    )
    jaw_drop_mm: float = setting(
        7.0,
        unit="mm",
        why="a smile bares teeth with the jaw nearly shut",
        source="measured-real",
        low=1.0,
        high=60.0,
    )
    full_opening_mm = fixed(
        40.0,
        unit="mm",
        why="usual widest opening between the lips",
        source="engineering",
    )
    brow_raise_mm: float = setting(
        3.0,
        unit="mm",
        why="beyond what emphasis in speech does",
        source="measured-real",
        low=0.5,
        high=20.0,
    )
    brow_mesh_mm = fixed(
        0.8,
        unit="mm",
        why="the mesh shows a third of a brow's travel; less is its own trembling",
        source="measured-real",
    )
    full_brow_raise_mm = fixed(
        8.0,
        unit="mm",
        why="usual travel of a full raise",
        source="engineering",
    )
    shortest_brow_raise_s = fixed(
        0.25,
        unit="s",
        why="expressions last longer than a blink",
        source="engineering",
    )
    one_sided_brow_share: float = setting(
        0.4,
        unit="share",
        why="many people raise one brow further; below this one stays",
        source="engineering",
        low=0.0,
        high=1.0,
    )
    rest_nod_deg = fixed(
        10.0,
        unit="deg",
        why="a head bowed or lifted further shifts brows and mouth in the picture by millimetres",
        source="measured-real",
    )
    cue_late_s = fixed(
        1.0,
        unit="s",
        why="people answer a cue late; what begins after this was not asked for",
        source="engineering",
    )
