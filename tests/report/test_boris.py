"""What was coded in BORIS is read from its project and its tables, on the clock of the clip.

The tables are as BORIS 8.27.4 writes them; those of older versions as in its own examples.
"""

from __future__ import annotations

import gzip
import json

import pytest

from twitchcam.errors import InputError
from twitchcam.records import Clip
from twitchcam.report.given_marks import read_marks

CLIP = Clip(name="resting_cheek.mp4", duration_s=29.9667, n_frames=900)
FILE, OTHER = "/home/x/videos/resting_cheek.mp4", "/home/x/videos/before.mp4"
# Two states, one inside the other, and a point; on the clock of the clip.
EVENTS = (
    (1.3, "twitch", "left|cheek"),
    (1.4, "blink", ""),
    (1.5, "twitch", "left|cheek"),
    (1.708, "blink", ""),
    (2.9, "twitch", "right|chin"),
    (3.15, "twitch", "right|chin"),
    (5.1, "wink left", ""),
)
WANTED = (
    ("twitch", "cheek", "left", 1.3, 1.5),
    ("blink", None, "both", 1.4, 1.708),
    ("twitch", "chin", "right", 2.9, 3.15),
    ("wink", None, "left", 5.1, 5.1),
)
COLUMNS = (
    "Observation id,Observation date,Description,Observation duration,Observation type,Source,"
    "Time offset (s),Media duration (s),FPS,site,Subject,Behavior,Behavioral category,Modifier #1,"
    "Modifier #2,Behavior type,Time,Media file name,Image index,Image file path,Comment"
)
AGGREGATED = (
    "Observation id,Observation date,Description,Observation type,Source,Time offset (s),"
    "Coding duration,Media duration (s),FPS (frame/s),site,Subject,"
    "Observation duration by subject by observation,Behavior,Behavioral category,Modifier #1,"
    "Modifier #2,Behavior type,Start (s),Stop (s),Duration (s),Media file name,Image index start,"
    "Image index stop,Image file path start,Image file path stop,Comment start,Comment stop"
)


def make_tabular(
    shift_s=0.0, source=f"player #1:{FILE}", lengths="30.000", offset="0.0", name="obs A"
):
    """Tabular events: a row for the start of a state, one for its stop."""
    lines, open_states = [], set()
    for time_s, behaviour, modifiers in EVENTS:
        key = (behaviour, modifiers)
        status = "POINT" if behaviour == "wink left" else "STOP" if key in open_states else "START"
        open_states ^= {key}
        first, _, second = modifiers.partition("|")
        lines.append(
            f"{name},2026-11-28 10:00:00,first second,30,Media file(s),{source},{offset},{lengths},"
            f"30.000,x,,{behaviour},,{first},{second},{status},{time_s + shift_s:.3f},{FILE},39,NA,"
        )
    return "\r\n".join((COLUMNS, *lines, ""))


def make_aggregated(shift_s=0.0, source=f"player #1:{FILE}", lengths="30.000", name="obs A"):
    """Aggregated events: one row for a state or point, sorted by behaviour."""
    lines = []
    for kind, region, side, start_s, stop_s in sorted(WANTED, key=lambda row: row[0]):
        behaviour = "wink left" if kind == "wink" else kind
        where = f"{side},{region}" if region else ","
        point = start_s == stop_s
        length = "NA" if point else f"{stop_s - start_s:.3f}"
        lines.append(
            f"{name},2026-11-28 10:00:00,first second,Media file,{source},0.0,30.000,{lengths},"
            f"30.000,x,No focal subject,0.758,{behaviour},Not defined,{where},"
            f"{'POINT' if point else 'STATE'},{start_s + shift_s:.3f},{stop_s + shift_s:.3f},"
            f'{length},{FILE},39,45,,,"so; so, clear",'
        )
    return "\r\n".join((AGGREGATED, *lines, ""))


def make_observation(files=None, *, shift_s=0.0, events=EVENTS, **changes):
    said = {
        "file": files or {"1": [FILE], "2": []},
        "type": "MEDIA",
        "date": "2026-11-28T10:00:00",
        "description": "",
        "time offset": 0.0,
        "events": [[round(t + shift_s, 3), "", code, m, "", 39] for t, code, m in events],
        "independent_variables": {},
        "observation time interval": [0, 0],
        "media_info": {"length": {FILE: 30.0, OTHER: 40.0}, "fps": {}, "offset": {"1": 0.0}},
    }
    return said | changes


