"""One page to read, keep, print and show: it opens from disk and loads nothing.

In      Analysis, and for the moving parts Movement, Expression, FaceTrack, and a clip if wanted
Out     ``report.html``: answer, advice, moments, measurements, quality, method; printed, one page
        for a doctor
Method  Words and tables are HTML, drawings are SVG, made here; the player is plain script in the
        page that draws numbers packed by ``playback``. The page's security policy lets nothing
        else run and nothing be fetched.
"""

from __future__ import annotations

import base64
import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from twitchcam.interpretation.own_movements import list_own
from twitchcam.report import sentences, words
from twitchcam.report.face_map import (
    FaceMap,
    draw_face_map,
    list_dots,
    list_spots,
    tally_areas,
)
from twitchcam.report.measurements import (
    choose_couplings,
    draw_couplings,
    draw_sides,
    draw_tremors,
    summarise_for_doctor,
)
from twitchcam.report.tally import (
    list_actions,
    list_answers,
    list_limits,
    list_not_assessed,
    tally_places,
    tally_reasons,
    tally_tremor,
)
from twitchcam.report.whole_files import replace_when_done
from twitchcam.triage import notices
from twitchcam.wording import language_in_use, script_texts, text
from twitchcam.wording.names import join_words

if TYPE_CHECKING:
    from jinja2 import Template

    from twitchcam.records import Analysis, Expression, FaceTrack, Movement

MAX_EVENTS: Final = 200
MAX_SPANS: Final = 100
_TEMPLATES: Final = Path(__file__).parent / "templates"
_SCRIPTS: Final = (
    *(script_texts.FOLDER / name for name in script_texts.NAMES),
    *(_TEMPLATES / name for name in ("playback.js", "face_view.js", "timeline.js", "player.js")),
)
_STYLES: Final = tuple(_TEMPLATES / name for name in ("report.css", "player.css", "doctor.css"))
# Endings of the names of numbers that carry a unit, the longer ones first.
_UNITS: Final = ("mm_per_s", "per_minute", "percent", "deg", "hz", "mm", "px", "s")


def write_page(
    analysis: Analysis,
    path: str | Path,
    *,
    movement: Movement | None = None,
    expression: Expression | None = None,
    track: FaceTrack | None = None,
    clip_mp4: bytes | None = None,
) -> None:
    """Write ``report.html``: one file without a request to anywhere.

    Parameters
    ----------
    analysis : Analysis
        What is told.
    path : str or Path
        Where to write.
    movement, expression, track : optional
        What it was made from, for the player and the drawings; without them the page has words and
        tables only.
    clip_mp4 : bytes, optional
        The clip, if the page is to hold it; else the face is shown as lines.

    Examples
    --------
    >>> write_page(analysis, "report.html")
    """
    page = make_page(
        analysis, movement=movement, expression=expression, track=track, clip_mp4=clip_mp4
    )
    with replace_when_done(path) as unfinished:
        unfinished.write_bytes(page.encode("utf-8", "replace"))


def make_page(
    analysis: Analysis,
    *,
    movement: Movement | None = None,
    expression: Expression | None = None,
    track: FaceTrack | None = None,
    clip_mp4: bytes | None = None,
) -> str:
    """Make the page as text. The same input always gives the same page.

    Parameters
    ----------
    movement : without it the page has no player and no curves.
    expression : curves of the eyes' opening.
    track : without it the player has traces but no face.
    clip_mp4 : the clip as browsers play it (``overlay.make_clip``), to be put into the page.
        Without it no picture of the face is in the page.
    """
    shown_movement = _if_seen(analysis, movement)
    places = tally_places(analysis)
    chosen = choose_couplings(analysis)
    curves = draw_couplings(analysis, chosen, shown_movement, expression)
    tremors = tally_tremor(analysis)
    spectra = draw_tremors(tremors, shown_movement)
    # What moved with an action is told as such, and not a second time as moving by itself.
    own = list_own(analysis.events)
    unplaced = replace(analysis, events=tuple(event for event in own if event.place is None))
    face_map = FaceMap(
        spots=list_spots(tally_places(unplaced), tremors, chosen),
        dots=list_dots(own, analysis.quality.place_limits),
        areas=tally_areas(own),
    )
    script = _join(_SCRIPTS)
    return load_template().render(
        analysis=_name_sources(analysis),
        quality=analysis.quality,
        source=analysis.source,
        advice=analysis.advice,
        name=words.show_text(analysis.source.name),
        short_name=words.shorten(words.show_text(analysis.source.name)),
        tiny_name=words.shorten(words.show_text(analysis.source.name), 36),
        language=language_in_use(),
        general_information=notices.say_general_information(),
        intended_use=notices.say_intended_use(),
        emergency_signs=notices.list_emergency_signs(),
        words=words,
        sentences=sentences,
        places=places,
        actions=list_actions(analysis),
        answers=list_answers(analysis),
        curves=curves,
        spectra=spectra,
        symmetry=draw_sides(analysis),
        not_assessed=list_not_assessed(analysis),
        reasons=tally_reasons(analysis.quality),
        limits=list_limits(analysis.quality),
        notes=sentences.list_notes(analysis.quality, [f.statement for f in analysis.findings]),
        face_map=face_map,
        drawn_face=draw_face_map(face_map),
        doctor=summarise_for_doctor(analysis, places, curves, spectra),
        playback=_make_playback(analysis, shown_movement, track),
        clip=base64.b64encode(clip_mp4).decode() if clip_mp4 else None,
        first_patch=_choose_patch([*places, *face_map.spots, *analysis.events]),
        picture_text=describe_picture(analysis),
        max_events=MAX_EVENTS,
        n_events=len(analysis.events),
        max_spans=MAX_SPANS,
        style=_join(_STYLES),
        script=script,
        script_hash=_hash_script(script),
    )


