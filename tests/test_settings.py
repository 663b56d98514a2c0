"""Every setting says its unit, why it has its value, and where the value comes from."""

from __future__ import annotations

import ast
import json
from dataclasses import FrozenInstanceError, fields, replace

import pytest
from project_paths import ROOT

from docs.make_settings import make_table
from twitchcam.errors import InputError
from twitchcam.settings import SOURCES, Settings, SignalSettings, list_fixed, list_settings
from twitchcam.settings import shared as shared_numbers

ALL = list_settings()
FIXED = list_fixed()
NAMES = [f"{stage}.{item.name}" for stage, item in ALL]


@pytest.fixture(scope="module")
def page():
    return make_table()


def _with(stage, **changes):
    return replace(getattr(Settings(), stage), **changes)


def test_every_setting_has_a_unit_a_reason_a_source_that_exists_and_a_range():
    poor = []
    for (_, item), name in zip(ALL, NAMES, strict=True):
        about = item.metadata
        told = about["unit"].strip() and len(about["why"]) > 10 and about["source"] in SOURCES
        low, high = about["low"], about["high"]
        if not (told and low < high and low <= item.default <= high):
            poor.append(name)
    assert poor == []


def test_a_fixed_number_has_a_unit_a_reason_and_a_source_that_exists():
    poor = [
        (stage, name)
        for stage, name, number in FIXED
        if not number.about["unit"].strip()
        or len(number.about["why"]) <= 10
        or number.about["source"] not in SOURCES
    ]
    assert poor == []


def test_what_is_fixed_can_be_read_like_a_setting_and_not_be_turned():
    settings = Settings()
    for stage, name, number in FIXED:
        record = getattr(settings, stage)
        assert getattr(record, name) == number.value
        with pytest.raises(TypeError, match=name):
            replace(record, **{name: number.value})
        assert name not in settings.as_dict()[stage]


@pytest.mark.slow
def test_every_number_is_read_somewhere():
    """By name: an attribute in the code, and not only its own definition."""
    trees = [ast.parse(p.read_text(encoding="utf-8")) for p in (ROOT / "twitchcam").rglob("*.py")]
    read = {node.attr for tree in trees for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)}  # fmt: skip
    # ``SignalSettings.gain`` puts these names together.
    read |= {name for _, name, _ in FIXED if name.startswith("gain_")}
    named = {item.name for _, item in ALL} | {name for _, name, _ in FIXED}
    assert named - read == set()


def test_a_fact_that_stages_share_is_one_number():
    for name, number in vars(shared_numbers).items():
        if name.isupper():
            assert len({stage for stage, _, held in FIXED if held is number}) > 1, name


@pytest.mark.parametrize("stage", [stage.name for stage in fields(Settings)])
def test_a_setting_out_of_range_is_refused_by_name(stage):
    """Of every stage all settings: each stage checks its own."""
    for item in (item for name, item in ALL if name == stage):
        low, high = item.metadata["low"], item.metadata["high"]
        for value in (low, high):
            assert getattr(_with(stage, **{item.name: value}), item.name) == value
        for value in (low - 0.5, high * 1.01 + 0.5, float("nan")):
            with pytest.raises(InputError, match=f"{item.name} must lie between"):
                _with(stage, **{item.name: value})


def test_no_setting_is_in_frames_or_samples():
    forbidden = ("frames", "samples", "fps", "_ms")
    assert not [name for name in NAMES if any(word in name for word in forbidden)]
    assert not [name for name, (_, item) in zip(NAMES, ALL, strict=True)
                if item.metadata["unit"] in ("frames", "samples")]  # fmt: skip


def test_every_setting_of_every_stage_is_listed_once():
    wanted = [
        f"{stage.name}.{item.name}"
        for stage in fields(Settings)
        for item in fields(getattr(Settings(), stage.name))
    ]
    assert wanted == NAMES
    assert len(set(NAMES)) == len(NAMES)


def test_settings_cannot_be_changed_in_place():
    with pytest.raises(FrozenInstanceError):
        Settings().detection.twitch_threshold = 3.0


def test_the_document_gets_plain_numbers_of_every_setting():
    plain = Settings(signals=SignalSettings(sampling_rate_hz=120.0)).as_dict()
    assert [f"{stage}.{name}" for stage, items in plain.items() for name in items] == NAMES
    assert plain["signals"]["sampling_rate_hz"] == 120.0
    assert json.loads(json.dumps(plain)) == plain


def test_every_region_has_a_gain():
    from twitchcam.anatomy import REGION_NAMES

    gains = [SignalSettings().gain(region) for region in REGION_NAMES]
    assert gains == [getattr(SignalSettings, f"gain_{region}") for region in REGION_NAMES]
    assert all(0 < gain < 1 for gain in gains)
    true_size = SignalSettings(gain_weight=0.0)
    assert [true_size.gain(region) for region in REGION_NAMES] == [1.0] * len(REGION_NAMES)


def test_the_page_of_settings_is_the_one_that_is_made_from_them(page):
    written = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert written == page, "run: python -m docs.make_settings"


def test_every_setting_stands_on_the_page_with_all_that_is_known_about_it(page):
    for stage, item in ALL:
        section = page.split(f"## {stage}\n")[1].split("\n## ")[0]
        row = next(line for line in section.splitlines() if f"`{item.name}`" in line)
        assert all(item.metadata[key] in row for key in ("unit", "why", "source")), item.name
        assert f" {item.default:g} " in row, item.name
    for stage, name, number in FIXED:
        section = page.split(f"## {stage}\n")[1].split("\n## ")[0]
        (row,) = (line for line in section.splitlines() if line.startswith(f"| `{name}` |"))
        assert all(said in row for said in (f"{number.value:g}", *number.about.values())), name


def test_the_page_explains_every_source(page):
    listed = page.split("## Sources")[1]
    assert all(f"**{key}**: {text}" in listed for key, text in SOURCES.items())
