"""Pictures come out upright, in their true colours and all of one size."""

from fractions import Fraction

import av
import making_videos as made
import numpy as np
import pytest

from twitchcam.capture.files import open_video


def read(path, **options):
    with open_video(path, **options) as video:
        frames = list(video.frames())
        return frames, video.describe()


def numbers(frames):
    return [made.read_number(frame.image_rgb) for frame in frames]


def turn(n, flipped=False):
    """Store the numbered pictures so that ``n`` quarter turns against the clock undo it."""
    pictures = [made.make_picture(k) for k in range(6)]
    if flipped:
        pictures = [picture[:, ::-1] for picture in pictures]
    return [np.ascontiguousarray(np.rot90(picture, -n)) for picture in pictures]


@pytest.mark.parametrize(
    ("size_px", "n_kept", "note"),
    [
        ((192, 128), 20, "changed size in mid-recording"),
        ((64, 96), 10, "of another shape than the first"),
    ],
)
def test_a_recording_that_changes_its_size_keeps_that_of_the_first(tmp_path, size_px, n_kept, note):
    path = made.write_video(tmp_path / "a.h264", times_ms=made.even_times_ms(10))
    later = made.write_video(tmp_path / "b.h264", times_ms=made.even_times_ms(10), size_px=size_px)
    path.write_bytes(path.read_bytes() + later.read_bytes())
    frames, source = read(path)
    assert len(frames) == n_kept
    assert numbers(frames) == [k % 10 for k in range(n_kept)]
    assert {frame.image_rgb.shape for frame in frames} == {(64, 96, 3)}
    assert any("10 pictures" in text and note in text for text in source.notes)


def test_pictures_are_arrays_of_rows_of_rgb(tmp_path):
    frames, _ = read(str(made.write_video(tmp_path / "clip.mp4")))
    image = frames[0].image_rgb
    assert (image.shape, image.dtype) == ((64, 96, 3), np.uint8)
    assert image.flags.c_contiguous


@pytest.mark.parametrize("quarter_turns", [0, 1, 2, 3])
@pytest.mark.parametrize("flipped", [False, True])
def test_a_recording_of_a_phone_is_turned_upright(tmp_path, quarter_turns, flipped):
    pictures = turn(quarter_turns, flipped)
    height_px, width_px = pictures[0].shape[:2]
    path = made.write_video(
        tmp_path / "phone.mp4",
        times_ms=made.even_times_ms(6),
        pictures=pictures,
        size_px=(width_px, height_px),
        rotation_deg=90 * quarter_turns,
        flipped=flipped,
    )
    with open_video(path) as video:
        assert video.stored_size_px == video.size_px == made.SIZE_PX
        frames = list(video.frames())
    assert numbers(frames) == list(range(6))
    for frame in frames:
        difference = frame.image_rgb.astype(int) - made.make_picture(frame.index)
        assert np.abs(difference).mean() < 6


def test_a_mirrored_recording_is_turned_back_after_it_is_upright(tmp_path):
    path = made.write_video(
        tmp_path / "selfie.mp4",
        times_ms=made.even_times_ms(6),
        pictures=turn(1),
        size_px=(64, 96),
        rotation_deg=90,
    )
    straight, _ = read(path)
    turned, source = read(path, mirrored=True)
    assert source.mirrored
    np.testing.assert_array_equal(turned[3].image_rgb, straight[3].image_rgb[:, ::-1])


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["odd.mp4", "odd.webm"])
def test_odd_sizes_stay_as_they_are(tmp_path, kind):
    codec, pix_fmt = ("libvpx", "yuv420p") if kind.endswith("webm") else ("libx264", "yuv444p")
    path = made.write_video(tmp_path / kind, codec, size_px=(321, 241), pix_fmt=pix_fmt)
    frames, source = read(path)
    assert frames[0].image_rgb.shape == (241, 321, 3)
    assert (source.width_px, source.height_px) == (321, 241)
    assert numbers(frames) == list(range(20))


