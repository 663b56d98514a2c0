"""A file that plays slower than life is measured in seconds of life, or the doubt is told."""

from __future__ import annotations

import making_videos as made
import pytest
from writing_containers import write_recording

from twitchcam.capture.files import open_video
from twitchcam.capture.slow_motion import read_pace

ANDROID = "com.android.capture.fps"
APPLE = "com.apple.quicktime.full-frame-rate-playback-intent"

# taken a second, stored a second: seconds of the file in one of life, words of the note
ANDROID_PACES = {
    (240.0, 30.0): (8.0, "8 times slower"),
    (240.0, 29.97): (240 / 29.97, "8 times slower"),
    (120.0, 30.0): (4.0, "4 times slower"),
    (120.0, 24.0): (5.0, "5 times slower"),
    (960.0, 30.0): (32.0, "32 times slower"),
    (480.0, 240.0): (2.0, "2 times slower"),
    (240.0, 238.0): (1.0, "at their times"),
    (120.0, 119.3): (1.0, "at their times"),
    (2.0, 30.0): (1 / 15, "15 times faster"),
    (30.0, 30.05): (1.0, None),
    (60.0, 59.2): (1.0, None),
    (30.0, 24.7): (1.0, None),
    (30.0, 15.0): (1.0, "dim light"),
    (60.0, 30.0): (1.0, "dim light"),
}


@pytest.mark.parametrize("rates", ANDROID_PACES)
def test_what_android_says_is_used_where_it_can_mean_only_one_thing(rates):
    taken_hz, stored_hz = rates
    slowed, words = ANDROID_PACES[rates]
    pace = read_pace({ANDROID: f"{taken_hz:f}"}, stored_hz)
    assert pace.slowed == pytest.approx(slowed, rel=1e-3)
    assert (pace.note is None) if words is None else (words in pace.note)


@pytest.mark.parametrize(
    ("intent", "stored_hz", "told"),
    [("0", 240.0, True), ("0", 119.9, True), ("0", 30.0, False), ("1", 240.0, False)],
)
def test_apple_keeps_the_times_of_life(intent, stored_hz, told):
    pace = read_pace({APPLE: intent}, stored_hz)
    assert pace.slowed == 1.0
    assert (pace.note is not None) is told


@pytest.mark.parametrize("stated", ["", "fast", "nan", "inf", "-240", "0", "1e9"])
def test_a_rate_that_is_none_changes_nothing(stated):
    assert read_pace({ANDROID: stated}, 30.0) == (1.0, None)
    assert read_pace({ANDROID: "240"}, None) == (1.0, None)


@pytest.mark.parametrize("name", ["a.mp4", "a.mov"])
@pytest.mark.parametrize("taken_hz", [100, 200])
def test_the_pictures_of_a_slow_file_have_the_times_of_life(tmp_path, name, taken_hz):
    path = write_recording(
        tmp_path / name,
        picture_ms=[400 + t for t in made.even_times_ms(50)],
        sound_s=3.0,
        tags={ANDROID: f"{taken_hz}.000000"},
    )
    with open_video(path) as video:
        times_s = [frame.time_s for frame in video.frames()]
        source = video.describe()
    assert times_s == pytest.approx([k / taken_hz for k in range(50)], abs=1e-3)
    assert source.duration_s == pytest.approx(49 / taken_hz, abs=1e-3)
    assert source.slowed == pytest.approx(taken_hz / 25, rel=0.01)
    assert source.first_picture_s == pytest.approx(0.4, abs=0.03)
    assert source.to_file_s(times_s[10]) == pytest.approx(0.8, abs=0.04)
    assert len(source.notes) == 1


@pytest.mark.parametrize("intent", ["0", "1"])
def test_a_slow_motion_file_of_an_iphone_is_read_at_the_times_of_life(tmp_path, intent):
    """As the Camera app leaves it: the slow part lies in a file beside it, not in the recording."""
    path = write_recording(
        tmp_path / "IMG_0042.MOV",
        picture_ms=[8 * k for k in range(60)],
        sound_s=0.5,
        tags={
            "com.apple.quicktime.make": "Apple",
            "com.apple.quicktime.model": "iPhone 15",
            "com.apple.quicktime.software": "18.3.1",
            "com.apple.quicktime.creationdate": "2026-11-28T17:37:24+0800",
            APPLE: intent,
        },
        container_options={"format": "mov"},
    )
    with open_video(path) as video:
        times_s = [frame.time_s for frame in video.frames()]
        source = video.describe()
    assert times_s == pytest.approx([0.008 * k for k in range(60)], abs=1e-3)
    assert source.slowed == 1.0
    assert [("at their times" in note) for note in source.notes] == [True] * (intent == "0")
