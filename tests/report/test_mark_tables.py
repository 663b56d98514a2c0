"""A table of marks gives the same marks whoever saved it; what cannot be understood is said."""

from __future__ import annotations

import pytest
from examples_of_analysis import make_analysis

from twitchcam.errors import InputError
from twitchcam.records import Clip
from twitchcam.report.given_marks import read_marks
from twitchcam.report.marker_files import write_mne_annotations
from twitchcam.report.marks import list_marks

CLIP = Clip(name="resting_cheek.mp4", duration_s=29.9667, n_frames=900)
# kind, region, side, onset, offset: what every table below says.
ROWS = (
    ("twitch", "cheek", "left", 1.3, 1.5),
    ("blink", None, "both", 2.0, 2.308),
    ("spasm", "mouth_corner", "right", 6.4, 9.06),
    ("twitch", "chin", "left", 28.3, 28.52),
)
HEADER = ("kind", "region", "side", "onset_s", "offset_s")


def make_table(
    *, delimiter=",", comma=".", header=HEADER, scale=1.0, digits=3, end="\r\n", tail=""
):
    """The rows as text; times are multiplied by ``scale`` and have up to ``digits`` decimals."""

    def say(value):
        text = f"{value * scale:.{digits}f}"
        text = text.rstrip("0").rstrip(".") if digits else text
        quote = '"' if comma == "," == delimiter else ""
        return f"{quote}{text.replace('.', comma)}{quote}"

    lines = [delimiter.join(header)]
    for kind, region, side, onset, offset in ROWS:
        lines.append(delimiter.join((kind, region or "", side, say(onset), say(offset))))
    return end.join(line + tail for line in [*lines, ""])


def read(tmp_path, content, name="truth.csv", clip=CLIP):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_marks(path, clip)


def list_rows(marks):
    return tuple((m.kind, m.region, m.side, m.onset_s, m.offset_s) for m in marks.marks)


def check(marks, tolerance_s=1e-6):
    assert len(marks.marks) == len(ROWS)
    for got, wanted in zip(list_rows(marks), ROWS, strict=True):
        assert got[:3] == wanted[:3]
        assert got[3:] == pytest.approx(wanted[3:], abs=tolerance_s)
    assert set(marks.kinds) == {"twitch", "blink", "spasm"}


PLAIN = make_table()
GERMAN = make_table(delimiter=";", comma=",")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plain.csv", PLAIN),
        ("old_mac.csv", PLAIN.replace("\r\n", "\r")),
        ("unix.csv", PLAIN.replace("\r\n", "\n")),
        ("utf8_with_mark.csv", PLAIN.encode("utf-8-sig")),
        ("german.csv", GERMAN.encode("utf-8-sig")),
        ("german_code_page.csv", GERMAN.replace("left", "left").encode("cp1252")),
        ("swiss.csv", make_table(delimiter=";")),
        ("quoted_commas.csv", make_table(comma=",")),
        ("tabs.csv", make_table(delimiter="\t")),
        ("tabs_and_commas.tsv", make_table(delimiter="\t", comma=",")),
        ("unicode_text.txt", make_table(delimiter="\t", comma=",").encode("utf-16")),
        ("big_endian.txt", b"\xfe\xff" + make_table(delimiter="\t").encode("utf-16-be")),
        ("no_mark.txt", make_table(delimiter="\t").encode("utf-16-le")),
        ("bars.csv", make_table(delimiter="|")),
        ("sep.csv", "sep=;\r\n" + GERMAN),
        ("sep_tab.csv", "sep=\t\r\n" + make_table(delimiter="\t")),
        ("empty_columns.csv", make_table(tail=",,,")),
        (
            "empty_columns_and_rows.csv",
            make_table(delimiter=";", comma=",", tail=";;") + ";;;;;;\r\n" * 5,
        ),
        ("empty_clip.csv", "clip," + PLAIN.replace("\r\n", "\r\n,")),
        ("spaces.csv", PLAIN.replace(",", " , ")),
        ("large_letters.CSV", PLAIN.replace("twitch", "Twitch").replace("left", "LEFT")),
        ("words.csv", PLAIN.replace("mouth_corner", "mouth corner").replace("kind", "Kind")),
        ("letters.csv", PLAIN.replace("left", "L").replace("right", "R")),
        ("title_above.csv", "Coded by A. B.;;;;\r\n;;;;\r\n" + GERMAN),
        ("three_decimals.csv", make_table(delimiter=";", comma=",").replace("1,3;", "1,300;")),
        ("arabic_separator.csv", make_table(delimiter=";", comma="\u066b")),
    ],
)
def test_every_way_to_save_a_table_gives_the_same_marks(name, content, tmp_path):
    marks = read(tmp_path, content, name)
    check(marks)
    assert marks.remarks == ()


