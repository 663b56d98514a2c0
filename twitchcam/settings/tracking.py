"""How a face is found, followed, steadied, and its skin measured."""

from __future__ import annotations

from dataclasses import dataclass

from twitchcam.settings.setting import Checked, fixed, setting


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingSettings(Checked):
    """How a face is found, followed, steadied, and its skin measured."""

    min_model_score = fixed(
        0.5,
        unit="0 to 1",
        why="the models' own usual value; below it patterns on walls are called a face, collars "
        "and ears a hand",
        source="engineering",
    )
    look_every_s = fixed(
        1.0,
        unit="s",
        why="how often to look at what changes little: further faces, texture of the skin, a hand "
        "that has just come to rest (for this long after the last change, and at least every other "
        "time)",
        source="engineering",
    )
    look_for_hands_every_s = fixed(
        0.4,
        unit="s",
        why="hands that touch a face mostly stay longer; a look costs as much as two faces",
        source="engineering",
    )
    look_at_eyes_every_s = fixed(
        0.2,
        unit="s",
        why="a patch or glasses stay for seconds; blinks are too short to spoil most looks",
        source="engineering",
    )
    hand_change = fixed(
        0.12,
        unit="of the contrast of the small picture around the face",
        why="a look is left out where less than this changed since the last; with 0.2 no hand of "
        "the test recordings was missed either",
        source="measured-real",
    )
    min_hand_points = fixed(
        5.0,
        unit="of 21 points of a hand inside the outline of the face",
        why="a hand beside the face covers nothing; a finger has four points",
        source="engineering",
    )
    min_wrist_distance = fixed(
        0.1,
        unit="of the face's diagonal, outside its outline",
        why="real hands had 0.17 and more; faces that were taken for hands at most 0.03",
        source="measured-real",
    )
    light_reach: float = setting(
        0.042,
        unit="eye distances",
        why="brightness within this is light and shade and is taken out before the flow; twice "
        "that leaves more noise in compressed clips",
        source="measured-made",
        low=0.01,
        high=1.0,
    )
    contrast_reach = fixed(
        0.083,
        unit="eye distances",
        why="contrast within this is made alike, so that dim skin counts as much as bright skin",
        source="measured-made",
    )
    min_contrast = fixed(
        1.0,
        unit="grey levels",
        why="fainter texture is mostly noise and is not made larger",
        source="engineering",
    )
    look_at_codec_every_s = fixed(
        0.23,
        unit="s",
        why="how often to look at what the codec did; no multiple of the usual patterns of frames",
        source="engineering",
    )
    unchanged_reach = fixed(
        0.2,
        unit="eye distances",
        why="side of the square around a place in which unchanged pixels are counted",
        source="measured-real",
    )
    remember_face_s = fixed(
        3.0,
        unit="s",
        why="after a loss, only a face near the last place is taken for this long",
        source="engineering",
    )
    reach_while_following = fixed(
        0.5,
        unit="face widths",
        why="a mesh that leaps further than this between two pictures is another face; a lost face "
        "may have gone three times as far",
        source="engineering",
    )
    iris_diameter_mm: float = setting(
        11.7,
        unit="mm",
        why="the visible iris is as wide as this in nearly all adults; the ruler of every mm",
        source="rufer2005",
        low=10.0,
        high=13.5,
    )
    probe_s = fixed(
        5.0,
        unit="s",
        why="large pictures: how long to look for a face before choosing how far to shrink them",
        source="engineering",
    )
    min_turn_gain = fixed(
        0.06,
        unit="0 to 1, of the detector's score",
        why="faces that stand upright score 0.09 to 0.3 more than the same turned by a quarter or "
        "more; a picture is turned only where another turn is surer by this",
        source="measured-real",
    )
    turned_score = fixed(
        0.78,
        unit="0 to 1, of the detector's score",
        why="patterns that are no face reached 0.74 in one of the turns; faces score 0.87 and more "
        "where they are upright",
        source="measured-real",
    )
    upright_score = fixed(
        0.87,
        unit="0 to 1, of the detector's score",
        why="as sure as this of the very first face as it stands, no other turn is tried; faces "
        "turned by a quarter or more reached 0.83",
        source="measured-real",
    )
    large_picture_px = fixed(
        1920.0,
        unit="px",
        why="pictures with a longer side than this are shrunk if the face stays large enough; to "
        "shrink 1080p takes longer than it saves",
        source="engineering",
    )
    kept_face_width_px = fixed(
        420.0,
        unit="px",
        why="detector box; keeps about 240 px between the outer eye corners",
        source="engineering",
    )
    steady_eye_distance_px = fixed(
        144.0,
        unit="px",
        why="scale of the steadied face: fine enough for 0.1 mm, small enough to be quick",
        source="measured-made",
    )
    flow_window: float = setting(
        0.075,
        unit="eye distances",
        why="small windows lose less of a small movement and cost less",
        source="measured-real",
        low=0.03,
        high=0.3,
    )
    place_reach: float = setting(
        0.045,
        unit="eye distances",
        why="points within this (Gaussian) speak for a place: 3 to 6 mm find alike",
        source="measured-real",
        low=0.01,
        high=0.3,
    )
    mismatch_ratio = fixed(
        2.0,
        unit="times what neighbours disagree among themselves",
        why="the usual bound of the normalised median test",
        source="westerweel2005",
    )
    mismatch_floor_px = fixed(
        0.12,
        unit="px of the steadied face",
        why="what neighbouring points disagree by anyway; without the test, single points at hair "
        "and glasses make most false movements",
        source="measured-real",
    )
    surroundings_inner: float = setting(
        0.15,
        unit="eye distances",
        why="nearer points move with the patch and would hide its movement",
        source="measured-real",
        low=0.05,
        high=1.0,
    )
    surroundings_outer: float = setting(
        0.36,
        unit="eye distances",
        why="farther points do not share the patch's head movement",
        source="measured-real",
        low=0.1,
        high=2.0,
    )
    follow_time_s: float = setting(
        0.4,
        unit="s",
        why="patches follow smiles and speech this slowly, so that a twitch moves through them",
        source="engineering",
        low=0.0,
        high=10.0,
    )
    flow_step_s: float = setting(
        0.03,
        unit="s",
        why="pictures are compared over at least this: more, smaller steps only add up more noise",
        source="measured-made",
        low=0.0,
        high=0.2,
    )
    look_at_focus_every_s = fixed(
        0.1,
        unit="s",
        why="a camera that hunts for its focus loses it within a fifth of a second",
        source="engineering",
    )
    min_edge_contrast = fixed(
        0.2,
        unit="share of the face's brightness",
        why="lids, lips, nostrils differ by more from what is beside them; less is no clear edge",
        source="engineering",
    )
    repeat_share: float = setting(
        0.06,
        unit="share of the usual change",
        why="a face that changes this much less than usual is the same picture shown again",
        source="measured-real",
        low=0.0,
        high=1.0,
    )
    repeat_memory_s = fixed(
        1.0,
        unit="s",
        why="how long the usual change is remembered",
        source="engineering",
    )
    min_resemblance: float = setting(
        0.42,
        unit="correlation, -1 to 1",
        why="portraits of one person resembled each other by 0.58 and more from one moment to the "
        "next, of two people by 0.24 in the median, at most 0.54",
        source="measured-real",
        low=-1.0,
        high=1.0,
    )
    sure_resemblance = fixed(
        0.56,
        unit="correlation, -1 to 1",
        why="no two people resembled each other by more; below it a doubt is said",
        source="measured-real",
    )
    frozen_after_s = fixed(
        0.3,
        unit="s",
        why="a living face has moved by then; a frozen picture that was encoded again has not",
        source="measured-real",
    )
    frozen_change: float = setting(
        0.5,
        unit="grey levels, mean over the face",
        why="living faces change by 1.4 and more in 0.33 s, frozen ones by 0.17 and less in 4 s",
        source="measured-real",
        low=0.0,
        high=5.0,
    )
    frozen_place_change = fixed(
        2.5,
        unit="grey levels, mean over a sixteenth of width and height of the face",
        why="a twitch changes one place; what an encoder mends spreads and stays below two",
        source="measured-made",
    )
    piece_s: float = setting(
        20.0,
        unit="s",
        why="long recordings are followed in pieces of about this length (0.4 to 1.5 of it, by how "
        "many processes could end together), several at once; each piece costs its run-up",
        source="engineering",
        low=1.0,
        high=3600.0,
    )
    run_up_s = fixed(
        1.0,
        unit="s",
        why="a piece is followed for this long before it counts: the mesh, the points of the flow "
        "and what is usual have settled by then",
        source="engineering",
    )
    cut_difference: float = setting(
        28.0,
        unit="grey levels",
        why="a larger change of the whole small picture is another scene",
        source="measured-real",
        low=1.0,
        high=255.0,
    )
    cut_stands_out = fixed(
        2.0,
        unit="times the change before",
        why="a picture that is swung changes by 1.6 times as much at most, but for its first "
        "picture; at three cuts in real recordings by 21 times and more",
        source="measured-real",
    )

    @property
    def reach_after_loss(self) -> float:
        """How far a lost face may have gone, in face widths."""
        return 3.0 * self.reach_while_following
