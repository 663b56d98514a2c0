"""A letter's page as a PDF, made on this computer."""

from __future__ import annotations

import io
from typing import Final, Literal

from fpdf import FPDF
from fpdf.enums import TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

from twitchcam.report.letter import Letter
from twitchcam.report.letter_figures import draw_course, find_fonts

Paper = Literal["a4", "letter"]

_FONT: Final = "DejaVu"
_MARGIN_MM: Final = 18.0
_INK: Final = (31, 42, 55)
_SOFT: Final = (85, 96, 110)
_GAP_MM: Final = 3.0


def make_letter_pdf(letter: Letter, paper: Paper = "a4") -> bytes:
    """Lay a letter out on one page of A4 or Letter.

    Returns
    -------
    bytes
        A PDF with its fonts inside; text in it can be searched and copied.
    """
    pdf = FPDF(format=paper)
    plain, heavy = find_fonts()
    pdf.add_font(_FONT, "", plain)
    pdf.add_font(_FONT, "B", heavy)
    pdf.set_margin(_MARGIN_MM)
    pdf.set_auto_page_break(True, margin=_MARGIN_MM - 4)
    pdf.set_title(letter.title)
    pdf.set_creator("twitchcam")
    pdf.add_page()
    _write(pdf, letter.title, 15, heavy=True)
    _write(pdf, letter.about, 9, soft=True)
    pdf.ln(2)
    _write(pdf, letter.paragraph, 9.5)
    pdf.ln(2)
    _add_figures(pdf, letter)
    if letter.not_drawn:
        _write(pdf, letter.not_drawn, 8, soft=True)
        pdf.ln(2)
    _add_table(pdf, letter)
    if letter.left_out:
        _write(pdf, letter.left_out, 8, soft=True)
    pdf.ln(3)
    _write(pdf, letter.foot, 8, soft=True)
    return bytes(pdf.output())


def _write(
    pdf: FPDF, said: str, size_pt: float, *, heavy: bool = False, soft: bool = False
) -> None:
    pdf.set_font(_FONT, "B" if heavy else "", size_pt)
    pdf.set_text_color(*(_SOFT if soft else _INK))
    pdf.multi_cell(0, size_pt * 0.5, said, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _add_figures(pdf: FPDF, letter: Letter) -> None:
    """Beside each other, in equal parts of the line."""
    n = len(letter.figures)
    if not n:
        return
    width = (pdf.epw - 2 * _GAP_MM) / 3
    top, bottom = pdf.get_y(), pdf.get_y()
    for k, figure in enumerate(letter.figures):
        picture = io.BytesIO(draw_course(figure, "png"))
        placed = pdf.image(
            picture, x=_MARGIN_MM + k * (width + _GAP_MM), y=top, w=width, alt_text=figure.title
        )
        bottom = max(bottom, top + placed.rendered_height)
    pdf.set_y(bottom + 3)


def _add_table(pdf: FPDF, letter: Letter) -> None:
    if not letter.rows:
        return
    pdf.set_font(_FONT, "", 8)
    pdf.set_text_color(*_INK)
    pdf.set_draw_color(213, 218, 225)
    head = FontFace(emphasis="BOLD", color=_INK)
    with pdf.table(
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=head,
        line_height=4.6,
        text_align="LEFT",
        padding=(0.6, 1),
    ) as table:
        table.row(letter.columns)
        for row in letter.rows:
            table.row(row)
