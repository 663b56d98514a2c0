"""What everybody marked in every recording of a study, also where somebody marked nothing.

In      Folders of results, for each rater a file or folder of marks, and who is in which clip
Out     ``MarkedClip``; what is missing is a reason, not a stop
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from twitchcam.errors import InputError
from twitchcam.records import Analysis, Clip, Mark, Marks
from twitchcam.records.tables import read_list
from twitchcam.report.document import read_document
from twitchcam.report.given_marks import read_marks
from twitchcam.report.marks import list_marks
from twitchcam.report.recording_names import NoMarks, find_marks
from twitchcam.wording import text

TOOL: Final = "twitchcam"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedClip:
    """One recording with what everybody marked in it: by rater, marks and kinds looked for.

    ``raters`` are all of the study, in order; ``missing`` says why one of them has no marks.
    """

    name: str
    person: str
    analysis: Analysis
    raters: tuple[str, ...]
    marks: dict[str, tuple[Mark, ...]]
    kinds: dict[str, tuple[str, ...]]
    missing: dict[str, str]


def find_analyses(paths: Sequence[Path]) -> list[Path]:
    """Documents of results: in the folders named, or anywhere below them.

    Raises
    ------
    InputError
        There are none.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found[path] = None
        elif (path / "analysis.json").exists():
            found[path / "analysis.json"] = None
        else:
            found.update(dict.fromkeys(sorted(path.rglob("analysis.json"))))
    if not found:
        raise InputError(text("error-agreement-no-results", file=paths[0].name))
    return list(found)


def read_people(path: Path | None) -> dict[str, str]:
    """Who is in which clip, from a list with the columns ``clip`` and ``person``, by file name.

    Raises
    ------
    InputError
        The list cannot be read, or lacks a column.
    """
    if path is None:
        return {}
    try:
        table = read_list(path)
    except Exception as error:
        raise InputError(text("error-agreement-no-table", file=path.name)) from error
    if not {"clip", "person"} <= set(table.columns):
        raise InputError(
            text("error-agreement-columns", file=path.name, got=", ".join(table.columns))
        )
    names = (Path(str(clip)).name for clip in table["clip"])
    return dict(zip(names, table["person"].fillna("").astype(str), strict=True))


def gather_marks(
    raters: dict[str, Path], analyses: Sequence[Path], people: dict[str, str]
) -> tuple[list[MarkedClip], tuple[str, ...]]:
    """Read everybody's marks of every recording; and remarks about how they were understood."""
    remarks: dict[str, None] = {}
    clips = []
    for path in find_analyses(analyses):
        analysis = read_document(path)
        name = analysis.source.name
        marks: dict[str, tuple[Mark, ...]] = {TOOL: list_marks(analysis)}
        kinds: dict[str, tuple[str, ...]] = {}
        missing: dict[str, str] = {}
        for rater, where in raters.items():
            try:
                said = _read(where, path, analysis)
            except InputError as error:
                missing[rater] = str(error)
                continue
            marks[rater], kinds[rater] = said.marks, said.kinds
            remarks.update(dict.fromkeys(said.remarks))
        clips.append(
            MarkedClip(
                name=name,
                person=people.get(name, name),
                analysis=analysis,
                raters=tuple(raters),
                marks=marks,
                kinds=kinds,
                missing=missing,
            )
        )
    return clips, tuple(remarks)


def _read(where: Path, document: Path, analysis: Analysis) -> Marks:
    source = analysis.source
    clip = Clip(
        name=source.name,
        duration_s=source.duration_s,
        n_frames=source.n_frames,
        first_picture_s=source.first_picture_s,
        slowed=source.slowed,
    )
    if not where.is_dir():
        return read_marks(where, clip)
    folder = document.parent.name.removesuffix(".twitchcam")
    file = find_marks(where, [folder, Path(source.name).stem])
    if file is not None:
        return read_marks(file, clip)
    # Projects of BORIS hold many recordings and have names of their own.
    for project in sorted(where.glob("*.boris*")):
        try:
            return read_marks(project, clip)
        except NoMarks:
            continue
    raise NoMarks(text("error-agreement-no-marks", file=where.name, clip=source.name))