def test_letters_of_a_code_page_in_a_remark_do_no_harm(tmp_path):
    text = "kind;region;side;onset_s;offset_s;comment\r\nblink;;both;2,0;2,3;früh, müde\r\n"
    (mark,) = read(tmp_path, text.encode("cp1252")).marks
    assert (mark.onset_s, mark.offset_s) == (2.0, 2.3)


def test_a_table_of_twitchcam_that_a_german_spreadsheet_saved_again_says_the_same(tmp_path):
    """Its cells hold semicolons themselves, and as many decimal commas as there are columns."""
    header = "kind;region;side;onset_s;apex_s;offset_s;amplitude_mm;snr;during;place_x;place_y"
    row = 'twitch;cheek;left;3,2;3,2833;3,4;1,4;11,25;"smile;blink";0,41;0,72'
    (mark,) = read(tmp_path, f"{header}\r\n{row}\r\n").marks
    assert (mark.onset_s, mark.offset_s, mark.amplitude_mm) == (3.2, 3.4, 1.4)


@pytest.mark.parametrize(
    ("header", "scale", "digits"),
    [
        (("kind", "region", "side", "onset_ms", "offset_ms"), 1000, 0),
        (("kind", "region", "side", "Start (ms)", "Stop (ms)"), 1000, 0),
        (("kind", "region", "side", "start", "end"), 1, 3),
        (("kind", "region", "side", "Start Time (seconds)", "End Time (seconds)"), 1, 3),
        (("kind", "region", "side", "Begin Time - ss.msec", "End Time - ss.msec"), 1, 3),
        (("kind", "region", "side", "Begin Time - msec", "End Time - msec"), 1000, 0),
    ],
)
def test_the_name_of_a_column_tells_its_unit(header, scale, digits, tmp_path):
    marks = read(tmp_path, make_table(header=header, scale=scale, digits=digits))
    check(marks)
    assert marks.remarks == ()


@pytest.mark.parametrize("names", [("onset_frame", "offset_frame"), ("start_frame", "end_frame"),
                                   ("frame_onset", "frame_offset")])  # fmt: skip
def test_columns_of_picture_numbers_are_turned_into_seconds(names, tmp_path):
    header = ("kind", "region", "side", *names)
    marks = read(tmp_path, make_table(header=header, scale=30, digits=0))
    check(marks, tolerance_s=0.02)
    with pytest.raises(InputError, match="picture numbers and no recording"):
        read(tmp_path, make_table(header=header, scale=30, digits=0), clip=None)


@pytest.mark.parametrize("thousands", ["", ",", ".", " ", "\u202f", "'"])
def test_milliseconds_may_have_their_thousands_parted(thousands, tmp_path):
    def say(value):
        return f"{round(1000 * value):,}".replace(",", thousands)

    lines = ["kind;region;side;onset_ms;offset_ms"]
    lines += [f"{k};{r or ''};{s};{say(a)};{say(b)}" for k, r, s, a, b in ROWS]
    check(read(tmp_path, "\r\n".join(lines)))


@pytest.mark.parametrize(
    ("scale", "digits", "word", "tolerance_s"),
    [(1000, 0, "milliseconds", 1e-6), (1000, 3, "milliseconds", 1e-6),
     (30, 0, "picture numbers", 0.02)],
)  # fmt: skip
def test_times_that_are_no_seconds_are_recognised_and_said(
    scale, digits, word, tolerance_s, tmp_path
):
    marks = read(tmp_path, make_table(scale=scale, digits=digits))
    check(marks, tolerance_s)
    (remark,) = marks.remarks
    assert word in remark
    assert "truth.csv" in remark


@pytest.mark.parametrize("scale", [1000, 30])
def test_points_that_are_no_seconds_are_recognised_too(scale, tmp_path):
    times_s = [1.0, 7.5, 13.0, 22.5, 28.0]
    rows = [f"blink,,both,{round(t * scale)},\n" for t in times_s]
    marks = read(tmp_path, "kind,region,side,onset_s,offset_s\n" + "".join(rows))
    assert [mark.onset_s for mark in marks.marks] == pytest.approx(times_s, abs=0.01)
    assert len(marks.remarks) == 1


def test_times_that_can_be_two_things_are_asked_for(tmp_path):
    text = "kind,region,side,onset_s,offset_s\nblink,,both,400,\n"
    with pytest.raises(InputError, match=r"onset_frame, offset_frame or onset_ms, offset_ms"):
        read(tmp_path, text)


