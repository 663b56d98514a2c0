"""Write docs/settings.md from twitchcam.settings: ``python -m docs.make_settings``."""

from __future__ import annotations

from pathlib import Path

from twitchcam.settings import SOURCES, list_settings

PAGE = Path(__file__).with_name("settings.md")

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
    lines += ["\n## Sources\n", *(f"- **{key}**: {text}" for key, text in SOURCES.items()), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(make_table(), encoding="utf-8")
