"""One clock: the same pictures have the same times in every container, and a place in its file."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

import making_videos as made
import pympi
import pytest
from browser import CHROMIUM, start_browser
from examples import keep_quick
from examples_of_analysis import make_analysis
from writing_containers import set_edits, write_recording

from twitchcam.capture.files import open_video
from twitchcam.capture.timestamps import RisingTimes
from twitchcam.records import Source
from twitchcam.report.agreement import compare_analyses
from twitchcam.report.document import write_document
from twitchcam.report.elan import write_elan

CONTAINERS = {
    "a.mp4": ("libx264", "aac"),
    "a.mov": ("libx264", "aac"),
    "a.mkv": ("libx264", "aac"),
    "vp8.mkv": ("libvpx", "libopus"),
    "a.webm": ("libvpx-vp9", "libopus"),
    "hevc.mkv": ("libx265", "aac"),
    "a.ts": ("libx264", "aac"),
    "a.flv": ("libx264", "aac"),
    "a.nut": ("libx264", "aac"),
}
# Pictures that begin with the sound, a little after it, and long after it.
STARTS_MS = (0, 200, 1000)
UNEVEN_MS = [0, 33, 66, 133, 150, 300, 301, 340, 400, 455, *range(500, 2000, 40)]


def read(path: Path, **options) -> tuple[list[int], list[float], Source]:
    with open_video(path, **options) as video:
        frames = list(video.frames())
        source = video.describe()
    numbers = [made.read_number(frame.image_rgb) for frame in frames]
    return numbers, [frame.time_s for frame in frames], source


@pytest.mark.parametrize("start_ms", keep_quick(STARTS_MS, 200))
@pytest.mark.parametrize("name", CONTAINERS)
def test_the_same_pictures_have_the_same_times_in_every_container(tmp_path, name, start_ms):
    codec, sound = CONTAINERS[name]
    path = write_recording(
        tmp_path / name,
        codec,
        picture_ms=[start_ms + t for t in UNEVEN_MS],
        sound_s=3.0,
        sound_codec=sound,
    )
    numbers, times_s, source = read(path)
    assert numbers == list(range(len(UNEVEN_MS)))
    assert times_s == pytest.approx([t / 1000 for t in UNEVEN_MS], abs=1e-3)
    # An encoder of sound may begin a few hundredths of a second before 0.
    assert source.first_picture_s == pytest.approx(start_ms / 1000, abs=0.06)
    assert source.notes == ()
    assert (source.time_source, source.slowed) == ("container", 1.0)


@pytest.mark.parametrize("start_ms", keep_quick(STARTS_MS, 200))
@pytest.mark.parametrize("says", ["length", "end"])
def test_what_a_matroska_states_may_be_the_length_or_the_end_of_its_pictures(
    tmp_path, says, start_ms
):
    path = write_recording(
        tmp_path / "a.mkv", picture_ms=[start_ms + t for t in made.even_times_ms(50)], sound_s=3.0
    )
    stated = f"00:00:0{2 + start_ms / 1000:.9f}".encode()
    data = path.read_bytes()
    assert data.count(stated) == 1
    if says == "length":  # as mkvmerge has it; FFmpeg states the end
        path.write_bytes(data.replace(stated, b"00:00:02.000000000"))
    assert read(path)[2].notes == ()
    path.write_bytes(path.read_bytes()[: len(data) * 6 // 10])
    assert any("cut off" in note for note in read(path)[2].notes)


def write_without_reordering(path: Path) -> Path:
    """The clock of the track begins at 0: frames that refer to later ones would move it."""
    return made.write_video(path, times_ms=made.even_times_ms(50), options={"bf": "0"})


EDITS = {
    # (length s, from s or None for nothing, speed): numbers that are seen, where they begin
    "all": ([(2.0, 0.0, 1)], range(50), 0.0),
    "begins late": ([(0.48, None, 1), (2.0, 0.0, 1)], range(50), 0.48),
    "beginning cut off": ([(1.6, 0.4, 1)], range(10, 50), 0.0),
    "end cut off": ([(1.2, 0.0, 1)], range(30), 0.0),
    "middle cut out": ([(0.4, 0.0, 1), (1.0, 1.0, 1)], [*range(10), *range(25, 50)], 0.0),
}


@pytest.mark.parametrize("name", EDITS)
def test_edits_that_cut_and_join_are_followed(tmp_path, name):
    edits, wanted, begins_s = EDITS[name]
    path = write_without_reordering(tmp_path / "a.mp4")
    set_edits(path, edits)
    numbers, times_s, source = read(path)
    assert numbers == list(wanted)
    assert times_s == pytest.approx([0.04 * k for k in range(len(wanted))], abs=1e-3)
    assert source.first_picture_s == pytest.approx(begins_s, abs=1e-3)
    assert source.notes == ()


RETIMED = {
    "slowed four times": [(8.0, 0.0, 0.25)],
    "fast": [(1.0, 0.0, 2)],
    "a phone's slow middle": [(0.4, 0.0, 1), (3.2, 0.4, 0.25), (0.8, 1.2, 1)],
    "nothing in the middle": [(0.4, 0.0, 1), (0.3, None, 1), (1.6, 0.4, 1)],
}


@pytest.mark.parametrize("name", RETIMED)
def test_where_players_change_the_speed_pictures_keep_their_own_times(tmp_path, name):
    path = write_without_reordering(tmp_path / "a.mp4")
    set_edits(path, RETIMED[name])
    numbers, times_s, source = read(path)
    assert numbers == list(range(50))
    assert times_s == pytest.approx([0.04 * k for k in range(50)], abs=1e-3)
    assert "faster, slower or after a pause" in source.notes[0]


@pytest.mark.parametrize(
    ("bits", "ticks_per_s"), [(33, 90_000), (32, 90_000), (32, 1000), (31, 1000), (24, 1000)]
)
def test_a_clock_that_is_full_and_begins_anew_goes_on(bits, ticks_per_s):
    turn_s = 2**bits / ticks_per_s
    stated_s = [(turn_s - 1.0 + 0.04 * k) % turn_s for k in range(100)]
    clock = RisingTimes(0.04)
    times_s = [time_s for _, time_s in clock.settle(enumerate(stated_s))]
    assert times_s == pytest.approx([0.04 * k for k in range(100)], abs=1e-5)
    assert clock.n_dropped == clock.n_restarts == 0


def test_a_broadcast_whose_clock_turns_gives_even_times(tmp_path):
    start_ms = round(2**33 / 90 - 1000)
    path = write_recording(
        tmp_path / "a.ts", picture_ms=[start_ms + t for t in made.even_times_ms(50)]
    )
    numbers, times_s, source = read(path)
    assert numbers == list(range(50))
    assert times_s == pytest.approx([0.04 * k for k in range(50)], abs=1e-3)
    assert source.notes == ()
    assert source.first_picture_s == pytest.approx(0.0, abs=1e-3)


@pytest.mark.parametrize("name", ["a.ts", "a.mkv", "live.webm"])
def test_a_piece_of_something_that_ran_for_hours_begins_at_its_beginning(tmp_path, name):
    codec = "libvpx" if name == "live.webm" else "libx264"
    options = {"live": "1"} if name == "live.webm" else {}
    picture_ms = [72_000_000 + t for t in UNEVEN_MS]
    path = write_recording(tmp_path / name, codec, picture_ms=picture_ms, container_options=options)
    _, times_s, source = read(path)
    assert times_s == pytest.approx([t / 1000 for t in UNEVEN_MS], abs=1e-3)
    assert source.first_picture_s == pytest.approx(0.0, abs=1e-3)
    assert source.notes == ()


@pytest.mark.parametrize(
    ("name", "codec", "sound"),
    [("a.mpg", "mpeg2video", "mp2"), ("a.3gp", "mpeg4", "aac"), ("a.ogg", "libvpx", "libopus")],
)
def test_formats_with_an_even_clock_know_where_the_pictures_begin(tmp_path, name, codec, sound):
    picture_ms = [1000 + t for t in made.even_times_ms(50)]
    path = write_recording(
        tmp_path / name,
        codec,
        picture_ms=picture_ms,
        sound_s=3.0,
        sound_codec=sound,
        ticks_per_s=25,
    )
    numbers, times_s, source = read(path)
    assert numbers == list(range(50))
    assert times_s == pytest.approx([0.04 * k for k in range(50)], abs=1e-3)
    assert source.first_picture_s == pytest.approx(1.0, abs=0.06)
    assert source.notes == ()


def at_another_place(analysis, **changes):
    return replace(analysis, source=replace(analysis.source, **changes))


@pytest.mark.parametrize(("first_s", "slowed"), [(0.0, 1.0), (1.0, 1.0), (0.2, 8.0)])
def test_elan_has_the_time_line_of_the_file(tmp_path, first_s, slowed):
    analysis = at_another_place(make_analysis(), first_picture_s=first_s, slowed=slowed)
    write_elan(analysis, tmp_path / "a.eaf")
    event = next(e for e in analysis.events if (e.region, e.side) == ("cheek", "left"))
    rows = pympi.Eaf(str(tmp_path / "a.eaf")).get_annotation_data_for_tier("twitch left cheek")
    assert rows[0][0] == pytest.approx(1000 * (first_s + slowed * event.onset_s), abs=0.51)


@pytest.mark.parametrize(("first_s", "slowed"), [(0.0, 1.0), (1.0, 1.0), (0.2, 8.0)])
def test_an_expert_who_marks_the_file_in_elan_agrees(tmp_path, first_s, slowed):
    analysis = at_another_place(make_analysis(), first_picture_s=first_s, slowed=slowed)
    write_elan(analysis, tmp_path / "truth.eaf")
    write_document(analysis, tmp_path / "analysis.json")
    compared = compare_analyses(tmp_path / "truth.eaf", [tmp_path / "analysis.json"])
    assert len(compared) >= 2
    for comparison in compared:
        assert comparison.recall == comparison.precision == 1.0
        assert comparison.onset_error_s == pytest.approx(0.0, abs=1e-3)


SEEN_BY_A_BROWSER = """async ([address, timeS]) => {
  const video = document.createElement("video");
  video.muted = true;
  video.src = address;
  await new Promise((done, fail) => { video.onloadeddata = done; video.onerror = fail; });
  const seen = new Promise((done) => video.requestVideoFrameCallback((_, m) => done(m.mediaTime)));
  video.currentTime = timeS;
  return await seen;
}"""


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no Chromium here")
def test_a_browser_shows_each_picture_where_we_say_that_it_lies_in_the_file(tmp_path):
    kinds = {"a.mp4": ("video/mp4", "libx264"), "a.webm": ("video/webm", "libvpx")}
    with start_browser() as browser:
        page = browser.new_page()
        for name, (mime, codec) in kinds.items():
            for start_ms in STARTS_MS:
                path = write_recording(
                    tmp_path / name,
                    codec,
                    picture_ms=[start_ms + t for t in made.even_times_ms(50)],
                    sound_s=4.0,
                    sound_codec="aac" if name == "a.mp4" else "libopus",
                )
                _, times_s, source = read(path)
                place_s = source.to_file_s(times_s[30])
                address = f"data:{mime};base64,{base64.b64encode(path.read_bytes()).decode()}"
                shown_s = page.evaluate(SEEN_BY_A_BROWSER, [address, place_s + 0.01])
                assert shown_s == pytest.approx(place_s, abs=0.002), (name, start_ms)
