"""ELAN's clock: offsets of linked clips, times that are not written down, tiers below others."""

from __future__ import annotations

import numpy as np
import pytest

from twitchcam.errors import InputError
from twitchcam.records import Clip
from twitchcam.report.elan import read_elan
from twitchcam.report.marks import read_label

CLIP = Clip(name="evening.mp4", duration_s=60.0, n_frames=1801)
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><ANNOTATION_DOCUMENT AUTHOR="" '
    'DATE="2024-02-02T10:00:00+01:00" FORMAT="3.0" VERSION="{version}" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd">'
    '<HEADER MEDIA_FILE="" TIME_UNITS="milliseconds">{media}</HEADER>'
)
_TYPES = (
    '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="default-lt" TIME_ALIGNABLE="true"/>'
    '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="sub" CONSTRAINTS="Time_Subdivision" '
    'TIME_ALIGNABLE="true"/>'
    '<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="parts" CONSTRAINTS="Symbolic_Subdivision" '
    'TIME_ALIGNABLE="false"/></ANNOTATION_DOCUMENT>'
)


def link(name, origin_ms=None):
    origin = "" if origin_ms is None else f' TIME_ORIGIN="{origin_ms}"'
    return (
        f'<MEDIA_DESCRIPTOR MEDIA_URL="file:///x/{name}" MIME_TYPE="video/mp4" '
        f'RELATIVE_MEDIA_URL="./{name}"{origin}/>'
    )


def write(path, tiers, *, media="", version="3.0", parents=None):
    """``tiers``: annotations by tier; (start, stop) in ms, slots shared by giving one a name.

    A slot is a number, or text: a name without a time. An annotation that is text refers to the
    one of that name.
    """
    slots, body, n = {}, [], 0
    for tier, spans in tiers.items():
        inner, before = [], None
        for span in spans:
            n += 1
            if isinstance(span, str):
                previous = f' PREVIOUS_ANNOTATION="{before}"' if before else ""
                inner.append(
                    f'<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a{n}" ANNOTATION_REF="{span}"'
                    f"{previous}><ANNOTATION_VALUE>v{n}</ANNOTATION_VALUE></REF_ANNOTATION>"
                    "</ANNOTATION>"
                )
                before = f"a{n}"
                continue
            refs = []
            for slot in span:
                key = (n if isinstance(slot, int) else 0, slot)
                slots.setdefault(key, f"ts{len(slots) + 1}")
                refs.append(slots[key])
            inner.append(
                f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{n}" '
                f'TIME_SLOT_REF1="{refs[0]}" TIME_SLOT_REF2="{refs[1]}">'
                f"<ANNOTATION_VALUE>v{n}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
            )
        kind, parent = (parents or {}).get(tier, ("default-lt", None))
        above = f' PARENT_REF="{parent}"' if parent else ""
        body.append(
            f'<TIER LINGUISTIC_TYPE_REF="{kind}" TIER_ID="{tier}"{above}>{"".join(inner)}</TIER>'
        )
    order = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="{name}"'
        + (f' TIME_VALUE="{slot}"/>' if isinstance(slot, int) else "/>")
        for (_, slot), name in slots.items()
    )
    head = _HEAD.format(media=media, version=version)
    path.write_text(f"{head}<TIME_ORDER>{order}</TIME_ORDER>{''.join(body)}{_TYPES}")
    return path


def times(marks):
    return [(mark.onset_s, mark.offset_s) for mark in marks.marks]


@pytest.mark.parametrize("origin_ms", [2000, 40, -300])
def test_the_offset_of_the_clip_is_added_and_said(origin_ms, tmp_path):
    path = write(tmp_path / "e.eaf", {"blink": [(900, 1150)]}, media=link("evening.mp4", origin_ms))
    marks = read_elan(path, CLIP)
    assert times(marks) == [((900 + origin_ms) / 1000, (1150 + origin_ms) / 1000)]
    (remark,) = marks.remarks
    assert f"{origin_ms / 1000:+.3f} s" in remark


def test_of_several_clips_the_offset_of_this_one_counts(tmp_path):
    media = link("other.mp4", 500) + link("evening.mov", 2000)
    path = write(tmp_path / "e.eaf", {"blink": [(900, 1150)]}, media=media)
    assert times(read_elan(path, CLIP)) == [(2.9, 3.15)]
    unnamed = Clip(name="third.mp4", duration_s=60.0, n_frames=1801)
    with pytest.raises(InputError, match="must have one offset for this clip, got 2"):
        read_elan(path, unnamed)


@pytest.mark.parametrize(
    "media", ["", link("evening.mp4"), link("evening.mp4", 0), link("a%20b.mp4")]
)
def test_without_an_offset_nothing_moves_and_nothing_is_said(media, tmp_path):
    path = write(tmp_path / "e.eaf", {"blink": [(900, 1150)]}, media=media)
    marks = read_elan(path, CLIP)
    assert (times(marks), marks.remarks) == ([(0.9, 1.15)], ())