def test_whole_seconds_of_a_longer_clip_stay_seconds(tmp_path):
    text = "kind,region,side,onset_s,offset_s\n"
    text += "".join(f"blink,,both,{t},{t + 1}\n" for t in (2, 10, 21, 40))
    marks = read(tmp_path, text)
    assert [mark.onset_s for mark in marks.marks] == [2, 10, 21, 40]
    (remark,) = marks.remarks
    assert "1 of 4 marks of truth.csv begins after the end" in remark


def test_marks_of_another_clip_are_said_to_lie_beyond_the_end(tmp_path):
    text = "kind,region,side,onset_s,offset_s\n"
    text += "".join(f"blink,,both,{t},{t + 0.3}\n" for t in (61.7, 70.2, 99.9, 2.0))
    marks = read(tmp_path, text)
    assert len(marks.marks) == 4
    assert (
        "3 of 4 marks of truth.csv begin after the end of the recording (30.0 s)"
        in marks.remarks[0]
    )


@pytest.mark.parametrize(
    "lines",
    [
        ("kind,region,side,onset_s,offset_s", "twitch,cheek,left,1.3,1.3"),
        ("kind,region,side,onset_s,offset_s", "twitch,cheek,left,1.3,"),
        ("kind,region,side,onset_s,offset_s", "twitch,cheek,left,1.3,NA"),
        ("kind,region,side,onset_s", "twitch,cheek,left,1.3"),
        ("kind,region,side,time", "twitch,cheek,left,1.3"),
        ("label,time_s", "twitch left cheek,1.3"),
    ],
)
def test_a_mark_without_an_end_is_a_point(lines, tmp_path):
    marks = read(tmp_path, "\n".join(lines))
    assert list_rows(marks) == (("twitch", "cheek", "left", 1.3, 1.3),)


@pytest.mark.parametrize(
    ("start", "stop"),
    [("0:01.3", "0:02.5"), ("00:00:01.300", "00:00:02.500"), ("00:01,3", "00:02,5"),
     ("0:00:01.3", "0:00:02.5")],
)  # fmt: skip
def test_times_of_a_clock_are_seconds(start, stop, tmp_path):
    marks = read(tmp_path, f"kind;region;side;start;end\nspasm;chin;right;{start};{stop}\n")
    assert list_rows(marks) == (("spasm", "chin", "right", 1.3, 2.5),)


def test_times_of_a_clock_are_never_taken_for_anything_else(tmp_path):
    text = "kind;start\n" + "".join(f"blink;0:0{m}:00\n" for m in range(1, 6))
    marks = read(tmp_path, text)
    assert [mark.onset_s for mark in marks.marks] == [60, 120, 180, 240, 300]
    (remark,) = marks.remarks
    assert "5 of 5 marks of truth.csv begin after the end" in remark


@pytest.mark.parametrize(
    ("head", "length"), [("duration_s", 0.2), ("duration_ms", 200), ("Duration", 0.2)]
)
def test_a_length_may_stand_for_the_end(head, length, tmp_path):
    marks = read(tmp_path, f"kind,region,side,onset_s,{head}\ntwitch,cheek,left,1.3,{length}\n")
    assert marks.marks[0].offset_s == pytest.approx(1.5)


@pytest.mark.parametrize("side", ["both", "B", "b"])
def test_events_as_bids_keeps_them_are_read(side, tmp_path):
    content = f"onset\tduration\ttrial_type\tside\n1.5\t0.25\tblink\t{side}\n"
    marks = read(tmp_path, content, "sub-01_task-rest_events.tsv")
    assert list_rows(marks) == (("blink", None, "both", 1.5, 1.75),)
    assert marks.remarks == ()


def test_a_length_that_bids_says_is_not_known_makes_a_point(tmp_path):
    content = "onset\tduration\ttrial_type\n1.3\t0.2\ttwitch left cheek\n2.0\tn/a\tblink\n"
    marks = read(tmp_path, content, "sub-01_task-rest_events.tsv")
    assert list_rows(marks) == (
        ("twitch", "cheek", "left", 1.3, 1.5),
        ("blink", None, "both", 2.0, 2.0),
    )


@pytest.mark.parametrize("onset_s", [0.1, 1.3])
def test_annotations_of_mne_have_a_length_and_no_end(onset_s, tmp_path):
    """Also where the length is more than the onset, so that it could pass for an end."""
    content = (
        "# MNE-Annotations\n# orig_time : 2026-01-01 12:00:00\n# onset, duration, description\n"
        f"{onset_s},0.2,twitch/left/cheek\n2.0,0.25,blink/both\n2.0,4.5,not_judged/expression\n"
    )
    marks = read(tmp_path, content, "clip-annot.txt")
    assert list_rows(marks) == (
        ("twitch", "cheek", "left", onset_s, pytest.approx(onset_s + 0.2)),
        ("blink", None, "both", 2.0, 2.25),
    )