def describe_picture(analysis: Analysis) -> str:
    """Say what the timeline shows, for those who do not see it."""
    left, right = (
        sum(event.side in (side, "both") for event in analysis.events) for side in ("left", "right")
    )
    return text("report-timeline", left=left, right=right)


def name_number(name: str) -> str:
    """Give words for the name of a number: ``median_amplitude_mm`` becomes ``median amplitude``."""
    unit = _find_unit(name)
    stem = name.removesuffix(unit).strip("_").removeprefix("n_")
    return words.name_code("evidence", stem)


def say_named(name: str, value: float | str | None) -> str:
    """Say a number with the unit that its name carries; text as it is."""
    if value is None or isinstance(value, str):
        return text("number-not-known") if value is None else value
    is_count = name.startswith("n_") and float(value).is_integer()
    said = f"{value:.0f}" if is_count else words.say_number(value, digits=3)
    unit = _find_unit(name)
    return f"{said}{words.NBSP}{text(f'unit-{unit}')}" if unit else said


def say_while(kinds: Sequence[str]) -> str:
    """Say what the person did meanwhile: ``while blinking``, ``at rest``."""
    if not kinds:
        return text("situation-rest")
    return text("report-while", doing=words.name_kinds(kinds))


def _find_unit(name: str) -> str:
    return next((unit for unit in _UNITS if name.endswith(f"_{unit}")), "")


def _if_seen(analysis: Analysis, movement: Movement | None) -> Movement | None:
    """``movement`` if there is something in it to show."""
    if movement is None or len(movement.time_s) < 2 or analysis.quality.observed_s <= 0:
        return None
    return movement


def _make_playback(
    analysis: Analysis, movement: Movement | None, track: FaceTrack | None
) -> Any | None:
    from twitchcam.report.playback import make_playback

    return make_playback(analysis, movement, track) if movement is not None else None


def _choose_patch(places: list[Any]) -> str:
    """Which part is magnified at first: the first that has a region and a side to tell of."""
    first = next(iter(places), None)
    return f"{first.region} {first.side}" if first else "cheek left"


@cache
def _join(paths: tuple[Path, ...]) -> Any:
    from markupsafe import Markup

    return Markup("\n".join(path.read_text(encoding="utf-8") for path in paths))


def read_clip(path: Path) -> bytes | None:
    """The clip that a page written before holds, or ``None``."""
    try:
        page = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    found = re.search(r'<script type="text/plain" id="clip">([A-Za-z0-9+/=]+)</script>', page)
    return base64.b64decode(found[1]) if found else None


def _hash_script(script: str) -> str:
    """What the security policy asks of the only script that may run."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _name_sources(analysis: Analysis) -> Analysis:
    """The analysis whose findings name the works that they rest on, where they had their keys."""
    from twitchcam.settings.references import name_source

    findings = tuple(
        replace(finding, sources=tuple(name_source(key) for key in finding.sources))
        for finding in analysis.findings
    )
    return replace(analysis, findings=findings)


def _say_html(key: str, **values: Any) -> Any:
    """A text that may hold tags, ready for the page; what is put into it is made safe."""
    from markupsafe import Markup, escape

    safe = {
        name: value if isinstance(value, int) else str(escape(value))
        for name, value in values.items()
    }
    return Markup(text(key, **safe))


def _put_into_tag(name: str, said: str, style: str = "") -> Any:
    from markupsafe import Markup

    opening = Markup('<{} class="{}">').format(name, style) if style else Markup(f"<{name}>")
    return opening + said + Markup(f"</{name}>")


@cache
def load_template() -> Template:
    """The page without its contents, all its parts made ready."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        place=lambda thing: words.name_place(thing.region, thing.side, getattr(thing, "area", "")),
        length=words.say_length,
        moment=words.say_time,
        number=words.say_number,
        name_number=name_number,
        first_capital=words.begin_large,
        lower_first=lambda said: said[:1].lower() + said[1:],
    )
    environment.globals.update(
        text=text,
        html=_say_html,
        tag=_put_into_tag,
        join_words=join_words,
        name_place=words.name_place,
        say_named=say_named,
        say_while=say_while,
        isfinite=math.isfinite,
    )
    for part in environment.list_templates(extensions=["jinja"]):
        environment.get_template(part)
    return environment.get_template("report.html.jinja")
