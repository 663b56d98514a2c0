"""The face in words and numbers: regions, patches, muscles, and the landmarks that anchor them.

``left`` and ``right`` are the person's own sides. Landmark numbers are those of the MediaPipe
face mesh (478 points with the irises), which is drawn as if looking at the person: its image
left is the person's right.

Sources
-------
Muscles and nerve branches: Gray's Anatomy, 41st ed., ch. 30 (general anatomy, stable since).
Landmark numbers: the face mesh topology that ships with MediaPipe 0.10.
Action units: the Facial Action Coding System (FACS) [facs1978] and its manual [facs2002]. Names as
there; which of them move the skin of a region follows from the muscles.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SIDES: Final = ("left", "right")
# Of the movement of skin, as the person sees it: away from the middle of the face, and upward.
AXES: Final = ("outward", "up")

N_LANDMARKS: Final = 478


# The units of FACS that matter here: what a face can do, one muscle or a few at a time.
ACTION_UNITS: Final = {
    1: "inner brow raiser",
    2: "outer brow raiser",
    4: "brow lowerer",
    5: "upper lid raiser",
    6: "cheek raiser",
    7: "lid tightener",
    10: "upper lip raiser",
    12: "lip corner puller",
    14: "dimpler",
    15: "lip corner depressor",
    16: "lower lip depressor",
    17: "chin raiser",
    18: "lip pucker",
    20: "lip stretcher",
    24: "lip presser",
    25: "lips part",
    26: "jaw drop",
    43: "eye closure",
    45: "blink",
    46: "wink",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One part of the face whose skin is followed.

    Attributes
    ----------
    name : one spelling everywhere (``mouth_corner``).
    left, right : landmark ids whose mean position is the centre of the patch on that side.
    muscles : the muscles that move this skin.
    nerve_branch : the branch of the facial nerve that drives them.
    action_units : numbers of the action units that move this skin, see ``ACTION_UNITS``.
    """

    name: str
    left: tuple[int, ...]
    right: tuple[int, ...]
    muscles: tuple[str, ...]
    nerve_branch: str
    action_units: tuple[int, ...]

    def landmarks(self, side: str) -> tuple[int, ...]:
        """Landmark ids that anchor the patch of ``side``."""
        return self.left if side == "left" else self.right


REGIONS: Final = (
    Region(
        name="brow",
        left=(334, 296, 282),
        right=(105, 66, 52),
        muscles=("frontalis", "corrugator supercilii"),
        nerve_branch="temporal",
        action_units=(1, 2, 4),
    ),
    Region(
        name="upper_lid",
        left=(443, 257, 259),
        right=(223, 27, 29),
        muscles=("orbicularis oculi", "levator palpebrae superioris"),
        nerve_branch="temporal and zygomatic",
        action_units=(5, 43, 45, 46),
    ),
    Region(
        name="lower_lid",
        left=(253, 450, 449),
        right=(23, 230, 229),
        muscles=("orbicularis oculi",),
        nerve_branch="zygomatic",
        action_units=(6, 7),
    ),
    Region(
        name="cheek",
        left=(280, 425, 411),
        right=(50, 205, 187),
        muscles=("zygomaticus major", "zygomaticus minor", "levator labii superioris"),
        nerve_branch="zygomatic and buccal",
        action_units=(6, 12),
    ),
    Region(
        name="upper_lip",
        left=(391, 322),
        right=(165, 92),
        muscles=("orbicularis oris", "levator labii superioris"),
        nerve_branch="buccal",
        action_units=(10, 18),
    ),
    Region(
        name="mouth_corner",
        left=(287, 410, 432),
        right=(57, 186, 212),
        muscles=("zygomaticus major", "risorius", "depressor anguli oris"),
        nerve_branch="buccal and marginal mandibular",
        action_units=(12, 14, 15, 20),
    ),
    Region(
        name="lower_lip",
        left=(406, 335),
        right=(182, 106),
        muscles=("orbicularis oris", "depressor labii inferioris"),
        nerve_branch="marginal mandibular",
        action_units=(16, 24, 25),
    ),
    Region(
        name="chin",
        left=(262, 428),
        right=(32, 208),
        muscles=("mentalis", "depressor anguli oris"),
        nerve_branch="marginal mandibular",
        action_units=(17, 26),
    ),
)

