"""The examples in docstrings run, and every public name and entry of a stage has one.

In the examples of a stage, ``track`` is a made face that blinks six times, smiles, and twitches
once in its left cheek; ``movement``, ``expression``, ``actions``, ``closings``, ``assessable`` and
``analysis`` are what the stages make of it with ``settings``, the usual ones. ``clip.mp4`` is a
made clip.
"""

from __future__ import annotations

import doctest
import inspect
import re
from importlib import import_module
from io import BytesIO
from itertools import islice
from pathlib import Path

import av
import pytest
from made_faces import made_track

import twitchcam
from twitchcam.assessment.assessable import mark_assessable
from twitchcam.detection.closings import list_closings
from twitchcam.synthetic.movements import Blink, Smile, Twitch

PACKAGE = Path(twitchcam.__file__).parent
# What a stage is called by: the functions that pipeline.py and app/ chain.
ENTRIES = (
    ("capture.files", "open_video"),
    ("tracking.track", "track_face"),
    ("signals.visibility", "measure_visibility"),
    ("signals.flat_picture", "measure_flat_motion"),
    ("signals.expression", "measure_expression"),
    ("signals.movement", "measure_movement"),
    ("assessment.assessable", "mark_assessable"),
    ("assessment.heavy_tails", "raise_noise"),
    ("assessment.unjudged_eyes", "find_unjudged_eyes"),
    ("assessment.quality", "assess_quality"),
    ("assessment.framing", "assess_framing"),
    ("assessment.gesture", "measure_gesture"),
    ("detection.actions", "detect_actions"),
    ("detection.cued", "mark_cued"),
    ("detection.closings", "mark_judged"),
    ("detection.twitches", "detect_twitches"),
    ("detection.tremor", "detect_tremor"),
    ("detection.spasms", "detect_spasms"),
    ("detection.synchrony", "find_partners"),
    ("interpretation.coupling", "relate_actions"),
    ("interpretation.symmetry", "measure_symmetry"),
    ("interpretation.attribution", "attribute_events"),
    ("interpretation.findings", "find_findings"),
    ("triage.advise", "advise"),
    ("report.page", "write_page"),
    ("pipeline", "analyze_movement"),
)


def _list_modules() -> list[str]:
    """Modules with an example."""
    paths = [path for path in PACKAGE.rglob("*.py") if ">>> " in path.read_text(encoding="utf-8")]
    parts = [path.relative_to(PACKAGE.parent).with_suffix("").parts for path in sorted(paths)]
    return [".".join(names).removesuffix(".__init__") for names in parts]


@pytest.fixture(scope="module")
def face():
    return made_track(
        *(Blink(onset_s=1.0 + 2.0 * k) for k in range(6)),
        Smile(onset_s=13.0),
        Twitch(region="cheek", side="left", onset_s=2.0, size_mm=2.0),
        duration_s=16.0,
    )


@pytest.fixture(scope="module")
def names(face):
    """What the examples of stages begin with."""
    settings = twitchcam.Settings()
    movement, expression = twitchcam.measure_track(face)
    analysis = twitchcam.analyze_track(face)
    closings = list_closings(analysis.actions, settings.detection)
    return {
        "track": face,
        "settings": settings,
        "movement": movement,
        "expression": expression,
        "analysis": analysis,
        "actions": analysis.actions,
        "closings": closings,
        "assessable": mark_assessable(
            movement, closings, settings.assessment, settings.detection.twitch_threshold
        ),
    }


@pytest.fixture(scope="module")
def saved_track(face, tmp_path_factory):
    path = tmp_path_factory.mktemp("saved") / "track.npz"
    twitchcam.write_track(face, path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def brief_clip(short_clip, tmp_path_factory):
    """A second of it: examples show how things are called."""
    path = tmp_path_factory.mktemp("brief") / "clip.mp4"
    with av.open(BytesIO(short_clip)) as made, av.open(str(path), "w") as out:
        stream = out.add_stream_from_template(made.streams.video[0])
        for packet in islice(made.demux(video=0), 30):
            packet.stream = stream
            out.mux(packet)
    return path.read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("module", _list_modules())
def test_the_examples_of_a_module_run(
    module, names, saved_track, brief_clip, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    Path("track.npz").write_bytes(saved_track)
    Path("clip.mp4").write_bytes(brief_clip)
    result = doctest.testmod(import_module(module), extraglobs=names)
    assert result.attempted > 0
    assert result.failed == 0


def _find_named() -> list[object]:
    public = [getattr(twitchcam, name) for name in twitchcam.__all__]
    return public + [getattr(import_module(f"twitchcam.{m}"), name) for m, name in ENTRIES]


@pytest.mark.parametrize("named", _find_named(), ids=lambda named: named.__name__)
def test_a_public_name_says_what_goes_in_and_comes_out_with_an_example(named):
    said = inspect.getdoc(named)
    sections = re.findall(r"^([A-Z][a-z]+)\n-+$", said, flags=re.MULTILINE)
    assert sections[0] == "Parameters"
    assert sections[-1] == "Examples"
    gives = inspect.isfunction(named) and inspect.signature(named).return_annotation != "None"
    assert ("Returns" in sections) == gives
    parameters = said.split("Parameters\n")[1].split("\n\n")[0]
    entries = re.findall(r"^(\w[\w, ]*?)(?: : .+)?$", parameters, flags=re.MULTILINE)
    listed = {name.strip() for entry in entries for name in entry.split(",")}
    assert set(inspect.signature(named).parameters) <= listed
