"""The only place where the stages are chained.

``analyze_video`` and ``analyze_track`` give the same numbers for the same recording, whoever
calls them: the command line, a notebook, a batch of a thousand clips.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from twitchcam.checks import check_range
from twitchcam.memory import give_back_memory
from twitchcam.records import (
    Analysis,
    Answers,
    Expression,
    FaceTrack,
    Movement,
    TrackerInfo,
)
from twitchcam.settings import Settings
from twitchcam.versions import find_versions

if TYPE_CHECKING:
    from twitchcam.tracking.open_tracker import TrackerName


def track_video(
    path: str | Path,
    *,
    mirrored: bool = False,
    tracker: TrackerName | None = None,
    model: str | Path | None = None,
    settings: Settings | None = None,
    on_progress: Callable[[float], None] | None = None,
    jobs: int = 1,
) -> FaceTrack:
    """Follow the face in a video file.

    Parameters
    ----------
    path : str or Path
        Any common video file. The cues of a guided recording are read from the file beside it
        (``clip.cues.json``), if there is one.
    mirrored : bool
        The file is a mirror image (many selfie cameras); it is turned back first.
    tracker : {"face_mesh", "face_landmarker"}, optional
        What finds the landmarks. ``face_landmarker`` is newer, steadier and slower, and needs a
        model file. Without a word it is ``face_mesh`` where the installed MediaPipe holds it
        (Python 3.11 and 3.12), and ``face_landmarker`` elsewhere or with a ``model``.
    model : str or Path, optional
        That file; without it the one that ``TWITCHCAM_FACE_LANDMARKER`` names, or else the one
        that ``twitchcam fetch-model`` stored.
    settings : Settings, optional
        Of these ``tracking`` is used.
    on_progress : callable, optional
        Called with the share of the file that is done, 0 to 1.
    jobs : int
        How many processes follow the face at once, each in a piece of a longer recording. The
        track is the same, to the last bit, whatever their number. With more than one, a script of
        your own needs ``if __name__ == "__main__":``, for each process loads it.

    Returns
    -------
    FaceTrack
        N pictures: true times in s, landmarks (N, 478, 3) in px, movement of the skin in % of the
        eye distance, and no picture.

    Raises
    ------
    InputError
        The file cannot be read as a video, its cues are damaged, or there is no model.

    Examples
    --------
    >>> track = track_video("clip.mp4")
    >>> track.landmarks_px.shape == (len(track.time_s), 478, 3)
    True
    """
    # Imported here: a saved track can be analysed without video, camera or model.
    from twitchcam.capture.cues import read_cues
    from twitchcam.capture.files import open_video
    from twitchcam.tracking.find_track import find_track_with_face
    from twitchcam.tracking.follow_file import follow_file
    from twitchcam.tracking.hand_watch import open_hand_watch
    from twitchcam.tracking.open_tracker import open_tracker
    from twitchcam.tracking.picture_scale import choose_scale
    from twitchcam.tracking.picture_turn import choose_turn
    from twitchcam.tracking.quiet import native_log_silenced
    from twitchcam.tracking.run_ahead import libraries_single_threaded

    check_range("jobs", jobs, 1, 1024)
    tracking = (settings or Settings()).tracking
    cues = read_cues(Path(path))
    with (
        native_log_silenced(),
        libraries_single_threaded(),
        open_tracker(tracker, model, tracking) as finder,
        open_hand_watch(tracking) as hands,
    ):
        number = find_track_with_face(Path(path), finder, tracking)
        with open_video(path, mirrored=mirrored, video_track=number) as video:
            turned_deg = choose_turn(video, finder, tracking)
        about: dict[str, Any] = {
            "mirrored": mirrored,
            "video_track": number,
            "turned_deg": turned_deg,
        }
        with open_video(path, **about) as video:
            about["scale"] = choose_scale(video, finder, tracking)
        # Once pictures flow, so that a file that is no video is answered at once.
        later = Thread(target=load_later_stages, name="twitchcam-load")

        def report(done: float) -> None:
            if later.ident is None:
                later.start()
            if on_progress is not None:
                on_progress(done)

        track = follow_file(
            Path(path),
            about,
            (tracker, model),
            finder,
            hands,
            tracking,
            jobs=jobs,
            on_progress=report,
        )
    return replace(track, cues=cues)


def load_later_stages() -> None:
    """Load what follows: scipy and the tables of advice take a second, now beside the tracking."""
    import twitchcam.detection.actions
    import twitchcam.detection.cued
    import twitchcam.detection.spasms
    import twitchcam.detection.tremor
    import twitchcam.detection.twitches
    import twitchcam.interpretation.coupling
    import twitchcam.interpretation.findings
    import twitchcam.signals.expression
    import twitchcam.triage.advise  # noqa: F401
    from twitchcam.triage.rules import load_rules

    load_rules()


def measure_track(
    track: FaceTrack, *, settings: Settings | None = None
) -> tuple[Movement, Expression]:
    """Movement of the skin and what the landmarks say, on an even grid in time.

    Parameters
    ----------
    track : FaceTrack
        As ``track_video`` or ``read_track`` gives it.
    settings : Settings, optional
        Of these ``visibility``, ``signals``, and of the later stages what a twitch must reach.

    Returns
    -------
    movement : Movement
        Of M moments, 60 a second: displacement of the skin in mm, (M, regions, sides, axes), its
        noise, and when it could be measured.
    expression : Expression
        Of the same moments: opening of the lids (M, 2) in mm, mouth, brows, head in degrees.

    Examples
    --------
    >>> measure_track(track)[0].transient_mm.shape[1:]
    (8, 2, 2)
    """
    from twitchcam.assessment.heavy_tails import raise_noise
    from twitchcam.detection.actions import detect_actions
    from twitchcam.signals.expression import measure_expression
    from twitchcam.signals.movement import measure_movement
    from twitchcam.signals.visibility import hide_expression, measure_visibility

    settings = settings or Settings()
    visibility = measure_visibility(track, settings.visibility)
    expression = hide_expression(measure_expression(track, settings.signals), visibility)
    of_signals, of_light = settings.signals, settings.visibility
    movement = measure_movement(track, expression, visibility, of_signals, of_light)
    # Found again in analyze_movement, an entry of its own: it takes a hundredth of the time.
    acted, least = detect_actions(expression, movement, settings.actions), settings.detection
    movement = raise_noise(movement, acted, settings.assessment, least.twitch_threshold)
    give_back_memory()
    return movement, expression


def analyze_track(
    track: FaceTrack, *, settings: Settings | None = None, answers: Answers | None = None
) -> Analysis:
    """Everything that can be said about a tracked face. Needs numpy and scipy only.

    Parameters
    ----------
    track : FaceTrack
        As ``track_video`` or ``read_track`` gives it.
    settings : Settings, optional
        Every number that steers the result; today's defaults if not given.
    answers : Answers, optional
        What the person said (``read_answers``); the advice then fits them.

    Returns
    -------
    Analysis
        Actions and events (times in s, sizes in mm), tremor (Hz), couplings, symmetry, quality,
        findings and advice. The same track gives the same analysis.

    Examples
    --------
    >>> analysis = analyze_track(track)
    >>> [(event.side, event.region) for event in analysis.events]
    [('left', 'cheek')]
    """
    settings = settings or Settings()
    measured = measure_track(track, settings=settings)
    return analyze_movement(track, *measured, settings=settings, answers=answers)


def analyze_movement(
    track: FaceTrack,
    movement: Movement,
    expression: Expression,
    *,
    settings: Settings | None = None,
    answers: Answers | None = None,
) -> Analysis:
    """``analyze_track`` for a track whose movement has been measured already.

    Parameters
    ----------
    track : FaceTrack
        The face.
    movement, expression : Movement, Expression
        What ``measure_track`` gave for this track with the same settings.
    settings, answers : optional
        As in ``analyze_track``.

    Returns
    -------
    Analysis
        As ``analyze_track`` gives it.

    Examples
    --------
    >>> analyze_movement(track, *measure_track(track)).quality.usable
    True
    """
    from twitchcam.assessment.hidden_lids import leave_out_hidden
    from twitchcam.assessment.living import judge_life
    from twitchcam.assessment.quality import assess_quality
    from twitchcam.assessment.unjudged_eyes import find_unjudged_eyes, tell_eyes
    from twitchcam.detection.actions import detect_actions
    from twitchcam.detection.closings import mark_judged
    from twitchcam.detection.cued import mark_cued
    from twitchcam.detection.spasms import detect_spasms
    from twitchcam.detection.synchrony import find_partners
    from twitchcam.detection.tremor import detect_tremor, leave_out_beats
    from twitchcam.detection.twitches import detect_twitches, leave_out_impossible
    from twitchcam.interpretation.attribution import attribute_events
    from twitchcam.interpretation.coupling import relate_actions
    from twitchcam.interpretation.findings import find_findings
    from twitchcam.interpretation.shaken_responses import leave_out_shaken
    from twitchcam.interpretation.symmetry import measure_symmetry
    from twitchcam.triage.advise import advise

    settings = settings or Settings()
    seen = detect_actions(expression, movement, settings.actions)
    actions = mark_cued(seen, track.cues, settings.actions)
    min_mm = settings.actions.min_opening_mm
    gone, shut = find_unjudged_eyes(expression, min_mm)
    assessable = mark_judged(
        movement,
        expression,
        actions,
        gone,
        settings.actions,
        settings.assessment,
        settings.detection,
    )
    quality = assess_quality(
        track,
        movement,
        assessable,
        settings.assessment,
        gone,
        twitch_threshold=settings.detection.twitch_threshold,
        max_light_percent=settings.spasms.max_light_percent,
    )
    quality = tell_eyes(quality, expression, (*gone, *shut), min_mm)
    twitches = detect_twitches(movement, assessable, actions, settings.detection)
    tremor = detect_tremor(
        movement,
        expression,
        actions,
        quality.frame_rate_hz,
        quality.mm_per_px,
        settings.tremor,
        track,
        settings.signals,
    )
    twitches += find_partners(twitches, movement, actions, settings.detection)
    twitches = leave_out_beats(twitches, tremor, settings.tremor)
    spasms = detect_spasms(movement, expression, actions, settings.spasms)
    shown = leave_out_hidden(leave_out_impossible((*twitches, *spasms)), gone)
    events = tuple(sorted(shown, key=lambda e: (e.onset_s, e.region, e.side)))
    quality = judge_life(quality, track, actions, (*events, *tremor), settings.signals)
    give_back_memory()
    couplings = relate_actions(
        actions,
        movement,
        expression,
        settings.coupling,
        track,
        signals=settings.signals,
        field_gain=settings.detection.field_gain,
    )
    couplings = leave_out_shaken(couplings, tremor)
    versions = find_versions()
    measured = Analysis(
        twitchcam_version=versions["twitchcam"],
        source=track.source,
        tracker=TrackerInfo(
            name=track.tracker,
            model_sha256=track.model_sha256,
            mediapipe_version=track.tracker_version,
        ),
        quality=quality,
        actions=actions,
        events=events,
        tremor=tremor,
        couplings=couplings,
        symmetry=measure_symmetry(movement, expression, actions, settings.symmetry),
        cues=track.cues,
        settings=settings.as_dict(),
        versions=versions,
        changed_settings=settings.list_changes(),
    )
    measured = replace(measured, events=attribute_events(measured, movement, settings))
    findings = find_findings(measured, settings)
    return replace(measured, findings=findings, advice=advise(answers, findings))


def analyze_video(
    path: str | Path,
    *,
    mirrored: bool = False,
    tracker: TrackerName | None = None,
    model: str | Path | None = None,
    settings: Settings | None = None,
    answers: Answers | None = None,
    on_progress: Callable[[float], None] | None = None,
    jobs: int = 1,
) -> Analysis:
    """Everything that can be said about the face in a video file.

    Parameters
    ----------
    path : str or Path
        As in ``track_video``.
    mirrored, tracker, model, on_progress, jobs : optional
        As in ``track_video``.
    settings, answers : optional
        As in ``analyze_track``.

    Returns
    -------
    Analysis
        As ``analyze_track`` gives it.

    Raises
    ------
    InputError
        The file cannot be read as a video, its cues are damaged, or there is no model.

    Examples
    --------
    >>> analysis = analyze_video("clip.mp4")
    >>> analysis.source.name
    'clip.mp4'
    """
    track = track_video(
        path,
        mirrored=mirrored,
        tracker=tracker,
        model=model,
        settings=settings,
        on_progress=on_progress,
        jobs=jobs,
    )
    return analyze_track(track, settings=settings, answers=answers)
