"""What counts as a steady rhythm."""

from __future__ import annotations

from dataclasses import dataclass

from twitchcam.settings.setting import Checked, fixed, setting


@dataclass(frozen=True, slots=True, kw_only=True)
class TremorSettings(Checked):
    """What counts as a steady rhythm."""

    lowest_hz: float = setting(
        3.0,
        unit="Hz",
        why="slower rhythms are chewing and nodding",
        source="engineering",
        low=1.0,
        high=10.0,
    )
    highest_hz: float = setting(
        12.0,
        unit="Hz",
        why="the fastest tremor of a face is 8 to 12 Hz",
        source="smiling-tremor-2024",
        low=3.0,
        high=30.0,
    )
    max_of_frame_rate = fixed(
        0.4,
        unit="share of the frame rate",
        why="nearer to half of it, two and a half pictures a swing no longer show its rhythm",
        source="webcam-sampling",
    )
    band_from_hz = fixed(
        1.0,
        unit="Hz",
        why="slower movement is posture; what lies above competes with the rhythm",
        source="engineering",
    )
    band_to_hz = fixed(
        14.0,
        unit="Hz",
        why="the same at the upper end",
        source="engineering",
    )
    window_s: float = setting(
        1.5,
        unit="s",
        why="five swings at 3 Hz; a smile is held no longer than a few seconds",
        source="measured-real",
        low=0.5,
        high=10.0,
    )
    hop_s = fixed(
        0.25,
        unit="s",
        why="windows overlap, so that none misses a short stretch",
        source="welch1967",
    )
    peak_reach_hz = fixed(
        1.0,
        unit="Hz",
        why="a steady sine of one window spreads this far, a tremor wanders within it",
        source="measured-real",
    )
    min_share: float = setting(
        0.6,
        unit="share of the power",
        why="speech and acting stay below 0.55, sustained; a clear tremor reaches 0.7 to 0.98",
        source="measured-real",
        low=0.1,
        high=1.0,
    )
    flank_ratio = fixed(
        4.0,
        unit="times the power beside it",
        why="6 dB: a peak and not a slope",
        source="engineering",
    )
    quiet_ratio: float = setting(
        3.0,
        unit="times the swing of the quiet quarter of the face",
        why="a head, a camera or a video codec that shakes moves all patches alike",
        source="measured-made",
        low=1.0,
        high=50.0,
    )
    min_amplitude_mm: float = setting(
        0.2,
        unit="mm",
        why="video codecs make rhythms of their own, at a quarter of the frame rate, of 0.1 mm",
        source="measured-made",
        low=0.0,
        high=10.0,
    )
    min_amplitude_px = fixed(
        0.35,
        unit="pixels of the picture",
        why="between pixels flow and codec err by a third of one: still faces that drift over them "
        "swing by up to 0.29",
        source="measured-made",
    )
    cell_gain = fixed(
        0.4,
        unit="reported / true",
        why="share of a true swing that a cell of the dense field shows, averaged over 5 mm",
        source="measured-made",
    )
    max_drift_hz = fixed(
        0.6,
        unit="Hz",
        why="the rhythm may wander this much from window to window and between patches",
        source="engineering",
    )
    min_windows: float = setting(
        3.0,
        unit="windows in a row",
        why="2 s of the same rhythm; speech changes its own sooner",
        source="measured-real",
        low=1.0,
        high=100.0,
    )
    min_cycles = fixed(
        5.0,
        unit="swings",
        why="fewer are a handful of jerks",
        source="engineering",
    )
    spread_share: float = setting(
        0.5,
        unit="share",
        why="skin is one sheet: what swings less than this beside it was dragged along",
        source="measured-made",
        low=0.0,
        high=1.0,
    )
    beat_ratio: float = setting(
        3.5,
        unit="times the tremor's amplitude",
        why="from trough to crest is twice the amplitude, and one place does more than its region; "
        "larger jerks are twitches of their own",
        source="engineering",
        low=1.0,
        high=20.0,
    )
    mouth_swings_mm: float = setting(
        0.8,
        unit="mm, standard deviation",
        why="a mouth held shut or in a smile stays below 0.1 in the mesh; speech swings by 1.2 up",
        source="measured-made",
        low=0.05,
        high=20.0,
    )
    head_shakes_deg = fixed(
        0.3,
        unit="deg",
        why="a head that turns to and fro by more moves the skin by half a millimetre",
        source="engineering",
    )
    min_error_hz = fixed(
        0.04,
        unit="Hz",
        why="error of a single, clean stretch of two seconds",
        source="measured-made",
    )
    light_spreads_hz = fixed(
        1.5,
        unit="Hz",
        why="a steady swing fills this much on both sides of its pace in a window of 1.5 s",
        source="welch1967",
    )
