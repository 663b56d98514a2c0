"""What the pages of studies share: their template, and how numbers with intervals are said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from twitchcam.report import words
from twitchcam.wording import text

if TYPE_CHECKING:
    from jinja2 import Template

_TEMPLATES: Final = Path(__file__).parent / "templates"


def load_study_template(name: str, *, decimals: int) -> Template:
    """The template of this name; it knows ``style``, ``number`` and ``span``.

    ``decimals`` : of numbers where the template asks for none of its own.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def say(value: float | None, own: int = decimals) -> str:
        return "–" if value is None or value != value else words.set_minus(f"{value:.{own}f}")

    def say_span(
        value: float | None, low: float | None, high: float | None, own: int = decimals
    ) -> str:
        """A value with its interval in brackets; without, where it is not known."""
        said = [say(each, own) for each in (value, low, high)]
        if "–" in said[1:]:
            return said[0]
        return text("study-interval", value=said[0], low=said[1], high=said[2])

    known: dict[str, Any] = {
        "style": (_TEMPLATES / "report.css").read_text(encoding="utf-8"),
        "number": say,
        "span": say_span,
    }
    return environment.get_template(name, globals=known)