@pytest.mark.slow
def test_a_large_recording_is_scaled_down_and_says_so(tmp_path):
    path = made.write_video(
        tmp_path / "uhd.mp4",
        times_ms=[0, 40],
        size_px=(3840, 2160),
        options={"preset": "ultrafast", "crf": "30"},
    )
    with open_video(path, scale=0.25) as video:
        assert (video.stored_size_px, video.size_px) == ((3840, 2160), (960, 540))
        frames = list(video.frames())
        source = video.describe()
    assert [frame.image_rgb.shape for frame in frames] == [(540, 960, 3)] * 2
    assert (source.width_px, source.height_px) == (960, 540)
    assert source.notes == ("The pictures were scaled from 3840x2160 to 960x540 pixels.",)
    assert numbers(frames) == [0, 1]


def test_a_turned_recording_is_scaled_the_right_way_round(tmp_path):
    path = made.write_video(
        tmp_path / "phone.mp4", pictures=turn(1), times_ms=made.even_times_ms(6),
        size_px=(64, 96), rotation_deg=90,
    )  # fmt: skip
    with open_video(path, scale=0.5) as video:
        assert (video.stored_size_px, video.size_px) == ((96, 64), (48, 32))
        assert numbers(video.frames()) == list(range(6))


@pytest.mark.parametrize("full_range", [False, True])
@pytest.mark.parametrize("kind", ["colours.mp4", "colours.mkv"])
def test_colours_are_right_in_both_ranges(tmp_path, full_range, kind):
    path = made.write_video(tmp_path / kind, full_range=full_range)
    frames, _ = read(path)
    seen = made.read_colours(frames[0].image_rgb)
    assert np.abs(seen - np.array(made.COLOURS)).max() <= 4


def test_black_and_white_keep_their_full_range(tmp_path):
    white = np.full((64, 96, 3), 255, np.uint8)
    for full_range in (False, True):
        path = made.write_video(
            tmp_path / "contrast.mp4",
            times_ms=[0, 40],
            pictures=[white, 0 * white],
            full_range=full_range,
        )
        frames, _ = read(path)
        assert frames[0].image_rgb.min() >= 252
        assert frames[1].image_rgb.max() <= 3


def test_a_grey_recording_becomes_grey_rgb(tmp_path):
    path = made.write_video(tmp_path / "grey.mkv", "ffv1", pix_fmt="gray")
    frames, _ = read(path)
    assert numbers(frames) == list(range(20))
    image = frames[5].image_rgb
    assert np.ptp(image, axis=2).max() == 0
    assert (image.min(), image.max()) == (20, 235)


def test_pixels_that_are_not_square_are_made_square(tmp_path):
    path = made.write_video(tmp_path / "dv.mp4", pixel_shape=Fraction(4, 3))
    frames, source = read(path)
    assert frames[0].image_rgb.shape == (64, 128, 3)
    assert numbers(frames) == list(range(20))
    assert "not square" in source.notes[0]


def comb(k, size_px=(96, 64)):
    """Two half pictures of a bar that moves by 8 px between them."""
    picture = np.full((size_px[1], size_px[0], 3), 60, np.uint8)
    for row in range(2):
        left = 8 + 4 * k + 8 * row
        picture[row::2, left : left + 24] = 200
    return picture


@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [
        ("camcorder.mp4", "libx264", {"x264-params": "tff=1", "crf": "4"}),
        ("camcorder.mpg", "mpeg2video", {"flags": "+ildct+ilme", "b": "8000000"}),
    ],
)
def test_of_two_half_pictures_in_one_the_first_is_taken(tmp_path, name, codec, options):
    path = made.write_video(
        tmp_path / name, codec, options=options, pictures=[comb(k) for k in range(8)],
        times_ms=made.even_times_ms(8), ticks_per_s=25,
    )  # fmt: skip
    frames, source = read(path)
    assert len(frames) == 8
    for k, frame in enumerate(frames):
        bright = frame.image_rgb[..., 1] > 130
        # No tooth of a comb is left: all rows show the bar where the first half picture has it.
        assert (bright == bright[0]).mean() > 0.98
        (across,) = np.nonzero(bright[32])
        assert (across[0], across[-1]) == (
            pytest.approx(8 + 4 * k, abs=1), pytest.approx(31 + 4 * k, abs=1),
        )  # fmt: skip
    (note,) = source.notes
    assert "interlaced" in note