def test_points_are_read(tmp_path):
    path = write(tmp_path / "e.eaf", {"blink": [(2000, 2000), (5100, 5100)]})
    assert times(read_elan(path)) == [(2.0, 2.0), (5.1, 5.1)]


@pytest.mark.parametrize(
    ("spans", "wanted"),
    [
        ([(2000, "x"), ("x", 2400)], [(2.0, 2.2), (2.2, 2.4)]),
        ([(2000, "x"), ("x", "y"), ("y", 2300)], [(2.0, 2.1), (2.1, 2.2), (2.2, 2.3)]),
    ],
)
def test_times_of_a_subdivision_are_spread_evenly_as_elan_shows_them(spans, wanted, tmp_path):
    parents = {"twitch left cheek": ("sub", "blink")}
    tiers = {"blink": [(2000, 2400)], "twitch left cheek": spans}
    marks = read_elan(write(tmp_path / "e.eaf", tiers, parents=parents))
    found = [(m.onset_s, m.offset_s) for m in marks.marks if m.kind == "twitch"]
    assert np.ravel(found) == pytest.approx(np.ravel(wanted))
    assert marks.remarks[0].endswith(f"as ELAN shows it: {len(spans)} marks of e.eaf.")


def test_a_mark_whose_end_has_no_time_is_a_point_and_one_without_a_beginning_is_left_out(tmp_path):
    tiers = {"twitch left cheek": [(1300, 1500), (2900, "x"), ("y", 6560)]}
    marks = read_elan(write(tmp_path / "e.eaf", tiers))
    assert times(marks) == [(1.3, 1.5), (2.9, 2.9)]
    only_beginning, left_out = marks.remarks
    assert only_beginning.endswith("so it is a point: 1 mark of e.eaf.")
    assert left_out == "Left out, because nothing tells its time: 1 mark of e.eaf."


def test_what_refers_to_other_annotations_has_their_times_or_its_part_of_them(tmp_path):
    tiers = {
        "speech": [(1000, 2000), (5000, 6000)],
        "blink": ["a2"],
        "wink": ["a1", "a1"],
    }
    parents = {"blink": ("parts", "speech"), "wink": ("parts", "speech")}
    marks = read_elan(write(tmp_path / "e.eaf", tiers, parents=parents))
    assert times(marks) == [(1.0, 1.5), (1.5, 2.0), (5.0, 6.0)]
    assert [mark.kind for mark in marks.marks] == ["wink", "wink", "blink"]
    assert marks.remarks == ("Left alone, because the name is no kind of mark: 'speech'.",)


def test_an_action_may_tell_its_side_and_words_may_stand_in_any_order(tmp_path):
    tiers = {"Wink (LEFT)": [(1000, 1200)], "left cheek: twitch": [(3000, 3200)], "notes": []}
    marks = read_elan(write(tmp_path / "e.eaf", tiers))
    assert [(m.kind, m.side, m.region) for m in marks.marks] == [
        ("wink", "left", None),
        ("twitch", "left", "cheek"),
    ]
    assert marks.remarks == ()  # an empty tier of somebody else's is nothing to tell


@pytest.mark.parametrize(
    ("tier", "value", "wanted"),
    [
        ("events", "twitch left cheek", ("twitch", "left", "cheek")),
        ("left cheek", "twitch", ("twitch", "left", "cheek")),
        ("twitch", "left cheek", ("twitch", "left", "cheek")),
        ("blink", "left", ("blink", "left", None)),
        ("blink", "very clear", ("blink", "both", None)),
        ("twitch left cheek", "right", ("twitch", "left", "cheek")),
        ("coder A", "Blink", ("blink", "both", None)),
    ],
)
def test_annotations_may_say_what_the_tier_does_not(tier, value, wanted, tmp_path):
    path = write(tmp_path / "e.eaf", {tier: [(900, 1150)], "speech": [(0, 800)]})
    path.write_text(path.read_text().replace(">v1<", f">{value}<"))
    marks = read_elan(path)
    assert [(m.kind, m.side, m.region) for m in marks.marks] == [wanted]
    assert marks.kinds == (wanted[0],)
    # What is not the name of a tier is said.
    assert any(repr(tier) in remark for remark in marks.remarks) == (read_label(tier) is None)
    assert "Left alone, because the name is no kind of mark: 'speech'." in marks.remarks


def test_a_file_of_a_later_version_of_elan_is_read_without_a_warning(tmp_path):
    path = write(tmp_path / "e.eaf", {"blink": [(900, 1150)]}, version="3.1")
    assert times(read_elan(path)) == [(0.9, 1.15)]


@pytest.mark.parametrize(
    ("spans", "media", "said"),
    [
        ([(2000, 1500)], "", "must end after it begins, got one from 2000 to 1500 ms"),
        ([(900, 1150)], link("evening.mp4", "soon"), "offset of its clip in milliseconds"),
    ],
)
def test_wrong_times_are_refused_in_one_sentence(spans, media, said, tmp_path):
    path = write(tmp_path / "e.eaf", {"blink": spans}, media=media)
    with pytest.raises(InputError, match=said):
        read_elan(path, CLIP)
