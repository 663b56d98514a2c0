"""A call that freezes is noticed for as long as it does, also when it is encoded again."""

from __future__ import annotations

import itertools
from fractions import Fraction

import av
import numpy as np
import pytest
from examples import keep_short

from twitchcam.capture.files import open_video
from twitchcam.records import Frame
from twitchcam.settings import TrackingSettings
from twitchcam.synthetic.clip import ClipPlan, render_frames
from twitchcam.synthetic.movements import Blink, Twitch
from twitchcam.tracking.locate import RepeatWatch
from twitchcam.tracking.scene import cut_out_face
from twitchcam.x264 import list_x264_params

pytestmark = pytest.mark.slow

RATE_HZ = 30
FACE = (slice(40, 220, 2), slice(70, 250, 2))


@pytest.fixture(scope="module")
def pictures():
    """Eight seconds: eyes blink, a cheek twitches, the head sways as living ones do."""
    plan = ClipPlan(
        duration_s=8.0,
        movements=(
            *(Blink(onset_s=0.8 + 2.1 * k) for k in range(4)),
            Twitch(onset_s=6.0, region="cheek", side="left", size_mm=1.5, duration_s=0.2),
        ),
        size_px=(320, 240),
        eye_distance_px=90.0,
    )
    return list(render_frames(plan))


def watch_encoded(path, pictures, codec, options):
    """Numbers of the pictures that are called repeated, after an encoder had them."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=RATE_HZ, options=options)
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        for k, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture).reformat(format="yuv420p")
            frame.pts, frame.time_base = k, Fraction(1, RATE_HZ)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    watch = RepeatWatch(TrackingSettings())
    with open_video(path) as video:
        return {
            now.index
            for before, now in itertools.pairwise(video.frames())
            if watch.is_repeated(before, now, cut_out_face(now.image_rgb, FACE), FACE)
        }


X264 = list_x264_params()
# Just before a key frame, encoders leave a picture out in truth.
_MAX_SKIPPED = 0.03
ENCODERS = {
    "fine": ("a.mp4", "libx264", {"crf": "18"} | X264),
    "usual": ("a.mp4", "libx264", {"crf": "23", "g": "30"} | X264),
    "coarse": ("a.mp4", "libx264", {"crf": "28", "preset": "veryfast"} | X264),
    # Below 0 the speed is fixed; above, the encoder works worse on a busy machine.
    "vp8": ("a.webm", "libvpx", {"b": "1000000", "deadline": "realtime", "cpu-used": "-8"}),
}


@pytest.mark.parametrize(
    ("name", "start", "stop"),
    keep_short(
        [(name, *frozen) for name in ENCODERS for frozen in ((50, 170), (100, 145))],
        ("usual", 50, 170),
        ("vp8", 100, 145),
    ),
)
def test_a_frozen_stretch_is_noticed_from_its_beginning_to_its_end(
    tmp_path, pictures, name, start, stop
):
    file, codec, options = ENCODERS[name]
    frozen = [*pictures[:start], *[pictures[start]] * (stop - start), *pictures[stop:]]
    seen = watch_encoded(tmp_path / file, frozen, codec, options)
    missed = set(range(start + 1, stop)) - seen
    # Whenever VP8 renews the whole picture, a third of a second passes: at the stop, and once more.
    # Releases of x264 differ in the one to three pictures that they mend after each key frame.
    most = 0.75 * RATE_HZ if codec == "libvpx" else 0.08 * (stop - start)
    assert len(missed) <= most
    assert max(seen) >= stop - 3
    assert len(seen - set(range(start + 1, stop))) <= _MAX_SKIPPED * len(frozen)


@pytest.mark.parametrize("name", keep_short(ENCODERS, "coarse"))
def test_a_living_face_is_never_frozen(tmp_path, pictures, name):
    file, codec, options = ENCODERS[name]
    seen = watch_encoded(tmp_path / file, pictures, codec, options)
    assert len(seen) <= _MAX_SKIPPED * len(pictures)
    # Never for longer than a blink of the encoder.
    assert all(not {k, k + 1, k + 2} <= seen for k in seen)


def test_a_twitch_in_a_face_that_else_stands_still_is_no_repeat(pictures):
    still = np.repeat(pictures[:1], 40, axis=0)
    still[20:26, 150:170, 180:200] += np.arange(6, dtype=np.uint8)[:, None, None, None] * 5
    watch = RepeatWatch(TrackingSettings())
    frames = [Frame(index=k, time_s=k / 30, image_rgb=p) for k, p in enumerate(still)]
    new = [
        now.index
        for before, now in itertools.pairwise(frames)
        if not watch.is_repeated(before, now, cut_out_face(now.image_rgb, FACE), FACE)
    ]
    assert set(range(22, 27)) <= set(new)
