"""Labels as PDF: a QR code or a Code 128 barcode with words, on the places of a sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.renderPDF import draw
from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from cmdb_server.assets.labels.sheet import PAPERS, Sheet
from cmdb_server.errors import FieldError
from cmdb_server.itsm.workflow import RecordRefusedError
from cmdb_server.pdf_text import BOLD, REGULAR, register_fonts, writable

Symbol = Literal["qr", "code128"]
_MARGIN = 1.5 * mm
# A narrower bar than that is no longer read surely from a laser printer (ISO/IEC 15417 leaves it to the application).
_NARROWEST_BAR, _WIDEST_BAR = 0.19 * mm, 0.5 * mm
_QUIET_BARS = 10
_MOST_OF_WIDTH = 0.5
_LARGEST_TEXT, _SMALLEST_TEXT = 10.0, 4.5
_LINE = 1.25
_BARS_SHARE = 0.55
# A name that is longer is none to scan, and takes seconds to draw; the library ends with 2,213 bytes.
_LONGEST_QR_BYTES = 1_000


@dataclass(frozen=True)
class Label:
    """What is printed: the code that a scanner reads, the large line, and the smaller ones."""

    code: str
    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Printing:
    """How: `start` is the place of the first label (from 1), each is printed `copies` times."""

    symbol: Symbol = "qr"
    start: int = 1
    copies: int = 1


def label_pdf(sheet: Sheet, labels: Sequence[Label], printing: Printing) -> bytes:
    """The labels as PDF. Raises RecordRefusedError for a code that its symbol or the label is too small for."""
    if not 1 <= printing.start <= sheet.count:
        remedy = f"give 1 to {sheet.count}: so many are on a sheet"
        raise RecordRefusedError((FieldError("start", str(printing.start), "is no place on the sheet", remedy),))
    register_fonts()
    file, (width, height) = BytesIO(), PAPERS[sheet.paper]
    # Invariant: without the time it was made at, so that the same labels are the same file.
    canvas = Canvas(file, pagesize=(width * mm, height * mm), invariant=True)
    canvas.setTitle("Labels")
    turn = printing.start - 1
    for label in _copied(labels, printing.copies):
        if turn == sheet.count:
            canvas.showPage()
            turn = 0
        left, top = sheet.corner(turn)
        canvas.saveState()
        canvas.translate(left * mm, (height - top - sheet.height) * mm)
        _draw(canvas, sheet, label, printing.symbol)
        canvas.restoreState()
        turn += 1
    canvas.save()
    return file.getvalue()


def _copied(labels: Sequence[Label], copies: int) -> Iterator[Label]:
    for label in labels:
        for _ in range(copies):
            yield label


def _draw(canvas: Canvas, sheet: Sheet, label: Label, symbol: Symbol) -> None:
    width, height = sheet.width * mm - 2 * _MARGIN, sheet.height * mm - 2 * _MARGIN
    canvas.translate(_MARGIN, _MARGIN)
    if symbol == "code128":
        bars = _bars(label, width, height * _BARS_SHARE)
        below = height * (1 - _BARS_SHARE)
        bars.drawOn(canvas, (width - _width(bars)) / 2, below)
        _write(canvas, label, (0, width), below - 1)
        return
    side = min(height, width * _MOST_OF_WIDTH)
    canvas.saveState()
    canvas.translate(0, (height - side) / 2)
    draw(_square(label, side), canvas, 0, 0)
    canvas.restoreState()
    _write(canvas, label, (side + 1, width - side - 1), height)


def _square(label: Label, side: float) -> Drawing:
    """A QR code with its quiet zone; M: it is read with an eighth of it gone."""
    if len(label.code.encode()) > _LONGEST_QR_BYTES:
        remedy = "print the address of its page, or give it a shorter name"
        raise RecordRefusedError((FieldError("code", label.code[:100], "is too long for the label", remedy),))
    widget = QrCodeWidget(label.code, barLevel="M", barWidth=side, barHeight=side, barBorder=2)
    drawing = Drawing(side, side)
    drawing.add(widget)
    return drawing


def _bars(label: Label, width: float, height: float) -> Code128:
    if not (label.code.isascii() and label.code.isprintable()):
        remedy = "print QR codes, or give it a tag of Latin letters and digits"
        raise RecordRefusedError((FieldError("code", label.code[:100], "is nothing that Code 128 can hold", remedy),))
    single = Code128(label.code, barWidth=1.0, barHeight=height, quiet=False)
    bar = min(_WIDEST_BAR, width / (_width(single) + 2 * _QUIET_BARS))
    if bar < _NARROWEST_BAR:
        remedy = "print QR codes, the plain tag, or take larger labels"
        raise RecordRefusedError((FieldError("code", label.code[:100], "is too long for the label", remedy),))
    return Code128(
        label.code, barWidth=bar, barHeight=height, quiet=True, lquiet=bar * _QUIET_BARS, rquiet=bar * _QUIET_BARS
    )


def _width(bars: Code128) -> float:
    return float(bars.width)  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - its stubs say nothing


def _write(canvas: Canvas, label: Label, across: tuple[float, float], top: float) -> None:
    """The words from the top down, as large as they fit; what is too long is cut with an ellipsis."""
    left, width = across
    lines = [(BOLD, label.title), *((REGULAR, line) for line in label.lines if line)]
    size = max(_SMALLEST_TEXT, min(_LARGEST_TEXT, top / (_LINE * len(lines))))
    below = top
    for font, text in lines:
        below -= size * _LINE
        if below < -1:
            return
        fitted, points = _fitted(writable(text), font, (size, width))
        canvas.setFont(font, points)
        canvas.drawString(left, below + size * 0.25, fitted)


def _fitted(text: str, font: str, room: tuple[float, float]) -> tuple[str, float]:
    size, width = room
    while size > _SMALLEST_TEXT and stringWidth(text, font, size) > width:
        size -= 0.5
    size = max(size, _SMALLEST_TEXT)
    if stringWidth(text, font, size) <= width:
        return text, size
    while text and stringWidth(f"{text}...", font, size) > width:
        text = text[:-1]
    return f"{text}...", size