def make_project(*observations, codes=("twitch", "blink", "wink left"), **changes):
    behaviours = {
        str(k): {"type": "Point event" if code == "wink left" else "State event", "code": code}
        for k, code in enumerate(codes)
    }
    return {
        "time_format": "hh:mm:ss",
        "project_name": "p",
        "project_format_version": "7.0",
        "behaviors_conf": behaviours,
        "observations": {f"obs {k}": o for k, o in enumerate(observations)},
    } | changes


def read(tmp_path, content, name=None, clip=CLIP):
    if isinstance(content, dict):
        content, name = json.dumps(content), name or "coded.boris"
    path = tmp_path / (name or "coded.csv")
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_marks(path, clip)


def check(marks):
    got = [(m.kind, m.region, m.side, m.onset_s, m.offset_s) for m in marks.marks]
    assert [row[:3] for row in got] == [row[:3] for row in WANTED]
    for row, wanted in zip(got, WANTED, strict=True):
        assert row[3:] == pytest.approx(wanted[3:])
    assert set(marks.kinds) == {"twitch", "blink", "wink"}


@pytest.mark.parametrize("make", [make_tabular, make_aggregated])
@pytest.mark.parametrize("way", ["csv", "tsv", "german"])
def test_both_tables_are_read(make, way, tmp_path):
    text = make()
    if way == "tsv":
        text = text.replace('"so; so, clear"', "so; so, clear").replace(",", "\t")
    if way == "german":
        text = text.replace('"so; so, clear"', '"so; so"').replace(",", ";").replace(".", ",")
        # File names keep their point.
        text = text.replace("cheek,mp4", "cheek.mp4")
    marks = read(tmp_path, text, f"coded.{'tsv' if way == 'tsv' else 'csv'}")
    check(marks)
    assert marks.remarks == ()


def test_a_project_is_read_also_packed_and_of_another_indentation(tmp_path):
    project = make_project(make_observation())
    check(read(tmp_path, project))
    check(read(tmp_path, json.dumps(project, indent=1), "b.BORIS"))
    check(read(tmp_path, gzip.compress(json.dumps(project).encode()), "c.boris.gz"))


def test_time_offsets_are_taken_away(tmp_path):
    """BORIS adds an observation's offset to every event, and writes 'Not found' for the file."""
    check(read(tmp_path, make_tabular(100.0, offset="100.0").replace(f",{FILE},", ",Not found,")))
    observation = make_observation(shift_s=100.0, **{"time offset": 100.0})
    check(read(tmp_path, make_project(observation)))


def test_a_clip_in_a_row_of_clips_has_its_own_clock(tmp_path):
    source, lengths = f"player #1:{OTHER};{FILE}", "40.000;30.000"
    check(read(tmp_path, make_tabular(40.0, source, lengths)))
    check(read(tmp_path, make_aggregated(40.0, source, lengths)))
    check(read(tmp_path, make_project(make_observation({"1": [OTHER, FILE]}, shift_s=40.0))))
    # The same table about the first of them: nothing was marked there.
    first = Clip(name="before.mp4", duration_s=40.0, n_frames=1001)
    project = make_project(make_observation({"1": [OTHER, FILE]}, shift_s=40.0))
    for said in (make_tabular(40.0, source, lengths), project):
        marks = read(tmp_path, said, clip=first)
        assert (marks.marks, set(marks.kinds)) == ((), {"twitch", "blink", "wink"})


def test_a_clip_beside_another_is_shifted_by_what_only_the_project_tells(tmp_path):
    info = {"length": {FILE: 30.0, OTHER: 40.0}, "fps": {}, "offset": {"1": 0.0, "2": 5.0}}
    observation = make_observation({"1": [OTHER], "2": [FILE]}, shift_s=5.0, media_info=info)
    check(read(tmp_path, make_project(observation)))
    source, lengths = f"player #1:{OTHER}|player #2:{FILE}", "40.000|30.000"
    (remark,) = read(tmp_path, make_tabular(0.0, source, lengths)).remarks
    assert "its project does" in remark


def test_times_from_the_clips_date_are_taken_away(tmp_path):
    info = {"length": {FILE: 30.0}, "offset": {"1": 0.0}, "media_creation_time": {FILE: 1.7e9}}
    observation = make_observation(
        shift_s=1.7e9, media_creation_date_as_offset=True, media_info=info
    )
    check(read(tmp_path, make_project(observation)))


def test_the_observation_of_the_clip_is_taken(tmp_path):
    other = make_observation({"1": [OTHER]}, events=((3.0, "wink left", ""),))
    check(read(tmp_path, make_project(other, make_observation())))
    first, second = make_tabular(), make_tabular(7.0, f"player #1:{OTHER}", "40.000", name="B")
    check(read(tmp_path, first + second.split("\r\n", 1)[1]))
    third = Clip(name="third.mp4", duration_s=9.0, n_frames=271)
    with pytest.raises(InputError, match=r"must hold marks of third\.mp4, got those of .*before"):
        read(tmp_path, make_project(other, make_observation()), clip=third)
    with pytest.raises(InputError, match="one observation of this clip, got several: obs 0, obs 1"):
        read(tmp_path, make_project(make_observation(), make_observation()))