def test_the_annotations_that_we_write_for_mne_are_read_again(tmp_path):
    analysis = make_analysis()
    path = tmp_path / "clip-annot.txt"
    write_mne_annotations(analysis, path)

    def sort(marks):
        return sorted((m.onset_s, m.offset_s, m.kind, m.side, m.region or "") for m in marks)

    written, again = sort(list_marks(analysis)), sort(read_marks(path, None).marks)
    assert [row[2:] for row in again] == [row[2:] for row in written]
    for k in (0, 1):
        times_s = [row[k] for row in written]
        assert [row[k] for row in again] == pytest.approx(times_s, abs=2e-6)


def test_tiers_that_praat_wrote_as_a_table_are_read(tmp_path):
    content = (
        "tmin\ttier\ttext\ttmax\n1.3\ttwitch left cheek\tclear\t1.5\n"
        "2.0\tblink\t\t2.308\n2.0\tspeech\thello\t9.0\n"
    )
    marks = read(tmp_path, content, "tiers.Table.txt")
    assert list_rows(marks) == ROWS[:2]
    assert marks.remarks == ("Left alone, because the name is no kind of mark: 'speech'.",)


def test_what_elan_exports_as_text_is_read(tmp_path):
    """Every time stands there three times; other tiers are left alone, and it is said."""
    header = (
        "Tier\tParticipant\tBegin Time - hh:mm:ss.ms\tBegin Time - ss.msec\tBegin Time - msec\t"
        "End Time - hh:mm:ss.ms\tEnd Time - ss.msec\tEnd Time - msec\tDuration - msec\tAnnotation"
    )
    rows = (
        "twitch left cheek\t\t00:00:01.300\t1.3\t1300\t00:00:01.500\t1.5\t1500\t200\tclear",
        "speech\tA\t00:00:01.000\t1.0\t1000\t00:00:09.000\t9.0\t9000\t8000\thello",
        "blink\t\t00:00:02.000\t2.0\t2000\t00:00:02.308\t2.308\t2308\t308\t",
    )
    marks = read(tmp_path, "\n".join((header, *rows)), "elan.txt")
    assert list_rows(marks) == ROWS[:2]
    assert marks.remarks == ("Left alone, because the name is no kind of mark: 'speech'.",)


def test_what_elan_exports_with_a_column_for_each_tier_is_read(tmp_path):
    header = "Begin Time - ss.msec\tEnd Time - ss.msec\tblink\tspeech\ttwitch left cheek"
    rows = ("1.3\t1.5\t\t\tclear", "2.0\t2.308\tx", "3.0\t4.0\t\thello")
    marks = read(tmp_path, "\n".join((header, *rows)), "elan.txt")
    assert list_rows(marks) == ROWS[:2]
    assert marks.remarks == ("Left alone, because the name is no kind of mark: ''.",)


def test_clock_times_that_a_spreadsheet_wrote_as_parts_of_a_day_are_recognised(tmp_path):
    rows = [f"blink;{t / 86400:.15f};{(t + 0.5) / 86400:.15f}" for t in (2.5, 20.0)]
    text = "\n".join(("kind;onset;offset", *rows)).replace(".", ",")
    marks = read(tmp_path, text)
    assert [(m.onset_s, m.offset_s) for m in marks.marks] == [
        pytest.approx((2.5, 3.0)),
        pytest.approx((20.0, 20.5)),
    ]
    assert "parts of a day" in marks.remarks[0]


def test_a_table_may_name_marks_in_two_columns(tmp_path):
    text = (
        "Tier\tBegin Time - ss.msec\tEnd Time - ss.msec\tAnnotation\n"
        "left cheek\t1.3\t1.5\ttwitch\nevents\t2.0\t2.308\tblink\nspeech\t3\t4\thello\n"
    )
    marks = read(tmp_path, text, "elan.txt")
    assert list_rows(marks) == ROWS[:2]
    assert marks.remarks == ("Left alone, because the name is no kind of mark: 'speech'.",)