REGION_NAMES: Final = tuple(region.name for region in REGIONS)
# As far as the skin of a region goes at most, on purpose or not, mm: a brow raised 8 to 12, an
# upper lid from open to shut 10, a lower lid in a squeeze 2 to 4, gums shown 7 to 10, a mouth
# corner in the widest smile 10 to 14 in most people (clinical rules of thumb, rounded up). A cheek
# follows the corner and does less; lower lip and chin move against what is around them. What seems
# to go further is a reflection, hair or an edge.
LARGEST_MM: Final = {
    "brow": 12.0,
    "upper_lid": 12.0,
    "lower_lid": 6.0,
    "cheek": 10.0,
    "upper_lip": 10.0,
    "mouth_corner": 15.0,
    "lower_lip": 10.0,
    "chin": 8.0,
}
# What moves with the eye, and what moves with the mouth and in speech.
UPPER_FACE: Final = ("brow", "upper_lid", "lower_lid")
LOWER_FACE: Final = ("cheek", "upper_lip", "mouth_corner", "lower_lip", "chin")
# Regions whose skin lies side by side: what moves one draws the other along.
NEIGHBOURS: Final = {
    "brow": ("upper_lid",),
    "upper_lid": ("brow", "lower_lid"),
    "lower_lid": ("upper_lid", "cheek"),
    "cheek": ("lower_lid", "upper_lip", "mouth_corner"),
    "upper_lip": ("cheek", "mouth_corner", "lower_lip"),
    "mouth_corner": ("cheek", "upper_lip", "lower_lip", "chin"),
    "lower_lip": ("upper_lip", "mouth_corner", "chin"),
    "chin": ("mouth_corner", "lower_lip"),
}
# A patch is one region of one side.
N_PATCHES: Final = len(REGION_NAMES) * len(SIDES)


def get_region(name: str) -> Region:
    """Return the region called ``name``; ``KeyError`` if there is none."""
    for region in REGIONS:
        if region.name == name:
            return region
    raise KeyError(name)


# Points that hardly move with expression: nose bridge, inner and outer eye corners, and the
# middle of the forehead. They carry the head frame.
STABLE_LANDMARKS: Final = (
    168, 6, 197, 195, 8, 9, 151, 10,
    133, 362, 33, 263, 243, 463,
    109, 338, 108, 337,
)  # fmt: skip

OUTER_EYE_CORNER: Final = {"left": 263, "right": 33}
INNER_EYE_CORNER: Final = {"left": 362, "right": 133}
MOUTH_CORNER: Final = {"left": 291, "right": 61}

# Upper and lower lid margin, paired column by column, inner third to outer third.
LID_MARGIN: Final = {
    "left": ((384, 381), (385, 380), (386, 374), (387, 373), (388, 390)),
    "right": ((157, 154), (158, 153), (159, 145), (160, 144), (161, 163)),
}
BROW_POINTS: Final = {"left": (334, 296, 282, 293), "right": (105, 66, 52, 63)}
IRIS_CENTRE: Final = {"left": 473, "right": 468}
IRIS_RING: Final = {"left": (474, 475, 476, 477), "right": (469, 470, 471, 472)}
INNER_LIPS: Final = ((13, 14), (82, 87), (312, 317))
FOREHEAD: Final = 10
CHIN_TIP: Final = 152
NOSE_TIP: Final = 1

# Lines that make a face recognisable as a face and nobody in particular, as runs of landmarks.
OUTLINES: Final = {
    "face": (
        10, 109, 67, 103, 54, 21, 162, 127, 234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152,
        377, 400, 378, 379, 365, 397, 288, 361, 323, 454, 356, 389, 251, 284, 332, 297, 338, 10,
    ),
    "left_eye": (
        249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466, 263, 249,
    ),
    "right_eye": (7, 33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7),
    "left_iris": (474, 477, 476, 475, 474),
    "right_iris": (469, 470, 471, 472, 469),
    "left_brow": (276, 283, 282, 295, 285, 336, 296, 334, 293, 300, 276),
    "right_brow": (46, 53, 52, 65, 55, 107, 66, 105, 63, 70, 46),
    "nose_bridge": (168, 6, 197, 195, 5, 4, 1),
    "nose_wings": (48, 64, 98, 97, 2, 326, 327, 294, 278),
    "outer_lips": (
        61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146,
        61,
    ),
    "inner_lips": (
        78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95,
        78,
    ),
}  # fmt: skip
