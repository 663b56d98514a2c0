"""Results as a project of BORIS, the program to code behaviour in videos.

In      Analysis
Out     A project (``.boris``, format 7.0) with one observation of the clip
Method  Every kind of mark is a state, with the side (and the region) as modifiers, and a key to
        code it with; so a rater may go on in the same project. What was not judged is a state of
        its own, with the reason. Times are those of the file, as BORIS shows it. A subject can be
        in one state of a kind and place at a time; what overlaps is coded of a further subject.

Source: BORIS 8.27.4, ``config.py`` and ``project_functions.py``, which opens such a file unchanged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from twitchcam.anatomy import REGION_NAMES, SIDES
from twitchcam.report import words
from twitchcam.report.marks import ACTION_MARKS, EVENT_MARKS, NOT_JUDGED, list_marks
from twitchcam.report.whole_files import replace_when_done
from twitchcam.wording import text

if TYPE_CHECKING:
    from twitchcam.records import Analysis

_FORMAT: Final = "7.0"
# The file would else hold the moment of writing, and the same result give different files.
_NO_DATE: Final = "1970-01-01T00:00:00"
_SIDES: Final = (*SIDES, "both")
# BORIS parts modifiers by these.
_FORBIDDEN: Final = re.compile(r"[(|),`~]")
# Start, stop, behaviour, modifiers, comment.
_State = tuple[float, float, str, str, str]


def write_boris(analysis: Analysis, path: str | Path, *, clip_address: str = "") -> None:
    """Write moments, actions, trembling and what was not judged as one BORIS project.

    Parameters
    ----------
    path : ends in ``.boris``.
    clip_address : where the clip is, seen from the file; without it, BORIS looks for a file of the
        clip's name beside it.

    Examples
    --------
    >>> write_boris(analysis, "clip.boris")
    """
    project = _make_project(analysis, words.show_text(clip_address or analysis.source.name))
    with replace_when_done(path) as unfinished:
        unfinished.write_text(json.dumps(project, indent=1) + "\n", encoding="utf-8")


def _make_project(analysis: Analysis, clip: str) -> dict[str, Any]:
    source = analysis.source
    states = sorted(_list_states(analysis))
    events, n_subjects = _list_events(states)
    name = words.show_text(source.name)
    length_s = source.to_file_s(source.duration_s)
    media = {
        "length": {clip: round(length_s, 3)},
        "fps": {clip: round(analysis.quality.frame_rate_hz, 3)},
        "hasVideo": {clip: True},
        "hasAudio": {clip: False},
        "offset": {"1": 0.0},
    }
    observation = {
        "file": {"1": [clip], **{str(player): [] for player in range(2, 9)}},
        "type": "MEDIA",
        "date": _NO_DATE,
        "description": "",
        "time offset": 0.0,
        "events": events,
        "observation time interval": [0, 0],
        "independent_variables": {},
        "visualize_spectrogram": False,
        "visualize_waveform": False,
        "media_creation_date_as_offset": False,
        "close_behaviors_between_videos": False,
        "media_info": media,
    }
    reasons = sorted({_clean(words.name_reason(span.reason)) for span in analysis.quality.excluded})
    return {
        "time_format": "hh:mm:ss",
        "project_date": _NO_DATE,
        "project_name": name,
        "project_description": text("study-boris-made-by", version=analysis.twitchcam_version),
        "project_format_version": _FORMAT,
        "subjects_conf": {
            str(number): {"key": "", "name": _name_subject(number + 1), "description": ""}
            for number in range(n_subjects - 1)
        },
        "behaviors_conf": _make_ethogram(reasons),
        "observations": {name: observation},
        "behavioral_categories": [],
        "independent_variables": {},
        "coding_map": {},
        "behaviors_coding_map": [],
        "converters": {},
    }


def _make_ethogram(reasons: list[str]) -> dict[str, dict[str, Any]]:
    """Everything that may be coded, also what was not found: twitchcam looked for it."""
    modifiers: dict[str, dict[str, tuple[str, ...]]] = {
        **{kind: {"side": _SIDES, "region": tuple(REGION_NAMES)} for kind in EVENT_MARKS},
        **{kind: {"side": _SIDES} for kind in ACTION_MARKS},
        NOT_JUDGED: {"reason": tuple(reasons)},
    }
    taken: set[str] = set()
    ethogram = {}
    for number, (kind, sets) in enumerate(modifiers.items()):
        key = next(letter for letter in f"{kind}abcdefghijklmnopqrstuvwxyz" if letter not in taken)
        taken.add(key)
        ethogram[str(number)] = {
            "type": "State event",
            "key": key,
            "code": kind,
            "description": "",
            "color": "",
            "category": "",
            "modifiers": {
                str(place): {
                    "name": name,
                    "description": "",
                    "type": 0,  # one of these
                    "ask at stop": False,
                    "values": list(values),
                }
                for place, (name, values) in enumerate(sets.items())
            },
            "excluded": "",
            "coding map": "",
        }
    return ethogram


def _list_states(analysis: Analysis) -> Iterator[_State]:
    to_file_s = analysis.source.to_file_s
    for mark in list_marks(analysis):
        modifiers = mark.side if mark.region is None else f"{mark.side}|{mark.region}"
        yield to_file_s(mark.onset_s), to_file_s(mark.offset_s), mark.kind, modifiers, mark.note
    for span in analysis.quality.excluded:
        reason = _clean(words.name_reason(span.reason))
        yield to_file_s(span.start_s), to_file_s(span.stop_s), NOT_JUDGED, reason, ""


def _list_events(states: Iterable[_State]) -> tuple[list[list[Any]], int]:
    """Starts and stops in order of time, and how many subjects it takes."""
    busy_until_s: dict[tuple[str, str, int], float] = {}
    events: list[tuple[float, int, str, str, str, str]] = []
    n_subjects = 1
    for start_s, stop_s, kind, modifiers, comment in states:
        subject = 0
        while busy_until_s.get((kind, modifiers, subject), -1.0) > start_s:
            subject += 1
        busy_until_s[kind, modifiers, subject] = stop_s
        n_subjects = max(n_subjects, subject + 1)
        name = _name_subject(subject)
        start_s, stop_s = round(max(start_s, 0.0), 3), round(stop_s, 3)
        events.append((start_s, 1, name, kind, modifiers, comment))
        # A stop goes before a start at the same moment, but never before its own.
        events.append((stop_s, 0 if stop_s > start_s else 2, name, kind, modifiers, ""))
    events.sort(key=lambda event: event[:2])
    return [[when, *about, "NA"] for when, _, *about in events], n_subjects


def _name_subject(number: int) -> str:
    """BORIS calls the usual subject nothing."""
    return text("study-boris-subject", number=number + 1) if number else ""


def _clean(name: str) -> str:
    return _FORBIDDEN.sub(" ", name).strip()
