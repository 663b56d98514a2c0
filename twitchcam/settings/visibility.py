"""What counts as skin that can be seen, and as light that travels over it."""

from __future__ import annotations

from dataclasses import dataclass

from twitchcam.settings.setting import Checked, fixed, setting
from twitchcam.settings.shared import DARK_LUMA


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibilitySettings(Checked):
    """What counts as skin that can be seen, and as light that travels over it."""

    light_window_s = fixed(
        3.0,
        unit="s",
        why="six swings at 2 Hz; a tremor that light feigns lasts as long",
        source="engineering",
    )
    light_from_hz = fixed(
        2.0,
        unit="Hz",
        why="slower changes of light are clouds, screens and the camera's exposure",
        source="engineering",
    )
    light_coherence: float = setting(
        0.4,
        unit="share of the power",
        why="how much of what the brightness of all places does is one wave over the picture: in "
        "18 real recordings below 0.33, but for one window of 0.5; with mains light of 3 % and up "
        "0.85 and more, also under a mask",
        source="measured-real",
        low=0.1,
        high=1.0,
    )
    light_min_percent = fixed(
        0.2,
        unit="% of the brightness",
        why="codecs change still pictures by 0.1 to 0.2 % in step with their key frames",
        source="measured-made",
    )
    min_place_luma = DARK_LUMA
    no_red_share: float = setting(
        0.3,
        unit="share of the red of this face",
        why="log of red over green: in nine faces 99 of 100 places keep 0.4 and more; white, grey, "
        "black, blue and green have none",
        source="measured-real",
        low=0.0,
        high=1.0,
    )
    pale_red_share: float = setting(
        0.6,
        unit="share of the red of this face",
        why="cream and beige cloth has half of it; skin that shines, too, but not evenly",
        source="measured-real",
        low=0.0,
        high=1.0,
    )
    small_red_share = fixed(
        0.4,
        unit="share of the red of this face",
        why="tape and gauze of 1.5 cm² always keep less, shine does not: one of 13 real faces "
        "has four such neighbours in four of five looks while its other side is red: its outline",
        source="measured-real",
    )
    min_red_edge = fixed(
        0.25,
        unit="share of the red of this face",
        why="what is worn ends at an edge, where red rises by 0.3 to 2.6 within 14 mm; light of "
        "another colour from one side takes it by 0.1 to 0.2 there",
        source="measured-real",
    )
    one_colour_share = fixed(
        0.05,
        unit="share of the red of this face, between quartiles",
        why="cloth spreads by 0.01 to 0.03, pale skin by 0.08 and more",
        source="measured-real",
    )
    dark_share: float = setting(
        0.3,
        unit="share of the brightness of this face",
        why="lids in the shade keep 0.4; dark glasses and patches show a tenth",
        source="measured-real",
        low=0.0,
        high=1.0,
    )
    dark_spot_share: float = setting(
        0.5,
        unit="share of the brightness of this face",
        why="below the eyes no three neighbours of 18 real faces were so dark without any red; "
        "microphones and wires are",
        source="measured-real",
        low=0.0,
        high=1.0,
    )
    min_covered_places = fixed(
        8.0,
        unit="places",
        why="3 cm²: what is worn over skin is larger, and what shines on it smaller",
        source="engineering",
    )
    odd_light_share: float = setting(
        0.2,
        unit="share of the brightness",
        why="beyond the darkest and brightest of its neighbours skin goes in 1 of 10,000 moments "
        "of faces at rest; an edge of shadow takes a third and more",
        source="measured-real",
        low=0.02,
        high=5.0,
    )
    restless_light_share: float = setting(
        0.08,
        unit="share of the brightness, root mean square around the level of a second",
        why="cheeks of 6 made faces that twitch and smile and of 12 of 18 real ones stay below it; "
        "those of people who act do not always; behind a strand that swings it is 0.1 to 0.2",
        source="measured-real",
        low=0.01,
        high=1.0,
    )
    min_facing = fixed(
        0.1,
        unit="1 facing the camera, 0 edge on",
        why="of a movement along the skin a tenth is left there; in faces that look into the "
        "camera 3 in 1,000 places at most are below it, at 15 to 20 degrees a fifth of the far "
        "temple and cheek",
        source="measured-real",
    )
    max_edge_width_percent: float = setting(
        2.7,
        unit="% of eye distance",
        why="blur (standard deviation) of the sharpest edges of a face: in 18 real recordings at "
        "most 2.3 in 99 of 100 pictures",
        source="measured-real",
        low=1.0,
        high=20.0,
    )
    hunting_edge_width_percent = fixed(
        1.5,
        unit="% of eye distance",
        why="the same where a recording is usually far sharper, as of a camera that hunts for its "
        "focus: less does not spread a narrow twitch (4 mm)",
        source="measured-real",
    )
    hunting_ratio = fixed(
        1.9,
        unit="times the recording's usual width",
        why="what is far sharper; eyes that look down and heads that turn widen edges by 1.7 times "
        "at most in 18 real recordings",
        source="measured-real",
    )