AUDACITY = "1.300000\t1.500000\ttwitch left cheek\n\\\t100.0\t200.0\n2.000000\t2.308000\tblink\n"
ELAN_BARE = (
    "twitch left cheek\t\t00:00:01.300\t1.3\t00:00:01.500\t1.5\t00:00:00.200\t0.2\tclear\n"
    "blink\t\t00:00:02.000\t2.0\t00:00:02.308\t2.308\t00:00:00.308\t0.308\t\n"
)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        (AUDACITY, "column 3 was taken for what was marked, 1 and 2 for when"),
        (AUDACITY.replace(".", ","), "column 3 was taken for what was marked, 1 and 2 for when"),
        (ELAN_BARE, "column 1 was taken for what was marked, 3 and 5 for when"),
        ("twitch left cheek;1,3;1,5\nblink;2,0;2,308\n", "column 1 was taken"),
        ('"#file:///C:/a.eaf -- offset: 0 ms"\n' + ELAN_BARE, "column 1 was taken"),
    ],
)
def test_a_list_without_names_of_columns_is_understood_and_said(text, columns, tmp_path):
    marks = read(tmp_path, text, "labels.txt")
    assert list_rows(marks) == ROWS[:2]
    (remark,) = marks.remarks
    assert columns in remark


@pytest.mark.parametrize(
    ("rate_hz", "said", "wanted_s"),
    [
        (30.0, "00:00:20:06", 20.2),
        (25.0, "00:00:20:06", 20.24),
        (29.97, "00:00:20:06", 20.2202),  # 30 pictures make its seconds, which last longer
        (29.97, "00:00:20;06", 20.2002),  # drop frame: keeps up with the clock
        (59.94, "00:01:00:30", 60.5605),
    ],
)
def test_timecodes_of_video_editors_are_counted_in_pictures(rate_hz, said, wanted_s, tmp_path):
    clip = Clip(name="a.mp4", duration_s=3000 / rate_hz, n_frames=3001)
    text = f"kind,region,side,start,end\nblink,,both,{said},\n"
    (found,) = read(tmp_path, text, clip=clip).marks
    assert found.onset_s == pytest.approx(wanted_s, abs=1e-4)
    with pytest.raises(InputError, match="timecodes that end in a number of pictures"):
        read(tmp_path, text, clip=None)


def test_one_table_may_speak_of_many_clips(tmp_path):
    text = "clip;kind;region;side;onset_s;offset_s\n"
    text += "resting_cheek.mp4;twitch;cheek;left;1,3;1,5\nC:\\study\\other.MOV;blink;;both;2;2,3\n"
    assert list_rows(read(tmp_path, text)) == (ROWS[0],)
    other = Clip(name="other.mp4", duration_s=10.0, n_frames=301)
    assert read(tmp_path, text, clip=other).kinds == ("blink",)
    third = Clip(name="third.mp4", duration_s=10.0, n_frames=301)
    with pytest.raises(InputError, match=r"must hold marks of third\.mp4, got those of"):
        read(tmp_path, text, clip=third)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"PK\x03\x04rest", "got a workbook of a spreadsheet. Save it there as CSV"),
        ("a.xlsx", b"PK\x03\x04rest", r"must end in \.csv.*Save it as CSV there"),
        ("a.csv", b"\x00\xff\xfe\x9c\xd8\x00" * 20, "must be"),
        ("a.csv", b"", "must have the columns kind, onset_s, offset_s"),
        ("a.csv", b"a;b;c\n1;2;3\n", "got none called kind"),
        ("a.csv", b"kind;region\nblink;\n", "got none called onset_s"),
        ("a.csv", b"kind;onset_s;offset_s\nblink;soon;2\n", "Line 2 of a.csv: times must be"),
        ("a.csv", b"kind;onset_s;offset_s\nblink;1;x\n", "got '1' and 'x'"),
        ("a.csv", b"kind;onset_s;offset_s\nblink;2,5;2,1\n", "got 2.5 and 2.1"),
        ("a.csv", b"kind;onset_s;offset_s\nblink;-1;2\n", "neither below 0"),
        ("a.csv", b"kind;onset_s;offset_s\ntwitch;1;2\n", "region must be one of"),
        ("a.csv", b"label;onset_s;offset_s\nspeech;1;2\n", "must name its marks like"),
        ("a.csv", b"kind;onset_frame;offset_s\nblink;1;2\n", "times of one unit"),
        ("a.csv", b'kind,onset_s\n"blink,1' + b"x" * 200_000, "must"),
        # Decimal commas between commas: 1,5 to 2,0 s would read as 1 to 5 s.
        ("a.csv", b"kind,onset_s,offset_s\nblink,1,5,2,0\n", "seem to have decimal commas"),
    ],
)  # fmt: skip
def test_what_is_no_table_of_marks_is_refused_in_one_sentence(name, content, said, tmp_path):
    with pytest.raises(InputError, match=said) as caught:
        read(tmp_path, content, name)
    assert "\n" not in str(caught.value)
