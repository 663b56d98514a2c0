"""What of a recording can be judged, and what makes it poor."""

from __future__ import annotations

from dataclasses import dataclass

from twitchcam.settings.setting import Checked, fixed, setting
from twitchcam.settings.shared import GLARE_LUMA, MIN_EYE_DISTANCE_PX, MIN_FRAME_RATE_HZ


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentSettings(Checked):
    """What of a recording can be judged, and what makes it poor."""

    narrow_gain = fixed(
        0.285,
        unit="reported / true",
        why="share of a true movement that the dense field shows, for the narrowest twitch that is "
        "promised (4 mm), at all but the worst quarter of places: a limit must hold for all",
        source="measured-real",
    )
    worst_limit_mm: float = setting(
        4.0,
        unit="mm",
        why="where noise hides a clear twitch, a region and side is not judged; in what is left, "
        "four in ten twitches of 2 mm were seen",
        source="measured-real",
        low=0.1,
        high=20.0,
    )
    max_by_chance_per_min: float = setting(
        0.3,
        unit="events of one side a minute",
        why="where errors are so large that chance would make more, noise and limits are raised; "
        "up to half an event a minute of judged rest is borne",
        source="engineering",
        low=0.001,
        high=100.0,
    )
    worst_hidden_mm: float = setting(
        6.0,
        unit="mm",
        why="where compression leaves out such movements, a region is not judged: of jerks "
        "of 0.4 to 1.6 mm put into such skin a tenth was kept and three quarters were lost",
        source="measured-real",
        low=0.1,
        high=100.0,
    )
    narrowest_face = fixed(
        0.62,
        unit="distance of the outer eye corners over that of the chin from their line",
        why="18 real faces seen from the front have 0.69 to 0.84; squeezed from 16:9 into 4:3 they "
        "have three quarters of it; an open mouth takes a tenth",
        source="measured-real",
    )
    widest_face = fixed(
        0.9,
        unit="distance of the outer eye corners over that of the chin from their line",
        why="the same, drawn out by a third",
        source="measured-real",
    )
    edge_of_recording_s = fixed(
        0.3,
        unit="s",
        why="before the first and after the last picture nobody knows whether the skin came back",
        source="engineering",
    )
    stride_percent: float = setting(
        1.5,
        unit="% of eye distance",
        why="from one picture to the next lids and lips move so far in blinks and in speech only; "
        "what is slower, encoders spread over repeated pictures",
        source="measured-made",
        low=0.2,
        high=10.0,
    )
    halt_share = fixed(
        0.25,
        unit="share of the smaller stride",
        why="between two strides in one direction a face cannot stand still, a repeat does",
        source="measured-made",
    )
    longest_halt_s = fixed(
        0.15,
        unit="s",
        why="strides further apart belong to two movements; ten pictures a second are 0.1 s apart",
        source="engineering",
    )
    min_halting: float = setting(
        0.1,
        unit="share of pairs of strides",
        why="95 % sure to be above: real recordings halt between 0 to 3 % of them",
        source="measured-real",
        low=0.0,
        high=1.0,
    )
    min_frame_rate_hz = MIN_FRAME_RATE_HZ
    min_eye_distance_px = MIN_EYE_DISTANCE_PX
    dim_luma: float = setting(
        80.0,
        unit="grey levels",
        why="faces in room light have 100 to 180; at 76 one of six twitches of 1 mm was seen",
        source="measured-made",
        low=0.0,
        high=255.0,
    )
    max_face_luma = GLARE_LUMA
    max_compression_loss_mm: float = setting(
        1.0,
        unit="mm",
        why="where compression leaves out more, the report says so in words",
        source="engineering",
        low=0.0,
        high=20.0,
    )
    limit_width_mm = fixed(
        9.4,
        unit="mm, full width at half maximum",
        why="that of a twitch of a standard deviation of 4 mm, for which limits are reckoned: "
        "without loss 96 of 101 such and wider ones of 1.5 times the limit were found",
        source="measured-real",
    )
    compressed_limit_width_mm = fixed(
        14.1,
        unit="mm, full width at half maximum",
        why="in compressed video that of a standard deviation of 6 mm: of such and wider ones "
        "193 of 200 were found, of narrower ones 78 of 104, and size did not help",
        source="measured-real",
    )
    compressed_loss_mm = fixed(
        0.04,
        unit="mm",
        why="where a larger movement may be half left out, narrow ones can be left out whole: a "
        "made and two real clips have 0.01 to 0.03 without loss, 0.05 to 0.08 at crf 6, which was "
        "not tried; codecs that tell no quantiser are reckoned coarser than they may be",
        source="measured-real",
    )
    coarse_limit_mm = fixed(
        2.0,
        unit="mm",
        why="twitches are mostly smaller: where only larger ones would have been seen, finding "
        "none says little",
        source="engineering",
    )
    min_observed_s: float = setting(
        5.0,
        unit="s",
        why="nothing can be said about how often anything happens in less",
        source="engineering",
        low=0.0,
        high=600.0,
    )
    min_usable_s = fixed(
        1.0,
        unit="s",
        why="in less than this there is nothing to report on",
        source="engineering",
    )