def test_the_only_observation_is_taken_for_a_clip_of_another_name_and_it_is_said(tmp_path):
    marks = read(tmp_path, make_project(make_observation({"1": ["C:\\x\\copy.avi"]})))
    check(marks)
    assert marks.remarks == (
        "coded.boris was made with copy.avi, and was taken for resting_cheek.mp4.",
    )


def test_a_behaviour_that_was_looked_for_and_never_seen_is_a_kind_and_others_are_named(tmp_path):
    events = ((3.0, "speech", ""), (3.5, "speech", ""))
    codes = ("twitch", "smile", "tremor left cheek", "speech")
    marks = read(tmp_path, make_project(make_observation(events=events), codes=codes))
    assert (marks.marks, set(marks.kinds)) == ((), {"twitch", "smile", "tremor"})
    assert marks.remarks == ("Left alone, because the name is no kind of mark: 'speech'.",)


def test_the_side_may_be_the_subject_and_its_first_letter(tmp_path):
    observation = make_observation(events=())
    observation["events"] = [
        [1.3, "left", "twitch", "cheek", ""],
        [1.5, "left", "twitch", "cheek", ""],
        [2.0, "Anna", "twitch", "R|chin", ""],
        [2.4, "Anna", "twitch", "R|chin", ""],
    ]
    marks = read(tmp_path, make_project(observation))
    assert [(m.side, m.region, m.onset_s) for m in marks.marks] == [
        ("left", "cheek", 1.3),
        ("right", "chin", 2.0),
    ]


def test_the_tables_of_older_versions_are_read(tmp_path):
    """Lines about the observation stand above the names of the columns there."""
    above = (
        "Observation id\tobservation #1",
        "",
        "Media file(s)",
        "",
        "Player #1\tresting_cheek.mp4",
        "",
        "Observation date\t2016-11-27 01:57:26",
        "Time offset (s)\t10.0",
        "",
        "independent variables",
        "variable\tvalue",
        "a\t12",
        "",
    )
    head = (
        "Time\tMedia file path\tTotal length\tFPS\tSubject\tBehavior\tBehavioral category\t"
        "Comment\tStatus"
    )
    rows = (
        "13.300\tresting_cheek.mp4\t359.960\t25.0\tsubject1\tblink\t\t\tSTART",
        "17.750\tresting_cheek.mp4\t359.960\t25.0\tsubject1\tblink\t\t\tSTOP",
        "19.000\tresting_cheek.mp4\t359.960\t25.0\tsubject1\ttwitch left cheek\t\t\tPOINT",
    )
    marks = read(tmp_path, "\n".join((*above, head, *rows)), "old.tsv")
    assert [(m.kind, m.onset_s, m.offset_s) for m in marks.marks] == [
        ("blink", 3.3, 7.75),
        ("twitch", 9.0, 9.0),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "must be a project of BORIS"),
        ("[]", "must be a project of BORIS"),
        (make_project(make_observation(events=((1.0, "blink", ""),))), "only one event of 'blink'"),
        (make_project({"file": {}}), "must be a project of BORIS"),
        (make_project(make_observation(events=((1, "a", ""), (2, "a", ""))), codes=("a",)),
         "behaviours named like 'twitch left cheek' or 'blink', got 'a'"),
    ],
)  # fmt: skip
def test_a_project_that_cannot_be_understood_is_refused_in_one_sentence(content, said, tmp_path):
    with pytest.raises(InputError, match=said) as caught:
        read(tmp_path, content, "coded.boris")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (make_tabular().replace("1.300", "soon"), "Line 2 of coded.csv: Time must be seconds"),
        (make_tabular().replace(",START,2.900,", ",START,,"), "Time must be seconds, got ''"),
        (COLUMNS + "\r\n", "must hold events, got none.*time offset"),
        ("\r\n".join(make_tabular().split("\r\n")[:2]), "got only one event of 'twitch' at 1.3"),
        (make_tabular(40.0, f"player #1:{OTHER};{FILE}", "NA;30.000"), "got no lengths"),
    ],
)
def test_a_table_that_cannot_be_understood_is_refused_in_one_sentence(text, said, tmp_path):
    with pytest.raises(InputError, match=said) as caught:
        read(tmp_path, text)
    assert "\n" not in str(caught.value)
