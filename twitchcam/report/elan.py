"""Results as an ELAN file, and an expert's ELAN file as marks.

ELAN (.eaf) is what people who code behaviour by hand work in. Times are whole milliseconds there,
on the time line of the file, which may begin before the first picture (``Source.to_file_s``).

Tiers   ``twitch left cheek``, ``spasm right chin``: moments by kind, side and region of
        ``anatomy``; ``tremor left cheek``; ``blink``, ``smile``, …: actions; ``not judged``.
        An expert's file uses the same names, as tiers or as annotations in tiers of any name, or
        in two parts (``left cheek`` with ``twitch`` in it); the rest is left alone.
"""

from __future__ import annotations

import mimetypes
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from twitchcam.errors import InputError
from twitchcam.records import Clip, Mark, Marks
from twitchcam.report import words
from twitchcam.report.elan_times import list_timed
from twitchcam.report.marks import (
    NOT_JUDGED,
    list_marks,
    read_any_label,
    read_label,
    say_left_alone,
)
from twitchcam.report.recording_names import is_same_clip
from twitchcam.report.whole_files import replace_when_done
from twitchcam.wording import text

if TYPE_CHECKING:
    from twitchcam.records import Analysis

_TIER_TYPE: Final = "twitchcam"
# The file would else hold the moment of writing, and the same result give different files.
_NO_DATE: Final = "1970-01-01T00:00:00+00:00"


def write_elan(analysis: Analysis, path: str | Path, *, clip_address: str = "") -> None:
    """Write moments, actions, trembling and what was not judged as tiers of one ELAN file.

    Parameters
    ----------
    clip_address : where the clip is, seen from the file; without it, ELAN looks for a file of the
        clip's name beside it, and asks where there is none.

    Raises
    ------
    InputError
        The package pympi-ling is not installed.
    """
    eaf = _import_pympi().Eaf(author="twitchcam")
    eaf.remove_tier("default")
    eaf.add_linguistic_type(_TIER_TYPE)
    eaf.remove_linguistic_type("default-lt")
    eaf.adocument["DATE"] = _NO_DATE
    # Letters that XML cannot hold are replaced. ELAN follows the relative address, so that no
    # folder of this computer needs to be told.
    clip = words.show_text(clip_address or f"./{analysis.source.name}")
    mimetype = mimetypes.guess_type(analysis.source.name)[0] or "video/mp4"
    eaf.add_linked_file(clip, clip, mimetype)
    to_file_s = analysis.source.to_file_s
    for mark in list_marks(analysis):
        start_s, stop_s = to_file_s(mark.onset_s), to_file_s(mark.offset_s)
        _add(eaf, _name_tier(mark), start_s, stop_s, mark.note)
    for span in analysis.quality.excluded:
        start_s, stop_s = to_file_s(span.start_s), to_file_s(span.stop_s)
        _add(eaf, NOT_JUDGED, start_s, stop_s, words.name_reason(span.reason))
    with replace_when_done(path) as unfinished:
        eaf.to_file(str(unfinished))


