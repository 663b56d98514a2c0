"""Stages know only the stages before them, and every outside library has its one home."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from made_faces import made_track

import twitchcam
from twitchcam import write_track
from twitchcam.synthetic.movements import Blink, Smile, Twitch

PACKAGE = Path(twitchcam.__file__).parent
ROOT = PACKAGE.parent

# Later lines may use earlier ones, never the other way round; parts of one line are strangers.
LAYERS = (
    (
        "errors",
        "anatomy",
        "data_folder",
        "leave_with_parent",
        "memory",
        "scratch",
        "versions",
        "x264",
    ),
    ("checks", "skin_places"),
    ("records", "settings"),
    ("capture",),
    ("tracking",),
    ("signals",),
    ("assessment",),
    ("detection",),
    ("interpretation",),
    ("triage",),
    ("pipeline",),
    ("report", "store"),
    ("app",),
    ("web", "desk"),
    ("cli",),
    ("__main__",),
)
RANK = {part: rank for rank, parts in enumerate(LAYERS) for part in parts}
# Beside the stages: what they may use, and who may use them.
TO_THE_SIDE = {
    "evaluation": (
        {"errors", "checks", "wording", "anatomy", "records", "settings"},
        {"interpretation", "report", "app", "cli"},
    ),
    "synthetic": (
        {"errors", "checks", "wording", "anatomy", "skin_places", "records", "settings", "x264"},
        {"app", "report"},
    ),
    # Stages hand it a key and their evidence; the sentence is made there.
    "wording": (
        {"errors"},
        {
            "checks",
            "records",
            "evaluation",
            "synthetic",
            "capture",
            "tracking",
            "assessment",
            "interpretation",
            "triage",
            "report",
            "store",
            "app",
            "web",
            "desk",
            "cli",
        },
    ),
}
HOMES = {
    "av": ("capture/", "synthetic/clip.py", "report/overlay.py"),
    "cv2": (
        "capture/cameras.py",
        "tracking/",
        "synthetic/",
        "report/overlay.py",
        "report/mirrored_halves.py",
        "desk/",
        "x264.py",
    ),
    "mediapipe": (
        "tracking/load_mediapipe.py",
        "tracking/face_landmarker.py",
    ),
    "matplotlib": ("report/plots.py", "report/letter_figures.py"),
    "PIL": ("report/overlay.py", "desk/lettering.py"),
    "pympi": ("report/elan.py",),
    # Loaded in records/tables.py alone; the others name the type of a table.
    "pandas": ("records/", "report/agreement_", "report/cohort_", "report/blinded.py"),
    "xarray": ("report/dataset.py",),
    "pyarrow": ("report/tables.py", "report/cohort_tables.py"),
    "pingouin": ("evaluation/statistics.py",),
    "krippendorff": ("evaluation/statistics.py",),
    "sklearn": ("evaluation/statistics.py",),
    "dask": ("app/batch.py",),
    "distributed": ("app/batch.py",),
    "tomllib": ("triage/",),
    "tomlkit": ("triage/answers_file.py",),
    "pydantic": ("report/", "triage/", "web/"),
    "jsonschema": ("report/",),
    "filelock": ("capture/sole_recorder.py",),
    "fluent": ("wording/",),
    "babel": ("wording/days.py", "web/"),
    "jinja2": ("report/", "web/"),
    "skimage": ("synthetic/",),
    "typer": ("cli/",),
    "rich": ("cli/options.py", "report/summary.py"),
    "fastapi": ("web/",),
    "uvicorn": ("web/",),
    "starlette": ("web/",),
    "sse_starlette": ("web/",),
    "fpdf": ("report/letter_pdf.py",),
    "segno": ("web/phone_line.py",),
    "psutil": ("web/addresses.py",),
    "sqlalchemy": ("store/",),
    "alembic": ("store/",),
    "platformdirs": ("data_folder.py",),
}
HEAVY = (
    "cv2", "mediapipe", "av", "PIL", "pympi", "numpy", "scipy", "matplotlib", "pandas",
    "xarray", "dask", "distributed", "pyarrow",
    "pydantic", "jsonschema", "jinja2", "skimage", "typer", "rich",
    "sqlalchemy", "alembic", "fastapi", "uvicorn", "tomlkit", "fluent",
    "segno", "psutil", "fpdf",
)  # fmt: skip

# Stages in order, with their settings. Interpretation, the last one, may read all.
SETTINGS_OF = {
    "capture": (),
    "tracking": ("TrackingSettings",),
    "signals": ("SignalSettings", "VisibilitySettings"),
    "assessment": ("AssessmentSettings", "FramingSettings"),
    "detection": ("ActionSettings", "DetectionSettings", "SpasmSettings", "TremorSettings"),
}

FILES = sorted(PACKAGE.rglob("*.py"))
INNER = [path for path in FILES if path != PACKAGE / "__init__.py"]


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _part(path: Path) -> str:
    """The stage or module that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def _imported(path: Path) -> frozenset[str]:
    """Dotted names of everything a file imports, wherever in it the import stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{_name(path)} imports relatively"
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found)


def _parts_used(path: Path) -> set[str]:
    parts = {name.split(".")[1] for name in _imported(path) if name.startswith("twitchcam.")}
    return parts - {_part(path)}


def _run(program: str, *words: str) -> str:
    ended = subprocess.run(
        [sys.executable, "-c", program, *words],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


def test_every_file_belongs_to_a_part_that_the_design_names():
    assert {_part(path) for path in INNER} <= {*RANK, *TO_THE_SIDE}


def _may_know(part: str, used: str) -> bool:
    if part in TO_THE_SIDE:
        return used in TO_THE_SIDE[part][0]
    if used in TO_THE_SIDE:
        return part in TO_THE_SIDE[used][1]
    return RANK[used] < RANK[part]


def test_a_file_uses_only_what_lies_below_it():
    assert [
        f"{_name(path)} must not know {used}"
        for path in INNER
        for used in _parts_used(path)
        if not _may_know(_part(path), used)
    ] == []


def test_outside_libraries_are_used_in_their_homes_only():
    assert [
        f"{library} does not belong in {_name(path)}"
        for path in FILES
        for library in {name.split(".")[0] for name in _imported(path)} & set(HOMES)
        if not _name(path).startswith(HOMES[library])
    ] == []


def test_only_the_command_that_fetches_a_model_reaches_into_the_network():
    reaching = ("urllib.request", "http.client", "requests", "httpx", "aiohttp", "ftplib")
    found = {_name(path) for path in FILES if any(n.startswith(reaching) for n in _imported(path))}
    assert found <= {"tracking/model_file.py"}


def test_the_checks_above_see_what_they_look_for():
    opener = PACKAGE / "tracking" / "open_tracker.py"
    assert "twitchcam.tracking.face_mesh.FaceMeshTracker" in _imported(opener)
    assert "mediapipe" in _imported(PACKAGE / "tracking" / "load_mediapipe.py")
    for part, used in (
        ("signals", "detection"), ("signals", "signals"), ("web", "synthetic"), ("wording", "web"),
    ):  # fmt: skip
        assert not _may_know(part, used), (part, used)


def test_importing_the_package_loads_nothing_heavy_and_writes_nothing(tmp_path):
    program = (
        "import os, sys, tempfile\n"
        "os.chdir(sys.argv[1]); tempfile.tempdir = sys.argv[1]\n"
        "import twitchcam\n"
        "dir(twitchcam); twitchcam.__version__\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)))\n"
    )
    assert _run(program, str(tmp_path)) == "[]"
    assert list(tmp_path.iterdir()) == []


def test_every_public_name_can_be_loaded():
    for name in twitchcam.__all__:
        assert getattr(twitchcam, name) is not None
    assert set(twitchcam.__all__) <= set(dir(twitchcam))
    with pytest.raises(AttributeError, match="no attribute 'analyse'"):
        twitchcam.analyse  # noqa: B018


@pytest.mark.slow
def test_a_saved_track_is_analyzed_without_camera_video_or_model(tmp_path):
    track = made_track(
        *(Blink(onset_s=1.0 + 2.0 * k) for k in range(6)),
        Smile(onset_s=13.0),
        Twitch(region="cheek", side="left", onset_s=2.0, size_mm=2.0),
        duration_s=16.0,
    )
    write_track(track, tmp_path / "track.npz")
    program = (
        "import sys\n"
        "class Block:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in {'cv2', 'mediapipe', 'av', 'threadpoolctl', 'skimage',\n"
        "                                  'matplotlib', 'pandas', 'pyarrow', 'pydantic'}:\n"
        "            raise ImportError(name + ' is blocked')\n"
        "sys.meta_path.insert(0, Block())\n"
        "import twitchcam\n"
        "analysis = twitchcam.analyze_track(twitchcam.read_track(sys.argv[1]))\n"
        "print([(event.region, event.side) for event in analysis.events])\n"
    )
    assert _run(program, str(tmp_path / "track.npz")) == "[('cheek', 'left')]"


def test_a_stage_reads_no_settings_of_a_later_one():
    for path in INNER:
        part = _part(path)
        if part not in SETTINGS_OF:
            continue
        parts = list(SETTINGS_OF)
        known = {
            name for earlier in parts[: parts.index(part) + 1] for name in SETTINGS_OF[earlier]
        }
        read = {name.split(".")[-1] for name in _imported(path) if "twitchcam.settings." in name}
        assert read <= known, f"{_name(path)} reads {read - known}"


def test_files_stay_small():
    n_lines = {_name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert max(n_lines.values()) <= 400
