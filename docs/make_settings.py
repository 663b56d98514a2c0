"""Write docs/settings.md and docs/references.bib: ``python -m docs.make_settings``."""

from __future__ import annotations

from pathlib import Path

from twitchcam.settings import REFERENCES, SOURCES, list_settings

PAGE = Path(__file__).with_name("settings.md")
BIBLIOGRAPHY = Path(__file__).with_name("references.bib")

INTRODUCTION = """# Settings

Every number that steers a result, with its unit, the reason for its value, and where the value
comes from. Made by `python -m docs.make_settings`; do not edit by hand. Durations are in
seconds, so that a recording is judged alike at every frame rate.
"""


def make_table() -> str:
    """The whole page as Markdown."""
    lines = [INTRODUCTION]
    stage_before = None
    for stage, item in list_settings():
        if stage != stage_before:
            lines += [f"\n## {stage}\n", "| setting | value | unit | why | source |"]
            lines.append("|---|---|---|---|---|")
            stage_before = stage
        about = item.metadata
        lines.append(
            f"| `{item.name}` | {item.default:g} | {about['unit']} | {about['why']} "
            f"| {about['source']} |"
        )
    lines += ["\n## Sources\n", *(f"- **{key}**: {text}" for key, text in SOURCES.items())]
    lines.append("\n## References\n")
    lines += [f"- **{key}**: {reference}" for key, reference in REFERENCES.items()]
    return "\n".join([*lines, ""])


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
