"""Slides and a camera side by side in one file: the track with the face is followed."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest

from twitchcam import track_video
from twitchcam.report.overlay import make_clip
from twitchcam.x264 import list_x264_params

pytestmark = pytest.mark.slow

SLIDES_PX, FACE_PX = (480, 320), (320, 240)
RATE_HZ = 30


def write_tracks(path, tracks):
    """Write every list of pictures as a video track of its own."""
    with av.open(str(path), "w") as out:
        streams = []
        for pictures in tracks:
            stream = out.add_stream(
                "libx264", rate=RATE_HZ, options={"crf": "18"} | list_x264_params()
            )
            stream.height, stream.width = pictures[0].shape[:2]
            stream.pix_fmt = "yuv420p"
            streams.append(stream)
        for k in range(len(tracks[0])):
            for stream, pictures in zip(streams, tracks, strict=True):
                frame = av.VideoFrame.from_ndarray(pictures[k]).reformat(format="yuv420p")
                frame.pts, frame.time_base = k, Fraction(1, RATE_HZ)
                out.mux(stream.encode(frame))
        for stream in streams:
            out.mux(stream.encode(None))
    return path


def draw_slides(n):
    width, height = SLIDES_PX
    slide = np.full((height, width, 3), 240, np.uint8)
    slide[40:60, 40:400] = slide[100:110, 40:300] = slide[130:140, 40:340] = 30
    return [slide] * n


@pytest.mark.parametrize(("face_first", "number"), [(False, 2), (True, 1)])
def test_the_track_with_the_face_is_followed_and_shown(
    tmp_path, cheek_pictures, face_first, number
):
    face = list(cheek_pictures[0][:90:2])
    tracks = [face, draw_slides(len(face))] if face_first else [draw_slides(len(face)), face]
    path = write_tracks(tmp_path / "call.mkv", tracks)
    track = track_video(path)
    assert track.face_found.all()
    assert track.frame_size_px == FACE_PX
    assert track.source.video_track == number
    assert f"Number {number} was looked at, the other was not" in track.source.notes[0]
    (tmp_path / "shown.mp4").write_bytes(make_clip(path, track))
    with av.open(str(tmp_path / "shown.mp4")) as shown:
        assert (shown.streams.video[0].width, shown.streams.video[0].height) == FACE_PX


def test_without_a_face_anywhere_it_is_the_track_that_players_show(tmp_path):
    slides = draw_slides(20)
    path = write_tracks(tmp_path / "talk.mkv", [[s[::2, ::2].copy() for s in slides], slides])
    track = track_video(path)
    assert not track.face_found.any()
    assert track.source.video_track == 2
