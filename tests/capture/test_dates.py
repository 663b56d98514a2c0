"""When a file says that it was recorded, as cameras and programs write it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from making_videos import write_told

from twitchcam.capture.dates import choose_date
from twitchcam.capture.file_date import read_file_date

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
APPLE = "com.apple.quicktime.creationdate"


@pytest.mark.parametrize(
    ("name", "tags", "options", "expected"),
    [
        ("android.mp4", {"creation_time": "2026-08-01T09:30:00Z"}, None, (1, 9, 30)),
        ("phone.mov", {"creation_time": "2026-08-02T22:10:00Z", APPLE: "2026-08-01T23:10:00+0200"},
         {"movflags": "use_metadata_tags"}, (1, 21, 10)),
        ("camera.mkv", {"creation_time": "2026-08-01T09:30:00Z"}, None, (1, 9, 30)),
    ],
)  # fmt: skip
def test_a_file_tells_when_it_was_recorded(tmp_path, name, tags, options, expected):
    day, hour, minute = expected
    told = read_file_date(write_told(tmp_path / name, tags, options))
    assert told.at == datetime(2026, 8, day, hour, minute, tzinfo=UTC)
    assert told.refused == ""


def test_a_file_without_a_date_tells_none(tmp_path):
    told = read_file_date(write_told(tmp_path / "bare.mp4", {}))
    assert (told.at, told.refused) == (None, "")


@pytest.mark.parametrize(
    ("told", "at", "refused"),
    [
        ({"creation_time": "1904-01-01T00:00:00.000000Z"}, None, "1904-01-01"),
        ({"creation_time": "1970-01-01T00:00:00.000000Z"}, None, "1970-01-01"),
        ({"creation_time": "2031-05-05T10:00:00.000000Z"}, None, "2031-05-05"),
        # A camera that writes the clock of a place ahead of UTC is not taken for a liar.
        ({"creation_time": "2026-11-29T20:00:00Z"}, datetime(2026, 11, 29, 20, tzinfo=UTC), ""),
        # The second best is taken when the best cannot be, and both are told.
        ({APPLE: "1904-01-01T00:00:00Z", "creation_time": "2026-08-01T09:30:00Z"},
         datetime(2026, 8, 1, 9, 30, tzinfo=UTC), "1904-01-01"),
        ({"creation_time": "yesterday"}, None, ""),
        ({"creation_time": "9999-12-31T23:59:59-12:00"}, None, "9999-12-31"),
        ({"creation_time": ""}, None, ""),
        ({}, None, ""),
    ],
)  # fmt: skip
def test_dates_that_cannot_be_are_not_believed(told, at, refused):
    chosen = choose_date(told, NOW)
    assert (chosen.at, chosen.refused) == (at, refused)
