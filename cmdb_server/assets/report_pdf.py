"""A report of assets as PDF: out of the same rows the same bytes each time."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle

from cmdb_server.pdf_text import BOLD, REGULAR, paragraph, register_fonts, writable

_MARGIN = 15 * mm
_WIDTHS = tuple(width * mm for width in (62, 18, 18, 20, 31, 31))
_TEXT = ParagraphStyle("text", fontName=REGULAR, fontSize=8, leading=10, splitLongWords=True)
_NUMBER = ParagraphStyle("number", parent=_TEXT, alignment=2)
_STRONG = ParagraphStyle("strong", parent=_TEXT, fontName=BOLD)
_TITLE = ParagraphStyle("title", parent=_TEXT, fontName=BOLD, fontSize=14, leading=18)
_LINE, _BAND = Color(0.7, 0.7, 0.7), Color(0.92, 0.92, 0.92)
_FIRST_NUMBER = 1


def assets_pdf(title: str, notes: Iterable[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Rows, header first, below a title and what has to be known of them."""
    register_fonts()
    file = BytesIO()
    # Invariant: without the time it was made at.
    margins = {f"{side}Margin": _MARGIN for side in ("left", "right", "top", "bottom")}
    document = SimpleDocTemplate(file, pagesize=A4, title=writable(title), invariant=1, **margins)
    head, *others = rows
    cells = [[paragraph(text, _STRONG) for text in head], *([*map(_cell, range(len(row)), row)] for row in others)]
    style = TableStyle([("GRID", (0, 0), (-1, -1), 0.25, _LINE), ("BACKGROUND", (0, 0), (-1, 0), _BAND)])
    told = [paragraph(title, _TITLE), *(paragraph(note, _TEXT) for note in notes), Spacer(0, 4 * mm)]
    document.build([*told, LongTable(cells, colWidths=_WIDTHS, repeatRows=1, style=style)])
    return file.getvalue()


def _cell(turn: int, text: str) -> Paragraph:
    return paragraph(text, _NUMBER if turn >= _FIRST_NUMBER else _TEXT)
