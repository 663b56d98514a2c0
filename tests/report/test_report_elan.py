"""ELAN files open in pympi, come back as they went, and an expert's are understood or refused."""

from __future__ import annotations

import sys

import pympi
import pytest
from examples_of_analysis import (
    HOSTILE_NAMES,
    make_analysis,
    make_empty_analysis,
    make_tremor,
    rename,
)

from twitchcam.errors import InputError
from twitchcam.report.elan import check_elan, read_elan, write_elan
from twitchcam.report.marks import list_marks
from twitchcam.report.words import show_text


def test_every_mark_comes_back_to_the_millisecond(tmp_path):
    analysis = make_analysis(tremor=(make_tremor(),))
    path = tmp_path / "annotations.eaf"
    write_elan(analysis, path)
    read = read_elan(path)
    marks, kinds = read.marks, read.kinds

    def key(mark):
        # The tier of an action does not hold its side.
        side = mark.side if mark.region else "both"
        times = round(mark.onset_s, 3), round(mark.offset_s, 3)
        return mark.kind, mark.region or "", side, *times, mark.note

    assert sorted(map(key, marks)) == sorted(map(key, list_marks(analysis)))
    assert set(kinds) == {"twitch", "spasm", "tremor", "blink", "smile"}


def test_pympi_opens_it_and_finds_what_was_not_judged(tmp_path):
    path = tmp_path / "annotations.eaf"
    write_elan(make_analysis(), path)
    eaf = pympi.Eaf(str(path))
    assert "twitch left cheek" in eaf.get_tier_names()
    spans = eaf.get_annotation_data_for_tier("not judged")
    assert (40_000, 42_000, "no face was found") in [tuple(span[:3]) for span in spans]


def test_the_same_result_gives_the_same_file(tmp_path):
    for name in ("one.eaf", "two.eaf"):
        write_elan(make_analysis(), tmp_path / name)
    assert (tmp_path / "one.eaf").read_bytes() == (tmp_path / "two.eaf").read_bytes()


def test_nothing_found_is_a_file_without_tiers(tmp_path):
    path = tmp_path / "annotations.eaf"
    write_elan(make_empty_analysis(), path)
    assert list(pympi.Eaf(str(path)).get_tier_names()) == []


def _expert_file(path, *tiers):
    eaf = pympi.Eaf(author="somebody")
    for tier in tiers:
        eaf.add_tier(tier)
    return eaf, path


def test_an_experts_tiers_are_read_however_they_are_written_and_others_left_alone(tmp_path):
    eaf, path = _expert_file(tmp_path / "expert.eaf", "Twitch LEFT mouth corner", "blink", "speech")
    eaf.add_annotation("Twitch LEFT mouth corner", 1200, 1350, "clear")
    eaf.add_annotation("speech", 0, 900, "hello")
    eaf.to_file(str(path))
    read = read_elan(path)
    marks, kinds = read.marks, read.kinds
    (mark,) = marks
    assert (mark.kind, mark.side, mark.region) == ("twitch", "left", "mouth_corner")
    assert (mark.onset_s, mark.offset_s, mark.note) == (1.2, 1.35, "clear")
    # An empty tier says that the expert looked and saw none.
    assert set(kinds) == {"twitch", "blink"}


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"not an ELAN file", "must be an ELAN file"), (b"<a/>", "must"), (None, "does not exist")],
)
def test_other_files_are_refused_in_one_sentence(content, said, tmp_path):
    path = tmp_path / "wrong.eaf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_elan(path)


def test_a_file_without_a_tier_that_can_be_compared_is_refused(tmp_path):
    eaf, path = _expert_file(tmp_path / "expert.eaf", "speech")
    eaf.to_file(str(path))
    with pytest.raises(InputError, match="twitch left cheek"):
        read_elan(path)


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=range(len(HOSTILE_NAMES)))
def test_any_name_of_a_clip_goes_into_the_file_as_text(name, tmp_path):
    path = tmp_path / "a&b<c>'.eaf"
    write_elan(rename(make_analysis(), name), path)
    (linked,) = pympi.Eaf(str(path)).get_linked_files()
    assert linked["MEDIA_URL"] == f"./{show_text(name)}"
    assert len(read_elan(path).marks) == len(list_marks(make_analysis()))


def test_without_the_package_one_sentence_says_how_to_get_it(monkeypatch, tmp_path):
    """It is named as the index of packages knows it; twitchcam itself may be there or not."""
    monkeypatch.setitem(sys.modules, "pympi", None)
    for use in (check_elan, lambda: read_elan(tmp_path / "a.eaf")):
        with pytest.raises(InputError, match=r"Install it with: pip install pympi-ling$"):
            use()
