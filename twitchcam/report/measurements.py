"""Which measurements a reader is shown in full, drawn and in words. Nothing is measured here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from twitchcam.report import sentences, words
from twitchcam.report.drawings import (
    draw_difference,
    draw_dose,
    draw_response,
    draw_spectrum,
    draw_symmetry,
)
from twitchcam.triage.describe import say_unfit
from twitchcam.wording import text

if TYPE_CHECKING:
    from markupsafe import Markup

    from twitchcam.records import (
        Analysis,
        Coupling,
        Expression,
        Movement,
        Symmetry,
    )
    from twitchcam.report.tally import PlaceTally, TremorTally

MAX_COUPLINGS: Final = 6
MAX_SPECTRA: Final = 4
MAX_SYMMETRIES: Final = 12
# The doctor's page has room for this much.
_DOCTOR_STATEMENTS: Final = 4
_DOCTOR_LETTERS: Final = 1040  # of all statements together
_DOCTOR_ROWS: Final = 6
_DOCTOR_PLOTS: Final = 2
_DOCTOR_TOLD: Final = 4
_DOCTOR_TOLD_LETTERS: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class CouplingDrawing:
    """A coupling with its curves; ``zero`` says what lies at time 0."""

    coupling: Coupling
    n: int
    zero: str
    average: Markup | None
    dose: Markup | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TremorDrawing:
    """The trembling of one place, with the spectrum of its strongest stretch."""

    tally: TremorTally
    drawing: Markup | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorSummary:
    """What fits on one page."""

    statements: list[str]
    more: str
    rows: list[tuple[str, str, str, str, str]]
    plots: list[tuple[str, Markup]]
    told: list[str]


def choose_couplings(analysis: Analysis) -> list[Coupling]:
    """Choose the answers that findings rest on, the largest first."""
    from twitchcam.interpretation.find_cocontraction import list_coupled

    return list_coupled(analysis)[:MAX_COUPLINGS]


def draw_couplings(
    analysis: Analysis,
    chosen: list[Coupling],
    movement: Movement | None,
    expression: Expression | None,
) -> list[CouplingDrawing]:
    """Draw the chosen couplings; without ``movement`` there are no curves."""
    return [_draw_coupling(coupling, analysis, movement, expression) for coupling in chosen]


def _draw_coupling(
    coupling: Coupling,
    analysis: Analysis,
    movement: Movement | None,
    expression: Expression | None,
) -> CouplingDrawing:
    from twitchcam.interpretation.responses import measure_response

    response = None
    if movement is not None and expression is not None:
        response = measure_response(coupling, analysis.actions, movement, expression)
    at_apex = response is not None and response.aligned_to == "apex"
    other = "right" if coupling.side == "left" else "left"
    return CouplingDrawing(
        coupling=coupling,
        n=0 if response is None else len(response.actions_s),
        zero=text("report-zero-apex" if at_apex else "report-zero-start"),
        average=None if response is None else draw_response(response, other),
        dose=draw_dose(coupling),
    )


def draw_tremors(tallies: list[TremorTally], movement: Movement | None) -> list[TremorDrawing]:
    """Draw the spectrum of the strongest stretch of each place."""
    from twitchcam.anatomy import REGION_NAMES
    from twitchcam.signals.spectrum import measure_spectrum

    drawings = []
    for tally in tallies[:MAX_SPECTRA]:
        strongest, spectrum = tally.strongest, None
        if movement is not None and tally.region in REGION_NAMES:
            spectrum = measure_spectrum(movement, tally.region, strongest.start_s, strongest.stop_s)
        drawing = None if spectrum is None else draw_spectrum(spectrum, strongest.frequency_hz)
        drawings.append(TremorDrawing(tally=tally, drawing=drawing))
    return drawings


def draw_sides(analysis: Analysis) -> list[tuple[Symmetry, Markup]]:
    """Draw left against right, the most uneven first."""
    ordered = sorted(analysis.symmetry, key=_evenness)
    return [
        (item, draw_difference(item) if item.action == "rest" else draw_symmetry(item))
        for item in ordered[:MAX_SYMMETRIES]
    ]


def _evenness(item: Symmetry) -> float:
    """Ratio of the sides; what has none, such as rest, comes last."""
    return math.inf if item.ratio is None else item.ratio


def summarise_for_doctor(
    analysis: Analysis,
    places: list[PlaceTally],
    curves: list[CouplingDrawing],
    spectra: list[TremorDrawing],
) -> DoctorSummary:
    """Choose what fits on the doctor's page, and say how much more there is."""
    findings = analysis.findings
    shown = findings[:_DOCTOR_STATEMENTS]
    statements = [
        words.shorten_sentences(
            sentences.say_with_certainty(f.statement, f.confidence),
            _DOCTOR_LETTERS // len(shown),
        )
        for f in shown
    ]
    rows = [
        *(_tell_coupling(drawn.coupling) for drawn in curves),
        *(_tell_tremor(drawn.tally) for drawn in spectra),
        *(_tell_place(place) for place in places),
        *(_tell_symmetry(item) for item, _ in draw_sides(analysis) if item.ratio is not None),
    ]
    n_more = max(len(findings) - _DOCTOR_STATEMENTS, 0) + max(len(rows) - _DOCTOR_ROWS, 0)
    told = analysis.advice.tell_the_doctor if analysis.advice else ()
    # What the video showed stands above already.
    asked = [item for item in told if not any(f.statement in item for f in findings)]
    asked.sort(
        key=lambda item: not item.startswith(say_unfit("").rstrip())
    )  # what does not fit together is first
    return DoctorSummary(
        statements=statements,
        more=text("report-doctor-more", n=n_more) if n_more else "",
        rows=rows[:_DOCTOR_ROWS],
        plots=_choose_plots(curves, spectra)[:_DOCTOR_PLOTS],
        told=[words.shorten_sentences(item, _DOCTOR_TOLD_LETTERS) for item in asked[:_DOCTOR_TOLD]],
    )


