"""Results as an ELAN file, and an expert's ELAN file as marks.

ELAN (.eaf) is what people who code behaviour by hand work in. Times are whole milliseconds there,
on the time line of the file, which may begin before the first picture (``Source.to_file_s``).

Tiers   ``twitch left cheek``, ``spasm right chin``: moments by kind, side and region of
        ``anatomy``; ``tremor left cheek``; ``blink``, ``smile``, …: actions; ``not judged``.
        An expert's file uses the same names; other tiers are left alone.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from twitchcam.errors import InputError
from twitchcam.records import Mark
from twitchcam.report import words
from twitchcam.report.files import replace_when_done
from twitchcam.report.marks import ACTION_MARKS, check_mark, list_marks

if TYPE_CHECKING:
    from twitchcam.records import Analysis

NOT_JUDGED: Final = "not judged"
_TIER_TYPE: Final = "twitchcam"
# The file would else hold the moment of writing, and the same result give different files.
_NO_DATE: Final = "1970-01-01T00:00:00+00:00"


def write_elan(analysis: Analysis, path: str | Path) -> None:
    """Write moments, actions, trembling and what was not judged as tiers of one ELAN file.

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
    # Letters that XML cannot hold are replaced; ELAN asks for the clip if it lies elsewhere.
    clip = f"./{words.show_text(analysis.source.name)}"
    eaf.add_linked_file(clip, clip, mimetypes.guess_type(clip)[0] or "video/mp4")
    to_file_s = analysis.source.to_file_s
    for mark in list_marks(analysis):
        start_s, stop_s = to_file_s(mark.onset_s), to_file_s(mark.offset_s)
        _add(eaf, _name_tier(mark), start_s, stop_s, mark.note)
    for span in analysis.quality.excluded:
        start_s, stop_s = to_file_s(span.start_s), to_file_s(span.stop_s)
        _add(eaf, NOT_JUDGED, start_s, stop_s, words.name_reason(span.reason))
    with replace_when_done(path) as unfinished:
        eaf.to_file(str(unfinished))


def read_elan(path: str | Path) -> tuple[tuple[Mark, ...], tuple[str, ...]]:
    """Read marks, in time order, and the kinds that the file has tiers for.

    Raises
    ------
    InputError
        Not an ELAN file, or none of its tiers has a name that can be compared.
    """
    path = Path(path)
    pympi = _import_pympi()
    try:
        eaf = pympi.Eaf(str(path))
    except FileNotFoundError:
        raise InputError(f"{path.name} does not exist. Check the path.") from None
    except Exception as error:  # pympi hands through whatever its parser meets
        raise InputError(
            f"{path.name} must be an ELAN file (.eaf), got something else. Save it from ELAN again."
        ) from error
    marks: list[Mark] = []
    kinds: list[str] = []
    for tier in eaf.get_tier_names():
        named = _read_tier_name(tier)
        if named is None:
            continue
        kinds.append(named[0])
        for start_ms, stop_ms, value, *_ in eaf.get_annotation_data_for_tier(tier):
            marks.append(_make_mark(path, named, start_ms, stop_ms, value))
    if not kinds:
        raise InputError(
            f"{path.name} must have tiers named like 'twitch left cheek' or 'blink', got "
            f"{', '.join(eaf.get_tier_names()) or 'no tier'}. Rename its tiers in ELAN."
        )
    return tuple(sorted(marks, key=lambda mark: mark.onset_s)), tuple(dict.fromkeys(kinds))


def check_elan() -> None:
    """Raise ``InputError`` unless ELAN files can be written and read here."""
    _import_pympi()


def _import_pympi() -> Any:
    try:
        import pympi
    except ModuleNotFoundError as error:
        raise InputError(
            "ELAN files must have the package pympi-ling, got none. "
            "Install it with: pip install 'twitchcam[research]'"
        ) from error
    return pympi


def _name_tier(mark: Mark) -> str:
    return mark.kind if mark.region is None else f"{mark.kind} {mark.side} {mark.region}"


def _read_tier_name(tier: str) -> tuple[str, str, str | None] | None:
    """Kind, side and region; ``None`` for a tier that is somebody else's."""
    parts = tier.strip().lower().split(maxsplit=2)
    if len(parts) == 1 and parts[0] in ACTION_MARKS:
        return parts[0], "both", None
    if len(parts) == 3:
        kind, side, region = parts[0], parts[1], parts[2].replace(" ", "_")
        if check_mark(kind, side, region) is None:
            return kind, side, region
    return None


def _make_mark(
    path: Path, named: tuple[str, str, str | None], start_ms: int, stop_ms: int, value: Any
) -> Mark:
    kind, side, region = named
    if not 0 <= start_ms < stop_ms:
        raise InputError(
            f"Each mark of {path.name} must end after it begins, got one from {start_ms} to "
            f"{stop_ms} ms. Mend it in ELAN."
        )
    return Mark(
        kind=kind,
        side=side,
        region=region,
        onset_s=start_ms / 1000,
        offset_s=stop_ms / 1000,
        amplitude_mm=None,
        note=str(value or ""),
    )


def _add(eaf: Any, tier: str, start_s: float, stop_s: float, value: str) -> None:
    if tier not in eaf.get_tier_names():
        eaf.add_tier(tier, ling=_TIER_TYPE)
    start_ms = max(round(start_s * 1000), 0)
    eaf.add_annotation(tier, start_ms, max(round(stop_s * 1000), start_ms + 1), value)
