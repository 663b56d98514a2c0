"""How coarsely a picture was quantised is read back from files whose encoder was told."""

from __future__ import annotations

import numpy as np
import pytest
from making_videos import write_video

from twitchcam.capture.files import open_video

SIZE_PX = (160, 96)


@pytest.fixture(scope="module")
def grain():
    """Ten noisy pictures, coarser grain in the right half."""
    random = np.random.default_rng(3)
    noise = random.normal(0, 3, (10, SIZE_PX[1], SIZE_PX[0], 3))
    slope = np.linspace(60, 180, SIZE_PX[0])[None, None, :, None]
    return [picture for picture in np.clip(noise + slope, 0, 255).astype(np.uint8)]


def _read_steps(path):
    with open_video(path) as video:
        return [frame.quantiser_step for frame in video.frames()]


def _write(path, pictures, codec, **options):
    times_ms = [40 * k for k in range(len(pictures))]
    return write_video(
        path, codec, times_ms=times_ms, pictures=pictures, size_px=SIZE_PX, options=options
    )


@pytest.mark.parametrize(("qp", "step"), [(4, 1.0), (16, 4.0), (28, 16.0), (40, 64.0)])
def test_the_step_of_h264_doubles_with_every_six(tmp_path, grain, qp, step):
    params = f"log-level=-1:qp={qp}:ipratio=1:pbratio=1:no-mbtree=1:aq-mode=0"
    path = _write(tmp_path / "clip.mp4", grain, "libx264", **{"x264-params": params})
    for steps in _read_steps(path):
        assert steps.shape == (6, 10)  # blocks of 16 pixels
        assert steps == pytest.approx(step)


def test_ten_bits_count_on_the_scale_of_eight(tmp_path, grain):
    # Two more bits make the range four times as wide, and qp begins twelve lower.
    path = write_video(
        tmp_path / "clip.mp4",
        pictures=grain,
        times_ms=[40 * k for k in range(len(grain))],
        size_px=SIZE_PX,
        pix_fmt="yuv420p10le",
        options={"x264-params": "log-level=-1:qp=28:ipratio=1:pbratio=1:no-mbtree=1:aq-mode=0"},
    )
    assert _read_steps(path)[3] == pytest.approx(4.0)


@pytest.mark.parametrize(
    ("codec", "fine", "coarse"),
    [
        ("libx264", {"crf": "18"}, {"crf": "28"}),
        ("libvpx-vp9", {"crf": "10", "b": "0"}, {"crf": "40", "b": "0"}),
        ("mpeg4", {"qmin": "2", "qmax": "2"}, {"qmin": "12", "qmax": "12"}),
    ],
)
def test_who_asks_for_less_quality_gets_a_coarser_step(tmp_path, grain, codec, fine, coarse):
    low, high = (
        np.median([np.median(s) for s in _read_steps(_write(tmp_path / name, grain, codec, **o))])
        for name, o in (("a.mkv", fine), ("b.mkv", coarse))
    )
    assert 1.0 < low < 12.0
    assert 2.0 * low < high < 64.0


def test_vp9_tells_one_step_for_the_whole_picture(tmp_path, grain):
    path = _write(tmp_path / "clip.webm", grain, "libvpx-vp9", crf="30", b="0")
    assert {steps.shape for steps in _read_steps(path)} == {(1, 1)}


@pytest.mark.parametrize("codec", ["libx265", "libvpx", "mjpeg"])
def test_codecs_that_do_not_tell_give_nothing(tmp_path, grain, codec):
    suffix = {"libvpx": "webm"}.get(codec, "mkv")
    pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
    path = write_video(
        tmp_path / f"clip.{suffix}", codec, pictures=grain, size_px=SIZE_PX, pix_fmt=pix_fmt,
        times_ms=[40 * k for k in range(len(grain))],
    )  # fmt: skip
    assert _read_steps(path) == [None] * len(grain)


def _finer_corner(grain):
    """Pictures whose upper left corner alone has texture, so that its blocks are coded apart."""
    pictures = [np.full_like(picture, 120) for picture in grain]
    for flat, picture in zip(pictures, grain, strict=True):
        flat[:48, :64] = picture[:48, :64]
    return pictures


@pytest.mark.parametrize(
    ("rotation_deg", "corner"), [(0, (0, 0)), (90, (1, 0)), (180, (1, 1)), (270, (0, 1))]
)
@pytest.mark.parametrize("mirrored", [False, True])
def test_the_map_is_turned_as_the_picture_is(tmp_path, grain, rotation_deg, corner, mirrored):
    path = write_video(
        tmp_path / "clip.mp4", pictures=_finer_corner(grain), size_px=SIZE_PX,
        times_ms=[40 * k for k in range(len(grain))], rotation_deg=rotation_deg,
        options={"x264-params": "log-level=-1:aq-mode=1:aq-strength=2:no-mbtree=1", "crf": "20"},
    )  # fmt: skip
    with open_video(path, mirrored=mirrored) as video:
        frame = next(iter(video.frames()))
    steps, picture = frame.quantiser_step, frame.image_rgb
    assert (steps.shape[0] > steps.shape[1]) == (picture.shape[0] > picture.shape[1])
    rows, columns = (n // 2 for n in steps.shape)
    coarsest = np.unravel_index(_halves(steps, rows, columns).argmax(), (2, 2))
    busiest = np.unravel_index(_spread(picture).argmax(), (2, 2))
    assert coarsest == busiest
    assert busiest == (corner[0], corner[1] ^ mirrored)


def _halves(steps, rows, columns):
    return np.array(
        [[steps[:rows, :columns].mean(), steps[:rows, columns:].mean()],
         [steps[rows:, :columns].mean(), steps[rows:, columns:].mean()]]
    )  # fmt: skip


def _spread(picture):
    rows, columns = (n // 2 for n in picture.shape[:2])
    grey = picture[..., 1].astype(float)
    return np.array(
        [[grey[:rows, :columns].std(), grey[:rows, columns:].std()],
         [grey[rows:, :columns].std(), grey[rows:, columns:].std()]]
    )  # fmt: skip
