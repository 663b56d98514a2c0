"""Analyses and movements made by hand, for the tests of everything that shows them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from twitchcam.anatomy import N_LANDMARKS, REGION_NAMES, SIDES
from twitchcam.interpretation.attribution import explain_events
from twitchcam.records import (
    NO_FIELD,
    Action,
    Advice,
    Analysis,
    Coupling,
    DetectionLimit,
    Expression,
    FaceTrack,
    Finding,
    Movement,
    Quality,
    Source,
    Span,
    Symmetry,
    TrackerInfo,
    Tremor,
    TwitchEvent,
)
from twitchcam.settings import Settings
from twitchcam.skin_places import get_field_shape, get_places_shape

HOSTILE_NAMES = (
    "<script>alert('x')</script>.mp4",
    "\"><img src=x onerror=alert(1)>&amp;'.mp4",
    "{{ 7 * 7 }}{% raw %}.mp4",
    "\u202egnp.4pm.mp4",
    "שלום עולם.mp4",
    "line\nbreak\x1b[31mred\x07.mp4",
    "bytes-that-are-no-text-\udcff\udc80.mp4",
    "面" * 300 + ".mp4",
    "a" * 300,
    "[bold red]not bold[/].mp4",
)

SOURCE = Source(
    name="evening.mp4",
    sha256="ab12" * 16,
    duration_s=60.0,
    n_frames=1800,
    width_px=1280,
    height_px=720,
    mirrored=False,
    time_source="container",
)
EXCLUDED = (
    Span(start_s=10.0, stop_s=14.5, reason="expression"),
    Span(start_s=14.0, stop_s=15.0, reason="head_moving"),
    Span(start_s=40.0, stop_s=42.0, reason="face_lost"),
)


def make_quality(**changes: object) -> Quality:
    quality = Quality(
        usable=True,
        duration_s=60.0,
        observed_s=53.0,
        frame_rate_hz=29.97,
        longest_gap_s=0.0667,
        face_coverage=0.966,
        eye_distance_px=182.4,
        mm_per_px=0.512,
        detection_limits=tuple(
            DetectionLimit(region=region, side=side, limit_mm=0.3 + 0.05 * i)
            for i, region in enumerate(REGION_NAMES)
            for side in SIDES
        ),
        hidden_regions=(),
        excluded=EXCLUDED,
        notes=("At 30 pictures a second, movements shorter than 0.08 s can be missed.",),
    )
    return replace(quality, **changes)


def make_event(onset_s: float, **changes: object) -> TwitchEvent:
    event = TwitchEvent(
        kind="twitch",
        region="cheek",
        side="left",
        onset_s=onset_s,
        apex_s=round(onset_s + 0.08, 4),
        offset_s=round(onset_s + 0.21, 4),
        amplitude_mm=0.8,
        peak_velocity_mm_per_s=14.2,
        snr=5.3,
        during=(),
        confidence="high",
    )
    return replace(event, **changes)


EVENTS = (
    make_event(3.2),
    make_event(8.05, amplitude_mm=1.4),
    make_event(21.5, amplitude_mm=0.65, confidence="moderate", during=("blink",)),
    make_event(30.0, region="mouth_corner", amplitude_mm=1.1, offset_s=32.4, kind="spasm"),
    make_event(51.0, region="lower_lid", side="right", amplitude_mm=0.5, confidence="low"),
    make_event(55.5, region="chin", side="both", amplitude_mm=0.9, during=("smile", "blink")),
)


def make_symmetry(**changes: object) -> Symmetry:
    symmetry = Symmetry(
        action="smile (full)",
        region="mouth_corner",
        n_actions=5,
        left_mm=6.0,
        right_mm=9.0,
        ratio=0.667,
        normal_range=(0.75, 1.0),
        trajectory_correlation=0.9,
        left_fall=0.3,
        right_fall=0.0,
        left_hold_slope_per_s=None,
        right_hold_slope_per_s=None,
        landmark_ratio=0.7,
        onsets_s=(5.0, 10.0, 15.0, 20.0, 25.0),
        left_each_mm=(7.1, 6.4, 6.0, 5.6, 5.0),
        right_each_mm=(9.2, 9.0, 8.8, 9.1, 9.0),
        source="made up",
    )
    return replace(symmetry, **changes)


def make_tremor(**changes: object) -> Tremor:
    tremor = Tremor(
        region="mouth_corner",
        side="left",
        start_s=5.0,
        stop_s=9.0,
        frequency_hz=6.2,
        frequency_interval_hz=(6.0, 6.4),
        amplitude_mm=0.7,
        during=("smile",),
        confidence="high",
    )
    return replace(tremor, **changes)


def make_coupling(**changes: object) -> Coupling:
    coupling = Coupling(
        action="blink",
        region="cheek",
        side="left",
        n_actions=12,
        n_responses=10,
        response_mm=0.71,
        response_interval_mm=(0.5, 0.9),
        other_side_mm=0.1,
        lag_s=0.06,
        dose_slope=None,
        dose_slope_interval=None,
        p_value=0.002,
        n_surrogates=999,
        not_assessed_reason=None,
    )
    return replace(coupling, **changes)


def make_advice(**changes: object) -> Advice:
    advice = Advice(
        level="appointment",
        headline="Show this to a doctor in the next weeks.",
        rests_on="This rests on the video alone.",
        because=("The left cheek moved.",),
        what_to_do=("See a family doctor.",),
        how_soon="in the next weeks",
        whom_to_see=("your family doctor",),
        to_clear_up=("You said both sides.",),
        about_your_worry=("It is rare.",),
        tell_the_doctor=("When it began.",),
        a_doctor_may_check=("the reflexes",),
        watch_for=("An eye that does not close.",),
        self_care=("Sleep enough.",),
        keep_a_log=("Keep a log.",),
        sources=("A guideline, 2024.",),
        rules=("a_rule",),
        emergency_number="112",
        not_a_diagnosis="General information, not medical advice.",
    )
    return replace(advice, **changes)


def make_action(kind: str, onset_s: float, length_s: float = 0.25) -> Action:
    return Action(
        kind=kind,
        side="both",
        onset_s=onset_s,
        apex_s=onset_s + length_s / 2,
        offset_s=onset_s + length_s,
        left_strength=0.9,
        right_strength=0.92,
        left_mm=8.1,
        right_mm=8.3,
        complete=True,
    )


ACTIONS = (
    *(make_action("blink", 1.0 + 4.1 * i) for i in range(14)),
    make_action("smile", 10.2, 4.0),
)
RESTING = Finding(
    code="resting_twitch",
    side="left",
    statement=(
        "The left cheek twitched 3 times in 53 s while the face was at rest, about 3.4 times a "
        "minute. The twitches were 0.7 to 1.4 mm large. The right cheek did not do this."
    ),
    evidence={
        "n_events": 3.0,
        "rate_per_minute": 3.396226,
        "median_amplitude_mm": 0.8,
        "region": "cheek",
    },
    confidence="high",
    limits=("One minute is too short to say how often this happens over a day.",),
    sources=(),
)
NOTHING = Finding(
    code="nothing_found",
    side=None,
    statement=(
        "No twitch was seen in 53 s. The smallest twitch that would have been seen is 0.3 to "
        "0.7 mm, depending on the part of the face."
    ),
    evidence={"observed_s": 53.0},
    confidence="moderate",
    limits=(),
    sources=(),
)
TOO_POOR = Finding(
    code="not_assessable",
    side=None,
    statement="A face was found in only 12 of 1800 pictures.",
    evidence={"face_coverage": 0.0067},
    confidence="high",
    limits=(),
    sources=(),
)


def make_analysis(**changes: object) -> Analysis:
    """Six events, fourteen blinks and a smile."""
    analysis = Analysis(
        twitchcam_version="0.1.0",
        source=SOURCE,
        tracker=TrackerInfo(
            name="mediapipe-face-mesh", model_sha256="cd34" * 16, mediapipe_version="0.10.21"
        ),
        quality=make_quality(),
        actions=ACTIONS,
        events=EVENTS,
        findings=(RESTING,),
        settings=Settings().as_dict(),
    )
    return replace(analysis, **changes)


def explain(analysis: Analysis) -> Analysis:
    """``analysis`` with what every event belongs to; nothing is known about releases."""
    return replace(analysis, events=explain_events(analysis, frozenset(), Settings()))


def make_empty_analysis() -> Analysis:
    """Nothing happened, and nothing was left out."""
    return make_analysis(
        actions=(), events=(), findings=(NOTHING,), quality=make_quality(excluded=(), notes=())
    )


def make_poor_analysis() -> Analysis:
    """The recording cannot be judged."""
    quality = make_quality(
        usable=False,
        observed_s=0.0,
        face_coverage=12 / 1800,
        frame_rate_hz=float("nan"),
        eye_distance_px=None,
        mm_per_px=None,
        detection_limits=(),
        excluded=(Span(start_s=0.0, stop_s=60.0, reason="face_lost"),),
        notes=("A face was found in only 12 of 1800 pictures.",),
    )
    return make_analysis(actions=(), events=(), findings=(TOO_POOR,), quality=quality)


def rename(analysis: Analysis, name: str) -> Analysis:
    return replace(analysis, source=replace(analysis.source, name=name))


def make_movement(analysis: Analysis | None = None, *, duration_s: float = 60.0) -> Movement:
    """Small noise everywhere and a pulse for each event."""
    rate_hz = 60.0
    rng = np.random.default_rng(1)
    time_s = np.arange(round(duration_s * rate_hz)) / rate_hz
    shape = (len(time_s), len(REGION_NAMES), len(SIDES))
    mm = rng.normal(0.0, 0.06, (*shape, 2))
    for event in analysis.events if analysis else ():
        width_s = (event.offset_s - event.onset_s) / 4
        pulse = event.amplitude_mm * np.exp(-0.5 * ((time_s - event.apex_s) / width_s) ** 2)
        for s, side in enumerate(SIDES):
            if event.region in REGION_NAMES and event.side in (side, "both"):
                mm[:, REGION_NAMES.index(event.region), s] += np.outer(pulse, (0.6, 0.8))
    excluded = analysis.quality.excluded if analysis else ()
    for span in excluded:
        inside = (time_s >= span.start_s) & (time_s < span.stop_s)
        mm[inside] = np.nan if span.reason == "face_lost" else mm[inside] * 6
    return Movement(
        field=NO_FIELD,
        time_s=time_s,
        sampling_rate_hz=rate_hz,
        transient_mm=mm,
        displacement_mm=mm,
        local_noise_mm=np.full(shape, 0.15),
        noise_mm=np.full(shape[1:], 0.15),
        activity_mm=np.full(len(time_s), 0.1),
        compression_loss_mm=np.zeros(shape[1:]),
        excluded=excluded,
    )


def make_expression(movement: Movement) -> Expression:
    n = len(movement.time_s)
    return Expression(
        time_s=movement.time_s,
        lid_aperture_mm=np.full((n, 2), 9.0),
        mouth_corner_mm=np.zeros((n, 2, 2)),
        brow_mm=np.full((n, 2), 20.0),
        mouth_opening_mm=np.zeros(n),
        jaw_drop_mm=np.zeros(n),
        iris_drop_mm=np.zeros((n, 2)),
        head_rotation_deg=np.zeros((n, 3)),
    )


def make_track(n_frames: int = 5) -> FaceTrack:
    patches = (n_frames, len(REGION_NAMES), len(SIDES))
    # Points all over the picture; enough for a head frame to be fitted to.
    points = np.random.default_rng(2).uniform(100.0, 600.0, (N_LANDMARKS, 3))
    return FaceTrack(
        time_s=np.arange(n_frames) / 30.0,
        landmarks_px=np.broadcast_to(points, (n_frames, N_LANDMARKS, 3)),
        head_rotation_deg=np.zeros((n_frames, 3)),
        skin_displacement=np.zeros((*patches, 2)),
        flow_residual=np.zeros(patches),
        field_displacement=np.zeros((n_frames, *get_field_shape())),
        field_texture=np.full(get_places_shape(), 1.5),
        field_light=np.full((n_frames, *get_places_shape()), 120.0),
        colour_s=np.zeros(1),
        field_colour=np.full((1, *get_places_shape(), 3), 120.0),
        face_found=np.ones(n_frames, dtype=bool),
        repeated=np.zeros(n_frames, dtype=bool),
        face_luma=np.full(n_frames, 120.0),
        cut=np.zeros(n_frames, dtype=bool),
        covered=np.zeros(n_frames, dtype=bool),
        other_person=np.zeros(n_frames, dtype=bool),
        eye_contrast=np.full((n_frames, 2), 0.8),
        fine_texture=np.full(patches[1:], 1.5),
        unchanged_share=np.zeros(patches[1:]),
        quantiser_step=None,
        mm_per_percent=0.9,
        frame_size_px=(1280, 720),
        tracker_version="0.10.21",
        tracker="mediapipe-face-mesh",
        model_sha256="cd34" * 16,
        source=SOURCE,
    )


def cheek_tremor(start_s: float = 1.0, **changes: object) -> Tremor:
    """Two and a half seconds of it in the left cheek, unless told otherwise."""
    tremor = Tremor(
        region="cheek",
        side="left",
        start_s=start_s,
        stop_s=start_s + 2.5,
        frequency_hz=6.5,
        frequency_interval_hz=(6.4, 6.6),
        amplitude_mm=0.8,
        during=(),
        confidence="moderate",
    )
    return replace(tremor, **changes)
