"""The annotated clip: playable, at its true times, with names while things happen."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest
from examples_of_analysis import make_analysis, make_event, make_movement, make_quality
from made_faces import list_by_picture, made_track

from twitchcam.anatomy import REGION_NAMES
from twitchcam.pipeline import analyze_movement, measure_track
from twitchcam.report.overlay import make_clip, write_annotated_clip
from twitchcam.synthetic.movements import Blink

pytestmark = pytest.mark.slow

TIMES_S = np.cumsum([0.0, 0.033, 0.034, 0.2, 0.01, 0.033, 0.033, 0.5, 0.033])


@pytest.fixture(scope="module")
def track():
    """Nine pictures at uneven times."""
    track = made_track(Blink(onset_s=0.1), duration_s=1.0)
    n = len(TIMES_S)
    short = {name: getattr(track, name)[:n] for name in list_by_picture(track)}
    return replace(track, time_s=TIMES_S, **short)


@pytest.fixture(scope="module")
def clip(track, tmp_path_factory):
    """A clip with those times: noise, so that a blur shows."""
    path = tmp_path_factory.mktemp("clip") / "clip.mkv"
    width, height = track.frame_size_px
    rng = np.random.default_rng(1)
    picture = rng.integers(0, 255, (height // 8, width // 8, 3), dtype=np.uint8)
    picture = picture.repeat(8, axis=0).repeat(8, axis=1)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", options={"crf": "10"})
        stream.height, stream.width = picture.shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        for time_s in TIMES_S:
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = round(time_s * 1000), Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def _read(path):
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        frames = list(container.decode(stream))
        times_s = [float(f.pts * f.time_base) for f in frames]
        return stream.codec_context, times_s, [f.to_ndarray(format="rgb24") for f in frames]


def _write(path, clip, track, hide="nothing", **changes):
    analysis = make_analysis(**changes)
    movement = make_movement(analysis, duration_s=2.0)
    write_annotated_clip(
        path, clip=clip, analysis=analysis, movement=movement, track=track, hide=hide
    )
    return _read(path)


def test_it_plays_everywhere_and_keeps_uneven_times(clip, track, tmp_path):
    codec, times_s, pictures = _write(tmp_path / "annotated.mp4", clip, track)
    assert (codec.name, codec.pix_fmt) == ("h264", "yuv420p")
    assert times_s == pytest.approx(TIMES_S.tolist(), abs=1e-3)
    assert all(side % 2 == 0 for side in pictures[0].shape[:2])
    head = (tmp_path / "annotated.mp4").read_bytes()
    assert head.index(b"moov") < head.index(b"mdat")  # begins before it is loaded in full


def test_a_moment_is_named_while_it_happens(track, tmp_path):
    event = make_event(0.05, apex_s=0.08, offset_s=0.1)
    _, times_s, named = _write(tmp_path / "a.mp4", None, track, events=(event,), actions=())
    _, _, silent = _write(tmp_path / "b.mp4", None, track, events=(), actions=())
    changed = [
        np.abs(a[:60].astype(int) - b[:60]).max() > 60 for a, b in zip(named, silent, strict=True)
    ]
    # From its onset until half a second after its offset.
    assert changed == [0.05 <= time_s < 0.6 for time_s in times_s]


def test_eyes_can_be_blurred_and_the_face_left_out(clip, track, tmp_path):
    height = track.frame_size_px[1]
    y, x = (track.landmarks_px[0, [159, 386], :2].mean(axis=0)[::-1]).astype(int)
    near = np.s_[y - 6 : y + 6, x - 40 : x + 40]
    shown, blurred, faceless = (
        _write(tmp_path / f"{hide}.mp4", clip, track, hide, events=(), actions=())[2][0]
        for hide in ("nothing", "eyes", "face")
    )
    assert blurred[near].std() < 0.5 * shown[near].std()
    outside = np.s_[: height // 8, : track.frame_size_px[0] // 8]
    assert blurred[outside].std() > 20
    assert faceless[outside].std(axis=(0, 1)).max() < 3


def test_without_a_face_nothing_is_shown_in_detail_when_eyes_are_hidden(clip, track, tmp_path):
    found = track.face_found.copy()
    found[0] = False
    landmarks = np.array(track.landmarks_px)
    landmarks[0] = np.nan
    lost = replace(track, face_found=found, landmarks_px=landmarks)
    pictures = _write(tmp_path / "a.mp4", clip, lost, "eyes", events=(), actions=())[2]
    height, width = track.frame_size_px[1], track.frame_size_px[0]
    middle = np.s_[height // 4 : height // 2, width // 4 : width // 2]
    assert pictures[0][middle].std() < 0.4 * pictures[1][middle].std()


def test_the_clip_for_the_page_has_every_picture_at_its_time(clip, track, tmp_path):
    path = tmp_path / "clip.mp4"
    path.write_bytes(make_clip(clip, track))
    _, times_s, pictures = _read(path)
    assert times_s == pytest.approx(TIMES_S.tolist(), abs=1e-3)
    assert pictures[0].shape[:2] == track.frame_size_px[::-1]


def test_traces_of_what_was_not_judged_have_no_colour_of_a_side(track, tmp_path):
    def count_coloured(**about):
        quality = make_quality(**about)
        pictures = _write(tmp_path / "a.mp4", None, track, events=(), actions=(), quality=quality)
        panel = pictures[2][4][track.frame_size_px[1] :].astype(int)
        return int((np.ptp(panel, axis=2) > 60).sum())

    judged = count_coloured()
    assert count_coloured(hidden_regions=REGION_NAMES) == 0
    assert count_coloured(usable=False) == 0
    # Others take the place of two that are hidden.
    assert count_coloured(hidden_regions=("cheek", "lower_lid")) > 0.5 * judged > 0


def test_names_in_any_letters_do_no_harm(track, tmp_path):
    event = make_event(0.0, region="ear<b>面", amplitude_mm=float("nan"))
    _, times_s, _ = _write(tmp_path / "面 a.mp4", None, track, events=(event,))
    assert len(times_s) == len(TIMES_S)


def test_a_recording_without_a_face_is_shown_as_it_is(clip, track, tmp_path):
    lost = replace(
        track,
        face_found=np.zeros_like(track.face_found),
        landmarks_px=np.full_like(track.landmarks_px, np.nan),
    )
    movement, expression = measure_track(lost)
    analysis = analyze_movement(lost, movement, expression)
    assert not analysis.quality.usable
    for name, pictures in (("a.mp4", clip), ("b.mp4", None)):
        path = tmp_path / name
        write_annotated_clip(
            path, clip=pictures, analysis=analysis, movement=movement, track=lost, hide="nothing"
        )
        assert len(_read(path)[1]) == len(TIMES_S)