def test_a_recording_that_is_not_interlaced_keeps_all_of_its_rows(tmp_path):
    path = made.write_video(
        tmp_path / "fine.mp4", options={"crf": "4"}, pictures=[comb(k) for k in range(4)],
        times_ms=made.even_times_ms(4),
    )  # fmt: skip
    frames, source = read(path)
    assert source.notes == ()
    assert frames[1].image_rgb[0, 13, 1] > 150 > frames[1].image_rgb[1, 13, 1]


@pytest.mark.parametrize(
    ("name", "codec", "pix_fmt"),
    [
        ("small.gif", "gif", "rgb8"),
        ("old.wmv", "wmv2", "yuv420p"),
        ("edited.mov", "prores_ks", "yuv422p10le"),
        ("screen.avi", "libx264rgb", "rgb24"),
        ("cd.avi", "cinepak", "rgb24"),
        ("hdr.mkv", "libx265", "yuv420p10le"),
        ("studio.mkv", "libx265", "yuv444p12le"),
        ("lab.mkv", "ffv1", "gray16le"),
        ("seen_through.mkv", "ffv1", "bgra"),
    ],
)
def test_recordings_of_every_codec_and_depth_are_read(tmp_path, name, codec, pix_fmt):
    path = made.write_video(tmp_path / name, codec, pix_fmt=pix_fmt, ticks_per_s=25)
    frames, source = read(path)
    assert numbers(frames) == list(range(20))
    assert [frame.time_s for frame in frames] == pytest.approx([k / 25 for k in range(20)])
    assert source.notes == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "codec", "size_px"),
    [("old.3gp", "h263", (176, 144)), ("tape.dv", "dvvideo", (720, 576))],
)
def test_recordings_of_a_fixed_size_are_read(tmp_path, name, codec, size_px):
    path = made.write_video(tmp_path / name, codec, size_px=size_px, ticks_per_s=25)
    frames, source = read(path)
    assert numbers(frames) == list(range(20))
    assert "not square" in source.notes[0]
    assert [("interlaced" in note) for note in source.notes[1:]] == [True] * (codec == "dvvideo")


_TO_2020 = np.array([[0.6274, 0.3293, 0.0433], [0.0691, 0.9195, 0.0114], [0.0164, 0.088, 0.8956]])


def code_high(picture, transfer):
    """The 16 bits in which a phone writes down what a usual screen would show as ``picture``."""
    code = picture / 255.0
    light = np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4) @ _TO_2020.T
    if transfer == "arib-std-b67":
        scene = 0.265 * light  # white paper is at 75 %
        a, b, c = 0.17883277, 0.28466892, 0.55991073
        high = a * np.log(np.maximum(12 * scene - b, 1e-9)) + c
        coded = np.where(scene <= 1 / 12, np.sqrt(3 * scene), high)
    else:
        power = (light * 203 / 10_000) ** 0.1593017578125
        coded = ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375
    return np.round(np.clip(coded, 0.0, 1.0) * 65535).astype(np.uint16)


@pytest.mark.parametrize(("transfer", "number"), [("arib-std-b67", 18), ("smpte2084", 16)])
def test_high_dynamic_range_is_seen_as_on_a_usual_screen(tmp_path, transfer, number):
    path = tmp_path / "phone.mov"
    about = f"colorprim=bt2020:transfer={transfer}:colormatrix=bt2020nc"
    with av.open(str(path), "w") as out:
        options = {"x265-params": f"log-level=none:crf=4:{about}", "preset": "ultrafast"}
        stream = out.add_stream("libx265", rate=25, options=options)
        stream.width, stream.height, stream.pix_fmt = *made.SIZE_PX, "yuv420p10le"
        for k in range(6):
            coded = code_high(made.make_picture(k), transfer)
            frame = av.VideoFrame.from_ndarray(coded, format="rgb48le")
            frame = frame.reformat(format="yuv420p10le", dst_colorspace=9)
            frame.color_trc, frame.color_primaries, frame.colorspace = number, 9, 9
            frame.pts, frame.time_base = k, Fraction(1, 25)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    frames, source = read(path)
    assert numbers(frames) == list(range(6))
    seen = made.read_colours(frames[0].image_rgb)
    assert np.abs(seen - np.array(made.COLOURS)).max() <= 12
    assert source.notes == ()
