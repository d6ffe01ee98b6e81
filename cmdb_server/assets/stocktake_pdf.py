"""The report of a stock-take as PDF: out of its facts the same bytes each time, with the digest of the CSV."""

import hashlib
from collections.abc import Iterable
from io import BytesIO

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, LongTable, SimpleDocTemplate, Spacer, TableStyle

from cmdb_server.assets.counting import Expected, Facts, Line, counted, judge, report
from cmdb_server.pdf_text import BOLD, REGULAR, paragraph, register_fonts, writable
from cmdb_server.timestamps import rfc3339

_HEAD = ("Result", "By", "Age (days)", "Evidence from", "Asset", "Tag", "Serial number", "Name", "Expected at",
         "Seen at", "What speaks for it")  # fmt: skip
_WIDTHS = tuple(width * mm for width in (19, 18, 11, 23, 21, 19, 24, 32, 29, 29, 47))
_MARGIN = 12 * mm
_SIZE, _LEADING = 6.5, 8.0
_LINE = Color(0.7, 0.7, 0.7)
_BAND = Color(0.92, 0.92, 0.92)
_TEXT = ParagraphStyle("text", fontName=REGULAR, fontSize=_SIZE, leading=_LEADING, splitLongWords=True)
_NOTE = ParagraphStyle("note", parent=_TEXT, fontSize=8, leading=11)
_TITLE = ParagraphStyle("title", parent=_TEXT, fontName=BOLD, fontSize=14, leading=18)
_STRONG = ParagraphStyle("strong", parent=_TEXT, fontName=BOLD)


def report_pdf(facts: Facts) -> bytes:
    """A stock-take as PDF: what was counted, the sums by result and evidence, then a row a line."""
    register_fonts()
    file, lines = BytesIO(), judge(facts)
    document = SimpleDocTemplate(
        file,
        pagesize=landscape(A4),
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=writable(facts.number),
        # Without the time it was made at: the same facts are the same file.
        invariant=1,
    )
    document.build([*_about(facts), *_sums(lines), Spacer(0, 4 * mm), _table(lines)], _numbered, _numbered)
    return file.getvalue()


def _about(facts: Facts) -> Iterable[Flowable]:
    scope = " / ".join(part for part in (facts.site, facts.room, facts.category) if part)
    signed = f"Signed by {facts.signed_by} at {rfc3339(facts.judged_at)}." if facts.signed_by else "Not signed."
    digest = hashlib.sha256(report(facts)).hexdigest()
    yield paragraph(f"{facts.number} {facts.title}", _TITLE)
    yield paragraph(f"Scope: {scope}. The register as of {rfc3339(facts.frozen_at)}. {signed}", _NOTE)
    yield paragraph(f"What discovery saw counts as proof for {facts.proof_days} days.", _NOTE)
    yield paragraph(f"SHA-256 of the same report as CSV: {digest}", _NOTE)


def _sums(lines: Iterable[Line]) -> Iterable[Flowable]:
    told = (f"{count} {result} ({evidence})" for (result, evidence), count in counted(lines).items())
    yield paragraph("; ".join(told) or "Nothing was expected and nothing was scanned.", _NOTE)


def _table(lines: Iterable[Line]) -> Flowable:
    rows = [[paragraph(text, _STRONG) for text in _HEAD]]
    rows += [[paragraph(text, _TEXT) for text in _row(line)] for line in lines]
    style = TableStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.25, _LINE),
            ("BACKGROUND", (0, 0), (-1, 0), _BAND),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            *(("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 2)),
            *(("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)),
        ]
    )
    return LongTable(rows, colWidths=_WIDTHS, repeatRows=1, style=style)


def _row(line: Line) -> tuple[str, ...]:
    asset = line.asset or Expected("", "", "", "", "", "", "")
    evidence = f"{line.evidence} {line.by}".strip()
    at = rfc3339(line.at) if line.at else ""
    named = (asset.number, asset.tag, asset.serial, f"{asset.title} {asset.holder}".strip(), asset.place)
    return line.result, evidence, str(line.age_days) if line.at else "", at, *named, line.seen_at, line.told


def _numbered(canvas: Canvas, document: SimpleDocTemplate) -> None:
    """The number of the page, below."""
    canvas.setFont(REGULAR, _SIZE)
    canvas.drawRightString(landscape(A4)[0] - _MARGIN, 6 * mm, str(document.page))