def _choose_plots(
    curves: list[CouplingDrawing], spectra: list[TremorDrawing]
) -> list[tuple[str, Markup]]:
    """Average answers, spectra, then what grows with what: caption and drawing."""
    plots = []
    for shown in curves:
        place = words.begin_large(words.name_place(shown.coupling.region, shown.coupling.side))
        if shown.average is not None:
            caption = text("report-plot-average", place=place, n=shown.n, zero=shown.zero)
            plots.append((caption, shown.average))
    for spectrum in spectra:
        place = words.begin_large(words.name_place(spectrum.tally.region, spectrum.tally.side))
        if spectrum.drawing is not None:
            plots.append((text("report-plot-spectrum", place=place), spectrum.drawing))
    for shown in curves:
        place = words.begin_large(words.name_place(shown.coupling.region, shown.coupling.side))
        action = words.name_action(shown.coupling.action)
        if shown.dose is not None:
            plots.append((text("report-plot-dose", place=place, action=action), shown.dose))
    return plots


def _tell_coupling(c: Coupling) -> tuple[str, str, str, str, str]:
    return (
        words.name_place(c.region, c.side),
        text("report-row-moves-with", doing=words.name_kinds([c.action])),
        text("report-n-of-m", n=c.n_responses, m=c.n_actions),
        words.say_number(c.response_mm, "mm"),
        words.say_mm(None if c.other_side_mm is None else max(c.other_side_mm, 0.0)),
    )


def _tell_tremor(tally: TremorTally) -> tuple[str, str, str, str, str]:
    when = words.name_kinds(tally.during) or text("situation-rest")
    rate = words.say_number(tally.strongest.frequency_hz, "Hz")
    return (
        words.name_place(tally.region, tally.side),
        text("report-row-trembles", when=when),
        text("report-row-stretches", n=tally.n, rate=rate),
        text("report-up-to", size=words.say_number(tally.max_mm, "mm")),
        "",
    )


def _tell_place(place: PlaceTally) -> tuple[str, str, str, str, str]:
    rate = "" if place.per_minute is None else words.say_number(place.per_minute)
    return (
        words.name_place(place.region, place.side),
        text("report-row-own"),
        text("report-row-rate", n=place.n, rate=rate)
        if rate
        else text("report-row-times", n=place.n),
        text("report-up-to", size=words.say_number(place.max_mm, "mm")),
        "",
    )


def _tell_symmetry(item: Symmetry) -> tuple[str, str, str, str, str]:
    return (
        words.name_region(item.region).lower(),
        text("report-row-sides", situation=words.name_situation(item.action)),
        text("report-row-ratio", ratio=words.say_number(item.ratio)),
        text("report-row-side", side="left", size=words.say_number(item.left_mm, "mm")),
        text("report-row-side", side="right", size=words.say_number(item.right_mm, "mm")),
    )
