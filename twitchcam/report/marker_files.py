"""Events for programs that hold other signals: MNE-Python and the Lab Streaming Layer.

In      Analysis, and the clock of the other recording
Out     A text file of annotations that ``mne.read_annotations`` reads; an XDF file with one stream
        of text markers, as LabRecorder writes them and ``pyxdf.load_xdf`` reads them
Source  MNE: the text format of ``mne.Annotations.save``. XDF 1.0:
        https://github.com/sccn/xdf/wiki/Specifications

The text format, not the CSV one: MNE reads a column of plain numbers in a CSV as nanoseconds.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from twitchcam.errors import InputError
from twitchcam.records.clock import Clock
from twitchcam.report.marks import list_marks
from twitchcam.report.whole_files import replace_when_done
from twitchcam.wording import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twitchcam.records import Analysis, Mark

_FILE_HEADER, _STREAM_HEADER, _SAMPLES, _STREAM_FOOTER = 1, 2, 3, 6
_STREAM: Final = 1
_MNE_ENDINGS: Final = ("-annot.txt", "_annot.txt")


def name_mark(mark: Mark) -> str:
    """What a mark is called in other programs: ``twitch/left/cheek``, ``blink/both``.

    Parts are divided by slashes, by which MNE picks groups of events.
    """
    return "/".join(part for part in (mark.kind, mark.side, mark.region) if part)


def write_mne_annotations(
    analysis: Analysis, path: str | Path, *, clock: Clock | None = None
) -> int:
    """Write everything that was found as annotations for MNE-Python.

    Parameters
    ----------
    analysis : Analysis
        Events, trembling and actions become annotations; stretches that were not judged become
        ``not_judged/REASON``.
    path : str or Path
        Must end in ``-annot.txt``, by which MNE knows the format.
    clock : Clock, optional
        Of the EEG or EMG, so that onsets count from its first sample.

    Returns
    -------
    int
        How many annotations were written.

    Raises
    ------
    InputError
        The path ends otherwise.

    Examples
    --------
    >>> n = write_mne_annotations(analysis, "clip-annot.txt", clock=Clock(offset_s=12.5))
    >>> n == len(analysis.events) + len(analysis.actions) + len(analysis.quality.excluded)
    True
    """
    path = Path(path)
    if not path.name.endswith(_MNE_ENDINGS):
        raise InputError(text("error-annotations-ending", file=path.name))
    rows = sorted(_list_rows(analysis, clock or Clock()))
    lines = ["# MNE-Annotations", "# onset, duration, description"]
    lines += [f"{onset_s:.6f}, {length_s:.6f}, {name}" for onset_s, length_s, name in rows]
    with replace_when_done(path) as unfinished:
        unfinished.write_bytes(("\n".join(lines) + "\n").encode())
    return len(rows)


def write_xdf_markers(analysis: Analysis, path: str | Path, *, clock: Clock | None = None) -> int:
    """Write everything that was found as one stream of text markers in an XDF file.

    Parameters
    ----------
    analysis : Analysis
        Each event, tremor and action gives two markers, ``twitch/left/cheek/onset`` and
        ``…/offset``.
    path : str or Path
        Ends in ``.xdf``.
    clock : Clock, optional
        The LSL clock of the computer that recorded: with ``offset_s`` the LSL time of the
        start of the clip, the markers line up with the other streams of that session.

    Returns
    -------
    int
        How many markers were written.

    Raises
    ------
    OSError
        The place cannot be written to, or is full; an older file there stays as it was.

    Examples
    --------
    >>> n = write_xdf_markers(analysis, "clip.xdf", clock=Clock(offset_s=81000.25))
    >>> n == 2 * (len(analysis.events) + len(analysis.actions))
    True
    """
    clock = clock or Clock()
    markers = sorted(
        (clock.read(moment_s, analysis.source), f"{name_mark(mark)}/{edge}")
        for mark in list_marks(analysis)
        for edge, moment_s in (("onset", mark.onset_s), ("offset", mark.offset_s))
    )
    with replace_when_done(path) as unfinished:
        unfinished.write_bytes(b"XDF:" + b"".join(_list_chunks(analysis, markers)))
    return len(markers)


def _list_rows(analysis: Analysis, clock: Clock) -> Iterator[tuple[float, float, str]]:
    source = analysis.source
    spans = [(mark.onset_s, mark.offset_s, name_mark(mark)) for mark in list_marks(analysis)]
    spans += [(s.start_s, s.stop_s, f"not_judged/{s.reason}") for s in analysis.quality.excluded]
    for start_s, stop_s, name in spans:
        onset_s = clock.read(start_s, source)
        yield onset_s, clock.read(stop_s, source) - onset_s, name


def _list_chunks(analysis: Analysis, markers: list[tuple[float, str]]) -> Iterator[bytes]:
    """The chunks of an XDF file: who writes, which stream, its samples, its end."""
    yield _make_chunk(_FILE_HEADER, b'<?xml version="1.0"?><info><version>1.0</version></info>')
    clip = escape(analysis.source.name.encode("utf-8", "replace").decode())
    head = (
        '<?xml version="1.0"?><info><name>twitchcam</name><type>Markers</type>'
        "<channel_count>1</channel_count><nominal_srate>0</nominal_srate>"
        "<channel_format>string</channel_format>"
        f"<source_id>{analysis.source.sha256}</source_id>"
        f"<desc><clip>{clip}</clip><version>{analysis.twitchcam_version}</version></desc></info>"
    )
    stream = struct.pack("<I", _STREAM)
    yield _make_chunk(_STREAM_HEADER, stream + head.encode())
    samples = b"".join(
        b"\x08" + struct.pack("<d", moment_s) + _measure(len(name.encode())) + name.encode()
        for moment_s, name in markers
    )
    yield _make_chunk(_SAMPLES, stream + _measure(len(markers)) + samples)
    first_s, last_s = (markers[0][0], markers[-1][0]) if markers else (0.0, 0.0)
    foot = (
        '<?xml version="1.0"?><info>'
        f"<first_timestamp>{first_s!r}</first_timestamp><last_timestamp>{last_s!r}</last_timestamp>"
        f"<sample_count>{len(markers)}</sample_count></info>"
    )
    yield _make_chunk(_STREAM_FOOTER, stream + foot.encode())


def _make_chunk(tag: int, content: bytes) -> bytes:
    body = struct.pack("<H", tag) + content
    return _measure(len(body)) + body


def _measure(length: int) -> bytes:
    """A length as XDF writes it: how many bytes it takes, then the number."""
    if length < 1 << 8:
        return struct.pack("<BB", 1, length)
    return struct.pack("<BI", 4, length)
