"""Write docs/settings.md and docs/references.bib: ``python -m docs.make_settings``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

from twitchcam.settings import REFERENCES, SOURCES, Settings, list_fixed, list_settings

PAGE = Path(__file__).with_name("settings.md")
BIBLIOGRAPHY = Path(__file__).with_name("references.bib")

RULE = "|---|---|---|---|---|"
INTRODUCTION = """# Settings

Every number that steers a result, with its unit, the reason for its value, and where the value
comes from. Made by `python -m docs.make_settings`; do not edit by hand. Durations are in
seconds, so that a recording is judged alike at every frame rate.

{n_settings} numbers can be turned: another value finds more and makes up more, or the other way
round. {n_fixed} are fixed, because another value would be wrong or would change cost alone: facts
of faces that others measured, properties of tools that are used here, the meaning of words of the
report, and how finely time and pictures are looked at.
"""


def make_table() -> str:
    """The whole page as Markdown."""
    settings, constants = list_settings(), list_fixed()
    n_fixed = len({id(number) for _, _, number in constants})
    lines = [INTRODUCTION.format(n_settings=len(settings), n_fixed=n_fixed)]
    for stage in fields(Settings):
        mine = [item for name, item in settings if name == stage.name]
        lines += [f"\n## {stage.name}\n", "| setting | value | unit | why | source |", RULE]
        lines += [_make_row(item.name, item.default, item.metadata) for item in mine]
        held = [(name, number) for owner, name, number in constants if owner == stage.name]
        if held:
            lines += ["", "| fixed | value | unit | why | source |", RULE]
            lines += [_make_row(name, number.value, number.about) for name, number in held]
    lines += ["\n## Sources\n", *(f"- **{key}**: {text}" for key, text in SOURCES.items())]
    lines.append("\n## References\n")
    lines += [f"- **{key}**: {reference}" for key, reference in REFERENCES.items()]
    return "\n".join([*lines, ""])


def _make_row(name: str, value: float, about: Mapping[str, str]) -> str:
    return f"| `{name}` | {value:g} | {about['unit']} | {about['why']} | {about['source']} |"


def make_bibliography() -> str:
    """Every reference as BibTeX."""
    entries = ["% Made by `python -m docs.make_settings` from twitchcam/settings/references.py.\n"]
    for key, item in REFERENCES.items():
        fields = {
            "author": item.authors.replace("; ", " and ").replace("and and others", "and others"),
            "title": f"{{{item.title}}}",
            "year": item.year,
            "howpublished": item.published_in.replace("&", "\\&"),
            "doi": item.doi,
            "url": item.address,
        }
        body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        entries.append(f"@misc{{{key},\n{body}\n}}\n")
    return "\n".join(entries)


if __name__ == "__main__":
    PAGE.write_text(make_table(), encoding="utf-8")
    BIBLIOGRAPHY.write_text(make_bibliography(), encoding="utf-8")
