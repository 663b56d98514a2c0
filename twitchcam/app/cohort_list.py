"""Which clips a cohort has: a folder of them, or a list with whom and when each shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from twitchcam.app.clips import show_name
from twitchcam.checks import explain_read_errors
from twitchcam.errors import InputError
from twitchcam.records.cohort import CohortClip
from twitchcam.records.tables import load_pandas, read_list
from twitchcam.wording import text

_CLIPS: Final = (
    ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mts", ".m2ts", ".3gp", ".wmv", ".mpg",
    ".mpeg", ".ts", ".npz",
)  # fmt: skip
_LISTS: Final = (".csv", ".tsv", ".parquet")
_OWN: Final = ("clip", "person", "visit", "date", "mirrored", "answers")
_YES: Final = ("true", "yes", "1", "1.0", "x")
_NO: Final = ("false", "no", "0", "0.0", "")
# What the tables of results call their own columns.
_TAKEN: Final = ("clip_id", "path", "usable", "n_twitches")


def list_clips(source: Path) -> tuple[CohortClip, ...]:
    """Read which clips there are.

    Parameters
    ----------
    source : a folder, searched through and through: the first folder below it is the person, the
        second the visit, as far as there are any; or a list (``.csv``, ``.tsv``, ``.parquet``) with
        the column ``clip``, and if wanted ``person``, ``visit``, ``date``, ``mirrored``,
        ``answers`` and others, which are kept. Its paths count from where it lies.

    Raises
    ------
    InputError
        There is no such thing, no clip in it, or the list cannot be understood.
    """
    if source.is_dir():
        clips = _search(source)
    elif source.suffix.lower() in _LISTS:
        clips = _read_list(source)
    else:
        raise InputError(
            text(
                "error-cohort-no-source" if source.exists() else "error-cohort-nowhere",
                file=show_name(source),
            )
        )
    if not clips:
        raise InputError(
            text("error-cohort-no-clip", file=show_name(source), endings=", ".join(_CLIPS[:5]))
        )
    return clips


def _search(folder: Path) -> tuple[CohortClip, ...]:
    clips = []
    for path in sorted(folder.rglob("*")):
        # Results of twitchcam hold a track and maybe an annotated clip: no recordings.
        inside = path.relative_to(folder).parts[:-1]
        hidden = any(part.startswith(".") or part.endswith(".twitchcam") for part in inside)
        if hidden or path.suffix.lower() not in _CLIPS or not path.is_file():
            continue
        person, visit = (*inside[:2], "", "")[:2]
        clips.append(CohortClip(path=path, person=person, visit=visit))
    return tuple(clips)


def _read_list(path: Path) -> tuple[CohortClip, ...]:
    pandas = load_pandas()
    with explain_read_errors(path):
        try:
            if path.suffix.lower() == ".parquet":
                table = pandas.read_parquet(path)
            else:
                # Text, or else a person called 001 would become 1.
                table = read_list(path)
        except OSError:
            raise
        except Exception as error:
            raise InputError(
                text("error-cohort-no-table", file=path.name, kind=type(error).__name__)
            ) from error
    table.columns = [str(name).strip() for name in table.columns]
    if "clip" not in table.columns:
        raise InputError(
            text("error-cohort-no-clips-column", file=path.name, got=", ".join(table.columns[:8]))
        )
    clash = [name for name in table.columns if name in _TAKEN]
    if clash:
        raise InputError(text("error-cohort-column-taken", file=path.name, column=clash[0]))
    rows = table.to_dict("records")
    return tuple(_read_row(path, number, row) for number, row in enumerate(rows, start=2))


def _read_row(path: Path, number: int, row: dict[str, Any]) -> CohortClip:
    said = {name: _say(value) for name, value in row.items()}
    if not said["clip"]:
        raise InputError(text("error-cohort-row-no-clip", file=path.name, row=number))
    mirrored = said.get("mirrored", "").lower()
    if mirrored not in (*_YES, *_NO):
        raise InputError(
            text("error-cohort-mirrored", file=path.name, got=repr(mirrored), row=number)
        )
    answers = said.get("answers", "")
    return CohortClip(
        path=path.parent / said["clip"],
        person=said.get("person", ""),
        visit=said.get("visit", ""),
        date=said.get("date", ""),
        mirrored=mirrored in _YES,
        answers=path.parent / answers if answers else None,
        more={name: value for name, value in said.items() if name not in _OWN},
    )


def _say(value: Any) -> str:
    """A cell as text; empty for what is missing."""
    if value is None or value != value:  # NaN
        return ""
    said = str(value).strip()
    return "" if said in ("<NA>", "NaT") else said.removesuffix(" 00:00:00")