def read_elan(path: str | Path, clip: Clip | None = None) -> Marks:
    """Read the marks of all tiers that have the name of a mark.

    The offset that ELAN keeps for a clip (``TIME_ORIGIN``) is added. Where the end of a mark has no
    time, a row of marks that hang together shares the time between those that have one, as in
    ELAN; elsewhere the mark is a point. What has no beginning is left out.

    Raises
    ------
    InputError
        Not an ELAN file, none of its tiers has a name that can be compared, or its clips have
        different offsets and none of them is ``clip``.
    """
    path = Path(path)
    pympi = _import_pympi()
    try:
        eaf = pympi.Eaf(str(path), suppress_version_warning=True)
    except FileNotFoundError:
        raise InputError(text("error-no-file", file=path.name)) from None
    except Exception as error:  # pympi hands through whatever its parser meets
        raise InputError(text("error-elan-no-file", file=path.name)) from error
    origin_ms, remarks = _find_origin_ms(path, eaf, clip)
    tiers = list(eaf.get_tier_names())
    kinds = [name[0] for name in map(read_label, tiers) if name]
    marks: list[Mark] = []
    counts: Counter[str] = Counter()
    by_value: dict[str, None] = {}
    strange: dict[str, None] = {}
    for tier in tiers:
        for start_ms, stop_ms, value, spread in list_timed(eaf, tier):
            name = read_any_label(tier, value)
            if name is None:
                strange[tier] = None
                continue
            if read_label(tier) is None:
                by_value[tier] = None
            kinds.append(name[0])
            counts.update(_name_gap(start_ms, stop_ms, spread))
            if start_ms is not None:
                stop_ms = start_ms if stop_ms is None else stop_ms
                marks.append(_make_mark(path, name, start_ms, stop_ms, origin_ms, value))
    if not kinds:
        raise InputError(
            text(
                "error-elan-tiers",
                file=path.name,
                got=", ".join(tiers) or text("error-elan-no-tier"),
            )
        )
    gaps = (text(f"terminal-marks-gap-{gap}", n=n, name=path.name) for gap, n in counts.items())
    read_by_value = (
        (text("terminal-marks-by-value", tiers=", ".join(map(repr, by_value))),) if by_value else ()
    )
    return Marks(
        marks=tuple(sorted(marks, key=lambda mark: mark.onset_s)),
        kinds=tuple(dict.fromkeys(kinds)),
        remarks=(
            *remarks,
            *gaps,
            *read_by_value,
            *say_left_alone(tier for tier in strange if tier != NOT_JUDGED),
        ),
        on_file_clock=True,
    )


def _name_gap(start_ms: float | None, stop_ms: float | None, spread: bool) -> tuple[str, ...]:
    """What of the times of a mark ELAN did not write down."""
    if start_ms is None:
        return ("all",)
    if stop_ms is None:
        return ("end",)
    return ("spread",) if spread else ()


def _find_origin_ms(path: Path, eaf: Any, clip: Clip | None) -> tuple[int, tuple[str, ...]]:
    """At which moment of the clip ELAN's time begins, and the remark about it."""
    linked = [
        (str(media.get("MEDIA_URL") or media.get("RELATIVE_MEDIA_URL") or ""), media)
        for media in eaf.get_linked_files()
    ]
    mine = [pair for pair in linked if clip is not None and is_same_clip(pair[0], clip.name)]
    try:
        origins_ms = {int(media.get("TIME_ORIGIN") or 0) for _, media in mine or linked} or {0}
    except ValueError as error:
        raise InputError(text("error-elan-offset", file=path.name)) from error
    if len(origins_ms) > 1:
        raise InputError(text("error-elan-offsets", file=path.name, n=len(origins_ms)))
    (origin_ms,) = origins_ms
    if origin_ms == 0:
        return 0, ()
    remark = text("terminal-marks-moved", file=path.name, offset=f"{origin_ms / 1000:+.3f}")
    return origin_ms, (remark,)


def check_elan() -> None:
    """Raise ``InputError`` unless ELAN files can be written and read here."""
    _import_pympi()


def _import_pympi() -> Any:
    try:
        import pympi
    except ModuleNotFoundError as error:
        raise InputError(text("error-elan-package")) from error
    return pympi


def _name_tier(mark: Mark) -> str:
    return mark.kind if mark.region is None else f"{mark.kind} {mark.side} {mark.region}"


def _make_mark(
    path: Path,
    named: tuple[str, str, str | None],
    start_ms: float,
    stop_ms: float,
    origin_ms: int,
    value: str,
) -> Mark:
    kind, side, region = named
    if not 0 <= start_ms <= stop_ms:
        raise InputError(
            text("error-elan-backwards", file=path.name, start=f"{start_ms:g}", stop=f"{stop_ms:g}")
        )
    return Mark(
        kind=kind,
        side=side,
        region=region,
        onset_s=(start_ms + origin_ms) / 1000,
        offset_s=(stop_ms + origin_ms) / 1000,
        amplitude_mm=None,
        note=value,
    )


def _add(eaf: Any, tier: str, start_s: float, stop_s: float, value: str) -> None:
    if tier not in eaf.get_tier_names():
        eaf.add_tier(tier, ling=_TIER_TYPE)
    start_ms = max(round(start_s * 1000), 0)
    eaf.add_annotation(tier, start_ms, max(round(stop_s * 1000), start_ms + 1), value)
