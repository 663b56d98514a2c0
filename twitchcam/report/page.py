"""One page to read, keep, print and show: no network, no script, no picture of a face."""

from __future__ import annotations

import base64
import math
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from twitchcam.report import words
from twitchcam.report.files import replace_when_done
from twitchcam.report.tally import (
    list_actions,
    list_answers,
    list_limits,
    list_not_assessed,
    tally_places,
    tally_reasons,
)

if TYPE_CHECKING:
    from jinja2 import Template

    from twitchcam.records import Analysis, Movement

MOST_EVENTS: Final = 200
MOST_SPANS: Final = 100
_UNITS: Final = {
    "_mm_per_s": "mm per second",
    "_per_minute": "per minute",
    "_percent": "%",
    "_deg": "degrees",
    "_hz": "per second",
    "_mm": "mm",
    "_px": "px",
    "_s": "s",
}


def write_page(analysis: Analysis, movement: Movement | None, path: str | Path) -> None:
    """Write ``report.html``; without ``movement`` the page has no picture."""
    text = make_page(analysis, movement)
    with replace_when_done(path) as unfinished:
        unfinished.write_bytes(text.encode("utf-8", "replace"))


def make_page(analysis: Analysis, movement: Movement | None) -> str:
    """Make the page as text. The same analysis always gives the same page."""
    return _template().render(
        analysis=analysis,
        quality=analysis.quality,
        source=analysis.source,
        name=words.show_text(analysis.source.name),
        short_name=words.shorten(words.show_text(analysis.source.name)),
        words=words,
        places=tally_places(analysis),
        actions=list_actions(analysis),
        answers=list_answers(analysis),
        not_assessed=list_not_assessed(analysis),
        reasons=tally_reasons(analysis.quality),
        limits=list_limits(analysis.quality),
        notes=words.list_notes(analysis.quality, [f.statement for f in analysis.findings]),
        not_looked_for=words.list_not_looked_for(analysis),
        pictures=_draw_pictures(analysis, movement),
        picture_text=describe_picture(analysis),
        most_events=MOST_EVENTS,
        most_spans=MOST_SPANS,
    )


def describe_picture(analysis: Analysis) -> str:
    """Say what the picture shows, for those who do not see it."""
    counts = [
        f"{sum(e.side in (side, 'both') for e in analysis.events)} on the {side}"
        for side in ("left", "right")
    ]
    return (
        "Movement of eight parts of the face over time, one row for each. The left side is drawn "
        "upward and the right side downward. Triangles mark the events: "
        f"{' and '.join(counts)}. Grey stretches were not judged."
    )


def name_number(name: str) -> str:
    """Give words for the name of a number: ``median_amplitude_mm`` becomes ``median amplitude``."""
    suffix = next((suffix for suffix in _UNITS if name.endswith(suffix)), "")
    plain = name[: len(name) - len(suffix)].replace("_", " ").strip()
    return plain.removeprefix("n ") if plain.startswith("n ") else plain


def say_named(name: str, value: float | str | None) -> str:
    """Say a number with the unit that its name carries; text as it is."""
    if value is None or isinstance(value, str):
        return words.NOT_KNOWN if value is None else value
    unit = next((unit for suffix, unit in _UNITS.items() if name.endswith(suffix)), "")
    is_count = name.startswith("n_") and float(value).is_integer()
    text = f"{value:.0f}" if is_count else words.say_number(value, digits=3)
    return f"{text}{words.NBSP}{unit}" if unit else text


def _draw_pictures(analysis: Analysis, movement: Movement | None) -> dict[str, str]:
    """Draw the movement for light and dark pages, as data addresses; none without movement."""
    from twitchcam.report.plots import draw_png, plot_movement

    if movement is None or len(movement.time_s) < 2 or analysis.quality.observed_s <= 0:
        return {}
    pictures = {
        "light": draw_png(plot_movement(movement, analysis, theme="light")),
        "dark": draw_png(plot_movement(movement, analysis, theme="dark")),
    }
    return {
        theme: "data:image/png;base64," + base64.b64encode(png).decode()
        for theme, png in pictures.items()
    }


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        place=lambda thing: words.name_place(thing.region, thing.side),
        length=words.say_length,
        moment=words.say_time,
        number=words.say_number,
        name_number=name_number,
        first_capital=lambda text: text[:1].upper() + text[1:],
    )
    environment.globals.update(say_named=say_named, isfinite=math.isfinite)
    return environment.get_template("report.html.jinja")
